"""Two periods of notable incidents beside each other, place by place: counts, tolls as ranges, and the difference.

The difference is one between selections of notable events. It says nothing of violence, and there is no percentage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import incidents
from khyber.evidence import Range, dates

MORE, FEWER, SAME = "more", "fewer", "as many"
NOWHERE = ""
_KILLED = ("killed_first", "killed_second", "killed_change")
COLUMNS = ["first", "second", "difference", "way", *(f"{one}_{end}" for one in _KILLED for end in ("low", "high"))]


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its first and last day."""

    first: date
    last: date

    @property
    def text(self) -> str:
        """The period in words."""
        return dates.words(self.first, self.last)

    @property
    def written(self) -> str:
        """The period as it stands in a link."""
        return dates.written(self.first, self.last)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def overlap(self, other: Period) -> int:
        """How many days lie in both periods."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)


def year_around(day: date) -> tuple[Period, Period]:
    """The year that ends on the day before a day, and the year that begins on it."""
    before, after = dates.add_months(day, -12), dates.add_months(day, 12)
    return Period(before, day - timedelta(days=1)), Period(day, after - timedelta(days=1))


def last_whole_years(until: date) -> tuple[Period, Period]:
    """The last two calendar years that had ended by a day."""
    year = until.year if (until.month, until.day) == (12, 31) else until.year - 1
    return _years(year - 1), _years(year)


def months_of_year(until: date) -> tuple[Period, Period] | None:
    """The whole months of the year that had ended by a day, of the year before and of that year; None in January."""
    last = (until + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    if last.year != until.year:
        return None
    before = dates.bounds(f"{last.year - 1}-{last.month:02d}")[1]
    return Period(date(last.year - 1, 1, 1), before), Period(date(last.year, 1, 1), last)


def _years(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def too_early(starts: Mapping[str, date], first: Period, second: Period) -> list[str]:
    """The categories whose table begins after one of the periods does: they cannot be compared."""
    return [one for one, begins in starts.items() if min(first.first, second.first) < begins]


def compare(first: pd.DataFrame, second: pd.DataFrame, places: list[str]) -> pd.DataFrame:
    """One line a place with an incident in either selection, indexed by place, in the order of `places`.

    `first` and `second` are incidents with a column `place_id`, empty where none is on record; those come last.
    Gives COLUMNS and `rows`: a toll is empty where none is reported, and so is its difference where either is.
    """
    found = set(first["place_id"]) | set(second["place_id"])
    named = [*(one for one in places if one in found), *([NOWHERE] if NOWHERE in found else [])]
    lines = [_line(first[first["place_id"] == one], second[second["place_id"] == one]) for one in named]
    table = pd.DataFrame(lines, columns=[*COLUMNS, "rows"], index=pd.Index(named, dtype=object))
    tolls = [column for column in COLUMNS if column.startswith("killed")]
    return table.astype(dict.fromkeys(tolls, "Int64"))


def whole(first: pd.DataFrame, second: pd.DataFrame) -> dict[str, object]:
    """The line of all incidents of both selections, whatever their place."""
    return _line(first, second)


def _line(first: pd.DataFrame, second: pd.DataFrame) -> dict[str, object]:
    before, after = incidents.toll(first).killed, incidents.toll(second).killed
    change = after - before if before and after else None
    difference = len(second) - len(first)
    line: dict[str, object] = {
        "first": len(first),
        "second": len(second),
        "difference": difference,
        "way": MORE if difference > 0 else FEWER if difference < 0 else SAME,
        "rows": tuple(row for rows in (first, second) for each in rows["rows"] for row in each),
    }
    for name, toll in zip(_KILLED, (before, after, change), strict=True):
        line[f"{name}_low"], line[f"{name}_high"] = _ends(toll)
    return line


def _ends(toll: Range | None) -> tuple[float | None, float | None]:
    return (toll.low, toll.high) if toll else (None, None)


def range_of(line: Mapping[str, Any], name: str) -> Range | None:
    """A toll of a line, such as "killed_change", as a range; None where it is not given."""
    low, high = (None if pd.isna(line[f"{name}_{end}"]) else float(line[f"{name}_{end}"]) for end in ("low", "high"))
    return None if low is None and high is None else Range(low, high)
