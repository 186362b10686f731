"""Closings as certain and possible spans: days counted by hand, overlaps once, and what was known by a day."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.analysis import closures
from khyber.evidence import Evidence, Range, open_folder, open_release
from khyber.settings import settings

JANUARY_2023 = date(2023, 1, 5)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def span(certain: tuple[str, str], possible: tuple[str, str], crossing: str = "gate", closing: str = "one") -> dict:
    first, last = map(date.fromisoformat, certain)
    earliest, latest = map(date.fromisoformat, possible)
    return {
        "crossing_id": crossing, "closure_id": closing, "certain_first": first, "certain_last": last,
        "possible_first": earliest, "possible_last": latest,
    }  # fmt: skip


def table(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(span(("2020-01-01",) * 2, ("2020-01-01",) * 2)))


def one(evidence: Evidence, closing: str, known: date | None = None) -> pd.DataFrame:
    found = closures.spans(evidence, known)
    return found[found["closure_id"] == closing]


class TestDays:
    """Days counted on the fingers: both ends of a span are days on which it was shut."""

    def test_one_day_is_one_day(self) -> None:
        shut = table(span(("2023-10-04", "2023-10-04"), ("2023-10-04", "2023-10-04")))
        assert closures.days(shut, date(2023, 1, 1), date(2023, 12, 31)) == Range(1, 1)

    def test_the_upper_end_takes_in_what_is_possible(self) -> None:
        shut = table(span(("2021-07-14", "2021-07-14"), ("2021-07-14", "2021-08-05")))
        # 14 to 31 July are 18 days, 1 to 5 August are 5.
        assert closures.days(shut, date(2021, 1, 1), date(2021, 12, 31)) == Range(1, 23)

    def test_overlapping_closings_count_a_day_once(self) -> None:
        shut = table(
            span(("2020-03-01", "2020-03-10"), ("2020-03-01", "2020-03-10")),
            span(("2020-03-05", "2020-03-12"), ("2020-03-05", "2020-03-20"), closing="two"),
            span(("2020-03-06", "2020-03-07"), ("2020-03-06", "2020-03-07"), "pass", "three"),
        )
        assert closures.days(shut, date(2020, 1, 1), date(2020, 12, 31)) == Range(12, 20)

    def test_a_period_cuts_spans_at_its_ends(self) -> None:
        shut = table(span(("2020-12-30", "2021-01-02"), ("2020-12-30", "2021-01-05")))
        assert closures.days(shut, date(2020, 1, 1), date(2020, 12, 31)) == Range(2, 2)
        assert closures.days(shut, date(2021, 1, 1), date(2021, 12, 31)) == Range(2, 5)

    def test_nothing_is_no_day(self) -> None:
        assert closures.days(table(), date(2020, 1, 1), date(2020, 12, 31)) == Range(0, 0)

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=8), st.integers(0, 40))
    def test_any_spans_count_as_the_set_of_their_days(self, given_spans: list[tuple[int, int]], cut: int) -> None:
        start = date(2020, 1, 1).toordinal()
        spans = [(date.fromordinal(start + one), date.fromordinal(start + one + more)) for one, more in given_spans]
        first, last = date.fromordinal(start + cut), date.fromordinal(start + cut + 20)
        every = {day for one, more in given_spans for day in range(one, one + more + 1) if cut <= day <= cut + 20}
        assert closures._union(spans, first, last) == len(every)


class TestYears:
    SHUT = table(
        span(("2020-12-31", "2022-01-01"), ("2020-12-31", "2022-02-10")),
        span(("2022-03-01", "2022-03-01"), ("2022-03-01", "2022-03-03"), closing="two"),
    )

    def test_each_year_has_its_own_days(self) -> None:
        found = closures.by_year(self.SHUT, ["gate"], date(2020, 1, 1), date(2022, 12, 31)).set_index("year")
        assert list(found.index) == [2020, 2021, 2022]
        # 2022: 1 January and 1 March for certain; 1 January to 10 February (41) and 1 to 3 March at most.
        assert [tuple(found.loc[year, ["low", "high"]]) for year in found.index] == [(1, 1), (365, 365), (2, 44)]
        assert not found["partial"].any()
        assert found.loc[2022, "closures"] == ("one", "two")

    def test_a_part_of_a_year_is_marked_and_not_reckoned_up(self) -> None:
        found = closures.by_year(self.SHUT, ["gate"], date(2021, 7, 1), date(2022, 1, 31)).set_index("year")
        assert list(found["partial"]) == [True, True]
        assert tuple(found.loc[2021, ["low", "high"]]) == (184, 184)
        assert tuple(found.loc[2022, ["low", "high"]]) == (1, 31)

    def test_years_without_a_closing_on_record_are_no_zeros(self) -> None:
        assert closures.by_year(self.SHUT, ["gate", "pass"], date(2018, 1, 1), date(2019, 12, 31)).empty

    def test_any_crossing_is_shut_where_one_is(self) -> None:
        both = table(
            span(("2021-01-01", "2021-01-10"), ("2021-01-01", "2021-01-10")),
            span(("2021-01-08", "2021-01-12"), ("2021-01-08", "2021-01-12"), "pass"),
        )
        (year,) = closures.together(both, date(2021, 1, 1), date(2021, 12, 31))
        assert (year["low"], year["high"]) == (12, 12)


class TestReading:
    """The closings of the table, by hand."""

    @pytest.mark.parametrize(
        ("closing", "certain", "possible", "open_end"),
        [
            # Opened on the Saturday before 28 May: 5 to 26 May.
            ("cl-0005", ("2017-05-05", "2017-05-26"), ("2017-05-05", "2017-05-26"), False),
            # First day 18 or 19 August; the next closing of the same crossing is of 17 February.
            ("cl-0003", ("2016-08-19", "2016-08-19"), ("2016-08-18", "2017-02-16"), False),
            # 2009, 2010 or 2011; still shut on 22 October 2023; no evidence of opening.
            ("cl-0017", ("2011-12-31", "2023-10-22"), ("2009-01-01", "2026-11-22"), True),
            # Shut since 2007; a page of March 2025 says so.
            ("cl-0023", ("2007-12-31", "2025-03-01"), ("2007-01-01", "2026-11-22"), True),
        ],
    )
    def test_a_closing_of_one_part(
        self, evidence: Evidence, closing: str, certain: tuple[str, str], possible: tuple[str, str], open_end: bool
    ) -> None:
        (row,) = one(evidence, closing).itertuples(index=False)
        assert (row.certain_first.isoformat(), row.certain_last.isoformat()) == certain
        assert (row.possible_first.isoformat(), row.possible_last.isoformat()) == possible
        assert row.open_end == open_end

    def test_torkham_in_2017_is_shut_for_32_days_and_open_in_between_for_people(self, evidence: Evidence) -> None:
        parts = one(evidence, "cl-0025")
        assert list(parts["scope"]) == ["all", "goods", "all"]
        # 16 to 28 February are 13 days, 1 to 19 March are 19.
        assert closures.days(parts, date(2017, 1, 1), date(2017, 12, 31)) == Range(32, 32)
        people = parts[parts["scope"] != "goods"]
        assert closures.days(people, date(2017, 1, 1), date(2017, 12, 31)) == Range(30, 30)

    def test_every_span_is_in_order(self, evidence: Evidence) -> None:
        for known in (None, JANUARY_2023, date(2017, 3, 10), date(2025, 11, 15)):
            found = closures.spans(evidence, known)
            assert not found.empty
            assert (found["possible_first"] <= found["certain_first"]).all()
            assert (found["certain_first"] <= found["certain_last"]).all()
            assert (found["certain_last"] <= found["possible_last"]).all()
            assert (found["possible_last"] <= evidence.last_day(known)).all()

    def test_every_closing_is_read(self, evidence: Evidence) -> None:
        assert set(closures.spans(evidence)["closure_id"]) == set(evidence.read("closures")["row_id"])

    def test_a_release_from_before_the_readings_has_none(self) -> None:
        old = open_release("2026.11.1")
        assert not closures.is_read(old) and closures.spans(old).empty


class TestKnownBy:
    def test_an_end_published_later_is_not_known(self, evidence: Evidence) -> None:
        """Torkham shut on 5 January 2023: what shows that it opened again is of February."""
        (then,) = one(evidence, "cl-0030", JANUARY_2023).itertuples(index=False)
        assert then.open_end and then.possible_last == JANUARY_2023
        (now,) = one(evidence, "cl-0030").itertuples(index=False)
        assert not now.open_end and now.possible_last == date(2023, 2, 18)

    def test_a_reopening_published_later_leaves_the_closing_open(self, evidence: Evidence) -> None:
        """Chaman shut on 13 November 2022 and opened on the 21st, as a page of that day says."""
        (before,) = one(evidence, "cl-0009", date(2022, 11, 20)).itertuples(index=False)
        assert before.open_end and before.certain_last == date(2022, 11, 13)
        assert before.possible_last == date(2022, 11, 20)
        (after,) = one(evidence, "cl-0009", date(2022, 11, 21)).itertuples(index=False)
        assert not after.open_end and after.certain_last == after.possible_last == date(2022, 11, 20)

    def test_a_closing_published_later_is_not_there(self, evidence: Evidence) -> None:
        found = closures.spans(evidence, JANUARY_2023)
        assert "cl-0031" not in set(found["closure_id"]) and "cl-0010" in set(found["closure_id"])
        assert (pd.to_datetime(found["possible_first"]) <= pd.Timestamp(JANUARY_2023)).all()

    def test_what_stands_only_in_a_table_without_time_tells_nothing_of_an_earlier_day(self, evidence: Evidence) -> None:
        """That Angoor Ada has trade since 2020 stands in the state of the crossing, which is that of the release."""
        assert not one(evidence, "cl-0001").iloc[0]["open_end"]
        assert one(evidence, "cl-0001", JANUARY_2023).iloc[0]["open_end"]

    def test_the_rows_behind_a_span_were_known_by_that_day(self, evidence: Evidence) -> None:
        for table_name, row_id in {row for rows in closures.spans(evidence, JANUARY_2023)["evidence"] for row in rows}:
            column = "published_latest" if table_name == "sources" else "known_from"
            assert evidence.row(table_name, row_id)[column] <= pd.Timestamp(JANUARY_2023), row_id


class TestBesideClashes:
    def test_the_order_of_days_is_told_with_the_days_at_both_ends(self) -> None:
        shut = table(
            span(("2020-03-08", "2020-03-08"), ("2020-03-08", "2020-03-08")),
            span(("2020-06-01", "2020-06-01"), ("2020-05-01", "2020-06-01"), closing="unsure"),
            span(("2015-01-01", "2015-01-01"), ("2015-01-01", "2015-01-01"), closing="early"),
        )
        clashes = pd.DataFrame(
            {
                "crossing_id": ["gate", "gate", "gate", "pass"],
                "incident_id": ["week before", "week after", "later", "elsewhere"],
                "date": pd.to_datetime(["2020-03-01", "2020-03-15", "2020-03-16", "2020-03-08"]),
            }
        )
        (row,) = closures.beside_clashes(shut, clashes, date(2016, 1, 1)).itertuples(index=False)
        assert row.closure_id == "one" and row.after and row.before
        assert row.incidents == ("week before", "week after")

    def test_torkham_shut_on_the_day_of_a_firefight(self, evidence: Evidence) -> None:
        found = closures.beside_clashes(one(evidence, "cl-0030"), closures.clashes(evidence), date(2016, 1, 1))
        assert found["after"].tolist() == [True]
        assert "2023-01-05-torkham" in found["incidents"].iloc[0]

    def test_only_force_between_the_states_near_the_crossing_counts(self, evidence: Evidence) -> None:
        found = closures.clashes(evidence)
        violent = evidence.vocabulary("incident_kinds")["violent"]
        assert set(found["category"]) == {"border"} and set(found["kind"].map(violent)) == {"yes"}
        assert found["km"].max() <= closures.NEAR_KM and (found["coordinate_precision"] != "province").all()
