"""Low before high, earlier before later: the order of numbers and days in a row, and of pages and periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from khyber.check.report import Finding
from khyber.check.tables import PACKAGE, Row, Table, Tables
from khyber.evidence import dates
from khyber.evidence.package import EDTF

NUMBERS = [
    ("low", "high"),
    ("low", "best"),
    ("best", "high"),
    ("killed_low", "killed_high"),
    ("injured_low", "injured_high"),
    ("since_year", "until_year"),
]
DAYS = [
    ("period_start", "period_end"),
    ("previous_start", "previous_end"),
    ("closed_from", "reopened_on"),
    ("date", "date_end"),
    ("published_earliest", "published_latest"),
]
EVENTS = ("period_start", "date", "closed_from")
BEGINS = (*EVENTS, "as_of")
_SHOWN = 6


def findings(tables: Tables) -> Iterator[Finding]:
    """Every row, in any table with these fields, whose numbers or days stand in the wrong order."""
    for _, table in tables:
        for row in table:
            yield from _numbers(row)
            yield from _days(row)
        yield from _partial_dates(table)
        yield from _window(table)
    yield from _dates_of_sources(tables)
    yield from _truces(tables)
    yield from _published_before(tables)


def _numbers(row: Row) -> Iterator[Finding]:
    for low, high in NUMBERS:
        less, more = row.number(low), row.number(high)
        if less is not None and more is not None and less > more:
            yield row.finding(low, f"{row[low]} is more than {high} {row[high]}")


def _days(row: Row) -> Iterator[Finding]:
    for first, last in DAYS:
        start, end = row.days(first), row.days(last)
        if start and end and start[0] > end[1]:
            yield row.finding(first, f"{row[first]} lies after {last} {row[last]}")
    before, now = row.days("previous_end"), row.days("period_start")
    if before and now and before[1] >= now[0]:
        yield row.finding(
            "previous_end", f"{row['previous_end']} does not lie before period_start {row['period_start']}"
        )


def _partial_dates(table: Table) -> Iterator[Finding]:
    partial = [name for name, field in table.fields.items() if field.get("rdfType") == EDTF]
    for row in table:
        for name in partial:
            try:
                if row[name]:
                    dates.bounds(row[name])
            except ValueError as error:
                yield row.finding(name, str(error))


def _window(table: Table) -> Iterator[Finding]:
    """`searched_until` and `starts` of a table are days, and its rows begin between them."""
    until = _day(table.resource.get("searched_until"))
    starts = table.resource.get("starts")
    by_category = starts if isinstance(starts, dict) else {}
    for name in ("searched_until", "starts"):
        for value in _values(table.resource.get(name)):
            if _day(value) is None:
                yield Finding(PACKAGE, str(table.resource["name"]), name, f"{value!r} is not a day")
    field = next((name for name in BEGINS if name in table.fields), None)
    if field is None:
        return
    for row in table:
        begins = row.days(field)
        first = _day(by_category.get(row["category"]) if by_category else starts)
        if begins and until and begins[0] > until:
            yield row.finding(field, f"{row[field]} lies after the day of the search, {until}")
        if begins and first and begins[1] < first:
            yield row.finding(field, f"{row[field]} lies before the table starts, {first}")


def _dates_of_sources(tables: Tables) -> Iterator[Finding]:
    table = tables["sources"]
    until = _day(table.resource.get("searched_until"))
    for row in table:
        earliest, latest = row.days("published_earliest"), row.days("published_latest")
        if latest and until and latest[1] > until:
            yield row.finding(
                "published_latest", f"{row['published_latest']} lies after the day of the search, {until}"
            )
        if bool(earliest) != bool(latest):
            yield row.finding("published_latest", "of the day of publication only one end is given")
        if (row["date_basis"] == "none") == bool(earliest):
            given = row["published_earliest"] or "no date"
            yield row.finding("date_basis", f"is {row['date_basis']!r}, and the row has {given}")


def _truces(tables: Tables) -> Iterator[Finding]:
    events = tables["timeline"]
    for row in events:
        end = events.by_id.get(row["ended_by"])
        begun, ended = row.days("date"), end.days("date") if end else None
        if end and begun and ended and ended[1] < begun[0]:
            yield row.finding("ended_by", f"{end.id} lies before the event that it ends, {row['date']}")


def _published_before(tables: Tables) -> Iterator[Finding]:
    """Pages that would tell of a period before it begins: the page's day or the row's period is wrong.

    A row is looked at by the first of its pages. That page must not certainly lie before the row begins; for
    counts it must not even possibly do so, since the headline is chosen by the first day on which a page can
    have been published. One finding a page names its rows.
    """
    early: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, table in tables:
        day = "published_earliest" if name == "attack_counts" else "published_latest"
        published = {row.id: days[1] for row in tables["sources"] if (days := row.days(day))}
        begins_at = next((field for field in EVENTS if field in table.fields), "")
        for row in table:
            begins = row.days(begins_at)
            first = min(((published[one], one) for one in row.ids("source_ids") if one in published), default=None)
            if begins and first and first[0] < begins[0]:
                early[first[1], day].append(row.id)
    for (one, day), rows in sorted(early.items()):
        more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
        source = tables["sources"].by_id[one]
        named = f"{', '.join(rows[:_SHOWN])}{more}"
        yield source.finding(day, f"{source[day]} lies before the period that it tells of begins: {named}")


def _values(given: object) -> list[object]:
    return [] if given is None else list(given.values()) if isinstance(given, dict) else [given]


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
