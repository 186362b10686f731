"""Panels one below the other over the same years, each with a heading and a scale of its own."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from khyber.charts import theme
from khyber.charts.catalogue import escape

_HEAD, _TOP, _BOTTOM = 34, 4, 96
_FEW_YEARS = 5
# From so many panels on, they stand in two columns where a figure has a slide for itself.
_MANY = 3
# The letters of a heading that find room in a line on a phone and above half of a slide.
_LETTERS = 34
_COLUMNS = ((0.0, 0.47), (0.53, 1.0))


class Panel(NamedTuple):
    """One panel: its heading, its height in pixels, its highest value, and whether it counts in whole numbers."""

    heading: str
    height: int
    most: float


def layout(panels: Sequence[Panel], first: float, last: float) -> dict[str, Any]:
    """The layout of panels over the years `first` to `last`; the axes of the n-th are named by `axes(n)`.

    Where there are many, `meta.stage` tells what of it is another on a slide, as `meta.narrow` does for a phone.
    """
    inner = sum(_HEAD + one.height for one in panels)
    axes_of: dict[str, Any] = {}
    headings = []
    top = float(inner)
    for place, panel in enumerate(panels):
        top -= _HEAD
        named = axes(place)
        x, y = _in_layout(place)
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
    meta = {"meta": {"stage": _stage(panels)}} if len(panels) >= _MANY else {}
    return theme.layout(height=inner + _TOP + _BOTTOM, margin=margin, annotations=headings, **meta, **axes_of)


def _stage(panels: Sequence[Panel]) -> dict[str, Any]:
    """What of the layout is another where the panels stand in two columns: paths into it, and the values there."""
    tall = [_HEAD + one.height for one in panels]
    half = min(range(1, len(panels)), key=lambda count: max(sum(tall[:count]), sum(tall[count:])))
    inner = max(sum(tall[:half]), sum(tall[half:]))
    told: dict[str, Any] = {"height": inner + _TOP + _BOTTOM}
    for column, places in enumerate((range(half), range(half, len(panels)))):
        top = float(inner)
        for place in places:
            top -= _HEAD
            x, y = _in_layout(place)
            told[f"{x}.domain"] = list(_COLUMNS[column])
            told[f"{x}.showticklabels"] = place == places[-1]
            told[f"{y}.domain"] = [max(top - panels[place].height, 0.0) / inner, top / inner]
            told[f"annotations.{place}.x"] = _COLUMNS[column][0]
            told[f"annotations.{place}.y"] = top / inner
            top -= panels[place].height
    return told


def _in_layout(place: int) -> tuple[str, str]:
    """The axes of the panel at this place, as a layout names them."""
    number = "" if place == 0 else str(place + 1)
    return f"xaxis{number}", f"yaxis{number}"


def axes(place: int) -> dict[str, str]:
    """The axes of the panel at this place, as a trace names them."""
    number = "" if place == 0 else str(place + 1)
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _heading(text: str, top: float) -> dict[str, Any]:
    return {
        "text": f"<b>{'<br>'.join(map(escape, wrap(text, _LETTERS)))}</b>",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": top,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 13},
    }
