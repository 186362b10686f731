"""What the figures of the risk index share: names, values in words, months chosen, and panels over months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import risk, risk_inputs
from khyber.charts import names, panels, theme
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

NO_INDEX = "There is no risk index in this release: it is from before its pillars and weights were stated"
DESCRIBES = "It describes published figures: it is no forecast and no advice."
GAPS = "A month without a figure is missing, not calm: lines break there, and nothing is filled in."
SCALE = 100
# The range of a panel is a quarter above what it is told to hold.
_TOP = 1.25
_OF_YEARS = {"dtick", "tickformat"}
_EDGE = timedelta(days=25)


def no_index(figure_id: str, *, drawn: bool) -> Figure:
    """The figure of a release without a risk index."""
    table = pd.DataFrame({"pillar": pd.Series(dtype=object), "rows": pd.Series(dtype=object)})
    alt = f"Chart without marks. {NO_INDEX}." if drawn else NO_INDEX
    return Figure(figure_id, NO_INDEX, alt, theme.no_data() if drawn else None, table)


def weights(evidence: Evidence, filters: Filters) -> risk.Weights:
    """The weights that the reader chose, or the published ones."""
    return risk.chosen(evidence, filters.weights)


def pillar(evidence: Evidence, one: str) -> str:
    """What a pillar is called."""
    return names.of(evidence, "risk_pillars", one, "label")


def pillars(evidence: Evidence, some: Iterable[str]) -> str:
    """Some pillars in words, as within a sentence."""
    return names.in_words([names.inside(pillar(evidence, one)) for one in some], 9)


def month(one: date) -> str:
    """A month in words."""
    return f"{one:%B %Y}"


def told(value: float) -> str:
    """A value with the decimals that it needs, three at most."""
    shown = number(value, 3)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def with_range(value: float, low: float, high: float) -> str:
    """A value with its range, where it has one: "30 (24 to 37)"."""
    return _ranged(told(value), told(low), told(high))


def points(value: float) -> str:
    """A place on the scale from 0 to 100, as it is written."""
    return number(value, 1)


def on_scale(row: Any) -> str:
    """The value, low and high of a line of a table, on the scale from 0 to 100."""
    return _ranged(points(row.value), points(row.low), points(row.high))


def _ranged(value: str, low: str, high: str) -> str:
    return value if low == high else f"{value} ({low} to {high})"


def rows_of(some: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    """Rows by their table and id."""
    return tuple(Row(table, row_id) for table, row_id in some)


def chosen(evidence: Evidence, filters: Filters) -> list[date]:
    """The months of the index that lie wholly in the chosen period."""
    first, last = filters.first_day, filters.last_day
    return [
        one
        for one in risk_inputs.months(evidence, filters.known)
        if (first is None or one >= first) and (last is None or risk_inputs.end_of(one) <= last)
    ]


def age(row: Any) -> str:
    """How old an input is, or over which days where they are not all in its month; "" for one of the month.

    Takes a line of `risk.inputs`.
    """
    if row.age:
        return f"{number(row.age)} month{'' if row.age == 1 else 's'} old"
    is_within = row.first >= row.month and row.last <= risk_inputs.end_of(row.month)
    return "" if is_within else f"mean over {dates.words(row.first, row.last)}"


def of(row: Any) -> str:
    """The month, or the days over several months, that an input itself is for. Takes a line of `risk.inputs`."""
    return month(row.first) if f"{row.first:%Y-%m}" == f"{row.last:%Y-%m}" else dates.words(row.first, row.last)


def is_carried(row: Any) -> bool:
    """True where an input is from before the month for which it stands. Takes a line of `risk.inputs`."""
    return bool(row.last < row.month)


def dated(row: Any) -> str:
    """Of when and how old an input is that is not of its month alone; "" for one of the month. Takes such a line."""
    return ", ".join(filter(None, [f"of {of(row)}" if is_carried(row) else "", age(row)]))


def as_described(evidence: Evidence, known: date | None) -> tuple[str, ...]:
    """Under known-by, that the scales and weights are of this release."""
    if known is None:
        return ()
    years = names.in_words([dates.words(*dates.bounds(one)) for one in evidence.read("risk_inputs")["window"].unique()])
    return (
        f"Windows and weights are those of release {evidence.release}, drawn from {years}: a ruler, not known then.",
    )


def own_weights(filters: Filters) -> tuple[str, ...]:
    """That the weights are the reader's, where they are."""
    return ("The weights are the reader's own, not the published ones.",) if filters.weights else ()


def layout(heads: Sequence[panels.Panel], months: Sequence[date], **own: dict[str, Any]) -> dict[str, Any]:
    """The layout of panels over months; `own` lays more over an axis, such as `yaxis2`."""
    found = panels.layout(heads, months[0].year, months[-1].year)
    ends = [f"{one:%Y-%m-%d}" for one in (months[0] - _EDGE, risk_inputs.end_of(months[-1]) + _EDGE)]
    span = {"type": "date", "range": ends, "nticks": 8}
    axes = {
        name: {key: value for key, value in axis.items() if key not in _OF_YEARS} | span
        for name, axis in found.items()
        if name.startswith("xaxis")
    }
    return {**found, **axes, **{name: {**found[name], **more} for name, more in own.items() if name in found}}


def panel(heading: str, height: int, most: float) -> panels.Panel:
    """A panel whose axis ends at `most`."""
    return panels.Panel(heading, height, most / _TOP)


def spread_out(months: Sequence[date], given: dict[date, Any]) -> tuple[list[str], list[Any]]:
    """All months as days, so that panels have one axis in every export, and what is given for each, None for a gap."""
    return [f"{one:%Y-%m-%d}" for one in months], [given.get(one) for one in months]
