"""The package in a folder as text, row by row, with what keeps a table from being read at all."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from khyber.check.report import Finding
from khyber.evidence import dates, package

PACKAGE = "datapackage.json"
LOADED_TYPES = ("string", "integer", "number", "boolean", "date")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as text. `row["field"]` is its cell, "" where it is empty or missing."""

    file: str
    id: str
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def number(self, name: str) -> float | None:
        """The cell as a number, None where it is empty or none."""
        try:
            return float(self[name]) if self[name] else None
        except ValueError:
            return None

    def days(self, name: str) -> tuple[date, date] | None:
        """The first and last day that the cell can mean, None where it is empty or no date."""
        try:
            return dates.bounds(self[name]) if self[name] else None
        except ValueError:
            return None

    def ids(self, name: str) -> list[str]:
        """The ids of a list cell."""
        return [one for one in self[name].split(";") if one]

    def finding(self, name: str, reason: str) -> Finding:
        """A finding about a field of this row."""
        return Finding(self.file, self.id, name, reason)


@dataclass(frozen=True)
class Table:
    """A table of the package: its description, and its rows where it could be read."""

    resource: Mapping[str, Any]
    rows: list[Row]

    @property
    def file(self) -> str:
        """The file's path in the package."""
        return str(self.resource["path"])

    @property
    def fields(self) -> dict[str, Mapping[str, Any]]:
        """The description of each field by name."""
        return {field["name"]: field for field in self.resource["schema"]["fields"]}

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """The rows by id; of equal ids the last."""
        return {row.id: row for row in self.rows}


class Tables:
    """Every table of the package in a folder.

    `problems` holds what is wrong with the files themselves: no JSON, no such file, not UTF-8, other columns
    than described. A table with such a problem is not in `tables`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Finding] = []
        self.package = self._describe()
        self.tables: dict[str, Table] = {}
        for name, resource in package.tables(self.package).items():
            rows = self._read(resource)
            if rows is not None:
                self.tables[name] = Table(resource, rows)

    def __getitem__(self, name: str) -> Table:
        return self.tables.get(name) or Table({"path": f"{name}.csv", "schema": {"fields": []}}, [])

    def __iter__(self) -> Iterator[tuple[str, Table]]:
        return iter(self.tables.items())

    def _problem(self, file: str, row: str, field: str, reason: str) -> None:
        self.problems.append(Finding(file, row, field, reason))

    def _describe(self) -> dict[str, Any]:
        """datapackage.json as far as the tables can be read by it; {"resources": []} where it cannot be."""
        nothing: dict[str, Any] = {"resources": []}
        try:
            found = json.loads((self.folder / PACKAGE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._problem(PACKAGE, "", "", "there is no such file")
            return nothing
        except json.JSONDecodeError as error:
            self._problem(PACKAGE, f"line {error.lineno}", "", f"is not JSON: {error.msg}")
            return nothing
        except (OSError, UnicodeDecodeError) as error:
            self._problem(PACKAGE, "", "", f"cannot be read: {_words(error)}")
            return nothing
        resources = found.get("resources") if isinstance(found, dict) else None
        if not isinstance(resources, list) or not resources:
            self._problem(PACKAGE, "", "resources", "is not a list of resources")
            return nothing
        for name in ("version", "schema_version"):
            if not found.get(name):
                self._problem(PACKAGE, "", name, "is missing")
        names = Counter(one["name"] for one in resources if isinstance(one, dict) and "name" in one)
        for name in (name for name, times in names.items() if times > 1):
            self._problem(PACKAGE, str(name), "name", "is the name of more than one resource")
        return {**found, "resources": [one for one in resources if self._is_usable(one)]}

    def _is_usable(self, resource: Any) -> bool:
        """Whether a resource is described well enough to be read; what is missing becomes a problem."""
        wanted = ("name", "path")
        if not isinstance(resource, dict) or not all(isinstance(resource.get(key), str) for key in wanted):
            self._problem(PACKAGE, "", "resources", "a resource has no name or no path")
            return False
        if resource.get("profile") != "tabular-data-resource":
            return True
        name, schema = resource["name"], resource.get("schema")
        schema = schema if isinstance(schema, dict) else {}
        fields = schema.get("fields")
        if not isinstance(fields, list) or not all(isinstance(f, dict) and f.get("name") for f in fields):
            self._problem(PACKAGE, name, "schema", "has no list of fields, each with a name")
            return False
        odd = [field for field in fields if field.get("type") not in LOADED_TYPES]
        for field in odd:
            types = ", ".join(LOADED_TYPES)
            self._problem(PACKAGE, name, field["name"], f"type {field.get('type')!r} is none of {types}")
        for field in fields:
            target = field.get("references", {"resource": "", "field": ""})
            if not isinstance(target, dict) or not {"resource", "field"} <= target.keys():
                self._problem(PACKAGE, name, field["name"], "references names no resource and field")
                odd.append(field)
        if not schema.get("primaryKey"):
            self._problem(PACKAGE, name, "primaryKey", "is missing: every row needs a permanent id")
        return not odd and bool(schema.get("primaryKey"))

    def _read(self, resource: Mapping[str, Any]) -> list[Row] | None:
        file = resource["path"]
        try:
            with (self.folder / file).open(encoding="utf-8", newline="") as opened:
                header, *lines = list(csv.reader(opened, strict=True)) or [[]]
        except FileNotFoundError:
            self._problem(file, "", "", "there is no such file")
            return None
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self._problem(file, "", "", f"cannot be read as a UTF-8 CSV file: {_words(error)}")
            return None
        if not self._has_columns(file, header, [field["name"] for field in resource["schema"]["fields"]]):
            return None
        key = resource["schema"]["primaryKey"]
        key = [key] if isinstance(key, str) else key
        rows = [dict(zip(header, line, strict=False)) for line in lines]
        return [
            Row(file, "/".join(filter(None, (row.get(k) for k in key))) or f"line {line}", row)
            for line, row in enumerate(rows, start=2)
        ]

    def _has_columns(self, file: str, header: list[str], described: list[str]) -> bool:
        for name in described:
            if name not in header:
                self._problem(file, "line 1", name, "column is missing")
        for name in header:
            if name not in described:
                self._problem(file, "line 1", name, "column is unknown: it is not in datapackage.json")
        if sorted(header) == sorted(described) and header != described:
            self._problem(file, "line 1", "", "columns stand in another order than in datapackage.json")
        for name in {name for name in header if header.count(name) > 1}:
            self._problem(file, "line 1", name, "column stands there more than once")
        return header == described


def _words(error: Exception) -> str:
    """What went wrong, without the path on this machine."""
    return str(error.strerror if isinstance(error, OSError) else error)
