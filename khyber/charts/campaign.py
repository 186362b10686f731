"""Who would back a Pakistani campaign: declared positions on what bears on one, in January 2023 and now.

The tables hold no question of that wording. What is shown is what each actor declared on strikes across the border, on
arms and money, on shelter for the TTP, on joint work against militants and on talks.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import stances
from khyber.charts import names, positions, theme
from khyber.charts.attacks import empty
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.positions import Cell
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

# The last day of the month for which the question of this project was asked.
THEN = date(2023, 1, 31)
STRIKES = "cross-border-strikes"
ISSUES = (
    STRIKES,
    "military-aid",
    "financial-aid",
    "ttp-safe-havens",
    "counterterror-cooperation",
    "mediation",
)
ASKER = "pakistan"
_COLUMNS = ["side", *positions.COLUMNS]
_WIDE = 2.5


class Side(NamedTuple):
    """A day on which positions and means are compared, and what it is called: in a sentence and at a column."""

    day: date
    words: str
    head: str


def sides(last: date) -> tuple[Side, ...]:
    """January 2023 and the last day of which anything can be said; one alone where that is in January 2023 or before.

    A known-by day in or before January 2023 leaves that day as the only side.
    """
    if last <= THEN:
        return (Side(last, f"by {dates.words(last)}", dates.words(last)),)
    head = dates.words(THEN.replace(day=1), THEN)
    now = f"by {dates.words(last)}"
    return Side(THEN, f"by {dates.words(THEN)}", head), Side(last, now, dates.words(last))


@figure("actors-campaign", page="actors", name="Who would back a campaign, in January 2023 and now", uses=("known",))
def who_would_back(evidence: Evidence, filters: Filters) -> Figure:
    """A grid of actors and the issues that bear on a campaign, two days side by side."""
    two = sides(evidence.last_day(filters.known))
    found = pd.concat([_on(evidence, one, filters.known) for one in two], ignore_index=True)
    table = positions.readable(evidence, found)[_COLUMNS]
    if found.empty:
        return empty("actors-campaign", "No position on what bears on a campaign is on record for this choice", table)
    lines = [one for one in stances.actors(evidence, filters.known) if one != ASKER]
    title = _title(evidence, found, two, len(lines))
    return Figure(
        "actors-campaign",
        title,
        f"Grid with a line for each of {len(lines)} actors and a pair of columns for each issue: "
        f"{' and '.join(one.head for one in two)}. {title}.",
        _spec(evidence, found, lines, two),
        table,
        facts=_facts(evidence, found, two),
        notes=_notes(evidence, two),
        extra_rows=_first_of_each(evidence, lines, filters.known),
    )


def _first_of_each(evidence: Evidence, lines: list[str], known: date | None) -> tuple[Row, ...]:
    """A declaration of each actor: the lines of the grid stand on them."""
    rows = evidence.read("stances", known).drop_duplicates("actor")
    return tuple(Row("stances", one) for one in rows["row_id"][rows["actor"].isin(lines)])


def _on(evidence: Evidence, one: Side, known: date | None) -> pd.DataFrame:
    found = positions.told(evidence, stances.at(evidence, one.day, known)).assign(side=one.head)
    return found[found["issue"].isin(ISSUES) & (found["actor"] != ASKER)]


def _title(evidence: Evidence, found: pd.DataFrame, two: tuple[Side, ...], lines: int) -> str:
    """On strikes alone: who had declared what on each day."""
    told = []
    for one in two:
        own = found[(found["side"] == one.head) & (found["issue"] == STRIKES)]
        told.append(f"{one.words}: {_sided(evidence, own)}")
    return f"Strikes across the border, declared by actors other than Pakistan – {'; '.join(told)}"


def _sided(evidence: Evidence, own: pd.DataFrame) -> str:
    """How many declared themselves for and against, with their names: "1 for (United States), 2 against (…)"."""
    held = own[own["state"] == stances.HELD]
    parts = []
    for side in (stances.FOR, stances.AGAINST, stances.BETWEEN):
        of_side = held[held["position"].map(stances.side) == side]
        if len(of_side):
            parts.append(f"{number(len(of_side))} {side} ({_listed(evidence, of_side)})")
        elif side != stances.BETWEEN:
            parts.append(f"none {side}")
    return ", ".join(parts)


def _listed(evidence: Evidence, of_side: pd.DataFrame) -> str:
    """The names on one side, those that lean to it last: "Taliban, India; leaning: China"."""
    order = stances.actors(evidence)
    listed = sorted(of_side.itertuples(index=False), key=lambda row: order.index(row.actor))
    firm = [positions.who(evidence, row.actor) for row in listed if row.position not in stances.LEANING]
    leaning = [positions.who(evidence, row.actor) for row in listed if row.position in stances.LEANING]
    parts = [names.in_words(firm, 12)] if firm else []
    return "; ".join([*parts, *([f"leaning: {names.in_words(leaning, 12)}"] if leaning else [])])


def _facts(evidence: Evidence, found: pd.DataFrame, two: tuple[Side, ...]) -> tuple[Fact, ...]:
    """For each issue how many stood where on each day, by declarations in force."""
    issues = evidence.labels("stance_issue")
    told = []
    for issue in ISSUES:
        own = found[found["issue"] == issue]
        said = [_counted(own[own["side"] == one.head]) for one in two]
        behind = tuple(dict.fromkeys(row for rows in own["rows"] for row in rows))
        told.append(Fact(issues[issue], said[-1], on_sides(said, two), behind))
    return tuple(told)


def on_sides(said: list[str], two: tuple[Side, ...]) -> str:
    """Below what is said of the last day: of which day it is, and what is said of the first one."""
    return f"{two[-1].words}" if len(two) == 1 else f"{two[-1].words}; {two[0].head}: {said[0]}"


def _counted(own: pd.DataFrame) -> str:
    held = own[own["state"] == stances.HELD]
    where = held["position"].map(stances.side)
    parts = [
        f"{number(int((where == side).sum()))} {side}"
        for side in (stances.FOR, stances.BETWEEN, stances.AGAINST)
        if (where == side).any()
    ]
    lapsed = len(own) - len(held)
    return ", ".join([*parts, *([f"{number(lapsed)} lapsed"] if lapsed else [])]) or "none on record"


def _notes(evidence: Evidence, two: tuple[Side, ...]) -> tuple[str, ...]:
    pair = (
        f"Left in each pair: {two[0].head}; right: {two[-1].head}, the last day of which anything can be said."
        if len(two) > 1
        else f"One day alone: nothing later was known by {two[0].head}."
    )
    meaning = evidence.read("labels").query("vocabulary == 'stance_issue'").set_index("id")["description"]
    return (
        "Nobody in these tables was asked whether it would back a campaign: that is not known. Shown is what was "
        "declared on matters that bear on one.",
        f"{pair} Those who lean to a side are counted with it.",
        positions.DECLARED,
        positions.CARRIED,
        f"{evidence.labels('stance_issue')['ttp-safe-havens']}: {meaning['ttp-safe-havens']}",
        "A dot: nothing is on record by that day, which is not the same as neutral.",
    )


def _spec(evidence: Evidence, found: pd.DataFrame, lines: list[str], two: tuple[Side, ...]) -> dict[str, Any]:
    step = _WIDE if len(two) > 1 else 1.0
    across = {(issue, one.head): at * step + nth for at, issue in enumerate(ISSUES) for nth, one in enumerate(two)}
    down = {one: place for place, one in enumerate(lines)}
    day_of = {one.head: one.day for one in two}
    cells = [
        (
            row.position,
            row.state,
            Cell(
                across[(row.issue, row.side)],
                down[row.actor],
                positions.written(row),
                positions.hover(evidence, row, day_of[row.side]),
                row.row_id,
            ),
        )
        for row in found.itertuples(index=False)
    ]
    given = {(row.actor, row.issue, row.side) for row in found.itertuples(index=False)}
    blank = [
        Cell(across[(issue, one.head)], down[actor], "·", f"No declaration on record by {dates.words(one.day)}", None)
        for actor in lines
        for issue in ISSUES
        for one in two
        if (actor, issue, one.head) not in given
    ]
    labels = evidence.labels("stance_issue")
    middle = (len(two) - 1) / 2
    heads = {at * step + middle: labels[issue] for at, issue in enumerate(ISSUES)}
    layout = positions.layout(
        [positions.who(evidence, one) for one in lines],
        heads,
        max(across.values()),
        under=_under(two),
        shapes=_apart(step, len(two)),
    )
    return {"data": [*positions.traces(evidence, cells), *positions.nothing(blank)], "layout": layout}


def _under(two: tuple[Side, ...]) -> str:
    """The two days of a pair of columns, as short as it needs them."""
    return " | ".join(f"{one.day:%b %Y}" for one in two) if len(two) > 1 else ""


def _apart(step: float, sides_shown: int) -> list[dict[str, Any]]:
    """Lines between the pairs of columns."""
    if sides_shown == 1:
        return []
    line = {"color": theme.QUIET, "width": 1, "dash": "dot"}
    return [
        {
            "type": "line", "xref": "x", "yref": "paper", "x0": at * step - 0.75, "x1": at * step - 0.75, "y0": 0,
            "y1": 1, "line": line, "layer": "below",
        }
        for at in range(1, len(ISSUES))
    ]  # fmt: skip
