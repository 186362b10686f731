"""The key figures of the briefing: counts by publisher, estimates of the TTP, the last strikes, the main crossings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import change, counts, latest, strength
from khyber.charts import briefing, names
from khyber.charts.attacks import labelled
from khyber.charts.briefing import MAIN, series
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.places import as_of, toll_words
from khyber.evidence import Evidence, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

GROUP = "ttp"
COUNTED = ("attacks", "killed", "suicide_attacks")
DIRECTED = ("attacks", "killed")
DIRECTION, STRENGTH, STRIKE, CROSSINGS = "direction", "strength", "strike", "crossings"
YEARS_IN_VIEW = 2
ESTIMATES_IN_VIEW = pd.DateOffset(years=5)
SPARK_YEARS = 15


class Line(NamedTuple):
    """One key figure with what its table says of it; one that is not `in_view` stands folded beneath the others.

    `change` is that on the year before with its `verdict`, `note` is everything else that is said of it.
    """

    group: str
    who: str
    period: str
    fact: Fact
    value: float | None = None
    low: float | None = None
    high: float | None = None
    change: str = ""
    verdict: str = ""
    note: str = ""
    in_view: bool = True
    more: tuple[Row, ...] = ()


@figure("briefing-bottom-line", page="briefing", name="The bottom line and the key figures", uses=("known",))
def bottom_line(evidence: Evidence, filters: Filters) -> Figure:
    """The bottom line in one sentence; the direction; each key figure with its change, range, verdict and series."""
    lines = [
        *(_direction(evidence, metric, filters.known) for metric in DIRECTED),
        *(line for metric in COUNTED for line in _counted(evidence, metric, filters.known)),
        *_estimates(evidence, filters.known),
        *_strikes(evidence, filters.known),
        *_crossings(evidence, filters.known),
    ]
    table = pd.DataFrame([_told(line) for line in lines if line.fact.rows], columns=[*_told(_EMPTY)])
    title = briefing.sentence(evidence, filters.known)
    ways = ". ".join(f"{line.fact.label}: {line.fact.value}, {line.fact.change}" for line in lines[: len(DIRECTED)])
    return Figure(
        "briefing-bottom-line",
        title,
        f"{title}. {ways}. Beneath it {len(lines) - len(DIRECTED)} key figures in words.",
        None,
        table,
        facts=tuple(line.fact._replace(under=heading(evidence, line.group)) for line in lines if line.fact.rows),
        notes=_notes(evidence, filters.known, lines),
        on_screen=(f"Bars: {SPARK_YEARS} years to the newest of any publisher, a gap where it gives none.",),
        extra_rows=tuple(row for line in lines for row in line.more),
    )


def heading(evidence: Evidence, group: str) -> str:
    """What a group of key figures is called; "" for the direction, whose label says all."""
    if group == DIRECTION:
        return ""
    if group == STRENGTH:
        return f"Strength of the {names.of(evidence, 'actors', GROUP, 'short_name')}, newest by estimator"
    if group == STRIKE:
        return "Last strikes across the border"
    if group == CROSSINGS:
        return "Main crossings"
    return f"{names.of(evidence, 'metrics', group, 'label')}, last whole year"


def _direction(evidence: Evidence, metric: str, known: date | None) -> Line:
    fact, way, year = briefing.direction(evidence, metric, known)
    return Line(DIRECTION, "", year, fact, verdict=way, note=fact.change)


def _told(line: Line) -> dict[str, Any]:
    return {
        "group": line.group,
        "who": line.who,
        "what": line.fact.label,
        "period": line.period,
        "figure": line.fact.value,
        "value": line.value,
        "low": line.low,
        "high": line.high,
        "change": line.change,
        "verdict": line.verdict,
        "note": line.note,
        "in_view": line.in_view,
        "rows": line.fact.rows,
    }


_EMPTY = Line("", "", "", Fact("", ""))


def _counted(evidence: Evidence, metric: str, known: date | None) -> Iterator[Line]:
    found = series(evidence, metric, known)
    lasts = latest.last_years(found)
    for _, row in lasts.iterrows():
        own = found[found["publisher"] == row["publisher"]]
        yield _count(evidence, row, own, int(lasts["year"].max()))


def _count(evidence: Evidence, row: pd.Series, own: pd.DataFrame, newest: int) -> Line:
    """A publisher's last whole year among `own`, its years; `newest` is that of all publishers."""
    name, year = labelled(evidence, row["publisher"], row["metric"]), row["year"]
    found: change.Change | None = row["change"]
    alone = "" if found else f"{year - 1} not given"
    note = "; ".join(filter(None, [alone, _spread(row), _stopped(evidence, row, newest)]))
    said = change.with_verdict(found, f" on {year - 1}") if found else ""
    fact = Fact(
        f"{name}, {year}",
        number(row["headline"]),
        "; ".join(filter(None, [said, note])),
        row["behind"],
        _spark(own, newest),
    )
    return Line(
        row["metric"],
        names.publisher(evidence, row["publisher"]),
        str(year),
        fact,
        row["headline"],
        row["low"],
        row["high"],
        change.told(found) if found else "",
        found.verdict if found else "",
        note,
        bool(year > newest - YEARS_IN_VIEW),
        tuple(one for rows in own["rows"] for one in rows),
    )


def _spread(row: pd.Series) -> str:
    """The published range of a count, where there is one."""
    return f"published {number(row['low'])} to {number(row['high'])}" if row["low"] < row["high"] else ""


def _stopped(evidence: Evidence, row: pd.Series, newest: int) -> str:
    """What the data say of a publisher whose last whole year is older than that of others."""
    said = names.scope_notes(evidence).get((row["publisher"], row["metric"]))
    wider = names.wider_scope(evidence, row["publisher"], row["metric"])
    return said[1] if said and not wider and row["year"] < newest else ""


def _spark(own: pd.DataFrame, newest: int) -> tuple[float | None, ...]:
    """A publisher's values over the years to the newest that any publisher gives, None where it gives none."""
    by_year = own[own["status"] != counts.DOUBTFUL].set_index("year")["headline"]
    years = range(newest - SPARK_YEARS + 1, newest + 1)
    return tuple(float(by_year[year]) if year in by_year.index else None for year in years)


def _estimates(evidence: Evidence, known: date | None) -> list[Line]:
    """The newest estimate of each series, newest first; in view is the newest of each estimator, if of late."""
    found = strength.newest(strength.estimates(evidence, GROUP, known))
    found = found.sort_values("as_of", ascending=False, kind="stable")
    recent = found["as_of"] > found["as_of"].max() - ESTIMATES_IN_VIEW
    in_view = recent & ~found["estimator"].duplicated()
    return [_estimate(evidence, row, bool(shown)) for (_, row), shown in zip(found.iterrows(), in_view, strict=True)]


def _estimate(evidence: Evidence, row: pd.Series, in_view: bool) -> Line:
    estimator = evidence.labels("estimator")[row["estimator"]]
    counted = evidence.labels("counts_what")[row["counts_what"]].lower()
    where = evidence.labels("location")[row["location"]]
    spread = strength.as_range(row)
    day = _as_precise(row)
    told = f"{counted}, {where[:1].lower() + where[1:]}, {day}"
    return Line(
        STRENGTH,
        estimator,
        day,
        Fact(
            estimator,
            spread.text(),
            told,
            (Row("group_strength", row["row_id"]),),
        ),
        spread.headline,
        spread.low,
        spread.high,
        note=told,
        in_view=in_view,
    )


def _as_precise(row: pd.Series) -> str:
    """The date of an estimate, no more exact than it is known."""
    day = row["as_of"].date()
    return dates.words(*dates.bounds(day.isoformat()[: {"year": 4, "month": 7, "day": 10}[row["precision"]]]))


def _strikes(evidence: Evidence, known: date | None) -> list[Line]:
    found = latest.last_strikes(evidence, known)
    force = latest.last_force(evidence, known)
    force = force[~force["incident_id"].isin(found["incident_id"])]
    countries = evidence.labels("country")
    lines = [_struck(evidence, row, f"Last in {countries[row.country]}") for row in found.itertuples(index=False)]
    return [*lines, *(_struck(evidence, row, "Last other force") for row in force.itertuples(index=False))]


def _struck(evidence: Evidence, row: Any, label: str) -> Line:
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    actor = names.of(evidence, "actors", text(row.actor), "short_name")
    status = evidence.labels("claim_status").get(text(row.claim_status), "not stated").lower()
    day = dates.words(row.date.date())
    told = f"{kind}, {text(row.place) or text(row.admin1)}; {toll_words(row)}; actor: {actor}, {status}"
    if note := text(row.casualty_note):
        told = f"{told}. {note}"
    fact = Fact(label, day, told, (Row("incidents", row.incident_id),))
    low, high = (None if pd.isna(value) else float(value) for value in (row.killed_low, row.killed_high))
    return Line(STRIKE, actor, day, fact, None, low, high, note=told)


def _crossings(evidence: Evidence, known: date | None) -> list[Line]:
    states = evidence.labels("crossing_state")
    lines = []
    for row in latest.crossings_by(evidence, MAIN, known).itertuples(index=False):
        told = f"as described for {as_of(row)}"
        fact = Fact(row.name.split(" (")[0], states[row.state], told, (Row("crossings", row.crossing_id),))
        lines.append(Line(CROSSINGS, row.name, as_of(row), fact, note=told))
    return lines


def _notes(evidence: Evidence, known: date | None, lines: list[Line]) -> tuple[str, ...]:
    until = dates.words(dates.bounds(evidence.resource("incidents")["searched_until"])[0])
    nation = names.of(evidence, "areas", names.NATION)
    notes = [
        briefing.RULE,
        f"Counts: the last whole year that each publisher gives for {nation}, by its own definition, with the change "
        "on the year before.",
        f"Strikes: air and drone strikes; a selection of incidents, searched up to {until}.",
    ]
    whole = len(latest.crossings_by(evidence, MAIN))
    shown = sum(line.group == CROSSINGS for line in lines)
    if shown < whole:
        assert known is not None
        notes.append(
            f"Each crossing has one state on record, the last described: that of {whole - shown} main crossings is of "
            f"a day after {dates.words(known)} and not shown."
        )
    else:
        notes.append(f"Crossings: as described in release {evidence.release}, each state for its own date.")
    return tuple(notes)
