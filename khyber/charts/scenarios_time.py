"""How many signposts of each scenario were lit at the end of each month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import scenarios
from khyber.charts import names, panels, signs, theme
from khyber.charts.catalogue import Figure, Row, figure
from khyber.evidence import Evidence, dates
from khyber.filters import Filters

_COUNTS = ["lit", "not_lit", "not_known", "against_lit", "against_not_lit", "against_not_known"]
_COLUMNS = ["month", "day", "scenario", *_COUNTS, "rows"]
_PANEL_PX = 104
# What an axis of months has not from one of years.
_OF_YEARS = {"dtick", "tickformat"}
_LIT, _OPEN, _AGAINST = "Lit, towards the scenario", "Not known, towards the scenario", "Lit, against the scenario"


@figure("scenarios-through-time", page="scenarios", name="How many signposts were lit by month", uses=("known",))
def through_time(evidence: Evidence, filters: Filters) -> Figure:
    """A panel for each scenario: bars for its signposts lit and not known each month, marks for those against it."""
    if not scenarios.are_given(evidence):
        return signs.not_given("scenarios-through-time", _COLUMNS, drawn=True)
    found = scenarios.through_time(evidence, filters.known)
    if found.empty:
        said = f"Nothing is on record since {dates.words(scenarios.STARTS)} by that day"
        return signs.not_given("scenarios-through-time", _COLUMNS, drawn=True, said=said)
    table = _table(evidence, found, filters.known)
    title = _title(table)
    return Figure(
        "scenarios-through-time",
        title,
        f"Bar charts one below the other by month, one for each of {table['scenario'].nunique()} scenarios, with bars "
        f"for signposts lit and not known, and marks for those lit against it. {title}.",
        _spec(table),
        table,
        notes=(
            "Each month stands as at its end, the last one as at the newest record. Filled: lit; hatched above it: not "
            "known; the rest, up to the number of signposts in the heading: not lit. Diamonds: signposts lit against "
            "the scenario.",
            signs.COUNTED,
            f"Declared positions are on record since {_month(evidence.resource('stances')['starts'][:7])}: before, and "
            "in months with few records, most is not known. That is no sign of calm.",
        ),
    )


def _table(evidence: Evidence, found: pd.DataFrame, known: date | None) -> pd.DataFrame:
    newest = signs.newest_row(evidence, known)
    own = {
        scenario: tuple(
            dict.fromkeys(
                row
                for one in scenarios.on(evidence, found["day"].iloc[-1], known)
                if one.signpost.scenario_id == scenario
                for row in signs.rows_of(one.signpost)
            )
        )
        for scenario in found["scenario"].unique()
    }
    return found.assign(
        month=[f"{one:%Y-%m}" for one in found["month"]],
        day=[one.isoformat() for one in found["day"]],
        rows=[
            tuple(dict.fromkeys((*own[scenario], *(Row(*one) for one in rows), *newest)))
            for scenario, rows in zip(found["scenario"], found["rows"], strict=True)
        ],
        scenario=[signs.scenario(evidence, one) for one in found["scenario"]],
    )[_COLUMNS]


def _title(table: pd.DataFrame) -> str:
    """The month in which each scenario had the most signposts lit, the last of several."""
    told = []
    for name, own in table.groupby("scenario", sort=False):
        most = own["lit"].max()
        last = own[own["lit"] == most].iloc[-1]
        total = sum(last[one] for one in _COUNTS[:3])
        when = f" ({_month(last['month'])})" if most else ""
        told.append(f"{names.inside(str(name))} {most} of {total}{when}")
    return f"The most signposts lit at the end of a month, the last such month in brackets: {', '.join(told)}"


def _month(written: str) -> str:
    return dates.words(*dates.bounds(written))


def _spec(table: pd.DataFrame) -> dict[str, Any]:
    heads, data = [], []
    for place, (name, own) in enumerate(table.groupby("scenario", sort=False)):
        towards, against = (int(own[columns].iloc[0].sum()) for columns in (_COUNTS[:3], _COUNTS[3:]))
        heads.append(panels.Panel(f"{name}: {towards} for, {against} against", _PANEL_PX, towards))
        data += [
            {**one, **panels.axes(place), "legendgroup": one["name"], "showlegend": not place} for one in _traces(own)
        ]
    layout = panels.layout(heads, *(date.fromisoformat(table["day"].iloc[end]).year for end in (0, -1)))
    # Bars span months: the last one ends with its month, whatever day of it is known.
    first, last = (dates.bounds(table["month"].iloc[end])[end].isoformat() for end in (0, -1))
    span = {"type": "date", "range": [first, last], "nticks": 8}
    axes = {
        name: {key: value for key, value in axis.items() if key not in _OF_YEARS} | span
        for name, axis in layout.items()
        if name.startswith("xaxis")
    }
    return {"data": data, "layout": {**layout, **axes, "barmode": "stack", "bargap": 0.12}}


def _traces(own: pd.DataFrame) -> list[dict[str, Any]]:
    rows = list(own.itertuples(index=False))
    against = [row for row in rows if row.against_lit]
    bars = {"type": "bar", "x": [f"{row.month}-01" for row in rows], **_placed(rows)}
    return [
        {**bars, "name": _LIT, "y": [row.lit for row in rows], "marker": {"color": theme.BORDER}},
        {
            **bars, "name": _OPEN, "y": [row.not_known for row in rows],
            "marker": {
                "color": "rgba(0,0,0,0)", "line": {"color": theme.QUIET, "width": 0.5},
                "pattern": {"shape": "/", "size": 5, "solidity": 0.35, "fgcolor": theme.QUIET},
            },
        },
        {
            "type": "scatter", "mode": "markers", "name": _AGAINST, "x": [f"{row.month}-01" for row in against],
            "y": [row.against_lit for row in against], **_placed(against),
            "marker": {
                "symbol": "diamond", "size": 8, "color": theme.ATTACK, "line": {"width": 1, "color": theme.ON_FILL},
            },
            "meta": {"narrow": {"marker.size": 6}},
        },
    ]  # fmt: skip


def _placed(rows: list[Any]) -> dict[str, Any]:
    """What every trace of months has: each in the middle of its month, with its counts on touch."""
    return {
        "xperiod": "M1", "xperiodalignment": "middle", "hoverinfo": "text", "hovertext": [_hover(row) for row in rows],
        "customdata": [row.rows[0].row_id for row in rows],
    }  # fmt: skip


def _hover(row: Any) -> str:
    return (
        f"<b>{row.scenario}, {dates.words(date.fromisoformat(row.day))}</b><br>"
        f"Towards: {row.lit} lit, {row.not_lit} not lit, {row.not_known} not known<br>"
        f"Against: {row.against_lit} lit, {row.against_not_lit} not lit, {row.against_not_known} not known"
    )
