"""Amounts as sentences state them: a figure with its hedge, and which published values it holds for.

A hedge gives an interval. "Almost 300" holds for 270 up to, not with, 300; "about 300" for 285 to 315; "just over" for
at most 5 % more; "up to" and "as many as" name a top, so that the published value must lie within a quarter of it;
"more than", "at least", "fewer than" hold literally. A bare figure holds for that figure alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from khyber.evidence.ranges import number

ALMOST, ABOUT, FAR = 0.9, 0.05, 1.1
TOP = 0.75
POINTS = 2.5
MULTIPLE = 0.05
OPEN = ("over", "at-least", "under", "far-over", "far-under")


@dataclass(frozen=True)
class Amount:
    """A figure with its hedge ("exact", "almost", "about", …, "range"), `top` the upper end of a range.

    `half` is half a step of the last digit where the figure was rounded, in which a bare figure may lie.
    """

    value: float
    hedge: str = "exact"
    top: float | None = None
    half: float = 0.0

    def interval(self) -> tuple[float, bool, float, bool]:
        """Lowest value and whether it is in, highest value and whether it is in."""
        v, inf = self.value, math.inf
        return {
            "exact": (v - self.half, True, v + self.half, True),
            "range": (v, True, self.top if self.top is not None else v, True),
            "almost": (ALMOST * v, True, v, False),
            "about": (v - max(ABOUT * v, self.half), True, v + max(ABOUT * v, self.half), True),
            "just-over": (v, False, v * (1 + ABOUT), True),
            "over": (v, False, inf, False),
            "far-over": (FAR * v, True, inf, False),
            "at-least": (v, True, inf, False),
            "under": (-inf, False, v, False),
            "far-under": (-inf, False, ALMOST * v, True),
            "at-most": (TOP * v, True, v, True),
        }[self.hedge]

    def holds(self, value: float) -> bool:
        """True where the amount is a true statement of this value."""
        low, low_in, high, high_in = self.interval()
        return (value > low or (low_in and value == low)) and (value < high or (high_in and value == high))

    def near(self, value: float) -> bool:
        """True where it holds and lies within a quarter of the figure stated: more than literally true."""
        return self.holds(value) and TOP * self.value <= value <= (self.top or self.value) / TOP

    def covers(self, low: float | None, high: float | None) -> bool:
        """True where it states a published range: both its ends for a range, the end that an open hedge names."""
        if self.hedge == "range":
            return low != high and (low, high) == (self.value, self.top)
        if self.hedge in ("at-most", "under"):
            return high is not None and (1 - ABOUT) * self.value <= high <= self.value
        if self.hedge in ("over", "at-least"):
            return low is not None and self.value <= low <= (1 + ABOUT) * self.value
        if self.hedge == "almost" and low is None:
            return high is not None and (self.holds(high) or high == self.value)
        return low is not None and high is not None and self.holds(low) and self.holds(high)

    @property
    def text(self) -> str:
        """Short: "294", "almost 300", "290..310"."""
        if self.hedge == "range":
            return f"{_plain(self.value)}..{_plain(self.top or 0)}"
        return _plain(self.value) if self.hedge == "exact" else f"{self.hedge} {_plain(self.value)}"

    @property
    def words(self) -> str:
        """In words: "almost 300", "290 to 310"."""
        digits = 0 if self.value % 1 == 0 else 1
        if self.hedge == "range":
            return f"{number(self.value)} to {number(self.top)}"
        named = {
            "exact": "",
            "at-most": "up to ",
            "at-least": "at least ",
            "over": "more than ",
            "under": "fewer than ",
        }
        return f"{named.get(self.hedge, self.hedge.replace('-', ' ') + ' ')}{number(self.value, digits)}"


@dataclass(frozen=True)
class Shift:
    """A change as stated: a direction with a percentage, a multiple, two values, or nothing but the direction.

    `unit` is "%", "~%" (a fraction in words, good to 2.5 points), "x", "values", "number" (a difference) or "".
    """

    direction: str
    unit: str = ""
    amount: Amount | None = None
    later: Amount | None = None

    def holds(self, earlier: float, later: float) -> bool:
        """True where the change from one value to the other is the one stated."""
        if (later > earlier) is not (self.direction == "up") or later == earlier:
            return False
        if self.unit == "values":
            return bool(self.amount and self.later and self.amount.holds(earlier) and self.later.holds(later))
        if self.unit == "number":
            return bool(self.amount and self.amount.holds(abs(later - earlier)))
        return self.amount is None or (earlier > 0 and self.holds_percent(100 * (later / earlier - 1)))

    def holds_percent(self, percent: float) -> bool:
        """True where a change in per cent is the one stated; never for one told as a number."""
        if self.unit == "number":
            return False
        if self.amount is None or (percent > 0) is not (self.direction == "up"):
            return self.amount is None and (percent > 0) is (self.direction == "up") and percent != 0
        size = round(abs(percent), 9)
        if self.unit == "x":
            return _multiple(self.amount, 1 + percent / 100)
        amount = self.amount
        if self.unit == "~%" and amount.hedge in ("exact", "about"):
            return abs(size - amount.value) <= POINTS
        if amount.hedge == "exact":
            scale = 0.5 / amount.half if amount.half else 1.0
            wanted = round(amount.value * scale)
            return abs(size * scale - wanted) <= 0.5 or math.trunc(size * scale) == wanted
        if amount.hedge == "about":
            return abs(size - amount.value) <= max(1.0, ABOUT * amount.value)
        return amount.holds(size)

    @property
    def text(self) -> str:
        """Short: "+56%", "almost x2", "188 -> 294", "up"."""
        if self.amount is None:
            return self.direction
        if self.unit == "values":
            return f"{self.amount.text} -> {self.later.text if self.later else ''}"
        hedge = "" if self.amount.hedge == "exact" else f"{self.amount.hedge} "
        figure = f"{_plain(self.amount.value)}" + (f"..{_plain(self.amount.top)}" if self.amount.top else "")
        if self.unit == "x":
            return f"{hedge}x{figure}"
        sign = "+" if self.direction == "up" else "-"
        if self.unit == "number":
            return f"{hedge}{sign}{figure}"
        return f"{hedge}{sign}{figure}%{'~' if self.unit == '~%' else ''}"

    @property
    def words(self) -> str:
        """In words: "a rise of 56 %", "almost 2 times as many", "a rise from 188 to 294"."""
        named = "rise" if self.direction == "up" else "fall"
        if self.amount is None:
            return f"a {named}"
        if self.unit == "values":
            return f"a {named} from {self.amount.words} to {self.later.words if self.later else ''}"
        if self.unit == "x":
            return f"{self.amount.words} times as many"
        return f"a {named} of {self.amount.words}" + ("" if self.unit == "number" else " %")


def _multiple(amount: Amount, ratio: float) -> bool:
    """A multiple of less than one is told downwards: "almost halved" is more than half left."""
    times, stated = (ratio, amount.value) if amount.value >= 1 else (1 / ratio if ratio else math.inf, 1 / amount.value)
    if amount.hedge in ("exact", "about"):
        return abs(times - stated) <= MULTIPLE * stated
    return Amount(stated, amount.hedge).holds(times)


def _plain(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
