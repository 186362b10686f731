"""Which signposts of each scenario are lit on a day, and the rows that decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import scenarios, signposts
from khyber.analysis.scenarios import AGAINST, LIT, TOWARDS, UNKNOWN, State
from khyber.charts import names, signs
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.evidence import Evidence, dates
from khyber.filters import Filters

_COLUMNS = ["on", "scenario", "points", "signpost", "state", "found", "measure", "lit_if", "rows"]


@figure("scenarios-now", page="scenarios", name="Which signposts are lit on a day", uses=("known", "on"))
def now(evidence: Evidence, filters: Filters) -> Figure:
    """Each scenario with its signposts: lit, not lit or not known, and what says so."""
    if not scenarios.are_given(evidence):
        return signs.not_given("scenarios-now", _COLUMNS)
    day = signs.day(evidence, filters)
    if day is None:
        return signs.not_given("scenarios-now", _COLUMNS, said=signs.NO_RECORD)
    newest = () if filters.on else signs.newest_row(evidence, filters.known)
    states = scenarios.on(evidence, day, filters.known)
    table = _table(evidence, states, day, newest)
    title = _title(evidence, table, day, is_newest=not filters.on)
    notes = (
        signs.COUNTED,
        signs.ABSENCE,
        "How long a crossing stood shut is told as later pages tell it; no other row of a later day is looked at.",
    )
    return Figure("scenarios-now", title, title, None, table, _facts(evidence, table), notes)


def _table(evidence: Evidence, states: tuple[State, ...], day: date, newest: tuple[Row, ...]) -> pd.DataFrame:
    lines: list[dict[str, Any]] = [
        {
            "on": day.isoformat(), "scenario": signs.scenario(evidence, one.signpost.scenario_id),
            "points": signs.POINTS[one.signpost.points], "signpost": one.signpost.text, "state": one.state,
            "found": one.found.said, "measure": signs.measure(evidence, one.signpost),
            "lit_if": f"{signs.threshold(one.signpost)}, {one.signpost.window.words}",
            "rows": (*signs.rows_of(one.signpost, one.found.rows), *newest),
        }
        for one in states
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=_COLUMNS)


def _title(evidence: Evidence, table: pd.DataFrame, day: date, *, is_newest: bool) -> str:
    told = []
    for name, own in table.groupby("scenario", sort=False):
        towards, against = (own[own["points"] == signs.POINTS[one]] for one in (TOWARDS, AGAINST))
        lit = f"{names.inside(str(name))} {(towards['state'] == LIT).sum()} of {len(towards)}"
        told.append(f"{lit}, {(against['state'] == LIT).sum()} of {len(against)} against it" if len(against) else lit)
    when = f"{dates.words(day)}, the day of the newest record" if is_newest else dates.words(day)
    return f"On {when}, signposts lit towards each scenario: {'; '.join(told)}"


def _facts(evidence: Evidence, table: pd.DataFrame) -> tuple[Fact, ...]:
    """The count of each scenario, then each signpost under the name of its scenario."""
    counts, single = [], []
    for name, own in table.groupby("scenario", sort=False):
        towards, against = (own[own["points"] == signs.POINTS[one]] for one in (TOWARDS, AGAINST))
        behind = tuple(dict.fromkeys(row for rows in own["rows"] for row in rows))
        change = f"against it: {counted(against)}" if len(against) else ""
        counts.append(Fact(str(name), counted(towards), change, behind))
        single += [
            Fact(
                f"{signs.STATES[row.state]} {row.signpost}",
                f"{row.state}, {row.points}",
                row.found,
                row.rows,
                under=str(name),
            )
            for row in own.itertuples(index=False)
        ]
    return (*counts, *single)


def counted(own: pd.DataFrame) -> str:
    """How many lines of signposts are lit, in words: "3 of 6 lit, 1 not known"."""
    unknown = int((own["state"] == UNKNOWN).sum())
    return f"{(own['state'] == LIT).sum()} of {len(own)} lit" + (f", {unknown} not known" if unknown else "")


_DEFINED = ["scenario", "description", "points", "signpost", "measure", "lit_if", "window", "why", "rows"]


@figure(
    "scenarios-signposts", page="scenarios", name="All signposts with their measures and thresholds", uses=("known",)
)
def defined(evidence: Evidence, filters: Filters) -> Figure:
    """Every signpost: what it measures, when it is lit, over which window, and why it was chosen."""
    if not scenarios.are_given(evidence):
        return signs.not_given("scenarios-signposts", _DEFINED)
    told = evidence.names(signposts.SCENARIOS, "description")
    lines = [
        {
            "scenario": signs.scenario(evidence, one.scenario_id), "description": told[one.scenario_id],
            "points": signs.POINTS[one.points], "signpost": one.text, "measure": signs.measure(evidence, one),
            "lit_if": signs.threshold(one), "window": one.window.words, "why": one.why, "rows": signs.rows_of(one),
        }
        for one in signposts.listed(evidence)
    ]  # fmt: skip
    table = pd.DataFrame(lines, columns=_DEFINED)
    kinds = len({one.measure for one in signposts.listed(evidence)})
    count = table["scenario"].nunique()
    title = f"{len(table)} signposts for {count} scenarios, by {kinds} measures"
    facts = tuple(
        Fact(
            row.signpost,
            f"{row.points}; {row.measure}, lit if {row.lit_if}; {row.window}",
            row.why,
            row.rows,
            under=row.scenario,
        )
        for row in table.itertuples(index=False)
    )
    summary = (Fact("Signposts", str(len(table))), Fact("Scenarios", str(count)), Fact("Measures", str(kinds)))
    notes = (signs.COUNTED, "A window is the time up to the day looked at that counts, that day among it.")
    return Figure("scenarios-signposts", title, title, None, table, (*summary, *facts), notes)
