"""The controls of the map's layers, their legend, and what is selected on the map or played through time."""

from __future__ import annotations

from html import escape

import streamlit as st

from khyber.charts import areas
from khyber.charts.classes import Class
from khyber.evidence import Evidence
from khyber.filters import Filters, Link
from khyber.parsing import LAYERS
from khyber.ui import filter_bar, link, page
from khyber.ui import map as map_component

_FILLS = {
    "none": "Nothing",
    "incidents": "Notable incidents",
    "killed": "Their toll, lowest reported",
    "attacks": "Published attack counts",
}
_UNITS = {"provinces": "Provinces", "districts": "Districts (approximate)"}
_LAYERS = {"fata": "Former FATA", "bands": "Bands from the line", "density": "Density of incidents"}


def controls() -> None:
    """What areas are coloured by, which areas, and what else is drawn over the map."""
    opened = link.current()
    chosen = opened.filters
    grid = st.grid(2, min_column_width=180)
    with grid.cell():
        filter_bar.select(
            "Colour areas by", "fill", list(_FILLS), _FILLS.__getitem__, chosen.fill, refresh=filter_bar.using("fill")
        )
    with grid.cell():
        if chosen.fill == "attacks":
            page.series(opened, "Counted by")
        elif chosen.fill != "none":
            filter_bar.select(
                "Areas",
                "units",
                list(_UNITS),
                _UNITS.__getitem__,
                chosen.units,
                refresh=filter_bar.using("units"),
            )
    box = link.control_of_several("choose-layers", chosen.layers)
    st.pills(
        "Layers over the map",
        list(LAYERS),
        selection_mode="multi",
        format_func=_LAYERS.__getitem__,
        key=box.key,
        on_change=box.then(
            lambda: link.choose([*filter_bar.using("layers")(), "border-bands"], layers=_in_order(box.told))
        ),
    )


def _in_order(chosen: list[str]) -> tuple[str, ...]:
    return tuple(one for one in LAYERS if one in chosen)


def legend(evidence: Evidence, filters: Filters) -> str:
    """The classes of the coloured areas as text; "" where nothing is coloured."""
    told = areas.legend(areas.filled(evidence, filters))
    items = "".join(f"<li>{_swatch(one)}{escape(one['words'])}</li>" for one in told["classes"])
    return f'<p class="kh-note">{escape(told["heading"])}</p><ul class="kh-legend">{items}</ul>' if items else ""


def _swatch(one: Class) -> str:
    """A class as it is seen on the map; the style sheet draws what is hatched."""
    if one["hatch"]:
        return '<span class="kh-area kh-hatched" aria-hidden="true"></span>'
    sea = ",".join(st.get_option(f"theme.{scheme}.secondaryBackgroundColor") for scheme in ("light", "dark"))
    laid = ",".join(f"linear-gradient({colour},{colour})" for colour in reversed(one["colours"]))
    return f'<span class="kh-area" style="background:{laid},light-dark({sea})" aria-hidden="true"></span>'


def tools(filters: Filters) -> map_component.Tools:
    """The selection and the state of play that the link gives, and who writes what the reader makes of them."""
    corners = [float(one) for one in filters.shape.split(",")] if "," in filters.shape else []
    return map_component.Tools(
        tuple(zip(corners[::2], corners[1::2], strict=True)),
        bool(filters.shape),
        lambda drawn: select(",".join(f"{one:.7g}" for corner in drawn for one in corner)),
        map_component.Play(filters.play, filters.window, filters.trail == "on"),
        lambda play: link.choose([], play=play.day, window=play.window, trail="on" if play.trail else "off"),
    )


def select(shape: str) -> None:
    """Select a shape, a sector or an area, or nothing."""
    link.choose(["border-map", *filter_bar.using("shape")()], shape=shape)


def choose_selection() -> None:
    """The way to a selection without drawing: a sector of the line, or a country or province."""
    opened = link.current()
    evidence, shape = opened.evidence, opened.filters.shape
    sectors, places = evidence.names("sectors"), evidence.names("areas")
    named = {"": "Nothing", **sectors, **places}
    if shape not in named:
        named = {shape: "The shape drawn on the map", **named}
    box = link.control("choose-shape", shape)
    st.selectbox(
        "Select a sector of the line or an area",
        list(named),
        format_func=lambda one: f"Sector {named[one]}" if one in sectors else named[one],
        key=box.key,
        on_change=box.then(lambda: select(box.told)),
    )


def coloured(opened: Link) -> bool:
    """True where areas are coloured."""
    return opened.filters.fill != "none"


def banded(opened: Link) -> bool:
    """True where the bands are drawn."""
    return "bands" in opened.filters.layers
