"""A brief with everything that its writers need: each slide's figure, words, sources, stamp and link, all computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from khyber.briefing import saved
from khyber.briefing.brief import MOST_POINTS, Brief, BriefError, Slide
from khyber.charts import border_views, catalogue, pages
from khyber.charts.catalogue import Figure
from khyber.charts.sourcing import source_line, stamp
from khyber.evidence import Evidence, Source, cached, dates
from khyber.filters import Filters, open_link
from khyber.parameters import PARAMETERS

Progress = Callable[[int, int, str], None]
_ROWS_IN_SLIDE = 12
_COLUMNS_IN_SLIDE = 9


@dataclass(frozen=True, eq=False)
class ShownSlide:
    """One slide as every writer shows it.

    title: the judgment; is_own_title says that it is the author's own, and `figure.title` is then the computed one.
    points: at most three lines. own_points: the places of those in the author's own words. source: the source line,
    "" for a figure without rows. stamp: release, choices and the day up to which pages were searched. boundary: the
    notes that every map carries, none where the figure is no map. sources: the pages read for it, newest first.
    link: the address that opens the figure again with release and choices, a path where the brief knows no host.
    """

    place: int
    slide: Slide
    filters: Filters
    figure: Figure
    title: str
    points: tuple[str, ...]
    own_points: frozenset[int]
    source: str
    stamp: str
    boundary: tuple[str, ...]
    sources: tuple[Source, ...]
    link: str

    @property
    def is_own_title(self) -> bool:
        """True where the author's own words stand as the title."""
        return bool(self.slide.title)

    @property
    def is_map(self) -> bool:
        """True where the figure is drawn on a map."""
        return self.figure.spec is not None and "map" in self.figure.spec["layout"]


@dataclass(frozen=True, eq=False)
class Shown:
    """A brief with its slides shown.

    told: a sentence for each part of the brief that was left out. as_of: the day up to which pages were searched.
    """

    brief: Brief
    evidence: Evidence
    slides: tuple[ShownSlide, ...]
    told: tuple[str, ...]

    @property
    def as_of(self) -> str:
        """The day up to which pages were searched, in words."""
        return dates.words(self.evidence.searched_until)


def key_points(shown: Figure) -> tuple[str, ...]:
    """Every key figure of a figure as a line that can stand as a point."""
    return tuple(f"{one.full_label}: {one.value}" + (f" ({one.change})" if one.change else "") for one in shown.facts)


def stands_in_slide(shown: Figure) -> bool:
    """True where the table of a figure of words stands in its slide: where it is all that there is, or short, narrow
    and says more than the key figures, which otherwise stand for it."""
    if shown.spec is not None or not len(shown.table):
        return False
    if shown.facts and len(shown.table.columns) > _COLUMNS_IN_SLIDE:
        return False
    told = {row for fact in shown.facts for row in fact.rows}
    is_told = len(shown.facts) >= len(shown.table) and told.issuperset(
        row for rows in shown.table["rows"] for row in rows
    )
    return not shown.facts or (len(shown.table) <= _ROWS_IN_SLIDE and not is_told)


def show(brief: Brief, base: str = "", progress: Progress = lambda done, of, what: None) -> Shown:
    """A brief with everything computed. base: the address of the dashboard, such as "https://example.org".

    `progress` is told how many slides are done, of how many, and what is done now. A slide whose figure is not in the
    catalogue, and a choice that means nothing, are left out and named in `told`. Raises BriefError for a release that
    cannot be opened, where no slide is left, and for what `saved` would not open either.
    """
    brief = saved.from_plain(saved.as_plain(brief))
    opened = open_link({"release": [brief.release]})
    if opened.ignored:
        raise BriefError(f"This brief shows release {brief.release}, which cannot be opened here: {opened.ignored[0]}.")
    slides, told = [], []
    for place, slide in enumerate(brief.slides):
        progress(place, len(brief.slides), f"Slide {place + 1}")
        try:
            catalogue.entry(slide.figure)
        except KeyError:
            told.append(f"Slide {place + 1}: there is no figure “{slide.figure}”: the slide was left out.")
            continue
        link = open_link({**{name: [value] for name, value in slide.choices}, "release": [brief.release]})
        told += [f"Slide {place + 1}: {one}: it was left out." for one in link.ignored]
        slides.append(_slide(opened.evidence, slide, link.filters, place, base))
        told += [f"Slide {place + 1}: {one}" for one in _lost_points(slide, slides[-1].figure)]
    if brief.slides and not slides:
        raise BriefError(f"No slide of this brief can be shown. {told[0]}")
    return Shown(brief, opened.evidence, tuple(slides), tuple(told))


def _lost_points(slide: Slide, figure: Figure) -> list[str]:
    """A sentence for each key figure that a slide names by its place and that its figure does not have now."""
    there = len(figure.facts)
    lost = [one + 1 for one in slide.points or () if isinstance(one, int) and one >= there]
    has = f"{there} key figure{'' if there == 1 else 's'}"
    return [f"its figure has {has} with these choices, and none in place {one}: it was left out." for one in lost]


@cached(256)
def _slide(evidence: Evidence, slide: Slide, filters: Filters, place: int, base: str) -> ShownSlide:
    figure = catalogue.build(slide.figure, evidence, filters)
    listed = key_points(figure)
    wanted = range(min(MOST_POINTS, len(listed))) if slide.points is None else slide.points
    points = [one for one in wanted if isinstance(one, str) or one < len(listed)]
    entry = catalogue.entry(slide.figure)
    is_map = "border" in entry.uses and figure.spec is not None and "map" in figure.spec["layout"]
    return ShownSlide(
        place,
        slide,
        filters,
        figure,
        slide.title or figure.title,
        tuple(one if isinstance(one, str) else listed[one] for one in points),
        frozenset(number for number, one in enumerate(points) if isinstance(one, str)),
        source_line(evidence, figure),
        stamp(evidence, figure, filters),
        border_views.notes(evidence, filters.border) if is_map else (),
        tuple(catalogue.sources_of(evidence, figure)),
        base + address(evidence, slide.figure, filters),
    )


def address(evidence: Evidence, figure_id: str, filters: Filters) -> str:
    """The path and query that open a figure on its page with release and every choice that it looks at."""
    entry = catalogue.entry(figure_id)
    return f"/{pages.page(entry.page).path}?{urlencode(pinned(evidence, figure_id, filters), safe=',')}"


def pinned(evidence: Evidence, figure_id: str, filters: Filters) -> dict[str, str]:
    """The parameters that open a figure: its release and every choice that it looks at, defaults written out."""
    uses = {"release", *catalogue.entry(figure_id).uses}
    values = filters.pinned(evidence)
    return {one.name: values[one.name] for one in PARAMETERS if one.field in uses and one.name in values}
