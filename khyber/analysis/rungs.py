"""The rung of each event on the escalation ladder, by rules and by readings of single rows.

The first rule of `rung_rules` all of whose conditions hold gives a row its rung; a row of `rung_readings` takes its
place. Rules and readings are the project's own judgment, those of the release whatever the day of known-by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import incidents
from khyber.evidence import Evidence, cached, dates, ids, text

RULES, READINGS, LADDER = "rung_rules", "rung_readings", "escalation_ladder"
ACT, CONDITION, STEP_DOWN, OUTSIDE = "act", "condition", "step-down", "outside"
_SHUT = "crossing-closed"
_RUNGS = ("rung", "rung_low", "rung_high")
_COLUMNS = [
    "table", "row_id", "role", *_RUNGS, "rule_id", "is_read", "reason", "first", "last", "on_days", "kind", "actors",
    "place", "told", "claim_status",
]  # fmt: skip


def is_ruled(evidence: Evidence) -> bool:
    """True where the release has rules by which events get a rung."""
    return evidence.counts.get(RULES, 0) > 0


@dataclass(frozen=True)
class _Event:
    """A row as the rules see it, whatever its table; `killed` is the lowest and the highest toll reported."""

    table: str
    row_id: str
    first: date
    last: date
    on_days: bool = True
    kind: str = ""
    actors: tuple[str, ...] = ()
    place: str = ""
    province: str = ""
    told: str = ""
    words: str = ""
    claim_status: str = ""
    killed: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class _Rule:
    """A rule of `rung_rules`; a condition that is empty asks nothing."""

    rule_id: str
    table: str
    kinds: frozenset[str]
    actors: tuple[frozenset[str], ...]
    places: frozenset[str]
    words: re.Pattern[str] | None
    killed_least: float
    role: str
    rung: Any
    wording: str

    def fits(self, event: _Event, killed: float) -> bool:
        """True where every condition holds of an event, with this toll."""
        return (
            self.table == event.table
            and (not self.kinds or event.kind in self.kinds)
            and not any(asked.isdisjoint(event.actors) for asked in self.actors)
            and (not self.places or event.province in self.places)
            and (self.words is None or self.words.search(event.words) is not None)
            and killed >= self.killed_least
        )


@cached(8)
def assigned(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Every border incident, event of the timeline and closing known by a day, with its rung, by first day.

    table, row_id; role: act, condition, step-down or outside (field `role` of `rung_rules`); rung: 1 to 12, missing
    where it has none; rung_low, rung_high: the lowest and highest that the tolls or the reading leave open, rung_low
    missing where it may have none; rule_id: the rule, "" where none fits, so that a row is outside; is_read: True
    where a reading takes the place of the rule; reason: the wording of the one or the reason of the other; first,
    last: its days; on_days: False where the day is not certain, so that it counts for the months from first to last
    and for no day; kind, actors (ids joined by ";"), place, told (summary or title), claim_status: as on record, ""
    where not. An example of the ladder is among them where a reading names it. Without rules there are no rows.
    """
    if not is_ruled(evidence):
        return pd.DataFrame(columns=_COLUMNS).astype(dict.fromkeys(_RUNGS, "Int64"))
    rules = _rules(evidence)
    readings = {(row.table, row.row_id): row for row in evidence.read(READINGS).itertuples(index=False)}
    found = [_given(event, rules, readings.get((event.table, event.row_id))) for event in _events(evidence, known)]
    table = pd.DataFrame(found, columns=_COLUMNS).astype(dict.fromkeys(_RUNGS, "Int64"))
    return table.sort_values(["first", "table", "row_id"], kind="stable").reset_index(drop=True)


def _given(event: _Event, rules: list[_Rule], reading: Any) -> list[Any]:
    """The row of `assigned` for an event: by the reading where there is one, else by the first rule that fits."""
    low, high = (next((rule for rule in rules if rule.fits(event, killed)), None) for killed in event.killed)
    first, last, on_days = event.first, event.last, event.on_days
    if reading is not None:
        role, rung, reason = reading.role, reading.rung, reading.reason
        lowest, highest = _ends(reading)
        if isinstance(reading.days, str):
            first, last = dates.bounds(reading.days)
            on_days = first == last
    else:
        role, rung, reason = (high.role, high.rung, high.wording) if high else (OUTSIDE, pd.NA, "")
        lowest, highest = low.rung if low else pd.NA, rung
    return [
        event.table, event.row_id, role, rung, lowest, highest, high.rule_id if high else "", reading is not None,
        reason, first, last, on_days, event.kind, ";".join(event.actors), event.place, event.told, event.claim_status,
    ]  # fmt: skip


def _ends(reading: Any) -> tuple[Any, Any]:
    """The lowest and highest rung that a reading leaves open; the lowest is missing where it may be none."""
    named = [one for one in (reading.rung, reading.other_rung) if pd.notna(one)]
    is_sure = pd.notna(reading.rung) and pd.isna(reading.may_be_none)
    return min(named) if is_sure else pd.NA, max(named, default=pd.NA)


def _rules(evidence: Evidence) -> list[_Rule]:
    parents = evidence.vocabulary("actors")["parent_id"]

    def and_below(cell: object) -> frozenset[str]:
        return frozenset(one for top in ids(cell) for one in incidents.below(parents, top))

    return [
        _Rule(
            row.rule_id,
            row.table,
            frozenset(ids(row.kinds)),
            tuple(and_below(cell) for cell in (row.actors, row.and_actors) if ids(cell)),
            frozenset(ids(row.places)),
            re.compile(rf"\b(?:{'|'.join(map(re.escape, ids(row.words)))})\b", re.IGNORECASE)
            if ids(row.words)
            else None,
            0.0 if pd.isna(row.killed_least) else float(row.killed_least),
            row.role,
            row.rung,
            row.wording,
        )
        for row in evidence.read(RULES).sort_values("order").itertuples(index=False)
    ]


def _events(evidence: Evidence, known: date | None) -> Iterator[_Event]:
    yield from _incidents(evidence, known)
    for row in evidence.read("timeline", known).itertuples(index=False):
        last = row.date if pd.isna(row.date_end) else row.date_end
        yield _Event(
            "timeline", row.event_id, row.date.date(), last.date(), kind=row.category, actors=ids(row.actors),
            told=row.title, words=f"{row.title}. {row.description}",
        )  # fmt: skip
    crossings = evidence.read("crossings")
    named = dict(zip(crossings["crossing_id"], crossings["name"], strict=True))
    for row in evidence.read("closures", known).itertuples(index=False):
        first, last = row.closed_from_earliest.date(), row.closed_from_latest.date()
        place = named.get(row.crossing_id, row.crossing_id)
        yield _Event(
            "closures",
            row.row_id,
            first,
            last,
            first == last,
            kind=_SHUT,
            place=place,
            told=f"{place} shut: {row.reason}",
        )
    yield from _examples(evidence, known)


def _incidents(evidence: Evidence, known: date | None) -> Iterator[_Event]:
    rows = evidence.read("incidents", known)
    for row in rows[rows["category"] == "border"].itertuples(index=False):
        # A closing is an act on its first day alone: that the crossing then stands shut is told by the closings.
        is_long = pd.notna(row.date_end) and row.kind != "crossing-closure"
        low, high = ((0.0 if pd.isna(one) else float(one)) for one in (row.killed_low, row.killed_high))
        yield _Event(
            "incidents", row.incident_id, row.date.date(), (row.date_end if is_long else row.date).date(),
            kind=row.kind, actors=ids(row.actor), place=text(row.place) or text(row.admin1),
            province=text(row.admin1), told=row.summary,
            words=" ".join(map(text, (row.summary, row.target, row.place))), claim_status=text(row.claim_status),
            killed=(low, max(low, high)),
        )  # fmt: skip


def _examples(evidence: Evidence, known: date | None) -> Iterator[_Event]:
    """The examples of the ladder that a reading names, each known with the earliest of its pages."""
    readings = evidence.read(READINGS)
    for row_id in readings.loc[readings["table"] == LADDER, "row_id"]:
        if not evidence.has_row(LADDER, row_id):
            continue
        row = evidence.row(LADDER, row_id)
        if known is None or row["known_from"] <= pd.Timestamp(known):
            day = row["example_incident_date"].date()
            yield _Event(LADDER, row_id, day, day, told=row["example"])
