"""What a signpost measures on a day: a fixed vocabulary of measures, each an interval with the rows that give it.

A measure looks at rows of the day and before, and at how long a crossing was shut as later pages tell it. Its value is
an interval, since tolls, days shut and sources leave room. Where nothing within the window says anything, it has none:
the tables are a selection of notable events, so a time without a row is not known to have been calm.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import change, closures, counts, economy, escalation, rungs, stances, timeline
from khyber.analysis.signposts import Reading, Rows, Signpost, Window, unknown
from khyber.evidence import Evidence, cached, dates, ids
from khyber.evidence.ranges import number

_DAY = timedelta(days=1)
_TALKS = re.compile(r"\btalks\b", re.IGNORECASE)
_LOCAL = re.compile(r"\bflag meeting\b", re.IGNORECASE)
_PEOPLE_ONLY = "people"
_ISSUE, _SIDES = "mediation", ("pakistan", "afghan-taliban")


def measured(evidence: Evidence, signpost: Signpost, day: date, known: date | None = None) -> Reading:
    """What a signpost measures on a day, as known by another. Raises KeyError for a measure that there is not."""
    return MEASURES[signpost.measure](evidence, signpost, day, known)


class _Event(NamedTuple):
    """An act, or a step down, between the two states; low and high are the rungs that are certain and possible."""

    first: date
    last: date
    on_days: bool
    low: int
    high: int
    row: tuple[str, str]


class _Record(NamedTuple):
    """The acts, the talks of the two governments, and all acts and steps down whose day is certain, oldest first."""

    acts: tuple[_Event, ...]
    talks: tuple[_Event, ...]
    certain: tuple[_Event, ...]


@cached(8)
def _record(evidence: Evidence, known: date | None) -> _Record:
    found = rungs.assigned(evidence, known)
    down = found[(found["role"] == escalation.STEP_DOWN) & found["on_days"].astype(bool)]
    talks = pd.Series(map(_are_talks, down.itertuples(index=False)), index=down.index, dtype=bool)
    acts, steps, held = (
        tuple(map(_event, rows.itertuples(index=False)))
        for rows in (escalation.acts(evidence, known), down, down[talks])
    )
    certain = sorted((one for one in (*acts, *steps) if one.on_days), key=lambda one: (one.first, one.row))
    return _Record(acts, held, tuple(certain))


def _are_talks(step: Any) -> bool:
    """Whether a step down is talks of the two governments; a flag meeting of commanders on the line is none."""
    if step.kind == "talks":
        return _LOCAL.search(step.told) is None
    return step.table == "timeline" and _TALKS.search(step.told) is not None


def _event(row: Any) -> _Event:
    low, high = (0 if pd.isna(one) else int(one) for one in (row.rung_low, row.rung_high))
    return _Event(row.first, row.last, bool(row.on_days), low, high, (row.table, row.row_id))


def _newest(record: _Record, window: Window, day: date) -> _Event | None:
    """The newest act or step down that began in a window and whose day is certain."""
    place = bisect_right(record.certain, day, key=lambda one: one.first)
    return record.certain[place - 1] if place and window.holds(record.certain[place - 1].first, day) else None


def _silent(window: Window) -> Reading:
    return unknown(f"Nothing between the two states is on record in {window.words}")


def _rung(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """The highest rung of the acts in the window; no value where none is certain, whatever else is on record.

    An act whose day is not certain counts for sure where all its days lie in the window.
    """
    record, window = _record(evidence, known), signpost.window
    own = [one for one in record.acts if one.first <= day and window.holds(min(one.last, day), day)]
    sure = [one for one in own if one.on_days or (one.last <= day and window.holds(one.first, day))]
    low = max((one.low for one in sure), default=0)
    high = max((one.high for one in own), default=0)
    if not high:
        newest = _newest(record, window, day)
        if newest is None:
            return _silent(window)
        return unknown(f"No act on record, but something else, last on {dates.words(newest.first)}", (newest.row,))
    # Of several acts on one rung the last says when, and gives the row.
    highest = max((one for one in own if one.high == high), key=lambda one: (one.first, one.row))
    if not low:
        return unknown(f"No certain act on record; the highest possible: rung {high}, {_when(highest)}", (highest.row,))
    last = max((one for one in sure if one.low == low), key=lambda one: (one.high, one.first, one.row))
    behind = (last.row,) if last.high == high else (last.row, highest.row)
    rung = f"rung {low}" if low == high else f"rung {low} or more, at most {high}"
    return Reading(low, high, f"Highest act on record: {rung}, {_when(last)}", behind)


def _when(event: _Event) -> str:
    return f"{dates.words(event.first, event.last)}{'' if event.on_days else ' (day not certain)'}"


def _talks(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """How many talks between the two governments had a day in the window; those of one first day are one.

    Where none is on record it is 0 if one of the two last declared itself against talks in the window; else no value.
    """
    record, window = _record(evidence, known), signpost.window
    own = [one for one in record.talks if one.first <= day and window.holds(min(one.last, day), day)]
    held = sorted({one.first for one in own})
    if held:
        said = f"{number(len(held))} on record, the last from {dates.words(held[-1])}"
        return Reading(len(held), len(held), said, tuple(one.row for one in own))
    for actor in _SIDES:
        made = [one for one in _declared(evidence, known).get((actor, _ISSUE), []) if one[0] <= day]
        if made and window.holds(made[-1][0], day) and stances.side(made[-1][1]) == stances.AGAINST:
            name = evidence.names("actors", "short_name")[actor]
            said = f"None on record, and {name} declared itself against them on {dates.words(made[-1][0])}"
            return Reading(0, 0, said, (("stances", made[-1][2]),))
    newest = _newest(record, window, day)
    if newest is None:
        return _silent(window)
    return unknown(f"No talks on record, but something else, last on {dates.words(newest.first)}", (newest.row,))


@cached(8)
def _truces(evidence: Evidence, known: date | None, kind: str) -> tuple[tuple[date, date | None, Rows], ...]:
    """The truces of a kind, oldest first: first day, last day in force, and their rows."""
    rows = timeline.with_ends(evidence, known)
    found = []
    for row in rows[rows["truce"] == kind].itertuples(index=False):
        is_dated = pd.notna(row.date_end)
        until = None if pd.isna(row.until) else row.until.date() - (timedelta(0) if is_dated else _DAY)
        ender = () if is_dated or until is None else (("timeline", row.ended_by),)
        found.append((row.date.date(), until, (("timeline", row.event_id), *ender)))
    return tuple(found)


def _truce(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """1 where a truce is in force on the day, else 0; one without an end holds until an event ended it."""
    newest = _newest(_record(evidence, known), signpost.window, day)
    begun = [one for one in _truces(evidence, known, signpost.subject) if one[0] <= day]
    held = [one for one in begun if one[1] is None or one[1] >= day]
    if held:
        first, _, rows = held[-1]
        if newest is None:
            return unknown(
                f"A truce began on {dates.words(first)}; nothing is on record in {signpost.window.words}", rows[:1]
            )
        return Reading(1, 1, f"In force since {dates.words(first)}", (*rows[:1], newest.row))
    if newest is None:
        return _silent(signpost.window)
    if not begun:
        return Reading(0, 0, "No truce between them is on record by that day", (newest.row,))
    first, last, rows = begun[-1]
    assert last
    return Reading(0, 0, f"The last one was in force {dates.words(first, last)}", (*rows, newest.row))


@cached(8)
def _shut(evidence: Evidence, known: date | None) -> dict[str, list[Any]]:
    """By crossing the spans for which it was shut to goods or to all, by first day."""
    found: dict[str, list[Any]] = {}
    for row in closures.spans(evidence, known).itertuples(index=False):
        if row.scope != _PEOPLE_ONLY:
            found.setdefault(row.crossing_id, []).append(row)
    return found


@cached(1)
def _names(evidence: Evidence) -> dict[str, str]:
    rows = evidence.read("crossings")
    return dict(zip(rows["crossing_id"], rows["name"], strict=True))


def _crossings(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """How many of the crossings are shut to goods or to all.

    One is open by evidence of opening in the window; where a closing may have lasted, or nothing is on record, it may
    be either.
    """
    low = high = 0
    told, behind = [], []
    for crossing in ids(signpost.subject):
        state, rows = _state(_shut(evidence, known).get(crossing, []), signpost.window, day)
        low, high = low + (state == "shut"), high + (state != "open")
        told.append(f"{_names(evidence)[crossing]}: {state}")
        behind += [*rows, ("crossings", crossing)]
    said = "; ".join(told)
    if low == 0 and high == len(told):
        return unknown(said, tuple(behind))
    return Reading(low, high, said, tuple(dict.fromkeys(behind)))


def _state(spans: Sequence[Any], window: Window, day: date) -> tuple[str, Rows]:
    """Whether a crossing was shut on a day, with the rows that say so."""
    within = [one for one in spans if one.possible_first <= day <= one.possible_last]
    sure = [one for one in within if one.certain_first <= day <= one.certain_last]
    if within:
        return ("shut" if sure else "shut or open again, not known"), (sure or within)[-1].evidence
    opened = [one for one in spans if one.possible_last < day and window.holds(one.possible_last + _DAY, day)]
    if not opened:
        return f"nothing on record in {window.words}", ()
    return "open", opened[-1].evidence


@cached(8)
def _declared(evidence: Evidence, known: date | None) -> dict[tuple[str, str], list[tuple[date, str, str]]]:
    """By actor and issue every declaration, oldest first: day, position, row."""
    rows = evidence.read("stances", known).sort_values(["as_of", "row_id"], kind="stable")
    found: dict[tuple[str, str], list[tuple[date, str, str]]] = {}
    for row in rows.itertuples(index=False):
        found.setdefault((row.actor, row.issue), []).append((row.as_of.date(), row.position, row.row_id))
    return found


def _position(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """The place of the newest declared position on the scale of `stances.STEPS`, carried for the window."""
    actor, _, issue = signpost.subject.partition(",")
    made = [one for one in _declared(evidence, known).get((actor, issue), []) if one[0] <= day]
    if not made:
        return unknown("No declaration is on record by that day")
    when, position, row_id = made[-1]
    label = evidence.labels("stance_position")[position]
    if not signpost.window.holds(when, day):
        return unknown(
            f"The last one, of {dates.words(when)} ({label.lower()}), is older than {signpost.window.words[9:]}",
            (("stances", row_id),),
        )
    step = stances.STEPS[position]
    return Reading(step, step, f"{label}, {dates.words(when)}", (("stances", row_id),))


def _mediating(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """How many actors but the parties last declared that they mediate, of those with a position in force."""
    newest = {
        actor: made[-1]
        for (actor, issue), every in _declared(evidence, known).items()
        if issue == signpost.subject and actor not in stances.PARTIES
        for made in [[one for one in every if one[0] <= day and signpost.window.holds(one[0], day)]]
        if made
    }
    if not newest:
        return unknown(f"No third party declared anything on this in {signpost.window.words}")
    names = evidence.names("actors", "short_name")
    who = sorted(names[actor] for actor, one in newest.items() if one[1] == stances.MEDIATES)
    said = f"{len(who)} of {len(newest)} third parties with a position in force" + (
        f": {', '.join(who)}" if who else ""
    )
    return Reading(len(who), len(who), said, tuple(sorted(("stances", one[2]) for one in newest.values())))


@cached(16)
def _months(evidence: Evidence, known: date | None, publisher: str) -> list[tuple[date, date, change.Change, Rows]]:
    """The months of a publisher that can be compared with the same month a year before, oldest first."""
    rows = counts.series(evidence, "attacks", span="month", publishers=(publisher,), known=known)
    by_start = {row["period_start"].date(): row for _, row in rows.iterrows()}
    found = []
    for first, later in sorted(by_start.items()):
        earlier = by_start.get(dates.add_months(first, -12))
        if earlier is None:
            continue
        changed = change.of_rows(earlier, later)
        if changed.percent and changed.percent.low is not None and changed.percent.high is not None:
            behind = tuple(("attack_counts", one) for one in (*earlier["row_ids"], *later["row_ids"]))
            found.append((first, later["period_end"].date(), changed, behind))
    return found


def _attacks(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """The change of the newest month that ended by the day and in the window on the same month a year before."""
    own = [
        one
        for one in _months(evidence, known, signpost.subject)
        if one[1] <= day and signpost.window.holds(one[1], day)
    ]
    if not own:
        return unknown(f"No month that ended in {signpost.window.words} is given beside the same month a year before")
    first, last, changed, rows = own[-1]
    assert changed.percent and changed.percent.low is not None and changed.percent.high is not None
    said = f"{dates.words(first, last)}: {change.told(changed)} on the same month a year before"
    return Reading(changed.percent.low, changed.percent.high, said, rows)


class _Figure(NamedTuple):
    """A figure of a series: its time, the lowest and highest of what was published, in words, and its rows."""

    ended: date
    low: float
    high: float
    said: str
    rows: Rows


def _newest_figure(found: Sequence[_Figure], signpost: Signpost, day: date, nothing: str) -> Reading:
    own = [one for one in found if one.ended <= day and signpost.window.holds(one.ended, day)]
    return Reading(*own[-1][1:]) if own else unknown(f"{nothing} in {signpost.window.words}")


@cached(16)
def _levels(evidence: Evidence, known: date | None, series: str) -> list[_Figure]:
    """By the day on which it ended every figure of a series but averages of a year, oldest first; a floor is open."""
    rows = economy.rows(evidence, series, known)
    rows = rows[rows["value"].notna() & (rows["unit"] != economy.YEARLY)]
    found = []
    for ended, own in rows.groupby("period_end"):
        low, high = float(own["value"].min()), float(own["value"].max())
        unit = evidence.labels("indicator_unit")[own["unit"].iloc[0]]
        unit = f"{unit[0].lower()}{unit[1:]}" if unit[1:].islower() else unit
        told = f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}, as sources differ"
        if own["note"].map(economy.is_floor).any():
            told, high = f"at least {low:g} {unit}", math.inf
        behind = tuple(("indicators", one) for one in own["row_id"])
        found.append(_Figure(ended.date(), low, high, f"{told}, {dates.words(ended.date())}", behind))
    return found


def _level(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """The newest figure of a series that ended by the day, from the lowest to the highest of what was published."""
    return _newest_figure(_levels(evidence, known, signpost.subject), signpost, day, "No figure ended")


@cached(16)
def _changes(evidence: Evidence, known: date | None, series: str) -> list[_Figure]:
    """By its months each figure beside that of the same months a year before on the same page, oldest first.

    Of figures that end on one day the one of the fewest months is last; two periods are never one range.
    """
    rows = list(economy.rows(evidence, series, known).dropna(subset="value").itertuples(index=False))
    pairs: dict[tuple[date, date], list[tuple[float, Any, Any]]] = {}
    for later in rows:
        first, last = later.period_start.date(), later.period_end.date()
        for earlier in rows:
            if (
                earlier.value
                and _year_before(earlier, first, last)
                and set(ids(earlier.source_ids)) & set(ids(later.source_ids))
            ):
                pairs.setdefault((last, first), []).append((100 * (later.value / earlier.value - 1), earlier, later))
    found = []
    for (ended, first), own in sorted(pairs.items()):
        low, high = min(one[0] for one in own), max(one[0] for one in own)
        told = " and ".join(dict.fromkeys(f"{change.signed(one)} %" for one, _, _ in own))
        behind = tuple(dict.fromkeys(("indicators", one.row_id) for _, *two in own for one in two))
        said = f"{dates.words(first, ended)}: {told} on the same months a year before"
        found.append(_Figure(ended, low, high, said, behind))
    return found


def _year_before(earlier: Any, first: date, last: date) -> bool:
    """Whether a figure is for the same months a year before; the last day of February is one in every year."""
    after = dates.add_months(last + _DAY, -12)
    return (earlier.period_start.date(), earlier.period_end.date() + _DAY) == (dates.add_months(first, -12), after)


def _changed(evidence: Evidence, signpost: Signpost, day: date, known: date | None) -> Reading:
    """The change of the newest figure of a series on that of the same months a year before."""
    nothing = "No figure ended that one page gives beside the same months a year before"
    return _newest_figure(_changes(evidence, known, signpost.subject), signpost, day, nothing)


MEASURES: dict[str, Callable[[Evidence, Signpost, date, date | None], Reading]] = {
    "highest-rung": _rung,
    "crossings-shut": _crossings,
    "talks-held": _talks,
    "truce-in-force": _truce,
    "declared-position": _position,
    "actors-mediating": _mediating,
    "attacks-change": _attacks,
    "indicator-level": _level,
    "indicator-change": _changed,
}
