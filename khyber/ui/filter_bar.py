"""The filters that every page shares. Each writes its choice to the address; the address sets each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from khyber.analysis import timeline
from khyber.charts import border_views, catalogue
from khyber.evidence import Evidence, dates
from khyber.evidence.releases import NEWEST, identifiers
from khyber.filters import Filters, Link
from khyber.parameters import ALL
from khyber.parsing import first_known
from khyber.ui import link, words


def used_on(page: str) -> frozenset[str]:
    """The fields of the filters that some figure of a page looks at."""
    return frozenset(field for entry in catalogue.entries() if entry.stands_on(page) for field in entry.uses)


def using(field: str) -> Callable[[], list[str]]:
    """The cards on this page whose figure looks at a field of the filters."""

    def found() -> list[str]:
        looking = {entry.id for entry in catalogue.entries() if field in entry.uses}
        return [one for one in link.cards() if one in looking]

    return found


def draw(opened: Link, page: str) -> None:
    """The filter bar of a page, showing what the link says: of the filters those that some figure looks at.

    What was chosen for other pages stays in the link and is named, as it changes nothing here.
    """
    evidence, filters, used = opened.evidence, opened.filters, used_on(page)
    st.header("Filters", anchor=False)
    if used & {"start", "end"}:
        _years(evidence, filters)
    if "area" in used:
        _choice("Area", "area", *_areas(evidence), filters.area)
    if "actor" in used:
        _choice("Actor", "actor", *_actors(evidence, page, filters.actor), filters.actor)
    if "by" in used:
        _publishers(evidence, filters)
    if "border" in used:
        views = border_views.options(evidence)
        _choice("Border view", "border", list(views), views.__getitem__, filters.border)
    if used:
        _known(evidence, filters)
    _choice("Data release", "release", [NEWEST, *identifiers()], _release_name, filters.release)
    if unused := _unused(filters, used).sentence(evidence, ""):
        words.html(words.tagged("p", f"Kept for other pages, not used on this one: {unused}.", "note"))
    st.button("Clear all filters", on_click=_clear, width="stretch", icon=":material/filter_alt_off:")


def _unused(filters: Filters, used: frozenset[str]) -> Filters:
    """The choices of every page that no figure of this one looks at."""
    return filters.only([one for one in ("start", "end", "area", "actor", "by") if one not in used])


def select(
    label: str,
    field: str,
    options: Sequence[Any],
    named: Callable[[Any], str],
    value: Any,
    *,
    refresh: Callable[[], list[str]] | None = None,
) -> None:
    """A select box bound to a field of the filters; `refresh` gives the cards to redraw, None redraws the page."""
    box = link.control(f"choose-{field}", value)

    def chosen() -> None:
        if box.told in options:  # A browser that has not this page yet may say an option by the name it had.
            link.choose(refresh() if refresh else None, **{field: box.told})

    st.selectbox(label, options, format_func=named, key=box.key, on_change=box.then(chosen))


def _choice(label: str, field: str, options: Sequence[str], named: Callable[[str], str], value: str) -> None:
    select(label, field, options, named, value)


def _years(evidence: Evidence, filters: Filters) -> None:
    first = date.fromisoformat(evidence.resource("attack_counts")["starts"]).year
    years = [str(year) for year in range(first, evidence.searched_until.year + 1)]
    left, right = st.columns(2)
    # A year is offered only where the period then begins before it ends.
    until = [one for one in years if not filters.end or one <= filters.end[:4]]
    since = [one for one in years if not filters.start or one >= filters.start[:4]]
    for column, label, field, open_end, offered in (
        (left, "From", "start", "Earliest", until),
        (right, "To", "end", "Newest", since),
    ):
        value = getattr(filters, field)
        options = ["", *(offered if value in ("", *offered) else [value, *offered])]
        with column:
            _choice(label, field, options, partial(_when, open_end=open_end), value)


def _when(one: str, open_end: str) -> str:
    return dates.words(*dates.bounds(one)) if one else open_end


def _areas(evidence: Evidence) -> tuple[list[str], Callable[[str], str]]:
    areas = evidence.names("areas")
    return [ALL, *areas], lambda one: "All areas" if one == ALL else areas[one]


def _actors(evidence: Evidence, page: str, chosen: str) -> tuple[list[str], Callable[[str], str]]:
    actors = evidence.names("actors")
    named = timeline.actors(evidence) if page == "timeline" else _counted(evidence)
    used = named | {chosen}
    options = [ALL, *(one for one in actors if one in used and one != ALL)]
    return options, lambda one: "All actors" if one == ALL else actors[one]


def _counted(evidence: Evidence) -> frozenset[str]:
    return evidence.used("attack_counts", "actor") | evidence.used("incidents", "actor")


def _publishers(evidence: Evidence, filters: Filters) -> None:
    publishers = evidence.names("publishers")
    used = evidence.used("attack_counts", "publisher") | set(filters.by)
    box = link.control_of_several("choose-by", filters.by)
    st.multiselect(
        "Counted by",
        [one for one in publishers if one in used],
        format_func=publishers.__getitem__,
        key=box.key,
        placeholder="All publishers",
        on_change=box.then(lambda: link.choose(by=tuple(box.told))),
    )


def _known(evidence: Evidence, filters: Filters) -> None:
    box = link.control("choose-known", filters.known)
    st.date_input(
        "As known by",
        min_value=first_known(evidence),
        max_value=evidence.searched_until,
        key=box.key,
        format="YYYY-MM-DD",
        help="Hides every row that had not been published by the end of that day.",
        on_change=box.then(lambda: link.choose(known=box.told)),
    )


def _release_name(one: str) -> str:
    return f"Newest ({identifiers()[0]})" if one == NEWEST else one


def _clear() -> None:
    st.query_params.clear()
