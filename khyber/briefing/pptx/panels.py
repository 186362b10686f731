"""The panels of a Plotly spec: what is drawn on one pair of axes, with its heading, its words and its shaded parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from khyber.briefing.pptx import scales
from khyber.briefing.pptx.scales import Scale
from khyber.briefing.pptx.text import plain

Part = dict[str, Any]
_WHOLE = [0, 1]
_LONG = 24


@dataclass
class Panel:
    """One pair of axes. across and up: where it stands in the figure, as parts of its width and height from the left
    and the bottom. heading: its heading in Plotly's HTML. words: annotations placed by its axes. is_first: no panel
    beside it, on the same y axis, stands further left. axis: the x axis that it shares or matches. along: every x
    on that axis, of other panels, too. fits_grids: a grid can hold each panel on that axis.
    """

    traces: list[Part]
    x: Scale
    y: Scale
    across: tuple[float, float]
    up: tuple[float, float]
    layout: Part
    heading: str = ""
    words: list[Part] = field(default_factory=list)
    shapes: list[Part] = field(default_factory=list)
    is_first: bool = True
    axis: str = "x"
    along: list[Any] = field(default_factory=list)
    fits_grids: bool = True

    @property
    def has_bars(self) -> bool:
        """True where anything is drawn as bars."""
        return any(one["type"] == "bar" for one in self.traces)

    @property
    def bins(self) -> Part | None:
        """The bars that stand for parts of the x axis, each from its left end on; None where there are none."""
        return next((one for one in self.traces if one["type"] == "bar" and "offset" in one), None)

    @property
    def is_grid(self) -> bool:
        """True where every x stands once in each series, so that a chart with categories can hold it."""
        return (self.fits_grids or self.has_bars) and self._can_be_grid

    @property
    def _can_be_grid(self) -> bool:
        return not self.y.flipped and self.y.kind in ("number", "log") and all(map(self._fits_grid, self.traces))

    @property
    def is_rows(self) -> bool:
        """True where horizontal bars begin at nought."""
        bars = [one for one in self.traces if one["type"] == "bar"]
        return bool(bars) and all(one.get("orientation") == "h" and "base" not in one for one in bars)

    def _fits_grid(self, trace: Part) -> bool:
        if trace.get("orientation") == "h" or "base" in trace or "error_x" in trace or _is_words(trace):
            return False
        x = [one for one in trace["x"] if one is not None]
        if len(x) != len(set(x)) or None in trace["x"][:-1]:
            return False
        return self.x.kind == "names" or all(map(self._is_regular, x))

    def _is_regular(self, value: Any) -> bool:
        if self.x.kind == "day":
            return str(value)[8:10] == "01"
        return bool(self.x.kind == "number" and float(value) == int(value))


def _is_words(trace: Part) -> bool:
    return trace["type"] == "scatter" and trace.get("mode") == "text"


def is_long(trace: Part) -> bool:
    """True for words too long for the labels of points, which LibreOffice breaks into lines."""
    if not _is_words(trace):
        return False
    words = trace.get("text") or ""
    return any(len(plain(one)) > _LONG for one in ([words] if isinstance(words, str) else words))


def of(spec: Part) -> list[Panel]:
    """The panels of a spec, in reading order; none where nothing is drawn."""
    layout = spec["layout"]
    traces = [one for one in spec["data"] if one.get("visible", True) is True and "x" in one]
    pairs = list(dict.fromkeys((one.get("xaxis") or "x", one.get("yaxis") or "y") for one in traces))
    across = {name: _scale(layout, name, traces) for name, _ in pairs}
    up = {name: _scale(layout, name, traces) for _, name in pairs}
    found = []
    for x, y in pairs:
        own = [one for one in traces if (one.get("xaxis") or "x", one.get("yaxis") or "y") == (x, y)]
        panel = Panel(own, across[x], up[y], _domain(layout, x), _domain(layout, y), layout)
        panel.axis = _shared(layout, x)
        panel.is_first = panel.across[0] == min(_domain(layout, one)[0] for one, other in pairs if other == y)
        panel.words, panel.shapes = _placed(layout, "annotations", x, y), _placed(layout, "shapes", x, y)
        found.append(panel)
    found.sort(key=lambda one: (-one.up[1], one.across[0]))
    for panel in found:
        sharing = [one for one in found if one.axis == panel.axis]
        panel.along = [x for one in sharing for trace in one.traces for x in trace["x"] if x is not None]
        panel.fits_grids = all(one._can_be_grid for one in sharing)
    _head(found, layout)
    return found


def _axis(layout: Part, name: str) -> Part:
    axis: Part = layout.get(f"{name[0]}axis{name[1:]}") or {}
    return axis


def _domain(layout: Part, name: str) -> tuple[float, float]:
    first, last = _axis(layout, name).get("domain") or _WHOLE
    return float(first), float(last)


def _scale(layout: Part, name: str, traces: list[Part]) -> Scale:
    axis = _axis(layout, name)
    if shared := _axis(layout, _shared(layout, name)).get("range"):
        axis = {"range": shared, **axis}
    return scales.of(axis, _along(layout, traces, name), from_zero=axis.get("rangemode") == "tozero")


def _shared(layout: Part, name: str) -> str:
    """The axis that an axis matches on a screen; itself where it matches none."""
    matched = _axis(layout, name).get("matches")
    return _shared(layout, matched) if matched else name


def _along(layout: Part, traces: list[Part], name: str) -> Iterator[Any]:
    """Every value along an axis and those that match it: ends of ranges and the far ends of bars, too."""
    letter, shared = name[0], _shared(layout, name)
    for trace in traces:
        if _shared(layout, trace.get(f"{letter}axis") or letter) != shared:
            continue
        values = list(trace[letter])
        is_length = trace["type"] == "bar" and (letter == "x") == (trace.get("orientation") == "h")
        if "base" in trace and is_length:
            yield from trace["base"]
            continue
        yield from values
        if is_length and values:
            yield 0
        if error := trace.get(f"error_{letter}"):
            for value, less, more in zip(values, *ends(error, len(values)), strict=True):
                if value is not None and not isinstance(value, str):
                    yield from (value - less, value + more)


def ends(error: Part, count: int) -> tuple[list[float], list[float]]:
    """How far a published range goes below and above each value."""
    more = list(error.get("array") or [0.0] * count)
    less = list(error.get("arrayminus") or more)
    return [float(one or 0) for one in less], [float(one or 0) for one in more]


def _placed(layout: Part, what: str, x: str, y: str) -> list[Part]:
    """The annotations or shapes that stand by this pair of axes, not by the paper alone."""
    found = []
    for one in layout.get(what) or []:
        across, up = one.get("xref") or "x", one.get("yref") or "y"
        if (across, up) != ("paper", "paper") and across in ("paper", x) and up in ("paper", y):
            found.append(one)
    return found


def _head(panels: list[Panel], layout: Part) -> None:
    """Give each annotation on paper to the panel over which it stands as a heading."""
    for one in layout.get("annotations") or []:
        if (one.get("xref"), one.get("yref")) != ("paper", "paper") or not panels:
            continue
        nearest = min(panels, key=lambda p: (abs(p.up[1] - one["y"]), abs(p.across[0] - max(one["x"], 0))))
        nearest.heading = nearest.heading + "<br>" + one["text"] if nearest.heading else one["text"]
