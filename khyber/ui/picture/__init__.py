"""Buttons that make a picture of a figure in the reader's browser and save it as PNG or SVG.

The picture has the title on top and lines of text (source, stamp, boundary note) beneath, on white.
As SVG a chart is drawn in lines and letters; a map stands in it as a picture, its title and lines as letters.
Nothing is loaded or drawn before a button is pressed, and nothing is sent anywhere.
"""

from functools import cache
from typing import Any

import streamlit as st

HTML = """
<div class="khyber-picture">
  <button type="button" data-kind="png">Picture (PNG)</button>
  <button type="button" data-kind="svg">Picture (SVG)</button>
  <span role="status"></span>
</div>
"""


def buttons(spec: dict[str, Any], *, key: str, name: str, title: str, lines: list[str], library: str) -> None:
    """Show the buttons, which save `spec` as `name`.png and `name`.svg.

    spec: a plotly figure as a dict, a map with the conventions of `khyber.ui.map` among them; it
    travels to the browser with the buttons, so show them only where a reader has asked for
    downloads. Its `layout.height` (pixels, else 675) is kept and its light colours are used.
    title: stands on top, in place of the figure's own, and wraps. lines: stand beneath, one
    paragraph each. library: the address from `khyber.ui.map.library_url()`.
    """
    data = {"spec": spec, "name": name, "title": title, "lines": lines, "library": library}
    _component()(key=key, data=data)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.picture", html=HTML, css="picture.css", js="picture.js", isolate_styles=False
    )
