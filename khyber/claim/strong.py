"""Strengths of groups, held to the published estimates, each with its date and estimator."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import strength
from khyber.claim import rows
from khyber.claim.amounts import Amount
from khyber.claim.found import AGREES, DISAGREES, NOT_FOUND, SOMETHING_ELSE, Found, Line
from khyber.claim.reading import Statement
from khyber.evidence import Evidence, dates

# An undated claim that names nobody is about these years before the day on which it is said.
RECENT_YEARS = 5
_HERE = {"": ("afghanistan", "pakistan", "both"), "afghanistan": ("afghanistan",), "pakistan": ("pakistan",)}


def check(statement: Statement, evidence: Evidence, known: date | None) -> Found:
    """Hold a strength to every estimate of the group that counts the same people in the same place.

    An estimate of one figure is met by that figure, a range only by a claim that states it (`Amount.covers`).
    Without a date an estimate of the last five years counts, or the newest of whoever is named.
    """
    assert statement.amount
    every = strength.estimates(evidence, statement.actor, known)
    counts_same = (every["counts_what"] == statement.what) & every["location"].isin(_HERE[statement.area])
    timely = _timely(statement, every, known or evidence.searched_until)
    named = rows.named(statement, evidence)
    by = every["estimator"].isin(named.estimators) if named else pd.Series(True, index=every.index)
    holds = pd.Series([_holds(statement.amount, row) for row in every.itertuples()], index=every.index, dtype=bool)
    supporting = _lines(evidence, every[counts_same & timely & by & holds])
    differing = _lines(
        evidence, every[counts_same & (timely | every.index.isin(every.index[by])) & ~(timely & by & holds)]
    )
    if supporting:
        return Found(statement, AGREES, _reason(statement, supporting, differing), supporting, differing)
    others = every[holds & by & ~(counts_same & timely)]
    if len(others):
        found = _lines(evidence, others)
        rest = tuple(line for line in differing if line not in found)
        reason = f"the figure is that of another count: {found[0].name} {found[0].value}, {found[0].what}"
        return Found(statement, SOMETHING_ELSE, reason, (), (*found, *rest))
    candidates = every[counts_same & timely & by]
    if candidates.empty:
        return Found(statement, NOT_FOUND, "no such estimate of the group is in the tables", (), differing)
    own = _lines(evidence, candidates)
    return Found(statement, DISAGREES, f"{own[0].name} gives {own[0].value} ({own[0].what})", (), differing)


def _timely(statement: Statement, every: pd.DataFrame, day: date) -> pd.Series:
    if statement.period:
        return (every["as_of"] >= pd.Timestamp(statement.period.start)) & (
            every["as_of"] <= pd.Timestamp(statement.period.end)
        )
    recent = every["as_of"] >= pd.Timestamp(dates.add_months(day, -12 * RECENT_YEARS))
    if statement.by:
        return recent | every["row_id"].isin(strength.newest(every)["row_id"])
    return recent


def _holds(amount: Amount, row: Any) -> bool:
    if not pd.isna(row.best):
        return amount.covers(row.best, row.best)
    low, high = (None if pd.isna(one) else float(one) for one in (row.low, row.high))
    return amount.covers(low, high)


def _lines(evidence: Evidence, found: pd.DataFrame) -> tuple[Line, ...]:
    ordered = found.sort_values(["as_of", "row_id"], ascending=[False, True], kind="stable")
    return tuple(_line(evidence, row) for _, row in ordered.iterrows())


def _line(evidence: Evidence, row: pd.Series) -> Line:
    when = row["as_of"].date()
    told = {"year": f"{when.year}", "month": f"{when:%B %Y}"}.get(row["precision"], dates.words(when))
    counted, where = evidence.labels("counts_what")[row["counts_what"]], evidence.labels("location")[row["location"]]
    return Line(
        "group_strength",
        row["row_id"],
        row["group_id"],
        evidence.labels("estimator")[row["estimator"]],
        strength.as_range(row).text(),
        f"{counted}, {where[:1].lower()}{where[1:]}, {told}",
        number=float(row["best"]) if not pd.isna(row["best"]) else None,
    )


def _reason(statement: Statement, supporting: tuple[Line, ...], differing: tuple[Line, ...]) -> str:
    told = " and ".join(dict.fromkeys(f"{line.name} ({line.what.rsplit(', ', 1)[-1]})" for line in supporting))
    reason = f"an estimate gives it: {told}"
    if not statement.period:
        reason += f"; the claim gives no date: {len(differing)} other estimates differ, by date, estimator or place"
    return reason
