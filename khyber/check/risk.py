"""The risk index: weights add up to 100, inputs are known, every window is what its basis says it is, and the rows that
are named for an input are of one definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from khyber.analysis import risk_inputs, strength
from khyber.check.report import Finding
from khyber.evidence import Evidence, ids

PILLARS, INPUTS = "risk_pillars", "risk_inputs"
WHOLE = 100.0
TOLERANCE = 0.005
"""How far a stated end may be from the published one, as a share of the window: windows are stated in round figures."""
YEAR = "year"
_SLACK = 1e-6


def findings(evidence: Evidence) -> Iterator[Finding]:
    """Every pillar and input of which this does not hold."""
    pillars, inputs = (evidence.vocabulary(one) for one in (PILLARS, INPUTS))
    if abs(pillars["weight_pct"].sum() - WHOLE) > _SLACK:
        yield _finding(evidence, PILLARS, "", "weight_pct", f"the weights add up to {pillars['weight_pct'].sum():g}")
    for pillar in pillars.index:
        shares = inputs.loc[inputs["pillar_id"] == pillar, "share_pct"].sum()
        if abs(shares - WHOLE) > _SLACK:
            yield _finding(evidence, PILLARS, pillar, "", f"the shares of its inputs add up to {shares:g}")
    unknown = [one for one in inputs.index if one not in risk_inputs.READERS]
    for one in unknown:
        yield _finding(evidence, INPUTS, one, "input_id", "no such input is read")
    if not unknown and len(inputs):
        ends = {"observed": risk_inputs.observed(evidence), "scale": risk_inputs.scales(evidence)}
        for row in inputs.itertuples(index=False):
            yield from _window(evidence, row, ends[row.basis].get(row.input_id))
    for row in inputs.itertuples(index=False):
        for reason in _wrong_rows(evidence, row.input_id, ids(row.of_rows)):
            yield _finding(evidence, INPUTS, row.input_id, "of_rows", reason)


def _wrong_rows(evidence: Evidence, one: str, named: Sequence[str]) -> Iterator[str]:
    """What is wrong with the rows that are named for an input."""
    table = risk_inputs.NAMED_IN.get(one)
    if not table:
        return
    found = evidence.read(table).set_index("row_id")
    for row in named:
        if row not in found.index:
            yield f"{row!r} is no row of {table}"
    if one == risk_inputs.FIGHTERS:
        yield from _wrong_estimates(found.loc[[row for row in named if row in found.index]])


def _wrong_estimates(rows: pd.DataFrame) -> Iterator[str]:
    """Curated rule 9: estimates of one series are of one definition, and a day that stands for a year is none."""
    for column in [one for one in strength.SERIES if rows[one].nunique() > 1]:
        yield f"rows of several values of {column}: {', '.join(sorted(rows[column].unique()))}"
    for row in rows.index[rows["precision"] == YEAR]:
        yield f"{row!r} is dated by its year alone"
    for row in rows.index[rows["best"].isna() & (rows["low"].isna() | rows["high"].isna())]:
        yield f"{row!r} has an open end"
    for row in rows.index[rows["as_of"].duplicated()]:
        yield f"{row!r} is of the day of another, and estimates are not joined"


def _window(evidence: Evidence, row: Any, ends: tuple[float, float] | None) -> Iterator[Finding]:
    """A window is what was published in its years, or the scale, but for rounding."""
    if row.low >= row.high:
        yield _finding(evidence, INPUTS, row.input_id, "high", f"{row.high:g} is not above {row.low:g}")
        return
    if ends is None:
        yield _finding(evidence, INPUTS, row.input_id, "basis", f"{row.basis!r}, and there is none")
        return
    for field, stated, found in (("low", row.low, ends[0]), ("high", row.high, ends[1])):
        if abs(stated - found) > TOLERANCE * (row.high - row.low):
            yield _finding(evidence, INPUTS, row.input_id, field, f"is {stated:g}, and the data give {found:g}")


def _finding(evidence: Evidence, table: str, row: str, field: str, reason: str) -> Finding:
    return Finding(str(evidence.resource(table)["path"]), row, field, reason)
