"""The map and the strip on their page, with the link behind them, and the incident that they open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from khyber.charts import marks, names, notable, places, strip, strip_look
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached, dates, text
from khyber.filters import Filters, Link
from khyber.parsing import NOWHERE
from khyber.ui import filter_bar, frame, link, map_layers, words
from khyber.ui import map as map_component

HEIGHT = 560
SMALL_HEIGHT = 380
_MARKED = ("border-map", "border-strip")


def draw(shown: Figure, opened: Link) -> None:
    """Draw the map figure as the component; what is picked and where the map stands go to the address."""
    link.seen_view(opened.filters.view)
    map_component.draw(
        shown.spec_json,
        key="border-map",
        selected=opened.filters.incident or None,
        height=HEIGHT,
        alt=shown.alt,
        on_pick=_picked,
        view=view_of(opened.filters.view),
        on_view=link.note_view,
        tools=map_layers.tools(opened.filters),
    )
    words.html(map_layers.legend(opened.evidence, opened.filters), words.legend(marks.legend()), _marked(shown, opened))


def draw_strip(shown: Figure, opened: Link) -> None:
    """Draw the strip as the same component: what is picked on it is marked on the map, and the other way round."""
    map_component.draw(
        shown.spec_json,
        key="border-strip",
        selected=opened.filters.incident or None,
        height=strip.HEIGHT,
        alt=shown.alt,
        on_pick=_picked,
    )
    words.html(words.legend(strip_look.legend(opened.filters.strip)), _marked(shown, opened))


def draw_chart(shown: Figure, opened: Link) -> None:
    """Draw a chart by sectors as the same component, which has a look of its own where there is little room."""
    map_component.chart(shown)


def strip_look_controls() -> None:
    """The controls of the strip: what its colours tell, and what its axis names."""
    chosen = link.current().filters
    with st.grid(2, min_column_width=220):
        for label, field, options in (
            ("Colours of the strip", "strip", {"category": "Category", "toll": "Lowest toll reported"}),
            ("Axis of the strip", "places", {"km": "Kilometres", "towns": "Towns near the line"}),
        ):
            filter_bar.select(
                label,
                field,
                list(options),
                options.__getitem__,
                getattr(chosen, field),
                refresh=filter_bar.using(field),
            )


def to_crossings() -> None:
    """The way to the page of the crossings, with the filters that every page shares."""
    there = frame.view("crossings")
    st.page_link(
        there.file,
        label="Crossings and their closings, with trade and returns",
        icon=there.icon,
        query_params=link.current().filters.shared(),
    )


def _marked(shown: Figure, opened: Link) -> str:
    """The incident that is open, in a line beneath the figure that marks it, or has no mark of it."""
    line = _lines(opened.evidence, opened.filters.only(["known"])).get(opened.filters.incident)
    if line is None:
        return ""
    drawn = shown.table[shown.table["drawn"]] if "drawn" in shown.table else shown.table
    marked = (drawn["incident_id"] == opened.filters.incident).any()
    return words.tagged("p", f"{'Marked' if marked else 'Open, without a mark here'}: {line}.")


def draw_still(shown: Figure, opened: Link) -> None:
    """Draw a map figure small and still, with the way to the page on which it can be moved."""
    map_component.draw(
        shown.spec_json,
        key=shown.id,
        selected=None,
        view=None,
        height=SMALL_HEIGHT,
        alt=shown.alt,
        on_pick=lambda incident: None,
        on_view=lambda view: None,
    )
    words.html(words.legend(marks.legend()))
    st.page_link(
        frame.view("border").file, label="Open the map", icon=":material/map:", query_params=opened.filters.shared()
    )


def view_of(chosen: tuple[float, ...]) -> map_component.View | None:
    """The view of a link as the map takes it, None where none is chosen."""
    return (chosen[0], chosen[1], chosen[2]) if chosen else None


def _picked(incident: str | None) -> None:
    link.choose(_cards_of_incident(), incident=incident or "")


def _cards_of_incident() -> list[str]:
    """The cards that tell or mark the incident that is open."""
    return [*_MARKED, *filter_bar.using("incident")()]


def choose_incident() -> None:
    """The list of the incidents chosen by the filters, newest first: the map's keyboard way to each of them."""
    opened = link.current()
    lines = _lines(opened.evidence, opened.filters.only(notable.CHOICE))
    count = len(lines)
    chosen = opened.filters.incident
    if chosen and chosen not in lines:
        unfiltered = _lines(opened.evidence, opened.filters.only(["known"]))
        lines = {chosen: unfiltered.get(chosen, "Not known by that day"), **lines}
    filter_bar.select(
        f"Open one of {count} incidents",
        "incident",
        ["", *lines],
        lambda one: lines.get(one, "None"),
        chosen,
        refresh=_cards_of_incident,
    )
    _same_place(opened, lines)


@cached(64)
def _lines(evidence: Evidence, filters: Filters) -> dict[str, str]:
    newest_first = notable.selected(evidence, filters).iloc[::-1]
    return {row.incident_id: _line(evidence, row) for row in newest_first.itertuples(index=False)}


def _same_place(opened: Link, lines: dict[str, str]) -> None:
    """The other incidents drawn at the point of the one that is open, each a button."""
    chosen = opened.filters.incident
    if not chosen or chosen not in _lines(opened.evidence, opened.filters.only(["known"])):
        return
    found = notable.selected(opened.evidence, opened.filters)
    own = opened.evidence.row("incidents", chosen)
    same = found[
        (found["latitude"] == own["latitude"])
        & (found["longitude"] == own["longitude"])
        & (found["incident_id"] != chosen)
    ]
    if same.empty:
        return
    st.session_state["choose-here"] = None
    st.selectbox(
        f"{len(same)} more at the same point",
        list(same["incident_id"].iloc[::-1]),
        format_func=lambda one: lines[one],
        key="choose-here",
        index=None,
        placeholder="Choose one",
        on_change=lambda: _picked(st.session_state["choose-here"]),
    )


def _line(evidence: Evidence, row: Any) -> str:
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    place = text(row.place) or text(row.admin1)
    return f"{dates.words(row.date.date())}, {place}: {kind.lower()}, {places.toll_words(row)}"


def filters(opened: Link) -> None:
    """The filters of the incidents: category, kind, country, distance to the line."""
    evidence, chosen = opened.evidence, opened.filters
    kinds = evidence.names("incident_kinds", "label")
    grid = st.grid(4, min_column_width=150)
    with grid.cell():
        labels = {"all": "All", "attack": "Militant attacks", "border": "Between the two states"}
        filter_bar.select(
            "Category", "category", list(labels), labels.__getitem__, chosen.category, refresh=_cards("category")
        )
    with grid.cell():
        box = link.control_of_several("choose-kind", chosen.kind)
        st.multiselect(
            "Kind",
            list(kinds),
            format_func=kinds.__getitem__,
            key=box.key,
            placeholder="All kinds",
            on_change=box.then(lambda: link.choose(_cards("kind")(), kind=tuple(box.told))),
        )
    with grid.cell():
        labels = {"all": "Both", "AF": "Afghanistan", "PK": "Pakistan", NOWHERE: "None on record"}
        filter_bar.select(
            "Country", "country", list(labels), labels.__getitem__, chosen.country, refresh=_cards("country")
        )
    with grid.cell():
        bands = sorted({10, 25, 50, 100, chosen.within or 100})
        filter_bar.select(
            "Distance to the line",
            "within",
            [0, *bands],
            lambda km: f"Within {km} km" if km else "Any",
            chosen.within,
            refresh=_cards("within"),
        )


def sectors(opened: Link) -> None:
    """The choice of sectors of the line, for the map, the strip, the list and the key figures."""
    names_of = opened.evidence.names("sectors")
    box = link.control_of_several("choose-sector", opened.filters.sector)
    st.multiselect(
        "Sectors of the line",
        list(names_of),
        format_func=names_of.__getitem__,
        key=box.key,
        placeholder="All sectors",
        on_change=box.then(lambda: link.choose(_cards("sector")(), sector=tuple(box.told))),
    )


def _cards(field: str) -> Callable[[], list[str]]:
    """The cards that look at a filter of the incidents, and the list from which one is opened."""
    return lambda: list(dict.fromkeys([*filter_bar.using(field)(), *filter_bar.using("incident")()]))
