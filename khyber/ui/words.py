"""Text as safe HTML. Everything that comes from data or from a link is escaped here; nothing of it is markup."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st

from khyber.charts import names
from khyber.charts.catalogue import Fact
from khyber.evidence import Evidence, Source, grading

STYLE = f"<style>\n{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"


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


def lines(texts: Iterable[str]) -> str:
    """Lines of text as a list, nothing where there are none."""
    items = "".join(f"<li>{escape(one)}</li>" for one in texts)
    return f'<ul class="kh-points">{items}</ul>' if items else ""


def adder(figure: str, choices: Mapping[str, str]) -> str:
    """The button that adds a figure with its choices to the reader's brief; `khyber.ui.draft` listens to it."""
    slide = json.dumps({"figure": figure, "choices": choices}, ensure_ascii=False, separators=(",", ":"))
    return (
        f'<p class="kh-add"><button type="button" data-khyber-add="{escape(slide)}">Add to brief</button> '
        '<span role="status"></span></p>'
    )


def notice(text: str) -> str:
    """A line that the reader must not miss."""
    return f'<p class="kh-notice" role="status">{escape(text)}</p>'


def facts(shown: Iterable[Fact], kind: str = "facts") -> str:
    """Key figures in boxes ("facts"), one below the other ("list"), in columns of them where there is room ("columns"),
    or in short lines as a legend ("key").
    """
    items = "".join(
        f"<div><dt>{escape(one.full_label)}</dt><dd>{escape(one.value)}{spark(one.spark)}</dd>"
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
    """Events of one year as a list: days, category and actors beside title and words, sources behind a fold."""
    return f'<ol class="kh-events">{"".join(f"<li>{_event(one)}</li>" for one in shown)}</ol>'


def _event(one: Event) -> str:
    sign = f'<span style="color:{escape(one.colour)}" aria-hidden="true">{escape(one.sign)}</span>'
    about = f"<p>{escape(one.days)}<small>{sign} {escape(one.category)}</small><small>{escape(one.who)}</small></p>"
    pages = f"{len(one.sources)} source{'s' if len(one.sources) > 1 else ''}"
    read = f"<details><summary>{pages}</summary>{sources(one.sources)}</details>" if one.sources else ""
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
    return f"<b>{escape(one.publisher)}</b>, {title}, {escape(one.when)}, {_grade(one)}"


def _grade(one: Source) -> str:
    grade = grading.of_source(one)
    said = f"{grade.meaning}. {'; '.join(grade.reasons)}"
    return f'<abbr class="kh-grade" title="{escape(said)}">grade {escape(grade.letter)}</abbr>'


def pages(shown: Iterable[tuple[Source, str]]) -> str:
    """A list of sources with links, each with a line of its own on what is known of it."""
    items = "".join(f'<li>{_source(one)}<br><span class="kh-source">{escape(more)}</span></li>' for one, more in shown)
    return f'<ol class="kh-sources">{items}</ol>'


def counted_names(shown: Iterable[tuple[str, int]], label: str) -> str:
    """Names with a number each, in a box that scrolls, also by keyboard; `label` says what they are."""
    items = "".join(f"<li>{escape(name)} <b>{count:,}</b></li>" for name, count in shown)
    return f'<div class="kh-scroll" tabindex="0" role="region" aria-label="{escape(label)}"><ul>{items}</ul></div>'


def closed(heading: str, *body: str) -> str:
    """Parts made by the functions of this module under a heading that opens them."""
    return f'<details class="kh-folded"><summary>{escape(heading)}</summary>{"".join(body)}</details>'


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


def stacked(head: Sequence[str], rows: Iterable[tuple[str, *tuple[Sequence[str], ...]]]) -> str:
    """A table whose cells hold several lines each; on a phone its rows stand one below the other."""
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(
            f'<td data-head="{escape(column)}">{"".join(f"<p>{escape(one)}</p>" for one in cell)}</td>'
            for column, cell in zip(head[1:], cells, strict=True)
        )
        + "</tr>"
        for name, *cells in rows
    )
    return f'<table class="kh-table kh-stacked"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


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
