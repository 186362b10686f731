"""The outlook's forecasts and scores against the same worked out anew: by plain loops, sums and the table's text."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from khyber.analysis.counts import headlines
from khyber.analysis.outlook import backtest, months, scores
from khyber.analysis.outlook.distributions import (
    LEAST_MEAN,
    LEAST_SIZE,
    MOST_SIZE,
    log_probability,
    probabilities,
    quantiles,
)
from khyber.analysis.outlook.models import AHEAD, BASELINES, DISCOUNTS, LEAST_ERRORS, MODELS, Past, dispersion
from khyber.analysis.outlook.months import Series
from khyber.evidence import Evidence, open_folder
from khyber.settings import settings
from tests.charts.test_provenance import Part, Row

ATTACKS, KILLED = Series("picss"), Series("picss", "killed")
MEANS, SIZES = st.floats(LEAST_MEAN, 2000), st.floats(LEAST_SIZE, MOST_SIZE)
DAYS = [date(2019, 12, 31), date(2022, 12, 31), date(2023, 1, 5), date(2024, 9, 30)]
every_model = pytest.mark.parametrize("name", MODELS)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture(scope="module")
def scored(evidence: Evidence) -> pd.DataFrame:
    return backtest.scored(evidence, ATTACKS)


class TestDistributions:
    @given(MEANS, SIZES)
    def test_they_sum_to_one_and_have_the_mean_and_variance_of_a_negative_binomial(self, mean, size):
        found = probabilities(mean, size)
        assert (found >= 0).all() and found.sum() == pytest.approx(1, abs=1e-9)
        counts = np.arange(len(found))
        own = (found * counts).sum()
        assert own == pytest.approx(mean, rel=1e-6)
        assert (found * (counts - own) ** 2).sum() == pytest.approx(mean + mean**2 / size, rel=1e-4)

    @given(MEANS, SIZES)
    def test_quantiles_are_the_least_counts_that_hold_their_share(self, mean, size):
        below = probabilities(mean, size).cumsum()
        found = quantiles(mean, size, backtest.SHARES)
        assert list(found) == sorted(found)
        for count, share in zip(found, backtest.SHARES, strict=True):
            assert below[count] >= share and (count == 0 or below[count - 1] < share)

    @given(st.integers(0, 400), st.floats(1, 300), st.floats(0.5, 500))
    def test_the_log_score_is_that_of_the_library_where_that_has_digits(self, count, mean, size):
        with np.errstate(divide="ignore"):
            library = scoringrules.logs_negbinom(count, size, mu=mean)
        if library < 100:
            assert -log_probability(count, mean, size) == pytest.approx(library, rel=1e-6, abs=1e-9)

    def test_a_count_too_unlikely_for_a_float_still_has_a_log_score(self):
        assert 745 < -log_probability(3000, 2.0, 100.0) < np.inf


def pasts(least: int = 1) -> st.SearchStrategy[Past]:
    """Months with gaps whose first and last are known."""
    count = st.integers(0, 300).map(float)
    middle = st.lists(st.one_of(count, count, st.just(float("nan"))), min_size=least, max_size=120)
    return st.builds(
        lambda first, begins, between, ends: Past(first, np.array([begins, *between, ends])),
        st.integers(2000 * 12, 2030 * 12), count, middle, count,
    )  # fmt: skip


class TestModels:
    @every_model
    @given(past=pasts())
    def test_any_months_give_distributions_or_none(self, name, past):
        with np.errstate(all="raise", under="ignore"):
            made = MODELS[name](past)
        assert made.mean.shape == made.size.shape == (AHEAD,)
        assert (np.isnan(made.mean) == np.isnan(made.size)).all()
        for mean, size in zip(made.mean[made.given], made.size[made.given], strict=True):
            assert probabilities(mean, size).sum() == pytest.approx(1, abs=1e-9)

    @every_model
    @given(months_known=st.integers(2, LEAST_ERRORS))
    def test_few_months_teach_nothing(self, name, months_known):
        assert not MODELS[name](Past(24000, np.full(months_known, 20.0))).given.any()

    @every_model
    def test_a_series_that_never_changes_goes_on(self, name):
        made = MODELS[name](Past(24000, np.full(80, 40.0)))
        assert made.given.all() and made.mean == pytest.approx(40, rel=0.02)

    @every_model
    def test_what_is_doubled_is_foretold_about_doubled(self, name, evidence):
        past = months.past(evidence, ATTACKS, None)
        once, twice = MODELS[name](past), MODELS[name](Past(past.first, 2 * past.values))
        assert twice.mean == pytest.approx(2 * once.mean, rel=0.15)

    def test_the_baselines_say_what_they_are_called(self, evidence):
        known = months.known(evidence, ATTACKS, None)["value"]
        newest = known.index[-1]
        past = months.past(evidence, ATTACKS, None)
        year = known[known.index > newest - 12]
        assert (MODELS["last"](past).mean == known[newest]).all()
        assert MODELS["mean-of-year"](past).mean == pytest.approx(year.mean())
        told = MODELS["same-month"](past).mean
        for ahead in range(1, AHEAD + 1):
            before = known.get(newest + ahead - 12)
            assert np.isnan(told[ahead - 1]) if before is None else told[ahead - 1] == before

    def test_a_baseline_is_as_wide_as_its_own_errors(self, evidence):
        known = months.known(evidence, ATTACKS, None)["value"]
        pairs = [(value, known[at + 3]) for at, value in known.items() if at + 3 in known.index]
        spread = sum(((came - said) ** 2 - said) / said**2 for said, came in pairs) / len(pairs)
        made = MODELS["last"](months.past(evidence, ATTACKS, None))
        assert made.size[2] == pytest.approx(1 / spread)

    def test_smoothing_is_the_discounted_mean_and_no_narrower_than_its_formula(self, evidence):
        past = months.past(evidence, ATTACKS, None)
        made, age = MODELS["smoothing"](past), np.arange(len(past.values))[::-1]
        given = ~np.isnan(past.values)
        weighted = {w: ((w**age)[given] * past.values[given]).sum() for w in DISCOUNTS}
        levels = {w: weighted[w] / (w**age)[given].sum() for w in DISCOUNTS}
        discount = min(DISCOUNTS, key=lambda w: abs(levels[w] - made.mean[0]))
        assert made.mean == pytest.approx(levels[discount])
        assert (made.size <= discount ** np.arange(1, AHEAD + 1) * weighted[discount] + 1e-6).all()

    def test_coefficients_of_the_regression_solve_its_equations(self, evidence):
        """At the coefficients found the weighted errors have no correlation with any predictor (Cameron, Trivedi)."""
        from khyber.analysis.outlook import models

        past = months.past(evidence, ATTACKS, None)
        offset = np.log1p(past.mean_of_year)
        columns = np.column_stack([np.ones(len(offset)), models._lags(past, 1)])
        taught = np.flatnonzero(~np.isnan(columns[:-1]).any(axis=1) & ~np.isnan(offset[:-1] + past.values[1:]))
        then = past.values[1:][taught]
        coefficients, spread = models._fit(columns[taught], offset[taught], then)
        fitted = np.exp(offset[taught] + columns[taught] @ coefficients)
        assert columns[taught].T @ ((then - fitted) / (1 + spread * fitted)) == pytest.approx(np.zeros(2), abs=1e-4)
        assert spread == pytest.approx(dispersion(fitted, then, 2))


class TestKnownBy:
    @pytest.mark.parametrize("day", DAYS)
    @pytest.mark.parametrize("series", [ATTACKS, KILLED])
    def test_months_known_by_a_day_are_the_headlines_of_that_day(self, evidence, series, day):
        found = headlines(evidence, day)
        own = (found["area"] == series.area) & (found["metric"] == series.metric) & (found["actor"] == "all")
        found = found[own & (found["publisher"] == series.publisher) & (found["span"] == "month")]
        found = found[found["status"] != "doubtful"]
        expected = {months.number(row.period_start.date()): (row.headline, row.row_id) for row in found.itertuples()}
        known = months.known(evidence, series, day)
        assert {row.Index: (row.value, row.row_id) for row in known.itertuples()} == expected

    def test_an_origin_is_a_months_end_that_brought_a_newer_month(self, evidence):
        found = months.origins(evidence, ATTACKS)
        assert len(found) > 2 * backtest.LEAST_ORIGINS
        for day, newest in found:
            assert (day + timedelta(days=1)).day == 1 and months.last_day(newest) <= day
            assert months.known(evidence, ATTACKS, day).index[-1] == newest
            before = months.known(evidence, ATTACKS, day.replace(day=1) - timedelta(days=1))
            assert before.empty or before.index[-1] < newest

    @pytest.mark.parametrize("day", DAYS[1:])
    def test_rows_published_later_change_no_forecast_and_no_score(self, evidence, day):
        """The same release without every row that was published after a day gives the same backtest up to that day."""
        rows = evidence.read("attack_counts", day)["row_id"]
        then = Part(evidence, [Row("attack_counts", row_id) for row_id in rows])
        for series in (ATTACKS, KILLED):
            pd.testing.assert_frame_equal(
                backtest.scored(evidence, series, day), backtest.scored(then, series), check_dtype=False
            )
            for model in MODELS:
                now, alone = backtest.ahead_of(evidence, series, model, day), backtest.ahead_of(then, series, model)
                pd.testing.assert_frame_equal(now, alone)

    def test_a_forecast_is_that_of_the_model_on_what_its_origin_knew(self, evidence, scored):
        for row in scored.iloc[:: len(scored) // 12].itertuples():
            known = months.known(evidence, ATTACKS, row.origin)["value"]
            values = [known.get(at, np.nan) for at in range(known.index[0], known.index[-1] + 1)]
            made = MODELS[row.model](Past(known.index[0], np.array(values, dtype=float)))
            assert (made.mean[row.ahead - 1], made.size[row.ahead - 1]) == pytest.approx((row.mean, row.size))
            assert row.month == known.index[-1] + row.ahead and row.month not in known.index


class TestScores:
    def test_what_came_is_the_headline_and_every_model_has_the_same_months(self, evidence, scored):
        found = headlines(evidence)
        found = found[(found["publisher"] == "picss") & (found["metric"] == "attacks") & (found["area"] == "pakistan")]
        found = found[(found["actor"] == "all") & (found["span"] == "month")]
        came = {months.number(row.period_start.date()): row.headline for row in found.itertuples()}
        assert list(scored["came"]) == [came[month] for month in scored["month"]]
        assert (scored.groupby(["origin", "ahead"])["model"].agg(set).map(set(MODELS).__eq__)).all()

    @pytest.mark.parametrize("series", [ATTACKS, KILLED])
    def test_scores_worked_out_anew_from_the_probabilities(self, evidence, series):
        """CRPS as the sum of squared differences of distribution functions; the others by their definitions."""
        for row in backtest.scored(evidence, series).iloc[::7].itertuples():
            chance = probabilities(row.mean, row.size)
            chance = np.append(chance, np.zeros(max(0, int(row.came) + 1 - len(chance))))
            below = chance.cumsum()
            came = np.arange(len(below)) >= row.came
            assert row.crps == pytest.approx(((below - came) ** 2).sum(), rel=1e-5)
            assert row.log_score == pytest.approx(-np.log(chance[int(row.came)]), rel=1e-6)
            assert row.low == np.flatnonzero(below >= 0.05)[0] and row.high == np.flatnonzero(below >= 0.95)[0]
            outside = max(row.low - row.came, 0) + max(row.came - row.high, 0)
            assert row.interval_score == pytest.approx(row.high - row.low + 20 * outside)
            assert row.held == (outside == 0)

    def test_only_distances_with_enough_origins_are_shown(self, evidence, scored):
        counted = backtest.origins_scored(scored)
        enough = {ahead for ahead, count in counted.items() if count >= backtest.LEAST_ORIGINS}
        assert set(backtest.enough(evidence, ATTACKS)["ahead"]) == enough and enough
        for series, months_given in months.every(evidence).items():
            if months_given < backtest.LEAST_ORIGINS and series.metric in ("attacks", "killed"):
                assert scores.verdict(evidence, series) is None

    def test_means_and_the_best_follow_from_the_scored_forecasts(self, evidence):
        verdict = scores.verdict(evidence, ATTACKS)
        by_model: dict[str, list[float]] = {}
        for row in verdict.scored.itertuples():
            by_model.setdefault(row.model, []).append(row.crps)
        means = {model: sum(each) / len(each) for model, each in by_model.items()}
        assert verdict.model == min(means, key=means.__getitem__)
        assert verdict.baseline == min(BASELINES, key=means.__getitem__)
        assert verdict.is_baseline == (verdict.model in BASELINES)
        for model, mean in means.items():
            assert verdict.mean(model) == pytest.approx(mean)
        held = verdict.scored[(verdict.scored["model"] == verdict.model) & (verdict.scored["ahead"] == 1)]["held"]
        assert verdict.mean(verdict.model, "coverage", 1) == pytest.approx(held.mean())

    def test_a_baseline_that_does_best_is_found(self, scored):
        better = scored.assign(crps=scored["crps"].where(scored["model"] != "last", 0.0))
        assert scores.best(better) == scores.best(better, tuple(BASELINES)) == "last"

    def test_a_difference_is_its_mean_with_errors_that_hang_together_over_six_months(self, scored):
        found = scores.difference(scored, "smoothing", "last")
        mine = scored[scored["model"] == "smoothing"].set_index(["newest", "ahead"])["crps"]
        each = mine - scored[scored["model"] == "last"].set_index(["newest", "ahead"])["crps"]
        assert found.mean == pytest.approx(each.mean())
        total = 0.0
        for (month, _), one in (each - each.mean()).items():
            for (other, _), two in (each - each.mean()).items():
                total += max(0.0, 1 - abs(month - other) / 6) * one * two
        assert found.error == pytest.approx(total**0.5 / len(each))
        assert scores.difference(scored, "last", "last").is_clear is False


def test_a_publisher_without_months_has_no_outlook(evidence):
    nobody = Series("gti")
    assert months.origins(evidence, nobody) == [] and scores.verdict(evidence, nobody) is None
    assert backtest.ahead_of(evidence, nobody, "last").empty
    assert set(backtest.origins_possible(evidence, nobody).values()) == {0}
