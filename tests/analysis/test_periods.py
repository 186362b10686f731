"""Two periods beside each other: their bounds, what cannot be compared, and the difference place by place."""

import csv
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from khyber.analysis import periods
from khyber.analysis.periods import Period
from khyber.charts import catalogue
from khyber.charts.catalogue import Row
from khyber.evidence import Evidence, Range, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def incident(one: str, place: str | None, low: int | None, high: int | None, part_of: str | None = None) -> dict:
    return {
        "incident_id": one, "place_id": place or periods.NOWHERE, "killed_low": low, "killed_high": high,
        "part_of": part_of, "rows": (Row("incidents", one),),
    }  # fmt: skip


def frame(*rows: dict) -> pd.DataFrame:
    columns = ["incident_id", "place_id", "killed_low", "killed_high", "part_of", "rows"]
    return pd.DataFrame(rows, columns=columns).astype({"killed_low": "Int64", "killed_high": "Int64"})


class TestPeriods:
    def test_days_are_counted_with_both_ends(self) -> None:
        assert period("2024-01-01", "2024-12-31").days == 366
        assert period("2024-02-29", "2024-02-29").days == 1

    def test_the_overlap_is_what_lies_in_both(self) -> None:
        year, middle = period("2024-01-01", "2024-12-31"), period("2024-12-30", "2025-06-30")
        assert year.overlap(middle) == middle.overlap(year) == 2
        assert year.overlap(period("2025-01-01", "2025-12-31")) == 0

    def test_the_years_around_a_day_meet_on_it(self) -> None:
        before, after = periods.year_around(date(2021, 8, 15))
        assert (before, after) == (period("2020-08-15", "2021-08-14"), period("2021-08-15", "2022-08-14"))

    def test_the_last_whole_years_had_ended(self) -> None:
        years = (period("2024-01-01", "2024-12-31"), period("2025-01-01", "2025-12-31"))
        assert periods.last_whole_years(date(2026, 11, 22)) == years
        assert periods.last_whole_years(date(2025, 12, 31)) == years
        assert periods.last_whole_years(date(2025, 12, 30))[1] == years[0]

    def test_the_months_of_a_year_are_whole_in_both(self) -> None:
        first, second = periods.months_of_year(date(2024, 3, 15)) or (None, None)
        assert first == period("2023-01-01", "2023-02-28") and second == period("2024-01-01", "2024-02-29")
        assert periods.months_of_year(date(2024, 1, 30)) is None

    @pytest.mark.parametrize(
        ("first", "second", "early"),
        [
            ("2019-01-01", "2016-01-01", ["attack"]),
            ("2019-01-01", "2019-01-01", []),
            ("2018-12-31", "2020-01-01", ["attack"]),
            ("2015-12-31", "2020-01-01", ["attack", "border"]),
        ],
    )
    def test_a_category_is_too_early_where_either_period_begins_before_its_table(
        self, first: str, second: str, early: list[str]
    ) -> None:
        starts = {"attack": date(2019, 1, 1), "border": date(2016, 1, 1)}
        assert periods.too_early(starts, period(first, "2020-12-31"), period(second, "2020-12-31")) == early


class TestCompare:
    BEFORE = frame(
        incident("a", "kunar", 3, 5), incident("b", "kunar", 2, 2, part_of="a"), incident("c", "khost", None, None),
        incident("d", None, 1, 1),
    )  # fmt: skip
    AFTER = frame(
        incident("e", "kunar", 1, 9), incident("f", "kunar", 4, 4), incident("g", "paktia", 7, 7),
        incident("h", "khost", 2, 3), incident("i", "khost", None, None),
    )  # fmt: skip

    def table(self) -> pd.DataFrame:
        return periods.compare(self.BEFORE, self.AFTER, ["paktia", "khost", "herat", "kunar"])

    def test_places_stand_in_their_order_those_without_incidents_left_out_and_no_place_last(self) -> None:
        assert list(self.table().index) == ["paktia", "khost", "kunar", ""]

    def test_counts_and_their_difference(self) -> None:
        found = self.table()[["first", "second", "difference", "way"]]
        assert [list(row) for row in found.itertuples(index=False)] == [
            [0, 1, 1, "more"], [1, 2, 1, "more"], [2, 2, 0, "as many"], [1, 0, -1, "fewer"],
        ]  # fmt: skip

    def test_tolls_count_each_event_once_and_their_difference_is_as_wide_as_both_allow(self) -> None:
        kunar = self.table().loc["kunar"]
        assert periods.range_of(kunar, "killed_first") == Range(3, 5)
        assert periods.range_of(kunar, "killed_second") == Range(5, 13)
        assert periods.range_of(kunar, "killed_change") == Range(0, 10)

    def test_a_toll_that_is_not_reported_is_not_nothing(self) -> None:
        table = self.table()
        for place, name in (("khost", "killed_first"), ("paktia", "killed_first"), ("", "killed_second")):
            assert periods.range_of(table.loc[place], name) is None
            assert periods.range_of(table.loc[place], "killed_change") is None

    def test_every_line_names_its_rows(self) -> None:
        assert [row.row_id for row in self.table()["rows"]["khost"]] == ["c", "h", "i"]

    def test_nothing_at_all_gives_no_line(self) -> None:
        assert periods.compare(frame(), frame(), ["kunar"]).empty


def test_the_difference_by_province_is_that_of_the_file(evidence: Evidence) -> None:
    """Counted again from the file of the release, row by row, without the code under test."""
    content = evidence._files.read("incidents.csv").decode("utf-8").splitlines()
    rows = list(csv.DictReader(content))
    counts = {year: Counter(row["admin1"] for row in rows if row["date"][:4] == year) for year in ("2020", "2023")}
    chosen = Filters(first_period="2020", second_period="2023")
    shown = catalogue.build("periods-provinces", evidence, chosen)
    names = evidence.names("areas")
    found = {names[row.place]: (row.first, row.second) for row in shown.table.itertuples()}
    places = (set(counts["2020"]) | set(counts["2023"])) - {""}
    assert found == {one: (counts["2020"][one], counts["2023"][one]) for one in places}
    whole = catalogue.build("periods-compared", evidence, chosen).table
    assert (whole["first"].sum(), whole["second"].sum()) == (counts["2020"].total(), counts["2023"].total())
