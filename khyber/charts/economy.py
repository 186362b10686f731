"""The economy that limits choices, through time: each published figure a mark of its own, a panel for each series."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd

from khyber.analysis import economy
from khyber.charts import means, names, panels, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Figure, Row, escape, figure
from khyber.evidence import Evidence, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

SERIES = (economy.RESERVES, economy.COVER, economy.PRICES, economy.RUPEE, economy.BUDGET)
_NAMES = {one.series: one.name for one in economy.MEANS}
_COLUMNS = ["what", "from", "to", "value", "unit", "read_from", "differs", "note", "rows"]
_PANEL_PX = 150
_DIFFERS = "sources differ"
# What an axis of days has not from one of years.
_OF_YEARS = {"dtick", "tickformat"}
_HOVER_WIDTH = 52


@figure("actors-economy", page="actors", name="Reserves, import cover, prices, rupee and defence budget", uses=PERIOD)
def through_time(evidence: Evidence, filters: Filters) -> Figure:
    """A panel for each series: a mark for a figure of a day, a line as long as its window for one of a longer time."""
    found = _rows(evidence, filters)
    table = found[_COLUMNS]
    if found.empty:
        return empty("actors-economy", "No figure on reserves, prices or the budget in this period", table)
    shown = [one for one in SERIES if one in set(found["series_id"])]
    title = _title(found, shown)
    return Figure(
        "actors-economy",
        title,
        f"Charts one below the other through time, one for each of {len(shown)} series, a mark for each published "
        f"figure; nothing is joined. {title}.",
        _spec(evidence, found, shown),
        table,
        notes=_notes(found),
    )


def _rows(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    listed = [economy.rows(evidence, one, filters.known) for one in SERIES]
    found = pd.concat([economy.between(one, filters.first_day, filters.last_day) for one in listed], ignore_index=True)
    differing = (
        set(pd.concat([economy.differing(one) for _, one in found.groupby("series_id")])["row_id"])
        if len(found)
        else set()
    )
    names_of, units = evidence.labels("indicator_series"), evidence.labels("indicator_unit")
    return found.assign(
        unit_id=found["unit"],
        what=[names_of[one] for one in found["series_id"]],
        **{"from": found["period_start"].dt.strftime("%Y-%m-%d"), "to": found["period_end"].dt.strftime("%Y-%m-%d")},
        unit=[units[one] for one in found["unit"]],
        read_from=[means.page_of(evidence, row) for row in found.itertuples(index=False)],
        differs=[_DIFFERS if one in differing else "" for one in found["row_id"]],
        said=[means.figure_in_words(evidence, row) for row in found.itertuples(index=False)],
        rows=[(Row("indicators", one),) for one in found["row_id"]],
    )


def _title(found: pd.DataFrame, shown: list[str]) -> str:
    count = f"{number(len(found))} published figure{'' if len(found) == 1 else 's'} on {len(shown)} series"
    own = found[found["series_id"] == economy.RESERVES]
    if own.empty:
        return count
    least, last = own.loc[own["value"].idxmin()], own.iloc[-1]
    low = f"{means.exact(least['value'])} billion US dollars ({means.when(least)})"
    return (
        f"{count}; reserves of the State Bank lowest at {low}, newest {means.exact(last['value'])} ({means.when(last)})"
    )


def _notes(found: pd.DataFrame) -> tuple[str, ...]:
    notes = [
        "A mark is a published figure, a line one for a longer time, as long as that. Nothing is joined: a time "
        "without a mark has no figure on record.",
    ]
    if (found["differs"] == _DIFFERS).any():
        notes.append("Diamonds: two sources print different figures for the same day; a line joins the two.")
    if (found["unit_id"] == economy.YEARLY).any():
        notes.append("Dotted: average of a part of a fiscal year, which is no month.")
    if (found["series_id"] == economy.BUDGET).any():
        notes.append(
            "Budgets are allocations of a fiscal year from July to June, not adjusted for prices; a revised figure "
            "stands where only that is on record, as its note says."
        )
    if (found["series_id"] == economy.COVER).any():
        notes.append("Import cover printed in months is converted at 4.33 weeks.")
    return tuple(notes)


def _spec(evidence: Evidence, found: pd.DataFrame, shown: list[str]) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    for place, series in enumerate(shown):
        own = found[found["series_id"] == series]
        colour = theme.UNITS[SERIES.index(series)]
        data += _traces(own, place, colour)
    heads = [
        panels.Panel(
            _heading(evidence, found[found["series_id"] == one]),
            _PANEL_PX,
            float(found.loc[found["series_id"] == one, "value"].max()),
        )
        for one in shown
    ]
    first, last = found["period_start"].min(), found["period_end"].max()
    layout = panels.layout(heads, first.year, last.year)
    edge = max((last - first) * 0.02, pd.Timedelta(days=10))
    span = {"type": "date", "range": [f"{day:%Y-%m-%d}" for day in (first - edge, last + edge)], "nticks": 8}
    axes = {
        name: {key: value for key, value in axis.items() if key not in _OF_YEARS} | span
        for name, axis in layout.items()
        if name.startswith("xaxis")
    }
    return {"data": data, "layout": {**layout, **axes, "showlegend": False, "margin": {**layout["margin"], "b": 36}}}


def _heading(evidence: Evidence, own: pd.DataFrame) -> str:
    return f"{_NAMES[own['series_id'].iloc[0]]}, {names.inside(own['unit'].iloc[0])}"


def _traces(own: pd.DataFrame, place: int, colour: str) -> list[dict[str, Any]]:
    day = economy.is_event(own)
    average = own["unit_id"] == economy.YEARLY
    parts = [_windows(own[~day & ~average], colour, "solid"), _windows(own[average], colour, "dot")]
    parts += [_joined(own[own["differs"] == _DIFFERS]), _points(own[day], colour)]
    return [{**one, **panels.axes(place)} for one in parts if one]


def _windows(own: pd.DataFrame, colour: str, dash: str) -> dict[str, Any]:
    """A line from the first to the last day of each window."""
    if own.empty:
        return {}
    rows = own.to_dict("records")
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [one for row in rows for one in (row["from"], row["to"], None)],
        "y": [one for row in rows for one in (row["value"], row["value"], None)],
        "line": {"color": colour, "width": 4, "dash": dash},
        "connectgaps": False,
        "customdata": [one for row in rows for one in (row["row_id"], row["row_id"], None)],
        "hovertext": [one for row in rows for one in (_hover(row), _hover(row), "")],
        "hoverinfo": "text",
    }


def _joined(own: pd.DataFrame) -> dict[str, Any]:
    """A line between two figures for the same day."""
    if own.empty:
        return {}
    groups = [rows for _, rows in own.groupby(["to", "unit_id"])]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [one for rows in groups for one in (rows["to"].iloc[0], rows["to"].iloc[0], None)],
        "y": [one for rows in groups for one in (rows["value"].min(), rows["value"].max(), None)],
        "line": {"color": theme.QUIET, "width": 2},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _points(own: pd.DataFrame, colour: str) -> dict[str, Any]:
    if own.empty:
        return {}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(own["to"]),
        "y": list(own["value"]),
        "marker": {
            "color": colour,
            "size": [10 if one else 6 for one in own["differs"]],
            "symbol": ["diamond-open" if one else "circle" for one in own["differs"]],
            "line": {"width": 1.5, "color": colour},
        },
        "cliponaxis": False,
        "customdata": list(own["row_id"]),
        "hovertext": [_hover(row) for row in own.to_dict("records")],
        "hoverinfo": "text",
    }


def _hover(row: dict[str, Any]) -> str:
    note = "<br>".join(escape(part) for part in wrap(text(row["note"]), _HOVER_WIDTH))
    said = f"{means.when(row)}: {escape(row['said'])}<br>{escape(row['read_from'])}: {note}"
    return f"<b>{escape(row['what'])}</b><br>{said}"
