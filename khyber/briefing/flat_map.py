"""A map as an ordinary chart: the spec of a map made into `scatter` traces that need no WebGL and no map library."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from khyber.briefing import map_layers, map_words
from khyber.briefing.map_layers import Area, Colour, Labels, Line, Map, Marks
from khyber.charts import theme
from khyber.charts.catalogue import escape
from khyber.evidence import Evidence, cached

# What stands around letters, on light and on dark ground.
_HALO = ("#ffffff", "#0e1117")
_PAPER = ("rgba(255,255,255,0.86)", "rgba(14,17,23,0.86)")
_PHONE = (340, 420)
# A column of the legend of areas on a phone: its words in pixels, and their letters.
_COLUMN, _COLUMN_LETTERS = 122, 22
# What stands on the map on a page stands beneath and beside it here: on paper nobody can move it away from a mark.
_CAPTION_PX, _BENEATH_CAPTION = 48, -0.12
_CLEAR = "rgba(0,0,0,0)"
_SIDES = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


def flat(spec: dict[str, Any], evidence: Evidence) -> dict[str, Any]:
    """The spec of a map as one of `scatter` traces alone, in the same order; another spec unchanged.

    The first view is that of the map, and a reader can zoom and move it; shapes reach some degrees beyond. Colours,
    hatches, dashes, marks, hover texts, notes on the map and `meta.dark` are kept. Words that find no room at a usual
    size are left out, more of them by `meta.narrow`; what stands only from some zoom on is left out. The density of
    points is that of the first view. A legend tells the marks; another, made of bars without a value, tells what areas
    are coloured by.
    """
    return _flat(evidence, json.dumps(spec)) if "map" in spec["layout"] else spec


@cached(64)
def _flat(evidence: Evidence, written: str) -> dict[str, Any]:
    spec = json.loads(written)
    drawn = map_layers.read(spec)
    usual = map_words.placed(drawn, drawn.scale(*map_layers.USUAL))
    small = map_words.placed(drawn, drawn.scale(*_PHONE))
    rooms = dict(zip((one.uid for one in drawn.labels), zip(usual, small, strict=True), strict=True))
    data: list[dict[str, Any]] = []
    for layer in drawn.layers:
        if isinstance(layer, Area):
            data.append(_area(layer))
        elif isinstance(layer, Line):
            data.append(_line(layer))
        elif isinstance(layer, Marks):
            data.append(_marks(layer))
        else:
            data.append(_labels(layer, *rooms[layer.uid]))
    marks = [_meaning(one, place) for place, one in enumerate(map_words.meanings(drawn, evidence))]
    classes = [_class(one, place) for place, one in enumerate(map_words.classes(spec, drawn))]
    layout = _layout(spec["layout"], drawn, bool(marks))
    if classes:
        layout = _with_classes(layout, map_words.heading(spec))
    return {"data": [*data, *marks, *classes], "layout": layout}


def _area(area: Area) -> dict[str, Any]:
    x, y = _gapped(shapely.orient_polygons(area.shape, exterior_cw=False))
    trace: dict[str, Any] = {
        **_trace(area.uid), "mode": "lines", "x": x, "y": y, "fill": "toself", "fillcolor": _css(area.fill),
        "line": {"width": area.width, "color": _css(area.line)}, "hoverinfo": "skip",
    }  # fmt: skip
    if area.hatch[3]:
        pattern = {"shape": "/", "size": 8, "solidity": 0.2, "fgcolor": _css((*area.hatch[:3], 1.0))}
        trace["fillpattern"] = {**pattern, "fgopacity": round(area.hatch[3], 3), "bgcolor": _CLEAR}
    if area.words:
        trace |= {"hoveron": "fills", "text": area.words, "hoverinfo": "text"}
    return trace


def _line(line: Line) -> dict[str, Any]:
    x, y = _gapped(line.shape)
    dash = {"dash": ",".join(f"{length:.2g}px" for length in line.dash)} if line.dash else {}
    look = {"width": line.width, "color": _css(line.colour), **dash}
    return {**_trace(line.uid), "mode": "lines", "x": x, "y": y, "line": look, "hoverinfo": "skip"}


def _marks(marks: Marks) -> dict[str, Any]:
    fill = _CLEAR if marks.ring else _css(marks.colour)
    look: dict[str, Any] = {"size": _short(marks.sizes), "color": fill, "opacity": 1}
    if marks.width:
        look["line"] = {"width": marks.width, "color": _css(marks.edge)}
    told = {"hovertext": list(marks.words), "hoverinfo": "text"} if marks.words else {"hoverinfo": "skip"}
    at = {"x": marks.x.tolist(), "y": marks.y.tolist()}
    return {**_trace(marks.uid), "mode": "markers", **at, "marker": look, **told, "meta": {"dark": dict(marks.dark)}}


def _labels(labels: Labels, room: list[bool], small: list[bool]) -> dict[str, Any]:
    """Words as text; those without room at the usual size are left out, those without on a phone emptied there."""
    kept = [place for place, fits in enumerate(room) if fits]
    font: dict[str, Any] = {"size": labels.size, "color": _css(labels.colour)}
    dark = dict(labels.dark)
    if labels.halo:
        font["shadow"], dark["textfont.shadow"] = (_halo(labels.halo, ground) for ground in _HALO)
    return {
        **_trace(labels.uid), "mode": "text",
        "x": [float(labels.x[one]) for one in kept], "y": [float(labels.y[one]) for one in kept],
        "text": [labels.words[one] for one in kept], "textposition": labels.position, "textfont": font,
        "hoverinfo": "skip",
        "meta": {"dark": dark, "narrow": {"text": [labels.words[one] if small[one] else "" for one in kept]}},
    }  # fmt: skip


def _lines(lines: list[str]) -> str:
    return "<br>".join(map(escape, lines))


def _halo(width: float, ground: str) -> str:
    return ", ".join(f"{across * width / 1.5:g}px {down * width / 1.5:g}px 0 {ground}" for across, down in _SIDES)


def _meaning(meaning: map_words.Meaning, place: int) -> dict[str, Any]:
    """A mark of the legend; it stands nowhere on the map."""
    hollow, size = meaning.form in ("ring", "small"), {"small": 9, "dot": 7}.get(meaning.form, 12)
    edge = {"line": {"width": 1.5, "color": meaning.colour}} if hollow else {}
    return {
        "type": "scatter", "uid": f"legend-{place}", "showlegend": True,
        "name": _lines(meaning.lines),
        "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip",
        "marker": {"size": size, "color": _CLEAR if hollow else meaning.colour, **edge},
    }  # fmt: skip


def _class(meaning: map_words.Meaning, place: int) -> dict[str, Any]:
    """A colour of the legend of areas; it stands nowhere on the map. Only bars have a hatch in a legend."""
    look: dict[str, Any] = {"color": meaning.colour, "line": {"width": 1, "color": theme.QUIET}}
    dark = {"marker.color": meaning.dark}
    if meaning.hatch:
        hatch = {"shape": "/", "size": 5, "solidity": 0.3, "fgcolor": meaning.hatch}
        look["pattern"] = {**hatch, "bgcolor": meaning.colour}
        dark["marker.pattern.bgcolor"] = meaning.dark
    return {
        "type": "bar", "uid": f"class-{place}", "showlegend": True, "legend": "legend2",
        "name": _lines(meaning.lines),
        "x": [None], "y": [None], "hoverinfo": "skip", "marker": look,
        "meta": {"dark": dark, "narrow": {"name": _lines(textwrap.wrap(meaning.words, _COLUMN_LETTERS))}},
    }  # fmt: skip


def _with_classes(layout: dict[str, Any], heading: list[str]) -> dict[str, Any]:
    """The layout with a legend of areas beside the map, beneath it on a phone."""
    title = {"text": _lines(heading), "font": {"size": 10}}
    legend = {**layout["legend"], "title": title, "y": 1, "yanchor": "top"}
    dark = {**layout["meta"]["dark"], "legend2.bgcolor": _PAPER[1]}
    columns = {"legend2.orientation": "h", "legend2.entrywidth": _COLUMN, "legend2.title.side": "top"}
    narrow = {**layout["meta"]["narrow"], **columns, "legend2.x": 0, "legend2.y": _BENEATH_CAPTION}
    return {**layout, "showlegend": True, "legend2": legend, "meta": {"dark": dark, "narrow": narrow}}


def _layout(layout: dict[str, Any], drawn: Map, legend: bool) -> dict[str, Any]:
    west, south, east, north = drawn.home
    meta = {name: layout["meta"][name] for name in ("dark", "narrow") if name in layout["meta"]}
    dark = {**meta.get("dark", {}), "plot_bgcolor": _CLEAR, "legend.bgcolor": _PAPER[1]}
    axis = {"visible": False, "zeroline": False, "showgrid": False}
    kept = {name: value for name, value in layout.items() if name not in ("map", "meta")}
    return {
        **kept,
        "margin": {**layout["margin"], "b": _CAPTION_PX},
        "annotations": [{**one, "yanchor": "top"} for one in layout.get("annotations", ())],
        "xaxis": {**axis, "range": [west, east]},
        "yaxis": {**axis, "range": [south, north], "scaleanchor": "x", "scaleratio": 1},
        "plot_bgcolor": _css(drawn.ground),
        "hovermode": "closest",
        "dragmode": "pan",
        "showlegend": legend,
        "legend": {
            "x": 1.01, "xanchor": "left", "y": 0, "yanchor": "bottom", "bgcolor": _PAPER[0], "font": {"size": 10},
            "itemclick": False, "itemdoubleclick": False,
        },
        "meta": {"dark": dark, "narrow": {**meta.get("narrow", {}), "legend.visible": False}},
    }  # fmt: skip


def _trace(uid: str) -> dict[str, Any]:
    return {"type": "scatter", "uid": uid, "showlegend": False}


def _gapped(shape: BaseGeometry) -> tuple[list[float | None], list[float | None]]:
    """The rings or lines of a shape one behind the other, with a gap between each two."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = [*shapely.get_rings(parts[polygons]), *parts[~polygons]]
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        at = shapely.get_coordinates(line)
        gap = [None] if x else []
        x += [*gap, *_short(at[:, 0])]
        y += [*gap, *_short(at[:, 1])]
    return x, y


def _short(values: np.ndarray[Any, Any]) -> list[Any]:
    """Numbers for JSON, whole ones without a point."""
    return [int(one) if one.is_integer() else one for one in np.round(values, 2).tolist()]


def _css(colour: Colour) -> str:
    red, green, blue = (round(255 * part) for part in colour[:3])
    return f"rgba({red},{green},{blue},{round(colour[3], 3):g})"
