"""Reading a PowerPoint file back: its charts, their workbooks, and the text of its shapes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import openpyxl
from pptx import Presentation
from pptx.oxml.ns import qn

from khyber.briefing import pptx
from khyber.briefing.brief import MOST_SLIDES, Brief, Slide
from khyber.briefing.shown import Shown, show
from khyber.charts import catalogue

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EMU = 914_400
BASE = "https://khyber.example.org"
FROM_TEXT = qn("a:t")


@dataclass
class Deck:
    """A brief as it was shown, and the file that was written of it, opened again."""

    shown: Shown
    data: bytes
    slides: list[Any]
    wide: float
    high: float

    def slide_of(self, figure: str) -> Any:
        """The slide of a figure."""
        place = next(place for place, one in enumerate(self.shown.slides) if one.figure.id == figure)
        return self.slides[place + 1]

    def figure(self, figure: str) -> Any:
        """A figure of the brief."""
        return next(one.figure for one in self.shown.slides if one.figure.id == figure)


def written(brief: Brief, **options: Any) -> Deck:
    """A brief written and opened again."""
    return of_shown(show(brief, BASE), **options)


def of_shown(shown: Shown, **options: Any) -> Deck:
    """What was shown, written and opened again."""
    data = pptx.write(shown, **options)
    opened = Presentation(io.BytesIO(data))
    assert opened.slide_width and opened.slide_height
    return Deck(shown, data, list(opened.slides), opened.slide_width / EMU, opened.slide_height / EMU)


def of(*figures: str, **options: Any) -> Deck:
    """Figures written with nothing chosen, one a slide."""
    return written(Brief("A brief", tuple(map(Slide, figures))), **options)


@cache
def of_every(shape: str = "16:9") -> Deck:
    """Every figure of the catalogue, which are more than one brief holds."""
    figures = [one.id for one in catalogue.entries()]
    parts = [figures[at : at + MOST_SLIDES] for at in range(0, len(figures), MOST_SLIDES)]
    shown = [show(Brief("Every figure", tuple(map(Slide, part))), BASE) for part in parts]
    return of_shown(replace(shown[0], slides=tuple(slide for one in shown for slide in one.slides)), shape=shape)


def charts(slide: Any) -> list[Any]:
    """The native charts of a slide."""
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def sheet(chart: Any) -> Any:
    """The sheet behind a chart, formulas as their values."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob), data_only=True).active


def column(chart: Any, header: str) -> list[Any]:
    """The values of the first column with a header."""
    for cells in sheet(chart).iter_cols(values_only=True):
        if cells[0] == header:
            return list(cells[1:])
    raise AssertionError(f"no column {header}")


def by_row(chart: Any, header: str) -> dict[Any, Any]:
    """The values of a column by those of the first column, without gaps."""
    first = next(sheet(chart).iter_cols(values_only=True))[1:]
    pairs = zip(first, column(chart, header), strict=True)
    return {key: value for key, value in pairs if value is not None}


def references(chart: Any) -> Iterator[tuple[str, dict[int, str], int]]:
    """Each reference of a chart to its workbook: its address, the values kept with it, and how many places it has."""
    for ref in chart._chartSpace.iter(f"{C}numRef", f"{C}strRef"):
        cache = ref.find(f"{C}numCache") if ref.tag.endswith("numRef") else ref.find(f"{C}strCache")
        kept = {int(pt.get("idx")): pt.find(f"{C}v").text or "" for pt in cache.findall(f"{C}pt")}
        yield ref.find(f"{C}f").text, kept, int(cache.find(f"{C}ptCount").get("val"))


def texts(slide: Any) -> list[str]:
    """Every text on a slide, as it stands in its shapes."""
    return ["".join(one.itertext()) for one in slide._element.iter(FROM_TEXT)]


def notes(slide: Any) -> str:
    """The notes of a slide."""
    return str(slide.notes_slide.notes_text_frame.text)


def box(shape: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape, in inches."""
    left, top, wide, high = (one / EMU for one in (shape.left, shape.top, shape.width, shape.height))
    return left, top, left + wide, top + high
