"""The frame around every page: navigation, the link, the filters that all pages share, the share button."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from khyber.charts import compared, names, said
from khyber.charts.pages import PAGES
from khyber.evidence import Evidence, dates, open_release
from khyber.evidence.ranges import number
from khyber.filters import Filters, Link
from khyber.settings import settings
from khyber.ui import draft, filter_bar, link, share, words

_DRAWN = "khyber-frame-drawn"
_MOST_NOTES = 5
BRIEF = "brief"


class View(NamedTuple):
    """A page of the dashboard: its id, which is also the name of its file, its address, its name and its icon."""

    page: str
    path: str
    name: str
    icon: str

    @property
    def file(self) -> Path:
        """The file of the page."""
        return settings.root / "pages" / f"{self.page}.py"


_ICONS = {
    "briefing": "summarize",
    "attacks": "show_chart",
    "disagreement": "compare_arrows",
    "border": "map",
    "incidents": "list_alt",
    "crossings": "door_sliding",
    "escalation": "stairs",
    "scenarios": "alt_route",
    "risk": "speed",
    "periods": "splitscreen_right",
    "groups": "groups",
    "timeline": "event",
    "actors": "handshake",
    "judgments": "balance",
    "outlook": "query_stats",
    "claim": "rule",
    "sources": "library_books",
    "differences": "difference",
    "brief": "slideshow",
}
VIEWS = tuple(View(one.id, one.path, one.name, f":material/{_ICONS[one.id]}:") for one in PAGES)


def view(page: str) -> View:
    """The view of a page by its id."""
    return next(one for one in VIEWS if one.page == page)


def pages() -> list[st.Page]:
    """Every page for Streamlit; the one without a path is the default one.

    They carry no icon: Streamlit would make it the browser's icon of the page and fetch it from another host. Each
    run has copies of its own, as Streamlit notes in them whether they have run.
    """
    return [copy(one) for one in _pages()]


@lru_cache(maxsize=1)
def _pages() -> tuple[st.Page, ...]:
    """The pages made once, since each looks for its file; nothing may be changed in them."""
    return tuple(
        st.Page(view.file, title=view.name, url_path=view.path or None, default=not view.path) for view in VIEWS
    )


def navigate() -> st.Page:
    """Tell Streamlit the pages and get the one that the address names."""
    return st.navigation(pages(), position="hidden")


def draw(page: st.Page) -> DeltaGenerator:
    """Draw the frame: what stands around a page, from the link alone; gives the place of what `close` draws."""
    st.session_state[_DRAWN] = True
    link.begin(page.url_path)
    words.html(words.STYLE)
    opened = link.current()
    st.fragment(_links, key="links")()
    if page.url_path != BRIEF:
        draft.listen(composes=False)
    with st.sidebar:
        filter_bar.draw(opened, next(view.page for view in VIEWS if view.path == page.url_path))
    if opened.ignored:
        words.html(words.notice(ignored(opened.ignored)))
    if opened.filters.known and page.url_path != BRIEF:
        words.html(words.notice(_known_by(opened)))
    return st.container()


def close(page: st.Page, place: DeltaGenerator) -> None:
    """Draw above a page what is costly to tell, once its cards stand: what was changed since an older release."""
    with place:
        st.fragment(_since, key="since")(page.url_path)


def require() -> None:
    """Make sure that the frame stands around the page that is running; called first by every page.

    On a cold `streamlit run` the first deep link runs the page's file alone. Calling the navigation ends
    that mode for the whole server, and the rerun then goes through `dashboard.py`.
    """
    if not st.session_state.pop(_DRAWN, False):
        navigate()
        st.rerun()


def ignored(notes: Sequence[str]) -> str:
    """What was ignored in a link, in one line: the first few notes, and how many more there are."""
    shown = [*notes[:_MOST_NOTES], *([f"and {len(notes) - _MOST_NOTES} more"] if len(notes) > _MOST_NOTES else [])]
    return f"Ignored in this link: {'; '.join(shown)}. Everything else in it holds."


def _links() -> None:
    filters = link.current().filters
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="pages"):
        for view, page in zip(VIEWS, _pages(), strict=True):
            st.page_link(
                page,
                label=view.name,
                icon=view.icon,
                query_params=filters.shared(),
            )
        share.draw()


def _since(path: str) -> None:
    """Where an older release is shown: what was changed since behind the figures of the page, and where to see it."""
    opened, newest = link.current(), open_release()
    if opened.evidence.release == newest.release:
        return
    page = next(one.page for one in VIEWS if one.path == path)
    figures = link.figures_of_brief() if page == BRIEF else said.on_page(page, opened.filters)
    words.html(words.notice(_changed_since(page, opened, newest, figures)))
    if page != compared.PAGE:
        shared = opened.filters.changed(release=newest.release).shared()
        st.page_link(
            view(compared.PAGE).file,
            label="See what was changed",
            icon=view(compared.PAGE).icon,
            query_params={**shared, "than": opened.evidence.release},
        )


def _changed_since(page: str, opened: Link, newest: Evidence, figures: tuple[tuple[str, Filters], ...]) -> str:
    shown = f"Release {opened.evidence.release} is shown; the newest is {newest.release}."
    if page == compared.PAGE:
        return shown
    since = said.since(opened.evidence, figures, newest)
    parts = [(since.revised, "revised"), (since.removed, "removed"), (since.added, "added")]
    told = names.in_words([f"{number(count)} {what}" for count, what in parts if count])
    return f"{shown} Rows behind the figures on this page since then: {told or 'none changed'}."


def _known_by(opened: Link) -> str:
    known, evidence = opened.filters.known, opened.evidence
    assert known is not None
    hidden = [evidence.hidden(table, known) for table in evidence.counts if table != "sources"]
    return (
        f"As known by {dates.words(known)}: {sum(one.later for one in hidden):,} rows published later are hidden, "
        f"and {sum(one.undated for one in hidden):,} without a dated source. Crossings, groups and what publishers "
        f"count are shown as described in release {evidence.release}."
    )
