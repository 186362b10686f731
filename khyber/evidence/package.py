"""Reading a data package, a folder or a frozen zip, into typed tables by its own datapackage.json."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pandas as pd

from khyber.evidence import dates

EDTF = "https://id.loc.gov/datatypes/edtf/EDTF-level0"
# Tables are small and read row by row, where strings of Python are faster than Arrow's.
_TEXT = pd.StringDtype("python", na_value=float("nan"))
_DTYPES = {"string": _TEXT, "integer": "Int64", "number": "float64", "boolean": "boolean", "date": _TEXT}
_AS_WRITTEN: dict[str, Any] = {"keep_default_na": False, "na_values": [""]}


class Files(Protocol):
    """Where the files of a package lie: `read(path)` gives the bytes of one."""

    def read(self, path: str) -> bytes: ...


class Folder:
    """The files of a package in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()


class Zip:
    """The files of a package in a frozen release."""

    def __init__(self, archive: Path) -> None:
        with zipfile.ZipFile(archive) as opened:
            self._bytes = {name: opened.read(name) for name in opened.namelist()}

    def read(self, path: str) -> bytes:
        return self._bytes[path]


def describe(files: Files) -> dict[str, Any]:
    """The package's datapackage.json."""
    description: dict[str, Any] = json.loads(files.read("datapackage.json"))
    return description


def tables(package: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The tabular resources of a package by name, in its order."""
    return {r["name"]: r for r in package["resources"] if r.get("profile") == "tabular-data-resource"}


class Licence(NamedTuple):
    """A licence and the titles of what stands under it; none for the whole package, unless named elsewhere."""

    title: str
    url: str
    of: tuple[str, ...]


def licences(package: Mapping[str, Any]) -> list[Licence]:
    """The licences of a package, that of the whole first, then those of single files, as datapackage.json has them."""
    of: dict[tuple[str, str], list[str]] = {}
    for resource in package["resources"]:
        for one in resource.get("licenses", []):
            of.setdefault((one["title"], one["path"]), []).append(str(resource.get("title") or resource["name"]))
    whole = [Licence(one["title"], one["path"], ()) for one in package["licenses"]]
    return [*whole, *(Licence(title, url, tuple(titles)) for (title, url), titles in of.items())]


def load(files: Files, resource: Mapping[str, Any]) -> pd.DataFrame:
    """One table, typed by its schema: text as str, numbers nullable, dates as datetime64[s].

    A text field that holds a partial date gets two more columns, `<field>_earliest` and `<field>_latest`.
    Raises ValueError naming the file and column where a column is missing or unknown, a value does not fit, or
    a row id stands twice.
    """
    path, fields = resource["path"], resource["schema"]["fields"]
    types = {field["name"]: _DTYPES[field["type"]] for field in fields}
    table = _read_csv(path, files.read(path), types)
    if list(table.columns) != list(types):
        odd = sorted(set(table.columns) ^ set(types)) or "their order"
        raise ValueError(f"{path}: columns differ from datapackage.json: {odd}")
    for field in fields:
        try:
            _add_days(table, field)
        except ValueError as error:
            raise ValueError(f"{path}, {field['name']}: {error}") from error
    _require_unique(path, table, resource["schema"]["primaryKey"])
    return table


def _require_unique(path: str, table: pd.DataFrame, key: str | list[str]) -> None:
    names = [key] if isinstance(key, str) else key
    twice = table[table.duplicated(names)]
    if len(twice):
        raise ValueError(f"{path}, {', '.join(names)}: {', '.join(map(str, twice.iloc[0][names]))} stands twice")


def _read_csv(path: str, content: bytes, types: Mapping[str, str]) -> pd.DataFrame:
    try:
        table = pd.read_csv(io.BytesIO(content), dtype=types, **_AS_WRITTEN)
    except pd.errors.ParserError as error:
        raise ValueError(f"{path}: {error}") from error
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path}, {_misfit(content, types)}: a value does not fit ({error})") from error
    if not isinstance(table.index, pd.RangeIndex):
        raise ValueError(f"{path}: the first row has more cells than there are columns")
    return table


def _misfit(content: bytes, types: Mapping[str, str]) -> str:
    """The name of the first column with a value that does not fit its type."""
    for name in pd.read_csv(io.BytesIO(content), dtype=str, nrows=0).columns.intersection(list(types)):
        try:
            pd.read_csv(io.BytesIO(content), usecols=[name], dtype={name: types[name]}, **_AS_WRITTEN)
        except (ValueError, TypeError):
            return str(name)
    return "a column"


def _add_days(table: pd.DataFrame, field: Mapping[str, Any]) -> None:
    """Turn a column of days into days, or add the first and last day of a partial date as two columns."""
    name = field["name"]
    if field["type"] == "date":
        table[name] = pd.to_datetime(table[name], format="%Y-%m-%d").astype("datetime64[s]")
    elif field.get("rdfType") == EDTF:
        spans = [dates.bounds(text) if isinstance(text, str) else (pd.NaT, pd.NaT) for text in table[name]]
        table[f"{name}_earliest"] = pd.Series([first for first, _ in spans], dtype="datetime64[s]")
        table[f"{name}_latest"] = pd.Series([last for _, last in spans], dtype="datetime64[s]")
