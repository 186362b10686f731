"""The template of a deck, ours or the user's: its layouts by the kinds of their placeholders, and their boxes."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu

from khyber.briefing.brief import BriefError
from khyber.briefing.pptx.figures import Box

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
SHAPES = {"16:9": "khyber-16x9.pptx", "4:3": "khyber-4x3.pptx"}
_TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
_BODIES = (KIND.BODY, KIND.OBJECT)
_AROUND = (*_TITLES, KIND.FOOTER, KIND.SLIDE_NUMBER, KIND.DATE)
_NOT_USABLE = "“{}” is not a usable PowerPoint file: choose a file saved as .pptx."
_MOST_BYTES, _MOST_OF_A_PART, _MOST_PARTS = 100_000_000, 4_000_000, 5_000
_WIDE_ENOUGH, _HIGH_ENOUGH = 0.5, 0.35
_GAP = 0.1
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"


@dataclass(frozen=True)
class Design:
    """A template that is open, without slides. content: where figures and points go on a slide of `figure`; footer and
    number: where those stand; wide and high: the size of a slide. All in inches.
    """

    deck: Deck
    opening: SlideLayout
    figure: SlideLayout
    title: Box
    content: Box
    footer: Box
    number: Box
    wide: float
    high: float


def opened(template: Path | None, shape: str) -> Design:
    """Our own template of a shape, or the user's without its slides. Raises BriefError for what is no template."""
    if shape not in SHAPES:
        raise BriefError(f"“{shape}” is no shape of slides: choose {' or '.join(SHAPES)}.")
    file = template or TEMPLATES / SHAPES[shape]
    try:
        return _opened(file)
    except BriefError:
        raise
    except Exception as error:  # A damaged file fails in python-pptx, zipfile or lxml, each in ways of its own.
        raise BriefError(_NOT_USABLE.format(file.name)) from error


def _opened(file: Path) -> Design:
    deck = _deck(file)
    _without_slides(deck)
    layouts = [one for one in deck.slide_layouts if _kinds(one) & set(_TITLES)] or list(deck.slide_layouts)
    if not layouts or not deck.slide_width or not deck.slide_height:
        raise BriefError("This template has no slide layouts: choose another .pptx file.")
    figure = min(layouts, key=_unfit)
    opening = next((one for one in layouts if KIND.CENTER_TITLE in _kinds(one)), figure)
    wide, high = Emu(deck.slide_width).inches, Emu(deck.slide_height).inches
    return _measured(deck, opening, figure, wide, high)


def _deck(path: Path) -> Deck:
    if not path.is_file():
        raise BriefError(f"There is no template “{path.name}”.")
    with zipfile.ZipFile(path) as archive:
        sizes = {one.filename: one.file_size for one in archive.infolist()}
    texts = [size for name, size in sizes.items() if name.endswith((".xml", ".rels"))]
    if sum(sizes.values()) > _MOST_BYTES or max(texts, default=0) > _MOST_OF_A_PART or len(sizes) > _MOST_PARTS:
        raise BriefError(f"“{path.name}” is too large for a template.")
    deck = Presentation(str(path))
    if deck.part.content_type != CT.PML_PRESENTATION_MAIN:
        raise BriefError(_NOT_USABLE.format(path.name))
    return deck


def _without_slides(deck: Deck) -> None:
    """Take out every slide with its part, and the lists that name slides by their numbers."""
    root = deck.part._element
    for one in list(deck.slides._sldIdLst):
        deck.part.drop_rel(one.rId)
        deck.slides._sldIdLst.remove(one)
    for sections in root.findall(f".//{_P14}"):
        extension = sections.getparent()
        extension.getparent().remove(extension)
    for shows in root.findall("{*}custShowLst"):
        root.remove(shows)


def _kinds(layout: Any) -> set[Any]:
    return {one.placeholder_format.type for one in layout.placeholders}


def _unfit(layout: Any) -> tuple[int, int]:
    """How badly a layout holds a title and a body: the number of bodies away from one, and of other placeholders."""
    kinds = [one.placeholder_format.type for one in layout.placeholders]
    bodies = sum(one in _BODIES for one in kinds)
    others = sum(one not in (*_BODIES, *_AROUND) for one in kinds)
    return (abs(bodies - 1) + others + (KIND.TITLE not in kinds), others)


def _measured(deck: Deck, opening: SlideLayout, figure: SlideLayout, wide: float, high: float) -> Design:
    margin = 0.04 * wide
    title = _box(figure, _TITLES) or Box(margin, 0.05 * high, wide - 2 * margin, 0.13 * high)
    number = _box(figure, (KIND.SLIDE_NUMBER,)) or Box(wide - margin - 0.8, 0.92 * high, 0.8, 0.05 * high)
    foot = _box(figure, (KIND.FOOTER,))
    top = foot.top if foot else number.top
    low = foot.high if foot else number.high
    room = max(low, min(0.42, high - top - 0.05))
    left = min(title.left, margin * 2)
    end = number.left - _GAP if number.left > wide / 2 else wide - margin
    footer = Box(left, top, end - left, room)
    body = _box(figure, _BODIES)
    under = title.top + title.high + _GAP if title.top < high / 2 else margin
    content = Box(left, under, wide - left - min(left, margin), top - under - _GAP)
    if body and body.wide > _WIDE_ENOUGH * wide and body.high > _HIGH_ENOUGH * high:
        content = Box(body.left, body.top, body.wide, min(body.high, top - _GAP - body.top))
    return Design(deck, opening, figure, title, content, footer, number, wide, high)


def _box(layout: Any, kinds: tuple[Any, ...]) -> Box | None:
    """The box of the largest placeholder of some kinds, None where there is none or it has no place."""
    found = [
        Box(*(Emu(one).inches for one in (shape.left, shape.top, shape.width, shape.height)))
        for shape in layout.placeholders
        if shape.placeholder_format.type in kinds and None not in (shape.left, shape.top, shape.width, shape.height)
    ]
    return max(found, key=lambda one: one.wide * one.high, default=None)


def placeholder(slide: Slide, kinds: tuple[Any, ...]) -> Any:
    """The largest placeholder of some kinds on a slide, None where there is none."""
    found = [one for one in slide.placeholders if one.placeholder_format.type in kinds]
    return max(found, key=lambda one: (one.width or 0) * (one.height or 0), default=None)
