"""The data dictionary: docs/data.md, written from datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from khyber.evidence import dates, package
from khyber.settings import settings

_HEAD = """# The data

<!-- Written by `khyber dictionary` from data/datapackage.json: change it there. -->

What every table of the data package holds, field by field. An empty cell means "not reported", never zero. A
partial date is written 2009, 2025-03 or 2021-08-15, an interval 2022-07-01/2023-06-30; several ids in a cell
are separated by a semicolon. `khyber check` prints the number of rows. The boundary files are described in
[their own page](../data/boundaries/README.md).
"""
_COLUMNS = ("field", "type", "unit", "required", "what it is", "refers to")


def page() -> Path:
    """Where the dictionary stands."""
    return settings.root / "docs" / "data.md"


def write() -> Path:
    """Write the dictionary and return its path."""
    page().write_text(render(package.describe(package.Folder(settings.data))), encoding="utf-8")
    return page()


def is_current() -> bool:
    """True where the dictionary on disk is what datapackage.json says."""
    rendered = render(package.describe(package.Folder(settings.data)))
    return page().is_file() and page().read_text(encoding="utf-8") == rendered


def render(description: Mapping[str, Any]) -> str:
    """The dictionary of a package as Markdown, from its datapackage.json."""
    tables = package.tables(description)
    contents = "\n".join(f"- [{_title(table)}](#{name})" for name, table in tables.items())
    parts = [_HEAD, contents + "\n", *("\n".join(_table(table)) for table in tables.values())]
    return "\n".join(parts)


class Field(NamedTuple):
    """A field of a table in words; `refers` are tables, or "labels: " and a vocabulary, that hold its values."""

    name: str
    type: str
    unit: str
    required: bool
    what: str
    refers: tuple[str, ...]


def fields(table: Mapping[str, Any]) -> list[Field]:
    """Every field of a table, in its order, from its description in datapackage.json."""
    schema = table["schema"]
    return [
        Field(
            field["name"],
            _type(field),
            field.get("unit", ""),
            bool(field.get("constraints", {}).get("required")) or field["name"] in _names(schema["primaryKey"]),
            ": ".join(filter(None, (field.get("title"), field.get("description")))),
            _targets(field, schema, table["name"]),
        )
        for field in schema["fields"]
    ]


def _table(table: Mapping[str, Any]) -> Iterator[str]:
    yield f'<a id="{table["name"]}"></a>\n'
    yield f"## {_title(table)}\n"
    yield f"{table.get('description', '')}\n"
    yield f"`{table['path']}`, {_key(table['schema']['primaryKey'])}.{_window(table)}\n"
    yield _row(*_COLUMNS)
    yield _row(*["---"] * len(_COLUMNS))
    for one in fields(table):
        links = ", ".join(_link(target) for target in one.refers)
        yield _row(f"`{one.name}`", one.type, one.unit, "yes" if one.required else "", one.what, links)
    yield ""


def _title(table: Mapping[str, Any]) -> str:
    return str(table.get("title") or table["name"])


def _key(primary: object) -> str:
    return "key " + " and ".join(f"`{name}`" for name in _names(primary))


def _window(table: Mapping[str, Any]) -> str:
    """From which day the table can speak, and up to which day was searched, in a sentence each."""
    words = ""
    starts = table.get("starts")
    if isinstance(starts, Mapping):
        words += f" Starts {', '.join(f'{_day(day)} ({name})' for name, day in starts.items())}."
    elif starts:
        words += f" Starts {_day(starts)}."
    if until := table.get("searched_until"):
        words += f" Searched until {_day(until)}."
    return words


def _day(day: str) -> str:
    return dates.words(*dates.bounds(day))


def _type(field: Mapping[str, Any]) -> str:
    if field.get("rdfType") == package.EDTF:
        return "partial date"
    return "list" if "list" in field else str(field["type"])


def _targets(field: Mapping[str, Any], schema: Mapping[str, Any], own: str) -> tuple[str, ...]:
    """The tables, or the vocabulary of `labels`, in which the values of a field stand."""
    targets = [
        key["reference"]["resource"] or own
        for key in schema.get("foreignKeys", [])
        if field["name"] in _names(key["fields"])
    ]
    if "references" in field:
        targets.append(field["references"]["resource"])
    if "vocabulary" in field:
        targets.append(f"labels: {field['vocabulary']}")
    return tuple(dict.fromkeys(targets))


def _link(target: str) -> str:
    table, colon, vocabulary = target.partition(":")
    return f"[{table}](#{table}){colon}{vocabulary}"


def _names(given: object) -> list[str]:
    return [given] if isinstance(given, str) else list(given) if isinstance(given, (list, tuple)) else []


def _row(*cells: str) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
