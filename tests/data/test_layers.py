"""What is drawn over the map is made of the boundary files: bands, the former FATA, names of districts."""

import subprocess
import sys

import geopandas as gpd
import pytest
import shapely

from khyber.analysis import border, by_place
from khyber.evidence import open_folder
from khyber.parsing import DISTRICT_ALIASES
from khyber.settings import settings
from tests.data.test_boundaries import DATA, KM2_PER_DEGREE2, LAYERS, ROOT, STATIC

EVIDENCE = open_folder(settings.data)


def drawn(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(STATIC / f"{name}.geojson")


@pytest.mark.parametrize("km", by_place.BANDS_KM)
def test_every_point_of_a_band_lies_at_its_distance_from_the_line(km):
    (edge,) = drawn(f"band_{km}").geometry
    points = gpd.GeoSeries([edge.interpolate(share / 200, normalized=True) for share in range(200)], crs="EPSG:4326")
    far = border.line(EVIDENCE).locate(points)["distance_km"]
    assert far.min() > km - 0.5 and far.max() < km + 0.5


def test_the_former_fata_lies_in_the_province_that_it_was_joined_to_and_nowhere_else():
    merged = gpd.read_file(DATA / "provinces.geojson").set_index("code")
    apart = drawn("provinces_to_2018").set_index("code")
    assert set(apart.index) == {*merged.index, "PK-TA"}
    both = shapely.union_all([apart.geometry["PK-TA"], apart.geometry["PK-KP"]])
    assert both.symmetric_difference(merged.geometry["PK-KP"]).area * KM2_PER_DEGREE2 < 1
    assert apart.geometry["PK-TA"].intersection(apart.geometry["PK-KP"]).area * KM2_PER_DEGREE2 < 1
    for code in merged.index.drop("PK-KP"):
        assert apart.geometry[code].equals(merged.geometry[code]), code


def test_the_outline_of_the_former_fata_is_its_edge_on_that_layer():
    (line,) = drawn("fata").geometry
    assert line.equals(drawn("provinces_to_2018").set_index("code").geometry["PK-TA"].boundary)


def test_the_script_makes_the_committed_layers_again(tmp_path):
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "boundaries" / "layers.py", "--target", tmp_path], check=True, timeout=120
    )
    assert {path.stem for path in tmp_path.iterdir()} == LAYERS
    for path in tmp_path.iterdir():
        committed, again = drawn(path.stem), gpd.read_file(path)
        assert committed.drop(columns="geometry").equals(again.drop(columns="geometry"))
        assert committed.geometry.geom_equals_exact(again.geometry, 0.0015).all(), path.stem


def test_every_district_on_record_is_in_the_outline_or_in_the_table_of_names():
    incidents, crossings = EVIDENCE.read("incidents"), EVIDENCE.read("crossings")
    named = {*incidents.loc[incidents["country"] == "PK", "admin2"].dropna(), *crossings["pk_district"].dropna()}
    aliases = set(EVIDENCE.read(DISTRICT_ALIASES)["spelling"])
    assert named <= aliases | set(by_place.districts(EVIDENCE).index)
