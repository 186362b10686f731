"""One event of the timeline in full, and the notable incidents recorded on its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import timeline
from khyber.charts import event_marks, names, places
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.evidence import Evidence, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters


@figure("event", page="timeline", name="One event in full", uses=("event", "known"))
def event(evidence: Evidence, filters: Filters) -> Figure:
    """One event as text: when, what, who, of what category; of a truce how it ended, and which truce it ended."""
    whole = event_marks.told(evidence, timeline.with_ends(evidence, filters.known))
    own = whole[whole["event_id"] == filters.event]
    if own.empty:
        return Figure("event", _none(filters), _none(filters), None, own[event_marks.COLUMNS])
    row = next(own.itertuples(index=False))
    ending = whole[whole["event_id"] == text(row.ended_by)]
    ended = whole[whole["ended_by"] == row.event_id]
    title = f"{event_marks.when(row)}: {row.title}"
    facts = (*_facts(evidence, row), *_truce_facts(evidence, row, ending, filters.known), *_ends(ended))
    shown = pd.concat([own, ending, ended], ignore_index=True)[event_marks.COLUMNS]
    return Figure(
        "event", title, f"{title}. {row.description}", None, shown, facts, event_marks.reading_notes(filters.known)
    )


def _none(filters: Filters) -> str:
    return "The event of this link was not known by that day" if filters.event else "No event is opened"


def _facts(evidence: Evidence, row: Any) -> tuple[Fact, ...]:
    own = (Row("timeline", row.event_id),)
    meaning = evidence.read("labels").query("vocabulary == 'timeline_category'").set_index("id")["description"]
    label = evidence.labels("timeline_category")[row.category]
    return (
        Fact("What happened", row.description, "", own),
        Fact("Who took part", row.who, "", own),
        Fact("Category", label, text(meaning[row.category]), own),
    )


def _truce_facts(evidence: Evidence, row: Any, ending: pd.DataFrame, known: date | None) -> tuple[Fact, ...]:
    """With whom a truce is, and what ended it; nothing where the event is no truce."""
    if not text(row.truce):
        return ()
    what = evidence.labels("truce")[row.truce]
    for end in ending.itertuples(index=False):
        by = f"until {dates.words(end.date.date())}, ended by: {end.title}"
        return (Fact("Truce", what, by, (Row("timeline", row.event_id), Row("timeline", end.event_id))),)
    said = "no end known by that day" if known else "no end given"
    until = said if pd.isna(row.until) else f"until {dates.words(row.until.date())}, its last day"
    return (Fact("Truce", what, until, (Row("timeline", row.event_id),)),)


def _ends(ended: pd.DataFrame) -> tuple[Fact, ...]:
    return tuple(
        Fact("Ended this truce", row.title, f"begun {event_marks.when(row)}", (Row("timeline", row.event_id),))
        for row in ended.itertuples(index=False)
    )


@figure("event-incidents", page="timeline", name="Incidents recorded on the days of the event", uses=("event", "known"))
def event_incidents(evidence: Evidence, filters: Filters) -> Figure:
    """The notable incidents that began on the days of the event that is open, as text: matched by date alone."""
    found, shown = _incidents(evidence, filters)
    table = found[
        [
            "incident_id",
            "date",
            "kind",
            "country",
            "place",
            "killed_low",
            "killed_high",
            "includes_attackers",
            "summary",
            "rows",
        ]
    ]
    if shown is None:
        return Figure("event-incidents", _none(filters), _none(filters), None, table)
    title = f"{_recorded(len(found))} on {'this day' if pd.isna(shown.date_end) else 'these days'}, " + (
        f"{event_marks.when(shown)}"
    )
    facts = tuple(
        Fact(_heading(row), f"{_kind(evidence, row)}: {_toll(evidence, row)}", row.summary, row.rows)
        for row in found.itertuples(index=False)
    )
    notes = (
        "Matched by date alone: an incident of the same days may be the event itself, a part of it, or another matter.",
        "Incidents are a selection of notable events, not a census.",
    )
    own = (Row("timeline", shown.event_id),)
    return Figure("event-incidents", title, title, None, table, facts, notes, extra_rows=own)


def _incidents(evidence: Evidence, filters: Filters) -> tuple[pd.DataFrame, Any]:
    """The incidents on the days of the event that is open, and that event, None where none is known."""
    rows = evidence.read("timeline", filters.known)
    shown = next(rows[rows["event_id"] == filters.event].itertuples(), None)
    if shown is None:
        found = evidence.read("incidents").iloc[:0]
    else:
        found = timeline.incidents_on(evidence, shown.event_id, filters.known)
    return found.assign(rows=[(Row("incidents", one),) for one in found["incident_id"]]), shown


def _recorded(count: int) -> str:
    told: Sequence[str] = ("No notable incident is recorded", "1 notable incident is recorded")
    return told[count] if count < len(told) else f"{number(count)} notable incidents are recorded"


def _kind(evidence: Evidence, row: Any) -> str:
    return names.of(evidence, "incident_kinds", row.kind, "label")


def _toll(evidence: Evidence, row: Any) -> str:
    """The killed in words, and whether attackers are among them where a toll is reported."""
    said = places.toll_words(row)
    if pd.isna(row.killed_low) and pd.isna(row.killed_high):
        return said
    return f"{said}, attackers included: {evidence.labels('includes_attackers')[row.includes_attackers].lower()}"


def _heading(row: Any) -> str:
    return ", ".join(filter(None, [event_marks.when(row), text(row.place) or text(row.admin1)]))
