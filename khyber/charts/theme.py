"""The one look of all charts: colours, marks and layout that hold on light and dark ground.

Every colour here has at least 3:1 contrast on both grounds of `.streamlit/config.toml`, and none is the only
sign of anything. Text, axes and grid take their colour from the page.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

ATTACK = "#c8553d"
BORDER = "#3a78b5"
QUIET = "#8a8f98"
MORE = "#a0782c"
FEWER = "#2f8f96"
LINE = "#9a6fc0"
LINE_TEXT = ("#56357a", "#d9c6ec")
# Areas of the map by class, the lowest first: one colour, ever denser. Their outlines and figures carry the contrast.
# How much of QUIET lies over land on a map, beneath what colours an area.
LAND = 0.22
# How much of QUIET the hatch has of areas without a figure.
BLANK = 0.5
FILL = tuple(f"rgba(47,143,150,{share})" for share in (0.16, 0.32, 0.48, 0.66, 0.84))
FATA = "#b0568a"
BAND = "#a0782c"
DENSITY = ("rgba(196,124,22,0)", "rgba(196,124,22,0.95)")
AREA_TEXT = ("#5b6470", "#aeb6c0")
UNITS = ("#3a78b5", "#c8553d", "#3f8f5f", "#a0782c", "#8a5fb0", "#2f8f96", "#b0568a", "#7d7d7d", "#6f7f1f")
SYMBOLS = ("circle", "square", "diamond", "cross", "x", "pentagon", "star", "hexagon")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "2px,6px", "10px,3px")
PATTERNS = ("", "/", "\\", "x", "-", "|", "+", ".")
# By state of coverage: the colour, whether the cell is filled with it, and its pattern.
COVERAGE = {
    "reported": ("#16756b", True, ""),
    "disputed": ("#b0491f", True, "/"),
    "doubtful-only": ("#a0782c", False, ""),
    "part-year": ("#7a7e87", False, ""),
    "not-found": ("#7a7e87", False, ""),
}
ON_FILL = "#ffffff"
# By extent of a closing: the colour of its bars and their pattern.
SCOPES = {"all": ("#b0491f", ""), "goods": ("#3a78b5", "x"), "people": ("#8a5fb0", "-")}
# Bands of a toll: up to how many killed, and the colour.
TOLLS = ((0, "#7a7e87"), (9, "#3f8f5f"), (49, "#a0782c"), (None, "#c8553d"))
EVENT_SYMBOLS = {
    "militant": "diamond",
    "diplomatic": "circle",
    "border": "square",
    "political": "triangle-up",
    "military": "star",
    "economic": "hexagon",
}
EVENT_SIGNS = {
    "militant": "◆",
    "diplomatic": "●",
    "border": "■",
    "political": "▲",
    "military": "★",
    "economic": "⬢",
}
# By declared position: its sign, its colour, and whether its cell is filled with it.
POSITIONS = {
    "supports": ("++", "#16756b", True),
    "leans-support": ("+", "#16756b", False),
    "neutral": ("0", "#7a7e87", False),
    "mediates": ("M", "#8a5fb0", True),
    "leans-oppose": ("−", "#b0491f", False),
    "opposes": ("−−", "#b0491f", True),
}
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "scrollZoom": False}
STATIC = "app/static"
_YEARS_NAMED = 9
_RINGS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "hexagon", "star", "cross")


def layout(**more: Any) -> dict[str, Any]:
    """The layout of a chart, with what is its own laid over what is common."""
    common: dict[str, Any] = {
        "margin": {"l": 48, "r": 16, "t": 16, "b": 40},
        "height": 420,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "dragmode": False,
    }
    return {**common, **more}


def years(first: int, last: int, **more: Any) -> dict[str, Any]:
    """An axis of years: each named where they are few, else as many as the width allows."""
    step = {"dtick": 1} if last - first <= _YEARS_NAMED else {}
    return axis(tickformat="d", **step, **more)


def counts(label: str, scale: str = "linear", **more: Any) -> dict[str, Any]:
    """An axis of counts from zero, or a logarithmic one."""
    kind = {"type": "log"} if scale == "log" else {"rangemode": "tozero"}
    return axis(title={"text": label}, tickformat=",~d" if scale == "linear" else ",~g", **kind, **more)


def uid(words: str) -> str:
    """Words as the `uid` of a trace, such as "leans-to-support": Plotly looks for its marks by a class made of it."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def axis(**more: Any) -> dict[str, Any]:
    """An axis with what is its own laid over what is common."""
    return {"automargin": True, "zeroline": False, **more}


def narrow_ticks(first: date, last: date) -> int:
    """About how many words find room under a time axis on a phone: years where it is long, otherwise months."""
    return 8 if last - first > timedelta(days=4 * 366) else 4


def faint(colour: str, share: float) -> str:
    """A colour such as "#8a8f98" made so faint, as CSS writes it; share is from 0 to 1."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgba({red},{green},{blue},{share})"


def unit_bar(place: int) -> dict[str, Any]:
    """The fill of the bars of a unit, by its place among the units: a pair of colour and pattern of its own.

    Plotly has eight patterns; beyond them they come again, drawn denser.
    """
    again, shape = divmod(place, len(PATTERNS))
    pattern = {"shape": PATTERNS[(shape + again) % len(PATTERNS)], "solidity": 0.25 + 0.3 * again}
    return {"color": UNITS[place % len(UNITS)], "pattern": pattern}


def unit_ring(place: int) -> dict[str, Any]:
    """The open mark of a unit, by its place among the units: a colour and a symbol of its own."""
    symbol = f"{_RINGS[place % len(_RINGS)]}-open"
    return {"color": UNITS[place % len(UNITS)], "symbol": symbol, "size": 10, "line": {"width": 2}}


def no_data(height: int = 160) -> dict[str, Any]:
    """The spec of a chart with nothing to show: empty axes and a word."""
    return {
        "data": [],
        "layout": layout(
            height=height,
            xaxis={"visible": False},
            yaxis={"visible": False},
            annotations=[{"text": "Nothing to show for this choice", "showarrow": False, "font": {"size": 16}}],
        ),
    }
