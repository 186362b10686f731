"""The walls of the house: what each room may import, read from the syntax of every file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from khyber.settings import ROOT

# From the ground up: a room imports only rooms of a lower floor; the parts of one room know each other.
FLOORS = (
    ("khyber.settings", "khyber.content_policy"),
    ("khyber.evidence",),
    ("khyber.parsing", "khyber.wording"),
    ("khyber.parameters",),
    ("khyber.filters",),
    ("khyber.events",),
    ("khyber.analysis",),
    ("khyber.claim",),
    ("khyber.charts",),
    ("khyber.briefing",),
    ("khyber.check",),
    ("khyber.api",),
    ("khyber.cli",),
    ("khyber.auth",),
    ("khyber.ui",),
    ("khyber.server",),
    ("pages", "dashboard"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
STREAMLIT = ("khyber.auth", "khyber.server", "khyber.ui", "pages", "dashboard")
FILES = sorted([*(ROOT / "khyber").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py"])


def module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(name: str) -> str | None:
    """The room that a module or a name in it belongs to; None outside the house and for the bare package."""
    parts = name.split(".")
    if parts[0] == "khyber":
        return ".".join(parts[:2]) if len(parts) > 1 else None
    return parts[0] if parts[0] in ("pages", "dashboard") else None


def imports(text: str, package: str = "") -> Iterator[str]:
    """Every module or name that a source text imports, also inside functions, relative ones made whole."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            start = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def imports_of(file: Path) -> set[str]:
    name = module(file)
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    return set(imports(file.read_text(encoding="utf-8"), package))


def uses(name: str, library: str) -> bool:
    return name == library or name.startswith(f"{library}.")


def crossings(own: str, imported: set[str]) -> list[str]:
    """The imports of a room that break the order."""
    others = {name: room(name) for name in imported}
    return sorted(name for name, other in others.items() if other and other != own and FLOOR[other] >= FLOOR[own])


@pytest.mark.parametrize("file", FILES, ids=module)
def test_a_room_imports_only_rooms_below(file: Path) -> None:
    own = room(module(file))
    if own is None:
        assert not {name for name in imports_of(file) if room(name)}, "the package itself imports nothing of its own"
    else:
        assert own in FLOOR, f"{own} has no floor: give it one here"
        assert crossings(own, imports_of(file)) == []


@pytest.mark.parametrize("file", FILES, ids=module)
def test_streamlit_only_where_it_is_drawn_or_served(file: Path) -> None:
    if room(module(file)) not in STREAMLIT:
        assert [name for name in imports_of(file) if uses(name, "streamlit")] == []


@pytest.mark.parametrize("file", FILES, ids=module)
def test_plotly_only_where_figures_are_made_and_shown(file: Path) -> None:
    drawn = {name for name in imports_of(file) if uses(name, "plotly")}
    assert [name for name in drawn if uses(name, "plotly.express")] == []
    if room(module(file)) not in ("khyber.charts", "khyber.briefing", "khyber.ui"):
        assert drawn == set()


def test_every_room_that_stands_was_read() -> None:
    rooms = {room(module(file)) for file in FILES} - {None}
    assert {"khyber.evidence", "khyber.filters", "khyber.analysis", "khyber.charts", "khyber.ui", "pages"} <= rooms


class TestTheTestItself:
    """What reads the walls must see a hole in them."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("import khyber.charts.theme", {"khyber.charts.theme"}),
            ("import khyber.charts as c", {"khyber.charts"}),
            ("from khyber import charts", {"khyber.charts"}),
            ("from khyber.charts import theme, names", {"khyber.charts.theme", "khyber.charts.names"}),
            ("def f():\n    from khyber.ui import page", {"khyber.ui.page"}),
            ("from . import counts", {"khyber.analysis.counts"}),
            ("from .counts import KEY", {"khyber.analysis.counts.KEY"}),
            ("from .. import charts", {"khyber.charts"}),
            ("from ..charts import theme", {"khyber.charts.theme"}),
        ],
    )
    def test_every_way_to_import_is_seen(self, text: str, found: set[str]) -> None:
        assert set(imports(text, "khyber.analysis")) == found

    @pytest.mark.parametrize(
        ("own", "imported", "broken"),
        [
            ("khyber.evidence", "khyber.charts.theme", True),
            ("khyber.evidence", "khyber.analysis", True),
            ("khyber.analysis", "khyber.charts", True),
            ("khyber.filters", "khyber.ui.link", True),
            ("khyber.settings", "khyber.evidence", True),
            ("khyber.settings", "khyber.content_policy", True),
            ("khyber.ui", "pages.attacks", True),
            ("khyber.charts", "khyber.filters", False),
            ("khyber.analysis", "khyber.analysis.counts", False),
            ("pages", "khyber.ui.page", False),
            ("khyber.charts", "pandas", False),
        ],
    )
    def test_a_crossing_upwards_is_found(self, own: str, imported: str, broken: bool) -> None:
        assert bool(crossings(own, {imported})) is broken
