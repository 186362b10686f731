"""The map, the crossings and an incident in words against the tables."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import border
from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def traces(shown: catalogue.Figure) -> dict[str, dict]:
    assert shown.spec
    return {trace["uid"]: trace for trace in shown.spec["data"]}


def test_each_incident_is_drawn_once_by_the_toll_that_it_reports(evidence: Evidence) -> None:
    shown = build(evidence, "border-map")
    by_id = shown.table.set_index("incident_id")
    drawn = traces(shown)
    marked: list[str] = []
    for category in ("attack", "border"):
        told = drawn[f"disc-{category}"]["customdata"]
        silent = drawn[f"silent-{category}"]["customdata"]
        rings = drawn[f"ring-{category}"]["customdata"]
        assert by_id.loc[told, "killed_high"].notna().all()
        assert by_id.loc[silent, "killed_high"].isna().all()
        assert (by_id.loc[rings, "killed_high"] > by_id.loc[rings, "killed_low"]).all()
        assert set(by_id.loc[[*told, *silent], "category"]) == {category}
        marked += [*told, *silent]
    assert sorted(marked) == sorted(by_id.index[by_id["drawn"]])


def test_a_claim_is_never_the_biggest_thing_on_the_map(evidence: Evidence) -> None:
    drawn = traces(build(evidence, "border-map"))
    discs = [size for uid, trace in drawn.items() if uid.startswith("disc") for size in trace["marker"]["size"]]
    rings = [size for uid, trace in drawn.items() if uid.startswith("ring") for size in trace["marker"]["size"]]
    assert max(rings) - 4 <= max(discs)


def test_province_level_rows_and_talks_abroad_are_listed_and_not_drawn(evidence: Evidence) -> None:
    table = build(evidence, "border-map").table
    rows = evidence.read("incidents").set_index("incident_id").loc[table["incident_id"]]
    listed = ~table["drawn"].to_numpy()
    assert listed.any()
    assert (rows.loc[listed, "coordinate_precision"].eq("province") | rows.loc[listed, "country"].isna()).all()


def test_the_boundary_note_stands_on_the_map(evidence: Evidence) -> None:
    notes = " ".join(build(evidence, "border-map").notes)
    assert "Durand Line" in notes and "Jammu and Kashmir" in notes and "endorsement" in notes


def test_the_crossings_stand_in_words_with_state_and_date(evidence: Evidence) -> None:
    shown = build(evidence, "crossings")
    assert sorted(fact.label for fact in shown.facts) == sorted(evidence.read("crossings")["name"])
    assert all("as described for" in fact.change and fact.value for fact in shown.facts)


@pytest.mark.parametrize("tenth", range(10))
def test_an_incident_is_told_in_full(evidence: Evidence, tenth: int) -> None:
    rows = evidence.read("incidents")
    row = rows.iloc[tenth * len(rows) // 10]
    shown = build(evidence, "incident", incident=row["incident_id"])
    told = " ".join([shown.title, *(f"{f.value} {f.change}" for f in shown.facts), *shown.notes])
    assert row["summary"] in told and row["place"] in told
    if not pd.isna(row["casualty_note"]):
        assert row["casualty_note"] in told
    if not pd.isna(row["killed_high"]):
        assert str(row["killed_high"]) in told


def test_rows_that_are_one_event_show_both_tolls(evidence: Evidence) -> None:
    part = build(evidence, "incident", incident="2025-10-17-nwaz")
    whole = build(evidence, "incident", incident="2025-10-17-mir-ali-camp")
    assert any(fact.label == "Part of" and "7 to 8 killed" in fact.change for fact in part.facts)
    assert any(fact.label == "Contains" and "13 killed" in fact.change for fact in whole.facts)


def test_an_incident_is_not_told_before_it_was_known(evidence: Evidence) -> None:
    later = build(evidence, "incident", incident="2025-10-17-nwaz", known=date(2023, 1, 5))
    assert later.is_empty and "not known by that day" in later.title


def test_sources_published_later_are_not_named_under_known_by(evidence: Evidence) -> None:
    day = date(2022, 12, 12)
    then = build(evidence, "incident", incident="2022-12-11-chaman", known=day)
    now = build(evidence, "incident", incident="2022-12-11-chaman")
    named = catalogue.sources_of(evidence, then)
    assert named and all(one.latest and one.latest <= day for one in named)
    assert len(named) < len(catalogue.sources_of(evidence, now))


def test_the_first_view_shows_the_whole_line_with_a_little_around_it(evidence: Evidence) -> None:
    shown = build(evidence, "border-map")
    assert shown.spec
    west, south, east, north = shown.spec["layout"]["meta"]["home"]
    line = border.line(evidence).line.bounds
    assert west < line[0] and south < line[1] and line[2] < east and line[3] < north
    assert max(line[0] - west, line[1] - south, east - line[2], north - line[3]) < 1


def test_the_state_of_a_crossing_described_later_is_told_nowhere(evidence: Evidence) -> None:
    day = date(2023, 1, 5)
    words = build(evidence, "crossings", known=day)
    assert words.title.endswith("1 open and 12 not known")
    torkham = next(fact for fact in words.facts if fact.label == "Torkham")
    assert torkham.value == "Not known" and torkham.change.endswith("a later day: Not known by that day")
    for figure_id in ("border-map", "border-strip"):
        marks = next(
            trace for trace in build(evidence, figure_id, known=day).spec["data"] if trace["uid"] == "crossings"
        )
        told = {one.split("<br>")[1] for one in marks["hovertext"]}
        assert told == {"Open, as described for 27 May 2022", "Not known, as described for a later day"}
