"""The differences page: the controls of what is compared, and its lists in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from khyber.charts import names
from khyber.charts.catalogue import Fact, Figure
from khyber.charts.compared import beside
from khyber.evidence import Evidence, cached
from khyber.evidence.differences import REVISED
from khyber.evidence.ranges import number
from khyber.evidence.releases import identifiers
from khyber.filters import Link
from khyber.parsing import first_known
from khyber.ui import card, filter_bar, frame, link, page, words

_MOST, _MOST_ADDED = 40, 10
_EMPTY = "empty"


def than(opened: Link) -> None:
    """The control of the release that the one shown is compared with."""
    filters = opened.filters
    usual = "The same release" if filters.known_than else f"Nearest ({beside(opened.evidence.release)})"
    filter_bar.select(
        "Compared with release",
        "than",
        ["", *identifiers()],
        lambda one: one or usual,
        filters.than,
        refresh=filter_bar.using("than"),
    )


def known_than(opened: Link) -> None:
    """The control of the day by which rows were known that the view is compared with."""
    box = link.control("choose-known_than", opened.filters.known_than)
    st.date_input(
        "Compared with what was known by",
        min_value=first_known(opened.evidence),
        max_value=opened.evidence.searched_until,
        key=box.key,
        format="YYYY-MM-DD",
        on_change=box.then(lambda: link.choose(known_than=box.told)),
    )


def rows(shown: Figure, opened: Link) -> None:
    """The rows that differ, by table, each with its fields before and after and the reason."""
    words.html(_rows(opened.evidence, shown))


@cached(64)
def _rows(evidence: Evidence, shown: Figure) -> str:
    parts = []
    for table, found in shown.table.groupby("table", sort=False):
        title = evidence.title(str(table)) or str(table)
        listed = list(_listed(found))
        most = _MOST if (found["action"] == REVISED).any() else _MOST_ADDED
        more = [Fact("And", f"{number(len(listed) - most)} more in the table below")] if listed[most:] else []
        parts.append((f"{title}: {number(len(listed))}", [*listed[:most], *more]))
    return words.folded(parts)


def _listed(found: pd.DataFrame) -> Iterator[Fact]:
    """One line a row: what was done, or each field before and after; and the reason."""
    for row_id, lines in found.groupby("row_id", sort=False):
        done = [
            f"{_field(one.field)}: {one.old or _EMPTY} → {one.new or _EMPTY}"
            if one.action == REVISED
            else f"Row {one.action}"
            for one in lines.itertuples()
        ]
        named = " – ".join(filter(None, (str(row_id), lines["what"].iloc[0])))
        yield Fact(named, "; ".join(done), " ".join(dict.fromkeys(filter(None, lines["reason"]))))


def _field(name: str) -> str:
    return name.replace("_", " ").capitalize()


def years(shown: Figure, opened: Link) -> None:
    """The chart of yearly counts that differ, and the newest of them in words."""
    card.chart(shown, opened)
    words.html(_years(opened.evidence, shown))


@cached(64)
def _years(evidence: Evidence, shown: Figure) -> str:
    newest = shown.table.sort_values("year", ascending=False, kind="stable").head(_MOST)
    return words.facts(
        (Fact(f"{names.publisher(evidence, one.publisher)}, {one.year}", one.which) for one in newest.itertuples()),
        "key",
    )


def titles() -> None:
    """What other figures say before and after, when it is opened: every figure is then built for both."""
    opened = st.expander("What other figures say before and after", key="said", on_change="rerun")
    if opened.open:
        with opened:
            page.figure("differences-titles", draw=_by_page, facts="key")


def _by_page(shown: Figure, opened: Link) -> None:
    words.html(_titles(shown))


@lru_cache(maxsize=64)
def _titles(shown: Figure) -> str:
    return words.folded(
        (frame.view(str(one)).name, [_told(row) for row in found.itertuples()])
        for one, found in shown.table.groupby("page", sort=False)
    )


def _told(row: Any) -> Fact:
    heading = row.name if row.what == "Sentence" else f"{row.name}: {row.what}"
    return Fact(heading, f"Before: {row.before}", f"After: {row.after}")
