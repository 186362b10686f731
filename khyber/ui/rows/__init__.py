"""A list of rows of which one can be chosen, by click, tap or keyboard.

A table of Streamlit is drawn on a canvas: its words are found by no search and no reader of the screen, and on a
phone it is wider than the page. This is text; one key reaches the list, arrows go through it, Enter opens a row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

import streamlit as st

HTML = '<div class="khyber-rows"><ol role="listbox" tabindex="0" hidden></ol></div>'


class Item(NamedTuple):
    """A row as it is shown, all in words: the letter and the colour of its mark, four texts, what it is a part
    of, and whether it stands within the row above.
    """

    id: str
    letter: str
    colour: str
    when: str
    title: str
    about: str
    value: str
    more: str
    part: str = ""
    is_inside: bool = False


def as_json(items: Iterable[Item]) -> str:
    """Rows as `draw` takes them; made once and kept."""
    return json.dumps([one._asdict() for one in items], ensure_ascii=False, separators=(",", ":"))


def draw(
    items: str, *, key: str, label: str, selected: str, on_pick: Callable[[str], None], tall: bool = False
) -> None:
    """Draw the rows of `as_json` in a box that scrolls, `tall` or not; the one selected is marked and seen.

    label: what the list is, for those who do not see it. on_pick is called before the next run with the id of the
    row chosen, "" for the key Escape.
    """
    data = {"items": items, "label": label, "selected": selected, "tall": tall}
    _component()(key=key, data=data, on_picked_change=lambda: _pass_pick(st.session_state[key].get("picked"), on_pick))


def _pass_pick(told: Any, on_pick: Callable[[str], None]) -> None:
    """Hand on what the browser says was picked; what no list of ours would say is left out."""
    if isinstance(told, dict) and isinstance(told.get("id"), str):
        on_pick(told["id"])


@cache
def _component() -> Any:
    return st.components.v2.component("khyber.rows", html=HTML, css="rows.css", js="rows.js", isolate_styles=False)
