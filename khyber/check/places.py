"""Where a row says that something is: inside the region, near the province named, near the border."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
from shapely.geometry import Point

from khyber.analysis import border
from khyber.check.references import OUTLINES
from khyber.check.report import Finding
from khyber.check.tables import Row, Table, Tables

WEST, SOUTH, EAST, NORTH = 55.0, 20.0, 85.0, 42.0
PROVINCE_KM = 30.0
BORDER_KM = 15.0
BORDER = "boundaries/border.geojson"
_UNREADABLE = (RuntimeError, OSError, ValueError, LookupError, AttributeError, TypeError)
_EQUIDISTANT = "+proj=aeqd +lat_0=33 +lon_0=68 +datum=WGS84 +units=km"


def findings(tables: Tables) -> Iterator[Finding]:
    """Every point outside the region or far from where its row says that it lies.

    An incident without a country (talks abroad) may lie anywhere. Nothing is exact: 30 km from the province
    and 15 km from the border are allowed.
    """
    for name in ("incidents", "crossings"):
        yield from _points(tables[name])
    try:
        shapes = gpd.read_file(tables.folder / OUTLINES[0]).set_index("code").geometry.to_crs(_EQUIDISTANT)
    except _UNREADABLE:
        yield Finding(OUTLINES[0], "", "", "the outlines of provinces cannot be read")
    else:
        yield from _near_province(tables, shapes, tables["incidents"], "admin1", "country")
        yield from _near_province(tables, shapes, tables["crossings"], "af_province")
    try:
        line = border.BorderLine(gpd.read_file(tables.folder / BORDER).geometry.iloc[0])
    except _UNREADABLE:
        yield Finding(BORDER, "", "", "the border line cannot be read")
    else:
        yield from _near_border(tables["crossings"], line)


def _points(table: Table) -> Iterator[Finding]:
    for row in table:
        latitude, longitude = row.number("latitude"), row.number("longitude")
        if (latitude is None) != (longitude is None):
            yield row.finding("latitude", "latitude and longitude are not both given")
        elif latitude is None or longitude is None or row.cells.get("country") == "":
            continue
        else:
            if not SOUTH <= latitude <= NORTH:
                yield row.finding("latitude", f"{latitude:g} lies outside the region, {SOUTH:g} to {NORTH:g}")
            if not WEST <= longitude <= EAST:
                yield row.finding("longitude", f"{longitude:g} lies outside the region, {WEST:g} to {EAST:g}")


def _near_province(
    tables: Tables, shapes: gpd.GeoSeries, table: Table, named: str, country: str = ""
) -> Iterator[Finding]:
    """Rows far from the outline of the province that they name, or with another country than it has."""
    areas = {row["name"]: row for row in tables["areas"]}
    placed: list[tuple[Row, str]] = []
    for row in table:
        area = areas.get(row[named])
        if area and not area["outline_code"]:
            yield row.finding(named, f"{row[named]} has no outline; name the province that it lies in")
        if area and country and row[country] and row[country] != area["country"]:
            yield row.finding(country, f"{row[country]} is not the country of {row[named]}")
        elif area and area["outline_code"] in shapes.index and (row[country] or not country) and _point(row):
            placed.append((row, area["outline_code"]))
    points = gpd.GeoSeries([_point(row) for row, _ in placed], crs="EPSG:4326").to_crs(_EQUIDISTANT)
    outlines = gpd.GeoSeries([shapes[code] for _, code in placed], crs=_EQUIDISTANT)
    for (row, _), km in zip(placed, points.distance(outlines), strict=True):
        if km > PROVINCE_KM:
            yield row.finding("latitude", f"{_written(row)} lies {km:.0f} km from {row[named]}")


def _near_border(crossings: Table, line: border.BorderLine) -> Iterator[Finding]:
    rows = [row for row in crossings if _point(row)]
    found = line.locate(gpd.GeoSeries([_point(row) for row in rows], crs="EPSG:4326"))
    for row, km in zip(rows, found["distance_km"], strict=True):
        if km > BORDER_KM:
            yield row.finding("latitude", f"{_written(row)} lies {km:.0f} km from the border")


def _written(row: Row) -> str:
    return f"{row['latitude']} N, {row['longitude']} E"


def _point(row: Row) -> Point | None:
    latitude, longitude = row.number("latitude"), row.number("longitude")
    return None if latitude is None or longitude is None else Point(longitude, latitude)
