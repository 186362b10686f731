"""Changes: the percentage, what may be said of it, and what is not compared."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from khyber.analysis import change, counts
from khyber.evidence import Evidence, Range, dates, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def year(evidence: Evidence, publisher: str, wanted: int, metric: str = "attacks", **choice: object) -> pd.Series:
    rows = counts.series(evidence, metric, span="year", publishers=[publisher], **choice)
    (row,) = [row for _, row in rows.iterrows() if row["period_start"].year == wanted]
    return row


def made(period: str, low: float = 10, high: float = 10, **other: object) -> pd.Series:
    """A row of headlines for a period, counted by PICSS unless `other` says else."""
    first, last = dates.bounds(period)
    return pd.Series(
        {
            "publisher": "picss",
            "area": "pakistan",
            "actor": "all",
            "metric": "attacks",
            "span": dates.span(first, last),
            "period_start": pd.Timestamp(first),
            "period_end": pd.Timestamp(last),
            "headline": high,
            "low": low,
            "high": high,
            "status": counts.HEADLINE,
        }
        | other
    )


class TestTheRiseOf2021:
    def test_picss(self, evidence):
        found = change.of_rows(year(evidence, "picss", 2020), year(evidence, "picss", 2021))
        assert change.signed(found.percent.headline) == "+56"
        assert change.words(found) == "+56 to +57 %"
        assert found.verdict == change.RISE

    def test_pips(self, evidence):
        found = change.of_rows(year(evidence, "pips", 2020), year(evidence, "pips", 2021))
        assert found.percent.is_exact
        assert change.words(found) == "+42 %"
        assert found.verdict == change.RISE

    def test_as_known_then_the_rise_of_picss_was_not_yet_published(self, evidence):
        rows = counts.series(evidence, "attacks", span="year", publishers=["picss"], known=date(2022, 1, 1))
        assert 2021 not in set(rows["period_start"].dt.year)


class TestVerdict:
    @pytest.mark.parametrize(
        ("earlier", "later", "verdict"),
        [
            (Range(187, 188), Range.exact(294), change.RISE),
            (Range.exact(294), Range(187, 188), change.FALL),
            (Range(376, 380), Range(379, 390), change.WITHIN),
            (Range(376, 380), Range(380, 390), change.WITHIN),
            (Range(376, 380), Range(381, 390), change.RISE),
            (Range(376, 380), Range(300, 376), change.WITHIN),
            (Range(376, 380), Range(300, 375), change.FALL),
            (Range.exact(5), Range.exact(5), change.UNCHANGED),
            (Range(4, 5), Range(4, 5), change.WITHIN),
            (Range(5, None), Range(6, 7), change.WITHIN),
            (Range(None, 5), Range(6, None), change.RISE),
            (Range(None, None, 4), Range.exact(9), change.WITHIN),
            (Range(0, 2), Range(3, 4), change.RISE),
            (Range.exact(7), Range.exact(0), change.FALL),
        ],
    )
    def test_a_rise_or_fall_only_where_every_published_value_agrees(self, earlier, later, verdict):
        assert change.between(earlier, later).verdict == verdict

    @pytest.mark.parametrize(
        ("later", "verdict"),
        [
            (Range.exact(0), change.UNCHANGED),
            (Range(1, 3), change.RISE),
            (Range(0, 3), change.WITHIN),
            (Range(None, 3), change.WITHIN),
        ],
    )
    def test_from_zero_there_is_no_percentage(self, later, verdict):
        found = change.between(Range.exact(0), later)
        assert found.percent is None
        assert found.verdict == verdict
        assert change.words(found) == "a change from zero has no percentage"

    @given(st.tuples(*[st.integers(0, 10**6)] * 4))
    def test_the_verdict_is_that_of_every_pair_of_values(self, values):
        earlier, later = Range(*sorted(values[:2])), Range(*sorted(values[2:]))
        assume(earlier.high > 0)
        found = change.between(earlier, later).verdict
        assert (found == change.RISE) == (later.low > earlier.high)
        assert (found == change.FALL) == (later.high < earlier.low)
        assert (found == change.UNCHANGED) == (earlier.low == earlier.high == later.low == later.high)

    @given(st.tuples(*[st.integers(1, 10**6)] * 3))
    def test_a_wider_range_never_turns_a_doubt_into_a_finding(self, values):
        low, high, later = values
        narrow = change.between(Range.exact(low), Range.exact(later)).verdict
        wide = change.between(Range(min(low, high), max(low, high)), Range.exact(later)).verdict
        assert wide in (narrow, change.WITHIN)


class TestNotComparable:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("publisher", "pips"),
            ("area", "punjab"),
            ("area", "kp-settled"),
            ("actor", "ttp"),
            ("metric", "killed"),
        ],
    )
    def test_another_count(self, name, value):
        found = change.of_rows(made("2020"), made("2021", **{name: value}))
        assert (found.percent, found.verdict) == (None, change.UNCOUNTED)
        assert found.reason == f"the two differ in {name}"

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [("2020", "2021-01"), ("2020", "2021-01/2021-09"), ("2020-01/2020-06", "2021"), ("2020", "2021-07/2022-06")],
    )
    def test_a_part_of_a_year_with_a_year(self, earlier, later):
        found = change.of_rows(made(earlier), made(later))
        assert (found.percent, found.verdict) == (None, change.UNCOUNTED)
        assert "span" in found.reason

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [
            ("2020", "2020"),
            ("2021", "2020"),
            ("2020-03-01/2020-04-15", "2020-04-15/2020-05-30"),
            ("2020-01/2020-05", "2020-03/2020-07"),
        ],
    )
    def test_periods_that_overlap_or_run_backwards(self, earlier, later):
        found = change.of_rows(made(earlier), made(later))
        assert (found.percent, found.verdict) == (None, change.UNCOUNTED)
        assert "overlap" in found.reason

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [
            ("2020-01/2020-11", "2021-01/2021-10"),
            ("1988/2011", "2012/2013"),
            ("2020-01-05/2020-01-10", "2020-02-05/2020-02-11"),
            ("2020-01-02/2020-02-01", "2020-03"),
        ],
    )
    def test_other_periods_of_different_length(self, earlier, later):
        found = change.of_rows(made(earlier), made(later, span="other"))
        assert (found.percent, found.verdict) == (None, change.UNCOUNTED)

    @pytest.mark.parametrize(
        ("earlier", "later"),
        [
            ("2023-01/2023-11", "2024-01/2024-11"),
            ("2018-07/2019-06", "2019-07/2020-06"),
            ("2023-01-01/2023-02-28", "2024-01-01/2024-02-29"),
            ("2020-01-05/2020-01-10", "2020-02-05/2020-02-10"),
        ],
    )
    def test_other_periods_of_one_length_are_compared_whatever_the_leap_day(self, earlier, later):
        assert change.of_rows(made(earlier), made(later, 15, 15)).percent == Range(50, 50, 50)

    @pytest.mark.parametrize("doubtful", [0, 1])
    def test_a_doubtful_value(self, doubtful):
        rows = [made("2020"), made("2021")]
        rows[doubtful]["status"] = counts.DOUBTFUL
        found = change.of_rows(*rows)
        assert (found.percent, found.verdict, found.reason) == (None, change.UNCOUNTED, "a value is doubtful")

    def test_a_real_doubtful_value(self, evidence):
        earlier = year(evidence, "picss", 2011, area="kp-settled")
        later = year(evidence, "picss", 2012, area="kp-settled")
        assert change.of_rows(earlier, later).percent is None

    def test_settled_districts_with_the_whole_province(self, evidence):
        earlier = year(evidence, "picss", 2022, area="kp-settled")
        later = year(evidence, "picss", 2023, area="khyber-pakhtunkhwa")
        assert change.of_rows(earlier, later).reason == "the two differ in area"


class TestWords:
    @pytest.mark.parametrize(
        ("percent", "text"),
        [
            (Range(56.4, 56.4), "+56 %"),
            (Range(56.4, 57.2), "+56 to +57 %"),
            (Range(56.1, 56.4), "+56 %"),
            (Range(-12.2, -12.2), "−12 %"),
            (Range(-12, 3), "−12 to +3 %"),
            (Range(-0.3, 0.2), "0 %"),
            (Range(50, None), "at least +50 %"),
            (Range(None, -50), "at most −50 %"),
            (Range(-100, None), "not limited by the published range"),
            (Range(-100, None, 20), "not limited by the published range"),
            (Range(None, None), "not limited by the published range"),
        ],
    )
    def test_a_change_in_words(self, percent, text):
        assert change.words(change.Change(percent, change.WITHIN)) == text

    @pytest.mark.parametrize(
        ("value", "text"), [(None, "no limit"), (0.4, "0"), (-0.4, "0"), (99.6, "+100"), (-1.6, "−2")]
    )
    def test_signed(self, value, text):
        assert change.signed(value) == text
