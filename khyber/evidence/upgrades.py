"""Old schemas: a package of an older schema version read as one of today's, step by step."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
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


class Column(NamedTuple):
    """A column that a schema version added to a table at its end; it is empty in every row of an older release."""

    table: str
    name: str
    type: str = "string"

    @property
    def field(self) -> dict[str, Any]:
        """The description of the column in an older release."""
        return {"name": self.name, "type": self.type}


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
_RULES = (
    "rule_id", "order", "table", "kinds", "actors", "and_actors", "places", "words", "killed_least", "role", "rung",
    "wording",
)  # fmt: skip
_READINGS = ("table", "row_id", "role", "rung", "other_rung", "may_be_none", "days", "reason")
_TERMS = ("term_id", "term", "synonym", "low", "high", "source_ids", "order")
# The directive is of 2015: the terms of every release are these, in its two rows.
_BANDS = (
    ("almost-no-chance", "almost no chance", "remote", "1", "5", "", "1"),
    ("very-unlikely", "very unlikely", "highly improbable", "5", "20", "", "2"),
    ("unlikely", "unlikely", "improbable", "20", "45", "", "3"),
    ("roughly-even-chance", "roughly even chance", "roughly even odds", "45", "55", "", "4"),
    ("likely", "likely", "probable", "55", "80", "", "5"),
    ("very-likely", "very likely", "highly probable", "80", "95", "", "6"),
    ("almost-certain", "almost certain", "nearly certain", "95", "99", "", "7"),
)
_SCENARIOS = ("scenario_id", "order", "name", "description")
_SIGNPOSTS = (
    "signpost_id", "order", "scenario_id", "points", "text", "measure", "subject", "comparison", "threshold",
    "window_days", "window_months", "why",
)  # fmt: skip
_PILLARS = ("pillar_id", "label", "weight_pct", "description", "order")
_INPUTS = (
    "input_id", "pillar_id", "label", "unit", "share_pct", "low", "high", "at_100", "basis", "window", "carried_months",
    "of_rows", "note", "order",
)  # fmt: skip

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
    3: (
        Table("rung_rules", "Rules of the rungs", _RULES, dict.fromkeys(("order", "killed_least", "rung"), "integer")),
        Table("rung_readings", "Rungs as read", _READINGS, dict.fromkeys(("rung", "other_rung"), "integer"), keys=2),
        Table(
            "likelihood_terms",
            "Terms of likelihood",
            _TERMS,
            {"low": "number", "high": "number", "order": "integer"},
            lines=_BANDS,
        ),
        Table("risk_pillars", "Pillars of the risk index", _PILLARS, {"weight_pct": "number", "order": "integer"}),
        Table(
            "risk_inputs",
            "Inputs of the risk index",
            _INPUTS,
            dict.fromkeys(("share_pct", "low", "high"), "number")
            | dict.fromkeys(("carried_months", "order"), "integer"),
        ),
        Table("scenarios", "Scenarios", _SCENARIOS, {"order": "integer"}),
        Table(
            "signposts",
            "Signposts",
            _SIGNPOSTS,
            {**dict.fromkeys(("order", "window_days", "window_months"), "integer"), "threshold": "number"},
        ),
    ),
}
# By schema version: the columns that stand after the others of an older table in the next.
COLUMNS: dict[int, tuple[Column, ...]] = {
    3: (
        Column("key_judgments", "title"),
        Column("key_judgments", "likelihood"),
        Column("key_judgments", "horizon", "date"),
        Column("key_judgments", "resolution_question"),
        Column("key_judgments", "signposts"),
        Column("key_judgments", "outcome"),
        Column("key_judgments", "outcome_rows"),
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
    replaced = _widened(files, upgraded, [one for step in range(version, CURRENT) for one in COLUMNS.get(step, ())])
    upgraded["resources"][place:place] = [table.resource(upgraded["searched_until"]) for table in added]
    replaced |= {f"{table.name}.csv": table.content() for table in added}
    return _Upgraded(files, replaced | {"datapackage.json": json.dumps(upgraded).encode()})


def _widened(files: packages.Files, package: dict[str, Any], columns: Sequence[Column]) -> dict[str, bytes]:
    """The files of the tables that get columns, each empty in every row; their descriptions in `package` get them, too.

    A package without such a table, or with the column already, is left as it is.
    """
    wide: dict[str, bytes] = {}
    for name, resource in packages.tables(package).items():
        fields = resource["schema"]["fields"]
        there = {field["name"] for field in fields}
        new = [one for one in columns if one.table == name and one.name not in there]
        if new:
            fields += [one.field for one in new]
            wide[resource["path"]] = _with_cells(files.read(resource["path"]), [one.name for one in new])
    return wide


def _with_cells(content: bytes, names: Sequence[str]) -> bytes:
    """A CSV file with more columns at its end, empty below their names."""
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    written = io.StringIO(newline="")
    out = csv.writer(written, lineterminator="\n")
    out.writerow([*head, *names])
    out.writerows([*line, *("" for _ in names)] for line in lines)
    return written.getvalue().encode()


def require_known(version: object) -> int:
    """A schema version that this code reads. Raises ValueError for any other."""
    if isinstance(version, int) and 1 <= version <= CURRENT:
        return version
    raise ValueError(f"schema version {version!r} cannot be read: this Khyber reads 1 to {CURRENT}")
