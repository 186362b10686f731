"""Names of districts that are in neither the outline nor the table of names, and what is wrong in that table."""

from pathlib import Path

import pytest

from khyber.check import districts
from khyber.check.tables import Tables
from tests.check.copies import DATA, Broken, cells, copy, gone, with_line

TABLE = "district_aliases"
BROKEN = {
    "an incident in an unknown district": Broken(
        cells("incidents", "2019-09-13-dir", admin2="Nowhere"),
        "incidents.csv",
        "2019-09-13-dir",
        "admin2",
        "is neither in",
    ),
    "a crossing in an unknown district": Broken(
        cells("crossings", "torkham", pk_district="Nowhere"), "crossings.csv", "torkham", "pk_district", "is neither in"
    ),
    "a name of the outline": Broken(
        with_line(TABLE, "Quetta", "Quetta", "spelling", ""), f"{TABLE}.csv", "Quetta", "spelling", "itself"
    ),
    "a name that no row uses": Broken(
        with_line(TABLE, "Atlantis", "Quetta", "spelling", ""), f"{TABLE}.csv", "Atlantis", "spelling", "in no row"
    ),
    "a district that is not in the outline": Broken(
        cells(TABLE, "Harnai", district="Hurnai"), f"{TABLE}.csv", "Harnai", "district", "is not in boundaries"
    ),
    "a name without a district": Broken(
        cells(TABLE, "Harnai", district=""), f"{TABLE}.csv", "Harnai", "district", "of kind 'spelling'"
    ),
}


def test_the_tables_are_right() -> None:
    assert list(districts.findings(Tables(DATA))) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_each_is_found_with_file_row_and_reason(tmp_path: Path, broken: Broken) -> None:
    folder = copy(tmp_path / "data")
    broken.edit(folder)
    (found,) = [one for one in districts.findings(Tables(folder)) if broken.reason in one.reason]
    assert (found.file, found.row, found.field) == (broken.file, broken.row, broken.field)


def test_an_outline_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    folder = copy(tmp_path / "data")
    gone(districts.OUTLINE)(folder)
    (found,) = districts.findings(Tables(folder))
    assert found.file == districts.OUTLINE
