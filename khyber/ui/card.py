"""The figure card: a sentence, a chart, its source line; and, when opened, all sources, the table, downloads."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from khyber.briefing.shown import pinned
from khyber.charts import catalogue, readable, theme
from khyber.charts.catalogue import Figure, Row
from khyber.charts.sourcing import as_json, source_line, stamp
from khyber.filters import Link
from khyber.ui import cite, link, picture, words
from khyber.ui import map as map_component

Drawer = Callable[[Figure, Link], None]


def figure(
    figure_id: str,
    *,
    draw: Drawer | None = None,
    facts: str = "facts",
    above: Callable[[], None] | None = None,
    when: Callable[[Link], bool] | None = None,
) -> None:
    """Draw a figure of the catalogue as a card that reruns alone.

    `draw` draws the figure itself (a Plotly chart where None); `facts` says how key figures stand ("facts" in
    boxes, "list" in lines, "columns" in columns of them, "" where `draw` draws them); `above` draws the controls that
    belong to this card; where `when` says no, nothing is drawn.
    """
    link.note_card(figure_id)
    st.fragment(_card, key=figure_id)(figure_id, draw or chart, facts, above, when)


def chart(shown: Figure, opened: Link) -> None:
    """The Plotly chart of a figure, with its alternative text."""
    if shown.spec is not None:
        st.plotly_chart(_drawn(shown), key=f"chart-{shown.id}", alt=shown.alt, config=theme.CONFIG)


class _Drawn(go.Figure):  # type: ignore[misc]
    """A Plotly figure that is exported once: Streamlit asks for its dict at every run and changes nothing in it."""

    def __init__(self, spec: dict[str, Any]) -> None:
        # Plotly takes the type out of each trace and puts it back at the end: not in the spec, which others share.
        super().__init__({**spec, "data": [dict(trace) for trace in spec["data"]]}, _validate=False)
        object.__setattr__(self, "_exported", super().to_dict())

    def to_dict(self) -> dict[str, Any]:
        """The figure as a plain dict, the same one each time."""
        exported: dict[str, Any] = self._exported
        return exported


@lru_cache(maxsize=512)
def _drawn(shown: Figure) -> _Drawn:
    assert shown.spec is not None
    return _Drawn(shown.spec)


def _card(
    figure_id: str,
    draw: Drawer,
    facts: str,
    above: Callable[[], None] | None,
    when: Callable[[Link], bool] | None,
) -> None:
    opened = link.current()
    if when and not when(opened):
        return
    shown = catalogue.build(figure_id, opened.evidence, opened.filters)
    with st.container(border=True, key=f"card-{figure_id}"):
        if above:
            above()
        words.html(words.tagged("h3", shown.title, "title"), words.facts(shown.facts, facts) if facts else "")
        draw(shown, opened)
        said = source_line(opened.evidence, shown)
        words.html(
            *(words.tagged("p", note, "note") for note in (*shown.notes, *shown.on_screen)),
            words.tagged("p", f"Source: {said}", "source") if said else "",
            "" if shown.is_empty else words.adder(figure_id, pinned(opened.evidence, figure_id, opened.filters)),
        )
        if shown.rows:
            _behind(shown, opened)


def _behind(shown: Figure, opened: Link) -> None:
    """What lies behind the figure; nothing of it is made before it is opened."""
    expander = st.expander(
        "Sources, table, downloads", key=f"behind-{shown.id}", on_change="rerun", icon=":material/fact_check:"
    )
    if not expander.open:
        return
    with expander:
        sources, table, downloads, citation = st.tabs(["Sources", "Table", "Downloads", "Cite"])
        with sources:
            pages = catalogue.sources_of(opened.evidence, shown)
            words.html(
                words.tagged(
                    "p",
                    f"Pages read for this figure: {len(pages)}, newest first. A grade is a default for the kind of "
                    "page, not a judgment of it: the Sources page gives the rules.",
                    "note",
                ),
                words.sources(pages),
            )
        with table:
            _table(shown, opened)
        with downloads:
            _downloads(shown, opened)
        with citation:
            cite.draw(shown, opened)


def _table(shown: Figure, opened: Link) -> None:
    """The table behind the chart in words; a chosen row opens its own sources."""
    words_of_table = readable.table(opened.evidence, shown)
    chosen = st.dataframe(
        words_of_table, hide_index=True, key=f"table-{shown.id}", on_select="rerun", selection_mode="single-row"
    )
    for place in chosen.selection.rows:
        rows = shown.table["rows"].iloc[place]
        words.html(_graded(shown, opened, rows), words.sources(catalogue.sources_of(opened.evidence, shown, rows)))
        cite.draw(shown, opened, rows)
    if not chosen.selection.rows:
        st.caption("Choose a row to see the pages behind it.")


def _graded(shown: Figure, opened: Link, rows: tuple[Row, ...]) -> str:
    """The grades of some rows and how they came about, each kind once."""
    told = {
        f"{grade.meaning} ({'; '.join(grade.reasons)})": None
        for grade in catalogue.grades_of(opened.evidence, shown, rows)
    }
    return "".join(words.tagged("p", f"Grade {one}.", "note") for one in sorted(told))


def _downloads(shown: Figure, opened: Link) -> None:
    evidence, filters = opened.evidence, opened.filters
    name = f"khyber-{shown.id}-{evidence.release}"
    with st.container(horizontal=True):
        st.download_button(
            "CSV with sources",
            lambda: catalogue.csv(catalogue.with_sources(evidence, shown, filters)),
            f"{name}.csv",
            "text/csv",
            key=f"csv-{shown.id}",
            on_click="ignore",
        )
        st.download_button(
            "Figure as JSON",
            lambda: as_json(evidence, shown, filters),
            f"{name}.json",
            "application/json",
            key=f"json-{shown.id}",
            on_click="ignore",
        )
        if shown.spec is not None:
            picture.buttons(
                shown.spec,
                key=f"picture-{shown.id}",
                name=name,
                title=shown.title,
                lines=[*shown.notes, f"Source: {source_line(evidence, shown)}", stamp(evidence, shown, filters)],
                library=map_component.library_url(),
            )
