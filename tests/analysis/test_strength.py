"""Strength estimates: ranges as published, series never joined."""

import pandas as pd
import pytest

from khyber.analysis import strength
from khyber.evidence import Evidence, Range, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def by_id(found: pd.DataFrame, row_id: str) -> pd.Series:
    return found.set_index("row_id", drop=False).loc[row_id]


def test_at_least_up_to_and_one_figure(evidence: Evidence) -> None:
    found = strength.estimates(evidence, "ttp")
    assert strength.as_range(by_id(found, "gs-0094")) == Range(8000, None)
    assert strength.as_range(by_id(found, "gs-0073")) == Range(None, 20000)
    assert strength.as_range(by_id(found, "gs-0096")) == Range.exact(6000)
    assert strength.as_range(by_id(found, "gs-0079")) == Range(2500, 6000)


def test_the_newest_of_each_series_and_never_of_another_definition(evidence: Evidence) -> None:
    found = strength.newest(strength.estimates(evidence, "ttp"))
    assert not found.duplicated([*strength.SERIES, "row_id"]).any()
    un = found[(found["estimator"] == "un-monitoring-team") & (found["location"] == "afghanistan")]
    assert list(un["row_id"]) == ["gs-0096"]
    assert {"fighters", "fighters-and-families", "members"} <= set(found["counts_what"])


def test_readings_of_one_day_stay_side_by_side(evidence: Evidence) -> None:
    found = strength.newest(strength.estimates(evidence, "iskp"))
    both = found[(found["estimator"] == "un-monitoring-team") & (found["location"] == "both")]
    assert (both["as_of"] == both["as_of"].max()).all()


def test_known_by_hides_later_estimates(evidence: Evidence) -> None:
    found = strength.estimates(evidence, "ttp", pd.Timestamp("2023-01-05").date())
    assert "gs-0085" in set(found["row_id"]) and "gs-0086" not in set(found["row_id"])


def test_definitions_part_the_estimates_without_a_rest(evidence: Evidence) -> None:
    found = strength.estimates(evidence, "ttp")
    definitions = strength.definitions(found)
    parts = [strength.of_definition(found, one) for one in definitions]
    assert sorted(one for part in parts for one in part["row_id"]) == sorted(found["row_id"])
    assert [len(part) for part in parts] == sorted((len(part) for part in parts), reverse=True)
    for part in parts:
        assert len(part[["counts_what", "location"]].drop_duplicates()) == 1
        assert part["as_of"].is_monotonic_increasing


def test_a_period_keeps_what_lies_in_it(evidence: Evidence) -> None:
    whole = strength.estimates(evidence, "ttp")
    first, last = pd.Timestamp("2021-07-01").date(), pd.Timestamp("2022-12-28").date()
    found = strength.between(whole, first, last)
    assert {"gs-0079", "gs-0080", "gs-0085"} <= set(found["row_id"])
    assert not {"gs-0078", "gs-0086"} & set(found["row_id"])
    assert len(strength.between(whole, None, None)) == len(whole)


def test_a_year_of_the_axis_is_centred_on_its_tick() -> None:
    days = pd.Series(pd.to_datetime(["2021-01-01", "2021-07-02", "2021-12-31", "2024-12-31"]))
    assert strength.year_positions(days) == pytest.approx([2020.5, 2021.0, 2021.5, 2024.5], abs=0.003)
