"""Where an incident lies: its distance to the border line, its position along it in km on the ellipsoid, its sector."""

from __future__ import annotations

import io

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod
from shapely.geometry import LineString, Point

from khyber.evidence import Evidence, cached

GEOD = Geod(ellps="WGS84")
# A flat projection around the border, in metres.
LOCAL = "+proj=aeqd +lat_0=33 +lon_0=68 +datum=WGS84 +units=m"
LINE_OFF_KM = 5
_STEP_KM = 1.0


class BorderLine:
    """The shared line, directed from the Wakhan to the Iranian end, measured on the WGS84 ellipsoid.

    The nearest point is found on a line with a vertex at least every kilometre in a local equidistant
    projection; distance and position are then geodesic. The line itself is up to `LINE_OFF_KM` off the true one.
    """

    def __init__(self, line: LineString) -> None:
        longitudes, latitudes = _densified(line)
        steps = np.asarray(GEOD.line_lengths(longitudes, latitudes)) / 1000.0
        self._km = np.concatenate([[0.0], np.cumsum(steps)])
        self.line = LineString(zip(longitudes, latitudes, strict=True))
        self._flat = gpd.GeoSeries([self.line], crs="EPSG:4326").to_crs(LOCAL).iloc[0]
        self._flat_m = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(np.asarray(self._flat.coords), axis=0).T))])

    @property
    def length_km(self) -> float:
        """The geodesic length of the line as drawn; it depends on its detail and is not a published length."""
        return float(self._km[-1])

    def points(self, kilometres: np.ndarray) -> list[Point]:
        """The points at these positions along the line (0 at the Wakhan), in the projection LOCAL."""
        return [self._flat.interpolate(m) for m in np.interp(kilometres, self._km, self._flat_m)]

    def locate(self, points: gpd.GeoSeries) -> pd.DataFrame:
        """Distance of each point to the line and the position of its nearest point along it.

        Takes points in EPSG:4326, empty ones allowed. Gives distance_km and position_km (0 at the Wakhan),
        NaN for empty points, with the index of `points`.
        """
        given = points[~(points.is_empty | points.isna())]
        flat = given.to_crs(LOCAL)
        along = np.array([self._flat.project(point) for point in flat])
        position = np.interp(along, self._flat_m, self._km)
        nearest = gpd.GeoSeries([self._flat.interpolate(m) for m in along], crs=LOCAL).to_crs("EPSG:4326")
        _, _, metres = GEOD.inv(given.x.to_numpy(), given.y.to_numpy(), nearest.x.to_numpy(), nearest.y.to_numpy())
        found = pd.DataFrame({"distance_km": np.asarray(metres) / 1000.0, "position_km": position}, index=given.index)
        return found.reindex(points.index)


@cached(1)
def line(evidence: Evidence) -> BorderLine:
    """The border line of a release's boundaries (Natural Earth, de facto), in its full detail."""
    shape = gpd.read_file(io.BytesIO(evidence.file("border"))).geometry.iloc[0]
    return BorderLine(shape)


@cached(1)
def located(evidence: Evidence) -> pd.DataFrame:
    """Every incident with distance_km, position_km and sector (an id of `sectors`), indexed by incident_id.

    All are empty where a row has no coordinates, lies in neither country (talks abroad) or stands for a
    province (curated rule 15): such a point says nothing about its distance. No point is exact: a district's
    may be 25 km off.
    """
    incidents = evidence.read("incidents")
    placed = (
        incidents["latitude"].notna() & incidents["country"].notna() & (incidents["coordinate_precision"] != "province")
    )
    points = gpd.GeoSeries(
        [
            Point(longitude, latitude) if is_placed else None
            for longitude, latitude, is_placed in zip(
                incidents["longitude"], incidents["latitude"], placed, strict=True
            )
        ],
        index=incidents["incident_id"],
        crs="EPSG:4326",
    )
    found = line(evidence).locate(points)
    return found.assign(sector=sector_at(sectors(evidence), found["position_km"]))


@cached(1)
def crossings(evidence: Evidence) -> pd.DataFrame:
    """Every crossing with distance_km and position_km, indexed by crossing_id."""
    rows = evidence.read("crossings").set_index("crossing_id")
    points = gpd.GeoSeries(gpd.points_from_xy(rows["longitude"], rows["latitude"]), rows.index, crs="EPSG:4326")
    return line(evidence).locate(points)


@cached(1)
def sectors(evidence: Evidence) -> pd.DataFrame:
    """The sectors of the line from the Wakhan on, with ends_km: where the next begins, or the line ends."""
    found = evidence.vocabulary("sectors").sort_values("starts_km")
    return found.assign(ends_km=[*found["starts_km"].iloc[1:].astype(float), line(evidence).length_km])


def sector_at(sectors: pd.DataFrame, position_km: pd.Series) -> pd.Series:
    """The id of the sector in which each position lies, one at a boundary in the sector that begins there.

    Takes `sectors` as given by the function of that name; None where a position is empty.
    """
    place = np.searchsorted(sectors["starts_km"].to_numpy(float), position_km.to_numpy(float), side="right") - 1
    ids = [sectors.index[at] if km >= 0 else None for at, km in zip(place, position_km, strict=True)]
    return pd.Series(ids, index=position_km.index, dtype=object)


def _densified(shape: LineString) -> tuple[list[float], list[float]]:
    """The vertices of a line, with geodesic points between them at most a kilometre apart."""
    coordinates = list(shape.coords)
    longitudes, latitudes = [coordinates[0][0]], [coordinates[0][1]]
    for (x0, y0, *_), (x1, y1, *_) in zip(coordinates, coordinates[1:], strict=False):
        _, _, metres = GEOD.inv(x0, y0, x1, y1)
        more = int(metres / 1000.0 / _STEP_KM)
        between = GEOD.npts(x0, y0, x1, y1, more) if more else []
        for x, y in [*between, (x1, y1)]:
            longitudes.append(x)
            latitudes.append(y)
    return longitudes, latitudes
