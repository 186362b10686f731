"""Slides as pictures by a real Chromium: letters as text, sizes, and nothing fetched."""

import io
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

import khyber.charts  # noqa: F401
from khyber.briefing import picture
from khyber.briefing.brief import Brief, Slide
from khyber.briefing.shown import Shown, ShownSlide, show

pytestmark = pytest.mark.browser
FIGURES = (
    "border-map", "attacks-change", "border-strip", "crossings", "border-listed", "incident", "periods-provinces",
    "coverage-metrics", "groups-strength", "timeline", "timeline-events",
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def shown() -> Shown:
    own = Slide("attacks-change", title="Mine: <b>more & more</b> " + "and a very long way on " * 11)
    return show(Brief("Pictures", (*(Slide(one) for one in FIGURES), own)))


@pytest.fixture(scope="module")
def drawn(shown: Shown) -> list[ET.Element]:
    told: list[int] = []
    made = picture.pictures(shown.slides, shown.evidence, "svg", lambda done, of, what: told.append(done))
    assert told == list(range(len(shown.slides)))
    return [ET.fromstring(one) for one in made]


def text_of(root: ET.Element) -> str:
    return " ".join(" ".join(root.itertext()).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_title_source_and_stamp_stand_in_each_as_text(shown: Shown, drawn: list[ET.Element]) -> None:
    for slide, root in zip(shown.slides, drawn, strict=True):
        written = squeezed(" ".join("".join(one.itertext()) for one in root.iter(f"{SVG}tspan")))
        for part in (slide.title, slide.source, slide.stamp, *slide.figure.notes, *slide.boundary):
            assert squeezed(part) in written, (slide.figure.id, part)


def test_all_lines_are_within_the_picture(drawn: list[ET.Element]) -> None:
    for root in drawn:
        width, height = float(root.attrib["width"]), float(root.attrib["height"])
        assert width == 1200
        lines = [one for text in root.findall(f"{SVG}text") for one in text]
        assert lines and all(0 < float(one.attrib["y"]) < height for one in lines)


def test_a_chart_is_drawn_in_lines_and_fetches_nothing(drawn: list[ET.Element]) -> None:
    for root in drawn:
        addresses = [
            value
            for one in root.iter()
            for name, value in one.attrib.items()
            if name.rpartition("}")[2] in ("href", "src")
        ]
        assert all(value.startswith("#") for value in addresses)
        assert not list(root.iter(f"{SVG}image")) and not list(root.iter(f"{SVG}script"))
    assert len(list(drawn[0].iter(f"{SVG}path"))) > 400


def test_a_map_has_its_caption_and_its_marks(shown: Shown, drawn: list[ET.Element]) -> None:
    written = text_of(drawn[0])
    assert "Border as Natural Earth draws it" in written and "militant attack" in written


def test_a_figure_of_words_has_its_facts_once_and_says_how_many_are_left(shown: Shown, drawn: list[ET.Element]) -> None:
    place = FIGURES.index("border-listed")
    figure, written = shown.slides[place].figure, text_of(drawn[place])
    assert squeezed(f"{figure.facts[0].label}: {figure.facts[0].value}") in squeezed(written)
    assert f"and {len(figure.facts) - 15} more" in written
    assert len(figure.facts) >= len(figure.table) and "in the table of the figure" not in written


def test_a_figure_without_key_figures_has_its_first_rows_and_says_what_is_left(
    shown: Shown, drawn: list[ET.Element]
) -> None:
    place = FIGURES.index("timeline-events")
    figure, written = shown.slides[place].figure, text_of(drawn[place])
    assert squeezed(figure.table["title"].iloc[0]) in squeezed(written)
    assert f"and {len(figure.table) - 15} more rows in the table of the figure" in written
    assert "columns left out for want of room" in written


def test_an_own_title_is_text_and_the_computed_one_stands_beneath(shown: Shown, drawn: list[ET.Element]) -> None:
    slide: ShownSlide = shown.slides[-1]
    assert slide.is_own_title
    written = squeezed(text_of(drawn[-1]))
    assert squeezed("Mine: <b>more & more</b>") in written
    assert squeezed(f"Title in the author’s words; computed: {slide.figure.title}") in written


def test_a_png_is_twice_as_fine_as_the_svg(shown: Shown, drawn: list[ET.Element]) -> None:
    made = Image.open(io.BytesIO(picture.png(shown.slides[1], shown.evidence)))
    height = float(drawn[1].attrib["height"])
    assert made.size == (2400, round(2 * height))
    assert made.convert("RGB").getpixel((1, 1)) == (255, 255, 255)
    assert len(made.convert("RGB").getcolors(made.width * made.height) or []) > 50
