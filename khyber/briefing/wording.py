"""The wording check over what the author of a brief wrote: its title, judgments, points and notes, as one text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khyber.briefing.brief import Brief, Slide
from khyber.wording import Band, Finding, Piece, check


class Told(NamedTuple):
    """A finding in a brief: the slide by its place, counted from 0, None for the brief's title, and what was found."""

    slide: int | None
    finding: Finding


def findings(brief: Brief, bands: Sequence[Band]) -> list[Told]:
    """Every breach in the author's own words; words that are computed with a figure are not looked at."""
    pieces: list[tuple[int | None, Piece]] = [(None, Piece("the title of the brief", brief.title))]
    pieces += [(place, one) for place, slide in enumerate(brief.slides) for one in _own(place, slide)]
    return [Told(pieces[one.piece][0], one) for one in check([piece for _, piece in pieces], bands)]


def _own(place: int, slide: Slide) -> list[Piece]:
    """What the author wrote on a slide."""
    name = f"slide {place + 1}"
    points = [(number, one) for number, one in enumerate(slide.points or (), 1) if isinstance(one, str)]
    return [
        Piece(f"{name}, judgment", slide.title),
        *(Piece(f"{name}, point {number}", one) for number, one in points),
        Piece(f"{name}, notes", slide.notes),
    ]
