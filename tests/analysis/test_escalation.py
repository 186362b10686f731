"""Rungs by rules and readings, what each day and month reached, how it rose and fell: reckoned anew from the rows."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from khyber.analysis import closures, escalation, risk_inputs
from khyber.evidence import Evidence, dates, open_folder, open_release
from khyber.settings import settings
from tests.check import copies

JANUARY_2023 = date(2023, 1, 5)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture(scope="module")
def rows(evidence: Evidence) -> pd.DataFrame:
    return escalation.assigned(evidence)


@pytest.fixture(scope="module")
def months(evidence: Evidence) -> pd.DataFrame:
    return escalation.by_month(evidence).set_index("month", drop=False)


def changed(folder: Path, table: str, row_id: str, **cells: str) -> Evidence:
    """The evidence of a copy of the package in which some cells of a row are others."""
    data = copies.copy(folder / "data")
    copies.cells(table, row_id, **cells)(data)
    return open_folder(data)


def rung_of(rows: pd.DataFrame, row_id: str) -> pd.Series:
    return rows.set_index("row_id").loc[row_id]


class TestAssigned:
    def test_every_border_incident_event_and_closing_has_one_place(
        self, evidence: Evidence, rows: pd.DataFrame
    ) -> None:
        incidents = evidence.read("incidents")
        asked = {("incidents", one) for one in incidents.loc[incidents["category"] == "border", "incident_id"]}
        asked |= {("timeline", one) for one in evidence.read("timeline")["event_id"]}
        asked |= {("closures", one) for one in evidence.read("closures")["row_id"]}
        found = list(zip(rows["table"], rows["row_id"], strict=True))
        assert len(found) == len(set(found))
        assert asked == {one for one in found if one[0] != "escalation_ladder"}

    def test_the_example_of_each_rung_sets_its_day_at_that_rung(self, evidence: Evidence, rows: pd.DataFrame) -> None:
        days = escalation.by_day(evidence).set_index("day")
        ladder = evidence.read("escalation_ladder")
        assert len(ladder)
        for rung, day in zip(ladder["rung"], ladder["example_incident_date"], strict=True):
            assert days["rung"][day.date()] == rung, (rung, day)

    def test_a_rung_lies_in_its_range_and_only_acts_and_conditions_have_one(self, rows: pd.DataFrame) -> None:
        ranked = rows["rung"].notna()
        assert (ranked == rows["role"].isin(["act", "condition"])).all()
        assert (rows["rung_low"] <= rows["rung"])[ranked].all()
        assert (rows["rung"] <= rows["rung_high"])[ranked].all()
        assert rows.loc[~ranked, "rung_low"].isna().all()

    def test_no_reading_says_only_what_the_rules_say(self, evidence: Evidence) -> None:
        rules = evidence.read("rung_rules").set_index("rule_id")
        found = escalation.assigned(evidence).set_index(["table", "row_id"])
        for reading in evidence.read("rung_readings").itertuples(index=False):
            row = found.loc[(reading.table, reading.row_id)]
            assert row["is_read"] and row["reason"] == reading.reason
            if row["rule_id"]:
                ruled = rules.loc[row["rule_id"]]
                same = ruled["role"] == reading.role and str(ruled["rung"]) == str(reading.rung)
                assert not same or pd.notna(reading.other_rung) or isinstance(reading.days, str), reading.row_id

    def test_drones_that_only_debris_bears_out_may_be_no_strike(self, evidence: Evidence) -> None:
        rows = escalation.assigned(evidence)
        for row_id in ("2026-02-27-islamabad", "2026-02-27-abbottabad"):
            row = rung_of(rows, row_id)
            assert pd.isna(row["rung_low"]) and (row["rung"], row["rung_high"]) == (10, 11)
        assert rung_of(rows, "2026-03-13-rawalpindi")[["rung_low", "rung", "rung_high"]].tolist() == [10, 11, 11]

    def test_a_month_whose_only_act_may_be_none_has_no_lower_end(self, evidence: Evidence) -> None:
        """August 2021 has one act; the range of the index then begins at the foot of the ladder."""
        month = escalation.by_month(evidence).set_index("month").loc[date(2021, 8, 1)]
        assert month["rung"] == 3 and pd.isna(month["rung_low"])
        read = [one for one in risk_inputs.readings(evidence, "picss")["rung"] if one.first == date(2021, 8, 1)]
        assert [(one.value.low, one.value.headline, one.value.high) for one in read] == [(1, 3, 3)]

    def test_the_end_of_a_closing_that_is_outside_is_outside(self, evidence: Evidence, rows: pd.DataFrame) -> None:
        """An opening within the days of a closing against Covid-19 and the like is no step between the two states."""
        outside = set(rows.loc[(rows["table"] == "closures") & (rows["role"] == "outside"), "row_id"])
        closings = evidence.read("closures")
        ended = closings[closings["row_id"].isin(outside) & closings["reopened_on"].notna()]
        where = evidence.read("crossings").set_index("crossing_id")["name"]
        openings = rows[(rows["table"] == "incidents") & (rows["kind"] == "crossing-reopening")]
        told = []
        for row in ended.itertuples():
            name = where[row.crossing_id].split(" (")[0].split(" / ")[0]
            last = dates.bounds(str(row.reopened_on)[:10])[1]
            here = openings["place"].str.contains(name, regex=False)
            within = openings["first"].between(row.closed_from_earliest.date(), last)
            told += list(openings[here & within]["row_id"])
        assert {"2020-05-17-torkham", "2020-06-22-ghulamkhan", "2024-10-01-kharlachi"} <= set(told)
        assert set(rows.set_index("row_id").loc[told, "role"]) == {"outside"}

    def test_a_post_hit_by_heavy_weapons_is_no_small_arms(self, evidence: Evidence, rows: pd.DataFrame) -> None:
        told = rows["told"].str.contains("mortar|artillery|heavy weapons|rockets", case=False)
        posts = rows[(rows["kind"] == "attack-on-post") & told]
        assert len(posts) and (posts["rung_high"] >= 5).all()

    def test_a_strike_that_kills_more_is_never_lower(self, tmp_path: Path) -> None:
        place = "2025-08-27-spera"
        few = changed(tmp_path / "few", "incidents", place, killed_low="3", killed_high="23")
        many = changed(tmp_path / "many", "incidents", place, killed_low="3", killed_high="24")
        sure = changed(tmp_path / "sure", "incidents", place, killed_low="24", killed_high="24")
        told = [rung_of(escalation.assigned(one), place)[["rung_low", "rung"]].tolist() for one in (few, many, sure)]
        assert told == [[6, 6], [6, 7], [7, 7]]

    def test_the_first_rule_that_fits_counts(self, tmp_path: Path) -> None:
        turned = changed(tmp_path, "rung_rules", "strike", order="0")
        assert rung_of(escalation.assigned(turned), "2025-10-09-kabul")["rule_id"] == "strike"

    def test_an_act_of_an_armed_group_has_no_rung(self, evidence: Evidence, rows: pd.DataFrame) -> None:
        groups = rows[(rows["table"] == "incidents") & (rows["actors"] == "ttp")]
        assert len(groups) and groups["rung"].isna().all()

    def test_an_older_release_has_no_rules(self) -> None:
        old = open_release("2026.11.1")
        assert not escalation.is_ruled(old)
        for made in (escalation.assigned, escalation.by_day, escalation.by_month, escalation.spells, escalation.moves):
            assert made(old).empty
        assert escalation.conditions(old).empty and escalation.records(old).empty


class TestDays:
    def test_a_day_takes_the_highest_of_its_acts(self, evidence: Evidence, rows: pd.DataFrame) -> None:
        acts = rows[(rows["role"] == "act") & rows["on_days"].astype(bool)]
        days = escalation.by_day(evidence)
        ranked = days[days["rung"].notna()]
        for day, rung in zip(ranked["day"], ranked["rung"], strict=True):
            assert rung == acts.loc[(acts["first"] <= day) & (acts["last"] >= day), "rung"].max()
        every = {row.first + n * DAY for row in acts.itertuples() for n in range((row.last - row.first).days + 1)}
        assert set(ranked["day"]) == {day for day in every if day >= escalation.starts(evidence)}

    def test_what_has_no_certain_day_is_in_its_month_alone(
        self, evidence: Evidence, rows: pd.DataFrame, months: pd.DataFrame
    ) -> None:
        unsure = rows[(rows["role"] == "act") & ~rows["on_days"].astype(bool)]
        assert len(unsure)
        on_days = {one for acts in escalation.by_day(evidence)["acts"] for one in acts}
        for row in unsure.itertuples():
            assert (row.table, row.row_id) not in on_days
            assert (row.table, row.row_id) in months["acts"][row.first.replace(day=1)]

    def test_shutting_is_an_act_of_one_day(self, evidence: Evidence, rows: pd.DataFrame) -> None:
        shut = rows[(rows["table"] == "incidents") & (rows["kind"] == "crossing-closure")]
        assert len(shut) and (shut["first"] == shut["last"]).all()


class TestMonths:
    def test_every_month_from_the_start_to_the_search(self, evidence: Evidence, months: pd.DataFrame) -> None:
        first, last = escalation.starts(evidence), evidence.last_day()
        expected = pd.date_range(first.replace(day=1), last, freq="MS").date
        assert list(months["month"]) == list(expected)

    def test_a_month_takes_the_highest_of_its_acts(self, rows: pd.DataFrame, months: pd.DataFrame) -> None:
        acts = rows[rows["role"] == "act"]
        for month, rung in months["rung"].items():
            last = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
            own = acts[(acts["first"] <= last) & (acts["last"] >= month)]
            assert (pd.isna(rung) and own.empty) or rung == own["rung"].max()

    def test_the_mean_is_of_the_days_with_an_act(self, evidence: Evidence, months: pd.DataFrame) -> None:
        days = escalation.by_day(evidence).dropna(subset="rung")
        starts = pd.to_datetime(days["day"]).dt.to_period("M").dt.start_time.dt.date
        expected = days["rung"].astype(float).groupby(starts).mean()
        assert months["mean"].dropna().to_dict() == pytest.approx(expected.to_dict())
        assert months.loc[months["mean"].isna(), "days"].eq(0).all()

    def test_a_closing_hides_nothing_below_it(self, evidence: Evidence, months: pd.DataFrame) -> None:
        shut = months[months["condition"].notna()]
        assert shut["rung"].isna().any(), "a month with a crossing shut and no act has no rung"
        assert (shut["rung"] < shut["condition"]).any(), "a month with a lesser act keeps it"

    def test_conditions_are_the_days_shut_of_the_closings(self, evidence: Evidence, months: pd.DataFrame) -> None:
        stood = escalation.conditions(evidence)
        spans = closures.spans(evidence)
        for month in months["month"]:
            last = (pd.Timestamp(month) + pd.offsets.MonthEnd(0)).date()
            certain = closures.days(spans[spans["detail_id"].isin(stood["detail_id"])], month, last).low > 0
            assert certain == pd.notna(months["condition"][month])

    def test_covid_closings_are_no_condition(self, evidence: Evidence) -> None:
        reasons = evidence.read("closures").set_index("row_id")["reason"]
        covid = set(reasons.index[reasons.str.contains("Covid")])
        assert covid and covid.isdisjoint(escalation.conditions(evidence)["closure_id"])

    def test_a_month_opens_all_rows_that_lie_in_it(self, evidence: Evidence, months: pd.DataFrame) -> None:
        for month in months["month"]:
            found = escalation.of_month(evidence, month)
            told = set(zip(found["table"], found["row_id"], strict=True))
            assert told == set(months["rows"][month])
            assert set(months["set_by"][month]) <= told


class TestRiseAndFall:
    def test_spells_are_the_months_with_a_rung(self, evidence: Evidence, months: pd.DataFrame) -> None:
        spells = escalation.spells(evidence)
        assert spells["months"].sum() == months["rung"].notna().sum()
        for one, other in zip(spells[:-1].itertuples(), spells[1:].itertuples(), strict=True):
            gap = (pd.Period(other.first, "M") - pd.Period(one.last, "M")).n
            assert gap > 1 or (gap == 1 and one.rung != other.rung)

    def test_periods_of_force_are_apart_by_quiet_days(self, evidence: Evidence) -> None:
        moves, days = escalation.moves(evidence), escalation.by_day(evidence).dropna(subset="rung")
        force = days.loc[days["rung"] >= escalation.FORCE, "day"]
        for row in moves.itertuples():
            own = force[(force >= row.first) & (force <= row.last)]
            assert own.min() == row.first and own.max() == row.last
            assert all((b - a).days <= escalation.QUIET_DAYS for a, b in zip(own, own[1:], strict=False))
            assert row.rise + (row.peak_last - row.peak_first).days + row.fall == row.days - 1
            assert days.set_index("day")["rung"][row.peak_first] == row.peak
        assert all(
            (b - a).days > escalation.QUIET_DAYS for a, b in zip(moves["last"], moves["first"][1:], strict=False)
        )

    def test_each_record_is_higher_than_all_before(self, evidence: Evidence) -> None:
        found = escalation.records(evidence)
        assert found["rung"].is_monotonic_increasing and found["rung"].is_unique
        assert found["rung"].iloc[-1] == escalation.by_day(evidence)["rung"].max()


class TestKnownBy:
    def test_nothing_of_later_is_told(self, evidence: Evidence) -> None:
        for row in escalation.assigned(evidence, JANUARY_2023).itertuples():
            assert evidence.row(row.table, row.row_id)["known_from"].date() <= JANUARY_2023
        months = escalation.by_month(evidence, JANUARY_2023)
        assert months["month"].iloc[-1] == JANUARY_2023.replace(day=1)

    def test_what_became_known_only_adds(self, evidence: Evidence) -> None:
        then = escalation.by_month(evidence, JANUARY_2023).set_index("month")["rung"].dropna()
        now = escalation.by_month(evidence).set_index("month")["rung"]
        assert len(then) and (now[then.index] >= then).all()
