"""The map and the strip: a component that keeps its zoom, its place and its selection while the data change.

What is drawn is a plain plotly figure (`{"data": [...], "layout": {...}}`, no NaN: None instead),
with these conventions on top of plotly's own. All of them live under `meta`, which plotly ignores,
so the same figure can be drawn anywhere; only outlines, rings and what is for dark or narrow are missing there.

- `uid` (trace): a name that stays the same between runs. Without it the position in `data` is taken.
- `customdata` (trace): one id per point. A click reports it; points without one report nothing.
- `meta.ring` (trace of circles): True, or a width in pixels. The marks are drawn as outlines in the
  colour of the marker, with nothing inside.
- `meta.outline` (trace of circles): `{"color": "#fff", "width": 1}`, a line around filled marks.
- `meta.halo` (trace with text on a map): a width in pixels, an edge around the letters in the page's colour.
- `meta.dark` (trace or layout): `{"marker.color": "#e69f00", ...}`, values that replace those of the
  figure under Streamlit's dark theme. Paths are dotted; `meta.outline.color` works, too.
- `meta.narrow` (trace or layout): the same for a figure less than 600 pixels wide, as on a phone.
- `meta.home` (layout): `[west, south, east, north]` in degrees, what the first view and the button
  "Whole border" show. Without it they show `layout.map.center` and `zoom`.
- `meta.together` (layout): a name. Maps of one name move together, in the browser, without the server.
- `meta.still` (layout): True for a map that is only looked at: no buttons, no movement, no clicks.
- `meta.keys` (layout without a map): True for marks through time that arrow keys go through, as a slider.
- `geojson` (trace) and `source` (of `layout.map.layers`): an address under `app/static/`, without a
  leading slash; the component makes it absolute, so it works on every page and under a base path.

Marks are drawn in the order of `data`, the first at the bottom, choropleths below all. Hidden and
empty traces keep their place. The base style is that of the first figure and is not read again; the
colours of background and hover labels come from Streamlit's theme. Letters are `mode: "text"`.

A figure without `layout.map` (the border strip), made of `scatter` traces, is drawn by the same rules, without
view and buttons; its name for those who do not see it stands on the figure itself.
"""

import math
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import plotly
import streamlit as st

from khyber.settings import settings

View = tuple[float, float, float]

HTML = """
<div class="khyber-map">
  <div class="khyber-map-figure"></div>
  <div class="khyber-map-buttons" role="group" aria-label="Map view" hidden>
    <button type="button" data-move="in" aria-label="Zoom in" title="Zoom in">+</button>
    <button type="button" data-move="out" aria-label="Zoom out" title="Zoom out">&minus;</button>
    <button type="button" data-move="home">Whole border</button>
  </div>
  <p class="khyber-map-failure" role="alert" hidden></p>
</div>
"""


def library_url() -> str:
    """The address of the installed plotly.js, relative to the root of the server.

    Its file is copied into the folder of static files if it is not there. Raises OSError if it is
    missing and cannot be written.
    """
    name = f"plotly-{plotly.__version__}.min.js"
    target = settings.static / name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with as_file(files("plotly") / "package_data" / "plotly.min.js") as source:
            _copy_whole(source, target)
    return f"app/static/{name}"


def _copy_whole(source: os.PathLike[str], target: os.PathLike[str]) -> None:
    """Copy so that nobody ever sees half a file: beside the target first, then renamed."""
    handle, draft = tempfile.mkstemp(dir=os.path.dirname(target), suffix=".part")
    os.close(handle)
    try:
        shutil.copyfile(source, draft)
        os.chmod(draft, 0o644)
        os.replace(draft, target)
    except OSError:
        os.unlink(draft)
        raise


def draw(
    spec: str,
    *,
    key: str,
    selected: str | None,
    height: int,
    alt: str,
    on_pick: Callable[[str | None], None],
    view: View | None = None,
    on_view: Callable[[View], None] | None = None,
) -> None:
    """Draw the figure, or change what is drawn without losing zoom, place or selection.

    spec: the figure as JSON text, made once and kept; see the module. key: one figure, one key. selected: the id
    of the chosen point, which gets a ring, or None. height: in pixels. alt: what the figure shows, for those who
    do not see it. view: latitude and longitude of the centre in degrees and the zoom (0 to 22), or None for the
    whole; a map moves when this differs from what it was last given and from what it has itself reported.

    on_pick is called with the id of a mark that was clicked, or None for the key Escape; on_view with latitude,
    longitude (4 decimals) and zoom (2 decimals) when the reader has moved the map. Both are called before the
    next run of the page. The component itself writes the view into the parameter `view` of the address, without
    a new entry in the history.
    """
    data = {
        "spec": spec,
        "library": library_url(),
        "selected": selected,
        "view": list(view) if view else None,
        "height": height,
        "alt": alt,
    }
    _component()(
        key=key,
        data=data,
        on_picked_change=lambda: _pass_pick(st.session_state[key].get("picked"), on_pick),
        on_moved_change=lambda: _pass_view(st.session_state[key].get("moved"), on_view),
    )


@cache
def _component() -> Any:
    return st.components.v2.component("khyber.map", html=HTML, css="map.css", js="map.js", isolate_styles=False)


def _pass_pick(told: Any, on_pick: Callable[[str | None], None]) -> None:
    """Hand on what the browser says was picked; what no map of ours would say is left out."""
    if isinstance(told, dict) and isinstance(told.get("id"), str | None):
        on_pick(told.get("id"))


def _pass_view(told: Any, on_view: Callable[[View], None] | None) -> None:
    """Hand on the view that the browser reports, if it is one and somebody asks for it."""
    if not on_view or not isinstance(told, list) or len(told) != 3:
        return
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in told):
        return
    latitude, longitude, zoom = (float(number) for number in told)
    if abs(latitude) <= 85 and abs(longitude) <= 180 and 0 <= zoom <= 22:
        on_view((latitude, longitude, zoom))
