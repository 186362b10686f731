"""The crossings in words: the state of each as last described, and one of them in full."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import border, closures
from khyber.charts import closings, names
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, figure
from khyber.charts.closings import brief, days_words, part_days, span_words
from khyber.charts.places import as_of, toll_words
from khyber.evidence import Evidence, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

_MOST_NEAR = 12
_COLUMNS = ["crossing_id", "name", "state", "status_as_of", "kind", "pk_district", "af_province", "status_note"]
_OPENED_COLUMNS = ["what", "date", "shut_for", "low", "high", "words", "rows"]


@figure("crossings", page="crossings", name="The crossings and their state", uses=("known",))
def crossings(evidence: Evidence, filters: Filters) -> Figure:
    """Each crossing as last described: its state, the day for which it was described, and the note behind it."""
    found = closings.in_order(evidence, filters.known)
    states = evidence.labels("crossing_state")
    table = found[_COLUMNS].assign(rows=[(Row("crossings", one),) for one in found["crossing_id"]])
    facts = tuple(
        Fact(
            row.name,
            states[row.state],
            f"{row.pk_district} – {row.af_province}, as described for {as_of(row)}: {row.status_note}",
            (Row("crossings", row.crossing_id),),
        )
        for row in found.itertuples(index=False)
    )
    counted = [
        f"{int((found['state'] == one).sum())} {label.lower()}"
        for one, label in states.items()
        if (found["state"] == one).any()
    ]
    title = f"Of {len(found)} crossings, as last described: {names.in_words(counted)}"
    notes = (f"As described in release {evidence.release}. Each state holds for its own date, not for today.",)
    return Figure("crossings", title, title, None, table, facts=facts, notes=notes)


@figure("crossing", page="crossings", name="One crossing in full", uses=("crossing", "known"))
def crossing(evidence: Evidence, filters: Filters) -> Figure:
    """One crossing as text: its two sides, its state, its closings with their days, and what is on record near it."""
    if not filters.crossing:
        said = "No crossing is opened"
        return Figure("crossing", said, said, None, pd.DataFrame(columns=_OPENED_COLUMNS))
    row = next(_of(evidence, filters.crossing, filters.known).itertuples(index=False))
    shut = closures.spans(evidence, filters.known)
    shut = shut[shut["crossing_id"] == row.crossing_id]
    near = _near(evidence, row.crossing_id, filters.known)
    lines = [*_closing_lines(evidence, shut), *_incident_lines(evidence, near)]
    title = _title(row, shut, near)
    return Figure(
        "crossing",
        title,
        title,
        None,
        pd.DataFrame(lines, columns=_OPENED_COLUMNS),
        facts=(*_about(evidence, row), _around(), *_closing_facts(evidence, shut), *_near_facts(evidence, near)),
        notes=_notes(evidence, near),
    )


def _of(evidence: Evidence, crossing_id: str, known: date | None) -> pd.DataFrame:
    rows = evidence.read("crossings", known)
    return rows[rows["crossing_id"] == crossing_id].join(border.crossings(evidence), on="crossing_id")


def _near(evidence: Evidence, crossing_id: str, known: date | None) -> pd.DataFrame:
    """The incidents near a crossing, newest first."""
    close = closures.near(evidence)
    rows = evidence.read("incidents", known).merge(close[close["crossing_id"] == crossing_id], on="incident_id")
    return rows.sort_values(["date", "incident_id"], ascending=False, kind="stable").reset_index(drop=True)


def _title(row: Any, shut: pd.DataFrame, near: pd.DataFrame) -> str:
    count = shut["closure_id"].nunique()
    closed = f"{number(count)} closing{'' if count == 1 else 's'}" if count else "no closing"
    events = f"{number(len(near))} notable incident{'' if len(near) == 1 else 's'}" if len(near) else "no incident"
    return f"{brief(row.name)}: {closed} on record, {events} within {closures.NEAR_KM} km"


def _about(evidence: Evidence, row: Any) -> tuple[Fact, ...]:
    behind = (Row("crossings", row.crossing_id),)
    sector = border.sector_at(border.sectors(evidence), pd.Series([row.position_km])).iloc[0]
    place = f"km {number(row.position_km)} from the Wakhan, sector {names.of(evidence, 'sectors', sector)}"
    return (
        Fact("Pakistani side", row.pk_side, f"{row.pk_district} district", behind),
        Fact("Afghan side", row.af_side, f"{row.af_province} province", behind),
        Fact("Kind", evidence.labels("crossing_kind")[row.kind], place, behind),
        Fact(
            f"State as described for {as_of(row)}",
            evidence.labels("crossing_state")[row.state],
            row.status_note,
            behind,
        ),
    )


def _around() -> Fact:
    return Fact("Looked at around it", f"{closures.NEAR_KM} km", "between points of which none is exact")


def _closing_facts(evidence: Evidence, shut: pd.DataFrame) -> tuple[Fact, ...]:
    scopes = evidence.labels("closure_scope")
    facts = []
    for row in shut.iloc[::-1].itertuples(index=False):
        extent = names.inside(scopes[row.scope]) + (", border-wide" if row.border_wide else "")
        through = f" Let through: {row.let_through}." if row.let_through else ""
        facts.append(
            Fact(
                f"Shut, {dates.words(row.possible_first)}",
                f"{days_words(part_days(row))} ({extent}): {row.reason}",
                f"{_sentence(span_words(row))}.{through} {row.reading}",
                closings.rows_of(row.evidence),
            )
        )
    return tuple(facts)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _near_facts(evidence: Evidence, near: pd.DataFrame) -> tuple[Fact, ...]:
    kinds = evidence.names("incident_kinds", "label")
    return tuple(
        Fact(
            f"{dates.words(row.date.date())}, {number(row.km)} km off",
            f"{kinds[row.kind]}: {toll_words(row)}",
            text(row.summary),
            (Row("incidents", row.incident_id),),
        )
        for row in near.head(_MOST_NEAR).itertuples(index=False)
    )


def _closing_lines(evidence: Evidence, shut: pd.DataFrame) -> list[dict[str, Any]]:
    scopes = evidence.labels("closure_scope")
    return [
        {
            "what": f"Closing {row.closure_id}",
            "date": row.possible_first.isoformat(),
            "shut_for": scopes[row.scope],
            "low": part_days(row).low,
            "high": part_days(row).high,
            "words": f"{row.reason}: {span_words(row)}",
            "rows": closings.rows_of(row.evidence),
        }
        for row in shut.itertuples(index=False)
    ]


def _incident_lines(evidence: Evidence, near: pd.DataFrame) -> list[dict[str, Any]]:
    kinds = evidence.names("incident_kinds", "label")
    return [
        {
            "what": kinds[row.kind],
            "date": f"{row.date:%Y-%m-%d}",
            "words": text(row.summary),
            "rows": as_rows("incidents", [row.incident_id]),
        }
        for row in near.itertuples(index=False)
    ]


def _notes(evidence: Evidence, near: pd.DataFrame) -> tuple[str, ...]:
    notes = [
        f"Sides, kind and state: as described in release {evidence.release}. The state holds for its own date.",
        "Days shut lie between the last evidence that it was shut and the next that it was open; the last is not "
        "known where no opening is on record.",
    ]
    if len(near) > _MOST_NEAR:
        notes.append(f"Of {len(near)} incidents near it the newest {_MOST_NEAR} stand here; the table has all.")
    if len(near):
        notes.append(
            f"Incidents within {closures.NEAR_KM} km between points that are not exact; a selection, no census."
        )
    return tuple(notes)
