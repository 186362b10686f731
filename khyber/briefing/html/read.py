"""What an HTML file of a brief says, read back: the data inside it, and every text on its page by where it stands."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any, NamedTuple

_DATA = re.compile(r'<script type="application/json" id="khyber-brief">(.*?)</script>', re.DOTALL)
_ALONE = frozenset({"meta", "link", "br", "img", "input", "hr"})
_NOT_READ = frozenset({"script", "style"})
_SAID = ("aria-label", "href")


class Place(NamedTuple):
    """Where a text stands: slide (0 for what belongs to no slide), what it is, and of a table row (0: head) and column.

    For a part of which a slide has several, `row` counts them from 1.
    """

    slide: int
    part: str
    row: int = 0
    column: int = 0


def data(text: str) -> Any:
    """The data inside a file. Raises LookupError where there are none, ValueError where they cannot be read."""
    found = _DATA.search(text)
    if not found:
        raise LookupError
    return json.loads(found[1])


def texts(text: str) -> dict[Place, str]:
    """Every text on the page of a file, by its place."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return {place: " ".join(" ".join(parts).split()) for place, parts in reader.found.items()}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[Place, list[str]] = {}
        self.open: list[tuple[str, Place]] = [("", Place(0, "text"))]
        self.counted: dict[tuple[int, str], int] = {}
        self.row = self.column = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        place = self._place(tag, given, self.open[-1][1])
        if tag not in _ALONE:
            for name in _SAID:
                if name in given:
                    self._say(_linked(place) if name == "href" else place, given[name])
            self.open.append((tag, place))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, text: str) -> None:
        tag, place = self.open[-1]
        if tag not in _NOT_READ and text.strip():
            self._say(place, text)

    def _say(self, place: Place, text: str) -> None:
        self.found.setdefault(place, []).append(text)

    def _place(self, tag: str, given: dict[str, str], within: Place) -> Place:
        if tag == "section" and given.get("data-slide", "").isdecimal():
            return Place(int(given["data-slide"]) + 1, "text")
        if tag == "table":
            self.row, self.column = -1, 0
            return within._replace(part="table")
        if within.part == "table":
            return self._cell(tag, within)
        if part := given.get("data-part"):
            number = self.counted[within.slide, part] = self.counted.get((within.slide, part), 0) + 1
            return Place(within.slide, part, number)
        return within

    def _cell(self, tag: str, within: Place) -> Place:
        if tag == "tr":
            self.row, self.column = self.row + 1, 0
        if tag in ("td", "th"):
            self.column += 1
            return within._replace(row=self.row, column=self.column)
        return within


def _linked(place: Place) -> Place:
    return place._replace(part=f"{place.part}, address of the link")
