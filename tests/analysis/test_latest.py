"""The last whole years, the direction rule, the last strikes and the newest events."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import change, counts, latest
from khyber.evidence import Evidence, ids, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def yearly(evidence: Evidence, metric: str, known: date | None = None) -> pd.DataFrame:
    found = counts.series(evidence, metric, span="year", known=known)
    return found.assign(year=found["period_start"].dt.year, rows=found["row_ids"])


@pytest.mark.parametrize(
    ("verdicts", "way"),
    [
        ([change.RISE], latest.WORSE),
        ([change.RISE, change.RISE], latest.WORSE),
        ([change.FALL, change.FALL], latest.BETTER),
        ([change.RISE, change.FALL], latest.UNCLEAR),
        ([change.RISE, change.WITHIN], latest.UNCLEAR),
        ([change.FALL, change.UNCHANGED], latest.UNCLEAR),
        ([change.WITHIN, change.UNCHANGED], latest.UNCHANGED),
        ([change.WITHIN], latest.UNCHANGED),
        ([], latest.UNCLEAR),
    ],
)
def test_the_direction_is_that_on_which_every_publisher_agrees(verdicts: list[str], way: str) -> None:
    assert latest.direction(verdicts) == way


def test_a_year_before_that_is_not_given_leaves_no_change(evidence: Evidence) -> None:
    found = latest.last_years(yearly(evidence, "attacks")).set_index("publisher")
    assert found.loc["ispr", "change"] is None and pd.isna(found.loc["ispr", "before"])
    assert found.loc["picss", "change"].verdict == change.RISE
    assert len(found.loc["picss", "behind"]) > len(found.loc["picss", "rows"])


def test_doubtful_values_make_no_last_year() -> None:
    rows = [
        {"publisher": "a", "year": 2020, "status": counts.HEADLINE, "headline": 5.0, "rows": ("x",)},
        {"publisher": "a", "year": 2021, "status": counts.DOUBTFUL, "headline": 9.0, "rows": ("y",)},
        {"publisher": "b", "year": 2021, "status": counts.DOUBTFUL, "headline": 9.0, "rows": ("z",)},
    ]
    found = latest.last_years(pd.DataFrame(rows))
    assert list(found["publisher"]) == ["a"] and list(found["year"]) == [2020]


def test_only_changes_to_the_newest_year_are_compared(evidence: Evidence) -> None:
    found = latest.newest_changes(latest.last_years(yearly(evidence, "attacks", date(2023, 1, 5))))
    assert set(found["year"]) == {2022}
    assert "picss" in set(found["publisher"]) and "pips" not in set(found["publisher"])


def test_nothing_known_gives_nothing(evidence: Evidence) -> None:
    day = date(1987, 1, 1)
    assert latest.newest_changes(latest.last_years(yearly(evidence, "attacks", day))).empty
    assert latest.last_strikes(evidence, day).empty and latest.last_force(evidence, day).empty
    assert latest.lately(evidence, 8, day).empty


@pytest.mark.parametrize("known", [None, date(2023, 1, 5)])
def test_the_last_strikes_are_the_newest_of_each_country(evidence: Evidence, known: date | None) -> None:
    assert set(latest.STRIKES) <= set(evidence.vocabulary("incident_kinds").index)
    found = latest.last_strikes(evidence, known)
    every = evidence.read("incidents", known)
    every = every[every["kind"].isin(latest.STRIKES)]
    for country, rows in found.groupby("country"):
        assert set(rows["date"]) == {every.loc[every["country"] == country, "date"].max()}
    assert set(found["country"]) == set(every["country"].dropna())


def test_the_last_force_is_of_a_kind_with_force_between_the_states(evidence: Evidence) -> None:
    found = latest.last_force(evidence, date(2023, 1, 5))
    assert list(found["incident_id"]) == ["2023-01-05-torkham"]
    kinds = evidence.vocabulary("incident_kinds").loc[found["kind"]]
    assert set(kinds["violent"]) == {"yes"} and set(kinds["category"]) == {"border"}


def test_a_crossing_described_later_is_not_given_for_an_earlier_day(evidence: Evidence) -> None:
    assert len(latest.crossings_by(evidence, "major-trade")) == 3
    then = latest.crossings_by(evidence, "major-trade", date(2025, 12, 31))
    assert set(then["crossing_id"]) == {"chaman", "ghulam-khan"}


def test_the_newest_events_stand_once_each(evidence: Evidence) -> None:
    found = latest.lately(evidence, 40)
    assert found["date"].is_monotonic_decreasing and len(found) == 40
    told = {(row.table, row.row_id) for row in found.itertuples()} | {
        ("timeline", one) for row in found.itertuples() for one in row.same
    }
    last = found["date"].min()
    for table in ("incidents", "timeline"):
        rows = evidence.read(table)
        newer = rows[rows["date"] > last][evidence.key(table)]
        assert {(table, one) for one in newer} <= told
    for row in found[found["same"].map(len) > 0].itertuples():
        own = set(ids(evidence.row(row.table, row.row_id)["source_ids"]))
        for one in row.same:
            event = evidence.row("timeline", one)
            assert event["date"] == row.date and own & set(ids(event["source_ids"]))
