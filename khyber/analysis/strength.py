"""Published strength estimates as ranges. Only what counts the same people in the same place stands in one series."""

from __future__ import annotations

from datetime import date

import pandas as pd

from khyber.evidence import Evidence, Range

SERIES = ["group_id", "estimator", "counts_what", "location"]


def estimates(evidence: Evidence, group: str = "", known: date | None = None) -> pd.DataFrame:
    """The estimates of one group (of all where ""), as known by a day, by series and then by the day they hold for.

    Curated rule 9: a row with `low` alone means "at least", with `high` alone "up to", with `best` alone that one
    figure; a series is one estimator, one definition (`counts_what`) and one place, and series are never joined.

    Columns: those of `group_strength` (row_id, group_id, as_of, precision, low, high, best, counts_what, location,
    estimator, note).
    """
    rows = evidence.read("group_strength", known)
    if group:
        rows = rows[rows["group_id"] == group]
    return rows.sort_values([*SERIES, "as_of", "row_id"], kind="stable").reset_index(drop=True)


def newest(estimated: pd.DataFrame) -> pd.DataFrame:
    """The newest estimate of each series; several of one day stay side by side, as different readings."""
    latest = estimated.groupby(SERIES)["as_of"].transform("max")
    return estimated[estimated["as_of"] == latest].reset_index(drop=True)


def as_range(row: pd.Series) -> Range:
    """A row of `estimates` as a range: at least, up to, from to, or one figure."""
    low, high, best = (None if pd.isna(row[name]) else float(row[name]) for name in ("low", "high", "best"))
    if low is None and high is None and best is not None:
        return Range.exact(best)
    return Range(low, high, best)
