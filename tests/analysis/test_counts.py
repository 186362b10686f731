"""The headline rule, the published range and the rows behind, on the real tables and on altered ones."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from khyber.analysis import counts
from khyber.evidence import Evidence, Range, dates, open_folder
from khyber.settings import settings
from tests.check import copies

PERIOD = ("2033-01-01", "2033-12-31")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> pd.DataFrame:
    return counts.headlines(evidence)


def raw(table: str) -> list[dict[str, str]]:
    with (settings.data / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in counts.KEY)


def year(evidence: Evidence, metric: str, wanted: int, publisher: str = "picss", **choice: object) -> pd.Series:
    """The one row of a publisher, metric and year."""
    rows = counts.series(evidence, metric, span="year", publishers=[publisher], **choice)
    (row,) = [row for _, row in rows.iterrows() if row["period_start"].year == wanted]
    return row


class TestRealHeadlines:
    @pytest.mark.parametrize(
        ("publisher", "metric", "wanted", "headline", "low", "high"),
        [
            ("picss", "attacks", 2020, 188, 187, 188),
            ("picss", "attacks", 2021, 294, 294, 294),
            ("pips", "attacks", 2020, 146, 146, 146),
            ("pips", "attacks", 2021, 207, 207, 207),
            ("picss", "attacks", 2022, 380, 376, 380),
            ("picss", "suicide_attacks", 2019, 10, 3, 10),
        ],
    )
    def test_of_the_reading_rules(self, evidence, publisher, metric, wanted, headline, low, high):
        row = year(evidence, metric, wanted, publisher)
        assert (row["headline"], row["low"], row["high"]) == (headline, low, high)
        assert row["status"] == counts.HEADLINE

    def test_by_the_fifth_of_january_2023_there_were_376(self, evidence):
        row = year(evidence, "attacks", 2022, known=date(2023, 1, 5))
        assert (row["headline"], row["low"], row["high"]) == (376, 376, 376)
        assert row["row_ids"] == ("ac-1160",)

    def test_the_year_was_not_known_before_it_ended(self, evidence):
        rows = counts.series(evidence, "attacks", span="year", publishers=["picss"], known=date(2022, 12, 31))
        assert rows["period_start"].dt.year.max() == 2021

    def test_a_later_retrospective_stays_a_revision(self, evidence):
        row = year(evidence, "suicide_attacks", 2019)
        assert row["row_id"] == "ac-1975"
        assert set(row["row_ids"]) == {"ac-1975", "ac-1976"}

    def test_what_was_first_published_late_is_marked(self, evidence):
        row = year(evidence, "attacks", 2014)
        assert row["status"] == counts.LATER
        assert row["published"] == pd.Timestamp(2025, 12, 29)

    @pytest.mark.parametrize("row_id", ["ac-0712", "ac-1087", "ac-0557", "ac-0336", "ac-0343", "ac-2780"])
    def test_what_is_only_doubtful_is_kept_without_a_range(self, evidence, found, row_id):
        (row,) = [row for _, row in found[found["row_id"] == row_id].iterrows()]
        assert row["status"] == counts.DOUBTFUL
        assert pd.isna(row["low"]) and pd.isna(row["high"])
        assert row["headline"] == evidence.row("attack_counts", row_id)["value"]

    def test_doubtful_marks_exactly_the_keys_without_a_sound_value(self, found):
        sound = {key(row) for row in raw("attack_counts") if row["doubtful"] == "false"}
        doubtful = {key(row) for row in raw("attack_counts")} - sound
        marked = found[found["status"] == counts.DOUBTFUL]
        days = [
            (r.publisher, r.area, r.actor, r.metric, f"{r.period_start:%Y-%m-%d}", f"{r.period_end:%Y-%m-%d}")
            for r in marked.itertuples()
        ]
        assert set(days) == doubtful


class TestEveryRow:
    def test_stands_in_exactly_one_key(self, found):
        behind = [row_id for ids in found["row_ids"] for row_id in ids]
        assert sorted(behind) == sorted(row["row_id"] for row in raw("attack_counts"))

    def test_stands_with_the_rows_of_its_own_key(self, found):
        keys = {row["row_id"]: key(row) for row in raw("attack_counts")}
        for ids in found["row_ids"]:
            assert len({keys[row_id] for row_id in ids}) == 1
        assert not found.duplicated(counts.KEY).any()

    def test_ranges_hold_the_lowest_and_highest_sound_value_and_the_headline(self, found):
        values = defaultdict(list)
        for row in raw("attack_counts"):
            if row["doubtful"] == "false":
                values[row["row_id"]] = [float(row["value"])]
        for row in found.itertuples():
            sound = [value for row_id in row.row_ids for value in values[row_id]]
            if sound and row.publisher in ("ucdp", "other"):
                assert row.low == row.high == row.headline in sound
            elif sound:
                assert (row.low, row.high) == (min(sound), max(sound))
                assert row.low <= row.headline <= row.high
                assert row.headline in sound

    def test_the_headline_follows_the_rule_row_by_row(self, evidence, found):
        """Rule 1 once more, written from its words: newest within 18 months, else the first published."""
        rows = {row.row_id: row for row in evidence.read("attack_counts").itertuples()}
        for row in found[found["status"].isin([counts.HEADLINE, counts.LATER])].itertuples():
            sound = [rows[one] for one in row.row_ids if not rows[one].doubtful and not pd.isna(rows[one].published)]
            limit = pd.Timestamp(dates.add_months(row.period_end.date(), 18))
            timely = [one.published for one in sound if one.published <= limit]
            leading = max(timely) if timely else min(one.published for one in sound)
            assert row.status == (counts.HEADLINE if timely else counts.LATER)
            assert row.published == leading
            assert row.headline in {one.value for one in sound if one.published == leading}
            assert rows[row.row_id].value == row.headline

    def test_spans_are_those_of_the_calendar(self, found):
        for row in found.itertuples():
            assert row.span == dates.span(row.period_start.date(), row.period_end.date())

    def test_known_by_a_day_only_known_rows_stand_behind(self, evidence):
        day = date(2021, 6, 30)
        known = set(evidence.read("attack_counts", day)["row_id"])
        behind = [row_id for ids in counts.headlines(evidence, day)["row_ids"] for row_id in ids]
        assert sorted(behind) == sorted(known)

    def test_before_any_source_there_is_nothing(self, evidence, found):
        nothing = counts.headlines(evidence, date(1990, 1, 1))
        assert nothing.empty
        assert list(nothing.columns) == list(found.columns)


class TestTheRuleOnMadeRows:
    """One key of its own, its rows published when the case says."""

    def headline(self, folder: Path, *rows: tuple[float, str, bool]) -> pd.Series:
        """The headline of a key with these rows: value, day of publication ("" undated) and doubtful."""
        copies.copy(folder)
        for number, (value, published, doubtful) in enumerate(rows):
            source = f"made-{number}"
            copies.with_line(
                "sources", source, "P", "T", "https://example.org", "", published, published, "page", "news"
            )(folder)
            copies.with_line(
                "attack_counts", f"made-{number}", "picss", "pakistan", "all", *PERIOD, "attacks", str(value),
                str(doubtful).lower(), source, "",
            )(folder)  # fmt: skip
        found = counts.headlines(open_folder(folder))
        (row,) = [row for _, row in found[found["period_start"] == pd.Timestamp(PERIOD[0])].iterrows()]
        return row

    def test_the_newest_within_18_months_leads(self, tmp_path):
        row = self.headline(
            tmp_path / "d", (1, "2034-01-01", False), (2, "2035-01-01", False), (3, "2034-06-01", False)
        )
        assert (row["headline"], row["low"], row["high"], row["status"]) == (2, 1, 3, counts.HEADLINE)
        assert row["row_ids"][0] == row["row_id"] == "made-1"

    @pytest.mark.parametrize(("day", "status"), [("2035-06-30", counts.HEADLINE), ("2035-07-01", counts.LATER)])
    def test_the_limit_is_18_months_to_the_day(self, tmp_path, day, status):
        assert self.headline(tmp_path / "d", (1, day, False))["status"] == status

    def test_a_late_value_never_takes_the_lead_from_a_timely_one(self, tmp_path):
        row = self.headline(tmp_path / "d", (1, "2034-01-01", False), (2, "2040-01-01", False))
        assert (row["headline"], row["low"], row["high"]) == (1, 1, 2)

    def test_of_late_values_the_first_leads(self, tmp_path):
        row = self.headline(tmp_path / "d", (1, "2041-01-01", False), (2, "2040-01-01", False))
        assert (row["headline"], row["status"]) == (2, counts.LATER)

    def test_a_doubtful_value_neither_leads_nor_widens(self, tmp_path):
        row = self.headline(tmp_path / "d", (1, "2034-01-01", False), (900, "2034-02-01", True))
        assert (row["headline"], row["low"], row["high"], row["status"]) == (1, 1, 1, counts.HEADLINE)
        assert set(row["row_ids"]) == {"made-0", "made-1"}

    def test_a_late_sound_value_leads_before_a_timely_doubtful_one(self, tmp_path):
        row = self.headline(tmp_path / "d", (1, "2034-01-01", True), (2, "2040-01-01", False))
        assert (row["headline"], row["status"]) == (2, counts.LATER)

    def test_an_undated_value_leads_only_where_no_sound_one_is_dated(self, tmp_path):
        row = self.headline(tmp_path / "d", (1, "", False), (2, "2040-01-01", False))
        assert (row["headline"], row["low"], row["high"], row["status"]) == (2, 1, 2, counts.LATER)

    def test_an_undated_value_alone_is_marked(self, tmp_path):
        row = self.headline(tmp_path / "d", (1, "", False), (2, "2034-01-01", True))
        assert (row["headline"], row["low"], row["status"]) == (1, 1, counts.UNDATED)
        assert pd.isna(row["published"])

    @pytest.mark.parametrize("undated_first", [True, False])
    def test_of_doubtful_values_the_newest_dated_one_leads(self, tmp_path, undated_first):
        rows = [(1, "", True), (2, "2034-01-01", True), (3, "2034-02-01", True)]
        row = self.headline(tmp_path / "d", *(rows if undated_first else rows[::-1]))
        assert (row["headline"], row["status"]) == (3, counts.DOUBTFUL)
        assert pd.isna(row["low"])

    def test_of_values_published_on_one_day_the_one_with_more_pages_leads(self, tmp_path):
        folder = copies.copy(tmp_path / "d")
        for row_id, value, pages in [("made-0", "1", "brecorder-2023-01-02-picss"), ("made-1", "2", "")]:
            copies.with_line(
                "attack_counts", row_id, "picss", "pakistan", "all", "2022-02-03", "2022-02-05", "attacks", value,
                "false", pages or "brecorder-2023-01-02-picss;picss-2024-01-01-annual", "",
            )(folder)  # fmt: skip
        found = counts.headlines(open_folder(folder))
        (row,) = [row for _, row in found[found["period_start"] == pd.Timestamp(2022, 2, 3)].iterrows()]
        assert (row["row_id"], row["headline"]) == ("made-1", 2)


class TestSeries:
    @pytest.mark.parametrize("span", ["year", "month", "quarter", "half", "nine-months"])
    def test_holds_periods_of_one_kind_and_one_of_each(self, evidence, found, span):
        for metric in found["metric"].unique():
            rows = counts.series(evidence, metric, span=span)
            for row in rows.itertuples():
                assert dates.span(row.period_start.date(), row.period_end.date()) == span
            assert not rows.duplicated(["publisher", "period_start"]).any()

    def test_a_row_of_many_years_is_never_on_a_yearly_axis(self, evidence, found):
        many = found[found["period_end"].dt.year > found["period_start"].dt.year]
        assert "bfrs" in set(many["publisher"])
        yearly = pd.concat([counts.series(evidence, one, span="year") for one in found["metric"].unique()])
        assert not set(many["row_id"]) & set(yearly["row_id"])
        assert "bfrs" not in set(yearly["publisher"])

    def test_a_part_of_a_year_is_never_on_a_yearly_axis(self, evidence, found):
        days = (found["period_end"] - found["period_start"]).dt.days
        short = found[days < 364]
        yearly = pd.concat([counts.series(evidence, one, span="year") for one in found["metric"].unique()])
        assert not set(short["row_id"]) & set(yearly["row_id"])

    def test_holds_one_metric_area_and_actor(self, evidence):
        rows = counts.series(evidence, "attacks", span="year", area="balochistan", actor="baloch-groups")
        assert set(zip(rows["metric"], rows["area"], rows["actor"], strict=True)) == {
            ("attacks", "balochistan", "baloch-groups")
        }

    def test_publishers_are_chosen(self, evidence):
        assert set(counts.series(evidence, "attacks", span="year", publishers=["pips", "picss"])["publisher"]) == {
            "picss",
            "pips",
        }
        assert len(set(counts.series(evidence, "attacks", span="year")["publisher"])) > 2

    def test_only_periods_wholly_inside_are_given(self, evidence):
        rows = counts.series(
            evidence, "attacks", span="year", publishers=["picss"], first=date(2019, 1, 2), last=date(2022, 12, 30)
        )
        assert list(rows["period_start"].dt.year) == [2020, 2021]

    def test_comes_in_order(self, evidence):
        rows = counts.series(evidence, "attacks", span="month")
        order = list(zip(rows["publisher"], rows["period_start"], strict=True))
        assert order == sorted(order)


class TestAsRange:
    def test_a_published_range(self, evidence):
        assert counts.as_range(year(evidence, "attacks", 2022)) == Range(376, 380, 380)

    def test_a_doubtful_value_promises_nothing(self, evidence):
        row = year(evidence, "attacks", 2012, area="kp-settled")
        assert counts.as_range(row) == Range(None, None, 400)


@pytest.fixture(scope="module")
def stacks(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    """Every stack of units that any publisher, metric and actor gives by year."""
    areas = evidence.vocabulary("areas")
    yearly = found[found["span"] == "year"]
    made = [counts.by_area(rows, areas) for _, rows in yearly.groupby(["publisher", "metric", "actor"])]
    return pd.concat([one for one in made if not one.empty], ignore_index=True)


class TestByArea:
    def groups(self, stacks: pd.DataFrame):
        return stacks.groupby(["publisher", "metric", "actor", "period_start"])

    def test_never_stacks_above_the_nation(self, stacks, found):
        yearly = found[(found["span"] == "year") & (found["area"] == "pakistan")]
        most = yearly.set_index(["publisher", "metric", "actor", "period_start"])["high"]
        stacked = 0
        for group, rows in self.groups(stacks):
            assert rows["stacks"].nunique() == 1
            if rows["stacks"].all():
                assert rows["headline"].sum() <= most[group]
                stacked += 1
        assert stacked > 20

    def test_never_stacks_areas_that_overlap(self, stacks):
        for _, rows in self.groups(stacks):
            given = set(rows["area"])
            assert not ("khyber-pakhtunkhwa" in given and given & {"kp-settled", "kp-tribal-districts"})
            assert not given & {"pakistan", "afghanistan", "bilateral"}

    def test_parts_stand_for_their_unit_only_where_it_is_missing(self, stacks, found):
        yearly = found[found["span"] == "year"]
        whole = yearly[yearly["area"] == "khyber-pakhtunkhwa"]
        given = set(zip(whole["publisher"], whole["metric"], whole["actor"], whole["period_start"], strict=True))
        parts = 0
        for group, rows in self.groups(stacks):
            if {"kp-settled", "kp-tribal-districts"} <= set(rows["area"]):
                assert group not in given
                parts += 1
        assert parts > 5

    def test_without_a_national_figure_nothing_stacks(self, stacks):
        alone = stacks[stacks["nation"].isna()]
        assert not alone.empty
        assert not alone["stacks"].any()

    def test_a_doubtful_part_is_not_stacked(self, stacks):
        for _, rows in self.groups(stacks):
            if (rows["status"] == counts.DOUBTFUL).any():
                assert not rows["stacks"].any()

    def test_totals_are_numbers_and_carry_the_rows_behind(self, evidence, found):
        for _, rows in found[found["span"] == "year"].groupby(["publisher", "metric", "actor"]):
            table = counts.by_area(rows, evidence.vocabulary("areas"))
            assert str(table["nation"].dtype) == str(table["total"].dtype) == "float64"
            assert all(table["row_ids"])

    def made(self, **headlines: float) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "area": [name.replace("_", "-") for name in headlines],
                "period_start": pd.Timestamp(2021, 1, 1),
                "headline": list(headlines.values()),
                "low": list(headlines.values()),
                "high": list(headlines.values()),
                "status": counts.HEADLINE,
                "row_ids": [(name,) for name in headlines],
            }
        )

    @pytest.mark.parametrize(
        ("given", "shown", "stacks"),
        [
            ({"pakistan": 10, "punjab": 4, "sindh": 6}, {"punjab", "sindh"}, True),
            ({"pakistan": 10, "punjab": 5, "sindh": 6}, {"punjab", "sindh"}, False),
            ({"punjab": 5, "sindh": 6}, {"punjab", "sindh"}, False),
            ({"pakistan": 10, "kp_settled": 4, "kp_tribal_districts": 2}, {"kp-settled", "kp-tribal-districts"}, True),
            ({"pakistan": 10, "khyber_pakhtunkhwa": 6, "kp_settled": 4}, {"khyber-pakhtunkhwa"}, True),
            ({"pakistan": 10, "punjab": 1, "afghanistan": 3}, {"punjab"}, True),
            ({"pakistan": 10}, set(), None),
        ],
    )
    def test_on_made_figures(self, evidence, given, shown, stacks):
        table = counts.by_area(self.made(**given), evidence.vocabulary("areas"))
        assert set(table["area"]) == shown
        assert set(table["stacks"]) == (set() if stacks is None else {stacks})


def test_the_headlines_of_a_month_of_days_are_kept(evidence):
    """Readers who step from day to day, or fifty with a day each, do not push one another out."""
    days = [date(2023, 1, day) for day in range(1, 32)]
    first = [counts.headlines(evidence, day) for day in days]
    assert all(counts.headlines(evidence, day) is found for day, found in zip(days, first, strict=True))
