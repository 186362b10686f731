"""Coverage: for which whole years the tables hold a publisher's figure, and whether its values agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from khyber.evidence import Evidence

REPORTED, DISPUTED, DOUBTFUL, PART = "reported", "disputed", "doubtful-only", "part-year"
COLUMNS = ["publisher", "metric", "year", "state", "values", "row_ids"]


def by_year(
    evidence: Evidence,
    *,
    area: str = "pakistan",
    actor: str = "all",
    metric: str = "",
    publishers: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    known: date | None = None,
) -> pd.DataFrame:
    """One row for each publisher, metric and calendar year for which `attack_counts` holds a figure.

    `state` is "reported" where one value, or several that agree, stand for the whole year; "disputed" where
    several values that are not doubtful differ; "doubtful-only" where all are doubtful; "part-year" where only
    parts of the year have figures. A year without a row is not found: the tables hold none, which means neither
    zero nor that nothing was published. Periods of several calendar years belong to none of them (curated rule 6).

    `metric` "" and `publishers` empty mean all; only years that lie wholly between `first` and `last` are given.
    Columns: publisher, metric, year, state, values (the different values of the state, least first; none of a
    part year), row_ids (the rows behind the state). Sorted by publisher, metric and year.
    """
    rows = evidence.read("attack_counts", known)
    start, end = rows["period_start"], rows["period_end"]
    chosen = (rows["area"] == area) & (rows["actor"] == actor) & (start.dt.year == end.dt.year)
    if metric:
        chosen &= rows["metric"] == metric
    if publishers:
        chosen &= rows["publisher"].isin(list(publishers))
    chosen &= start.dt.year.map(lambda year: _lies_within(year, first, last))
    cells: dict[tuple[str, str, int], list[Any]] = {}
    for row in rows[chosen].itertuples(index=False):
        cells.setdefault((row.publisher, row.metric, row.period_start.year), []).append(row)
    return pd.DataFrame([(*key, *_state(cells[key])) for key in sorted(cells)], columns=COLUMNS)


def _lies_within(year: int, first: date | None, last: date | None) -> bool:
    return (first is None or date(year, 1, 1) >= first) and (last is None or date(year, 12, 31) <= last)


def _state(rows: Sequence[Any]) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    whole = [row for row in rows if _is_whole_year(row)]
    if not whole:
        return PART, (), tuple(row.row_id for row in rows)
    sound = [row for row in whole if not row.doubtful]
    values = tuple(sorted({float(row.value) for row in sound or whole}))
    state = DOUBTFUL if not sound else REPORTED if len(values) == 1 else DISPUTED
    return state, values, tuple(row.row_id for row in whole)


def _is_whole_year(row: Any) -> bool:
    first, last = row.period_start, row.period_end
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
