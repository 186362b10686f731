"""Panels under each other and their marks: one axis on screen is one axis on a slide, and a hollow mark is hollow."""

from typing import Any

import pytest
from lxml import etree

from khyber.briefing import standard
from khyber.briefing.pptx import panels
from tests.briefing import pptx_reading as reading
from tests.briefing.pptx_reading import A, C, Deck


@pytest.fixture(scope="module")
def every() -> Deck:
    return reading.of_every()


def first_column(chart: Any) -> list[Any]:
    return list(next(reading.sheet(chart).iter_cols(values_only=True))[1:])


def plot(shape: Any) -> tuple[float, float]:
    """The left and the right edge of the plot of a chart, in inches on the slide."""
    left, _, right, _ = reading.box(shape)
    layout = shape.chart._chartSpace.find(f"{C}chart/{C}plotArea/{C}layout/{C}manualLayout")
    x, wide = (float(layout.find(f"{C}{one}").get("val")) for one in "xw")
    return round(left + x * (right - left), 3), round(left + (x + wide) * (right - left), 3)


def shapes(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.has_chart]


def test_bins_under_each_other_are_the_same_though_one_panel_ends_sooner(every: Deck) -> None:
    upper, lower = reading.charts(every.slide_of("attacks-distance"))
    assert first_column(upper) == first_column(lower)
    assert first_column(lower)[-1] == "550–575"
    assert "550–575" not in reading.by_row(lower, "Balochistan"), "an empty bin holds no nought"


def test_plots_on_one_axis_have_the_same_edges(every: Deck) -> None:
    seen = 0
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        if shown.figure.spec is None:
            continue
        columns: dict[tuple[str, float], set[tuple[float, float]]] = {}
        for panel, shape in zip(panels.of(shown.figure.spec), shapes(slide), strict=False):
            columns.setdefault((panel.axis, round(reading.box(shape)[0], 2)), set()).add(plot(shape))
        assert all(len(edges) == 1 for edges in columns.values()), shown.figure.id
        seen += len(columns)
    assert seen > 10


def test_years_of_bars_stand_over_the_same_years_of_points() -> None:
    deck = reading.written(standard.read("rise-2021"))
    upper, lower = reading.charts(deck.slide_of("groups-attacks"))
    years = first_column(upper)
    assert years == list(range(2013, 2023))
    scaling = lower._chartSpace.find(f".//{C}valAx/{C}scaling")
    ends = [float(scaling.find(f"{C}{one}").get("val")) for one in ("min", "max")]
    assert ends == [years[0] - 0.5, years[-1] + 0.5], "each year is as wide as the bars of that year have room"


def test_an_axis_that_matches_another_without_a_range_spans_both() -> None:
    spec = {
        "data": [
            {"type": "bar", "x": [2001, 2003], "y": [1, 2], "xaxis": "x", "yaxis": "y"},
            {"type": "bar", "x": [2002, 2006], "y": [1, 2], "xaxis": "x2", "yaxis": "y2"},
        ],
        "layout": {
            "xaxis": {"matches": "x2"}, "xaxis2": {},
            "yaxis": {"domain": [0.5, 1]}, "yaxis2": {"domain": [0, 0.4]},
        },
    }  # fmt: skip
    upper, lower = panels.of(spec)
    assert (upper.x.low, upper.x.high) == (lower.x.low, lower.x.high)
    assert sorted(upper.along) == sorted(lower.along) == [2001, 2002, 2003, 2006]


def test_names_of_drawn_ticks_are_as_high_as_a_line_of_words(every: Deck) -> None:
    chart = reading.charts(every.slide_of("escalation-months"))[0]
    drawing = next(one.target_part for one in chart.part.rels.values() if one.reltype.endswith("chartUserShapes"))
    words = {"".join(t.text for t in one.iter(f"{A}t")): one for one in etree.fromstring(drawing.blob)}
    for year in ("2018", "2020", "2022"):
        top, bottom = (float(end.text) for end in words[year].iter("{*}y"))
        assert bottom - top < 0.06
