"""Notable incidents by province, by district, by distance to the line and within a shape. Never a census (rule 11)."""

from __future__ import annotations

import io
import math

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import Point, Polygon

from khyber.analysis import incidents
from khyber.evidence import Evidence, cached, text
from khyber.parsing import DISTRICT_ALIASES

BANDS_KM = (10, 25, 50, 100)
NO_DISTRICT, NOT_IN_OUTLINE, AFGHAN, NOWHERE = "no-district", "not-in-outline", "afghan", "nowhere"


def by_unit(rows: pd.DataFrame, unit: pd.Series) -> pd.DataFrame:
    """The incidents of each unit and their toll: one row a unit, in the order of its number of incidents.

    `rows` are incidents as `incidents.select` gives them, `unit` the unit of each, None where it has none. Columns:
    unit, incidents, killed_low, killed_high (Int64, empty where no row reports a toll), incident_ids (tuple).
    """
    found = []
    for one, some in rows.groupby(unit.to_numpy(object), sort=True):
        killed = incidents.toll(some).killed
        found.append(
            {
                "unit": one,
                "incidents": len(some),
                "killed_low": killed.low if killed else None,
                "killed_high": killed.high if killed else None,
                "incident_ids": tuple(some["incident_id"]),
            }
        )
    columns = ["unit", "incidents", "killed_low", "killed_high", "incident_ids"]
    table = pd.DataFrame(found, columns=columns).astype({"killed_low": "Int64", "killed_high": "Int64"})
    return table.sort_values(["incidents", "unit"], ascending=[False, True]).reset_index(drop=True)


@cached(1)
def districts(evidence: Evidence) -> gpd.GeoDataFrame:
    """The districts of Pakistan in the outline (approximate, about 2010-11), indexed by their name there."""
    return gpd.read_file(io.BytesIO(evidence.file("districts"))).set_index("name")


@cached(1)
def _meant(evidence: Evidence) -> dict[str, str]:
    """By spelling in the tables: the district of the outline, "" where none is meant for certain."""
    own = {str(name): str(name) for name in districts(evidence).index}
    if DISTRICT_ALIASES not in evidence.counts:
        return own
    aliases = evidence.read(DISTRICT_ALIASES)
    return own | {row.spelling: text(row.district) for row in aliases.itertuples()}


def has_aliases(evidence: Evidence) -> bool:
    """True where the release has the table of district names."""
    return DISTRICT_ALIASES in evidence.counts


def district(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """The district of the outline that each incident names, by name and never by position.

    Columns, with the index of `rows`: district (None where there is none) and why (why there is none: no district on
    record, not in the outline, in Afghanistan, or nowhere, as it has no country).
    """
    meant = _meant(evidence)
    found: list[tuple[str | None, str | None]] = []
    for row in rows.itertuples():
        named = text(row.admin2)
        one = meant.get(named, "") if row.country == "PK" else ""
        if one:
            found.append((one, None))
        elif not text(row.country):
            found.append((None, NOWHERE))
        elif row.country != "PK":
            found.append((None, AFGHAN))
        else:
            found.append((None, NOT_IN_OUTLINE if named else NO_DISTRICT))
    return pd.DataFrame(found, columns=["district", "why"], index=rows.index, dtype=object)


def band(distance_km: pd.Series) -> pd.Series:
    """The place of each distance among the bands: 0 for the nearest, len(BANDS_KM) beyond all; <NA> without one."""
    edges = [-math.inf, *BANDS_KM, math.inf]
    return pd.cut(distance_km.astype(float), edges, labels=False).astype("Int64")


def polygon(shape: str) -> Polygon | None:
    """The polygon of a shape in a link, in Mercator's projection, as it is drawn; None for the id of an area."""
    numbers = shape.split(",")
    if len(numbers) < 6:
        return None
    values = [float(one) for one in numbers]
    corners = zip(values[::2], values[1::2], strict=True)
    drawn = Polygon([(longitude, _mercator(latitude)) for latitude, longitude in corners])
    whole: Polygon = drawn if drawn.is_valid else shapely.make_valid(drawn)
    return whole


def within(rows: pd.DataFrame, shape: Polygon) -> pd.Series:
    """Which incidents with a point of their own (`drawn`) lie within a polygon of `polygon`, edges included."""
    inside = [
        bool(drawn) and shape.covers(Point(longitude, _mercator(latitude)))
        for drawn, longitude, latitude in zip(rows["drawn"], rows["longitude"], rows["latitude"], strict=True)
    ]
    return pd.Series(inside, index=rows.index, dtype=bool)


def _mercator(latitude: float) -> float:
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))
