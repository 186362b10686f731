"""Incidents by unit, by district, by band and within a shape, against rows that were looked up by hand."""

import pandas as pd
import pytest

from khyber.analysis import by_place
from khyber.charts.notable import selected
from khyber.evidence import Evidence, open_folder, open_release
from khyber.filters import Filters
from khyber.settings import settings

# Torkham lies at 34.12 N, 71.09 E.
AROUND_TORKHAM = "34.3,70.9,34.3,71.2,34.0,71.2,34.0,70.9"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture(scope="module")
def incidents(evidence: Evidence) -> pd.DataFrame:
    return selected(evidence, Filters())


def districts_of(evidence: Evidence, incidents: pd.DataFrame, spelling: str) -> set[object]:
    found = by_place.district(evidence, incidents)
    return set(found.loc[(incidents["admin2"] == spelling) & (incidents["country"] == "PK"), "district"])


@pytest.mark.parametrize(
    ("spelling", "district"),
    [
        ("Quetta", "Quetta"),
        ("Qila Saifullah", "Killa Saifullah"),
        ("Chaman (Qila Abdullah until 2021)", "Killa Abdullah"),
        ("Lower Chitral", "Chitral"),
        ("Upper Kohistan", "Kohistan"),
        ("Lower Dir / Upper Dir", None),
    ],
)
def test_a_district_is_that_of_the_outline_or_none(
    evidence: Evidence, incidents: pd.DataFrame, spelling: str, district: str | None
) -> None:
    assert districts_of(evidence, incidents, spelling) == {district}


def test_every_incident_has_a_district_or_a_reason(evidence: Evidence, incidents: pd.DataFrame) -> None:
    found = by_place.district(evidence, incidents)
    assert (found["district"].isna() == found["why"].notna()).all()
    assert set(found.loc[(incidents["country"] == "AF").to_numpy(), "why"]) == {by_place.AFGHAN}
    assert found.loc[incidents["country"].isna().to_numpy(), "why"].eq(by_place.NOWHERE).all()


def test_an_older_release_matches_by_the_names_of_the_outline_alone() -> None:
    old = open_release("2026.11.1")
    assert not by_place.has_aliases(old)
    rows = selected(old, Filters())
    assert districts_of(old, rows, "Quetta") == {"Quetta"} and districts_of(old, rows, "Harnai") == {None}


def test_units_hold_each_of_their_incidents_once_with_the_range_of_their_toll(incidents: pd.DataFrame) -> None:
    table = by_place.by_unit(incidents, incidents["admin1"])
    assert table["incidents"].sum() == incidents["admin1"].notna().sum()
    assert table["incidents"].is_monotonic_decreasing
    one = incidents[incidents["incident_id"] == "2025-10-17-mir-ali-camp"]
    assert by_place.by_unit(one, one["admin1"]).loc[0, ["incidents", "killed_low", "killed_high"]].tolist() == [1, 7, 8]
    assert by_place.by_unit(incidents.iloc[:0], incidents["admin1"].iloc[:0]).empty


def test_a_distance_lies_in_the_band_up_to_its_upper_edge() -> None:
    found = by_place.band(pd.Series([0, 10, 11, 25, 50, 51, 100, 101, None], dtype="Int64"))
    assert found.tolist() == [0, 0, 1, 1, 2, 3, 3, 4, pd.NA]


def test_a_shape_takes_in_the_incidents_with_a_point_in_it(incidents: pd.DataFrame) -> None:
    shape = by_place.polygon(AROUND_TORKHAM)
    assert shape
    inside = incidents[by_place.within(incidents, shape)]
    assert "2023-09-06-torkham" in set(inside["incident_id"])
    assert inside["latitude"].between(34.0, 34.3).all() and inside["longitude"].between(70.9, 71.2).all()
    outside = incidents[~by_place.within(incidents, shape) & incidents["drawn"]]
    assert not (outside["latitude"].between(34.0, 34.3) & outside["longitude"].between(70.9, 71.2)).any()


def test_a_shape_that_crosses_itself_is_both_of_its_loops(incidents: pd.DataFrame) -> None:
    loops = by_place.polygon("34.0,70.9,34.3,71.2,34.3,70.9,34.0,71.2")
    assert loops and loops.is_valid and loops.area > 0
    by_place.within(incidents, loops)


def test_an_area_is_no_polygon() -> None:
    assert by_place.polygon("kurram") is None and by_place.polygon("") is None
