"""The filters of the incidents page: what is looked for often stands open, the rest opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from khyber import parsing
from khyber.charts import incident_list
from khyber.evidence import Evidence, cached
from khyber.filters import Link
from khyber.parsing import MOST_SEARCHED
from khyber.ui import filter_bar, link

_TOLLS = (1, 5, 10, 25, 50, 100)
_BANDS = (10, 25, 50, 100)
_LESS_OFTEN = (
    "claim_status", "target", "province", "district", "confidence", "country", "toll", "within", "placed",
)  # fmt: skip


def draw(opened: Link) -> None:
    """Words, category, kinds and the order; beneath them, closed where nothing of it is chosen, all other filters."""
    evidence, chosen = opened.evidence, opened.filters
    grid = st.grid(4, min_column_width=200)
    with grid.cell():
        _search(chosen.search)
    with grid.cell():
        labels = {"all": "All", "attack": "Militant attacks", "border": "Between the two states"}
        _one("Category", "category", labels, chosen.category)
    with grid.cell():
        _several("Kind", "kind", evidence.names("incident_kinds", "label"), chosen.kind, "All kinds")
    with grid.cell():
        _one("Order", "sort", incident_list.ORDERS, chosen.sort)
    with st.expander("More filters", expanded=chosen.only(_LESS_OFTEN) != chosen.only(()), icon=":material/tune:"):
        _more(opened)


def _more(opened: Link) -> None:
    evidence, chosen = opened.evidence, opened.filters
    grid = st.grid(3, min_column_width=220)
    for label, field, options, whole in (
        ("Target", "target", evidence.names("target_kinds", "label"), "All targets"),
        ("Claim status", "claim_status", evidence.labels("claim_status"), "Any"),
        ("Confidence of the curators", "confidence", evidence.labels("confidence"), "Any"),
        ("Province", "province", _provinces(evidence), "All provinces"),
        ("District", "district", parsing.districts(evidence), "All districts"),
    ):
        with grid.cell():
            _several(label, field, options, getattr(chosen, field), whole)
    with grid.cell():
        labels = {"all": "Any", "AF": "Afghanistan", "PK": "Pakistan", parsing.NOWHERE: "None on record"}
        _one("Country", "country", labels, chosen.country)
    with grid.cell():
        tolls = {0: "Any", **{one: f"At least {one}" for one in sorted({*_TOLLS, chosen.toll} - {0})}}
        _one("Killed, by the lowest figure", "toll", tolls, chosen.toll)
    with grid.cell():
        bands = {0: "Any", **{one: f"Within {one} km" for one in sorted({*_BANDS, chosen.within} - {0})}}
        _one("Distance to the line", "within", bands, chosen.within)
    with grid.cell():
        labels = {"all": "Both", "yes": "With a point on the map", "no": "In the list only"}
        _one("On the map", "placed", labels, chosen.placed)


def _search(value: str) -> None:
    box = link.control("choose-search", value, link.carried)
    st.text_input(
        "Search",
        key=box.key,
        max_chars=MOST_SEARCHED,
        placeholder="Every word must occur",
        help="In the summary, what each side says, the place, the target and the names of the actor.",
        on_change=box.then(lambda: link.choose(_cards("search")(), search=link.carried(box.told))),
    )


def _one(label: str, field: str, options: Mapping[Any, str], value: Any) -> None:
    filter_bar.select(label, field, list(options), options.__getitem__, value, refresh=_cards(field))


def _several(label: str, field: str, options: Mapping[str, str], value: Sequence[str], whole: str) -> None:
    box = link.control_of_several(f"choose-{field}", value)
    st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=box.key,
        placeholder=whole,
        on_change=box.then(lambda: link.choose(_cards(field)(), **{field: tuple(box.told)})),
    )


@cached(1)
def _provinces(evidence: Evidence) -> dict[str, str]:
    """The provinces on record for some incident."""
    areas, used = evidence.names("areas"), evidence.used("incidents", "admin1")
    return {one: areas[one] for one in parsing.recorded_provinces(evidence) if areas[one] in used}


def _cards(field: str) -> Callable[[], list[str]]:
    """The cards that look at a filter, and those of the incident that is open, which know its place in the order."""
    return lambda: list(dict.fromkeys([*filter_bar.using(field)(), *filter_bar.using("incident")()]))
