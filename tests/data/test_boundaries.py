"""The boundary files: labels, shared edges, the border line, and that the script makes them again."""

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, Point

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "boundaries"
STATIC = ROOT / "static" / "boundaries"
SCRIPTS = ROOT / "scripts" / "boundaries"
REFERENCE = ROOT.parent / "shared" / "geo"

# The two kinds of `lines`, each in a file for the browser.
BY_KIND = ["edges", "control"]
MADE = ["provinces", "provinces_with_fata", "border", "border_simplified", "lines", "neighbours"]
# Made of these files by layers.py, for the browser alone.
LAYERS = {"band_10", "band_25", "band_50", "band_100", "fata", "provinces_to_2018"}
POLYGONS = ["provinces", "provinces_with_fata", "neighbours"]
METRES_PER_DEGREE = 111_320  # along a meridian; along a parallel it is less
KM2_PER_DEGREE2 = METRES_PER_DEGREE**2 / 1e6
KASHMIR = ["PK-GB", "PK-JK"]


def read(name: str, folder: Path = DATA) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / f"{name}.geojson")


@pytest.fixture(scope="module")
def provinces() -> gpd.GeoDataFrame:
    return read("provinces").set_index("code")


def outline(frame: gpd.GeoDataFrame):
    return shapely.union_all(frame.geometry.to_numpy()).boundary


def vertices(geometries) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(geometries).tolist()))


def metres_apart(one, other) -> float:
    """Hausdorff distance in metres, rounded up: a degree counts as a degree of latitude."""
    return shapely.hausdorff_distance(one, other) * METRES_PER_DEGREE


def topology(frame: gpd.GeoDataFrame) -> tuple[list, list[str]]:
    """Type, parts and rings of each geometry, and how each two are related (DE-9IM)."""
    geometries = list(frame.geometry)
    shapes = [(g.geom_type, shapely.get_num_geometries(g), len(rings(g))) for g in geometries]
    return shapes, [a.relate(b) for a, b in combinations(geometries, 2)]


def rings(geometry) -> list:
    return [ring for part in shapely.get_parts(geometry) for ring in shapely.get_rings(part)]


def test_there_are_34_afghan_and_7_pakistani_units_with_codes_of_their_own(provinces):
    assert provinces.country.value_counts().to_dict() == {"AF": 34, "PK": 7}
    assert provinces.index.is_unique
    assert provinces.name.is_unique
    assert all(code.startswith(country) for code, country in provinces.country.items())


@pytest.mark.parametrize("name", ["provinces", "provinces_with_fata"])
def test_only_country_code_and_name_are_shipped(name):
    assert sorted(read(name).columns) == ["code", "country", "geometry", "name"]


@pytest.mark.parametrize("name", ["provinces", "provinces_with_fata"])
def test_units_share_their_edges_vertex_for_vertex(name):
    units = read(name)
    assert units.is_valid.all()
    assert shapely.coverage_is_valid(units.geometry.to_numpy(), gap_width=0.005)
    overlaps = [a.intersection(b).area for a, b in combinations(units.geometry, 2) if a.intersects(b)]
    assert len(overlaps) > 80
    assert max(overlaps) == 0
    for _, country in units.groupby("country"):
        holes = sum(len(part.interiors) for part in shapely.get_parts(country.union_all()))
        assert holes == 0


@pytest.mark.parametrize(
    ("town", "longitude", "latitude", "code"),
    [
        ("Bazarak", 69.51, 35.31, "AF-PAN"),
        ("Charikar", 69.17, 35.01, "AF-PAR"),
        ("Nili", 66.13, 33.72, "AF-DAY"),
        ("Tarin Kot", 65.87, 32.63, "AF-URU"),
        ("Jalalabad", 70.45, 34.43, "AF-NAN"),
        ("Miran Shah", 70.07, 33.00, "PK-KP"),
        ("Quetta", 67.01, 30.19, "PK-BA"),
        ("Skardu", 75.63, 35.30, "PK-GB"),
    ],
)
def test_a_town_lies_in_its_province(provinces, town, longitude, latitude, code):
    assert provinces.index[provinces.contains(Point(longitude, latitude))].tolist() == [code], town


def test_the_relabelled_provinces_carry_their_names(provinces):
    assert provinces.name[["AF-PAN", "AF-DAY"]].tolist() == ["Panjshir", "Daykundi"]
    assert provinces.name[["AF-PAR", "AF-URU"]].tolist() == ["Parwan", "Urozgan"]


def test_fata_and_khyber_pakhtunkhwa_make_the_merged_province(provinces):
    before = read("provinces_with_fata").set_index("code")
    assert set(before.index) == {*provinces.index, "PK-TA"}
    together = before.geometry["PK-TA"].union(before.geometry["PK-KP"])
    merged = provinces.geometry["PK-KP"]
    assert together.symmetric_difference(merged).area < 1e-4 * merged.area
    assert metres_apart(together, merged) < 500
    other = [code for code in provinces.index if not before.geometry[code].equals(provinces.geometry[code])]
    assert set(other) <= {"PK-KP", "AF-KNR"}, "only the end of FATA's edge on the border may differ"


@pytest.mark.parametrize("name", ["border", "border_simplified"])
def test_the_border_is_one_line_from_the_wakhan_to_the_iranian_end(name):
    (line,) = read(name).geometry
    assert isinstance(line, LineString)
    assert line.is_simple
    (east, north), (west, south) = line.coords[0], line.coords[-1]
    assert (round(east, 1), round(north, 1)) == (74.5, 37.0)
    assert (round(west, 1), round(south, 1)) == (60.8, 29.9)


def test_the_simplified_border_is_the_edge_that_both_countries_share(provinces):
    (line,) = read("border_simplified").geometry
    for country in ("AF", "PK"):
        units = provinces[provinces.country == country]
        assert vertices(line) <= vertices(units.geometry.to_numpy())
        assert line.difference(outline(units)).is_empty
    afghan, pakistani = (outline(provinces[provinces.country == country]) for country in ("AF", "PK"))
    assert afghan.intersection(pakistani).difference(line).is_empty


def test_the_simplified_border_keeps_to_the_full_one():
    (full,), (simplified,) = read("border").geometry, read("border_simplified").geometry
    assert metres_apart(full, simplified) < 2_000
    off = [full.distance(Point(vertex)) for vertex in simplified.coords]
    assert max(off) * METRES_PER_DEGREE < 80, "its vertices are vertices of the full line, rounded"


def test_the_gazetteer_was_measured_to_this_border():
    towns = pd.read_csv(DATA / "gazetteer.csv")
    (line,) = read("border").geometry
    # Degrees of longitude are shortened by hand before the nearest point is sought.
    squeezed = shapely.transform(line, lambda xy: xy * [0.83, 1])
    nearest = [
        shapely.get_coordinates(shapely.shortest_line(Point(x * 0.83, y), squeezed))[1] / [0.83, 1]
        for x, y in zip(towns.lon, towns.lat, strict=True)
    ]
    lon, lat = zip(*nearest, strict=True)
    metres = Geod(ellps="WGS84").inv(towns.lon.tolist(), towns.lat.tolist(), list(lon), list(lat))[2]
    assert (pd.Series(metres) / 1000 - towns.km_to_border_ne10).abs().max() < 1
    assert set(towns.cc) == {"AF", "PK"}


def test_dashed_lines_lie_on_the_provinces_and_close_kashmir_with_the_border(provinces):
    lines = read("lines")
    assert sorted(lines.columns) == ["geometry", "kind", "name"]
    assert {"line-of-control", "disputed-edge"} <= set(lines.kind)
    assert set(lines.geom_type) == {"LineString"}
    edge = outline(provinces.loc[KASHMIR])
    drawn = shapely.union_all([*lines.geometry, *read("border_simplified").geometry])
    assert edge.difference(drawn).is_empty
    assert shapely.union_all(lines.geometry.to_numpy()).difference(edge).is_empty
    overlaps = [a.intersection(b).length for a, b in combinations(lines.geometry, 2)]
    assert max(overlaps) == 0


def test_the_line_of_control_runs_beside_india():
    lines = read("lines").set_index("kind").geometry
    india = read("neighbours").set_index("name").geometry["India"]
    assert lines["line-of-control"].difference(india.buffer(0.002)).is_empty


def test_neighbours_fit_around_the_provinces(provinces):
    base = read("neighbours")
    named = {"Iran", "India", "China", "Tajikistan", "Uzbekistan", "Turkmenistan"}
    assert named <= set(base.name)
    assert {"Afghanistan", "Pakistan"}.isdisjoint(base.name)
    assert base.is_valid.all()
    assert shapely.coverage_is_valid(base.geometry.to_numpy())
    assert base.total_bounds.tolist() == [55, 20, 85, 42]
    middle = provinces.union_all()
    assert shapely.intersection(base.union_all(), middle).area * KM2_PER_DEGREE2 < 1
    holes = [
        shapely.Polygon(hole).area * KM2_PER_DEGREE2
        for part in shapely.get_parts(base.union_all().union(middle))
        for hole in part.interiors
    ]
    assert max(holes, default=0) < 1


def test_districts_say_that_they_are_approximate():
    assert json.loads((DATA / "districts.geojson").read_text())["label"] == "approximate, about 2010-11"
    districts = read("districts")
    assert len(districts) == 144
    assert districts.id.is_unique
    assert districts.is_valid.all()
    assert set(districts.geom_type) == {"MultiPolygon"}, "MapLibre draws no geometry collection"
    assert districts.ex_fata.value_counts().to_dict() == {"": 131, "agency": 7, "frontier-region": 6}


@pytest.mark.parametrize("name", POLYGONS)
def test_outer_rings_run_anticlockwise_and_holes_clockwise(name):
    for part in shapely.get_parts(read(name).geometry.to_numpy()):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)


def test_the_browser_gets_the_same_files_and_they_are_small():
    names = {path.name for path in DATA.glob("*.geojson")}
    assert names == {f"{name}.geojson" for name in [*MADE, "districts"]}
    assert {path.name for path in STATIC.iterdir()} == names | {f"{name}.geojson" for name in LAYERS | {*BY_KIND}}
    for name in names:
        content = (STATIC / name).read_bytes()
        assert content == (DATA / name).read_bytes()
        assert len(content) < (60_000 if name == "neighbours.geojson" else 150_000)


def test_the_dashed_lines_by_kind_are_together_all_of_them():
    lines, edges, control = read("lines"), read("edges", STATIC), read("control", STATIC)
    assert set(edges["kind"]) == {"disputed-edge"}
    assert set(control["kind"]) == {"line-of-control", "actual-ground-position-line"}
    together = {row.name: row.geometry.wkt for frame in (edges, control) for row in frame.itertuples(index=False)}
    assert together == {row.name: row.geometry.wkt for row in lines.itertuples(index=False)}


def test_the_lock_pins_the_packages_and_names_no_registry():
    text = (SCRIPTS / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    wanted = json.loads((SCRIPTS / "package.json").read_text())["dependencies"]
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}
    assert all("integrity" in package for folder, package in packages.items() if folder)
    assert "resolved" not in text
    assert "://" not in text


def same_geometry(ours: gpd.GeoDataFrame, theirs: gpd.GeoDataFrame) -> None:
    """Assert that two layers, row by row, are equal within one metre and have one topology."""
    apart = [metres_apart(a, b) for a, b in zip(ours.geometry, theirs.geometry, strict=True)]
    assert max(apart) <= 1
    assert topology(ours) == topology(theirs)


@pytest.mark.parametrize(
    ("ours", "reference"),
    [
        ("provinces", "provinces_2018merger_t0.01"),
        ("provinces_with_fata", "provinces_with_fata_t0.01"),
        ("border", "af_pk_border_ne10m"),
    ],
)
def test_files_equal_the_reference(ours, reference):
    if not REFERENCE.exists():
        pytest.skip("../shared is absent")
    here, there = read(ours), read(reference, REFERENCE)
    if "code" in here:
        here, there = (frame.sort_values("code", ignore_index=True) for frame in (here, there))
        assert here.code.tolist() == there.code.tolist()
    there["geometry"] = [
        parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
        for parts in map(shapely.get_parts, there.geometry)
    ]
    same_geometry(here, there)


def test_districts_equal_the_reference_but_for_a_stray_line():
    if not REFERENCE.exists():
        pytest.skip("../shared is absent")
    ours, reference = read("districts"), read("pk_districts_derived_t0.01", REFERENCE)
    changed = ~ours.geom_equals(reference.geometry)
    assert ours[changed].id.tolist() == ["mohmand"]
    assert ours.drop(columns="geometry").equals(reference.drop(columns="geometry"))
    (mended,), (stray,) = ours.geometry[changed], reference.geometry[changed]
    assert mended.area == pytest.approx(stray.area)


@pytest.mark.slow
def test_the_script_makes_the_committed_files_again(tmp_path):
    subprocess.run([sys.executable, SCRIPTS / "build.py", "--root", tmp_path], check=True)
    for name in MADE:
        committed, again = read(name), read(name, tmp_path / "data" / "boundaries")
        assert committed.drop(columns="geometry").equals(again.drop(columns="geometry")), name
        same_geometry(committed, again)
    for name in BY_KIND:
        made = tmp_path / "static" / "boundaries" / f"{name}.geojson"
        assert made.read_bytes() == (STATIC / made.name).read_bytes()
    for path in STATIC.iterdir():
        if path.stem in LAYERS | {*BY_KIND}:
            continue
        again = tmp_path / "static" / "boundaries" / path.name
        assert again.read_bytes() == (tmp_path / "data" / "boundaries" / path.name).read_bytes()
