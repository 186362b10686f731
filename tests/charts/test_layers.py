"""The layers of the map, its coloured areas and what is selected on it, against the tables."""

import pytest

from khyber.analysis import by_place
from khyber.charts import areas, catalogue, layers, theme
from khyber.evidence import Evidence, open_folder, open_release
from khyber.filters import Filters
from khyber.settings import settings
from tests.charts.test_border_figures import build, traces


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def layout_files(shown: catalogue.Figure) -> list[str]:
    assert shown.spec
    layers = shown.spec["layout"]["map"]["layers"]
    return [layer["source"].rsplit("/", 1)[1] for layer in layers if layer.get("visible", True)]


def test_nothing_is_coloured_or_laid_over_the_map_unless_it_is_chosen(evidence: Evidence) -> None:
    shown = build(evidence, "border-map")
    drawn = traces(shown)
    assert not any(drawn[uid]["locations"] for uid in ("fill", "fill-blank")) and not drawn["density"]["lon"]
    chosen = build(evidence, "border-map", fill="killed", units="districts", layers=("fata", "bands"))
    laid = {"districts.geojson", "fata.geojson", *(f"band_{km}.geojson" for km in by_place.BANDS_KM)}
    assert not laid & set(layout_files(shown)) and laid <= set(layout_files(chosen))


@pytest.mark.parametrize("measure", ["incidents", "killed"])
@pytest.mark.parametrize("units", ["provinces", "districts"])
def test_areas_are_coloured_by_class_and_labelled_with_their_value(
    evidence: Evidence, measure: str, units: str
) -> None:
    shown = build(evidence, "border-map", fill=measure, units=units)
    told = build(evidence, "border-areas", fill=measure, units=units)
    drawn = traces(shown)
    assert len(drawn["fill"]["locations"]) == len(told.table) > 5
    for value, step in zip(told.table["value"], drawn["fill"]["z"], strict=True):
        least = areas.STEPS[measure]
        assert value >= least[step] and (step + 1 == len(least) or value < least[step + 1])
    labels = "".join(drawn["area-names"]["text"])
    assert all(f"{area}<br>" in labels for area in told.table["area"])
    assert "not violence" in shown.title and "not violence" in told.title


def test_the_incidents_of_a_province_are_those_on_record_there(evidence: Evidence) -> None:
    table = build(evidence, "border-areas", fill="incidents").table.set_index("area")
    rows = evidence.read("incidents")
    assert table.loc["Balochistan", "value"] == (rows["admin1"] == "Balochistan").sum()


def test_districts_without_an_outline_are_listed(evidence: Evidence) -> None:
    notes = " ".join(build(evidence, "border-areas", fill="incidents", units="districts").notes)
    assert "approximate, about 2010-11" in notes
    assert "Lower Dir / Upper Dir (3)" in notes and "Dir (1)" in notes and "Afghan districts" in notes


def test_published_attacks_stand_by_province_with_the_former_fata_apart_where_it_was_counted(
    evidence: Evidence,
) -> None:
    shown = build(evidence, "border-map", fill="attacks", series="pips", end="2015")
    fill, blank = traces(shown)["fill"], traces(shown)["fill-blank"]
    assert fill["geojson"].endswith("provinces_to_2018.geojson") and "PK-TA" in fill["locations"]
    assert blank["locations"] and not set(blank["locations"]) & set(fill["locations"])
    assert all("not reported" in words for words in blank["text"]) and blank["meta"]["hatch"]
    table = build(evidence, "border-areas", fill="attacks", series="pips", end="2015").table
    for row in table.itertuples():
        behind = [evidence.row("attack_counts", one.row_id) for one in row.rows]
        assert row.value in [one["value"] for one in behind]
        assert {(one["publisher"], one["metric"], one["period_start"].year) for one in behind} == {
            ("pips", "attacks", 2015)
        }


def test_a_publisher_without_provinces_colours_nothing_and_says_so(evidence: Evidence) -> None:
    shown = build(evidence, "border-areas", fill="attacks", series="gti")
    assert shown.is_empty and "no area is coloured" in " ".join(shown.notes)


def test_bands_carry_their_distance_and_the_one_chosen_is_drawn_wide(evidence: Evidence) -> None:
    shown = build(evidence, "border-map", layers=("bands",), within=25)
    assert shown.spec
    drawn = {
        layer["source"].rsplit("_", 1)[1]: layer["line"]
        for layer in shown.spec["layout"]["map"]["layers"]
        if "band_" in layer["source"]
    }
    assert set(drawn) == {f"{km}.geojson" for km in (10, 25, 50, 100)}
    widest = max(drawn, key=lambda name: drawn[name]["width"])
    assert widest == "25.geojson" and "dash" not in drawn[widest]
    assert [one["text"] for one in shown.spec["layout"]["meta"]["labels"]] == ["10 km", "25 km", "50 km", "100 km"]


def test_the_bands_hold_every_incident_with_a_distance_once(evidence: Evidence) -> None:
    table = build(evidence, "border-bands").table
    placed = evidence.read("incidents").shape[0] - len(build(evidence, "border-listed").table)
    assert table["incidents"].sum() == placed
    assert len({row for rows in table["rows"] for row in rows}) == placed


def test_every_mark_of_an_incident_has_its_day_and_may_be_spread(evidence: Evidence) -> None:
    for uid, trace in traces(build(evidence, "border-map")).items():
        if not uid.startswith(("ring", "disc", "silent")):
            continue
        assert trace["meta"]["spread"] and len(trace["meta"]["days"]) == len(trace["customdata"])
        for one, day in zip(trace["customdata"], trace["meta"]["days"], strict=True):
            date = evidence.row("incidents", one)["date"]
            assert (date - layers.DAY_ZERO).days == day


def test_a_selection_is_a_sentence_and_its_rows(evidence: Evidence) -> None:
    shown = build(evidence, "border-selection", shape="34.3,70.9,34.3,71.2,34.0,71.2,34.0,70.9", within=25)
    assert f"{len(shown.table)} notable incidents in the shape on the map" in shown.title
    assert "within 25 km of the line" in shown.title and "killed where a toll is reported" in shown.title
    assert shown.table["distance_km"].max() <= 25
    sector = build(evidence, "border-selection", shape="kurram")
    assert "Kurram" in sector.title and len(sector.table)
    province = build(evidence, "border-selection", shape="balochistan")
    assert set(province.table["admin1"]) == {"Balochistan"} and (~province.table["drawn"]).any()
    assert build(evidence, "border-selection").is_empty


def test_what_has_no_mark_is_listed_in_words(evidence: Evidence) -> None:
    shown = build(evidence, "border-listed")
    assert len(shown.facts) == len(shown.table) == (~build(evidence, "border-map").table["drawn"]).sum()


@pytest.mark.parametrize("release", ["2026.11.1", "2026.11.2"])
def test_an_older_release_is_coloured_too(release: str) -> None:
    old = open_release(release)
    shown = catalogue.build("border-areas", old, Filters(fill="incidents", units="districts"))
    assert len(shown.table) > 5 and "no table of district names" in " ".join(shown.notes)


def test_each_measure_has_as_many_classes_as_there_are_colours() -> None:
    assert {len(steps) for steps in areas.STEPS.values()} == {len(theme.FILL)}
