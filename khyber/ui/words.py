"""Text as safe HTML. Everything that comes from data or from a link is escaped here; nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd
import streamlit as st

from khyber.charts import names
from khyber.charts.catalogue import Fact
from khyber.evidence import Evidence, Source

STYLE = """<style>
.kh-title{font-size:1.12rem;line-height:1.4;font-weight:600;margin:0 0 .4rem}
.kh-note,.kh-source{font-size:.86rem;line-height:1.45;margin:.15rem 0;opacity:.85}
.kh-facts,.kh-list{padding-left:0!important;margin-left:0!important}
.kh-list a,.kh-sources a{color:inherit}
.kh-facts div,.kh-list div{margin:0}
.kh-facts dd,.kh-list dd{margin-left:0;padding-left:0}
.kh-facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.5rem 1.2rem;margin:.2rem 0 .5rem}
.kh-facts div{border-left:3px solid currentColor;padding-left:.6rem}
.kh-facts dt,.kh-list dt{font-size:.86rem;opacity:.85}
.kh-facts dd{margin:0;font-size:1.25rem;font-weight:600}
.kh-facts dd+dd{font-size:.86rem;font-weight:400}
.kh-list{display:grid;gap:.55rem;margin:.2rem 0 .5rem}
.kh-list dt{font-weight:600;opacity:1;font-size:.95rem}
.kh-list dd{margin:0;line-height:1.45;overflow-wrap:anywhere}
.kh-sources{padding-left:1.2rem;margin:.2rem 0}
.kh-sources li{margin:.3rem 0;overflow-wrap:anywhere}
.kh-legend{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.3rem 0;padding:0;list-style:none;font-size:.86rem}
.kh-legend li{display:flex;align-items:center;gap:.4rem;margin:0}
.kh-legend span{display:inline-grid;place-items:center;width:1.15rem;height:1.15rem;border-radius:50%;
color:#fff;font-size:.7rem;border:2px solid}
[data-testid="stPageLink"] a:focus-visible{outline:2px solid;outline-offset:2px}
[class*="st-key-example-"] button p{white-space:normal;text-align:left}
.kh-notice{border-left:4px solid currentColor;padding:.3rem .8rem;margin:.2rem 0}
</style>"""


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
    """Key figures in boxes ("facts") or one below the other ("list")."""
    items = "".join(
        f"<div><dt>{escape(one.label)}</dt><dd>{escape(one.value)}</dd>"
        + (f"<dd>{escape(one.change)}</dd>" if one.change else "")
        + "</div>"
        for one in shown
    )
    return f'<dl class="kh-{kind}">{items}</dl>' if items else ""


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


def sources(shown: Iterable[Source]) -> str:
    """A list of sources with links."""
    items = "".join(f"<li>{_source(one)}</li>" for one in shown)
    return f'<ol class="kh-sources">{items}</ol>'


def _source(one: Source) -> str:
    title = escape(one.title or one.url)
    if one.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(one.url)}" rel="noopener noreferrer" target="_blank">{title}</a>'
    return f"<b>{escape(one.publisher)}</b>, {title}, {escape(one.when)}"


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
