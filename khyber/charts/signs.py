"""What the figures of scenarios share: the day looked at, signs of a state, and a signpost in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from khyber.analysis import scenarios, signposts
from khyber.analysis.signposts import AT_LEAST, Signpost
from khyber.charts import names, theme
from khyber.charts.catalogue import Figure, Row, as_rows
from khyber.evidence import Evidence, ids
from khyber.filters import Filters

NOT_GIVEN = "No signpost is given in this release: it is from before there were scenarios"
NO_RECORD = "No event between the two states is on record by that day"
POINTS = {scenarios.TOWARDS: "towards it", scenarios.AGAINST: "against it"}
STATES = {scenarios.LIT: "●", scenarios.NOT_LIT: "○", scenarios.UNKNOWN: "?"}
# By the way in which a signpost points: its sign and its colour.
DIRECTIONS = {scenarios.TOWARDS: ("+", theme.BORDER), scenarios.AGAINST: ("−", theme.ATTACK)}
COUNTED = (
    "Signposts are counted and never weighed. A count is no probability, scenarios are neither all that may come nor "
    "apart from one another, and which signs stand for them is this project's choice."
)
ABSENCE = (
    "Not known: nothing within the window says anything, or tolls, days shut and sources leave it open. The tables are "
    "a selection of notable events: where no act is on record it is not known that there was none, and “no talks” is "
    "lit only where one of the two has declared itself against them."
)
_CROSSINGS = "crossings-shut"
_MEASURES = {
    "highest-rung": "highest rung of the acts",
    _CROSSINGS: "how many are shut to goods or to all",
    "talks-held": "talks of the two governments held",
    "truce-in-force": "in force (1) or not (0)",
    "declared-position": "newest declared position, from −2 (opposes) to 2 (supports)",
    "actors-mediating": "third parties that last declared to mediate",
    "attacks-change": "attacks in the newest month, change on the same month a year before in per cent",
    "indicator-level": "newest figure",
    "indicator-change": "newest figure, change on the same months a year before in per cent",
}


def not_given(figure_id: str, columns: list[str], *, drawn: bool = False, said: str = NOT_GIVEN) -> Figure:
    """The figure of a release that has no signposts, or of a day before the first record."""
    alt = f"Chart without marks. {said}." if drawn else said
    return Figure(figure_id, said, alt, theme.no_data() if drawn else None, pd.DataFrame(columns=columns))


def day(evidence: Evidence, filters: Filters) -> date | None:
    """The day looked at: the one chosen, else that of the newest record; None where there is neither.

    It is never after the last day of which anything can be said.
    """
    if filters.on:
        return min(filters.on, evidence.last_day(filters.known))
    newest = scenarios.newest(evidence, filters.known)
    return newest.day if newest else None


def newest_row(evidence: Evidence, known: date | None) -> tuple[Row, ...]:
    """The newest record, on whose day the figures stand."""
    newest = scenarios.newest(evidence, known)
    return (Row(*newest.row),) if newest else ()


def rows_of(signpost: Signpost, found: Iterable[tuple[str, str]] = ()) -> tuple[Row, ...]:
    """The rows behind a signpost: its own, that of its scenario, crossings that it names, and those that decide it."""
    own = [Row(signposts.TABLE, signpost.signpost_id), Row(signposts.SCENARIOS, signpost.scenario_id)]
    if signpost.measure == _CROSSINGS:
        own += as_rows("crossings", ids(signpost.subject))
    return tuple(dict.fromkeys((*own, *(Row(*one) for one in found))))


def scenario(evidence: Evidence, scenario_id: str) -> str:
    """The name of a scenario."""
    return names.of(evidence, signposts.SCENARIOS, scenario_id)


def measure(evidence: Evidence, signpost: Signpost) -> str:
    """What a signpost measures, and of what: "talks held", "newest figure: import cover"."""
    about = _subject(evidence, signpost)
    return f"{_MEASURES[signpost.measure]}{f': {about}' if about else ''}"


def threshold(signpost: Signpost) -> str:
    """When a signpost is lit: "at least 6"."""
    written = f"{signpost.threshold:g}".replace("-", "−")
    return f"at {'least' if signpost.comparison == AT_LEAST else 'most'} {written}"


def _subject(evidence: Evidence, signpost: Signpost) -> str:
    """What the measure is taken of, in words."""
    subject = signpost.subject
    if signpost.measure == _CROSSINGS:
        crossings = evidence.read("crossings").set_index("crossing_id")["name"]
        return names.in_words([crossings[one] for one in ids(subject)])
    if signpost.measure == "truce-in-force":
        return names.inside(evidence.labels("truce")[subject])
    if signpost.measure == "declared-position":
        actor, _, issue = subject.partition(",")
        about = names.inside(evidence.labels("stance_issue")[issue])
        return f"{names.of(evidence, 'actors', actor, 'short_name')} on {about}"
    if signpost.measure == "actors-mediating":
        return names.inside(evidence.labels("stance_issue")[subject])
    if signpost.measure == "attacks-change":
        return names.publisher(evidence, subject)
    return names.inside(evidence.labels("indicator_series")[subject]) if subject else ""
