"""Incidents: each filter against the rows in the file, and tolls that count an event once."""

import csv
from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from khyber.analysis import border, incidents
from khyber.analysis.incidents import Choice
from khyber.evidence import Evidence, Range, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def raw(table: str) -> list[dict[str, str]]:
    with (settings.data / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def chosen(rows: pd.DataFrame) -> set[str]:
    return set(rows["incident_id"])


def meeting(condition: Callable[[dict[str, str]], bool]) -> set[str]:
    """The ids of the rows in the file that meet a condition; there are some, and not all."""
    rows = raw("incidents")
    found = {row["incident_id"] for row in rows if condition(row)}
    assert 0 < len(found) < len(rows)
    return found


class TestSelect:
    def test_nothing_chosen_is_everything_oldest_first(self, evidence):
        found = incidents.select(evidence)
        assert list(found["incident_id"]) == [
            row["incident_id"] for row in sorted(raw("incidents"), key=lambda row: (row["date"], row["incident_id"]))
        ]

    def test_first_and_last_day_are_in(self, evidence):
        found = incidents.select(evidence, Choice(first=date(2023, 9, 6), last=date(2024, 8, 26)))
        assert chosen(found) == meeting(lambda row: "2023-09-06" <= row["date"] <= "2024-08-26")
        assert {"2023-09-06-torkham", "2024-08-26-bela-camp"} <= chosen(found)

    @pytest.mark.parametrize("category", ["attack", "border"])
    def test_category(self, evidence, category):
        assert chosen(incidents.select(evidence, Choice(category=category))) == meeting(
            lambda row: row["category"] == category
        )

    def test_kinds(self, evidence):
        kinds = ("air-strike", "drone-strike")
        assert chosen(incidents.select(evidence, Choice(kinds=kinds))) == meeting(lambda row: row["kind"] in kinds)

    @pytest.mark.parametrize("country", ["AF", "PK"])
    def test_country(self, evidence, country):
        assert chosen(incidents.select(evidence, Choice(country=country))) == meeting(
            lambda row: row["country"] == country
        )

    @pytest.mark.parametrize(
        ("area", "condition"),
        [
            ("pakistan", lambda row: row["country"] == "PK"),
            ("afghanistan", lambda row: row["country"] == "AF"),
            ("bilateral", lambda row: row["country"] in ("AF", "PK")),
            ("khyber-pakhtunkhwa", lambda row: row["admin1"] == "Khyber Pakhtunkhwa"),
            ("balochistan", lambda row: row["admin1"] == "Balochistan"),
            ("af-nangarhar", lambda row: row["admin1"] == "Nangarhar"),
            ("af-kabul", lambda row: row["admin1"] == "Kabul"),
        ],
    )
    def test_area_by_the_country_and_province_on_record(self, evidence, area, condition):
        assert chosen(incidents.select(evidence, Choice(area=area))) == meeting(condition)

    def test_every_place_on_record_is_an_area(self, evidence):
        names = set(evidence.vocabulary("areas")["name"])
        assert {row["admin1"] for row in raw("incidents") if row["admin1"]} <= names

    @pytest.mark.parametrize("actor", ["ttp", "religiously-inspired", "baloch-groups", "iskp"])
    def test_an_actor_takes_in_those_below(self, evidence, actor):
        parents = {row["actor_id"]: row["parent_id"] for row in raw("actors")}

        def belongs(one: str) -> bool:
            return one == actor or (bool(one) and belongs(parents.get(one, "")))

        assert chosen(incidents.select(evidence, Choice(actor=actor))) == meeting(lambda row: belongs(row["actor"]))

    def test_an_actor_below_another_is_a_part_of_its_rows(self, evidence):
        assert chosen(incidents.select(evidence, Choice(actor="ttp"))) < chosen(
            incidents.select(evidence, Choice(actor="religiously-inspired"))
        )

    @pytest.mark.parametrize("within", [1, 10, 50])
    def test_within_keeps_what_is_near_and_drops_what_has_no_point(self, evidence, within):
        located = border.located(evidence)["distance_km"]
        expected = set(located[located <= within].index)
        found = incidents.select(evidence, Choice(within=within))
        assert chosen(found) == expected
        assert 0 < len(expected) < len(located)
        assert found["distance_km"].max() <= within

    def test_known_by_a_day(self, evidence):
        day = date(2023, 9, 30)
        assert chosen(incidents.select(evidence, Choice(known=day))) == set(
            evidence.read("incidents", day)["incident_id"]
        )

    @pytest.mark.parametrize(
        ("choice", "condition"),
        [
            (Choice(country="none"), lambda row: not row["country"]),
            (Choice(claim_statuses=("claimed", "denied")), lambda row: row["claim_status"] in ("claimed", "denied")),
            (Choice(confidences=("low",)), lambda row: row["confidence"] == "low"),
            (
                Choice(provinces=("balochistan", "af-kunar")),
                lambda row: row["admin1"] in ("Balochistan", "Kunar"),
            ),
            (Choice(districts=("spin-boldak", "kurram")), lambda row: row["admin2"] in ("Spin Boldak", "Kurram")),
            (
                Choice(districts=("killa-saifullah",)),
                lambda row: row["admin2"] in ("Killa Saifullah", "Qila Saifullah"),
            ),
            (Choice(least_killed=10), lambda row: row["killed_low"] and int(row["killed_low"]) >= 10),
            (
                Choice(placed=False),
                lambda row: not row["latitude"] or not row["country"] or row["coordinate_precision"] == "province",
            ),
        ],
    )
    def test_what_is_on_record(self, evidence, choice, condition):
        assert chosen(incidents.select(evidence, choice)) == meeting(condition)

    def test_targets_by_their_kinds(self, evidence):
        kinds = {row["target"]: row["target_kinds"].split(";") for row in raw("targets")}
        found = incidents.select(evidence, Choice(targets=("police", "displaced")))
        assert chosen(found) == meeting(lambda row: {"police", "displaced"} & set(kinds[row["target"]]))

    def test_every_target_has_a_kind_and_no_kind_is_of_a_target_that_is_not(self):
        assert {row["target"] for row in raw("targets")} == {row["target"] for row in raw("incidents")}
        used = {one for row in raw("targets") for one in row["target_kinds"].split(";")}
        assert used == {row["target_kind_id"] for row in raw("target_kinds")}

    def test_words_are_found_in_text_place_target_and_names_of_the_actor(self, evidence):
        for words, own in [
            ("gate friendship", "2016-08-18-chaman"),
            ("tehrik taliban kurram", "2025-10-29-kurram"),
            ("ISPR captain", "2025-10-29-kurram"),
        ]:
            found = chosen(incidents.select(evidence, Choice(words=words)))
            assert own in found
            assert len(found) < len(raw("incidents"))
        assert incidents.select(evidence, Choice(words="no such words")).empty

    def test_every_choice_at_once(self, evidence):
        found = incidents.select(
            evidence, Choice(first=date(2024, 1, 1), category="border", country="AF", kinds=["air-strike"], within=100)
        )
        near = border.located(evidence)["distance_km"]
        assert chosen(found) == meeting(
            lambda row: (
                row["date"] >= "2024-01-01"
                and (row["category"], row["country"], row["kind"]) == ("border", "AF", "air-strike")
                and near[row["incident_id"]] <= 100
            )
        )

    def test_nothing_found_has_all_columns(self, evidence):
        nothing = incidents.select(evidence, Choice(first=date(2999, 1, 1)))
        assert nothing.empty
        assert list(nothing.columns) == list(incidents.select(evidence).columns)

    def test_carries_force_distance_and_position(self, evidence):
        found = incidents.select(evidence).set_index("incident_id")
        violent = {row["kind_id"]: row["violent"] for row in raw("incident_kinds")}
        for row in raw("incidents"):
            assert found.loc[row["incident_id"], "violent"] == violent[row["kind"]]
        assert found.loc["2023-09-06-torkham", "distance_km"] < 5
        assert found.loc["2023-09-06-torkham", "position_km"] > 0

    def test_kinds_without_force_are_as_many_as_the_rules_say(self, evidence):
        border_rows = incidents.select(evidence, Choice(category="border"))
        assert (border_rows["violent"] == "no").sum() == 53
        assert (border_rows["violent"] == "mixed").sum() == 3


class TestBelow:
    parents = pd.Series({"a": None, "b": "a", "c": "b", "d": "a", "e": None})

    @pytest.mark.parametrize(("top", "found"), [("a", "abcd"), ("b", "bc"), ("c", "c"), ("e", "e")])
    def test_itself_and_all_below(self, top, found):
        assert incidents.below(self.parents, top) == set(found)

    def test_ends_where_parents_run_in_a_circle(self):
        assert incidents.below(pd.Series({"a": "b", "b": "a"}), "a") == {"a", "b"}


def made(*rows: tuple[str, float | None, float | None, str | None]) -> pd.DataFrame:
    """Incidents as id, killed_low, killed_high, part_of."""
    columns = list(zip(*rows, strict=True))
    return pd.DataFrame(
        {
            "incident_id": columns[0],
            "killed_low": pd.array(columns[1], dtype="Int64"),
            "killed_high": pd.array(columns[2], dtype="Int64"),
            "part_of": pd.Series(columns[3], dtype="str"),
        }
    )


class TestToll:
    def test_ranges_add(self):
        toll = incidents.toll(made(("a", 3, 5, None), ("b", 1, 1, None)))
        assert toll == incidents.Toll(Range(4, 6), 2, 0, ())

    def test_what_is_not_reported_is_counted_not_taken_for_zero(self):
        toll = incidents.toll(made(("a", 3, 5, None), ("b", None, None, None)))
        assert toll == incidents.Toll(Range(3, 5), 1, 1, ())

    def test_zero_is_a_report(self):
        assert incidents.toll(made(("a", 0, 0, None))) == incidents.Toll(Range(0, 0), 1, 0, ())

    def test_nothing_reported_is_no_toll(self):
        assert incidents.toll(made(("a", None, None, None))) == incidents.Toll(None, 0, 1, ())

    def test_one_end_alone_leaves_the_other_open(self):
        assert incidents.toll(made(("a", 3, None, None), ("b", 1, 2, None))).killed == Range(4, None)
        assert incidents.toll(made(("a", None, 3, None), ("b", 1, 2, None))).killed == Range(None, 5)

    def test_a_part_is_left_out_where_the_whole_is_in_the_selection(self):
        toll = incidents.toll(made(("whole", 20, 25, None), ("part", 8, 10, "whole"), ("other", 1, 1, None)))
        assert toll == incidents.Toll(Range(21, 26), 3, 0, ("part",))

    def test_a_part_counts_where_the_whole_is_not(self):
        assert incidents.toll(made(("part", 8, 10, "whole"))) == incidents.Toll(Range(8, 10), 1, 0, ())

    def test_a_part_counts_where_the_whole_reports_no_toll(self):
        toll = incidents.toll(made(("whole", None, None, None), ("part", 8, 10, "whole")))
        assert toll == incidents.Toll(Range(8, 10), 1, 1, ())

    def test_a_part_of_a_part_is_left_out_with_it(self):
        toll = incidents.toll(made(("a", 20, 20, None), ("b", 9, 9, "a"), ("c", 4, 4, "b")))
        assert toll == incidents.Toll(Range(20, 20), 3, 0, ("b", "c"))

    def test_two_parts_of_one_that_is_not_shown_both_count(self):
        assert incidents.toll(made(("a", 8, 8, "x"), ("b", 2, 2, "x"))).killed == Range(10, 10)

    def test_the_camp_at_mir_ali_is_counted_once(self, evidence):
        day = date(2025, 10, 17)
        rows = incidents.select(evidence, Choice(first=day, last=day, area="khyber-pakhtunkhwa"))
        pair = rows[rows["incident_id"].isin(["2025-10-17-mir-ali-camp", "2025-10-17-nwaz"])]
        assert len(pair) == 2
        whole, part = (pair[pair["incident_id"] == one] for one in ("2025-10-17-mir-ali-camp", "2025-10-17-nwaz"))
        toll = incidents.toll(pair)
        assert toll.inside == ("2025-10-17-nwaz",)
        assert toll.killed == incidents.toll(whole).killed
        assert incidents.toll(part).killed == Range(13, 13)

    def test_the_whole_table_counts_each_event_once(self, evidence):
        rows = raw("incidents")
        told = {row["incident_id"] for row in rows if row["killed_low"] or row["killed_high"]}
        inside = {row["incident_id"] for row in rows if row["part_of"] in told} & told
        once = [row for row in rows if row["incident_id"] in told - inside]
        toll = incidents.toll(incidents.select(evidence))
        assert set(toll.inside) == inside
        assert (toll.reported, toll.unreported) == (len(told), len(rows) - len(told))
        assert (toll.killed.low is None) == any(not row["killed_low"] for row in once)
        assert (toll.killed.high is None) == any(not row["killed_high"] for row in once)
        if toll.killed.low is not None:
            assert toll.killed.low == sum(int(row["killed_low"]) for row in once)
        if toll.killed.high is not None:
            assert toll.killed.high == sum(int(row["killed_high"]) for row in once)
