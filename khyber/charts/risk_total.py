"""The total of the risk index by publisher, with its band, beside the rank in the Global Terrorism Index and counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import economy, risk, risk_inputs
from khyber.charts import names, panels, risk_marks, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Fact, Figure, Row, escape, figure
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

INDEX, RANK, ATTACKS = "Risk index", "Rank in the Global Terrorism Index", "Attacks"
_COLUMNS = [
    "what", "who", "from", "to", "value", "low", "high", "band_low", "band_high", "pillars", "missing", "apart", "rows",
]  # fmt: skip
_HEIGHTS = {INDEX: 240, RANK: 110, ATTACKS: 150}
_GTI = "gti_rank"
_ROOM = 1.15


@figure(
    "risk-total", page="risk", name="The risk index by publisher, beside GTI rank and attacks",
    uses=(*PERIOD, "by", "weights"),
)  # fmt: skip
def total(evidence: Evidence, filters: Filters) -> Figure:
    """The index of each publisher by month; under it the yearly GTI rank and the attacks that publishers count."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-total", drawn=True)
    months = risk_marks.chosen(evidence, filters)
    publishers = [one for one in risk_inputs.publishers(evidence, filters.known) if not filters.by or one in filters.by]
    apart = _apart(evidence, filters, publishers)
    table = pd.DataFrame(
        [
            *(line for one in publishers for line in _totals(evidence, filters, one, months, apart)),
            *_ranks(evidence, filters, months),
            *(line for one in publishers for line in _attacks(evidence, filters, one, months)),
        ],
        columns=_COLUMNS,
    )
    index = table[table["what"] == INDEX]
    if table.empty:
        return empty("risk-total", "No total of the risk index can be made for this choice", table)
    title = _title(index, names.time_chosen(filters))
    return Figure(
        "risk-total",
        title,
        "Charts by month one below the other: the index as a line for each publisher that breaks where its pillars "
        "change, with a bar for what the weights change, the yearly rank in the Global Terrorism Index, and monthly "
        f"attacks. {title}.",
        _spec(evidence, table, months),
        table,
        facts=_facts(index),
        notes=_notes(evidence, filters, table),
    )


def _apart(evidence: Evidence, filters: Filters, publishers: list[str]) -> dict[tuple[date, str], float]:
    """How far the totals of several publishers lie apart, by month and publisher, where they can be compared."""
    found = risk.spread(evidence, risk_marks.weights(evidence, filters), filters.known, tuple(publishers))
    return {(row.month, row.publisher): row.apart for row in found[found["is_compared"]].itertuples(index=False)}


def _totals(
    evidence: Evidence, filters: Filters, publisher: str, months: list[date], apart: dict[tuple[date, str], float]
) -> list[dict[str, Any]]:
    weights = risk_marks.weights(evidence, filters)
    found = risk.totals(evidence, publisher, weights, filters.known).dropna(subset="value")
    every = sum(weight > 0 for _, weight in weights)
    return [
        {
            **_line(INDEX, names.publisher(evidence, publisher), row.month, risk_inputs.end_of(row.month)),
            **{one: round(getattr(row, one), 1) for one in ("value", "low", "high", "band_low", "band_high")},
            "pillars": f"{len(row.present)} of {every}", "missing": risk_marks.pillars(evidence, row.missing),
            "apart": round(apart.get((row.month, publisher), float("nan")), 1), "rows": risk_marks.rows_of(row.rows),
        }
        for row in found[found["month"].isin(months)].itertuples(index=False)
    ]  # fmt: skip


def _line(what: str, who: str, first: date, last: date) -> dict[str, Any]:
    return {"what": what, "who": who, "from": first.isoformat(), "to": last.isoformat(), "pillars": "", "missing": ""}


def _ranks(evidence: Evidence, filters: Filters, months: list[date]) -> list[dict[str, Any]]:
    """The rank of Pakistan for the years of data that lie in the months."""
    found = economy.rows(evidence, _GTI, filters.known)
    found = found[found["area"] == risk_inputs.NATION]
    return [
        {
            **_line(RANK, names.publisher(evidence, "gti"), row.period_start.date(), row.period_end.date()),
            "value": row.value, "rows": (Row("indicators", row.row_id),),
        }
        for row in found.itertuples(index=False)
        if months and months[0] <= row.period_start.date() and row.period_end.date() <= risk_inputs.end_of(months[-1])
    ]  # fmt: skip


def _attacks(evidence: Evidence, filters: Filters, publisher: str, months: list[date]) -> list[dict[str, Any]]:
    listed = risk_inputs.readings(evidence, publisher, filters.known)["attacks"]
    return [
        {
            **_line(ATTACKS, names.publisher(evidence, publisher), one.first, one.last),
            "value": one.middle, "low": one.value.low, "high": one.value.high, "rows": risk_marks.rows_of(one.rows),
        }
        for one in listed
        if one.first in months
    ]  # fmt: skip


def _title(index: pd.DataFrame, within: str) -> str:
    if index.empty:
        return "No total of the risk index can be made for this choice: too much is missing"
    parts = []
    for who, rows in index.groupby("who", sort=False):
        last, same = rows.iloc[-1], _like_the_newest(rows)
        top = same.loc[same["value"].idxmax()]
        peak = f"the highest of {number(len(same))} months {within}with the same pillars"
        if len(same) == 1:
            told = f" (no other month {within}has the same pillars)"
        elif last["from"] == top["from"]:
            told = f", {peak}"
        else:
            told = f" ({peak}: {risk_marks.points(top['value'])} in {_month(top)})"
        parts.append(f"{who} {risk_marks.points(last['value'])} in {_month(last)}{told}")
    return f"The newest total of the risk index {within}by publisher: {'; '.join(parts)}"


def _like_the_newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The months of a publisher whose totals are of the same pillars as its newest: those alone can be compared."""
    return rows[rows["missing"] == rows["missing"].iloc[-1]]


def _month(row: Any) -> str:
    return risk_marks.month(date.fromisoformat(row["from"]))


def _facts(index: pd.DataFrame) -> tuple[Fact, ...]:
    found = []
    for who, rows in index.groupby("who", sort=False):
        last = rows.iloc[-1]
        band = f"{risk_marks.points(last['band_low'])} to {risk_marks.points(last['band_high'])} under other weights"
        found.append(
            Fact(
                f"{who}, {_month(last)}",
                risk_marks.points(last["value"]),
                f"{band}; {_pillars(last)}; {_counted(rows)}",
                last["rows"],
            )
        )
    for first, rows in index.dropna(subset="apart").groupby("from"):
        each = " and ".join(f"{row.who} {risk_marks.points(row.value)}" for row in rows.itertuples(index=False))
        behind = tuple(dict.fromkeys(row for own in rows["rows"] for row in own))
        month = risk_marks.month(date.fromisoformat(str(first)))
        found.append(
            Fact(f"Disagreement, {month}", f"{risk_marks.points(rows['apart'].iloc[0])} points apart", each, behind)
        )
    return tuple(found)


def _pillars(row: Any) -> str:
    """Of how many pillars a total is, and without which."""
    return f"{row['pillars']} pillars" + (f", without {row['missing']}" if row["missing"] else "")


def _counted(rows: pd.DataFrame) -> str:
    """How many months of a publisher have a total, and of how many sets of pillars."""
    same, sets = len(_like_the_newest(rows)), rows["missing"].nunique()
    return (
        f"{number(len(rows))} month{_s(len(rows))} with a total, of {number(sets)} set{_s(sets)} of pillars; "
        f"{number(same)} month{_s(same)} with those of the newest"
    )


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _notes(evidence: Evidence, filters: Filters, table: pd.DataFrame) -> tuple[str, ...]:
    index = table[table["what"] == INDEX]
    least = number(100 * risk.LEAST_WEIGHT)
    notes = [
        f"A total needs the publisher's own attacks of the month and pillars that hold {least} % of the weights; the "
        "weights of missing pillars are shared out among the others. Totals of other pillars are not the same thing: "
        "the line breaks where the pillars change, and only months of equal pillars are compared; the table names what "
        "is missing.",
        "Bars: what the total would be if the weight of one pillar were doubled or halved, each in turn. They are no "
        "error and no forecast; what published ranges leave open stands in the table as low and high.",
        "Where two publishers have a total of the same pillars, how far they lie apart is disagreement about what is "
        "counted, and no range.",
        risk_marks.GAPS,
    ]
    if uncompared := _uncompared(index):
        notes.append(f"Not compared, as the publishers' totals are of different pillars: {names.in_words(uncompared)}.")
    counted = table.loc[table["what"] == ATTACKS, "who"]
    if without := _without(index, counted):
        notes.append(
            f"Months with the publisher's attacks and no total, as pillars of less than {least} % of the weights are "
            f"there: {names.in_words(without)}. What each pillar lacks, and why, stands under the pillars by month."
        )
    return (*notes, *risk_marks.own_weights(filters), *risk_marks.as_described(evidence, filters.known))


def _uncompared(index: pd.DataFrame) -> list[str]:
    several = index[index["apart"].isna() & (index.groupby("from")["who"].transform("size") > 1)]
    return [risk_marks.month(date.fromisoformat(one)) for one in dict.fromkeys(several["from"])]


def _without(index: pd.DataFrame, counted: pd.Series) -> list[str]:
    """Of how many of its months with attacks each publisher has no total."""
    made, every = index["who"].value_counts(), counted.value_counts(sort=False)
    return [
        f"{who} {number(months - made.get(who, 0))} of {number(months)}"
        for who, months in every.items()
        if months > made.get(who, 0)
    ]


def _spec(evidence: Evidence, table: pd.DataFrame, months: list[date]) -> dict[str, Any]:
    shown = [one for one in _HEIGHTS if one in set(table["what"])]
    most = {
        INDEX: risk_marks.SCALE,
        RANK: 1.0,
        ATTACKS: float(table.loc[table["what"] == ATTACKS, ["value", "high"]].max().max() or 1) * _ROOM,
    }
    data: list[dict[str, Any]] = []
    named: set[str] = set()
    for place, what in enumerate(shown):
        own = table[table["what"] == what]
        for who, rows in own.groupby("who", sort=False):
            for turn, part in enumerate(_in_turns(rows)):
                in_legend = str(who) not in named
                drawn = _rank(part) if what == RANK else _of_publisher(evidence, part, months, turn, in_legend)
                named.add(str(who))
                data.append({**drawn, **panels.axes(place)})
        if what == INDEX and own["apart"].notna().any():
            data.append({**_disagreement(own), **panels.axes(place)})
    heads = [risk_marks.panel(_heading(one), _HEIGHTS[one], most[one]) for one in shown]
    ranks = table.loc[table["what"] == RANK, "value"]
    upside_down = {"range": [ranks.max() + 1, 0.4], "dtick": 1 if ranks.max() < 5 else 2, "nticks": None}
    of_rank = f"yaxis{shown.index(RANK) + 1 if shown.index(RANK) else ''}" if RANK in shown else ""
    return {"data": data, "layout": risk_marks.layout(heads, months, **({of_rank: upside_down} if of_rank else {}))}


def _heading(what: str) -> str:
    return {
        INDEX: "Risk index, 0 to 100",
        RANK: "GTI rank by year of data, 1 is the worst",
        ATTACKS: "Attacks a month",
    }[what]


def _in_turns(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The months of a publisher in two parts, so that a line of either breaks where the pillars change: each run of
    months of equal pillars goes to one part and the next to the other."""
    turn = (rows["missing"] != rows["missing"].shift()).cumsum() % 2
    return [part for _, part in rows.groupby(turn, sort=False)]


def _of_publisher(
    evidence: Evidence, rows: pd.DataFrame, months: list[date], turn: int, in_legend: bool
) -> dict[str, Any]:
    """A line of a publisher, joined where one month of the part follows another."""
    what, who = rows[["what", "who"]].iloc[0]
    looks = evidence.vocabulary("publishers")
    look = looks[looks["name"] == who].iloc[0]
    by_month = {date.fromisoformat(row["from"]): row for row in rows.to_dict("records")}
    x, given = risk_marks.spread_out(months, by_month)
    low, high = ("band_low", "band_high") if what == INDEX else ("low", "high")
    return {
        "type": "scatter", "uid": theme.uid(f"{what} {who}{' in turn' * turn}"), "name": escape(who),
        "legendgroup": who, "showlegend": in_legend, "mode": "lines+markers", "x": x,
        "y": [row["value"] if row else None for row in given],
        "error_y": {
            "type": "data", "symmetric": False, "thickness": 1.2, "width": 3, "color": look["colour"],
            "array": [row[high] - row["value"] if row else 0 for row in given],
            "arrayminus": [row["value"] - row[low] if row else 0 for row in given],
        },
        "line": {"color": look["colour"], "width": 2, "dash": look["dash"]},
        "marker": {"color": look["colour"], "size": 7, "symbol": look["symbol"]},
        "connectgaps": False, "hovertext": [_hover(row) if row else "" for row in given], "hoverinfo": "text",
    }  # fmt: skip


def _hover(row: dict[str, Any]) -> str:
    head = f"<b>{escape(row['who'])}</b>, {_month(row)}: "
    if row["what"] != INDEX:
        return head + risk_marks.with_range(row["value"], row["low"], row["high"])
    value, low, high, least, most = (
        risk_marks.points(row[one]) for one in ("value", "low", "high", "band_low", "band_high")
    )
    lines = [
        f"{head}{value}",
        f"{least} to {most} under other weights",
        f"{low} to {high} by the published ranges" if low != high else "",
        escape(_pillars(row)),
        "" if pd.isna(row["apart"]) else f"{risk_marks.points(row['apart'])} points apart: disagreement",
    ]
    return "<br>".join(filter(None, lines))


def _disagreement(index: pd.DataFrame) -> dict[str, Any]:
    """A line from the lowest to the highest total of publishers that can be compared."""
    x: list[str | None] = []
    y: list[float | None] = []
    for first, rows in index.dropna(subset="apart").groupby("from"):
        x += [str(first), str(first), None]
        y += [rows["value"].min(), rows["value"].max(), None]
    return {
        "type": "scatter", "uid": "disagreement", "name": "Disagreement of publishers", "mode": "lines", "x": x, "y": y,
        "line": {"color": theme.LINE, "width": 5}, "opacity": 0.6, "connectgaps": False, "hoverinfo": "skip",
    }  # fmt: skip


def _rank(rows: pd.DataFrame) -> dict[str, Any]:
    """A level line over each year of data."""
    told = rows.to_dict("records")
    hover = [f"<b>Rank {number(row['value'])}</b> for {dates.words(*_span(row))}" for row in told]
    return {
        "type": "scatter", "uid": "rank", "name": "GTI rank", "mode": "lines", "showlegend": False,
        "x": [one for row in told for one in (row["from"], row["to"], None)],
        "y": [one for row in told for one in (row["value"], row["value"], None)],
        "line": {"color": theme.MORE, "width": 4}, "connectgaps": False,
        "hovertext": [one for text in hover for one in (text, text, "")], "hoverinfo": "text",
    }  # fmt: skip


def _span(row: dict[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
