"""What a page is made of: its opening, its lead, its figures and controls, and its close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from khyber.analysis.counts import headlines
from khyber.charts.attacks import yearly
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached, dates
from khyber.filters import Filters, Link
from khyber.ui import card, filter_bar, frame, link, methods, words

figure = card.figure
_NEWEST_BY = {"sources": "published_earliest"}
_COUNTED_BY = ("known", "area", "actor", "by", "metric")


def open(page: str, whole: str = "All areas") -> Link:
    """Open a page by its id: make sure of the frame and read the link.

    The heading and the choices in words come first, of these only what a figure of the page looks at; `whole`
    names all areas.
    """
    frame.require()
    words.html(words.tagged("h1", next(view.name for view in frame.VIEWS if view.page == page)))
    st.fragment(_choices, key="choices")(page, whole)
    return link.current()


def _choices(page: str, whole: str) -> None:
    opened = link.current()
    used = opened.filters.only(sorted(filter_bar.used_on(page)))
    words.html(words.tagged("p", used.sentence(opened.evidence, whole), "note"))


def metric(opened: Link) -> None:
    """The control of what is counted: the metrics that some publisher gives by year or by month."""
    metrics = opened.evidence.names("metrics", "label")
    used = _metrics_in_time(opened.evidence) | {opened.filters.metric}
    filter_bar.select(
        "What is counted",
        "metric",
        [one for one in metrics if one in used],
        metrics.__getitem__,
        opened.filters.metric,
        refresh=filter_bar.using("metric"),
    )


@cached(1)
def _metrics_in_time(evidence: Evidence) -> frozenset[str]:
    found = headlines(evidence)
    return frozenset(found["metric"][found["span"].isin(["year", "month"])])


def scale(opened: Link) -> None:
    """The control of the scale of counts."""
    labels = {"linear": "Linear", "log": "Logarithmic"}
    filter_bar.select(
        "Scale", "scale", list(labels), labels.__getitem__, opened.filters.scale, refresh=filter_bar.using("scale")
    )


def series(opened: Link, label: str = "Whose count by month and by province") -> None:
    """The control of the publisher of whom alone something is shown, such as its months and provinces."""
    publishers = opened.evidence.names("publishers")
    used = opened.evidence.used("attack_counts", "publisher") | {opened.filters.series}
    filter_bar.select(
        label,
        "series",
        [one for one in publishers if one in used],
        publishers.__getitem__,
        opened.filters.series,
        refresh=filter_bar.using("series"),
    )


def two_years() -> None:
    """The controls of the two years compared, for the card of the change."""
    opened = link.current()
    filters = opened.filters
    years = sorted({*_years_counted(opened.evidence, filters.only(_COUNTED_BY)), *filters.years})
    boxes = [link.control(f"choose-year-{place}", year) for place, year in enumerate(filters.years)]
    for column, label, box in zip(st.columns(2), ("From year", "To year"), boxes, strict=True):
        with column:
            st.selectbox(label, years, key=box.key, on_change=box.then(_choose_years), args=boxes)


@cached(64)
def _years_counted(evidence: Evidence, filters: Filters) -> frozenset[int]:
    return frozenset(map(int, yearly(evidence, filters, first=None, last=None)["year"]))


def _choose_years(*boxes: link.Control) -> None:
    first, second = sorted(box.told for box in boxes)
    if first != second:
        link.choose(filter_bar.using("years")(), years=(first, second))


def heading(text: str) -> None:
    """A heading of our own words between cards."""
    st.header(text, anchor=False)


def publishers(shown: Figure, opened: Link) -> None:
    """Draw what each publisher counts, as text with the address of its site."""
    words.html(words.publishers(opened.evidence, shown.table))


def method(title: str) -> None:
    """Draw the section of docs/methods.md with this title, folded: how the figures of this page are computed."""
    words.html(methods.folded(title))


def close(opened: Link, tables: Sequence[str]) -> None:
    """Say how new each table on this page is and up to which day pages were searched."""
    words.html(words.tagged("p", freshness(opened.evidence, opened.filters.known, tuple(tables)), "note"))


@cached(64)
def freshness(evidence: Evidence, known: date | None, tables: tuple[str, ...]) -> str:
    """The newest date in each table, the day of the search and the release, in words; no age against today."""
    told = []
    for table in tables:
        resource = evidence.resource(table)
        searched = dates.bounds(resource["searched_until"])[0]
        found = _told(newest(evidence, known, table), searched) if has_newest(evidence, known, table) else ""
        described = "as described in this release, " if known and not evidence.has_time(table) else ""
        told.append(f"{resource['title']}: {described}{found}searched up to {dates.words(searched)}")
    return f"{'; '.join(told)}. Release {evidence.release}." if told else f"Release {evidence.release}."


def has_newest(evidence: Evidence, known: date | None, table: str) -> bool:
    """Whether a release names the column by which a table is as new as it is.

    A table without time is as new under known-by as its release, which is not told as its newest date.
    """
    return _newest_column(evidence, table) is not None and (known is None or evidence.has_time(table))


def newest(evidence: Evidence, known: date | None, table: str) -> date | None:
    """The newest date of a table that has one, None where no row is known by that day."""
    found = evidence.read(table, known)[_newest_column(evidence, table)].max()
    return None if pd.isna(found) else found.date()


def _newest_column(evidence: Evidence, table: str) -> str | None:
    column: str | None = evidence.resource(table).get("newest_by", _NEWEST_BY.get(table))
    return column


def _told(newest: date | None, searched: date) -> str:
    if newest is None:
        return "none known by that day, "
    if newest > searched:
        return f"with rows for a time that ends on {dates.words(newest)}, "
    return f"newest {dates.words(newest)}, "
