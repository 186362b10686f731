"""Evidence: the tables of one release, read as known by any day, with the sources behind each row."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from khyber.evidence import dates, described, upgrades
from khyber.evidence import package as packages
from khyber.evidence.cache import Keeper, cached
from khyber.evidence.sources import Source

_WORDS = frozenset({"summary", "description"})


def ids(cell: object) -> tuple[str, ...]:
    """The ids in a list cell ("a;b"); none where the cell is empty."""
    return tuple(cell.split(";")) if isinstance(cell, str) and cell else ()


def text(cell: object) -> str:
    """A text cell, "" where it is empty."""
    return cell if isinstance(cell, str) else ""


@dataclass(frozen=True)
class Hidden:
    """Rows of a table that a known-by day hides: those of later sources, and those without a dated source."""

    later: int
    undated: int


class Evidence(Keeper):
    """The curated data of one release, equal by release and content; it keeps what is computed from it (`cached`).

    A package of an older schema is read as one of today's (`upgrades`); `schema_version` is that of its files.
    """

    def __init__(self, release: str, files: packages.Files) -> None:
        self.release = release
        self.schema_version: int = packages.describe(files)["schema_version"]
        self._files = files = upgrades.upgrade(files)
        self.package: dict[str, Any] = packages.describe(files)
        resources = packages.tables(self.package)
        content = b"".join(files.read(resource["path"]) for resource in self.package["resources"])
        super().__init__((release, hashlib.sha256(content).hexdigest()))
        self._tables = {name: packages.load(files, resource) for name, resource in resources.items()}
        for name, table in self._tables.items():
            if name != "sources" and "source_ids" in table:
                self._date_by_sources(table, resources[name].get("made_on"))

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        return {name: len(table) for name, table in self._tables.items()}

    def file(self, name: str) -> bytes:
        """The content of a file of the package, by the name of its resource, such as "border"."""
        paths = {resource["name"]: resource["path"] for resource in self.package["resources"]}
        return self._files.read(paths[name])

    def written(self, table: str) -> dict[str, dict[str, str]]:
        """The rows of a table by id, each as its cells are written in the file; the parts of an id joined by "/"."""
        return _written(self, table)

    @cached_property
    def checksums(self) -> dict[str, tuple[str, str]]:
        """Path and SHA-256 of each file that is no table, by the name of its resource."""
        others = (one for one in self.package["resources"] if one["name"] not in self._tables)
        return {one["name"]: (one["path"], hashlib.sha256(self._files.read(one["path"])).hexdigest()) for one in others}

    def title(self, name: str) -> str:
        """The title of a table or file by the name of its resource; "" where this release has none of that name."""
        return next((str(one["title"]) for one in self.package["resources"] if one["name"] == name), "")

    def resource(self, table: str) -> Mapping[str, Any]:
        """The description of a table in datapackage.json."""
        return packages.tables(self.package)[table]

    def key(self, table: str) -> str:
        """The name of the column that holds a table's permanent row id."""
        primary = self.resource(table)["schema"]["primaryKey"]
        return primary if isinstance(primary, str) else primary[-1]

    def read(self, table: str, known: date | None = None) -> pd.DataFrame:
        """A table as known by the end of the day `known` (all of it where None). Do not change it in place.

        A row is known when the earliest of its sources had certainly been published: the least
        `published_latest` of its sources is at most that day (curated rule 16). Rows without a dated source
        are hidden then. Of a table that describes the state at curation only what cannot have been so by that day is
        (`described`); vocabularies stay whole.
        """
        whole = self._tables[table]
        if known is None:
            return whole
        if self.has_time(table):
            return _as_known(self, table, known)
        return _as_described(self, table, known) if self.described_in_release(table) else whole

    def hidden(self, table: str, known: date | None) -> Hidden:
        """How many rows of a table the day `known` hides, and why."""
        if known is None or not self.has_time(table):
            return Hidden(0, 0)
        certain = self._certain(table)
        return Hidden(int((certain > pd.Timestamp(known)).sum()), int(certain.isna().sum()))

    def described_in_release(self, table: str) -> bool:
        """True for a table of findings without time: it is shown "as described in this release"."""
        return bool(self.resource(table).get("timeless"))

    def has_time(self, table: str) -> bool:
        """True where a known-by day hides rows of a table: its rows cite dated pages, and it is neither timeless nor a
        vocabulary."""
        if table == "sources":
            return True
        columns = self._tables[table].columns
        return "known_from" in columns and "order" not in columns and not self.described_in_release(table)

    def has_words(self, table: str) -> bool:
        """True where the rows of a table tell what happened in words of the curators."""
        return not _WORDS.isdisjoint(self._tables[table].columns)

    def judges(self, table: str) -> bool:
        """True where the curators say of the rows of a table which are doubtful."""
        return "doubtful" in self._tables[table]

    def row(self, table: str, row_id: str) -> pd.Series:
        """One row by its id. Raises KeyError with the table and id where there is none."""
        found = _by_id(self, table)
        if row_id not in found.index:
            raise KeyError(f"{table} has no row {row_id!r}")
        return found.loc[row_id]

    def has_row(self, table: str, row_id: str) -> bool:
        """True where there is such a table and it has a row of that id."""
        return table in self._tables and row_id in _by_id(self, table).index

    def source(self, source_id: str) -> Source:
        """One source by its id."""
        return self._sources[source_id]

    def sources_of(self, table: str, row_ids: Iterable[str], known: date | None = None) -> list[Source]:
        """The sources behind rows, each once, newest first, undated last.

        A source's source is itself; rows of a table that names no sources are the project's own and have none.
        With `known` only those that had certainly been published by that day, as in `read`.
        """
        behind = (self._sources[one] for one in self._cited(table, row_ids))
        if known is not None and self.has_time(table):
            behind = (one for one in behind if one.latest is not None and one.latest <= known)
        return sorted(behind, key=Source.newest_first)

    def sources_by_row(self, table: str, known: date | None = None) -> dict[str, list[Source]]:
        """The sources that each row known by a day names, by its id; as in `sources_of`, in the order of the row."""
        rows = self.read(table, known)
        cited = zip(rows[self.key(table)].astype(str), rows["source_ids"], strict=True)
        found = {row_id: [self._sources[one] for one in ids(cell)] for row_id, cell in cited}
        if known is None or not self.has_time(table):
            return found
        return {one: [s for s in behind if s.latest and s.latest <= known] for one, behind in found.items()}

    def _cited(self, table: str, row_ids: Iterable[str]) -> set[str]:
        rows = _by_id(self, table)
        if table == "sources":
            return {one for one in row_ids if one in rows.index}
        if not self.names_sources(table):
            return set()
        return {source_id for row_id in row_ids for source_id in ids(rows["source_ids"].get(row_id))}

    def names_sources(self, table: str) -> bool:
        """True where the rows of a table name the pages that they were read from."""
        return "source_ids" in self._tables[table].columns

    def vocabulary(self, table: str) -> pd.DataFrame:
        """A vocabulary table in its display order, indexed by id."""
        return _vocabulary(self, table)

    def used(self, table: str, column: str) -> frozenset[str]:
        """The ids that stand in a column of a table."""
        return _used(self, table, column)

    def names(self, table: str, column: str = "name") -> dict[str, str]:
        """A column of a vocabulary table by id, in display order."""
        return _names(self, table, column)

    def labels(self, vocabulary: str) -> dict[str, str]:
        """The labels of one code list of `labels`, id to label, in display order."""
        return _labels(self, vocabulary)

    @cached_property
    def starts(self) -> date:
        """The first day that any table of figures or events can speak of."""
        given = [one["starts"] for one in self.package["resources"] if "starts" in one]
        days = [day for one in given for day in (one.values() if isinstance(one, Mapping) else [one])]
        return min(dates.bounds(day)[0] for day in days)

    @cached_property
    def searched_until(self) -> date:
        """The last day up to which pages were searched for any table."""
        days = [one["searched_until"] for one in self.package["resources"] if "searched_until" in one]
        return date.fromisoformat(max(days))

    def last_day(self, known: date | None = None) -> date:
        """The last day of which anything can be said: that of the search, or that by which things were known."""
        return min(self.searched_until, known) if known else self.searched_until

    def _certain(self, table: str) -> pd.Series:
        return self._tables[table]["published_latest" if table == "sources" else "known_from"]

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {row.source_id: Source.from_row(row) for row in self._tables["sources"].itertuples()}

    def _date_by_sources(self, table: pd.DataFrame, made_on: str | None) -> None:
        """Add `published` (earliest of the sources) and `known_from` (when the first was certainly out).

        A row that the curators made themselves on a day of its own (`made_on`) was not known before it.
        """
        sources = self._tables["sources"].set_index("source_id")
        cited = table["source_ids"].str.split(";").explode().dropna()
        dated = pd.DataFrame(
            {
                "published": cited.map(sources["published_earliest"]),
                "known_from": cited.map(sources["published_latest"]),
            }
        )
        least = dated.groupby(level=0).min().reindex(table.index)
        table["published"] = least["published"].astype("datetime64[s]")
        table["known_from"] = least["known_from"].astype("datetime64[s]")
        if made_on:
            table["known_from"] = table[["known_from", made_on]].max(axis=1, skipna=False)


@cached(96)
def _by_id(evidence: Evidence, table: str) -> pd.DataFrame:
    rows = evidence.read(table)
    key = rows[evidence.key(table)]
    return rows.set_index(key.astype(str) if pd.api.types.is_integer_dtype(key) else key.name, drop=False)


@cached(96)
def _written(evidence: Evidence, table: str) -> dict[str, dict[str, str]]:
    resource = evidence.resource(table)
    key = resource["schema"]["primaryKey"]
    content = evidence._files.read(resource["path"]).decode("utf-8")
    rows = csv.DictReader(io.StringIO(content, newline=""))
    return {"/".join(row[name] for name in ([key] if isinstance(key, str) else key)): row for row in rows}


@cached(32)
def _as_known(evidence: Evidence, table: str, known: date) -> pd.DataFrame:
    whole = evidence.read(table)
    return whole[evidence._certain(table) <= pd.Timestamp(known)].reset_index(drop=True)


@cached(32)
def _as_described(evidence: Evidence, table: str, known: date) -> pd.DataFrame:
    return described.by(evidence.read(table), known)


@cached(96)
def _vocabulary(evidence: Evidence, table: str) -> pd.DataFrame:
    return _by_id(evidence, table).sort_values("order")


@cached(96)
def _used(evidence: Evidence, table: str, column: str) -> frozenset[str]:
    return frozenset(evidence.read(table)[column].dropna())


@cached(96)
def _names(evidence: Evidence, table: str, column: str) -> dict[str, str]:
    return dict(evidence.vocabulary(table)[column])


@cached(96)
def _labels(evidence: Evidence, vocabulary: str) -> dict[str, str]:
    chosen = evidence.read("labels").query("vocabulary == @vocabulary").sort_values("order")
    return dict(zip(chosen["id"], chosen["label"], strict=True))
