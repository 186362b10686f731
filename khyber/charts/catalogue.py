"""The figure catalogue: every figure has a permanent id and is a pure function of evidence and filters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from khyber.evidence import Evidence, Source, cached, dates, grading
from khyber.filters import Filters

FORMULA = re.compile(r"^[=+\-@\t\r]")


class Row(NamedTuple):
    """A row of a curated table, by its permanent id."""

    table: str
    row_id: str

    def __str__(self) -> str:
        return f"{self.table}/{self.row_id}"


class Fact(NamedTuple):
    """A key figure in words: what it is, its value, its change or range, and the rows behind it.

    `spark` is the yearly series that it ends, for a small drawing beside it: None where a year is not given. `under` is
    the heading under which a page shows it, without which its label may say too little.
    """

    label: str
    value: str
    change: str = ""
    rows: tuple[Row, ...] = ()
    spark: tuple[float | None, ...] = ()
    under: str = ""

    @property
    def full_label(self) -> str:
        """The label with its heading, for where the fact stands alone."""
        return f"{self.under} – {self.label}" if self.under else self.label


@dataclass(frozen=True, eq=False)
class Figure:
    """One figure, ready to be drawn anywhere.

    title: a sentence computed from the data. alt: the finding for those who do not see the chart. spec: the
    Plotly figure as a plain dict, None for a figure of words. table: what is shown, one row a mark; its column
    `rows` holds the tuple of `Row` behind that mark. facts: its key figures. notes: what must be read with it.
    known: the day by which its rows and their sources had been published, None for all. on_screen: notes that hold
    only where a reader can touch the figure; exports leave them out.
    Figures are cached and shared: nothing in them may be changed, and each is equal to itself alone.
    """

    id: str
    title: str
    alt: str
    spec: dict[str, Any] | None
    table: pd.DataFrame
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    extra_rows: tuple[Row, ...] = field(default=(), repr=False)
    known: date | None = None
    on_screen: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every source row behind the figure, each once, in the order of the marks."""
        shown = (row for rows in self.table["rows"] for row in rows)
        stated = (row for fact in self.facts for row in fact.rows)
        return tuple(dict.fromkeys([*shown, *stated, *self.extra_rows]))

    @cached_property
    def spec_json(self) -> str:
        """The spec as JSON text."""
        return json.dumps(self.spec, separators=(",", ":"))

    @property
    def is_empty(self) -> bool:
        """True where the selection leaves nothing to show."""
        return bool(self.table.empty)


@dataclass(frozen=True)
class Entry:
    """A figure of the catalogue: its id, its page, what it is called in a list, and the filters it looks at.

    `also` names other pages on which it stands, too.
    """

    id: str
    page: str
    name: str
    uses: tuple[str, ...]
    warmed: bool
    make: Callable[[Evidence, Filters], Figure]
    also: tuple[str, ...] = ()

    def stands_on(self, page: str) -> bool:
        """True where the figure stands on a page."""
        return page == self.page or page in self.also


_ENTRIES: dict[str, Entry] = {}


def figure(
    figure_id: str, *, page: str, name: str, uses: Sequence[str], warmed: bool = True, also: Sequence[str] = ()
) -> Callable[[Callable[[Evidence, Filters], Figure]], Callable[[Evidence, Filters], Figure]]:
    """Put a function into the catalogue under a permanent id. `uses` names the fields of Filters that it reads.

    `warmed` is False for a figure that is too costly to be built before the server listens; `also` names other pages
    on which the figure stands.
    """

    def enter(make: Callable[[Evidence, Filters], Figure]) -> Callable[[Evidence, Filters], Figure]:
        assert figure_id not in _ENTRIES, f"two figures are called {figure_id}"
        _ENTRIES[figure_id] = Entry(figure_id, page, name, tuple(uses), warmed, make, tuple(also))
        return make

    return enter


def entries() -> tuple[Entry, ...]:
    """Every figure of the catalogue, in the order of the pages."""
    return tuple(_ENTRIES.values())


def entry(figure_id: str) -> Entry:
    """The entry of a figure. Raises KeyError for an id that is not in the catalogue."""
    return _ENTRIES[figure_id]


def build(figure_id: str, evidence: Evidence, filters: Filters) -> Figure:
    """The figure for this evidence and these filters, from the cache where it was built before.

    Raises KeyError for an id that is not in the catalogue.
    """
    return _build(evidence, figure_id, filters.only(_ENTRIES[figure_id].uses))


@cached(512)
def _build(evidence: Evidence, figure_id: str, filters: Filters) -> Figure:
    shown = _ENTRIES[figure_id].make(evidence, filters)
    known = filters.known_at_most
    return replace(shown, known=known, notes=(*shown.notes, *_without_time(evidence, shown, known)))


def _without_time(evidence: Evidence, shown: Figure, known: date | None) -> tuple[str, ...]:
    """Under known-by, what in a figure may be newer than that day, unless one of its notes says so itself."""
    if known is None:
        return ()
    said, notes = " ".join(shown.notes), []
    tables = dict.fromkeys(row.table for row in shown.rows)
    timeless = [one for one in tables if evidence.names_sources(one) and not evidence.has_time(one)]
    if timeless and "escribed in release" not in said:
        titles = ", ".join(evidence.resource(one)["title"] for one in timeless)
        notes.append(f"{titles}: as described in release {evidence.release}, not as known by {dates.words(known)}.")
    told = any(evidence.has_time(one) and evidence.has_words(one) for one in tables)
    if told and "became known later" not in said:
        notes.append("What a row tells, its toll too, may be what became known later.")
    if any(evidence.has_time(one) and evidence.judges(one) for one in tables):
        notes.append(f"Which values are doubtful: as judged in release {evidence.release}, not by that day.")
    return tuple(notes)


def warm(evidence: Evidence) -> None:
    """Build the figures once with nothing chosen, so that the first reader finds them ready."""
    for entry in filter(lambda one: one.warmed, entries()):
        build(entry.id, evidence, Filters())


def as_rows(table: str, row_ids: Iterable[str]) -> tuple[Row, ...]:
    """Row ids of one table as rows."""
    return tuple(Row(table, row_id) for row_id in row_ids)


def sources_of(evidence: Evidence, shown: Figure, rows: Iterable[Row] | None = None) -> list[Source]:
    """The sources behind a figure, or behind some of its rows, each once, newest first, as known by its day.

    Pages of a later day, of what has no time, stand last.
    """
    by_table: dict[str, list[str]] = {}
    for row in shown.rows if rows is None else rows:
        by_table.setdefault(row.table, []).append(row.row_id)
    found = {s.source_id: s for table, ids in by_table.items() for s in evidence.sources_of(table, ids, shown.known)}
    return sorted(found.values(), key=lambda one: (_is_later(one, shown.known), *one.newest_first()))


def _is_later(source: Source, known: date | None) -> bool:
    return known is not None and (source.earliest is None or source.earliest > known)


def grades_of(evidence: Evidence, shown: Figure, rows: Iterable[Row]) -> list[grading.Grade]:
    """The grades of some rows of a figure, as known by its day; none for rows that name no sources."""
    found = (grading.of_row(evidence, row.table, row.row_id, shown.known) for row in rows)
    return [one for one in found if one]


def plain_table(shown: Figure) -> pd.DataFrame:
    """The figure's table as it is exported: row ids as text ("attack_counts/ac-0001;…"), whole numbers as such."""
    table = shown.table.copy()
    for name in table.select_dtypes("float").columns:
        if (table[name].dropna() % 1 == 0).all():
            table[name] = table[name].astype("Int64")
    table["rows"] = [";".join(map(str, rows)) for rows in table["rows"]]
    return table


def with_sources(evidence: Evidence, shown: Figure, filters: Filters) -> pd.DataFrame:
    """The figure's table with what was chosen for it, the sources and grades of each mark, and the release."""
    table = plain_table(shown)
    chosen = filters.only([one for one in entry(shown.id).uses if one not in ("start", "end")])
    for name in ("metric", "area", "actor", "border", "known"):
        if name in entry(shown.id).uses and name not in table:
            table[name] = str(getattr(chosen, name) or "")
    behind = [sources_of(evidence, shown, rows) for rows in shown.table["rows"]]
    table["sources"] = ["; ".join(s.footnote for s in each) for each in behind]
    table["source_urls"] = [" ".join(s.url for s in each) for each in behind]
    table["source_grades"] = [" ".join(grading.of_source(s).letter for s in each) for each in behind]
    table["grade"] = [grading.in_short(grades_of(evidence, shown, rows)) for rows in shown.table["rows"]]
    table["release"] = evidence.release
    return table


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV, UTF-8; text that a spreadsheet would take for a formula stands behind an apostrophe."""
    return str(table.map(_no_formula).to_csv(index=False)).encode()


def _no_formula(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def escape(text: object) -> str:
    """Text from data made safe for Plotly, which reads some HTML in hover texts and labels."""
    return re.sub(r"[<>&]", lambda m: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[m[0]], str(text))
