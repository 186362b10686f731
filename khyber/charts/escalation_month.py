"""The month that is opened, row by row with the rung of each and why; and where things stand at the end of the data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import escalation
from khyber.charts import closings, names, rung_marks
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.rung_marks import counted, level, range_words
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

_COLUMNS = [
    "days", "role", "rung", "rung_low", "rung_high", "level", "what", "who", "as_reported", "given_by", "reason",
    "sets_the_month", "rows",
]  # fmt: skip
_DAY = timedelta(days=1)
_MOST_NAMED = 6


@figure(
    "escalation-month", page="escalation", name="One month in full: every row and its rung", uses=("known", "month")
)
def month(evidence: Evidence, filters: Filters) -> Figure:
    """Every row of a month with its rung, the rule or reading that gave it, and what stood in the meantime."""
    empty = pd.DataFrame(columns=_COLUMNS)
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-month", drawn=False)
    if not filters.month:
        said = "No month is opened"
        return Figure("escalation-month", said, said, None, empty)
    opened, known = dates.bounds(filters.month)[0], filters.known
    every = escalation.by_month(evidence, known)
    own = next(every[every["month"] == opened].itertuples(index=False), None)
    last = min(dates.add_months(opened, 1) - _DAY, evidence.last_day(known))
    table = pd.DataFrame(columns=_COLUMNS) if own is None else _table(evidence, known, own, last)
    if own is None or table.empty:
        said = f"Nothing is on record for {_words(opened)}, which is not to say that nothing happened"
        return Figure("escalation-month", said, said, None, empty)
    title = _title(evidence, own, table)
    return Figure(
        "escalation-month",
        title,
        f"{title}. The rows follow in words, each with its rung and the rule or reading that gave it.",
        None,
        table,
        facts=_facts(evidence, own),
        notes=_notes(evidence, filters),
        extra_rows=rung_marks.ladder_rows(evidence),
    )


def _words(opened: date) -> str:
    return f"{opened:%B %Y}"


def _table(evidence: Evidence, known: date | None, own: Any, last: date) -> pd.DataFrame:
    """The rows of the month, the highest rung first, then what stood, one line each."""
    labels = _labels(evidence)
    lines = [
        {
            "days": rung_marks.when(row), "role": labels[row.role], "rung": row.rung, "rung_low": row.rung_low,
            "rung_high": row.rung_high, "level": rung_marks.name(evidence, row.rung), "what": _what(row),
            "who": rung_marks.who(evidence, row), "as_reported": rung_marks.claim(evidence, row),
            "given_by": given_by(row), "reason": row.reason,
            "sets_the_month": (row.table, row.row_id) in own.set_by,
            "rows": (Row(row.table, row.row_id), *rung_marks.ladder_rows(evidence, row.rung)),
        }
        for row in escalation.of_month(evidence, own.month, known).itertuples(index=False)
    ]  # fmt: skip
    for row in closings.within(rung_marks.standing(evidence, known), own.month, last).itertuples(index=False):
        lines.append({
            "days": closings.span_words(row), "role": labels[escalation.CONDITION], "rung": row.rung,
            "rung_low": row.rung_low, "rung_high": row.rung_high, "level": rung_marks.name(evidence, row.rung),
            "what": row.told, "who": "", "as_reported": "", "given_by": given_by(row), "reason": row.ruled,
            "sets_the_month": False,
            "rows": (*rung_marks.standing_rows(row), *rung_marks.ladder_rows(evidence, row.rung)),
        })  # fmt: skip
    table = pd.DataFrame(lines, columns=_COLUMNS)
    return table.astype(dict.fromkeys(("rung", "rung_low", "rung_high"), "Int64"))


def _labels(evidence: Evidence) -> dict[str, str]:
    return {
        escalation.ACT: "Act",
        escalation.CONDITION: "Standing condition",
        escalation.STEP_DOWN: "Step down",
        escalation.OUTSIDE: "Not between the two states",
    }


def _what(row: Any) -> str:
    return f"{row.place}: {row.told}" if row.place and row.table == "incidents" else str(row.told)


def given_by(row: Any) -> str:
    """What gave a row its rung: the rule by its id, or that it was read by hand."""
    return "read by hand" if row.is_read else f"rule {row.rule_id}" if row.rule_id else "no rule"


def _title(evidence: Evidence, own: Any, table: pd.DataFrame) -> str:
    when, rows = _words(own.month), counted(len(table), "row", "rows")
    if pd.isna(own.rung):
        return f"{when}: no act on record; {rows} of other kinds"
    sets = counted(int(table["sets_the_month"].sum()), "row", "rows")
    return f"{when} reached {level(evidence, own.rung)}, set by {sets} of {len(table)}"


def _facts(evidence: Evidence, own: Any) -> tuple[Fact, ...]:
    if pd.isna(own.rung):
        said = "none" if pd.isna(own.rung_high) else f"none for certain; an act in doubt would be rung {own.rung_high}"
        return (Fact("Highest rung", said),)
    facts = [
        Fact(
            "Highest rung",
            range_words(own.rung_low, own.rung_high, own.rung),
            rung_marks.name(evidence, own.rung),
            (*rung_marks.rows_of(own.set_by), *rung_marks.ladder_rows(evidence, own.rung)),
        )
    ]
    if pd.notna(own.mean):
        facts.append(
            Fact(
                "Day-weighted mean",
                f"{own.mean:.2f}",
                f"over {counted(own.days, 'day', 'days')} with an act on record; days without one are left out",
            )
        )
    return tuple(facts)


def _notes(evidence: Evidence, filters: Filters) -> tuple[str, ...]:
    notes = [
        "Acts are told as reported, and by whom is said: a row that is disputed, denied or alleged is no finding that "
        "it was so.",
        rung_marks.SELECTION,
    ]
    if filters.known:
        notes.append(
            f"Rules and readings: as described in release {evidence.release}. What a row tells, its toll too, may be "
            "what became known later."
        )
    return tuple(notes)


@figure("escalation-now", page="escalation", name="Where things stand at the end of the data", uses=("known",))
def now(evidence: Evidence, filters: Filters) -> Figure:
    """The last acts on record, the days searched after them, the last step down, and what has no end on record."""
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-now", drawn=False)
    known = filters.known
    acts = escalation.acts(evidence, known)
    acts = acts[acts["rung"].notna()].sort_values(["last", "first", "rung"], ascending=False, kind="stable")
    end = evidence.last_day(known)
    dated = next(acts[acts["on_days"].astype(bool)].itertuples(index=False), None)
    lines = _last_acts(evidence, acts)
    steps = escalation.assigned(evidence, known)
    steps = steps[(steps["role"] == escalation.STEP_DOWN) & (steps["first"] <= end)].sort_values("first", kind="stable")
    lines += [_line(evidence, "Last step down", row) for row in steps.tail(1).itertuples(index=False)]
    stood = closings.within(rung_marks.standing(evidence, known), end, end)
    lines += [
        {
            "what": "Without an end on record", "days": closings.span_words(row), "rung": row.rung, "told": row.told,
            "rows": (*rung_marks.standing_rows(row), *rung_marks.ladder_rows(evidence, row.rung)),
        }
        for row in stood[stood["open_end"].astype(bool)].itertuples(index=False)
    ]  # fmt: skip
    title = _now_title(evidence, dated, end)
    table = pd.DataFrame(lines, columns=["what", "days", "rung", "told", "rows"]).astype({"rung": "Int64"})
    return Figure(
        "escalation-now",
        title,
        f"{title}. Key figures tell the last acts, the last step down and the crossings without an opening on record.",
        None,
        table,
        facts=(*_now_facts(evidence, known, end, dated), *map(_as_fact, lines)),
        notes=(
            "What holds today is not known from this: the data end where the search ended, and nothing is known here "
            "of the time after the newest page.",
            rung_marks.SELECTION,
        ),
    )


def _now_title(evidence: Evidence, dated: Any, end: date) -> str:
    if dated is None:
        return f"No dated act on the ladder is on record up to {dates.words(end)}"
    after = (end - dated.last).days
    since = f"none is on record for the {counted(after, 'day', 'days')} searched after it"
    last = "it is the last day of which anything can be said"
    return (
        f"The last dated act on record is of {dates.words(dated.last)}, {level(evidence, dated.rung)}; "
        f"{since if after else last}"
    )


def _last_acts(evidence: Evidence, acts: pd.DataFrame) -> list[dict[str, Any]]:
    """The acts of the last month with one, newest first."""
    if acts.empty:
        return []
    own = acts[acts["last"] >= max(acts["last"]).replace(day=1)]
    return [_line(evidence, "Last acts on record", row) for row in own.head(_MOST_NAMED).itertuples(index=False)]


def _line(evidence: Evidence, what: str, row: Any) -> dict[str, Any]:
    told = ". ".join(filter(None, [_what(row).rstrip("."), _reported(evidence, row)]))
    return {
        "what": what, "days": rung_marks.when(row), "rung": row.rung, "told": told,
        "rows": (Row(row.table, row.row_id), *rung_marks.ladder_rows(evidence, row.rung)),
    }  # fmt: skip


def _reported(evidence: Evidence, row: Any) -> str:
    """Who is on record as the actor, and by whose word."""
    who, status = rung_marks.who(evidence, row), rung_marks.claim(evidence, row)
    return f"{who} ({status})" if who and status and row.actors != row.claim_status else who


def _as_fact(line: dict[str, Any]) -> Fact:
    rung = "" if pd.isna(line["rung"]) else f"rung {line['rung']}: "
    return Fact(f"{line['what']}, {line['days']}", f"{rung}{line['told']}", "", line["rows"])


def _now_facts(evidence: Evidence, known: date | None, end: date, dated: Any) -> tuple[Fact, ...]:
    pages = evidence.read("sources", known)["published_earliest"].max()
    facts = [Fact("Searched up to" if known is None else "Known by", dates.words(end))]
    if dated is not None:
        facts.append(Fact("Days after the last dated act", number((end - dated.last).days)))
    if pd.notna(pages):
        facts.append(Fact("Newest page read", dates.words(pages.date())))
    return tuple(facts)


def told(evidence: Evidence, row: Any) -> str:
    """The rung of a line of the month in words."""
    said = range_words(row.rung_low, row.rung_high, row.rung)
    return (
        f"Rung {said}: {names.inside(row.level)}"
        if pd.notna(row.rung)
        else f"No rung{', or ' + said[9:] if said else ''}"
    )
