"""The rung reached on each day of a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import escalation
from khyber.charts import closings, names, rung_marks, theme
from khyber.charts.catalogue import Fact, Figure, escape, figure
from khyber.charts.escalation import PERIOD
from khyber.charts.rung_marks import counted, rows_of
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

LATEST_DAYS = 365
_COLUMNS = ["day", "rung", "rung_low", "rung_high", "level", "acts", "set_by", "rows"]
_DAY = timedelta(days=1)


@figure("escalation-days", page="escalation", name="The rung reached on each day", uses=PERIOD)
def days(evidence: Evidence, filters: Filters) -> Figure:
    """A mark for each day with an act at its highest rung; without a choice the last days that were searched."""
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-days", drawn=True)
    first, last = rung_marks.period(evidence, filters.known, filters.first_day, filters.last_day)
    if not filters.start:
        first = max(first, last - LATEST_DAYS * _DAY) if last >= first else first
    table = _days(evidence, filters.known, first, last)
    title = _days_title(table)
    if table.empty:
        return Figure("escalation-days", title, f"Chart without marks. {title}.", theme.no_data(), table)
    stood = closings.within(rung_marks.standing(evidence, filters.known), first, last)
    unsure = _without_a_day(evidence, filters.known, first, last)
    return Figure(
        "escalation-days",
        title,
        f"Chart of days, {dates.words(first, last)}, each with an act on record as a mark at its highest rung, and "
        f"bars beneath for crossings that stood shut. {title}.",
        _days_spec(evidence, filters.known, table, stood, (first, last)),
        table,
        facts=(Fact("Days with an act on record", number(int(table["rung"].notna().sum()))),),
        notes=_days_notes(filters, unsure),
        extra_rows=(
            *rung_marks.ladder_rows(evidence),
            *rung_marks.all_standing_rows(stood.itertuples(index=False)),
            *rows_of(unsure),
        ),
        on_screen=("A click on a mark opens its month.",),
    )


def _days(evidence: Evidence, known: date | None, first: date, last: date) -> pd.DataFrame:
    told = rung_marks.by_id(evidence, known)
    lines = [
        {
            "day": row.day.isoformat(), "rung": row.rung, "rung_low": row.rung_low, "rung_high": row.rung_high,
            "level": rung_marks.name(evidence, row.rung), "acts": len(row.acts),
            "set_by": "; ".join(rung_marks.line(told[one]) for one in row.set_by),
            "rows": (*rows_of([*row.set_by, *row.acts]), *rung_marks.ladder_rows(evidence, row.rung)),
        }
        for row in escalation.by_day(evidence, known).itertuples(index=False)
        if first <= row.day <= last
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=_COLUMNS).astype(dict.fromkeys(("rung", "rung_low", "rung_high"), "Int64"))


def _days_title(table: pd.DataFrame) -> str:
    ranked = table[table["rung"].notna()]
    if ranked.empty:
        return "No day with an act on the ladder is on record for this choice"
    top = ranked.loc[ranked["rung"].astype(int).idxmax()]
    return (
        f"{counted(len(ranked), 'day', 'days')} with an act on record; the highest rung, {top['rung']} "
        f"({names.inside(top['level'])}), on {dates.words(date.fromisoformat(top['day']))}"
    )


def _without_a_day(evidence: Evidence, known: date | None, first: date, last: date) -> list[tuple[str, str]]:
    """The acts of a period whose day is not certain."""
    rows = escalation.acts(evidence, known)
    own = rows[~rows["on_days"].astype(bool) & (rows["first"] <= last) & (rows["last"] >= first)]
    return list(zip(own["table"], own["row_id"], strict=True))


def _days_notes(filters: Filters, unsure: list[tuple[str, str]]) -> tuple[str, ...]:
    notes = [f"A day takes the highest rung of its acts, by either side, as reported. {rung_marks.ORDINAL}"]
    if not filters.start:
        notes.append(f"Without a choice of years: the last {LATEST_DAYS} days that were searched.")
    if unsure:
        notes.append(
            f"On no day, as none is certain: {counted(len(unsure), 'act', 'acts')} of this time, counted for the month."
        )
    return (*notes, rung_marks.IN_DISPUTE, rung_marks.SELECTION)


def _days_spec(
    evidence: Evidence, known: date | None, table: pd.DataFrame, stood: pd.DataFrame, span: tuple[date, date]
) -> dict[str, Any]:
    told = rung_marks.by_id(evidence, known)
    set_by = {row.day.isoformat(): row.set_by for row in escalation.by_day(evidence, known).itertuples(index=False)}
    ranked = table[table["rung"].notna()]
    doubt = ranked["day"].map(lambda day: rung_marks.in_doubt(told[one] for one in set_by[day])).astype(bool)
    data = [
        *rung_marks.conditions(evidence, stood, *span),
        _stems(ranked),
        _day_marks(ranked[~doubt], "days", "Highest rung of the day", "circle"),
        _day_marks(ranked[doubt], "days-in-doubt", rung_marks.DOUBTED, "circle-open"),
        _day_marks(table[table["rung"].isna()], "days-without", "An act in doubt alone", "line-ns"),
    ]
    return {
        "data": [trace for trace in data if trace["x"]],
        "layout": rung_marks.layout(evidence, stood, *span, keys=False),
    }


def _stems(ranked: pd.DataFrame) -> dict[str, Any]:
    x = [one for day in ranked["day"] for one in (day, day, None)]
    y = [one for rung in ranked["rung"] for one in (0, int(rung), None)]
    return {
        "type": "scatter", "uid": "stems", "mode": "lines", "showlegend": False, "x": x, "y": y, "hoverinfo": "skip",
        "connectgaps": False, "line": {"width": 1.5, "color": theme.QUIET},
    }  # fmt: skip


def _day_marks(rows: pd.DataFrame, uid: str, called: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter", "uid": uid, "name": called, "mode": "markers",
        "x": list(rows["day"]),
        "y": [0 if pd.isna(one) else int(one) for one in rows["rung"]],
        **({"error_y": rung_marks.bars(rows)} if rows["rung"].notna().all() else {}),
        "customdata": [[row.day[:7], row.rows[0].row_id] for row in rows.itertuples(index=False)],
        "hovertext": [_day_hover(row) for row in rows.itertuples(index=False)],
        "hoverinfo": "text",
        "marker": rung_marks.marker(symbol, 9),
    }  # fmt: skip


def _day_hover(row: Any) -> str:
    lines = [
        f"<b>{escape(rung_marks.month(row.day))}</b>: {rung_marks.rung_words(row)}",
        f"{counted(row.acts, 'act', 'acts')} on record",
    ]
    return "<br>".join([*lines, *([rung_marks.wrapped(row.set_by)] if row.set_by else [])])
