"""Counts, changes and groups' own claims of a statement, held to the published figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pandas as pd

from khyber.analysis.change import signed
from khyber.analysis.counts import COUNTERS
from khyber.claim import elsewhere, rows
from khyber.claim.amounts import OPEN
from khyber.claim.found import AGREES, DISAGREES, NOT_FOUND, SOMETHING_ELSE, Found, Line
from khyber.claim.reading import Statement
from khyber.evidence import Evidence
from khyber.evidence.ranges import number

_MOST_ELSEWHERE = 4
# What stands beside figures of others than the publisher named: one that gives the figure, and one that does not.
NOT_NAMED = ("gives it, but is not named", "not the publisher named")


def check_count(statement: Statement, evidence: Evidence, known: date | None) -> Found:
    """Hold a count to every publisher's figures for the same thing, place, actor and period.

    It agrees with a publisher where some value that is not doubtful, of whatever edition, is the one stated.
    """
    assert statement.amount and statement.period
    published = rows.published(evidence, known)
    same = published[
        rows.counted(statement, published)
        & (published["area"] == statement.area)
        & (published["actor"] == statement.actor)
        & rows.during(published, statement.period)
    ]
    own = _of_named(same, statement, evidence)
    supporting: list[Line] = []
    differing: list[Line] = []
    for _, group in same.groupby(["publisher", "metric"], sort=False):
        holds = group[~group["doubtful"] & group["value"].map(statement.amount.holds)]
        is_own = group.index[0] in own.index
        if len(holds):
            chosen = _first(holds)
            (supporting if is_own else differing).append(
                rows.line(evidence, chosen, _of_support(statement, chosen) if is_own else NOT_NAMED[0])
            )
        else:
            differing.append(rows.line(evidence, _first(group), "" if is_own else NOT_NAMED[1]))
    return _found(statement, evidence, known, supporting, differing, own.empty)


def _of_support(statement: Statement, row: Any) -> str:
    assert statement.amount
    far = statement.amount.hedge in OPEN and not statement.amount.near(row.value)
    return "true, but far from the figure stated" if far else ""


def _of_named(found: pd.DataFrame, statement: Statement, evidence: Evidence) -> pd.DataFrame:
    named = rows.named(statement, evidence)
    return found if named is None else found[found["publisher"].isin(named.publishers)]


def _first(group: pd.DataFrame) -> Any:
    return next(group.sort_values(["headline", "doubtful"], ascending=[False, True], kind="stable").itertuples())


def _found(
    statement: Statement,
    evidence: Evidence,
    known: date | None,
    supporting: list[Line],
    differing: list[Line],
    is_silent: bool,
) -> Found:
    """The verdict from what supports and what differs; a figure that does not agree is looked for elsewhere."""
    if supporting:
        return Found(statement, AGREES, _who(supporting, "gives it", "give it"), tuple(supporting), tuple(differing))
    differing = sorted(differing, key=lambda line: NOT_NAMED.index(line.note) if line.note in NOT_NAMED else -1)
    others = elsewhere.find(statement, evidence, known)[:_MOST_ELSEWHERE]
    if others:
        shown = {line.row_id for line in others}
        differing = [*others, *(line for line in differing if line.row_id not in shown)]
        return Found(statement, SOMETHING_ELSE, f"the figure is that of {_told(others[0])}", (), tuple(differing))
    if is_silent:
        who = f"{_named(statement, evidence)} gives" if statement.by else "no publisher gives"
        return Found(
            statement,
            NOT_FOUND,
            f"{who} no such figure" if statement.by else f"{who} such a figure",
            (),
            tuple(differing),
        )
    own = [line for line in differing if line.note not in NOT_NAMED]
    told = [line for line in own or differing if statement.amount or "%" in line.value + line.note]
    return Found(statement, DISAGREES, _gives(told[0]), (), tuple(differing))


def _named(statement: Statement, evidence: Evidence) -> str:
    return evidence.names("publishers").get(statement.by, statement.by)


def _told(line: Line) -> str:
    return f"{line.name} {line.value} ({'; '.join(filter(None, [line.what, line.note]))})"


def _gives(line: Line) -> str:
    return f"{line.name} gives {line.value} ({'; '.join(filter(None, [line.what, line.note]))})"


def _who(lines: list[Line], one: str, several: str) -> str:
    names = list(dict.fromkeys(line.name for line in lines))
    return f"{names[0]} {one}" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} {several}"


def check_change(statement: Statement, evidence: Evidence, known: date | None) -> Found:
    """Hold a change to the change between a publisher's own two figures, and to changes as printed."""
    assert statement.period and statement.earlier and statement.shift
    published = rows.published(evidence, known)
    same = published[
        rows.counted(statement, published)
        & (published["area"] == statement.area)
        & (published["actor"] == statement.actor)
    ]
    supporting: list[Line] = []
    differing: list[Line] = []
    is_silent = True
    for publisher, lines, holds in pairs(statement, same, evidence):
        named = rows.named(statement, evidence)
        is_own = named is None or publisher in named.publishers
        is_silent &= not is_own
        (supporting if holds and is_own else differing).extend(_noted(lines, holds, is_own))
    for line, holds, is_own in _printed(statement, evidence, known):
        is_silent &= not is_own
        (supporting if holds and is_own else differing).extend(_noted([line], holds, is_own))
    return _found(statement, evidence, known, supporting, differing, is_silent)


def _noted(lines: list[Line], holds: bool, is_own: bool) -> list[Line]:
    if is_own:
        return lines
    note = NOT_NAMED[not holds]
    return [replace(line, note=note) for line in lines]


def pairs(statement: Statement, found: pd.DataFrame, evidence: Evidence) -> Iterator[tuple[str, list[Line], bool]]:
    """Each publisher's two figures for the two periods as lines, and whether their change is the one stated.

    A size is met by any two values that are not doubtful, as printed in some edition; a bound by the headlines; a
    mere rise or fall must hold for all values.
    """
    assert statement.period and statement.earlier and statement.shift
    shift = statement.shift
    several = evidence.names("publishers", "several_values")
    for (publisher, _), group in found.groupby(["publisher", "metric"], sort=False):
        if several[publisher] == COUNTERS:
            continue
        before, after = (group[rows.during(group, one)] for one in (statement.earlier, statement.period))
        if before.empty or after.empty:
            continue
        sound = [list(one[~one["doubtful"]].itertuples()) for one in (before, after)]
        chosen = (_first(before), _first(after))
        holding = [pair for pair in product(*sound) if shift.holds(pair[0].value, pair[1].value)]
        if shift.amount is None:
            holds = bool(holding) and len(holding) == len(sound[0]) * len(sound[1])
        elif shift.amount.hedge in OPEN:
            holds = any(pair[0].row_id == chosen[0].row_id and pair[1].row_id == chosen[1].row_id for pair in holding)
        else:
            holds = bool(holding)
            chosen = holding[0] if holding and chosen not in holding else chosen
        yield str(publisher), _pair(evidence, *chosen), holds


def _pair(evidence: Evidence, before: Any, after: Any) -> list[Line]:
    change = f"{signed(100 * (after.value / before.value - 1))} %" if before.value else "from zero"
    return [rows.line(evidence, before), rows.line(evidence, after, f"{change} from {number(before.value)}")]


def _printed(statement: Statement, evidence: Evidence, known: date | None) -> Iterator[tuple[Line, bool, bool]]:
    """Changes of the same thing between the same periods as a publisher printed them."""
    assert statement.period and statement.earlier and statement.shift
    claims = printed_changes(evidence, known)
    claims = claims[
        rows.counted(statement, claims) & (claims["area"] == statement.area) & (claims["actor"] == statement.actor)
    ]
    claims = claims[rows.during(claims, statement.period) & _since(claims, statement)]
    named = rows.named(statement, evidence)
    for row in claims.itertuples():
        if pd.isna(row.claimed_change_pct) or statement.shift.unit == "values":
            continue
        holds = statement.shift.holds_percent(row.claimed_change_pct)
        yield printed_line(evidence, row), holds, named is None or row.publisher in named.publishers


def _since(claims: pd.DataFrame, statement: Statement) -> pd.Series:
    assert statement.earlier
    return (claims["previous_start"] == pd.Timestamp(statement.earlier.start)) & (
        claims["previous_end"] == pd.Timestamp(statement.earlier.end)
    )


def printed_changes(evidence: Evidence, known: date | None) -> pd.DataFrame:
    """`change_claims` of a known metric, with the scope and people that they count."""
    claims = evidence.read("change_claims", known)
    claims = claims[claims["metric"].notna() & claims["period_start"].notna()]
    own = {(one.publisher_id, one.metric_id): one.scope for one in evidence.read("publisher_metrics").itertuples()}
    scopes, people = evidence.names("metrics", "scope"), evidence.names("metrics", "who")
    pairs_of = zip(claims["publisher"], claims["metric"], strict=True)
    return claims.assign(
        scope=[own.get((p, m), scopes[m]) for p, m in pairs_of],
        people=claims["metric"].map(people),
        actor=claims["actor"].fillna("all"),
        area=claims["area"].fillna(""),
    )


def printed_line(evidence: Evidence, row: Any) -> Line:
    """A row of `change_claims` as a line of an answer."""
    name = evidence.names("publishers").get(row.publisher, row.publisher)
    return Line(
        "change_claims", row.row_id, row.publisher, name, f"{signed(row.claimed_change_pct)} %",
        f"{rows.what(evidence, row)}, {rows.place(evidence, row)}", "a change as printed",
        float(row.claimed_change_pct),
    )  # fmt: skip


def check_claimed(statement: Statement, evidence: Evidence, known: date | None) -> Found:
    """Hold what a group is said to have claimed to its own claims as published."""
    assert statement.amount and statement.period
    claims = evidence.read("group_claims", known)
    claims = claims[
        (claims["group_id"] == statement.actor)
        & (claims["area"] == statement.area)
        & (claims["metric"] == elsewhere.claimed_metric(statement))
        & rows.during(claims, statement.period)
    ]
    lines = [(elsewhere.claim_line(evidence, row), statement.amount.holds(row.value)) for row in claims.itertuples()]
    if statement.who not in ("", "all", "security-forces"):
        lines = [(line, False) for line, _ in lines]
    supporting = [line for line, holds in lines if holds]
    return _found(statement, evidence, known, supporting, [line for line, holds in lines if not holds], claims.empty)


__all__ = ["DISAGREES", "check_change", "check_claimed", "check_count"]
