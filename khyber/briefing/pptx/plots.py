"""A panel as a native chart: on a grid of categories, as rows of bars, or by places on two axes of values."""

from __future__ import annotations

from khyber.briefing.pptx import axes, chart_xml, drawing, frame, grids, panels, series
from khyber.briefing.pptx.axes import Where
from khyber.briefing.pptx.chart_xml import Chart
from khyber.briefing.pptx.frame import Frame
from khyber.briefing.pptx.looks import Symbols
from khyber.briefing.pptx.panels import Panel, Part
from khyber.briefing.pptx.scales import Scale
from khyber.briefing.pptx.series import Series
from khyber.briefing.pptx.workbook import DAY, Book

_PX_AN_INCH = 96
_LEAST = 0.6


def draw(
    panel: Panel, symbols: Symbols, wide: float, high: float, screen_high: float,
    *, labels_x: bool, beside: tuple[float, float],
) -> Chart:  # fmt: skip
    """The chart of a panel in a box of inches. screen_high: how high its part of the figure is on a screen, in px.
    beside: the least room left and right of its plot."""
    scale = min(1.0, max(_LEAST, high * _PX_AN_INCH / max(screen_high, 1)))
    box = frame.of(panel, wide, high, labels_x=labels_x, legend=legend_of(panel), beside=beside)
    if grids.is_rows(panel):
        return grids.rows(panel, symbols, box, scale, labels_x=labels_x)
    if panel.is_grid:
        return grids.columns(panel, symbols, box, scale, labels_x=labels_x)
    return _places(panel, symbols, box, scale, labels_x=labels_x)


def legend_of(panel: Panel) -> list[str]:
    """The names beneath a panel's chart, each once."""
    return list(dict.fromkeys(series.name(one) for one in panel.traces if series.in_legend(panel, one)))


def _places(panel: Panel, symbols: Symbols, box: Frame, scale: float, *, labels_x: bool) -> Chart:
    found: list[Series] = []
    for trace in sorted(panel.traces, key=_is_ring):
        if panels.is_long(trace):
            continue
        if trace["type"] != "bar":
            found.append(series.of(panel, trace, symbols, scale))
        elif trace.get("orientation") == "h":
            based = {"base": [0.0] * len(trace["x"]), **trace}
            found += series.segments(panel, based, box.pitch(panel))
        else:
            found.append(series.cells(panel, {"base": [0.0] * len(trace["x"]), **trace}, box.pitch(panel)))
    _pad(found)
    book = Book()
    named: set[str] = set()
    hidden, written = [], []
    for number, one in enumerate(found):
        if one.name in named or not one.in_legend:
            hidden.append(number)
        else:
            named.add(one.name)
        written.append(_series(number, one, panel, book))
    plot = f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{"".join(written)}'
    plot += '<c:axId val="1"/><c:axId val="2"/></c:scatterChart>' + _axes(panel, box, labels_x)
    over = drawing.of(panel, box, scale, labels_x=labels_x, names_y=True)
    xml = chart_xml.space(panel, box, plot, hidden, has_legend=bool(named))
    return Chart(xml, book.written(), over.written() if over.parts else b"")


def _is_ring(trace: Part) -> bool:
    """True for rings, which are written last: LibreOffice fills them, and draws what is written last beneath."""
    return bool((trace.get("meta") or {}).get("ring"))


def _pad(found: list[Series]) -> None:
    """Make all series as long as the longest, by gaps: LibreOffice leaves out one before another that is longer."""
    most = max((len(one.x) for one in found), default=0)
    for one in found:
        for values in (one.x, one.y, one.low, one.high):
            if values or values is one.x or values is one.y:
                values += [None] * (most - len(values))


def _series(number: int, one: Series, panel: Panel, book: Book) -> str:
    x = book.add(_called(panel.x, "x"), one.x, DAY if panel.x.kind == "day" else "General")
    y = book.add(one.name, one.y)
    if panel.y.is_listed or panel.x.is_listed:
        _names(one, panel, book)
    if one.labels and one.mark is None and one.line is None:
        book.add("Words", [one.labels[place].text if place in one.labels else None for place in range(len(one.x))])
    reach = grids.reach(one, x if one.along == "x" else y, book)
    return (
        f"<c:ser>{chart_xml.beginning(number, book, y, chart_xml.stroke(one.line))}{chart_xml.marks(one)}"
        f"{chart_xml.labels(one, values_are_y=not panel.y.is_listed)}{chart_xml.ranges(one, reach, book)}"
        f'<c:xVal>{book.values(x)}</c:xVal><c:yVal>{book.values(y)}</c:yVal><c:smooth val="0"/></c:ser>'
    )


def _called(scale: Scale, otherwise: str) -> str:
    return scale.title or {"day": "Day", "names": "Place"}.get(scale.kind, otherwise)


def _names(one: Series, panel: Panel, book: Book) -> None:
    """Columns that say in words what the numbers of a listed axis stand for."""
    for scale, values in ((panel.x, one.x), (panel.y, one.y)):
        if scale.is_listed:
            named = [next((name for at, name in scale.labels if value is not None and abs(at - value) < 0.5), None)
                     for value in values]  # fmt: skip
            if any(named):
                book.add("Name", named)


def _axes(panel: Panel, box: Frame, labels_x: bool) -> str:
    top = panel.x.spec.get("side") == "top"
    crosses = "min" if top == panel.y.flipped else "max"
    across = Where(1, 2, "t" if top else "b", crosses)
    listed = panel.y.is_listed or not panel.y.is_shown
    return axes.of_values(panel.x, across, box.points, labelled=labels_x, grid=True) + axes.of_values(
        panel.y, Where(2, 1, "l"), box.points, labelled=True, grid=not listed
    )
