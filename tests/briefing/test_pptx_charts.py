"""Native charts: the workbook behind each holds the figure's values, and the chart draws what the workbook holds."""

import io
import math
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from pptx import Presentation

from khyber.briefing.brief import Brief, Slide
from khyber.briefing.pptx import figures
from khyber.briefing.pptx.figures import Box
from khyber.charts import names
from tests.briefing import pptx_reading as reading
from tests.briefing.pptx_reading import C, Deck

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
