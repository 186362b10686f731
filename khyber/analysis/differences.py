"""What differs between two tables of counts: yearly headlines, before and after."""

from __future__ import annotations

import pandas as pd

from khyber.analysis.counts import KEY

_TOLD = ["headline", "low", "high", "status", "row_ids"]


def side_by_side(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The yearly counts of two tables beside one another, one row for each that stands in either.

    Both hold rows of `counts.headlines`. A count that one of them does not have is a gap there, never zero.
    Columns: publisher, area, actor, metric, year; before, before_low, before_high, before_status, before_row_ids
    and the same for after; differs (True where headline, published range or status is another).
    """
    left, right = _keyed(before, "before"), _keyed(after, "after")
    found = left.join(right, how="outer").reset_index().sort_values(KEY, kind="stable")
    same = pd.Series(True, index=found.index)
    for name in ("", "_low", "_high", "_status"):
        one, other = found[f"before{name}"], found[f"after{name}"]
        same &= (one == other) | (one.isna() & other.isna())
    found = found.assign(year=found["period_start"].dt.year, differs=~same)
    for side in ("before_row_ids", "after_row_ids"):
        found[side] = [one if isinstance(one, tuple) else () for one in found[side]]
    return found.drop(columns=["period_start", "period_end"]).reset_index(drop=True)


def by_year(found: pd.DataFrame) -> pd.DataFrame:
    """How many yearly counts differ, by publisher and year, from rows of `side_by_side`.

    Columns: year, publisher, differing, places (the index in `found` of each of these counts).
    """
    grouped = found[found["differs"]].groupby(["publisher", "year"], sort=False)
    lines = [
        {"year": year, "publisher": publisher, "differing": len(rows), "places": tuple(rows.index)}
        for (publisher, year), rows in grouped
    ]
    return pd.DataFrame(lines, columns=["year", "publisher", "differing", "places"])


def _keyed(counted: pd.DataFrame, side: str) -> pd.DataFrame:
    yearly = counted[counted["span"] == "year"]
    names = {name: side if name == "headline" else f"{side}_{name}" for name in _TOLD}
    return yearly.set_index(KEY)[_TOLD].rename(columns=names)
