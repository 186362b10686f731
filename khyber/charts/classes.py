"""The classes of the areas that a map colours, as data: what the page's legend and those of all exports are made of.

They stand in `layout.meta.classes` of a figure's spec.
"""

from __future__ import annotations

from typing import TypedDict


class Class(TypedDict):
    """A class: its words, what lies over the map's ground, from the bottom, as CSS writes it, and its hatch or ""."""

    words: str
    colours: list[str]
    hatch: str


class Classes(TypedDict):
    """What areas are coloured by, and the classes, the lowest first; none where nothing is coloured."""

    heading: str
    classes: list[Class]
