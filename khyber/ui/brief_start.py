"""Where a brief comes from: a standard brief, a file, or the one before; and how it is kept as a file."""

from __future__ import annotations

import streamlit as st

from khyber.briefing import saved, standard
from khyber.briefing.brief import BriefError
from khyber.evidence.releases import NEWEST, identifiers
from khyber.ui import compose, draft, words
from khyber.ui.compose import Open

_OPENED = "khyber-brief-files-opened"


def draw(open_: Open | None) -> None:
    """The ways to begin with another brief. The one that it takes the place of can be brought back."""
    words.html(words.tagged("h2", "Begin with another brief"))
    with st.container(horizontal=True, gap="small", key="brief-standard"):
        for name, brief in standard.briefs().items():
            st.button(
                brief.title,
                key=f"example-{name}",
                icon=":material/slideshow:",
                disabled=not draft.was_told(),
                on_click=compose.begin,
                args=(brief,),
            )
    # A file that was opened has done its work: the next one finds an empty box.
    key = f"brief-file-{st.session_state.get(_OPENED, 0)}"
    st.file_uploader(
        "Open the file of a brief (.json)",
        type=["json"],
        key=key,
        on_change=_open_file,
        args=(key,),
        max_upload_size=1,
        disabled=not draft.was_told(),
    )
    if draft.told(draft.FILE):
        words.html(words.notice(draft.told(draft.FILE)))
    if open_ and open_.is_own and (open_.before or open_.brief.slides):
        _others(open_)


def _others(open_: Open) -> None:
    """The briefs before, which can be brought back, and one with no slides."""
    for place, one in enumerate(open_.before, 1):
        with st.container(horizontal=True, gap="small", key=f"brief-other-{place}"):
            st.button(
                f"Bring back brief {place}",
                key=f"brief-before-{place}",
                icon=":material/undo:",
                on_click=compose.begin,
                args=(one,),
            )
            words.html(words.tagged("p", f"“{one.title}”, {compose.counted(one)}", "note"))
    if open_.brief.slides:
        st.button(
            "Begin with no slides",
            key="brief-empty",
            icon=":material/note_add:",
            on_click=compose.begin,
            args=(None,),
        )


def _open_file(key: str) -> None:
    given = st.session_state[key]
    if given is None:
        return
    st.session_state[_OPENED] = st.session_state.get(_OPENED, 0) + 1
    try:
        brief = saved.read(given.getvalue())
    except BriefError as error:
        draft.tell(f"{given.name}: {error}", draft.FILE)
        return
    is_known = brief.release in (NEWEST, *identifiers())
    compose.begin(brief, brief.release if is_known else NEWEST)
    if not is_known:
        told = f"{given.name} names release “{brief.release}”, which is not here: the newest is shown."
        draft.tell(told, draft.FILE)
