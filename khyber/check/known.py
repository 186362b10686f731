"""Findings that are known and accepted, each with the reason why; the list may only shrink."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from khyber.check.report import Finding

FILE = "known_findings.csv"
COLUMNS = ["file", "row", "field", "reason", "why"]

_Key = tuple[str, str, str, str]


def mark(folder: Path, findings: Iterable[Finding], complete: bool = True) -> Iterator[Finding]:
    """The findings, those on the list marked as known; and a finding for each entry that is not right.

    An entry stands for exactly one finding, its reason word for word: when a value changes, the finding is
    new and the entry must go. An entry without `why` is a finding itself, and so is one that is not found any
    more, unless the check could not be `complete`.
    """
    listed, problems = _read(folder / FILE)
    occurring = set()
    for finding in findings:
        key = (finding.file, finding.row, finding.field, finding.reason)
        occurring.add(key)
        yield replace(finding, known=key in listed)
    yield from problems
    for key, line in listed.items():
        if complete and key not in occurring:
            file, row, field, reason = key
            where = ", ".join(filter(None, (file, row, field)))
            yield Finding(FILE, line, "", f"no longer found, remove it from the list: {where}: {reason}")


def _read(path: Path) -> tuple[dict[_Key, str], list[Finding]]:
    """The entries with their lines, and what is wrong with the list; no entries where there is no file."""
    if not path.is_file():
        return {}, []
    try:
        with path.open(encoding="utf-8", newline="") as opened:
            header, *lines = list(csv.reader(opened, strict=True)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}, [Finding(FILE, "", "", "cannot be read as a UTF-8 CSV file")]
    if header != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        return {}, [Finding(FILE, "line 1", "", f"every line has the columns {', '.join(COLUMNS)}")]
    entries: list[tuple[_Key, str, str]] = [
        ((file, row, field, reason), why.strip(), f"line {number}")
        for number, (file, row, field, reason, why) in enumerate(lines, start=2)
    ]
    times = Counter(key for key, _, _ in entries)
    problems = []
    for key, why, line in entries:
        if not why:
            problems.append(Finding(FILE, line, "why", "is empty: say why this is accepted"))
        if times[key] > 1:
            problems.append(Finding(FILE, line, "", "stands on the list twice"))
    return {key: line for key, _, line in entries}, problems
