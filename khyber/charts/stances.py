"""Who declared what: the matrix of actors and issues on a day, and one of its cells through time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import stances
from khyber.charts import names, positions
from khyber.charts.attacks import empty
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.positions import Cell
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

# Tall enough for a sign and the age under it.
_ROW_PX = 44
_NONE_OPENED = "No cell of the matrix is opened"
_MATRIX = ["on", *positions.COLUMNS]
_OPENED = ["actor", "issue", "position", "as_of", "state", "statement", "rows"]


def day(evidence: Evidence, filters: Filters) -> date:
    """The day on which the matrix stands: the one chosen, never after the last of which anything can be said."""
    last = evidence.last_day(filters.known)
    return min(filters.on, last) if filters.on else last


@figure("actors-stances", page="actors", name="Declared positions of actors on issues", uses=("known", "on"))
def matrix(evidence: Evidence, filters: Filters) -> Figure:
    """A grid of actors and issues with the last declared position of each, its age, and what has lapsed."""
    on = day(evidence, filters)
    found = positions.told(evidence, stances.at(evidence, on, filters.known))
    found = found.assign(on=on.isoformat())
    table = positions.readable(evidence, found)[_MATRIX]
    if found.empty:
        return empty("actors-stances", "No declared position is on record for this choice", table)
    lines = stances.actors(evidence, filters.known)
    title = _title(evidence, found, on)
    return Figure(
        "actors-stances",
        title,
        f"Grid with a line for each of {len(lines)} actors and a column for each issue; a cell holds the sign of the "
        f"last declared position and its age in months. {title}.",
        _spec(evidence, found, lines, on),
        table.reset_index(drop=True),
        notes=(
            positions.DECLARED,
            positions.CARRIED,
            "Under a sign stands the age of the declaration in whole months. A dot: nothing is on record, which is not "
            "the same as neutral.",
        ),
        extra_rows=tuple(Row("stances", one) for one in _first_of_each(evidence, filters.known)),
    )


def _first_of_each(evidence: Evidence, known: date | None) -> list[str]:
    """A declaration of each actor: the lines of the grid stand on them."""
    return list(evidence.read("stances", known).drop_duplicates("actor")["row_id"])


def _title(evidence: Evidence, found: pd.DataFrame, on: date) -> str:
    held = found[found["state"] == stances.HELD]
    lapsed = len(found) - len(held)
    newest = found.sort_values(["as_of", "row_id"], kind="stable").iloc[-1]
    issue = names.inside(evidence.labels("stance_issue")[newest["issue"]])
    count = f"{number(len(held)) if len(held) else 'no'} declared position{'' if len(held) == 1 else 's'} in force"
    gone = f", {number(lapsed)} lapsed" if lapsed else ""
    return (
        f"On {dates.words(on)}: {count}{gone}; the newest is of {positions.who(evidence, newest['actor'])} on "
        f"{issue}, {dates.words(newest['as_of'].date())}"
    )


def _spec(evidence: Evidence, found: pd.DataFrame, lines: list[str], on: date) -> dict[str, Any]:
    issues = evidence.labels("stance_issue")
    across = {one: place for place, one in enumerate(issues)}
    down = {one: place for place, one in enumerate(lines)}
    cells = [
        (
            row.position,
            row.state,
            Cell(
                across[row.issue],
                down[row.actor],
                positions.written(row),
                positions.hover(evidence, row, on),
                row.row_id,
            ),
        )
        for row in found.itertuples(index=False)
    ]
    given = {(row.actor, row.issue) for row in found.itertuples(index=False)}
    blank = [
        Cell(across[issue], down[actor], "·", f"No declaration on record by {dates.words(on)}", None)
        for actor in lines
        for issue in issues
        if (actor, issue) not in given
    ]
    heads = {float(place): issues[one] for one, place in across.items()}
    layout = positions.layout([positions.who(evidence, one) for one in lines], heads, len(issues) - 1, _ROW_PX)
    ages = positions.under((cell, f"{months} mo") for (_, _, cell), months in zip(cells, found["months"], strict=True))
    return {"data": [*positions.traces(evidence, cells), *positions.nothing(blank), ages], "layout": layout}


@figure("actors-stance", page="actors", name="One actor on one issue through time", uses=("known", "on", "stance"))
def opened(evidence: Evidence, filters: Filters) -> Figure:
    """What one actor declared on one issue up to the day of the matrix, newest first: day, position, statement."""
    if not filters.stance:
        return Figure("actors-stance", _NONE_OPENED, _NONE_OPENED, None, pd.DataFrame(columns=_OPENED))
    actor, issue = filters.stance.split(",")
    last = day(evidence, filters)
    found = stances.declared(evidence, actor, issue, filters.known).iloc[::-1]
    found = found[found["as_of"] <= pd.Timestamp(last)].reset_index(drop=True)
    about = f"{positions.who(evidence, actor)} on {names.inside(evidence.labels('stance_issue')[issue])}"
    if found.empty:
        said = f"{about}: no declaration on record by {dates.words(last)}"
        return Figure("actors-stance", said, said, None, pd.DataFrame(columns=_OPENED))
    labels = evidence.labels("stance_position")
    held = last <= dates.add_months(found["as_of"].iloc[0].date(), stances.CARRIED_MONTHS)
    table = found.assign(
        state=[
            stances.HELD if held and place == 0 else "earlier" if place else stances.LAPSED for place in found.index
        ],
        label=[labels[one] for one in found["position"]],
        rows=[(Row("stances", one),) for one in found["row_id"]],
    )
    table = positions.readable(evidence, table)[_OPENED]
    facts = tuple(
        Fact(dates.words(row.as_of.date()), labels[row.position], row.statement, (Row("stances", row.row_id),))
        for row in found.itertuples(index=False)
    )
    title = f"{about}: {_span(found)}; the last one {names.inside(labels[found['position'].iloc[0]])}"
    if not held:
        title += ", which has lapsed"
    notes = (
        positions.DECLARED,
        f"{evidence.labels('stance_issue')[issue]}: {_meaning(evidence, issue)}",
        f"The last declaration is carried for {stances.CARRIED_MONTHS} months, here up to the day of the matrix, "
        f"{dates.words(last)}.",
    )
    return Figure("actors-stance", title, title, None, table, facts=facts, notes=notes)


def _meaning(evidence: Evidence, issue: str) -> str:
    rows = evidence.read("labels").query("vocabulary == 'stance_issue'").set_index("id")
    return str(rows.loc[issue, "description"])


def _span(found: pd.DataFrame) -> str:
    first, last = found["as_of"].iloc[-1].date(), found["as_of"].iloc[0].date()
    count = f"{number(len(found))} declaration{'' if len(found) == 1 else 's'}"
    return (
        f"{count}, {dates.words(first)}" if len(found) == 1 else f"{count}, {dates.words(first)} to {dates.words(last)}"
    )
