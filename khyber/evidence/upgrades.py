"""Old schemas: a package of an older schema version read as one of today's, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from khyber.evidence import package as packages

CURRENT = 3
Step = Callable[[Mapping[str, Any]], tuple[dict[str, Any], dict[str, bytes]]]


class _Upgraded:
    """The files of a package with some of them replaced or added."""

    def __init__(self, files: packages.Files, replaced: Mapping[str, bytes]) -> None:
        self._files, self._replaced = files, replaced

    def read(self, path: str) -> bytes:
        return self._replaced[path] if path in self._replaced else self._files.read(path)


def upgrade(files: packages.Files) -> packages.Files:
    """The files of a package as one of the current schema version; the same files where it is one already.

    Raises ValueError where its schema version is newer than this code knows, or one that never was.
    """
    description, replaced = packages.describe(files), dict[str, bytes]()
    if description["schema_version"] == CURRENT:
        return files
    while (version := description["schema_version"]) != CURRENT:
        if version not in STEPS:
            raise ValueError(f"schema version {version!r} cannot be read: this Khyber reads 1 to {CURRENT}")
        description, added = STEPS[version](description)
        replaced |= added
    return _Upgraded(files, replaced | {"datapackage.json": json.dumps(description).encode()})


def _with_corrections(description: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Version 1 to 2: the log of corrections, which stands after the other tables, begins empty."""
    upgraded = {**deepcopy(dict(description)), "schema_version": 2}
    place = 1 + max(
        place
        for place, resource in enumerate(upgraded["resources"])
        if resource.get("profile") == "tabular-data-resource"
    )
    resource = {
        "name": "corrections",
        "path": "corrections.csv",
        "profile": "tabular-data-resource",
        "title": "Corrections",
        "description": "This release is from before corrections were logged.",
        "searched_until": upgraded["searched_until"],
        "schema": {
            "fields": [{"name": name, "type": "string"} for name in _CORRECTIONS],
            "primaryKey": _CORRECTIONS[0],
        },
    }
    upgraded["resources"].insert(place, resource)
    return upgraded, {"corrections.csv": (",".join(_CORRECTIONS) + "\n").encode()}


_CORRECTIONS = ("correction_id", "release", "table", "row_id", "action", "field", "old", "new", "reason")


def _with_tables_of_three(description: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Version 2 to 3: tables that did not exist then begin empty."""
    upgraded = {**deepcopy(dict(description)), "schema_version": 3}
    present = [one["name"] for one in upgraded["resources"]]
    missing = {name: fields for name, fields in _SINCE_THREE.items() if name not in present}
    place = 1 + present.index("incident_kinds")
    upgraded["resources"][place:place] = [
        _empty(name, fields, upgraded["searched_until"]) for name, fields in missing.items()
    ]
    return upgraded, {f"{name}.csv": (",".join(fields) + "\n").encode() for name, fields in missing.items()}


def _empty(name: str, fields: Mapping[str, str], searched_until: str) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": name.replace("_", " ").capitalize(),
        "description": "This release is from before this table.",
        "searched_until": searched_until,
        "schema": {
            "fields": [{"name": one, "type": kind} for one, kind in fields.items()],
            "primaryKey": next(iter(fields)),
        },
    }


# The tables that came with version 3, each with its fields and their types, the key first.
_SINCE_THREE = {
    "target_kinds": {"target_kind_id": "string", "label": "string", "description": "string", "order": "integer"},
    "targets": {"target": "string", "target_kinds": "string"},
}

# By schema version: from it to the next.
STEPS: dict[int, Step] = {1: _with_corrections, 2: _with_tables_of_three}
