"""Every figure of the catalogue, looked at in the same way: what it says, shows and stands on."""

import json
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khyber.charts import catalogue, sourcing
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters, open_link

LINKS = {
    "everything": {},
    "nothing": {"from": ["1988-01-01"], "to": ["1988-01-31"], "incident": ["2025-10-17-nwaz"]},
    "one publisher": {"by": ["pips"], "series": ["pips"]},
    "a province": {"area": ["balochistan"], "series": ["pips"]},
    "an Afghan province": {"area": ["af-nangarhar"]},
    "a group": {"actor": ["ttp"]},
    "killed": {"metric": ["killed"], "years": ["2015,2025"]},
    "a rank": {"metric": ["gti_rank"], "by": ["gti"]},
    "January 2023": {"known": ["2023-01-05"], "incident": ["2022-12-11-chaman"]},
    "near the line": {
        "within": ["25"],
        "category": ["border"],
        "kind": ["air-strike,drone-strike"],
        "country": ["AF"],
    },
    "a claim": {"claim": ["294 attacks killed 388 people in Pakistan in 2021, up 46%"]},
    "a claim in January 2023": {"claim": ["PICSS counted 380 attacks in 2022"], "known": ["2023-01-05"]},
    "a claim that is not read": {"claim": ["Nothing of this is known"]},
    "logarithmic": {"scale": ["log"], "from": ["2018"], "to": ["2025-06"]},
}
FIGURES = [entry.id for entry in catalogue.entries()]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def drawn(evidence: Evidence, figure_id: str, name: str) -> catalogue.Figure:
    link = open_link(LINKS[name])
    assert not link.ignored
    return catalogue.build(figure_id, evidence, link.filters)


def test_the_ids_of_the_catalogue_are_plain_and_named() -> None:
    assert len(FIGURES) == len(set(FIGURES)) > 0
    for entry in catalogue.entries():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry.id)
        assert entry.name and entry.page
        assert set(entry.uses) <= set(Filters.__dataclass_fields__)


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("figure_id", FIGURES)
def test_a_figure_says_what_it_shows_and_stands_on_rows(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    assert shown.id == figure_id
    assert shown.alt and re.match(r"[A-Z0-9]", shown.title)
    assert "nan" not in re.split(r"\W+", shown.title.lower() + shown.alt.lower())
    for row in shown.rows:
        assert evidence.has_row(row.table, row.row_id), row
    assert all(len(rows) > 0 for rows in shown.table["rows"])
    assert shown.is_empty or catalogue.sources_of(evidence, shown)
    assert bool(shown.rows) == bool(sourcing.source_line(evidence, shown))


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("figure_id", FIGURES)
def test_a_figure_is_plain_json_and_keeps_its_ranges_in_order(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    json.dumps(shown.spec, allow_nan=False)
    written = json.loads(sourcing.as_json(evidence, shown, Filters()))
    assert written["title"] == shown.title and len(written["table"]) == len(shown.table)
    for low, high in (("low", "high"), ("killed_low", "killed_high")):
        if low in shown.table:
            known = shown.table.dropna(subset=[low, high])
            assert (known[low].astype(float) <= known[high].astype(float)).all()


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("figure_id", FIGURES)
def test_every_value_of_the_table_is_drawn(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    if "headline" not in shown.table:
        assert figure_id in ("attacks-what-counts", "border-map", "claim", "crossings", "incident")
        return
    assert shown.spec
    marks = np.array([v for trace in shown.spec["data"] for v in values(trace)], dtype=float)
    for value in shown.table["headline"]:
        assert np.isclose(marks, float(value)).any(), value


def values(trace: dict[str, Any]) -> list[float]:
    """The numbers that a trace draws, those written beside a mark included."""
    told = [str(t).replace(",", "").replace("−", "-") for t in trace.get("text") or []]
    given = [*(trace.get("y") or []), *(trace.get("x") or []), *told]
    return [float(v) for v in given if re.fullmatch(r"-?\d+(\.\d+)?", str(v))]


def links(evidence: Evidence) -> st.SearchStrategy[dict[str, list[str]]]:
    """Links of every kind that a reader can make from the controls, and by hand."""
    known = {
        "area": list(evidence.vocabulary("areas").index),
        "actor": list(evidence.vocabulary("actors").index),
        "by": list(evidence.vocabulary("publishers").index),
        "series": list(evidence.vocabulary("publishers").index),
        "metric": list(evidence.vocabulary("metrics").index),
        "kind": list(evidence.vocabulary("incident_kinds").index),
        "incident": list(evidence.read("incidents")["incident_id"]),
        "years": ["2020,2021", "1990,2025", "2024,2025"],
        "from": ["1988", "2018", "2021-03", "2025-06-15"],
        "to": ["2019", "2025", "2026-12"],
        "known": ["2010-01-01", "2016-06-30", "2023-01-05", "2030-01-01"],
        "scale": ["log"],
        "category": ["attack", "border"],
        "country": ["AF", "PK"],
        "within": ["10", "9999"],
    }
    chosen = {name: st.sampled_from(values).map(lambda value: [value]) for name, values in known.items()}
    return st.fixed_dictionaries({}, optional=chosen)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_choice_of_a_reader_gives_figures_and_no_stray_words(data: st.DataObject) -> None:
    evidence = open_release()
    link = open_link(data.draw(links(evidence)))
    for figure_id in FIGURES:
        shown = catalogue.build(figure_id, evidence, link.filters)
        json.dumps(shown.spec, allow_nan=False)
        words = " ".join([shown.title, shown.alt, *shown.notes, *(f"{f.value} {f.change}" for f in shown.facts)])
        assert not {"nan", "NaN", "NaT", "None", "inf"} & set(re.split(r"[^A-Za-z]+", words))


def test_a_figure_looks_only_at_the_filters_that_it_names(evidence: Evidence) -> None:
    chosen = open_link({"within": ["50"], "scale": ["log"], "view": ["33,70,5"]}).filters
    assert catalogue.build("attacks-by-actor", evidence, chosen) is catalogue.build(
        "attacks-by-actor", evidence, Filters()
    )


def test_text_from_data_is_no_markup_in_hover_labels() -> None:
    assert catalogue.escape("<b>5 & 6</b>") == "&lt;b&gt;5 &amp; 6&lt;/b&gt;"
