"""Distance to the line and position along it: on lines measured by hand, and on the real one."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Geod
from shapely.geometry import LineString, Point

from khyber.analysis import border
from khyber.evidence import Evidence, open_folder
from khyber.settings import settings

# WGS84, from its published constants: a meridian arc and the length of a degree along a parallel.
EQUATORIAL_RADIUS_KM = 6378.137
SQUARED_ECCENTRICITY = 0.00669437999014


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def places(*coordinates: tuple[float, float] | None) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(one) if one else None for one in coordinates], crs="EPSG:4326")


def meridian_km(south: float, north: float) -> float:
    """The length of a meridian between two latitudes, by summing its radius of curvature."""
    steps = 20_000
    edges = np.radians(np.linspace(south, north, steps + 1))
    middle = (edges[1:] + edges[:-1]) / 2
    radius = EQUATORIAL_RADIUS_KM * (1 - SQUARED_ECCENTRICITY) / (1 - SQUARED_ECCENTRICITY * np.sin(middle) ** 2) ** 1.5
    return float(np.sum(radius * np.diff(edges)))


def parallel_km(latitude: float, degrees: float) -> float:
    """The length of an arc of a parallel."""
    phi = np.radians(latitude)
    normal = EQUATORIAL_RADIUS_KM / np.sqrt(1 - SQUARED_ECCENTRICITY * np.sin(phi) ** 2)
    return float(normal * np.cos(phi) * np.radians(degrees))


class TestAlongAMeridian:
    """A line that runs south on 68 E from 36 N to 30 N."""

    line = border.BorderLine(LineString([(68, 36), (68, 30)]))

    def test_its_length_is_that_of_the_meridian(self):
        assert self.line.length_km == pytest.approx(meridian_km(30, 36), abs=0.01)

    @pytest.mark.parametrize("latitude", [36.0, 35.123, 33.0, 31.5, 30.0])
    def test_a_point_on_it_has_no_distance_and_its_own_position(self, latitude):
        found = self.line.locate(places((68, latitude))).iloc[0]
        assert found["distance_km"] == pytest.approx(0, abs=0.001)
        assert found["position_km"] == pytest.approx(meridian_km(latitude, 36), abs=0.05)

    @pytest.mark.parametrize("degrees", [0.05, 0.5, 1.0])
    @pytest.mark.parametrize("latitude", [31.0, 33.0, 35.0])
    def test_a_point_beside_it_is_as_far_as_the_parallel_is_long(self, latitude, degrees):
        """The shortest way bends towards the pole: by less than 10 m over one degree here."""
        for side in (68 - degrees, 68 + degrees):
            found = self.line.locate(places((side, latitude))).iloc[0]
            assert found["distance_km"] == pytest.approx(parallel_km(latitude, degrees), abs=0.02)
            assert found["position_km"] == pytest.approx(meridian_km(latitude, 36), abs=1.0)

    def test_beyond_an_end_the_end_is_nearest(self):
        found = self.line.locate(places((68, 37), (68, 29)))
        assert list(found["distance_km"]) == pytest.approx([meridian_km(36, 37), meridian_km(29, 30)], abs=0.01)
        assert list(found["position_km"]) == pytest.approx([0, self.line.length_km], abs=0.001)


class TestAroundACorner:
    """South on 68 E from 34 N to 33 N, then west on about 33 N to 67 E."""

    line = border.BorderLine(LineString([(68, 34), (68, 33), (67, 33)]))

    def test_position_goes_on_around_the_corner(self):
        down = meridian_km(33, 34)
        found = self.line.locate(places((68, 33), (67, 33)))
        assert list(found["position_km"]) == pytest.approx([down, down + parallel_km(33, 1)], abs=0.02)

    def test_outside_the_corner_the_corner_is_nearest(self):
        point = (68.2, 32.8)
        metres = Geod(ellps="WGS84").inv(*point, 68, 33)[2]
        found = self.line.locate(places(point)).iloc[0]
        assert found["distance_km"] == pytest.approx(metres / 1000, abs=0.01)
        assert found["position_km"] == pytest.approx(meridian_km(33, 34), abs=0.05)


class TestEmptyPlaces:
    line = border.BorderLine(LineString([(68, 36), (68, 30)]))

    @pytest.mark.parametrize("given", [places(None), places(None, None), gpd.GeoSeries([Point()], crs="EPSG:4326")])
    def test_have_neither(self, given):
        found = self.line.locate(given)
        assert len(found) == len(given)
        assert found.isna().to_numpy().all()

    def test_beside_others_they_keep_their_row(self):
        given = places((68.1, 33), None, (68.2, 34))
        given.index = ["a", "b", "c"]
        found = self.line.locate(given)
        assert list(found.index) == ["a", "b", "c"]
        assert list(found["distance_km"].isna()) == [False, True, False]

    def test_none_at_all(self):
        assert self.line.locate(gpd.GeoSeries([], crs="EPSG:4326")).empty


@pytest.fixture(scope="module")
def crossings(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.read("crossings").set_index("crossing_id")
    points = gpd.GeoSeries(gpd.points_from_xy(rows["longitude"], rows["latitude"]), rows.index, crs="EPSG:4326")
    return border.line(open_folder(settings.data)).locate(points)


class TestTheRealLine:
    def test_runs_from_the_wakhan_to_the_iranian_end(self):
        (first_longitude, _), *_, (last_longitude, _) = border.line(open_folder(settings.data)).line.coords
        assert first_longitude > 74 and last_longitude < 61

    def test_its_vertices_are_at_most_a_kilometre_apart(self):
        longitudes, latitudes = np.asarray(border.line(open_folder(settings.data)).line.coords).T
        steps = Geod(ellps="WGS84").line_lengths(longitudes, latitudes)
        assert steps.max() <= 1000
        assert steps.sum() / 1000 == pytest.approx(border.line(open_folder(settings.data)).length_km)

    def test_the_crossings_lie_at_the_line(self, crossings):
        assert crossings.loc["torkham", "distance_km"] < 5
        assert crossings.loc["chaman", "distance_km"] < 6
        assert crossings["distance_km"].max() < 10

    def test_the_crossings_come_in_order_from_the_wakhan(self, crossings):
        order = [
            "dorah",
            "arandu",
            "nawa-pass",
            "torkham",
            "kharlachi",
            "ghulam-khan",
            "angoor-ada",
            "badini",
            "chaman",
        ]
        positions = list(crossings.loc[order, "position_km"])
        assert positions == sorted(positions)
        assert positions[0] > 0 and positions[-1] < border.line(open_folder(settings.data)).length_km

    def test_kabul_lies_well_inside(self):
        found = border.line(open_folder(settings.data)).locate(places((69.17, 34.53))).iloc[0]
        assert 70 < found["distance_km"] < 100

    def test_every_distance_is_the_least_on_the_ellipsoid(self, evidence):
        """Against every vertex of the line in turn; between two, at most a kilometre apart, it may be nearer."""
        longitudes, latitudes = np.asarray(border.line(open_folder(settings.data)).line.coords).T
        located = border.located(evidence)
        incidents = evidence.read("incidents").set_index("incident_id")
        geod = Geod(ellps="WGS84")
        for incident_id, row in located.dropna().iterrows():
            longitude, latitude = incidents.loc[incident_id, ["longitude", "latitude"]]
            _, _, metres = geod.inv(
                np.full_like(longitudes, longitude), np.full_like(latitudes, latitude), longitudes, latitudes
            )
            nearest = metres.min() / 1000
            assert nearest - 0.51 <= row["distance_km"] <= nearest + 0.05, incident_id


class TestLocated:
    def test_every_incident_has_a_row(self, evidence):
        assert list(border.located(evidence).index) == list(evidence.read("incidents")["incident_id"])

    def test_a_province_talks_abroad_or_no_coordinates_have_neither(self, evidence):
        incidents = evidence.read("incidents").set_index("incident_id")
        without = incidents["latitude"].isna()
        province = incidents["coordinate_precision"] == "province"
        abroad = incidents["country"].isna()
        assert (~without & province).any() and (~without & ~province & abroad).any()
        nowhere = without | province | abroad
        located = border.located(evidence)
        assert located[nowhere].isna().to_numpy().all()
        assert located[~nowhere].notna().to_numpy().all()


class TestSectors:
    three = pd.DataFrame({"starts_km": [0, 100, 250]}, index=["north", "middle", "south"])

    @pytest.mark.parametrize(
        ("km", "sector"),
        [(0, "north"), (99.9, "north"), (100, "middle"), (249.9, "middle"), (250, "south"), (900, "south")],
    )
    def test_each_begins_at_its_own_kilometre(self, km, sector):
        assert list(border.sector_at(self.three, pd.Series([km]))) == [sector]

    def test_no_position_lies_in_none(self):
        found = border.sector_at(self.three, pd.Series([np.nan, 120.0], index=["a", "b"]))
        assert found["a"] is None and found["b"] == "middle"

    def test_they_cover_the_line_from_end_to_end(self, evidence):
        sectors = border.sectors(evidence)
        assert sectors["starts_km"].iloc[0] == 0
        assert list(sectors["ends_km"].iloc[:-1]) == list(sectors["starts_km"].iloc[1:])
        assert sectors["ends_km"].iloc[-1] == border.line(evidence).length_km > sectors["starts_km"].iloc[-1]

    def test_an_incident_lies_in_the_sector_of_its_position(self, evidence):
        located = border.located(evidence)
        placed = located[located["position_km"].notna()]
        bounds = border.sectors(evidence).loc[placed["sector"]]
        assert (bounds["starts_km"].to_numpy() <= placed["position_km"].to_numpy()).all()
        assert (placed["position_km"].to_numpy() <= bounds["ends_km"].to_numpy()).all()

    @pytest.mark.parametrize(
        ("crossing", "sector"),
        [("torkham", "khyber-nangarhar"), ("chaman", "chaman-kandahar"), ("kharlachi", "kurram")],
    )
    def test_known_crossings_lie_in_the_sector_named_after_them(self, evidence, crossing, sector):
        at = border.crossings(evidence).loc[[crossing], "position_km"]
        assert list(border.sector_at(border.sectors(evidence), at)) == [sector]
