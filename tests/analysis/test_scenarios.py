"""Signposts on a few days as a reader of the tables finds them, and what must hold of them on every day."""

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from khyber.analysis import measures, risk_inputs, scenarios, signposts, stances
from khyber.analysis.scenarios import AGAINST, LIT, NOT_LIT, TOWARDS, UNKNOWN, State
from khyber.analysis.signposts import Reading, Signpost, Window
from khyber.evidence import Evidence, dates, ids, open_folder, open_release
from khyber.evidence.cache import Keeper
from khyber.settings import settings as khyber_settings

OCTOBER_2025, JANUARY_2023 = date(2025, 10, 31), date(2023, 1, 31)
DAYS = st.dates(scenarios.STARTS, date(2026, 11, 22))
# By table the column of the day on which a row begins, and of that on which a figure ends.
BEGINS = {"incidents": "date", "timeline": "date", "stances": "as_of", "closures": "closed_from_earliest"}
ENDS = {"attack_counts": "period_end", "indicators": "period_end"}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(khyber_settings.data)


def on(evidence: Evidence, day: date, known: date | None = None) -> dict[str, State]:
    return {one.signpost.signpost_id: one for one in scenarios.on(evidence, day, known)}


def states(found: dict[str, State], *some: str) -> list[str]:
    return [found[one].state for one in some]


class TestOctober2025:
    """A truce since the 19th, talks since the 25th, fighting on several sectors from the 11th; Torkham shut."""

    def test_force_is_lit_by_the_fighting_and_not_beyond_it(self, evidence: Evidence) -> None:
        found = on(evidence, OCTOBER_2025)
        assert states(found, "conflict-sectors", "pause-after-force", "settlement-strike") == [LIT] * 3
        assert (
            states(found, "conflict-declared", "conflict-deep", "settlement-quiet", "strikes-limited") == [NOT_LIT] * 4
        )
        assert found["conflict-sectors"].found.rows == (("incidents", "2025-10-11-border-wide"),)

    def test_truce_and_talks_are_lit_by_their_rows(self, evidence: Evidence) -> None:
        found = on(evidence, OCTOBER_2025)
        assert states(found, "settlement-truce", "settlement-talks", "conflict-talks") == [LIT] * 3
        assert found["settlement-truce"].found.rows[0] == ("timeline", "2025-10-19-ceasefire-agreed-in-doha")
        assert found["settlement-talks"].found.rows == (("incidents", "2025-10-25-istanbul"),)
        assert found["strikes-no-talks"].state == NOT_LIT

    def test_one_crossing_is_certainly_shut_and_of_the_other_it_is_not_known(self, evidence: Evidence) -> None:
        found = on(evidence, OCTOBER_2025)
        assert states(found, "pause-crossing-shut", "conflict-crossings") == [LIT, UNKNOWN]
        assert states(on(evidence, date(2025, 10, 28)), "conflict-crossings") == [LIT]

    def test_positions_are_the_newest_in_force(self, evidence: Evidence) -> None:
        found = on(evidence, OCTOBER_2025)
        assert found["conflict-talks-refused"].found.rows == (("stances", "st-0090"),)
        assert states(found, "conflict-talks-refused", "settlement-pakistan-talks") == [LIT, NOT_LIT]


def test_talks_ruled_out_in_february_2026_are_refused_until_urumqi(evidence: Evidence) -> None:
    posts = ("conflict-talks-refused", "settlement-pakistan-talks")
    for day in (date(2026, 2, 28), date(2026, 3, 31)):
        assert states(on(evidence, day), *posts) == [LIT, NOT_LIT]
    assert states(on(evidence, date(2026, 4, 7)), *posts) == [NOT_LIT, LIT]


def test_a_truce_with_the_ttp_is_no_sign_of_talks_between_the_two_states(evidence: Evidence) -> None:
    declared = evidence.read("stances").query("as_of < '2023-01-01'")
    assert {"pakistan", "afghan-taliban", "ttp"} <= set(declared[declared["issue"] == "ttp-talks"]["actor"])
    for day in (date(2021, 11, 30), date(2022, 10, 31)):
        found = on(evidence, day)
        posts = ("settlement-pakistan-talks", "settlement-taliban-talks", "conflict-talks-refused")
        assert states(found, *posts) == [UNKNOWN] * 3
        assert not any(row == ("stances", "st-0012") for one in found.values() for row in one.found.rows)
    without = [one.first for one in risk_inputs.readings(evidence, "picss")["willingness"]]
    assert without and min(without) >= date(2025, 1, 1)


class TestJanuary2023:
    """As known by the end of the month: shelling in December, one flag meeting in November, almost no reserves."""

    def test_what_the_tables_said_by_then(self, evidence: Evidence) -> None:
        found = on(evidence, JANUARY_2023, JANUARY_2023)
        assert states(found, "pause-after-force", "conflict-means", "strikes-attacks") == [LIT] * 3
        assert states(found, "settlement-truce", "conflict-sectors", "settlement-strike") == [NOT_LIT] * 3

    def test_what_they_did_not_say_is_not_known(self, evidence: Evidence) -> None:
        found = on(evidence, JANUARY_2023, JANUARY_2023)
        silent = ("settlement-talks", "settlement-pakistan-talks", "settlement-taliban-talks", "pause-mediators")
        assert states(found, *silent) == [UNKNOWN] * len(silent)
        assert "No declaration" in found["settlement-pakistan-talks"].found.said

    def test_washington_and_islamabad_had_spoken_in_its_first_days(self, evidence: Evidence) -> None:
        found = on(evidence, JANUARY_2023, JANUARY_2023)
        assert states(found, "strikes-declared", "conflict-backing") == [LIT] * 2
        before = on(evidence, date(2022, 12, 31), date(2022, 12, 31))
        assert states(before, "strikes-declared", "conflict-backing") == [UNKNOWN] * 2
        assert "No declaration" in before["strikes-declared"].found.said

    def test_the_newest_record_was_known_by_then(self, evidence: Evidence) -> None:
        newest = scenarios.newest(evidence, JANUARY_2023)
        assert newest and newest.day <= JANUARY_2023
        row = evidence.row(*newest.row)
        assert row["known_from"] <= pd.Timestamp(JANUARY_2023)


def test_the_newest_record_is_the_last_event_or_position(evidence: Evidence) -> None:
    border = evidence.read("incidents").query("category == 'border'")["date"].max()
    others = [evidence.read("timeline")["date"].max(), evidence.read("stances")["as_of"].max()]
    newest = scenarios.newest(evidence)
    assert newest and newest.day == max(border, *others).date()


def test_a_silence_is_not_known_and_never_not_lit(evidence: Evidence) -> None:
    """At the end of the search nothing had been on record for months: what looks at 90 days or less is not known."""
    last = evidence.last_day()
    newest = scenarios.newest(evidence)
    assert newest and (last - newest.day).days > 90
    for one in on(evidence, last).values():
        if one.signpost.measure in ("highest-rung", "talks-held") and one.signpost.window.days <= 90:
            assert one.state == UNKNOWN and one.found.rows == ()
            assert "Nothing between the two states is on record" in one.found.said


def test_what_nobody_reported_is_not_known_to_have_been_absent(evidence: Evidence) -> None:
    """At the end of January 2021 one opening was on record and no act; in October 2024 acts were, and no talks."""
    quiet = on(evidence, date(2021, 1, 31))["settlement-quiet"]
    assert quiet.state == UNKNOWN and quiet.found.rows == (("incidents", "2020-09-16-qilasaifullah"),)
    for day in (date(2021, 7, 31), date(2021, 11, 30)):
        shut = on(evidence, day)["settlement-quiet"]
        assert shut.state == UNKNOWN and "No certain act" in shut.found.said
    found = on(evidence, date(2024, 10, 31))
    assert states(found, "strikes-no-talks", "settlement-talks") == [UNKNOWN] * 2


def test_refused_talks_are_no_talks(evidence: Evidence) -> None:
    found = on(evidence, date(2026, 3, 31))
    assert states(found, "strikes-no-talks", "settlement-talks", "conflict-talks") == [LIT, NOT_LIT, UNKNOWN]
    assert found["strikes-no-talks"].found.rows == (("stances", "st-0139"),)
    assert states(on(evidence, date(2026, 4, 30)), "strikes-no-talks", "settlement-talks") == [NOT_LIT, LIT]


class TestState:
    @given(
        low=st.floats(-20, 20), wide=st.floats(0, 20), threshold=st.floats(-20, 20),
        comparison=st.sampled_from([signposts.AT_LEAST, signposts.AT_MOST]),
    )  # fmt: skip
    def test_it_is_known_where_every_value_of_the_interval_says_the_same(
        self, low: float, wide: float, threshold: float, comparison: str
    ) -> None:
        post = Signpost("a", "b", TOWARDS, "", "", "", comparison, threshold, Window(days=1), "")
        ends = [
            value >= threshold if comparison == signposts.AT_LEAST else value <= threshold
            for value in (low, low + wide)
        ]
        expected = LIT if all(ends) else UNKNOWN if any(ends) else NOT_LIT
        assert post.state(Reading(low, low + wide, "")) == expected

    def test_tolls_and_readings_that_leave_two_rungs_open_leave_it_not_known(self, evidence: Evidence) -> None:
        """The drones of 30 June 2026 are on rung 6, or 11 where they are what Kabul says."""
        found = on(evidence, date(2026, 6, 30))
        assert states(found, "strikes-strike", "conflict-deep") == [LIT, UNKNOWN]
        assert (found["conflict-deep"].found.low, found["conflict-deep"].found.high) == (6, 11)


class TestWindow:
    def test_days_count_the_day_itself(self) -> None:
        window = Window(days=30)
        assert window.holds(date(2025, 10, 31), date(2025, 10, 31)) and window.holds(
            date(2025, 10, 2), date(2025, 10, 31)
        )
        assert not window.holds(date(2025, 10, 1), date(2025, 10, 31))

    @given(DAYS, st.integers(-400, 400))
    def test_twelve_months_are_those_for_which_a_position_is_carried(self, made: date, days: int) -> None:
        day = made + timedelta(days=days)
        held = day <= dates.add_months(made, stances.CARRIED_MONTHS)
        assert Window(months=stances.CARRIED_MONTHS).holds(made, day) == held


class Earlier(Evidence):
    """The evidence without the rows that begin after a day, and figures whose time ends after it.

    A row begins where it was read to begin. Rows that a closing names as evidence of how long it lasted stay, as that
    is told later.
    """

    def __init__(self, whole: Evidence, day: date) -> None:
        vars(self).update(vars(whole))
        Keeper.__init__(self, (whole.identity, day))
        stay = set(read_to_begin(whole, day))
        for name in ("until_basis", "open_basis"):
            stay |= {one for cell in whole.read("closure_details")[name] for one in ids(cell)}
        self._tables = dict(whole._tables)
        for table, column in (BEGINS | ENDS).items():
            rows = whole.read(table)
            named = (table + "/" + rows[whole.key(table)].astype(str)).isin(stay)
            self._tables[table] = rows[(rows[column] <= pd.Timestamp(day)) | named].reset_index(drop=True)


def read_to_begin(evidence: Evidence, day: date) -> Iterable[str]:
    for row in evidence.read("rung_readings").dropna(subset="days").itertuples():
        if dates.bounds(row.days)[0] <= day:
            yield f"{row.table}/{row.row_id}"


@given(DAYS)
@example(date(2026, 6, 15))
@settings(max_examples=12, deadline=None)
def test_a_state_does_not_depend_on_later_rows(evidence: Evidence, day: date) -> None:
    whole, earlier = on(evidence, day), on(Earlier(evidence, day), day)
    for one, state in whole.items():
        other = earlier[one]
        assert (other.state, other.found.said, other.found.rows) == (state.state, state.found.said, state.found.rows)


@given(DAYS)
@settings(max_examples=12, deadline=None)
def test_the_rows_that_decide_were_known_and_there_are_some_where_a_state_is(evidence: Evidence, known: date) -> None:
    for one in on(evidence, known, known).values():
        assert one.state == UNKNOWN or one.found.rows
        for table, row_id in one.found.rows:
            row = evidence.row(table, row_id)
            assert "known_from" not in row or not evidence.has_time(table) or row["known_from"] <= pd.Timestamp(known)


@pytest.fixture(scope="module")
def months(evidence: Evidence) -> pd.DataFrame:
    return scenarios.through_time(evidence)


def test_every_month_counts_each_signpost_once(evidence: Evidence, months: pd.DataFrame) -> None:
    assert months["month"].iloc[0] == scenarios.STARTS
    assert list(months["month"].unique()) == list(month_starts(scenarios.STARTS, months["day"].iloc[-1]))
    listed = signposts.listed(evidence)
    for row in months.itertuples():
        towards = sum(one.scenario_id == row.scenario and one.points == TOWARDS for one in listed)
        against = sum(one.scenario_id == row.scenario and one.points == AGAINST for one in listed)
        assert row.lit + row.not_lit + row.not_known == towards
        assert row.against_lit + row.against_not_lit + row.against_not_known == against


def month_starts(first: date, last: date) -> Iterable[date]:
    while first <= last:
        yield first
        first = dates.add_months(first, 1)


def test_a_month_stands_as_at_its_end(evidence: Evidence, months: pd.DataFrame) -> None:
    found = on(evidence, OCTOBER_2025)
    row = months[(months["month"] == date(2025, 10, 1)) & (months["scenario"] == "open-conflict")].iloc[0]
    own = [one for one in found.values() if one.signpost.scenario_id == "open-conflict"]
    assert row["lit"] == sum(one.signpost.points == TOWARDS and one.state == LIT for one in own)
    assert row["against_lit"] == sum(one.signpost.points == AGAINST and one.state == LIT for one in own)
    assert set(row["rows"]) == {decides for one in own for decides in one.found.rows}


def test_trade_is_compared_on_one_page_alone(evidence: Evidence) -> None:
    post = next(one for one in signposts.listed(evidence) if one.signpost_id == "pause-trade")
    for day in (JANUARY_2023, date(2024, 7, 31), date(2026, 1, 31)):
        found = measures.measured(evidence, post, day)
        rows = [evidence.row(*one) for one in found.rows]
        assert len(rows) >= 2
        for later in (one for one in rows if one["period_end"] == max(row["period_end"] for row in rows)):
            before = [
                one
                for one in rows
                if one["period_start"] == later["period_start"] - pd.DateOffset(years=1)
                and set(ids(one["source_ids"])) & set(ids(later["source_ids"]))
            ]
            changes = [100 * (later["value"] / one["value"] - 1) for one in before]
            assert changes and all(found.low - 1e-9 <= one <= found.high + 1e-9 for one in changes)
        newest = {(row["period_start"], row["period_end"]) for row in rows if row["period_end"].date() <= day}
        assert len({one for one in newest if one[1] == max(each[1] for each in newest)}) == 1, "one period alone"


def test_half_a_year_and_the_year_that_holds_it_are_two_figures(evidence: Evidence) -> None:
    """Trade of July to December 2025 and of 2025 are both on record; the half year is the newer."""
    post = next(one for one in signposts.listed(evidence) if one.signpost_id == "pause-trade")
    found = measures.measured(evidence, post, date(2026, 1, 31))
    assert {str(evidence.row(*one)["period_start"].date())[5:] for one in found.rows} == {"07-01"}
    assert found.low == found.high


def test_the_sign_of_means_is_lit_and_goes_out(evidence: Evidence) -> None:
    for day, state in ((JANUARY_2023, LIT), (date(2023, 8, 31), NOT_LIT), (date(2025, 7, 31), NOT_LIT)):
        assert on(evidence, day)["conflict-means"].state == state
    floor = on(evidence, date(2025, 3, 31))["conflict-means"]
    assert floor.state == NOT_LIT and floor.found.high == float("inf") and "at least 8.7" in floor.found.said


def test_an_old_release_has_no_scenarios() -> None:
    old = open_release("2026.11.1")
    assert not scenarios.are_given(old)
    assert scenarios.on(old, JANUARY_2023) == () and scenarios.through_time(old).empty
