"""The key figures and newest events of the briefing: each number opens its sources in place, each event its page."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from khyber.charts import catalogue, key_figures
from khyber.charts.briefing import VERDICTS
from khyber.charts.catalogue import Fact, Figure
from khyber.evidence import Evidence, cached
from khyber.filters import Filters, Link
from khyber.ui import frame, words

STYLE = """<style>
.kh-keys{columns:3 17rem;column-gap:1.6rem;margin:.2rem 0}
.kh-ways{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:.2rem 1.6rem;margin:0 0 .7rem}
.kh-ways .kh-figure{border-left:3px solid currentColor;padding:0 0 0 .6rem}
.kh-ways .kh-figure b{grid-column:4;font-size:1.1rem}
.kh-keys section{break-inside:avoid;margin:0 0 .8rem}
.kh-keys h4{font-size:.92rem;line-height:1.3;font-weight:700;margin:0;padding:0 0 .15rem;border-bottom:1px solid}
.kh-keys h4 a{color:inherit}
.kh-figure summary,.kh-fold summary{cursor:pointer;list-style:none}
.kh-figure summary::-webkit-details-marker{display:none}
.kh-figure summary:focus-visible,.kh-fold summary:focus-visible{outline:2px solid;outline-offset:1px}
.kh-figure{font-size:.84rem;line-height:1.3;padding:.14rem 0}
.kh-figure>summary{display:grid;grid-template-columns:minmax(0,1fr) auto auto auto;gap:0 .5rem;
align-items:baseline;min-height:1.4rem}
.kh-figure b{grid-column:4;font-size:1.02rem;font-weight:650;text-align:right}
.kh-figure .kh-spark+b{min-width:2.7rem}
.kh-figure .kh-spark{width:3.4rem;height:1rem;align-self:end}
.kh-figure small{font-size:.8rem;opacity:.9}
.kh-figure small.kh-more{grid-column:1/-1;opacity:.85}
.kh-figure>summary:hover{text-decoration:underline dotted}
.kh-fold>summary{font-size:.8rem;padding:.1rem 0;text-decoration:underline dotted}
.kh-figure .kh-sources{font-size:.8rem}
.kh-lately{list-style:none;margin:0;padding:0!important;display:grid;gap:.5rem;font-size:.92rem;line-height:1.35}
.kh-lately li{margin:0}
.kh-lately a{color:inherit}
.kh-lately b,.kh-lately small{display:block;font-size:.8rem}
.kh-lately small{opacity:.85}
</style>"""
_FOLDED = {key_figures.STRENGTH: "{} more: by another definition or for another place, or older"}
_FOLDED_COUNTS = "{} more whose last whole year is older"


def draw(shown: Figure, opened: Link) -> None:
    """Draw the key figures by group."""
    words.html(_keys(opened.evidence, shown, _shared(opened.filters)))


def draw_events(shown: Figure, opened: Link) -> None:
    """Draw the newest events, each with the address that opens it."""
    words.html(_events(shown, _shared(opened.filters)))


def _shared(filters: Filters) -> tuple[tuple[str, str], ...]:
    return tuple(filters.shared().items())


@cached(64)
def _keys(evidence: Evidence, shown: Figure, shared: tuple[tuple[str, str], ...]) -> str:
    lines = shown.table.assign(fact=list(shown.facts))
    ways = lines["group"] == key_figures.DIRECTION
    directions = "".join(_key(line, _sources(evidence, shown, line)) for line in lines[ways].itertuples(index=False))
    groups = (
        _group(evidence, shown, str(group), rows, shared) for group, rows in lines[~ways].groupby("group", sort=False)
    )
    hint = words.tagged("p", "Each line opens the pages behind it.", "note")
    return f'{STYLE}<div class="kh-ways">{directions}</div><div class="kh-keys">{"".join(groups)}</div>{hint}'


def _group(
    evidence: Evidence, shown: Figure, group: str, lines: pd.DataFrame, shared: tuple[tuple[str, str], ...]
) -> str:
    name, page, own = _heading(evidence, group)
    head = f'<h4><a href="{_address(page, shared, **own)}" target="_self">{escape(name)}</a></h4>'
    keys = [(line.in_view, _key(line, _sources(evidence, shown, line))) for line in lines.itertuples(index=False)]
    in_view, folded = "".join(key for seen, key in keys if seen), [key for seen, key in keys if not seen]
    return f"<section>{head}{in_view}{_fold(group, folded)}</section>"


def _sources(evidence: Evidence, shown: Figure, line: Any) -> str:
    return words.sources(catalogue.sources_of(evidence, shown, line.fact.rows))


def _heading(evidence: Evidence, group: str) -> tuple[str, str, dict[str, str]]:
    """What a group is called, the page that says more, and the parameters of its address."""
    name = key_figures.heading(evidence, group)
    if group == key_figures.STRENGTH:
        return name, "groups", {"group": key_figures.GROUP}
    if group == key_figures.STRIKE:
        return name, "border", {"category": "border"}
    if group == key_figures.CROSSINGS:
        return name, "crossings", {}
    return name, "attacks", {"metric": group}


def _fold(group: str, keys: list[str]) -> str:
    if not keys:
        return ""
    said = _FOLDED.get(group, _FOLDED_COUNTS).format(len(keys))
    return f'<details class="kh-fold"><summary>{escape(said)}</summary>{"".join(keys)}</details>'


def _key(line: Any, sources: str) -> str:
    """One key figure as a line that opens its sources."""
    fact: Fact = line.fact
    moved = f"{VERDICTS.get(line.verdict, '')} {line.change}" if line.change else ""
    more = f'<small class="kh-more">{escape(line.note)}</small>' if line.note else ""
    return (
        f'<details class="kh-figure"><summary><span>{escape(fact.label)}</span>'
        f"<small>{escape(moved.strip())}</small>"
        f"{words.spark(fact.spark)}<b>{escape(fact.value)}</b>{more}</summary>{sources}</details>"
    )


def _address(page: str, shared: tuple[tuple[str, str], ...], **own: str) -> str:
    """The address of a page of the dashboard, from the start page, with the parameters that go along."""
    query = urlencode({**dict(shared), **own}, safe=",")
    return escape(f"{frame.view(page).path}?{query}" if query else frame.view(page).path)


@lru_cache(maxsize=64)
def _events(shown: Figure, shared: tuple[tuple[str, str], ...]) -> str:
    items = "".join(
        f"<li><b>{escape(fact.label)}</b>"
        f'<a href="{_event_address(row.table, row.row_id, shared)}" target="_self">{escape(fact.value)}</a>'
        f"<small>{escape(fact.change)}</small></li>"
        for fact, row in zip(shown.facts, shown.table.itertuples(index=False), strict=True)
    )
    return f'{STYLE}<ol class="kh-lately">{items}</ol>'


def _event_address(table: str, row_id: str, shared: tuple[tuple[str, str], ...]) -> str:
    if table == "incidents":
        return _address("border", shared, incident=row_id)
    return _address("timeline", shared, event=row_id)
