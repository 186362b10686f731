"""The bottom line of the briefing and the direction of the counts, each computed from the tables."""

from __future__ import annotations

from datetime import date

import pandas as pd

from khyber.analysis import change, counts, latest
from khyber.charts import names
from khyber.charts.attacks import yearly
from khyber.charts.catalogue import Fact
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

MAIN = "major-trade"
SIGNS = {latest.WORSE: "▲", latest.BETTER: "▼", latest.UNCHANGED: "▬", latest.UNCLEAR: "◆"}
VERDICTS = {change.RISE: "▲", change.FALL: "▼", change.UNCHANGED: "▬", change.WITHIN: "▬"}
RULE = (
    "Direction: worse where every publisher counts a rise on the year before, better where every one counts a fall, "
    "unchanged where none does either, as within a published range, else unclear. Figures that take in more than "
    "attacks are left out of it."
)


def series(evidence: Evidence, metric: str, known: date | None) -> pd.DataFrame:
    """The nation's yearly counts of one metric by every publisher that is one counter."""
    found = yearly(
        evidence,
        Filters(known=known),
        metric=metric,
        area=names.NATION,
        actor=ALL,
        publishers=(),
        first=None,
        last=None,
    )
    several = evidence.names("publishers", "several_values")
    return found[found["publisher"].map(several) != counts.COUNTERS]


def sentence(evidence: Evidence, known: date | None) -> str:
    """The bottom line: who counts a rise and who a fall, the day of the last strike, the main crossings."""
    parts = [
        _counted(evidence, changes(evidence, "attacks", known)),
        _struck(latest.last_strikes(evidence, known)),
        _crossed(evidence, latest.crossings_by(evidence, MAIN, known)),
    ]
    return "; ".join(filter(None, parts))


def changes(evidence: Evidence, metric: str, known: date | None) -> pd.DataFrame:
    """The newest changes, with the `name` of each publisher, of those whose figures have the scope of the metric."""
    found = series(evidence, metric, known)
    own = found["publisher"].map(lambda one: not names.wider_scope(evidence, one, metric)).astype(bool)
    found = latest.newest_changes(latest.last_years(found[own]))
    return found.assign(name=[names.publisher(evidence, one) for one in found["publisher"]])


def _counted(evidence: Evidence, found: pd.DataFrame) -> str:
    nation = names.of(evidence, "areas", names.NATION)
    if found.empty:
        return f"No publisher gives attacks in {nation} for two years in a row"
    year, verdicts = found["year"].iloc[0], [one.verdict for one in found["change"]]
    way = latest.direction(verdicts)
    if way != latest.UNCLEAR:
        said = {latest.WORSE: "rose", latest.BETTER: "fell", latest.UNCHANGED: "did not clearly change"}[way]
        return f"Attacks in {nation} {said} in {year} by every count that gives {year - 1} too: {_told(found)}"
    sides = [
        f"{label} for {_told(rows)}"
        for label, among in (
            ("a rise", (change.RISE,)),
            ("a fall", (change.FALL,)),
            ("no clear change", (change.UNCHANGED, change.WITHIN)),
        )
        if not (rows := found[[one in among for one in verdicts]]).empty
    ]
    return f"Counts of attacks in {nation} in {year} disagree: {', '.join(sides)}"


def _told(found: pd.DataFrame) -> str:
    return names.in_words(
        [f"{row.name} ({number(row.headline)}, {change.told(row.change)})" for row in found.itertuples(index=False)], 9
    )


def _struck(strikes: pd.DataFrame) -> str:
    days = [dates.words(day.date()) for day in strikes["date"]]
    return f"last air or drone strike across the border on record: {days[0]}" if days else ""


def _crossed(evidence: Evidence, crossings: pd.DataFrame) -> str:
    if crossings.empty:
        return ""
    label = evidence.labels("crossing_state")
    states = [(one, int((crossings["state"] == one).sum())) for one in label]
    told = names.in_words([f"{count} {label[one].lower()}" for one, count in states if count])
    return f"of {len(crossings)} main crossings, as last described, {told}"


def direction(evidence: Evidence, metric: str, known: date | None) -> tuple[Fact, str, str]:
    """The direction of the counts of a metric as a fact with its reason, its verdict, and the year it is for.

    The rule is `latest.direction` over the changes that `changes` gives.
    """
    found = changes(evidence, metric, known)
    label = f"Direction, {names.metric(evidence, metric)}"
    way = latest.direction([one.verdict for one in found["change"]])
    value = f"{SIGNS[way]} {way.capitalize()}"
    if found.empty:
        return Fact(label, value, "no publisher gives two years in a row"), way, ""
    year = found["year"].iloc[0]
    told = [f"{row.name} {change.with_verdict(row.change)}" for row in found.itertuples(index=False)]
    rows = tuple(row for each in found["behind"] for row in each)
    return Fact(label, value, f"{year} on {year - 1}: {names.in_words(told, 9)}", rows), way, str(year)
