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
- `meta.spread` (trace on a map): True where the marks of one place may be spread around it, so that each can be
  reached: from zoom 8 on, and before where one of them is clicked. Hover labels and ids stay those of the mark.
- `meta.days` (trace on a map): the day of each mark, counted from 1970, for play through time.
- `meta.fromZoom` (trace of text on a map): the zoom from which its labels stand. Labels never overlap: those of
  later traces are placed first, and what finds no room is left out.
- `meta.hatch` (choropleth): a colour in which its areas are striped.
- `meta.labels` (layout): lines fetched by address with the words along them: source, text, color, size.
- `meta.together` (layout): a name. Maps of one name move together, in the browser, without the server.
- `meta.still` (layout): True for a map that is only looked at: no buttons, no movement, no clicks.
- `meta.keys` (layout without a map): True for marks through time that arrow keys go through, as a slider.
- `geojson` (trace) and `source` (of `layout.map.layers`): an address under `app/static/`, without a
  leading slash; the component makes it absolute, so it works on every page and under a base path.

Marks are drawn in the order of `data`, the first at the bottom, choropleths below all. Hidden and
empty traces keep their place. The base style is that of the first figure and is not read again; the
colours of background and hover labels come from Streamlit's theme. Letters are `mode: "text"`.

With `Tools` a map has buttons to draw a box or a lasso, and controls to play through time. What is drawn is told as
corners and comes back as `shape`; play runs in the browser alone, no run of the page a frame, and tells its state when
it rests. A reader who wants less motion steps instead.

A figure without `layout.map` (the border strip), made of `scatter` traces, is drawn by the same rules, without
view and buttons; its name for those who do not see it stands on the figure itself.
"""

import math
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import plotly
import streamlit as st

from khyber.charts.catalogue import Figure
from khyber.settings import settings

View = tuple[float, float, float]
Corners = tuple[tuple[float, float], ...]
_EPOCH = date(1970, 1, 1)
_MOST_CORNERS = 40
_LONGEST_WINDOW = 3650


class Play(NamedTuple):
    """Where play through time stands: the last day of the window (None for all days), its length, a trail or none."""

    day: date | None
    window: int
    trail: bool


class Tools(NamedTuple):
    """What a map offers beside its view: the shape selected, with who is told of a new one, and play through time.

    shape: corners as latitude and longitude, none where nothing is drawn. selected: whether there is a selection, drawn
    or not. on_shape is called with the corners of what was drawn, or with none to clear; on_play with the state in
    which play rests.
    """

    shape: Corners
    selected: bool
    on_shape: Callable[[Corners], None]
    play: Play
    on_play: Callable[[Play], None]


HTML = """
<div class="khyber-map">
  <div class="khyber-map-frame">
  <div class="khyber-map-figure"></div>
  <svg class="khyber-map-sheet" aria-hidden="true" hidden></svg>
  <div class="khyber-map-buttons" role="group" aria-label="Map view" hidden>
    <button type="button" data-move="in" aria-label="Zoom in" title="Zoom in">+</button>
    <button type="button" data-move="out" aria-label="Zoom out" title="Zoom out">&minus;</button>
    <button type="button" data-move="home">Whole border</button>
  </div>
  <div class="khyber-map-tools" role="group" aria-label="Select on the map" hidden>
    <button type="button" data-tool="box" aria-pressed="false">Box</button>
    <button type="button" data-tool="lasso" aria-pressed="false">Lasso</button>
    <button type="button" data-tool="clear" aria-label="Clear the selection">Clear</button>
  </div>
  </div>
  <div class="khyber-map-play" role="group" aria-label="Play through time" hidden>
    <button type="button" data-part="play">Play</button>
    <input type="range" data-part="day" step="1" aria-label="Last day of the time window">
    <label>Window <select data-part="window">
      <option value="30">30 days</option><option value="90">90 days</option>
      <option value="180">180 days</option><option value="365">1 year</option>
    </select></label>
    <label>Speed <select data-part="speed">
      <option value="7">Slow</option><option value="14" selected>Middle</option><option value="30">Fast</option>
    </select></label>
    <label><input type="checkbox" data-part="trail"> Trail</label>
    <button type="button" data-part="all">All days</button>
    <p data-part="words" aria-live="polite"></p>
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
    tools: Tools | None = None,
) -> None:
    """Draw the figure, or change what is drawn without losing zoom, place or selection.

    spec: the figure as JSON text, made once and kept; see the module. key: one figure, one key. selected: the id
    of the chosen point, which gets a ring, or None. height: in pixels. alt: what the figure shows, for those who
    do not see it. view: latitude and longitude of the centre in degrees and the zoom (0 to 22), or None for the
    whole; a map moves when this differs from what it was last given and from what it has itself reported.

    on_pick is called with the id of a mark that was clicked, None for the key Escape; on_view with latitude,
    longitude (4 decimals) and zoom (2) when the reader has moved the map; both before the next run of the page. The
    component itself writes the view into the parameter `view` of the address, without a new entry in the history.
    """
    data: dict[str, Any] = {
        "spec": spec,
        "library": library_url(),
        "selected": selected,
        "view": list(view) if view else None,
        "height": height,
        "alt": alt,
        "tools": _as_data(tools) if tools else None,
    }
    _component()(
        key=key,
        data=data,
        on_picked_change=lambda: _pass_pick(st.session_state[key].get("picked"), on_pick),
        on_moved_change=lambda: _pass_view(st.session_state[key].get("moved"), on_view),
        on_shaped_change=lambda: _pass_shape(st.session_state[key].get("shaped"), tools),
        on_played_change=lambda: _pass_play(st.session_state[key].get("played"), tools),
    )


def _nothing(picked: str | None) -> None:
    """What a pick does where there is nothing to open."""


def chart(shown: Figure, on_pick: Callable[[str | None], None] = _nothing, selected: str = "") -> None:
    """Draw a figure of the catalogue at the height of its own layout; one without a drawing draws nothing.

    selected: the id of the mark that gets a ring, "" for none. on_pick: see `draw`.
    """
    if shown.spec is None:
        return
    draw(
        shown.spec_json,
        key=shown.id,
        selected=selected or None,
        height=shown.spec["layout"]["height"],
        alt=shown.alt,
        on_pick=on_pick,
    )


def _as_data(tools: Tools) -> dict[str, Any]:
    day, window, trail = tools.play
    play = {"day": (day - _EPOCH).days if day else None, "window": window, "trail": trail}
    return {"shape": [list(corner) for corner in tools.shape], "selected": tools.selected, "play": play}


@cache
def _component() -> Any:
    return st.components.v2.component("khyber.map", html=HTML, css="map.css", js="map.js", isolate_styles=False)


def _pass_pick(told: Any, on_pick: Callable[[str | None], None]) -> None:
    """Hand on what the browser says was picked; what no map of ours would say is left out."""
    if isinstance(told, dict) and isinstance(told.get("id"), str | None):
        on_pick(told.get("id"))


def _pass_shape(told: Any, tools: Tools | None) -> None:
    """Hand on the corners that the browser reports, if they are ones."""
    corners = told.get("corners") if isinstance(told, dict) else None
    if not tools or not isinstance(corners, list) or not (corners == [] or 3 <= len(corners) <= _MOST_CORNERS):
        return
    if all(_is_place(corner) for corner in corners):
        tools.on_shape(tuple((float(latitude), float(longitude)) for latitude, longitude in corners))


def _is_place(corner: Any) -> bool:
    if not isinstance(corner, list) or not all(isinstance(one, int | float) and math.isfinite(one) for one in corner):
        return False
    return len(corner) == 2 and abs(corner[0]) <= 85 and abs(corner[1]) <= 180


def _pass_play(told: Any, tools: Tools | None) -> None:
    """Hand on where play rests, if the browser reports a state that there is."""
    if not tools or not isinstance(told, dict):
        return
    window, trail = told.get("window"), told.get("trail")
    if type(window) is not int or not 0 < window <= _LONGEST_WINDOW or not isinstance(trail, bool):
        return
    try:
        day = date.fromisoformat(told["day"]) if told.get("day") else None
    except (TypeError, ValueError):
        return
    tools.on_play(Play(day, window, trail))


def _pass_view(told: Any, on_view: Callable[[View], None] | None) -> None:
    """Hand on the view that the browser reports, if it is one and somebody asks for it."""
    if not on_view or not isinstance(told, list) or len(told) != 3:
        return
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in told):
        return
    latitude, longitude, zoom = (float(number) for number in told)
    if abs(latitude) <= 85 and abs(longitude) <= 180 and 0 <= zoom <= 22:
        on_view((latitude, longitude, zoom))
