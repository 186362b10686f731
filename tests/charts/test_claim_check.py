"""The claim check as a figure: its words are the verdict, its marks the rows."""

import pytest

from khyber.charts import catalogue
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def figure(evidence: Evidence, claim: str) -> Figure:
    return catalogue.build("claim", evidence, Filters(claim=claim))


def test_the_title_is_the_verdict_and_the_table_its_rows(evidence: Evidence) -> None:
    shown = figure(evidence, "PICSS counted 294 attacks in 2021")
    assert shown.title.startswith("Agrees: PICSS gives it")
    supporting = shown.table[shown.table["says"] == "supports"]
    assert [evidence.row("attack_counts", row.row_id)["value"] for rows in supporting["rows"] for row in rows] == [294]
    assert {str(row) for rows in shown.table["rows"] for row in rows} == set(shown.table["row"])


def test_each_publisher_that_differs_is_a_fact_with_its_rows(evidence: Evidence) -> None:
    shown = figure(evidence, "Pakistan saw 294 attacks in 2021")
    differing = [fact for fact in shown.facts if fact.label.startswith("Differs: ")]
    assert {"Differs: PIPS", "Differs: CRSS"} <= {fact.label for fact in differing}
    assert all(fact.rows for fact in differing)


def test_a_publisher_that_gives_the_figure_but_is_not_named_does_not_differ(evidence: Evidence) -> None:
    labels = {fact.label for fact in figure(evidence, "PIPS counted 294 attacks in Pakistan in 2021").facts}
    assert {"Not named: PICSS", "Differs: PIPS"} <= labels and "Differs: PICSS" not in labels


def test_what_is_left_unchecked_is_told(evidence: Evidence) -> None:
    shown = figure(evidence, "PICSS counted 294 attacks in 2021, after the Taliban returned to Kabul")
    assert any("after the Taliban returned to Kabul" in note for note in shown.notes)


def test_a_claim_that_is_not_read_says_why_and_shows_no_rows(evidence: Evidence) -> None:
    shown = figure(evidence, "Somalia saw 294 attacks in 2021")
    assert shown.title.startswith("Not understood: ") and "Somalia" in shown.title
    assert shown.is_empty and shown.rows == ()


def test_rows_of_every_table_are_named(evidence: Evidence) -> None:
    tables = {
        row.table
        for claim in (
            "the TTP is a 10,000-strong insurgency",
            "The TTP claimed 367 attacks in 2022",
            "PICSS said attacks rose 56% in 2021",
        )
        for row in figure(evidence, claim).rows
    }
    assert tables == {"group_strength", "group_claims", "attack_counts", "change_claims"}
    assert Row("group_strength", "gs-0083") in figure(evidence, "the TTP is a 10,000-strong insurgency").rows
