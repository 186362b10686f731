"""Charts on categories: bars and lines over years, months or names, and rows of bars. One workbook column a series."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khyber.briefing.pptx import axes, chart_xml, drawing, keyed, looks, series, text
from khyber.briefing.pptx.axes import Where
from khyber.briefing.pptx.chart_xml import Chart
from khyber.briefing.pptx.frame import Frame
from khyber.briefing.pptx.keyed import Keys
from khyber.briefing.pptx.looks import Line, Symbols
from khyber.briefing.pptx.panels import Panel, Part
from khyber.briefing.pptx.series import Places, Series
from khyber.briefing.pptx.workbook import MONTH, Book

_GAP, _NO_GAP = 40, 4


def is_rows(panel: Panel) -> bool:
    """True where horizontal bars from nought can be native bars: what stands with them is words or one far end each."""
    bars = [one for one in panel.traces if one["type"] == "bar"]
    others = [one for one in panel.traces if one["type"] != "bar" and "lines" not in one.get("mode", "lines")]
    marked = [one for one in others if "markers" in one["mode"]]
    whole = len(bars) + len(others) == len(panel.traces)
    return panel.is_rows and panel.y.is_listed and whole and (not marked or len(bars) == 1 == len(marked))


def columns(panel: Panel, symbols: Symbols, box: Frame, scale: float, *, labels_x: bool) -> Chart:
    """Upright bars and lines over categories on the x axis."""
    keys = keyed.of(panel)
    book = Book()
    book.add(keys.header, keys.written, keys.number_format)
    found = [_onto(keys, series.of(panel, one, symbols, scale)) for one in panel.traces]
    found.sort(key=lambda one: not one.is_bar)
    if _grouping(panel) == "stacked":
        for one in found:
            _inside(one)
    places = [book.add(one.name, one.y) for one in found]
    hidden, named = _hidden(found)
    bars, lines = "", ""
    for number, (one, place) in enumerate(zip(found, places, strict=True)):
        written = _series(number, one, place, book)
        bars, lines = (bars + written, lines) if one.is_bar else (bars, lines + written)
    plot = _bars(bars, "col", _grouping(panel), _NO_GAP if keys.are_bins else _GAP) if bars else ""
    if lines:
        plot += f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}<c:marker val="1"/>{_IDS}'
        plot += "</c:lineChart>"
    plot += _across(panel, keys, box, labels_x)
    between = "between" if bars or keys.number_format != MONTH else "midCat"
    plot += axes.of_values(panel.y, Where(2, 1, "l"), box.points, labelled=True, grid=True, between=between)
    # The chart begins and ends at its keys: what is drawn over it must, too.
    low, high = (keys.places[0], keys.places[-1]) if between == "midCat" else keys.span
    panel = replace(panel, x=replace(panel.x, low=low, high=high))
    over = drawing.of(panel, box, scale, labels_x=False, names_y=False)
    xml = chart_xml.space(panel, box, plot, hidden, has_legend=named)
    return Chart(xml, book.written(), over.written() if over.parts else b"")


_IDS = '<c:axId val="1"/><c:axId val="2"/>'


def _bars(written: str, way: str, grouping: str, gap: int) -> str:
    overlap = 0 if grouping == "clustered" else 100
    kind = "stacked" if grouping == "stacked" else "clustered"
    return (
        f'<c:barChart><c:barDir val="{way}"/><c:grouping val="{kind}"/><c:varyColors val="0"/>{written}'
        f'<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{_IDS}</c:barChart>'
    )


def _grouping(panel: Panel) -> str:
    mode = panel.layout.get("barmode") or "group"
    return {"stack": "stacked", "relative": "stacked", "overlay": "overlay"}.get(mode, "clustered")


def _inside(one: Series) -> None:
    """Labels of stacked bars stand within them: beyond their end is no place that a native chart knows."""
    for label in one.labels.values() if one.is_bar else ():
        label.place = "ctr"


def _onto(keys: Keys, one: Series) -> Series:
    """A series with a value or a gap for each category."""
    at = {place: number for number, place in enumerate(keys.places)}
    held = [(at[x], old) for old, x in enumerate(one.x) if x in at]

    def spread(values: Places) -> Places:
        found: Places = [None] * len(keys.places)
        for new, old in held:
            found[new] = values[old]
        return found

    new_place = {old: new for new, old in held}
    one.y = spread(one.y)
    one.low, one.high = (spread(one.low), spread(one.high)) if one.low else ([], [])
    one.labels = {new_place[old]: label for old, label in one.labels.items() if old in new_place}
    one.marks = {new_place[old]: mark for old, mark in one.marks.items() if old in new_place}
    return one


def _hidden(found: list[Series]) -> tuple[list[int], bool]:
    """The numbers of series without a place in the legend, each name being there once; whether there is any."""
    named: set[str] = set()
    hidden = []
    for number, one in enumerate(found):
        if not one.in_legend or one.name in named:
            hidden.append(number)
        else:
            named.add(one.name)
    return hidden, bool(named)


def reach(one: Series, values: int, book: Book) -> tuple[int, int] | None:
    """Put the published range of a series into the workbook: its ends, and how far they are from the values."""
    if not one.low:
        return None
    low = book.add(f"{one.name}: lowest published", one.low)
    high = book.add(f"{one.name}: highest published", one.high)
    up = book.add_difference(f"{one.name}: highest less value", high, values)
    down = book.add_difference(f"{one.name}: value less lowest", values, low)
    return up, down


def _series(number: int, one: Series, place: int, book: Book) -> str:
    held = reach(one, place, book)
    if one.is_bar:
        head = chart_xml.beginning(number, book, place, one.fill) + '<c:invertIfNegative val="0"/>'
    else:
        head = chart_xml.beginning(number, book, place, chart_xml.stroke(one.line)) + chart_xml.marks(one)
    end = "" if one.is_bar else '<c:smooth val="0"/>'
    return (
        f"<c:ser>{head}{chart_xml.labels(one)}{chart_xml.ranges(one, held, book)}"
        f"<c:cat>{book.values(0)}</c:cat><c:val>{book.values(place)}</c:val>{end}</c:ser>"
    )


def _across(panel: Panel, keys: Keys, box: Frame, labels_x: bool) -> str:
    where = Where(1, 2, "b")
    if keys.number_format == MONTH:
        return axes.of_months(panel.x, where, box.points, months=len(keys.places), labelled=labels_x)
    longest = max((text.width(f"{one:g}" if isinstance(one, float) else str(one), box.points) for one in keys.written),
                  default=0.3)  # fmt: skip
    fit = int(box.plot_wide / (longest + 0.08))
    return axes.of_categories(panel.x, where, box.points, count=len(keys.places), fit=fit, labelled=labels_x)


def rows(panel: Panel, symbols: Symbols, box: Frame, scale: float, *, labels_x: bool) -> Chart:
    """Rows of bars, one a name on the y axis; a mark of its own is the far end of a bar's range."""
    places = [at for at, _ in panel.y.labels]
    book = Book()
    book.add(panel.y.title or "Name", [text.plain(name) for _, name in panel.y.labels])
    found = []
    for trace in panel.traces:
        if trace["type"] == "bar":
            found.append(_row_series(panel, trace, places, scale))
    for trace in panel.traces:
        if trace["type"] != "bar" and "markers" in trace["mode"]:
            _far_ends(found[0], _in_rows(panel, trace, places), trace)
    columns_of = [book.add(one.name, one.y) for one in found]
    written = "".join(_series(n, one, columns_of[n], book) for n, one in enumerate(found))
    hidden, named = _hidden(found)
    grouping = _grouping(panel)
    plot = _bars(written, "bar", grouping, _GAP)
    plot += axes.of_categories(panel.y, Where(1, 2, "l"), box.points, count=1, fit=1, labelled=False)
    side = Where(2, 1, "b", "max" if panel.y.flipped else "min")
    plot += axes.of_values(panel.x, side, box.points, labelled=labels_x, grid=True, between="between")
    over = drawing.of(_by_place(panel, places), box, scale, labels_x=labels_x, names_y=True)
    _words(panel, over, box, places, found)
    xml = chart_xml.space(panel, box, plot, hidden, has_legend=named)
    return Chart(xml, book.written(), over.written() if over.parts else b"")


def _row_of(at: float | None, places: list[float]) -> int | None:
    if at is None or not places:
        return None
    return min(range(len(places)), key=lambda one: abs(places[one] - at))


def _in_rows(panel: Panel, trace: Part, places: list[float]) -> Places:
    found: Places = [None] * len(places)
    for value, at in zip(trace["x"], trace["y"], strict=True):
        row = _row_of(panel.y.at(at), places)
        if row is not None:
            found[row] = panel.x.at(value)
    return found


def _row_series(panel: Panel, trace: Part, places: list[float], scale: float) -> Series:
    fill = looks.bar(trace.get("marker") or {}, float(trace.get("opacity") or 1))
    shown = series.in_legend(panel, trace)
    values = _in_rows(panel, trace, places)
    found = Series(series.name(trace), list(places), values, True, fill=fill, in_legend=shown)
    texts: list[Any] = [None] * len(places)
    for word, at in zip(series.each(trace.get("text"), len(trace["y"])), trace["y"], strict=True):
        row = _row_of(panel.y.at(at), places)
        if row is not None:
            texts[row] = word
    if _grouping(panel) != "stacked":
        series.label(found, {**trace, "text": texts}, scale)
    return found


def _far_ends(bar: Series, far: Places, trace: Part) -> None:
    """The marks beyond the bars as the highest of what was published, the bars as the lowest."""
    bar.low = list(bar.y)
    bar.high = [one if one is None or value is None else max(one, value) for one, value in zip(far, bar.y, strict=True)]
    bar.reach = Line(looks.colour((trace.get("marker") or {}).get("color")), 1.5)


def _by_place(panel: Panel, places: list[float]) -> Panel:
    """The panel with its y axis as a native axis of categories spans it: half a row beyond the first and the last."""
    if places:
        panel.y.low, panel.y.high = min(places) - 0.5, max(places) + 0.5
    return panel


def _words(panel: Panel, over: Any, box: Frame, places: list[float], bars: list[Series]) -> None:
    """The words of text traces at the ends of the rows."""
    high = box.points * text.LINE / 72
    for trace in panel.traces:
        if trace["type"] == "bar" or "text" not in trace["mode"]:
            continue
        for value, at, word in zip(trace["x"], trace["y"], trace.get("text") or [], strict=False):
            row, x = _row_of(panel.y.at(at), places), panel.x.at(value)
            said = text.plain(word).strip()
            if row is None or x is None or not said:
                continue
            left = box.across(panel, x) + 0.06
            over.words((left, box.down(panel, places[row]) - high / 2, text.width(said, box.points) + 0.06, high),
                       [[text.Run(said, False)]], box.points)  # fmt: skip
