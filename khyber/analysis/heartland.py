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

import pandas as pd

from khyber.analysis import change, counts
from khyber.evidence import Range

SPLIT = "khyber-pakhtunkhwa"
BORDERLAND = (SPLIT, "balochistan")
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
    below = areas.index[areas["parent_id"] == nation]
    return [one for one in below if one not in BORDERLAND]


def shares(counted: pd.DataFrame, areas: pd.DataFrame, nation: str = "pakistan") -> pd.DataFrame:
    """The heartland's share for each publisher and year in which some area is given, or why there is none.

    `counted` holds rows of `counts.headlines` of one metric and actor, of whole years, for the nation and its areas.

    Columns: publisher, year, headline, low and high (the share, 0 to 1, with its published range; empty where it is
    refused), heartland and national (the counts), given (a dict of area to headline), not_given (ids of the units
    without a figure), status (the least sure of the figures used), reason (why there is no share, else ""),
    row_ids (of every figure looked at).
    """
    found = [
        _one(units_given, rows[rows["area"] == nation], areas, nation)
        for _, rows in counted.groupby("publisher", sort=False)
        for _, units_given in counts.by_area(rows, areas, nation).groupby("period_start", sort=True)
    ]
    return pd.DataFrame(found, columns=_COLUMNS)


def steps(shared: pd.DataFrame) -> list[Step]:
    """What may be said from one year with a share to the next, publisher by publisher.

    Takes rows of `shares`. A rise or a fall is one only beyond the published ranges, as for counts; how many years
    lie between is for the reader to see.
    """
    found = []
    for publisher, rows in shared[shared["reason"] == ""].groupby("publisher", sort=False):
        told = list(rows.sort_values("year").itertuples(index=False))
        for earlier, later in zip(told, told[1:], strict=False):
            verdict = change.between(as_range(earlier), as_range(later)).verdict
            found.append(Step(str(publisher), int(earlier.year), int(later.year), verdict))
    return found


def as_range(row: object) -> Range:
    """The share of a row of `shares` with its published range."""
    return Range(float(row.low), float(row.high), float(row.headline))  # type: ignore[attr-defined]


def _one(given: pd.DataFrame, national: pd.DataFrame, areas: pd.DataFrame, nation: str) -> dict[str, object]:
    """One publisher and year: the share of the heartland in the units given, or the reason why it has none."""
    period = given["period_start"].iloc[0]
    own = national[national["period_start"] == period]
    looked_at = pd.concat([own, given])
    told = given.set_index("area")["headline"].astype(float).reindex(areas.index).dropna().to_dict()
    heartland = given[given["area"].isin(units(areas, nation))]
    reason = _reason(told, own, looked_at, areas, heartland.empty)
    row: dict[str, object] = {
        "publisher": given["publisher"].iloc[0],
        "year": int(period.year),
        "heartland": float(heartland["headline"].sum()),
        "national": float(own["headline"].iloc[0]) if len(own) else None,
        "given": told,
        "not_given": _not_given(told, areas, nation),
        "status": _least_sure(looked_at["status"]),
        "reason": reason,
        "row_ids": tuple(one for ids in looked_at["row_ids"] for one in ids),
    }
    if not reason:
        share = _sum(heartland).share_of_total_with(_sum(given.drop(heartland.index)))
        row |= {"low": share.low, "high": share.high, "headline": share.headline}
    return row


def _reason(
    told: dict[str, float], own: pd.DataFrame, looked_at: pd.DataFrame, areas: pd.DataFrame, none_inside: bool
) -> str:
    split = areas["name"][SPLIT]
    parts = [one for one in areas.index[areas["parent_id"] == SPLIT] if one in told]
    if own.empty:
        return "no national figure"
    if (looked_at["status"] == counts.DOUBTFUL).any():
        return "a figure is doubtful"
    if SPLIT not in told and len(parts) < int((areas["parent_id"] == SPLIT).sum()):
        return f"{split} only in part" if parts else f"{split} not given"
    total, national = sum(told.values()), float(own["headline"].iloc[0])
    if total != national:
        return f"its areas add up to {total:,.0f}, its national figure is {national:,.0f}"
    return "no unit of the heartland given" if none_inside else ""


def _not_given(told: dict[str, float], areas: pd.DataFrame, nation: str) -> tuple[str, ...]:
    """The units of the nation without a figure; one that is given in parts lacks only the parts not given."""
    missing: list[str] = []
    for unit in areas.index[areas["parent_id"] == nation]:
        parts = areas.index[areas["parent_id"] == unit]
        if unit in told:
            continue
        missing += [one for one in parts if one not in told] if set(parts) & set(told) else [unit]
    return tuple(missing)


def _least_sure(statuses: pd.Series) -> str:
    order = [counts.DOUBTFUL, counts.UNDATED, counts.LATER, counts.HEADLINE]
    return next(one for one in order if one in set(statuses))


def _sum(rows: pd.DataFrame) -> Range:
    """The figures of rows added up, with their published ranges; zero for none."""
    total = Range.exact(0.0)
    for _, row in rows.iterrows():
        total = total + counts.as_range(row)
    return total
