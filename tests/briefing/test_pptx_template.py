"""Templates: our own, and a user's in place of it."""

import io
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from khyber.briefing.brief import BriefError
from khyber.briefing.pptx.design import SHAPES, TEMPLATES
from tests.briefing import pptx_reading as reading

FIGURES = ("briefing-bottom-line", "attacks-by-publisher", "border-map")


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A user's template: a size of its own, and slides with notes that a brief must not take along."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(11), Inches(8)
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Confidential {number}"
        slide.notes_slide.notes_text_frame.text = "Confidential, too"
    file = tmp_path / "theirs.pptx"
    deck.save(str(file))
    return file


def test_a_users_template_gives_size_and_layouts_and_none_of_its_slides(theirs: Path) -> None:
    deck = reading.of(*FIGURES, template=theirs)
    assert (deck.wide, deck.high) == (11, 8)
    assert len(deck.slides) == len(FIGURES) + 2
    layouts = {one.name for one in Presentation(str(theirs)).slide_layouts}
    assert {slide.slide_layout.name for slide in deck.slides} <= layouts
    with zipfile.ZipFile(io.BytesIO(deck.data)) as archive:
        listed = archive.namelist()
        assert len(listed) == len(set(listed))
        assert sum(name.startswith("ppt/slides/slide") for name in listed) == len(FIGURES) + 2
        assert not any(b"Confidential" in archive.read(name) for name in listed)


def test_a_template_without_placeholders_gets_boxes_of_text(tmp_path: Path) -> None:
    deck = Presentation()
    for layout in [one for one in deck.slide_layouts if one.name != "Blank"]:
        deck.slide_layouts.remove(layout)
    deck.save(str(tmp_path / "blank.pptx"))
    made = reading.of("attacks-change", template=tmp_path / "blank.pptx")
    shown = made.shown.slides[0]
    words = [one.text_frame.text for one in made.slides[1].shapes if one.has_text_frame]
    assert shown.title in words
    assert any(shown.stamp in one for one in words)
    assert all(point in "\n".join(words) for point in shown.points)
    assert reading.charts(made.slides[1])


@pytest.mark.parametrize("content", [b"", b"no archive", "zip", "document"])
def test_what_is_no_template_is_told_in_a_sentence(content: bytes | str, tmp_path: Path) -> None:
    file = tmp_path / "letter.pptx"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml" if content == "document" else "a.txt", "<w/>")
            if content == "document":
                archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(BriefError, match=r"“letter.pptx” is not a usable PowerPoint file: choose"):
        reading.of("days-shut", template=file)


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="There is no template “none.pptx”"):
        reading.of("days-shut", template=tmp_path / "none.pptx")


@pytest.mark.parametrize("shape", SHAPES)
def test_our_templates_have_three_layouts_footers_and_numbers_and_no_slides(shape: str) -> None:
    deck = Presentation(str(TEMPLATES / SHAPES[shape]))
    assert len(deck.slides) == 0
    assert [one.name for one in deck.slide_layouts] == ["Title", "Figure and points", "Figure"]
    wide, high = map(int, shape.split(":"))
    assert deck.slide_width and deck.slide_height
    assert abs(deck.slide_width / deck.slide_height - wide / high) < 0.001
    for layout in deck.slide_layouts:
        kinds = {str(one.placeholder_format.type).split(" ")[0] for one in layout.placeholders}
        assert {"FOOTER", "SLIDE_NUMBER"} <= kinds
