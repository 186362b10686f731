"""The border views: each is named on every map and in what is exported, backed by pages, and draws its own styles."""

import json
from dataclasses import replace

import pytest

from khyber.charts import border_views, catalogue, sourcing
from khyber.evidence import Evidence, open_release
from khyber.evidence.evidence import ids
from khyber.filters import Filters, open_link

VIEWS = ["natural-earth", "un", "pakistan", "afghanistan", "india"]
MAPS = [entry.id for entry in catalogue.entries() if "border" in entry.uses]
every_view = pytest.mark.parametrize("view", VIEWS)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def corner(shown: catalogue.Figure) -> dict:
    assert shown.spec
    return next(one for one in shown.spec["layout"]["annotations"] if one.get("name") == "border-view")


def words(text: str) -> str:
    return text.replace("<br>", " ")


def test_the_views_are_those_that_the_release_describes(evidence: Evidence) -> None:
    assert list(border_views.options(evidence)) == VIEWS
    assert {"border-map", "briefing-map", "periods-first", "periods-second", "periods-provinces"} <= set(MAPS)


@every_view
def test_each_view_rests_on_pages_that_were_read(evidence: Evidence, view: str) -> None:
    row = evidence.row("border_views", view)
    assert {one.source_id for one in evidence.sources_of("border_views", [view])} == set(ids(row["source_ids"]))
    for figure_id in MAPS:
        shown = catalogue.build(figure_id, evidence, Filters(border=view))
        assert catalogue.Row("border_views", view) in shown.rows


@every_view
@pytest.mark.parametrize("figure_id", MAPS)
def test_the_view_is_named_on_the_map_and_in_each_export(evidence: Evidence, figure_id: str, view: str) -> None:
    filters = Filters(border=view)
    shown = catalogue.build(figure_id, evidence, filters)
    row = evidence.row("border_views", view)
    label = f"border {row['label'][:1].lower()}{row['label'][1:]}"
    written = words(corner(shown)["text"])
    assert label in written.lower() or label.lower() in written.lower()
    assert row["line_name"].lower() in written.lower()
    assert written in shown.notes
    assert label in sourcing.stamp(evidence, shown, filters)
    assert set(catalogue.with_sources(evidence, shown, filters)["border"]) == {view}
    told = json.loads(sourcing.as_json(evidence, shown, filters))
    assert told["filters"]["border"] == view and written in told["notes"]
    assert set(evidence.package["boundary_note"]) <= set(shown.notes)


@every_view
def test_each_view_has_its_own_styles_and_the_same_lines(evidence: Evidence, view: str) -> None:
    row = evidence.row("border_views", view)
    edges, control, line = border_views.layers(evidence, view)
    for layer, style in ((edges, row["edge_style"]), (control, row["control_style"]), (line, row["line_style"])):
        assert layer["visible"] == (style != "none")
        assert ("dash" in layer["line"]) == (style in ("dashed", "dotted"))
    others = [[one["source"] for one in border_views.layers(evidence, other)] for other in VIEWS]
    assert all(one == others[0] for one in others)


def test_what_is_not_drawn_is_said_in_words_on_the_map(evidence: Evidence) -> None:
    for view in ("pakistan", "afghanistan", "india"):
        written = words(corner(catalogue.build("border-map", evidence, Filters(border=view)))["text"])
        assert "not drawn" in written or "is drawn here: no open source" in written
        assert evidence.row("border_views", view)["not_drawn"] in written


def test_the_default_is_said_to_be_one(evidence: Evidence) -> None:
    shown = catalogue.build("border-map", evidence, Filters())
    assert "unless another view is chosen" in words(corner(shown)["text"])
    assert "Natural Earth" in sourcing.stamp(evidence, shown, Filters())


def test_an_older_release_has_natural_earth_alone() -> None:
    link = open_link({"release": ["2026.11.1"], "border": ["india"]})
    assert link.filters.border == "natural-earth" and "choose natural-earth" in link.ignored[0]
    shown = catalogue.build("border-map", link.evidence, replace(link.filters, border="natural-earth"))
    assert "As Natural Earth draws it" in words(corner(shown)["text"]) or "as Natural Earth" in corner(shown)["text"]
    assert not [row for row in shown.rows if row.table == "border_views"]
