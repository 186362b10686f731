"""What stands on the groups page as text: safe HTML from the tables of its figures."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from khyber.charts import catalogue
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached
from khyber.ui import words

ONE = "one-group"
_FIRST_LINES = 5
_HEADS = ("Group", "Base, and where it acts", "Ambition and aims", "Listed as", "Status")
Query = tuple[tuple[str, str], ...]


@cached(32)
def bases(evidence: Evidence, shown: Figure, query: Query) -> str:
    """The groups as a table with a heading for each place, every row with its sources; `query` goes into the links."""
    heads = "".join(f'<th role="columnheader" scope="col">{head}</th>' for head in _HEADS)
    bodies = []
    for place, rows in shown.table.groupby("based_in", sort=False):
        head = f"Bases or a presence in: {place} ({len(rows)})"
        bodies.append(
            f'<tbody role="rowgroup"><tr role="row"><th class="kh-place" role="rowheader" scope="rowgroup" '
            f'colspan="{len(_HEADS)}">{escape(head)}</th></tr>'
            + "".join(_base(evidence, shown, row, query) for row in rows.itertuples(index=False))
            + "</tbody>"
        )
    return (
        f'<table class="kh-groups" role="table" aria-label="{escape(shown.title)}"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead>{"".join(bodies)}</table>'
    )


def _base(evidence: Evidence, shown: Figure, row: Any, query: Query) -> str:
    address = escape(f"?{urlencode([*query, ('group', row.group_id)], safe=',')}#{ONE}")
    pages = catalogue.sources_of(evidence, shown, row.rows)
    status = escape(row.status[:1].upper() + row.status[1:])
    cells = (
        f"{escape(row.base_area)}{_small(f'Acts in: {row.main_theatre}')}",
        f"<b>{escape(row.ambition)}</b>{_small(row.objective)}",
        escape(row.designations),
        f"{status}<details><summary>{len(pages)} sources</summary>{words.sources(pages)}</details>",
    )
    name = f'<a href="{address}" target="_self">{escape(row.name)}</a> {escape(row.short_name)}'
    body = "".join(f'<td role="cell">{cell}</td>' for cell in cells)
    return f'<tr role="row"><th role="rowheader" scope="row">{name}</th>{body}</tr>'


@lru_cache(maxsize=64)
def sections(shown: Figure, query: Query) -> str:
    """The lines of a group's card, section by section; long sections open on demand."""
    drawn = []
    for name, rows in shown.table.groupby("section", sort=False):
        lines = [_line(row, query) for row in rows.itertuples(index=False)]
        drawn.append(f"<section><h4>{escape(str(name))} ({len(lines)})</h4>{_shortened(lines)}</section>")
    return f'<div class="kh-sections">{"".join(drawn)}</div>' if drawn else ""


def _shortened(lines: list[str]) -> str:
    first, more = "".join(lines[:_FIRST_LINES]), lines[_FIRST_LINES:]
    listed = f'<ul class="kh-lines">{first}</ul>'
    if not more:
        return listed
    return f'{listed}<details><summary>{len(more)} more</summary><ul class="kh-lines">{"".join(more)}</ul></details>'


def _line(row: Any, query: Query) -> str:
    stated = escape(row.said)
    if row.incident_id:
        address = escape(f"border?{urlencode([*query, ('incident', row.incident_id)], safe=',')}")
        stated = f'<a href="{address}" target="_self">{stated}</a>'
    dated = f"<b>{escape(row.when)}</b> " if row.when else ""
    return f"<li>{dated}{stated}{_small(row.more)}</li>"


def _small(more: str) -> str:
    return f"<small>{escape(more)}</small>" if more else ""


@lru_cache(maxsize=64)
def ties(shown: Figure) -> str:
    """The ties of a group in words, with who says so."""
    lines = [
        f"<li><b>{escape(row.relation)}:</b> {escape(row.said)}{_small(row.note)}</li>"
        for row in shown.table.itertuples(index=False)
    ]
    return f'<ul class="kh-lines">{"".join(lines)}</ul>' if lines else ""


@lru_cache(maxsize=8)
def ties_by_kind(shown: Figure) -> str:
    """All ties in words, a paragraph for each kind with what the kind means."""
    items = [
        f"<div><dt>{escape(str(kind))} ({len(rows)})</dt><dd>{escape('; '.join(rows['said']))}</dd>"
        f"<dd class='kh-note'>{escape(rows['meaning'].iloc[0])}</dd></div>"
        for kind, rows in shown.table.groupby("relation", sort=False)
    ]
    return f'<dl class="kh-list">{"".join(items)}</dl>'


@lru_cache(maxsize=32)
def estimates(shown: Figure) -> str:
    """The estimates of every group: the newest of each series as lines, the earlier ones on demand."""
    drawn = []
    for group, rows in shown.table.groupby("group", sort=False):
        newest, earlier = _said(rows[rows["newest"]]), _said(rows[~rows["newest"]])
        more = f"<details><summary>{len(rows) - int(rows['newest'].sum())} earlier</summary>{earlier}</details>"
        drawn.append(f"<section><h4>{escape(str(group))}</h4>{newest}{more if earlier else ''}</section>")
    return f'<div class="kh-columns">{"".join(drawn)}</div>' if drawn else ""


def _said(rows: pd.DataFrame) -> str:
    lines = "".join(f"<li>{escape(said)}</li>" for said in rows["said"])
    return f'<ul class="kh-lines">{lines}</ul>' if lines else ""
