"""Published strength estimates as ranges. Only what counts the same people in the same place stands in one series."""

from __future__ import annotations

from datetime import date

import pandas as pd

from khyber.evidence import Evidence, Range

SERIES = ["group_id", "estimator", "counts_what", "location"]
IN_AFGHANISTAN = ("afghanistan", "afghanistan-part")


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


def between(estimated: pd.DataFrame, first: date | None, last: date | None) -> pd.DataFrame:
    """The estimates whose day lies from `first` to `last`, each end open where None."""
    keep = pd.Series(True, index=estimated.index)
    if first:
        keep &= estimated["as_of"] >= pd.Timestamp(first)
    if last:
        keep &= estimated["as_of"] <= pd.Timestamp(last)
    return estimated[keep].reset_index(drop=True)


def definitions(estimated: pd.DataFrame) -> list[tuple[str, str]]:
    """Whom and where the estimates count, (counts_what, location) each once, the one with most estimates first."""
    counted = estimated.groupby(["counts_what", "location"]).size().sort_values(ascending=False, kind="stable")
    return [(str(what), str(where)) for what, where in counted.index]


def of_definition(estimated: pd.DataFrame, definition: tuple[str, str]) -> pd.DataFrame:
    """The estimates that count the same people in the same place, by day."""
    what, where = definition
    rows = estimated[(estimated["counts_what"] == what) & (estimated["location"] == where)]
    return rows.sort_values(["as_of", "row_id"], kind="stable").reset_index(drop=True)


def year_positions(days: pd.Series) -> list[float]:
    """Days on an axis of years whose ticks stand for whole years: the middle of 2021 at 2021, its start at 2020.5."""
    return [day.year + (day.day_of_year - 1) / (366 if day.is_leap_year else 365) - 0.5 for day in days]
