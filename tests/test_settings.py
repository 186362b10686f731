"""Settings: where they come from, which wins, what a bad one says; and that the documents name them all."""

import ast
import re
import sys
import tomllib
from dataclasses import FrozenInstanceError, fields
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from khyber.settings import ROOT, Settings, SettingsError, read, settings

NOWHERE = Path("there-is-no-such-file.toml")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "khyber.toml"


def test_defaults() -> None:
    assert read({}, NOWHERE) == Settings(host="127.0.0.1", port=8501, data=ROOT / "data")


def test_the_file_sets_and_the_environment_wins(file: Path) -> None:
    file.write_text('host = "0.0.0.0"\nport = 8600\n')
    assert read({}, file) == Settings(host="0.0.0.0", port=8600)
    assert read({"KHYBER_PORT": "9000", "OTHER": "x"}, file) == Settings(host="0.0.0.0", port=9000)


def test_a_data_folder_is_relative_to_the_root(tmp_path: Path) -> None:
    assert read({"KHYBER_DATA": "data"}, NOWHERE).data == ROOT / "data"
    assert read({"KHYBER_DATA": str(tmp_path)}, NOWHERE).data == tmp_path.resolve()


@pytest.mark.parametrize("value", ["", "x", "0", "65536", "-1", "80.5", "８０", "1e3"])
def test_a_bad_port_is_named(value: str) -> None:
    with pytest.raises(SettingsError, match="^KHYBER_PORT is .*; expected is a whole number from 1 to 65535$"):
        read({"KHYBER_PORT": value}, NOWHERE)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("port = true", "khyber.toml: port is True; expected is a whole number"),
        ("port = 8501.5", "khyber.toml: port is 8501.5; expected is a whole number"),
        ("host = 1", "khyber.toml: host is 1; expected is an address"),
        (
            'data = "no/such/folder"',
            "khyber.toml: data is 'no/such/folder'; expected is the path of a folder",
        ),
        ("prot = 1", "khyber.toml: prot is not a setting; known are host, port, data"),
        ("port =", "khyber.toml is not a TOML file"),
    ],
)
def test_a_bad_file_is_named(file: Path, written: str, message: str) -> None:
    file.write_text(written)
    with pytest.raises(SettingsError, match=re.escape(message)):
        read({}, file)


def test_whom_to_write_to_is_one_line() -> None:
    assert read({"KHYBER_CONTACT": " desk@example.org "}, NOWHERE).contact == "desk@example.org"
    for value in ("two\nlines", "x" * 201):
        with pytest.raises(SettingsError, match="^KHYBER_CONTACT is .*; expected is one line of text"):
            read({"KHYBER_CONTACT": value}, NOWHERE)


def test_a_blank_host_is_named() -> None:
    with pytest.raises(SettingsError, match="KHYBER_HOST"):
        read({"KHYBER_HOST": " "}, NOWHERE)


def test_settings_cannot_be_changed_and_point_into_the_repository() -> None:
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
    assert (settings.root / "dashboard.py").is_file()
    assert settings.static == settings.root / "static"


def table_in(document: str, heading: str) -> dict[str, list[str]]:
    """The rows of the first Markdown table under a heading: first cell, without backticks, to the others."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1]
    lines = [line for line in text.split("\n## ")[0].splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return {row[0].strip("`"): row[1:] for row in rows}


def test_the_documented_settings_are_the_settings() -> None:
    rows = table_in("operations.md", "Settings")
    defaults = {f"KHYBER_{field.name.upper()}": field.default for field in fields(Settings)}
    shown = {name: str(value).removeprefix(f"{ROOT}/") for name, value in defaults.items()}
    assert {name: cells[1].strip("`") for name, cells in rows.items()} == shown
    assert all(cells[0].strip("`") == name.removeprefix("KHYBER_").lower() for name, cells in rows.items())


def project() -> dict[str, list[str]]:
    """The names of the libraries that pyproject.toml asks for, for running and for development."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {"run": described["project"]["dependencies"], "dev": described["dependency-groups"]["dev"]}
    return {use: [re.split(r"[<>=~!]", item)[0] for item in items] for use, items in asked.items()}


@pytest.mark.parametrize(("use", "heading"), [("run", "To run"), ("dev", "To develop")])
def test_the_documented_dependencies_are_the_dependencies(use: str, heading: str) -> None:
    assert sorted(table_in("dependencies.md", heading)) == sorted(project()[use])


def imported() -> set[str]:
    """The libraries that the application imports, by the names under which they are installed."""
    files = [ROOT / "dashboard.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "khyber").rglob("*.py")]
    modules = set()
    for node in (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.partition(".")[0])
    distributions = packages_distributions()
    foreign = modules - set(sys.stdlib_module_names) - {"khyber", "pages"}
    return {distributions[module][0].lower() for module in foreign}


def test_every_dependency_is_imported_and_every_import_is_a_dependency() -> None:
    assert imported() == set(project()["run"])


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", lock.split("make lock\n", 1)[1])
    assert all(re.match(r"[a-z0-9-]+==\S+( ; [^\\]+)? \\\n    --hash=sha256:", pin) for pin in pins)
    assert "://" not in lock
    assert not re.search(r"^-|@ ", lock, re.MULTILINE)
    assert {pin.partition("==")[0] for pin in pins} >= {*project()["run"], *project()["dev"]}
