"""Crossings, towns and sectors on the real line, against a search over its vertices with geodesics alone.

The search shares nothing with the code that is tested: no projection, no densified line. It walks along every segment
of the boundary file on the ellipsoid and narrows down on the nearest point.
"""

import json
from functools import cache
from itertools import pairwise

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod
from shapely.geometry import Point

from khyber.analysis import border
from khyber.evidence import Evidence, open_folder
from khyber.settings import settings

WGS84 = Geod(ellps="WGS84")
CROSSINGS = ["torkham", "chaman", "ghulam-khan", "angoor-ada", "kharlachi"]
# Longitude, latitude and sector of towns; the sector by the districts on the map.
TOWNS = {
    "Landi Kotal": (71.1433, 34.0989, "khyber-nangarhar"),
    "Parachinar": (70.1001, 33.8992, "kurram"),
    "Miran Shah": (70.0707, 33.0006, "north-waziristan-khost"),
    "Khost": (69.9204, 33.3395, "north-waziristan-khost"),
    "Wana": (69.5775, 32.2986, "south-waziristan-paktika"),
    "Asadabad": (71.1465, 34.8731, "bajaur-kunar"),
    "Spin Boldak": (66.3997, 31.0066, "chaman-kandahar"),
    "Nushki": (66.0227, 29.5522, "chaman-kandahar"),
    "Dalbandin": (64.4057, 28.8947, "chagai-helmand-nimroz"),
}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@cache
def segments() -> list[tuple[float, float, float, float, float, float, float]]:
    """Each segment of the file: its start, its azimuth and length, and the metres before it, from the Wakhan on."""
    shape = json.loads((settings.data / "boundaries" / "border.geojson").read_text())["features"][0]["geometry"]
    assert shape["type"] == "LineString"
    found, before = [], 0.0
    for (x0, y0), (x1, y1) in pairwise(shape["coordinates"]):
        azimuth, _, metres = WGS84.inv(x0, y0, x1, y1)
        found.append((x0, y0, x1, y1, azimuth, metres, before))
        before += metres
    return found


def nearest(longitude: float, latitude: float) -> tuple[float, float]:
    """Distance to the line and position along it in km, by halving on every segment that can hold the nearest point."""
    ends = [(WGS84.inv(longitude, latitude, one[0], one[1])[2], one) for one in segments()]
    least = min(metres for metres, _ in ends)
    best = (float("inf"), 0.0)
    for metres, (x0, y0, _, _, azimuth, length, before) in ends:
        if metres - length > least:
            continue

        def off(along: float) -> float:
            x, y, _ = WGS84.fwd(x0, y0, azimuth, along)  # noqa: B023
            return float(WGS84.inv(longitude, latitude, x, y)[2])

        low, high = 0.0, length
        while high - low > 1.0:
            third = (high - low) / 3
            if off(low + third) < off(high - third):
                high -= third
            else:
                low += third
        best = min(best, (off(low), before + low))
    return best[0] / 1000, best[1] / 1000


def located(evidence: Evidence, longitude: float, latitude: float) -> pd.Series:
    return border.line(evidence).locate(gpd.GeoSeries([Point(longitude, latitude)], crs="EPSG:4326")).iloc[0]


@pytest.mark.parametrize("crossing", CROSSINGS)
def test_a_crossing_lies_where_the_search_finds_it(evidence: Evidence, crossing: str) -> None:
    row, found = evidence.row("crossings", crossing), border.crossings(evidence).loc[crossing]
    distance, position = nearest(row["longitude"], row["latitude"])
    assert found["distance_km"] == pytest.approx(distance, abs=0.1)
    assert found["position_km"] == pytest.approx(position, abs=0.5)


@pytest.mark.parametrize("town", TOWNS)
def test_a_town_lies_where_the_search_finds_it(evidence: Evidence, town: str) -> None:
    longitude, latitude, sector = TOWNS[town]
    distance, position = nearest(longitude, latitude)
    found = located(evidence, longitude, latitude)
    assert found["distance_km"] == pytest.approx(distance, abs=0.1)
    assert found["position_km"] == pytest.approx(position, abs=1.0)
    places = border.sector_at(border.sectors(evidence), pd.Series([position, found["position_km"]]))
    assert set(places) == {sector}


@pytest.mark.parametrize(
    ("crossing", "sector"),
    [
        ("torkham", "khyber-nangarhar"),
        ("chaman", "chaman-kandahar"),
        ("ghulam-khan", "north-waziristan-khost"),
        ("angoor-ada", "south-waziristan-paktika"),
        ("kharlachi", "kurram"),
    ],
)
def test_a_crossing_lies_in_the_sector_of_its_district(evidence: Evidence, crossing: str, sector: str) -> None:
    row = evidence.row("crossings", crossing)
    _, position = nearest(row["longitude"], row["latitude"])
    assert border.sector_at(border.sectors(evidence), pd.Series([position])).iloc[0] == sector


def test_the_length_is_the_sum_of_the_segments(evidence: Evidence) -> None:
    *_, length, before = segments()[-1]
    assert border.line(evidence).length_km == pytest.approx((before + length) / 1000, abs=0.1)


def test_where_a_sector_begins_the_line_lies_at_that_distance_from_its_end(evidence: Evidence) -> None:
    """A point walked along the vertices to the first kilometre of a sector is found in it, and one before is not."""
    sectors = border.sectors(evidence)
    for before, sector in pairwise(sectors.index):
        for off, wanted in ((-2, before), (2, sector)):
            metres = (float(sectors["starts_km"][sector]) + off) * 1000
            x0, y0, _, _, azimuth, _, start = next(one for one in reversed(segments()) if one[6] <= metres)
            x, y, _ = WGS84.fwd(x0, y0, azimuth, metres - start)
            found = located(evidence, x, y)
            assert found["position_km"] == pytest.approx(metres / 1000, abs=0.5)
            assert border.sector_at(sectors, pd.Series([found["position_km"]])).iloc[0] == wanted
