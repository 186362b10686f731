"""The data dictionary: it is current, and tells every field of every table and nothing that changes by itself."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import khyber.settings
from khyber.cli import main
from khyber.evidence import dictionary, open_folder, package
from khyber.settings import settings

PACKAGE = json.loads((settings.data / "datapackage.json").read_text(encoding="utf-8"))
TABLES = package.tables(PACKAGE)


def section(name: str) -> str:
    """What the dictionary says of a table."""
    return dictionary.render(PACKAGE).split(f'<a id="{name}"></a>')[1].split("<a id=")[0]


def line(table: str, field: str) -> list[str]:
    """The cells of a field's line."""
    (found,) = [text for text in section(table).splitlines() if text.startswith(f"| `{field}` ")]
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", found)[1:-1]]


def test_the_committed_page_is_current():
    assert dictionary.is_current()


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_table_stands_in_its_order(table):
    listed = re.findall(r"^\| `(\w+)` \|", section(table), re.MULTILINE)
    assert listed == [field["name"] for field in TABLES[table]["schema"]["fields"]]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_title_description_and_the_day_of_the_search(table):
    told = section(table)
    assert f"## {TABLES[table]['title']}\n" in told
    assert TABLES[table]["description"] in told
    assert "Searched until 22 November 2026." in told


def test_a_start_by_category_is_told():
    assert "Starts 1 January 2019 (attack), 1 January 2016 (border)." in section("incidents")


def test_a_field_has_type_unit_and_what_it_refers_to():
    assert line("attack_counts", "metric")[1:4] == ["string", "", "yes"]
    assert line("attack_counts", "metric")[5] == "[metrics](#metrics)"
    assert line("attack_counts", "source_ids")[1] == "list"
    assert line("attack_counts", "source_ids")[5] == "[sources](#sources)"
    assert line("incidents", "latitude")[2:4] == ["degrees", ""]
    assert line("incidents", "part_of")[5] == "[incidents](#incidents)"
    assert line("closures", "closed_from")[1] == "partial date"
    assert line("closures", "scope")[5] == "[labels](#labels): closure_scope"


def test_the_fields_of_a_table_stand_in_words():
    told = {one.name: one for one in dictionary.fields(TABLES["closures"])}
    assert list(told) == [field["name"] for field in TABLES["closures"]["schema"]["fields"]]
    assert told["scope"].refers == ("labels: closure_scope",)
    assert told["closed_from"].type == "partial date" and told["row_id"].required


def test_every_link_in_the_page_leads_to_a_table():
    linked = set(re.findall(r"\]\(#(\w+)\)", dictionary.render(PACKAGE)))
    assert linked == set(TABLES)


def test_no_number_of_rows_is_told():
    counts = {count for count in open_folder(settings.data).counts.values() if count > 40}
    told = {int(number.replace(",", "")) for number in re.findall(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+\b", prose())}
    assert told.isdisjoint(counts)


def prose() -> str:
    """The head of the page: what stands above the first table."""
    return dictionary.render(PACKAGE).split("<a id=")[0]


def test_a_bar_in_a_description_breaks_no_table():
    table = {
        "name": "one",
        "path": "one.csv",
        "profile": "tabular-data-resource",
        "schema": {
            "primaryKey": ["a", "b"],
            "fields": [{"name": "a", "type": "string", "description": "x | y\nz"}, {"name": "b", "type": "date"}],
        },
    }
    page = dictionary.render({"resources": [table]})
    assert "| `a` | string |  | yes | x \\| y z |  |" in page
    assert "`one.csv`, key `a` and `b`.\n" in page


class TestTheCommand:
    @pytest.fixture
    def invoke(self, monkeypatch, tmp_path):
        """The command on a copy of the description that lies beside a page of its own."""
        (tmp_path / "data").mkdir()
        (tmp_path / "docs").mkdir()
        (tmp_path / "data" / "datapackage.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
        monkeypatch.setattr(khyber.settings, "ROOT", tmp_path)
        moved = replace(settings, data=tmp_path / "data")
        monkeypatch.setattr(khyber.settings, "settings", moved)
        monkeypatch.setattr(dictionary, "settings", moved)
        return lambda *options: CliRunner().invoke(main, ["dictionary", *options])

    def test_writes_the_page_and_then_it_is_current(self, invoke, tmp_path: Path):
        assert invoke("--check").exit_code == 1
        assert invoke().exit_code == 0
        assert (tmp_path / "docs" / "data.md").read_text(encoding="utf-8") == dictionary.render(PACKAGE)
        assert invoke("--check").exit_code == 0

    def test_tells_when_the_page_is_old(self, invoke, tmp_path: Path):
        invoke()
        changed = {**PACKAGE, "resources": PACKAGE["resources"][1:]}
        (tmp_path / "data" / "datapackage.json").write_text(json.dumps(changed), encoding="utf-8")
        result = invoke("--check")
        assert result.exit_code == 1
        assert "run: khyber dictionary" in result.output
