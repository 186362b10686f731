"""What is covered: publisher by year and metric by year, each cell with the state of what the tables hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from khyber.analysis import counts, coverage
from khyber.charts import names, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

NOT_FOUND = "not-found"
# By state: the sign in the cell, its name, and what it means.
STATES = {
    coverage.REPORTED: ("R", "Reported", "one value, or several that agree"),
    coverage.DISPUTED: ("D", "Disputed", "several values that differ: revisions, roundings, disagreement"),
    coverage.DOUBTFUL: ("?", "Doubtful only", "no value that is not doubtful"),
    coverage.PART: ("p", "Part of the year", "figures for months or other parts, none for the whole year"),
    NOT_FOUND: ("–", "Not found", "the tables hold none: neither zero nor proof that none was published"),
}
_SHOWN = ["publisher", "metric", "year", "state", "values", "rows"]
_ROW_PIXELS, _CELL_TOP, _CELL_HEIGHT = 40, 0.44, 0.5


@figure(
    "coverage",
    page="sources",
    name="What is covered: publisher by year",
    uses=(*PERIOD, "area", "actor", "by", "metric"),
)
def by_publisher(evidence: Evidence, filters: Filters) -> Figure:
    """For one metric: which publisher's figures stand in the tables for which whole year, and whether they agree."""
    cells = _cells(evidence, filters, metric=filters.metric, publishers=filters.by)
    counted, where = names.what(evidence, filters), names.area(evidence, filters)
    asked = [one for one in _publishers(evidence) if not filters.by or one in filters.by]
    if cells.empty:
        return empty("coverage", f"The tables hold no figures by year on {counted} in {where}", cells[_SHOWN])
    lines = {one: names.publisher(evidence, one) for one in asked if one in set(cells["publisher"])}
    absent = [names.publisher(evidence, one) for one in asked if one not in lines]
    title = f"{counted[:1].upper()}{counted[1:]} in {where}, {_told(cells, len(lines), 'publisher')}"
    return Figure(
        "coverage",
        title,
        f"Grid with a row for each publisher and a column for each year. {title}.",
        _spec(evidence, cells, lines, "publisher"),
        cells[_SHOWN],
        facts=_facts(cells, len(lines)),
        notes=(
            *((f"Nothing of this kind is found of {names.in_words(absent, len(absent))}.",) if absent else ()),
            *_notes(evidence, filters, cells),
        ),
    )


@figure(
    "coverage-metrics",
    page="sources",
    name="What is covered of one publisher: metric by year",
    uses=(*PERIOD, "area", "actor", "series"),
)
def by_metric(evidence: Evidence, filters: Filters) -> Figure:
    """For one publisher: which metric stands in the tables for which whole year, and whether its values agree."""
    cells = _cells(evidence, filters, publishers=(filters.series,))
    who, where = names.publisher(evidence, filters.series), names.area(evidence, filters)
    whose = "" if filters.actor == ALL else f" on {names.of(evidence, 'actors', filters.actor, 'short_name')}"
    if cells.empty:
        return empty(
            "coverage-metrics", f"The tables hold no figures by year of {who}{whose} in {where}", cells[_SHOWN]
        )
    labels = evidence.names("metrics", "label")
    lines = {one: label for one, label in labels.items() if one in set(cells["metric"])}
    title = f"{who}{whose} in {where}, {_told(cells, len(lines), 'metric')}"
    return Figure(
        "coverage-metrics",
        title,
        f"Grid with a row for each metric and a column for each year. {title}.",
        _spec(evidence, cells, lines, "metric"),
        cells[_SHOWN],
        facts=_facts(cells, len(lines)),
        notes=_notes(evidence, filters, cells),
    )


def _cells(evidence: Evidence, filters: Filters, **choice: Any) -> pd.DataFrame:
    found = coverage.by_year(
        evidence,
        area=names.counted_area(filters),
        actor=filters.actor,
        first=filters.first_day,
        last=filters.last_day,
        known=filters.known,
        **choice,
    )
    digits = [names.digits(evidence, metric) for metric in found["metric"]]
    return found.assign(
        values=["; ".join(number(v, d) for v in values) for values, d in zip(found["values"], digits, strict=True)],
        rows=[as_rows("attack_counts", ids) for ids in found["row_ids"]],
    )


def _publishers(evidence: Evidence) -> list[str]:
    used = evidence.used("attack_counts", "publisher")
    return [one for one in evidence.vocabulary("publishers").index if one in used]


def _count(cells: pd.DataFrame, lines: int, state: str) -> int:
    """How many cells of the grid are of a state."""
    if state == NOT_FOUND:
        return lines * len(_years(cells)) - len(cells)
    return int((cells["state"] == state).sum())


def _years(cells: pd.DataFrame) -> range:
    return range(int(cells["year"].min()), int(cells["year"].max()) + 1)


def _told(cells: pd.DataFrame, lines: int, line: str) -> str:
    years = _years(cells)
    span = f"{years[0]} to {years[-1]}" if len(years) > 1 else f"{years[0]}"
    told = [
        f"{_count(cells, lines, state)} {STATES[state][1].lower()}"
        for state in STATES
        if state in (coverage.REPORTED, coverage.DISPUTED) or (state != NOT_FOUND and _count(cells, lines, state))
    ]
    return f"{span}: {lines} {line}{'s' if lines > 1 else ''}; {names.in_words(told, len(told))}"


def _facts(cells: pd.DataFrame, lines: int) -> tuple[Fact, ...]:
    """The states that occur as a legend, with the number of cells of each."""
    behind = {state: [row for rows in own["rows"] for row in rows] for state, own in cells.groupby("state")}
    return tuple(
        Fact(f"{sign} {name}", number(count), meaning, tuple(behind.get(state, ())))
        for state, (sign, name, meaning) in STATES.items()
        if (count := _count(cells, lines, state))
    )


def _notes(evidence: Evidence, filters: Filters, cells: pd.DataFrame) -> tuple[str, ...]:
    chosen = " that lies in the chosen period" if filters.start or filters.end else ""
    notes = [f"A cell is a calendar year{chosen}; periods across several years stand in none."]
    several = evidence.names("publishers", "several_values")
    disputed = cells.loc[cells["state"] == coverage.DISPUTED, "publisher"].unique()
    for one in disputed:
        if several[one] != counts.REVISIONS:
            about = names.of(evidence, "publishers", one, "counts_what")
            notes.append(f"Values of {names.publisher(evidence, one)} that differ are no revisions. {about}")
    return tuple(notes)


def _spec(evidence: Evidence, cells: pd.DataFrame, lines: Mapping[str, str], column: str) -> dict[str, Any]:
    years = _years(cells)
    places = {one: place for place, one in enumerate(lines)}
    given = {(places[line], year) for line, year in zip(cells[column], cells["year"], strict=True)}
    traces = []
    for state in STATES:
        own = cells[cells["state"] == state]
        marks = [
            (places[getattr(r, column)], r.year, _hover(evidence, r), r.rows[0].row_id)
            for r in own.itertuples(index=False)
        ]
        if state == NOT_FOUND:
            marks = [
                (place, year, f"<b>{escape(name)}, {year}</b><br>{STATES[state][2]}", None)
                for place, name in enumerate(lines.values())
                for year in years
                if (place, year) not in given
            ]
        if marks:
            traces.append(_trace(state, marks))
    return {"data": traces, "layout": _layout(list(lines.values()), years)}


def _hover(evidence: Evidence, row: Any) -> str:
    label = escape(names.of(evidence, "metrics", row.metric, "label"))
    head = f"<b>{escape(names.publisher(evidence, row.publisher))}, {row.year}</b><br>{label}"
    sign, name, meaning = STATES[row.state]
    return f"{head}<br>{name}: {escape(row.values or meaning)}"


def _trace(state: str, marks: list[tuple[int, int, str, str | None]]) -> dict[str, Any]:
    sign, name, _ = STATES[state]
    colour, is_filled, pattern = theme.COVERAGE[state]
    return {
        "type": "bar",
        "name": f"{sign} {name}",
        "x": [year for _, year, _, _ in marks],
        "y": [_CELL_HEIGHT] * len(marks),
        "base": [place + _CELL_TOP for place, _, _, _ in marks],
        "width": 0.9,
        "marker": {
            "color": colour if is_filled else "rgba(0,0,0,0)",
            "pattern": {
                "shape": pattern,
                "bgcolor": colour,
                "fgcolor": theme.ON_FILL,
                "fgopacity": 0.3,
                "size": 7,
                "solidity": 0.15,
            },
            "line": {"color": colour, "width": 0 if is_filled or state == NOT_FOUND else 1},
        },
        "text": [sign] * len(marks),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"color": theme.ON_FILL if is_filled else colour, "size": 10},
        "customdata": [row_id for _, _, _, row_id in marks],
        "hovertext": [told for _, _, told, _ in marks],
        "hoverinfo": "text",
    }


def _layout(lines: list[str], years: range) -> dict[str, Any]:
    labels = [
        {
            "text": f"<b>{escape(line)}</b>",
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": place + _CELL_TOP,
            "yanchor": "bottom",
            "yshift": -1,
            "showarrow": False,
        }
        for place, line in enumerate(lines)
    ]
    return theme.layout(
        height=100 + _ROW_PIXELS * len(lines),
        margin={"l": 8, "r": 8, "t": 32, "b": 60},
        barmode="overlay",
        annotations=labels,
        xaxis=theme.years(years[0], years[-1], side="top", showgrid=False, range=[years[0] - 0.5, years[-1] + 0.5]),
        yaxis=theme.axis(visible=False, range=[len(lines), 0]),
    )
