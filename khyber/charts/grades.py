"""The grades of pages and rows: what each means, and how many have it."""

from __future__ import annotations

import pandas as pd

from khyber.charts import names
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.sources import CHOICE, selected
from khyber.evidence import Evidence, grading
from khyber.evidence.ranges import number
from khyber.filters import Filters

_NOT_HIDDEN = "A grade hides nothing and weighs nothing: every row stands in every chart, whatever its grade."


@figure("source-grades", page="sources", name="Grades of the pages read", uses=CHOICE)
def source_grades(evidence: Evidence, filters: Filters) -> Figure:
    """How many of the pages found have each letter of the Admiralty scale, and what the letter means."""
    found = selected(evidence, filters)
    letters = [grading.of_source(evidence.source(one)).letter for one in found["source_id"]]
    behind: dict[str, list[Row]] = {one: [] for one in grading.LETTERS}
    for letter, rows in zip(letters, found["rows"], strict=True):
        behind[letter].extend(rows)
    table = _table([(one, grading.LETTERS[one], tuple(rows)) for one, rows in behind.items()])
    if table.empty:
        said = "No page is found to be graded"
        return Figure("source-grades", said, said, None, table)
    title = f"Reliability of the kinds of pages read: {_told(table)}"
    notes = (
        "A letter is a default by the kind of page, whether it hands on another, and whether it has a date. It is "
        "no judgment of an outlet: no record of how often each was right is kept, so that no page is graded A.",
        _NOT_HIDDEN,
    )
    return Figure("source-grades", title, title, None, table, facts=_facts(table), notes=notes)


@figure("row-grades", page="sources", name="Grades of the rows of data", uses=("known",))
def row_grades(evidence: Evidence, filters: Filters) -> Figure:
    """How many rows of all tables have each digit of the Admiralty scale, and what the digit means."""
    behind: dict[str, list[Row]] = {one: [] for one in grading.DIGITS}
    for name in _findings(evidence):
        for row_id, grade in grading.of_rows(evidence, name, filters.known).items():
            behind[grade.digit].append(Row(name, row_id))
    table = _table([(one, grading.DIGITS[one], tuple(rows)) for one, rows in behind.items()])
    title = f"Credibility of the rows of data: {_told(table)}"
    return Figure("row-grades", title, title, None, table, facts=_facts(table), notes=(_NOT_HIDDEN,))


def _findings(evidence: Evidence) -> list[str]:
    """The tables whose rows are findings with sources, and no vocabulary."""
    return [one for one in evidence.counts if evidence.names_sources(one) and "order" not in evidence.read(one)]


def _table(counted: list[tuple[str, str, tuple[Row, ...]]]) -> pd.DataFrame:
    """One line for each grade that something has."""
    lines = [(grade, meaning, len(rows), rows) for grade, meaning, rows in counted if rows]
    return pd.DataFrame(lines, columns=["grade", "meaning", "graded", "rows"])


def _told(table: pd.DataFrame) -> str:
    """How many have each grade, most first."""
    ordered = table.sort_values("graded", ascending=False, kind="stable")
    told = [f"{row.grade} ({row.meaning}) {number(row.graded)}" for row in ordered.itertuples(index=False)]
    return names.in_words(told, len(told))


def _facts(table: pd.DataFrame) -> tuple[Fact, ...]:
    return tuple(Fact(f"{row.grade}: {row.meaning}", number(row.graded), "", row.rows) for row in table.itertuples())
