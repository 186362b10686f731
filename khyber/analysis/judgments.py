"""Judgments: what each says how likely, where its question stands on a day, and how those decided have scored.

The score is that of Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
(1950), 1-3, in its half form for questions of yes or no: mean((p - o)^2), where p is the probability given, 0 to 1, and
o is 1 for yes and 0 for no. It runs from 0, all known, to 1, all wrong; who always says one half gets 0.25.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import fmean
from typing import Any

import pandas as pd

from khyber.evidence import Evidence, Range, cached, ids, text
from khyber.wording.bands import bands

# Where the question of a judgment stands.
NOT_GIVEN = "not-given"  # The release is from before likelihood and horizon had columns.
STATEMENT = "statement"  # It says what has happened: nothing in it is likely or unlikely.
NO_HORIZON = "no-horizon"
OPEN = "open"
DUE = "due"  # The horizon has passed, and nothing in the data decides the question.
SCORED = "scored"
YES = "yes"


def as_of(evidence: Evidence, known: date | None = None) -> date:
    """The day by which horizons have passed or not: the known-by day, or the last on which pages were searched."""
    return known or evidence.searched_until


@cached(16)
def judged(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Every judgment made by a day, in the order of its id.

    To the columns of the table come low, high and midpoint (percent; empty without a likelihood), `standing`, and for
    those scored `score`, `score_low`, `score_high`: (p - o)^2 at the midpoint of the band and at its ends. `outcome`
    and `outcome_rows` are told as far as those rows were known by that day.
    """
    rows = evidence.read("key_judgments", known)
    band = {one.id: one for one in bands(evidence)}
    own = [band.get(text(one)) for one in rows["likelihood"]]
    behind = [_known_rows(evidence, ids(cell), known) for cell in rows["outcome_rows"]]
    decided = [
        text(given) if len(found) == len(ids(cell)) else ""
        for given, found, cell in zip(rows["outcome"], behind, rows["outcome_rows"], strict=True)
    ]
    found = rows.assign(
        low=pd.Series([one.low if one else None for one in own], index=rows.index, dtype=float),
        high=pd.Series([one.high if one else None for one in own], index=rows.index, dtype=float),
        midpoint=pd.Series([one.midpoint if one else None for one in own], index=rows.index, dtype=float),
        outcome=decided,
        outcome_rows=behind,
    )
    day = pd.Timestamp(as_of(evidence, known))
    found["standing"] = [_standing(row, day) for row in found.itertuples(index=False)]
    scores = [
        score(row.low, row.high, row.outcome == YES) if row.standing == SCORED else Range()
        for row in found.itertuples(index=False)
    ]
    for name, column in (("headline", "score"), ("low", "score_low"), ("high", "score_high")):
        found[column] = pd.Series([getattr(one, name) for one in scores], index=found.index, dtype=float)
    return found


def _known_rows(evidence: Evidence, named: tuple[str, ...], known: date | None) -> tuple[str, ...]:
    """Of rows named as table/id those that were known by a day."""
    return tuple(one for one in named if one.partition("/")[2] in _ids(evidence, one.partition("/")[0], known))


@cached(64)
def _ids(evidence: Evidence, table: str, known: date | None) -> frozenset[str]:
    return frozenset(evidence.read(table, known)[evidence.key(table)].astype(str))


def _standing(row: Any, day: pd.Timestamp) -> str:
    if not text(row.title):
        return NOT_GIVEN
    if pd.isna(row.low):
        return STATEMENT
    if pd.isna(row.horizon):
        return NO_HORIZON
    if row.horizon >= day:
        return OPEN
    return SCORED if row.outcome else DUE


def score(low: float, high: float, came_about: bool) -> Range:
    """(p - o)^2 of one judgment, 0 to 1, from a band in percent: at its midpoint, with the least and most in it."""
    miss = [(p / 100 - came_about) ** 2 for p in (low, high)]
    return Range(min(miss), max(miss), ((low + high) / 200 - came_about) ** 2)


def brier(scores: Iterable[Range]) -> Range | None:
    """The Brier score of several judgments, the mean of theirs with its least and most; None where there is none."""
    listed = list(scores)
    if not listed:
        return None
    low, high, headline = (fmean(getattr(one, end) for one in listed) for end in ("low", "high", "headline"))
    return Range(low, high, headline)


def scored(found: pd.DataFrame) -> list[Range]:
    """The scores among judgments."""
    own = found[found["standing"] == SCORED]
    return [Range(row.score_low, row.score_high, row.score) for row in own.itertuples(index=False)]
