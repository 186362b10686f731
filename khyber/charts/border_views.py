"""The views of the border: what each calls the line, how lines are drawn for it, and who says so.

Every line is Natural Earth's. A view changes its name, its style and the notes; what no open source draws is told in
words. The view stands in a caption on the map itself, in its notes and in what is exported.
"""

from __future__ import annotations

import textwrap
from typing import Any, NamedTuple

from khyber.charts import names, theme
from khyber.charts.catalogue import Row, as_rows, escape
from khyber.evidence import Evidence, cached, text
from khyber.parsing import NATURAL_EARTH, border_views

_TABLE = "border_views"
_DASH = {"dashed": [3, 2], "dotted": [0.8, 1.6]}
_WIDE, _NARROW = 76, 46
_PAPER = ("rgba(255,255,255,0.86)", "rgba(14,17,23,0.86)")
_STYLES = {"solid": "drawn solid", "dashed": "drawn dashed", "dotted": "drawn dotted", "none": "not drawn"}


class View(NamedTuple):
    """A view of the border, as its row says; styles are solid, dashed, dotted or none."""

    view_id: str
    label: str
    line_name: str
    line_style: str
    control_style: str
    edge_style: str
    kashmir: str
    not_drawn: str
    note: str


_WITHOUT_TABLE = View(
    NATURAL_EARTH, "As Natural Earth draws it (de facto)", "Durand Line", "solid", "dashed", "dashed", "", "", ""
)


@cached(16)
def view(evidence: Evidence, view_id: str) -> View:
    """A view by its id; of a release without such a table, Natural Earth's, which it was drawn with."""
    if _TABLE not in evidence.counts:
        return _WITHOUT_TABLE
    row = evidence.row(_TABLE, view_id)
    return View(*(text(row[name]) for name in View._fields))


def options(evidence: Evidence) -> dict[str, str]:
    """The label of each view that can be chosen, by id."""
    return {one: view(evidence, one).label for one in border_views(evidence)}


def said(evidence: Evidence, view_id: str) -> str:
    """A view inside a sentence: "border as Pakistan describes it"."""
    return f"border {names.inside(view(evidence, view_id).label)}"


def caption(evidence: Evidence, view_id: str) -> str:
    """What stands on the map: whose view it is, what the line is called and how it is drawn, and what is not drawn."""
    shown = view(evidence, view_id)
    line = f"{shown.line_name[:1].upper()}{shown.line_name[1:]}"
    usual = ", unless another view is chosen" if view_id == NATURAL_EARTH else ""
    parts = [f"Border {names.inside(shown.label)}{usual}.", f"{line}: {_STYLES[shown.line_style]}.", shown.not_drawn]
    return " ".join(filter(None, parts))


def notes(evidence: Evidence, view_id: str) -> tuple[str, ...]:
    """What must be read with a map in this view: the caption, who says what, and the note that every map carries."""
    shown = view(evidence, view_id)
    told = [caption(evidence, view_id), shown.note]
    if view_id != NATURAL_EARTH:
        told += [shown.kashmir, "Every line drawn is Natural Earth's: a view changes its name, its style and its note."]
    return (*filter(None, told), *evidence.package["boundary_note"])


def rows(evidence: Evidence, view_id: str) -> tuple[Row, ...]:
    """The row behind a view, none in a release without such a table."""
    return as_rows(_TABLE, [view_id]) if _TABLE in evidence.counts else ()


def layers(evidence: Evidence, view_id: str) -> list[dict[str, Any]]:
    """The lines of a map in this view: edges, Line of Control and the border itself, always in this order."""
    shown = view(evidence, view_id)
    return [
        _line("edges", theme.QUIET, 1.2, shown.edge_style),
        _line("control", theme.QUIET, 1.4, shown.control_style),
        _line("border_simplified", theme.LINE, 2.4, shown.line_style),
    ]


def _line(name: str, colour: str, width: float, style: str) -> dict[str, Any]:
    dash = {"dash": _DASH[style]} if style in _DASH else {}
    return {
        "sourcetype": "geojson",
        "source": f"{theme.STATIC}/boundaries/{name}.geojson",
        "type": "line",
        "color": colour,
        "line": {"width": width, **dash},
        "visible": style != "none",
        "below": "traces",
    }


def captioned(evidence: Evidence, view_id: str, layout: dict[str, Any]) -> dict[str, Any]:
    """The layout of a map with the caption of the view in its corner, in fewer words a line where it is narrow."""
    written = caption(evidence, view_id)
    corner = {
        "text": _wrapped(written, _WIDE),
        "xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom", "align": "left",
        "showarrow": False, "font": {"size": 11}, "bgcolor": _PAPER[0], "borderpad": 4, "name": "border-view",
    }  # fmt: skip
    before, meta = layout.get("annotations", []), layout.get("meta", {})
    place = f"annotations.{len(before)}"
    dark = {**meta.get("dark", {}), f"{place}.bgcolor": _PAPER[1]}
    narrow = {
        **meta.get("narrow", {}), f"{place}.text": _wrapped(written, _NARROW), f"{place}.font.size": 10,
    }  # fmt: skip
    return {**layout, "annotations": [*before, corner], "meta": {**meta, "dark": dark, "narrow": narrow}}


def _wrapped(written: str, width: int) -> str:
    return "<br>".join(escape(line) for line in textwrap.wrap(written, width))
