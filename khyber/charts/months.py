"""One publisher's count by month, with the timeline's events above it and truces shaded."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import counts
from khyber.charts import names, theme
from khyber.charts.attacks import PERIOD, empty, hover, mark, range_bars, reading_notes, scope, scope_notes, with_rows
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

_SERIES_SHARE = 0.7


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
    events, truces = _events(evidence, filters, first, last), _truces(evidence, filters, first, last)
    top = found.loc[found["headline"].idxmax()]
    title = (
        f"{who}, {what} in {names.area(evidence, filters)}: {len(found)} months given, {first:%B %Y} to "
        f"{last:%B %Y}; the highest is {number(top['headline'])} in {top['year']}"
    )
    marks = [_month_line(evidence, filters, spread), *_event_marks(evidence, events)]
    return Figure(
        "attacks-monthly",
        title,
        f"Line chart by month with {len(events)} events marked above it. {title}.",
        {"data": marks, "layout": _month_layout(evidence, filters, truces)},
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


def _month_layout(evidence: Evidence, filters: Filters, truces: pd.DataFrame) -> dict[str, Any]:
    label = names.of(evidence, "metrics", filters.metric, "label")
    categories = list(evidence.labels("timeline_category").values())
    return theme.layout(
        height=520,
        xaxis=theme.axis(type="date"),
        yaxis=theme.counts(label, filters.scale, domain=[0, _SERIES_SHARE]),
        yaxis2=theme.axis(
            type="category",
            domain=[_SERIES_SHARE + 0.04, 1],
            categoryorder="array",
            categoryarray=[escape(one) for one in reversed(categories)],
            showgrid=False,
        ),
        shapes=[_shade(row) for row in truces.itertuples()],
    )


def _month_notes(spread: pd.DataFrame, truces: pd.DataFrame) -> tuple[str, ...]:
    missing = int(spread["headline"].isna().sum())
    notes = [f"{missing} months between them are not given: the line breaks there."] if missing else []
    notes.append("Above the series: events of the timeline, by category.")
    if not truces.empty:
        notes.append(f"Shaded: {names.in_words([_truce_words(row) for row in truces.itertuples()], 6)}.")
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


def _events(evidence: Evidence, filters: Filters, first: Any, last: Any) -> pd.DataFrame:
    events = evidence.read("timeline", filters.known)
    return events[(events["date"] >= first) & (events["date"] <= last)].sort_values("date")


def _event_marks(evidence: Evidence, events: pd.DataFrame) -> list[dict[str, Any]]:
    """The events above the series, one row of marks for each category."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "yaxis": "y2",
            "showlegend": False,
            "x": [f"{day:%Y-%m-%d}" for day in rows["date"]],
            "y": [escape(label)] * len(rows),
            "marker": {"symbol": theme.EVENT_SYMBOLS[category], "size": 8, "color": theme.UNITS[place]},
            "hovertext": [_event_words(row) for row in rows.itertuples()],
            "hoverinfo": "text",
            "customdata": list(rows["event_id"]),
        }
        for place, (category, label) in enumerate(evidence.labels("timeline_category").items())
        if len(rows := events[events["category"] == category])
    ]


def _event_words(event: Any) -> str:
    return f"<b>{escape(dates.words(event.date.date()))}</b><br>{escape(event.title)}"


def _truces(evidence: Evidence, filters: Filters, first: Any, last: Any) -> pd.DataFrame:
    """The truces with a known end that touch the period, with `until`: their own end or the event that ended them."""
    events = evidence.read("timeline", filters.known)
    days = events.set_index("event_id")["date"]
    truces = events[events["truce"].notna()]
    ended = pd.Series(days.reindex(truces["ended_by"]).to_numpy(), index=truces.index)
    truces = truces.assign(until=truces["date_end"].fillna(ended))
    return truces[truces["until"].notna() & (truces["until"] >= first) & (truces["date"] <= last)]


def _shade(truce: Any) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": f"{truce.date:%Y-%m-%d}",
        "x1": f"{truce.until:%Y-%m-%d}",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.QUIET,
        "opacity": 0.22,
        "line": {"width": 0},
        "layer": "below",
    }


def _truce_words(truce: Any) -> str:
    return f"{truce.title} ({dates.words(truce.date.date(), truce.until.date())})"
