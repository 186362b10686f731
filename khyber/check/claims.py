"""Claimed changes against the changes that the published counts give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import trunc
from typing import Any

import pandas as pd

from khyber.analysis import change
from khyber.check.report import Finding
from khyber.evidence import Evidence, Range

NO_METRIC = "of something that no metric counts"
NO_COUNT = "without a count of the period"
NO_EARLIER = "without a count of the earlier period"
NEITHER = "without a count of either period"
DOUBTFUL = "with doubtful counts only"
NO_PERCENTAGE = "without a percentage"

_Key = tuple[object, ...]


@dataclass(frozen=True)
class Compared:
    """What became of the change claims: those that no pair of counts gives, and those without counts."""

    findings: list[Finding]
    uncomputed: Mapping[str, int]


def compare(evidence: Evidence) -> Compared:
    """Compare each row of `change_claims` with `attack_counts`.

    A claim agrees when it is the change, rounded or cut off to the digits that the claim prints, between
    *some* published value of the earlier period and some of the later one, by the same publisher, for the
    same metric, area and actor, doubtful values left out. The headline is one of them; the others are allowed
    since a claim was made with the values of its day, which may have been revised since. So 38 stands for
    37.5 to 38.5 (rounded) and up to 39 (cut off), 17.6 for 17.55 to 17.65 and up to 17.7. A claim without
    such counts is no error; it is counted by the reason why.
    """
    values = _values(evidence)
    found, uncomputed = [], Counter[str]()
    file = str(evidence.resource("change_claims")["path"])
    for claim in evidence.read("change_claims").itertuples():
        reason = _uncomputed(claim, values)
        if reason:
            uncomputed[reason] += 1
            continue
        pairs = list(product(values[_key(claim, "previous")], values[_key(claim, "period")]))
        changes = {pair: _percent(*pair) for pair in pairs}
        if not any(_agrees(claim.claimed_change_pct, percent) for percent in changes.values()):
            found.append(Finding(file, claim.row_id, "claimed_change_pct", _difference(claim, changes)))
    return Compared(found, dict(uncomputed.most_common()))


def _values(evidence: Evidence) -> dict[_Key, set[float]]:
    """The published values that are not doubtful, by what they count; an empty set where all are doubtful."""
    values: dict[_Key, set[float]] = {}
    for row in evidence.read("attack_counts").itertuples():
        sound = values.setdefault(_key(row, "period"), set())
        if not row.doubtful:
            sound.add(float(row.value))
    return values


def _key(row: Any, period: str) -> _Key:
    days = getattr(row, f"{period}_start"), getattr(row, f"{period}_end")
    return row.publisher, row.metric, row.area, row.actor, *days


def _uncomputed(claim: Any, values: Mapping[_Key, set[float]]) -> str:
    """Why no change can be computed for a claim, "" where it can be."""
    if pd.isna(claim.claimed_change_pct):
        return NO_PERCENTAGE
    if pd.isna(claim.metric):
        return NO_METRIC
    now, before = values.get(_key(claim, "period")), values.get(_key(claim, "previous"))
    if now is None or before is None:
        return NEITHER if now is before else NO_COUNT if now is None else NO_EARLIER
    return "" if now and before else DOUBTFUL


def _percent(earlier: float, later: float) -> float | None:
    """The change in per cent, None from zero."""
    percent = change.between(Range.exact(earlier), Range.exact(later)).percent
    return percent.headline if percent else None


def _agrees(claimed: float, computed: float | None) -> bool:
    """Whether a change, rounded or cut off to the digits that the claim prints, is the claimed one."""
    if computed is None:
        return False
    digits = max(0, -int(Decimal(str(float(claimed))).normalize().as_tuple().exponent))
    scale = 10.0**digits
    wanted, scaled = round(claimed * scale), round(computed * scale, 6)
    return abs(wanted - scaled) <= 0.5 or wanted == trunc(scaled)


def _difference(claim: Any, changes: Mapping[tuple[float, float], float | None]) -> str:
    """The claim beside the pair of counts that comes nearest to it."""
    claimed = float(claim.claimed_change_pct)
    computed = {pair: percent for pair, percent in changes.items() if percent is not None}
    if not computed:
        return f"{claimed:g} % is claimed, and the earlier count is zero"
    (earlier, later), percent = min(computed.items(), key=lambda one: (abs(one[1] - claimed), one[0]))
    nearest = f"{earlier:g} and {later:g}, give {percent:.1f} %"
    return f"{claimed:g} % is claimed; the nearest published counts, {nearest}"
