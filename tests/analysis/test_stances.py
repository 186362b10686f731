"""Declared positions on a day: which is the last, how old it is, when it lapses, and who moved."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.analysis import stances
from khyber.evidence import Evidence, dates, open_release

EVIDENCE = open_release()
ROWS = EVIDENCE.read("stances")
DAYS = st.dates(date(2021, 1, 1), date(2027, 12, 31))


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return EVIDENCE


def last_by_hand(day: date, known: date | None = None) -> dict[tuple[str, str], str]:
    """The last row of each actor and issue by a day, found row by row."""
    found: dict[tuple[str, str], tuple[date, str]] = {}
    for row in EVIDENCE.read("stances", known).itertuples():
        key, made = (row.actor, row.issue), (row.as_of.date(), row.row_id)
        if made[0] <= day and made > found.get(key, (date.min, "")):
            found[key] = made
    return {key: row_id for key, (_, row_id) in found.items()}


class TestOnADay:
    @given(day=DAYS)
    def test_the_last_declaration_of_each_actor_on_each_issue_stands(self, day: date) -> None:
        found = stances.at(EVIDENCE, day)
        told = {(row.actor, row.issue): row.row_id for row in found.itertuples()}
        assert told == last_by_hand(day) and len(told) == len(found)

    @given(day=DAYS)
    def test_a_position_is_in_force_for_twelve_months_and_no_day_longer(self, day: date) -> None:
        for row in stances.at(EVIDENCE, day).itertuples():
            made = row.as_of.date()
            assert (row.state == stances.HELD) == (day <= dates.add_months(made, 12))
            assert dates.add_months(made, row.months) <= day < dates.add_months(made, row.months + 1)

    @pytest.mark.parametrize("row", list(ROWS.itertuples())[::13], ids=lambda row: row.row_id)
    def test_it_lapses_on_the_day_after(self, evidence: Evidence, row: pd.Series) -> None:
        end = dates.add_months(row.as_of.date(), stances.CARRIED_MONTHS)
        for day, state in ((end, stances.HELD), (end + timedelta(days=1), stances.LAPSED)):
            found = stances.at(evidence, day)
            own = found[(found["actor"] == row.actor) & (found["issue"] == row.issue)]
            if own["row_id"].item() == row.row_id:
                assert own["state"].item() == state

    def test_what_was_published_after_the_known_by_day_is_not_there(self, evidence: Evidence) -> None:
        known = date(2023, 1, 5)
        found = stances.at(evidence, evidence.last_day(), known)
        assert set(found["row_id"]) == set(last_by_hand(date.max, known).values())
        assert (found["known_from"] <= pd.Timestamp(known)).all()
        later = ROWS[ROWS["known_from"] > pd.Timestamp(known)]
        assert not set(found["row_id"]) & set(later["row_id"]) and len(later)

    def test_the_last_day_is_that_of_the_search_or_the_known_by_day(self, evidence: Evidence) -> None:
        searched = date.fromisoformat(evidence.resource("stances")["searched_until"])
        assert evidence.last_day() == searched
        assert evidence.last_day(date(2023, 1, 5)) == date(2023, 1, 5)


class TestMoves:
    def test_a_move_is_a_change_from_the_declaration_right_before(self, evidence: Evidence) -> None:
        by_hand = set()
        for _, rows in ROWS.sort_values(["as_of", "row_id"]).groupby(["actor", "issue"]):
            listed = list(rows.itertuples())
            by_hand |= {
                (one.row_id, two.row_id)
                for one, two in zip(listed, listed[1:], strict=False)
                if one.position != two.position
            }
        found = stances.moves(evidence)
        assert set(zip(found["from_id"], found["row_id"], strict=True)) == by_hand
        assert found["as_of"].is_monotonic_increasing

    def test_a_go_between_moves_in_no_direction_and_all_others_by_the_scale(self, evidence: Evidence) -> None:
        found = stances.moves(evidence)
        role = found[["position", "from_position"]].eq("mediates").any(axis=1)
        assert role.any() and (found.loc[role, "step"] == 0).all()
        assert (found.loc[~role, "step"] != 0).all() and found["step"].between(-4, 4).all()

    def test_a_move_after_more_than_twelve_months_is_told_from_one_within_them(self, evidence: Evidence) -> None:
        found = stances.moves(evidence)
        assert set(found["state"]) == {stances.HELD, stances.LAPSED}
        for row in found.itertuples():
            within = row.as_of.date() <= dates.add_months(row.from_as_of.date(), 12)
            assert (row.state == stances.HELD) == within

    def test_under_known_by_there_are_only_moves_between_known_rows(self, evidence: Evidence) -> None:
        known = evidence.read("stances", date(2023, 1, 5))
        found = stances.moves(evidence, date(2023, 1, 5))
        assert len(found) and {*found["row_id"], *found["from_id"]} <= set(known["row_id"])


def test_every_position_of_the_vocabulary_has_a_place_and_a_side(evidence: Evidence) -> None:
    assert set(stances.STEPS) == set(evidence.labels("stance_position"))
    sides = {one: stances.side(one) for one in stances.STEPS}
    assert {one for one, side in sides.items() if side == stances.BETWEEN} == {"neutral", "mediates"}
    assert set(stances.LEANING) == {one for one, step in stances.STEPS.items() if abs(step) == 1}


def test_every_actor_with_a_declaration_is_listed_once_the_parties_first(evidence: Evidence) -> None:
    found = stances.actors(evidence)
    assert sorted(found) == sorted(set(ROWS["actor"])) and tuple(found[:3]) == stances.PARTIES
