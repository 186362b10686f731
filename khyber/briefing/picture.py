"""Slides as pictures, SVG or PNG: title, chart or map or words, notes, source line and release stamp in one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from khyber.briefing.chromium import Browser
from khyber.briefing.flat_map import flat
from khyber.briefing.shown import Progress, ShownSlide, key_points, stands_in_slide
from khyber.charts import readable
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.settings import settings

KINDS = ("png", "svg")
# How many times as fine as its size a PNG is; pictures are 1,200 pixels wide.
_SCALE = 2
_MOST_ROWS = 15
_MOST_FACTS = 15
_FRONTEND = Path(__file__).with_name("frontend")
_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; \
style-src 'unsafe-inline'; img-src data:">
<style>body {{ margin: 0 }} svg {{ display: block }}</style></head><body></body>
<script>{library}</script><script type="module">{script}</script></html>"""


def svg(slide: ShownSlide, evidence: Evidence) -> bytes:
    """One slide as SVG; see `pictures`."""
    return pictures([slide], evidence, "svg")[0]


def png(slide: ShownSlide, evidence: Evidence) -> bytes:
    """One slide as PNG, 2,400 pixels wide; see `pictures`."""
    return pictures([slide], evidence, "png")[0]


def pictures(
    slides: Sequence[ShownSlide],
    evidence: Evidence,
    kind: str,
    progress: Progress = lambda done, of, what: None,
) -> list[bytes]:
    """Slides as pictures of a kind, "png" or "svg", drawn by one Chromium without network; text in SVG is text.

    `progress` is told how many are done, of how many, and what is done now. Raises chromium.NoChromium where there is
    none, and BriefError where one cannot be drawn.
    """
    assert kind in KINDS
    made = []
    with Browser() as browser:
        browser.open(_page(), "", "globalThis.draw && globalThis.Plotly")
        for place, slide in enumerate(slides):
            progress(place, len(slides), f"Picture of slide {slide.place + 1}")
            drawn = browser.run(f"draw({json.dumps(_contents(slide, evidence))})")
            if kind == "svg":
                made.append(drawn["svg"].encode())
            else:
                made.append(browser.png(drawn["width"], drawn["height"], _SCALE))
    return made


@cache
def _page() -> bytes:
    """The page that draws: the plotting library, what composes the pictures of cards, and what draws a slide."""
    library = (_FRONTEND / "plotly-basic.min.js").read_text(encoding="utf-8")
    # Read from a floor above: Streamlit serves to browsers only what lies in the folder of one of its components, and
    # the cards' pictures are composed by the same file.
    composing = settings.root / "khyber" / "ui" / "picture" / "frontend" / "page.js"
    script = composing.read_text(encoding="utf-8") + (_FRONTEND / "picture.js").read_text(encoding="utf-8")
    return _PAGE.format(library=library, script=script).encode()


def _contents(slide: ShownSlide, evidence: Evidence) -> dict[str, Any]:
    figure = slide.figure
    spec = flat(figure.spec, evidence) if figure.spec else None
    words = {} if spec else {"facts": _facts(figure), "table": _table(evidence, figure)}
    return {"title": slide.title, "lines": _lines(slide), "spec": spec, **words}


def _lines(slide: ShownSlide) -> list[str]:
    """What stands beneath the picture; beneath the author's own title the one that was computed, too."""
    computed = [f"Title in the author’s words; computed: {slide.figure.title}"] if slide.is_own_title else []
    source = [f"Source: {slide.source}"] if slide.source else []
    return [*computed, *dict.fromkeys([*slide.figure.notes, *slide.boundary]), *source, slide.stamp]


def _facts(figure: Figure) -> list[str]:
    told = key_points(figure)
    left = len(told) - _MOST_FACTS
    return [*told[:_MOST_FACTS], *([f"and {number(left)} more"] if left > 0 else [])]


def _table(evidence: Evidence, figure: Figure) -> dict[str, Any]:
    """The columns and first rows of a figure's table as text, without the ids of its rows, and how many are left.

    Nothing of a table that does not stand in a slide: key figures stand for it.
    """
    table = readable.table(evidence, figure).iloc[:, :-1]
    if not stands_in_slide(figure):
        table = table.iloc[:0]
    rows = table.head(_MOST_ROWS).astype(object).where(table.notna(), "").astype(str).to_numpy().tolist()
    left = len(table) - len(rows)
    return {
        "columns": list(table.columns),
        "rows": rows,
        "more": f"and {number(left)} more row{'' if left == 1 else 's'} in the table of the figure" if left else "",
    }
