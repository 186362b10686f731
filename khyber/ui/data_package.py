"""The data package on its page: how new each table is, what its fields mean, downloads, licences, errors."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import streamlit as st

from khyber.charts.catalogue import Fact
from khyber.evidence import Evidence, cached, dates, dictionary, package
from khyber.evidence.releases import archive, checksum
from khyber.filters import Link
from khyber.settings import settings
from khyber.ui import page, words

_KILOBYTE = 1024
_HOW_TO_REPORT = (
    "Name the page and its title, the release, and the id of the row that is wrong: it stands under “Table” below "
    "every figure, in the column “Rows of data”, and in the CSV. Say which source shows the right figure."
)


def tables(opened: Link) -> None:
    """How many rows each table has, its newest date, and up to which day it was searched; the fields when opened."""
    with st.container(border=True, key="card-tables"):
        words.html(_freshness(opened.evidence, opened.filters.known))
        st.fragment(_dictionary, key="dictionary")(opened)


@cached(16)
def _freshness(evidence: Evidence, known: date | None) -> str:
    rows = []
    for table in evidence.counts:
        resource, newest = evidence.resource(table), "–"
        if page.has_newest(evidence, known, table):
            day = page.newest(evidence, known, table)
            newest = dates.words(day) if day else "none known by that day"
        rows.append(
            (
                f"{resource['title']}, {len(evidence.read(table, known)):,}",
                newest,
                dates.words(dates.bounds(resource["searched_until"])[0]),
            )
        )
    title = f"The package of release {evidence.release}: {len(rows)} tables, each as new as its newest row"
    head = ("Table, number of rows", "Newest", "Searched up to")
    note = (
        "The newest date is that for which a row stands, which may be the end of a year or of a plan. "
        "–: a table without dates, as described in this release."
    )
    return words.tagged("h3", title, "title") + words.table(head, rows) + words.tagged("p", note, "note")


def _dictionary(opened: Link) -> None:
    """What every field of a chosen table means, and the table as a file; nothing is made before it is opened."""
    expander = st.expander("What each field means", key="dictionary-of", on_change="rerun", icon=":material/book_2:")
    if not expander.open:
        return
    evidence = opened.evidence
    with expander:
        titles = {table: str(evidence.resource(table)["title"]) for table in evidence.counts}
        chosen = st.selectbox("Table", list(titles), format_func=titles.__getitem__, key="dictionary-table")
        words.html(_fields(evidence, chosen))
        st.download_button(
            "This table as CSV",
            lambda: evidence.file(chosen),
            f"khyber-{chosen}-{evidence.release}.csv",
            "text/csv",
            key="dictionary-csv",
            on_click="ignore",
        )


@cached(128)
def _fields(evidence: Evidence, table: str) -> str:
    resource = evidence.resource(table)
    listed = []
    for one in dictionary.fields(resource):
        more = [one.type, one.unit, "required" if one.required else ""]
        if one.refers:
            more.append(f"refers to {' and '.join(one.refers)}")
        listed.append(Fact(one.name, one.what, "; ".join(filter(None, more))))
    return words.tagged("p", str(resource.get("description", ""))) + words.facts(listed, "list")


def download(opened: Link) -> None:
    """The whole release as its frozen file."""
    release = opened.evidence.release
    with st.container(border=True, key="card-package"):
        words.html(_about_package(release))
        st.download_button(
            f"Release {release} (zip)",
            lambda: archive(release).read_bytes(),
            f"khyber-{release}.zip",
            "application/zip",
            key="package-zip",
            on_click="ignore",
            icon=":material/download:",
        )


@lru_cache(maxsize=8)
def _about_package(release: str) -> str:
    kilobytes = archive(release).stat().st_size / _KILOBYTE
    return (
        words.tagged("h3", f"Release {release} as one file of {kilobytes:,.0f} KB", "title")
        + words.tagged(
            "p",
            "A Data Package: every table as CSV, the boundaries as GeoJSON, datapackage.json with the meaning of every "
            "field, manifest.json with a checksum of every file. A release never changes.",
        )
        + words.tagged("p", f"SHA-256: {checksum(release)}", "note")
    )


def licences(opened: Link) -> None:
    """Under which licence the data, the boundaries, the names and the code stand."""
    with st.container(border=True, key="card-licences"):
        words.html(_licences(opened.evidence))


@cached(1)
def _licences(evidence: Evidence) -> str:
    found = package.licences(evidence.package)
    lines = [(one.title, ", ".join(one.of) or "All curated tables", one.url) for one in found]
    code = (settings.root / "LICENSE").read_text(encoding="utf-8").splitlines()[0]
    title = "Free to use and to pass on, with the source named"
    return words.tagged("h3", title, "title") + words.linked([*lines, (code, "The code of this dashboard", "")])


def errors(opened: Link) -> None:
    """How to report an error."""
    to = f"Write to {settings.contact}." if settings.contact else "Write to whoever runs this installation."
    with st.container(border=True, key="card-errors"):
        words.html(
            words.tagged("h3", "A figure that is wrong: how to report it", "title"),
            words.tagged("p", f"{to} {_HOW_TO_REPORT}"),
            words.tagged("p", f"This page shows release {opened.evidence.release}.", "note"),
        )
