"""One publisher's months as they were known at the end of any month: a series of one definition, with its gaps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from khyber.analysis import counts, escalation
from khyber.analysis.outlook.models import YEAR, Past
from khyber.evidence import Evidence, cached, dates

ALL_ACTORS = "all"


class Series(NamedTuple):
    """A series of one definition: one publisher, one metric, one area, all actors."""

    publisher: str
    metric: str = "attacks"
    area: str = "pakistan"


def number(day: date) -> int:
    """The number of a month: year × 12 + month − 1."""
    return day.year * YEAR + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month by its number."""
    return date(month // YEAR, month % YEAR + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month by its number."""
    return first_day(month + 1) - timedelta(days=1)


@cached(64)
def printed(evidence: Evidence, series: Series) -> pd.DataFrame:
    """Every value of a series for a whole month that has a dated source and is not doubtful.

    Months ascend; of a month the one that gives the headline comes first, also among those known by an earlier day
    (`counts.ranked`). Columns: month (int, see `number`), value (float), known_from (datetime64), row_id.
    """
    rows = _monthly(evidence).get(series)
    return _NOTHING if rows is None else rows


@cached(1)
def every(evidence: Evidence) -> dict[Series, int]:
    """How many months of each series are on record."""
    return {series: int(rows["month"].nunique()) for series, rows in _monthly(evidence).items()}


_COLUMNS = ["month", "value", "known_from", "row_id"]
_NOTHING = pd.DataFrame({one: [] for one in _COLUMNS}).astype({"month": int, "known_from": "datetime64[s]"})


@cached(1)
def _monthly(evidence: Evidence) -> dict[Series, pd.DataFrame]:
    rows = evidence.read("attack_counts")
    rows = rows[(rows["actor"] == ALL_ACTORS) & ~rows["doubtful"].astype(bool) & rows["known_from"].notna()]
    days = zip(rows["period_start"].dt.date, rows["period_end"].dt.date, strict=True)
    whole = pd.Series([dates.span(*each) == "month" for each in days], rows.index, dtype=bool)
    rows = counts.ranked(rows[whole])
    rows["month"] = rows["period_start"].dt.year * YEAR + rows["period_start"].dt.month - 1
    by = rows.groupby(["publisher", "metric", "area"])
    return {Series(*map(str, key)): own[_COLUMNS].reset_index(drop=True) for key, own in by}


def known(evidence: Evidence, series: Series, day: date | None) -> pd.DataFrame:
    """The headline of each month known by the end of a day (all where None), by the number of the month, ascending."""
    rows = printed(evidence, series)
    return rows.iloc[_leading(rows, day)].set_index("month")


def past(evidence: Evidence, series: Series, day: date | None) -> Past:
    """The months known by the end of a day, at least one, as what forecasts are made from."""
    rows = printed(evidence, series)
    leading = _leading(rows, day)
    month = rows["month"].to_numpy()[leading]
    values = np.full(month[-1] - month[0] + 1, np.nan)
    values[month - month[0]] = rows["value"].to_numpy()[leading]
    return Past(int(month[0]), values)


def _leading(rows: pd.DataFrame, day: date | None) -> npt.NDArray[np.intp]:
    """The places of the rows that give the headlines known by a day: the first known of each month."""
    known = rows["known_from"].to_numpy() <= np.datetime64(day) if day else np.ones(len(rows), dtype=bool)
    places = np.flatnonzero(known)
    month = rows["month"].to_numpy(dtype=np.int64)[places]
    return np.asarray(places[np.diff(month, prepend=-1) != 0], dtype=np.intp)


def origins(evidence: Evidence, series: Series, day: date | None = None) -> list[tuple[date, int]]:
    """The ends of months by which a month newer than all before had become known, each with that newest month.

    At the end of a month that brought none a forecast would be the one before it over again, and is not scored twice.
    With `day` those up to it.
    """
    rows = printed(evidence, series)
    ends = rows["known_from"].dt.year * YEAR + rows["known_from"].dt.month - 1
    newest = rows.groupby(ends)["month"].max().cummax()
    found = [(last_day(int(end)), int(month)) for end, month in newest[newest.diff().fillna(1) > 0].items()]
    return [one for one in found if day is None or one[0] <= day]


def with_rung(evidence: Evidence, series: Series, day: date | None = None) -> dict[int, tuple[tuple[str, str], ...]]:
    """The months that were the newest known at some origin up to a day and have a rung as known by that day.

    With each the rows that set its rung, as (table, row id). A forecast that also takes the rung of the newest month
    known could be scored on no other origins.
    """
    ranked = _set_by(evidence, day)
    return {newest: ranked[newest] for _, newest in origins(evidence, series, day) if newest in ranked}


@cached(4)
def _set_by(evidence: Evidence, day: date | None) -> dict[int, tuple[tuple[str, str], ...]]:
    found = escalation.by_month(evidence, day)
    found = found[found["rung"].notna()]
    return {number(month): rows for month, rows in zip(found["month"], found["set_by"], strict=True)}
