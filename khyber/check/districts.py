"""Names of Pakistani districts: each stands in the outline or in the table of other names, and that table is right."""

from __future__ import annotations

import json
from collections.abc import Iterator

from khyber.check.report import Finding
from khyber.check.tables import Tables

OUTLINE = "boundaries/districts.geojson"
NOT_IN_OUTLINE = "not-in-outline"


def findings(tables: Tables) -> Iterator[Finding]:
    """Every district that is in neither, and every other name that is wrong or used by no row."""
    try:
        features = json.loads((tables.folder / OUTLINE).read_text(encoding="utf-8"))["features"]
        outlined = {str(one["properties"]["name"]) for one in features}
    except (OSError, ValueError, LookupError, TypeError):
        yield Finding(OUTLINE, "", "", "the outlines of districts cannot be read")
        return
    named = {row["spelling"] for row in tables["district_aliases"]}
    used = set()
    for table, column in (("incidents", "admin2"), ("crossings", "pk_district")):
        for row in tables[table]:
            if not row[column] or (table == "incidents" and row["country"] != "PK"):
                continue
            used.add(row[column])
            if row[column] not in outlined | named:
                yield row.finding(column, f"{row[column]!r} is neither in {OUTLINE} nor in district_aliases.csv")
    yield from _aliases(tables, outlined, used)


def _aliases(tables: Tables, outlined: set[str], used: set[str]) -> Iterator[Finding]:
    for row in tables["district_aliases"]:
        spelling, district = row["spelling"], row["district"]
        if spelling in outlined:
            yield row.finding("spelling", f"{spelling!r} is in {OUTLINE} itself")
        if spelling not in used:
            yield row.finding("spelling", f"{spelling!r} stands in no row of incidents or crossings")
        if (row["kind"] == NOT_IN_OUTLINE) != (district == ""):
            yield row.finding("district", f"a row of kind {row['kind']!r} with the district {district!r}")
        if district and district not in outlined:
            yield row.finding("district", f"{district!r} is not in {OUTLINE}")
