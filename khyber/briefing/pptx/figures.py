"""A figure on a slide: its panels as native charts, each in its part of a box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part as FilePart
from pptx.opc.packuri import PackURI
from pptx.parts.chart import ChartPart
from pptx.slide import Slide
from pptx.util import Inches

from khyber.briefing.pptx import frame, keyed, panels, plots
from khyber.briefing.pptx.chart_xml import Chart
from khyber.briefing.pptx.looks import Symbols
from khyber.briefing.pptx.panels import Panel, Part
from khyber.briefing.pptx.text import one_line, plain

_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_HAS_DRAWING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
_USUAL_HIGH = 420
_MOST_STACKED = 3
_LEAST_SHARE = 0.8
# Inches: the plot of a panel is no lower.
_LEAST_HIGH = 0.15
_TOO_SMALL, _MANY = 0.5, 20
_PX_AN_INCH = 96
_BETWEEN = 0.1
_AFTER_ROW = 0.02


class Box(NamedTuple):
    """A part of a slide, in inches from its left and top."""

    left: float
    top: float
    wide: float
    high: float


class _Placed(NamedTuple):
    panel: Panel
    box: Box
    screen_high: float
    labels_x: bool
    beside: tuple[float, float]


def place(slide: Slide, spec: Part, box: Box, alt: str) -> int:
    """Draw a figure in a box of a slide as native charts with alternative text, and give how many there are."""
    found = [one for one in panels.of(spec) if _has_points(one)]
    keyed.align(found)
    symbols = Symbols(_symbols(spec))
    for one in _arranged(found, spec["layout"], box):
        chart = plots.draw(one.panel, symbols, one.box.wide, one.box.high, one.screen_high,
                           labels_x=one.labels_x, beside=one.beside)  # fmt: skip
        heading = one_line(plain(one.panel.heading).replace("\n", ": "))
        _add(slide, chart, one.box, f"{heading}. {alt}" if heading else alt)
    return len(found)


def is_wide(spec: Part) -> bool:
    """True for a figure that needs the whole width of a slide.

    That is one of several panels beside each other, or of many stacked, or with bins, each named by its two ends.
    """
    found = panels.of(spec)
    beside, has_bins = len({one.across for one in found}) > 1, any(one.bins for one in found)
    return beside or has_bins or len(found) > _MOST_STACKED


def _has_points(panel: Panel) -> bool:
    return any(one is not None for trace in panel.traces for one in trace["x"])


def _symbols(spec: Part) -> Iterator[str]:
    for trace in spec["data"]:
        symbol = (trace.get("marker") or {}).get("symbol")
        yield from [str(one) for one in symbol] if isinstance(symbol, list | tuple) else [str(symbol or "circle")]


def _lines(panel: Panel) -> int:
    """How many lines a list has: names along the y axis, and words that no place on the x axis has."""
    return len(panel.y.labels) + len([one for one in panel.words if one.get("xref") == "paper"])


def _arranged(found: list[Panel], layout: Part, box: Box) -> list[_Placed]:
    """Where each panel stands: by its domain; many that are stacked in two columns, a very long list as well."""
    high = float(layout.get("height") or _USUAL_HIGH)
    is_list = len(found) == 1 and _lines(found[0]) > _MANY
    if is_list and found[0].y.flipped and high * _TOO_SMALL > box.high * _PX_AN_INCH:
        parts = _halves(found[0])
        return [p for half, part in zip(_columns(box, len(parts)), parts, strict=True)
                for p in _stacked([part], half, high / 2)]  # fmt: skip
    across = sorted({one.across for one in found})
    if len(across) == 1 and len(found) > _MOST_STACKED:
        first = (len(found) + 1) // 2
        halves = zip(_columns(box, 2), (found[:first], found[first:]), strict=True)
        return [placed for half, some in halves for placed in _stacked(some, half, high / 2, least=_LEAST_SHARE)]
    beside: list[_Placed] = []
    names = _names_wide(found, box)
    for first_x, last_x in across:
        left = box.left + (names if first_x > 0 else 0) + first_x * (box.wide - names)
        right = box.left + names + last_x * (box.wide - names)
        own = [one for one in found if one.across == (first_x, last_x)]
        beside += _stacked(own, Box(left, box.top, right - left, box.high), high)
    return beside


def _names_wide(found: list[Panel], box: Box) -> float:
    """The width of the names left of panels that stand beside each other on one y axis."""
    if all(one.is_first for one in found):
        return 0.0
    first = next(one for one in found if one.is_first)
    return frame.of(first, box.wide, box.high, labels_x=False, legend=[]).gutter


def _columns(box: Box, count: int) -> list[Box]:
    wide = (box.wide - _BETWEEN * 2 * (count - 1)) / count
    return [Box(box.left + (wide + _BETWEEN * 2) * one, box.top, wide, box.high) for one in range(count)]


def _stacked(found: list[Panel], box: Box, screen_high: float, *, least: float = 0.0) -> list[_Placed]:
    """Panels beneath each other, as wide as each other, their plots as high as their domains ask, and none lower than
    a part of the usual height; the x axis is named under the last."""
    if not found:
        return []
    last = found[-1]
    for one in found:
        if len(found) > 1 and _is_named(one, last):
            one.x = replace(one.x, spec={**one.x.spec, "showticklabels": True})
    probes = [frame.of(one, box.wide, 2.0, labels_x=_is_named(one, last), legend=plots.legend_of(one)) for one in found]
    around = [2.0 - one.plot_high for one in probes]
    beside = (max(one.left for one in probes), max(one.right for one in probes)) if len(found) > 1 else (0.0, 0.0)
    left = max(box.high - sum(around) - _BETWEEN * (len(found) - 1), _LEAST_HIGH * len(found))
    spans = [one.up[1] - one.up[0] for one in found]
    shares = [max(one, least * sum(spans) / len(spans)) for one in spans]
    placed, top = [], box.top
    for one, needed, span, share in zip(found, around, spans, shares, strict=True):
        high = needed + left * share / sum(shares)
        part = Box(box.left, top, box.wide, high)
        placed.append(_Placed(one, part, screen_high * span, _is_named(one, last), beside))
        top += high + _BETWEEN
    return placed


def _is_named(one: Panel, last: Panel) -> bool:
    """True where the x axis of a panel is named: under the last of those beneath each other, and where it differs."""
    return one is last or one.axis != last.axis


def _halves(panel: Panel) -> list[Panel]:
    """A panel with a long list of rows as two, cut over a heading near the middle."""
    middle = (panel.y.low + panel.y.high) / 2
    ends = sorted(float(one["y"]) for one in panel.words if one.get("xref") == "paper")
    cut = min(ends, key=lambda one: abs(one - middle), default=middle)
    if ends:
        before = [one for one in ends if one < cut]
        rows = [at for at in _rows(panel) if (before[-1] if before else panel.y.low) <= at < cut]
        cut = max(rows) + _AFTER_ROW if rows else cut
    return [_part(panel, panel.y.low, cut), _part(panel, cut, panel.y.high)]


def _rows(panel: Panel) -> list[float]:
    return [
        float(base) + float(up)
        for trace in panel.traces
        for base, up in zip(trace.get("base") or [0.0] * len(trace["y"]), trace["y"], strict=True)
        if isinstance(up, int | float)
    ]


def _part(panel: Panel, low: float, high: float) -> Panel:
    traces = [_within(one, low, high) for one in panel.traces]
    words = [one for one in panel.words if low <= float(one.get("y", low)) < high or one.get("yref") == "paper"]
    labels = [(at, name) for at, name in panel.y.labels if low <= at <= high]
    return replace(panel, traces=traces, words=words, y=replace(panel.y, low=low, high=high, labels=labels))


def _within(trace: Part, low: float, high: float) -> Part:
    count = len(trace["y"])
    bases = trace.get("base") if trace.get("orientation") != "h" else None
    kept = [
        place
        for place, (up, base) in enumerate(zip(trace["y"], bases or [0.0] * count, strict=True))
        if isinstance(up, int | float) and low <= float(up) + float(base) < high
    ]

    def cut(value: Any) -> Any:
        return [value[one] for one in kept] if isinstance(value, list | tuple) and len(value) == count else value

    return {key: {k: cut(v) for k, v in value.items()} if key == "marker" else cut(value)
            for key, value in trace.items()}  # fmt: skip


def _add(slide: Slide, chart: Chart, box: Box, alt: str) -> None:
    package = slide.part.package
    part = ChartPart.load(package.next_partname(ChartPart.partname_template), CT.DML_CHART, package, chart.xml)
    part.chart_workbook.update_from_xlsx_blob(chart.workbook)
    if chart.drawing:
        name = PackURI(str(part.partname).replace("/charts/chart", "/drawings/drawing"))
        relation = part.relate_to(FilePart(name, _DRAWING, package, chart.drawing), _HAS_DRAWING)
        tag = "{http://schemas.openxmlformats.org/drawingml/2006/chart}userShapes"
        shapes = part._element.makeelement(tag, {})
        shapes.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relation)
        part._element.append(shapes)
    relation = slide.part.relate_to(part, RT.CHART)
    left, top, wide, high = (Inches(one) for one in box)
    shape = slide.shapes._add_chart_graphicFrame(relation, left, top, wide, high)
    shape._nvXxPr.cNvPr.set("descr", one_line(alt))
