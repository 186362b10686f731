"""The brief that the reader composes: kept in the browser, so that no reload, lost connection or replica loses it.

The component stands on every page, where it adds the slide of a button to the brief. On the page that composes, it
tells Python what is kept and writes what Python has changed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any, NamedTuple

import streamlit as st

from khyber.briefing import saved
from khyber.briefing.brief import MOST_SLIDES, Brief, BriefError
from khyber.evidence.releases import NEWEST, identifiers

TITLE = "A brief"
_KEY = "draft"
# What is held here; the change on its way to the browser; and the stamps from the last one that the browser told on.
_HELD, _WRITE, _CHAIN = "khyber-draft-held", "khyber-draft-write", "khyber-draft-chain"
_LIMITS = {"slides": MOST_SLIDES, "version": saved.VERSION, "title": TITLE, "newest": NEWEST}


class Draft(NamedTuple):
    """What the browser keeps: the brief, and the one that it took the place of; None where there is none."""

    brief: Brief | None
    before: Brief | None


def listen(composes: bool) -> None:
    """Draw the component, which is not seen; `composes` says that the page is the one that composes."""
    data: dict[str, Any] = {"limits": {**_LIMITS, "release": identifiers()[0]}, "composes": composes}
    if composes:
        chain = st.session_state.get(_CHAIN, [])
        data |= {"held": chain[-1] if chain else "", "was_told": bool(chain)}
        if _WRITE in st.session_state:
            data |= {"write": st.session_state[_WRITE], "based": chain[:-1]}
    told = _component()(key=_KEY, data=data, on_kept_change=_take)
    if composes and _HELD not in st.session_state and isinstance(told.get("kept"), str):
        _accept(told["kept"])


def was_told() -> bool:
    """Whether the browser has told what it keeps: until then, what would take its place could be lost."""
    return _HELD in st.session_state


def kept() -> Draft | None:
    """What the browser keeps, None where it has not told yet. Raises BriefError where that is no brief."""
    text = st.session_state.get(_HELD)
    return None if text is None else _read(text)


def change(how: Callable[[Brief], Brief]) -> None:
    """Change the brief that is kept as it is now; called before the next run, any number of times."""
    now = kept()
    keep(how((now and now.brief) or Brief(TITLE)), now.before if now else None)


def keep(brief: Brief | None, before: Brief | None) -> None:
    """Have the browser keep a brief, and the one that it took the place of; called before the next run."""
    value = {
        "stamp": secrets.token_hex(8),
        "brief": saved.as_plain(brief) if brief else None,
        "before": saved.as_plain(before) if before else None,
    }
    st.session_state[_WRITE] = value
    st.session_state[_HELD] = json.dumps(value)
    st.session_state[_CHAIN] = [*st.session_state.get(_CHAIN, [""]), value["stamp"]]


def _take() -> None:
    """Take what the browser tells, unless it is from before a change that is still on its way there."""
    told = st.session_state[_KEY].get("kept")
    if not isinstance(told, str):
        return
    chain, stamp = st.session_state.get(_CHAIN, []), _plain(told)["stamp"]
    if stamp in chain[:-1]:
        return
    if _WRITE in st.session_state and stamp != chain[-1]:
        st.toast("Another tab changed the brief at the same time: the last change here was not kept.")
    _accept(told)


def _accept(told: str) -> None:
    st.session_state[_HELD] = told
    st.session_state[_CHAIN] = [_plain(told)["stamp"]]
    st.session_state.pop(_WRITE, None)


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
    brief = saved.from_plain(told["brief"]) if told.get("brief") else None
    before = None
    with suppress(BriefError):
        before = saved.from_plain(told["before"]) if told.get("before") else None
    return Draft(brief, before)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.draft", html="<span hidden></span>", css="draft.css", js="draft.js", isolate_styles=False
    )
