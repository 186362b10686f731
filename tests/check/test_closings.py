"""Closings as read: a basis that is nowhere or elsewhere, and days in the wrong order, are told."""

from pathlib import Path

import pytest

from khyber.check import closings
from khyber.check.tables import Tables
from tests.check.copies import DATA, Broken, cells, set_cell, without_row

TABLE = "closure_details"
BROKEN = {
    "basis that is no row": set_cell(TABLE, "cd-0003", "until_basis", "incidents/nowhere", "no row of the data"),
    "basis in no table": set_cell(TABLE, "cd-0003", "until_basis", "nothing/cl-0001", "no row of the data"),
    "page of another closing": set_cell(
        TABLE, "cd-0002", "until_basis", "sources/tribune-2016-08-20-chaman", "no page of the closing"
    ),
    "the closing itself": set_cell(TABLE, "cd-0003", "open_basis", "closures/cl-0003", "the closing itself"),
    "basis of another day": set_cell(TABLE, "cd-0003", "open_basis", "closures/cl-0005", "lies on 2017-05-05"),
    "end without a basis": set_cell(TABLE, "cd-0003", "open_basis", "", "open_by is '2017-02-17'"),
    "basis without an end": Broken(
        cells(TABLE, "cd-0003", open_by=""), f"{TABLE}.csv", "cd-0003", "open_basis", "open_by is ''"
    ),
    "shut until before it was shut": set_cell(TABLE, "cd-0007", "shut_until", "2017-05-04", "before shut_from"),
    "open before the last day shut": set_cell(TABLE, "cd-0007", "open_by", "2017-05-26", "not lie after shut_until"),
    "another first day": set_cell(TABLE, "cd-0007", "shut_from", "2017-05-06", "is not closed_from 2017-05-05"),
    "another day of reopening": Broken(
        cells("closures", "cl-0005", reopened_on="2017-05-28"), f"{TABLE}.csv", "cd-0007", "open_by", "2017-05-28"
    ),
    "part that begins before the one before it ends": set_cell(
        TABLE, "cd-0005", "shut_from", "2017-03-06", "before the part cd-0004 ends"
    ),
    "closing that is not read": Broken(
        without_row(TABLE, "cd-0007"), "closures.csv", "cl-0005", "row_id", "is not read"
    ),
}


def test_the_table_is_right() -> None:
    assert list(closings.findings(Tables(DATA))) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_wrong_reading_is_told(folder: Path, broken: Broken) -> None:
    broken.edit(folder)
    assert broken.is_told_in(closings.findings(Tables(folder)))
