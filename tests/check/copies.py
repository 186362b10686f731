"""A copy of the real package that a test may break, one small edit at a time, and the finding that must come."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from khyber.check import Finding

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"

Edit = Callable[[Path], None]


def copy(target: Path) -> Path:
    """A copy of the package, without its releases."""
    shutil.copytree(DATA, target, ignore=shutil.ignore_patterns("releases"))
    return target


def read(folder: Path, table: str) -> list[list[str]]:
    """The header and lines of a table."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def write(folder: Path, table: str, lines: list[list[str]]) -> None:
    """Write the header and lines of a table."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(lines)


def cells(table: str, row: str, **values: str) -> Edit:
    """Set cells of the row whose first cell is `row`."""

    def edit(folder: Path) -> None:
        header, *lines = read(folder, table)
        (line,) = [line for line in lines if line[0] == row]
        for name, value in values.items():
            line[header.index(name)] = value
        write(folder, table, [header, *lines])

    return edit


def without_row(table: str, row: str) -> Edit:
    """Take a row away."""
    return lambda folder: write(folder, table, [line for line in read(folder, table) if line[0] != row])


def without_column(table: str, name: str) -> Edit:
    """Take a column away."""

    def edit(folder: Path) -> None:
        lines = read(folder, table)
        at = lines[0].index(name)
        write(folder, table, [line[:at] + line[at + 1 :] for line in lines])

    return edit


def with_column(table: str, name: str) -> Edit:
    """Add an empty column at the end."""

    def edit(folder: Path) -> None:
        header, *lines = read(folder, table)
        write(folder, table, [[*header, name], *([*line, ""] for line in lines)])

    return edit


def with_line(table: str, *line: str) -> Edit:
    """Add a line of these cells at the end, as it is."""
    return lambda folder: write(folder, table, [*read(folder, table), list(line)])


def raw(path: str, content: bytes) -> Edit:
    """Replace a file."""
    return lambda folder: (folder / path).write_bytes(content) and None


def gone(path: str) -> Edit:
    """Take a file away."""
    return lambda folder: (folder / path).unlink()


def described(change: Callable[[dict[str, Any]], None]) -> Edit:
    """Change datapackage.json; `change` gets its resources by name and changes them in place."""

    def edit(folder: Path) -> None:
        path = folder / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        change({resource["name"]: resource for resource in package["resources"]})
        path.write_text(json.dumps(package), encoding="utf-8")

    return edit


def field_of(table: str, name: str, **properties: Any) -> Edit:
    """Change the description of a field."""

    def change(resources: dict[str, Any]) -> None:
        (field,) = [one for one in resources[table]["schema"]["fields"] if one["name"] == name]
        field.update(properties)

    return described(change)


@dataclass(frozen=True)
class Broken:
    """An edit and the finding that it must make, with telling words of its reason."""

    edit: Edit
    file: str
    row: str
    field: str
    reason: str

    def is_told_in(self, findings: Iterable[Finding]) -> bool:
        """Whether the finding is among others."""
        place = (self.file, self.row, self.field)
        at = [finding.reason for finding in findings if (finding.file, finding.row, finding.field) == place]
        return any(self.reason in reason for reason in at)


def set_cell(table: str, row: str, field: str, value: str, reason: str) -> Broken:
    """A broken cell that is told at that very cell."""
    return Broken(cells(table, row, **{field: value}), f"{table}.csv", row, field, reason)
