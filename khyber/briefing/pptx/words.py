"""Figures of words on a slide: key facts, or the first rows of the table, as a native table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd
from pptx.slide import Slide
from pptx.util import Inches, Pt

from khyber.briefing.pptx import text
from khyber.briefing.pptx.figures import Box
from khyber.charts import readable
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number

FACTS = ("What", "Value", "More on it")
_SIZES = (14.0, 12.0, 11.0, 10.0, 9.0)
_SIZE = 11.0
_MARGIN, _PAD = 0.08, 0.04
_MOST_LINES = 9
_MOST_WORD = 1.8
_LOOKED_AT = 20
# How a line of words falls short of its column, how finely room is dealt out, and what even columns are worth.
_RAGGED, _BITS, _EVEN = 1.08, 80, 0.01
_LEAST_FACTS = 4
_LAST = 0.28
_LONG_COLUMN = 2.4
_NOT_FOR_SLIDES = frozenset({"Rows of data", "Url", "Rule"})


class Table(NamedTuple):
    """A table in words: the names of its columns, its rows, and how many columns were left out for want of room."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int = 0


def of(evidence: Evidence, figure: Figure, wide: float) -> Table:
    """What a slide that is `wide` inches wide shows of a figure without a chart: its facts where they are several."""
    if len(figure.facts) >= _LEAST_FACTS or (figure.facts and figure.is_empty):
        facts = [(one.full_label, one.value, one.change) for one in figure.facts]
        head = FACTS if any(one[2] for one in facts) else FACTS[:2]
        return Table(head, [one[: len(head)] for one in facts])
    table = readable.table(evidence, figure)
    names = [one for one in map(str, table.columns) if table[one].notna().any()]
    told = [one for one in names if one not in _NOT_FOR_SLIDES and not one.endswith(" id")]
    kept = _that_fit(table, told, wide)
    rows: list[Sequence[str]] = [
        tuple(_written(one) for one in row) for row in table[kept].head(60).itertuples(index=False)
    ]
    rows += [()] * (len(table) - len(rows))
    return Table(kept, rows, len(told) - len(kept))


def _that_fit(table: pd.DataFrame, told: list[str], wide: float) -> list[str]:
    """The first columns that find room beside each other, a long text broken into lines."""
    kept: list[str] = []
    used = 0.0
    for name in told:
        longest = max(text.width(_written(one), _SIZE) for one in table[name].head(_LOOKED_AT))
        head = max(text.width(word, _SIZE, bold=True) for word in name.split(" "))
        used += min(max(longest, head), _LONG_COLUMN) + 2 * _MARGIN
        if used > wide and len(kept) > 1:
            break
        kept.append(name)
    return kept


def _written(value: object) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value):
        return number(value)
    return text.one_line(str(value))


def place(slide: Slide, table: Table, box: Box, alt: str) -> str:
    """Put a table into a box as a native one, in the largest letters in which all of its rows fit, else the first rows
    that fit in the smallest; gives a sentence on what was left out, "" for none."""
    for size in _SIZES:
        widths = _widths(table, box.wide, size)
        shown = [[text.cut(cell, size, wide - 2 * _MARGIN, _most(size), "…")
                  for cell, wide in zip(row, widths, strict=False)] for row in table.rows if row]  # fmt: skip
        heights = [_row_high(row, widths, size) for row in (table.head, *shown)]
        if sum(heights) <= box.high - (_LAST if table.left_out else 0) and len(shown) == len(table.rows):
            break
    ends = list(accumulate(heights))
    fit = len(heights) if ends[-1] <= box.high and len(shown) == len(table.rows) else 0
    fit = fit or max(1, bisect_right(ends, box.high - _LAST))
    _draw(slide, table.head, shown[: fit - 1], widths, heights[:fit], box, alt, size)
    return _left_out(len(table.rows) - fit + 1, table.left_out)


def _left_out(rows: int, columns: int) -> str:
    told = [f"{number(rows)} more row{'s' if rows > 1 else ''}"] if rows else []
    told += [f"{number(columns)} more column{'s' if columns > 1 else ''}"] if columns else []
    return f"And {' and '.join(told)}: see the Excel export or the link in the notes." if told else ""


def _most(size: float) -> float:
    return _MOST_LINES * size * text.LINE / 72 + 0.001


def _row_high(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    tallest = max(text.height(cell, size, wide - 2 * _MARGIN) for cell, wide in zip(cells, widths, strict=False))
    return tallest + 2 * _PAD


def _widths(table: Table, wide: float, size: float) -> list[float]:
    """The widths of the columns, together as wide as the table: room for the longest word of each, and the rest, bit
    by bit, to the column whose long texts make the rows high."""
    rows = [table.head, *(row for row in table.rows[:_LOOKED_AT] if row)]
    words = [[word for row in rows for word in row[place].split(" ")] for place in range(len(table.head))]
    longest = [max(text.width(one, size, bold=True) for one in column) for column in words]
    least = np.array([min(one, _MOST_WORD) + 2 * _MARGIN + 0.03 for one in longest])
    if least.sum() >= wide:
        return [float(one) for one in least * wide / least.sum()]
    long = np.array([[text.width(cell, size) * _RAGGED for cell in row] for row in rows])
    found = least.copy()
    for _ in range(_BITS):
        wider = found + np.eye(len(found)) * (wide - least.sum()) / _BITS
        lines = long / (wider[:, None, :] - 2 * _MARGIN)
        found = wider[np.argmin(np.maximum(lines, 1).max(axis=2).sum(axis=1) + _EVEN * lines.max(axis=1).sum(axis=1))]
    return [float(one) for one in found]


def _draw(
    slide: Slide, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float],
    heights: Sequence[float], box: Box, alt: str, letters: float,
) -> None:  # fmt: skip
    size = (Inches(box.left), Inches(box.top), Inches(box.wide), Inches(sum(heights)))
    shape = slide.shapes.add_table(len(rows) + 1, len(head), *size)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", text.one_line(alt))
    table = shape.table
    for place, wide in enumerate(widths):
        table.columns[place].width = Inches(wide)
    for place, high in enumerate(heights):
        table.rows[place].height = Inches(high)
    for down, row in enumerate([head, *rows]):
        for across, words in enumerate(row):
            cell = table.cell(down, across)
            cell.margin_left = cell.margin_right = Inches(_MARGIN)
            cell.margin_top = cell.margin_bottom = Inches(_PAD)
            cell.text = text.one_line(words)
            paragraph = cell.text_frame.paragraphs[0]
            for run in paragraph.runs:
                run.font.size = Pt(letters)
            if not paragraph.runs:
                paragraph._p.get_or_add_endParaRPr().set("sz", str(Pt(letters).centipoints))
