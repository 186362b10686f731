"""The link: the address is the only state of a view. It is read here, and every choice is written here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import streamlit as st

from khyber.briefing import links as briefs
from khyber.briefing.shown import Shown
from khyber.charts import catalogue
from khyber.filters import Filters, Link, open_link
from khyber.parameters import PARAMETERS

_CARDS = "khyber-cards"
_PAGE, _MAP_PAGES = "khyber-page", ("border", "incidents", "periods")
_BRIEF = "khyber-brief-to-share"
_VIEW, _VIEW_OF_LINK = "khyber-map-view", "khyber-map-view-of-link"


def current() -> Link:
    """The link as the address gives it now."""
    return open_link({name: st.query_params.get_all(name) for name in st.query_params})


def choose(refresh: Sequence[str] | None = None, **choices: Any) -> None:
    """Write choices to the address, from a control's callback.

    `refresh` names the cards to redraw, beside the links, the choices in words and what was changed
    since an older release; None redraws the page.
    """
    st.query_params.from_dict(_as_seen().changed(**choices).query())
    if refresh is not None:
        st.rerun([*refresh, "links", "choices", "since"])


class Control(NamedTuple):
    """A control that shows a value: the key for it, what it says, and what is done when the reader changes that."""

    key: str

    @property
    def told(self) -> Any:
        """What the control says."""
        return st.session_state[self.key]

    def then(self, act: Callable[..., None]) -> Callable[..., None]:
        """What to call when Streamlit finds the control changed: nothing is done where it says what it said before."""

        def changed(*args: Any) -> None:
            if st.session_state.get(_noted(self.key)) != self.told:
                st.session_state[_noted(self.key)] = self.told
                act(*args)

        return changed


def control(name: str, value: Any, tidied: Callable[[Any], Any] = lambda told: told) -> Control:
    """The control of this name, set to a value.

    Where something else than the control has changed that value (Back, a click on a chart), it is a new control: what
    the browser still says of the old one, along with whatever is clicked before this page has come, is no choice of the
    reader. `tidied` is what is kept of what a reader puts in: as long as that is the value, it stands as it was put in.
    It is set anew by every run, as what a run says may be dropped on its way, and options change their names.
    """
    found = _current(name, value, tidied)
    st.session_state[found.key] = st.session_state[_noted(found.key)]
    return found


def typed(name: str, value: Any, tidied: Callable[[Any], Any]) -> Control:
    """The same for a box in which a reader may be typing while the page runs: it is not set for that reason.

    Draw it with the value as its default. A browser takes that for a box that is new to it, whichever run it hears of.
    """
    if _key(name) not in st.session_state:
        _turn_on(name)
    return _current(name, value, tidied)


def control_of_several(name: str, values: Sequence[str]) -> Control:
    """The same for a control of several values at once, whose order is of no account."""
    return control(name, list(values), lambda told: list(values) if set(told) == set(values) else told)


def _current(name: str, value: Any, tidied: Callable[[Any], Any]) -> Control:
    told = st.session_state.get(_key(name), value)
    if tidied(told) != value:
        _turn_on(name)
        told = value
    st.session_state[_noted(_key(name))] = told
    return Control(_key(name))


def _key(name: str) -> str:
    turn = st.session_state.get(_turn(name), 0)
    return f"{name}-{turn}" if turn else name


def _turn_on(name: str) -> None:
    st.session_state[_turn(name)] = st.session_state.get(_turn(name), 0) + 1


def _turn(name: str) -> str:
    return f"khyber-turn-{name}"


def _noted(key: str) -> str:
    return f"khyber-noted-{key}"


def carried(text: str) -> str:
    """What a reader typed as a link can carry it: printable, with single spaces."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def to_share() -> str:
    """The full address of this view: its release named and every default written out, so that it stays as it is.

    Raises BriefError for a brief that is too long for a link.
    """
    if noted := st.session_state.get(_BRIEF):
        return f"{st.context.url}?{urlencode(briefs.query(noted[0], noted[0].release))}"
    return f"{st.context.url}?{urlencode(_as_seen().pinned(current().evidence), safe=',')}"


def note_brief(shown: Shown) -> None:
    """Note the brief that the page shows, so that the link to share opens it; it is forgotten with the page."""
    figures = tuple((one.figure.id, one.filters.only(catalogue.entry(one.figure.id).uses)) for one in shown.slides)
    st.session_state[_BRIEF] = (shown.brief, figures)


def figures_of_brief() -> tuple[tuple[str, Filters], ...]:
    """The figures of the brief that the page shows, by id, each with what of its filters it looks at."""
    figures: tuple[tuple[str, Filters], ...] = (st.session_state.get(_BRIEF) or (None, ()))[1]
    return figures


def to_cite(fields: Collection[str]) -> str:
    """The address of this page with its release, and of the choices those of some fields of the filters written out."""
    pinned = current().filters.pinned(current().evidence)
    kept = {one.name: pinned[one.name] for one in PARAMETERS if one.field in fields and one.name in pinned}
    return f"{st.context.url}?{urlencode({'release': pinned['release'], **kept}, safe=',')}"


def note_view(view: tuple[float, ...]) -> None:
    """Note where the reader has moved the map. The map itself writes it into the address; Streamlit learns of
    that only with the next choice. It is forgotten when the reader leaves the page."""
    st.session_state[_VIEW] = view


def seen_view(view: tuple[float, ...]) -> None:
    """Note the view that the address gives, where it is another than before: it leads then."""
    if st.session_state.get(_VIEW_OF_LINK) != view:
        st.session_state[_VIEW_OF_LINK] = st.session_state[_VIEW] = view


def _as_seen() -> Filters:
    filters = current().filters
    return filters.changed(view=st.session_state.get(_VIEW, filters.view))


def begin(page: str) -> None:
    """Begin a run of a page: no cards yet; a map that was moved is kept only on its own page, from run to run."""
    if page not in _MAP_PAGES or page != st.session_state.get(_PAGE):
        st.session_state.pop(_VIEW, None)
        st.session_state.pop(_VIEW_OF_LINK, None)
    st.session_state[_PAGE] = page
    st.session_state[_BRIEF] = None
    st.session_state[_CARDS] = []


def note_card(card: str) -> None:
    """Note a card that stands on this page, so that a control knows what it can redraw."""
    st.session_state[_CARDS].append(card)


def cards() -> list[str]:
    """The figure ids of the cards on this page."""
    return list(st.session_state.get(_CARDS, []))
