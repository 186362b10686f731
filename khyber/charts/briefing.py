"""The bottom line of the briefing and the direction of the counts, each computed from the tables."""

from __future__ import annotations

from datetime import date

import pandas as pd

from khyber.analysis import change, counts, latest
from khyber.charts import names
from khyber.charts.attacks import yearly
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import ALL, Filters

MAIN = "major-trade"
SIGNS = {latest.WORSE: "▲", latest.BETTER: "▼", latest.UNCHANGED: "▬", latest.UNCLEAR: "◆"}
VERDICTS = {change.RISE: "▲", change.FALL: "▼", change.UNCHANGED: "▬", change.WITHIN: "▬"}
_COLUMNS = ["part", "what", "who", "period", "value", "low", "high", "change", "verdict", "rows"]
_RULE = (
    "Worse: every publisher counts a rise on the year before; better: every one a fall; unchanged: none of them "
    "either, as within a published range; else unclear. Figures that take in more than attacks are left out."
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


@figure("briefing-bottom-line", page="briefing", name="The bottom line and the direction", uses=("known",))
def bottom_line(evidence: Evidence, filters: Filters) -> Figure:
    """One sentence from the counts, the strikes and the crossings, and the direction of attacks and of deaths."""
    attacks, killed = (_changes(evidence, metric, filters.known) for metric in ("attacks", "killed"))
    strikes = latest.last_strikes(evidence, filters.known).head(1)
    crossings = latest.crossings_by(evidence, MAIN, filters.known)
    title = "; ".join(
        filter(None, [_counted(evidence, attacks), _and(_struck(strikes), _crossed(evidence, crossings))])
    )
    table = pd.concat(
        [_change_table(attacks, "attacks"), _change_table(killed, "killed"), _places(evidence, strikes, crossings)],
        ignore_index=True,
    )
    facts = tuple(_direction(evidence, metric, found) for metric, found in (("attacks", attacks), ("killed", killed)))
    alt = f"{title}. " + " ".join(f"{fact.label}: {fact.value}, {fact.change}." for fact in facts)
    return Figure("briefing-bottom-line", title, alt, None, table, facts=facts, notes=(_RULE,))


def _changes(evidence: Evidence, metric: str, known: date | None) -> pd.DataFrame:
    """The newest changes of the publishers whose figures of this metric have the scope of the metric."""
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
        [f"{row.name} ({number(row.headline)}, {percent(row.change)})" for row in found.itertuples(index=False)], 9
    )


def percent(found: change.Change) -> str:
    """The change between two headlines, or what there is instead: "+56 %", "a change from zero …"."""
    lead = found.percent.headline if found.percent else None
    return change.words(found) if lead is None else f"{change.signed(lead)} %"


def _struck(strikes: pd.DataFrame) -> str:
    days = [dates.words(day.date()) for day in strikes["date"]]
    return f"the last air or drone strike across the border on record is of {days[0]}" if days else ""


def _crossed(evidence: Evidence, crossings: pd.DataFrame) -> str:
    if crossings.empty:
        return ""
    label = evidence.labels("crossing_state")
    states = [(one, int((crossings["state"] == one).sum())) for one in label]
    told = names.in_words([f"{count} {label[one].lower()}" for one, count in states if count])
    return f"of {len(crossings)} main crossings, as last described, {told}"


def _and(*parts: str) -> str:
    return ", and ".join(filter(None, parts))


def _direction(evidence: Evidence, metric: str, found: pd.DataFrame) -> Fact:
    label = f"Direction of {names.metric(evidence, metric)}"
    verdicts = [one.verdict for one in found["change"]]
    way = latest.direction(verdicts)
    value = f"{SIGNS[way]} {way.capitalize()}"
    if found.empty:
        return Fact(label, value, "no publisher gives two years in a row")
    year = found["year"].iloc[0]
    told = [f"{row.name} {percent(row.change)} ({row.change.verdict})" for row in found.itertuples(index=False)]
    rows = tuple(row for each in found["behind"] for row in each)
    return Fact(label, value, f"{year} on {year - 1}: {names.in_words(told, 9)}", rows)


def _change_table(found: pd.DataFrame, part: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "part": part,
            "what": "last whole year",
            "who": found["name"],
            "period": [str(year) for year in found["year"]],
            "value": found["headline"],
            "low": found["low"],
            "high": found["high"],
            "change": [change.words(one) for one in found["change"]],
            "verdict": [one.verdict for one in found["change"]],
            "rows": found["behind"],
        },
        columns=_COLUMNS,
    )


def _places(evidence: Evidence, strikes: pd.DataFrame, crossings: pd.DataFrame) -> pd.DataFrame:
    states = evidence.labels("crossing_state")
    lines = [
        _place("last strike", row.place, row.date.date().isoformat(), Row("incidents", row.incident_id))
        for row in strikes.itertuples(index=False)
    ]
    for row in crossings.itertuples(index=False):
        what = f"crossing: {states[row.state].lower()}"
        lines.append(_place(what, row.name, row.status_as_of, Row("crossings", row.crossing_id)))
    return pd.DataFrame(lines, columns=_COLUMNS)


def _place(what: str, who: str, period: str, row: Row) -> dict[str, object]:
    return {"part": "border", "what": what, "who": who, "period": period, "rows": (row,)}
