"""A button that makes a picture of a figure in the reader's browser and saves it as PNG.

The picture has the title on top and lines of text (source, stamp, boundary note) beneath, on white.
Nothing is loaded or drawn before the button is pressed, and nothing is sent anywhere.
"""

from functools import cache
from typing import Any

import streamlit as st

HTML = """
<div class="khyber-picture">
  <button type="button"></button>
  <span role="status"></span>
</div>
"""


def button(
    spec: dict[str, Any],
    *,
    key: str,
    label: str,
    filename: str,
    title: str,
    lines: list[str],
    library: str,
) -> None:
    """Show the button `label`, which saves `spec` as `filename` (ending in .png).

    spec: a plotly figure as a dict, a map with the conventions of `khyber.ui.map` among them; it
    travels to the browser with the button, so show the button only where a reader has asked for
    downloads. Its `layout.height` (pixels, else 675) is kept and its light colours are used.
    title: stands on top, in place of the figure's own, and wraps. lines: stand beneath, one
    paragraph each. library: the address from `khyber.ui.map.library_url()`.
    """
    data = {
        "spec": spec,
        "label": label,
        "filename": filename,
        "title": title,
        "lines": lines,
        "library": library,
    }
    _component()(key=key, data=data)


@cache
def _component() -> Any:
    return st.components.v2.component(
        "khyber.picture", html=HTML, css="picture.css", js="picture.js", isolate_styles=False
    )
