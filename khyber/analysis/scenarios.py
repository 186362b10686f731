"""Scenarios on a day: which of their signposts are lit, and how many were at the end of each month.

Signposts are counted and never weighed: there is no score and no probability.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from khyber.analysis import measures, rungs, signposts
from khyber.analysis.signposts import AGAINST, LIT, NOT_LIT, TOWARDS, UNKNOWN, Reading, Signpost
from khyber.evidence import Evidence, cached, dates

__all__ = [
    "AGAINST", "LIT", "NOT_LIT", "STARTS", "TOWARDS", "UNKNOWN", "Newest", "State", "are_given", "newest",
    "on", "through_time",
]  # fmt: skip

STARTS = date(2021, 1, 1)
"""The first day of the months that are counted."""


class Newest(NamedTuple):
    """The newest record: its day and its row, as (table, id)."""

    day: date
    row: tuple[str, str]


class State(NamedTuple):
    """A signpost on a day: lit, not lit or not known, and what was measured."""

    signpost: Signpost
    state: str
    found: Reading


def are_given(evidence: Evidence) -> bool:
    """True where the release has scenarios with signposts."""
    return evidence.counts.get(signposts.TABLE, 0) > 0


@cached(8)
def newest(evidence: Evidence, known: date | None = None) -> Newest | None:
    """The newest event between the two states, event of the timeline or declared position; None where there is none.

    An event whose day is not certain is none of them. Of several of one day it is the first by table and id.
    """
    rows = rungs.assigned(evidence, known)
    rows = rows[rows["on_days"].astype(bool)]
    told = [*zip(rows["first"], rows["table"], rows["row_id"], strict=True)]
    held = evidence.read("stances", known)
    told += [(day.date(), "stances", row_id) for day, row_id in zip(held["as_of"], held["row_id"], strict=True)]
    last = evidence.last_day(known)
    day = max((one[0] for one in told if one[0] <= last), default=None)
    return Newest(day, min((table, row_id) for one, table, row_id in told if one == day)) if day else None


@cached(256)
def on(evidence: Evidence, day: date, known: date | None = None) -> tuple[State, ...]:
    """Every signpost on a day, as known by another, in their order."""
    measured = ((one, measures.measured(evidence, one, day, known)) for one in signposts.listed(evidence))
    return tuple(State(one, one.state(found), found) for one, found in measured)


@cached(8)
def through_time(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """How many signposts of each scenario were lit at the end of each month since `STARTS`, the last on `newest`.

    One row a month and scenario: month (first day), day, scenario, and for those that point towards it lit, not_lit
    and not_known, for those against it against_lit, against_not_lit and against_not_known; rows, those that decide any
    of them, as (table, id).
    """
    end = newest(evidence, known)
    lines = []
    month = STARTS
    while end and month <= end.day and are_given(evidence):
        day = min(dates.add_months(month, 1) - timedelta(days=1), end.day)
        states = on(evidence, day, known)
        for scenario in evidence.vocabulary(signposts.SCENARIOS).index:
            own = [one for one in states if one.signpost.scenario_id == scenario]
            lines.append([month, day, scenario, *_counted(own, TOWARDS), *_counted(own, AGAINST), _rows(own)])
        month = dates.add_months(month, 1)
    names = ["lit", "not_lit", "not_known"]
    columns = ["month", "day", "scenario", *names, *(f"against_{one}" for one in names), "rows"]
    return pd.DataFrame(lines, columns=columns)


def _counted(own: list[State], points: str) -> list[int]:
    return [
        sum(one.signpost.points == points and one.state == state for one in own) for state in (LIT, NOT_LIT, UNKNOWN)
    ]


def _rows(own: list[State]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(row for one in own for row in one.found.rows))
