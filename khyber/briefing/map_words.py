"""Which words of a map find room, and what its marks mean: the same for flat maps and for pictures of maps."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.colors import to_hex

from khyber.briefing.map_layers import Colour, Labels, Map, Marks, colour
from khyber.charts import marks, places, theme
from khyber.charts.classes import Classes
from khyber.evidence import Evidence
from khyber.evidence.ranges import number

# The width of a letter and the height of a line, in sizes of the letters, and the air around words, in pixels.
_WIDE, _HIGH, _AIR = 0.56, 1.25, 1.0
_CELL = 64
# The ground of a map where the reader's screen is dark.
DARK = colour("#0e1117")
# The longest line of a legend.
_LEGEND_LETTERS = 36
# Each incident is one disc or has no toll; of some there is a ring, too.
_ONE_AN_INCIDENT = ("disc-", "silent-")
_INCIDENTS = (*_ONE_AN_INCIDENT, "ring-")


class Meaning(NamedTuple):
    """A mark of a map or the colour of an area, and what it means.

    form: disc, ring, small or dot for a mark, area for an area. colour: as seen on light ground, dark: on dark ground
    where it differs there. letter: what stands on it, or "". hatch: the colour of a hatch on top, or "".
    """

    form: str
    colour: str
    letter: str
    words: str
    dark: str = ""
    hatch: str = ""

    @property
    def lines(self) -> list[str]:
        """The letter and the words, in short lines."""
        return textwrap.wrap(f"{self.letter}: {self.words}" if self.letter else self.words, _LEGEND_LETTERS)


def placed(drawn: Map, scale: float, magnified: float = 1.0) -> list[list[bool]]:
    """For each layer of words, which of its words find room at so many pixels for a degree, letters magnified.

    Words never overlap: those of later layers are placed first, as on the map itself.
    """
    taken = _Taken()
    kept = [
        [taken.take(_box(layer, place, scale, magnified)) for place in range(len(layer.words))]
        for layer in reversed(drawn.labels)
    ]
    return kept[::-1]


def outside(drawn: Map, view: Sequence[float]) -> str:
    """How many incidents of a map lie beyond a view (west, south, east, north in the plane), in words; "" for none."""
    west, south, east, north = view
    found = [one for one in drawn.layers if isinstance(one, Marks) and one.uid.startswith(_ONE_AN_INCIDENT)]
    inside = sum(int(((one.x >= west) & (one.x <= east) & (one.y >= south) & (one.y <= north)).sum()) for one in found)
    count = sum(len(one.x) for one in found)
    return f"Outside this picture: {number(count - inside)} of {number(count)} incidents." if inside < count else ""


def _box(layer: Labels, place: int, scale: float, magnified: float) -> tuple[float, float, float, float]:
    """The box of some words in pixels: left, lowest, right, highest."""
    rows = layer.words[place].split("<br>")
    wide = max(map(len, rows)) * layer.size * _WIDE * magnified
    high = len(rows) * layer.size * _HIGH * magnified
    x, y = float(layer.x[place]) * scale, float(layer.y[place]) * scale
    if layer.position == "top right":
        off = layer.offset * magnified
        return x + off, y + off, x + off + wide, y + off + high
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


class _Taken:
    """The boxes that are taken, by the cells of a grid that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def take(self, box: tuple[float, float, float, float]) -> bool:
        """Take a box if nothing of it is taken; says whether it was."""
        left, low, right, high = box[0] - _AIR, box[1] - _AIR, box[2] + _AIR, box[3] + _AIR
        cells = [
            (across, up)
            for across in range(int(left // _CELL), int(right // _CELL) + 1)
            for up in range(int(low // _CELL), int(high // _CELL) + 1)
        ]
        others = (one for cell in cells for one in self._cells.get(cell, ()))
        if any(left < one[2] and one[0] < right and low < one[3] and one[1] < high for one in others):
            return False
        for cell in cells:
            self._cells.setdefault(cell, []).append(box)
        return True


def heading(spec: Mapping[str, Any]) -> list[str]:
    """What the areas of a map are coloured by, in short lines; none where nothing is coloured."""
    classes: Classes | None = spec["layout"]["meta"].get("classes")
    return textwrap.wrap(classes["heading"], _LEGEND_LETTERS) if classes and classes["classes"] else []


def classes(spec: Mapping[str, Any], drawn: Map) -> list[Meaning]:
    """What the colours of the areas of a map mean; nothing where none are coloured."""
    told: Classes | None = spec["layout"]["meta"].get("classes")
    return [
        Meaning("area", seen(one["colours"], drawn.ground), "", one["words"], seen(one["colours"], DARK), one["hatch"])
        for one in (told["classes"] if told else ())
    ]


def seen(colours: Iterable[str], ground: Colour) -> str:
    """The colour that is seen where some, the lowest first, lie on a ground."""
    under = np.array(ground[:3])
    for red, green, blue, share in map(colour, colours):
        under = under + (np.array([red, green, blue]) - under) * share
    return str(to_hex(under.tolist()))


def meanings(drawn: Map, evidence: Evidence) -> list[Meaning]:
    """What the marks on a map mean; nothing where it has none of ours."""
    uids = {layer.uid for layer in drawn.layers if isinstance(layer, Marks)}
    told = [Meaning(*one) for one in marks.legend()] if any(one.startswith(_INCIDENTS) for one in uids) else []
    if "crossings" in uids:
        states = ", ".join(f"{mark} {label.lower()}" for mark, label in places.state_legend(evidence))
        told.append(Meaning("dot", theme.LINE, "", f"crossing: {states}"))
    return told
