"""Coverage against the table of counts, computed again in another way."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import coverage
from khyber.evidence import Evidence, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture(scope="module")
def national(evidence: Evidence) -> pd.DataFrame:
    """The rows of the counts for Pakistan and all actors, as the file has them."""
    rows = pd.read_csv(settings.data / "attack_counts.csv", dtype=str, keep_default_na=False)
    return rows[(rows["area"] == "pakistan") & (rows["actor"] == "all")]


def state(found: pd.DataFrame, publisher: str, metric: str, year: int) -> str:
    own = found[(found["publisher"] == publisher) & (found["metric"] == metric) & (found["year"] == year)]
    assert len(own) <= 1
    return "" if own.empty else str(own["state"].iloc[0])


def test_every_state_is_that_of_the_rows_in_the_file(evidence: Evidence, national: pd.DataFrame) -> None:
    found = coverage.by_year(evidence)
    is_whole = national["period_start"].str.endswith("-01-01") & (
        national["period_end"] == national["period_start"].str[:4] + "-12-31"
    )
    for (publisher, metric, year), rows in national[is_whole].groupby(
        ["publisher", "metric", national["period_start"].str[:4]]
    ):
        sound = rows.loc[rows["doubtful"] != "true", "value"].astype(float).nunique()
        expected = {0: coverage.DOUBTFUL, 1: coverage.REPORTED}.get(sound, coverage.DISPUTED)
        assert state(found, publisher, metric, int(year)) == expected, (publisher, metric, year)


def test_what_no_whole_year_has_is_a_part_or_not_found(evidence: Evidence, national: pd.DataFrame) -> None:
    found = coverage.by_year(evidence)
    whole = set(
        zip(
            *(found.loc[found["state"] != coverage.PART, name] for name in ("publisher", "metric", "year")), strict=True
        )
    )
    within = national[national["period_start"].str[:4] == national["period_end"].str[:4]]
    keys = set(zip(within["publisher"], within["metric"], within["period_start"].str[:4].astype(int), strict=True))
    parts = found[found["state"] == coverage.PART]
    assert set(zip(parts["publisher"], parts["metric"], parts["year"], strict=True)) == keys - whole
    assert not parts.empty and all(values == () for values in parts["values"])


def test_known_cells(evidence: Evidence) -> None:
    found = coverage.by_year(evidence, metric="attacks")
    assert state(found, "picss", "attacks", 2022) == coverage.DISPUTED
    (values,) = found[(found["publisher"] == "picss") & (found["year"] == 2022)]["values"]
    assert {376.0, 380.0} <= set(values) and list(values) == sorted(values)
    assert state(found, "pips", "attacks", 2021) == coverage.REPORTED
    assert state(found, "bfrs", "attacks", 2000) == ""


def test_the_rows_behind_a_state_are_those_of_its_values(evidence: Evidence) -> None:
    for row in coverage.by_year(evidence).itertuples():
        cited = [evidence.row("attack_counts", one) for one in row.row_ids]
        assert cited and {one["publisher"] for one in cited} == {row.publisher}
        if row.state != coverage.PART:
            assert set(row.values) <= {float(one["value"]) for one in cited}


def test_known_by_a_day_a_revision_is_not_yet_there(evidence: Evidence) -> None:
    early = coverage.by_year(evidence, metric="attacks", publishers=("picss",), known=date(2023, 1, 31))
    assert state(early, "picss", "attacks", 2022) == coverage.REPORTED
    assert state(early, "picss", "attacks", 2023) == ""


def test_only_years_wholly_within_the_period(evidence: Evidence) -> None:
    found = coverage.by_year(evidence, first=date(2018, 1, 2), last=date(2021, 12, 30))
    assert set(found["year"]) == {2019, 2020}


def test_nothing_chosen_by_a_period_without_years_has_the_columns(evidence: Evidence) -> None:
    for found in (
        coverage.by_year(evidence, first=date(1950, 1, 1), last=date(1951, 12, 31)),
        coverage.by_year(evidence, known=date(1900, 1, 1)),
    ):
        assert found.empty and list(found) == coverage.COLUMNS
