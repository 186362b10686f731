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
