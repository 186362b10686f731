"""Range: a published quantity with its lowest, highest and headline value, and all arithmetic of ranges."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity as published: `low` to `high`, either end open (None), and the one value that leads.

    Published ranges are disagreement or revision, never sampling error. Wider inputs never give a
    narrower result in any operation here.

    Raises ValueError where low > high or the headline lies outside.
    """

    low: float | None = None
    high: float | None = None
    headline: float | None = None

    def __post_init__(self) -> None:
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if math.isnan(low) or math.isnan(high):
            raise ValueError("a range has numbers or open ends (None), not NaN")
        if low > high:
            raise ValueError(f"range low {self.low} lies above high {self.high}")
        if self.headline is not None and not low <= self.headline <= high:
            raise ValueError(f"headline {self.headline} lies outside {self.low} to {self.high}")

    @classmethod
    def exact(cls, value: float) -> Range:
        """The range of one value."""
        return cls(value, value, value)

    @property
    def is_exact(self) -> bool:
        """True where both ends are given and equal."""
        return self.low is not None and self.low == self.high

    def __add__(self, other: Range) -> Range:
        return Range(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            None if self.headline is None or other.headline is None else self.headline + other.headline,
        )

    def __sub__(self, other: Range) -> Range:
        """The difference, as wide as both allow: the least less the most, to the most less the least."""
        return Range(
            None if self.low is None or other.high is None else self.low - other.high,
            None if self.high is None or other.low is None else self.high - other.low,
            None if self.headline is None or other.headline is None else self.headline - other.headline,
        )

    def __or__(self, other: Range) -> Range:
        """The narrowest range that holds both; it has a headline where the two agree on one."""
        lows, highs = (self.low, other.low), (self.high, other.high)
        return Range(
            None if None in lows else min(one for one in lows if one is not None),
            None if None in highs else max(one for one in highs if one is not None),
            self.headline if self.headline == other.headline else None,
        )

    def contains(self, other: Range) -> bool:
        """True where every value of `other` lies in this range."""
        return (self.low is None or (other.low is not None and self.low <= other.low)) and (
            self.high is None or (other.high is not None and other.high <= self.high)
        )

    def share_of_total_with(self, rest: Range) -> Range:
        """This part's share, 0 to 1, of itself plus `rest` (curated rule 8), both counts of at least zero.

        low / (low + rest.high) to high / (high + rest.low); an open end opens the share to 0 or 1, and so
        does a total that may be zero.
        """
        self._require_count()
        rest._require_count()
        least, most = self.low or 0.0, self.high
        low = 0.0 if rest.high is None else _share(least, rest.high)
        high = _share(most, rest.low or 0.0) if most else float(most is None or not rest.low)
        if self.headline is None or rest.headline is None or not self.headline + rest.headline:
            return Range(low, high)
        return Range(low, high, _share(self.headline, rest.headline))

    def times(self, other: Range) -> Range:
        """How many times as many as `other` this is, both counts of at least zero.

        A multiple of what may be zero has no upper end. Raises ValueError where `other` is exactly zero.
        """
        self._require_count()
        other._require_count()
        if other.high == 0:
            raise ValueError("there is no multiple of zero")
        low = 0.0 if other.high is None else (self.low or 0.0) / other.high
        high = None if self.high is None or not other.low else self.high / other.low
        if self.headline is None or not other.headline:
            return Range(low, high)
        return Range(low, high, self.headline / other.headline)

    def change_from(self, earlier: Range) -> Range:
        """The change in per cent from `earlier` to this, both counts of at least zero.

        -100 is the least that a count can fall; a rise from what may be zero has no upper end. Raises
        ValueError where `earlier` is exactly zero: such a change has no percentage.
        """
        if earlier.high == 0:
            raise ValueError("a change from zero has no percentage")
        found = self.times(earlier)
        return Range(*(None if one is None else 100.0 * (one - 1.0) for one in (found.low, found.high, found.headline)))

    def text(self, digits: int = 0) -> str:
        """The range in words: "376 to 380", "at least 300", "up to 90", "188", "not reported"."""
        if self.low is None and self.high is None:
            return "not reported" if self.headline is None else number(self.headline, digits)
        if self.low is None:
            return f"up to {number(self.high, digits)}"
        if self.high is None:
            return f"at least {number(self.low, digits)}"
        low, high = number(self.low, digits), number(self.high, digits)
        return low if low == high else f"{low} to {high}"

    def signed(self) -> str:
        """A difference in words, each end with its sign: "+3", "−12 to +35", "at least +3", "up to −5", "0"."""
        if self.low is None or self.high is None:
            ends = [(self.low, "at least"), (self.high, "up to")]
            told = [f"{word} {signed(value)}" for value, word in ends if value is not None]
            return told[0] if told else "not reported"
        low, high = signed(self.low), signed(self.high)
        return low if low == high else f"{low} to {high}"

    def _require_count(self) -> None:
        if any(value is not None and value < 0 for value in (self.low, self.high, self.headline)):
            raise ValueError("shares, multiples and changes are defined for counts of at least zero")


def _share(part: float, rest: float) -> float:
    """part / (part + rest), by steps that keep the order of their results under rounding; 0 for no part."""
    return 1.0 / (1.0 + rest / part) if part else 0.0


def number(value: float | None, digits: int = 0) -> str:
    """A number as readers write it: thousands separated, a minus sign, no needless decimals."""
    if value is None or math.isnan(value):
        return "not reported"
    shown = round(float(value), digits)
    return f"{shown:,.{digits}f}".replace("-", "−") if shown else f"{0:.{digits}f}"


def signed(value: float) -> str:
    """A whole number with its sign: "+3", "−12", "0"."""
    return f"+{number(value)}" if round(value) > 0 else number(value)
