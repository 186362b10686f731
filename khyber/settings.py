"""Every setting of Khyber, read once from the environment and from `khyber.toml`.

A setting is looked for as `KHYBER_<NAME>` in the environment, then as `<name>` in the file
`khyber.toml` at the root of the repository; its default stands otherwise. `docs/operations.md` lists all.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "KHYBER_"
FILE_NAME = "khyber.toml"
_LONGEST_CONTACT = 200


class SettingsError(ValueError):
    """A setting cannot be used; the message names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """What may differ from one installation to another.

    host: the address to listen on; port: 1 to 65535; data: the folder of the data package
    (`datapackage.json`, tables, boundaries, releases), relative to the root if not absolute; contact: whom
    readers write to about an error, as it is shown to them.
    """

    host: str = "127.0.0.1"
    port: int = 8501
    data: Path = ROOT / "data"
    contact: str = ""

    @property
    def root(self) -> Path:
        """The repository: `dashboard.py`, `pages/`, `.streamlit/` and `static/` lie here."""
        return ROOT

    @property
    def static(self) -> Path:
        """The files that the browser fetches by URL, under `/app/static/`."""
        return ROOT / "static"


def _host(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("an address to listen on, such as 127.0.0.1 or 0.0.0.0")
    return value.strip()


def _port(value: Any) -> int:
    expected = "a whole number from 1 to 65535"
    if isinstance(value, bool) or not str(value).isascii() or not str(value).isdigit():
        raise ValueError(expected)
    if not 1 <= int(value) <= 65535:
        raise ValueError(expected)
    return int(value)


def _data(value: Any) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("the path of a folder")
    folder = (ROOT / Path(value).expanduser()).resolve()
    if not folder.is_dir():
        raise ValueError("the path of a folder that exists")
    return folder


def _contact(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_CONTACT:
        raise ValueError(f"one line of text, {_LONGEST_CONTACT} characters at most")
    return value.strip()


READERS = {"host": _host, "port": _port, "data": _data, "contact": _contact}


def read(environment: Mapping[str, str], file: Path) -> Settings:
    """Settings from an environment and a TOML file, which need not exist.

    Raises SettingsError, naming the variable or the file's key, for a value that cannot be used,
    a key that is no setting, and a file that is not TOML.
    """
    written = _read_file(file)
    values: dict[str, Any] = {}
    for field in fields(Settings):
        variable = PREFIX + field.name.upper()
        if variable in environment:
            values[field.name] = _checked(field.name, environment[variable], variable)
        elif field.name in written:
            values[field.name] = _checked(field.name, written[field.name], f"{file.name}: {field.name}")
    return Settings(**values)


def _read_file(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file.name} is not a TOML file: {error}") from error
    unknown = sorted(written.keys() - READERS.keys())
    if unknown:
        raise SettingsError(f"{file.name}: {unknown[0]} is not a setting; known are {', '.join(READERS)}")
    return written


def _checked(name: str, value: Any, where: str) -> Any:
    try:
        return READERS[name](value)
    except ValueError as error:
        raise SettingsError(f"{where} is {value!r}; expected is {error}") from error


settings = read(os.environ, ROOT / FILE_NAME)
