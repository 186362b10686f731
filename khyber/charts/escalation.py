"""The rung reached in each month, standing conditions apart, with the events that set a new maximum."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import escalation
from khyber.charts import closings, names, rung_marks, theme
from khyber.charts.catalogue import Fact, Figure, escape, figure
from khyber.charts.rung_marks import counted, level, rows_of
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

PERIOD = ("known", "start", "end")
_DAY = timedelta(days=1)
_MIDDLE = timedelta(days=14)
_MONTHS = [
    "month", "last_day", "rung", "rung_low", "rung_high", "level", "mean_rung", "days", "acts", "on_record", "set_by",
    "standing", "condition", "rows",
]  # fmt: skip


@figure("escalation-months", page="escalation", name="The rung reached in each month", uses=PERIOD)
def months(evidence: Evidence, filters: Filters) -> Figure:
    """A step for each month at its highest rung, new maxima marked, standing conditions as bars beneath."""
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-months", drawn=True)
    first, last = rung_marks.period(evidence, filters.known, filters.first_day, filters.last_day)
    table, empty = _months(evidence, filters.known, first, last)
    title = _months_title(table, names.time_chosen(filters))
    if table.empty:
        return Figure("escalation-months", title, f"Step chart without marks. {title}.", theme.no_data(), table)
    first, last = date.fromisoformat(f"{table['month'].iloc[0]}-01"), table["last_day"].max()
    first = max(first, escalation.starts(evidence))
    stood = closings.within(rung_marks.standing(evidence, filters.known), first, last)
    records = escalation.records(evidence, filters.known)
    before = rows_of(one for some in records.loc[records["day"] <= last, "set_by"] for one in some)
    records = records[(records["day"] >= first) & (records["day"] <= last)]
    spec = _months_spec(evidence, filters.known, table, stood, records)
    return Figure(
        "escalation-months",
        title,
        f"Step chart of the highest rung by month, {dates.words(first, last)}, with {len(records)} marks of new maxima "
        f"and bars beneath for crossings that stood shut. {title}.",
        spec,
        table,
        facts=_months_facts(table, empty),
        notes=_months_notes(stood, records, hollow=any(one.get("uid") == "months-in-doubt" for one in spec["data"])),
        extra_rows=(*rung_marks.ladder_rows(evidence), *before),
        on_screen=("A click on a mark opens its month.",),
    )


def _months(evidence: Evidence, known: date | None, first: date, last: date) -> tuple[pd.DataFrame, int]:
    """The months of a period with anything on record, one line each; and how many have nothing."""
    told = rung_marks.by_id(evidence, known)
    standing = {row.detail_id: row for row in rung_marks.standing(evidence, known).itertuples(index=False)}
    lines, empty = [], 0
    for row in escalation.by_month(evidence, known).itertuples(index=False):
        ends = dates.add_months(row.month, 1) - _DAY
        if ends < first or row.month > last:
            continue
        if not row.rows and not row.standing:
            empty += 1
            continue
        stood = [standing[one] for one in row.standing]
        lines.append({
            "month": f"{row.month:%Y-%m}", "last_day": ends, "rung": row.rung, "rung_low": row.rung_low,
            "rung_high": row.rung_high, "level": rung_marks.name(evidence, row.rung), "mean_rung": round(row.mean, 2),
            "days": row.days, "acts": len(row.acts), "on_record": len(row.rows),
            "set_by": "; ".join(rung_marks.line(told[one]) for one in row.set_by),
            "standing": rung_marks.condition_words(stood), "condition": row.condition,
            "rows": (
                *rows_of([*row.set_by, *row.acts, *row.rows]), *rung_marks.all_standing_rows(stood),
                *rung_marks.ladder_rows(evidence, row.rung),
            ),
        })  # fmt: skip
    table = pd.DataFrame(lines, columns=_MONTHS)
    return table.astype(dict.fromkeys(("rung", "rung_low", "rung_high", "condition"), "Int64")), empty


def _months_title(table: pd.DataFrame, within: str) -> str:
    ranked = table[table["rung"].notna()]
    if ranked.empty:
        return "No month with an act on the ladder is on record for this choice"
    top = ranked.loc[ranked["rung"].astype(int).idxmax()]
    newest = ranked.iloc[-1]
    when = rung_marks.month(top["month"])
    said = f"The highest rung, {top['rung']} ({names.inside(top['level'])}{_open(top)}), was reached in {when}"
    if newest["month"] == top["month"]:
        return f"{said}, the last month {within}with an act on record"
    return (
        f"{said}; the last month {within}with an act on record, {rung_marks.month(newest['month'])}, reached "
        f"{newest['rung']}{_open(newest)}"
    )


def _open(row: pd.Series) -> str:
    """What tolls and readings leave open of a month's rung, in words; nothing where it is certain."""
    if row["rung_low"] is not pd.NA and row["rung_low"] == row["rung_high"]:
        return ""
    least = "" if row["rung_low"] is pd.NA else f"{row['rung_low']} or more for certain, "
    return f" ({least}at most {row['rung_high']})"


def _months_facts(table: pd.DataFrame, empty: int) -> tuple[Fact, ...]:
    ranked = table[table["rung"].notna()]
    shut = table[table["standing"] != ""]
    certain = int(shut["condition"].notna().sum())
    return (
        Fact("Months with an act on record", f"{len(ranked)} of {len(table) + empty}", "none on record in the others"),
        Fact("Months with force, rung 4 or higher", number(int((ranked["rung"] >= escalation.FORCE).sum()))),
        Fact(
            "Months in which a crossing stood shut",
            f"{certain} for certain",
            f"{len(shut)} with those in which one may have: conditions, apart from acts",
        ),
    )  # fmt: skip


def _months_notes(stood: pd.DataFrame, records: pd.DataFrame, *, hollow: bool) -> tuple[str, ...]:
    notes = [
        f"A month takes the highest rung of its acts, by either side, as reported. {rung_marks.ORDINAL}",
        f"A gap has no act on record. {rung_marks.SELECTION}",
        "A thin upright line: other rungs that the tolls or the reading leave open.",
    ]
    if len(stood):
        notes.append(
            "Beneath: crossings that stood shut, thick where that is certain, thin where it may have been so. They "
            "hide nothing above them; to shut a crossing is an act of its first day."
        )
    if hollow:
        notes.append(rung_marks.IN_DISPUTE)
    if len(records):
        notes.append("Stars: days that reached a higher rung than any day of the series before.")
    return tuple(notes)


def _months_spec(
    evidence: Evidence, known: date | None, table: pd.DataFrame, stood: pd.DataFrame, records: pd.DataFrame
) -> dict[str, Any]:
    told = rung_marks.by_id(evidence, known)
    set_by = {f"{row.month:%Y-%m}": row.set_by for row in escalation.by_month(evidence, known).itertuples(index=False)}
    ranked = table[table["rung"].notna()]
    doubt = ranked["month"].map(lambda month: rung_marks.in_doubt(told[one] for one in set_by[month])).astype(bool)
    others = table[table["rung"].isna()]
    first = max(date.fromisoformat(f"{table['month'].iloc[0]}-01"), escalation.starts(evidence))
    last = table["last_day"].max()
    data = [
        *rung_marks.conditions(evidence, stood, first, last),
        _steps(ranked),
        _marks(ranked[~doubt], "months", "Highest rung of the month", "circle"),
        _marks(ranked[doubt], "months-in-doubt", rung_marks.DOUBTED, "circle-open"),
        _without(others),
        _records(evidence, records, told),
    ]
    return {
        "data": [trace for trace in data if trace["x"]],
        "layout": rung_marks.layout(evidence, stood, first, last, keys=True),
    }


def _steps(ranked: pd.DataFrame) -> dict[str, Any]:
    """A level line for each month, joined where two months follow each other; a gap is left open."""
    x: list[str | None] = []
    y: list[int | None] = []
    before = None
    for row in ranked.itertuples(index=False):
        begins, ends = date.fromisoformat(f"{row.month}-01"), row.last_day
        if before is not None and begins - before > _DAY:
            x.append(None)
            y.append(None)
        x += [begins.isoformat(), ends.isoformat()]
        y += [int(row.rung)] * 2
        before = ends
    return {
        "type": "scatter", "uid": "steps", "mode": "lines", "showlegend": False, "x": x, "y": y, "hoverinfo": "skip",
        "connectgaps": False, "line": {"width": 2.5, "color": rung_marks.ACTS},
    }  # fmt: skip


def _marks(rows: pd.DataFrame, uid: str, called: str, symbol: str) -> dict[str, Any]:
    """The months in their middle, with a bar from the lowest to the highest rung that is left open."""
    return {
        "type": "scatter", "uid": uid, "name": called, "mode": "markers",
        "x": [(date.fromisoformat(f"{one}-01") + _MIDDLE).isoformat() for one in rows["month"]],
        "y": [int(one) for one in rows["rung"]],
        "error_y": rung_marks.bars(rows),
        "customdata": [[row.month, row.rows[0].row_id] for row in rows.itertuples(index=False)],
        "hovertext": [_month_hover(row) for row in rows.itertuples(index=False)],
        "hoverinfo": "text",
        "marker": rung_marks.marker(symbol, 8),
        "meta": {"narrow": {"marker.size": 6}},
    }  # fmt: skip


def _month_hover(row: Any) -> str:
    lines = [f"<b>{escape(rung_marks.month(row.month))}</b>: {rung_marks.rung_words(row)}"]
    if row.set_by:
        lines.append(rung_marks.wrapped(row.set_by))
    days = f"{counted(row.days, 'day', 'days')} with an act" + (
        f", their mean rung {row.mean_rung:.2f}" if pd.notna(row.mean_rung) else ""
    )
    lines.append(
        f"{counted(row.acts, 'act', 'acts')} on record, {days}; {counted(row.on_record, 'row', 'rows')} in all"
    )
    if row.standing:
        sure = "none for certain" if pd.isna(row.condition) else f"for certain one on rung {row.condition}"
        lines.append(rung_marks.wrapped(f"Shut, or perhaps still shut ({sure}): {row.standing}"))
    return "<br>".join(lines)


def _without(rows: pd.DataFrame) -> dict[str, Any]:
    """Months with something on record and no act: a small cross on the line of no act."""
    return {
        "type": "scatter", "uid": "without", "name": "Something on record, but no act", "mode": "markers",
        "x": [(date.fromisoformat(f"{one}-01") + _MIDDLE).isoformat() for one in rows["month"]],
        "y": [0] * len(rows),
        "customdata": [[row.month, row.rows[0].row_id] for row in rows.itertuples(index=False)],
        "hovertext": [_month_hover(row) for row in rows.itertuples(index=False)],
        "hoverinfo": "text",
        "marker": {"symbol": "line-ns", "size": 7, "color": theme.QUIET, "line": {"width": 1.5, "color": theme.QUIET}},
    }  # fmt: skip


def _records(evidence: Evidence, records: pd.DataFrame, told: Any) -> dict[str, Any]:
    """The days that reached a new maximum, each with what set it."""
    rows = list(records.iloc[::-1].itertuples(index=False))
    return {
        "type": "scatter", "uid": "records", "name": "Higher than any day before", "mode": "markers",
        "x": [row.day.isoformat() for row in rows],
        "y": [int(row.rung) for row in rows],
        "customdata": [[f"{row.day:%Y-%m}", row.set_by[0][1]] for row in rows],
        "hovertext": [
            f"<b>{dates.words(row.day)}</b>: {escape(level(evidence, row.rung))}, higher than any day before<br>"
            + "<br>".join(rung_marks.wrapped(rung_marks.line(told[one])) for one in row.set_by[:3])
            for row in rows
        ],
        "hoverinfo": "text",
        "marker": {"symbol": "star", "size": 14, "color": rung_marks.RECORDS},
        "meta": {"narrow": {"marker.size": 11}},
    }  # fmt: skip
