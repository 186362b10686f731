"""The incidents page: the list, the map and the timeline in step, and the incident that is open."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from khyber.charts import catalogue, exports, incident_list, incident_near, marks, names, places
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached, dates, text
from khyber.filters import Filters, Link
from khyber.ui import filter_bar, link, rows, share, words
from khyber.ui import map as map_component

MAP_HEIGHT = 540
_MARKED = ("incidents", "incidents-map", "incidents-timeline")


def columns() -> tuple[Any, Any]:
    """The place of the list, and beside it that of the incident and the map."""
    left, right = st.columns([11, 9], gap="medium")
    return left, right


def is_open(opened: Link) -> bool:
    """True where the link opens an incident."""
    return bool(opened.filters.incident)


def pick(incident: str) -> None:
    """Open an incident, or close the one that is open: the list, the map and the timeline mark it."""
    link.choose(cards_of_incident(), incident=incident)


def cards_of_incident() -> list[str]:
    """The cards that tell or mark the incident that is open."""
    return list(dict.fromkeys([*(one for one in link.cards() if one in _MARKED), *filter_bar.using("incident")()]))


def draw_list(shown: Figure, opened: Link) -> None:
    """The incidents in the order chosen, the one that is open marked."""
    if shown.is_empty:
        return
    rows.draw(
        _items(opened.evidence, shown),
        key="rows-incidents",
        label=f"Incidents, {incident_list.ORDERS[opened.filters.sort].lower()}",
        selected=opened.filters.incident,
        on_pick=pick,
        tall=True,
    )
    _downloads(shown, opened)


def _downloads(shown: Figure, opened: Link) -> None:
    """The selection as files; each is made when its button is pressed."""
    popover = st.popover("Download this selection", icon=":material/download:", key="download", on_change="rerun")
    if not popover.open:
        return
    evidence, filters = opened.evidence, opened.filters
    with popover:
        for ending, (name, kind, write) in exports.FORMATS.items():
            st.download_button(
                f"{name} with sources",
                partial(write, evidence, shown, filters),
                f"khyber-incidents-{evidence.release}.{ending}",
                kind,
                key=f"selection-{ending}",
                on_click="ignore",
                width="stretch",
            )


@cached(64)
def _items(evidence: Evidence, shown: Figure) -> str:
    held = shown.table["event"].value_counts()
    present = set(shown.table["incident_id"])
    return rows.as_json(
        _item(evidence, row, _part(row, int(held[row.event]), row.event in present))
        for row in shown.table.itertuples(index=False)
    )


def _part(row: Any, held: int, is_whole_here: bool) -> str:
    """What a row is part of, or holds, in words; "" for an event of one row."""
    if row.inside:
        return "Part of the event above; its killed are not added again"
    if row.event != row.incident_id and not is_whole_here:
        return "Part of an event that this choice leaves out"
    if held == 1:
        return ""
    return f"One event with the next {'row' if held == 2 else f'{held - 1} rows'}"


def _item(evidence: Evidence, row: Any, part: str = "", apart: str = "") -> rows.Item:
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    actor = names.of(evidence, "actors", text(row.actor))
    status = evidence.labels("claim_status").get(text(getattr(row, "claim_status", "")), "")
    return rows.Item(
        row.incident_id,
        marks.LETTERS[row.category],
        marks.COLOURS[row.category],
        dates.words(row.date.date()),
        ", ".join(dict.fromkeys(filter(None, [text(row.place), text(getattr(row, "admin1", ""))]))),
        ". ".join(filter(None, [kind, f"{actor}{f' ({names.inside(status)})' if status else ''}"])),
        places.toll_words(row),
        apart or _more(evidence, row, part),
        part,
        bool(getattr(row, "inside", "")),
    )


def _more(evidence: Evidence, row: Any, part: str) -> str:
    """What stands beneath a toll: for rows of one event what it includes, else how near the line it is."""
    if part and places.toll_words(row) != "no toll reported":
        return f"attackers included: {evidence.labels('includes_attackers')[row.includes_attackers].lower()}"
    return f"{row.distance_km} km from the line" if row.drawn else "no point on the map"


def draw_map(shown: Figure, opened: Link) -> None:
    """The map with the incident of the link marked; what is picked and where it stands go to the address."""
    link.seen_view(opened.filters.view)
    view = opened.filters.view
    map_component.draw(
        shown.spec_json,
        key="incidents-map",
        selected=opened.filters.incident or None,
        height=MAP_HEIGHT,
        alt=shown.alt,
        on_pick=lambda one: pick(one or ""),
        view=(view[0], view[1], view[2]) if view else None,
        on_view=link.note_view,
    )
    words.html(words.legend(marks.legend()), _marked(shown, opened))


def draw_timeline(shown: Figure, opened: Link) -> None:
    """The timeline as the same component: arrows go from incident to incident."""
    if shown.is_empty or shown.spec is None:
        return
    map_component.draw(
        shown.spec_json,
        key="incidents-timeline",
        selected=opened.filters.incident or None,
        height=shown.spec["layout"]["height"],
        alt=shown.alt,
        on_pick=lambda one: pick(one or ""),
    )
    words.html(words.legend(marks.legend()), _marked(shown, opened))


def _marked(shown: Figure, opened: Link) -> str:
    """The incident that is open, in a line beneath the figure that marks it, or has no mark of it."""
    line = _lines(opened.evidence, opened.filters.only(["known"])).get(opened.filters.incident)
    if line is None:
        return ""
    drawn = shown.table[shown.table["drawn"]] if "drawn" in shown.table else shown.table
    marked = (drawn["incident_id"] == opened.filters.incident).any()
    return words.tagged("p", f"{'Marked' if marked else 'Open, without a mark here'}: {line}.")


@cached(16)
def _lines(evidence: Evidence, filters: Filters) -> dict[str, str]:
    found = incident_list.selected(evidence, filters)
    return {row.incident_id: _line(evidence, row) for row in found.itertuples(index=False)}


def _line(evidence: Evidence, row: Any) -> str:
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    place = text(row.place) or text(row.admin1)
    return f"{dates.words(row.date.date())}, {place}: {kind.lower()}, {places.toll_words(row)}"


def steps() -> None:
    """The buttons to the incident before and after in the order chosen, to close the card, and its own address."""
    opened = link.current()
    order = list(incident_list.in_order(opened.evidence, opened.filters)["incident_id"])
    chosen = opened.filters.incident
    at = order.index(chosen) if chosen in order else -1
    with st.container(horizontal=True, vertical_alignment="center"):
        _step("Previous", "previous", order[at - 1] if at > 0 else "", ":material/arrow_back:")
        _step("Next", "next", order[at + 1] if 0 <= at < len(order) - 1 else "", ":material/arrow_forward:")
        st.button("Close", key="incident-close", on_click=pick, args=("",), icon=":material/close:")
        share.draw_address("Copy link", "incident", ("incident", "known"))
    place = f"Row {at + 1:,} of {len(order):,} in this order." if at >= 0 else "Not among the incidents chosen."
    words.html(words.tagged("p", place, "note"))


def _step(label: str, name: str, incident: str, icon: str) -> None:
    st.button(label, key=f"incident-{name}", on_click=pick, args=(incident,), disabled=not incident, icon=icon)


def draw_sources(shown: Figure, opened: Link) -> None:
    """The pages behind the incident that is open, each with its link and grade."""
    own = shown.table["rows"].iloc[0] if len(shown.table) else ()
    if own:
        pages = catalogue.sources_of(opened.evidence, shown, own)
        words.html(words.tagged("h4", "Pages read", "year"), words.sources(pages))


def draw_near(shown: Figure, opened: Link) -> None:
    """What lies near the incident that is open, each a row that opens it."""
    if shown.is_empty:
        return
    rows.draw(
        _near_items(opened.evidence, shown),
        key="rows-near",
        label="Incidents near this one",
        selected=opened.filters.incident,
        on_pick=pick,
    )


@cached(64)
def _near_items(evidence: Evidence, shown: Figure) -> str:
    return rows.as_json(
        _item(evidence, row, apart=incident_near.apart(row)) for row in shown.table.itertuples(index=False)
    )
