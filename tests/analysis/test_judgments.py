"""Judgments: where each question stands on a day, and the Brier score, reckoned by hand."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.analysis import judgments
from khyber.evidence import Evidence, Range, open_folder, open_release
from khyber.settings import settings
from khyber.wording import bands
from tests.check import copies

MADE = date(2026, 6, 12)
STRIKE = "incidents/2026-06-29-june-strikes"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copies.copy(tmp_path / "data")


def decided(folder: Path, judgment: str, horizon: str, outcome: str, rows: str = STRIKE) -> None:
    """Let the horizon of a judgment have passed, with an outcome."""
    copies.cells("key_judgments", judgment, horizon=horizon, outcome=outcome, outcome_rows=rows)(folder)


def row(found: pd.DataFrame, judgment: str) -> pd.Series:
    return found.set_index("judgment_id").loc[judgment]


def ends(score: Range) -> tuple[float | None, ...]:
    return score.low, score.headline, score.high


class TestBands:
    def test_they_are_those_of_the_directive_and_lie_end_to_end(self, evidence: Evidence) -> None:
        scale = bands(evidence)
        assert [one.midpoint for one in scale] == [3, 12.5, 32.5, 50, 67.5, 87.5, 97]
        assert all(one.high == other.low for one, other in zip(scale, scale[1:], strict=False))
        assert (scale[0].low, scale[-1].high) == (1, 99)

    def test_older_releases_have_the_same(self, evidence: Evidence) -> None:
        assert bands(open_release("2026.11.1")) == bands(evidence)


class TestStanding:
    def test_a_judgment_is_known_from_the_day_on_which_it_was_made(self, evidence: Evidence) -> None:
        assert judgments.judged(evidence, date(2023, 1, 31)).empty
        assert judgments.judged(evidence, date(2026, 6, 11)).empty
        assert len(judgments.judged(evidence, MADE)) == evidence.counts["key_judgments"]

    def test_what_is_said_agrees_with_the_columns(self, evidence: Evidence) -> None:
        for one in judgments.judged(evidence).itertuples():
            expected = judgments.OPEN if pd.notna(one.horizon) else judgments.NO_HORIZON
            assert one.standing == (expected if isinstance(one.likelihood, str) else judgments.STATEMENT)
            assert pd.isna(one.low) == (one.standing == judgments.STATEMENT)
            assert pd.isna(one.score)

    def test_a_release_from_before_the_columns_says_nothing_of_it(self) -> None:
        assert set(judgments.judged(open_release("2026.11.1"))["standing"]) == {judgments.NOT_GIVEN}

    def test_it_is_open_to_the_end_of_its_horizon_and_due_after(self, folder: Path) -> None:
        copies.cells("key_judgments", "kj-02", horizon="2026-10-01")(folder)
        evidence = open_folder(folder)
        assert row(judgments.judged(evidence, date(2026, 10, 1)), "kj-02")["standing"] == judgments.OPEN
        assert row(judgments.judged(evidence, date(2026, 10, 2)), "kj-02")["standing"] == judgments.DUE
        assert row(judgments.judged(evidence), "kj-02")["standing"] == judgments.DUE

    def test_an_outcome_before_the_horizon_is_not_scored(self, folder: Path) -> None:
        decided(folder, "kj-02", "2026-12-12", "yes")
        assert row(judgments.judged(open_folder(folder)), "kj-02")["standing"] == judgments.OPEN

    def test_an_outcome_is_told_only_where_all_of_its_rows_were_known(self, folder: Path) -> None:
        decided(folder, "kj-02", "2026-06-20", "yes", f"{STRIKE};key_judgments/kj-01")
        evidence = open_folder(folder)
        before, after = (row(judgments.judged(evidence, day), "kj-02") for day in (date(2026, 6, 25), date(2026, 7, 1)))
        assert (before["standing"], before["outcome"], before["outcome_rows"]) == ("due", "", ("key_judgments/kj-01",))
        assert (after["standing"], after["outcome"]) == ("scored", "yes")


class TestScore:
    def test_by_hand(self) -> None:
        # likely, 55 to 80 percent, midpoint 67.5: 0.325^2, 0.2^2, 0.45^2 where it came about.
        assert ends(judgments.score(55, 80, True)) == pytest.approx((0.2**2, 0.325**2, 0.45**2))
        assert ends(judgments.score(55, 80, False)) == pytest.approx((0.55**2, 0.675**2, 0.8**2))

    def test_of_several_it_is_the_mean(self, folder: Path) -> None:
        decided(folder, "kj-02", "2026-10-01", "yes")
        decided(folder, "kj-03", "2026-10-01", "no")
        found = judgments.judged(open_folder(folder))
        total = judgments.brier(judgments.scored(found))
        # likely (67.5) that came about, unlikely (32.5) that did not: both miss by 0.325, by 0.2 to 0.45 in the band.
        assert total and ends(total) == pytest.approx((0.2**2, 0.325**2, 0.45**2))

    def test_of_none_there_is_none(self, evidence: Evidence) -> None:
        assert judgments.brier([]) is None
        assert judgments.scored(judgments.judged(evidence)) == []

    @given(st.lists(st.tuples(st.sampled_from(bands(open_release())), st.booleans()), min_size=1, max_size=9))
    def test_it_lies_between_nought_and_one_within_its_range(self, cases) -> None:
        total = judgments.brier([judgments.score(band.low, band.high, came) for band, came in cases])
        assert total is not None and total.low is not None and total.high is not None and total.headline is not None
        assert 0 <= total.low <= total.headline <= total.high <= 1

    @given(st.sampled_from(bands(open_release())), st.sampled_from(bands(open_release())))
    def test_the_likelier_scores_better_exactly_where_it_comes_about(self, one, other) -> None:
        came = [judgments.score(band.low, band.high, True).headline or 0 for band in (one, other)]
        not_so = [judgments.score(band.low, band.high, False).headline or 0 for band in (one, other)]
        assert (came[0] < came[1]) == (one.midpoint > other.midpoint) == (not_so[0] > not_so[1])
