"""What the figures on crossings share: the closings of a period, the rows behind them, and their days in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import border
from khyber.charts import theme
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import Evidence, Range, cached, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

PERIOD = ("known", "start", "end")
LETTERS = {"all": "E", "goods": "G", "people": "P"}
FAINT = f"{theme.QUIET}38"
NOT_READ = "Closings are not read in this release: it is from before there was a table of readings"


def not_read(figure_id: str) -> Figure:
    """The figure of a release that has no table of readings."""
    table = pd.DataFrame({"crossing": pd.Series(dtype=object), "rows": pd.Series(dtype=object)})
    return Figure(figure_id, NOT_READ, NOT_READ, None, table)


def period(evidence: Evidence, filters: Filters) -> tuple[date, date]:
    """The first and last day looked at: those chosen, else from the year in which events at the border begin on."""
    last = evidence.last_day(filters.known)
    first = filters.first_day or date.fromisoformat(evidence.resource("incidents")["starts"]["border"])
    return first, min(filters.last_day, last) if filters.last_day else last


def within(found: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """The parts that may have shut a crossing on some day of a period."""
    return found[(found["possible_first"] <= last) & (found["possible_last"] >= first)].reset_index(drop=True)


def rows_of(evidence: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    """The rows of data behind a part; pages stand behind these rows and are no rows of their own."""
    return tuple(dict.fromkeys(Row(table, row_id) for table, row_id in evidence if table != "sources"))


@cached(16)
def in_order(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The crossings by kind, and from the Wakhan on, with their place along the line and its sector."""
    rows = evidence.read("crossings", known).join(border.crossings(evidence), on="crossing_id")
    kinds = list(evidence.labels("crossing_kind"))
    rows = rows.assign(
        rank=[kinds.index(one) for one in rows["kind"]],
        sector=list(border.sector_at(border.sectors(evidence), rows["position_km"])),
    )
    return rows.sort_values(["rank", "position_km"]).reset_index(drop=True)


def days_words(shut: Range) -> str:
    """So many days in words: "8 days", "1 to 105 days"."""
    return f"{shut.text()} day{'' if shut.is_exact and shut.low == 1 else 's'}"


def span_words(row: Any) -> str:
    """When a crossing was shut, from what is certain: "shut 5 to 26 May 2017", with what is possible beyond it."""
    certain = dates.words(row.certain_first, row.certain_last)
    exact = (row.certain_first, row.certain_last) == (row.possible_first, row.possible_last)
    if exact and not row.open_end:
        return f"shut {certain}"
    parts = []
    if row.possible_first < row.certain_first:
        parts.append(f"perhaps from {dates.words(row.possible_first)}")
    if row.open_end:
        parts.append("then still shut or not known")
    elif row.possible_last > row.certain_last:
        parts.append(f"perhaps until {dates.words(row.possible_last)}")
    return f"certainly shut {certain}, {', '.join(parts)}"


def part_days(row: Any) -> Range:
    """The days of one part as a range."""
    return Range(
        float((row.certain_last - row.certain_first).days + 1), float((row.possible_last - row.possible_first).days + 1)
    )


def short_range(low: float, high: float) -> str:
    """A range of days as short as a cell needs it."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def brief(name: str) -> str:
    """A crossing's name without what stands in brackets behind it."""
    return name.split(" (")[0]


def tints(count: int) -> list[dict[str, Any]]:
    """A tint behind every second of so many rows."""
    return [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": at - 0.5, "y1": at + 0.5,
            "fillcolor": theme.QUIET, "opacity": 0.08, "line": {"width": 0}, "layer": "below",
        }
        for at in range(0, count, 2)
    ]  # fmt: skip


def time_axis(first: date, last: date) -> dict[str, Any]:
    """The axis of time of the calendar and of what stands beside it."""
    edge = (last - first) * 0.01
    return {
        "type": "date", "range": [str(first - edge), str(last + edge + timedelta(days=1))], "fixedrange": True,
        "gridcolor": FAINT, "tickangle": 0, "side": "bottom",
    }  # fmt: skip
