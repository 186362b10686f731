"""Panels one below the other over the same years, each with a heading and a scale of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from khyber.charts import theme
from khyber.charts.catalogue import escape

_HEAD, _TOP, _BOTTOM = 34, 4, 96
_FEW_YEARS = 5


class Panel(NamedTuple):
    """One panel: its heading, its height in pixels, its highest value, and whether it counts in whole numbers."""

    heading: str
    height: int
    most: float


def layout(panels: Sequence[Panel], first: float, last: float) -> dict[str, Any]:
    """The layout of panels over the years `first` to `last`; the axes of the n-th are named by `axes(n)`."""
    inner = sum(_HEAD + one.height for one in panels)
    axes_of: dict[str, Any] = {}
    headings = []
    top = float(inner)
    for place, panel in enumerate(panels):
        top -= _HEAD
        named = axes(place)
        x, y = (named[axis].replace(axis[0], f"{axis[0]}axis") for axis in ("xaxis", "yaxis"))
        is_last = place == len(panels) - 1
        shared = {} if place == 0 else {"matches": "x"}
        step = {"dtick": 1} if last - first < _FEW_YEARS else {"nticks": 8}
        years = theme.axis(tickformat="d", range=[first - 0.7, last + 0.7], **step)
        axes_of[x] = {**years, **shared, "anchor": named["yaxis"], "showticklabels": is_last, "showgrid": True}
        axes_of[y] = theme.axis(
            anchor=named["xaxis"],
            domain=[max(top - panel.height, 0.0) / inner, top / inner],
            range=[0, panel.most * 1.25],
            nticks=5 if panel.height > 100 else 3,
            tickformat=",~d",
        )
        headings.append(_heading(panel.heading, top / inner))
        top -= panel.height
    margin = {"l": 48, "r": 16, "t": _TOP, "b": _BOTTOM}
    return theme.layout(height=inner + _TOP + _BOTTOM, margin=margin, annotations=headings, **axes_of)


def axes(place: int) -> dict[str, str]:
    """The axes of the panel at this place, as a trace names them."""
    number = "" if place == 0 else str(place + 1)
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _heading(text: str, top: float) -> dict[str, Any]:
    return {
        "text": f"<b>{escape(text)}</b>",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 13},
    }
