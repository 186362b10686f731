"""How long each level lasted, and how fast it rose and fell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import escalation
from khyber.charts import names, rung_marks, theme
from khyber.charts.catalogue import Fact, Figure, escape, figure
from khyber.charts.closings import FAINT
from khyber.charts.rung_marks import counted, rows_of
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

_ROW_PX, _LEAST_PX = 30, 120
_SPELLS = ["rung", "level", "months", "runs", "longest", "days", "first", "last", "rows"]
_MOVES = ["period", "from", "to", "peak", "level", "rise", "at_peak", "fall", "days", "began_at", "ended_at", "rows"]
_LEGEND = {**theme.layout()["legend"], "traceorder": "normal"}
_PHASES = (
    ("rise", "Rise to the peak", theme.MORE, "/"),
    ("at_peak", "First to last day at the peak", theme.ATTACK, ""),
    ("fall", "Fall from the peak", theme.FEWER, "."),
)


@figure("escalation-spells", page="escalation", name="How long each level lasted", uses=("known",))
def spells(evidence: Evidence, filters: Filters) -> Figure:
    """For each rung the months whose highest it was, their longest run, and the days that reached it."""
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-spells", drawn=True)
    table = _spells(evidence, filters)
    if table.empty:
        said = "No month with an act on the ladder is on record by that day"
        return Figure("escalation-spells", said, f"Bar chart without bars. {said}.", theme.no_data(), table)
    title = (
        f"No rung was the highest for more than {counted(int(table['longest'].max()), 'month', 'months')} in a row, so "
        "far as is on record"
    )
    return Figure(
        "escalation-spells",
        title,
        f"Bar chart of the months whose highest rung was each of {len(table)} rungs. {title}.",
        _spells_spec(table),
        table,
        notes=(
            "A month counts for its highest rung alone; a run is of months that follow each other, and a month without "
            "an act on record ends it. Days are those whose highest rung it was.",
            rung_marks.SELECTION,
        ),
        extra_rows=rung_marks.ladder_rows(evidence),
    )


def _spells(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found, days = escalation.spells(evidence, filters.known), escalation.by_day(evidence, filters.known)
    lines = []
    for rung in sorted({*found["rung"].dropna(), *days["rung"].dropna()}):
        own, reached = found[found["rung"] == rung], days[(days["rung"] == rung).fillna(False)]
        acts = [one for some in (*own["acts"], *reached["set_by"]) for one in some]
        ends = [*own["first"], *own["last"], *reached["day"]]
        lines.append({
            "rung": int(rung), "level": rung_marks.name(evidence, rung), "months": int(own["months"].sum()),
            "runs": len(own), "longest": int(own["months"].max()) if len(own) else 0, "days": len(reached),
            "first": f"{min(ends):%Y-%m}", "last": f"{max(ends):%Y-%m}",
            "rows": (*rows_of(acts), *rung_marks.ladder_rows(evidence, rung)),
        })  # fmt: skip
    return pd.DataFrame(lines, columns=_SPELLS)


def _spells_spec(table: pd.DataFrame) -> dict[str, Any]:
    places = list(range(len(table)))
    return {
        "data": [
            {
                "type": "bar", "uid": "months", "name": "Months whose highest rung it was", "orientation": "h",
                "x": list(table["months"]), "y": places, "width": 0.6,
                "text": [
                    f" {_lasted(row)}; {counted(row.days, 'day', 'days')}"
                    for row in table.itertuples(index=False)
                ],
                "textposition": "outside", "textfont": {"size": 11}, "cliponaxis": False,
                "customdata": [row.rows[0].row_id for row in table.itertuples(index=False)],
                "hovertext": [_spell_hover(row) for row in table.itertuples(index=False)], "hoverinfo": "text",
                "marker": {"color": theme.ATTACK},
                "meta": {"narrow": {"text": [
                    f" {counted(row.months, 'month', 'months')}; {counted(row.days, 'day', 'days')}"
                    for row in table.itertuples(index=False)
                ]}},
            }
        ],
        "layout": theme.layout(
            height=_ROW_PX * len(table) + _LEAST_PX, margin={"l": 250, "r": 12, "t": 8, "b": 48}, showlegend=False,
            xaxis=theme.axis(
                title={"text": "Months"}, rangemode="tozero", fixedrange=True, tickformat="d", gridcolor=FAINT,
                range=[0, int(table["months"].max()) * 1.9],
            ),
            yaxis=_named(table, "rung"),
            meta={"narrow": {"yaxis.ticktext": [str(one) for one in table["rung"]], "margin.l": 28}},
        ),
    }  # fmt: skip


def _lasted(row: Any) -> str:
    """How many months a level lasted, in words."""
    if not row.months:
        return "0 months, as a higher rung was reached in the same month"
    if row.runs == row.months:
        return f"{counted(row.months, 'month', 'months')}, none in a row" if row.months > 1 else "1 month"
    return f"{counted(row.months, 'month', 'months')} in {row.runs} runs, the longest of {row.longest}"


def _named(table: pd.DataFrame, column: str) -> dict[str, Any]:
    return theme.axis(
        tickvals=list(range(len(table))), showgrid=False, fixedrange=True, range=[-0.6, len(table) - 0.4],
        ticktext=[f"{escape(row.level)}  <b>{getattr(row, column)}</b> " for row in table.itertuples(index=False)],
    )  # fmt: skip


def _spell_hover(row: Any) -> str:
    return (
        f"<b>Rung {row.rung}, {escape(names.inside(row.level))}</b><br>{counted(row.months, 'month', 'months')} in "
        f"{counted(row.runs, 'run', 'runs')}, the longest {counted(row.longest, 'month', 'months')}<br>"
        f"{counted(row.days, 'day', 'days')}; first {_month(row.first)}, last {_month(row.last)}"
    )


def _month(text: str) -> str:
    return dates.words(*dates.bounds(text))


@figure("escalation-moves", page="escalation", name="How fast it rose and fell", uses=("known",))
def moves(evidence: Evidence, filters: Filters) -> Figure:
    """Every period of force as a bar of days: the rise to its peak, the time at it, and the fall."""
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-moves", drawn=True)
    table = _moves_table(evidence, filters.known)
    if table.empty:
        said = "No act of force between the two states is on record by that day"
        return Figure("escalation-moves", said, f"Bar chart without bars. {said}.", theme.no_data(), table)
    top = table.loc[table["peak"].idxmax()]
    title = (
        f"From the first act of force, rung {top['began_at']}, to the peak, rung {top['peak']}, it took "
        f"{counted(top['rise'], 'day', 'days')} in the gravest of {counted(len(table), 'period', 'periods')} of force"
    )
    at_once = int((table["rise"] == 0).sum())
    return Figure(
        "escalation-moves",
        title,
        f"Stacked bars of days for {len(table)} periods of force: rise, peak and fall. {title}.",
        _moves_spec(table),
        table,
        facts=(
            Fact("Periods that began at their peak", f"{at_once} of {len(table)}", "their first day is the highest"),
            Fact("Longest fall from a peak on record", counted(int(table["fall"].max()), "day", "days")),
        ),
        notes=(
            f"A period of force: days at rung {escalation.FORCE} or higher, with at most {escalation.QUIET_DAYS} days "
            "from one to the next. Acts whose day is not certain are in none.",
            "A fall is told by the acts on record after the peak. Where there are none it ends with the peak, which "
            "says nothing of what was not recorded.",
            rung_marks.ORDINAL,
        ),
        extra_rows=rung_marks.ladder_rows(evidence),
    )


def _moves_table(evidence: Evidence, known: date | None) -> pd.DataFrame:
    """The periods of force, one line each, with the days of their rise, their peak and their fall."""
    found = escalation.moves(evidence, known)
    lines = [
        {
            "period": dates.words(row.first, row.last), "from": row.first.isoformat(), "to": row.last.isoformat(),
            "peak": int(row.peak), "level": rung_marks.name(evidence, row.peak), "rise": row.rise,
            "at_peak": (row.peak_last - row.peak_first).days + 1, "fall": row.fall, "days": row.days,
            "began_at": int(row.began_at), "ended_at": int(row.ended_at),
            "rows": (
                *rows_of([*row.set_by, *row.acts]),
                *rung_marks.ladder_rows(evidence, row.peak, row.began_at, row.ended_at),
            ),
        }
        for row in found.itertuples(index=False)
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=_MOVES)


def _moves_spec(table: pd.DataFrame) -> dict[str, Any]:
    rows, places = list(table.itertuples(index=False)), list(range(len(table)))
    traces = [
        {
            "type": "bar", "uid": phase, "name": called, "orientation": "h", "width": 0.62,
            "x": list(table[phase]), "y": places,
            "customdata": [[row.rows[0].row_id] for row in rows],
            "hovertext": [_move_hover(row) for row in rows], "hoverinfo": "text",
            "marker": {"color": colour, "pattern": {"shape": shape, "solidity": 0.3}},
        }
        for phase, called, colour, shape in _PHASES
    ]  # fmt: skip
    ticks = [f"{row.period}  <b>{row.peak}</b> " for row in rows]
    short = [f"{_month(row.to[:7])[:3]} {row.to[:4]}  <b>{row.peak}</b>" for row in rows]
    return {
        "data": traces,
        "layout": theme.layout(
            height=(_ROW_PX - 4) * len(table) + _LEAST_PX,
            barmode="stack", legend=_LEGEND, margin={"l": 250, "r": 12, "t": 8, "b": 80},
            xaxis=theme.axis(title={"text": "Days"}, rangemode="tozero", fixedrange=True, gridcolor=FAINT),
            yaxis=theme.axis(
                tickvals=places, ticktext=ticks, showgrid=False, fixedrange=True, range=[len(table) - 0.4, -0.6],
            ),
            meta={
                "narrow": {
                    "margin.l": 92,
                    "yaxis.ticktext": short,
                }
            },
        ),
    }  # fmt: skip


def _move_hover(row: Any) -> str:
    return (
        f"<b>{escape(row.period)}</b>: {counted(row.days, 'day', 'days')}, peak rung {row.peak} "
        f"({escape(names.inside(row.level))})<br>Rise {counted(row.rise, 'day', 'days')} from rung {row.began_at}, "
        f"{number(row.at_peak)} from the first to the last day at the peak, fall "
        f"{counted(row.fall, 'day', 'days')} to rung {row.ended_at}"
    )
