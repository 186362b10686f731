"""The sectors of the border begin where the approximate districts meet on the line."""

import geopandas as gpd
import numpy as np

from khyber.analysis import border
from khyber.evidence import open_folder
from khyber.settings import settings

# The district of Pakistan with which each sector begins.
FIRST = {
    "gilgit-wakhan": "hunza-nagar",
    "chitral": "chitral",
    "bajaur-kunar": "upper-dir",
    "mohmand": "mohmand",
    "khyber-nangarhar": "khyber",
    "kurram": "kurram",
    "north-waziristan-khost": "north-waziristan",
    "south-waziristan-paktika": "south-waziristan",
    "zhob-zabul": "sheerani",
    "chaman-kandahar": "pishin",
    "chagai-helmand-nimroz": "chaghai",
}


def test_each_begins_at_its_first_district() -> None:
    evidence = open_folder(settings.data)
    line = border.line(evidence)
    kilometres = np.arange(0.0, line.length_km)
    districts = gpd.read_file(settings.data / "boundaries" / "districts.geojson").to_crs(border.LOCAL)
    points = gpd.GeoDataFrame({"km": kilometres}, geometry=line.points(kilometres), crs=border.LOCAL)
    beside = gpd.sjoin_nearest(points, districts).drop_duplicates("km")
    begins = beside.groupby("id")["km"].min()
    sectors = evidence.vocabulary("sectors")
    assert list(sectors.index) == list(FIRST)
    assert sectors["starts_km"].is_monotonic_increasing and sectors["starts_km"].iloc[0] == 0
    for sector, district in FIRST.items():
        assert abs(begins[district] - sectors["starts_km"][sector]) <= 1, sector
