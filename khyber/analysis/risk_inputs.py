"""The inputs of the risk index: the published value that stands for a month, how old it is, and the rows behind it.

An input takes a value of the month itself or of a longer window that holds the whole month, or, where `risk_inputs`
allows it, the newest that is at most so many months older than the end of the month: a stock may be carried on so, a
flow is none. Nothing is interpolated or joined across definitions. Ranges stay ranges; where nothing
but a range is published, its middle stands for it wherever one number is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from khyber.analysis import counts, economy, escalation, heartland, rungs, stances, strength
from khyber.evidence import Evidence, Range, cached, dates, ids

NATION, EVERYBODY = "pakistan", "all"
ATTACKS, KILLED = "attacks", "killed"
FIGHTERS, RETURNS = "ttp-fighters", "returns"
NAMED_IN = {FIGHTERS: "group_strength", RETURNS: "indicators"}
"""The inputs whose table holds several definitions, so that `risk_inputs` names the rows of one, and that table."""
ISSUE, SIDES = "mediation", ("pakistan", "afghan-taliban")
OF_A_PUBLISHER = ("attacks", "killed-per-attack", "heartland-share")
Row = tuple[str, str]
_DAY = timedelta(days=1)


class Reading(NamedTuple):
    """A published value: the range that it is, its first and last day, and its rows as (table, row id).

    `declared`: the day on which what still holds on these days was said, None where it is of these days.
    """

    value: Range
    first: date
    last: date
    rows: tuple[Row, ...]
    declared: date | None = None

    @property
    def middle(self) -> float:
        """The one number that stands for it: the value that leads, else the middle of its range."""
        if self.value.headline is not None:
            return self.value.headline
        assert self.value.low is not None and self.value.high is not None
        return (self.value.low + self.value.high) / 2


def months(evidence: Evidence, known: date | None = None) -> list[date]:
    """The months of the index, first days: from the start of its years, those over by the last day that was searched.

    None where the release has no risk index.
    """
    windows = evidence.read("risk_inputs")["window"]
    if windows.empty:
        return []
    month = min(dates.bounds(one)[0] for one in windows)
    last, found = evidence.last_day(known), []
    while end_of(month) <= last:
        found.append(month)
        month = dates.add_months(month, 1)
    return found


def end_of(month: date) -> date:
    """The last day of a month."""
    return dates.add_months(month, 1) - _DAY


def publishers(evidence: Evidence, known: date | None = None) -> list[str]:
    """The publishers that give national attacks for a month of the index, in their order."""
    found = set(_counted(evidence, known)["publisher"])
    several = evidence.names("publishers", "several_values")
    return [one for one in several if one in found and several[one] != counts.COUNTERS]


def readings(evidence: Evidence, publisher: str, known: date | None = None) -> dict[str, tuple[Reading, ...]]:
    """Every reading of each input, oldest first, as known by a day; those not `OF_A_PUBLISHER` are the same for all."""
    named = evidence.vocabulary("risk_inputs").index
    return {one: _readings(evidence, one, publisher if one in OF_A_PUBLISHER else "", known) for one in named}


@cached(128)
def _readings(evidence: Evidence, one: str, publisher: str, known: date | None) -> tuple[Reading, ...]:
    return tuple(sorted(READERS[one](evidence, publisher, known), key=lambda each: (each.last, each.first)))


def of_month(listed: Sequence[Reading], month: date, carried: int) -> Reading | None:
    """The reading that stands for a month, None where there is none.

    Without carrying, of those that hold the whole month the one of the fewest days: part of a month stands for none.
    Else, of those with a day in the month the one of the fewest days; else the newest that ended before, at most
    `carried` months before the end of the month. Of equal ones the latest stands.
    """
    end = end_of(month)
    within = [
        one
        for one in listed
        if (one.first <= end and one.last >= month if carried else one.first <= month and one.last >= end)
    ]
    if within or not carried:
        return min(within, key=lambda one: (one.last - one.first, -one.last.toordinal()), default=None)
    before = [one for one in listed if one.last < month and end <= dates.add_months(one.last, carried)]
    return max(before, key=lambda one: (one.last, one.first), default=None)


def age(reading: Reading, month: date) -> int:
    """How many whole months old a reading is at the end of a month; 0 where it has a day in it."""
    last = reading.declared or reading.last
    return stances.months_between(last, end_of(month)) if last < month else 0


def observed(evidence: Evidence) -> dict[str, tuple[float, float]]:
    """The lowest and highest value of each input in the years of its window, whoever published it."""
    every: dict[str, list[Reading]] = {}
    for publisher in publishers(evidence):
        for one, listed in readings(evidence, publisher).items():
            every.setdefault(one, []).extend(listed)
    windows = {one: dates.bounds(window) for one, window in evidence.vocabulary("risk_inputs")["window"].items()}
    kept = {
        one: [each for each in listed if windows[one][0] <= each.last and each.first <= windows[one][1]]
        for one, listed in every.items()
    }
    return {one: (min(map(_low, each)), max(map(_high, each))) for one, each in kept.items() if each}


def scales(evidence: Evidence) -> dict[str, tuple[float, float]]:
    """The ends of the scale of each input that has one."""
    rungs, steps = evidence.read("escalation_ladder")["rung"], stances.STEPS.values()
    return {"rung": (float(rungs.min()), float(rungs.max())), "willingness": (float(min(steps)), float(max(steps)))}


def _low(reading: Reading) -> float:
    return reading.middle if reading.value.low is None else reading.value.low


def _high(reading: Reading) -> float:
    return reading.middle if reading.value.high is None else reading.value.high


@cached(8)
def _counted(evidence: Evidence, known: date | None) -> pd.DataFrame:
    """Headlines of months of the index: all attackers, no doubtful ones."""
    found = counts.headlines(evidence, known)
    first = pd.Timestamp(min(months(evidence, known), default=date.max))
    return found[
        (found["span"] == "month") & (found["actor"] == EVERYBODY) & (found["status"] != counts.DOUBTFUL)
        & (found["period_start"] >= first) & (found["metric"] == ATTACKS) & (found["area"] == NATION)
    ]  # fmt: skip


def _of(evidence: Evidence, publisher: str, metric: str, known: date | None) -> pd.DataFrame:
    found = counts.headlines(evidence, known)
    return found[
        (found["span"] == "month") & (found["actor"] == EVERYBODY) & (found["publisher"] == publisher)
        & (found["metric"] == metric)
    ]  # fmt: skip


def national(evidence: Evidence, publisher: str, metric: str, known: date | None) -> Iterator[Reading]:
    found = _of(evidence, publisher, metric, known)
    sound = found[(found["area"] == NATION) & (found["status"] != counts.DOUBTFUL)]
    for row in sound.to_dict("records"):
        yield Reading(counts.as_range(row), row["period_start"].date(), row["period_end"].date(), _counts(row))


def _counts(row: Mapping[str, object]) -> tuple[Row, ...]:
    return tuple(("attack_counts", str(one)) for one in row["row_ids"])  # type: ignore[attr-defined]


def _attacks(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    yield from national(evidence, publisher, ATTACKS, known)


def _killed_per_attack(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    """Killed divided by attacks, of one publisher and month, where it counts the dead of attacks alone."""
    scopes = evidence.read("publisher_metrics")
    own = scopes[(scopes["publisher_id"] == publisher) & (scopes["metric_id"] == KILLED)]["scope"]
    if set(own) - {evidence.names("metrics", "scope")[KILLED]}:
        return
    attacks = {one.first: one for one in national(evidence, publisher, ATTACKS, known) if one.middle}
    for dead in national(evidence, publisher, KILLED, known):
        if made := attacks.get(dead.first):
            yield Reading(dead.value.times(made.value), dead.first, dead.last, (*dead.rows, *made.rows))


def _heartland(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    areas = evidence.vocabulary("areas")
    for (first, last), rows in _of(evidence, publisher, ATTACKS, known).groupby(["period_start", "period_end"]):
        for row in heartland.shares(rows, areas).to_dict("records"):
            if not row["reason"]:
                yield Reading(Range(row["low"], row["high"], row["headline"]), first.date(), last.date(), _counts(row))


def _rung(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    """The highest rung of the acts of a month; a month without an act on record has none.

    Where none of them is certain the range begins at the foot of the ladder.
    """
    foot = evidence.read("escalation_ladder")["rung"].min()
    for row in escalation.by_month(evidence, known).itertuples(index=False):
        if pd.notna(row.rung):
            behind = [*row.set_by, *row.acts]
            if pd.isna(row.rung_low):
                behind.append((rungs.LADDER, str(foot)))
            low = float(foot if pd.isna(row.rung_low) else row.rung_low)
            reached = Range(low, float(row.rung_high), float(row.rung))
            yield Reading(reached, row.month, end_of(row.month), tuple(dict.fromkeys(behind)))


def _fighters(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    """Estimates of one definition, each as it was published: none are joined, and one with an open end is none."""
    for _, row in _named(evidence, FIGHTERS, known).iterrows():
        day, value = row["as_of"].date(), strength.as_range(row)
        if None not in (value.low, value.high):
            yield Reading(value, day, day, ((NAMED_IN[FIGHTERS], row["row_id"]),))


def _named(evidence: Evidence, one: str, known: date | None) -> pd.DataFrame:
    """The rows of one definition that the table of inputs names for an input."""
    found = evidence.read(NAMED_IN[one], known)
    return found[found["row_id"].isin(ids(evidence.vocabulary("risk_inputs").at[one, "of_rows"]))]


def _indicator(series: str) -> Callable[[Evidence, str, date | None], Iterator[Reading]]:
    """A reader of a series of `indicators`: figures that differ for one window make one range."""

    def read(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
        found = economy.rows(evidence, series, known)
        found = found[found["unit"] != economy.YEARLY]
        for (first, last), rows in found.groupby(["period_start", "period_end"]):
            yield Reading(
                _spanning(rows["value"]),
                first.date(),
                last.date(),
                tuple(("indicators", one) for one in rows["row_id"]),
            )

    return read


def _spanning(values: pd.Series) -> Range:
    low, high = float(values.min()), float(values.max())
    return Range.exact(low) if low == high else Range(low, high)


def _returns(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    """Returns a day, a mean over their window, of the rows of one definition."""
    for row in _named(evidence, RETURNS, known).itertuples():
        days = (row.period_end - row.period_start).days + 1
        a_day = Range.exact(float(row.value) / days)
        yield Reading(a_day, row.period_start.date(), row.period_end.date(), ((NAMED_IN[RETURNS], row.row_id),))


def _willingness(evidence: Evidence, publisher: str, known: date | None) -> Iterator[Reading]:
    """For each month the lower place on the scale of positions of the two sides, where both are in force at its end,
    of the day on which that one was declared.

    The issue is talks between the two; those with the TTP are another one.
    """
    for month in months(evidence, known):
        end = end_of(month)
        found = stances.at(evidence, end, known)
        own = found[(found["issue"] == ISSUE) & found["actor"].isin(SIDES) & (found["state"] == stances.HELD)]
        if len(own) == len(SIDES):
            places = own["position"].map(stances.STEPS)
            rows = tuple(("stances", str(one)) for one in own["row_id"])
            declared = own.loc[places == places.min(), "as_of"].min().date()
            yield Reading(Range.exact(float(places.min())), month, end, rows, declared)


READERS: dict[str, Callable[[Evidence, str, date | None], Iterator[Reading]]] = {
    "attacks": _attacks,
    "killed-per-attack": _killed_per_attack,
    "heartland-share": _heartland,
    "rung": _rung,
    FIGHTERS: _fighters,
    "reserves": _indicator(economy.RESERVES),
    "prices": _indicator(economy.PRICES),
    RETURNS: _returns,
    "willingness": _willingness,
}
"""How each input of `risk_inputs` is read, by its id."""
