"""A selection of incidents as a file to work on: CSV, Excel, GeoJSON, GeoPackage, each with its sources.

Nothing of the selection is lost: a row without coordinates has an empty geometry. Every file names the release, what
was chosen, and the note on boundaries. Text from data is never a formula.
"""

from __future__ import annotations

import io
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from shapely.geometry import Point

from khyber.analysis import incidents
from khyber.charts import border_views, catalogue, incident_list, names, sheets
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, grading
from khyber.filters import Filters
from khyber.parameters import PARAMETERS

CRS = "EPSG:4326"
_FROM_DATA = [
    "incident_id", "date", "date_end", "category", "kind", "country", "admin1", "admin2", "place", "latitude",
    "longitude", "coordinate_precision", "actor", "claim_status", "target", "killed_low", "killed_high",
    "injured_low", "injured_high", "includes_attackers", "casualty_note", "summary", "part_of", "confidence",
]  # fmt: skip
_WIDTHS = {"summary": 60, "casualty_note": 60, "sources": 60, "source_urls": 60, "incident_id": 34, "place": 24}


def rows(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents chosen in the order chosen, all that the table has of each, and what follows from it.

    Added are the names of ids, on_map, point (what the point stands for), distance_km, position_km, event, counted
    (no for a row that is part of another one chosen), target_kinds, sources, source_urls, grade.
    """
    found = incident_list.in_order(evidence, filters)
    table = found[_FROM_DATA].copy()
    for column in ("date", "date_end"):
        table[column] = [one.date().isoformat() if pd.notna(one) else None for one in found[column]]
    table["kind_name"] = [names.of(evidence, "incident_kinds", one, "label") for one in found["kind"]]
    table["actor_name"] = [names.of(evidence, "actors", one) for one in found["actor"]]
    precision, kinds = evidence.labels("coordinate_precision"), incidents.target_kinds(evidence)
    table["point"] = [
        "No coordinates" if pd.isna(latitude) else precision[one]
        for latitude, one in zip(found["latitude"], found["coordinate_precision"], strict=True)
    ]
    table["on_map"] = _yes_or_no(found["drawn"])
    table[["distance_km", "position_km"]] = found[["distance_km", "position_km"]]
    table["event"], table["counted"] = found["event"], _yes_or_no(found["inside"] == "")
    table["target_kinds"] = [";".join(kinds.get(one, ())) for one in found["target"]]
    return table.assign(**_behind(evidence, filters, found["incident_id"]))


def _yes_or_no(values: pd.Series) -> list[str]:
    return ["yes" if one else "no" for one in values]


def _behind(evidence: Evidence, filters: Filters, chosen: pd.Series) -> dict[str, list[str]]:
    """The sources of each incident in words, their addresses and its grade, as known by the day of the filters."""
    cited = evidence.sources_by_row("incidents", filters.known)
    grades = (grading.of_row(evidence, "incidents", one, filters.known) for one in chosen)
    return {
        "sources": ["; ".join(s.footnote for s in cited[one]) for one in chosen],
        "source_urls": [" ".join(s.url for s in cited[one]) for one in chosen],
        "grade": [grading.in_short([one] if one else []) for one in grades],
    }


def about(evidence: Evidence, shown: Figure, filters: Filters) -> dict[str, str]:
    """What must be known of the file: what it is, release, choices, and how it may be read."""
    looked_at = (*incident_list.CHOICE, "sort", "border")
    chosen = filters.only(looked_at)
    written = {one.name: one.write(getattr(chosen, one.field)) for one in PARAMETERS if one.field in looked_at}
    return {
        "title": shown.title,
        "release": evidence.release,
        "selection": chosen.sentence(evidence),
        "filters": "&".join(f"{name}={value}" for name, value in written.items() if value),
        "searched_until": evidence.searched_until.isoformat(),
        "notes": " ".join(shown.notes),
        "boundary_note": " ".join(border_views.notes(evidence, filters.border)),
    }


def as_csv(evidence: Evidence, shown: Figure, filters: Filters) -> bytes:
    """The selection as CSV, UTF-8, with release, selection and boundary note in every row."""
    told = about(evidence, shown, filters)
    table = rows(evidence, filters).assign(**{one: told[one] for one in ("release", "selection", "boundary_note")})
    return catalogue.csv(table)


def as_geojson(evidence: Evidence, shown: Figure, filters: Filters) -> bytes:
    """The selection as GeoJSON; a row without coordinates is a feature without geometry."""
    table = rows(evidence, filters)
    features = [
        {"type": "Feature", "id": record["incident_id"], "geometry": _geometry(record), "properties": record}
        for record in json.loads(table.to_json(orient="records"))
    ]
    whole = {"type": "FeatureCollection", "name": "incidents", **about(evidence, shown, filters), "features": features}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False).encode()


def _geometry(record: dict[str, Any]) -> dict[str, Any] | None:
    if record["longitude"] is None or record["latitude"] is None:
        return None
    return {"type": "Point", "coordinates": [record["longitude"], record["latitude"]]}


def as_geopackage(evidence: Evidence, shown: Figure, filters: Filters) -> bytes:
    """The selection as GeoPackage: the layer incidents, and the tables sources and about."""
    table = rows(evidence, filters)
    points = [
        None if pd.isna(x) or pd.isna(y) else Point(x, y)
        for x, y in zip(table["longitude"], table["latitude"], strict=True)
    ]
    layer = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(points, index=table.index, crs=CRS), crs=CRS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "incidents.gpkg"
        layer.to_file(file, driver="GPKG", layer="incidents", engine="pyogrio", geometry_type="Point")
        for name, more in (("sources", sources(evidence, filters)), ("about", _about_table(evidence, shown, filters))):
            gpd.GeoDataFrame(more).to_file(file, driver="GPKG", layer=name, engine="pyogrio")
        return file.read_bytes()


def sources(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """One row for each page behind the selection: source_id, publisher, title, url, published, grade, incidents."""
    cited = evidence.sources_by_row("incidents", filters.known)
    behind: dict[str, list[str]] = {}
    for one in incident_list.in_order(evidence, filters)["incident_id"]:
        for source in cited[one]:
            behind.setdefault(source.source_id, []).append(one)
    columns = ["source_id", "publisher", "title", "url", "published", "grade", "incidents"]
    lines = [
        (s.source_id, s.publisher, s.title, s.url, s.when, grading.of_source(s).letter, ";".join(own))
        for s, own in ((evidence.source(one), own) for one, own in sorted(behind.items()))
    ]
    return pd.DataFrame(lines, columns=columns)


def _about_table(evidence: Evidence, shown: Figure, filters: Filters) -> pd.DataFrame:
    return pd.DataFrame(about(evidence, shown, filters).items(), columns=["what", "value"])


def as_excel(evidence: Evidence, shown: Figure, filters: Filters) -> bytes:
    """The selection as an Excel workbook: the sheets Incidents, Sources and About."""
    book = Workbook(write_only=True)
    listed = rows(evidence, filters)
    for column in ("date", "date_end"):
        listed[column] = [date.fromisoformat(one) if isinstance(one, str) else None for one in listed[column]]
    for name, table in (
        ("Incidents", listed),
        ("Sources", sources(evidence, filters)),
        ("About", _about_table(evidence, shown, filters)),
    ):
        sheets.add(book, name, table, _WIDTHS, 16 if name == "Incidents" else 40)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


FORMATS = {
    "csv": ("CSV", "text/csv", as_csv),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_excel),
    "geojson": ("GeoJSON", "application/geo+json", as_geojson),
    "gpkg": ("GeoPackage", "application/geopackage+sqlite3", as_geopackage),
}
