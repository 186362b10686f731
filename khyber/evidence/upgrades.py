"""Old schemas: a package of an older schema version read as one of today's, step by step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from khyber.evidence import package as packages


class Table(NamedTuple):
    """A table that a schema version brought: its columns and those of them that are no text, how many of the columns
    are its id, and what older releases are taken to say in it."""

    name: str
    title: str
    columns: tuple[str, ...]
    types: Mapping[str, str] = {}
    keys: int = 1
    lines: tuple[tuple[str, ...], ...] = ()

    def resource(self, searched_until: str) -> dict[str, Any]:
        """The description of the table in an older release."""
        return {
            "name": self.name,
            "path": f"{self.name}.csv",
            "profile": "tabular-data-resource",
            "title": self.title,
            "description": "This release is from before this table.",
            "searched_until": searched_until,
            "schema": {
                "fields": [{"name": name, "type": self.types.get(name, "string")} for name in self.columns],
                "primaryKey": self.columns[0] if self.keys == 1 else list(self.columns[: self.keys]),
            },
        }

    def content(self) -> bytes:
        """The file of the table in an older release."""
        return "".join(",".join(line) + "\n" for line in (self.columns, *self.lines)).encode()


_CORRECTIONS = ("correction_id", "release", "table", "row_id", "action", "field", "old", "new", "reason")
# What the names of publishers and facts said of parties before it was judged row by row.
_PARTIES = {
    ("publishers", "ispr"): "Armed forces of Pakistan",
    ("publishers", "interior-ministry"): "Government of Pakistan",
    ("publishers", "nacta"): "Government of Pakistan",
    **{("border_facts", f"bf-00{number}"): "Pakistan" for number in range(52, 58)},
    ("border_facts", "bf-0078"): "Taliban",
    ("border_facts", "bf-0079"): "Afghan government",
    ("border_facts", "bf-0080"): "Pakistani minister",
}

_KINDS = ("target_kind_id", "label", "description", "order")
_ACCOUNTS = ("table", "row_id", "given_by", "who")

# By schema version: the tables that stand after the others in the next.
STEPS: dict[int, tuple[Table, ...]] = {
    1: (Table("corrections", "Corrections", _CORRECTIONS),),
    2: (
        Table("target_kinds", "Target kinds", _KINDS, {"order": "integer"}),
        Table("targets", "Targets", ("target", "target_kinds")),
        Table(
            "accounts",
            "Whose account a figure is",
            _ACCOUNTS,
            keys=2,
            lines=tuple((*place, "one-side", who) for place, who in _PARTIES.items()),
        ),
    ),
}
CURRENT = 1 + max(STEPS)


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
    description = packages.describe(files)
    version = require_known(description["schema_version"])
    if version == CURRENT:
        return files
    added = [table for step in range(version, CURRENT) for table in STEPS[step]]
    upgraded = {**deepcopy(description), "schema_version": CURRENT}
    place = 1 + max(
        place
        for place, resource in enumerate(upgraded["resources"])
        if resource.get("profile") == "tabular-data-resource"
    )
    upgraded["resources"][place:place] = [table.resource(upgraded["searched_until"]) for table in added]
    replaced = {f"{table.name}.csv": table.content() for table in added}
    return _Upgraded(files, replaced | {"datapackage.json": json.dumps(upgraded).encode()})


def require_known(version: object) -> int:
    """A schema version that this code reads. Raises ValueError for any other."""
    if isinstance(version, int) and 1 <= version <= CURRENT:
        return version
    raise ValueError(f"schema version {version!r} cannot be read: this Khyber reads 1 to {CURRENT}")
