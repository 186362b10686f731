"""The heartland's share of what a publisher counts, only where its areas add up to its own national figure.

The heartland is every unit of the nation but the two provinces that make up most of the border. A share is given
for a publisher and year where all of these hold:

- the national figure and each area given are not doubtful;
- all of Khyber Pakhtunkhwa is given, whole or in both its parts (curated rule 4);
- the headlines of the areas given add up exactly to the headline of the national figure. There is no tolerance: a
  sum that only lies within the published range mixes figures of different printings (curated rules 1 and 8);
- at least one unit of the heartland is given: no share of zero is made of figures that nobody printed.

What is not given is named, and is no zero; where the others add up to the nation, it can hold none of the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from khyber.analysis import change, counts
from khyber.evidence import Range
from khyber.evidence.ranges import number

SPLIT = "khyber-pakhtunkhwa"
BORDERLAND = (SPLIT, "balochistan")
_Record = dict[str, Any]
_COLUMNS = [
    "publisher", "year", "low", "high", "headline", "heartland", "national", "given", "not_given", "status", "reason",
    "row_ids",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """From one year with a share to the next of the same publisher: what may be said of the change."""

    publisher: str
    earlier: int
    later: int
    verdict: str


def units(areas: pd.DataFrame, nation: str = "pakistan") -> list[str]:
    """The units of the heartland, from the vocabulary of areas, in its order."""
    return _Map.of(areas, nation).heartland


def shares(counted: pd.DataFrame, areas: pd.DataFrame, nation: str = "pakistan") -> pd.DataFrame:
    """The heartland's share for each publisher and year in which some area is given, or why there is none.

    `counted` holds rows of `counts.headlines` of one metric and actor, of whole years, for the nation and its areas.

    Columns: publisher, year, headline, low and high (the share, 0 to 1, with its published range; empty where it is
    refused), heartland and national (the counts), given (a dict of area to headline), not_given (ids of the units
    without a figure), status (the least sure of the figures used), reason (why there is no share, else ""),
    row_ids (of every figure looked at).
    """
    ground, above = _Map.of(areas, nation), areas["parent_id"].to_dict()
    found = []
    for _, rows in counted.groupby(["publisher", "period_start"], sort=False):
        by_area = {row["area"]: row for row in _records(rows)}
        given = [by_area[one] for one in ground.order if one in by_area and counts.stands(one, by_area, above, nation)]
        if given:
            found.append(_one(given, by_area.get(nation), ground))
    return pd.DataFrame(found, columns=_COLUMNS)


def steps(shared: pd.DataFrame) -> list[Step]:
    """What may be said from one year with a share to the next, publisher by publisher.

    Takes rows of `shares`. A rise or a fall is one only beyond the published ranges, as for counts; how many years
    lie between is for the reader to see.
    """
    found = []
    for publisher, rows in shared[shared["reason"] == ""].groupby("publisher", sort=False):
        told = _records(rows.sort_values("year"))
        for earlier, later in zip(told, told[1:], strict=False):
            verdict = change.between(_share(earlier), _share(later)).verdict
            found.append(Step(str(publisher), earlier["year"], later["year"], verdict))
    return found


@dataclass(frozen=True, slots=True)
class _Map:
    """The areas of a nation: the units directly below it, the parts of each, and what they are called."""

    units: list[str]
    parts: dict[str, list[str]]
    names: dict[str, str]

    @classmethod
    def of(cls, areas: pd.DataFrame, nation: str) -> _Map:
        above = areas["parent_id"].to_dict()
        units = [one for one, parent in above.items() if parent == nation]
        parts = {unit: [one for one, parent in above.items() if parent == unit] for unit in units}
        return cls(units, parts, areas["name"].to_dict())

    @property
    def heartland(self) -> list[str]:
        return [one for one in self.units if one not in BORDERLAND]

    @property
    def order(self) -> list[str]:
        return [one for unit in self.units for one in (unit, *self.parts[unit])]


def _records(rows: pd.DataFrame) -> list[_Record]:
    return list(rows.to_dict("records"))


def _one(given: list[_Record], own: _Record | None, ground: _Map) -> dict[str, object]:
    """One publisher and year: the share of the heartland in the units given, or the reason why it has none."""
    told = {one["area"]: float(one["headline"]) for one in given}
    inside = [row for row in given if row["area"] in ground.heartland]
    looked_at = [*([own] if own else []), *given]
    reason = _reason(told, own, given, ground)
    row: dict[str, object] = {
        "publisher": given[0]["publisher"],
        "year": int(given[0]["period_start"].year),
        "heartland": counts.total(inside).headline,
        "national": float(own["headline"]) if own else None,
        "given": told,
        "not_given": _not_given(told, ground),
        "status": _least_sure({one["status"] for one in looked_at}),
        "reason": reason,
        "row_ids": tuple(row_id for one in looked_at for row_id in one["row_ids"]),
    }
    if not reason:
        share = counts.total(inside).share_of_total_with(counts.total(one for one in given if one not in inside))
        row |= {"low": share.low, "high": share.high, "headline": share.headline}
    return row


def _reason(told: dict[str, float], own: _Record | None, given: list[_Record], ground: _Map) -> str:
    split, parts = ground.names[SPLIT], [one for one in ground.parts[SPLIT] if one in told]
    if own is None:
        return "no national figure"
    if any(one["status"] == counts.DOUBTFUL for one in (own, *given)):
        return "a figure is doubtful"
    if SPLIT not in told and len(parts) < len(ground.parts[SPLIT]):
        return f"{split} only in part" if parts else f"{split} not given"
    whole, national = counts.total(given), counts.as_range(own)
    if whole.headline != national.headline:
        return f"its areas add up to {number(whole.headline)}, its national figure is {number(national.headline)}"
    return "" if set(told) & set(ground.heartland) else "no unit of the heartland given"


def _not_given(told: dict[str, float], ground: _Map) -> tuple[str, ...]:
    """The units of the nation without a figure; one that is given in parts lacks only the parts not given."""
    missing: list[str] = []
    for unit in ground.units:
        if unit not in told:
            parts = ground.parts[unit]
            missing += [one for one in parts if one not in told] if set(parts) & set(told) else [unit]
    return tuple(missing)


def _least_sure(statuses: set[str]) -> str:
    order = [counts.DOUBTFUL, counts.UNDATED, counts.LATER, counts.HEADLINE]
    return next(one for one in order if one in statuses)


def _share(row: _Record) -> Range:
    return Range(row["low"], row["high"], row["headline"])
