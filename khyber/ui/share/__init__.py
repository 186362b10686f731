"""The share button: the link to exactly this view, in a field that can be selected."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import streamlit as st

from khyber.briefing.brief import BriefError
from khyber.ui import link

HTML = """
<div class="khyber-share">
  <label>Link to this view<input type="text" readonly></label>
  <button type="button">Copy</button>
  <span role="status"></span>
</div>
"""


def draw() -> None:
    """A popover with the link. It is made when it is opened, from the address as it is then."""
    popover = st.popover("Share", icon=":material/share:", key="share", on_change="rerun")
    if popover.open:
        with popover:
            try:
                address = link.to_share()
            except BriefError as error:
                st.caption(str(error))
                return
            _component()(key="share-link", data={"link": address})
            st.caption("It names the data release and every choice, so that it opens the same figures later.")


def draw_address(label: str, name: str, fields: Collection[str]) -> None:
    """A popover with the address of this page that names the release and, of the choices, some fields of the filters.

    `name` tells it from others on the page.
    """
    popover = st.popover(label, icon=":material/link:", key=f"share-{name}", on_change="rerun")
    if popover.open:
        with popover:
            _component()(key=f"share-link-{name}", data={"link": link.to_cite(fields)})


@cache
def _component() -> Any:
    return st.components.v2.component("khyber.share", html=HTML, css="share.css", js="share.js", isolate_styles=False)
