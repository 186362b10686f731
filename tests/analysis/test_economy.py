"""The figures that stand for a limit on a day, those that differ, and what is an event."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.analysis import economy
from khyber.evidence import Evidence, open_release

EVIDENCE = open_release()
DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))
LAST = [one for one in economy.MEANS if one.pick == economy.LAST]
IN_FORCE = [one for one in economy.MEANS if one.pick == economy.IN_FORCE]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return EVIDENCE


@given(day=DAYS, means=st.sampled_from(LAST))
def test_the_newest_figures_stand_and_all_sources_of_that_day(day: date, means: economy.Means) -> None:
    found = economy.on(EVIDENCE, means, day)
    rows = EVIDENCE.read("indicators")
    rows = rows[(rows["series_id"] == means.series) & (rows["period_end"] <= pd.Timestamp(day))]
    rows = rows[rows["unit"] != economy.YEARLY]
    if means.series == economy.IMF:
        rows = rows[rows["period_start"] == rows["period_end"]]
    if rows.empty:
        assert found.empty
        return
    newest = rows["period_end"].max()
    assert set(rows["row_id"][rows["period_end"] == newest]) == set(economy.newest(found)["row_id"])
    left = rows[~rows["row_id"].isin(found["row_id"]) & (rows["period_end"] < found["period_end"].min())]
    assert len(left) + len(found) == len(rows), "of a day that is shown every figure is"
    assert (newest - found["period_end"] <= timedelta(days=31)).all() and found["period_end"].nunique() <= 2


@given(day=DAYS, means=st.sampled_from(IN_FORCE))
def test_a_budget_or_a_programme_stands_where_its_window_holds_the_day(day: date, means: economy.Means) -> None:
    found = economy.on(EVIDENCE, means, day)
    assert (found["period_start"] <= pd.Timestamp(day)).all() and (found["period_end"] >= pd.Timestamp(day)).all()
    assert not economy.is_event(found).any()


def test_a_fiscal_year_changes_on_the_first_of_july(evidence: Evidence) -> None:
    budget = next(one for one in economy.MEANS if one.series == economy.BUDGET)
    before, after = (economy.on(evidence, budget, day) for day in (date(2023, 6, 30), date(2023, 7, 1)))
    assert before["period_end"].item() == pd.Timestamp(2023, 6, 30)
    assert after["period_start"].item() == pd.Timestamp(2023, 7, 1)


def test_sources_that_differ_on_import_cover_stand_side_by_side(evidence: Evidence) -> None:
    cover = next(one for one in economy.MEANS if one.series == economy.COVER)
    found = economy.on(evidence, cover, date(2023, 1, 31))
    differing = economy.differing(found)
    assert differing["value"].nunique() == 2 and differing["period_end"].nunique() == 1


def test_each_rating_agency_has_its_last_change(evidence: Evidence) -> None:
    rating = next(one for one in economy.MEANS if one.pick == economy.EACH)
    found = economy.on(evidence, rating, date(2026, 1, 1))
    rows = economy.rows(evidence, economy.RATING)
    agencies = rows["note"].map(economy.agency)
    assert set(agencies) == {"Moody's", "S&P", "Fitch"}
    for agency, own in rows.groupby(agencies):
        assert found[found["note"].map(economy.agency) == agency]["row_id"].item() == own["row_id"].iloc[-1]


def test_nothing_published_after_the_known_by_day_stands(evidence: Evidence) -> None:
    known = date(2023, 1, 5)
    for means in economy.MEANS:
        found = economy.on(evidence, means, evidence.last_day(), known)
        assert (found["known_from"] <= pd.Timestamp(known)).all()
    assert evidence.last_day(known) == known


def test_only_values_of_one_period_and_unit_can_differ(evidence: Evidence) -> None:
    for series in evidence.labels("indicator_series"):
        rows = economy.rows(evidence, series)
        found = economy.differing(rows)
        for _, own in found.groupby(["period_start", "period_end", "unit"]):
            assert own["value"].nunique() > 1
        assert found[found["value"].isna()].empty


@pytest.mark.parametrize(("ended", "day", "months"), [
    (date(2022, 5, 12), date(2023, 1, 31), 8),
    (date(2025, 7, 25), date(2025, 10, 25), 0),
    (date(2025, 7, 25), date(2025, 10, 26), 3),
    (date(2024, 11, 30), date(2025, 2, 28), 0),
])  # fmt: skip
def test_a_figure_has_its_age_told_after_three_months(ended: date, day: date, months: int) -> None:
    assert economy.age(ended, day) == months


def test_a_period_keeps_what_touches_it(evidence: Evidence) -> None:
    rows = economy.rows(evidence, economy.BUDGET)
    found = economy.between(rows, date(2023, 7, 1), date(2024, 6, 30))
    assert found["period_start"].tolist() == [pd.Timestamp(2023, 7, 1)]
    assert len(economy.between(rows, None, None)) == len(rows)
