"""The rung reached per day and month, standing conditions apart, how long each level lasted, how it rose and fell.

Rungs (see `rungs`) are ordinal: they are compared and never added. The one exception is the day-weighted mean of a
month, as `docs/methods.md` states. A time without an act on record has no rung. The tables are a selection of notable
events, so that is no proof of calm.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import closures
from khyber.analysis.rungs import ACT, CONDITION, OUTSIDE, STEP_DOWN, assigned, is_ruled
from khyber.evidence import Evidence, cached, dates

__all__ = [
    "ACT", "CONDITION", "FORCE", "OUTSIDE", "QUIET_DAYS", "STEP_DOWN", "acts", "assigned", "by_day", "by_month",
    "conditions", "is_ruled", "moves", "of_month", "records", "spells", "starts",
]  # fmt: skip

FORCE = 4
"""The lowest rung on which force is used."""
QUIET_DAYS = 30
"""So many days without an act of force on record end a period of force."""
_DAY = timedelta(days=1)
_RUNGS = ("rung", "rung_low", "rung_high")
_DAYS = ["day", *_RUNGS, "set_by", "acts"]
_MOVES = [
    "first", "last", "days", "peak", "peak_first", "peak_last", "rise", "fall", "began_at", "ended_at", "set_by",
    "acts",
]  # fmt: skip
_MONTHS = [
    "month", *_RUNGS, "mean", "days", "acts", "set_by", "rows", "condition", "condition_possible", "standing",
]  # fmt: skip


def starts(evidence: Evidence) -> date:
    """The first day of the series: that from which events between the two states are on record."""
    return date.fromisoformat(evidence.resource("incidents")["starts"]["border"])


def acts(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The rows of `assigned` that have, or may have, a rung as an act, since the start of the series."""
    rows = assigned(evidence, known)
    may_be = (rows["role"] == ACT) | ((rows["role"] == OUTSIDE) & rows["rung_high"].notna() & ~_is_closing(rows))
    within = (rows["last"] >= starts(evidence)) & (rows["first"] <= evidence.last_day(known))
    return rows[may_be & within].reset_index(drop=True)


def _is_closing(rows: pd.DataFrame) -> pd.Series:
    return rows["table"] == "closures"


@cached(8)
def conditions(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The spans for which a crossing stood shut as a condition on the ladder, by first day, one row a part.

    Those of `closures.spans` whose closing has a rung, with rung, rung_low, rung_high, rule_id, is_read and reason.
    """
    rows = assigned(evidence, known)
    rows = rows[_is_closing(rows) & (rows["role"] == CONDITION)]
    told = rows[["row_id", *_RUNGS, "rule_id", "is_read", "reason", "told"]].rename(
        columns={"row_id": "closure_id", "reason": "ruled"}
    )
    found = closures.spans(evidence, known).merge(told, on="closure_id")
    found = found[found["possible_last"] >= starts(evidence)]
    return found.sort_values(["possible_first", "detail_id"], kind="stable").reset_index(drop=True)


@cached(8)
def by_day(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The days with an act on record, oldest first: day, rung, rung_low, rung_high, set_by, acts.

    A day takes the highest rung of its acts, of either side; an act of several days counts on each. rung_low and
    rung_high are the highest that are certain and possible. set_by: the acts that reached the rung, acts: all of the
    day, both as (table, row id). An act whose day is not certain is on no day. A day on which it is in doubt whether
    there was an act has no rung, but a rung_high.
    """
    end = evidence.last_day(known)
    placed = [
        (row.first + number * _DAY, row)
        for row in acts(evidence, known).itertuples(index=False)
        if row.on_days
        for number in range((min(row.last, end) - row.first).days + 1)
    ]
    days: dict[date, list[Any]] = {}
    for day, row in placed:
        days.setdefault(day, []).append(row)
    found = [[day, *_reached(days[day])] for day in sorted(days)]
    return _typed(pd.DataFrame(found, columns=_DAYS))


def _reached(rows: list[Any]) -> list[Any]:
    """The rung of some acts with its range, the acts that reached it, and all of them."""
    rung, low, high = (
        max((getattr(row, end) for row in rows if pd.notna(getattr(row, end))), default=pd.NA) for end in _RUNGS
    )
    reached = tuple(_id(row) for row in rows if pd.notna(row.rung) and row.rung == rung)
    return [rung, low, high, reached, tuple(map(_id, rows))]


def _id(row: Any) -> tuple[str, str]:
    return row.table, row.row_id


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype(
        {name: "Int64" for name in table.columns.intersection([*_RUNGS, "condition", "condition_possible"])}
    )


@cached(8)
def by_month(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Every month of the series, in order, up to that of the last day of which anything can be said.

    month: its first day. rung, rung_low, rung_high: the highest of its acts, as in `by_day`, those whose day is not
    certain among them; missing where no act is on record. mean: the mean rung of its days with an act on record, so
    a mean of ordinal numbers; days: how many those are. acts, set_by: as in `by_day`. rows: all rows but conditions
    that lie in it, as (table, row id). condition: the highest rung of a condition that certainly stood on some day of
    it, condition_possible: that may have stood; standing: the parts of closings behind both, ids of `closure_details`.
    """
    if not is_ruled(evidence):
        return _typed(pd.DataFrame(columns=_MONTHS))
    begins, end = starts(evidence).replace(day=1), evidence.last_day(known)
    every, possible = assigned(evidence, known), acts(evidence, known)
    rows, acting = (_placed(one, begins, end) for one in (every[~_is_closing(every)], possible))
    ranked: dict[date, list[int]] = {}
    for day, rung in by_day(evidence, known)[["day", "rung"]].dropna().itertuples(index=False):
        ranked.setdefault(day.replace(day=1), []).append(int(rung))
    stood = list(conditions(evidence, known).itertuples(index=False))
    found = []
    for month in _months(begins, end):
        last = dates.add_months(month, 1) - _DAY
        certain = [one for one in stood if one.certain_first <= last and one.certain_last >= month]
        maybe = [one for one in stood if one.possible_first <= last and one.possible_last >= month]
        rung, low, high, set_by, own = _reached(acting.get(month, []))
        reached = ranked.get(month, [])
        found.append([
            month, rung, low, high, sum(reached) / len(reached) if reached else float("nan"), len(reached), own, set_by,
            tuple(map(_id, rows.get(month, []))), max((one.rung for one in certain), default=pd.NA),
            max((one.rung for one in maybe), default=pd.NA), tuple(one.detail_id for one in maybe),
        ])  # fmt: skip
    return _typed(pd.DataFrame(found, columns=_MONTHS))


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month from that of one day to that of another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = dates.add_months(month, 1)


def _placed(rows: pd.DataFrame, first: date, last: date) -> dict[date, list[Any]]:
    """Rows by each of the months in which they lie."""
    found: dict[date, list[Any]] = {}
    for row in rows.itertuples(index=False):
        for month in _months(max(row.first, first), min(row.last, last)):
            found.setdefault(month, []).append(row)
    return found


def of_month(evidence: Evidence, month: date, known: date | None = None) -> pd.DataFrame:
    """The rows of `assigned` in a month but the closings, highest rung first, then by day."""
    rows = assigned(evidence, known)
    last = min(dates.add_months(month, 1) - _DAY, evidence.last_day(known))
    found = rows[~_is_closing(rows) & (rows["first"] <= last) & (rows["last"] >= month)]
    in_order = found.sort_values(["rung", "first", "row_id"], ascending=[False, True, True], kind="stable")
    return in_order.reset_index(drop=True)


def spells(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """How long each level lasted: runs of months that reached one rung, oldest first.

    rung, first and last month (first days), months, and acts: those that reached the rung, as (table, row id). A month
    without an act on record ends a run and is in none.
    """
    found: list[dict[str, Any]] = []
    for row in by_month(evidence, known).itertuples(index=False):
        if pd.isna(row.rung):
            continue
        newest = found[-1] if found else None
        if newest and newest["rung"] == row.rung and dates.add_months(newest["last"], 1) == row.month:
            newest.update(last=row.month, months=newest["months"] + 1, acts=(*newest["acts"], *row.set_by))
        else:
            found.append({"rung": row.rung, "first": row.month, "last": row.month, "months": 1, "acts": row.set_by})
    return _typed(pd.DataFrame(found, columns=["rung", "first", "last", "months", "acts"]))


def moves(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """How fast it rose and fell: the periods of force, oldest first.

    A period of force holds the days that reached rung `FORCE` or more, with at most `QUIET_DAYS` days from one to the
    next. first, last: its first and last day; peak: the highest rung; peak_first, peak_last: the first and last day
    that reached it; rise: days from first to peak_first; fall: days from peak_last to last; days: from first to last;
    began_at, ended_at: the rungs of its first and last day; set_by: the acts of the peak; acts: all acts on its days
    with force, both as (table, row id). An act whose day is not certain is in none.
    """
    days = by_day(evidence, known)
    days = days[(days["rung"] >= FORCE).fillna(False)]
    found: list[list[Any]] = []
    for row in days.itertuples(index=False):
        if found and (row.day - found[-1][-1].day).days <= QUIET_DAYS:
            found[-1].append(row)
        else:
            found.append([row])
    lines = []
    for own in found:
        peak = max(row.rung for row in own)
        top = [row for row in own if row.rung == peak]
        first, last = own[0], own[-1]
        lines.append({
            "first": first.day, "last": last.day, "days": (last.day - first.day).days + 1, "peak": peak,
            "peak_first": top[0].day, "peak_last": top[-1].day, "rise": (top[0].day - first.day).days,
            "fall": (last.day - top[-1].day).days, "began_at": first.rung, "ended_at": last.rung,
            "set_by": tuple(dict.fromkeys(one for row in top for one in row.set_by)),
            "acts": tuple(dict.fromkeys(one for row in own for one in row.acts)),
        })  # fmt: skip
    return pd.DataFrame(lines, columns=_MOVES)


def records(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The days that reached a higher rung than any day of the series before, oldest first: the columns of `by_day`."""
    days = by_day(evidence, known)
    before = days["rung"].cummax().shift(fill_value=0)
    return days[(days["rung"] > before).fillna(False)].reset_index(drop=True)
