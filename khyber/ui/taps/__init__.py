"""Touch on charts whose marks can be chosen: a swipe scrolls the page, a tap reaches the mark.

Streamlit lets such a chart be dragged, and Plotly then keeps every touch to itself: the page cannot be scrolled
where the chart fills a phone's screen, and a tap chooses nothing.
"""

from functools import cache
from typing import Any

import streamlit as st


def draw(chart: str) -> None:
    """Give touch back to the page and its charts; `chart` is the id of the figure beside which this is called."""
    _component()(key=f"taps-{chart}", data={})


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.taps", html="<span hidden></span>", css="taps.css", js="taps.js", isolate_styles=False
    )
