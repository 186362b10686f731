"""Values, revisions and spread against the same worked out from the table's text by plain pandas."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import counts, disagreement
from khyber.analysis.disagreement import Selection
from khyber.evidence import Evidence, dates, open_folder
from khyber.settings import settings

ATTACKS = Selection("attacks", "pakistan", "all")
YEAR_2022 = (date(2022, 1, 1), date(2022, 12, 31))


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.fixture(scope="module")
def plain() -> pd.DataFrame:
    """The table as it is written, as text."""
    return pd.read_csv(settings.data / "attack_counts.csv", dtype=str, keep_default_na=False)


def national(plain: pd.DataFrame, metric: str) -> pd.DataFrame:
    return plain[(plain["area"] == "pakistan") & (plain["actor"] == "all") & (plain["metric"] == metric)]


def of_year(selection: Selection, year: int) -> Selection:
    return selection._replace(first=date(year, 1, 1), last=date(year, 12, 31))


@pytest.mark.parametrize(("metric", "year"), [("attacks", 2022), ("killed", 2016), ("suicide_attacks", 2019)])
def test_every_value_of_a_period_is_given_once_and_no_other(evidence, plain, metric, year):
    found = disagreement.values(evidence, None, of_year(ATTACKS._replace(metric=metric), year))
    rows = national(plain, metric)
    rows = rows[(rows["period_start"] == f"{year}-01-01") & (rows["period_end"] == f"{year}-12-31")]
    assert sorted(found["row_id"]) == sorted(rows["row_id"])
    values = dict(zip(rows["row_id"], rows["value"].astype(float), strict=True))
    assert all(values[row.row_id] == row.value for row in found.itertuples())
    order = list(evidence.vocabulary("publishers").index)
    assert [order.index(one) for one in found["publisher"]] == sorted(order.index(one) for one in found["publisher"])


def told(evidence: Evidence, metric: str, year: int, publisher: str, known: date | None = None) -> list[tuple]:
    found = disagreement.values(evidence, known, of_year(ATTACKS._replace(metric=metric), year))
    found = found[found["publisher"] == publisher]
    return [(row.value, row.role) for row in found.itertuples()]


class TestRoles:
    def test_a_restated_figure_leads_where_it_came_in_time(self, evidence):
        assert told(evidence, "attacks", 2022, "picss") == [(376, "earlier"), (380, "headline")]

    def test_a_retrospective_is_later_and_does_not_lead(self, evidence):
        assert told(evidence, "suicide_attacks", 2019, "picss") == [(10, "headline"), (3, "later")]

    def test_on_a_day_before_the_second_value_the_first_leads(self, evidence):
        assert told(evidence, "attacks", 2022, "picss", date(2023, 1, 5)) == [(376, "headline")]

    def test_nothing_is_earlier_where_the_days_of_the_pages_overlap(self, evidence):
        assert dict(told(evidence, "attacks", 2016, "picss")) == {500: "headline", 513: "beside"}

    def test_a_doubtful_value_leads_nothing(self, evidence):
        assert dict(told(evidence, "killed", 2021, "gti")) == {292: "headline", 351: "doubtful"}

    def test_counters_have_no_headline_and_assignments_no_order(self, evidence):
        found = disagreement.values(evidence, None, of_year(ATTACKS._replace(metric="killed"), 2015))
        others = found[found["publisher"] == "other"]
        assert set(others["role"]) == {"counter"} and others[["headline", "low", "high"]].isna().all(axis=None)
        places = found[found["publisher"] == "ucdp"]
        assert set(places["role"]) <= {"headline", "assignment", "undated"} and "assignment" in set(places["role"])

    def test_each_publisher_has_the_headline_of_the_one_rule(self, evidence):
        for metric in ("attacks", "killed", "injured"):
            series = counts.series(evidence, metric, span="year")
            for year in (2016, 2021, 2023):
                leads = series[series["period_start"].dt.year == year].set_index("publisher")["row_id"]
                found = disagreement.values(evidence, None, of_year(ATTACKS._replace(metric=metric), year))
                found = found[found["role"] == "headline"].set_index("publisher")["row_id"]
                assert found.to_dict() == {one: leads[one] for one in found.index}


class TestPeriods:
    def test_they_are_those_of_the_table_and_read_back(self, evidence, plain):
        found = disagreement.periods(evidence, None, ATTACKS)
        rows = national(plain, "attacks")
        each = rows.groupby(["period_start", "period_end"])["publisher"].nunique()
        read = [tuple(day.isoformat() for day in dates.bounds(text)) for text in found["text"]]
        assert dict(zip(read, found["publishers"], strict=True)) == each.to_dict()

    def test_the_newest_has_two_publishers(self, evidence):
        found = disagreement.periods(evidence, None, ATTACKS)
        years = found[(found["span"] == "year") & (found["publishers"] >= 2)]
        assert disagreement.newest_period(found) == max(years["text"])

    def test_where_no_year_is_given_it_is_the_newest_of_all_or_none(self, evidence):
        found = disagreement.periods(evidence, None, ATTACKS)
        months = found[found["span"] == "month"]
        assert disagreement.newest_period(months) == max(months["text"])
        assert disagreement.newest_period(found.iloc[:0]) == ""


class TestRevisions:
    def test_they_are_the_periods_with_several_sound_values(self, evidence, plain):
        rows = national(plain, "attacks")
        rows = rows[(rows["doubtful"] == "false") & ~rows["publisher"].isin(["other", "ucdp"])]
        several = rows.groupby(["publisher", "period_start", "period_end"])["value"].nunique()
        found = disagreement.revisions(evidence, None, ATTACKS)
        keys = zip(found["publisher"], found["period_start"].dt.date, found["period_end"].dt.date, strict=True)
        assert {(one, str(first), str(last)) for one, first, last in keys} == set(several[several > 1].index)

    def test_values_stand_in_the_order_of_publication(self, evidence):
        found = disagreement.revisions(evidence, None, ATTACKS)
        row = found[(found["publisher"] == "picss") & (found["span"] == "year")].set_index("period_start")
        assert row.loc["2022-01-01", "printed"] == (376, 380) and row.loc["2022-01-01", "kind"] == "revised"
        assert row.loc["2016-01-01", "kind"] != "revised"

    def test_a_rounded_figure_of_the_same_days_is_no_revision(self, evidence):
        found = disagreement.revisions(evidence, None, ATTACKS)
        ispr = found[found["publisher"] == "ispr"]
        assert list(ispr["kind"]) == ["rounded"] and list(ispr["printed"]) == [(5397, 5400)]

    def test_nothing_later_is_known_before_its_day(self, evidence):
        known = disagreement.revisions(evidence, date(2023, 1, 5), ATTACKS)
        assert not ((known["period_start"].dt.year == 2022) & (known["span"] == "year")).any()


class TestSpread:
    @pytest.mark.parametrize("metric", ["attacks", "killed", "killed_civilians"])
    def test_the_ends_are_the_least_and_greatest_headline_of_one_scope(self, evidence, plain, metric):
        wider = pd.read_csv(settings.data / "publisher_metrics.csv", dtype=str).query("metric_id == @metric")
        scopes = dict(zip(wider["publisher_id"], wider["scope"], strict=True))
        usual = evidence.names("metrics", "scope")[metric]
        series = counts.series(evidence, metric, span="year")
        series = series[(series["status"] != counts.DOUBTFUL) & (series["publisher"] != "other")]
        groups: dict[tuple[str, int], dict[str, float]] = {}
        for row in series.itertuples():
            key = (scopes.get(row.publisher, usual), row.period_start.year)
            groups.setdefault(key, {})[row.publisher] = row.headline
        wanted = {key: (min(of.values()), max(of.values())) for key, of in groups.items() if len(of) > 1}
        found = disagreement.spread(evidence, None, ATTACKS._replace(metric=metric))
        assert {(row.scope, row.year): (row.low, row.high) for row in found.itertuples()} == wanted
        for row in found.itertuples():
            of = groups[row.scope, row.year]
            assert {of[one] for one in row.lowest} == {row.low} and {of[one] for one in row.highest} == {row.high}
            values = plain.set_index("row_id")["value"].astype(float)
            assert row.publishers == len(set(plain_publishers(plain, row.row_ids)))
            assert {of[one] for one in plain_publishers(plain, row.row_ids)} <= set(values[list(row.row_ids)])

    def test_it_is_empty_where_only_one_publisher_counts(self, evidence):
        found = disagreement.spread(evidence, None, ATTACKS._replace(metric="combat_related_deaths"))
        assert found.empty and {"year", "low", "high"} <= set(found.columns)


def plain_publishers(plain: pd.DataFrame, row_ids: tuple[str, ...]) -> list[str]:
    return list(plain.set_index("row_id")["publisher"][list(row_ids)])


class TestReported:
    def test_only_what_is_reported_is_offered(self, evidence, plain):
        offered = disagreement.reported(evidence, None, Selection("", "balochistan", "all"))
        rows = plain[(plain["area"] == "balochistan") & (plain["actor"] == "all")]
        assert set(offered["metric"]) == set(rows["metric"])
        by = {row.metric: set(row.publishers) for row in offered.itertuples()}
        assert by == rows.groupby("metric")["publisher"].agg(set).to_dict()

    @pytest.mark.parametrize(
        ("current", "wanted", "found"),
        [
            ("injured", {"scope": "attacks-and-operations"}, "combat_related_injuries"),
            ("killed", {"who": "civilians"}, "killed_civilians"),
            ("combat_killed_militants", {"scope": "attacks"}, "killed_militants"),
        ],
    )
    def test_another_scope_or_who_leads_to_the_figure_most_like_it(self, evidence, current, wanted, found):
        offered = disagreement.reported(evidence, None, Selection("", "pakistan", "all"))
        row = evidence.vocabulary("metrics").loc[current]
        kept = offered[offered["scope"] == row["scope"]] if "who" in wanted else offered
        assert disagreement.nearest(kept, row, **wanted) == found

    @pytest.mark.parametrize("area", ["pakistan", "afghanistan", "azad-kashmir", "punjab", "balochistan"])
    def test_a_scope_is_offered_only_where_some_publisher_counts_it(self, evidence, area):
        """UNAMA's civilians in Afghanistan are of all violence: "militant attacks" is nobody's there."""
        offered = disagreement.reported(evidence, None, Selection("", area, "all"))
        for row in offered.itertuples():
            counted = {disagreement.scope_of(evidence, row.metric)[one] for one in row.publishers}
            assert row.scope in counted, row

    def test_the_scope_of_the_metric_leads_where_some_publisher_counts_just_that(self, evidence):
        offered = disagreement.reported(evidence, None, Selection("", "pakistan", "all")).set_index("metric")
        assert offered.loc["killed", "scope"] == "attacks"
        there = disagreement.reported(evidence, None, Selection("", "afghanistan", "all")).set_index("metric")
        assert there.loc["killed_civilians", "scope"] == "all-violence"

    def test_who_stands_apart_of_a_figure_of_everybody(self, evidence):
        offered = disagreement.reported(evidence, None, Selection("", "pakistan", "all"))
        among = offered[offered["scope"] == "attacks"]
        killed, suicide = (evidence.vocabulary("metrics").loc[one] for one in ("killed", "suicide_injured"))
        assert {"civilians", "security-forces", "militants"} <= set(disagreement.apart(among, killed))
        assert disagreement.apart(among, suicide) == []
