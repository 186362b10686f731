"""A map as a sharp picture, drawn by GeoPandas on matplotlib: for PowerPoint, without a browser."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import unescape
from itertools import groupby
from typing import Any, Literal

import geopandas as gpd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.transforms import ScaledTranslation

from khyber.briefing import map_layers, map_words
from khyber.briefing.map_layers import Area, Labels, Line, Map, Marks
from khyber.charts import theme
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence

# With so many dots an inch a pixel of the usual size is one of matplotlib's points.
_DPI = 72.0
# A picture shows marks and letters as large as a map of so many pixels would, so that they can be read on a slide.
_AS_ON = (900, 500)
# Below so many of these pixels caption and legend do not stand side by side.
_NARROW = 760
# Of 9: more takes far longer and saves little.
_COMPRESSED = 2
_Corner = Literal["upper left", "upper right", "lower right"]
_TAG = re.compile(r"<[^>]*>")
_TEXT = "#1b2530"
_PAPER = (1.0, 1.0, 1.0, 0.86)


def png(figure: Figure, evidence: Evidence, width_px: int, height_px: int) -> bytes:
    """The map of a figure as a PNG of exactly so many pixels, its first view in the middle, with caption and legend.

    What is larger than the first view shows more land around it. Words that find no room are left out.
    """
    assert figure.spec
    drawn = map_layers.read(figure.spec)
    magnified = (width_px * height_px / (_AS_ON[0] * _AS_ON[1])) ** 0.5
    dpi = _DPI * magnified
    canvas = Canvas(figsize=(width_px / dpi, height_px / dpi), dpi=dpi, facecolor=drawn.ground)
    axes = canvas.add_axes((0.0, 0.0, 1.0, 1.0))
    scale = drawn.scale(width_px, height_px)
    _view(axes, drawn, width_px / scale, height_px / scale)
    rooms = dict(zip((one.uid for one in drawn.labels), map_words.placed(drawn, scale, magnified), strict=True))
    for order, (kind, run) in enumerate(groupby(drawn.layers, type)):
        if kind is Area:
            _areas(axes, [one for one in run if isinstance(one, Area)], order)
        else:
            for layer in run:
                _draw(axes, layer, order, rooms)
    narrow = width_px / magnified < _NARROW
    _caption(axes, figure.spec["layout"], narrow, map_words.outside(drawn, axes.viewLim.extents))
    _legends(axes, figure.spec, drawn, evidence, narrow)
    written = io.BytesIO()
    canvas.set_canvas(FigureCanvasAgg(canvas))
    canvas.savefig(written, format="png", dpi=dpi, pil_kwargs={"compress_level": _COMPRESSED})
    return written.getvalue()


def _view(axes: Axes, drawn: Map, across: float, up: float) -> None:
    west, south, east, north = drawn.home
    axes.set_xlim((west + east - across) / 2, (west + east + across) / 2)
    axes.set_ylim((south + north - up) / 2, (south + north + up) / 2)
    axes.set_axis_off()
    axes.set_autoscale_on(False)


def _areas(axes: Axes, areas: list[Area], order: int) -> None:
    """Areas that lie one upon the other, all in one go; those with a hatch get it on top."""
    shapes = gpd.GeoSeries([one.shape for one in areas])
    line = {"edgecolor": [one.line for one in areas], "linewidth": [one.width for one in areas]}
    shapes.plot(ax=axes, aspect=None, autolim=False, zorder=order, color=[one.fill for one in areas], **line)
    hatched = [place for place, one in enumerate(areas) if one.hatch[3]]
    if hatched:
        look = {"facecolor": "none", "edgecolor": areas[hatched[0]].hatch, "hatch": "///", "linewidth": 0}
        shapes.iloc[hatched].plot(ax=axes, aspect=None, autolim=False, zorder=order, **look)


def _draw(axes: Axes, layer: map_layers.Layer, order: int, rooms: dict[str, list[bool]]) -> None:
    if isinstance(layer, Line):
        dash = (0, [length / layer.width for length in layer.dash]) if layer.dash else "solid"
        look = {"color": layer.colour, "linewidth": layer.width, "linestyle": dash, "capstyle": "butt"}
        gpd.GeoSeries([layer.shape]).plot(ax=axes, aspect=None, autolim=False, zorder=order, **look)
    elif isinstance(layer, Marks):
        axes.scatter(
            layer.x, layer.y, s=layer.sizes**2, facecolor=map_layers.CLEAR if layer.ring else layer.colour,
            edgecolor=layer.edge if layer.width else "none", linewidth=layer.width, zorder=order,
        )  # fmt: skip
    elif isinstance(layer, Labels):
        _labels(axes, layer, order, rooms[layer.uid])


def _labels(axes: Axes, labels: Labels, order: int, room: list[bool]) -> None:
    halo = [withStroke(linewidth=2 * labels.halo, foreground="white")] if labels.halo else []
    across, up = ("center", "center") if labels.position == "middle center" else ("left", "bottom")
    off = labels.offset / _DPI
    place = axes.transData + ScaledTranslation(off, off, axes.figure.dpi_scale_trans)
    font = FontProperties(size=labels.size)
    for x, y, words, fits in zip(labels.x, labels.y, labels.words, room, strict=True):
        if fits and axes.viewLim.contains(x, y):
            axes.text(
                x, y, plain(words), transform=place, ha=across, va=up, multialignment="center", clip_on=True,
                fontproperties=font, color=labels.colour, zorder=order, path_effects=halo, parse_math=False,
            )  # fmt: skip


def plain(words: str) -> str:
    """Words with Plotly's tags as plain text, a line for each <br>."""
    return unescape(_TAG.sub("", words.replace("<br>", "\n")))


def _caption(axes: Axes, layout: dict[str, Any], narrow: bool, outside: str) -> None:
    """The notes on the map itself, such as whose view of the border it shows, in the lower left corner."""
    shorter = layout["meta"].get("narrow", {}) if narrow else {}
    written = [
        shorter.get(f"annotations.{place}.text", one["text"]) for place, one in enumerate(layout.get("annotations", []))
    ]
    words = "\n".join(filter(None, [*map(plain, written), outside]))
    if words:
        box = {"facecolor": _PAPER, "edgecolor": "none", "pad": 4}
        axes.annotate(
            words, (0, 0), (4, 4), "axes fraction", textcoords="offset points", ha="left", va="bottom", size=10,
            color=_TEXT, bbox=box, zorder=1000, parse_math=False,
        )  # fmt: skip


def _legends(axes: Axes, spec: Mapping[str, Any], drawn: Map, evidence: Evidence, narrow: bool) -> None:
    """What the marks mean at the lower right, what the colours of areas mean at the upper left.

    Where there is little room the caption takes the whole lower edge: the marks go up, to the right if need be.
    """
    classes, marks = map_words.classes(spec, drawn), map_words.meanings(drawn, evidence)
    if classes:
        axes.add_artist(_legend(axes, classes, "upper left", "\n".join(map_words.heading(spec))))
    if marks:
        corner: _Corner = "upper right" if narrow and classes else "upper left" if narrow else "lower right"
        axes.add_artist(_legend(axes, marks, corner))


def _legend(axes: Axes, meanings: list[map_words.Meaning], corner: _Corner, heading: str = "") -> Legend:
    legend = Legend(
        axes, [_handle(one) for one in meanings], ["\n".join(one.lines) for one in meanings], loc=corner,
        borderaxespad=0, fancybox=False, fontsize=9, facecolor="white", framealpha=_PAPER[3], edgecolor="none",
        labelcolor=_TEXT, handlelength=1.2, title=heading, title_fontsize=9, alignment="left",
    )  # fmt: skip
    legend.get_title().set_color(_TEXT)
    for text in (legend.get_title(), *legend.get_texts()):
        text.set_parse_math(False)
    legend.set_zorder(1000)
    return legend


def _handle(meaning: map_words.Meaning) -> Artist:
    if meaning.form == "area":
        patch = Patch(facecolor=meaning.colour, edgecolor=theme.QUIET, linewidth=0.8)
        if meaning.hatch:
            patch.set_hatch("/////")
            patch.set_hatchcolor(map_layers.colour(meaning.hatch))
        return patch
    hollow = meaning.form in ("ring", "small")
    return Line2D(
        [], [], linestyle="none", marker="o", markersize={"small": 6, "dot": 5}.get(meaning.form, 9),
        markerfacecolor="none" if hollow else meaning.colour, markeredgecolor=meaning.colour, markeredgewidth=1.2,
    )  # fmt: skip
