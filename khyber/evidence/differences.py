"""What differs between two evidences, row by row and field by field, as the tables are written, and file by file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from khyber.evidence.cache import cached
from khyber.evidence.evidence import Evidence
from khyber.evidence.ranges import number

ADDED, REMOVED, REVISED = "added", "removed", "revised"
# What stands in place of a field where a whole file is another that is no table.
FILE = "file"
_DIGITS = 12
# The log of the corrections is itself told by what it corrects.
_LOG = "corrections"


class Change(NamedTuple):
    """One difference: a row that was added or removed, or a field that was revised, with its reason on record.

    `old` and `new` are cells as written, "" where empty. `correction_id` names the entry of the log, "" where none.
    Of a file that is no table, such as a boundary, `row_id` is the path, and the cells begin its SHA-256.
    """

    table: str
    row_id: str
    action: str
    field: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    correction_id: str = ""


@cached(32)
def compare(
    earlier: Evidence, later: Evidence, earlier_known: date | None = None, later_known: date | None = None
) -> tuple[Change, ...]:
    """Every difference from one evidence to another, each as known by its day, in the order of the later's tables.

    A row that only the later shows was added, one that only the earlier shows was removed, whether the tables or
    the days make it so. Reasons are those of the later's log of corrections.
    """
    revised = _revised(earlier, later)
    reasons = _reasons(later)
    found: list[Change] = []
    for table in (one for one in dict.fromkeys([*later.counts, *earlier.counts]) if one != _LOG):
        before, after = _shown(earlier, table, earlier_known), _shown(later, table, later_known)
        for row_id in after:
            found += revised.get((table, row_id), []) if row_id in before else [Change(table, row_id, ADDED)]
        found += [Change(table, row_id, REMOVED) for row_id in before if row_id not in after]
    found += _files(earlier, later)
    return tuple(_with_reason(change, reasons) for change in found)


def tally(changes: Sequence[Change]) -> str:
    """How many rows and files were revised, removed and added: "56 rows revised, 1 row removed"; "" where none was."""
    told = []
    for what in ("row", FILE):
        of_kind = [one for one in changes if (one.field == FILE) == (what == FILE)]
        for action in (REVISED, REMOVED, ADDED):
            count = len({one[:2] for one in of_kind if one.action == action})
            told += [f"{number(count)} {what}{'' if count == 1 else 's'} {action}"] if count else []
    return ", ".join(told)


def _files(earlier: Evidence, later: Evidence) -> list[Change]:
    """The files, other than tables, that only one of the two has, or that are not the same."""
    before, after = earlier.checksums, later.checksums
    found = []
    for name in (one for one in dict.fromkeys([*after, *before]) if before.get(one) != after.get(one)):
        path = (after.get(name) or before[name])[0]
        old, new = (side[name][1][:_DIGITS] if name in side else "" for side in (before, after))
        found.append(Change(name, path, REVISED if old and new else ADDED if new else REMOVED, FILE, old, new))
    return found


def _shown(evidence: Evidence, table: str, known: date | None) -> dict[str, None]:
    """The ids of the rows of a table as known by a day, in order; none where the evidence has no such table."""
    if table not in evidence.counts:
        return {}
    hidden = evidence.hidden(table, known)
    if not hidden.later and not hidden.undated:
        return dict.fromkeys(evidence.written(table))
    return dict.fromkeys(evidence.read(table, known)[evidence.key(table)].astype(str))


@cached(8)
def _revised(earlier: Evidence, later: Evidence) -> dict[tuple[str, str], list[Change]]:
    """The fields revised of each row that stands in both; a field that one of them does not have is empty there."""
    found: dict[tuple[str, str], list[Change]] = {}
    if earlier == later:
        return found
    for table in earlier.counts.keys() & later.counts.keys() - {_LOG}:
        before = earlier.written(table)
        for row_id, cells in later.written(table).items():
            old = before.get(row_id, cells)
            if cells != old:
                pairs = [(one, old.get(one, ""), cells.get(one, "")) for one in dict.fromkeys([*cells, *old])]
                changed = [Change(table, row_id, REVISED, *pair) for pair in pairs if pair[1] != pair[2]]
                found[table, row_id] = changed
    return found


@cached(1)
def _reasons(later: Evidence) -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """By table, row, field and new value: the reason and the id of the newest correction."""
    log = later.written(_LOG)
    return {(one["table"], one["row_id"], one["field"], one["new"]): (one["reason"], key) for key, one in log.items()}


def _with_reason(change: Change, reasons: dict[tuple[str, str, str, str], tuple[str, str]]) -> Change:
    if change.action == ADDED:
        return change
    reason, correction = reasons.get((change.table, change.row_id, change.field, change.new), ("", ""))
    return change._replace(reason=reason, correction_id=correction)
