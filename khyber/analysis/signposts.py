"""Signposts: signs that speak for or against a scenario, each lit, not lit or not known by an interval measured.

What is measured on a day stands in `measures`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from khyber.evidence import Evidence, cached, dates, text
from khyber.evidence.ranges import number

TABLE, SCENARIOS = "signposts", "scenarios"
TOWARDS, AGAINST = "towards", "against"
LIT, NOT_LIT, UNKNOWN = "lit", "not lit", "not known"
AT_LEAST, AT_MOST = "at-least", "at-most"
Rows = tuple[tuple[str, str], ...]


class Reading(NamedTuple):
    """A measure on a day: its lowest and highest possible value, in words, and the rows (table, id) that give it.

    low and high are NaN where it is not known; `said` is then the reason.
    """

    low: float
    high: float
    said: str
    rows: Rows = ()

    @property
    def is_known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.low)


def unknown(said: str, rows: Rows = ()) -> Reading:
    """A measure without a value: the reason, and the rows that it names."""
    return Reading(math.nan, math.nan, said, rows)


@dataclass(frozen=True)
class Window:
    """The days or months up to a day that count; one of the two is given."""

    days: int = 0
    months: int = 0

    def holds(self, found: date, day: date) -> bool:
        """Whether a day not after `day` lies in the window that ends with it."""
        if self.months:
            return day <= dates.add_months(found, self.months)
        return found > day - timedelta(days=self.days)

    @property
    def words(self) -> str:
        """The window in words."""
        count, unit = (self.months, "month") if self.months else (self.days, "day")
        return f"the last {number(count)} {unit}s" if count > 1 else f"the last {unit}"


class Signpost(NamedTuple):
    """A row of `signposts`, with its window as one value."""

    signpost_id: str
    scenario_id: str
    points: str
    text: str
    measure: str
    subject: str
    comparison: str
    threshold: float
    window: Window
    why: str

    def state(self, found: Reading) -> str:
        """Lit, not lit, or not known: where the interval of the measure lies on both sides of the threshold."""
        if not found.is_known:
            return UNKNOWN
        if self.comparison == AT_LEAST:
            return LIT if found.low >= self.threshold else NOT_LIT if found.high < self.threshold else UNKNOWN
        return LIT if found.high <= self.threshold else NOT_LIT if found.low > self.threshold else UNKNOWN


@cached(1)
def listed(evidence: Evidence) -> tuple[Signpost, ...]:
    """The signposts of a release in their order; none in a release from before they were made."""
    return tuple(
        Signpost(
            row.signpost_id, row.scenario_id, row.points, row.text, row.measure, text(row.subject), row.comparison,
            float(row.threshold), Window(_whole(row.window_days), _whole(row.window_months)), row.why,
        )
        for row in evidence.read(TABLE).sort_values("order").itertuples(index=False)
    )  # fmt: skip


def _whole(cell: Any) -> int:
    return 0 if pd.isna(cell) else int(cell)
