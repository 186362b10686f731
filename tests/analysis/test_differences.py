"""Yearly counts before and after: beside one another, with gaps, and told apart by headline, range and status."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import differences
from khyber.analysis.counts import headlines
from khyber.evidence import open_release

KEY = ["publisher", "area", "actor", "metric", "year"]


def counted(*rows: tuple[str, int, float, float, float, str]) -> pd.DataFrame:
    """Rows as `counts.headlines` gives them, from publisher, year, headline, low, high and status."""
    return pd.DataFrame(
        [
            {
                "publisher": publisher,
                "area": "pakistan",
                "actor": "all",
                "metric": "attacks",
                "period_start": pd.Timestamp(year, 1, 1),
                "period_end": pd.Timestamp(year, 12, 31),
                "span": "year",
                "headline": headline,
                "low": low,
                "high": high,
                "status": status,
                "row_ids": (f"{publisher}-{year}",),
            }
            for publisher, year, headline, low, high, status in rows
        ]
    )


SAME = ("picss", 2021, 294.0, 294.0, 294.0, "headline")


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (SAME, SAME, False),
        (SAME, ("picss", 2021, 295.0, 295.0, 295.0, "headline"), True),
        (SAME, ("picss", 2021, 294.0, 290.0, 294.0, "headline"), True),
        (SAME, ("picss", 2021, 294.0, 294.0, 300.0, "headline"), True),
        (SAME, ("picss", 2021, 294.0, 294.0, 294.0, "published-later"), True),
        (
            ("picss", 2021, 294.0, float("nan"), float("nan"), "doubtful"),
            ("picss", 2021, 294.0, float("nan"), float("nan"), "doubtful"),
            False,
        ),
    ],
)
def test_a_count_differs_by_headline_range_or_status(before, after, differs):
    found = differences.side_by_side(counted(before), counted(after))
    assert list(found["differs"]) == [differs]
    assert found["before"].iloc[0] == before[2] and found["after_high"].iloc[0] == pytest.approx(after[4], nan_ok=True)


def test_a_count_of_one_side_alone_is_a_gap_on_the_other_and_never_zero():
    found = differences.side_by_side(counted(SAME), counted(("pips", 2021, 207.0, 207.0, 207.0, "headline")))
    by_publisher = found.set_index("publisher")
    assert by_publisher.loc["picss", "before"] == 294 and pd.isna(by_publisher.loc["picss", "after"])
    assert pd.isna(by_publisher.loc["pips", "before"]) and by_publisher.loc["pips", "after"] == 207
    assert by_publisher.loc["pips", "before_row_ids"] == () and found["differs"].all()


def test_by_year_counts_what_differs_by_publisher_and_year():
    before = counted(SAME, ("picss", 2020, 188.0, 188.0, 188.0, "headline"), ("pips", 2021, 1.0, 1.0, 1.0, "headline"))
    after = counted(SAME, ("picss", 2020, 190.0, 190.0, 190.0, "headline"))
    found = differences.by_year(differences.side_by_side(before, after))
    told = {(row.publisher, row.year): row.differing for row in found.itertuples()}
    assert told == {("picss", 2020): 1, ("pips", 2021): 1}


def test_nothing_differs_between_equal_tables():
    whole = headlines(open_release())
    found = differences.side_by_side(whole, whole)
    assert not found["differs"].any() and len(found) == (whole["span"] == "year").sum()
    assert differences.by_year(found).empty


def test_the_correction_of_the_area_moves_one_yearly_count():
    found = differences.side_by_side(headlines(open_release("2026.11.1")), headlines(open_release("2026.11.2")))
    moved = found[found["differs"]].set_index("area")
    assert set(moved.index) == {"kp-settled", "khyber-pakhtunkhwa"}
    assert moved.loc["kp-settled", "before"] == moved.loc["khyber-pakhtunkhwa", "after"] == 12
    assert pd.isna(moved.loc["kp-settled", "after"]) and pd.isna(moved.loc["khyber-pakhtunkhwa", "before"])
    assert set(moved["year"]) == {2024} and set(moved["metric"]) == {"suicide_attacks"}


def test_what_was_first_known_later_is_a_gap_before():
    evidence = open_release()
    found = differences.side_by_side(headlines(evidence, date(2023, 1, 5)), headlines(evidence, date(2024, 1, 1)))
    picss = found.query("publisher == 'picss' and area == 'pakistan' and actor == 'all' and metric == 'attacks'")
    years = picss.set_index("year")
    assert years.loc[2022, "before"] == 376 and (years.loc[2022, "after"], years.loc[2022, "after_low"]) == (380, 376)
    assert pd.isna(years.loc[2023, "before"]) and years.loc[2023, "after"] == 645
    assert not years.loc[2021, "differs"]
