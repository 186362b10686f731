"""The pages that were read on their page: search and filters, the list, the outlets, the reading rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from khyber.charts import names
from khyber.charts import sources as figures
from khyber.charts.catalogue import Fact, Figure
from khyber.evidence import Evidence, cached, grading
from khyber.filters import Link
from khyber.parsing import MOST_SEARCHED
from khyber.ui import link, words

_CARDS = ("sources", "outlets", "source-kinds", "source-grades")


def filters(opened: Link) -> None:
    """The filters of the pages: words, kinds, and how the date is known."""
    evidence, chosen = opened.evidence, opened.filters
    grid = st.grid(3, min_column_width=220)
    with grid.cell():
        _search(chosen.search)
    with grid.cell():
        _several("Kind of page", "page_kind", evidence.labels("source_kind"), chosen.page_kind, "All kinds")
    with grid.cell():
        _several("How the date is known", "dated", evidence.labels("date_basis"), chosen.dated, "In any way")


def _search(value: str) -> None:
    box = link.control("choose-search", value, link.carried)
    st.text_input(
        "Search publisher, title, address, id",
        key=box.key,
        max_chars=MOST_SEARCHED,
        placeholder="Every word must occur",
        on_change=box.then(lambda: link.choose(_cards(), search=link.carried(box.told))),
    )


def _several(label: str, field: str, labels: Mapping[str, str], value: tuple[str, ...], whole: str) -> None:
    box = link.control_of_several(f"choose-{field}", value)
    st.multiselect(
        label,
        list(labels),
        format_func=labels.__getitem__,
        key=box.key,
        placeholder=whole,
        on_change=box.then(lambda: link.choose(_cards(), **{field: tuple(box.told)})),
    )


def _cards() -> list[str]:
    return [one for one in link.cards() if one in _CARDS]


def pages(shown: Figure, opened: Link) -> None:
    """The newest of the pages found, with links."""
    words.html(_listed(opened.evidence, shown))


@cached(64)
def _listed(evidence: Evidence, shown: Figure) -> str:
    newest = shown.table.head(figures.SHOWN).itertuples()
    return words.pages(
        (evidence.source(row.source_id), f"{row.kind}. Date: {names.inside(row.date_basis)}. Id {row.source_id}")
        for row in newest
    )


def outlets(shown: Figure, opened: Link) -> None:
    """Who published the pages found, as text."""
    words.html(_outlets(shown))


@lru_cache(maxsize=64)
def _outlets(shown: Figure) -> str:
    if shown.is_empty:
        return ""
    listed = zip(shown.table["published_by"], shown.table["pages"], strict=True)
    return words.counted_names(listed, "Outlets with the number of pages read of each")


def letters(shown: Figure, opened: Link) -> None:
    """The rules by which a page gets its letter."""
    words.html(_graded_by("How a page gets its letter", grading.LETTER_RULES, grading.LETTERS))


def digits(shown: Figure, opened: Link) -> None:
    """The rules by which a row gets its digit."""
    words.html(_graded_by("How a row gets its digit: the worst that a rule gives", grading.DIGIT_RULES, grading.DIGITS))


def _graded_by(heading: str, rules: tuple[grading.Rule, ...], scale: Mapping[str, str]) -> str:
    meant = "; ".join(f"{grade} {meaning}" for grade, meaning in scale.items())
    return words.closed(
        heading, words.tagged("p", f"The scale: {meant}.", "note"), words.table(("Rule", "Grade", "Why"), rules)
    )


def rules(shown: Figure, opened: Link) -> None:
    """The reading rules by topic."""
    words.html(_rules(shown))


@lru_cache(maxsize=8)
def _rules(shown: Figure) -> str:
    return words.folded(
        (topic, [Fact(f"Rule {row.rule}", row.text) for row in listed.itertuples()])
        for topic, listed in shown.table.groupby("topic", sort=False)
    )
