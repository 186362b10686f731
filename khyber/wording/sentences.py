"""The sentences of a text or of Markdown, each with the line on which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What is no prose: comments, fenced and inline code, addresses.
_NO_PROSE = (
    re.compile(r"<!--(?:(?!<!--|-->).)*+-->", re.DOTALL),
    re.compile(r"^(```|~~~).*?(^\1|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"\b(?:https?|ftp)://[^\s)>\]]+"),
)
# A line that begins a block of its own: a heading, an item of a list, a quotation, a row of a table.
_BEGINS = re.compile(r"\s*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|>|\|)")
_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|[-*+•]\s+|\d{1,3}[.)]\s+|>\s*)+")
_END = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’)\]*_]*+(?=\s++[\"'“‘(\[*_]*+[^\W_a-z])")
_ABBREVIATED = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|gen|lt|col|maj|capt|brig|sgt|st|vs|cf|ca|approx|e\.g|i\.e)\.$", re.IGNORECASE
)
# These are words, too ("state of the art. Then"): abbreviations only before a number.
_OF_A_NUMBER = re.compile(r"\b(?:nos?|art|sec|para|fig)\.$", re.IGNORECASE)
_NUMBER = re.compile(r"\s+[(\[]?(?:\d|(?!I\b)[IVXLC]+\b)")
_LONGEST_ABBREVIATION = 12
_INITIALS = re.compile(r"\b(?:[A-Z]\.)+$")
# After initials ("the U.S. The …") a sentence ends only before a word with which sentences begin.
_STARTERS = re.compile(r"\s+(?:The|A|An|It|We|Our|This|That|These|In|But|And|Confidence|If|There)\b")


class Sentence(NamedTuple):
    """A sentence and the line of the text on which it begins, from 1."""

    line: int
    text: str


def sentences(text: str) -> Iterator[Sentence]:
    """Every sentence of a text.

    Blank lines, headings, items of lists and cells of tables end a sentence, other line breaks do not. What stands in
    quotation marks is read like the rest. Comments, code and addresses are left out.
    """
    for pattern in _NO_PROSE:
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for line, block in _blocks(text):
        yield from _split(line, block)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks of a text with the line of each; a row of a table gives a block a cell."""
    begun, held = 0, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if held and (not line.strip() or _BEGINS.match(line)):
            yield begun, "\n".join(held)
            held = []
        if line.lstrip().startswith("|"):
            yield from ((number, cell) for cell in line.split("|") if cell.strip())
        elif line.strip():
            begun = begun if held else number
            held.append(_MARKS.sub("", line))
            if line.lstrip().startswith("#"):
                yield begun, held.pop()


def _split(line: int, block: str) -> Iterator[Sentence]:
    """The sentences of a block; lines are counted on from one to the next."""
    begun = 0
    ends = (end.end() for end in _END.finditer(block) if not _is_abbreviation(block, end))
    for end in (*ends, len(block)):
        told = block[begun:end]
        if words := told.split():
            lead = told[: len(told) - len(told.lstrip())]
            yield Sentence(line + lead.count("\n"), " ".join(words))
        line += told.count("\n")
        begun = end


def _is_abbreviation(block: str, end: re.Match[str]) -> bool:
    """True where a single full stop ends an abbreviation or initials and no sentence."""
    if end[1] != ".":
        return False
    before = block[max(0, end.start() - _LONGEST_ABBREVIATION) : end.start() + 1]
    if _INITIALS.search(before):
        return not _STARTERS.match(block, end.end())
    return bool(_ABBREVIATED.search(before) or (_OF_A_NUMBER.search(before) and _NUMBER.match(block, end.end())))
