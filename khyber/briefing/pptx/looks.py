"""How marks look in DrawingML: colours, native symbols, dashes and patterns, so that colour is never the only sign."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

TEXT = "1B2530"
GRID = "D5DBE1"
QUIET = "5B6470"
_EMU_A_POINT = 12_700
PX = 0.75
_HEX = re.compile(r"#([0-9a-f]{6})([0-9a-f]{2})?$", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(([^)]*)\)$")
_SYMBOLS = {
    "circle": "circle", "square": "square", "diamond": "diamond", "cross": "plus", "x": "x", "star": "star",
    "triangle-up": "triangle", "line-ew": "dash", "line-ns": "plus", "arrow": "triangle",
}  # fmt: skip
_FREE = ("square", "x", "triangle", "star", "plus", "diamond", "circle")
# Those without an inside, as a sign within a ring.
SIGNS = {"plus": "+", "x": "×", "star": "∗"}
LARGER = 1.4
GLYPHS = {"triangle-left": "◀", "triangle-right": "▶"}
_DASHES = {
    "solid": "solid", "dash": "dash", "dot": "sysDot", "dashdot": "dashDot", "longdash": "lgDash",
    "longdashdot": "lgDashDot", "2px,6px": "lgDashDotDot", "10px,3px": "sysDash",
}  # fmt: skip
_OTHER_DASH = "sysDashDotDot"
_PATTERNS = {
    "/": ("wdUpDiag", "dkUpDiag"), "\\": ("wdDnDiag", "dkDnDiag"), "x": ("openDmnd", "diagCross"),
    "-": ("narHorz", "dkHorz"), "|": ("narVert", "dkVert"), "+": ("smGrid", "lgGrid"), ".": ("pct30", "pct60"),
}  # fmt: skip
_DENSE = 0.4
# A hatched line lies over what is certain in one viewer and beneath it in another: it must not hide it.
_TINT = 0.28
_LIGHT = 0.5


class Colour(NamedTuple):
    """A colour as six hexadecimal digits, and how much of it covers what is beneath, from 0 to 1."""

    digits: str
    alpha: float = 1.0


NONE = Colour("FFFFFF", 0.0)


class Marker(NamedTuple):
    """A mark of a point: native symbol, size in points, fill and edge, width of the edge in points."""

    symbol: str
    size: int
    fill: Colour
    edge: Colour
    edge_points: float


class Line(NamedTuple):
    """A line: colour, width in points, native dash; hatched in two colours where it has a pattern."""

    colour: Colour
    points: float
    dash: str = "solid"
    pattern: str = ""
    ground: Colour = NONE


def _shape(symbol: str) -> str:
    """A symbol of Plotly without what says that it is hollow."""
    return symbol.removesuffix("-dot").removesuffix("-open")


class Symbols:
    """The native symbols of a figure: one of its own for each symbol of Plotly; when none is left, a larger circle."""

    def __init__(self, used: Iterable[str]) -> None:
        names = list(dict.fromkeys(map(_shape, used)))
        self._native = {one: _SYMBOLS[one] for one in names if one in _SYMBOLS}
        for one in names:
            left = [free for free in _FREE if free not in self._native.values()]
            if one not in self._native and left:
                self._native[one] = left[0]

    def native(self, name: str) -> str:
        """The native symbol for one of Plotly's."""
        return self._native.get(_shape(name), "circle")

    def growth(self, name: str) -> float:
        """How much larger a symbol of Plotly is drawn: a circle in the place of another is told by its size."""
        return 1.0 if _shape(name) in self._native else LARGER


def colour(written: Any, opacity: float = 1.0) -> Colour:
    """A colour of Plotly: #rrggbb, #rrggbbaa or rgb(a); anything else is the colour of quiet text."""
    if found := _HEX.match(str(written)):
        share = int(found[2], 16) / 255 if found[2] else 1.0
        return Colour(found[1].upper(), round(share * opacity, 3))
    if found := _RGB.match(str(written)):
        parts = [float(one) for one in found[1].split(",")]
        share = parts[3] if len(parts) > 3 else 1.0
        return Colour("".join(f"{int(one):02X}" for one in parts[:3]), round(share * opacity, 3))
    return Colour(QUIET, opacity)


def solid(one: Colour) -> str:
    """A fill of one colour, none where it covers nothing."""
    return f"<a:solidFill>{_of(one)}</a:solidFill>" if one.alpha > 0 else "<a:noFill/>"


def hollow(edge: Colour) -> Colour:
    """What fills a hollow mark: nothing, in a light shade of its edge, which LibreOffice shows: it fills every mark."""
    light = (round(part + (255 - part) * _LIGHT) for part in bytes.fromhex(edge.digits))
    return Colour("".join(f"{part:02X}" for part in light), 0.0)


def _of(one: Colour) -> str:
    if one.alpha >= 1:
        return f'<a:srgbClr val="{one.digits}"/>'
    return f'<a:srgbClr val="{one.digits}"><a:alpha val="{round(one.alpha * 100_000)}"/></a:srgbClr>'


def line(one: Line | None) -> str:
    """An outline or a line of a series; None for no line at all."""
    if one is None or one.colour.alpha <= 0 or one.points <= 0:
        return "<a:ln><a:noFill/></a:ln>"
    fill = _hatch(one.pattern, one.colour, one.ground) if one.pattern else solid(one.colour)
    dash = f'<a:prstDash val="{one.dash}"/>'
    return f'<a:ln w="{round(one.points * _EMU_A_POINT)}" cap="flat">{fill}{dash}<a:round/></a:ln>'


def dash(name: Any) -> str:
    """The native dash for one of Plotly's."""
    return _DASHES.get(str(name or "solid"), _OTHER_DASH)


def bar_line(marker: dict[str, Any], points: float) -> Line:
    """A bar as a thick line, hatched where the bar is; a viewer without hatched lines shows the colour beneath."""
    pattern, main = marker.get("pattern") or {}, pattern_colour(marker)
    preset = _preset(pattern)
    if not preset:
        return Line(main, points)
    if colour(marker.get("color")).alpha > 0:
        return Line(Colour("FFFFFF"), points, pattern=preset, ground=main)
    return Line(main, points, pattern=preset, ground=main._replace(alpha=_TINT))


def _preset(pattern: dict[str, Any]) -> str:
    """The native pattern for one of Plotly's, "" for none."""
    shape = str(pattern.get("shape") or "")
    return _PATTERNS[shape][float(pattern.get("solidity") or 0) > _DENSE] if shape in _PATTERNS else ""


def _hatch(preset: str, ink: Colour, ground: Colour) -> str:
    colours = f"<a:fgClr>{_of(ink)}</a:fgClr><a:bgClr>{_of(ground)}</a:bgClr>"
    return f'<a:pattFill prst="{preset}">{colours}</a:pattFill>'


def bar(marker: dict[str, Any], opacity: float = 1.0) -> str:
    """The fill and edge of bars: their colour, or a pattern of that colour on white."""
    pattern = marker.get("pattern") or {}
    preset, main = _preset(pattern), pattern_colour(marker, opacity)
    edge = Line(main if main.alpha else Colour(QUIET), 0.75)
    if not preset:
        return solid(colour(marker.get("color"), opacity)) + line(edge)
    return _hatch(preset, main, Colour("FFFFFF")) + line(edge)


def pattern_colour(marker: dict[str, Any], opacity: float = 1.0) -> Colour:
    """The colour that a reader sees a bar in: its fill, or that of its pattern or edge where it has none."""
    fill = colour(marker.get("color"), opacity)
    if fill.alpha > 0:
        return fill
    pattern = (marker.get("pattern") or {}).get("fgcolor")
    return colour(pattern or (marker.get("line") or {}).get("color"), opacity)


def native_marker(one: Marker | None) -> str:
    """The marker element of a series or point."""
    if one is None:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    edge = Line(one.edge, one.edge_points)
    return (
        f'<c:marker><c:symbol val="{one.symbol}"/><c:size val="{one.size}"/>'
        f"<c:spPr><a:solidFill>{_of(one.fill)}</a:solidFill>{line(edge)}</c:spPr></c:marker>"
    )


def unseen(one: Colour) -> str:
    """A line that is not seen: LibreOffice takes the colour of a mark of its own from the line that leads to it."""
    return f'<a:ln w="{_EMU_A_POINT}"><a:solidFill>{_of(one._replace(alpha=0.0))}</a:solidFill></a:ln>'


def font(points: float, ink: str = TEXT, *, bold: bool = False, tag: str = "a:defRPr") -> str:
    """The properties of text at a size in points."""
    return (
        f'<{tag} lang="en-GB" sz="{round(points * 100)}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="{ink}"/></a:solidFill><a:latin typeface="+mn-lt"/></{tag}>'
    )


def text_properties(points: float, ink: str = TEXT, *, bold: bool = False, turn: int | None = None) -> str:
    """The text properties of a part of a chart; `turn` in degrees."""
    body = "<a:bodyPr/>" if turn is None else f'<a:bodyPr rot="{turn * 60_000}" vert="horz"/>'
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p><a:pPr>{font(points, ink, bold=bold)}</a:pPr>"
        '<a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )
