"""Native charts: the workbook behind each holds the figure's values, and the chart draws what the workbook holds."""

import io
import math
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import range_boundaries
from pptx import Presentation

from khyber.briefing.brief import Brief, Slide
from khyber.briefing.pptx import figures, scales, text
from khyber.briefing.pptx.figures import Box
from khyber.charts import names
from tests.briefing import pptx_reading as reading
from tests.briefing.pptx_reading import A, C, Deck

USER_SHAPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
# The order of elements that the format asks for; PowerPoint refuses a file that mixes it up.
ORDER = {
    "valAx": "axId scaling delete axPos majorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr "
    "crossAx crosses crossBetween majorUnit",
    "catAx": "axId scaling delete axPos title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses "
    "auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "dateAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses auto "
    "lblOffset baseTimeUnit majorUnit majorTimeUnit",
    "scaling": "logBase orientation max min",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls errBars cat val xVal yVal smooth",
    "dPt": "idx marker bubble3D spPr",
    "errBars": "errDir errBarType errValType noEndCap plus minus spPr",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "legend": "legendPos legendEntry layout overlay txPr",
    "chartSpace": "date1904 roundedCorners chart spPr txPr externalData userShapes",
    "dLbl": "idx layout tx dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize",
}


@pytest.fixture(scope="module")
def every() -> Deck:
    return reading.of_every()


def all_charts(deck: Deck) -> list[tuple[str, Any]]:
    return [
        (shown.figure.id, chart)
        for shown, slide in zip(deck.shown.slides, deck.slides[1:-1], strict=True)
        for chart in reading.charts(slide)
    ]


def test_what_a_chart_keeps_equals_its_workbook(every: Deck) -> None:
    found = all_charts(every)
    assert len(found) > 30
    for figure, chart in found:
        sheet = reading.sheet(chart)
        for address, kept, count in reading.references(chart):
            column, first, _, last = range_boundaries(address.split("!")[1])
            cells = [sheet.cell(row, column).value for row in range(first, last + 1)]
            assert len(cells) == count, figure
            for place, cell in enumerate(cells):
                if cell is None:
                    assert place not in kept, (figure, address)
                elif isinstance(cell, str):
                    assert kept[place] == cell
                else:
                    assert math.isclose(float(kept[place]), number(cell), rel_tol=1e-9), (figure, address)


def number(cell: Any) -> float:
    if isinstance(cell, datetime):
        return (cell - datetime(1899, 12, 30)).total_seconds() / 86_400
    return float(cell)


def test_every_value_of_a_spec_is_in_a_workbook(every: Deck) -> None:
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        charts = reading.charts(slide)
        if not charts:
            continue
        cells = [
            one
            for chart in charts
            for row in reading.sheet(chart).iter_rows(min_row=2, values_only=True)
            for one in row
        ]
        held = sorted(number(one) for one in cells if one is not None and not isinstance(one, str))
        for trace in shown.figure.spec["data"]:
            if trace.get("mode") == "text" or "base" in trace:
                continue
            for x, y in zip(trace["x"], trace["y"], strict=True):
                for value in told(trace, x, y, charts) if None not in (x, y) else ():
                    if isinstance(value, int | float):
                        assert near(held, float(value)), (shown.figure.id, value)


def told(trace: Any, x: Any, y: Any, charts: list[Any]) -> tuple[Any, ...]:
    """What of a point is a value: of bars their length, of marks beside rows of bars how far out they lie."""
    in_rows = any(chart._chartSpace.find(f".//{C}barDir[@val='bar']") is not None for chart in charts)
    if in_rows:
        return (x,)
    return (y,) if trace["type"] == "bar" else (x, y)


def near(held: list[float], value: float) -> bool:
    return any(math.isclose(one, value, rel_tol=1e-9, abs_tol=1e-9) for one in held)


def test_lines_over_years_hold_each_publishers_figures_and_leave_gaps(every: Deck) -> None:
    (chart,) = reading.charts(every.slide_of("attacks-by-publisher"))
    table = every.figure("attacks-by-publisher").table
    held = {}
    for publisher, rows in table.groupby("publisher"):
        name = names.of(every.shown.evidence, "publishers", publisher) if publisher != "other" else "Other"
        held[name] = {int(row.year): row.headline for row in rows.itertuples()}
        values = reading.by_row(chart, name)
        assert values == held[name]
        if f"{name}: lowest published" in header_row(chart):
            low = reading.by_row(chart, f"{name}: lowest published")
            high = reading.by_row(chart, f"{name}: highest published")
            assert low == {int(row.year): row.low for row in rows.itertuples()}
            assert high == {int(row.year): row.high for row in rows.itertuples()}
    assert {one.name for plot in chart.plots for one in plot.series} == set(held)
    years = reading.column(chart, header_row(chart)[0])
    assert years == list(range(min(years), max(years) + 1))
    assert chart._chartSpace.find(f".//{C}dispBlanksAs").get("val") == "gap"
    gaps = set(years) - {year for one in held.values() for year in one}
    assert gaps


def header_row(chart: Any) -> list[str]:
    return [cell for cell in next(reading.sheet(chart).iter_rows(max_row=1, values_only=True)) if cell]


def test_ranges_are_native_error_bars_as_long_as_published(every: Deck) -> None:
    (chart,) = reading.charts(every.slide_of("attacks-by-publisher"))
    bars = list(chart._chartSpace.iter(f"{C}errBars"))
    assert bars
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    for one in bars:
        for end in ("plus", "minus"):
            address = one.find(f"{C}{end}/{C}numRef/{C}f").text
            column, first, _, last = range_boundaries(address.split("!")[1])
            cells = [book.cell(row, column).value for row in range(first, last + 1)]
            assert all(cell is None or str(cell).startswith("=") for cell in cells) and any(cells)


def test_changes_hold_both_years_of_each_publisher(every: Deck) -> None:
    (chart,) = reading.charts(every.slide_of("attacks-change"))
    table = every.figure("attacks-change").table
    cells = [one for row in reading.sheet(chart).iter_rows(min_row=2, values_only=True) for one in row]
    held = {float(one) for one in cells if isinstance(one, int | float)}
    told = set(table["headline"])
    assert told <= held
    places = {float(one) for one in range(table["publisher"].nunique())}
    ends = set(table["low"]) | set(table["high"])
    lengths = {abs(one - other) for one in told for other in ends}
    assert held <= told | ends | places | lengths


def test_stacked_bars_hold_each_areas_figures_with_patterns_of_their_own(every: Deck) -> None:
    (chart,) = reading.charts(every.slide_of("attacks-by-area"))
    table = every.figure("attacks-by-area").table
    stacked = table[table["stacks"].fillna(False).astype(bool)] if "stacks" in table else table
    for area, rows in stacked.groupby("area"):
        name = names.of(every.shown.evidence, "areas", area)
        assert reading.by_row(chart, name) == {int(row.year): row.headline for row in rows.itertuples()}
    bars = chart._chartSpace.find(f".//{C}barChart")
    assert bars.find(f"{C}grouping").get("val") == "stacked"
    presets = [one.get("prst") for one in bars.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}pattFill")]
    assert len(set(presets)) == len(presets) > 4


def test_bands_of_distance_are_bars_with_both_ends_named(every: Deck) -> None:
    table = every.figure("attacks-distance").table
    charts = reading.charts(every.slide_of("attacks-distance"))
    held = [reading.by_row(chart, header_row(chart)[1]) for chart in charts]
    told = [
        {f"{row.from_km:g}–{row.to_km:g}": row.incidents for row in rows.itertuples()}
        for _, rows in table.groupby("group", sort=False)
    ]
    assert sorted(map(str, map(sorted, (one.items() for one in held)))) == sorted(
        map(str, map(sorted, (one.items() for one in told)))
    )


def test_rows_of_bars_hold_lowest_and_highest_of_each_sector(every: Deck) -> None:
    charts = reading.charts(every.slide_of("sectors-compared"))
    table = every.figure("sectors-compared").table
    evidence = every.shown.evidence
    named = {row.sector: names.of(evidence, "sectors", row.sector, "name") for row in table.itertuples()}
    low = {named[row.sector]: row.killed_low for row in table.itertuples()}
    high = {named[row.sector]: row.killed_high for row in table.itertuples()}
    assert reading.by_row(charts[1], "Killed low") == low
    assert reading.by_row(charts[1], "Killed low: highest published") == high
    assert charts[1]._chartSpace.find(f".//{C}barDir").get("val") == "bar"


def test_days_stand_as_days_and_are_those_of_the_table(every: Deck) -> None:
    (chart,) = reading.charts(every.slide_of("timeline"))
    days = {
        cell.date()
        for row in reading.sheet(chart).iter_rows(min_row=2, values_only=True)
        for cell in row
        if isinstance(cell, datetime)
    }
    first = {row.date.date() if hasattr(row.date, "date") else date.fromisoformat(str(row.date)[:10])
             for row in every.figure("timeline").table.itertuples() if len(str(row.date)) >= 10}  # fmt: skip
    assert first <= days


def test_months_alone_are_a_line_with_an_axis_of_months() -> None:
    spec = {
        "data": [{"type": "scatter", "mode": "lines+markers", "name": "Counted", "x": ["2021-01-01", "2021-03-01"],
                  "y": [3, 5], "line": {"color": "#3a78b5"}, "marker": {"color": "#3a78b5"}}],
        "layout": {"xaxis": {"type": "date"}, "yaxis": {"rangemode": "tozero"}},
    }  # fmt: skip
    chart = drawn(spec)
    assert chart._chartSpace.find(f".//{C}dateAx/{C}baseTimeUnit").get("val") == "months"
    assert reading.column(chart, "Month") == [datetime(2021, month, 1) for month in (1, 2, 3)]
    assert reading.column(chart, "Counted") == [3, None, 5]


def test_no_line_begins_where_the_one_before_it_in_its_series_ended(every: Deck) -> None:
    """LibreOffice would leave it out."""
    for figure, chart in all_charts(every):
        for one in chart._chartSpace.iter(f"{C}scatterChart"):
            for series in one.iter(f"{C}ser"):
                x, y = (kept(series.find(f"{C}{axis}Val")) for axis in "xy")
                drawn = [place for place in sorted(x) if place in y]
                for before, after in pairwise(drawn):
                    if after > before + 1:
                        assert (x[before], y[before]) != (x[after], y[after]), (figure, x[after])


def kept(values: Any) -> dict[int, str]:
    """The values that a chart keeps, by their places."""
    return {int(one.get("idx")): one.find(f"{C}v").text for one in values.iter(f"{C}pt")}


def test_each_part_of_a_closing_is_a_line_of_the_calendar(every: Deck) -> None:
    (chart,) = reading.charts(every.slide_of("crossings-calendar"))
    lines = set()
    for series in chart._chartSpace.iter(f"{C}ser"):
        x, y = ({place: float(one) for place, one in kept(series.find(f"{C}{axis}Val")).items()} for axis in "xy")
        lines |= {(x[at], x[at + 1], y[at]) for at in y if at + 1 in y and y[at] == y[at + 1] and x[at] < x[at + 1]}
    bars = [one for one in every.figure("crossings-calendar").spec["data"] if one["type"] == "bar"]
    told = {
        (scales.serial(base), scales.serial(base) + long / scales.MS_A_DAY, float(row))
        for trace in bars
        for base, long, row in zip(trace["base"], trace["x"], trace["y"], strict=True)
    }
    assert told and told <= lines


def test_rings_have_no_fill_and_are_written_after_the_discs(every: Deck) -> None:
    """PowerPoint draws what is written last on top, LibreOffice beneath, and fills it."""
    (chart,) = reading.charts(every.slide_of("incidents-timeline"))
    written = list(chart._chartSpace.iter(f"{C}ser"))
    kinds = [called(one).split()[0] for one in written]
    last_disc = max(place for place, kind in enumerate(kinds) if kind == "Disc")
    rings = [place for place, kind in enumerate(kinds) if kind in ("Ring", "Silent")]
    assert rings and min(rings) > last_disc
    for place in rings:
        fills = list(written[place].iterfind(f".//{C}marker/{C}spPr/{A}solidFill/{A}srgbClr"))
        assert fills and all(one.find(f"{A}alpha").get("val") == "0" for one in fills)


def test_each_publishers_marks_have_its_own_colour() -> None:
    deck = reading.written(Brief("Change", (Slide("attacks-change", (("years", "2020,2021"),)),)))
    (chart,) = reading.charts(deck.slides[1])
    for trace in deck.figure("attacks-change").spec["data"]:
        if "name" not in trace:
            continue
        series = next(
            one for one in chart._chartSpace.iter(f"{C}ser") if one.find(f"{C}tx//{C}v").text == trace["name"]
        )
        asked = [one.removeprefix("#").upper() for one in trace["marker"]["color"]]
        assert len(set(asked)) == len(asked) > 1
        first = series.find(f"{C}marker/{C}spPr/{A}ln/{A}solidFill/{A}srgbClr").get("val")
        edges = dict.fromkeys(range(len(asked)), first)
        for one in series.iter(f"{C}dPt"):
            place = int(one.find(f"{C}idx").get("val"))
            mark, line = one.find(f"{C}marker/{C}spPr"), one.find(f"{C}spPr/{A}ln/{A}solidFill/{A}srgbClr")
            edges[place] = mark.find(f"{A}ln/{A}solidFill/{A}srgbClr").get("val")
            # LibreOffice shows the colour of the line that leads to a mark; PowerPoint would draw it.
            assert line.get("val") == mark.find(f"{A}solidFill/{A}srgbClr").get("val")
            assert line.find(f"{A}alpha").get("val") == "0"
        assert [edges[place] for place in range(len(asked))] == asked


def called(series: Any) -> str:
    """The name of a series."""
    return str(series.find(f"{C}tx//{C}v").text)


def test_the_sign_of_an_open_lower_end_stands_above_nought() -> None:
    deck = reading.written(Brief("Strength", (Slide("groups-strength", (("group", "ttp"),)),)))
    frames = [one for one in deck.slides[1].shapes if one.has_chart]
    signs = 0
    for frame in frames:
        space = frame.chart._chartSpace
        high = float(space.find(f".//{C}plotArea/{C}layout//{C}h").get("val")) * frame.height / reading.EMU * 72
        top = float(space.findall(f".//{C}valAx")[1].find(f"{C}scaling/{C}max").get("val"))
        for series in space.iter(f"{C}ser"):
            y = kept(series.find(f"{C}yVal"))
            for label in series.iter(f"{C}dLbl"):
                if label.find(f".//{A}t").text != "▼":
                    continue
                size = float(label.find(f".//{A}rPr").get("sz")) / 100
                mark = float(series.find(f"{C}marker/{C}size").get("val")) / 2
                place = int(label.find(f"{C}idx").get("val"))
                assert label.find(f"{C}dLblPos").get("val") == "b"
                assert float(y[place]) / top * high >= mark + size * 0.8
                signs += 1
    assert signs


def test_an_axis_reaches_as_far_as_the_figure_says() -> None:
    deck = reading.written(Brief("Strength", (Slide("groups-strength", (("group", "ttp"),)),)))
    layout = deck.figure("groups-strength").spec["layout"]
    asked = sorted(one["range"][1] for name, one in layout.items() if name.startswith("yaxis"))
    spaces = [one._chartSpace for one in reading.charts(deck.slides[1])]
    tops = [one.findall(f".//{C}valAx")[1].find(f"{C}scaling/{C}max").get("val") for one in spaces]
    assert sorted(map(float, tops)) == asked


def test_panels_beneath_each_other_have_one_time_axis(every: Deck) -> None:
    """Their plots begin and end beneath each other."""
    frames = [one for one in every.slide_of("attacks-monthly").shapes if one.has_chart]
    assert len(frames) == 2
    spans = set()
    for one in frames:
        layout = one.chart._chartSpace.find(f".//{C}plotArea/{C}layout")
        x, wide = (float(layout.find(f".//{C}{part}").get("val")) for part in "xw")
        spans.add((round(one.left + x * one.width, -3), round(wide * one.width, -3)))
    assert len(spans) == 1


def test_words_of_a_drawing_lie_within_their_chart(every: Deck) -> None:
    """LibreOffice would make the whole chart smaller."""
    (frame,) = [one for one in every.slide_of("crossings-calendar").shapes if one.has_chart]
    drawing = etree.fromstring(frame.chart.part.part_related_by(USER_SHAPES).blob)
    states = next(one for one in every.figure("crossings-calendar").spec["data"] if one.get("uid") == "states")
    told = {line for words in states["text"] for line in text.plain(words).split("\n")}
    found = 0
    for anchor in drawing:
        for run in anchor.iter(f"{A}r"):
            words, size = "".join(run.itertext(f"{A}t")), float(run.find(f"{A}rPr").get("sz")) / 100
            if words in told:
                left = float(anchor[0][0].text) * frame.width / reading.EMU
                assert left + text.width(words, size) <= frame.width / reading.EMU + 0.01, words
                assert size >= 7
                found += 1
    assert found >= len(states["text"])


def test_marks_made_of_lines_are_never_pale(every: Deck) -> None:
    """LibreOffice shows the fill of a mark, PowerPoint the edge: of a mark that has no inside both are one colour."""
    found = 0
    for figure, chart in all_charts(every):
        for mark in chart._chartSpace.iter(f"{C}marker"):
            symbol, look = mark.find(f"{C}symbol"), mark.find(f"{C}spPr")
            if symbol is not None and symbol.get("val") in ("x", "plus", "star", "dash") and look is not None:
                fill = look.find(f"{A}solidFill/{A}srgbClr")
                edge = look.find(f"{A}ln/{A}solidFill/{A}srgbClr")
                assert fill.get("val") == edge.get("val"), figure
                found += 1
    assert found > 5


def test_an_axis_of_days_names_each_month_once_where_it_begins() -> None:
    since = (("from", "2025-10"),)
    deck = reading.written(Brief("War", tuple(Slide(one, since) for one in ("timeline", "incidents-timeline"))))
    for slide in deck.slides[1:-1]:
        (chart,) = reading.charts(slide)
        told = ticks(chart)
        named = [datetime.strptime(words, "%b %Y") for words in told]
        months = [one.year * 12 + one.month for one in named]
        assert len(months) > 4 and months == list(range(months[0], months[-1] + 1))
        for words, at in told.items():
            first = (datetime.strptime(words, "%b %Y") - datetime(1899, 12, 30)).days
            assert abs(at - first) < 0.5, words
        assert chart._chartSpace.find(f".//{C}valAx/{C}tickLblPos").get("val") == "none"


def ticks(chart: Any) -> dict[str, float]:
    """The names of days along the x axis of a chart's drawing, with the place on the axis of the line over each."""
    drawing = etree.fromstring(chart.part.part_related_by(USER_SHAPES).blob)
    plot = {one: float(chart._chartSpace.find(f".//{C}plotArea/{C}layout//{C}{one}").get("val")) for one in "xywh"}
    ends = chart._chartSpace.find(f".//{C}valAx/{C}scaling")
    low, high = (float(ends.find(f"{C}{end}").get("val")) for end in ("min", "max"))
    lines, names_beneath = [], {}
    for anchor in drawing:
        (x0, y0), (x1, y1) = ([float(one.text) for one in anchor[end]] for end in (0, 1))
        words = "".join(anchor.itertext(f"{A}t"))
        if words and y0 > plot["y"] + plot["h"]:
            names_beneath[words] = (x0 + x1) / 2
        elif not words and x0 == x1 and math.isclose(y1 - y0, plot["h"], abs_tol=1e-4):
            lines.append(x0)
    return {
        words: low + (min(lines, key=lambda one: abs(one - at)) - plot["x"]) / plot["w"] * (high - low)
        for words, at in names_beneath.items()
    }


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-10-06", "2026-02-20", ["Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"]),
        (
            "2020-12-20",
            "2022-08-01",
            ["Jan 2021", "Apr 2021", "Jul 2021", "Oct 2021", "Jan 2022", "Apr 2022", "Jul 2022"],
        ),
        ("2015-11-23", "2027-01-01", [str(one) for one in range(2016, 2028)]),
        ("1990-01-02", "2026-12-31", [str(one) for one in range(1995, 2026, 5)]),
        (
            "2026-03-03",
            "2026-03-20",
            ["3 Mar 2026", "6 Mar 2026", "9 Mar 2026", "12 Mar 2026", "15 Mar 2026", "18 Mar 2026"],
        ),
    ],
)
def test_a_time_is_named_by_where_months_or_years_begin(first: str, last: str, expected: list[str]) -> None:
    found = scales.beginnings(scales.serial(first), scales.serial(last), 8, 13)
    assert [name for _, name in found] == expected
    form = "%d %b %Y" if " " in expected[0][:2] else "%b %Y" if " " in expected[0] else "%Y"
    for at, name in found:
        assert scales.serial(datetime.strptime(name, form).date().isoformat()) == at


def test_a_logarithmic_axis_is_native() -> None:
    deck = reading.written(Brief("Log", (Slide("attacks-by-publisher", (("scale", "log"),)),)))
    (chart,) = reading.charts(deck.slides[1])
    assert chart._chartSpace.find(f".//{C}valAx/{C}scaling/{C}logBase").get("val") == "10"


def test_text_is_never_a_formula() -> None:
    bad = "=cmd|'/c calc'!A1"
    spec = {
        "data": [{"type": "bar", "name": bad, "x": ["+1+1", "@here", "-2"], "y": [1, 2, 3]}],
        "layout": {"xaxis": {}, "yaxis": {}},
    }
    chart = drawn(spec)
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds[bad] == kinds["+1+1"] == kinds["@here"] == kinds["-2"] == "s"
    assert chart.plots[0].series[0].name == bad


def drawn(spec: dict[str, Any]) -> Any:
    """The one chart of a spec, read back from a file."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    assert figures.place(slide, spec, Box(0.5, 0.5, 8, 5), "What it shows") == 1
    file = io.BytesIO()
    deck.save(file)
    (chart,) = reading.charts(Presentation(file).slides[0])
    return chart


def test_negative_bars_begin_at_nought() -> None:
    spec = {
        "data": [{"type": "bar", "orientation": "h", "name": "Less", "y": ["a", "b"], "x": [-3, 2],
                  "text": ["3", "2"]}],
        "layout": {"xaxis": {}, "yaxis": {"type": "category", "range": [1.5, -0.5]}},
    }  # fmt: skip
    chart = drawn(spec)
    assert chart._chartSpace.find(f".//{C}catAx/{C}crosses").get("val") == "autoZero"
    assert reading.by_row(chart, "Less") == {"a": -3, "b": 2}


def test_elements_stand_in_the_order_that_the_format_asks_for(every: Deck) -> None:
    for figure, chart in all_charts(every):
        for element in chart._chartSpace.iter():
            order = ORDER.get(str(element.tag).replace(C, ""))
            if order and str(element.tag).startswith(C):
                found = [order.split().index(one.tag.split("}")[1]) for one in element]
                assert found == sorted(found), (figure, element.tag)


def test_labels_of_stacked_bars_stand_where_the_format_knows_a_place(every: Deck) -> None:
    for _, chart in all_charts(every):
        for bars in chart._chartSpace.iter(f"{C}barChart"):
            if bars.find(f"{C}grouping").get("val") == "stacked":
                assert not [one for one in bars.iter(f"{C}dLblPos") if one.get("val") == "outEnd"]


def test_the_legend_names_each_series_once(every: Deck) -> None:
    for figure, chart in all_charts(every):
        legend = chart._chartSpace.find(f".//{C}legend")
        if legend is None:
            continue
        hidden = {int(one.get("val")) for one in legend.findall(f"{C}legendEntry/{C}idx")}
        shown = [
            one.name for place, one in enumerate(s for plot in chart.plots for s in plot.series) if place not in hidden
        ]
        assert shown and len(shown) == len(set(shown)), figure
