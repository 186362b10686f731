"""The traces of a panel as series: numbers for the workbook, and how each is drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from khyber.briefing.pptx import looks, panels, text
from khyber.briefing.pptx.looks import Line, Marker, Symbols
from khyber.briefing.pptx.panels import Panel, Part
from khyber.briefing.pptx.scales import MS_A_DAY

Places = list[float | None]
_DEFAULT_MARK = 6.0
_LEAST_MARK, _MOST_MARK = 3, 40
_GLYPH_OF_MARK, _SIGN_OF_MARK = 1.5, 1.2
_MOST_SIGN = 9.0
_PLACES = {"top": "t", "bottom": "b"}
_SIDES = {"left": "l", "right": "r"}
_OF_LINES = ("x", "plus", "star", "dash")
_NO_NAMES = {"bar": "Bars", "lines": "Lines", "markers": "Marks", "text": "Words"}


@dataclass
class Label:
    """The words at a point: lines of runs, size in points, colour, native place."""

    text: str
    points: float
    ink: str
    place: str


@dataclass
class Series:
    """One series. is_bar: drawn as bars. x and y: where its points lie, y (or x where `along` is "x") None for a gap.
    low and high: the published range about each value along the axis `along`, none where it has no range. line, mark:
    how it is drawn; marks: points that look unlike the others. fill: of bars, in DrawingML. reach: colour and width
    of its range. in_legend: named beneath.
    """

    name: str
    x: Places
    y: Places
    is_bar: bool = False
    along: str = "y"
    low: Places = field(default_factory=list)
    high: Places = field(default_factory=list)
    line: Line | None = None
    mark: Marker | None = None
    marks: dict[int, Marker] = field(default_factory=dict)
    fill: str = ""
    reach: Line | None = None
    labels: dict[int, Label] = field(default_factory=dict)
    in_legend: bool = False


def of(panel: Panel, trace: Part, symbols: Symbols, scale: float) -> Series:
    """A trace of points as a series. `scale`: how much smaller than on the screen marks and words are drawn."""
    x, y = [panel.x.at(one) for one in trace["x"]], [panel.y.at(one) for one in trace["y"]]
    series = Series(name(trace), *_with_gaps(x, y), in_legend=in_legend(panel, trace))
    mode = trace.get("mode") or "lines+markers"
    if trace["type"] == "bar":
        series.is_bar = True
        series.fill = looks.bar(trace.get("marker") or {}, float(trace.get("opacity") or 1))
    else:
        if "lines" in mode:
            series.line = _line(trace)
        if "markers" in mode:
            _mark(series, trace, symbols, scale)
    for along in "xy":
        if error := trace.get(f"error_{along}"):
            _range(series, along, error)
    if "text" in mode or trace["type"] == "bar":
        label(series, trace, scale)
    return series


def name(trace: Part) -> str:
    """What a series is called: as in the legend, else by what it is."""
    first = str(trace.get("mode") or "lines").split("+")[0]
    kind = "bar" if trace["type"] == "bar" else first
    called = trace.get("name") or str(trace.get("uid") or "").replace("-", " ").replace("_", " ")
    return text.plain(called[:1].upper() + called[1:] or _NO_NAMES[kind])


def in_legend(panel: Panel, trace: Part) -> bool:
    """True where a trace is named beneath the chart."""
    shown = panel.layout.get("showlegend", True) is not False and trace.get("showlegend", True) is not False
    return bool(shown and trace.get("name"))


def _with_gaps(x: Places, y: Places) -> tuple[Places, Places]:
    """Points whose gaps have no y, but the x of the point before: Excel counts points where an x is missing."""
    kept: Places = []
    last = next((one for one in x if one is not None), 0.0)
    for one in x:
        last = last if one is None else one
        kept.append(last)
    return kept, [None if across is None else up for across, up in zip(x, y, strict=True)]


def _line(trace: Part) -> Line:
    look = trace.get("line") or {}
    colour = looks.colour(look.get("color"), float(trace.get("opacity") or 1))
    return Line(colour, max(float(look.get("width") or 2) * looks.PX, 0.75), looks.dash(look.get("dash")))


def each(value: Any, count: int) -> list[Any]:
    """A value of Plotly for each point: one for all, or a list."""
    return list(value) if isinstance(value, list | tuple) else [value] * count


def _mark(series: Series, trace: Part, symbols: Symbols, scale: float) -> None:
    marker, count = trace.get("marker") or {}, len(series.x)
    if not count:
        count = 1
    opacity = float(marker.get("opacity", 1)) * float(trace.get("opacity") or 1)
    names = each(marker.get("symbol") or "circle", count)
    sizes = each(marker.get("size") or _DEFAULT_MARK, count)
    colours = each(marker.get("color"), count)
    is_ring = bool((trace.get("meta") or {}).get("ring"))
    open_ones = [is_ring or "-open" in str(one) for one in names]
    is_key = series.in_legend and all(open_ones)
    found: list[Marker | None] = []
    for place in range(count):
        symbol, native = str(names[place]), symbols.native(str(names[place]))
        size = float(sizes[place] or 0) * looks.PX * scale * symbols.growth(symbol)
        glyph = _glyph(symbol, series, place)
        if glyph and size and opacity:
            ink = looks.colour(colours[place]).digits
            series.labels[place] = Label(glyph, round(size * _GLYPH_OF_MARK, 1), ink, "ctr")
        if glyph or not size or not opacity:
            found.append(None)
            continue
        if open_ones[place] and native in looks.SIGNS and not is_key:
            ink = looks.colour(colours[place]).digits
            series.labels[place] = Label(looks.SIGNS[native], round(size * _SIGN_OF_MARK, 1), ink, "ctr")
            native, size = "circle", size * looks.LARGER
        found.append(_marker(trace, native, open_ones[place], colours[place], size, opacity))
    # The legend shows the mark of the series: a hollow one would name there what only some of its points are.
    full = [one for one, is_open in zip(found, open_ones, strict=True) if not is_open]
    series.mark = Counter(full or found).most_common(1)[0][0]
    nothing = looks.Marker("none", 5, looks.NONE, looks.NONE, 0)
    series.marks = {place: one or nothing for place, one in enumerate(found) if one != series.mark}


def _glyph(symbol: str, series: Series, place: int) -> str:
    """The sign that stands for a mark which points somewhere and has no native symbol."""
    if symbol != "arrow":
        return looks.GLYPHS.get(symbol, "")
    if not place:
        return ""
    (x0, x1), (y0, y1) = series.x[place - 1 : place + 1], series.y[place - 1 : place + 1]
    if None in (x0, x1, y0, y1) or y1 != y0:
        return "▼"
    return "▶" if (x1 or 0) > (x0 or 0) else "◀"


def _marker(trace: Part, symbol: str, is_open: bool, colour: Any, size: float, opacity: float) -> Marker:
    marker, meta = trace.get("marker") or {}, trace.get("meta") or {}
    own, edge = looks.colour(colour, opacity), marker.get("line") or {}
    points = round(min(max(size, _LEAST_MARK), _MOST_MARK))
    width = float(edge.get("width") or 1) * looks.PX
    if symbol in _OF_LINES:
        ink = own if colour and own.alpha > 0 else looks.colour(edge.get("color"), opacity)
        return Marker(symbol, points, ink, ink, max(width, 1.5))
    if is_open:
        return Marker(symbol, points, looks.hollow(own), own, max(width, 1.25))
    if outline := meta.get("outline"):
        return Marker(symbol, points, own, looks.colour(outline["color"]), float(outline.get("width") or 1) * looks.PX)
    if own.alpha <= 0:
        ink = looks.colour(edge.get("color"), opacity)
        return Marker(symbol, points, looks.hollow(ink), ink, max(width, 1))
    return Marker(symbol, points, own, looks.colour(edge.get("color") or colour, opacity), min(width, 1))


def _range(series: Series, along: str, error: Part) -> None:
    values = series.x if along == "x" else series.y
    less, more = panels.ends(error, len(values))
    if not any(less) and not any(more):
        return
    series.along = along
    series.low = [None if one is None else round(one - by, 9) for one, by in zip(values, less, strict=True)]
    series.high = [None if one is None else round(one + by, 9) for one, by in zip(values, more, strict=True)]
    width = min(max(float(error.get("thickness") or 2) * looks.PX, 1), 4)
    series.reach = Line(looks.colour(error.get("color")), width)


def label(series: Series, trace: Part, scale: float) -> None:
    """Give the points of a series the words of its trace as labels."""
    count = len(series.x)
    words = each(trace.get("text"), count)
    font = trace.get("insidetextfont") or trace.get("textfont") or {}
    inks, sizes = each(font.get("color"), count), each(font.get("size") or 11, count)
    places = each(trace.get("textposition") or "middle center", count)
    for place, word in enumerate(words):
        said = text.plain(word).strip() if word else ""
        if not said or series.y[place] is None:
            continue
        ink = looks.colour(inks[place]).digits if inks[place] else looks.TEXT
        points = round(max(float(sizes[place]) * looks.PX * scale, 7), 1)
        points = min(points, _MOST_SIGN) if len(said) == 1 else points
        series.labels[place] = Label(said, points, ink, _native_place(str(places[place]), series.is_bar))


def _native_place(written: str, is_bar: bool) -> str:
    if is_bar:
        return "outEnd" if written in ("outside", "auto", "middle center") else "ctr"
    up, _, side = written.partition(" ")
    return _SIDES.get(side) or _PLACES.get(up) or "ctr"


def segments(panel: Panel, trace: Part, inches_a_unit: float) -> list[Series]:
    """Horizontal bars with a beginning of their own as thick lines, one series for each thickness of bars.

    The last stands first in its row: LibreOffice leaves out a line that begins where the one before it ended.
    """
    widths = each(trace.get("width") or 0.8, len(trace["x"]))
    marker = trace.get("marker") or {}
    found = []
    for width in dict.fromkeys(widths):
        spans = []
        for base, long, at, own in zip(trace["base"], trace["x"], trace["y"], widths, strict=True):
            first, lane = panel.x.at(base), panel.y.at(at)
            if own != width or first is None or long is None or lane is None:
                continue
            last = first + (long / MS_A_DAY if panel.x.kind == "day" else long)
            spans.append((lane, -first, last))
        x: Places = []
        y: Places = []
        for lane, before, last in sorted(spans):
            x, y = [*x, -before, last, last], [*y, lane, lane, None]
        thick = min(max(width * inches_a_unit * 72, 2), 14)
        line = looks.bar_line(marker, thick)
        found.append(Series(name(trace), x[:-1], y[:-1], line=line, in_legend=in_legend(panel, trace)))
    return found


def cells(panel: Panel, trace: Part, inches_a_unit: float) -> Series:
    """Vertical bars with a beginning of their own, the cells of a grid: each a thick line of three points from its
    left to its right, with its letters on the middle one. One without colour and frame is its letters alone."""
    marker = trace.get("marker") or {}
    frame = marker.get("line") or {}
    fill, edge = looks.colour(marker.get("color")), looks.colour(frame.get("color"))
    half = float(trace.get("width") or 0.8) / 2
    tall = float(trace["y"][0]) if trace["y"] else 0.5
    thick = min(max(tall * inches_a_unit * 72 * 0.9, _LEAST_MARK), _MOST_MARK)
    x: Places = []
    y: Places = []
    words: list[Any] = []
    for at, base, up, word in zip(
        trace["x"], trace["base"], trace["y"], each(trace.get("text"), len(trace["x"])), strict=True
    ):
        middle = panel.x.at(at)
        if middle is None or up is None or base is None:
            continue
        x += [round(middle - half, 9), middle, round(middle + half, 9), round(middle + half, 9)]
        y += [round(base + up / 2, 9)] * 3 + [None]
        words += [None, word, None, None]
    is_drawn = bool(fill.alpha or frame.get("width"))
    line = Line(fill if fill.alpha else looks.hollow(edge)._replace(alpha=1.0), thick) if is_drawn else None
    series = Series(name(trace), x[:-1], y[:-1], line=line, in_legend=in_legend(panel, trace))
    label(series, {**trace, "text": words[:-1], "textposition": "middle center"}, 1.0)
    for one in series.labels.values():
        one.points, one.place = max(min(thick * 0.7, 9), 5), "ctr"
    return series
