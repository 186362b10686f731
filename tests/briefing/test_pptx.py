"""The PowerPoint writer: what stands on its slides and in its notes, read back from the file."""

import shutil
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import ImageFont
from pptx.enum.shapes import PP_PLACEHOLDER as KIND

from khyber.briefing import pptx
from khyber.briefing.brief import Brief, BriefError, Slide
from khyber.briefing.pptx import text, words
from khyber.briefing.shown import show
from khyber.charts import catalogue
from khyber.evidence.ranges import number
from tests.briefing import pptx_reading as reading
from tests.briefing.pptx_reading import Deck

EVERY = tuple(one.id for one in catalogue.entries())
LONG = "Attacks rose in every count that is given for both years, and no two counts agree on how many there were. " * 3
SOME = ("briefing-bottom-line", "attacks-by-publisher", "border-map", "sectors-compared", "groups-strength")


@pytest.fixture(scope="module", params=["16:9", "4:3"])
def every(request: pytest.FixtureRequest) -> Deck:
    return reading.of_every(shape=request.param)


@pytest.fixture(scope="module")
def own() -> Deck:
    """Slides whose words are the author's: long titles, long points, signs that XML does not know."""
    points = tuple(f"{number}\x0b{LONG[:290]}" for number in range(3))
    slides = tuple(Slide(one, title=LONG[:300], points=points, notes="Say this\x00 first.") for one in SOME)
    return reading.written(Brief("\x1bA brief\u202e of five", slides))


def test_each_figure_of_the_catalogue_is_a_slide_between_opening_and_how_to_read(every: Deck) -> None:
    assert len(every.slides) == len(EVERY) + 2
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        assert slide.shapes.title.text_frame.text == " ".join(shown.title.split())


def test_every_figure_with_marks_is_drawn_and_every_other_told(every: Deck) -> None:
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        kinds = {str(shape.shape_type) for shape in slide.shapes}
        drawn = {"map": "PICTURE", "chart": "CHART"}["map" if shown.is_map else "chart"]
        has_marks = shown.figure.spec is not None and any(
            one.get("x") or one.get("lat") for one in shown.figure.spec["data"]
        )
        if shown.figure.spec is not None and not shown.figure.is_empty and has_marks:
            assert any(drawn in one for one in kinds), shown.figure.id
        elif shown.figure.facts:
            assert any("TABLE" in one for one in kinds), shown.figure.id
        else:
            assert len(" ".join(reading.texts(slide))) > len(shown.title), shown.figure.id


def test_footers_give_release_and_day_and_slides_are_numbered(every: Deck) -> None:
    for place, (shown, slide) in enumerate(zip(every.shown.slides, every.slides[1:-1], strict=True), 2):
        footer = next(one for one in slide.placeholders if one.placeholder_format.type == KIND.FOOTER)
        assert " ".join(shown.stamp.split()) in footer.text_frame.text
        first = shown.source.split(" (")[0].split(",")[0]
        assert footer.text_frame.text.startswith(first) or not shown.source
        field = next(slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}fld"))
        assert field.get("type") == "slidenum"
        assert field.find(reading.FROM_TEXT).text == str(place)


def test_notes_hold_link_sources_and_what_is_read_with_the_figure(every: Deck) -> None:
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        said = reading.notes(slide)
        assert shown.link in said and shown.link.startswith("https://khyber.example.org/")
        assert shown.stamp in said
        for source in shown.sources:
            title = " ".join(source.title.split())
            assert said.count(f"{source.publisher}, “{title}”, {source.when}. {source.url}") == 1
        for note in {" ".join(one.split()) for one in (*shown.figure.notes, *shown.boundary)}:
            assert said.split("\n").count(note) == 1, note


def test_the_speakers_own_notes_stand_first_and_the_pages_read_last(own: Deck) -> None:
    for shown, slide in zip(own.shown.slides, own.slides[1:-1], strict=True):
        lines = reading.notes(slide).split("\n")
        assert lines[0] == "Say this first."
        assert lines[-len(shown.sources) - 1] == f"Pages read ({number(len(shown.sources))}), newest first:"
        assert all("://" in one for one in lines[-len(shown.sources) :])


def test_every_picture_chart_and_table_has_alternative_text(every: Deck) -> None:
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        for shape in slide.shapes:
            if "graphicFrame" in shape._element.tag or "pic" in shape._element.tag.split("}")[1]:
                properties = next(
                    shape._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr")
                )
                assert " ".join(shown.figure.alt.split()) in properties.get("descr"), shown.figure.id


def test_a_table_holds_every_row_or_says_how_many_more_there_are(every: Deck) -> None:
    found = 0
    for shown, slide in zip(every.shown.slides, every.slides[1:-1], strict=True):
        for shape in slide.shapes:
            if shape.has_table:
                table = words.of(every.shown.evidence, shown.figure, shape.width / reading.EMU)
                left_out = len(table.rows) - (len(shape.table.rows) - 1)
                said = " ".join(reading.texts(slide))
                assert (f"And {number(left_out)} more row" in said) == (left_out > 0), shown.figure.id
                found += 1
    assert found > 10


def test_what_each_publisher_counts_stands_whole_on_its_slide() -> None:
    deck = reading.of("attacks-what-counts", "crossings")
    for shown, slide in zip(deck.shown.slides, deck.slides[1:-1], strict=True):
        (shape,) = [one for one in slide.shapes if one.has_table]
        cells = [[cell.text for cell in row.cells] for row in shape.table.rows][1:]
        expected = words.of(deck.shown.evidence, shown.figure, shape.width / reading.EMU).rows
        assert cells == [[" ".join(cell.split()) for cell in row] for row in expected]


def test_a_map_carries_all_of_its_boundary_notes_on_the_slide(every: Deck) -> None:
    maps = [one for one in every.shown.slides if one.is_map]
    assert len(maps) > 3
    for shown in maps:
        small = next(one for one in every.slide_of(shown.figure.id).shapes if one.name == "Boundaries")
        assert " ".join(" ".join(shown.boundary).split()) in small.text_frame.text


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("One two three four. Five six seven.", "One two three four. … more"),
        ("One two three four five six seven.", "One two three four… more"),
        ("A, read from B (1) and 2 more; C, read from", "A, read from B (1) and 2 more… more"),
        ("All of it.", "All of it."),
    ],
)
def test_words_are_cut_where_a_sentence_or_a_part_of_a_list_ends(said: str, wanted: str) -> None:
    assert text.cut(said, 10, text.width(wanted + " five", 10) + 0.05, 0.2, "… more") == wanted


@given(st.lists(st.from_regex("[aimw]{1,9}[.,;]?", fullmatch=True), min_size=1), st.floats(1, 4))
@example(["awlcddbcw", "mdaim.", "daamac.", "aadbwcawd"], 1.9)
def test_what_is_cut_fits_its_box(words: list[str], wide: float) -> None:
    kept = text.cut(" ".join(words), 10, wide, 0.2, "… more")
    assert text.height(kept, 10, wide) <= 0.2 or kept == "… more"


def test_notes_are_cut_rather_than_made_too_small(every: Deck) -> None:
    found = [one for slide in every.slides for one in slide.shapes if one.name == "Read with it"]
    assert any(one.text_frame.text.endswith("see the notes") for one in found)
    assert all(run.font.size.pt >= 8.5 for one in found for run in one.text_frame.paragraphs[0].runs)


def test_shapes_lie_on_the_slide_and_none_on_another(every: Deck, own: Deck) -> None:
    for deck in (every, own):
        for slide in deck.slides:
            boxes = [(one.name, reading.box(one)) for one in slide.shapes]
            for name, (left, top, right, bottom) in boxes:
                assert left >= -0.01 and top >= -0.01, name
                assert right <= deck.wide + 0.01 and bottom <= deck.high + 0.01, name
            for (name, one), (other, two) in combinations(boxes, 2):
                apart = one[2] <= two[0] + 0.02 or two[2] <= one[0] + 0.02
                above = one[3] <= two[1] + 0.02 or two[3] <= one[1] + 0.02
                assert apart or above, (slide.shapes.title.text_frame.text, name, other)


def needed(shape: Any) -> float:
    """How high the text of a shape is in the widest of usual fonts, in inches."""
    total = 0.0
    inner = shape.width / reading.EMU - 0.2
    for paragraph in shape.text_frame.paragraphs:
        size = next((run.font.size.pt for run in paragraph.runs if run.font.size), 12.0)
        font = ImageFont.truetype("DejaVuSans.ttf", 100)
        lines, taken = 1, 0.0
        for word in paragraph.text.split():
            long = font.getlength(word + " ") * size / 7200
            lines, taken = (lines + 1, long) if taken and taken + long > inner else (lines, taken + long)
        after = paragraph.space_after.pt / 72 if paragraph.space_after is not None else 0
        total += lines * size * 1.17 / 72 + after
    return total


def test_no_text_overflows_its_shape(every: Deck, own: Deck) -> None:
    for deck in (every, own):
        for slide in deck.slides:
            for shape in slide.shapes:
                if shape.has_text_frame and shape.text_frame.text:
                    assert needed(shape) <= shape.height / reading.EMU * 1.04 + 0.05, shape.text_frame.text


def test_the_authors_words_stand_as_such_and_the_computed_title_in_the_notes(own: Deck) -> None:
    for shown, slide in zip(own.shown.slides, own.slides[1:-1], strict=True):
        assert slide.shapes.title.text_frame.text == LONG[:300].strip()
        said = reading.notes(slide)
        assert said.startswith("Say this first.")
        assert f"Computed title: {shown.figure.title}" in said
        assert "In the author's own words" in said
        assert all(f"{number} {LONG[:290].strip()}" in " ".join(reading.texts(slide)) for number in range(3))
    assert own.slides[0].shapes.title.text_frame.text == "A brief of five"


def test_no_part_of_the_file_holds_signs_that_xml_does_not_know(own: Deck) -> None:
    for slide in own.slides:
        for said in (*reading.texts(slide), reading.notes(slide)):
            assert not set(said) & {"\x00", "\x0b", "\x1b", "\u202e"}


def test_progress_is_told_of_each_slide() -> None:
    told: list[tuple[int, int, str]] = []
    shown = show(Brief("Two", (Slide("days-shut"), Slide("timeline"))))
    pptx.write(shown, progress=lambda done, of, what: told.append((done, of, what)))
    assert told == [(0, 2, "Slide 1"), (1, 2, "Slide 2")]


def test_an_empty_choice_is_a_slide_that_says_so() -> None:
    slides = (Slide("attacks-by-publisher", (("from", "1990"), ("to", "1991"))), Slide("incident"))
    deck = reading.written(Brief("Nothing", slides))
    for slide in deck.slides[1:-1]:
        assert not reading.charts(slide)
        assert any(shape.name == "Words" and shape.text_frame.text for shape in slide.shapes)


def test_a_shape_that_is_not_known_is_told() -> None:
    with pytest.raises(BriefError, match="16:9 or 4:3"):
        reading.of("days-shut", shape="5:4")


def test_libreoffice_opens_every_slide(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: the deck was not opened in it")
    deck = reading.of_every()
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck.data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    told = subprocess.run(["pdfinfo", str(tmp_path / "deck.pdf")], check=True, capture_output=True, text=True).stdout
    pages = next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:"))
    assert int(pages) == len(EVERY) + 2
