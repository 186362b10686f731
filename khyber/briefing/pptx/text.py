"""Words on slides: cleaned of what XML cannot hold, read from Plotly's little HTML, and measured to fit a box."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<br\s*/?>")
_BOLD = re.compile(r"<b>(.*?)</b>", re.DOTALL)
# Widths in ems, those of DejaVu Sans, which stands in where Calibri is missing: what fits in it fits in any.
_WIDE, _USUAL, _NARROW = 0.78, 0.625, 0.38
_WIDE_LETTERS = frozenset("MWmw@%—+→ABCDGHKNOPQRUVXYZ")
_NARROW_LETTERS = frozenset("iljftIr.,;:'|!()[]/ ")
LINE = 1.22
_BOLDER = 1.06
_POINTS_AN_INCH = 72
_SENTENCE, _PART = (".", ";"), (",",)
_MOST_OF = 0.55


class Run(NamedTuple):
    """A piece of text of one weight."""

    text: str
    bold: bool


def clean(text: str) -> str:
    """Text without control characters, lone surrogates and signs that turn the direction of reading."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Cleaned text with each run of white space as one space."""
    return " ".join(clean(text).split())


def plain(markup: object) -> str:
    """The words of a text of Plotly, without its tags; a break becomes a new line."""
    return clean(html.unescape(_TAG.sub("", _BREAK.sub("\n", str(markup)))))


def runs(markup: object) -> list[list[Run]]:
    """The lines of a text of Plotly, each a list of runs."""
    lines = []
    for line in _BREAK.split(str(markup)):
        parts = _BOLD.split(line)
        found = [Run(plain(part), place % 2 == 1) for place, part in enumerate(parts)]
        lines.append([one for one in found if one.text])
    return lines


def width(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in inches, at a size in points."""
    ems = sum(
        _WIDE if one in _WIDE_LETTERS or ord(one) > 0x2E80 else _NARROW if one in _NARROW_LETTERS else _USUAL
        for one in text
    )
    return ems * points / _POINTS_AN_INCH * (_BOLDER if bold else 1)


def widest(text: str, points: float) -> float:
    """How wide the widest line of a text is, in inches."""
    return max(width(one, points) for one in text.split("\n"))


def lines(text: str, points: float, wide: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a box `wide` inches wide; a word longer than a line is broken."""
    total = 0
    for paragraph in text.split("\n"):
        taken, count = 0.0, 1
        for word in paragraph.split(" "):
            long = width(word + " ", points, bold=bold)
            if taken and taken + long > wide:
                count, taken = count + 1, 0.0
            more = int((taken + long) // wide) if long > wide else 0
            count, taken = count + more, (taken + long) - more * wide
        total += count
    return total


def height(text: str, points: float, wide: float, *, bold: bool = False) -> float:
    """How high a text is, in inches, in a box `wide` inches wide."""
    return lines(text, points, wide, bold=bold) * points * LINE / _POINTS_AN_INCH


def fitting(text: str, wide: float, high: float, sizes: tuple[float, ...], *, bold: bool = False) -> float:
    """The largest of some sizes in points, the largest first, at which a text fits a box; else the smallest."""
    return next((one for one in sizes if height(text, one, wide, bold=bold) <= high), sizes[-1])


def cut(text: str, points: float, wide: float, high: float, ending: str) -> str:
    """As many words of a text as fit a box, with an ending that says where the rest is; all of it where it fits.

    Cut is where a sentence or a part of a list ends, unless little more than half of what fits would be left.
    """
    if height(text, points, wide) <= high:
        return text
    words = text.split(" ")
    first, last = 0, len(words)
    while first < last:
        middle = (first + last + 1) // 2
        if height(_ended(words[:middle], ending), points, wide) <= high:
            first = middle
        else:
            last = middle - 1
    for ends in (_SENTENCE, _PART):
        kept = next((one for one in range(first, round(first * _MOST_OF), -1) if words[one - 1].endswith(ends)), 0)
        if kept:
            first = kept
            break
    return _ended(words[:first], ending)


def _ended(words: list[str], ending: str) -> str:
    said = " ".join(words).rstrip(" ;,")
    return f"{said} {ending}" if said.endswith(_SENTENCE) else said + ending
