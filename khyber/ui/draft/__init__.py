"""The brief that the reader composes: kept in the browser, so that no reload, lost connection or replica loses it.

The component stands on every page, where it adds the slide of a button to the brief. On the page that composes, it
tells Python what is kept and writes what Python has changed.
"""

from __future__ import annotations

import json
import secrets
from functools import cache, lru_cache
from typing import Any, NamedTuple

import streamlit as st

from khyber.briefing import saved
from khyber.briefing.brief import MOST_SLIDES, Brief
from khyber.evidence.releases import NEWEST, identifiers

TITLE = "A brief"
_KEY = "draft"
_HELD, _WRITE = "khyber-draft-held", "khyber-draft-write"
_LIMITS = {"slides": MOST_SLIDES, "version": saved.VERSION, "title": TITLE, "newest": NEWEST}


class Draft(NamedTuple):
    """What the browser keeps: the brief, and the one that it took the place of; None where there is none."""

    brief: Brief | None
    before: Brief | None


def listen(composes: bool) -> None:
    """Draw the component, which is not seen; `composes` says that the page is the one that composes."""
    data: dict[str, Any] = {"limits": {**_LIMITS, "release": identifiers()[0]}, "composes": composes}
    if composes:
        held = _held()
        write = st.session_state.get(_WRITE) or {}
        data |= {"held": held["stamp"] if held else "", "was_told": held is not None, **write}
    told = _component()(key=_KEY, data=data, on_kept_change=_take)
    if composes and _HELD not in st.session_state and isinstance(told.get("kept"), str):
        st.session_state[_HELD] = told["kept"]


def kept() -> Draft | None:
    """What the browser keeps, None where it has not told yet. Raises BriefError where that is no brief."""
    text = st.session_state.get(_HELD)
    return None if text is None else _read(text)


def keep(brief: Brief | None, before: Brief | None) -> None:
    """Have the browser keep a brief, and the one that it took the place of; called before the next run."""
    held = _held()
    value = {
        "stamp": secrets.token_hex(8),
        "brief": saved.as_plain(brief) if brief else None,
        "before": saved.as_plain(before) if before else None,
    }
    st.session_state[_WRITE] = {"write": value, "based": held["stamp"] if held else ""}
    st.session_state[_HELD] = json.dumps(value)


def _take() -> None:
    told = st.session_state[_KEY].get("kept")
    if isinstance(told, str):
        st.session_state[_HELD] = told
        st.session_state.pop(_WRITE, None)


def _held() -> dict[str, Any] | None:
    text = st.session_state.get(_HELD)
    return None if text is None else _plain(text)


@lru_cache(maxsize=64)
def _plain(text: str) -> dict[str, Any]:
    """What the browser told, as far as it is what the component tells."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    is_ours = isinstance(told, dict) and isinstance(told.get("stamp"), str)
    return told if is_ours else {"stamp": "", "brief": None, "before": None}


@lru_cache(maxsize=64)
def _read(text: str) -> Draft:
    told = _plain(text)
    brief, before = (saved.from_plain(told[one]) if told.get(one) else None for one in ("brief", "before"))
    return Draft(brief, before)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.draft", html="<span hidden></span>", css="draft.css", js="draft.js", isolate_styles=False
    )
