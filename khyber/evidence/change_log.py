"""The change log of the data: docs/data_changes.md, written from the frozen releases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from khyber.evidence.differences import FILE, REVISED, Change, compare, tally
from khyber.evidence.evidence import Evidence
from khyber.evidence.releases import identifiers, open_release
from khyber.settings import settings

_HEAD = """# Changes of the data

<!-- Written by `khyber changes` from the releases in data/releases: do not edit. -->

What changed in the data from release to release, the newest first: rows added, removed and revised, by their
permanent ids, each revision with what stood there before and the reason; and files that are no tables, by the
beginning of their SHA-256. The log of the package itself is its table [corrections](data.md#corrections).
"""
_EMPTY = "(empty)"


def page() -> Path:
    """Where the change log stands."""
    return settings.root / "docs" / "data_changes.md"


def write() -> Path:
    """Write the change log and return its path."""
    page().write_text(render(identifiers()), encoding="utf-8")
    return page()


def is_current() -> bool:
    """True where the change log on disk is what the releases say."""
    return page().is_file() and page().read_text(encoding="utf-8") == render(identifiers())


def render(releases: Sequence[str]) -> str:
    """The change log of these releases, newest first, as Markdown."""
    parts = [_HEAD]
    for newer, older in pairwise(releases):
        parts.append(section(open_release(older), open_release(newer)))
    if releases:
        parts.append(f"## {releases[-1]}\n\nThe first release.\n")
    return "\n".join(parts)


def section(older: Evidence, newer: Evidence) -> str:
    """What changed from one release to the next, as Markdown."""
    changes = compare(older, newer)
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    parts = [f"## {newer.release}, since {older.release}\n", f"{tally(changes) or 'No row'} in all.\n"]
    if newer.schema_version != older.schema_version:
        parts.append(f"Schema version {older.schema_version} became {newer.schema_version}.\n")
    for table, found in by_table.items():
        title = newer.title(table) or older.title(table)
        parts += [f"### {title} (`{table}`): {tally(found)}\n", _table(found)]
    return "\n".join(parts)


def _table(changes: Sequence[Change]) -> str:
    lines = ["| row | change | before | after | reason |", "| --- | --- | --- | --- | --- |"]
    for one in changes:
        what = one.field if one.action == REVISED else f"{FILE if one.field == FILE else 'row'} {one.action}"
        cells = (one.old or _EMPTY, one.new or _EMPTY) if one.action == REVISED else ("", "")
        lines.append(f"| {' | '.join(map(_cell, (f'`{one.row_id}`', what, *cells, one.reason)))} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
