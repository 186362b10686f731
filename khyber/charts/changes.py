"""Two years side by side, publisher by publisher, with the change, its range and its verdict."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import change, counts
from khyber.charts import names, theme
from khyber.charts.attacks import DRAWN, empty, hover, labelled, range_bars, scope_notes, yearly
from khyber.charts.catalogue import Fact, Figure, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters


@figure(
    "attacks-change",
    page="attacks",
    name="Change between two years, publisher by publisher",
    uses=("known", "area", "actor", "by", "metric", "years"),
)
def change_between_years(evidence: Evidence, filters: Filters) -> Figure:
    """Two years side by side for every publisher that counts both, with the change and its range."""
    first, second = filters.years
    found = yearly(evidence, filters, first=None, last=None)
    counters = evidence.names("publishers", "several_values")
    found = found[found["publisher"].map(counters) != counts.COUNTERS]
    pairs = found[found["year"].isin([first, second])]
    both = pairs.groupby("publisher", sort=False).filter(lambda rows: len(rows) == 2)
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    if both.empty:
        return empty(
            "attacks-change",
            f"No publisher gives {what} for {where} in both {first} and {second}",
            _with_change(both),
        )
    is_index = evidence.names("metrics", "scope")[filters.metric] == "index"
    by_publisher = both.groupby("publisher", sort=False)
    changes = {
        str(one): change.of_rows(*[row for _, row in rows.iterrows()], is_index=is_index) for one, rows in by_publisher
    }
    facts = tuple(_pair_fact(evidence, filters, str(one), rows, changes[str(one)]) for one, rows in by_publisher)
    title = f"{what[:1].upper()}{what[1:]} in {where}, {first} to {second}: " + names.in_words(
        [f"{fact.label} {fact.value.replace(' → ', ' to ')}{_said(changes[one])}" for fact, one in _zip(facts, changes)]
    )
    silent = [names.publisher(evidence, one) for one in pairs["publisher"].unique() if one not in changes]
    notes = [f"Only one of the two years is given by {names.in_words(silent, 12)}."] if silent else []
    return Figure(
        "attacks-change",
        title,
        f"Dot chart with one row a publisher and one mark for each of the two years. {title}.",
        {
            "data": _pair_traces(evidence, both, filters.years),
            "layout": _pair_layout(evidence, filters, len(facts)),
        },
        _with_change(both, {one: change.told(found) for one, found in changes.items()}),
        facts=facts,
        notes=(*scope_notes(evidence, filters.metric, both), *_pair_notes(both), *notes),
        extra_rows=tuple(row for rows in pairs["rows"][~pairs["publisher"].isin(list(changes))] for row in rows),
    )


def _zip(facts: tuple[Fact, ...], changes: dict[str, change.Change]) -> list[tuple[Fact, str]]:
    return list(zip(facts, changes, strict=True))


def _said(found: change.Change) -> str:
    if found.percent is None or found.percent.headline is None:
        return ""
    return f" ({change.told(found)})"


def _pair_notes(both: pd.DataFrame) -> tuple[str, ...]:
    notes = []
    if (both["low"] < both["high"]).any():
        notes.append("Grey bars behind a mark span the values printed for that year; they are no margin of error.")
    if both["status"].isin([counts.LATER, counts.UNDATED]).any():
        notes.append("Some of these values were published late or on pages without a date; the table says which.")
    return tuple(notes)


def _with_change(pairs: pd.DataFrame, changes: dict[str, str] | None = None) -> pd.DataFrame:
    return pairs.assign(change=pairs["publisher"].map(changes or {}))[[*DRAWN[:-1], "change", "rows"]]


def _pair_fact(evidence: Evidence, filters: Filters, publisher: str, rows: pd.DataFrame, found: change.Change) -> Fact:
    digits = names.digits(evidence, filters.metric)
    earlier, later = (number(value, digits) for value in rows["headline"])
    behind = tuple(row for each in rows["rows"] for row in each)
    name = labelled(evidence, publisher, filters.metric)
    return Fact(name, f"{earlier} → {later}", change.with_verdict(found), behind)


def _pair_traces(evidence: Evidence, both: pd.DataFrame, years: tuple[int, int]) -> list[dict[str, Any]]:
    metric = str(both["metric"].iloc[0])
    labels = {one: escape(names.publisher(evidence, one)) for one in both["publisher"].unique()}
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(rows["headline"]),
            "y": [labels[one]] * 2,
            "line": {"color": theme.QUIET, "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for one, rows in both.groupby("publisher", sort=False)
    ]
    colours = evidence.vocabulary("publishers")["colour"]
    for year, symbol in zip(years, ("circle-open", "circle"), strict=True):
        rows = both[both["year"] == year]
        lines.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": str(year),
                "x": list(rows["headline"]),
                "y": [labels[one] for one in rows["publisher"]],
                "text": [number(value, names.digits(evidence, metric)) for value in rows["headline"]],
                "textposition": "top center",
                "marker": {
                    "symbol": symbol,
                    "size": 13,
                    "color": [colours[one] for one in rows["publisher"]],
                },
                "error_x": range_bars(rows, theme.QUIET),
                "hovertext": [hover(evidence, row) for row in rows.itertuples()],
                "hoverinfo": "text",
            }
        )
    return lines


def _pair_layout(evidence: Evidence, filters: Filters, publishers: int) -> dict[str, Any]:
    label = names.of(evidence, "metrics", filters.metric, "label")
    return theme.layout(
        height=150 + 56 * publishers,
        xaxis=theme.counts(label),
        yaxis=theme.axis(type="category", range=[publishers - 0.5, -0.7]),
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
