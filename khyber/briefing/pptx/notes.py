"""The notes of a slide: what the speaker says, then all that stands behind the figure."""

from __future__ import annotations

from khyber.briefing.pptx.text import clean, one_line
from khyber.briefing.shown import ShownSlide
from khyber.evidence.ranges import number


def of(slide: ShownSlide) -> str:
    """The notes of a slide: the author's, computed title, notes, boundaries, stamp, link and all pages read."""
    figure = slide.figure
    parts = [slide.slide.notes]
    if slide.is_own_title:
        parts.append(f"The title is in the author's own words. Computed title: {figure.title}")
    own = [slide.points[place] for place in sorted(slide.own_points)]
    if own:
        parts.append("In the author's own words: " + "; ".join(f"“{one}”" for one in own))
    parts.append(figure.alt)
    if figure.notes:
        parts.append("\n".join(["Read with it:", *(one_line(one) for one in figure.notes)]))
    if boundary := [one for one in slide.boundary if one not in figure.notes]:
        parts.append("\n".join(["Boundaries:", *map(one_line, boundary)]))
    parts += [slide.stamp, f"Open this figure again: {slide.link}"]
    if slide.source:
        parts.append(f"Source: {slide.source}")
    if slide.sources:
        heading = f"Pages read ({number(len(slide.sources))}), newest first:"
        parts.append("\n".join([heading, *(one_line(one.footnote) for one in slide.sources)]))
    return clean("\n\n".join(one.strip() for one in parts if one.strip()))
