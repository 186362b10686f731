"""What becomes of changes of a brief that are on their way to the browser when it tells of something else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st

from khyber.briefing import saved
from khyber.briefing.brief import MOST_SLIDES, Brief, Slide
from khyber.ui import compose, draft, link

MINE = Brief("Mine", (Slide("attacks-change"), Slide("groups-strength")))
OTHER = Brief("Another", (Slide("ties-network"),))
ADDED = Slide("attacks-monthly")


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(link, "choose", lambda *_, **__: None)
    yield state


def tell(brief: Any, stamp: str, wrote: str = "", before: Any = ()) -> None:
    """Have the browser tell what it keeps, as the component does."""
    told = {"stamp": stamp, "brief": brief, "before": before, "told": 1, "wrote": wrote}
    st.session_state["draft"] = {"kept": json.dumps(told)}
    draft._take()


def with_one_added(brief: Brief) -> dict[str, Any]:
    return saved.as_plain(brief.changed(slides=(*brief.slides, ADDED)))


def figures() -> list[str]:
    now = draft.kept()
    assert now and now.brief
    return [one.figure for one in now.brief.slides]


def titled(words: str) -> Any:
    return lambda brief: brief.changed(title=words)


def last_stamp() -> str:
    return str(st.session_state["khyber-draft-chain"][-1])


def test_a_change_is_made_again_where_another_tab_added_a_slide() -> None:
    tell(saved.as_plain(MINE), "first")
    draft.change(lambda brief: brief.doubled(0))
    tell(with_one_added(MINE), "theirs")
    assert figures() == ["attacks-change", "attacks-change", "groups-strength", "attacks-monthly"]
    assert not draft.told()


def test_one_that_the_browser_has_kept_already_is_not_made_twice() -> None:
    tell(saved.as_plain(MINE), "first")
    draft.change(lambda brief: brief.doubled(0))
    kept, written = MINE.doubled(0), last_stamp()
    draft.change(lambda brief: brief.doubled(0))
    tell(with_one_added(kept), "theirs", wrote=written)
    assert figures() == ["attacks-change"] * 3 + ["groups-strength", "attacks-monthly"]
    assert not draft.told()


def test_a_change_of_a_brief_that_was_begun_is_not_made_in_the_one_before() -> None:
    tell(saved.as_plain(MINE), "first")
    compose.begin(OTHER)
    draft.change(titled("About ties"))
    tell(with_one_added(MINE), "theirs")
    now = draft.kept()
    assert now and now.brief and now.brief.title == "Mine"
    assert draft.told() == "Another tab changed the brief at the same time: the last change here was not kept."


def test_a_change_that_finds_no_room_is_told_whatever_else_is_made_again() -> None:
    full = MINE.changed(slides=(MINE.slides[0],) * (MOST_SLIDES - 1))
    tell(saved.as_plain(full), "first")
    draft.change(lambda brief: brief.doubled(0))
    draft.change(titled("Another title"))
    tell(with_one_added(full), "theirs")
    now = draft.kept()
    assert now and now.brief and now.brief.title == "Another title" and len(now.brief.slides) == MOST_SLIDES
    assert draft.told() == f"A brief holds at most {MOST_SLIDES} slides: nothing was added."


def test_those_before_a_brief_that_cannot_be_read_can_still_be_brought_back() -> None:
    broken = {**saved.as_plain(MINE), "slides": [{"figure": "attacks-change", "points": [0, 1, 2, "One more"]}]}
    tell(broken, "first", before=[saved.as_plain(OTHER)])
    compose.begin(MINE)
    now = draft.kept()
    assert now and now.before == (OTHER,)


def test_the_one_before_that_a_browser_kept_alone_can_be_brought_back() -> None:
    tell(saved.as_plain(MINE), "first", before=saved.as_plain(OTHER))
    now = draft.kept()
    assert now and now.before == (OTHER,)
