"""A map's spec as layers that need no map library: shapes in the plane, with their colours, lines and words.

Everything is projected as web maps are (Mercator): x is degrees of longitude, y is as far apart as x where both are
equally far on the ground. The layers stand in the order in which khyber/ui/map draws them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from contourpy import contour_generator
from matplotlib.colors import to_rgba
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from khyber.settings import settings

Colour = tuple[float, float, float, float]
Box = tuple[float, float, float, float]
CLEAR: Colour = (0.0, 0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
# How large a map is drawn where nothing else is said, in pixels: labels and density are made for it.
USUAL = (1000, 560)
# What the layers of words are called after their trace.
WORDS, FIGURES = "words", "figures"
# How far shapes reach beyond the first view, in degrees: for a window of another form, and for panning.
_AROUND = 8.0
# Two decimals are a quarter of a pixel at the usual size. Shapes that meet stay together, as each point is rounded
# alike wherever it stands.
_DECIMALS = 2
_FILE = re.compile(r"app/static/boundaries/(\w+)\.geojson")
_RGBA = re.compile(r"rgba?\(([^)]+)\)")
# Of MapLibre's heat map: what one point of weight 1 gives at its centre, and how steeply it falls to the radius.
_HEAT, _FALL = 0.3989, 4.5
_DENSITY_STEPS = (0.05, 0.15, 0.3, 0.45, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Area:
    """A filled shape. words: what it says when pointed at, with Plotly's few tags; "" for nothing."""

    uid: str
    shape: BaseGeometry
    fill: Colour
    hatch: Colour = CLEAR
    line: Colour = CLEAR
    width: float = 0.0
    words: str = ""


@dataclass(frozen=True)
class Line:
    """Lines of one look. dash: lengths in pixels, none for a whole line."""

    uid: str
    shape: BaseGeometry
    colour: Colour
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Marks:
    """Round marks. sizes: diameters in pixels; ring: the edge alone is drawn, in the colour of the mark."""

    uid: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    sizes: NDArray[np.float64]
    colour: Colour
    ring: bool
    edge: Colour
    width: float
    words: tuple[str, ...]
    dark: Mapping[str, str]


@dataclass(frozen=True)
class Labels:
    """Words on the map. position: as Plotly's textposition; offset: pixels between place and words; halo: in pixels."""

    uid: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    words: tuple[str, ...]
    size: float
    colour: Colour
    position: str
    offset: float
    halo: float
    dark: Mapping[str, str]


Layer = Area | Line | Marks | Labels


@dataclass(frozen=True)
class Map:
    """A map: its first view (west, south, east, north in the plane), the colour of its ground, its layers."""

    home: Box
    ground: Colour
    layers: tuple[Layer, ...]

    @property
    def labels(self) -> list[Labels]:
        """The layers of words."""
        return [one for one in self.layers if isinstance(one, Labels)]

    def scale(self, width: float, height: float) -> float:
        """Pixels for a degree where the first view just fits into so many pixels."""
        west, south, east, north = self.home
        return min(width / (east - west), height / (north - south))


def read(spec: Mapping[str, Any]) -> Map:
    """The layers of the spec of a map, from the bottom; what is not visible or empty is left out.

    Figures of areas come on top, as nobody can bring a picture nearer to read one beneath marks.
    Raises ValueError for outlines that are not among those of `static/boundaries`.
    """
    layout = spec["layout"]
    west, south, east, north = layout["meta"]["home"]
    home = (west, float(northing(south)), east, float(northing(north)))
    seen = (home[0] - _AROUND, home[1] - _AROUND, home[2] + _AROUND, home[3] + _AROUND)
    ground = [one for one in layout["map"].get("layers", []) if one.get("visible", True)]
    drawn = Map(home, _ground(layout["map"]), ())
    scale = drawn.scale(*USUAL)
    choropleths = [one for one in spec["data"] if one["type"] == "choroplethmap"]
    others = [one for one in spec["data"] if one["type"] != "choroplethmap"]
    layers: list[Layer] = [_land(one, seen) for one in ground if one["type"] == "fill"]
    layers += [area for one in choropleths for area in _areas(one, seen)]
    layers += [_line(one, seen) for one in ground if one["type"] == "line"]
    for trace in others:
        layers += _density(trace, scale) if trace["type"] == "densitymap" else _points(trace)
    layers += [_along(one, home) for one in layout["meta"].get("labels", [])]
    layers.sort(key=lambda one: one.uid.endswith(FIGURES))
    return Map(home, drawn.ground, tuple(layers))


def northing(latitude: ArrayLike) -> NDArray[np.float64]:
    """Latitudes in degrees as y of the plane."""
    return np.asarray(np.degrees(np.arcsinh(np.tan(np.radians(np.asarray(latitude, dtype=float))))))


def colour(text: str, opacity: float = 1.0) -> Colour:
    """A colour as CSS writes it ("#8a8f98", "rgba(47,143,150,0.16)"), made fainter by an opacity."""
    if found := _RGBA.fullmatch(text):
        red, green, blue, alpha = [*map(float, found[1].split(",")), 1.0][:4]
        return red / 255, green / 255, blue / 255, alpha * opacity
    red, green, blue, alpha = to_rgba(text)
    return red, green, blue, alpha * opacity


@lru_cache(maxsize=32)
def _shapes(address: str, key: str) -> dict[str, BaseGeometry]:
    """The shapes of a file of boundaries in the plane, by a property such as "properties.code", or by place."""
    found = _FILE.fullmatch(address)
    file = settings.static / "boundaries" / f"{found[1]}.geojson" if found else None
    if not file or not file.is_file():
        raise ValueError(f"a map of a brief is drawn on the outlines of static/boundaries only, not on {address}")
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    name = key.removeprefix("properties.")
    shapes = shapely.from_geojson([json.dumps(one["geometry"]) for one in features])
    projected = shapely.transform(shapes, lambda at: np.column_stack([at[:, 0], northing(at[:, 1])]))
    return {
        str(one["properties"][name] if name else place): shape
        for place, (one, shape) in enumerate(zip(features, projected, strict=True))
    }


@lru_cache(maxsize=256)
def _seen(address: str, key: str, box: Box) -> dict[str, BaseGeometry]:
    """The shapes of a file within a box, rounded; what lies outside is left out."""
    shapes = _shapes(address, key)
    cut = shapely.clip_by_rect(list(shapes.values()), *box)
    return {one: shape for one, shape in zip(shapes, _rounded(cut), strict=True) if not shape.is_empty}


def _rounded(shapes: Any) -> Any:
    return shapely.remove_repeated_points(shapely.transform(shapes, lambda at: np.round(at, _DECIMALS)))


def _ground(drawn: Mapping[str, Any]) -> Colour:
    styled = drawn.get("style", {}).get("layers", [])
    painted = [one["paint"]["background-color"] for one in styled if one["type"] == "background"]
    return colour(painted[0]) if painted else WHITE


def _land(layer: Mapping[str, Any], seen: Box) -> Area:
    shapes = list(_seen(layer["source"], "", seen).values())
    return Area(_uid(layer), _whole(shapes), colour(layer["color"], layer.get("opacity", 1.0)))


def _line(layer: Mapping[str, Any], seen: Box) -> Line:
    """Lines of the layout; MapLibre gives their dashes in widths of the line."""
    width = layer["line"]["width"]
    dash = tuple(width * length for length in layer["line"].get("dash", ()))
    shapes = _whole(_seen(layer["source"], "", seen).values())
    edges = shapely.boundary(shapes) if shapes.geom_type == "MultiPolygon" else shapes
    return Line(_uid(layer), edges, colour(layer["color"]), width, dash)


def _whole(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """The parts of several shapes of one kind as one shape."""
    parts = shapely.get_parts(list(shapes))
    lines = all(shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING)
    return shapely.multilinestrings(parts) if lines else shapely.multipolygons(parts)


def _uid(layer: Mapping[str, Any]) -> str:
    return str(layer["source"]).rpartition("/")[2].removesuffix(".geojson")


def _areas(trace: Mapping[str, Any], seen: Box) -> Iterable[Area]:
    shapes = _seen(trace["geojson"], trace["featureidkey"], seen)
    marker, meta = trace["marker"], trace.get("meta", {})
    low, high = trace.get("zmin", min(trace["z"], default=0)), trace.get("zmax", max(trace["z"], default=0))
    for place, (one, z, words) in enumerate(zip(trace["locations"], trace["z"], trace["text"], strict=True)):
        if one not in shapes:
            continue
        opacity = marker["opacity"][place] if isinstance(marker["opacity"], list) else marker["opacity"]
        fill = _on_scale(trace["colorscale"], (z - low) / (high - low) if high > low else 0.0, opacity)
        hatch = colour(meta["hatch"], opacity) if "hatch" in meta else CLEAR
        line = colour(marker["line"]["color"], opacity)
        ground = CLEAR if "hatch" in meta else fill
        yield Area(f"{trace['uid']}-{place}", shapes[one], ground, hatch, line, marker["line"]["width"], words)


def _on_scale(scale: list[list[Any]], share: float, opacity: float) -> Colour:
    """The colour at a share, from 0 to 1, of a scale: between two of its colours where it lies between them."""
    for (start, low), (end, high) in pairwise(scale):
        if start <= share <= end and end > start:
            part = (share - start) / (end - start)
            mixed = [a + (b - a) * part for a, b in zip(colour(low, opacity), colour(high, opacity), strict=True)]
            return mixed[0], mixed[1], mixed[2], mixed[3]
    raise ValueError(f"{share} is not on a scale of colours from 0 to 1")


def _points(trace: Mapping[str, Any]) -> list[Layer]:
    """The marks of a trace and the words on them, where it has any that stand at the first view."""
    meta, marker, mode = trace.get("meta", {}), trace.get("marker", {}), trace["mode"]
    if not trace["lon"]:
        return []
    x, y = np.asarray(trace["lon"], dtype=float), np.round(northing(trace["lat"]), 4)
    sizes = np.broadcast_to(np.asarray(marker.get("size", 0), dtype=float), x.shape)
    layers: list[Layer] = []
    if "markers" in mode and marker.get("opacity", 1) > 0:
        layers.append(_marks(trace, x, y, sizes))
    if "text" in mode and not meta.get("fromZoom"):
        layers += _words(trace, x, y, float(sizes.max()) / 2)
    return layers


def _words(trace: Mapping[str, Any], x: Any, y: Any, radius: float) -> list[Labels]:
    """The words of a trace; those of more than one line, names with a figure, in a layer of their own.

    Among these the greatest goes first, and what is not reported last.
    """
    meta, font, position = trace.get("meta", {}), trace["textfont"], trace.get("textposition", "middle center")
    offset = 0.0 if position == "middle center" else radius
    dark = {name: value for name, value in meta.get("dark", {}).items() if name.startswith("textfont")}
    look = (font["size"], colour(font["color"]), position, offset, float(meta.get("halo", 0)), dark)
    words = trace["text"]
    plain = [place for place, one in enumerate(words) if "<br>" not in one]
    figures = [place for place, one in enumerate(words) if "<br>" in one]
    figures.sort(key=lambda place: -_number(words[place]))
    return [
        Labels(f"{trace['uid']}-{name}", x[some], y[some], tuple(words[one] for one in some), *look)
        for name, some in ((WORDS, plain), (FIGURES, figures))
        if some
    ]


def _number(words: str) -> int:
    """The number in the last line of some words, -1 where it is none."""
    last = words.rpartition("<br>")[2].replace(",", "")
    return int(last) if last.isdecimal() else -1


def _marks(trace: Mapping[str, Any], x: Any, y: Any, sizes: Any) -> Marks:
    meta, marker = trace.get("meta", {}), trace["marker"]
    own = colour(marker["color"], marker.get("opacity", 1))
    ring, outline = meta.get("ring"), meta.get("outline", {})
    edge = own if ring else colour(outline.get("color", "#000"), marker.get("opacity", 1))
    width = (1.5 if ring is True else float(ring)) if ring else float(outline.get("width", 1 if outline else 0))
    told = tuple(trace.get("hovertext", ())) if trace.get("hoverinfo") == "text" else ()
    dark = {"marker.line.color": meta["dark"]["meta.outline.color"]} if "dark" in meta else {}
    return Marks(trace["uid"], x, y, sizes, own, bool(ring), edge, width, told, dark)


def _density(trace: Mapping[str, Any], scale: float) -> list[Layer]:
    """The density of points as shapes, one for each step, as MapLibre draws it at the usual size."""
    if not trace["lon"]:
        return []
    x, y = np.asarray(trace["lon"], dtype=float), northing(trace["lat"])
    radius, cell = trace["radius"] / scale, trace["radius"] / scale / 5
    across = np.arange(x.min() - radius, x.max() + radius, cell)
    down = np.arange(y.min() - radius, y.max() + radius, cell)
    near_x, near_y = (np.exp(-_FALL * ((grid[:, None] - at) / radius) ** 2) for grid, at in ((across, x), (down, y)))
    weights = np.asarray(trace["z"], dtype=float) / trace["zmax"]
    heat = np.clip(_HEAT * (near_y * weights) @ near_x.T, 0, 1 - 1e-9)
    lines: Any = contour_generator(across, down, heat, fill_type="OuterOffset")
    steps = []
    for place, (low, high) in enumerate(pairwise(_DENSITY_STEPS)):
        outlines, rings = lines.filled(low, high)
        parts = [
            shapely.Polygon(points[ends[0] : ends[1]], [points[a:b] for a, b in pairwise(ends[1:])])
            for points, ends in zip(outlines, rings, strict=True)
        ]
        shape = _rounded(shapely.simplify(_whole(parts), 10**-_DECIMALS))
        fill = _on_scale(trace["colorscale"], (low + high) / 2, trace["opacity"])
        steps.append(Area(f"{trace['uid']}-{place}", shape, fill))
    return [one for one in steps if not one.shape.is_empty]


def _along(label: Mapping[str, Any], home: Box) -> Labels:
    """The words along a line: at three places of the part of it that the first view shows."""
    line = shapely.line_merge(shapely.union_all(list(_seen(label["source"], "", home).values())))
    at = shapely.line_interpolate_point(
        max(shapely.get_parts(line), key=shapely.length), [0.2, 0.5, 0.8], normalized=True
    )
    x, y = shapely.get_x(at), shapely.get_y(at)
    words = (label["text"],) * len(x)
    uid = f"{_uid(label)}-{WORDS}"
    return Labels(uid, x, y, words, label["size"], colour(label["color"]), "middle center", 0.0, 1.5, {})
