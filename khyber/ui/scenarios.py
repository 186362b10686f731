"""The scenarios page: the day looked at, and its signposts in words under the scenario of each."""

from __future__ import annotations

from datetime import date

from khyber.analysis import scenarios, signposts
from khyber.analysis.scenarios import State
from khyber.charts import catalogue, signs
from khyber.charts.catalogue import Fact, Figure, Row
from khyber.evidence import Evidence, cached
from khyber.filters import Link
from khyber.ui import day_slider, link, words


def choose_day() -> None:
    """The slider of the day looked at: ends of months, the day of the newest record, and the last day."""
    now = link.current()
    known = now.filters.known
    chosen, newest = signs.day(now.evidence, now.filters), scenarios.newest(now.evidence, known)
    if chosen and newest and scenarios.are_given(now.evidence):
        last = now.evidence.last_day(known)
        day_slider.choose("Signposts as they stood on", scenarios.STARTS, last, chosen, newest.day)


def listed(shown: Figure, now: Link) -> None:
    """Draw each scenario with its count, what is meant by it, and its signposts with what decides them."""
    words.html(_listed(now.evidence, shown, signs.day(now.evidence, now.filters)))


@cached(32)
def _listed(evidence: Evidence, shown: Figure, day: date | None) -> str:
    if shown.is_empty or day is None:
        return ""
    counts = {fact.label: fact for fact in shown.facts if not fact.under}
    vocabulary = evidence.vocabulary(signposts.SCENARIOS)
    states = scenarios.on(evidence, day, shown.known)
    parts = []
    for scenario_id, name, told in zip(vocabulary.index, vocabulary["name"], vocabulary["description"], strict=True):
        own = [_event(evidence, shown, one) for one in states if one.signpost.scenario_id == scenario_id]
        parts += [words.year(name, _count(counts[name])), words.tagged("p", told), words.events(own)]
    return "".join(parts)


def _count(fact: Fact) -> str:
    return "; ".join(filter(None, (f"towards it: {fact.value}", fact.change)))


def _event(evidence: Evidence, shown: Figure, one: State) -> words.Event:
    sign, colour = signs.DIRECTIONS[one.signpost.points]
    behind = [Row(*row) for row in one.found.rows]
    return words.Event(
        days=f"{signs.STATES[one.state]} {one.state.capitalize()}",
        title=one.signpost.text,
        words=one.found.said,
        category=signs.POINTS[one.signpost.points],
        sign=sign,
        colour=colour,
        who="",
        sources=catalogue.sources_of(evidence, shown, behind),
    )


def defined(shown: Figure, now: Link) -> None:
    """Draw the signposts as a table of text, behind a fold for each scenario."""
    parts = [
        words.closed(
            f"{name}: {len(own)} signposts",
            words.stacked(
                ["Signpost", "Lit if", "Why"],
                [
                    (
                        row.signpost,
                        [f"{row.measure[:1].upper()}{row.measure[1:]}: {row.lit_if}, {row.window}", row.points],
                        [row.why],
                    )
                    for row in own.itertuples(index=False)
                ],
            ),
        )
        for name, own in shown.table.groupby("scenario", sort=False)
    ]
    words.html(*parts)
