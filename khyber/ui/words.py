"""Text as safe HTML. Everything that comes from data or from a link is escaped here; nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

import pandas as pd
import streamlit as st

from khyber.charts import names
from khyber.charts.catalogue import Fact
from khyber.evidence import Evidence, Source

STYLE = """<style>
.stHtml h1{font-size:1.8rem;line-height:1.2;padding:0;margin:0}
@media(min-width:48rem){[data-testid="stMainBlockContainer"]{padding:2.2rem clamp(1rem,3vw,3rem)}}
.kh-title{font-size:1.12rem;line-height:1.4;font-weight:600;margin:0 0 .4rem}
.kh-note,.kh-source{font-size:.86rem;line-height:1.45;margin:.15rem 0;opacity:.85}
.kh-title,.kh-note,.kh-source{overflow-wrap:anywhere}
.kh-facts,.kh-list,.kh-key{padding-left:0!important;margin-left:0!important}
.kh-list a,.kh-sources a{color:inherit}
.kh-facts div,.kh-list div{margin:0}
.kh-facts dd,.kh-list dd{margin-left:0;padding-left:0}
.kh-facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.5rem 1.2rem;margin:.2rem 0 .5rem}
.kh-facts div{border-left:3px solid currentColor;padding-left:.6rem}
.kh-facts dt,.kh-list dt{font-size:.86rem;opacity:.85}
.kh-facts dd{margin:0;font-size:1.25rem;font-weight:600}
.kh-facts dd+dd{font-size:.86rem;font-weight:400}
.kh-list{display:grid;gap:.55rem;margin:.2rem 0 .5rem}
.kh-wide{grid-template-columns:repeat(auto-fit,minmax(min(24rem,100%),1fr));column-gap:2rem}
.kh-list dt{font-weight:600;opacity:1;font-size:.95rem}
.kh-list dd{margin:0;line-height:1.45;overflow-wrap:anywhere}
.kh-sources{padding-left:1.2rem;margin:.2rem 0}
.kh-sources li{margin:.3rem 0;overflow-wrap:anywhere}
.kh-legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.3rem 0;padding:0;list-style:none;font-size:.86rem}
.kh-legend li{display:flex;align-items:center;gap:.4rem;margin:0}
.kh-legend span{display:inline-grid;place-items:center;width:1.15rem;height:1.15rem;border-radius:50%;
color:#fff;font-size:.7rem;border:2px solid}
.js-plotly-plot text[style*="rgb(128, 132, 149)"]{fill:currentColor!important}
.kh-year{font-size:1rem;font-weight:600;margin:1rem 0 .2rem;padding:0 0 .2rem;border-bottom:1px solid}
.kh-year span{font-weight:400;opacity:.85}
.kh-events{list-style:none;margin:0!important;padding:0!important}
.kh-events>li{display:grid;grid-template-columns:11.5rem minmax(0,1fr);gap:0 1.2rem;margin:.65rem 0;line-height:1.45}
.kh-events p{margin:0;overflow-wrap:anywhere}
.kh-events summary{font-size:.86rem;cursor:pointer;width:fit-content}
.kh-events small{display:block;font-size:.86rem;opacity:.85;margin-top:.1rem}
@media (max-width:640px){.kh-events>li{grid-template-columns:minmax(0,1fr);margin:1rem 0}
.kh-events small:first-of-type{display:inline-block;margin-left:.8rem}}
[data-testid="stPageLink"] a:focus-visible{outline:2px solid;outline-offset:2px}
.kh-groups{width:100%;table-layout:fixed;border-collapse:collapse;font-size:.92rem;line-height:1.4;margin:.3rem 0}
.kh-groups th,.kh-groups td{text-align:left;vertical-align:top;font-weight:400;padding:.45rem .6rem .45rem 0;
border:0;border-bottom:1px solid rgba(128,128,128,.35);overflow-wrap:anywhere}
.kh-groups thead th{font-size:.86rem;opacity:.85}
.kh-groups th[scope=row]{font-weight:600}
.kh-groups thead th:nth-child(2){width:23%}
.kh-groups thead th:nth-child(5){width:15%}
.kh-groups th.kh-place{font-weight:600;padding-top:1rem;border-bottom:2px solid rgba(128,128,128,.6)}
.kh-groups a,.kh-lines a{color:inherit}
.kh-groups small,.kh-lines small{display:block;font-size:.86rem;line-height:1.4;opacity:.85}
.kh-groups summary,.kh-lines+details summary{cursor:pointer;font-size:.86rem}
.kh-lines{list-style:none;padding-left:0!important;margin:.2rem 0!important;display:grid;gap:.4rem}
.kh-lines li{margin:0;line-height:1.45;font-size:.95rem;overflow-wrap:anywhere}
.kh-sections{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:.4rem 2rem}
.kh-columns{columns:17rem 3;column-gap:2rem}
.kh-columns section{break-inside:avoid;margin-bottom:.8rem}
.kh-sections h4,.kh-columns h4{font-size:1rem;padding:.5rem 0 .1rem;margin:0}
.st-key-card-group .kh-list{grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.55rem 2rem}
@media (max-width:40rem){.kh-groups,.kh-groups :is(tbody,tr,th,td){display:block;width:auto!important}
.kh-groups thead{position:absolute;left:-9999px}
.kh-groups tr{border-bottom:1px solid rgba(128,128,128,.35);padding:.5rem 0}
.kh-groups th,.kh-groups td{border-bottom:0;padding:.08rem 0}}
.kh-key{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr));gap:.2rem 1.4rem;
margin:.2rem 0 .4rem;font-size:.9rem;line-height:1.45}
.kh-key div{margin:0}
.kh-key dt,.kh-key dd{display:inline;margin:0;padding:0}
.kh-key dt,.kh-key dt+dd{font-weight:600}
.kh-key dt+dd::before{content:": "}
.kh-key dd+dd::before{content:" – "}
.kh-scroll{max-height:19rem;overflow-y:auto;margin:.3rem 0;padding:.4rem .6rem;border:1px solid;border-radius:.375rem;
border-color:color-mix(in srgb,currentColor 22%,transparent)}
.kh-scroll ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.2rem 1.2rem;list-style:none;
padding:0;margin:0;font-size:.9rem}
.kh-scroll li{margin:0;padding:0;overflow-wrap:anywhere}
.kh-folded{margin:.3rem 0}
.kh-folded summary{cursor:pointer;font-weight:600;padding:.2rem 0}
.kh-table{width:100%;border-collapse:collapse;font-size:.9rem;margin:.3rem 0}
.kh-table th,.kh-table td{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid;vertical-align:top;
border-color:color-mix(in srgb,currentColor 22%,transparent)}
.kh-table th[scope=row]{font-weight:400}
.kh-spark{display:inline-flex;align-items:flex-end;gap:1px;height:1.1rem;width:4.4rem;opacity:.85}
.kh-spark i{flex:1;background:currentColor;min-height:1px;opacity:.55}
.kh-spark i:last-child{opacity:1}
.kh-spark i.kh-gap{background:none;border-bottom:1px dotted currentColor;min-height:0}
[class*="st-key-example-"] button p{white-space:normal;text-align:left}
.kh-notice{border-left:4px solid currentColor;padding:.3rem .8rem;margin:.2rem 0}
</style>"""


class Event(NamedTuple):
    """An event as a list shows it, all in words; `sign` and `colour` are those of its category in charts."""

    days: str
    title: str
    words: str
    category: str
    sign: str
    colour: str
    who: str
    sources: Sequence[Source]


def html(*parts: str) -> None:
    """Draw parts made by the functions of this module; nothing where all are empty."""
    if body := "".join(parts):
        st.html(body)


def tagged(tag: str, text: str, kind: str = "") -> str:
    """One element of plain text."""
    attribute = f' class="kh-{kind}"' if kind else ""
    return f"<{tag}{attribute}>{escape(text)}</{tag}>"


def notice(text: str) -> str:
    """A line that the reader must not miss."""
    return f'<p class="kh-notice" role="status">{escape(text)}</p>'


def facts(shown: Iterable[Fact], kind: str = "facts") -> str:
    """Key figures in boxes ("facts"), one below the other ("list"), in columns of them where there is room ("columns"),
    or in short lines as a legend ("key").
    """
    items = "".join(
        f"<div><dt>{escape(one.label)}</dt><dd>{escape(one.value)}{spark(one.spark)}</dd>"
        + (f"<dd>{escape(one.change)}</dd>" if one.change else "")
        + "</div>"
        for one in shown
    )
    classes = "kh-list kh-wide" if kind == "columns" else f"kh-{kind}"
    return f'<dl class="{classes}">{items}</dl>' if items else ""


def spark(values: Sequence[float | None]) -> str:
    """A small drawing of a series as bars from zero, a gap where a value is not given; its numbers stand in words."""
    most = max((one for one in values if one is not None), default=0)
    bars = "".join(
        '<i class="kh-gap"></i>' if one is None else f'<i style="height:{100 * one / (most or 1):.0f}%"></i>'
        for one in values
    )
    return f'<span class="kh-spark" aria-hidden="true">{bars}</span>' if values else ""


def legend(marks: Iterable[tuple[str, str, str, str]]) -> str:
    """What round marks mean, from (form, colour, letter, meaning); the form is disc, ring or small."""
    items = []
    for form, colour, letter, meaning in marks:
        fill = colour if form == "disc" else "transparent"
        size = ";width:.7rem;height:.7rem" if form == "small" else ""
        look = f"background:{fill};border-color:{colour}{size}"
        items.append(
            f'<li><span style="{escape(look)}" aria-hidden="true">{escape(letter)}</span>{escape(meaning)}</li>'
        )
    return f'<ul class="kh-legend">{"".join(items)}</ul>'


def events(shown: Iterable[Event]) -> str:
    """Events of one year as a list: days, category and actors beside title and words; sources behind a fold."""
    return f'<ol class="kh-events">{"".join(f"<li>{_event(one)}</li>" for one in shown)}</ol>'


def _event(one: Event) -> str:
    sign = f'<span style="color:{escape(one.colour)}" aria-hidden="true">{escape(one.sign)}</span>'
    about = f"<p>{escape(one.days)}<small>{sign} {escape(one.category)}</small><small>{escape(one.who)}</small></p>"
    pages = f"{len(one.sources)} source{'s' if len(one.sources) > 1 else ''}"
    read = f"<details><summary>{pages}</summary>{sources(one.sources)}</details>"
    return f"{about}<div><p><b>{escape(one.title)}</b></p><p>{escape(one.words)}</p>{read}</div>"


def year(name: str, count: str) -> str:
    """The heading of a year in a list, and how much stands under it."""
    return f'<h4 class="kh-year">{escape(name)} <span>{escape(count)}</span></h4>'


def sources(shown: Iterable[Source]) -> str:
    """A list of sources with links."""
    items = "".join(f"<li>{_source(one)}</li>" for one in shown)
    return f'<ol class="kh-sources">{items}</ol>'


def _source(one: Source) -> str:
    title = escape(one.title or one.url)
    if one.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(one.url)}" rel="noopener noreferrer" target="_blank">{title}</a>'
    return f"<b>{escape(one.publisher)}</b>, {title}, {escape(one.when)}"


def pages(shown: Iterable[tuple[Source, str]]) -> str:
    """A list of sources with links, each with a line of its own on what is known of it."""
    items = "".join(f'<li>{_source(one)}<br><span class="kh-source">{escape(more)}</span></li>' for one, more in shown)
    return f'<ol class="kh-sources">{items}</ol>'


def counted_names(shown: Iterable[tuple[str, int]], label: str) -> str:
    """Names with a number each, in a box that scrolls, also by keyboard; `label` says what they are."""
    items = "".join(f"<li>{escape(name)} <b>{count:,}</b></li>" for name, count in shown)
    return f'<div class="kh-scroll" tabindex="0" role="region" aria-label="{escape(label)}"><ul>{items}</ul></div>'


def folded(parts: Iterable[tuple[str, Iterable[Fact]]]) -> str:
    """Lists under headings that open and close, the first of them open."""
    items = [
        f'<details class="kh-folded"{"" if place else " open"}><summary>{escape(heading)}</summary>'
        f"{facts(listed, 'list')}</details>"
        for place, (heading, listed) in enumerate(parts)
    ]
    return "".join(items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A small table of text; the first cell of a row is its heading."""
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f'<table class="kh-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def linked(shown: Iterable[tuple[str, str, str]]) -> str:
    """Lines from (heading, text, address), the address as a link."""
    items = (f"<div><dt>{escape(head)}</dt><dd>{escape(told)} {_site(url)}</dd></div>" for head, told, url in shown)
    return f'<dl class="kh-list">{"".join(items)}</dl>'


def publishers(evidence: Evidence, shown: pd.DataFrame) -> str:
    """Publishers in words from publisher, full_name, counts_what and url, with a link to each one's site."""
    items = []
    for row in shown.itertuples(index=False):
        name = f"{names.publisher(evidence, row.publisher)} – {row.full_name}"
        items.append(f"<div><dt>{escape(name)}</dt><dd>{escape(row.counts_what)} {_site(row.url)}</dd></div>")
    return f'<dl class="kh-list">{"".join(items)}</dl>'


def _site(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{escape(url)}</a>'
