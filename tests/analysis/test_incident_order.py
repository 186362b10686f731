"""Orders of incidents, events of several rows, and what lies near, against the rows in the file."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import incident_order, incidents
from khyber.analysis.incidents import Choice
from khyber.evidence import Evidence, open_folder
from khyber.settings import settings

WHOLE, PARTS = "2026-02-27-kabul", {"2026-02-27-kandahar", "2026-02-27-paktia"}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def ordered(evidence: Evidence, order: str, choice: Choice = incidents.EVERYTHING) -> pd.DataFrame:
    rows = incidents.select(evidence, choice)
    return incident_order.by_event(evidence.read("incidents"), rows, order)


@pytest.mark.parametrize("order", incident_order.ORDERS)
def test_every_order_keeps_every_row_once(evidence: Evidence, order: str) -> None:
    found = ordered(evidence, order)
    assert sorted(found["incident_id"]) == sorted(evidence.read("incidents")["incident_id"])


@pytest.mark.parametrize(("order", "column", "sign"), [("newest", "date", -1), ("oldest", "date", 1)])
def test_heads_of_events_are_in_order_of_days(evidence: Evidence, order: str, column: str, sign: int) -> None:
    alone = ordered(evidence, order).groupby("event").filter(lambda rows: len(rows) == 1)
    days = list(alone[column])
    assert days == sorted(days, reverse=sign < 0)


@pytest.mark.parametrize(
    ("order", "column", "descending"),
    [("low", "killed_low", True), ("high", "killed_high", True), ("distance", "distance_km", False)],
)
def test_rows_without_a_value_stand_last(evidence: Evidence, order: str, column: str, descending: bool) -> None:
    found = ordered(evidence, order)
    alone = found.groupby("event").filter(lambda rows: len(rows) == 1)[column]
    told = [float(one) for one in alone.dropna()]
    assert told == sorted(told, reverse=descending)
    assert alone.isna().any() and alone.iloc[: len(told)].notna().all()


def test_places_are_in_alphabetical_order(evidence: Evidence) -> None:
    alone = ordered(evidence, "place").groupby("event").filter(lambda rows: len(rows) == 1)
    assert list(alone["place"]) == sorted(alone["place"])


class TestEvents:
    @pytest.mark.parametrize("order", incident_order.ORDERS)
    def test_rows_of_one_event_stand_together_the_whole_first(self, evidence: Evidence, order: str) -> None:
        found = ordered(evidence, order)
        events = list(found["event"])
        for event, rows in found.groupby("event"):
            first = events.index(event)
            assert set(events[first : first + len(rows)]) == {event}
            assert found["incident_id"].iloc[first] == event

    def test_a_part_names_what_holds_it(self, evidence: Evidence) -> None:
        found = ordered(evidence, "newest").set_index("incident_id")
        for row in found.itertuples():
            assert (row.inside or None) == (row.part_of if isinstance(row.part_of, str) else None)
        assert set(found.index[found["event"] == WHOLE]) == {WHOLE, *PARTS}

    def test_parts_whose_whole_is_left_out_are_of_one_event_and_inside_nothing(self, evidence: Evidence) -> None:
        rows = incidents.select(evidence)
        rows = rows[rows["incident_id"].isin(PARTS)]
        found = incident_order.by_event(evidence.read("incidents"), rows, "newest")
        assert set(found["event"]) == {WHOLE} and set(found["inside"]) == {""}

    def test_a_whole_that_is_not_known_yet_holds_nothing(self, evidence: Evidence) -> None:
        rows = incidents.select(evidence)
        part = rows[rows["incident_id"].isin(PARTS)]
        found = incident_order.by_event(part, part, "newest")
        assert list(found["event"]) == list(found["incident_id"])

    def test_no_rows_are_no_events(self, evidence: Evidence) -> None:
        assert ordered(evidence, "high", Choice(first=date(2999, 1, 1))).empty


class TestNear:
    def test_only_what_is_near_in_time_and_place(self, evidence: Evidence) -> None:
        rows = incidents.select(evidence)
        found = incident_order.near(rows, "2025-10-29-kurram", 30, 50)
        assert not found.empty
        assert found["days_apart"].abs().max() <= 30 and found["km_apart"].max() <= 50
        assert "2025-10-29-kurram" not in set(found["incident_id"])
        apart = list(found["days_apart"].abs())
        assert apart == sorted(apart)

    def test_distances_are_those_of_two_known_towns(self, evidence: Evidence) -> None:
        rows = incidents.select(evidence)
        torkham, chaman = (rows[rows["place"] == one].iloc[:1] for one in ("Torkham", "Chaman"))
        pair = pd.concat([torkham, chaman]).assign(date=pd.Timestamp("2020-01-01"))
        found = incident_order.near(pair, torkham["incident_id"].iloc[0], 0, 1000)
        # Torkham 34.1225 N 71.0930 E, Chaman 30.9177 N 66.4526 E: 560 km by the haversine on a sphere of 6,371 km.
        assert found["km_apart"].iloc[0] == pytest.approx(560, rel=0.01)

    def test_a_row_without_a_point_has_none_near(self, evidence: Evidence) -> None:
        rows = incidents.select(evidence)
        unplaced = rows.loc[rows["distance_km"].isna(), "incident_id"].iloc[0]
        assert incident_order.near(rows, unplaced, 9999, 9999).empty
