"""A brief as a PowerPoint file: native, editable charts on our own template or the user's, sources in the notes."""

from __future__ import annotations

import io
from pathlib import Path

from khyber.briefing.pptx import deck, design, text
from khyber.briefing.shown import Progress, Shown


def write(
    shown: Shown,
    *,
    template: Path | None = None,
    shape: str = "16:9",
    progress: Progress = lambda done, of, what: None,
) -> bytes:
    """The bytes of a .pptx file: an opening slide, one for each slide of the brief, and how to read them.

    template: a .pptx file of the user's whose layouts and size are used instead of ours; its own slides are left out.
    shape: 16:9 or 4:3, where ours is used. `progress` is told how many slides are done, of how many, and what is done
    now. Raises BriefError for a template that cannot be used and a shape that is not known.
    """
    made = design.opened(template, shape)
    deck.opening(made, shown)
    for place, one in enumerate(shown.slides):
        progress(place, len(shown.slides), f"Slide {one.place + 1}")
        deck.add(made, shown, one)
    deck.ending(made, shown)
    properties = made.deck.core_properties
    properties.title, properties.author = text.one_line(shown.brief.title)[:255], "Khyber"
    written = io.BytesIO()
    made.deck.save(written)
    return written.getvalue()
