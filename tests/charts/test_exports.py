"""The selection as files, read back by other programs and held to the tables."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from openpyxl import load_workbook

from khyber.charts import catalogue, exports
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, open_release
from khyber.evidence.cache import Keeper
from khyber.filters import Filters, open_link

CHOICES = {
    "everything": Filters(),
    "one row": Filters(district=("harnai",), toll=10),
    "nothing": Filters(search="no such words"),
    "on no map": Filters(placed="no", sort="place"),
}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def shown(evidence: Evidence, filters: Filters) -> Figure:
    return catalogue.build("incidents", evidence, filters)


every_choice = pytest.mark.parametrize("name", CHOICES)


def read_csv(evidence: Evidence, filters: Filters) -> list[dict[str, str]]:
    content = exports.as_csv(evidence, shown(evidence, filters), filters).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


@every_choice
def test_csv_has_the_rows_in_their_order_as_the_table_has_them(evidence: Evidence, name: str) -> None:
    filters = CHOICES[name]
    table, written = shown(evidence, filters).table, evidence.written("incidents")
    lines = read_csv(evidence, filters)
    assert [one["incident_id"] for one in lines] == list(table["incident_id"])
    for line in lines:
        own = written[line["incident_id"]]
        for column in ("date", "place", "killed_low", "killed_high", "injured_low", "casualty_note", "summary"):
            assert line[column] == own[column], column
        for source in evidence.sources_of("incidents", [line["incident_id"]]):
            assert source.url in line["source_urls"].split(" ") and source.footnote in line["sources"]
        assert line["release"] == evidence.release and line["boundary_note"]


@every_choice
@pytest.mark.parametrize("ending", ["geojson", "gpkg"])
def test_geopandas_reads_the_same_incidents_in_the_right_crs(
    evidence: Evidence, tmp_path: Path, name: str, ending: str
) -> None:
    filters = CHOICES[name]
    file = tmp_path / f"x.{ending}"
    file.write_bytes(exports.FORMATS[ending][2](evidence, shown(evidence, filters), filters))
    if name == "nothing" and ending == "geojson":
        assert json.loads(file.read_text(encoding="utf-8"))["features"] == []
        return
    read = gpd.read_file(file, layer="incidents")
    expected = (
        evidence.read("incidents").set_index("incident_id").loc[list(shown(evidence, filters).table["incident_id"])]
    )
    assert read.crs.to_epsg() == 4326
    assert list(read["incident_id"]) == list(expected.index)
    for point, row in zip(read.geometry, expected.itertuples(), strict=True):
        if pd.isna(row.latitude):
            assert point is None or point.is_empty
        else:
            assert (point.x, point.y) == (row.longitude, row.latitude)
    assert list(read["killed_low"].astype("Float64")) == list(expected["killed_low"].astype("Float64")) or len(read)


def test_points_of_a_whole_province_are_marked(evidence: Evidence) -> None:
    labels = evidence.labels("coordinate_precision")
    lines = read_csv(evidence, Filters())
    wide = [one for one in lines if one["coordinate_precision"] == "province" and one["latitude"]]
    assert wide and {one["point"] for one in wide} == {labels["province"]} and {one["on_map"] for one in wide} == {"no"}
    assert {one["point"] for one in lines if not one["latitude"]} == {"No coordinates"}


@every_choice
def test_excel_has_the_values_of_the_table(evidence: Evidence, name: str) -> None:
    filters = CHOICES[name]
    book = load_workbook(io.BytesIO(exports.as_excel(evidence, shown(evidence, filters), filters)))
    assert book.sheetnames == ["Incidents", "Sources", "About"]
    head, *lines = book["Incidents"].iter_rows(values_only=True)
    found = [dict(zip(head, line, strict=True)) for line in lines]
    expected = shown(evidence, filters).table
    assert [one["incident_id"] for one in found] == list(expected["incident_id"])
    for own, row in zip(found, expected.itertuples(), strict=True):
        assert own["date"].date() == row.date.date()
        for column in ("killed_low", "killed_high"):
            assert own[column] == (None if pd.isna(getattr(row, column)) else getattr(row, column))
    told = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert told["release"] == evidence.release and told["title"] == shown(evidence, filters).title
    urls = {line[3] for line in book["Sources"].iter_rows(min_row=2, values_only=True)}
    ids = list(expected["incident_id"])
    assert urls == {one.url for one in evidence.sources_of("incidents", ids)}


def test_geojson_and_geopackage_tell_release_choices_and_sources(evidence: Evidence, tmp_path: Path) -> None:
    filters = CHOICES["on no map"]
    whole = json.loads(exports.as_geojson(evidence, shown(evidence, filters), filters))
    assert whole["release"] == evidence.release and whole["filters"].count("placed=no") == 1
    assert "not a census" in whole["notes"] and whole["boundary_note"]
    file = tmp_path / "x.gpkg"
    file.write_bytes(exports.as_geopackage(evidence, shown(evidence, filters), filters))
    about = gpd.read_file(file, layer="about").set_index("what")["value"]
    assert about["selection"] == whole["selection"] == "All areas, without a point on the map"
    assert set(gpd.read_file(file, layer="sources")["url"])


class Spoilt(Evidence):
    """Evidence with a place that a spreadsheet would run as a formula."""

    def __init__(self, whole: Evidence, text: str) -> None:
        vars(self).update(vars(whole))
        Keeper.__init__(self, (whole.identity, text))
        rows = whole.read("incidents").copy()
        rows.loc[0, "place"] = text
        self._tables = {**whole._tables, "incidents": rows}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_text_is_no_formula(evidence: Evidence, text: str) -> None:
    spoilt, filters = Spoilt(evidence, text), Filters()
    own = spoilt.read("incidents")["incident_id"].iloc[0]
    (line,) = [one for one in read_csv(spoilt, filters) if one["incident_id"] == own]
    assert line["place"] == f"'{text}"
    book = load_workbook(io.BytesIO(exports.as_excel(spoilt, shown(spoilt, filters), filters)))
    head, *lines = book["Incidents"].iter_rows()
    at = [cell.value for cell in head].index("place")
    (cell,) = [line[at] for line in lines if line[0].value == own]
    assert cell.data_type == "s" and cell.value == text and cell.quotePrefix


def test_numbers_below_zero_stay_numbers() -> None:
    assert catalogue.csv(pd.DataFrame({"a": [-1.5], "b": ["a=b"], "c": ["=b"]})) == b"a,b,c\n-1.5,a=b,'=b\n"


def test_under_known_by_pages_of_a_later_day_stand_last() -> None:
    opened = open_link({"known": ["2023-01-31"]})
    shown = catalogue.build("border-map", opened.evidence, opened.filters)
    listed = catalogue.sources_of(opened.evidence, shown)
    later = [one.earliest is None or one.earliest > date(2023, 1, 31) for one in listed]
    assert True in later and later == sorted(later)
