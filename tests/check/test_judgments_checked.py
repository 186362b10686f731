"""Judgments in `khyber check`: columns that do not fit the text, outcomes without rows, wording that mixes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khyber.check import Finding, judgments
from khyber.check.tables import Tables
from khyber.evidence import open_folder
from tests.check.copies import DATA, Broken, cells, set_cell

TABLE = "key_judgments"
LIKELY = "It is likely (55-80 percent) that they talk"
BROKEN = {
    "another term than the text": set_cell(TABLE, "kj-02", "likelihood", "very-likely", "the text says likely"),
    "no term where the text has one": set_cell(TABLE, "kj-02", "likelihood", "", "the text says likely"),
    "a term where the text has none": set_cell(TABLE, "kj-01", "likelihood", "likely", "the text says none"),
    "another band than the term's": Broken(
        cells(TABLE, "kj-02", text="It is likely (60-70 percent) that they talk."), f"{TABLE}.csv", "kj-02", "text",
        "does not say “likely (55-80 percent)”",
    ),
    "no question": set_cell(TABLE, "kj-02", "resolution_question", "", "and likelihood is 'likely'"),
    "a question of what has happened": set_cell(TABLE, "kj-01", "resolution_question", "Did it?", "likelihood is ''"),
    "a horizon without a likelihood": set_cell(TABLE, "kj-01", "horizon", "2026-12-12", "without a likelihood"),
    "a horizon on the day of the judgment": set_cell(TABLE, "kj-02", "horizon", "2026-06-12", "does not lie after"),
    "an outcome before the horizon": set_cell(TABLE, "kj-02", "outcome", "yes", "before the horizon has passed"),
    "an outcome without rows": Broken(
        cells(TABLE, "kj-03", horizon="2026-10-01", outcome="no"), f"{TABLE}.csv", "kj-03", "outcome_rows", "is empty",
    ),
    "a row that is nowhere": set_cell(TABLE, "kj-02", "outcome_rows", "incidents/nowhere", "is no row of the data"),
    "confidence beside likelihood": Broken(
        cells(TABLE, "kj-02", text=f"{LIKELY}, with high confidence."), f"{TABLE}.csv", "kj-02", "text",
        "“likely” and “high confidence”",
    ),
    "a term of the other row": Broken(
        cells(TABLE, "kj-02", resolution_question="Do they say that it is probable?"), f"{TABLE}.csv", "kj-02",
        "resolution_question", "two rows of ICD 203",
    ),
    "another scale in a signpost": Broken(
        cells(TABLE, "kj-02", signposts="Talks;A risk of 7/10"), f"{TABLE}.csv", "kj-02", "signposts", "two scales",
    ),
}  # fmt: skip


def found(folder: Path) -> Iterator[Finding]:
    return judgments.findings(Tables(folder), open_folder(folder))


def test_the_table_and_the_standard_briefs_are_right() -> None:
    assert list(found(DATA)) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_told(folder: Path, broken: Broken) -> None:
    broken.edit(folder)
    assert broken.is_told_in(found(folder))
