"""The outlook page: what it is of, and the tables of text under its figures."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from khyber.analysis.outlook import months
from khyber.analysis.outlook.backtest import QUANTILES, SHARES
from khyber.charts import names, outlook
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached, dates
from khyber.evidence.ranges import number
from khyber.filters import Link
from khyber.ui import card, filter_bar, words


def choose(opened: Link) -> None:
    """The controls of the page: whose months, and of what; only what some publisher gives by month is offered."""
    evidence, filters = opened.evidence, opened.filters
    given = {one.publisher for one in months.every(evidence) if one.metric in outlook.METRICS} | {filters.series}
    publishers = {one: name for one, name in evidence.names("publishers").items() if one in given}
    labels = evidence.names("metrics", "label")
    metrics = list(dict.fromkeys([*outlook.METRICS, filters.metric]))
    with st.grid(2, min_column_width=220):
        filter_bar.select(
            "Whose months", "series", list(publishers), publishers.__getitem__, filters.series,
            refresh=filter_bar.using("series"),
        )  # fmt: skip
        filter_bar.select(
            "What is counted", "metric", metrics, labels.__getitem__, filters.metric,
            refresh=filter_bar.using("metric"),
        )  # fmt: skip


def is_there(opened: Link) -> bool:
    """True where there is an outlook for what is chosen; where there is none, the first card says why."""
    return outlook.verdict(opened.evidence, opened.filters) is not None


def misses(shown: Figure, opened: Link) -> None:
    """The table of misses: each month, what came, and whose interval did not hold it, how far ahead."""
    words.html(_missed(opened.evidence, shown), words.facts(shown.facts, "facts"))


@cached(32)
def _missed(evidence: Evidence, shown: Figure) -> str:
    lines = [
        (_month(str(month)), number(rows["came"].iloc[0]), _whose(rows))
        for month, rows in shown.table.groupby("month", sort=False)
    ]
    head = ("Month", "Came", "Outside the interval of (months ahead)")
    return words.table(head, lines) if lines else ""


def _whose(rows: pd.DataFrame) -> str:
    """The models that missed a month, by side: "above: Last value (1, 2)"."""
    told = []
    for side, own in rows.groupby("side", sort=False):
        each = [f"{row.model} ({row.months_ahead})" for row in own.itertuples()]
        told.append(f"{side}: {', '.join(each)}")
    return "; ".join(told)


def ahead(shown: Figure, opened: Link) -> None:
    """The chart of the months ahead, and their quantiles as a table of text."""
    card.chart(shown, opened)
    words.html(_foretold(opened.evidence, shown))


@cached(32)
def _foretold(evidence: Evidence, shown: Figure) -> str:
    foretold = shown.table[shown.table["ahead"].notna()]
    if foretold.empty:
        return ""
    newest = shown.table["known"].dropna().iloc[-1]
    head = ("Month", *(f"{100 * share:.0f} %" for share in SHARES), f"Over {number(newest)}")
    return words.table(head, _quantiles(foretold))


def _quantiles(foretold: pd.DataFrame) -> Iterable[tuple[str, ...]]:
    for row in foretold.to_dict("records"):
        yield (_month(row["month"]), *(number(row[one]) for one in QUANTILES), f"{row['more']:.0f} %")


def where_not(shown: Figure, opened: Link) -> None:
    """Each series with how far its backtest goes, as a table of text."""
    words.html(_why_not(opened.evidence, shown))


@cached(32)
def _why_not(evidence: Evidence, shown: Figure) -> str:
    lines = [
        (
            f"{names.of(evidence, 'metrics', row.metric, 'label')}, {names.of(evidence, 'areas', row.area)}",
            number(row.months_on_record),
            number(row.later_month_on_record),
            number(row.scored),
            row.outlook,
        )
        for row in shown.table.itertuples()
    ]
    return words.table(("Series", "Months", "Later month", "Scored", "Outlook"), lines) if lines else ""


def _month(written: str) -> str:
    return dates.words(*dates.bounds(written))
