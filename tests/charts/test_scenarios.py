"""The figures of scenarios: what they count, what they say where nothing is known, and older releases."""

import pandas as pd
import pytest

from khyber.analysis import scenarios
from khyber.analysis.scenarios import AGAINST, LIT, TOWARDS, UNKNOWN
from khyber.charts import catalogue, signs
from khyber.charts.catalogue import Row
from khyber.evidence import Evidence, dates, open_folder, open_release
from khyber.filters import Filters
from khyber.settings import settings
from tests.choices import opened

FIGURES = [one.id for one in catalogue.entries() if one.page == "scenarios"]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


@pytest.mark.parametrize("query", [{}, {"on": "2025-10-31"}, {"known": "2023-01-31"}])
def test_the_title_and_the_key_figures_count_the_signposts_lit(evidence: Evidence, query: dict[str, str]) -> None:
    filters = opened(**query)
    shown = catalogue.build("scenarios-now", evidence, filters)
    day = signs.day(evidence, filters)
    assert day and dates.words(day) in shown.title
    assert ("day of the newest record" in shown.title) == (filters.on is None)
    states = scenarios.on(evidence, day, filters.known)
    for scenario_id, name in evidence.names("scenarios").items():
        own = [one for one in states if one.signpost.scenario_id == scenario_id]
        towards = [one.state for one in own if one.signpost.points == TOWARDS]
        against = [one.state for one in own if one.signpost.points == AGAINST]
        fact = next(fact for fact in shown.facts if fact.label == name)
        assert fact.value.startswith(f"{towards.count(LIT)} of {len(towards)} lit")
        assert (f"{towards.count(UNKNOWN)} not known" in fact.value) == (UNKNOWN in towards)
        assert f"{against.count(LIT)} of {len(against)} lit" in fact.change
        assert f"{towards.count(LIT)} of {len(towards)}" in shown.title


def test_each_line_has_the_sign_the_word_and_the_rows_of_its_state(evidence: Evidence) -> None:
    shown = catalogue.build("scenarios-now", evidence, opened(on="2025-10-31"))
    states = scenarios.on(evidence, dates.bounds("2025-10-31")[0])
    facts = [fact for fact in shown.facts if fact.under]
    assert len(set(signs.STATES.values())) == len(signs.STATES)
    for one, row, fact in zip(states, shown.table.itertuples(), facts, strict=True):
        assert fact.label == f"{signs.STATES[one.state]} {one.signpost.text}" and fact.value.startswith(one.state)
        assert (row.state, row.found) == (one.state, one.found.said)
        assert {Row(*found) for found in one.found.rows} | {Row("signposts", one.signpost.signpost_id)} <= set(row.rows)


def test_a_day_after_the_last_one_is_the_last_one(evidence: Evidence) -> None:
    shown = catalogue.build("scenarios-now", evidence, opened(on="2026-05-01", known="2023-01-05"))
    assert set(shown.table["on"]) == {"2023-01-05"}


def test_bars_stand_on_one_another_and_leave_room_for_what_is_not_lit(evidence: Evidence) -> None:
    shown = catalogue.build("scenarios-through-time", evidence, Filters())
    assert shown.spec
    assert shown.spec["layout"]["barmode"] == "stack"
    names = list(evidence.names("scenarios").values())
    for place, name in enumerate(names):
        rows = shown.table[shown.table["scenario"] == name]
        lit, unknown, against = shown.spec["data"][3 * place : 3 * place + 3]
        assert lit["y"] == list(rows["lit"]) and unknown["y"] == list(rows["not_known"])
        assert against["y"] == [one for one in rows["against_lit"] if one]
    heads = [one["text"] for one in shown.spec["layout"]["annotations"]]
    assert all(name in head for name, head in zip(names, heads, strict=True))


def test_the_last_month_is_drawn_whole_whatever_day_of_it_is_known(evidence: Evidence) -> None:
    shown = catalogue.build("scenarios-through-time", evidence, opened(known="2023-01-05"))
    assert shown.spec and set(shown.table["day"].tail(1)) == {"2023-01-05"}
    axes = [axis for name, axis in shown.spec["layout"].items() if name.startswith("xaxis")]
    assert {axis["range"][1] for axis in axes} == {"2023-01-31"}
    against = [one for one in shown.spec["data"] if one["type"] == "scatter" and "2023-01-01" in one["x"]]
    assert against and all(one["xperiodalignment"] == "middle" for one in against)


def test_every_signpost_is_defined_with_its_threshold_and_window(evidence: Evidence) -> None:
    shown = catalogue.build("scenarios-signposts", evidence, Filters())
    rows = evidence.read("signposts").sort_values("order")
    assert list(shown.table["signpost"]) == list(rows["text"]) and list(shown.table["why"]) == list(rows["why"])
    for line, row in zip(shown.table.itertuples(), rows.itertuples(), strict=True):
        assert f"{abs(row.threshold):g}" in line.lit_if
        assert f" {(row.window_months if pd.isna(row.window_days) else row.window_days)} " in line.window


@pytest.mark.parametrize("figure_id", FIGURES)
def test_an_older_release_says_that_it_has_none(figure_id: str) -> None:
    shown = catalogue.build(figure_id, open_release("2026.11.4"), Filters())
    assert shown.is_empty and "from before there were scenarios" in shown.title


def test_no_probability_is_given(evidence: Evidence) -> None:
    for figure_id in FIGURES:
        shown = catalogue.build(figure_id, evidence, Filters())
        said = " ".join([shown.title, *(f"{one.label} {one.value}" for one in shown.facts)]).lower()
        assert not any(word in said for word in ("probab", "likely", "chance", "score"))
        assert any("no probability" in note for note in shown.notes)
