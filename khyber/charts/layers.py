"""What the map draws over and under its marks: coloured areas, bands, the former FATA, density, labels."""

from __future__ import annotations

import io
from typing import Any

import geopandas as gpd
import pandas as pd

from khyber.analysis import by_place
from khyber.charts import theme
from khyber.charts.areas import APART, Filled
from khyber.charts.catalogue import escape
from khyber.charts.places import STATE_MARKS, crossing_line, short_name
from khyber.evidence import Evidence, cached
from khyber.evidence.ranges import number
from khyber.filters import Filters

MAIN = "major-trade"
# The zoom from which a label stands: names of crossings that are not the main ones, and of districts.
FROM_ZOOM = 7
_BAND_DASH: dict[int, list[float]] = {10: [1, 2], 25: [2, 2], 50: [4, 2], 100: [8, 3]}
_DENSITY_PX = 40
DAY_ZERO = pd.Timestamp(0)


def line(name: str, colour: str, width: float, dash: list[float] | None = None) -> dict[str, Any]:
    """A layer of lines from a file of boundaries, below the marks."""
    layer: dict[str, Any] = {
        "sourcetype": "geojson", "source": _file(name), "type": "line",
        "color": colour, "line": {"width": width}, "below": "traces",
    }  # fmt: skip
    if dash:
        layer["line"]["dash"] = dash
    return layer


def outlines(filters: Filters) -> list[dict[str, Any]]:
    """The outlines of districts, shown where they are coloured, and of the former FATA, shown where it is chosen."""
    by_district = filters.units == "districts" and filters.fill in ("incidents", "killed")
    return [
        shown(line("districts", theme.QUIET, 0.6, [2, 2]), by_district),
        shown(line("fata", theme.FATA, 1.8, [4, 2]), "fata" in filters.layers),
    ]


def bands(filters: Filters) -> list[dict[str, Any]]:
    """The edges of the bands along the line; the one chosen as greatest distance is drawn wide and whole."""
    lines = [
        line(f"band_{km}", theme.BAND, 2.8, None)
        if km == filters.within
        else line(f"band_{km}", theme.BAND, 1.2, _BAND_DASH[km])
        for km in by_place.BANDS_KM
    ]
    return [shown(one, "bands" in filters.layers) for one in lines]


def shown(layer: dict[str, Any], visible: bool) -> dict[str, Any]:
    """A layer that is drawn or not; it stands in the figure either way, as Plotly draws all again if one more comes."""
    return {**layer, "visible": visible}


def band_labels(filters: Filters) -> list[dict[str, Any]]:
    """The distance of each band, to be written along its edge."""
    if "bands" not in filters.layers:
        return []
    return [
        {
            "source": _file(f"band_{km}"),
            "text": f"{km} km",
            "color": theme.BAND,
            "size": 14 if km == filters.within else 11,
        }
        for km in by_place.BANDS_KM
    ]


def notes(filters: Filters) -> tuple[str, ...]:
    """What must be read with the layers that are drawn."""
    said = []
    if "fata" in filters.layers:
        said.append(
            "Dashed magenta: the Federally Administered Tribal Areas, which became part of Khyber Pakhtunkhwa in 2018."
        )
    if "bands" in filters.layers:
        told = ", ".join(f"{km}" for km in by_place.BANDS_KM)
        said.append(
            f"Dotted to dashed brown: {told} km from the line as drawn, on both sides. An incident counts in a band "
            "by the distance of its own point, not by the band as drawn."
        )
    if "density" in filters.layers:
        said.append(
            "Darker where notable incidents recorded here lie close together on the map: the density of a selection, "
            "not of violence. It has no scale."
        )
    return tuple(said)


def on_screen(filters: Filters) -> tuple[str, ...]:
    """What must be read with the layers that are drawn where the map can be moved."""
    return ("The density changes with the zoom of the map.",) if "density" in filters.layers else ()


def fill(evidence: Evidence, filled: Filled) -> list[dict[str, Any]]:
    """The traces of the coloured areas and of those without a figure; both are empty where nothing is coloured."""
    by_district = filled.outlines == "districts"
    common = {
        "type": "choroplethmap",
        "geojson": _file(filled.outlines),
        "featureidkey": "properties.name" if by_district else "properties.code",
        "hoverinfo": "text",
        "showscale": False,
    }
    table = filled.table.dropna(subset=["step"])
    coloured = {
        **common,
        "uid": "fill",
        "locations": list(table["outline"]),
        "z": [int(one) for one in table["step"]],
        "zmin": 0,
        "zmax": len(theme.FILL) - 1,
        "text": list(table["words"]),
        "colorscale": _steps(theme.FILL),
        "marker": {"opacity": 1, "line": {"width": 1.2, "color": theme.QUIET}},
    }
    blank = {
        **common,
        "uid": "fill-blank",
        "locations": [one for one, _ in filled.blank],
        "z": [0] * len(filled.blank),
        "text": [words for _, words in filled.blank],
        "colorscale": [[0, theme.QUIET], [1, theme.QUIET]],
        "marker": {"opacity": theme.BLANK, "line": {"width": 1.2, "color": theme.QUIET}},
        "meta": {"hatch": theme.QUIET},
    }
    return [coloured, blank]


def _steps(colours: tuple[str, ...]) -> list[list[Any]]:
    """A scale of colours without shades between them."""
    edges = [place / len(colours) for place in range(len(colours) + 1)]
    return [[edge, colour] for place, colour in enumerate(colours) for edge in (edges[place], edges[place + 1])]


def names(evidence: Evidence, filled: Filled) -> dict[str, Any]:
    """The names of the areas, each at a point within it, with their figures where they are coloured.

    Those that find no room are left out by the map.
    """
    at = _label_points(evidence, filled.outlines)
    value = dict(zip(filled.table["outline"], filled.table["value"], strict=True))
    if filled.outlines == "districts":
        afghan = {one: at for one, at in _label_points(evidence, "provinces").items() if one.startswith("AF")}
        at = {one: place for one, place in at.items() if one in value} | afghan
    blank = {one for one, _ in filled.blank}
    return {
        "type": "scattermap",
        "uid": "area-names",
        "mode": "text",
        "lon": [longitude for _, longitude, _ in at.values()],
        "lat": [latitude for _, _, latitude in at.values()],
        "text": [_labelled(name, value.get(one), one in blank) for one, (name, _, _) in at.items()],
        "textfont": {"size": 10, "color": theme.AREA_TEXT[0]},
        "hoverinfo": "skip",
        "meta": {"halo": 1.5, "dark": {"textfont.color": theme.AREA_TEXT[1]}},
    }


def _labelled(name: str, value: Any, blank: bool) -> str:
    if value is None or pd.isna(value):
        return f"{escape(name)}<br>not reported" if blank else escape(name)
    return f"{escape(name)}<br>{number(value)}"


@cached(3)
def _label_points(evidence: Evidence, outlines: str) -> dict[str, tuple[str, float, float]]:
    """By outline: the name of an area, and longitude and latitude of a point within it."""
    areas = evidence.vocabulary("areas")
    named = dict(zip(areas["outline_code"], areas["name"], strict=True))
    if outlines == "districts":
        shapes = by_place.districts(evidence).geometry
        named = {name: name for name in shapes.index}
    else:
        file = "provinces_with_fata" if outlines == APART else "provinces"
        shapes = gpd.read_file(io.BytesIO(evidence.file(file))).set_index("code").geometry
    if outlines == APART:
        parts = areas[areas["level"] == "part"]
        named |= dict(zip(parts["outline_code"], parts["short_name"], strict=True))
    inside = shapes.representative_point()
    return {one: (str(named[one]), round(float(at.x), 3), round(float(at.y), 3)) for one, at in inside.items()}


def density(drawn: pd.DataFrame) -> dict[str, Any]:
    """The density of incidents with a point, each counting the same; empty where none are given."""
    return {
        "type": "densitymap",
        "uid": "density",
        "lon": [float(one) for one in drawn["longitude"]],
        "lat": [float(one) for one in drawn["latitude"]],
        "z": [1] * len(drawn),
        "radius": _DENSITY_PX,
        "zmin": 0,
        "zmax": 4,
        "colorscale": [[0, theme.DENSITY[0]], [1, theme.DENSITY[1]]],
        "showscale": False,
        "hoverinfo": "skip",
        "opacity": 0.75,
        "below": "",
        "meta": {"days": _days(drawn)},
    }


def dated(marked: list[dict[str, Any]], drawn: pd.DataFrame) -> list[dict[str, Any]]:
    """The traces of incidents with the day of each mark, counted from 1970, and the sign that they may be spread."""
    days = dict(zip(drawn["incident_id"], _days(drawn), strict=True))
    return [
        {**trace, "meta": {**trace["meta"], "spread": True, "days": [days[one] for one in trace["customdata"]]}}
        for trace in marked
    ]


def _days(drawn: pd.DataFrame) -> list[int]:
    """The day of each incident, counted from 1970."""
    return [int(one) for one in (drawn["date"] - DAY_ZERO).dt.days]


def crossings(evidence: Evidence, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The crossings: their dots, and their names, those of the main ones at every zoom and last to give way."""
    main = rows["kind"] == MAIN
    dots = {
        "type": "scattermap",
        "uid": "crossings",
        "mode": "markers",
        "lon": [float(one) for one in rows["longitude"]],
        "lat": [float(one) for one in rows["latitude"]],
        "hovertext": [crossing_line(evidence, row) for row in rows.itertuples(index=False)],
        "hoverinfo": "text",
        "marker": {"size": 7, "color": theme.LINE},
    }
    return [_crossing_names(rows[~main], "crossing-names", FROM_ZOOM), dots, _crossing_names(rows[main], "main", 0)]


def _crossing_names(rows: pd.DataFrame, uid: str, from_zoom: float) -> dict[str, Any]:
    return {
        "type": "scattermap",
        "uid": uid,
        "mode": "markers+text",
        "lon": [float(one) for one in rows["longitude"]],
        "lat": [float(one) for one in rows["latitude"]],
        "text": [f"{STATE_MARKS[row.state]} {escape(short_name(row))}" for row in rows.itertuples(index=False)],
        "textposition": "top right",
        "textfont": {"size": 11, "color": theme.LINE_TEXT[0]},
        "hoverinfo": "skip",
        "marker": {"size": 7, "opacity": 0},
        "meta": {"halo": 2, "fromZoom": from_zoom, "dark": {"textfont.color": theme.LINE_TEXT[1]}},
    }


def _file(name: str) -> str:
    return f"{theme.STATIC}/boundaries/{name}.geojson"
