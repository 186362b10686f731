"""The risk index: pillars from 0 to 100, their weighted mean, what the weights change in it, and what moved it.

It describes published figures. A pillar without a figure is missing, and no total is made where too much is missing.
The index is computed for one publisher at a time: its attacks, its dead and its areas; the other pillars are the same
for all. Formulas and their sources: `docs/methods.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import risk_inputs
from khyber.analysis.risk_inputs import Row
from khyber.evidence import Evidence, cached, dates

Weights = tuple[tuple[str, float], ...]
"""Pillars and their shares in the total, from 0 to 1, which add up to 1, in the order of the pillars."""
OWN = "attack-tempo"
"""The pillar without which there is no total of a publisher."""
LEAST_WEIGHT = 0.6
"""The least share of the weights that the pillars with a value must hold for a total."""
FACTOR = 2.0
"""By how much the weight of one pillar after the other is multiplied and divided for the band."""
BACK_MONTHS = 12
"""How many months before another month lies to which it is compared."""
_ENDS = ("value", "low", "high")
_INPUTS = [
    "month", "pillar", "input", "read", "read_low", "read_high", "first", "last", "age", *_ENDS, "rows",
]  # fmt: skip
_PILLARS = ["month", "pillar", *_ENDS, "age", "rows"]
_TOTALS = ["month", *_ENDS, "band_low", "band_high", "held", "present", "missing", "rows"]
_SLACK = 1e-9
_NAN = float("nan")


def is_there(evidence: Evidence) -> bool:
    """True where the release has a risk index."""
    return not evidence.read("risk_pillars").empty


def published(evidence: Evidence) -> Weights:
    """The published weights."""
    return normalised(dict(evidence.vocabulary("risk_pillars")["weight_pct"]))


def normalised(weights: Mapping[str, float]) -> Weights:
    """Weights brought to add up to one. Raises ValueError where one is below zero or none is above it."""
    whole = sum(weights.values())
    if min(weights.values(), default=0.0) < 0 or whole <= 0:
        raise ValueError("weights are at least zero, and one of them is above it")
    return tuple((pillar, weight / whole) for pillar, weight in weights.items())


def chosen(evidence: Evidence, percent: Iterable[tuple[str, float]]) -> Weights:
    """The weights that a reader gave in per cent, the published ones where there are none; a pillar that is not named
    has none."""
    given = dict(percent)
    return normalised({one: given.get(one, 0.0) for one, _ in published(evidence)}) if given else published(evidence)


def variants(weights: Weights) -> Iterator[Weights]:
    """The weights themselves, and with that of one pillar after the other doubled and halved, brought to one again."""
    yield weights
    for pillar, weight in weights:
        for factor in (FACTOR, 1 / FACTOR):
            yield normalised({**dict(weights), pillar: weight * factor})


def scaled(value: float, low: float, high: float, at_100: str) -> float:
    """A value on the scale of its window: 0 at one end, 100 at the other, no further beyond them."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return 100 * (share if at_100 == "high" else 1 - share)


@cached(64)
def inputs(evidence: Evidence, publisher: str, known: date | None = None) -> pd.DataFrame:
    """Each input in each month in which it has a value, by month and in the order of the inputs.

    month: its first day. read, read_low, read_high: the value in its unit with the ends of its range; first, last: the
    days it is for, or that on which it was declared, before the month where it is carried on; age: whole months from
    then to the end of the month, 0 for a value with a day in it. value, low, high: the same on the scale from 0 to 100.
    rows: (table, row id).
    """
    table = evidence.vocabulary("risk_inputs")
    listed = risk_inputs.readings(evidence, publisher, known)
    found = [
        _on_scale(month, row, reading)
        for month in risk_inputs.months(evidence, known)
        for row in table.itertuples(index=False)
        if (reading := risk_inputs.of_month(listed[row.input_id], month, row.carried_months))
    ]
    return pd.DataFrame(found, columns=_INPUTS)


def _on_scale(month: date, window: Any, reading: risk_inputs.Reading) -> list[Any]:
    ends = [reading.middle if one is None else one for one in (reading.value.low, reading.value.high)]
    on_scale = sorted(scaled(one, window.low, window.high, window.at_100) for one in ends)
    first, last = (reading.declared or one for one in (reading.first, reading.last))
    return [
        month, window.pillar_id, window.input_id, reading.middle, *ends, first, last,
        risk_inputs.age(reading, month), scaled(reading.middle, window.low, window.high, window.at_100), *on_scale,
        reading.rows,
    ]  # fmt: skip


class Pillar(NamedTuple):
    """A pillar in a month: its value with the ends of its range, 0 to 100, the age of its oldest input, its rows."""

    value: float
    low: float
    high: float
    age: int
    rows: tuple[Row, ...]


@cached(64)
def by_month(evidence: Evidence, publisher: str, known: date | None = None) -> dict[date, dict[str, Pillar]]:
    """The pillars that have a value in each month, oldest first.

    A pillar is the mean of its inputs, weighted with their shares; it has a value only where all of them have.
    """
    shares: dict[str, dict[str, float]] = {}
    for row in evidence.vocabulary("risk_inputs").itertuples(index=False):
        shares.setdefault(row.pillar_id, {})[row.input_id] = row.share_pct
    given: dict[tuple[date, str], list[Any]] = {}
    for row in inputs(evidence, publisher, known).itertuples(index=False):
        given.setdefault((row.month, row.pillar), []).append(row)
    return {
        month: {
            pillar: _mean(given[month, pillar], needed)
            for pillar, needed in shares.items()
            if len(given.get((month, pillar), ())) == len(needed)
        }
        for month in risk_inputs.months(evidence, known)
    }


def _mean(given: list[Any], shares: Mapping[str, float]) -> Pillar:
    whole = sum(shares.values())
    value, low, high = (sum(getattr(one, end) * shares[one.input] for one in given) / whole for end in _ENDS)
    return Pillar(value, low, high, max(one.age for one in given), _rows(one.rows for one in given))


def pillars(evidence: Evidence, publisher: str, known: date | None = None) -> pd.DataFrame:
    """Each pillar in each month, by month and in their order: month, pillar, value, low, high (0 to 100), age, rows.

    One that is missing has no value and no rows.
    """
    none = Pillar(_NAN, _NAN, _NAN, 0, ())
    found = [
        [month, pillar, *given.get(pillar, none)]
        for month, given in by_month(evidence, publisher, known).items()
        for pillar in evidence.vocabulary("risk_pillars").index
    ]
    return pd.DataFrame(found, columns=_PILLARS)


def _rows(parts: Iterable[tuple[Row, ...]]) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(row for part in parts for row in part))


def total(values: Mapping[str, float], weights: Weights) -> float:
    """The mean of the pillars given, weighted; the weights of the others are shared out among them."""
    held = [(values[pillar], weight) for pillar, weight in weights if pillar in values]
    return sum(value * weight for value, weight in held) / sum(weight for _, weight in held)


@cached(64)
def totals(evidence: Evidence, publisher: str, weights: Weights, known: date | None = None) -> pd.DataFrame:
    """The index of a publisher for each month, oldest first.

    value: the weighted mean of the pillars with a value, on 0 to 100; NaN where the publisher's own count of attacks is
    missing, or the pillars with a value hold less than `LEAST_WEIGHT` of the weights. low, high: from the published
    ranges of the pillars. band_low, band_high: the least and most that it is under `variants` of the weights. held: the
    share of the weights that the pillars with a value hold; present, missing: ids of the pillars that have a weight;
    rows: (table, row id) behind the pillars present.
    """
    found = []
    for month, given in by_month(evidence, publisher, known).items():
        present = tuple(one for one, weight in weights if weight > 0 and one in given)
        missing = tuple(one for one, weight in weights if weight > 0 and one not in given)
        held = sum(weight for one, weight in weights if one in present)
        numbers = [_NAN] * 5
        if OWN in given and held >= LEAST_WEIGHT - _SLACK:
            value, low, high = (total({one: getattr(given[one], end) for one in present}, weights) for end in _ENDS)
            band = [total({one: given[one].value for one in present}, other) for other in variants(weights)]
            numbers = [value, low, high, min(band), max(band)]
        behind = _rows(given[one].rows for one in dict.fromkeys([OWN, *present]) if one in given)
        found.append([month, *numbers, held, present, missing, behind])
    return pd.DataFrame(found, columns=_TOTALS)


class Moves(NamedTuple):
    """What moved the index between two months: its totals of the pillars that both months have, and each pillar.

    parts: pillar, before, after, weight (of those that both have), share (of the change), rows; a pillar that one of
    the months lacks has no weight and no share.
    """

    before: date
    after: date
    from_total: float
    to_total: float
    parts: pd.DataFrame


def moves(
    evidence: Evidence, publisher: str, weights: Weights, known: date | None = None, last: date | None = None
) -> Moves | None:
    """What moved the index against twelve months before, up to a day; None where no two months can be compared.

    It is the newest month with a total whose pillars in common with the month twelve before hold `LEAST_WEIGHT` of the
    weights, the publisher's attacks among them. The part of a pillar is its weight times its change; they add up to the
    change of the total of the pillars in common.
    """
    every = by_month(evidence, publisher, known)
    for after in sorted(every, reverse=True):
        before = dates.add_months(after, -BACK_MONTHS)
        if before not in every or (last and risk_inputs.end_of(after) > last):
            continue
        held = {one: weight for one, weight in weights if weight > 0 and one in every[before] and one in every[after]}
        if OWN in every[before] and OWN in every[after] and sum(held.values()) >= LEAST_WEIGHT - _SLACK:
            return _moved((before, every[before]), (after, every[after]), normalised(held), weights)
    return None


def _moved(
    before: tuple[date, Mapping[str, Pillar]],
    after: tuple[date, Mapping[str, Pillar]],
    common: Weights,
    weights: Weights,
) -> Moves:
    held = dict(common)
    lines = []
    for pillar in [one for one, weight in weights if weight > 0]:
        both = [given.get(pillar) for _, given in (before, after)]
        earlier, later = (one.value if one else _NAN for one in both)
        weight = held.get(pillar, _NAN)
        rows = _rows(one.rows for one in both if one)
        lines.append([pillar, earlier, later, weight, weight * (later - earlier), rows])
    parts = pd.DataFrame(lines, columns=["pillar", "before", "after", "weight", "share", "rows"])
    ends = [total({one: given[one].value for one in held}, common) for _, given in (before, after)]
    return Moves(before[0], after[0], ends[0], ends[1], parts)


def spread(
    evidence: Evidence, weights: Weights, known: date | None = None, publishers: Iterable[str] | None = None
) -> pd.DataFrame:
    """The months for which several publishers, of some or of all, have a total.

    Columns: month, publisher, value, present, apart, is_compared, rows.

    apart: how far the highest and the lowest total of the month are from each other, which is disagreement and no
    range. is_compared: False where their totals are made of different pillars, or of none that a publisher's own counts
    give; apart is NaN then.
    """
    every_one = risk_inputs.publishers(evidence, known) if publishers is None else publishers
    listed = [totals(evidence, one, weights, known).assign(publisher=one) for one in every_one]
    columns = ["month", "publisher", "value", "present", "rows"]
    every = pd.concat(listed)[columns] if listed else pd.DataFrame(columns=columns)
    every = every[every["value"].notna()]
    both = every[every.groupby("month")["publisher"].transform("size") > 1].sort_values(["month"], kind="stable")
    inputs = evidence.vocabulary("risk_inputs")["pillar_id"]
    own = {inputs[one] for one in risk_inputs.OF_A_PUBLISHER}
    has_own = both["present"].map(lambda present: not own.isdisjoint(present)).astype(bool)
    is_compared = has_own & (both.groupby("month")["present"].transform("nunique") == 1)
    values = both.groupby("month")["value"]
    apart = (values.transform("max") - values.transform("min")).where(is_compared)
    return both.assign(apart=apart, is_compared=is_compared).reset_index(drop=True)
