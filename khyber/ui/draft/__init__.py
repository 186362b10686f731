"""The brief that the reader composes: kept in the browser, so that no reload, lost connection or replica loses it.

The component stands on every page, where it adds the slide of a button to the brief. On the page that composes, it
tells Python what is kept and writes what Python has changed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any, NamedTuple

import streamlit as st

from khyber.briefing import saved
from khyber.briefing.brief import LONGEST_NOTES, LONGEST_POINT, LONGEST_TITLE, MOST_SLIDES, Brief, BriefError
from khyber.evidence.releases import NEWEST, identifiers

TITLE = "A brief"
SLIDE, FILE = "slide", "file"
_KEY = "draft"
# What is held here; the change on its way to the browser; the stamps from the last one that the browser told on; what
# it told then, and what has been changed in it since, None where another brief has taken its place.
_HELD, _WRITE, _CHAIN = "khyber-draft-held", "khyber-draft-write", "khyber-draft-chain"
_BASE, _SINCE = "khyber-draft-base", "khyber-draft-since"
_TOLD = "khyber-draft-told"
_LONGEST = {"title": LONGEST_TITLE, "points": LONGEST_POINT, "notes": LONGEST_NOTES}
_Change = tuple[Callable[[Brief], Brief], str]  # how the brief is changed, and what the reader is told of it
_CUT = {"title": "The title was", "points": "The point was", "notes": "The notes were"}
_LIMITS = {
    "slides": MOST_SLIDES,
    "longest": _LONGEST,
    "version": saved.VERSION,
    "title": TITLE,
    "newest": NEWEST,
}


class Draft(NamedTuple):
    """What the browser keeps: the brief, None where there is none, and those that others took the place of."""

    brief: Brief | None
    before: tuple[Brief, ...]


def listen(composes: bool) -> None:
    """Draw the component, which is not seen; `composes` says that the page is the one that composes.

    A page to which the reader went while a change was on its way to the browser takes the change there, too.
    """
    chain, is_writing = st.session_state.get(_CHAIN, []), _WRITE in st.session_state
    data: dict[str, Any] = {"limits": {**_LIMITS, "release": identifiers()[0]}, "composes": composes or is_writing}
    if composes or is_writing:
        data |= {"held": chain[-1] if chain else "", "was_told": bool(chain)}
    if is_writing:
        told = st.session_state.get(_BASE, "")
        data |= {"write": st.session_state[_WRITE], "based": chain[:-1], "sets_aside": not _is_read(told)}
    kept = _component()(key=_KEY, data=data, on_kept_change=_take).get("kept")
    is_news = is_writing and isinstance(kept, str) and _has(kept, chain[-1])
    if isinstance(kept, str) and (is_news or (composes and _HELD not in st.session_state)):
        _accept(kept)


def was_told() -> bool:
    """Whether the browser has told what it keeps: until then, what would take its place could be lost."""
    return _HELD in st.session_state


def kept() -> Draft | None:
    """What the browser keeps, None where it has not told yet. Raises BriefError where that is no brief."""
    text = st.session_state.get(_HELD)
    return None if text is None else Draft(_brief(text), _before(text))


def to_bring_back() -> tuple[Brief, ...]:
    """Every brief that the browser keeps and that can be read, the one that is worked on first."""
    text = st.session_state.get(_HELD, "")
    now = _brief(text) if _is_read(text) else None
    return (*([now] if now else []), *_before(text))


def change(how: Callable[[Brief], Brief], told: str = "") -> None:
    """Change the brief that is kept as it is now; called before the next run, any number of times.

    `told` is what the reader is to know of the change. Where another tab added slides before the change was kept, it is
    made again in what that tab kept.
    """
    now, since = kept(), st.session_state.get(_SINCE, [])
    keep(how((now and now.brief) or Brief(TITLE)), now.before if now else ())
    st.session_state[_SINCE] = None if since is None else [*since, (how, told)]
    tell(told)


def tell(told: str, where: str = SLIDE) -> None:
    """Have the page tell something of the last change until the next one, at the slide or the file; "" for nothing."""
    st.session_state[_TOLD] = (where, told)


def told(where: str = SLIDE) -> str:
    """What the page is to tell of the last change at this place; "" for nothing."""
    at, said = st.session_state.get(_TOLD, (SLIDE, ""))
    return str(said) if at == where else ""


def keep(brief: Brief | None, before: Iterable[Brief]) -> None:
    """Have the browser keep a brief, and those whose place others took; called before the next run."""
    value = {
        "stamp": secrets.token_hex(8),
        "brief": saved.as_plain(brief) if brief else None,
        "before": [saved.as_plain(one) for one in before],
    }
    st.session_state[_WRITE] = value
    st.session_state[_HELD] = json.dumps(value)
    st.session_state[_CHAIN] = [*st.session_state.get(_CHAIN, [""]), value["stamp"]]
    st.session_state[_SINCE] = None
    tell("")


def _take() -> None:
    """Take what the browser tells, unless it is from before a change that is still on its way there.

    What it tells to a page that was left before it was drawn is taken by the next one.
    """
    told = st.session_state.get(_KEY, {}).get("kept")
    if not isinstance(told, str):
        return
    chain = st.session_state.get(_CHAIN, [])
    if _plain(told)["stamp"] in chain[:-1]:
        return
    wrote, is_other = _plain(told).get("wrote"), _is_other(told)
    made = chain.index(wrote) if wrote in chain else 0
    since, base = st.session_state.get(_SINCE), st.session_state.get(_BASE, "")
    _accept(told)
    if not is_other:
        return
    if since and _has_more(told, base, since[:made]):
        _make_again(since[made:])
    else:
        tell("Another tab changed the brief at the same time: the last change here was not kept.")


def _is_other(told: str) -> bool:
    """Whether a change of ours is on its way to the browser and not in what it tells."""
    written = st.session_state.get(_WRITE)
    return written is not None and not _has(told, written["stamp"]) and not _says(told, written)


def _make_again(changes: Iterable[_Change]) -> None:
    """Make changes in what the browser keeps now; what cannot be made is told, whatever else is."""
    failed = ""
    for how, said in changes:
        try:
            change(how, said)
        except BriefError as error:
            failed = str(error)
    if failed:
        tell(failed)


def _has(told: str, stamp: str) -> bool:
    """Whether what the browser tells has a change of ours, with or without one of its own after it."""
    return stamp in (_plain(told)["stamp"], _plain(told).get("wrote"))


def _says(told: str, written: dict[str, Any]) -> bool:
    """Whether what the browser tells is the same brief as a change of ours."""
    return _is_read(told) and _brief(told) == _brief(json.dumps(written))


def _has_more(told: str, base: str, made: Iterable[_Change]) -> bool:
    """Whether what the browser tells is what it told before with some changes made, but for slides added at the end."""
    if not (_is_read(told) and _is_read(base)):
        return False
    now, before = _brief(told) or Brief(TITLE), _brief(base) or Brief(TITLE)
    for how, _ in made:
        before = how(before)
    return now.changed(slides=now.slides[: len(before.slides)]) == before


def _accept(told: str) -> None:
    if isinstance(cut := _plain(told).get("cut"), str) and cut in _LONGEST:
        tell(f"{_CUT[cut]} longer than {_LONGEST[cut]:,} characters: the rest is left out.")
    st.session_state[_HELD] = told
    st.session_state[_CHAIN] = [_plain(told)["stamp"]]
    st.session_state[_BASE], st.session_state[_SINCE] = told, []
    st.session_state.pop(_WRITE, None)


@lru_cache(maxsize=64)
def _plain(text: str) -> dict[str, Any]:
    """What the browser told, as far as it is what the component tells."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    is_ours = isinstance(told, dict) and isinstance(told.get("stamp"), str)
    return told if is_ours else {"stamp": "", "brief": None, "before": []}


@lru_cache(maxsize=64)
def _brief(text: str) -> Brief | None:
    told = _plain(text)
    return saved.from_plain(told["brief"]) if told.get("brief") else None


def _is_read(text: str) -> bool:
    try:
        _brief(text)
    except BriefError:
        return False
    return True


@lru_cache(maxsize=64)
def _before(text: str) -> tuple[Brief, ...]:
    before = _plain(text).get("before") or []
    found = []
    for one in before if isinstance(before, list) else [before]:  # one alone, as browsers kept it at first
        with suppress(BriefError):
            found.append(saved.from_plain(one))
    return tuple(found)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.draft", html="<span hidden></span>", css="draft.css", js="draft.js", isolate_styles=False
    )
