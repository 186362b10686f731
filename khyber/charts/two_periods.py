"""Two periods beside each other: which they are, what can be compared in them, the finding, and a map of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import incidents, periods
from khyber.analysis.periods import Period
from khyber.charts import border, border_views, marks, names, notable
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, figure
from khyber.charts.strip import counted
from khyber.evidence import Evidence, cached, dates
from khyber.evidence.ranges import number, signed
from khyber.filters import Filters
from khyber.parameters import ALL

TOGETHER = "periods"
LABEL = "Difference between the notable incidents recorded here, not in violence"
CHOSEN = ("known", "area", "actor", "category", "kind", "country", "within", "first_period", "second_period")
_PRESET_EVENTS = ("border", "political", "diplomatic")
_MARKS = ("ring", "disc", "silent")


class Two(NamedTuple):
    """Two periods with their incidents: `compared` are the categories that both hold, `early` those too early.

    `before` and `after` are the incidents of the compared categories, or of all chosen where none can be compared.
    """

    first: Period
    second: Period
    compared: tuple[str, ...]
    early: tuple[str, ...]
    before: pd.DataFrame
    after: pd.DataFrame


def known_until(evidence: Evidence, known: date | None) -> date:
    """The last day of which anything can be known."""
    return min(known, evidence.searched_until) if known else evidence.searched_until


def starts(evidence: Evidence) -> dict[str, date]:
    """The day on which the table of incidents begins, by category."""
    return {one: date.fromisoformat(day) for one, day in evidence.resource("incidents")["starts"].items()}


def chosen(evidence: Evidence, filters: Filters) -> tuple[Period, Period]:
    """The two periods of the filters; where one is not chosen, of the last two whole years the one in its place."""
    usual = periods.last_whole_years(known_until(evidence, filters.known))
    given = (filters.first_period, filters.second_period)
    first, second = (Period(*dates.bounds(one)) if one else two for one, two in zip(given, usual, strict=True))
    return first, second


def two(evidence: Evidence, filters: Filters) -> Two:
    """The two periods of the filters and what can be compared in them."""
    return _two(evidence, filters.only(CHOSEN))


@cached(32)
def _two(evidence: Evidence, filters: Filters) -> Two:
    first, second = chosen(evidence, filters)
    wanted = _categories(evidence, filters)
    early = periods.too_early({one: starts(evidence)[one] for one in wanted}, first, second)
    compared = [one for one in wanted if one not in early]
    kept = compared or wanted
    before, after = (_of(evidence, filters, one, kept) for one in (first, second))
    return Two(first, second, tuple(compared), tuple(early), before, after)


def _categories(evidence: Evidence, filters: Filters) -> list[str]:
    """The categories that the filters choose, by category and by kind."""
    of_kind = evidence.names("incident_kinds", "category")
    kinds = {of_kind[one] for one in filters.kind} or set(starts(evidence))
    return [one for one in starts(evidence) if one in kinds and filters.category in (ALL, one)] or [filters.category]


def _of(evidence: Evidence, filters: Filters, period: Period, categories: list[str]) -> pd.DataFrame:
    span = filters.changed(start=period.first.isoformat(), end=period.last.isoformat())
    found = notable.selected(evidence, span)
    return found[found["category"].isin(categories)].reset_index(drop=True)


def presets(evidence: Evidence, known: date | None) -> dict[str, tuple[str, str]]:
    """Pairs of periods by label, computed from the data: last years, the months of this year, years around events.

    Each begins after the table of every category does, and has ended by the last day of which anything is known.
    """
    until, begins = known_until(evidence, known), max(starts(evidence).values())
    found = [periods.last_whole_years(until), periods.months_of_year(until)]
    pairs = {f"{first.text} and {second.text}": (first, second) for first, second in filter(None, found)}
    events = evidence.read("timeline", known)
    for event in events[events["category"].isin(_PRESET_EVENTS)].sort_values("date").itertuples():
        day = event.date.date()
        label = f"Year before and after: {event.title} ({dates.words(day)})"
        pairs[label] = periods.year_around(day)
    return {
        label: (first.written, second.written)
        for label, (first, second) in pairs.items()
        if first.first >= begins and second.last <= until
    }


@figure("periods-compared", page="periods", name="Two periods compared", uses=CHOSEN)
def compared(evidence: Evidence, filters: Filters) -> Figure:
    """How many notable incidents each period has, by category, with their tolls and the difference; or why none."""
    found = two(evidence, filters)
    lines = [
        {"category": one, **periods.whole(*(rows[rows["category"] == one] for rows in (found.before, found.after)))}
        for one in found.compared
    ]
    table = pd.DataFrame(lines, columns=["category", *periods.COLUMNS, "rows"])
    table = table[(table["first"] + table["second"]) > 0] if len(table) else table
    title = _title(evidence, found)
    return Figure(
        "periods-compared", title, title, None, table.reset_index(drop=True), facts=_facts(evidence, found, table),
        notes=notes(evidence, filters, found),
    )  # fmt: skip


def _title(evidence: Evidence, found: Two) -> str:
    if not found.compared:
        return f"No difference is given: {in_short(found)}"
    before, after = len(found.before), len(found.after)
    if not before and not after:
        return f"{LABEL}: none of this choice is recorded in {found.first.text} nor in {found.second.text}"
    change = signed(after - before)
    return f"{LABEL}: {number(before)} in {found.first.text}, {number(after)} in {found.second.text}, {change}"


def in_short(found: Two) -> str:
    """That a period begins before tables do, in words without days."""
    tables = names.in_words([f"the table of {marks.NAMED[one][1]}" for one in found.early])
    return f"a period begins before {tables} {'do' if len(found.early) > 1 else 'does'}"


def refused(evidence: Evidence, found: Two) -> str:
    """Why categories are not compared, in a sentence without its first capital; "" where all are."""
    told = [f"the table of {marks.NAMED[one][1]} begins on {dates.words(starts(evidence)[one])}" for one in found.early]
    if not told:
        return ""
    early = [
        f"the {which} period on {dates.words(one.first)}"
        for which, one in (("first", found.first), ("second", found.second))
        if any(one.first < starts(evidence)[category] for category in found.early)
    ]
    return f"{names.in_words(told)}, {names.in_words(early)}"


def _facts(evidence: Evidence, found: Two, table: pd.DataFrame) -> tuple[Fact, ...]:
    facts = list(period_facts(evidence, found))
    for line in table.to_dict("records"):
        change, label = periods.range_of(line, "killed_change"), evidence.labels("incident_category")[line["category"]]
        told = f"{number(line['first'])}, then {number(line['second'])}"
        toll = f"; killed, as reported: {change.signed()}" if change else "; no toll in both periods to compare"
        facts.append(
            Fact(f"Difference, {names.inside(label)}", signed(line["difference"]), f"{told}{toll}", line["rows"])
        )
    return tuple(facts)


def period_facts(evidence: Evidence, found: Two) -> tuple[Fact, Fact]:
    """Each period with its incidents, their toll, and its length."""
    until = evidence.searched_until
    return (
        _period_fact("First period", found.first, found.before, until),
        _period_fact("Second period", found.second, found.after, until),
    )


def _period_fact(which: str, period: Period, rows: pd.DataFrame, until: date) -> Fact:
    toll = incidents.toll(rows).killed
    killed = f"{toll.text()} killed where a toll is reported" if toll else "no toll reported"
    behind = tuple(row for each in rows["rows"] for row in each)
    return Fact(f"{which}: {period.text}", counted(len(rows)), f"{killed}; {_length(period, until)}", behind)


def _length(period: Period, until: date) -> str:
    """The days of a period, and how many of them had been when the search ended."""
    if period.last <= until:
        return f"{number(period.days)} days"
    searched = max(0, (until - period.first).days + 1)
    return f"{number(searched)} of its {number(period.days)} days lie before the end of the search"


def notes(evidence: Evidence, filters: Filters, found: Two) -> tuple[str, ...]:
    """What must be read with any comparison of the two: refusals, lengths, overlap, and what the incidents are."""
    told = []
    if found.early and found.compared:
        left = names.in_words([marks.NAMED[one][1] for one in found.early])
        told.append(f"Not compared, and not on the maps: {left}, as {refused(evidence, found)}.")
    elif found.early:
        told.append(f"Not compared, as {refused(evidence, found)}.")
    if found.early:
        told.append("Years before a table begins are empty, not calm: no difference is computed from them.")
    if found.first.days != found.second.days:
        told.append(
            f"The periods are of unequal length: {number(found.first.days)} and {number(found.second.days)} days. "
            "The numbers are as recorded, adjusted to nothing."
        )
    if shared := found.first.overlap(found.second):
        told.append(f"The periods overlap: {number(shared)} days, and what happened in them, lie in both.")
    until = known_until(evidence, filters.known)
    if max(found.first.last, found.second.last) > until:
        told.append(f"Nothing after {dates.words(until)} can be in this view.")
    inside = {one for rows in (found.before, found.after) for one in incidents.toll(rows).inside}
    if inside:
        told.append(notable.parts_note(len(inside), "in the period"))
    told.append(
        "The killed of a difference run from the lowest of the second period less the highest of the first to the "
        "highest of the second less the lowest of the first."
    )
    return (*told, f"{notable.selection(evidence)}.")


@figure("periods-first", page="periods", name="Map of the first period", uses=(*CHOSEN, "border"))
def first_map(evidence: Evidence, filters: Filters) -> Figure:
    """The map of the first period, to the scale of both."""
    return _map("periods-first", evidence, filters, 0)


@figure("periods-second", page="periods", name="Map of the second period", uses=(*CHOSEN, "border"))
def second_map(evidence: Evidence, filters: Filters) -> Figure:
    """The map of the second period, to the scale of both."""
    return _map("periods-second", evidence, filters, 1)


def _map(figure_id: str, evidence: Evidence, filters: Filters, place: int) -> Figure:
    found = two(evidence, filters)
    period = (found.first, found.second)[place]
    span = filters.only([one for one in (*notable.CHOICE, "border") if one in (*CHOSEN, "border")])
    span = span.changed(start=period.first.isoformat(), end=period.last.isoformat())
    if len(found.compared) == 1:
        span = span.changed(category=found.compared[0])
    shown = border.border_map(evidence, span)
    both = pd.concat([found.before[found.before["drawn"]], found.after[found.after["drawn"]]]).drop_duplicates(
        "incident_id"
    )
    title = f"{period.text}: {shown.title[:1].lower()}{shown.title[1:]}"
    alt = f"Map of one of two periods with {int(shown.table['drawn'].sum())} incidents as marks. {title}."
    said = ("A selection of notable events, not a census.", *_early_note(evidence, found))
    return replace(
        shown, id=figure_id, title=title, alt=alt, spec=_together(shown, both),
        facts=(period_facts(evidence, found)[place],),
        notes=(*said, *border_views.notes(evidence, filters.border)),
        extra_rows=(*shown.extra_rows, *rows_of_both(found)),
    )  # fmt: skip


def rows_of_both(found: Two) -> tuple[Row, ...]:
    """The rows of every incident of the two periods, on a map or not."""
    return as_rows("incidents", [*found.before["incident_id"], *found.after["incident_id"]])


def _early_note(evidence: Evidence, found: Two) -> tuple[str, ...]:
    why = refused(evidence, found)
    return (f"{why[:1].upper()}{why[1:]}: years before are empty, not calm.",) if why else ()


def _together(shown: Figure, both: pd.DataFrame) -> dict[str, Any]:
    """The map with its rings to the scale of both periods, in a group of maps that move together."""
    assert shown.spec
    most, highest = marks.largest(both), both.set_index("incident_id")["killed_high"]
    data = [
        _ringed(trace, highest, most) if trace["uid"].startswith("ring-") else trace for trace in shown.spec["data"]
    ]
    layout = shown.spec["layout"]
    return {"data": data, "layout": {**layout, "meta": {**layout["meta"], "together": TOGETHER}}}


def _ringed(trace: dict[str, Any], highest: Mapping[str, float], most: float) -> dict[str, Any]:
    sizes = marks.rings([highest[one] for one in trace["customdata"]], most)
    return {**trace, "marker": {**trace["marker"], "size": sizes}}


def told(line: Mapping[str, Any], which: str) -> str:
    """A place in one period in words: "3, 12 to 35 killed", "2, no toll reported", "0"."""
    toll, count = periods.range_of(line, f"killed_{which}"), line[which]
    killed = f"{toll.text()} killed" if toll else "no toll reported"
    return f"{number(count)}, {killed}" if count else number(count)


def told_change(line: Mapping[str, Any]) -> str:
    """The difference of a place in words: "+3, killed −12 to +35", "+3" where one period has no toll to compare."""
    change = periods.range_of(line, "killed_change")
    return f"{signed(line['difference'])}, killed {change.signed()}" if change else signed(line["difference"])
