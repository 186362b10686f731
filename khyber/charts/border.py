"""The map of the border page, and what it shares with the strip: the incidents chosen, a toll or crossing in words."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import geopandas as gpd
import pandas as pd

from khyber.analysis import border, incidents
from khyber.charts import marks, names, theme
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, escape, figure
from khyber.evidence import Evidence, Range, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

CENTRE = {"lat": 31.6, "lon": 69.0}
ZOOM = 4.6
CHOICE = ("known", "start", "end", "area", "actor", "category", "kind", "country", "within")
_AROUND_DEGREES = 0.7
_SEA = {"id": "background", "type": "background", "paint": {"background-color": "#eef2f5"}}
_STATE_MARKS = {"open": "○", "partly-open": "◐", "shut": "✕", "unknown": "?"}
_MAP_COLUMNS = [
    "incident_id", "date", "category", "kind", "country", "admin1", "place", "actor", "killed_low", "killed_high",
    "includes_attackers", "coordinate_precision", "distance_km", "position_km", "drawn", "rows",
]  # fmt: skip


def selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents that the filters choose, with `drawn` (has a point of its own on the map) and `rows`."""
    return _selected(evidence, filters.only(CHOICE))


@lru_cache(maxsize=64)
def _selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found = incidents.select(
        evidence,
        known=filters.known,
        first=filters.first_day,
        last=filters.last_day,
        category=filters.category,
        kinds=filters.kind,
        country=filters.country,
        area=filters.area,
        actor=filters.actor,
        within=filters.within or None,
    )
    drawn = found["latitude"].notna() & found["country"].notna() & (found["coordinate_precision"] != "province")
    whole = {name: found[name].round().astype("Int64") for name in ("distance_km", "position_km")}
    return found.assign(**whole, drawn=drawn, rows=[(Row("incidents", one),) for one in found["incident_id"]])


@figure(
    "border-map",
    page="border",
    name="Map of notable incidents and crossings",
    uses=(*CHOICE, "border"),
)
def border_map(evidence: Evidence, filters: Filters) -> Figure:
    """Provinces, the border line, crossings with their state, and the chosen incidents as the reading rules say."""
    found = selected(evidence, filters)
    toll = incidents.toll(found)
    killed = f"{toll.killed.text()} killed where a toll is reported" if toll.killed else "no toll reported"
    reach = f" within {filters.within} km of the line" if filters.within else ""
    title = (
        f"{len(found)} notable incidents{reach}, {killed}"
        if len(found)
        else f"No notable incident{reach} for this choice"
    )
    crossings = evidence.read("crossings", filters.known)
    table = found[_MAP_COLUMNS]
    return Figure(
        "border-map",
        title,
        f"Map of the Afghanistan-Pakistan border with {int(found['drawn'].sum())} incidents as marks and "
        f"{len(crossings)} crossings. {title}. The list below gives the same incidents in words.",
        {"data": _map_traces(evidence, found, crossings), "layout": _map_layout(evidence)},
        table,
        facts=_map_facts(found, toll),
        notes=_map_notes(evidence, filters, found, toll),
        extra_rows=as_rows("crossings", crossings["crossing_id"]),
    )


def _map_facts(found: pd.DataFrame, toll: incidents.Toll) -> tuple[Fact, ...]:
    rows = tuple(row for each in found["rows"] for row in each)
    facts = [
        Fact(
            "Notable incidents",
            number(len(found)),
            f"{int(found['drawn'].sum())} with a point on the map",
            rows,
        )
    ]
    if toll.killed:
        told = (
            f"in {toll.reported - len(toll.inside)} events; {toll.unreported} give no toll. Highest figures may be one "
            "side's claim; attackers are counted in some rows and left out in others"
        )
        facts.append(Fact("Killed, as reported", toll.killed.text(), told, rows))
    if len(found):
        facts.append(Fact("Newest in this choice", dates.words(found["date"].max().date()), "", rows[-1:]))
    return tuple(facts)


def _map_notes(evidence: Evidence, filters: Filters, found: pd.DataFrame, toll: incidents.Toll) -> tuple[str, ...]:
    notes = [
        f"{selection(evidence)}; earlier years are empty, not calm.",
        marks.in_words(),
        f"Crossings (violet dots), as described in release {evidence.release}: "
        f"{', '.join(f'{mark} {label.lower()}' for mark, label in _state_legend(evidence))}.",
    ]
    areas = evidence.vocabulary("areas")
    if filters.area != ALL and incidents.recorded_area(areas, filters.area) != filters.area:
        whole = names.of(evidence, "areas", incidents.recorded_area(areas, filters.area))
        notes.append(f"Incidents are recorded by province: all of {whole} is shown.")
    if filters.within:
        precision = evidence.labels("coordinate_precision")
        notes.append(
            "Distance: to the line as drawn, from a point that is for some incidents "
            f"“{precision['district'].lower()}”; incidents of a whole province "
            "or without a point have none and are left out."
        )
    if toll.inside:
        notes.append(f"Incidents that are part of another one shown, and not added to the killed: {len(toll.inside)}.")
    listed = int((~found["drawn"]).sum())
    if listed:
        notes.append(f"In the list only, being border-wide, of a whole province or abroad: {listed}.")
    return (*notes, *evidence.package["boundary_note"])


def selection(evidence: Evidence) -> str:
    """What the incidents are, and when the table of them begins."""
    starts = evidence.resource("incidents")["starts"]
    labels = evidence.labels("incident_category")
    begun = names.in_words([f"{day[:4]} ({labels[kind].lower()})" for kind, day in starts.items()])
    return (
        "A selection of notable events, not a census: no trend can be read from it, and its tolls are no total of "
        f"violence. It begins in {begun}"
    )


def _state_legend(evidence: Evidence) -> list[tuple[str, str]]:
    return [(_STATE_MARKS[one], label) for one, label in evidence.labels("crossing_state").items()]


def _map_layout(evidence: Evidence) -> dict[str, Any]:
    def line(name: str, colour: str, width: float, dash: list[float] | None = None) -> dict[str, Any]:
        layer: dict[str, Any] = {
            "sourcetype": "geojson", "source": f"{theme.STATIC}/boundaries/{name}.geojson", "type": "line",
            "color": colour, "line": {"width": width}, "below": "traces",
        }  # fmt: skip
        if dash:
            layer["line"]["dash"] = dash
        return layer

    neighbours = {
        "sourcetype": "geojson", "source": f"{theme.STATIC}/boundaries/neighbours.geojson", "type": "fill",
        "color": theme.QUIET, "opacity": 0.12, "below": "traces",
    }  # fmt: skip
    return {
        "map": {
            "style": {"version": 8, "sources": {}, "layers": [_SEA]},
            "center": CENTRE,
            "zoom": ZOOM,
            "layers": [
                neighbours,
                line("lines", theme.QUIET, 1.2, [3, 2]),
                line("border_simplified", theme.LINE, 2.4),
            ],
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "hoverlabel": {"align": "left"},
        "meta": {"home": _home(evidence)},
    }


def _home(evidence: Evidence) -> list[float]:
    """West, south, east and north of the whole border, with some of the land around it."""
    west, south, east, north = border.line(evidence).line.bounds
    around = (-_AROUND_DEGREES, -_AROUND_DEGREES, _AROUND_DEGREES, _AROUND_DEGREES)
    return [round(side + more, 2) for side, more in zip((west, south, east, north), around, strict=True)]


def _map_traces(evidence: Evidence, found: pd.DataFrame, crossings: pd.DataFrame) -> list[dict[str, Any]]:
    drawn = found[found["drawn"]]
    drawn = drawn.assign(line=[incident_line(evidence, row) for row in drawn.itertuples()])
    return [
        _provinces(evidence),
        _province_names(evidence),
        *marks.incidents(drawn, "scattermap", {"lon": "longitude", "lat": "latitude"}, marks.largest(drawn)),
        _crossing_marks(evidence, crossings),
    ]


def _provinces(evidence: Evidence) -> dict[str, Any]:
    areas = evidence.vocabulary("areas")
    outlined = areas[areas["outline_code"].notna() & areas["level"].isin(["unit", "province"])]
    return {
        "type": "choroplethmap",
        "uid": "provinces",
        "geojson": f"{theme.STATIC}/boundaries/provinces.geojson",
        "featureidkey": "properties.code",
        "locations": list(outlined["outline_code"]),
        "z": [0] * len(outlined),
        "text": [escape(name) for name in outlined["name"]],
        "hoverinfo": "text",
        "colorscale": [[0, theme.QUIET], [1, theme.QUIET]],
        "showscale": False,
        "marker": {"opacity": 0.22, "line": {"width": 0.8, "color": theme.QUIET}},
    }


@lru_cache(maxsize=3)
def _province_names(evidence: Evidence) -> dict[str, Any]:
    """The names of the provinces, each at a point within it; those that find no room are left out by the map."""
    shapes = gpd.read_file(io.BytesIO(evidence.file("provinces"))).set_index("code")
    inside = shapes.geometry.representative_point()
    areas = evidence.vocabulary("areas")
    named = dict(zip(areas["outline_code"], areas["name"], strict=True))
    return {
        "type": "scattermap",
        "uid": "province-names",
        "mode": "text",
        "lon": [round(float(x), 3) for x in inside.x],
        "lat": [round(float(y), 3) for y in inside.y],
        "text": [escape(named[code]) for code in inside.index],
        "textfont": {"size": 10, "color": "#5b6470"},
        "hoverinfo": "skip",
        "meta": {"dark": {"textfont.color": "#aeb6c0"}},
    }


def incident_line(evidence: Evidence, row: Any) -> str:
    """One incident in a short escaped line for a hover label."""
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    where = escape(text(row.place) or text(row.admin1))
    return f"<b>{dates.words(row.date.date())}, {where}</b><br>{escape(kind)}: {toll_words(row)}"


def toll_words(row: Any) -> str:
    """The killed of one row in words: "12 to 35 killed", "no toll reported"."""
    if pd.isna(row.killed_low) and pd.isna(row.killed_high):
        return "no toll reported"
    return f"{toll_range(row.killed_low, row.killed_high).text()} killed"


def crossing_line(evidence: Evidence, row: Any) -> str:
    """One crossing in a short escaped line for a hover label."""
    state = evidence.labels("crossing_state")[row.state]
    return f"<b>{escape(row.name)}</b><br>{escape(state)}, as described for {as_of(row)}"


def short_name(crossing: Any) -> str:
    """A crossing's name without what stands in brackets behind it."""
    return str(crossing.name).split(" (")[0]


def as_of(crossing: Any) -> str:
    """The day, month or year for which a crossing's state was described, in words."""
    if pd.isna(crossing.status_as_of_latest):
        return "a later day"
    return dates.words(crossing.status_as_of_earliest.date(), crossing.status_as_of_latest.date())


def toll_range(low: float, high: float) -> Range:
    """The lowest and highest toll of a row as a range, open where an end is not reported."""
    return Range(None if pd.isna(low) else float(low), None if pd.isna(high) else float(high))


def _crossing_marks(evidence: Evidence, crossings: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scattermap",
        "uid": "crossings",
        "mode": "markers+text",
        "lon": [float(v) for v in crossings["longitude"]],
        "lat": [float(v) for v in crossings["latitude"]],
        "text": [f"{_STATE_MARKS[r.state]} {escape(short_name(r))}" for r in crossings.itertuples(index=False)],
        "textposition": "top right",
        "textfont": {"size": 11, "color": theme.LINE_TEXT[0]},
        "hovertext": [crossing_line(evidence, row) for row in crossings.itertuples(index=False)],
        "hoverinfo": "text",
        "marker": {"size": 7, "color": theme.LINE},
        "meta": {"halo": 2, "dark": {"textfont.color": theme.LINE_TEXT[1]}},
    }
