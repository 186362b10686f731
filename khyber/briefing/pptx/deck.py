"""The slides of a presentation: the opening one, one for each slide of the brief, and how to read them."""

from __future__ import annotations

import io
import re
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.slide import Slide
from pptx.util import Inches

from khyber.briefing import map_picture
from khyber.briefing.pptx import design as designs
from khyber.briefing.pptx import figures, notes, shapes, text, words
from khyber.briefing.pptx.design import Design
from khyber.briefing.pptx.figures import Box
from khyber.briefing.shown import Shown, ShownSlide
from khyber.evidence import grading

_DOTS_AN_INCH = 170
_BESIDE, _GAP = 0.27, 0.2
_WIDE = 1.6
_LEAST_BESIDE = 2.6
_POINT_HIGH = 0.44
_SMALL_HIGH, _NOTES_HIGH = 0.95, 0.45
_TABLE_ENDS = 0.3
_NOTHING = "Nothing to show for this choice."
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")


def opening(design: Design, shown: Shown) -> None:
    """The first slide: the title of the brief, its release and day, and where its sources stand."""
    slide = design.deck.slides.add_slide(design.opening)
    about = [
        f"Khyber, release {shown.evidence.release}; pages searched up to {shown.as_of}",
        "Every number opens its source: see the notes of each slide",
    ]
    holder = designs.placeholder(slide, (KIND.CENTER_TITLE, KIND.TITLE))
    box = (
        _inches(holder) if holder is not None else Box(design.content.left, design.high * 0.3, design.content.wide, 1.5)
    )
    shapes.title(slide, design, box, shown.brief.title)
    below = designs.placeholder(slide, (KIND.SUBTITLE, KIND.BODY, KIND.OBJECT))
    under = _inches(below) if below is not None else Box(box.left, box.top + box.high + _GAP, box.wide, 1.2)
    shapes.plain(slide, below, under, about)
    shapes.without_empty(slide)
    slide.notes_slide.notes_text_frame.text = text.clean("\n".join(shown.told))


def _inches(shape: object) -> Box:
    left, top, wide, high = (getattr(shape, one) for one in ("left", "top", "width", "height"))
    return Box(left / Inches(1), top / Inches(1), wide / Inches(1), high / Inches(1))


def add(design: Design, shown: Shown, one: ShownSlide) -> None:
    """A slide of the brief."""
    slide = design.deck.slides.add_slide(design.figure)
    shapes.title(slide, design, design.title, one.title)
    if one.is_map:
        _map(slide, design, shown, one)
    elif not _chart(slide, design, one):
        _words(slide, design, shown, one)
    shapes.without_empty(slide)
    own = "Title in the author's words. " if one.is_own_title else ""
    shapes.footer(slide, design, own + one.source, one.stamp)
    slide.notes_slide.notes_text_frame.text = notes.of(one)


def _marked(one: ShownSlide) -> tuple[str, ...]:
    """The points of a slide, those in the author's words marked as such."""
    return tuple(
        f"{point} (author's words)" if place in one.own_points else point for place, point in enumerate(one.points)
    )


def _split(design: Design, lines: tuple[str, ...], *, whole_width: bool) -> tuple[Box, Box | None]:
    """The box of the figure and that of the points, beside it or, where it needs the width, beneath it."""
    box = design.content
    if not lines:
        return box, None
    if box.wide / box.high > _WIDE and not whole_width:
        beside = max(_BESIDE * box.wide, _LEAST_BESIDE)
        main = Box(box.left, box.top, box.wide - beside - _GAP, box.high)
        return main, Box(main.left + main.wide + _GAP, box.top, beside, box.high)
    rows = sum(text.lines(one, 14, box.wide - 0.4) for one in lines)
    under = min(rows * _POINT_HIGH * 0.72 + 0.1, box.high * 0.32)
    main = Box(box.left, box.top, box.wide, box.high - under - _GAP / 2)
    return main, Box(box.left, main.top + main.high + _GAP / 2, box.wide, under)


def _chart(slide: Slide, design: Design, one: ShownSlide) -> bool:
    """The figure as native charts; False where it has none."""
    spec = one.figure.spec
    if spec is None or one.figure.is_empty:
        return False
    box, beside = _split(design, _marked(one), whole_width=figures.is_wide(spec))
    box, small = _above_notes(box, one)
    if not figures.place(slide, spec, box, one.figure.alt):
        return False
    if small:
        shapes.small(slide, small, " ".join(one.figure.notes), "Read with it")
    if beside:
        shapes.points(slide, beside, _marked(one))
    return True


def _above_notes(box: Box, one: ShownSlide) -> tuple[Box, Box | None]:
    """What is left of a box above the notes that must be read with a figure, and the box of these, if it has any."""
    if not one.figure.notes:
        return box, None
    under = min(text.height(" ".join(one.figure.notes), shapes.SMALLER, box.wide - 0.2) + 0.08, _NOTES_HIGH)
    main = Box(box.left, box.top, box.wide, box.high - under - 0.05)
    return main, Box(box.left, main.top + main.high + 0.05, box.wide, under)


def _map(slide: Slide, design: Design, shown: Shown, one: ShownSlide) -> None:
    """The map as a picture, with the notes on boundaries and its own in small type beneath it."""
    box, beside = _split(design, _marked(one), whole_width=False)
    small = " ".join(dict.fromkeys([*one.boundary, *one.figure.notes]))
    under = min(text.height(small, shapes.SMALLER, box.wide - 0.2) + 0.08, _SMALL_HIGH)
    high = box.high - under - 0.05
    picture = map_picture.png(one.figure, shown.evidence, round(box.wide * _DOTS_AN_INCH), round(high * _DOTS_AN_INCH))
    size = (Inches(one) for one in (box.left, box.top, box.wide, high))
    drawn: Any = slide.shapes.add_picture(io.BytesIO(picture), *size)
    drawn._element.nvPicPr.cNvPr.set("descr", text.one_line(one.figure.alt))
    drawn.name = "Map"
    shapes.small(
        slide, Box(box.left, box.top + high + 0.05, box.wide, under), small, "Boundaries", " ".join(one.boundary)
    )
    if beside:
        shapes.points(slide, beside, _marked(one))


def _words(slide: Slide, design: Design, shown: Shown, one: ShownSlide) -> None:
    """A figure of words: a native table of its facts or rows, and its points where they say more."""
    figure = one.figure
    table = words.of(shown.evidence, figure, design.content.wide)
    as_facts = bool(figure.facts) and tuple(table.head) == words.FACTS[: len(table.head)]
    lines = () if as_facts and one.slide.points is None else _marked(one)
    box, beside = _split(design, lines, whole_width=True)
    left_out = ""
    if table.rows:
        box, small = _above_notes(box, one)
        if small:
            shapes.small(slide, small, " ".join(figure.notes), "Read with it")
        left_out = words.place(slide, table, box, figure.alt)
    else:
        said = " ".join(figure.notes[:1]) or _NOTHING
        shapes.line(slide, Box(box.left, box.top, box.wide, 1.5), said, 16, "Words")
    if left_out:
        end = Box(box.left, box.top + box.high - _TABLE_ENDS, box.wide, _TABLE_ENDS)
        shapes.small(slide, end, left_out, "Left out")
    if beside:
        shapes.points(slide, beside, lines)


def ending(design: Design, shown: Shown) -> None:
    """The last slide: how to read the others, in the words of the data package and of the rules of grading."""
    slide = design.deck.slides.add_slide(design.figure)
    shapes.title(slide, design, design.title, "How to read these slides")
    package = shown.evidence.package
    ranges = (
        "A range runs from the lowest to the highest published value that is not doubtful: it is no margin of error."
    )
    lines = [
        *_SENTENCE.split(package["description"])[:3],
        ranges,
        " ".join(package["boundary_note"]),
        "Grade of a page: " + "; ".join(f"{letter} {meaning}" for letter, meaning in grading.LETTERS.items()) + ".",
        "Grade of a row: " + "; ".join(f"{digit} {meaning}" for digit, meaning in grading.DIGITS.items()) + ".",
    ]
    shapes.points(slide, design.content, lines)
    shapes.without_empty(slide)
    stamp = f"Khyber, release {shown.evidence.release}; pages searched up to {shown.as_of}"
    shapes.footer(slide, design, "", stamp)
    slide.notes_slide.notes_text_frame.text = text.clean(str(package["description"]))
