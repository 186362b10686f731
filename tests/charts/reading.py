"""What stands in a figure: the numbers that it draws, tells and knows. The tests of the catalogue compare them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from khyber.charts.catalogue import Figure
from khyber.filters import Filters

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
CARTESIAN = {"scatter", "scattergl", "bar", "heatmap"}
MAPS = {"scattermap", "choroplethmap", "densitymap"}
# Crossings at the edge of the strip: they say where the line is crossed, and are marks of no incident.
LANDMARKS = "crossings"


@dataclass(frozen=True)
class Mark:
    """One point of a trace: its coordinates as they stand in the spec, the ids that it carries, and an aid or not."""

    coordinates: tuple[Any, ...]
    ids: tuple[str, ...]
    aid: bool


def numbers(text: object) -> list[float]:
    """The numbers in a text, without their signs."""
    return [float(one.replace(",", "")) for one in NUMBER.findall(str(text))]


def figures_in_title(title: str) -> list[tuple[float, int]]:
    """The numbers of a title with their decimals; how many of a list were left out ("5 others") is none of them."""
    kept = re.sub(r"\b\d+ others\b", "", title)
    return [(float(one.replace(",", "")), len(one.partition(".")[2])) for one in NUMBER.findall(kept)]


def marks(shown: Figure) -> list[Mark]:
    """Every point that the figure draws on axes."""
    return [
        mark
        for trace in traces(shown)
        if trace["type"] in CARTESIAN and trace.get("uid") != LANDMARKS
        for mark in _points(trace, [axis for axis in ("x", "y") if _is_labelled(shown, trace, axis)])
    ]


def traces(shown: Figure) -> list[dict[str, Any]]:
    return list(shown.spec["data"]) if shown.spec else []


def _is_labelled(shown: Figure, trace: dict[str, Any], axis: str) -> bool:
    """True for an axis of values; one that is hidden, or names its places, is a matter of layout."""
    assert shown.spec
    own = shown.spec["layout"].get(trace.get(f"{axis}axis", axis).replace(axis, f"{axis}axis", 1), {})
    return own.get("visible") is not False and own.get("showticklabels") is not False and "ticktext" not in own


def _points(trace: dict[str, Any], axes: list[str]) -> Iterator[Mark]:
    aid = trace.get("hoverinfo") == "skip"
    if trace["type"] == "heatmap":
        for line in trace["z"]:
            yield from (Mark((z,), (), aid) for z in line if z is not None)
        return
    x, y = list(trace.get("x") or []), list(trace.get("y") or [])
    assert len(x) == len(y), f"{trace.get('name')}: {len(x)} x and {len(y)} y"
    carried = [_ids(one) for one in trace.get("customdata") or [None] * len(x)]
    for place, point in enumerate(zip(x, y, strict=True)):
        if None not in point:
            read = [one for one, axis in zip(point, ("x", "y"), strict=True) if axis in axes]
            yield Mark((*read, *_bar_ends(trace, place)), carried[place], aid)


def _bar_ends(trace: dict[str, Any], place: int) -> list[float]:
    """The ends of the range bars of a point."""
    ends = []
    for axis in ("x", "y"):
        bars = trace.get(f"error_{axis}")
        if bars and bars.get("array"):
            above, below = bars["array"][place], bars.get("arrayminus", bars["array"])[place]
            assert above >= 0 and below >= 0, f"{trace.get('name')}: a range bar of negative length at {place}"
            ends += [trace[axis][place] + above, trace[axis][place] - below]
    return ends


def _ids(carried: Any) -> tuple[str, ...]:
    cells = carried if isinstance(carried, (list, tuple)) else [carried]
    return tuple(one for one in cells if isinstance(one, str))


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def values(table: pd.DataFrame) -> dict[str, list[float]]:
    """The numeric columns of a table, without empty cells."""
    found = {}
    for name in table.columns.drop("rows"):
        column = table[name].dropna()
        if len(column) and column.map(is_number).all():
            found[name] = [abs(float(value)) for value in column]
    return found


def known_numbers(shown: Figure) -> list[float]:
    """The numbers that the table holds: values, those in its words, and the parts of its dates."""
    found = [value for column in values(shown.table).values() for value in column]
    for name in shown.table.columns.drop("rows"):
        for cell in shown.table[name].dropna():
            if isinstance(cell, str):
                found += numbers(cell)
            elif isinstance(cell, (date, pd.Timestamp)):
                found += [cell.year, cell.month, cell.day]
    return found


def years_between(shown: Figure) -> list[float]:
    """The years from the first to the last of the table: a place on the axis may stand for a gap."""
    years = values(shown.table).get("year") or [0.0]
    return [float(year) for year in range(int(min(years)), int(max(years)) + 1)]


def known_days(shown: Figure) -> set[str]:
    """The days that the table holds, as they stand in a spec; a year or a month is its first day."""
    found = set()
    for name in shown.table.columns.drop("rows"):
        for cell in shown.table[name].dropna():
            if isinstance(cell, (date, pd.Timestamp)):
                found.add(f"{cell:%Y-%m-%d}")
            elif isinstance(cell, str) and re.fullmatch(r"\d{4}(-\d{2}){0,2}", cell):
                found.add(f"{cell}-01-01"[:10])
    return found


def counted(table: pd.DataFrame) -> list[float]:
    """How many rows a table has: in all, and with each value of each of its columns of words or of yes and no.

    A cell that lists several ("AF;PK") counts for each of them; columns of one kind (`group_a`, `group_b`) also count
    together. The totals of the columns of numbers go along.
    """
    found = [0.0, float(len(table)), *(sum(column) for column in values(table).values())]
    kinds: dict[str, list[str]] = {}
    for name in table.columns.drop("rows"):
        if any(isinstance(cell, (str, bool)) for cell in table[name]):
            items = [one.strip() for cell in table[name].dropna() for one in re.split(r"[;,]", str(cell))]
            kinds.setdefault(re.sub(r"_[a-z]$", "", name), []).extend(items)
            tally = table[name].value_counts()
            found += [float(len(tally)), *map(float, tally)]
    for items in kinds.values():
        each = Counter(items)
        found += [float(len(each)), *map(float, each.values())]
    return found


def told_numbers(shown: Figure) -> list[float]:
    """The numbers in the key figures."""
    return [one for fact in shown.facts for one in numbers(f"{fact.label} {fact.value} {fact.change}")]


def chosen_numbers(filters: Filters, uses: Iterable[str]) -> list[float]:
    """The numbers among the choices that a figure looks at."""
    return [one for name in uses for one in numbers(getattr(filters, name))]


def labels(shown: Figure) -> list[float]:
    """The numbers that are written beside marks and in their hover labels."""
    written = [trace.get(kind) or [] for trace in traces(shown) for kind in ("text", "hovertext")]
    flat = [cell for one in written for cell in (one if isinstance(one, list) else [one])]
    return [value for cell in flat for value in numbers(cell)]


def is_near(value: float, found: Iterable[float], within: float = 1e-6) -> bool:
    """True where a number stands among others, but for rounding."""
    return any(abs(value - one) <= within * max(1.0, abs(value)) for one in found)


def is_a_day_of(moment: float, days: set[str]) -> bool:
    """True where a decimal year (2021.37) is one of these days."""
    told = [date.fromisoformat(day) for day in days]
    return any(abs(moment - day.year - (day.timetuple().tm_yday - 1) / 365.25) < 0.006 for day in told)


def is_rounded_from(value: float, decimals: int, found: Iterable[float]) -> bool:
    """True where a number with so many decimals is one of the others, rounded."""
    return any(abs(value - one) <= 0.5 * 10.0**-decimals + 1e-9 for one in found)
