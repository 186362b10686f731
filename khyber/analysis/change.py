"""Change between two periods: in per cent, as a range, with a verdict, and refused where it would mislead."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from khyber.analysis import counts
from khyber.evidence import Range

RISE, FALL, UNCHANGED = "rise", "fall", "no change"
WITHIN, UNCOUNTED = "within the published range", "not comparable"
# A count that falls to zero.
_LEAST = -100
_SAME = ["publisher", "area", "actor", "metric", "span"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change in per cent (a Range, None where it has none) and what may be said of it.

    `verdict` is rise, fall, no change, "within the published range" or "not comparable"; `reason` says why
    where there is no percentage.
    """

    percent: Range | None
    verdict: str
    reason: str = ""


def between(earlier: Range, later: Range) -> Change:
    """The change from one count to another, each with its published range.

    It is a rise only where the lowest later value lies above the highest earlier one, a fall in the same way
    downwards; everything else that is not equal is "within the published range".
    """
    if earlier.high == 0:
        verdict = UNCHANGED if later.high == 0 else RISE if later.low else WITHIN
        return Change(None, verdict, "a change from zero has no percentage")
    percent = later.change_from(earlier)
    if percent.low == percent.high == 0:
        return Change(percent, UNCHANGED)
    if percent.low is not None and percent.low > 0:
        return Change(percent, RISE)
    if percent.high is not None and percent.high < 0:
        return Change(percent, FALL)
    return Change(percent, WITHIN)


def of_rows(earlier: pd.Series, later: pd.Series, *, is_index: bool = False) -> Change:
    """The change between two rows of `counts.headlines`, refused where they do not count the same.

    Not comparable are: another publisher, area, actor or metric; periods of another kind (a part year with a
    year) or length; periods that overlap or stand in the wrong order; doubtful values; ranks and scores
    (`is_index`), whose percentages mean nothing.
    """
    if is_index:
        return Change(None, UNCOUNTED, "a rank or score has no percentage")
    differs = [name for name in _SAME if earlier[name] != later[name]]
    if differs:
        return Change(None, UNCOUNTED, f"the two differ in {', '.join(differs)}")
    if not earlier["period_end"] < later["period_start"]:
        return Change(None, UNCOUNTED, "the periods overlap")
    if earlier["span"] == "other" and _length(earlier) != _length(later):
        return Change(None, UNCOUNTED, "the periods are of different length")
    if counts.DOUBTFUL in (earlier["status"], later["status"]):
        return Change(None, UNCOUNTED, "a value is doubtful")
    return between(counts.as_range(earlier), counts.as_range(later))


def words(change: Change) -> str:
    """The change as a short text: "+56 %", "+56 to +57 %", "−12 %", or the reason why there is none."""
    if change.percent is None:
        return change.reason
    low, high = change.percent.low, change.percent.high
    if high is None and (low is None or low <= _LEAST):
        return "not limited by the published range"
    if low is None or high is None:
        return f"at least {signed(low)} %" if low is not None else f"at most {signed(high)} %"
    least, most = signed(low), signed(high)
    return f"{least} %" if least == most else f"{least} to {most} %"


def told(change: Change, on: str = "") -> str:
    """The change between the headlines, with the range that was published where it is wider, or why there is none.

    Such as "+56 %", "+118 % on 2023, range +113 to +124 %", "−5 %, within the published range". `on`
    follows the first percentage.
    """
    if change.percent is None:
        return change.reason
    spread = words(change)
    lead = spread if change.percent.headline is None else f"{signed(change.percent.headline)} %"
    if change.verdict == WITHIN:
        return f"{lead}{on}, within the published range" + ("" if spread == lead else f" of {spread}")
    return f"{lead}{on}" + ("" if spread == lead else f", range {spread}")


def with_verdict(change: Change, on: str = "") -> str:
    """The change as `told`, its verdict before it: "rise: +56 %"; one within the published range says so itself."""
    said = told(change, on)
    return said if change.verdict == WITHIN and change.percent else f"{change.verdict}: {said}"


def signed(value: float | None) -> str:
    """A whole percentage with its sign: "+56", "−12", "0"."""
    if value is None:
        return "no limit"
    shown = round(value)
    return "0" if shown == 0 else f"{shown:+d}".replace("-", "−")


def _length(row: pd.Series) -> tuple[int, str]:
    """The length of a period: in whole months, so that a leap day changes nothing, or else in days."""
    first, after = row["period_start"], row["period_end"] + pd.Timedelta(days=1)
    if first.day == after.day == 1:
        return (after.year - first.year) * 12 + after.month - first.month, "months"
    return (after - first).days, "days"
