"""The choice of events, their ends, the truces among them, and the incidents of the same days."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import timeline
from khyber.evidence import Evidence, ids, open_release

OPEN_ENDED, ENDED_BY = "2022-06-02-open-ended-ttp-ceasefire", "2022-11-28-ttp-ends-its-ceasefire"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def chosen(evidence: Evidence, **choices: object) -> set[str]:
    return set(timeline.select(evidence, **choices)["event_id"])  # type: ignore[arg-type]


class TestSelect:
    def test_everything_stands_in_order_where_nothing_is_chosen(self, evidence: Evidence) -> None:
        found = timeline.select(evidence)
        assert set(found["event_id"]) == set(evidence.read("timeline")["event_id"])
        assert found["date"].is_monotonic_increasing

    def test_an_event_belongs_to_each_period_that_one_of_its_days_lies_in(self, evidence: Evidence) -> None:
        siege = "2022-12-18-hostage-siege-in-bannu"
        for first, last, inside in (
            (date(2022, 12, 18), date(2022, 12, 18), True),
            (date(2022, 12, 20), date(2022, 12, 31), True),
            (date(2022, 12, 1), date(2022, 12, 17), False),
            (date(2022, 12, 21), date(2023, 1, 1), False),
        ):
            assert (siege in chosen(evidence, first=first, last=last)) is inside

    def test_a_truce_belongs_to_the_days_on_which_it_was_agreed(self, evidence: Evidence) -> None:
        assert OPEN_ENDED not in chosen(evidence, first=date(2022, 8, 1), last=date(2022, 8, 31))

    def test_an_actor_takes_in_those_below_it_and_one_of_several_is_enough(self, evidence: Evidence) -> None:
        events = evidence.read("timeline").set_index("event_id")["actors"]
        parents = evidence.vocabulary("actors")["parent_id"]
        assert parents["jamaat-ul-ahrar"] == "ttp" and parents["ttp"] == "religiously-inspired"
        for actor, below in (
            ("jamaat-ul-ahrar", {"jamaat-ul-ahrar"}),
            ("bla", {"bla", "majeed-brigade"}),
            ("ttp", {"ttp", "jamaat-ul-ahrar"}),
        ):
            wanted = {one for one, cell in events.items() if below & set(ids(cell))}
            assert wanted and chosen(evidence, actor=actor) == wanted
        assert chosen(evidence, actor="ttp") < chosen(evidence, actor="religiously-inspired")

    def test_categories_are_alternatives(self, evidence: Evidence) -> None:
        both = chosen(evidence, categories=("military", "economic"))
        assert both == chosen(evidence, categories=("military",)) | chosen(evidence, categories=("economic",))
        assert both and not chosen(evidence, categories=("military",)) & chosen(evidence, categories=("economic",))

    def test_known_by_hides_what_was_published_later(self, evidence: Evidence) -> None:
        by_then = chosen(evidence, known=date(2022, 12, 31))
        assert ENDED_BY in by_then and "2023-01-30-bombing-of-the-peshawar-police" not in by_then


class TestEnds:
    def test_an_end_is_the_last_day_or_that_of_the_event_that_ended_it(self, evidence: Evidence) -> None:
        ends = timeline.with_ends(evidence).set_index("event_id")["until"]
        assert ends[OPEN_ENDED] == pd.Timestamp("2022-11-28")
        assert ends["2021-11-09-first-government-ttp-ceasefire"] == pd.Timestamp("2021-12-09")
        assert pd.isna(ends[ENDED_BY])

    def test_an_end_that_was_not_yet_known_is_open(self, evidence: Evidence) -> None:
        doha, day = "2025-10-19-ceasefire-agreed-in-doha", date(2026, 1, 1)
        assert pd.isna(timeline.with_ends(evidence, day).set_index("event_id")["until"][doha])
        assert doha not in set(timeline.truces(evidence, known=day)["event_id"])
        assert doha in set(timeline.truces(evidence)["event_id"])

    def test_a_truce_touches_every_period_in_which_it_held(self, evidence: Evidence) -> None:
        held = timeline.truces(evidence, first=date(2022, 8, 1), last=date(2022, 8, 31))
        assert list(held["event_id"]) == [OPEN_ENDED]
        assert timeline.truces(evidence, first=date(2022, 11, 29), last=date(2023, 12, 31)).empty


class TestIncidents:
    def test_they_are_those_that_began_on_the_days_of_the_event(self, evidence: Evidence) -> None:
        rows = evidence.read("incidents")
        for event in evidence.read("timeline").itertuples():
            end = event.date if pd.isna(event.date_end) else event.date_end
            on_them = set(rows[(rows["date"] >= event.date) & (rows["date"] <= end)]["incident_id"])
            assert set(timeline.incidents_on(evidence, event.event_id)["incident_id"]) == on_them

    def test_known_by_goes_through(self, evidence: Evidence) -> None:
        torkham = "2025-02-21-torkham-closed-over-disputed-outposts"
        later = timeline.incidents_on(evidence, torkham)
        assert len(timeline.incidents_on(evidence, torkham, date(2025, 2, 28))) < len(later)


def test_the_actors_of_the_events_are_given_with_those_above_them(evidence: Evidence) -> None:
    found = timeline.actors(evidence)
    assert {"jamaat-ul-ahrar", "ttp", "religiously-inspired", "baloch-groups", "qatar"} <= found
    assert "russia" not in found and found <= set(evidence.vocabulary("actors").index)
