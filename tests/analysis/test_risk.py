"""The risk index: scales, weights, bands and gaps hold for any input; the tables give what can be reckoned anew."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.analysis import counts, escalation, risk, risk_inputs
from khyber.evidence import Evidence, Range, dates, open_folder, open_release
from tests.check.copies import DATA

KNOWN = date(2023, 1, 5)
PICSS = "picss"
WINDOW = st.tuples(st.floats(-1e3, 1e3), st.floats(0.01, 1e3)).map(lambda two: (two[0], two[0] + two[1]))
PILLARS = "abcdefgh"
WEIGHTS = st.dictionaries(st.sampled_from(PILLARS), st.floats(0, 100), min_size=1).filter(
    lambda one: sum(one.values()) > 1e-3
)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(DATA)


class TestScale:
    @given(WINDOW, st.floats(-2e3, 2e3), st.floats(0, 1e3))
    def test_a_higher_input_never_lowers_its_pillar(
        self, window: tuple[float, float], value: float, more: float
    ) -> None:
        less, higher = (risk.scaled(one, *window, "high") for one in (value, value + more))
        assert 0 <= less <= higher <= 100

    @given(WINDOW, st.floats(-2e3, 2e3))
    def test_turned_over_it_is_what_is_left_to_100(self, window: tuple[float, float], value: float) -> None:
        up, down = (risk.scaled(value, *window, end) for end in ("high", "low"))
        assert up + down == pytest.approx(100)

    @given(WINDOW)
    def test_the_ends_of_a_window_are_0_and_100(self, window: tuple[float, float]) -> None:
        assert [risk.scaled(one, *window, "high") for one in window] == [0, 100]


class TestWeights:
    @given(WEIGHTS)
    def test_they_sum_to_one_in_every_variant(self, weights: dict[str, float]) -> None:
        for variant in risk.variants(risk.normalised(weights)):
            assert sum(weight for _, weight in variant) == pytest.approx(1)

    @given(WEIGHTS, st.dictionaries(st.sampled_from(PILLARS), st.floats(0, 100), min_size=len(PILLARS)))
    def test_the_band_holds_the_total_and_the_total_lies_among_the_pillars(
        self, weights: dict[str, float], values: dict[str, float]
    ) -> None:
        own = risk.normalised(weights)
        band = [risk.total(values, one) for one in risk.variants(own)]
        among = [values[one] for one, weight in own if weight > 0]
        assert min(band) <= risk.total(values, own) <= max(band)
        assert min(among) - 1e-6 <= min(band) and max(band) <= max(among) + 1e-6

    @pytest.mark.parametrize("wrong", [{}, {"a": 0.0}, {"a": -1.0, "b": 3.0}])
    def test_weights_that_are_none_are_refused(self, wrong: dict[str, float]) -> None:
        with pytest.raises(ValueError, match="at least zero"):
            risk.normalised(wrong)

    def test_those_chosen_leave_out_what_they_do_not_name(self, evidence: Evidence) -> None:
        found = dict(risk.chosen(evidence, (("economy", 30.0), ("attack-tempo", 10.0))))
        assert found["economy"] == 0.75 and found["attack-tempo"] == 0.25
        assert sum(found.values()) == 1 and len(found) == len(evidence.read("risk_pillars"))

    def test_none_chosen_are_the_published_ones(self, evidence: Evidence) -> None:
        table = evidence.read("risk_pillars")
        assert dict(risk.chosen(evidence, ())) == dict(
            zip(table["pillar_id"], table["weight_pct"] / table["weight_pct"].sum(), strict=True)
        )


class TestReadings:
    def test_without_carrying_only_what_holds_the_whole_month_counts(self) -> None:
        may = date(2024, 5, 1)
        whole, half = _reading(may, date(2024, 5, 31)), _reading(may, date(2024, 5, 15))
        long = _reading(date(2024, 4, 15), date(2024, 6, 15))
        assert risk_inputs.of_month([half, whole, long], may, 0) == whole
        assert risk_inputs.of_month([half, long], may, 0) == long
        assert risk_inputs.of_month([half], may, 0) is None
        assert [month for month in _months(date(2024, 3, 1), 6) if risk_inputs.of_month([long], month, 0)] == [may]

    def test_a_carried_value_lapses(self) -> None:
        made = _reading(date(2022, 11, 1), date(2022, 11, 1))
        at = {month: risk_inputs.of_month([made], month, 12) for month in _months(date(2022, 10, 1), 15)}
        assert [month for month, one in at.items() if one] == _months(date(2022, 11, 1), 12)
        assert risk_inputs.age(made, date(2023, 10, 1)) == 11

    def test_of_several_in_a_month_the_shortest_stands(self) -> None:
        long, short = _reading(date(2023, 9, 15), date(2024, 1, 15)), _reading(date(2024, 1, 1), date(2024, 1, 15))
        assert risk_inputs.of_month([long, short], date(2024, 1, 1), 12) == short
        assert risk_inputs.of_month([long, short], date(2023, 11, 1), 12) == long


def _reading(first: date, last: date) -> risk_inputs.Reading:
    return risk_inputs.Reading(Range.exact(1.0), first, last, ())


def _months(first: date, count: int) -> list[date]:
    return [dates.add_months(first, number) for number in range(count)]


class TestOfTheTables:
    def test_every_value_lies_on_the_scale_with_its_ends_around_it(self, evidence: Evidence) -> None:
        for publisher in risk_inputs.publishers(evidence):
            found = risk.pillars(evidence, publisher).dropna(subset="value")
            assert ((found["low"] <= found["value"] + 1e-9) & (found["value"] <= found["high"] + 1e-9)).all()
            assert found[["low", "high"]].stack().between(-1e-9, 100 + 1e-9).all()
            assert found["rows"].map(len).min() > 0

    def test_attack_tempo_is_the_headline_on_the_stated_window(self, evidence: Evidence) -> None:
        window = evidence.vocabulary("risk_inputs").loc["attacks"]
        heads = counts.headlines(evidence)
        heads = heads[
            (heads["span"] == "month") & (heads["metric"] == "attacks") & (heads["area"] == "pakistan")
            & (heads["actor"] == "all") & (heads["publisher"] == PICSS) & (heads["status"] != counts.DOUBTFUL)
        ]  # fmt: skip
        by_month = {row.period_start.date(): row.headline for row in heads.itertuples()}
        found = risk.pillars(evidence, PICSS)
        found = found[found["pillar"] == "attack-tempo"].set_index("month")["value"]
        assert {month for month in found.index if month in by_month} == set(found.dropna().index)
        for month, value in found.dropna().items():
            assert value == pytest.approx(100 * (by_month[month] - window["low"]) / (window["high"] - window["low"]))

    def test_a_month_without_a_rung_has_no_border_pillar(self, evidence: Evidence) -> None:
        silent = {row.month for row in escalation.by_month(evidence).itertuples() if pd.isna(row.rung)}
        found = risk.pillars(evidence, PICSS)
        rungs = found[found["pillar"] == "border-rung"].set_index("month")["value"]
        assert silent & set(rungs.index) == set(rungs.index[rungs.isna()])

    def test_a_flow_stands_for_no_day_on_which_it_was_not_counted(self, evidence: Evidence) -> None:
        listed = risk_inputs.readings(evidence, PICSS)["returns"]
        whole = {
            month for month in risk_inputs.months(evidence)
            if any(one.first <= month and risk_inputs.end_of(month) <= one.last for one in listed)
        }  # fmt: skip
        found = risk.inputs(evidence, PICSS)
        found = found[found["input"] == "returns"]
        assert set(found["month"]) == whole and whole
        assert len(listed) > found["read"].nunique()
        for row in found.itertuples():
            (row_id,) = [one for _, one in row.rows]
            told = evidence.row("indicators", row_id)
            days = (told["period_end"] - told["period_start"]).days + 1
            assert row.age == 0 and row.read == pytest.approx(told["value"] / days)

    def test_a_strength_is_one_published_row_and_none_of_a_year_alone(self, evidence: Evidence) -> None:
        listed = risk_inputs.readings(evidence, PICSS)["ttp-fighters"]
        assert len(listed) > 1
        for one in listed:
            ((table, row_id),) = one.rows
            row = evidence.row(table, row_id)
            published = (row["low"], row["high"]) if pd.isna(row["best"]) else (row["best"], row["best"])
            assert (one.value.low, one.value.high) == published
            assert row["precision"] != "year" and "all Pakistani foreign fighters" not in row["note"]
            assert (row["estimator"], row["counts_what"], row["location"]) == (
                "un-monitoring-team", "fighters", "afghanistan",
            )  # fmt: skip

    def test_a_total_is_the_mean_of_what_is_there_and_missing_stays_missing(self, evidence: Evidence) -> None:
        weights = risk.published(evidence)
        by_month = {month: rows.set_index("pillar") for month, rows in risk.pillars(evidence, PICSS).groupby("month")}
        for row in risk.totals(evidence, PICSS, weights).itertuples():
            values = by_month[row.month]["value"]
            assert set(row.missing) == set(values.index[values.isna()])
            held = sum(weight for pillar, weight in weights if pd.notna(values[pillar]))
            assert row.held == pytest.approx(held)
            assert pd.notna(row.value) == (pd.notna(values["attack-tempo"]) and held >= risk.LEAST_WEIGHT)
            if pd.notna(row.value):
                assert row.value == pytest.approx(values.mean())
                assert row.band_low <= row.value <= row.band_high
                assert row.low - 1e-9 <= row.value <= row.high + 1e-9

    def test_what_moved_it_adds_up(self, evidence: Evidence) -> None:
        found = risk.moves(evidence, PICSS, risk.published(evidence))
        assert found
        assert found.parts["share"].sum() == pytest.approx(found.to_total - found.from_total)
        assert found.parts["weight"].sum() == pytest.approx(1)
        both = found.parts.dropna(subset="weight")
        assert (both[["before", "after"]].notna()).all(axis=None)
        assert found.before == dates.add_months(found.after, -12)

    def test_a_publisher_is_held_to_another_on_the_same_pillars_alone(self, evidence: Evidence) -> None:
        found = risk.spread(evidence, risk.published(evidence))
        assert len(found)
        for _, rows in found.groupby("month"):
            assert rows["publisher"].is_unique and len(rows) > 1
            same = rows["present"].nunique() == 1
            assert rows["apart"].notna().all() == same == rows["is_compared"].all()
            if same:
                assert rows["apart"].iloc[0] == pytest.approx(rows["value"].max() - rows["value"].min())

    def test_weights_of_one_pillar_give_that_pillar(self, evidence: Evidence) -> None:
        found = risk.totals(evidence, PICSS, risk.chosen(evidence, (("attack-tempo", 7.0),))).set_index("month")
        tempo = risk.pillars(evidence, PICSS)
        tempo = tempo[tempo["pillar"] == "attack-tempo"].set_index("month")["value"]
        pd.testing.assert_series_equal(found["value"], tempo, check_names=False)


class TestAsKnown:
    def test_only_what_was_known_then_stands_behind_it(self, evidence: Evidence) -> None:
        found = risk.pillars(evidence, PICSS, KNOWN)
        assert max(found["month"]) == date(2022, 12, 1)
        rows = {row for behind in found["rows"] for row in behind}
        assert len(rows) > 100
        for table in {table for table, _ in rows}:
            key = evidence.key(table)
            known = set(evidence.read(table, KNOWN)[key].astype(str))
            assert {row for of, row in rows if of == table} <= known

    def test_it_has_no_more_than_what_is_known_now(self, evidence: Evidence) -> None:
        then, now = (risk.pillars(evidence, PICSS, day).dropna(subset="value") for day in (KNOWN, None))
        places = [set(zip(one["month"], one["pillar"], strict=True)) for one in (then, now)]
        assert places[0] < places[1]


def test_a_release_from_before_the_index_has_none() -> None:
    older = open_release("2026.11.1")
    assert not risk.is_there(older)
    assert risk_inputs.months(older) == []


def test_the_less_willing_side_gives_the_value_and_its_day(evidence: Evidence) -> None:
    """In April 2026 Pakistan leaned to talks on the 3rd; the Taliban supported them since February."""
    read = risk_inputs.readings(evidence, PICSS)["willingness"]
    april = next(one for one in read if one.first == date(2026, 4, 1))
    assert april.value.headline == 1 and april.declared == date(2026, 4, 3)


def test_totals_in_which_no_publisher_has_a_part_are_no_disagreement(evidence: Evidence) -> None:
    weights = risk.normalised({"economy": 50, "border-rung": 50})
    found = risk.spread(evidence, weights)
    assert len(found) and not found["is_compared"].any() and found["apart"].isna().all()
