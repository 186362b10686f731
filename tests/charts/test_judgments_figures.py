"""The figures of the judgments: bands, confidence apart, what is opened, scores, and the empty state."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from khyber.analysis import judgments as analysis
from khyber.briefing.shown import key_points
from khyber.charts import catalogue, judgment
from khyber.charts.catalogue import Figure, Row
from khyber.charts.judgment_bands import CONFIDENCE_SIGNS, NO_TIME
from khyber.charts.judgments import STANDINGS
from khyber.evidence import Evidence, dates, ids, open_folder, open_release
from khyber.filters import Filters
from khyber.settings import settings
from khyber.wording import Piece, bands, check
from tests.analysis.test_judgments import decided
from tests.charts.test_provenance import parts, twice
from tests.check import copies

FIGURES = ("judgments", "judgment", "judgments-list", "judgments-scores")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def build(evidence: Evidence, figure_id: str, **choices: object) -> Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


def test_every_bar_is_the_band_of_its_judgment(evidence: Evidence) -> None:
    shown = build(evidence, "judgments")
    assert shown.spec
    bar = next(one for one in shown.spec["data"] if one["type"] == "bar")
    band = {one.id: one for one in bands(evidence)}
    for judgment_id, base, length in zip(bar["customdata"], bar["base"], bar["x"], strict=True):
        own = band[evidence.row("key_judgments", judgment_id)["likelihood"]]
        assert (base, base + length) == (own.low, own.high)
    own = evidence.read("key_judgments")
    assert sorted(bar["customdata"]) == sorted(own.loc[own["likelihood"].notna(), "judgment_id"])
    behind = [(one["x0"], one["x1"]) for one in shown.spec["layout"]["shapes"]]
    assert behind == [(one.low, one.high) for one in bands(evidence)]


def test_confidence_and_horizon_stand_beside_each_row_wide_and_narrow(evidence: Evidence) -> None:
    spec = build(evidence, "judgments").spec
    assert spec
    columns = {one["uid"]: one for one in spec["data"]}
    beneath = [one["text"] for one in spec["layout"]["meta"]["narrow"]["annotations"] if "Horizon: " in one["text"]]
    for place, judgment_id in enumerate(columns["bands"]["customdata"]):
        row = evidence.row("key_judgments", judgment_id)
        sure = f"{CONFIDENCE_SIGNS[row['confidence']]} {evidence.labels('judgment_confidence')[row['confidence']]}"
        ends = NO_TIME if pd.isna(row["horizon"]) else dates.words(row["horizon"].date())
        assert (columns["confidence"]["text"][place], columns["horizon"]["text"][place]) == (sure, ends)
        assert beneath[place] == f"{sure} confidence. Horizon: {ends}"


@pytest.mark.parametrize("figure_id", FIGURES)
def test_nothing_that_a_figure_says_holds_both_or_mixes_scales(evidence: Evidence, figure_id: str) -> None:
    for judgment_id in evidence.read("key_judgments")["judgment_id"]:
        shown = build(evidence, figure_id, judgment=judgment_id)
        said = [shown.title, shown.alt, *shown.notes]
        said += [*key_points(shown), *(text for fact in shown.facts for text in (fact.value, fact.change))]
        assert check([Piece("", one) for one in said], bands(evidence)) == []


def test_a_judgment_in_full_tells_every_column_of_its_row(evidence: Evidence) -> None:
    for row in evidence.read("key_judgments").itertuples():
        shown = build(evidence, "judgment", judgment=row.judgment_id)
        told = [one.value for one in shown.facts]
        assert row.title in shown.title and row.text in told
        assert [one.value for one in shown.facts if one.label == judgment.SIGNPOST] == list(ids(row.signposts))
        labels = {one.label for one in shown.facts}
        assert ("Likelihood" in labels) == isinstance(row.likelihood, str) == ("Horizon" in labels)
        if isinstance(row.likelihood, str):
            assert row.resolution_question in told
        behind = catalogue.sources_of(evidence, shown, shown.table["rows"].iloc[0][:1])
        assert {one.source_id for one in behind} == set(ids(row.source_ids))


def test_what_bears_on_an_open_question_is_told_from_the_day_on_which_it_was_known(evidence: Evidence) -> None:
    row = evidence.row("incidents", "2026-06-29-june-strikes")
    own = Row("incidents", "2026-06-29-june-strikes")
    (since,) = [one for one in build(evidence, "judgment", judgment="kj-02").facts if one.label == "On record since"]
    readings = evidence.read("rung_readings").set_index("row_id")
    when = dates.words(*dates.bounds(readings.at[own.row_id, "days"]))
    assert since.value == f"{when}, day not certain: {row['summary']}"
    assert since.rows == (own, Row("rung_readings", own.row_id))
    before = build(evidence, "judgment", judgment="kj-02", known=date(2026, 6, 20))
    assert own not in before.rows and not [one for one in before.facts if one.label == "On record since"]
    assert any("as written in release" in one for one in before.notes)


@pytest.mark.parametrize("figure_id", FIGURES)
def test_in_january_2023_there_is_none_and_it_says_so(evidence: Evidence, figure_id: str) -> None:
    shown = build(evidence, figure_id, known=date(2023, 1, 31), judgment="kj-02")
    assert shown.is_empty and not shown.rows
    said = "had not been made by that day" if figure_id == "judgment" else "No judgment of this project had been made"
    assert said in shown.title


def test_releases_from_before_the_columns_show_the_judgments_as_they_were_written() -> None:
    first = open_release("2026.11.1")
    assert build(first, "judgments").is_empty and "it stands in the text" in build(first, "judgments").title
    listed = build(first, "judgments-list")
    assert [one.value for one in listed.facts] == list(first.read("key_judgments")["text"])
    opened = build(first, "judgment", judgment="kj-02")
    assert [one.label for one in opened.facts] == ["The judgment", "Confidence", "Where it stands"]


class TestScores:
    def test_without_a_decided_one_it_says_so_and_names_the_first_horizon(self, evidence: Evidence) -> None:
        shown = build(evidence, "judgments-scores")
        first = evidence.read("key_judgments")["horizon"].min().date()
        assert shown.title == (
            f"No judgment is scored yet: by {dates.words(evidence.searched_until)} no horizon had passed, "
            f"and the first is {dates.words(first)}"
        )
        assert next(one.value for one in shown.facts if one.label == "Brier score") == "Not yet"

    def test_decided_ones_are_scored_with_the_range_of_their_bands(self, tmp_path: Path) -> None:
        folder = copies.copy(tmp_path / "data")
        decided(folder, "kj-02", "2026-10-01", "yes")
        decided(folder, "kj-03", "2026-10-01", "no")
        decided(folder, "kj-11", "2026-10-01", "", "")
        evidence = open_folder(folder)
        shown = build(evidence, "judgments-scores")
        assert shown.title.startswith("Brier score 0.11 over 2 judgments decided by ")
        told = {one.label: one.value for one in shown.facts}
        assert (told["Scored"], told["Due"], told["Brier score"]) == ("2", "1", "0.11 (0.04 to 0.20 over the band)")
        opened = build(evidence, "judgment", judgment="kj-03")
        outcome = next(one.change for one in opened.facts if one.label == "Where it stands")
        assert outcome == "Outcome: no. Score: 0.11 (0.04 to 0.20 over the band)"
        assert set(shown.table["standing"]) == {STANDINGS[one] for one in ("scored", "due", "open")}

    def test_a_score_stands_on_the_rows_that_decide_it(self, tmp_path: Path) -> None:
        folder = copies.copy(tmp_path / "data")
        decided(folder, "kj-02", "2026-10-01", "yes")
        evidence = open_folder(folder)
        for figure_id in FIGURES:
            shown, again = twice(evidence, figure_id, Filters(judgment="kj-02"))
            assert parts(again) == parts(shown)

    def test_due_ones_alone_are_told(self, tmp_path: Path) -> None:
        folder = copies.copy(tmp_path / "data")
        decided(folder, "kj-11", "2026-10-01", "", "")
        title = build(open_folder(folder), "judgments-scores").title
        assert "the horizon of 1 had passed, and nothing in the data decides" in title


def test_every_standing_has_its_words() -> None:
    every = {getattr(analysis, name) for name in ("NOT_GIVEN", "STATEMENT", "NO_HORIZON", "OPEN", "DUE", "SCORED")}
    assert every == STANDINGS.keys()
