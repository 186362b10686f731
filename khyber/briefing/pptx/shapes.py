"""What is put on a slide: text in placeholders or boxes, bullets, footers, the number of the slide."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from khyber.briefing.pptx import looks, text
from khyber.briefing.pptx.design import Design, placeholder
from khyber.briefing.pptx.figures import Box

_TITLE_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0)
_POINT_SIZES = (18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_SMALL, SMALLER, _SMALLEST = 9.0, 8.5, 7.0
_BULLET = 0.2
_INSET = 0.1
_NUMBER = "Slide number"


def title(slide: Slide, design: Design, box: Box, words: str) -> None:
    """The title of a slide as real text in its placeholder, in the largest size at which all of it fits."""
    shape = placeholder(slide, (KIND.TITLE, KIND.CENTER_TITLE)) or _text_box(slide, box)
    said = text.one_line(words)
    size = text.fitting(said, box.wide - 2 * _INSET, box.high - _INSET, _TITLE_SIZES, bold=True)
    _fill(shape, [said], size, bold=True)


def points(slide: Slide, box: Box, lines: Sequence[str], sizes: tuple[float, ...] = _POINT_SIZES) -> None:
    """Points as real bullets, in the body's placeholder where there is one."""
    shape = placeholder(slide, (KIND.BODY, KIND.OBJECT))
    held = shape is not None
    shape = shape if held else _text_box(slide, box)
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in box)
    said = [text.one_line(one) for one in lines]
    wide, high = box.wide - 2 * _INSET - _BULLET, box.high - _INSET
    size = next((one for one in sizes if _high(said, one, wide) <= high), sizes[-1])
    _fill(shape, said, size, space=size / 2)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        _bullet(paragraph)


def plain(slide: Slide, holder: Any, box: Box, lines: Sequence[str]) -> None:
    """Paragraphs without bullets in a placeholder, or in a box where there is none."""
    shape = holder if holder is not None else _text_box(slide, box)
    said = [text.one_line(one) for one in lines]
    size = next((one for one in _POINT_SIZES if _high(said, one, box.wide - 2 * _INSET) <= box.high), _POINT_SIZES[-1])
    _fill(shape, said, size, space=size / 2)


def _high(lines: list[str], size: float, wide: float) -> float:
    return sum(text.height(one, size, wide) + size / 2 / 72 for one in lines)


def _bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(_BULLET)))
    properties.set("indent", str(-Inches(_BULLET)))
    for old in properties.findall(qn("a:buNone")) + properties.findall(qn("a:buChar")):
        properties.remove(old)
    properties.append(parse_xml(f'<a:buFont {nsdecls("a")} typeface="Arial"/>'))
    properties.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def small(slide: Slide, box: Box, words: str, name: str, whole: str = "") -> None:
    """Small text in a box of its own, cut to what fits; smaller still only where `whole`, its start, would be cut."""
    words, ending, wide = text.one_line(words), "… see the notes", box.wide - 2 * _INSET
    size = min(
        text.fitting(words, wide, box.high, (_SMALL, SMALLER)),
        text.fitting(text.one_line(whole) + ending, wide, box.high, (_SMALL, SMALLER, 8.0, 7.5, _SMALLEST)),
    )
    shape = _text_box(slide, box)
    shape.name = name
    _fill(shape, [text.cut(words, size, wide, box.high, ending)], size, ink=looks.QUIET)


def line(slide: Slide, box: Box, words: str, size: float, name: str) -> None:
    """One paragraph in a box of its own."""
    shape = _text_box(slide, box)
    shape.name = name
    _fill(shape, [text.one_line(words)], size)


def footer(slide: Slide, design: Design, source: str, stamp: str) -> None:
    """The footer: sources as far as they fit, then release and day; and the number of the slide."""
    box = design.footer
    shape = _from_layout(slide, design, KIND.FOOTER) or _text_box(slide, box)
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in box)
    last = text.one_line(stamp)
    wide, size = box.wide - 2 * _INSET, _SMALL
    while size > _SMALLEST and text.height(last, size, wide) + size * text.LINE / 72 > box.high - 0.04:
        size -= 0.5
    room = box.high - 0.04 - text.height(last, size, wide)
    first = text.cut(text.one_line(source), size, wide, room, "… all in the notes")
    _fill(shape, [one for one in (first, last) if one], size, ink=looks.QUIET)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
    _numbered(slide, design)


def _numbered(slide: Slide, design: Design) -> None:
    shape = _from_layout(slide, design, KIND.SLIDE_NUMBER) or _text_box(slide, design.number)
    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in design.number)
    shape.name = _NUMBER
    _fill(shape, [""], _SMALL, ink=looks.QUIET)
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    for old in list(paragraph._p):
        if old.tag in (qn("a:r"), qn("a:endParaRPr")):
            paragraph._p.remove(old)
    place = slide.part.package.presentation_part.presentation.slides.index(slide) + 1
    font = looks.font(_SMALL, looks.QUIET, tag="a:rPr")
    field = f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{font}'
    paragraph._p.append(parse_xml(f"{field}<a:t>{place}</a:t></a:fld>"))


def _from_layout(slide: Slide, design: Design, kind: Any) -> Any:
    """The layout's footer or number placed on the slide, which python-pptx does not do; None where it has none."""
    layout: Any = slide.slide_layout
    for one in layout.placeholders:
        if one.placeholder_format.type == kind:
            element = copy.deepcopy(one._element)
            for field in element.findall(f".//{qn('a:fld')}"):
                field.getparent().remove(field)
            element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
            slide.shapes._spTree.append(element)
            return slide.shapes[-1]
    return None


def without_empty(slide: Slide) -> None:
    """Take placeholders that hold nothing off a slide: they would say "Click to add text"."""
    held: list[Any] = [one for one in slide.shapes if one.is_placeholder and one._element.tag == qn("p:sp")]
    for shape in held:
        if shape.name != _NUMBER and not (shape.has_text_frame and shape.text_frame.text):
            shape._element.getparent().remove(shape._element)


def _text_box(slide: Slide, box: Box) -> Any:
    return slide.shapes.add_textbox(*(Inches(one) for one in box))


def _fill(
    shape: Any, lines: Sequence[str], size: float, *, bold: bool | None = None, ink: str = "", space: float = 0
) -> None:
    """Put lines into a shape, one a paragraph, in one size, without a change of the shape's own box."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.text = "\n".join(lines)
    for paragraph in frame.paragraphs:
        paragraph.space_after = Pt(space)
        paragraph.space_before = Pt(0)
        for run in paragraph.runs:
            run.font.size = Pt(size)
            run.font.bold = bold
            if ink:
                run.font.color.rgb = RGBColor.from_string(ink)  # type: ignore[no-untyped-call]
