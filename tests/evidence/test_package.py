"""Typed tables: what datapackage.json says is what a column holds, and what does not fit is named."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from khyber.evidence import Evidence, dates, open_folder, package
from khyber.settings import settings

FIELDS = [
    {"name": "row_id", "type": "string"},
    {"name": "killed", "type": "integer"},
    {"name": "value", "type": "number"},
    {"name": "doubtful", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "as_of", "type": "string", "rdfType": package.EDTF},
]
HEADER = "row_id,killed,value,doubtful,day,as_of\n"
RESOURCE: Mapping[str, Any] = {
    "name": "table",
    "path": "table.csv",
    "schema": {"fields": FIELDS, "primaryKey": "row_id"},
}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def load(folder: Path, text: str) -> pd.DataFrame:
    (folder / "table.csv").write_text(text, encoding="utf-8")
    return package.load(package.Folder(folder), RESOURCE)


def raw(table: str) -> list[dict[str, str]]:
    with (settings.data / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


class TestTypes:
    def test_each_value_has_the_type_of_its_column(self, tmp_path):
        table = load(tmp_path, HEADER + "a,3,1.5,true,2021-08-15,2024-02\n")
        (row,) = table.itertuples()
        assert (row.row_id, row.killed, row.value, row.doubtful) == ("a", 3, 1.5, True)
        assert row.day == pd.Timestamp(2021, 8, 15)
        assert row.as_of == "2024-02"
        assert (row.as_of_earliest, row.as_of_latest) == (pd.Timestamp(2024, 2, 1), pd.Timestamp(2024, 2, 29))

    def test_an_interval_has_the_first_and_last_day_of_both(self, tmp_path):
        table = load(tmp_path, HEADER + "a,,,,,2022-07-01/2023-06\n")
        assert table["as_of_earliest"][0] == pd.Timestamp(2022, 7, 1)
        assert table["as_of_latest"][0] == pd.Timestamp(2023, 6, 30)

    def test_an_empty_cell_is_empty_and_never_zero(self, tmp_path):
        table = load(tmp_path, HEADER + "a,,,,,\n")
        assert table.drop(columns="row_id").isna().to_numpy().all()

    def test_words_that_others_take_for_empty_are_words(self, tmp_path):
        table = load(tmp_path, HEADER + "NA,,,,,\nNone,,,,,\nnull,,,,,\n")
        assert list(table["row_id"]) == ["NA", "None", "null"]

    def test_days_before_and_after_the_reach_of_nanoseconds(self, tmp_path):
        table = load(tmp_path, HEADER + "a,,,,0001-01-01,9999\n")
        assert table["day"][0].year == 1
        assert table["as_of_latest"][0] == pd.Timestamp(9999, 12, 31)

    def test_a_table_without_rows_has_its_columns(self, tmp_path):
        table = load(tmp_path, HEADER)
        assert table.empty
        assert list(table.columns) == [*HEADER.strip().split(","), "as_of_earliest", "as_of_latest"]
        assert str(table["day"].dtype) == str(table["as_of_latest"].dtype) == "datetime64[s]"


class TestMisfits:
    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("a,three,,,,", "killed"),
            ("a,3.5,,,,", "killed"),
            ("a,,much,,,", "value"),
            ("a,,,maybe,,", "doubtful"),
            ("a,,,,15/08/2021,", "day"),
            ("a,,,,2021-02-30,", "day"),
            ("a,,,,,spring", "as_of"),
            ("a,,,,,2021/2020", "as_of"),
        ],
    )
    def test_a_value_that_does_not_fit_is_refused_by_file_and_column(self, tmp_path, line, column):
        with pytest.raises(ValueError, match=f"table.csv, {column}: "):
            load(tmp_path, f"{HEADER}b,1,1,true,2021-01-01,2021\n{line}\n")

    @pytest.mark.parametrize(
        ("header", "odd"),
        [
            ("row_id,killed,value,doubtful,day", "as_of"),
            ("row_id,killed,value,doubtful,day,as_of,note", "note"),
            ("row_id,killed,value,doubtful,day,as_off", "as_off"),
            ("killed,row_id,value,doubtful,day,as_of", "their order"),
        ],
    )
    def test_other_columns_are_named(self, tmp_path, header, odd):
        with pytest.raises(ValueError, match=f"table.csv: columns differ from datapackage.json: .*{odd}"):
            load(tmp_path, header + "\n")

    @pytest.mark.parametrize(
        "lines", ["a,1,1,true,2021-01-01,2021,more\n", "a,,,,,\nb,1,1,true,2021-01-01,2021,more\n"]
    )
    def test_a_row_with_more_cells_than_columns_is_refused(self, tmp_path, lines):
        with pytest.raises(ValueError, match="table.csv"):
            load(tmp_path, HEADER + lines)

    def test_a_row_id_that_stands_twice_is_named(self, tmp_path):
        with pytest.raises(ValueError, match="table.csv, row_id: a stands twice"):
            load(tmp_path, HEADER + "a,1,,,,\nb,2,,,,\na,3,,,,\n")


class TestRealTables:
    def test_every_row_is_read(self, evidence):
        assert evidence.counts == {name: len(raw(name)) for name in package.tables(evidence.package)}

    def test_numbers_are_empty_exactly_where_the_file_is(self, evidence):
        checked = 0
        for name, resource in package.tables(evidence.package).items():
            rows = raw(name)
            for field in resource["schema"]["fields"]:
                if field["type"] in ("integer", "number"):
                    read = evidence.read(name)[field["name"]]
                    assert [None if pd.isna(one) else float(one) for one in read] == [
                        float(row[field["name"]]) if row[field["name"]] else None for row in rows
                    ], (name, field["name"])
                    checked += 1
        assert checked > 10

    def test_partial_dates_carry_their_first_and_last_day(self, evidence):
        closures = evidence.read("closures").dropna(subset="closed_from")
        for row in closures.itertuples():
            first, last = dates.bounds(row.closed_from)
            assert (row.closed_from_earliest.date(), row.closed_from_latest.date()) == (first, last)

    def test_every_field_that_holds_a_day_is_a_day(self, evidence):
        for name, resource in package.tables(evidence.package).items():
            table = evidence.read(name)
            for field in resource["schema"]["fields"]:
                if field["type"] == "date":
                    assert str(table[field["name"]].dtype) == "datetime64[s]", (name, field["name"])

    def test_ids_are_unique(self, evidence):
        for name in evidence.counts:
            keys = ["vocabulary", "id"] if name == "labels" else [evidence.key(name)]
            assert not evidence.read(name).duplicated(keys).any(), name


class TestEvidence:
    def test_a_row_is_found_by_its_id(self, evidence):
        assert evidence.row("attack_counts", "ac-1145")["value"] == 294
        assert evidence.has_row("attack_counts", "ac-1145")

    def test_an_id_that_is_none_is_named(self, evidence):
        assert not evidence.has_row("attack_counts", "ac-none")
        with pytest.raises(KeyError, match="attack_counts has no row 'ac-none'"):
            evidence.row("attack_counts", "ac-none")

    def test_a_vocabulary_comes_in_its_order_under_its_ids(self, evidence):
        metrics = evidence.vocabulary("metrics")
        assert list(metrics["order"]) == sorted(int(row["order"]) for row in raw("metrics"))
        assert metrics.loc["attacks", "metric_id"] == "attacks"

    def test_labels_come_in_their_order(self, evidence):
        rows = [row for row in raw("labels") if row["vocabulary"] == "crossing_state"]
        expected = {row["id"]: row["label"] for row in sorted(rows, key=lambda row: int(row["order"]))}
        assert list(evidence.labels("crossing_state").items()) == list(expected.items())
        assert expected

    def test_two_readings_of_the_same_tables_are_equal(self, evidence):
        again = open_folder(settings.data)
        assert again == evidence
        assert hash(again) == hash(evidence)
        assert evidence != "working"

    def test_the_search_ended_on_the_newest_day_of_any_table(self, evidence):
        ends = {resource["searched_until"] for resource in package.tables(evidence.package).values()}
        assert evidence.searched_until.isoformat() == max(ends)


def test_licences_are_those_of_the_description_the_whole_first(evidence):
    whole, *others = package.licences(evidence.package)
    assert whole.title == evidence.package["licenses"][0]["title"] and whole.of == ()
    named = [one["title"] for one in evidence.package["resources"] if "licenses" in one]
    assert sorted(title for one in others for title in one.of) == sorted(named)
    assert len({one.title for one in others}) == len(others) > 1
