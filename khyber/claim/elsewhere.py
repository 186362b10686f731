"""Where a figure that does not agree comes from: the same figure for another scope, area, group or part of the time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from khyber.claim import rows
from khyber.claim.found import Line
from khyber.claim.reading import CHANGE, CLAIMED, PEOPLE, Statement
from khyber.claim.vocabulary import metrics
from khyber.evidence import Evidence
from khyber.evidence.ranges import number

# A small figure is met by chance; so are parts of the period of less than a quarter.
LEAST = 30
_LEAST_DAYS = 80
_CLAIMED = {"attacks": "claimed_attacks", "killed": "claimed_killed"}
_MIXED_UP = {
    "attacks": ("killed",),
    "killed": ("attacks", "injured"),
    "injured": ("killed",),
    "suicide_attacks": ("suicide_killed",),
}


def find(statement: Statement, evidence: Evidence, known: date | None) -> list[Line]:
    """The rows that give the figure for something else that is easily taken for what is claimed, nearest first.

    Only rows of the publisher named, where one is. A change is looked for among other metrics and areas.
    """
    if statement.kind == CHANGE:
        return _changes(statement, evidence, known)
    found = [*_counts(statement, evidence, known), *_own_claims(statement, evidence, known)]
    return list({line.row_id: line for line in found}.values())


def claimed_metric(statement: Statement) -> str:
    """The metric of a group's own claims."""
    return _CLAIMED.get(statement.what, "")


def claim_line(evidence: Evidence, row: Any) -> Line:
    """A row of `group_claims` as a line of an answer."""
    name = evidence.names("actors", "short_name")[row.group_id]
    label = evidence.names("metrics", "label")[row.metric]
    return Line("group_claims", row.row_id, row.group_id, name, number(row.value),
                f"{label}, {rows.place(evidence, row)}", "the group's own claim", float(row.value))  # fmt: skip


def _counts(statement: Statement, evidence: Evidence, known: date | None) -> list[Line]:
    assert statement.amount and statement.period
    published = rows.published(evidence, known)
    named = rows.named(statement, evidence)
    if named is not None:
        published = published[published["publisher"].isin(named.publishers)]
    published = published[~published["doubtful"] & rows.stating(published, statement.amount)]
    here = published["area"] == statement.area
    whose = published["actor"] == statement.actor
    counted = rows.counted(statement, published)
    now = rows.during(published, statement.period)
    around = published["area"].isin(rows.related(evidence, "areas", statement.area))
    others = published["actor"].isin(rows.related(evidence, "actors", statement.actor) | {"all"})
    big = published["value"] >= LEAST
    kinds = [
        here & whose & now & published["metric"].isin(rows.family(statement)) & ~counted,
        here & whose & now & _wider_people(statement, published),
        around & whose & now & counted & big,
        here & (others & ~whose) & now & counted & big,
        here & whose & now & published["metric"].isin(_MIXED_UP.get(statement.what, ())) & big & _is_bare(statement),
        here & whose & ~now & counted & _overlaps(published, statement) & big,
    ]
    if statement.kind == CLAIMED:
        kinds = [here & whose & now & counted, *kinds]
    lines = []
    for kind in kinds:
        ordered = published[kind].sort_values("headline", ascending=False, kind="stable")
        lines += [rows.line(evidence, row) for row in ordered.itertuples()]
    return lines


def _is_bare(statement: Statement) -> bool:
    return bool(statement.amount and statement.amount.hedge == "exact")


def _wider_people(statement: Statement, published: pd.DataFrame) -> pd.Series:
    """Rows of the people of whom those named are a part, such as security forces for policemen."""
    wider = rows.part_of(statement.who)
    if not wider:
        return pd.Series(False, index=published.index)
    return rows.counted(replace(statement, who=wider), published)


def _overlaps(published: pd.DataFrame, statement: Statement) -> pd.Series:
    """Rows of a part of the period claimed, of a quarter at least, or of a longer one that contains it."""
    assert statement.period
    start, end = pd.Timestamp(statement.period.start), pd.Timestamp(statement.period.end)
    within = (published["period_start"] >= start) & (published["period_end"] <= end)
    around = (published["period_start"] <= start) & (published["period_end"] >= end)
    days = (published["period_end"] - published["period_start"]).dt.days
    return (within | around) & (days >= _LEAST_DAYS)


def _own_claims(statement: Statement, evidence: Evidence, known: date | None) -> list[Line]:
    """A group's own claims of the same period, where a count of others is claimed; or its claims of another kind."""
    assert statement.amount and statement.period
    if statement.actor == "all" or statement.by:
        return []
    claims = evidence.read("group_claims", known)
    claims = claims[(claims["group_id"] == statement.actor) & rows.during(claims, statement.period)]
    return [claim_line(evidence, row) for row in claims.itertuples() if statement.amount.near(row.value)]


def _changes(statement: Statement, evidence: Evidence, known: date | None) -> list[Line]:
    from khyber.claim import counted

    assert statement.shift and statement.period and statement.earlier
    if statement.shift.amount is None or statement.shift.amount.hedge not in ("exact", "almost", "about", "range"):
        return []
    named = rows.named(statement, evidence)
    published = rows.published(evidence, known)
    if named is not None:
        published = published[published["publisher"].isin(named.publishers)]
    lines: list[Line] = []
    for kind in _other_kinds(statement, evidence, published):
        for _, of_one_area in published[kind].groupby("area", sort=False):
            for _, (before, after), holds in counted.pairs(statement, of_one_area, evidence):
                lines += [after, before] if holds else []
    return lines


def _other_kinds(statement: Statement, evidence: Evidence, published: pd.DataFrame) -> list[pd.Series]:
    here, whose = published["area"] == statement.area, published["actor"] == statement.actor
    counted = rows.counted(statement, published)
    around = published["area"].isin(rows.related(evidence, "areas", statement.area))
    mixed = [*_MIXED_UP.get(statement.what, ()), *(metrics(statement.what) if statement.what in PEOPLE else ())]
    return [here & whose & published["metric"].isin(mixed) & ~counted, around & whose & counted]
