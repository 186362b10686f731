"""Notes that hold only where a figure can be touched stand on its card and in no export."""

import io
import zipfile

import pytest

import khyber.charts  # noqa: F401
from khyber.briefing import html, pptx, tables
from khyber.briefing.brief import Brief, Slide
from khyber.briefing.shown import Shown, show

CHOICES = (("fill", "incidents"), ("layers", "density"))
FIGURES = ("border-map", "border-selection", "sources", "briefing-bottom-line")


@pytest.fixture(scope="module")
def shown() -> Shown:
    whole = show(Brief("Notes", tuple(Slide(one, CHOICES if one == "border-map" else ()) for one in FIGURES)))
    assert all(slide.figure.on_screen for slide in whole.slides)
    return whole


def unzipped(data: bytes) -> str:
    """All text of an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return " ".join(file.read(one).decode() for one in file.namelist() if one.endswith(".xml"))


def test_no_export_has_them(shown: Shown) -> None:
    excel = tables.excel(shown, lambda done, of, what: None)
    for made in (html.write(shown).decode(), unzipped(pptx.write(shown)), unzipped(excel)):
        for slide in shown.slides:
            assert not [one for one in slide.figure.on_screen if one[:40] in made]
            assert slide.figure.notes[0][:40] in made, "what holds everywhere is there"
