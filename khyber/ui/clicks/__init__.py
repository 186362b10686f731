"""Clicks and taps on the marks of a Plotly chart that Streamlit draws, told once each.

Streamlit's own selection does not fit: it lets the chart be dragged, so that no swipe over it scrolls a phone's page
and no tap reaches a mark; it keeps what was selected, so that a second click on a mark tells nothing; and after Back
it may tell of a choice that nobody made.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st


def listen(chart: str, on_pick: Callable[[str], None]) -> None:
    """Call `on_pick` before the next run with the customdata of each mark that is clicked or tapped.

    chart: the key of the chart, unique on the page. Marks whose customdata is no text tell nothing.
    """
    key = f"clicks-{chart}"
    _component()(
        key=key,
        data={"chart": chart},
        on_picked_change=lambda: _pass_pick(st.session_state[key].get("picked"), on_pick),
    )


def _pass_pick(told: Any, on_pick: Callable[[str], None]) -> None:
    """Hand on what the browser says was picked; what no chart of ours would say is left out."""
    if isinstance(told, dict) and isinstance(told.get("id"), str):
        on_pick(told["id"])


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.clicks", html="<span hidden></span>", css="clicks.css", js="clicks.js", isolate_styles=False
    )
