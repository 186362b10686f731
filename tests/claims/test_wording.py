"""Numbers, periods and amounts as sentences word them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.claim import numbers, periods
from khyber.claim.amounts import Amount, Shift
from khyber.claim.periods import Period


def words(text: str) -> list[str]:
    return text.lower().replace("-", " ").split()


class TestNumbers:
    @given(st.integers(0, 999_999))
    def test_words_and_digits_come_back(self, value: int) -> None:
        for told in (words(numbers.words(value)), [f"{value:,}"], [str(value)]):
            assert numbers.read(told, 0) == (numbers.Number(value), len(told))

    @given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6))
    def test_any_words_are_a_number_or_none(self, told: list[str]) -> None:
        found = numbers.read(told, 0)
        assert found is None or 0 < found[1] <= len(told)

    @pytest.mark.parametrize(
        ("told", "value", "half_step"),
        [("1.2 thousand", 1200, 50), ("10k", 10_000, 500), ("ten thousand", 10_000, 0), ("12.5", 12.5, 0.05)],
    )
    def test_how_exactly_a_number_is_written(self, told: str, value: float, half_step: float) -> None:
        found = numbers.read(words(told), 0)
        assert found and (found[0].value, found[0].half_step) == (value, half_step)

    @pytest.mark.parametrize(("told", "value"), [("two dozen", 24), ("a dozen", 12), ("half a dozen", 6)])
    def test_dozens_are_rough(self, told: str, value: int) -> None:
        assert numbers.read(words(told), 0) == (numbers.Number(value, rough=True), len(told.split()))

    @pytest.mark.parametrize("told", ["1,00,000", "hundred and", "a", "and two", "12,34"])
    def test_what_is_no_number(self, told: str) -> None:
        assert numbers.read(words(told), 0) is None


class TestPeriods:
    @pytest.mark.parametrize(
        ("told", "text"),
        [
            ("2021", "2021"),
            ("August 2024", "2024-08"),
            ("the month of August 2024", ""),
            ("month of August 2024", "2024-08"),
            ("first half of 2025", "2025-01..2025-06"),
            ("second half of 2022", "2022-07..2022-12"),
            ("H1 2022", "2022-01..2022-06"),
            ("Q3 2025", "2025-07..2025-09"),
            ("2024 Q1", "2024-01..2024-03"),
            ("the last quarter of 2024", "2024-10..2024-12"),
            ("first nine months of 2025", "2025-01..2025-09"),
            ("between January and June 2022", "2022-01..2022-06"),
            ("January to May 2023", "2023-01..2023-05"),
            ("5 May 2023", "2023-05-05"),
            ("1850", ""),
            ("31 February 2023", ""),
            ("Q5 2024", ""),
            ("June to January 2022", ""),
        ],
    )
    def test_periods_as_said(self, told: str, text: str) -> None:
        found = periods.read(words(told), 0)
        assert (found[0].period.text if found and found[0].period else "") == text

    @given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
    def test_last_year_is_the_year_before(self, day: date) -> None:
        assert periods.told_by("last year", day) == periods.year(day.year - 1)
        last = periods.told_by("last month", day)
        assert last and last.span == "month" and last.end < day.replace(day=1)

    @given(st.integers(1990, 2030), st.integers(1, 12))
    def test_the_month_before_ends_where_the_month_starts(self, year: int, month: int) -> None:
        this = periods.months(year, month, month)
        before, earlier = periods.before(this), periods.earlier(this)
        assert before and (this.start - before.end).days == 1 and before.span == "month"
        assert earlier == periods.months(year - 1, month, month)

    @given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=8))
    def test_any_words_are_a_period_or_none(self, told: list[str]) -> None:
        found = periods.read(told, 0)
        assert found is None or 0 < found[1] <= len(told)

    def test_a_period_of_days_has_none_before_it(self) -> None:
        assert periods.before(Period(date(2024, 3, 12), date(2024, 4, 9))) is None


class TestAmounts:
    @pytest.mark.parametrize(
        ("amount", "low", "high", "covers"),
        [
            (Amount(6000, "range", 6500), 6000, 6500, True),
            (Amount(6000, "range", 6500), 6000, 6000, False),
            (Amount(2000, "range", 8000), 6000, 6500, False),
            (Amount(10_000, "at-most"), 7000, 10_000, True),
            (Amount(10_000, "at-most"), 4000, 6500, False),
            (Amount(8000, "over"), 8000, None, True),
            (Amount(4000, "over"), 8000, None, False),
            (Amount(4000, "almost"), None, 4000, True),
            (Amount(6200), 6000, 6500, False),
            (Amount(6200, "about"), 6000, 6500, True),
            (Amount(6000), None, 6000, False),
        ],
    )
    def test_an_estimate_is_met_by_what_it_says(
        self, amount: Amount, low: float | None, high: float | None, covers: bool
    ) -> None:
        assert amount.covers(low, high) is covers

    @pytest.mark.parametrize(
        ("hedge", "yes", "no"),
        [
            ("exact", [300], [299, 301]),
            ("almost", [270, 294, 299], [269, 300, 301]),
            ("about", [285, 300, 315], [284, 316]),
            ("just-over", [301, 315], [300, 316]),
            ("over", [301, 9000], [300, 299]),
            ("at-least", [300, 9000], [299]),
            ("under", [299, 0], [300]),
            ("at-most", [300, 225], [301, 224]),
            ("far-over", [330], [329]),
        ],
    )
    def test_a_hedge_is_an_interval(self, hedge: str, yes: list[float], no: list[float]) -> None:
        amount = Amount(300, hedge)
        assert all(map(amount.holds, yes)) and not any(map(amount.holds, no))

    @given(
        st.sampled_from(["exact", "almost", "about", "range", "at-most"]),
        st.integers(1, 10_000),
        st.integers(0, 20_000),
    )
    def test_what_is_near_holds(self, hedge: str, stated: int, value: int) -> None:
        amount = Amount(stated, hedge, stated * 1.1 if hedge == "range" else None)
        assert not amount.near(value) or amount.holds(value)

    @pytest.mark.parametrize(
        ("shift", "earlier", "later", "holds"),
        [
            (Shift("up", "%", Amount(56)), 188, 294, True),
            (Shift("up", "%", Amount(57)), 188, 294, False),
            (Shift("down", "%", Amount(56)), 188, 294, False),
            (Shift("up", "%", Amount(56)), 0, 294, False),
            (Shift("up", "x", Amount(2)), 100, 205, True),
            (Shift("up", "x", Amount(2)), 100, 215, False),
            (Shift("up", "x", Amount(3, "over")), 294, 905, True),
            (Shift("down", "x", Amount(0.5)), 200, 100, True),
            (Shift("down", "x", Amount(0.5, "almost")), 200, 108, True),
            (Shift("down", "x", Amount(0.5, "over")), 200, 108, False),
            (Shift("up", "~%", Amount(25)), 335, 419, True),
            (Shift("up", "values", Amount(188), Amount(294)), 188, 294, True),
            (Shift("up", "values", Amount(146), Amount(294)), 188, 294, False),
            (Shift("down"), 294, 188, True),
            (Shift("up"), 294, 294, False),
        ],
    )
    def test_a_change_is_held_to_two_values(self, shift: Shift, earlier: float, later: float, holds: bool) -> None:
        assert shift.holds(earlier, later) is holds

    @given(st.floats(1, 5000), st.floats(1, 5000), st.sampled_from(["%", "~%", "x", ""]), st.integers(1, 300))
    def test_a_rise_is_never_a_fall(self, earlier: float, later: float, unit: str, size: int) -> None:
        amount = Amount(size) if unit else None
        assert not (
            Shift("up", unit, amount).holds(earlier, later) and Shift("down", unit, amount).holds(earlier, later)
        )
