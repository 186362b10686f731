"""The model: a brief is a title and an ordered list of slides, each a judgment, one figure and its points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from khyber.charts import catalogue
from khyber.evidence.releases import NEWEST
from khyber.filters import Filters
from khyber.parameters import BY_NAME

MOST_SLIDES = 60
MOST_POINTS = 3
LONGEST_TITLE = 300
LONGEST_POINT = 300
LONGEST_NOTES = 5_000


class BriefError(ValueError):
    """A brief cannot be used; the message says what is wrong, where, and what happens now."""


@dataclass(frozen=True)
class Slide:
    """One slide, as its author chose it.

    figure: an id of the catalogue. choices: what was chosen for the figure, by the names and texts of a link's
    parameters, without the release, which belongs to the brief. title: the author's own judgment, "" for the sentence
    computed with the figure. points: at most three, each the place of a key figure of the figure, counted from 0, or
    the author's own words; None for the first key figures. notes: what the speaker says.
    """

    figure: str
    choices: tuple[tuple[str, str], ...] = ()
    title: str = ""
    points: tuple[int | str, ...] | None = None
    notes: str = ""

    def changed(self, **changes: Any) -> Slide:
        """This slide with some of it changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Brief:
    """A brief: its title, its slides in order, and the data release that all of them show."""

    title: str
    slides: tuple[Slide, ...] = ()
    release: str = NEWEST

    def changed(self, **changes: Any) -> Brief:
        """This brief with some of it changed."""
        return replace(self, **changes)

    def with_slide(self, place: int, slide: Slide) -> Brief:
        """This brief with another slide at a place."""
        return self.changed(slides=(*self.slides[:place], slide, *self.slides[place + 1 :]))

    def moved(self, place: int, to: int) -> Brief:
        """This brief with a slide moved to another place; a place beyond the ends is the end."""
        left = [*self.slides[:place], *self.slides[place + 1 :]]
        to = max(0, min(to, len(left)))
        return self.changed(slides=(*left[:to], self.slides[place], *left[to:]))

    def doubled(self, place: int) -> Brief:
        """This brief with a copy of a slide after it. Raises BriefError where no more slides fit."""
        return self.with_one_more(place + 1, self.slides[place])

    def with_one_more(self, place: int, slide: Slide) -> Brief:
        """This brief with a slide put in at a place. Raises BriefError where no more slides fit."""
        if len(self.slides) >= MOST_SLIDES:
            raise BriefError(f"A brief holds at most {MOST_SLIDES} slides: nothing was added.")
        return self.changed(slides=(*self.slides[:place], slide, *self.slides[place:]))

    def without(self, place: int) -> Brief:
        """This brief without a slide."""
        return self.changed(slides=(*self.slides[:place], *self.slides[place + 1 :]))


def choices_for(figure_id: str, chosen: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Of the parameters of a link, by name, those that a figure looks at, without the release."""
    uses = catalogue.entry(figure_id).uses
    return tuple((name, value) for name, value in chosen.items() if name in BY_NAME and BY_NAME[name].field in uses)


def slides_of(figure_ids: Iterable[str], filters: Filters) -> tuple[Slide, ...]:
    """A slide for each figure, with what of the choices it looks at."""
    chosen = filters.query()
    return tuple(Slide(one, choices_for(one, chosen)) for one in figure_ids)
