"""The ladder itself, and the rules and readings that put rows on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import escalation, rungs
from khyber.charts import names, rung_marks
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.rung_marks import counted, range_words, rows_of
from khyber.evidence import Evidence, dates
from khyber.filters import Filters

_LADDER = ["rung", "level", "definition", "example", "acts", "conditions", "rows"]
_RULES = ["what", "order", "of", "rung", "role", "wording", "given", "rows"]
_TABLES = {
    "incidents": "Incidents",
    "timeline": "Timeline",
    "closures": "Closings",
    rungs.LADDER: "The ladder's example",
}
_ROLES = {
    escalation.ACT: "act",
    escalation.CONDITION: "condition",
    escalation.STEP_DOWN: "step down",
    escalation.OUTSIDE: "no rung",
}


@figure("escalation-ladder", page="escalation", name="The ladder of 12 rungs", uses=("known",))
def ladder(evidence: Evidence, filters: Filters) -> Figure:
    """Each rung with its definition, its example and how many rows stand on it, the highest first."""
    given = escalation.assigned(evidence, filters.known)
    lines = []
    for row in evidence.read(rungs.LADDER).sort_values("rung", ascending=False).itertuples(index=False):
        own = given[(given["rung"] == row.rung).fillna(False)]
        conditions = own["role"] == escalation.CONDITION
        lines.append({
            "rung": int(row.rung), "level": row.name, "definition": row.definition,
            "example": _example(row, filters.known),
            "acts": int((~conditions).sum()), "conditions": int(conditions.sum()),
            "rows": (Row(rungs.LADDER, str(row.rung)), *rows_of(zip(own["table"], own["row_id"], strict=True))),
        })  # fmt: skip
    table = pd.DataFrame(lines, columns=_LADDER)
    title = f"The ladder has {len(table)} rungs, from {_inside(lines[-1])} to {_inside(lines[0])}"
    if not escalation.is_ruled(evidence):
        title += "; this release has no rules that put events on it"
    facts = tuple(
        Fact(
            f"{line['rung']} – {line['level']}",
            line["definition"],
            f"{_counted(line) if escalation.is_ruled(evidence) else ''}{line['example']}",
            line["rows"],
        )
        for line in lines
    )
    notes = (
        f"{rung_marks.ORDINAL} The ladder is this project's own, and how many rows stand on a rung is no measure of "
        "violence.",
        f"The ladder: as described in release {evidence.release}.",
    )
    return Figure("escalation-ladder", title, title, None, table, facts, notes)


def _example(row: Any, known: date | None) -> str:
    """The example of a rung; of one that lies after the day of known-by nothing is told."""
    day = row.example_incident_date.date()
    return "Its example is of a later day." if known and day > known else f"Example, {dates.words(day)}: {row.example}."


def _inside(line: dict[str, Any]) -> str:
    return f"{names.inside(line['level'])} ({line['rung']})"


def _counted(line: dict[str, Any]) -> str:
    acts = counted(line["acts"], "act", "acts")
    also = (
        f" and {counted(line['conditions'], 'standing condition', 'standing conditions')}" if line["conditions"] else ""
    )
    return f"{acts}{also} on record. "


@figure("escalation-rules", page="escalation", name="Rules and exceptions of the rungs", uses=("known",))
def rules(evidence: Evidence, filters: Filters) -> Figure:
    """The rules in their order, each with how many rows it gave a place, and every row that was read by hand."""
    if not escalation.is_ruled(evidence):
        return rung_marks.not_ruled("escalation-rules", drawn=False)
    given = escalation.assigned(evidence, filters.known)
    lines = [*_rule_lines(evidence, given), *_reading_lines(evidence, given)]
    table = pd.DataFrame(lines, columns=_RULES).astype({"order": "Int64"})
    read = int(given["is_read"].sum())
    count = len(evidence.read(rungs.RULES))
    title = (
        f"{counted(count, 'rule', 'rules')} give {counted(len(given) - read, 'row', 'rows')} their place; "
        f"{counted(read, 'row', 'rows')} {'was' if read == 1 else 'were'} read by hand"
    )
    facts = tuple(
        Fact(
            f"{line['of']}, rule {line['order']}" if line["what"] == "Rule" else f"{line['of']}, read by hand",
            f"{_rung(line)}: {line['wording']}",
            counted(line["given"], "row", "rows") if line["what"] == "Rule" else line["row"],
            line["rows"],
        )
        for line in lines
    )
    counts = (Fact("Rules", str(count)), Fact("Rows by rule", str(len(given) - read)), Fact("Rows by hand", str(read)))
    notes = (
        "The first rule of a table that fits counts. An act that is more than one rung asks and less than the next "
        "keeps the lower, and the other is named. Tolls count by the highest account; the lowest gives the lower end.",
        f"Rules and readings: as described in release {evidence.release}, whatever the day of known-by.",
    )
    return Figure("escalation-rules", title, title, None, table, (*counts, *facts), notes)


def _rung(line: dict[str, Any]) -> str:
    return f"{line['role']}, rung {line['rung']}" if line["rung"] else str(line["role"])


def _rule_lines(evidence: Evidence, given: pd.DataFrame) -> list[dict[str, Any]]:
    lines = []
    for rule in evidence.read(rungs.RULES).sort_values("order").itertuples(index=False):
        own = given[(given["rule_id"] == rule.rule_id) & ~given["is_read"].astype(bool)]
        lines.append({
            "what": "Rule", "order": int(rule.order), "of": _TABLES[rule.table],
            "rung": "" if pd.isna(rule.rung) else str(rule.rung), "role": _ROLES[rule.role], "wording": rule.wording,
            "given": len(own), "row": "",
            "rows": (Row(rungs.RULES, rule.rule_id), *rows_of(zip(own["table"], own["row_id"], strict=True))),
        })  # fmt: skip
    return lines


def _reading_lines(evidence: Evidence, given: pd.DataFrame) -> list[dict[str, Any]]:
    """The readings of rows that were known by the day, oldest first."""
    return [
        {
            "what": "Reading", "order": pd.NA, "of": _TABLES[row.table],
            "rung": range_words(row.rung_low, row.rung_high, row.rung), "role": _ROLES[row.role],
            "wording": row.reason, "given": 1, "row": f"{rung_marks.when(row)}: {rung_marks.line(row)}",
            "rows": (Row(rungs.READINGS, row.row_id), Row(row.table, row.row_id), *_crossing(evidence, row)),
        }
        for row in given[given["is_read"].astype(bool)].itertuples(index=False)
    ]  # fmt: skip


def _crossing(evidence: Evidence, row: Any) -> tuple[Row, ...]:
    """The crossing that a closing is of, which gives it its name."""
    if row.table != "closures":
        return ()
    return (Row("crossings", evidence.row("closures", row.row_id)["crossing_id"]),)
