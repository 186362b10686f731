"""Ranges carried through: wider published ranges never give narrower results, and no verdict contradicts its range."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from khyber.analysis import change, counts, disagreement, heartland, incidents, latest, strength
from khyber.evidence import Evidence, Range, open_folder, open_release
from khyber.settings import settings

COUNT = st.integers(0, 5_000)
Nested = tuple[Range, Range]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@st.composite
def nested(draw: st.DrawFn, *, open_ends: bool = True, headline: bool = False) -> Nested:
    """A range of a count and one that is as wide or wider, with the same headline."""
    least, low, lead, high, most = sorted(draw(st.tuples(*[COUNT] * 5)))
    own = lead if headline or draw(st.booleans()) else None
    narrow, wide = [low, high], [least, most]
    for end in (0, 1):
        opened = draw(st.integers(0, 5)) if open_ends else 5
        if opened < 2:
            wide[end] = None
        if opened < 1:
            narrow[end] = None
    return Range(*narrow, own), Range(*wide, own)


def cell(value: float | None) -> float:
    return float("nan") if value is None else value


class TestTolls:
    """`incidents.toll`: the sum over a selection."""

    @staticmethod
    def rows(tolls: list[Range], parts: list[int | None]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "incident_id": [f"i{place}" for place in range(len(tolls))],
                "part_of": [None if one is None else f"i{one}" for one in parts],
                "killed_low": [cell(one.low) for one in tolls],
                "killed_high": [cell(one.high) for one in tolls],
            }
        )

    @given(st.data())
    def test_wider_in_never_narrower_out(self, data: st.DataObject) -> None:
        tolls = data.draw(st.lists(nested(), min_size=1, max_size=8))
        # A row that reports nothing is left out of a sum, and so is no wider form of one that does.
        assume(all(wide.low is not None or wide.high is not None for _, wide in tolls))
        parts = [data.draw(st.none() | st.integers(0, len(tolls) - 1)) for _ in tolls]
        narrow, wide = (incidents.toll(self.rows([one[at] for one in tolls], parts)) for at in (0, 1))
        assert narrow.inside == wide.inside and narrow.reported == wide.reported == len(tolls)
        assert (narrow.killed is None) == (wide.killed is None)
        if narrow.killed and wide.killed:
            assert wide.killed.contains(narrow.killed)

    @given(st.lists(st.tuples(COUNT, COUNT).map(sorted), min_size=1, max_size=8), st.data())
    def test_holds_every_sum_of_values(self, ends: list[list[int]], data: st.DataObject) -> None:
        total = incidents.toll(self.rows([Range(*one) for one in ends], [None] * len(ends))).killed
        assert total and total.contains(Range.exact(sum(data.draw(st.integers(*one)) for one in ends)))

    def test_an_open_toll_opens_the_sum(self) -> None:
        total = incidents.toll(self.rows([Range(2, 5), Range(3, None)], [None, None])).killed
        assert total == Range(5, None)


class TestShares:
    """`heartland.shares` and the steps between its years."""

    AREAS = ("pakistan", "khyber-pakhtunkhwa", "balochistan", "punjab", "sindh")

    @classmethod
    def counted(cls, areas: list[Range], year: int = 2021) -> pd.DataFrame:
        nation = Range.exact(sum(one.headline or 0 for one in areas))
        return pd.DataFrame(
            [
                {
                    "publisher": "picss", "area": area, "period_start": pd.Timestamp(year, 1, 1),
                    "headline": float(one.headline or 0), "low": one.low, "high": one.high,
                    "status": counts.HEADLINE, "row_ids": (area,),
                }
                for area, one in zip(cls.AREAS, [nation, *areas], strict=True)
            ]
        )  # fmt: skip

    @staticmethod
    def share(row: pd.Series) -> Range:
        lead = None if pd.isna(row["headline"]) else row["headline"]
        return Range(row["low"], row["high"], lead)

    @given(st.lists(nested(open_ends=False, headline=True), min_size=4, max_size=4))
    def test_wider_in_never_narrower_out(self, areas: list[Nested]) -> None:
        vocabulary = open_release().vocabulary("areas")
        narrow, wide = (heartland.shares(self.counted([one[at] for one in areas]), vocabulary) for at in (0, 1))
        assert list(narrow["reason"]) == list(wide["reason"]) == [""]
        assert self.share(wide.iloc[0]).contains(self.share(narrow.iloc[0]))
        assert Range(0, 1).contains(self.share(wide.iloc[0]))


class TestChanges:
    """`change.between`: per cent and verdict."""

    @given(nested(), nested())
    def test_wider_in_never_narrower_out(self, earlier: Nested, later: Nested) -> None:
        narrow, wide = (change.between(earlier[at], later[at]) for at in (0, 1))
        if narrow.percent and wide.percent:
            assert wide.percent.contains(narrow.percent)
        assert wide.verdict in (narrow.verdict, change.WITHIN)

    @given(nested(), nested())
    def test_a_verdict_never_contradicts_its_range(self, earlier: Nested, later: Nested) -> None:
        for at in (0, 1):
            found = change.between(earlier[at], later[at])
            if found.percent is None:
                assert earlier[at].high == 0
                continue
            low, high = found.percent.low, found.percent.high
            assert (found.verdict == change.RISE) == (low is not None and low > 0)
            assert (found.verdict == change.FALL) == (high is not None and high < 0)
            assert (found.verdict == change.UNCHANGED) == (low == high == 0)

    @given(nested(), nested())
    def test_the_words_never_tell_a_rise_of_what_may_be_a_fall(self, earlier: Nested, later: Nested) -> None:
        found = change.between(earlier[1], later[1])
        said = change.words(found)
        if found.percent and found.verdict == change.WITHIN and found.percent.low is not None:
            assert not said.startswith("+")

    @given(nested(open_ends=False, headline=True), nested(open_ends=False, headline=True))
    def test_what_is_told_holds_the_range_wherever_it_is_wider(self, earlier: Nested, later: Nested) -> None:
        found = change.between(earlier[1], later[1])
        said = change.told(found)
        assert change.words(found) in said
        assert (change.WITHIN in said) == (found.percent is not None and found.verdict == change.WITHIN)

    @given(st.lists(st.tuples(nested(), nested()), min_size=1, max_size=5))
    def test_the_direction_of_several_never_turns_where_ranges_widen(self, pairs: list[tuple[Nested, Nested]]) -> None:
        narrow, wide = (
            latest.direction([change.between(one[at], two[at]).verdict for one, two in pairs]) for at in (0, 1)
        )
        assert {narrow, wide} != {latest.WORSE, latest.BETTER}

    def test_every_change_in_the_data_is_one_that_its_range_allows(self, evidence: Evidence) -> None:
        told = 0
        for metric in ("attacks", "killed", "suicide_attacks"):
            for _, rows in counts.series(evidence, metric, span="year").groupby("publisher"):
                years = [row for _, row in rows.sort_values("period_start").iterrows()]
                for earlier, later in zip(years, years[1:], strict=False):
                    found = change.of_rows(earlier, later)
                    told += self.holds(found, earlier, later)
        assert told

    @staticmethod
    def holds(found: change.Change, earlier: pd.Series, later: pd.Series) -> bool:
        if found.verdict == change.RISE:
            assert later["low"] > earlier["high"]
        if found.verdict == change.FALL:
            assert later["high"] < earlier["low"]
        if found.percent and found.percent.headline is not None:
            assert found.percent.contains(Range.exact(found.percent.headline))
        return found.percent is not None


class TestMultiples:
    """`Range.times` and the spread between the lowest and the highest headline of a year."""

    @given(nested(), nested())
    def test_wider_in_never_narrower_out(self, most: Nested, least: Nested) -> None:
        assume(least[0].high != 0 and least[1].high != 0)
        narrow, wide = (most[at].times(least[at]) for at in (0, 1))
        assert wide.contains(narrow)

    @given(nested(headline=True), nested(headline=True))
    def test_holds_the_multiple_of_the_headlines(self, most: Nested, least: Nested) -> None:
        assume(least[1].headline)
        found = most[1].times(least[1])
        assert found.headline is not None and found.contains(Range.exact(found.headline))

    @given(nested(), nested())
    def test_a_range_of_two_holds_both(self, one: Nested, other: Nested) -> None:
        for at in (0, 1):
            both = one[at] | other[at]
            assert both.contains(one[at]) and both.contains(other[at])
        assert (one[1] | other[1]).contains(one[0] | other[0])

    def test_there_is_no_multiple_of_zero(self) -> None:
        with pytest.raises(ValueError, match="multiple of zero"):
            Range.exact(3).times(Range.exact(0))
        assert Range.exact(3).times(Range(0, 2, 1)) == Range(1.5, None, 3)

    def test_the_spread_of_the_data_carries_the_published_ranges(self, evidence: Evidence) -> None:
        """Suicide attacks of 2019: PIPS 4, PICSS 10 and later 3, so that which counts more is not certain."""
        found = disagreement.spread(evidence, None, disagreement.Selection("suicide_attacks", "pakistan", "all"))
        row = found.set_index("year").loc[2019]
        assert (row["lowest_published"], row["highest_published"]) == ((Range.exact(4),), (Range(3, 10, 10),))
        assert row["times"] == Range(0.75, 2.5, 2.5)
        rows = evidence.read("attack_counts").set_index("row_id")
        assert {3, 4, 10} == set(rows.loc[list(row["row_ids"]), "value"])


class TestSums:
    """`counts.total`, on which stacks and shares stand."""

    @given(st.lists(nested(open_ends=False, headline=True), min_size=1, max_size=6))
    def test_wider_in_never_narrower_out(self, units: list[Nested]) -> None:
        narrow, wide = (counts.total([self.row(one[at]) for one in units]) for at in (0, 1))
        assert wide.contains(narrow) and wide.headline == narrow.headline

    def test_a_doubtful_part_opens_the_sum(self) -> None:
        doubtful = {"headline": 3.0, "low": float("nan"), "high": float("nan")}
        assert counts.total([self.row(Range.exact(2)), doubtful]) == Range(None, None, 5)

    @staticmethod
    def row(one: Range) -> dict[str, float]:
        return {"headline": cell(one.headline), "low": cell(one.low), "high": cell(one.high)}

    def test_no_stack_rises_above_the_headline_of_the_nation(self, evidence: Evidence) -> None:
        """CRSS, killed in 2022: the provinces add up to 979, its headline is 973 and its highest figure 980."""
        areas, stacked = evidence.vocabulary("areas"), 0
        for (publisher, metric), rows in (
            counts.headlines(evidence).query("span == 'year' and actor == 'all'").groupby(["publisher", "metric"])
        ):
            found = counts.by_area(rows, areas)
            for period, units in found.groupby("period_start"):
                if units["stacks"].iloc[0]:
                    stacked += 1
                    assert units["headline"].sum() <= units["nation"].iloc[0], (publisher, metric, period)
            if (publisher, metric) == ("crss", "killed"):
                own = found[found["period_start"].dt.year == 2022]
                assert not own["stacks"].any() and set(own["total"]) == {979}
        assert stacked


class TestStrength:
    """`strength.as_range`: an estimate as printed, never narrower than its ends."""

    @given(st.tuples(COUNT, COUNT, COUNT).map(sorted), st.tuples(*[st.booleans()] * 3))
    def test_an_estimate_keeps_the_ends_that_were_printed(self, values: list[int], given: tuple[bool, ...]) -> None:
        low, best, high = (value if told else None for value, told in zip(values, given, strict=True))
        found = strength.as_range(pd.Series({"low": cell(low), "high": cell(high), "best": cell(best)}))
        if low is None and high is None:
            assert found == (Range() if best is None else Range.exact(best))
        else:
            assert (found.low, found.high, found.headline) == (low, high, best)

    def test_every_estimate_of_the_data_is_a_range(self, evidence: Evidence) -> None:
        rows = strength.estimates(evidence, known=date(2026, 11, 22))
        found = [strength.as_range(row) for _, row in rows.iterrows()]
        assert found and Range() not in found
