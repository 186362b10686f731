"""What differs between two evidences, row by row and field by field, as the tables are written."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from khyber.evidence.evidence import Evidence

ADDED, REMOVED, REVISED = "added", "removed", "revised"
# The log of the corrections is itself told by what it corrects.
_LOG = "corrections"


class Change(NamedTuple):
    """One difference: a row that was added or removed, or a field that was revised, with its reason on record.

    `old` and `new` are cells as written, "" where empty. `correction_id` names the entry of the log, "" where none.
    """

    table: str
    row_id: str
    action: str
    field: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    correction_id: str = ""


@lru_cache(maxsize=16)
def compare(earlier: Evidence, later: Evidence) -> tuple[Change, ...]:
    """Every difference from one evidence to another, table by table in the order of the later.

    Reasons are those of the log of corrections of the later; a field that one of them does not have is empty there.
    """
    reasons = _reasons(later)
    found = [change for table in _tables(earlier, later) for change in _in_table(earlier, later, table)]
    return tuple(_with_reason(change, reasons) for change in found)


@lru_cache(maxsize=16)
def compare_days(evidence: Evidence, earlier: date | None, later: date | None) -> tuple[Change, ...]:
    """The rows that were known by one day and not by the other, None for everything."""
    found = []
    for table in _tables(evidence, evidence):
        before, after = evidence.read(table, earlier), evidence.read(table, later)
        key = evidence.key(table)
        had, has = set(before[key].astype(str)), set(after[key].astype(str))
        found += [Change(table, one, ADDED) for one in after[key].astype(str) if one not in had]
        found += [Change(table, one, REMOVED) for one in before[key].astype(str) if one not in has]
    return tuple(found)


def _tables(earlier: Evidence, later: Evidence) -> list[str]:
    return [one for one in dict.fromkeys([*later.counts, *earlier.counts]) if one != _LOG]


def _in_table(earlier: Evidence, later: Evidence, table: str) -> list[Change]:
    before, after = earlier.written(table), later.written(table)
    removed = [Change(table, one, REMOVED) for one in before if one not in after]
    changed = []
    for one, cells in after.items():
        if one not in before:
            changed.append(Change(table, one, ADDED))
        elif cells != before[one]:
            old = before[one]
            names = dict.fromkeys([*cells, *old])
            pairs = [(name, old.get(name, ""), cells.get(name, "")) for name in names]
            changed += [Change(table, one, REVISED, *pair) for pair in pairs if pair[1] != pair[2]]
    return [*changed, *removed]


def _reasons(later: Evidence) -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """By table, row, field and new value: the reason and the id of the newest correction."""
    log = later.read(_LOG)
    cells = log[["table", "row_id", "field", "new"]].fillna("").itertuples(index=False, name=None)
    told = zip(log["reason"], log["correction_id"], strict=True)
    return dict(zip(cells, told, strict=True))


def _with_reason(change: Change, reasons: dict[tuple[str, str, str, str], tuple[str, str]]) -> Change:
    if change.action == ADDED:
        return change
    reason, correction = reasons.get((change.table, change.row_id, change.field, change.new), ("", ""))
    return change._replace(reason=reason, correction_id=correction)
