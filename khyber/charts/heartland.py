"""The heartland's share of what each publisher counts, beside the question under test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from khyber.analysis import change, counts, heartland
from khyber.charts import names, theme
from khyber.charts.attacks import PERIOD, empty, labelled, mark, range_bars, reading_notes, scope_notes, yearly
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.evidence import Evidence, Range
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

QUESTION = "Did attacks move from the border into the heartland?"
_ASKED = "The question under test: this project's own starting question, with no source row"
_ADDED_UP = ("attacks", "people")
_DIGITS = 6
_NEAR_YEARS = 3
_VERBS = {
    change.RISE: "rose",
    change.FALL: "fell",
    change.UNCHANGED: "did not change",
    change.WITHIN: "moved within the published range",
}
_COLUMNS = [
    "year", "publisher", "share", "share_low", "share_high", "heartland", "national", "inside", "elsewhere",
    "not_given", "status", "rows",
]  # fmt: skip


@figure(
    "attacks-heartland",
    page="attacks",
    name="The heartland's share of each publisher's count",
    uses=(*PERIOD, "by", "metric"),
)
def share_of_heartland(evidence: Evidence, filters: Filters) -> Figure:
    """The heartland's share by publisher and year, only where the areas given add up to the publisher's own nation."""
    shared = _shares(evidence, filters)
    given, refused = shared[shared["reason"] == ""], shared[shared["reason"] != ""]
    table = _table(evidence, given)
    question = Fact(_ASKED, QUESTION, _answer(evidence, filters, given))
    notes = (
        _meaning(evidence),
        *scope_notes(evidence, filters.metric, given),
        *_refusals(evidence, filters, refused),
    )
    behind = as_rows("attack_counts", [one for ids in refused["row_ids"] for one in ids])
    if table.empty:
        shown = empty("attacks-heartland", _none(evidence, filters), table)
        return replace(shown, facts=(question,), notes=notes, extra_rows=behind)
    title = f"The heartland's share of {names.metric(evidence, filters.metric)}: {_told(evidence, filters, table)}"
    return Figure(
        "attacks-heartland",
        title,
        f"Dots by year and publisher, joined by no line, as the years between are not given. {title}.",
        {
            "data": [_dots(evidence, filters, one, rows) for one, rows in table.groupby("publisher", sort=False)],
            "layout": _layout(table),
        },
        table,
        facts=(question, *_facts(evidence, filters, table)),
        notes=(*notes, *_reading(table)),
        extra_rows=behind,
    )


def _none(evidence: Evidence, filters: Filters) -> str:
    what = names.metric(evidence, filters.metric)
    if evidence.names("metrics", "unit")[filters.metric] not in _ADDED_UP:
        return f"No share of the heartland can be given for {what}: only attacks and people are added up"
    chosen = filters.sentence(evidence, names.of(evidence, "areas", names.NATION))
    return f"No publisher's areas add up to its own national figure for {what}, {chosen}"


def _shares(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The shares of every publisher whose rows are one count; a rank or a score has none."""
    areas = evidence.vocabulary("areas")
    found = yearly(evidence, filters, area=tuple(areas.index), actor=ALL)
    several = evidence.names("publishers", "several_values")
    found = found[found["publisher"].map(several) != counts.COUNTERS]
    if evidence.names("metrics", "unit")[filters.metric] not in _ADDED_UP:
        found = found.iloc[:0]
    return heartland.shares(found, areas, names.NATION)


def _table(evidence: Evidence, given: pd.DataFrame) -> pd.DataFrame:
    """One row a share, in per cent, with the figures of the areas in words."""
    percent = {
        column: [round(100.0 * float(value), _DIGITS) for value in given[share]]
        for column, share in (("share", "headline"), ("share_low", "low"), ("share_high", "high"))
    }
    inside = set(heartland.units(evidence.vocabulary("areas"), names.NATION))
    words = {
        "inside": [_figures(evidence, {a: v for a, v in one.items() if a in inside}) for one in given["given"]],
        "elsewhere": [_figures(evidence, {a: v for a, v in one.items() if a not in inside}) for one in given["given"]],
        "not_given": [", ".join(names.of(evidence, "areas", a) for a in one) for one in given["not_given"]],
    }
    rows = [as_rows("attack_counts", ids) for ids in given["row_ids"]]
    return given.assign(**percent, **words, rows=rows)[_COLUMNS].reset_index(drop=True)


def _figures(evidence: Evidence, told: dict[str, float]) -> str:
    return ", ".join(f"{names.of(evidence, 'areas', area)} {number(value)}" for area, value in told.items())


def _told(evidence: Evidence, filters: Filters, table: pd.DataFrame) -> str:
    """Such as "PICSS 9.9 % in 2021; PIPS 3.4 % in 2008 and 4.6 % in 2025"."""
    return "; ".join(
        f"{labelled(evidence, str(publisher), filters.metric)} "
        + names.in_words([f"{number(r.share, 1)} % in {r.year}" for r in rows.itertuples()], 8)
        for publisher, rows in table.groupby("publisher", sort=False)
    )


def _facts(evidence: Evidence, filters: Filters, table: pd.DataFrame) -> list[Fact]:
    return [
        Fact(
            f"{labelled(evidence, r.publisher, filters.metric)}, {r.year}",
            f"{_percent(r)}: {number(r.heartland)} of {number(r.national)}",
            f"In the heartland: {r.inside}. Elsewhere: {r.elsewhere}. Not given: {r.not_given or 'none'}.",
            r.rows,
        )
        for r in table.itertuples()
    ]


def _percent(row: Any) -> str:
    lead = f"{number(row.share, 1)} %"
    if row.share_low == row.share_high:
        return lead
    return f"{lead} ({Range(row.share_low, row.share_high).text(1)} % by the published ranges)"


def _answer(evidence: Evidence, filters: Filters, given: pd.DataFrame) -> str:
    """What the shares say to the question, and what they cannot say."""
    steps = heartland.steps(given)
    told = []
    for publisher in given["publisher"].unique():
        own = [
            f"{_VERBS[one.verdict]} from {one.earlier} to {one.later}" for one in steps if one.publisher == publisher
        ]
        name = labelled(evidence, str(publisher), filters.metric)
        told.append(f"by {name} it {names.in_words(own, 12)}" if own else f"{name} gives one such year alone")
    if not told:
        return "Cannot be told: no share can be computed for this choice."
    between = any(one.later - one.earlier > 1 for one in steps)
    more = " Of the years between nothing can be said." if between else ""
    return f"{_overall({one.verdict for one in steps})}: {'; '.join(told)}.{more}"


def _overall(verdicts: set[str]) -> str:
    if not verdicts:
        return "Cannot be told, as no publisher has two years with a share"
    if len(verdicts) > 1:
        return "The shares that can be computed point no single way"
    return f"The share, where it can be computed, {_VERBS[verdicts.pop()]}"


def _meaning(evidence: Evidence) -> str:
    areas = evidence.names("areas")
    split = areas[heartland.SPLIT]
    inside = [areas[one] for one in heartland.units(evidence.vocabulary("areas"), names.NATION)]
    others = [areas[one] for one in heartland.BORDERLAND]
    return (
        f"Heartland: {names.in_words(inside, 12)}; elsewhere: {names.in_words(others)}. A share is given only where "
        f"the areas given, with all of {split}, add up to the publisher's own national figure. It says how a count is "
        "spread, not that attacks moved. Units not given are named as such: they are no zero."
    )


def _refusals(evidence: Evidence, filters: Filters, refused: pd.DataFrame) -> list[str]:
    """For each publisher the years that have areas and no share, with the reason."""
    return [
        f"No share for {labelled(evidence, str(publisher), filters.metric)}: "
        + "; ".join(f"{r.year} ({r.reason})" for r in rows.itertuples())
        + "."
        for publisher, rows in refused.groupby("publisher", sort=False)
    ]


def _reading(table: pd.DataFrame) -> tuple[str, ...]:
    ranged = table.rename(columns={"share_low": "low", "share_high": "high"})
    return reading_notes(ranged)


def _dots(evidence: Evidence, filters: Filters, publisher: str, rows: pd.DataFrame) -> dict[str, Any]:
    look = evidence.vocabulary("publishers").loc[publisher]
    named = rows.rename(columns={"share": "headline", "share_low": "low", "share_high": "high"})
    name = escape(labelled(evidence, publisher, filters.metric))
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "x": list(rows["year"]),
        "y": list(rows["share"]),
        "text": [f"{number(v, 1)} %" for v in rows["share"]],
        "textposition": _beside(list(rows["year"])),
        "cliponaxis": False,
        "marker": {
            "color": look["colour"],
            "size": 12,
            "symbol": [mark(look["symbol"], status) for status in rows["status"]],
        },
        "error_y": range_bars(named, look["colour"]),
        "hovertext": [
            f"<b>{name}, {r.year}</b><br>{_percent(r)}: {number(r.heartland)} of {number(r.national)}"
            + (f"<br>not given: {escape(r.not_given)}" if r.not_given else "")
            for r in rows.itertuples()
        ],
        "hoverinfo": "text",
    }


def _beside(years: list[int]) -> list[str]:
    """Where each figure stands: above its mark, or by turns below and above where marks are too near for both."""
    sides: list[str] = []
    for year, later in zip(years, [*years[1:], years[-1] + _NEAR_YEARS], strict=True):
        near = later - year < _NEAR_YEARS and (not sides or sides[-1] != "bottom center")
        sides.append("bottom center" if near else "top center")
    return sides


def _layout(table: pd.DataFrame) -> dict[str, Any]:
    first, last = int(table["year"].min()), int(table["year"].max())
    return theme.layout(
        height=360,
        showlegend=True,
        xaxis=theme.years(first, last, range=[first - 0.8, last + 0.8]),
        yaxis=theme.axis(
            title={"text": "Share of the heartland, %"},
            tickformat=",~g",
            range=[0, 1.2 * max(float(table["share_high"].max()), 1.0)],
        ),
    )
