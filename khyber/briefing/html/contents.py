"""What an HTML file of a brief holds: the brief and, of every slide, all that is shown of it, as plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.briefing import saved
from khyber.briefing.flat_map import flat
from khyber.briefing.shown import Progress, Shown, ShownSlide, address, pinned, stands_in_slide
from khyber.charts import readable
from khyber.evidence import Evidence, Source, grading

FORMAT = 1


def contents(shown: Shown, progress: Progress = lambda done, of, what: None) -> dict[str, Any]:
    """All that a file says, as values of JSON, from which its page is written and by which it is verified.

    `progress` is told how many slides are done, of how many, and what is done now.
    """
    evidence, slides = shown.evidence, []
    for done, one in enumerate(shown.slides):
        progress(done, len(shown.slides), f"Slide {one.place + 1}")
        slides.append(_slide(evidence, one))
    sources = {source.source_id: _source(source) for one in shown.slides for source in one.sources}
    return {
        "format": FORMAT,
        "title": shown.brief.title or "Brief without a title",
        "release": evidence.release,
        "as_of": shown.as_of,
        "base": _base(shown),
        "brief": saved.as_plain(shown.brief.changed(release=evidence.release)),
        "told": list(shown.told),
        "slides": slides,
        "sources": sources,
    }


def _base(shown: Shown) -> str:
    """The address of the dashboard that the links of a brief lead to, "" where it knows none."""
    first = next(iter(shown.slides), None)
    return first.link.removesuffix(address(shown.evidence, first.figure.id, first.filters)) if first else ""


def _slide(evidence: Evidence, one: ShownSlide) -> dict[str, Any]:
    figure = one.figure
    return {
        "place": one.place,
        "figure": figure.id,
        "filters": pinned(evidence, figure.id, one.filters),
        "title": one.title,
        "computed_title": figure.title,
        "own_title": one.is_own_title,
        "alt": figure.alt,
        "points": list(one.points),
        "own_points": sorted(one.own_points),
        "facts": [
            {"label": fact.full_label, "value": fact.value, "change": fact.change, "rows": list(map(str, fact.rows))}
            for fact in figure.facts
        ],
        "notes": list(figure.notes),
        "boundary": list(one.boundary),
        "source": one.source,
        "stamp": one.stamp,
        "speaker_notes": one.slide.notes,
        "link": one.link,
        "table": {**_table(readable.table(evidence, figure)), "stands": stands_in_slide(figure)},
        "sources": [source.source_id for source in one.sources],
        "spec": flat(figure.spec, evidence) if figure.spec else None,
    }


def _table(table: pd.DataFrame) -> dict[str, Any]:
    """A table by columns and rows; a gap is null. Its last column names the rows of data."""
    rows = [[_plain(value) for value in row] for row in table.itertuples(index=False, name=None)]
    return {"columns": [str(one) for one in table.columns], "rows": rows}


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _source(source: Source) -> dict[str, str]:
    return {
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published": source.when,
        "footnote": source.footnote,
        "grade": grading.of_source(source).letter,
    }
