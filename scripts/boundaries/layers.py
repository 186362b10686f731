"""Make what is drawn over the map from the boundary files: bands along the border line, and the former FATA.

Run from the root of the repository: ``python scripts/boundaries/layers.py``. It reads data/boundaries and writes to
static/boundaries:

- ``band_10.geojson`` and so on: the edge of everything within so many km of the border line.
- ``provinces_to_2018.geojson``: the provinces with the former FATA (``PK-TA``) apart. Its outer edges are those of
  ``provinces.geojson`` vertex for vertex, so that the one takes the place of the other on the map.
- ``fata.geojson``: the outline of the former FATA in it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import MultiPolygon, Polygon

sys.path.insert(0, str(Path(__file__).resolve().parent))
from build import DECIMALS, FATA, KHYBER_PAKHTUNKHWA, REPOSITORY, WGS84, rounded, write

# An oblique Mercator along the border line: distances near it, and across it, are within a few per mille.
LINE_PROJECTION = "+proj=omerc +lat_0=33 +lon_1=61.5 +lat_1=29.3 +lon_2=73.5 +lat_2=36.9 +k=1 +datum=WGS84 +units=m"
BANDS_KM = (10, 25, 50, 100)
SIMPLER_M = 150  # the edge of a band is simplified by this much, a hundredth of the narrowest
ROUND = 24  # segments of a quarter circle at the ends of the line
NATURAL_EARTH = {"source": "Natural Earth 10m admin-1, public domain"}


def bands(border: gpd.GeoDataFrame) -> dict[int, gpd.GeoDataFrame]:
    """By km: the edge of all that lies so near to the border line, one line or more: km, geometry."""
    line = border.to_crs(LINE_PROJECTION).geometry.iloc[0]
    found = {}
    for km in BANDS_KM:
        edge = shapely.simplify(line.buffer(km * 1000, quad_segs=ROUND).boundary, SIMPLER_M)
        around = gpd.GeoSeries([edge], crs=LINE_PROJECTION).to_crs(WGS84)
        found[km] = gpd.GeoDataFrame({"km": [km]}, geometry=list(rounded(around.to_numpy(), DECIMALS)), crs=WGS84)
    return found


def provinces_to_2018(provinces: gpd.GeoDataFrame, with_fata: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The provinces with Khyber Pakhtunkhwa divided in two along the inner edge of the former FATA."""
    merged = provinces.set_index("code").geometry[KHYBER_PAKHTUNKHWA]
    apart = with_fata.set_index("code")
    settled, fata = apart.geometry[KHYBER_PAKHTUNKHWA], apart.geometry[FATA]
    parts = shapely.get_parts(shapely.difference(merged, settled))
    own = shapely.union_all([part for part in parts if part.intersection(fata).area > part.area / 2])
    rest = shapely.difference(merged, own)
    labels = {KHYBER_PAKHTUNKHWA: rest, FATA: own}
    others = provinces[provinces.code != KHYBER_PAKHTUNKHWA]
    two = gpd.GeoDataFrame(
        {
            "country": ["PK", "PK"],
            "code": list(labels),
            "name": [apart["name"][code] for code in labels],
        },
        geometry=[_whole(one) for one in labels.values()],
        crs=WGS84,
    )
    joined = gpd.GeoDataFrame(pd.concat([others, two], ignore_index=True), crs=WGS84)
    return joined.sort_values("code", ignore_index=True)


def _whole(shape: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """The polygons of a shape, without the lines and points that a difference may leave."""
    parts = [one for one in shapely.get_parts(shape) if isinstance(one, Polygon)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def outline(units: gpd.GeoDataFrame, code: str) -> gpd.GeoDataFrame:
    """The outline of one unit as lines: name, geometry."""
    one = units[units.code == code]
    return gpd.GeoDataFrame({"name": list(one["name"])}, geometry=list(one.geometry.boundary), crs=WGS84)


def build(data: Path, target: Path) -> list[Path]:
    """Write every file that is made of the boundary files in ``data``; return the paths written."""
    border, provinces, with_fata = (
        gpd.read_file(data / f"{name}.geojson") for name in ("border", "provinces", "provinces_with_fata")
    )
    apart = provinces_to_2018(provinces, with_fata)
    frames = {f"band_{km}": frame for km, frame in bands(border).items()}
    frames |= {"provinces_to_2018": apart, "fata": outline(apart, FATA)}
    for name, frame in frames.items():
        write(target / f"{name}.geojson", frame, DECIMALS, NATURAL_EARTH)
    return [target / f"{name}.geojson" for name in frames]


def main() -> None:
    """Write the files into static/boundaries, or into another folder."""
    parser = argparse.ArgumentParser(description="Make what is drawn over the map of Khyber.")
    parser.add_argument("--target", type=Path, default=REPOSITORY / "static" / "boundaries")
    target = parser.parse_args().target
    for path in build(REPOSITORY / "data" / "boundaries", target):
        print(f"{path.stat().st_size:>8} {path.name}")


if __name__ == "__main__":
    main()
