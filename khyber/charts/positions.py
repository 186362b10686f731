"""What the figures of declared positions share: the look of a cell, its words, and the notes on reading it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import stances
from khyber.charts import names, theme
from khyber.charts.catalogue import Row, escape
from khyber.evidence import Evidence, dates

TABLE = "stances"
COLUMNS = ["actor", "issue", "position", "as_of", "age", "state", "statement", "rows"]
ROW_PX, CELL_TOP, CELL_HEIGHT = 38, 0.38, 0.42
DECLARED = (
    "A position is what an actor declared on a day towards what the issue names: in words, or in a step taken in "
    "public. It says nothing about conduct."
)
CARRIED = (
    f"The last declaration is carried forward for {stances.CARRIED_MONTHS} months at most; then it has lapsed: it "
    "stands in brackets without a frame, and is not held to be the position any more."
)
_HOVER_WIDTH = 52
_LETTER_PX, _NAME_PX = 8, 10
_GROUND = "rgba(0,0,0,0)"


class Cell(NamedTuple):
    """A cell of a grid: its place from left and from above, what is written in it, its hover label and its row."""

    x: float
    y: int
    text: str
    hover: str
    row_id: str | None


def key(actor: str, issue: str) -> str:
    """The actor and the issue of a cell, as a link names them."""
    return f"{actor},{issue}"


def who(evidence: Evidence, actor: str) -> str:
    """The short name of an actor."""
    return names.of(evidence, "actors", actor, "short_name")


def told(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stances.at` with `label`, the position in words, `age` in words, and `rows`."""
    labels = evidence.labels("stance_position")
    return found.assign(
        label=[labels[one] for one in found["position"]],
        age=[age(one) for one in found["months"]],
        rows=[(Row(TABLE, one),) for one in found["row_id"]],
    )


def readable(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    """The same with labels for the codes of issue and position, and days without hours."""
    issues = evidence.labels("stance_issue")
    return found.assign(
        issue=[issues[one] for one in found["issue"]],
        position=found["label"],
        as_of=found["as_of"].dt.strftime("%Y-%m-%d"),
    )


def age(months: int) -> str:
    """How old a declaration is, in whole months."""
    return f"{months} month{'' if months == 1 else 's'}" if months else "less than a month"


def sign(position: str) -> str:
    """The sign of a position, as it stands in a cell."""
    return theme.POSITIONS[position][0]


def hover(evidence: Evidence, row: Any, day: date) -> str:
    """The hover label of a declaration as it stands on a day."""
    issue = evidence.labels("stance_issue")[row.issue]
    label = evidence.labels("stance_position")[row.position]
    lapsed = "" if row.state == stances.HELD else ", lapsed"
    said = "<br>".join(escape(part) for part in wrap(row.statement, _HOVER_WIDTH))
    return (
        f"<b>{escape(who(evidence, row.actor))}: {escape(names.inside(issue))}</b><br>"
        f"{escape(label)} – {dates.words(row.as_of.date())}, {row.age} before {dates.words(day)}{lapsed}<br>{said}"
    )


def traces(evidence: Evidence, cells: Iterable[tuple[str, str, Cell]], size: int = 11) -> list[dict[str, Any]]:
    """The cells as bars, from (position, state, cell): one trace a position in force, then one for all that lapsed."""
    listed = list(cells)
    labels = evidence.labels("stance_position")
    found = []
    for position, (sign_of, colour, is_filled) in theme.POSITIONS.items():
        own = [cell for one, state, cell in listed if one == position and state == stances.HELD]
        if own:
            found.append(_bars(f"{sign_of} {labels[position]}", own, colour, is_filled, size))
    old = [cell for _, state, cell in listed if state == stances.LAPSED]
    if old:
        found.append(_bars("( ) Lapsed", old, theme.QUIET, None, size))
    return found


def written(row: Any) -> str:
    """What stands in the cell of a position: its sign, in brackets where it has lapsed."""
    return f"<b>{sign(row.position)}</b>" if row.state == stances.HELD else f"({sign(row.position)})"


def under(cells: Iterable[tuple[Cell, str]]) -> dict[str, Any]:
    """Words under cells, from (cell, words)."""
    listed = list(cells)
    return {
        "type": "scatter",
        "mode": "text",
        "uid": "under",
        "showlegend": False,
        "x": [cell.x for cell, _ in listed],
        "y": [cell.y + CELL_TOP + CELL_HEIGHT + 0.2 for cell, _ in listed],
        "text": [words for _, words in listed],
        "textfont": {"size": 10, "color": theme.AREA_TEXT[0]},
        "customdata": [cell.row_id for cell, _ in listed],
        "hovertext": [cell.hover for cell, _ in listed],
        "hoverinfo": "text",
        "meta": {"dark": {"textfont.color": theme.AREA_TEXT[1]}},
    }


def nothing(cells: list[Cell]) -> list[dict[str, Any]]:
    """Cells in which nothing was declared, as dots."""
    return [_bars("· No declaration on record", cells, theme.QUIET, None, 11)] if cells else []


def _bars(name: str, cells: list[Cell], colour: str, is_filled: bool | None, size: int) -> dict[str, Any]:
    """One trace of cells: filled, framed, or (None) without either."""
    return {
        "type": "bar",
        "uid": theme.uid(name),
        "name": name,
        "x": [cell.x for cell in cells],
        "y": [CELL_HEIGHT] * len(cells),
        "base": [cell.y + CELL_TOP for cell in cells],
        "width": 0.92,
        "marker": {
            "color": colour if is_filled else _GROUND,
            "line": {"color": colour, "width": 1.5 if is_filled is False else 0},
        },
        "text": [cell.text for cell in cells],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {"size": size, "color": theme.ON_FILL if is_filled else theme.AREA_TEXT[0]},
        "customdata": [cell.row_id for cell in cells],
        "hovertext": [cell.hover for cell in cells],
        "hoverinfo": "text",
        **({} if is_filled else {"meta": {"dark": {"insidetextfont.color": theme.AREA_TEXT[1]}}}),
    }


def layout(
    lines: list[str], columns: dict[float, str], last: float, row_px: int = ROW_PX, under: str = "", **more: Any
) -> dict[str, Any]:
    """The layout of a grid: a line for each name, its name beside its cells, and what stands at the head of columns.

    columns: the head of each by its place; last: the place of the last column; row_px: the height of a line; under:
    what stands under each head where there is room. On a narrow screen names stand above their cells.
    """
    above = [
        _name(line, place + CELL_TOP, xanchor="left", yanchor="bottom", yshift=-1) for place, line in enumerate(lines)
    ]
    beside = [
        _name(line, place + CELL_TOP + CELL_HEIGHT / 2, xanchor="right", yanchor="middle", xshift=-4)
        for place, line in enumerate(lines)
    ]
    heads = [
        _head(place, [*wrap(head, 24 if under else 11), *([under] if under else [])], 11)
        for place, head in columns.items()
    ]
    turned = [_head(place, wrap(head, 20), 10) | {"textangle": -90} for place, head in columns.items()]
    return theme.layout(
        height=120 + row_px * (len(lines) + 1),
        margin={"l": 8 + _LETTER_PX * max(map(len, lines)), "r": 8, "t": 8, "b": 100},
        barmode="overlay",
        annotations=[*beside, *heads],
        xaxis=theme.axis(visible=False, range=[-0.6, last + 0.6], fixedrange=True),
        yaxis=theme.axis(visible=False, range=[len(lines) + 0.15, -1], fixedrange=True),
        meta={
            "narrow": {
                "height": 120 + (row_px + _NAME_PX) * (len(lines) + 1),
                "annotations": [*above, *turned],
                "margin": {"l": 4, "r": 4, "t": 66, "b": 100},
            }
        },
        **more,
    )


def _name(line: str, at: float, **where: Any) -> dict[str, Any]:
    """The name of a line at its left."""
    return {
        "text": f"<b>{escape(line)}</b>", "xref": "paper", "x": 0, "y": at, "showarrow": False, "font": {"size": 12},
        **where,
    }  # fmt: skip


def _head(place: float, parts: list[str], size: int) -> dict[str, Any]:
    """What stands over a column."""
    return {
        "text": "<br>".join(map(escape, parts)), "x": place, "xanchor": "center", "y": 0, "yanchor": "bottom",
        "showarrow": False, "font": {"size": size},
    }  # fmt: skip
