"""Partial dates and intervals: their first and last day, how they read, and what is none."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.evidence import dates

DAYS = st.dates(date(1600, 1, 1), date(2400, 12, 31))


class TestBounds:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2009", date(2009, 1, 1), date(2009, 12, 31)),
            ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
            ("2021-08-15", date(2021, 8, 15), date(2021, 8, 15)),
            ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
            ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
            ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
            ("2022-07-01/2023-06-30", date(2022, 7, 1), date(2023, 6, 30)),
            ("2022-07/2024-02", date(2022, 7, 1), date(2024, 2, 29)),
            ("2019/2021-03", date(2019, 1, 1), date(2021, 3, 31)),
            ("2021/2021", date(2021, 1, 1), date(2021, 12, 31)),
            ("0001", date(1, 1, 1), date(1, 12, 31)),
            ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ],
    )
    def test_first_and_last_day(self, text, first, last):
        assert dates.bounds(text) == (first, last)

    @pytest.mark.parametrize(
        "text",
        [
            "", " ", "2021 ", " 2021", "2021\n", "21", "202", "20210", "2021-3", "2021-3-1", "2021-00", "2021-13",
            "2023-02-29", "1900-02-29", "2021-04-31", "2021-01-00", "0000", "2021-", "2021-01-", "2021/", "/2021", "/",
            "2021/2020", "2021-03/2021-02", "2021-03-02/2021-03-01", "2019/2020/2021", "2021--01", "2021-01-01-01",
            "2023H1", "2024Q3", "2023-01..2023-11", "2021~", "2021?", "-2021", "+2021", "spring 2021", "2021-W05",
            "٢٠٢١", "2021-01-01T00:00", "../2021",
        ],
    )  # fmt: skip
    def test_refuses_what_is_none(self, text):
        with pytest.raises(ValueError):
            dates.bounds(text)

    @pytest.mark.parametrize(
        ("text", "part"), [("0000", "year"), ("2026-13", "month"), ("2021-00", "month"), ("2021-13-01", "day")]
    )
    def test_says_what_of_the_calendar_it_is_not(self, text, part):
        with pytest.raises(ValueError, match=f"^'{text}' is not a {part} of the calendar$"):
            dates.bounds(text)

    def test_says_what_is_wrong(self):
        with pytest.raises(ValueError, match="'soon' is not a date: write 2009, 2025-03 or 2021-08-15"):
            dates.bounds("soon")
        with pytest.raises(ValueError, match="'2023-02-29' is not a day of the calendar"):
            dates.bounds("2023-02-29")
        with pytest.raises(ValueError, match="'2021/2020' ends before it starts"):
            dates.bounds("2021/2020")

    @pytest.mark.parametrize("text", ["x" * 9_000, f"2021/{'x' * 9_000}", f"{'9' * 9_000}/2021"])
    def test_a_long_text_is_not_repeated_in_full(self, text):
        with pytest.raises(ValueError, match="… *' is not a date") as refused:
            dates.bounds(text)
        assert len(str(refused.value)) < 120

    @given(st.text())
    def test_any_text_has_bounds_in_order_or_is_refused(self, text):
        try:
            first, last = dates.bounds(text)
        except ValueError:
            return
        assert first <= last

    @given(DAYS, DAYS)
    def test_an_interval_runs_from_the_first_of_one_to_the_last_of_the_other(self, one, two):
        first, last = sorted([one, two])
        assert dates.bounds(f"{first:%Y-%m}/{last}") == (first.replace(day=1), last)

    @given(DAYS)
    def test_a_day_lies_in_its_month_and_the_month_in_its_year(self, day):
        month, year = dates.bounds(f"{day:%Y-%m}"), dates.bounds(f"{day:%Y}")
        assert dates.bounds(day.isoformat()) == (day, day)
        assert year[0] <= month[0] <= day <= month[1] <= year[1]
        assert (month[1] + timedelta(days=1)).day == 1


class TestWords:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("2022-01-02", "2 January 2022"),
            ("2022-01", "January 2022"),
            ("2022", "2022"),
            ("2018/2021", "2018 to 2021"),
            ("2022-01/2022-03", "January to March 2022"),
            ("2022-11/2023-02", "November 2022 to February 2023"),
            ("2022-01-02/2022-01-05", "2 to 5 January 2022"),
            ("2022-01-30/2022-02-02", "30 January 2022 to 2 February 2022"),
            ("2022-01-02/2022-01-31", "2 to 31 January 2022"),
            ("2024-02-01/2024-02-28", "1 to 28 February 2024"),
            ("2024-02-01/2024-02-29", "February 2024"),
            ("2022-01-01/2022-01-01", "1 January 2022"),
            ("2022-07/2023-06", "July 2022 to June 2023"),
            ("9999", "9999"),
            ("9999-12-30/9999-12-31", "30 to 31 December 9999"),
        ],
    )
    def test_reads_as_people_write(self, text, said):
        assert dates.words(*dates.bounds(text)) == said

    def test_one_day_alone(self):
        assert dates.words(date(2021, 8, 15)) == "15 August 2021"

    @given(DAYS, DAYS)
    def test_two_spans_never_read_the_same(self, one, two):
        first, last = sorted([one, two])
        assert dates.words(first, last) != dates.words(first, last + timedelta(days=1))


class TestSpan:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("2022-01", "month"),
            ("2024-02", "month"),
            ("2024-02-01/2024-02-28", "other"),
            ("2022-01/2022-03", "quarter"),
            ("2022-10/2022-12", "quarter"),
            ("2022-02/2022-04", "other"),
            ("2022-01/2022-06", "half"),
            ("2022-07/2022-12", "half"),
            ("2022-04/2022-09", "other"),
            ("2022-01/2022-09", "nine-months"),
            ("2022-04/2022-12", "other"),
            ("2022", "year"),
            ("2022-01/2022-11", "other"),
            ("2022-01-01/2022-12-30", "other"),
            ("2022-01-02/2022-12-31", "other"),
            ("2022-07/2023-06", "other"),
            ("2021/2022", "other"),
            ("1988/2011", "other"),
            ("2022-12/2023-01", "other"),
            ("2022-05-07", "other"),
            ("9999", "year"),
        ],
    )
    def test_kind_of_period(self, text, kind):
        assert dates.span(*dates.bounds(text)) == kind


class TestAddMonths:
    @pytest.mark.parametrize(
        ("day", "months", "later"),
        [
            (date(2021, 12, 31), 18, date(2023, 6, 30)),
            (date(2022, 6, 30), 18, date(2023, 12, 30)),
            (date(2022, 8, 31), 18, date(2024, 2, 29)),
            (date(2021, 8, 31), 18, date(2023, 2, 28)),
            (date(2022, 12, 31), 12, date(2023, 12, 31)),
            (date(2022, 1, 15), 0, date(2022, 1, 15)),
            (date(2022, 1, 31), -2, date(2021, 11, 30)),
            (date(2022, 11, 30), 1, date(2022, 12, 30)),
        ],
    )
    def test_same_day_or_the_last_of_the_month(self, day, months, later):
        assert dates.add_months(day, months) == later

    @given(DAYS, st.integers(-600, 600))
    def test_moves_by_whole_months(self, day, months):
        later = dates.add_months(day, months)
        assert (later.year - day.year) * 12 + later.month - day.month == months
        assert later.day == min(day.day, monthrange(later.year, later.month)[1])
