"""The months ahead as distributions, by the model that did best so far."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis.outlook import backtest, months
from khyber.analysis.outlook.scores import Verdict
from khyber.charts import names, outlook, theme
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.charts.outlook import LOOKS, MEDIAN, NO_PREDICTION, PERCENT, USES
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

# How many months up to the newest known are drawn: as many as leave room for the bars on a narrow screen.
_BEFORE = 30
_MONTHS = ["month", "known", "ahead", "mean", "size", *backtest.QUANTILES, "more", "rows"]


@figure("outlook-months", page="outlook", name="The months ahead as distributions", uses=USES)
def months_ahead(evidence: Evidence, filters: Filters) -> Figure:
    """The months known, with their gaps, and the distributions of those after them by the model shown."""
    found = outlook.verdict(evidence, filters)
    return months_of(evidence, filters, found) if found else outlook.none(evidence, filters, "outlook-months", _MONTHS)


def months_of(evidence: Evidence, filters: Filters, found: Verdict) -> Figure:
    """The figure of the months ahead where a backtest gave this verdict."""
    ahead = backtest.ahead_of(evidence, outlook.series(filters), found.model, filters.known)
    ahead = ahead[ahead["ahead"].isin(found.distances)]
    past = months.known(evidence, outlook.series(filters), filters.known)
    past = past[past.index > past.index[-1] - _BEFORE]
    title = _months_title(evidence, filters, found, past, ahead)
    return Figure(
        "outlook-months",
        title,
        f"Line of the months known, with gaps, and after it a mark for each month ahead with bars of {PERCENT} and "
        f"50 % of its probability. {title}.",
        _months_spec(evidence, filters, past, ahead),
        _months_table(evidence, filters, past, ahead),
        notes=(
            *_months_notes(evidence, filters, found, past, ahead),
            NO_PREDICTION,
            *outlook.counted_notes(evidence, filters),
        ),
        extra_rows=outlook.rows_of(evidence, filters),
    )


def _months_title(evidence: Evidence, filters: Filters, found: Verdict, past: pd.DataFrame, ahead: pd.DataFrame) -> str:
    who = outlook.called(evidence, outlook.series(filters))
    known = f"{number(past['value'].iloc[-1])} in {outlook.month_words(past.index[-1])}"
    by = (
        f"{'the baseline that did best' if found.is_baseline else 'the model that did best'}, {LOOKS[found.model].name}"
    )
    if ahead.empty:
        return f"{who}: {known} is the newest known; {by}, has no forecast from there"
    told = [
        f"{outlook.month_words(row.month)} {number(row.q05)} to {number(row.q95)}"
        for row in ahead.iloc[[0, -1] if len(ahead) > 1 else [0]].itertuples()
    ]
    is_over = all(months.last_day(one) <= evidence.last_day(filters.known) for one in ahead["month"])
    over = "; these months are over, and none of their counts is in the pages read" if is_over else ""
    return f"{who}, forecast after {known}: {PERCENT} intervals by {by}: {names.in_words(told)}{over}"


def _months_table(evidence: Evidence, filters: Filters, past: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    printed = months.printed(evidence, outlook.series(filters))
    if filters.known:
        printed = printed[printed["known_from"] <= pd.Timestamp(filters.known)]
    behind = printed.groupby("month")["row_id"].agg(tuple)
    own = pd.DataFrame(
        {
            "month": [outlook.month_written(one) for one in past.index],
            "known": past["value"].to_numpy(),
            "rows": [as_rows("attack_counts", behind[one]) for one in past.index],
        }
    )
    newest = as_rows("attack_counts", behind[past.index[-1]])
    foretold = ahead.assign(
        month=[outlook.month_written(one) for one in ahead["month"]],
        mean=ahead["mean"].round(2),
        size=ahead["size"].round(2),
        more=(100 * ahead["more"]).round(1),
        rows=[newest] * len(ahead),
    )
    return pd.concat([own, foretold], ignore_index=True).reindex(columns=_MONTHS)


def _months_notes(
    evidence: Evidence, filters: Filters, found: Verdict, past: pd.DataFrame, ahead: pd.DataFrame
) -> tuple[str, ...]:
    missing = int(past.index[-1] - past.index[0] + 1 - len(past))
    until = evidence.last_day(filters.known)
    gaps = f"{missing} of the months shown are not on record: the line breaks there. " if missing else ""
    share = found.mean(found.model, "coverage")
    return (
        f"The months ahead are counted from {outlook.month_words(past.index[-1])}, the newest month known, not from "
        f"today: pages were searched up to {dates.words(until)}. {_over(ahead, until)}",
        f"{gaps}Thick bar: the middle 50 % of the probability; thin bar: {PERCENT}, from the 5 % to the 95 % quantile; "
        f"mark: the median. In the backtest the thin bar held {100 * share:.0f} % of what came.",
        "Each distribution is a negative binomial; its mean and size in the table give every probability, and these "
        "sum to one. Last column: the probability, in %, of more than in the newest month known.",
    )


def _over(ahead: pd.DataFrame, until: date) -> str:
    """Which of the months ahead were over by a day, in words: of these there is a nowcast."""
    over = [one for one in ahead["month"] if months.last_day(one) <= until]
    if not over:
        return "None of them was over by then."
    told = dict.fromkeys(outlook.month_words(one) for one in (over[0], over[-1]))
    was = "were" if len(over) > 1 else "was"
    return (
        f"{' to '.join(told)} {was} over by then and only not published in the pages read: what is said of such a "
        "month is a nowcast."
    )


def _months_spec(evidence: Evidence, filters: Filters, past: pd.DataFrame, ahead: pd.DataFrame) -> dict[str, Any]:
    look = evidence.vocabulary("publishers").loc[filters.series]
    spread = past.reindex(range(past.index[0], past.index[-1] + 1))
    label = names.of(evidence, "metrics", filters.metric, "label")
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(look["name"]),
        "x": [f"{months.first_day(one):%Y-%m-%d}" for one in spread.index],
        "y": [None if pd.isna(one) else float(one) for one in spread["value"]],
        "line": {"color": look["colour"], "width": 2},
        "marker": {"color": look["colour"], "size": 6, "symbol": look["symbol"]},
        "hovertext": [
            "" if pd.isna(row.value) else f"<b>{outlook.month_words(row.Index)}</b><br>{number(row.value)} published"
            for row in spread.itertuples()
        ],
        "hoverinfo": "text",
        "connectgaps": False,
    }
    edge = f"{months.first_day(past.index[-1]):%Y-%m-%d}"
    divider = {
        "type": "line", "x0": edge, "x1": edge, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": theme.QUIET, "width": 1, "dash": "dot"},
    }  # fmt: skip
    return {
        "data": [line, _bars(ahead, "q05", "q95", 2, named=False), _bars(ahead, "q25", "q75", 6, named=True)],
        "layout": theme.layout(
            height=400,
            xaxis=theme.axis(type="date", fixedrange=True),
            yaxis=theme.counts(label, fixedrange=True),
            shapes=[divider],
        ),
    }


def _bars(ahead: pd.DataFrame, low: str, high: str, width: int, *, named: bool) -> dict[str, Any]:
    """A mark at the median of each month ahead, with a bar over a share of its probability."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"Months ahead: median, 50 % (thick), {PERCENT} (thin)",
        "showlegend": named,
        "x": [f"{months.first_day(one):%Y-%m-%d}" for one in ahead["month"]],
        "y": [float(one) for one in ahead["q50"]],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [float(one) for one in ahead[high] - ahead["q50"]],
            "arrayminus": [float(one) for one in ahead["q50"] - ahead[low]],
            "thickness": width,
            "width": 0,
            "color": theme.MORE,
        },
        "marker": MEDIAN,
        "hovertext": [
            f"<b>{outlook.month_words(row.month)}</b>, {row.ahead} ahead<br>median {row.q50}"
            f"<br>50 %: {row.q25} to {row.q75}<br>{PERCENT}: {row.q05} to {row.q95}"
            f"<br>more than in the newest month: {100 * row.more:.1f} %"
            f"<br>mean {row.mean:.2f}, size {row.size:.2f}"
            for row in ahead.itertuples()
        ],
        "hoverinfo": "text",
    }
