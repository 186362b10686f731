"""The keys of charts on categories: years, months, names or parts of a range; the same for all panels on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from khyber.briefing.pptx.panels import Panel, Part
from khyber.briefing.pptx.scales import serial
from khyber.briefing.pptx.workbook import MONTH, Cell

_MOST_FILLED = 80
_NEARLY = 1e-9
_MID_MONTH = 15


@dataclass
class Keys:
    """The categories of a chart: where each lies on the scale, how it is written, and as what kind of cell. are_bins:
    each is a part of the scale, from its place on."""

    places: list[float]
    written: list[Cell]
    number_format: str = "General"
    header: str = ""
    are_bins: bool = False

    @property
    def span(self) -> tuple[float, float]:
        """Where on the scale the room of the first key begins and that of the last one ends."""
        first, last = self.places[0], self.places[-1]
        step = (last - first) / (len(self.places) - 1) if last > first else 1.0
        return (first, last + step) if self.are_bins else (first - step / 2, last + step / 2)


def of(panel: Panel) -> Keys:
    """The keys of a panel, with those of every panel on its x axis."""
    scale, header = panel.x, panel.x.title
    if scale.kind == "names":
        return Keys([float(one) for one in range(len(scale.names))], list(scale.names), header=header or "Name")
    if scale.kind == "day":
        months = _months(min(panel.along), max(panel.along))
        return Keys(months, list(months), MONTH, header or "Month")
    places = [float(one) for one in panel.along]
    if panel.bins:
        bins = _bins(panel.bins, min(places), max(places))
        step = float(panel.bins["width"])
        return Keys(bins, [f"{one:g}–{one + step:g}" for one in bins], header=header or "Range", are_bins=True)
    years = sorted({float(round(one)) for one in places})
    if years[-1] - years[0] <= _MOST_FILLED:
        years = [float(one) for one in range(int(years[0]), int(years[-1]) + 1)]
    return Keys(years, list(years), header=header or "Year")


def align(panels: Sequence[Panel]) -> None:
    """Let each panel of points span what the keys of bars on its axis span."""
    for one in panels:
        keyed = next((other for other in panels if other.axis == one.axis and other.is_grid), None)
        if keyed and not one.is_grid:
            low, high = of(keyed).span
            one.x = replace(one.x, kind="whole" if one.x.kind == "number" else one.x.kind, low=low, high=high)


def _bins(bars: Part, low: float, high: float) -> list[float]:
    step, first = float(bars["width"]), float(bars["x"][0])
    before, after = (math.floor((one - first) / step + _NEARLY) for one in (low, high))
    return [first + step * one for one in range(before, after + 1)]


def _months(first: str, last: str) -> list[float]:
    start, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    count = (end.year - start.year) * 12 + end.month - start.month + 1 + (end.day > _MID_MONTH)
    months = [divmod(start.month - 1 + one, 12) for one in range(count)]
    return [serial(date(start.year + more, month + 1, 1).isoformat()) for more, month in months]
