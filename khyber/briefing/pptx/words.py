"""Figures of words on a slide: key facts, or the first rows of the table, as a native table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from pptx.slide import Slide
from pptx.util import Inches, Pt

from khyber.briefing.pptx import text
from khyber.briefing.pptx.figures import Box
from khyber.charts import readable
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number

FACTS = ("What", "Value", "Range or change")
_SIZE, _HEAD = 11.0, 11.0
_MARGIN, _PAD = 0.08, 0.04
_MOST_LINES = 9
_MOST_WORD, _MOST_COLUMN = 1.8, 5.0
_LOOKED_AT, _USUAL_LENGTH = 20, 0.8
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
        head = max(text.width(word, _HEAD, bold=True) for word in name.split(" "))
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
    """Put the first rows that fit into a box as a native table; gives a sentence on what was left out, "" for none."""
    widths = _widths(table, box.wide)
    head = _row_high(table.head, widths, _HEAD)
    heights, used = [], head
    shown = [[text.cut(cell, _SIZE, wide - 2 * _MARGIN, _most(), "…") for cell, wide in zip(row, widths, strict=False)]
             for row in table.rows if row]  # fmt: skip
    for row in shown:
        high = _row_high(row, widths, _SIZE)
        if used + high > box.high - _LAST:
            break
        heights.append(high)
        used += high
    _draw(slide, table.head, shown[: len(heights)], widths, [head, *heights], box, alt)
    return _left_out(len(table.rows) - len(heights), table.left_out)


def _left_out(rows: int, columns: int) -> str:
    told = [f"{number(rows)} more row{'s' if rows > 1 else ''}"] if rows else []
    told += [f"{number(columns)} more column{'s' if columns > 1 else ''}"] if columns else []
    return f"And {' and '.join(told)}: see the Excel export or the link in the notes." if told else ""


def _most() -> float:
    return _MOST_LINES * _SIZE * text.LINE / 72 + 0.001


def _row_high(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    tallest = max(text.height(cell, size, wide - 2 * _MARGIN) for cell, wide in zip(cells, widths, strict=False))
    return tallest + 2 * _PAD


def _widths(table: Table, wide: float) -> list[float]:
    """The widths of the columns, together as wide as the table: room for the longest word, the rest by long texts."""
    least, wanted = [], []
    for place, name in enumerate(table.head):
        cells = [row[place] for row in table.rows[:_LOOKED_AT] if row]
        words = [word for one in (*cells, name) for word in one.split(" ")]
        least.append(min(max(text.width(one, _SIZE, bold=True) for one in words), _MOST_WORD) + 2 * _MARGIN + 0.03)
        lengths = sorted(text.width(one, _SIZE) for one in cells) or [0.0]
        wanted.append(min(lengths[int((len(lengths) - 1) * _USUAL_LENGTH)], _MOST_COLUMN) + 2 * _MARGIN + 0.05)
    more = [max(want - need, 0.0) for want, need in zip(wanted, least, strict=True)]
    left = wide - sum(least)
    if left <= 0 or not sum(more):
        return [one * wide / sum(least) for one in least]
    return [need + left * one / sum(more) for need, one in zip(least, more, strict=True)]


def _draw(
    slide: Slide, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float],
    heights: Sequence[float], box: Box, alt: str,
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
                run.font.size = Pt(_SIZE if down else _HEAD)
            if not paragraph.runs:
                paragraph._p.get_or_add_endParaRPr().set("sz", str(Pt(_SIZE).centipoints))
