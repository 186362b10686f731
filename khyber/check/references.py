"""What points to something: lists of ids, codes, sources, parents, addresses, colours, boundary files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from khyber.check.report import Finding
from khyber.check.tables import PACKAGE, Row, Table, Tables

CHAINS = [("incidents", "part_of"), ("areas", "parent_id"), ("actors", "parent_id"), ("timeline", "ended_by")]
OUTLINES = ("boundaries/provinces.geojson", "boundaries/provinces_with_fata.geojson")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def findings(tables: Tables) -> Iterator[Finding]:
    """Every pointer that leads nowhere or in a circle, and every source that no row uses."""
    for _, table in tables:
        for name, field in table.fields.items():
            if "list" in field or "references" in field:
                yield from _listed(tables, table, name, field)
            if "vocabulary" in field:
                yield from _vocabulary(tables, table, name, field)
        yield from _addresses(table)
        yield from _display(table)
    yield from _unused_sources(tables)
    for name, pointer in CHAINS:
        yield from _circles(tables[name], pointer)
    yield from _boundaries(tables)


def _items(row: Row, name: str, field: Mapping[str, Any]) -> list[str]:
    if not row[name]:
        return []
    return row[name].split(field["list"]) if "list" in field else [row[name]]


def _listed(tables: Tables, table: Table, name: str, field: Mapping[str, Any]) -> Iterator[Finding]:
    target = field.get("references", {})
    known = {row[target["field"]] for row in tables[target["resource"]]} if target else set()
    for row in table:
        items = _items(row, name, field)
        if any(item != item.strip() or not item for item in items):
            yield row.finding(name, f"{row[name]!r} has an empty item or a space around one")
        for item in sorted({item for item in items if items.count(item) > 1}):
            yield row.finding(name, f"{item!r} is named twice")
        for item in items:
            if target and item.strip() and item.strip() not in known:
                yield row.finding(name, f"{item!r} is not in {target['resource']}")


def _vocabulary(tables: Tables, table: Table, name: str, field: Mapping[str, Any]) -> Iterator[Finding]:
    known = {row["id"] for row in tables["labels"] if row["vocabulary"] == field["vocabulary"]}
    for row in table:
        for item in _items(row, name, field):
            if item not in known:
                yield row.finding(name, f"{item!r} is not in the vocabulary {field['vocabulary']} of labels")


def _addresses(table: Table) -> Iterator[Finding]:
    if "url" not in table.fields:
        return
    for row in table:
        address = urlsplit(row["url"])
        if row["url"] and not (address.scheme in ("http", "https") and address.netloc):
            yield row.finding("url", f"{row['url']!r} is not an http or https address")


def _display(table: Table) -> Iterator[Finding]:
    """Display order is unique in a table, or in a vocabulary of it; colours are written #1a2b3c."""
    seen: dict[tuple[str, str], str] = {}
    for row in table:
        if "order" in table.fields:
            first = seen.setdefault((row["vocabulary"], row["order"]), row.id)
            if first != row.id:
                yield row.finding("order", f"{row['order']} is the place of {first} too")
        if row["colour"] and not _COLOUR.fullmatch(row["colour"]):
            yield row.finding("colour", f"{row['colour']!r} is not a colour such as #1a2b3c")


def _unused_sources(tables: Tables) -> Iterator[Finding]:
    used = {
        item
        for _, table in tables
        for name, field in table.fields.items()
        if field.get("references", {}).get("resource") == "sources"
        for row in table
        for item in _items(row, name, field)
    }
    for row in tables["sources"]:
        if row.id not in used:
            yield row.finding("source_id", "no row cites this source")


def _circles(table: Table, name: str) -> Iterator[Finding]:
    """Rows that lead back to themselves by a field that names another row of the table."""
    for row in table:
        path = [row.id]
        while (above := table.by_id.get(path[-1])) and above[name] and above[name] not in path:
            path.append(above[name])
        if above and above[name] == row.id:
            yield row.finding(name, f"leads back to itself: {' → '.join([*path, row.id])}")


def _boundaries(tables: Tables) -> Iterator[Finding]:
    """Every file that the package names exists, and every outline code is one of the outlines."""
    for resource in tables.package["resources"]:
        if not (tables.folder / resource["path"]).is_file():
            yield Finding(PACKAGE, resource["name"], "path", f"there is no file {resource['path']}")
    codes: set[str] = set()
    for path in OUTLINES:
        try:
            features = json.loads((tables.folder / path).read_text(encoding="utf-8"))["features"]
            codes |= {feature["properties"]["code"] for feature in features}
        except OSError:
            yield Finding(path, "", "", "cannot be read: there is no such file")
        except (ValueError, KeyError, TypeError):
            yield Finding(path, "", "", "is not a GeoJSON collection of outlines with their codes")
    for row in tables["areas"]:
        if row["outline_code"] and row["outline_code"] not in codes:
            yield row.finding("outline_code", f"{row['outline_code']!r} is the code of no outline")
