"""The axes of a Plotly spec as scales: what lies where, in numbers that a native axis and a workbook can hold."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EPOCH = date(1899, 12, 30)
MS_A_DAY = 86_400_000
_STEPS: tuple[float, ...] = (1, 2, 2.5, 5, 10)
_WHOLE: tuple[float, ...] = (1, 2, 5, 10)
_FIRST_YEAR, _YEARS = 1000, 10
_ROOM = 1.06
_TICKS = 6
_MONTHS_APART = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600)


def serial(day: str) -> float:
    """A day as its number in a workbook, with its time as a part of the day."""
    moment = datetime.fromisoformat(day)
    return (moment.date() - _EPOCH).days + (moment.hour * 60 + moment.minute) / 1440


@dataclass
class Scale:
    """One axis. kind: number, whole (of which only whole numbers are named), log, day or names. low and high: what it
    spans; flipped: the lowest value is at the top or right. names: those of a scale of names, by place. labels: names
    that stand at some values instead of the axis's own. step: between two ticks. spec: the axis as Plotly has it.
    """

    kind: str
    low: float = 0.0
    high: float = 1.0
    flipped: bool = False
    names: list[str] = field(default_factory=list)
    labels: list[tuple[float, str]] = field(default_factory=list)
    step: float = 1.0
    spec: dict[str, Any] = field(default_factory=dict)

    def at(self, value: Any) -> float | None:
        """Where a value of the spec lies, None for a gap."""
        if value is None or value != value:
            return None
        if self.kind == "names" and isinstance(value, str):
            return float(self.names.index(value))
        if self.kind == "day" and isinstance(value, str):
            return serial(value)
        return float(value)

    def share(self, value: float) -> float:
        """How far along the axis a value lies, from its left or bottom end, 0 to 1."""
        low, high = self.low, self.high
        if self.kind == "log":
            low, high, value = (math.log10(max(one, 1e-9)) for one in (low, high, value))
        along = (value - low) / (high - low) if high > low else 0.5
        return 1 - along if self.flipped else along

    @property
    def is_listed(self) -> bool:
        """True where names stand along the axis in place of numbers."""
        return bool(self.labels)

    @property
    def has_native_ticks(self) -> bool:
        """False where months and years, or whole numbers between the ends of the axis, are drawn as its ticks."""
        return self.kind not in ("day", "whole")

    @property
    def is_shown(self) -> bool:
        """False where the spec hides the axis or its labels."""
        return self.spec.get("visible", True) is not False and self.spec.get("showticklabels", True) is not False

    @property
    def title(self) -> str:
        """What the axis is called, "" for nothing."""
        return str((self.spec.get("title") or {}).get("text") or "")


def of(spec: dict[str, Any], values: Iterable[Any], *, from_zero: bool = False) -> Scale:
    """The scale of an axis, from its spec and every value that is drawn along it."""
    shown = [one for one in values if one is not None and one == one]
    scale = Scale(_kind(spec, shown), spec=spec)
    if scale.kind == "names":
        listed = [str(one) for one in spec.get("categoryarray") or [] if one in shown or spec.get("range")]
        scale.names = list(dict.fromkeys([*listed, *map(str, shown)]))
        scale.labels = [(float(place), name) for place, name in enumerate(scale.names)]
    elif spec.get("ticktext") and spec.get("tickvals"):
        places = [scale.at(one) for one in spec["tickvals"]]
        scale.labels = [(at, text) for at, text in zip(places, spec["ticktext"], strict=True) if at is not None]
    _span(scale, [at for at in map(scale.at, shown) if at is not None], from_zero)
    return scale


def _kind(spec: dict[str, Any], shown: list[Any]) -> str:
    if spec.get("type") in ("log", "date", "category"):
        return {"log": "log", "date": "day", "category": "names"}[spec["type"]]
    words = [one for one in shown if isinstance(one, str)]
    if not words:
        return "number"
    return "day" if all(_DAY.match(one) for one in words) else "names"


def _span(scale: Scale, places: list[float], from_zero: bool) -> None:
    given = scale.spec.get("range")
    if given and None not in given:
        ends = [scale.at(one) or 0.0 for one in given]
        ends = [10**one for one in ends] if scale.kind == "log" else ends
        scale.low, scale.high, scale.flipped = min(ends), max(ends), ends[0] > ends[1]
    elif scale.kind == "names":
        scale.low, scale.high = -0.5, max(len(scale.names), 1) - 0.5
    elif places:
        scale.low, scale.high = _around(scale, places, from_zero)
    _tick(scale)


def _around(scale: Scale, places: list[float], from_zero: bool) -> tuple[float, float]:
    low, high = min(places), max(places)
    if scale.kind == "log":
        above = min((one for one in places if one > 0), default=1.0)
        return 10 ** math.floor(math.log10(above)), 10 ** math.ceil(math.log10(max(high, above * 1.01)))
    if from_zero and low >= 0:
        return 0.0, (high or 1.0) * _ROOM
    room = (high - low) * (_ROOM - 1) or 1.0
    return low - room, high + room


def _tick(scale: Scale) -> None:
    """The step of an axis of numbers, and its ends moved out to whole steps, where native ticks begin."""
    if scale.kind != "number" or scale.is_listed:
        return
    spec, spans = scale.spec, scale.high - scale.low
    are_years = spec.get("tickformat") == "d" and scale.low > _FIRST_YEAR
    whole = are_years or spec.get("tickformat") == ",~d"
    wanted = nice(spans / int(spec.get("nticks") or (_YEARS if are_years else _TICKS)), _WHOLE if whole else _STEPS)
    scale.step = max(wanted, 1) if whole else wanted
    if not scale.is_shown and not are_years:
        return
    least = 1 if are_years else scale.step
    scale.low = math.floor(scale.low / least + 1e-9) * least
    if are_years or not spec.get("range"):
        scale.high = math.ceil(scale.high / least - 1e-9) * least


def beginnings(low: float, high: float, most_months: int, most_years: int) -> list[tuple[float, str]]:
    """The days within a time at which a month or a year begins, as many as may be named; single days of a short time.

    low and high: numbers of days in a workbook. Gives the number and the name of each day.
    """
    first, last = (_EPOCH + timedelta(int(one)) for one in (math.ceil(low), math.floor(high)))
    start, end = (one.year * 12 + one.month - 1 for one in (first, last))
    start += first.day > 1
    if end <= start:
        apart = max(1, math.ceil((last - first).days / max(most_months, 1)))
        days = (first + timedelta(one) for one in range(0, (last - first).days + 1, apart))
        return [(float((one - _EPOCH).days), f"{one.day} {one:%b %Y}") for one in days]
    for apart in _MONTHS_APART:
        kept = range(start + -start % apart, end + 1, apart)
        if len(kept) <= (most_years if apart % 12 == 0 else most_months):
            break
    named = "%Y" if apart % 12 == 0 else "%b %Y"
    found = (date(one // 12, one % 12 + 1, 1) for one in kept)
    return [(float((one - _EPOCH).days), one.strftime(named)) for one in found]


def whole(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """The whole numbers within a range, as many as may be named, each with its name."""
    first, last = math.ceil(low), math.floor(high)
    apart = max(math.ceil((last - first + 1) / max(most, 1)), 1)
    return [(float(one), str(one)) for one in range(first, last + 1, apart)]


def nice(rough: float, steps: tuple[float, ...]) -> float:
    """The next larger of some steps times a power of ten."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * one for one in steps if power * one >= rough * 0.999)
