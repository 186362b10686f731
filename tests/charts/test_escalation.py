"""The figures of escalation: steps and gaps, marks that open a month, and what an older release says."""

import pandas as pd
import pytest

from khyber.analysis import escalation as analysis
from khyber.charts import catalogue
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import Evidence, dates, open_folder, open_release
from khyber.filters import Filters
from khyber.settings import settings

FIGURES = [one.id for one in catalogue.entries() if one.page == "escalation"]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def build(evidence: Evidence, figure_id: str, **choices: object) -> Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))


def trace(shown: Figure, uid: str) -> dict:
    assert shown.spec
    return next(one for one in shown.spec["data"] if one["uid"] == uid)


class TestMonths:
    def test_each_month_is_a_level_step_at_its_rung_and_gaps_are_gaps(self, evidence: Evidence) -> None:
        shown = build(evidence, "escalation-months")
        steps = trace(shown, "steps")
        points = list(zip(steps["x"], steps["y"], strict=True))
        ranked = shown.table[shown.table["rung"].notna()]
        for row in ranked.itertuples():
            at = points.index((f"{row.month}-01", row.rung))
            assert points[at + 1] == (row.last_day.isoformat(), row.rung)
        starts = pd.PeriodIndex(ranked["month"], freq="M")
        gaps = sum((later - earlier).n > 1 for earlier, later in zip(starts, starts[1:], strict=False))
        assert gaps and steps["x"].count(None) == gaps

    def test_a_click_on_a_mark_tells_its_month(self, evidence: Evidence) -> None:
        shown = build(evidence, "escalation-months")
        months = set(shown.table["month"])
        for one in shown.spec["data"] if shown.spec else []:
            for carried in filter(None, one.get("customdata", [])):
                assert carried[0] in months and Row in {type(row) for row in shown.rows if row.row_id == carried[1]}

    def test_stars_are_the_days_that_were_higher_than_all_before(self, evidence: Evidence) -> None:
        stars = trace(build(evidence, "escalation-months"), "records")
        by_day, highest = analysis.by_day(evidence).dropna(subset="rung"), 0
        expected = []
        for day, rung in zip(by_day["day"], by_day["rung"], strict=True):
            if rung > highest:
                expected.append((day.isoformat(), rung))
                highest = rung
        assert sorted(zip(stars["x"], stars["y"], strict=True)) == expected

    def test_a_star_of_a_later_start_is_still_higher_than_all_days_before(self, evidence: Evidence) -> None:
        whole = trace(build(evidence, "escalation-months"), "records")["x"]
        part = trace(build(evidence, "escalation-months", start="2023"), "records")["x"]
        assert part == [day for day in whole if day >= "2023"]

    def test_what_is_hollow_was_never_claimed_nor_attributed(self, evidence: Evidence) -> None:
        shown = build(evidence, "escalation-months")
        status = analysis.assigned(evidence).set_index("row_id")["claim_status"]
        set_by = analysis.by_month(evidence).set_index("month")["set_by"]
        for month, _ in trace(shown, "months-in-doubt")["customdata"]:
            told = {status[row_id] for table, row_id in set_by[dates.bounds(month)[0]] if table == "incidents"}
            assert told and told <= {"disputed", "denied", "alleged", "not-confirmed"}

    @pytest.mark.parametrize(
        ("figure_id", "mark", "when", "chosen"),
        [
            ("escalation-months", "months-in-doubt", "2025-11", {}),
            ("escalation-days", "days-in-doubt", "2025-11-25", {"start": "2025-11", "end": "2025-11"}),
            ("escalation-days", "days-in-doubt", "2025-10-09", {"start": "2025-10", "end": "2025-10"}),
        ],
    )
    def test_an_event_of_the_timeline_does_not_settle_what_is_denied(
        self, evidence: Evidence, figure_id: str, mark: str, when: str, chosen: dict[str, str]
    ) -> None:
        shown = build(evidence, figure_id, **chosen)
        assert {row.table for row in shown.rows} >= {"incidents", "timeline"}
        assert any(str(x).startswith(when) for x in trace(shown, mark)["x"])


class TestOneMonth:
    def test_every_row_has_its_reason_and_those_that_set_the_month_its_rung(self, evidence: Evidence) -> None:
        shown = build(evidence, "escalation-month", month="2025-10")
        assert shown.table["reason"].str.len().gt(0).all()
        own = analysis.by_month(evidence).set_index("month").loc[dates.bounds("2025-10")[0]]
        sets = shown.table[shown.table["sets_the_month"].astype(bool)]
        assert (sets["rung"] == own["rung"]).all() and len(sets) == len(own["set_by"])
        conditions = shown.table["role"] == "Standing condition"
        assert conditions.any() and not (shown.table["sets_the_month"].astype(bool) & conditions).any()

    def test_each_row_names_the_rule_or_that_it_was_read(self, evidence: Evidence) -> None:
        rules = {f"rule {one}" for one in evidence.read("rung_rules")["rule_id"]}
        shown = build(evidence, "escalation-month", month="2026-03")
        assert set(shown.table["given_by"]) <= rules | {"read by hand"}

    def test_a_month_without_a_row_says_that_this_is_no_calm(self, evidence: Evidence) -> None:
        shown = build(evidence, "escalation-month", month="2016-01")
        assert shown.is_empty and "not to say that nothing happened" in shown.title


class TestNow:
    def test_the_days_after_the_last_act_are_those_that_were_searched(self, evidence: Evidence) -> None:
        last = analysis.by_day(evidence).dropna(subset="rung")["day"].max()
        after = (evidence.searched_until - last).days
        assert f"{after} days searched after it" in build(evidence, "escalation-now").title

    def test_a_crossing_without_an_opening_on_record_is_told(self, evidence: Evidence) -> None:
        shown = build(evidence, "escalation-now")
        open_end = analysis.conditions(evidence).query("open_end")
        told = {row.row_id for rows in shown.table["rows"] for row in rows if row.table == "closures"}
        assert len(open_end) and told == set(open_end["closure_id"])


class TestLadderAndRules:
    def test_under_known_by_no_later_example_is_told(self, evidence: Evidence) -> None:
        day = dates.bounds("2023-01-05")[0]
        shown = build(evidence, "escalation-ladder", known=day).table.set_index("rung")["example"]
        later = evidence.read("escalation_ladder").set_index("rung")["example_incident_date"] > pd.Timestamp(day)
        assert later.any() and not later.all()
        assert (shown[later[later].index] == "Its example is of a later day.").all()

    def test_every_row_is_given_by_one_rule_or_one_reading(self, evidence: Evidence) -> None:
        table = build(evidence, "escalation-rules").table
        assert table["given"].sum() == len(analysis.assigned(evidence))
        assert (table["what"] == "Reading").sum() == len(evidence.read("rung_readings"))


@pytest.mark.parametrize("figure_id", FIGURES)
def test_an_older_release_says_that_it_has_no_rules(figure_id: str) -> None:
    shown = catalogue.build(figure_id, open_release("2026.11.1"), Filters(month="2025-10"))
    assert "no rules" in shown.title or "before there were rules" in shown.title
    assert figure_id == "escalation-ladder" or shown.is_empty
