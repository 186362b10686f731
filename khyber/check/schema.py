"""What the schema says: types, constraints, keys and foreign keys, by frictionless, in plain words."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from frictionless import FrictionlessException, Package
from frictionless import errors as of

from khyber.check.report import Finding
from khyber.check.tables import PACKAGE, Table, Tables
from khyber.evidence import package

# Said outright, so that frictionless does not guess it from the first lines of a file.
_CSV = {"csv": {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}}
_MANY = 1_000_000

_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a day such as 2021-08-15",
}
_SHAPE = (of.BlankRowError, of.ExtraCellError, of.MissingCellError)
_CONSTRAINT = re.compile(r'constraint "(\w+)" is "(.*)"', re.DOTALL)
_LIMITS = {
    "minimum": "is less than {}",
    "maximum": "is more than {}",
    "enum": "is none of {}",
    "pattern": "does not match {}",
    "minLength": "is shorter than {} characters",
    "maxLength": "is longer than {} characters",
}


def findings(tables: Tables) -> Iterator[Finding]:
    """Every breach of datapackage.json in the tables that can be read."""
    try:
        checked = Package.from_descriptor(_descriptor(tables), basepath=str(tables.folder))
    except FrictionlessException as broken:
        for reason in broken.reasons or [broken.error]:
            yield Finding(PACKAGE, "", "", reason.note)
        return
    try:
        report = checked.validate(limit_errors=_MANY)
    except TypeError as misfit:
        yield Finding(PACKAGE, "", "", f"a constraint does not fit the type of its field: {misfit}")
        return
    for error in report.errors:
        yield Finding(PACKAGE, "", "", error.note)
    for task in report.tasks:
        yield from _in_table(tables[task.name], task.errors)


def _in_table(table: Table, errors: list[Any]) -> Iterator[Finding]:
    """One finding a cell, which may break several rules, and one a line that has not a cell for each column."""
    crooked = {error.row_number for error in errors if isinstance(error, _SHAPE)}
    told = set()
    for error in errors:
        number = getattr(error, "row_number", None)
        if number in crooked and not isinstance(error, _SHAPE):
            continue
        finding = _finding(table, error)
        place = (number, finding.field if number else error.note)
        if place not in told:
            told.add(place)
            yield finding


def _descriptor(tables: Tables) -> dict[str, Any]:
    """The package with the tables that can be read, without foreign keys to those that cannot."""
    described = package.tables(tables.package)
    unread = described.keys() - tables.tables.keys()
    resources = []
    for _, table in tables:
        resource = copy.deepcopy(dict(table.resource)) | {"encoding": "utf-8", "dialect": _CSV}
        keys = resource["schema"].get("foreignKeys", [])
        resource["schema"]["foreignKeys"] = [key for key in keys if _target(key) not in unread]
        resources.append(resource)
    return {"name": "checked", "resources": resources}


def _target(key: Any) -> Any:
    """The table that a foreign key leads to; None where it does not say so, which frictionless tells."""
    reference = key.get("reference") if isinstance(key, dict) else None
    return reference.get("resource") if isinstance(reference, dict) else None


def _finding(table: Table, error: Any) -> Finding:
    """A frictionless error in plain words."""
    number = getattr(error, "row_number", None)
    if number is None:
        return Finding(table.file, "", "", error.note or error.message)
    row = table.rows[number - 2].id
    field = "" if isinstance(error, _SHAPE) else getattr(error, "field_name", "")
    if isinstance(error, of.ForeignKeyError):
        field, cells = ", ".join(error.field_names), ", ".join(error.field_cells)
        where = error.reference_name or table.resource["name"]
        return Finding(table.file, row, field, f"{cells!r} is not in {where}")
    reason = _reason(table.fields.get(field, {}), error, number)
    return Finding(table.file, row, field or _key(table, error), reason)


def _key(table: Table, error: Any) -> str:
    key = table.resource["schema"]["primaryKey"]
    if not isinstance(error, of.PrimaryKeyError):
        return ""
    return key if isinstance(key, str) else ", ".join(key)


def _reason(field: Mapping[str, Any], error: Any, number: int) -> str:
    if isinstance(error, of.PrimaryKeyError) and "same as" in error.note:
        return f"line {number} repeats an id that stands above"
    if isinstance(error, of.PrimaryKeyError):
        return f"line {number} has no id"
    if isinstance(error, of.UniqueError):
        return f"{error.cell!r} stands in an earlier row too"
    if isinstance(error, of.TypeError):
        return f"{error.cell!r} is not {_TYPES[field['type']]}"
    if isinstance(error, of.ConstraintError):
        return _limit(error)
    if isinstance(error, of.ExtraCellError):
        return f"line {number} has more cells than there are columns: {error.cell!r}"
    if isinstance(error, of.MissingCellError):
        return f"line {number} has fewer cells than there are columns"
    if isinstance(error, of.BlankRowError):
        return "the line is empty"
    return str(error.note or error.message)


def _limit(error: Any) -> str:
    match = _CONSTRAINT.fullmatch(error.note)
    if not match:
        return str(error.note)
    constraint, value = match.groups()
    if constraint == "required":
        return "is empty, and is required"
    return f"{error.cell!r} {_LIMITS[constraint].format(value)}"
