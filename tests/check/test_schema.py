"""What keeps a table from being read, and what breaks its schema: file, row, field and reason."""

from pathlib import Path

import pytest

from khyber.check import Finding, schema
from khyber.check.tables import Tables
from tests.check.copies import (
    DATA,
    Broken,
    Edit,
    cells,
    copy,
    described,
    field_of,
    gone,
    raw,
    read,
    set_cell,
    with_column,
    with_line,
    without_column,
    write,
)

JSON = "datapackage.json"
AT = "attack_counts"


def longer(table: str) -> Edit:
    """One cell too many in the first row."""

    def edit(folder: Path) -> None:
        header, first, *rest = read(folder, table)
        write(folder, table, [header, [*first, "x"], *rest])

    return edit


FILES = {
    "no description": Broken(gone(JSON), JSON, "", "", "no such file"),
    "description is not JSON": Broken(raw(JSON, b'{"a":\n 1,}'), JSON, "line 2", "", "not JSON"),
    "description without resources": Broken(raw(JSON, b"{}"), JSON, "", "resources", "not a list"),
    "resource without a path": Broken(described(lambda r: r["closures"].pop("path")), JSON, "", "resources", "no path"),
    "table without fields": Broken(
        described(lambda r: r["closures"].pop("schema")), JSON, "closures", "schema", "list of fields"
    ),
    "table without a key": Broken(
        described(lambda r: r["closures"]["schema"].pop("primaryKey")),
        JSON,
        "closures",
        "primaryKey",
        "permanent id",
    ),
    "type that is none": Broken(
        field_of("closures", "note", type="text"), JSON, "closures", "note", "'text' is none of"
    ),
    "references to nothing": Broken(
        field_of("closures", "source_ids", references="sources"),
        JSON,
        "closures",
        "source_ids",
        "no resource",
    ),
    "two tables of one name": Broken(
        described(lambda r: r["closures"].update(name="crossings")),
        JSON,
        "crossings",
        "name",
        "more than one",
    ),
    "file is missing": Broken(gone("closures.csv"), "closures.csv", "", "", "no such file"),
    "file is not UTF-8": Broken(
        raw("closures.csv", b"row_id\n\xff\n"), "closures.csv", "", "", "cannot be read as a UTF-8"
    ),
    "open quotation mark": Broken(raw("closures.csv", b'row_id\n"x\n'), "closures.csv", "", "", "unexpected end"),
    "empty file": Broken(raw("closures.csv", b""), "closures.csv", "line 1", "row_id", "missing"),
    "missing column": Broken(without_column(AT, "note"), f"{AT}.csv", "line 1", "note", "missing"),
    "unknown column": Broken(with_column(AT, "colour"), f"{AT}.csv", "line 1", "colour", "unknown"),
    "column twice": Broken(with_column(AT, "note"), f"{AT}.csv", "line 1", "note", "more than once"),
    "columns in another order": Broken(
        lambda folder: write(folder, "closures", [line[::-1] for line in read(folder, "closures")]),
        "closures.csv",
        "line 1",
        "",
        "another order",
    ),
}

DESCRIPTIONS = {
    "key that leads nowhere": Broken(
        described(lambda r: r[AT]["schema"]["foreignKeys"][0]["reference"].update(resource="printers")),
        f"{AT}.csv",
        "",
        "",
        "does not exist",
    ),
    "key of no field": Broken(
        described(lambda r: r[AT]["schema"].update(primaryKey="number")),
        JSON,
        "",
        "",
        "primary key",
    ),
    "constraint of another type": Broken(
        field_of(AT, "value", constraints={"minimum": "none"}), JSON, "", "", "constraint"
    ),
}

# Each breaks a row of its own, so that all stand in one package and one reading of it tells all.
CELLS = {
    "number that is none": set_cell(AT, "ac-0001", "value", "many", "'many' is not a number"),
    "whole number that is none": set_cell("groups", "ttp", "founded_year", "2007.5", "a whole number"),
    "day that is none": set_cell(AT, "ac-0002", "period_end", "2018-13-01", "is not a day"),
    "truth that is none": set_cell(AT, "ac-0003", "doubtful", "perhaps", "is not true or false"),
    "empty cell": set_cell(AT, "ac-0004", "source_ids", "", "is required"),
    "negative count": set_cell(AT, "ac-0005", "value", "-1", "'-1' is less than 0"),
    "dash of no kind": set_cell("publishers", "picss", "dash", "wavy", "is none of"),
    "id of another form": Broken(
        cells(AT, "ac-0008", row_id="attack-1"), f"{AT}.csv", "attack-1", "row_id", "does not match"
    ),
    "unknown metric": set_cell(AT, "ac-0006", "metric", "atacks", "'atacks' is not in metrics"),
    "unknown province": set_cell("incidents", "2019-09-13-dir", "admin1", "Atlantis", "is not in areas"),
    "target without a kind": set_cell("incidents", "2019-09-13-dir", "target", "a bakery", "is not in targets"),
    "part of nothing": set_cell("incidents", "2019-05-01-alwara", "part_of", "2001-01-01-x", "is not in incidents"),
    "id twice": Broken(cells(AT, "ac-0009", row_id="ac-0010"), f"{AT}.csv", "ac-0010", "row_id", "earlier row"),
    "no id": Broken(cells(AT, "ac-0011", row_id=""), f"{AT}.csv", "line 12", "row_id", "required"),
    "line that is too long": Broken(
        longer("labels"),
        "labels.csv",
        "/".join(read(DATA, "labels")[1][:2]),
        "",
        "more cells",
    ),
    "line that is too short": Broken(
        with_line("labels", "truce", "nobody"), "labels.csv", "truce/nobody", "", "fewer cells"
    ),
    "empty line": Broken(with_line("closures"), "closures.csv", f"line {len(read(DATA, 'closures')) + 1}", "", "empty"),
}


@pytest.mark.parametrize("broken", FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_read_is_told(folder, broken):
    broken.edit(folder)
    assert broken.is_told_in(Tables(folder).problems)


@pytest.mark.parametrize("broken", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_a_description_that_cannot_be_followed_is_told(folder, broken):
    broken.edit(folder)
    assert broken.is_told_in(schema.findings(Tables(folder)))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    folder = copy(tmp_path_factory.mktemp("cells") / "data")
    for broken in CELLS.values():
        broken.edit(folder)
    return list(schema.findings(Tables(folder)))


@pytest.mark.parametrize("broken", CELLS.values(), ids=CELLS)
def test_a_broken_cell_is_told(findings, broken):
    assert broken.is_told_in(findings)


def test_nothing_else_is_told(findings):
    assert len(findings) == len(CELLS)
