"""Disagreement over all years: what publishers revised, and how far those of one scope lie apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import disagreement
from khyber.charts import names, panels, theme
from khyber.charts.attacks import PERIOD, empty, first_page, labelled, range_bars, scope_notes
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.charts.disagreement import CHOICE, selection
from khyber.evidence import Evidence, Range, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

_REVISED_COLUMNS = ["publisher", "period", "printed", "headline", "low", "high", "kind", "rows"]
_SPREAD_COLUMNS = [
    "year", "scope", "low", "high", "lowest", "highest", "publishers", "ratio", "ratio_low", "ratio_high", "rows",
]  # fmt: skip
_PANEL_PX = 230
_KINDS = {
    disagreement.REVISED: "later printed with another value",
    disagreement.ROUNDED: "one may be the other rounded",
    disagreement.BESIDE: "which came first is not certain",
}


@figure(
    "disagreement-revisions",
    page="disagreement",
    name="Values that publishers revised, over all periods",
    uses=tuple(dict.fromkeys((*PERIOD, *CHOICE))),
)
def revisions(evidence: Evidence, filters: Filters) -> Figure:
    """Each period for which one publisher printed more than one value, in order of publication, as text."""
    chosen = selection(filters, filters.first_day, filters.last_day)
    found = disagreement.revisions(evidence, filters.known, chosen)
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    if found.empty:
        said = f"No publisher is known to have printed {what} in {where} with a second value"
        return Figure("disagreement-revisions", said, said, None, pd.DataFrame(columns=_REVISED_COLUMNS))
    digits = names.digits(evidence, filters.metric)
    facts = tuple(_revised(evidence, filters.metric, row, filters.known) for row in found.itertuples())
    table = found.assign(
        period=[_when(row) for row in found.itertuples()],
        printed=[" → ".join(number(one, digits) for one in printed) for printed in found["printed"]],
        kind=found["kind"].map(_KINDS),
        rows=[as_rows("attack_counts", one) for one in found["row_ids"]],
    )[_REVISED_COLUMNS]
    return Figure("disagreement-revisions", *_revised_title(evidence, filters, table), None, table, facts, _RULES)


_RULES = (
    "The headline of a period follows the rule of the lines above: a retrospective that came much later stands here "
    "and does not take its place.",
    "Doubtful values, several counters under one name, and values that differ by how places are assigned are left out.",
)


def _revised_title(evidence: Evidence, filters: Filters, table: pd.DataFrame) -> tuple[str, str]:
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    told = [
        f"{names.publisher(evidence, str(one))} for {number(len(rows))} period{'s' if len(rows) > 1 else ''}"
        for one, rows in table.groupby("publisher", sort=False)
    ]
    title = f"{what[:1].upper()}{what[1:]} in {where}: more than one value printed by {names.in_words(told, 12)}"
    return title, title


def _when(row: Any) -> str:
    return dates.words(row.period_start.date(), row.period_end.date())


def _revised(evidence: Evidence, metric: str, row: Any, known: date | None) -> Fact:
    digits = names.digits(evidence, metric)
    values = [number(one, digits) for one in row.printed]
    pages = [first_page(evidence, one, known) for one in row.row_ids]
    printed = [f"{value} on a page of {page}" for value, page in zip(values, pages, strict=True)]
    signs = " → " if row.kind == disagreement.REVISED else " / "
    more = "" if row.kind == disagreement.REVISED else f"; {_KINDS[row.kind]}"
    return Fact(
        f"{labelled(evidence, row.publisher, metric)}, {_when(row)}",
        signs.join(values),
        f"{', '.join(printed)}{more}. Headline: {number(row.headline, digits)}",
        as_rows("attack_counts", row.row_ids),
    )


@figure(
    "disagreement-spread",
    page="disagreement",
    name="The lowest and the highest headline of each year among publishers of one scope",
    uses=tuple(dict.fromkeys((*PERIOD, *CHOICE, "scale"))),
)
def spread(evidence: Evidence, filters: Filters) -> Figure:
    """For each year the two ends of the headlines of publishers that count the same scope, and their ratio."""
    chosen = selection(filters, filters.first_day, filters.last_day)
    found = disagreement.spread(evidence, filters.known, chosen)
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    if found.empty:
        said = f"No two publishers that count the same give yearly {what} for {where}"
        return empty("disagreement-spread", said, pd.DataFrame(columns=_SPREAD_COLUMNS))
    found = found.assign(
        **{name: [_rounded(one, end) for one in found["times"]] for name, end in _RATIO.items()},
        rows=[as_rows("attack_counts", one) for one in found["row_ids"]],
    )
    title = _spread_title(evidence, filters, found)
    table = found.assign(
        scope=found["scope"].map(evidence.labels("metric_scope")),
        lowest=[_names(evidence, *one) for one in zip(found["lowest"], found["lowest_published"], strict=True)],
        highest=[_names(evidence, *one) for one in zip(found["highest"], found["highest_published"], strict=True)],
    )[_SPREAD_COLUMNS]
    return Figure(
        "disagreement-spread",
        title,
        f"Dot chart with two marks a year, joined by a line, a panel for each scope. {title}.",
        _spread_spec(evidence, filters, found),
        table,
        facts=tuple(
            _spread_fact(evidence, filters.metric, row, many=found["scope"].nunique() > 1)
            for row in _newest_first(found).itertuples()
        ),
        notes=(
            "Each line joins the lowest and the highest headline of publishers that count the same scope; it is "
            "disagreement between them, no margin of error, and nothing between its ends is claimed by anybody.",
            *scope_notes(evidence, filters.metric, _ends(found)),
            "Publishers of another scope are never compared here; doubtful headlines and several counters under one "
            "name are left out.",
            "A ratio is that of the two headlines; beside it stands the least and the most that the values printed by "
            "these publishers allow. Where that falls to 1 or below, which of them counts more is not certain.",
        ),
    )


def _newest_first(found: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([rows[::-1] for _, rows in found.groupby("scope", sort=False)])


_RATIO = {"ratio": "headline", "ratio_low": "low", "ratio_high": "high"}


def _rounded(times: Range | None, end: str) -> float:
    """An end or the headline of a ratio with one decimal, empty where the lowest headline is zero or an end is open."""
    value = None if times is None or times.headline is None else getattr(times, end)
    return float("nan") if value is None else round(value, 1)


def _names(evidence: Evidence, publishers: tuple[str, ...], published: tuple[Range, ...]) -> str:
    """Publishers in words, each with its published range where it has printed more than one value."""
    return names.in_words(
        [
            names.publisher(evidence, one) + ("" if spread.is_exact else f", published {spread.text()}")
            for one, spread in zip(publishers, published, strict=True)
        ],
        12,
    )


def _times(row: Any) -> str:
    """A ratio in words, with what the published ranges allow."""
    lead = number(row.ratio, 1)
    ends = Range(*(None if pd.isna(one) else one for one in (row.ratio_low, row.ratio_high))).text(1)
    if row.ratio > 1 and row.times.low <= 1:
        return f"{lead}, within the published range of {ends}"
    return lead if ends == lead else f"{lead}, range {ends}"


def _spread_title(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> str:
    newest = found[found["scope"] == found["scope"].iloc[0]].iloc[-1]
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    digits = names.digits(evidence, filters.metric)
    low, high = number(newest["low"], digits), number(newest["high"], digits)
    lowest, highest = (_names(evidence, newest[one], newest[f"{one}_published"]) for one in ("lowest", "highest"))
    start = f"{what[:1].upper()}{what[1:]} in {where} in {newest['year']}"
    if newest["low"] == newest["high"]:
        return f"{start}: {low} by {lowest}"
    ends = f"{start}: from {low} ({lowest}) to {high} ({highest})"
    return f"{ends}; highest / lowest {_times(newest)}" if newest["ratio"] > 1 else ends


def _spread_fact(evidence: Evidence, metric: str, row: Any, *, many: bool) -> Fact:
    """The two ends of a year in words; its scope, too, where there are many."""
    digits = names.digits(evidence, metric)
    scope = f", {names.inside(evidence.labels('metric_scope')[row.scope])}" if many else ""
    low, high = number(row.low, digits), number(row.high, digits)
    lowest, highest = (_names(evidence, who, published) for who, published, _ in _both(row))
    value = f"{low} by {lowest}" if row.low == row.high else f"{low} by {lowest}; {high} by {highest}"
    ratio = "no ratio from zero" if pd.isna(row.ratio) else f"highest / lowest {_times(row)}"
    said = f"{ratio}, {number(row.publishers)} publishers{scope}"
    return Fact(str(row.year), value, said, as_rows("attack_counts", row.row_ids))


_End = tuple[tuple[str, ...], tuple[Range, ...], tuple[str, ...]]


def _both(row: Any) -> tuple[_End, _End]:
    """The two ends of a year: the publishers there, the published range of each, and the row of its headline."""
    return (row.lowest, row.lowest_published, row.low_ids), (row.highest, row.highest_published, row.high_ids)


def _ends(found: pd.DataFrame) -> pd.DataFrame:
    """The ends of each year as rows: year, publisher, headline, low, high, end, times (words), publishers, row_id."""
    told = [
        {"year": row.year, "publisher": one, "headline": spread.headline, "low": spread.low, "high": spread.high,
         "end": end, "times": "" if pd.isna(row.ratio) else _times(row), "publishers": row.publishers, "row_id": row_id}
        for row in found.itertuples()
        for end, (who, published, ids) in zip(("lowest", "highest"), _both(row), strict=True)
        for one, spread, row_id in zip(who, published, ids, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(told)


def _spread_spec(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> dict[str, Any]:
    labels = evidence.labels("metric_scope")
    scopes = list(found["scope"].unique())
    shown = [panels.Panel(labels[one], _PANEL_PX, float(found["high"][found["scope"] == one].max())) for one in scopes]
    data: list[dict[str, Any]] = []
    named: set[str] = set()
    for place, scope in enumerate(scopes):
        rows = found[found["scope"] == scope]
        data.append(_joins(rows) | panels.axes(place))
        for publisher, ends in _ends(rows).groupby("publisher", sort=False):
            data.append(
                _end_marks(evidence, filters.metric, str(publisher), ends, str(publisher) in named) | panels.axes(place)
            )
            named.add(str(publisher))
    layout = panels.layout(shown, found["year"].min(), found["year"].max())
    if filters.scale == "log":
        for place in range(len(shown)):
            _make_logarithmic(layout[panels.axes(place)["yaxis"].replace("y", "yaxis")])
    return {"data": data, "layout": layout}


def _make_logarithmic(axis: dict[str, Any]) -> None:
    axis.pop("range")
    axis.update(type="log", tickformat=",~g", dtick="D2")


def _joins(rows: pd.DataFrame) -> dict[str, Any]:
    """A line from the lowest to the highest of each year."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [one for year in rows["year"] for one in (year, year, None)],
        "y": [one for row in rows.itertuples() for one in (row.low, row.high, None)],
        "line": {"color": theme.QUIET, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _end_marks(evidence: Evidence, metric: str, publisher: str, ends: pd.DataFrame, named: bool) -> dict[str, Any]:
    look = evidence.vocabulary("publishers").loc[publisher]
    digits = names.digits(evidence, metric)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(names.publisher(evidence, publisher)),
        "legendgroup": publisher,
        "showlegend": not named,
        "x": list(ends["year"]),
        "y": list(ends["headline"]),
        "error_y": range_bars(ends, look["colour"]),
        "customdata": list(ends["row_id"]),
        "marker": {"color": look["colour"], "symbol": look["symbol"], "size": 11},
        "hovertext": [
            f"<b>{escape(names.publisher(evidence, publisher))}, {row.year}</b><br>{number(row.headline, digits)}, "
            f"{row.end} of {row.publishers} publishers"
            + (
                f"<br>published range {number(row.low, digits)} to {number(row.high, digits)}"
                if row.low < row.high
                else ""
            )
            + (f"<br>highest / lowest {row.times}" if row.times else "")
            for row in ends.itertuples()
        ],
        "hoverinfo": "text",
    }
