"""The data of a brief: an Excel workbook with a sheet a slide, or a CSV file a slide, each with its sources."""

from __future__ import annotations

import io
import re

import pandas as pd
from openpyxl import Workbook

from khyber.briefing.shown import Progress, Shown, ShownSlide
from khyber.charts import catalogue, sheets
from khyber.evidence import grading

_WIDTHS = {"slide": 8, "sheet": 24, "title": 70, "computed_title": 70, "points": 60, "notes": 60, "source_url": 60,
           "sources": 60, "source_urls": 60, "read_with_it": 60, "boundary_note": 60, "link": 40}  # fmt: skip
_USUAL = 20
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def excel(shown: Shown, progress: Progress) -> bytes:
    """The workbook of a brief: Brief (what each slide says), a sheet with the table of each slide, and Sources."""
    book = Workbook(write_only=True)
    sheets.add(book, "Brief", _overview(shown), _WIDTHS, _USUAL)
    for place, slide in enumerate(shown.slides):
        progress(place, len(shown.slides), f"Sheet {slide.place + 1}")
        sheets.add(book, sheet_name(slide), of_slide(shown, slide), _WIDTHS, _USUAL)
    sheets.add(book, "Sources", _sources(shown), _WIDTHS, _USUAL)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv(shown: Shown, slide: ShownSlide) -> bytes:
    """The table of one slide as CSV, UTF-8."""
    return catalogue.csv(of_slide(shown, slide))


def of_slide(shown: Shown, slide: ShownSlide) -> pd.DataFrame:
    """The table behind a slide with choices, sources, grades and release; on a map the notes on boundaries."""
    table = catalogue.with_sources(shown.evidence, slide.figure, slide.filters)
    for name in table.select_dtypes("datetime").columns:
        table[name] = table[name].dt.strftime("%Y-%m-%d")
    return table.assign(boundary_note=" ".join(slide.boundary)) if slide.boundary else table


def sheet_name(slide: ShownSlide) -> str:
    """The name of a slide's sheet: its number and the id of its figure, as far as Excel takes it."""
    return _NOT_IN_A_NAME.sub("-", f"{slide.place + 1} {slide.figure.id}")[:_LONGEST_NAME]


def _overview(shown: Shown) -> pd.DataFrame:
    lines = [
        {
            "slide": one.place + 1,
            "sheet": sheet_name(one),
            "title": one.title,
            "computed_title": one.figure.title,
            "title_is_authors": "yes" if one.is_own_title else "no",
            "points": "\n".join(
                f"{point} (author’s words)" if place in one.own_points else point
                for place, point in enumerate(one.points)
            ),
            "notes": one.slide.notes,
            "read_with_it": "\n".join(one.figure.notes),
            "source": one.source,
            "stamp": one.stamp,
            "boundary_note": " ".join(one.boundary),
            "link": one.link,
            "brief": shown.brief.title,
            "release": shown.evidence.release,
        }
        for one in shown.slides
    ]
    return pd.DataFrame(lines)


def _sources(shown: Shown) -> pd.DataFrame:
    """One row for each page behind the brief: its id, publisher, title, address, day, grade, and on which slides."""
    on: dict[str, list[str]] = {}
    pages = {}
    for slide in shown.slides:
        for source in slide.sources:
            pages[source.source_id] = source
            on.setdefault(source.source_id, []).append(str(slide.place + 1))
    lines = [
        (s.source_id, s.publisher, s.title, s.url, s.when, grading.of_source(s).letter, ", ".join(on[s.source_id]))
        for s in sorted(pages.values(), key=lambda one: one.newest_first())
    ]
    columns = ["source_id", "publisher", "title", "source_url", "published", "grade", "slides"]
    return pd.DataFrame(lines, columns=columns)
