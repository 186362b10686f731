"""What stands in a chart beside its series: names along listed axes, annotations, shaded parts and lines."""

from __future__ import annotations

from typing import Any

from khyber.briefing.pptx import frame as frames
from khyber.briefing.pptx import looks, panels, scales, text
from khyber.briefing.pptx.frame import Frame
from khyber.briefing.pptx.overlay import Overlay
from khyber.briefing.pptx.panels import Panel, Part
from khyber.briefing.pptx.scales import Scale

_LINE_HEIGHT = text.LINE / 72
_AWAY = 0.05
_BETWEEN_TICKS, _FAINT = 0.16, 0.25


def of(panel: Panel, frame: Frame, scale: float, *, labels_x: bool, names_y: bool) -> Overlay:
    """The drawing of a panel's chart. `names_y`: names along the y axis are not those of the chart itself."""
    drawn = Overlay(frame.wide, frame.high)
    has_ticks = not panel.x.has_native_ticks and not panel.is_grid
    if has_ticks:
        _ticks(drawn, panel, frame, labels_x=labels_x and panel.x.is_shown)
    for shape in panel.shapes:
        _shape(drawn, panel, frame, shape)
    if names_y and panel.y.is_listed and panel.is_first and panel.y.is_shown:
        _names_beside(drawn, panel, frame)
    if panel.x.is_listed and labels_x and panel.x.is_shown:
        _names_beneath(drawn, panel, frame)
    if labels_x and (has_ticks or panel.x.is_listed):
        _title_beneath(drawn, panel, frame)
    for trace in filter(panels.is_long, panel.traces):
        _long_words(drawn, panel, frame, trace, scale)
    for word in panel.words:
        _annotation(drawn, panel, frame, word, scale)
    return drawn


def _long_words(drawn: Overlay, panel: Panel, frame: Frame, trace: Part, scale: float) -> None:
    """The words of a trace where its points are."""
    size = frames.points_in_row(trace, scale, frame, panel)
    at_right = frames.is_at_right(trace)
    for x, y, words in zip(trace["x"], trace["y"], trace["text"], strict=True):
        across, up = panel.x.at(x), panel.y.at(y)
        if across is None or up is None or not words:
            continue
        lines = text.runs(words)
        wide, high = text.widest(text.plain(words), size) + _AWAY, len(lines) * size * _LINE_HEIGHT
        left = frame.across(panel, across) - (0 if at_right else wide / 2)
        drawn.words((left, frame.down(panel, up) - high / 2, wide, high), lines, size)


def _end(scale: Scale, ref: str, value: Any, *, is_up: bool) -> float:
    """Where an end of a shape lies, as a part of the plot from its left or its top."""
    at = float(value) if ref == "paper" else scale.share(scale.at(value) or 0.0)
    at = min(max(at, 0.0), 1.0)
    return 1 - at if is_up else at


def _shape(drawn: Overlay, panel: Panel, frame: Frame, shape: Part) -> None:
    across, up = shape.get("xref") or "x", shape.get("yref") or "y"
    x0, x1 = sorted(_end(panel.x, across, shape[one], is_up=False) for one in ("x0", "x1"))
    y0, y1 = sorted(_end(panel.y, up, shape[one], is_up=True) for one in ("y0", "y1"))
    box = (
        frame.left + x0 * frame.plot_wide, frame.top + y0 * frame.plot_high,
        (x1 - x0) * frame.plot_wide, (y1 - y0) * frame.plot_high,
    )  # fmt: skip
    opacity, line = float(shape.get("opacity") or 1), shape.get("line") or {}
    if shape.get("type") == "rect":
        drawn.shade(box, looks.colour(shape.get("fillcolor"), opacity))
    elif shape.get("type") == "line":
        width = float(line.get("width") or 1) * looks.PX
        drawn.stroke(box, looks.Line(looks.colour(line.get("color"), opacity), width, looks.dash(line.get("dash"))))


def _ticks(drawn: Overlay, panel: Panel, frame: Frame, *, labels_x: bool) -> None:
    """Lines at whole numbers or where months or years begin, named beneath, or over the plot where the axis is."""
    high, at_top = frame.points * _LINE_HEIGHT, panel.x.spec.get("side") == "top"
    rooms = (text.width(one, frame.points) + _BETWEEN_TICKS for one in ("Aug 2000", "2000"))
    months, years = (int(frame.plot_wide / one) for one in rooms)
    ends = panel.x.low, panel.x.high
    ticks = scales.beginnings(*ends, months, years) if panel.x.kind == "day" else scales.whole(*ends, years)
    edge = frame.top - high - _AWAY if at_top else frame.top + frame.plot_high + _AWAY
    for at, name in ticks:
        middle, wide = frame.across(panel, at), text.width(name, frame.points) + _AWAY
        drawn.stroke((middle, frame.top, 0.0, frame.plot_high), looks.Line(looks.Colour(looks.QUIET, _FAINT), 0.5))
        if labels_x:
            left = min(max(middle - wide / 2, 0.0), frame.wide - wide)
            drawn.words((left, edge, wide, high), [[text.Run(name, False)]], frame.points, align="ctr", ink=looks.QUIET)


def _names_beside(drawn: Overlay, panel: Panel, frame: Frame) -> None:
    for at, name in panel.y.labels:
        if not panel.y.low <= at <= panel.y.high:
            continue
        words = text.plain(name)
        rows = text.lines(words, frame.points, frame.gutter)
        points = max(min(frame.points, frames.row_points(frame, panel) / (rows * text.LINE)), frames.LEAST)
        high = rows * points * _LINE_HEIGHT
        box = (frame.left - frame.gutter, frame.down(panel, at) - high / 2, frame.gutter - _AWAY, high)
        drawn.words(box, text.runs(name), points, align="r", wraps=rows > 1)


def _names_beneath(drawn: Overlay, panel: Panel, frame: Frame) -> None:
    high = frame.points * _LINE_HEIGHT
    at_top = panel.x.spec.get("side") == "top"
    room = max(text.width(text.plain(name), frame.points) for _, name in panel.x.labels) + _AWAY
    edge = frame.top if at_top else frame.top + frame.plot_high
    for at, name in panel.x.labels:
        middle = frame.across(panel, at)
        if frame.turned:
            box = (middle - high / 2, edge - room if at_top else edge + _AWAY, high, room)
            drawn.words(box, text.runs(name), frame.points, align="l" if at_top else "r", turned=True)
        else:
            box = (middle - room / 2, edge - high - _AWAY if at_top else edge + _AWAY, room, high)
            drawn.words(box, text.runs(name), frame.points, align="ctr")


def _title_beneath(drawn: Overlay, panel: Panel, frame: Frame) -> None:
    """What the x axis is called, right over the legend."""
    words = text.plain(panel.x.title)
    if not words or not panel.x.is_shown:
        return
    wide, high = text.width(words, frame.points) + _AWAY, frame.points * _LINE_HEIGHT
    left = max(min(frame.left + (frame.plot_wide - wide) / 2, frame.wide - wide), 0.0)
    top = frame.high - frame.under - high
    drawn.words((left, top, wide, high), [[text.Run(words, False)]], frame.points, align="ctr", ink=looks.QUIET)


def _annotation(drawn: Overlay, panel: Panel, frame: Frame, word: Part, scale: float) -> None:
    side = frames.beside_of(word)
    across, up = word.get("xref") or "x", word.get("yref") or "y"
    if side:
        points = frames.points_beside(word, scale, frame, panel)
    else:
        is_by_axes = "paper" not in (across, up)
        points = frames.points_over_columns(frame, panel) if is_by_axes else frames.points(word, scale)
    words = text.plain(word["text"])
    wide = max(text.width(one, points, bold=True) for one in words.split("\n")) + _AWAY
    high = len(words.split("\n")) * points * _LINE_HEIGHT
    x = frame.left + _end(panel.x, across, word.get("x", 0), is_up=False) * frame.plot_wide
    y = frame.top + _end(panel.y, up, word.get("y", 0), is_up=True) * frame.plot_high
    y -= float(word.get("yshift") or 0) * scale / 96
    if side == "left":
        x, anchor = x - (frame.gutter or _AWAY), "right"
    elif side == "right":
        x, anchor = x + _AWAY, "left"
    else:
        anchor = word.get("xanchor") or "center"
    left = {"left": x, "right": x - wide}.get(anchor, x - wide / 2)
    top = {"top": y, "bottom": y - high}.get(word.get("yanchor") or "middle", y - high / 2)
    left = min(max(left, 0.0), max(frame.wide - wide, 0.0))
    align = {"left": "l", "right": "r"}.get(anchor, "ctr")
    drawn.words((left, max(top, 0.0), wide, high), text.runs(word["text"]), points, align=align)
