"""Make our own PowerPoint templates, wide and 4:3, into khyber/briefing/templates/, in the look of the dashboard."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from khyber.briefing.pptx.design import SHAPES, TEMPLATES  # noqa: E402

SIZES = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5)}
KEPT = {"Title Slide": "Title", "Title and Content": "Figure and points", "Title Only": "Figure"}
FONT = "Calibri"
# The width of a page of notes, in inches.
NOTES_WIDE = 7.5
MARGIN = 0.5
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def main() -> None:
    """Make a template of each shape."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]["light"]
    TEMPLATES.mkdir(exist_ok=True)
    for shape, file in SHAPES.items():
        make(*SIZES[shape], theme).save(str(TEMPLATES / file))


def make(wide: float, high: float, theme: dict[str, Any]) -> Any:
    """A presentation without slides, with three layouts and the notes' master, of a size in inches."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(wide), Inches(high)
    for layout in list(deck.slide_layouts):
        if layout.name in KEPT:
            layout.name = KEPT[layout.name]
        else:
            deck.slide_layouts.remove(layout)
    colour_theme(deck, theme)
    boxes = {
        KIND.TITLE: (MARGIN, 0.3, wide - 2 * MARGIN, 0.95),
        KIND.BODY: (MARGIN, 1.4, wide - 2 * MARGIN, 5.15),
        KIND.OBJECT: (MARGIN, 1.4, wide - 2 * MARGIN, 5.15),
        KIND.FOOTER: (MARGIN, 6.68, wide - 2 * MARGIN - 0.8, 0.62),
        KIND.SLIDE_NUMBER: (wide - MARGIN - 0.7, 6.68, 0.7, 0.62),
        KIND.CENTER_TITLE: (MARGIN + 0.3, 2.0, wide - 2 * MARGIN - 0.6, 1.6),
        KIND.SUBTITLE: (MARGIN + 0.3, 3.75, wide - 2 * MARGIN - 0.6, 1.6),
    }
    master = deck.slide_master
    for holder in (master, *deck.slide_layouts):
        set_up(holder, boxes)
    bar(master, wide, theme["primaryColor"])
    style(master, theme)
    notes(deck, wide / high)
    return deck


def colour_theme(deck: Any, theme: dict[str, Any]) -> None:
    """Put the dashboard's colours and our font into the theme."""
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    root = etree.fromstring(part.blob)
    accents = [theme["primaryColor"], *theme["chartCategoricalColors"]]
    colours = dict(zip((f"accent{one}" for one in range(1, 7)), accents, strict=False))
    colours |= {"dk1": theme["textColor"], "lt1": theme["backgroundColor"], "dk2": theme["primaryColor"]}
    colours |= {"lt2": theme["secondaryBackgroundColor"], "hlink": theme["linkColor"], "folHlink": theme["linkColor"]}
    for name, value in colours.items():
        slot = root.find(f".//{A}clrScheme/{A}{name}")
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, f"{A}srgbClr", val=value.lstrip("#").upper())
    for latin in root.findall(f".//{A}fontScheme/*/{A}latin"):
        latin.set("typeface", FONT)
    root.set("name", "Khyber")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def set_up(holder: Any, boxes: dict[Any, tuple[float, float, float, float]]) -> None:
    """Place the placeholders of a master or a layout, without that of the date."""
    for shape in list(holder.placeholders):
        kind = shape.placeholder_format.type
        if kind == KIND.DATE:
            shape._element.getparent().remove(shape._element)
        elif kind in boxes:
            shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in boxes[kind])
            anchor(shape, kind)


def anchor(shape: Any, kind: Any) -> None:
    """Where text stands in a placeholder: titles on the line beneath them, footers from their top."""
    frame = shape.text_frame
    frame.vertical_anchor = {
        KIND.TITLE: MSO_ANCHOR.MIDDLE, KIND.CENTER_TITLE: MSO_ANCHOR.BOTTOM, KIND.SLIDE_NUMBER: MSO_ANCHOR.TOP,
    }.get(kind, MSO_ANCHOR.TOP)  # fmt: skip
    frame.margin_left = frame.margin_right = 0
    frame.margin_top = frame.margin_bottom = Inches(0.02)
    for old in list(frame._txBody.bodyPr):
        frame._txBody.bodyPr.remove(old)
    if kind in (KIND.CENTER_TITLE, KIND.SUBTITLE, KIND.FOOTER):
        levels(shape, PP_ALIGN.LEFT)
    if kind == KIND.SLIDE_NUMBER:
        levels(shape, PP_ALIGN.RIGHT)


def levels(shape: Any, align: Any) -> None:
    """Align the first level of a placeholder's own list style."""
    name = {PP_ALIGN.LEFT: "l", PP_ALIGN.RIGHT: "r"}[align]
    for level in shape._element.iter(f"{A}lvl1pPr"):
        level.set("algn", name)


def bar(master: Any, wide: float, colour: str) -> None:
    """A narrow bar of the dashboard's colour at the top of every slide."""
    master.shapes._spTree.insert(2, bar_element(wide, colour))


def bar_element(wide: float, colour: str) -> Any:
    """The bar as an element: masters cannot be drawn on with python-pptx, so it is drawn on a slide and moved."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(wide), Inches(0.09))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.name = "Bar"
    shape._element.nvSpPr.cNvPr.set("id", "99")
    return shape._element


def style(master: Any, theme: dict[str, Any]) -> None:
    """The styles of titles and bodies: left, in the colour of text, in sizes that leave room for the figure."""
    styles = master._element.find(f"{P}txStyles")
    title = styles.find(f"{P}titleStyle/{A}lvl1pPr")
    title.set("algn", "l")
    title.find(f"{A}defRPr").set("sz", str(Pt(26).centipoints))
    title.find(f"{A}defRPr").set("b", "1")
    body = styles.find(f"{P}bodyStyle")
    for level, size in zip(body, (16, 14, 14, 12, 12, 12, 12, 12, 12), strict=False):
        level.find(f"{A}defRPr").set("sz", str(Pt(size).centipoints))
    first = body.find(f"{A}lvl1pPr")
    first.set("marL", str(Inches(0.2)))
    first.set("indent", str(-Inches(0.2)))


def notes(deck: Any, ratio: float) -> None:
    """The notes' master: the picture of the slide above in its own shape, what is said beneath."""
    for shape in deck.notes_master.placeholders:
        kind = shape.placeholder_format.type
        if kind == KIND.SLIDE_IMAGE:
            wide = min(NOTES_WIDE - 1.5, 4.0 * ratio)
            box = ((NOTES_WIDE - wide) / 2, 0.6, wide, wide / ratio)
        elif kind == KIND.BODY:
            box = (0.75, 4.9, NOTES_WIDE - 1.5, 4.5)
        else:
            continue
        shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in box)


if __name__ == "__main__":
    main()
