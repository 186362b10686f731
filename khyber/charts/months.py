"""One publisher's count by month, with the timeline's events above it and truces shaded."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import counts, timeline
from khyber.charts import event_marks, names, theme
from khyber.charts.attacks import PERIOD, empty, hover, mark, range_bars, reading_notes, scope, scope_notes, with_rows
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters

_SERIES_PX = 360
_GAP = 0.02
# Events closer than this share of the months shown stand one above the other.
_APART = 1 / 60


@figure(
    "attacks-monthly",
    page="attacks",
    name="One publisher's count by month, with events",
    uses=(*PERIOD, "area", "actor", "metric", "series", "scale"),
)
def monthly(evidence: Evidence, filters: Filters) -> Figure:
    """A monthly series with its gaps, the timeline's events above it and truces shaded."""
    found = _months(evidence, filters)
    who, what = names.publisher(evidence, filters.series), names.what(evidence, filters)
    table = found[["month", "publisher", "headline", "low", "high", "status", "rows"]]
    if found.empty:
        return empty("attacks-monthly", f"{who} gives no monthly {what} for {scope(evidence, filters)}", table)
    spread = found.set_index("period_start").asfreq("MS")
    first, last = spread.index.min(), found["period_end"].max()
    truces = timeline.truces(evidence, known=filters.known, first=first, last=last)
    events = timeline.select(evidence, known=filters.known, last=last)
    events = events[events["date"] >= first]
    top = found.loc[found["headline"].idxmax()]
    title = (
        f"{who}, {what} in {names.area(evidence, filters)}: {len(found)} months given, {first:%B %Y} to "
        f"{last:%B %Y}; the highest is {number(top['headline'])} in {top['year']}"
    )
    placed = event_marks.place(evidence, events.assign(until=pd.NaT), (last - first) * _APART)
    marks = [
        _month_line(evidence, filters, spread),
        *event_marks.marks(evidence, events, placed.heights, yaxis="y2"),
    ]
    return Figure(
        "attacks-monthly",
        title,
        f"Line chart by month with {len(events)} events marked above it. {title}.",
        {"data": marks, "layout": _month_layout(evidence, filters, truces, placed)},
        table,
        notes=(*scope_notes(evidence, filters.metric, found), *reading_notes(found), *_month_notes(spread, truces)),
        extra_rows=as_rows("timeline", [*events["event_id"], *truces["event_id"]]),
    )


def _months(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found = counts.series(
        evidence,
        filters.metric,
        span="month",
        area=names.counted_area(filters),
        actor=filters.actor,
        publishers=[filters.series],
        first=filters.first_day,
        last=filters.last_day,
        known=filters.known,
    )
    return with_rows(evidence, found, filters.known).assign(
        month=found["period_start"].dt.strftime("%Y-%m"), year=found["period_start"].dt.strftime("%B %Y")
    )


def _month_layout(
    evidence: Evidence, filters: Filters, truces: pd.DataFrame, placed: event_marks.Placed
) -> dict[str, Any]:
    """The series below, the rows of events above it where there are any."""
    label = names.of(evidence, "metrics", filters.metric, "label")
    rows = event_marks.LANE_PX * placed.lanes
    share = _SERIES_PX / (_SERIES_PX + rows)
    more = {"yaxis2": event_marks.axis(evidence, placed, domain=[share + _GAP, 1])} if rows else {}
    return theme.layout(
        height=round(_SERIES_PX + rows),
        xaxis=theme.axis(type="date", fixedrange=True),
        yaxis=theme.counts(label, filters.scale, domain=[0, share if rows else 1], fixedrange=True),
        shapes=[*(event_marks.shade(row) for row in truces.itertuples()), *event_marks.edges(placed, "y2")],
        **more,
    )


def _month_notes(spread: pd.DataFrame, truces: pd.DataFrame) -> tuple[str, ...]:
    missing = int(spread["headline"].isna().sum())
    notes = [f"{missing} months between them are not given: the line breaks there."] if missing else []
    notes.append("Above the series: events of the timeline, by category.")
    if not truces.empty:
        notes.append(event_marks.truces_in_words(truces))
    return tuple(notes)


def _month_line(evidence: Evidence, filters: Filters, spread: pd.DataFrame) -> dict[str, Any]:
    look = evidence.vocabulary("publishers").loc[filters.series]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(look["name"]),
        "x": [f"{day:%Y-%m-%d}" for day in spread.index],
        "y": [None if pd.isna(v) else float(v) for v in spread["headline"]],
        "line": {"color": look["colour"], "width": 2},
        "marker": {
            "color": look["colour"],
            "size": 6,
            "symbol": [mark(look["symbol"], status) for status in spread["status"]],
        },
        "error_y": range_bars(spread, look["colour"]),
        "hovertext": ["" if pd.isna(r.headline) else hover(evidence, r) for r in spread.itertuples()],
        "hoverinfo": "text",
        "connectgaps": False,
    }
