"""Closings as read: every row that a reading names exists, and the days of its parts stand in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from khyber.check.report import Finding
from khyber.check.tables import Row, Tables

TABLE = "closure_details"
# The days of a row by which a reading can be dated, by table: sources and crossings stand for what they tell.
_DATED = {"incidents": "date", "closures": "closed_from", "timeline": "date", "border_facts": "as_of"}
_ENDS = (("shut_until", "until_basis"), ("open_by", "open_basis"))


def findings(tables: Tables) -> Iterator[Finding]:
    """Every reading that names no row or another's page, lies before its closing, or ends before it begins."""
    read: dict[str, list[Row]] = defaultdict(list)
    for row in tables[TABLE]:
        read[row["closure_id"]].append(row)
        yield from _order(row)
        for day, basis in _ENDS:
            yield from _basis(tables, row, day, basis)
    if TABLE in tables.tables:
        for closing in tables["closures"]:
            yield from _parts(closing, read[closing.id])


def _order(row: Row) -> Iterator[Finding]:
    """A part begins before the last evidence that it was shut, and that lies before the evidence of opening."""
    begun, shut, opened = (row.days(name) for name in ("shut_from", "shut_until", "open_by"))
    if begun and shut and shut[1] < begun[0]:
        yield row.finding("shut_until", f"{row['shut_until']} lies before shut_from {row['shut_from']}")
    if shut and opened and opened[1] <= shut[0]:
        yield row.finding("open_by", f"{row['open_by']} does not lie after shut_until {row['shut_until']}")


def _basis(tables: Tables, row: Row, day: str, basis: str) -> Iterator[Finding]:
    """An end has rows that give it, each of which exists, cites a page of the closing, or lies on that day."""
    if bool(row[day]) != bool(row[basis]):
        yield row.finding(basis, f"is {row[basis]!r}, and {day} is {row[day]!r}")
    closing = tables["closures"].by_id.get(row["closure_id"])
    pages = {*row.ids("source_ids"), *(closing.ids("source_ids") if closing else ())}
    for one in row.ids(basis):
        table, _, row_id = one.partition("/")
        named = tables[table].by_id.get(row_id)
        if named is None:
            yield row.finding(basis, f"{one!r} is no row of the data")
        elif closing and table == "closures" and row_id == closing.id:
            yield row.finding(basis, f"{one!r} is the closing itself, whose first page does not date its end")
        elif table == "sources" and row_id not in pages:
            yield row.finding(basis, f"{row_id!r} is no page of the closing or of this part")
        elif not _agrees(row, day, table, named):
            yield row.finding(basis, f"{one!r} lies on {named[_DATED[table]]}, and {day} is {row[day]}")


def _agrees(row: Row, day: str, table: str, named: Row) -> bool:
    """True where the row that gives a day has it among its own."""
    told, own = row.days(day), named.days(_DATED.get(table, ""))
    ends = named.days("date_end") or own
    return not (told and own and ends) or (own[0] <= told[1] and told[0] <= ends[1])


def _parts(closing: Row, parts: list[Row]) -> Iterator[Finding]:
    """Every closing is read, from its first day, and its reopening is the evidence of opening of one of its parts."""
    if not parts:
        yield closing.finding("row_id", f"is not read in {TABLE}")
        return
    begun, first = closing.days("closed_from"), parts[0].days("shut_from")
    if begun and first and (first[1] < begun[0] or begun[1] < first[0]):
        yield parts[0].finding("shut_from", f"{parts[0]['shut_from']} is not closed_from {closing['closed_from']}")
    if closing["reopened_on"] and closing["reopened_on"] not in {part["open_by"] for part in parts}:
        yield parts[-1].finding("open_by", f"no part is open by reopened_on {closing['reopened_on']}")
    for before, after in zip(parts, parts[1:], strict=False):
        ended, begins = before.days("open_by"), after.days("shut_from")
        if begins and (ended is None or begins[0] < ended[0]):
            yield after.finding("shut_from", f"{after['shut_from']} lies before the part {before.id} ends")
