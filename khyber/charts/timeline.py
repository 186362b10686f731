"""The figures of the timeline: the events on an axis, and all of them in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import timeline as events
from khyber.charts import event_marks, names, theme
from khyber.charts.attacks import empty
from khyber.charts.catalogue import Figure, figure
from khyber.evidence import Evidence, cached, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

CHOICE = ("known", "start", "end", "actor", "topic")
# Marks closer than this share of the axis stand one above the other.
_APART = 1 / 45
_SHORTEST = pd.Timedelta(days=60)
_SELECTED = (
    "The events were selected for this project. How many stand in a year or in a category is no count of violence, "
    "and no trend can be read from it."
)


def selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The events that the filters choose, oldest first, with `until`, `who` and `rows`; do not change it in place."""
    return _selected(evidence, filters.only(CHOICE))


@cached(64)
def _selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found = events.select(
        evidence,
        known=filters.known,
        first=filters.first_day,
        last=filters.last_day,
        categories=filters.topic,
        actor=filters.actor,
    )
    return event_marks.told(evidence, found)


@figure("timeline", page="timeline", name="Events by category, with truces shaded", uses=CHOICE)
def timeline(evidence: Evidence, filters: Filters) -> Figure:
    """The chosen events across time, one row a category, long ones as bars, truces shaded."""
    found = selected(evidence, filters)
    if found.empty:
        return empty("timeline", "No event of the timeline for this choice", found[event_marks.COLUMNS])
    truces = events.truces(
        evidence,
        known=filters.known,
        first=filters.first_day or found["date"].min().date(),
        last=filters.last_day or found["date"].max().date(),
    )
    title = f"{_counted(len(found))}, {_span(found)}: {_by_category(evidence, found)}"
    return Figure(
        "timeline",
        title,
        f"Chart of events across time, one row for each category, with {len(truces)} truces shaded. {title}. "
        "The list of events gives the same in words.",
        _drawn(evidence, found, truces),
        found[event_marks.COLUMNS],
        notes=_notes(found, truces),
        extra_rows=tuple(row for truce in truces.itertuples() for row in event_marks.behind(truce)),
    )


def _counted(count: int) -> str:
    return f"{number(count)} event{'s' if count > 1 else ''} of the timeline"


def _span(found: pd.DataFrame) -> str:
    first, last = found["date"].min().date(), found["date"].max().date()
    return dates.words(first) if first == last else f"{dates.words(first)} to {dates.words(last)}"


def _by_category(evidence: Evidence, found: pd.DataFrame) -> str:
    """How many events of each category, most first, in words."""
    labels = evidence.labels("timeline_category")
    return names.in_words(
        [f"{count} {labels[one].lower()}" for one, count in found["category"].value_counts().items()], len(labels)
    )


def _notes(found: pd.DataFrame, truces: pd.DataFrame) -> tuple[str, ...]:
    notes = [_SELECTED]
    if found["until"].notna().any():
        notes.append("A bar runs from the first to the last day of an event, of a truce to the event that ended it.")
    if not truces.empty:
        notes.append(event_marks.truces_in_words(truces))
    open_ended = found[found["truce"].notna() & found["until"].isna()]
    if not open_ended.empty:
        told = [f"{row.title} ({dates.words(row.date.date())})" for row in open_ended.itertuples()]
        notes.append(f"Not shaded, as no end of it is known: {names.in_words(told, 6)}.")
    return tuple(notes)


def _drawn(evidence: Evidence, found: pd.DataFrame, truces: pd.DataFrame) -> dict[str, Any]:
    """The spec: marks in lanes within the row of their category, the first category on top."""
    begin, end = found["date"].min(), found["until"].fillna(found["date"]).max()
    apart = max(end - begin, _SHORTEST) * _APART
    placed = event_marks.place(evidence, found, apart)
    layout = theme.layout(
        height=round(90 + event_marks.LANE_PX * placed.lanes),
        margin={"l": 16, "r": 16, "t": 8, "b": 36},
        xaxis=theme.axis(
            type="date", range=[f"{day:%Y-%m-%d}" for day in (begin - apart, end + apart)], fixedrange=True
        ),
        yaxis=event_marks.axis(evidence, placed),
        shapes=[*(event_marks.shade(row) for row in truces.itertuples()), *event_marks.edges(placed)],
    )
    marks = event_marks.marks(evidence, found, placed.heights)
    return {"data": [*_bars(evidence, found, placed.heights), *marks], "layout": layout}


def _bars(evidence: Evidence, found: pd.DataFrame, heights: pd.Series) -> list[dict[str, Any]]:
    """The events that took more than a day, and the truces while they held, as bars."""
    traces = []
    for category, rows in found[found["until"].notna()].groupby("category", sort=False):
        days = [day for row in rows.itertuples() for day in (f"{row.date:%Y-%m-%d}", f"{row.until:%Y-%m-%d}", None)]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "showlegend": False,
                "x": days,
                "y": [one for height in heights[rows.index] for one in (float(height), float(height), None)],
                "line": {"color": event_marks.colour(evidence, str(category)), "width": 5},
                "hoverinfo": "skip",
            }
        )
    return traces


@figure("timeline-events", page="timeline", name="Every event in words", uses=CHOICE)
def timeline_events(evidence: Evidence, filters: Filters) -> Figure:
    """The chosen events as text, newest first: days, title, description, who took part, category."""
    found = selected(evidence, filters).iloc[::-1].reset_index(drop=True)
    table = found[event_marks.COLUMNS]
    if found.empty:
        said = "No event to list for this choice"
        return Figure("timeline-events", said, said, None, table)
    newest = next(found.itertuples())
    title = f"{_counted(len(found))}, newest first: “{newest.title}”, {event_marks.when(newest)}"
    notes = event_marks.reading_notes(filters.known)
    return Figure("timeline-events", title, title, None, table, notes=notes)
