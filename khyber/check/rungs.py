"""Rungs: every reading names a row that can have one, every rule kinds that exist, and a rung goes with its role."""

from __future__ import annotations

from collections.abc import Iterator

from khyber.check.report import Finding
from khyber.check.tables import Row, Tables

RULES, READINGS = "rung_rules", "rung_readings"
_RANKED = ("act", "condition")


def findings(tables: Tables) -> Iterator[Finding]:
    """Every rule and reading of which this does not hold, and tables that end without a rule for what is left."""
    kinds = {"incidents": {row["kind_id"] for row in tables["incident_kinds"] if row["category"] == "border"}}
    kinds["timeline"] = {row["id"] for row in tables["labels"] if row["vocabulary"] == "timeline_category"}
    for rule in tables[RULES]:
        yield from _role(rule)
        for kind in rule.ids("kinds"):
            if kind not in kinds.get(rule["table"], ()):
                yield rule.finding("kinds", f"{kind!r} is no kind of a row of {rule['table']}")
    for reading in tables[READINGS]:
        yield from _role(reading)
        named = tables[reading["table"]].by_id.get(reading["row_id"])
        if named is None:
            yield reading.finding("row_id", f"{reading['row_id']!r} is no row of {reading['table']}")
        elif reading["table"] == "incidents" and named["category"] != "border":
            yield reading.finding("row_id", f"{reading['row_id']!r} is no event between the two states")
        if reading["other_rung"] and reading["other_rung"] == reading["rung"]:
            yield reading.finding("other_rung", f"{reading['other_rung']} is the rung as read")
        if reading["may_be_none"] and not reading["rung"]:
            yield reading.finding("may_be_none", "says of a row without a rung that it may have none")


def _role(row: Row) -> Iterator[Finding]:
    """An act and a condition have a rung, a step down and what is outside have none."""
    if (row["role"] in _RANKED) != bool(row["rung"]):
        yield row.finding("rung", f"is {row['rung']!r}, and role is {row['role']!r}")
