"""The figures of the incidents page against the tables."""

from datetime import date

import pytest

from khyber.analysis import incidents
from khyber.charts import catalogue, incident_list
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, ids, open_release
from khyber.filters import Filters, open_link


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def test_every_page_counts_the_same_incidents_and_the_killed_of_an_event_once(evidence: Evidence) -> None:
    rows = evidence.read("incidents")
    parts, toll = int(rows["part_of"].notna().sum()), incidents.toll(rows)
    assert toll.killed
    for figure_id in ("incidents", "border-map"):
        shown = build(evidence, figure_id)
        assert shown.title.startswith(f"{len(rows)} notable incidents, {toll.killed.text()} killed where"), figure_id
        assert len(shown.table) == len(rows)
    (fact,) = [one for one in build(evidence, "incidents").facts if one.label == "Notable incidents"]
    assert fact.value == f"{len(rows)}" and f"{parts} of them are part of another one" in fact.change


def test_the_sentence_begins_with_the_choices(evidence: Evidence) -> None:
    chosen = Filters(area="balochistan", category="attack", toll=10)
    shown = catalogue.build("incidents", evidence, chosen)
    said = "Balochistan, militant attacks, at least 10 killed by the lowest figure: "
    assert shown.title.startswith(said)
    assert set(shown.table["category"]) == {"attack"} and shown.table["killed_low"].min() >= 10


def test_rule_eleven_stands_on_the_list_the_map_and_the_timeline(evidence: Evidence) -> None:
    for one in ("incidents", "incidents-map", "incidents-timeline"):
        assert any("not a census" in note for note in build(evidence, one).notes), one


def test_rows_on_no_map_are_counted_and_reachable(evidence: Evidence) -> None:
    shown = build(evidence, "incidents")
    facts = {fact.label: fact.value for fact in shown.facts}
    listed = build(evidence, "incidents", placed="no").table
    nowhere = build(evidence, "incidents", country="none").table
    assert facts["In the list only, on no map"] == str(len(listed)) != "0"
    assert facts["Without a country on record"] == str(len(nowhere)) != "0"
    assert nowhere["country"].isna().all() and not listed["drawn"].any()
    on_map = build(evidence, "incidents-map")
    assert int(on_map.table["drawn"].sum()) + len(listed) == len(shown.table)


def test_targets_are_found_by_their_kinds(evidence: Evidence) -> None:
    kinds = {row.target: ids(row.target_kinds) for row in evidence.read("targets").itertuples()}
    assert set(kinds) == set(evidence.read("incidents")["target"])
    found = build(evidence, "incidents", target=("education", "health")).table
    assert {one for target in found["target"] for one in kinds[target]} & {"education", "health"}
    expected = [one for one in evidence.read("incidents")["target"] if {"education", "health"} & set(kinds[one])]
    assert sorted(found["target"]) == sorted(expected)


def test_the_map_is_that_of_the_border_page_with_these_marks(evidence: Evidence) -> None:
    own, border = (build(evidence, one, district=("kurram",)) for one in ("incidents-map", "border-map"))
    assert own.spec and border.spec
    uids = [[trace["uid"] for trace in one.spec["data"]] for one in (own, border)]
    assert uids[0] == uids[1] and own.spec["layout"] == border.spec["layout"]
    marked = {one for trace in own.spec["data"] for one in trace.get("customdata") or ()}
    assert marked == set(own.table["incident_id"][own.table["drawn"]])
    assert set(evidence.package["boundary_note"]) <= set(own.notes)


def test_the_timeline_marks_every_incident_in_the_lane_of_its_kind(evidence: Evidence) -> None:
    shown = build(evidence, "incidents-timeline")
    assert shown.spec
    lanes = dict(zip(shown.spec["layout"]["yaxis"]["tickvals"], shown.spec["layout"]["yaxis"]["ticktext"], strict=True))
    labels = evidence.names("incident_kinds", "label")
    marked = {
        one: (day, lanes[lane])
        for trace in shown.spec["data"]
        for one, day, lane in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
    }
    assert marked == {
        row.incident_id: (f"{row.date:%Y-%m-%d}", labels[row.kind]) for row in evidence.read("incidents").itertuples()
    }


def test_on_a_narrow_screen_the_names_of_lanes_stand_beside_the_plot(evidence: Evidence) -> None:
    shown = build(evidence, "incidents-timeline")
    assert shown.spec
    narrow = shown.spec["layout"]["meta"]["narrow"]
    names = [one.replace("<br>", " ") for one in narrow["yaxis.ticktext"]]
    assert names == shown.spec["layout"]["yaxis"]["ticktext"]
    assert max(len(line) for one in narrow["yaxis.ticktext"] for line in one.split("<br>")) < 20
    assert "annotations" not in narrow
    assert narrow["xaxis.range"][0] < shown.spec["layout"]["xaxis"]["range"][0]


def test_neighbours_are_told_whatever_else_is_chosen(evidence: Evidence) -> None:
    alone = build(evidence, "incident-near", incident="2025-10-29-kurram")
    assert (
        catalogue.build("incident-near", evidence, Filters(incident="2025-10-29-kurram", category="attack", toll=50))
        is alone
    )
    assert not alone.is_empty


def test_under_known_by_nothing_later_is_listed(evidence: Evidence) -> None:
    day = date(2023, 1, 5)
    shown = build(evidence, "incidents", known=day)
    assert set(shown.table["incident_id"]) == set(evidence.read("incidents", day)["incident_id"])


def test_a_release_from_before_kinds_of_target_opens_and_says_so() -> None:
    link = open_link({"release": ["2026.11.1"], "target": ["police"]})
    assert link.ignored == ("target “police”: there is no such kind of target",)
    shown = catalogue.build("incidents", link.evidence, link.filters)
    assert len(shown.table) == len(link.evidence.read("incidents"))
    none = catalogue.build("incidents", link.evidence, Filters(target=("police",)))
    assert none.is_empty


def test_an_incident_is_a_figure_of_both_pages() -> None:
    entry = catalogue.entry("incident")
    assert entry.stands_on("border") and entry.stands_on("incidents") and not entry.stands_on("attacks")


def test_orders_have_words_and_rows(evidence: Evidence) -> None:
    for order, words in incident_list.ORDERS.items():
        shown = build(evidence, "incidents", sort=order)
        assert words.lower() in shown.alt and len(shown.table) == len(evidence.read("incidents"))
