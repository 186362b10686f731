"""Partial dates and intervals (EDTF level 0): the first and last day that a text means, and how it reads."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LONGEST_SHOWN = 40


@lru_cache(maxsize=8192)
def bounds(text: str) -> tuple[date, date]:
    """First and last day of an EDTF level 0 date or interval.

    Dates are written "2009", "2025-03" or "2021-08-15", intervals "2022-07/2023-06". Raises ValueError
    with a clear sentence where the text is none, or an interval ends before it starts.
    """
    first, slash, last = text.partition("/")
    start, end = _bounds_of_one(first)
    if slash:
        end = _bounds_of_one(last)[1]
    if end < start:
        raise ValueError(f"the interval {shortened(text)!r} ends before it starts")
    return start, end


def _bounds_of_one(text: str) -> tuple[date, date]:
    match = _PART.fullmatch(text)
    if not match:
        raise ValueError(f"{shortened(text)!r} is not a date: write 2009, 2025-03 or 2021-08-15")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return date(int(text), 1, 1), date(int(text), 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        part = "year" if month is None else "month" if day is None else "day"
        raise ValueError(f"{text!r} is not a {part} of the calendar") from error


def shortened(text: str) -> str:
    """A text as it may stand in a message: 40 characters at most."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def words(first: date, last: date | None = None) -> str:
    """A day or span in words: "2 January 2022", "January 2022", "2022", "2 to 5 January 2022"."""
    last = last or first
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if first.day == 1 and _is_month_end(last):
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%B %Y}"
        if first.month == 1 and last.month == 12:
            return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"
        if first.year == last.year:
            return f"{first:%B} to {last:%B %Y}"
        return f"{first:%B %Y} to {last:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    return f"{words(first)} to {words(last)}"


def written(first: date, last: date) -> str:
    """A span in the shortest way that `bounds` reads: "2022", "2022-06", "2022-01/2022-06", "2022-06-02/2022-07-01"."""
    if first == last:
        return first.isoformat()
    if first.day == 1 and _is_month_end(last):
        if first.month == 1 and last.month == 12:
            return f"{first:%Y}" if first.year == last.year else f"{first:%Y}/{last:%Y}"
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first:%Y-%m}" if same else f"{first:%Y-%m}/{last:%Y-%m}"
    return f"{first.isoformat()}/{last.isoformat()}"


def span(first: date, last: date) -> str:
    """What kind of period this is: month, quarter, half, nine-months, year or other, by the calendar."""
    if first.day != 1 or not _is_month_end(last) or first.year != last.year:
        return "other"
    months = last.month - first.month + 1
    if months == 1:
        return "month"
    if months == 12:
        return "year"
    if months == 3 and first.month % 3 == 1:
        return "quarter"
    if months == 6 and first.month in (1, 7):
        return "half"
    return "nine-months" if months == 9 and first.month == 1 else "other"


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _is_month_end(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
