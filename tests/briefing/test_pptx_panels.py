"""Panels under each other and their marks: one axis on screen is one axis on a slide, and a hollow mark is hollow."""

from itertools import pairwise
from typing import Any

import pytest
from lxml import etree

from khyber.briefing import standard
from khyber.briefing.pptx import frame, keyed, panels, scales
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


def marks_of(chart: Any, name: str) -> tuple[Any, dict[int, Any]]:
    """The mark of a series, and those of points that have one of their own, by their place."""
    series = next(one for one in chart._chartSpace.iter(f"{C}ser") if one.findtext(f"{C}tx//{C}v") == name)
    own = {int(one.find(f"{C}idx").get("val")): one.find(f"{C}marker") for one in series.iter(f"{C}dPt")}
    return series.find(f"{C}marker"), own


def look(mark: Any) -> tuple[str, bool]:
    """The native symbol of a mark, and whether it is hollow."""
    fill = mark.find(f"{C}spPr/{A}solidFill/{A}srgbClr/{A}alpha")
    return mark.find(f"{C}symbol").get("val"), fill is not None and fill.get("val") == "0"


def test_every_point_that_is_hollow_on_the_screen_is_hollow_on_the_slide(every: Deck) -> None:
    chart = reading.charts(every.slide_of("attacks-by-publisher"))[0]
    years, seen = first_column(chart), []
    for trace in every.figure("attacks-by-publisher").spec["data"]:
        main, own = marks_of(chart, trace["name"])
        for year, value, symbol in zip(trace["x"], trace["y"], trace["marker"]["symbol"], strict=True):
            if value is not None:
                _, is_hollow = look(own.get(years.index(year), main))
                assert is_hollow == ("-open" in symbol), (trace["name"], year)
                seen += [trace["name"]] * is_hollow
    assert {"PICSS", "Interior Ministry", "ISPR", "Other"} <= set(seen)


def test_a_mark_of_lines_that_is_hollow_is_a_ring_around_its_sign(every: Deck) -> None:
    chart = reading.charts(every.slide_of("attacks-by-publisher"))[0]
    main, own = marks_of(chart, "ISPR")
    place = first_column(chart).index(2021)
    assert (look(main), look(own[place])) == (("plus", False), ("circle", True))
    series = next(one for one in chart._chartSpace.iter(f"{C}ser") if one.findtext(f"{C}tx//{C}v") == "ISPR")
    signs = {int(one.find(f"{C}idx").get("val")): one.findtext(f".//{A}t") for one in series.iter(f"{C}dLbl")}
    assert signs == {place: "+"}


def test_the_key_of_a_series_is_its_full_mark(every: Deck) -> None:
    chart = reading.charts(every.slide_of("groups-ties-all"))[0]
    main, own = marks_of(chart, "Splinter")
    assert look(main) == ("plus", False)
    assert list(map(look, own.values())) == [("circle", True)]


def test_a_hollow_point_that_no_line_leads_to_has_its_light_colour_in_libreoffice_too(every: Deck) -> None:
    chart = reading.charts(every.slide_of("attacks-by-publisher"))[0]
    series = next(one for one in chart._chartSpace.iter(f"{C}ser") if one.findtext(f"{C}tx//{C}v") == "PICSS")
    point = next(series.iter(f"{C}dPt"))
    mark, line = (
        point.find(f"{C}{path}/{A}solidFill/{A}srgbClr").get("val") for path in (f"marker/{C}spPr", f"spPr/{A}ln")
    )
    assert mark == line, "LibreOffice takes the colour of a mark of its own from the line that leads to it"


def test_a_second_circle_is_told_from_the_first_by_its_size(every: Deck) -> None:
    chart = reading.charts(every.slide_of("attacks-by-publisher"))[0]
    first, other = marks_of(chart, "PICSS")[0], marks_of(chart, "Other")[0]
    assert look(first)[0] == look(other)[0] == "circle"
    small, large = (int(one.find(f"{C}size").get("val")) for one in (first, other))
    assert large >= small + 2


@pytest.mark.parametrize(("figure", "least"), [("actors-stances", 8.0), ("actors-campaign", 7.5)])
def test_headings_of_columns_are_as_large_as_they_fit_beside_each_other(every: Deck, figure: str, least: float) -> None:
    chart = reading.charts(every.slide_of(figure))[0]
    drawing = next(one.target_part for one in chart.part.rels.values() if one.reltype.endswith("chartUserShapes"))
    heads = {one["text"].split("<br>")[0] for one in panels.of(every.figure(figure).spec)[0].words if one["y"] == 0}
    boxes = []
    for one in etree.fromstring(drawing.blob):
        if one.findtext(f".//{A}t") in heads:
            assert all(float(run.get("sz")) >= least * 100 for run in one.iter(f"{A}rPr")), one.findtext(f".//{A}t")
            boxes.append([float(end.text) for end in one.iter("{*}x", "{*}y") if end.text])
    assert len(boxes) == len(heads) > 5
    boxes.sort()
    assert all(one[2] <= other[0] + 1e-4 for one, other in pairwise(boxes)), "no heading reaches into the next"
    assert all(one[1] > 0 for one in boxes)


def one_panel(*traces: dict[str, Any], **layout: Any) -> dict[str, Any]:
    return {"data": [{"type": "bar", **one} for one in traces], "layout": layout}


def test_parts_of_a_range_of_any_width_each_have_a_key() -> None:
    bars = {"x": [0, 0.1, 0.2, 0.3], "y": [1, 2, 3, 4], "offset": 0, "width": 0.1}
    (panel,) = panels.of(one_panel(bars))
    assert keyed.of(panel).written == ["0–0.1", "0.1–0.2", "0.2–0.3", "0.3–0.4"]


@pytest.mark.parametrize(("low", "high", "named"), [(0.2, 0.8, []), (0.2, 1.8, ["1"]), (0.0, 3.0, ["0", "2"])])
def test_whole_numbers_are_named_where_there_are_any(low: float, high: float, named: list[str]) -> None:
    assert [name for _, name in scales.whole(low, high, 2)] == named


def test_an_axis_that_matches_another_spans_what_that_spans() -> None:
    dots = {"type": "scatter", "mode": "markers"}
    above = {**dots, "x": [2001, 2007], "y": [1, 2], "xaxis": "x2", "yaxis": "y2"}
    below = {**dots, "x": [1995, 2000], "y": [1, 2]}
    spec = one_panel(below, above, xaxis={"range": [1990, 2010]}, xaxis2={"matches": "x"}, yaxis2={"domain": [0.6, 1]})
    assert [(one.x.low, one.x.high) for one in panels.of(spec)] == [(1990, 2010)] * 2


def test_months_of_points_reach_to_the_end_of_the_last_month_of_bars() -> None:
    bars = {"x": ["2026-01-01", "2026-02-01"], "y": [1, 2]}
    dots = {"type": "scatter", "mode": "markers", "x": ["2026-02-28"], "y": [1], "xaxis": "x2", "yaxis": "y2"}
    layout = {"xaxis": {"type": "date"}, "xaxis2": {"type": "date", "matches": "x"}, "yaxis2": {"domain": [0.6, 1]}}
    found = panels.of(one_panel(bars, dots, **layout))
    keyed.align(found)
    points = next(one for one in found if not one.has_bars)
    assert points.x.low <= points.x.at("2026-01-01") and points.x.at("2026-02-28") <= points.x.high


def test_words_at_the_foot_of_an_axis_need_no_room_over_the_plot() -> None:
    spec = one_panel(
        {"x": ["a", "b"], "y": [1, 2]}, yaxis={"range": [0, 2]},
        annotations=[{"x": "a", "y": 0, "text": "Foot", "yanchor": "bottom", "font": {"size": 12}}],
    )  # fmt: skip
    (panel,) = panels.of(spec)
    assert frame.of(panel, 6.0, 4.0, labels_x=True, legend=[]).plot_high > 2
