"""The map of the border page, and what it shares with the strip: the incidents chosen, a toll or crossing in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import border, incidents
from khyber.charts import areas, border_views, layers, marks, names, places, theme
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.charts.notable import CHOICE, COLUMNS, parts_note, rows_of, selected, selection
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

CENTRE = {"lat": 31.6, "lon": 69.0}
ZOOM = 4.6
_AROUND_DEGREES = 0.7
_SEA = {"id": "background", "type": "background", "paint": {"background-color": "#eef2f5"}}


@figure(
    "border-map",
    page="border",
    name="Map of notable incidents and crossings",
    uses=(*CHOICE, "border", "fill", "units", "layers", "series"),
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
    filled = areas.filled(evidence, filters)
    title += f"; areas coloured by {filled.what}" if filled.what else ""
    crossings = evidence.read("crossings", filters.known)
    line = border_views.view(evidence, filters.border).line_name
    table = found[COLUMNS]
    return Figure(
        "border-map",
        title,
        f"Map of Afghanistan and Pakistan with the {line} and {int(found['drawn'].sum())} incidents as marks and "
        f"{len(crossings)} crossings. {title}. The list below gives the same incidents in words.",
        {"data": _map_traces(evidence, filters, found, crossings), "layout": _layout(evidence, filters, filled)},
        table,
        facts=(*_map_facts(found, toll), *filled.facts),
        notes=(*filled.notes, *layers.notes(filters), *_map_notes(evidence, filters, found, toll)),
        on_screen=(*filled.on_screen, *layers.on_screen(filters), *_spread_note(found)),
        extra_rows=(
            *as_rows("crossings", crossings["crossing_id"]),
            *border_views.rows(evidence, filters.border),
            *filled.rows,
        ),
    )


def _map_facts(found: pd.DataFrame, toll: incidents.Toll) -> tuple[Fact, ...]:
    rows = rows_of(found)
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
        f"{', '.join(f'{mark} {label.lower()}' for mark, label in places.state_legend(evidence))}.",
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
        notes.append(parts_note(len(toll.inside), "shown"))
    west, south, east, north = _home(evidence)
    at = found[found["drawn"]]
    within = at["longitude"].between(west, east) & at["latitude"].between(south, north)
    if not within.all():
        notes.append(f"Outside the first view of the map, which is along the line: {int((~within).sum())}.")
    listed = int((~found["drawn"]).sum())
    if listed:
        notes.append(f"In the list only, being border-wide, of a whole province or abroad: {listed}.")
    return (*notes, *border_views.notes(evidence, filters.border))


def _spread_note(found: pd.DataFrame) -> tuple[str, ...]:
    if int(found["drawn"].sum()) <= 1:
        return ()
    return (
        "Marks of one place are spread around it where the map is near, or when they are clicked, each on a line "
        "from the place; the place on record is unchanged.",
    )


def _layout(evidence: Evidence, filters: Filters, filled: areas.Filled) -> dict[str, Any]:
    layout = map_layout(evidence, filters)
    return {**layout, "meta": {**layout["meta"], "classes": areas.legend(filled)}}


def map_layout(evidence: Evidence, filters: Filters) -> dict[str, Any]:
    """The ground, the lines, the layers and the caption of a map in the border view that the filters choose."""
    layout = {
        "map": {
            "style": {"version": 8, "sources": {}, "layers": [_SEA]},
            "center": CENTRE,
            "zoom": ZOOM,
            "layers": [
                _neighbours(),
                *layers.outlines(filters),
                *border_views.layers(evidence, filters.border),
                *layers.bands(filters),
            ],
        },
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "hoverlabel": {"align": "left"},
        "meta": {"home": _home(evidence), "labels": layers.band_labels(filters)},
    }
    return border_views.captioned(evidence, filters.border, layout)


def _neighbours() -> dict[str, Any]:
    return {
        "sourcetype": "geojson", "source": f"{theme.STATIC}/boundaries/neighbours.geojson", "type": "fill",
        "color": theme.QUIET, "opacity": 0.12, "below": "traces",
    }  # fmt: skip


def _home(evidence: Evidence) -> list[float]:
    """West, south, east and north of the whole border, with some of the land around it."""
    west, south, east, north = border.line(evidence).line.bounds
    around = (-_AROUND_DEGREES, -_AROUND_DEGREES, _AROUND_DEGREES, _AROUND_DEGREES)
    return [round(side + more, 2) for side, more in zip((west, south, east, north), around, strict=True)]


def _map_traces(
    evidence: Evidence, filters: Filters, found: pd.DataFrame, crossings: pd.DataFrame
) -> list[dict[str, Any]]:
    drawn = found[found["drawn"]]
    drawn = drawn.assign(line=drawn["incident_id"].map(places.incident_lines(evidence)))
    marked = marks.incidents(drawn, "scattermap", {"lon": "longitude", "lat": "latitude"}, marks.largest(drawn))
    filled = areas.filled(evidence, filters)
    return [
        _provinces(evidence),
        *layers.fill(evidence, filled),
        layers.density(drawn if "density" in filters.layers else drawn.iloc[:0]),
        layers.names(evidence, filled),
        *layers.dated(marked, drawn),
        *layers.crossings(evidence, crossings),
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
        "marker": {"opacity": theme.LAND, "line": {"width": 0.8, "color": theme.QUIET}},
    }
