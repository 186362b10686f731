"""The page of the crossings: the calendar and the days shut as the component draws them, and the crossing opened."""

from __future__ import annotations

from khyber.charts import closings
from khyber.charts.catalogue import Fact, Figure
from khyber.filters import Link
from khyber.ui import filter_bar, link, words
from khyber.ui import map as map_component


def draw(shown: Figure, opened: Link) -> None:
    """Draw a figure of crossings as the component: a click on a mark of a crossing opens it."""
    map_component.chart(shown, _picked)


def _picked(crossing: str | None) -> None:
    evidence = link.current().evidence
    if crossing and evidence.has_row("crossings", crossing):
        link.choose(filter_bar.using("crossing")(), crossing=crossing)


def choose() -> None:
    """The list of the crossings: the way to each of them by keyboard."""
    opened = link.current()
    named = {row.crossing_id: row.name for row in closings.in_order(opened.evidence).itertuples(index=False)}
    filter_bar.select(
        "Open a crossing",
        "crossing",
        ["", *named],
        lambda one: named.get(one, "None"),
        opened.filters.crossing,
        refresh=filter_bar.using("crossing"),
    )


def sections(shown: Figure, opened: Link) -> None:
    """The facts of the crossing that is open: what it is, then its closings, then what is on record near it."""
    parts = [("About it", "about"), ("Closings, newest first", "closing"), ("On record near it, newest first", "near")]
    grouped = {part: [fact for fact in shown.facts if _part(fact) == part] for _, part in parts}
    words.html(words.folded([(heading, grouped[part]) for heading, part in parts if grouped[part]]))


def _part(fact: Fact) -> str:
    """The part of the card in which a fact stands, by the table behind it."""
    return {"closures": "closing", "incidents": "near"}.get(fact.rows[0].table, "about") if fact.rows else "about"
