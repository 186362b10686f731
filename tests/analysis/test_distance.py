"""Incidents by their distance to the line against a count made by hand."""

import pandas as pd
import pytest

from khyber.analysis import distance, incidents
from khyber.evidence import open_release


@pytest.fixture(scope="module")
def chosen() -> pd.DataFrame:
    return incidents.select(open_release(), incidents.Choice(category="attack", country="PK"))


def test_each_incident_with_a_distance_stands_in_one_step_of_its_group(chosen: pd.DataFrame) -> None:
    steps = distance.by_distance(distance.placed(chosen), "Balochistan")
    km = chosen.set_index("incident_id")["distance_km"]
    where = chosen.set_index("incident_id")["admin1"]
    listed = [one for ids in steps["incident_ids"] for one in ids]
    assert sorted(listed) == sorted(distance.placed(chosen)["incident_id"]) and len(listed) == len(set(listed))
    for row in steps.itertuples():
        assert row.incidents == len(row.incident_ids) > 0
        assert row.to_km - row.from_km == distance.BIN_KM
        for one in row.incident_ids:
            assert row.from_km <= km[one] < row.to_km
            assert (where[one] == "Balochistan") == (row.group == "apart")


def test_what_has_no_point_of_its_own_is_left_out(chosen: pd.DataFrame) -> None:
    left_out = chosen[chosen["distance_km"].isna()]
    assert not left_out.empty
    assert not set(left_out["incident_id"]) & set(distance.placed(chosen)["incident_id"])


def test_a_part_is_left_out_only_beside_its_whole() -> None:
    rows = pd.DataFrame(
        {"incident_id": ["a", "b", "c"], "part_of": [None, "a", "z"], "distance_km": [1.0, 2.0, 3.0], "admin1": "X"}
    )
    assert list(distance.placed(rows)["incident_id"]) == ["a", "c"]


def test_an_empty_selection_gives_no_steps() -> None:
    none = incidents.select(open_release(), incidents.Choice(category="attack", country="PK", actor="iskp", within=1))
    assert none.empty and distance.by_distance(distance.placed(none), "Balochistan").empty
