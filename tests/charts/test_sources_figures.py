"""The figures of the sources page against the tables."""

from collections import Counter
from datetime import date

import pytest

from khyber.analysis import searching
from khyber.charts import catalogue, coverage
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def build(evidence: Evidence, figure_id: str, **choices: object) -> catalogue.Figure:
    return catalogue.build(figure_id, evidence, Filters(**choices))  # type: ignore[arg-type]


GRIDS = [
    ("coverage", {}),
    ("coverage", {"metric": "killed", "by": ("picss", "ucdp")}),
    ("coverage", {"area": "balochistan", "start": "2015", "end": "2020"}),
    ("coverage-metrics", {}),
    ("coverage-metrics", {"series": "pips", "known": date(2020, 1, 1)}),
]


@pytest.mark.parametrize(("figure_id", "choices"), GRIDS)
def test_a_grid_draws_each_cell_once_with_its_sign(
    evidence: Evidence, figure_id: str, choices: dict[str, object]
) -> None:
    shown = build(evidence, figure_id, **choices)
    assert shown.spec
    drawn = [
        (x, base, sign)
        for trace in shown.spec["data"]
        for x, base, sign in zip(trace["x"], trace["base"], trace["text"], strict=True)
    ]
    lines = len(shown.spec["layout"]["annotations"])
    years = range(shown.table["year"].min(), shown.table["year"].max() + 1)
    assert len(drawn) == len({(x, base) for x, base, _ in drawn}) == lines * len(years)
    signs = Counter(sign for _, _, sign in drawn)
    found = Counter(coverage.STATES[state][0] for state in shown.table["state"])
    assert {sign: count for sign, count in signs.items() if sign != "–"} == found
    told = {fact.label.split()[0]: int(fact.value.replace(",", "")) for fact in shown.facts}
    assert told == dict(signs)


def test_no_two_states_look_alike_without_colour() -> None:
    signs = [sign for sign, _, _ in coverage.STATES.values()]
    assert len(set(signs)) == len(signs) and all(signs)


def test_the_hover_of_a_disputed_cell_names_its_values(evidence: Evidence) -> None:
    shown = build(evidence, "coverage", by=("picss",))
    assert shown.spec
    told = [text for trace in shown.spec["data"] for text in trace["hovertext"] if ", 2022</b>" in text]
    (cell,) = told
    assert "Disputed" in cell and "376" in cell and "380" in cell


def test_publishers_without_any_figure_are_named(evidence: Evidence) -> None:
    shown = build(evidence, "coverage")
    absent = evidence.used("attack_counts", "publisher") - set(shown.table["publisher"])
    assert absent
    assert all(evidence.names("publishers")[one] in shown.notes[0] for one in absent)


def test_a_search_finds_the_pages_that_hold_every_word(evidence: Evidence) -> None:
    pages = evidence.read("sources")
    wanted = {
        row.source_id
        for row in pages.itertuples()
        if all(word in f"{row.publisher} {row.title} {row.url} {row.source_id}".lower() for word in ("dawn", "2021"))
    }
    shown = build(evidence, "sources", search="DAWN 2021")
    assert wanted and set(shown.table["source_id"]) == wanted
    assert shown.title.startswith(f"{len(wanted)} of {len(pages):,} pages")


def test_case_and_accents_do_not_matter() -> None:
    assert searching.plain("Bàlochistán ÉCOLE") == "balochistan ecole"


def test_a_regular_expression_is_only_text(evidence: Evidence) -> None:
    assert build(evidence, "sources", search="(.*").is_empty
    assert build(evidence, "sources", search=".*").is_empty


def test_kind_and_date_basis_narrow(evidence: Evidence) -> None:
    pages = evidence.read("sources")
    both = pages[pages["kind"].isin(["think-tank", "un-report"]) & (pages["date_basis"] == "address")]
    shown = build(evidence, "sources", page_kind=("think-tank", "un-report"), dated=("address",))
    assert set(shown.table["source_id"]) == set(both["source_id"])
    assert build(evidence, "outlets", page_kind=("think-tank", "un-report"), dated=("address",)).table[
        "pages"
    ].sum() == len(both)


def test_known_by_hides_pages_published_later_and_undated_ones(evidence: Evidence) -> None:
    day = date(2020, 6, 30)
    shown = build(evidence, "sources", known=day)
    assert 0 < len(shown.table) < len(evidence.read("sources"))
    assert all(
        latest.date() <= day
        for latest in evidence.read("sources").set_index("source_id").loc[shown.table["source_id"], "published_latest"]
    )
    hidden = evidence.hidden("sources", day)
    assert any(f"{hidden.later:,}" in note and str(hidden.undated) in note for note in shown.notes)


def test_pages_stand_newest_first_and_undated_last(evidence: Evidence) -> None:
    found = [evidence.source(one) for one in build(evidence, "sources").table["source_id"]]
    assert found == sorted(found, key=lambda one: one.newest_first())


def test_each_outlet_stands_with_all_its_pages(evidence: Evidence) -> None:
    shown = build(evidence, "outlets")
    counted = Counter(evidence.read("sources")["publisher"])
    assert dict(zip(shown.table["published_by"], shown.table["pages"], strict=True)) == counted
    assert list(shown.table["pages"]) == sorted(shown.table["pages"], reverse=True)
    assert all(len(rows) == pages for rows, pages in zip(shown.table["rows"], shown.table["pages"], strict=True))


def test_every_kind_and_date_basis_is_explained(evidence: Evidence) -> None:
    shown = build(evidence, "source-kinds")
    pages = evidence.read("sources")
    assert dict(zip(shown.table["code"], shown.table["pages"], strict=True)) == {
        **Counter(pages["kind"]),
        **Counter(pages["date_basis"]),
    }
    assert shown.facts[0].value == f"{len(pages):,}"
    assert all(fact.change for fact in shown.facts[1:])


def test_the_rules_are_those_of_the_table(evidence: Evidence) -> None:
    shown = build(evidence, "reading-rules")
    assert list(shown.table["text"]) == list(evidence.read("reading_rules")["text"])
    assert evidence.row("reading_rules", "6")["text"] in set(shown.table["text"])
