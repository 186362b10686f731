"""The incidents page in pictures: the selection on the map of the border, and by kind through time."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.charts import border_views, catalogue, marks, notable, places, theme
from khyber.charts.catalogue import Figure, escape, figure
from khyber.charts.incident_list import CHOICE, selected
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

LANE_PX = 27
_LEAST_LANES = 3
_LEFT_EDGES = 3  # for the names beside the marks of a phone
_EDGE_SHARE = 0.04
_LETTERS = 18
_FAINT = f"{theme.QUIET}38"
_MAP_COLUMNS = [
    "incident_id", "date", "category", "kind", "country", "admin1", "place", "killed_low", "killed_high",
    "includes_attackers", "coordinate_precision", "drawn", "rows",
]  # fmt: skip
_TIME_COLUMNS = [
    "incident_id", "date", "category", "kind", "place", "killed_low", "killed_high", "includes_attackers", "rows",
]  # fmt: skip


@figure("incidents-map", page="incidents", name="The incidents chosen, on the map", uses=(*CHOICE, "border"))
def on_map(evidence: Evidence, filters: Filters) -> Figure:
    """The incidents chosen with the marks of the border map, on its ground and with its crossings."""
    found = selected(evidence, filters)
    drawn = found[found["drawn"]]
    title = f"{_counted(len(drawn))} with a point on the map"
    if left := len(found) - len(drawn):
        title = f"{title}, {number(left)} in the list only"
    ground = catalogue.build("border-map", evidence, filters.only((*notable.CHOICE, "border")))
    assert ground.spec
    notes = [f"{notable.selection(evidence)}.", marks.in_words()]
    if left:
        notes.append(f"In the list only, being border-wide, of a whole province, abroad or without a place: {left}.")
    return Figure(
        "incidents-map",
        title,
        f"Map of Afghanistan and Pakistan with the {border_views.view(evidence, filters.border).line_name} and the "
        f"incidents chosen as marks. {title}. "
        "The list gives the same incidents in words.",
        {"data": _with_marks(ground.spec["data"], evidence, drawn), "layout": ground.spec["layout"]},
        found[_MAP_COLUMNS],
        notes=(*notes, *border_views.notes(evidence, filters.border)),
        extra_rows=tuple(row for row in ground.rows if row.table != "incidents"),
    )


def _counted(count: int) -> str:
    return f"{number(count) if count else 'No'} incident{'' if count == 1 else 's'}"


def _with_marks(ground: list[dict[str, Any]], evidence: Evidence, drawn: pd.DataFrame) -> list[dict[str, Any]]:
    """The traces of the border map with the marks of these incidents in the place of its own."""
    placed = drawn.assign(line=[places.incident_line(evidence, row) for row in drawn.itertuples()])
    own = marks.incidents(placed, "scattermap", {"lon": "longitude", "lat": "latitude"}, marks.largest(placed))
    by_uid = {trace["uid"]: trace for trace in own}
    return [by_uid.get(trace["uid"], trace) for trace in ground]


@figure("incidents-timeline", page="incidents", name="The incidents chosen, by kind and day", uses=CHOICE)
def timeline(evidence: Evidence, filters: Filters) -> Figure:
    """Each incident at its first day in the lane of its kind, marked as on the map; no count of anything by time."""
    found = selected(evidence, filters)
    lanes = _lanes(evidence, found)
    title = f"{_counted(len(found))} by kind and day"
    if len(found):
        days = dates.words(found["date"].min().date()), dates.words(found["date"].max().date())
        title = f"{title}, " + (f"from {days[0]} to {days[1]}" if days[0] != days[1] else f"on {days[0]}")
    begun = evidence.resource("incidents")["starts"]
    notes = [
        f"{notable.selection(evidence)}. Marks close together say what is on record here, not how much happened.",
        f"The lane tells the kind. {marks.forms_in_words()}",
    ]
    return Figure(
        "incidents-timeline",
        title,
        f"Chart of incidents with time across and a lane for each kind of incident. {title}. "
        "The list gives the same incidents in words.",
        {"data": _time_marks(evidence, found, lanes), "layout": _layout(evidence, found, lanes, begun)},
        found[_TIME_COLUMNS],
        notes=tuple(notes),
    )


def _lanes(evidence: Evidence, found: pd.DataFrame) -> dict[str, int]:
    """The kinds among some incidents, each with its lane, in the order of the vocabulary."""
    present = set(found["kind"])
    return {one: lane for lane, one in enumerate(k for k in evidence.names("incident_kinds", "label") if k in present)}


def _time_marks(evidence: Evidence, found: pd.DataFrame, lanes: dict[str, int]) -> list[dict[str, Any]]:
    placed = found.assign(
        day=found["date"].dt.strftime("%Y-%m-%d"),
        lane=found["kind"].map(lanes).astype(float),
        line=[places.incident_line(evidence, row) for row in found.itertuples()],
    )
    drawn = marks.incidents(placed, "scatter", {"x": "day", "y": "lane"}, marks.largest(placed))
    return [{**trace, "mode": "markers", "text": None, "cliponaxis": False} for trace in drawn]


def _layout(evidence: Evidence, found: pd.DataFrame, lanes: dict[str, int], begun: dict[str, str]) -> dict[str, Any]:
    first, last = _span(evidence, found)
    edge = max((last - first) * _EDGE_SHARE, timedelta(days=1))
    left = first - _LEFT_EDGES * edge
    labels = evidence.names("incident_kinds", "label")
    rows = max(len(lanes), _LEAST_LANES)
    return theme.layout(
        height=height(len(lanes)),
        margin={"l": 216, "r": 16, "t": 10, "b": 30},
        showlegend=False,
        xaxis=theme.axis(
            type="date", range=[str(first - edge), str(last + edge)], fixedrange=True, tickangle=0, gridcolor=_FAINT
        ),
        yaxis=theme.axis(
            range=[rows - 0.4, -0.7],
            fixedrange=True,
            tickmode="array",
            tickvals=list(lanes.values()),
            ticktext=[escape(labels[one]) for one in lanes],
            tickfont={"size": 12},
            gridcolor=_FAINT,
            automargin=False,
        ),
        shapes=_before(evidence, lanes, begun, left),
        meta={
            "keys": True,
            "narrow": {
                "margin": {"l": 104, "r": 10, "t": 14, "b": 28},
                "yaxis.ticktext": [_in_lines(labels[one]) for one in lanes],
                "yaxis.tickfont.size": 10,
                "xaxis.range": [str(left), str(last + edge)],
                "xaxis.nticks": theme.narrow_ticks(first, last),
                "xaxis.tickfont.size": 11,
            },
        },
    )


def height(lanes: int) -> int:
    """The height in pixels of a timeline of so many lanes."""
    return 50 + LANE_PX * max(lanes, _LEAST_LANES)


def _span(evidence: Evidence, found: pd.DataFrame) -> tuple[date, date]:
    """The first and last day of some incidents, a year around a single one."""
    if found.empty:
        return evidence.searched_until - timedelta(days=365), evidence.searched_until
    first, last = found["date"].min().date(), found["date"].max().date()
    half = max(timedelta(days=0), timedelta(days=30) - (last - first)) / 2
    return first - half, last + half


def _before(evidence: Evidence, lanes: dict[str, int], begun: dict[str, str], first: date) -> list[dict[str, Any]]:
    """The shade over the lanes of a category for the time before the table begins for it."""
    categories = evidence.names("incident_kinds", "category")
    shades = []
    for category, day in begun.items():
        own = [lane for kind, lane in lanes.items() if categories[kind] == category]
        if own and str(first) < day:
            shades.append(
                {
                    "type": "rect", "x0": str(first), "x1": day, "y0": min(own) - 0.5, "y1": max(own) + 0.5,
                    "fillcolor": theme.QUIET, "opacity": 0.16, "line": {"width": 0}, "layer": "below",
                }
            )  # fmt: skip
    return shades


def _in_lines(label: str) -> str:
    """The name of a lane, broken to find room beside a narrow plot."""
    return "<br>".join(map(escape, textwrap.wrap(label, _LETTERS)))
