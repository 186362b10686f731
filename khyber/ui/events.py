"""Events of the timeline on any page: marks that open one, a box that reaches each, the card of the one open.

A page that shows a figure with events in it calls `figure` in the place of `page.figure`, and `opened` where the
event shall stand. One such figure a page: the box is bound to `event` of the link.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from khyber.charts import catalogue, event_marks, theme
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached
from khyber.filters import Link
from khyber.ui import card, clicks, filter_bar, link, words

_CARDS = ("event", "event-incidents")


def figure(figure_id: str) -> None:
    """A figure of the catalogue whose marks of events open on a click, with the box of its events above it."""
    card.figure(figure_id, draw=chart, above=partial(choose_event, figure_id))


def opened(*, incidents: bool = False) -> None:
    """The card of the event that is open, and with `incidents` that of the days' incidents; nothing where none is."""
    card.figure("event", facts="list", when=lambda now: bool(now.filters.event))
    if incidents:
        card.figure("event-incidents", facts="list", when=lambda now: now.filters.event in _known(now))


def chart(shown: Figure, now: Link) -> None:
    """Draw a figure's chart so that a click on a mark with an event's id as customdata opens that event.

    The chart is not mounted anew by that, as neither its spec nor its alternative text looks at `event`.
    """
    card.chart(shown, now)
    clicks.listen(f"chart-{shown.id}", partial(_clicked, shown.id))


def _clicked(figure_id: str, event: str) -> None:
    """Open the event of the mark that was clicked, or close it where it is the one that is open."""
    now = link.current()
    if now.evidence.has_row("timeline", event):
        link.choose(_to_redraw(figure_id), event="" if event == now.filters.event else event)


def _to_redraw(figure_id: str) -> list[str]:
    return [one for one in link.cards() if one in (figure_id, *_CARDS)]


def choose_event(figure_id: str) -> None:
    """The list of a figure's events, newest first: the keyboard way to each of its marks."""
    now = link.current()
    lines = _lines(now.evidence, catalogue.build(figure_id, now.evidence, now.filters))
    count, chosen = len(lines), now.filters.event
    if not count and not chosen:
        return
    if chosen and chosen not in lines:
        lines = {chosen: _line_of(now, chosen), **lines}
    filter_bar.select(
        f"Open one of {count} event{'s' if count != 1 else ''}, or click its mark",
        "event",
        ["", *lines],
        lambda one: lines.get(one, "None"),
        chosen,
        refresh=lambda: _to_redraw(figure_id),
    )


@cached(64)
def _lines(evidence: Evidence, shown: Figure) -> dict[str, str]:
    """The events among the rows of a figure, newest first, each in a line."""
    own = {row.row_id for row in shown.rows if row.table == "timeline"}
    rows = evidence.read("timeline").sort_values(["date", "event_id"], ascending=False)
    return {row.event_id: _line(row) for row in rows[rows["event_id"].isin(own)].itertuples()}


def _line(event: Any) -> str:
    return f"{event_marks.when(event)}: {event.title}"


def _line_of(now: Link, event_id: str) -> str:
    return _known(now).get(event_id, "Not known by that day")


def _known(now: Link) -> dict[str, str]:
    """Every event known by the day of the link, each in a line."""
    return _known_by(now.evidence, now.filters.known)


@cached(16)
def _known_by(evidence: Evidence, known: date | None) -> dict[str, str]:
    return {row.event_id: _line(row) for row in evidence.read("timeline", known).itertuples()}


def topics(now: Link) -> None:
    """The control of the categories of events."""
    labels = now.evidence.labels("timeline_category")
    box = link.control_of_several("choose-topic", now.filters.topic)
    st.multiselect(
        "Categories of events",
        list(labels),
        format_func=labels.__getitem__,
        key=box.key,
        placeholder="All categories",
        on_change=box.then(lambda: link.choose(_using_topic(), topic=tuple(box.told))),
    )


def _using_topic() -> list[str]:
    return [one for one in link.cards() if "topic" in catalogue.entry(one).uses]


def listing(shown: Figure, now: Link) -> None:
    """Draw the events of a figure's table as text, year by year, each with its sources."""
    words.html(_listing(now.evidence, shown))


@cached(64)
def _listing(evidence: Evidence, shown: Figure) -> str:
    parts = []
    for year, rows in shown.table.groupby(shown.table["date"].dt.year, sort=False):
        count = f"{len(rows)} event{'s' if len(rows) > 1 else ''}"
        parts += [words.year(str(year), count), words.events(_events(evidence, shown, rows.itertuples(index=False)))]
    return "".join(parts)


def _events(evidence: Evidence, shown: Figure, rows: Iterable[Any]) -> list[words.Event]:
    labels = evidence.labels("timeline_category")
    return [
        words.Event(
            days=event_marks.when(row),
            title=row.title,
            words=row.description,
            category=labels[row.category],
            sign=theme.EVENT_SIGNS[row.category],
            colour=event_marks.colour(evidence, row.category),
            who=event_marks.who(evidence, row, most=20),
            sources=catalogue.sources_of(evidence, shown, row.rows),
        )
        for row in rows
    ]
