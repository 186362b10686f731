"""Periods as sentences name them: years, halves, quarters, months, runs of months, days, and those told by others."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from khyber.claim import numbers
from khyber.evidence import dates

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_MANY = {numbers.words(number): number for number in range(2, 12)}
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d", re.ASCII)
_SHORT = re.compile(r"([qh])([1-4])", re.ASCII)
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?", re.ASCII)
_BEFORE = {"year": "year", "month": "month", "quarter": "quarter"}
_PREVIOUS = ("previous", "preceding", "prior")
_EARLIER = ("before", "earlier", "prior", "previously", "ago")


class Period(NamedTuple):
    """A first and a last day."""

    start: date
    end: date

    @property
    def span(self) -> str:
        """month, quarter, half, nine-months, year or other."""
        return dates.span(self.start, self.end)

    @property
    def text(self) -> str:
        """Short and unambiguous: "2021", "2024-08", "2024-01..2024-05", "2025-06-27..2025-07-03"."""
        if self.span == "year":
            return f"{self.start.year}"
        if self.start.day == 1 and (self.end + timedelta(days=1)).day == 1:
            first, last = f"{self.start:%Y-%m}", f"{self.end:%Y-%m}"
            return first if first == last else f"{first}..{last}"
        return f"{self.start}" if self.start == self.end else f"{self.start}..{self.end}"

    @property
    def words(self) -> str:
        """The period in words."""
        return dates.words(self.start, self.end)


@dataclass(frozen=True)
class Said:
    """A period as said: whole (`period`), two to compare (`pair`), a month without its year, or told by another.

    `relative` is "last year", "this year", "last month", "last quarter" (told by the day of the sentence),
    "before year", "before month", "before quarter", "before period" (the one before another period) or
    "year earlier" (the same time one year before).
    """

    period: Period | None = None
    pair: tuple[Period, Period] | None = None
    month: int = 0
    relative: str = ""


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def months(number: int, first: int, last: int) -> Period:
    """Whole months of one year."""
    return Period(date(number, first, 1), date(number, last, calendar.monthrange(number, last)[1]))


def before(period: Period, unit: str = "") -> Period | None:
    """The period of the same length just before; None where its length is none of whole months."""
    if unit == "year" and period.span != "year":
        return earlier(period)
    if period.span == "other":
        return None
    length = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    start = dates.add_months(period.start, -length)
    return Period(start, period.start - timedelta(days=1))


def earlier(period: Period) -> Period | None:
    """The same time one year before."""
    try:
        start, after = period.start.replace(year=period.start.year - 1), period.end + timedelta(days=1)
        return Period(start, after.replace(year=after.year - 1) - timedelta(days=1))
    except ValueError:
        return None


def told_by(relative: str, day: date) -> Period | None:
    """What "last year", "this year", "last month" or "last quarter" means on a day."""
    first = day.replace(day=1)
    if relative in ("last year", "this year"):
        return year(day.year - (relative == "last year"))
    if relative == "last month":
        return before(months(day.year, day.month, day.month))
    if relative == "last quarter":
        start = 3 * ((first.month - 1) // 3) + 1
        return before(months(day.year, start, start + 2))
    return None


def read(tokens: Sequence[str], at: int) -> tuple[Said, int] | None:
    """The period that starts at a token, and the place after it; None where none starts there."""
    rest = tuple(tokens[at : at + 12])
    for reader in (_relative, _run, _two_years, _part, _month, _single_year):
        found = reader(rest)
        if found:
            return found[0], at + found[1]
    return None


@lru_cache(maxsize=4096)
def _year_at(tokens: tuple[str, ...]) -> tuple[int, int] | None:
    """A year after "of", "in" or nothing, and how many tokens it takes."""
    skipped = 0
    while skipped < len(tokens) and tokens[skipped] in ("of", "in", "the", "year", "calendar", ","):
        skipped += 1
    if skipped < len(tokens) and _YEAR.fullmatch(tokens[skipped]):
        return int(tokens[skipped]), skipped + 1
    return None


def _relative(tokens: tuple[str, ...]) -> tuple[Said, int] | None:
    plain = [token for token in tokens if token != "the"]
    left = len(tokens) - len(plain) if tokens[0] == "the" else 0
    left = 1 if left else 0
    words = tokens[left:]
    two, three = words[:2], words[:3]
    if two and two[0] == "same":
        for length in range(5, 2, -1):
            if words[length - 2 : length] in (
                ("last", "year"),
                ("previous", "year"),
                ("year", "earlier"),
                ("year", "before"),
            ):
                return Said(relative="year earlier"), left + length
        return None
    if len(two) == 2 and two[0] in _PREVIOUS and two[1] in (*_BEFORE, "period", "one"):
        return Said(relative=f"before {_BEFORE.get(two[1], 'period')}"), left + 2
    if len(two) == 2 and two[0] in _BEFORE and two[1] in _EARLIER:
        return Said(relative=f"before {two[0]}"), left + 2
    if len(three) == 3 and three[0] in ("a", "one") and three[1] in _BEFORE and three[2] in _EARLIER:
        return Said(relative="year earlier" if three[1] == "year" else f"before {three[1]}"), left + 3
    if three in (("year", "on", "year"), ("month", "on", "month"), ("quarter", "on", "quarter")):
        return Said(relative="year earlier" if three[0] == "year" else f"before {three[0]}"), left + 3
    if not left and two in (("last", "year"), ("this", "year"), ("last", "month"), ("last", "quarter")):
        return Said(relative=" ".join(two)), 2
    return None


def _run(tokens: tuple[str, ...]) -> tuple[Said, int] | None:
    """ "January to June 2022", "between January and June 2022", "January through June of 2022"."""
    words = tokens[1:] if tokens[0] in ("between", "from") else tokens
    skipped = len(tokens) - len(words)
    if len(words) < 4 or words[0] not in _MONTHS or words[2] not in _MONTHS:
        return None
    if words[1] not in ("to", "through", "until", "-") and not (words[1] == "and" and tokens[0] == "between"):
        return None
    found = _year_at(words[3:])
    first, last = _MONTHS[words[0]], _MONTHS[words[2]]
    if not found or first >= last:
        return None
    return Said(months(found[0], first, last)), skipped + 3 + found[1]


def _two_years(tokens: tuple[str, ...]) -> tuple[Said, int] | None:
    words = tokens[1:] if tokens[0] in ("between", "from") else tokens
    skipped = len(tokens) - len(words)
    if len(words) < 3 or not (_YEAR.fullmatch(words[0]) and _YEAR.fullmatch(words[2])):
        return None
    if words[1] not in ("to", "-") and not (words[1] == "and" and tokens[0] == "between"):
        return None
    first, last = int(words[0]), int(words[2])
    return (Said(pair=(year(first), year(last))), skipped + 3) if first < last else None


def _part(tokens: tuple[str, ...]) -> tuple[Said, int] | None:
    """Halves, quarters and the first months of a year."""
    left = 1 if tokens[0] == "the" else 0
    words = tokens[left:]
    if not words:
        return None
    short = _SHORT.fullmatch(words[0])
    if short and (short[1] == "q" or int(short[2]) < 3):
        return _of_year(words, 1, left, 3 if short[1] == "q" else 6, int(short[2]))
    if len(words) > 1 and words[0] in _ORDINALS and words[1] in ("half", "quarter"):
        length, which = (6 if words[1] == "half" else 3), _ORDINALS[words[0]]
        which = 12 // length if which < 0 else which
        return _of_year(words, 2, left, length, which) if which * length <= 12 else None
    if len(words) > 2 and words[0] == "first" and words[2] == "months":
        many = _MANY.get(words[1]) or (int(words[1]) if words[1].isdecimal() and len(words[1]) < 3 else 0)
        found = _year_at(words[3:])
        if found and 2 <= many <= 11:
            return Said(months(found[0], 1, many)), left + 3 + found[1]
    if _YEAR.fullmatch(words[0]) and len(words) > 1 and (short := _SHORT.fullmatch(words[1])):
        length = 3 if short[1] == "q" else 6
        if int(short[2]) * length <= 12:
            return Said(_slice(int(words[0]), length, int(short[2]))), left + 2
    return None


def _of_year(words: tuple[str, ...], at: int, left: int, length: int, which: int) -> tuple[Said, int] | None:
    found = _year_at(words[at:])
    return (Said(_slice(found[0], length, which)), left + at + found[1]) if found else None


def _slice(number: int, length: int, which: int) -> Period:
    return months(number, (which - 1) * length + 1, which * length)


def _month(tokens: tuple[str, ...]) -> tuple[Said, int] | None:
    """ "August 2023", "5 August 2023", "August 5, 2023", and a month alone."""
    words, left = (tokens[2:], 2) if tokens[:2] == ("month", "of") else (tokens, 0)
    if len(words) > 2 and _DAY.fullmatch(words[0]) and words[1] in _MONTHS and (found := _year_at(words[2:])):
        return _on_day(found[0], _MONTHS[words[1]], words[0], left + 2 + found[1])
    if not words or words[0] not in _MONTHS:
        return None
    if found := _year_at(words[1:]):
        return Said(months(found[0], _MONTHS[words[0]], _MONTHS[words[0]])), left + 1 + found[1]
    if len(words) > 2 and _DAY.fullmatch(words[1]) and (found := _year_at(words[2:])):
        return _on_day(found[0], _MONTHS[words[0]], words[1], left + 2 + found[1])
    if words[0] in ("may", "mar", "sun"):
        return None
    return Said(month=_MONTHS[words[0]]), left + 1


def _on_day(number: int, month: int, day: str, length: int) -> tuple[Said, int] | None:
    try:
        found = date(number, month, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None
    return Said(Period(found, found)), length


def _single_year(tokens: tuple[str, ...]) -> tuple[Said, int] | None:
    return (Said(year(int(tokens[0]))), 1) if _YEAR.fullmatch(tokens[0]) else None
