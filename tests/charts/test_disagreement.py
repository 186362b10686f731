"""The figures of the disagreement page against the tables."""

from datetime import date
from typing import Any

import pytest

from khyber.analysis import disagreement
from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: Any) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))


def traces(shown: catalogue.Figure, mode: str) -> list[dict[str, Any]]:
    assert shown.spec
    return [one for one in shown.spec["data"] if one["mode"] == mode]


def test_each_page_that_printed_a_value_has_a_line(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", period="2022")
    pages = sum(len(evidence.sources_of("attack_counts", [one.row_id])) for one in shown.rows)
    assert len(shown.table) == pages > len(shown.rows)
    drawn = [
        (x, one)
        for trace in traces(shown, "markers+text")
        for x, one in zip(trace["x"], trace["customdata"], strict=True)
    ]
    values = evidence.read("attack_counts").set_index("row_id")["value"]
    assert len(drawn) == pages and all(values[one] == x for x, one in drawn)
    assert shown.spec
    labels = " ".join(one["text"] for one in shown.spec["layout"]["annotations"])
    assert all(f"{row.outlet} · {row.printed}".replace("&", "&amp;") in labels for row in shown.table.itertuples())


def test_a_long_name_is_cut_in_the_chart_and_whole_in_its_hover_label(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", period="2016", metric="killed")
    row = max(shown.table.itertuples(), key=lambda one: len(one.outlet))
    assert shown.spec
    labels = [one["text"] for one in shown.spec["layout"]["annotations"]]
    assert any("… · undated" in one for one in labels) and max(map(len, labels)) < 60
    assert any(row.outlet in one for trace in traces(shown, "markers+text") for one in trace["hovertext"])


def test_the_headline_is_marked_with_a_word_and_its_range_with_a_bar(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", period="2022")
    picss = next(one for one in traces(shown, "markers+text") if one["name"] == "PICSS")
    for value, text in zip(picss["x"], picss["text"], strict=True):
        assert ("headline" in text) == (value == 380)
    ends = {
        (x + above, x - below)
        for x, above, below in zip(picss["x"], picss["error_x"]["array"], picss["error_x"]["arrayminus"], strict=True)
        if above or below
    }
    assert ends == {(380, 376)}


def test_an_arrow_joins_values_of_one_publisher_in_order(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", period="2019", metric="suicide_attacks")
    arrows = traces(shown, "lines+markers")
    assert [one["x"] for one in arrows] == [[10, 3]]
    assert traces(build(evidence, "disagreement-lines", period="2016"), "lines+markers") == []


def test_only_doubtful_values_are_hollow(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", period="2021", metric="killed")
    gti = next(one for one in traces(shown, "markers+text") if one["name"] == "GTI")
    doubtful = evidence.read("attack_counts").set_index("row_id")["doubtful"]
    hollow = [symbol.endswith("-open") for symbol in gti["marker"]["symbol"]]
    assert hollow == [bool(doubtful[one]) for one in gti["customdata"]] and True in hollow


def test_undated_pages_are_said_to_be_so(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", period="2016", metric="killed")
    undated = shown.table[shown.table["printed"] == "undated"]
    assert not undated.empty and any(note.startswith("Undated pages") for note in shown.notes)


def test_the_period_is_the_newest_year_of_two_publishers_unless_chosen(evidence: Evidence) -> None:
    assert build(evidence, "disagreement-lines", period="2025").title == build(evidence, "disagreement-lines").title
    assert "in 2022" in build(evidence, "disagreement-lines", known=date(2023, 1, 5)).title


def test_under_known_by_neither_later_values_nor_notes_that_name_them_stand(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-lines", known=date(2023, 1, 5))
    words = " ".join([shown.title, *(f"{one.label} {one.value} {one.change}" for one in shown.facts)])
    assert "376" in words and "380" not in words
    assert set(shown.table["note"]) == {""}


def test_what_each_counts_names_the_scope_of_each(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-what-counts", period="2016", metric="killed")
    labels = evidence.labels("metric_scope")
    scopes = disagreement.scope_of(evidence, "killed")
    assert {row.publisher: row.scope for row in shown.table.itertuples()} == {
        one: labels[scopes[one]] for one in shown.table["publisher"]
    }
    assert "all violence by UCDP" in shown.title


def test_revisions_are_told_with_their_pages_and_do_not_move_the_headline(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-revisions", metric="suicide_attacks")
    (fact,) = shown.facts
    assert (fact.label, fact.value) == ("PICSS, 2019", "10 → 3")
    assert "25 December 2023" in fact.change and fact.change.endswith("Headline: 10")


def test_the_spread_never_joins_two_scopes_and_tells_its_ratio(evidence: Evidence) -> None:
    shown = build(evidence, "disagreement-spread", metric="killed")
    scopes = disagreement.scope_of(evidence, "killed")
    values = evidence.read("attack_counts").set_index("row_id")
    for row in shown.table.itertuples():
        own = {scopes[values.loc[one.row_id, "publisher"]] for one in row.rows}
        assert {evidence.labels("metric_scope")[one] for one in own} == {row.scope}
        assert row.ratio == round(row.high / row.low, 1)
    assert shown.spec and len([one for one in shown.spec["layout"] if one.startswith("yaxis")]) == 2
    assert not any("uncertain" in note for note in shown.notes)


def test_a_ratio_within_the_published_ranges_says_so(evidence: Evidence) -> None:
    """Suicide attacks in 2019: PICSS printed 10, then 3; PIPS 4."""
    shown = build(evidence, "disagreement-spread", metric="suicide_attacks", end="2019")
    said = "highest / lowest 2.5, within the published range of 0.8 to 2.5"
    assert shown.title.endswith(f"from 4 (PIPS) to 10 (PICSS, published 3 to 10); {said}")
    assert shown.facts[0].change.startswith(said)
    row = shown.table.set_index("year").loc[2019]
    assert (row["ratio_low"], row["ratio"], row["ratio_high"]) == (0.8, 2.5, 2.5)
    assert shown.spec
    bars = [one["error_y"]["arrayminus"] for one in shown.spec["data"] if one.get("name") == "PICSS"]
    assert 7.0 in bars[0], "the range of an end is drawn as a bar"


def test_a_logarithmic_spread_draws_the_same_values(evidence: Evidence) -> None:
    linear, log = (build(evidence, "disagreement-spread", scale=one) for one in ("linear", "log"))
    assert linear.spec and log.spec
    assert log.spec["data"] == linear.spec["data"] and log.spec["layout"]["yaxis"]["type"] == "log"


def test_the_line_with_a_range_bar_names_the_rows_of_its_ends(evidence: Evidence) -> None:
    """PICSS 2025: 1,066 leads, 1,063 was printed, too."""
    table = build(evidence, "disagreement-lines", period="2025").table
    values = evidence.read("attack_counts").set_index("row_id")["value"]
    barred = table[table["low"] < table["high"]]
    assert {(row.low, row.high) for row in barred.itertuples()} >= {(1063, 1066)}
    for row in barred.itertuples():
        assert {row.low, row.high} <= set(values[[one.row_id for one in row.rows]])
    others = table[table["low"].isna()]
    assert all(len(rows) == 1 for rows in others["rows"])


@pytest.mark.parametrize("figure_id", ["disagreement-what-counts", "attacks-what-counts", "briefing-map"])
def test_under_known_by_what_has_no_time_is_marked(evidence: Evidence, figure_id: str) -> None:
    marked = f"described in release {evidence.release}"
    assert any(marked in note for note in build(evidence, figure_id, known=date(2023, 1, 5)).notes)
