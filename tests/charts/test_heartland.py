"""The heartland and the distances to the line, as the attacks page says and draws them."""

from datetime import date

import pytest

from khyber.analysis import incidents
from khyber.charts import catalogue
from khyber.charts.heartland import QUESTION
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def test_the_question_under_test_stands_beside_the_shares_without_a_row(evidence: Evidence) -> None:
    for choices in (
        {},
        {"metric": "killed"},
        {"by": ("ispr",)},
        {"metric": "gti_rank"},
        {"start": "1950", "end": "1951"},
    ):
        shown = build(evidence, "attacks-heartland", **choices)
        first = shown.facts[0]
        assert first.value == QUESTION and "no source row" in first.label and first.rows == ()
        assert first.change


def test_the_shares_stand_in_the_sentence_and_in_words_with_what_is_not_given(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-heartland")
    assert "PICSS 9.9 % in 2021" in shown.title and "4.6 % in 2025" in shown.title
    told = {fact.label: fact for fact in shown.facts}
    assert told["PICSS, 2021"].value == "9.9 %: 29 of 294"
    assert told["PICSS, 2021"].change.endswith("Not given: Gilgit-Baltistan.")
    assert told["PIPS, 2008"].change.endswith("Not given: none.")
    assert {row.table for row in told["PICSS, 2021"].rows} == {"attack_counts"}


def test_what_the_data_cannot_tell_is_said(evidence: Evidence) -> None:
    answer = build(evidence, "attacks-heartland").facts[0].change
    assert "rose from 2009 to 2011" in answer and "fell from 2011 to 2025" in answer
    assert "PICSS gives one such year alone" in answer and "Of the years between nothing can be said" in answer
    assert build(evidence, "attacks-heartland", by=("picss",)).facts[0].change.startswith("Cannot be told")
    two_years = build(evidence, "attacks-heartland", by=("pips",), start="2008", end="2009").facts[0].change
    assert two_years == "The share, where it can be computed, rose: by PIPS it rose from 2008 to 2009."


def test_a_year_that_does_not_add_up_is_told_and_never_drawn(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-heartland")
    notes = " ".join(shown.notes)
    assert "2018 (its areas add up to 218, its national figure is 229)" in notes
    assert "2011 (no national figure)" in notes and "2012 (a figure is doubtful)" in notes
    assert shown.spec
    drawn = {(trace["name"], year) for trace in shown.spec["data"] for year in trace["x"]}
    assert drawn == {("PICSS", 2021), *(("PIPS", year) for year in (2008, 2009, 2011, 2025))}
    assert all(trace["mode"] == "markers+text" for trace in shown.spec["data"])
    refused = {row.row_id for row in shown.rows} - {row.row_id for rows in shown.table["rows"] for row in rows}
    assert {evidence.row("attack_counts", one)["publisher"] for one in refused} == {"picss", "pips", "ispr"}


def test_a_share_is_not_told_before_its_figures_were_known(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-heartland", known=date(2023, 1, 5))
    assert "2021" in shown.title and "2025" not in shown.title


def test_several_counters_under_one_name_and_ranks_have_no_share(evidence: Evidence) -> None:
    for metric in evidence.vocabulary("metrics").index:
        shown = build(evidence, "attacks-heartland", metric=metric)
        assert "other" not in set(shown.table["publisher"])
    assert "only attacks and people" in build(evidence, "attacks-heartland", metric="gti_rank").title


def test_distances_are_of_attacks_in_pakistan_alone_and_balochistan_stands_apart(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-distance")
    rows = evidence.read("incidents").set_index("incident_id")
    for mark in shown.table.itertuples():
        own = rows.loc[[row.row_id for row in mark.rows]]
        assert set(own["category"]) == {"attack"} and set(own["country"]) == {"PK"}
        assert own["admin1"].eq("Balochistan").all() == (mark.group == "Balochistan")
        assert not own["admin1"].eq("Balochistan").any() or mark.group == "Balochistan"
        assert mark.incidents == len(own)


def test_the_distances_of_the_sentence_are_those_of_the_incidents(evidence: Evidence) -> None:
    chosen = incidents.select(evidence, incidents.Choice(category="attack", country="PK")).dropna(subset="distance_km")
    chosen = chosen[~chosen["part_of"].isin(chosen["incident_id"])]
    shown = build(evidence, "attacks-distance")
    for inside, fact in zip((False, True), shown.facts, strict=True):
        km = chosen[chosen["admin1"].eq("Balochistan") == inside]["distance_km"]
        assert fact.value == str(len(km))
        assert f"half of them within {km.median():.0f} km" in fact.change and fact.change.split(";")[0] in shown.title


def test_distances_are_a_description_without_time(evidence: Evidence) -> None:
    shown = build(evidence, "attacks-distance")
    assert shown.spec and shown.spec["layout"]["xaxis"]["title"]["text"].startswith("Distance")
    assert {"year", "date", "month"}.isdisjoint(shown.table.columns)
    notes = " ".join(shown.notes)
    assert "never a trend" in notes and "25 km off" in notes and "5 km off" in notes and "Durand Line" in notes


def test_the_filters_of_every_page_hold_for_the_distances(evidence: Evidence) -> None:
    whole = build(evidence, "attacks-distance").table["incidents"].sum()
    part = build(evidence, "attacks-distance", start="2021", end="2022", actor="ttp").table
    dates = [evidence.row("incidents", row.row_id)["date"].year for rows in part["rows"] for row in rows]
    assert 0 < part["incidents"].sum() < whole and set(dates) <= {2021, 2022}
