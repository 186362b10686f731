"""The rows that a statement is held to: published counts with what they take in, and how they are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import counts
from khyber.claim.amounts import TOP, Amount
from khyber.claim.found import Line
from khyber.claim.periods import Period
from khyber.claim.reading import PEOPLE, Statement
from khyber.claim.vocabulary import Named, metrics, vocabulary
from khyber.evidence import Evidence, cached, dates
from khyber.evidence.ranges import number

ANY = "any"
_PART_OF = {"police": "security-forces", "soldiers": "security-forces"}
_SCOPES = {
    "attacks": ("attacks",),
    "suicide": ("attacks",),
    "bombings": ("attacks",),
    "operations": ("operations",),
    "attacks-and-operations": ("attacks-and-operations", "all-violence"),
    "all-violence": ("all-violence",),
}


@cached(8)
def published(evidence: Evidence, known: date | None) -> pd.DataFrame:
    """`attack_counts` as known by a day, each row with the scope and people that it counts and if it is the headline.

    The scope is the publisher's own where `publisher_metrics` names another than the metric's.
    """
    rows = evidence.read("attack_counts", known)
    vocabulary_of = evidence.vocabulary("metrics")
    own = {(one.publisher_id, one.metric_id): one.scope for one in evidence.read("publisher_metrics").itertuples()}
    scope = [own.get((p, m), vocabulary_of["scope"][m]) for p, m in zip(rows["publisher"], rows["metric"], strict=True)]
    heads = set(counts.headlines(evidence, known)["row_id"])
    return rows.assign(
        scope=scope,
        people=rows["metric"].map(vocabulary_of["who"]),
        headline=rows["row_id"].isin(heads),
        doubtful=rows["doubtful"].fillna(False).astype(bool),
    )


def named(statement: Statement, evidence: Evidence) -> Named | None:
    """Whom the statement names as its publisher; None where it names nobody."""
    return vocabulary(evidence).named[statement.by] if statement.by else None


def family(statement: Statement) -> tuple[str, ...]:
    """The ids of metrics that count what the statement counts, whoever is counted and in whatever."""
    own = f"{statement.what}-{statement.cause}"
    return metrics(own) if statement.cause in ("suicide", "bombings") else metrics(statement.what)


def counted(statement: Statement, rows: pd.DataFrame) -> pd.Series:
    """Which rows count what the statement says: metric, people and scope; not where, when and by whom."""
    fits = rows["metric"].isin(family(statement))
    if statement.what in (*PEOPLE, "casualties"):
        fits &= rows["people"] == statement.who
    if statement.what in PEOPLE and statement.cause:
        fits &= rows["scope"].isin(_SCOPES[statement.cause])
    elif statement.what in PEOPLE and statement.who != "militants":
        fits &= rows["scope"] != "operations"
    return fits


def during(rows: pd.DataFrame, period: Period) -> pd.Series:
    """Which rows are of exactly this period."""
    return (rows["period_start"] == pd.Timestamp(period.start)) & (rows["period_end"] == pd.Timestamp(period.end))


def stating(rows: pd.DataFrame, amount: Amount) -> pd.Series:
    """Which rows have a value that is near the amount (`Amount.near`)."""
    low, high = TOP * amount.value, (amount.top or amount.value) / TOP
    within = rows["value"].between(low, high)
    return within & within.index.isin([i for i, value in rows["value"][within].items() if amount.near(value)])


def related(evidence: Evidence, table: str, one: str) -> set[str]:
    """What an id of a vocabulary contains and what contains it, without itself."""
    parents = evidence.names(table, "parent_id")
    above = _above(parents, one)
    return {other for other in parents if other != one and (other in above or one in _above(parents, other))}


def part_of(who: str) -> str:
    """The people of whom these are a part that the tables do not count apart; "" for none."""
    return _PART_OF.get(who, "")


def line(evidence: Evidence, row: Any, note: str = "", *, where: bool = True) -> Line:
    """A row of `attack_counts` as a line of an answer."""
    told = [note] if note else []
    if row.doubtful:
        told.append("doubtful")
    elif not row.headline:
        told.append("another edition than the headline")
    return Line(
        "attack_counts",
        row.row_id,
        row.publisher,
        evidence.names("publishers")[row.publisher],
        number(row.value, 2 if row.value % 1 else 0),
        what(evidence, row) + (f", {place(evidence, row)}" if where else ""),
        "; ".join(told),
        float(row.value),
    )


def what(evidence: Evidence, row: Any) -> str:
    """What a count counts: the metric's label, and the publisher's own scope where it is wider."""
    label = evidence.names("metrics", "label")[row.metric]
    if row.scope == evidence.names("metrics", "scope")[row.metric]:
        return label
    return f"{label} (here: {evidence.labels('metric_scope')[row.scope].lower()})"


def place(evidence: Evidence, row: Any) -> str:
    """Where, whose and when, in words."""
    told = [evidence.names("areas")[row.area]]
    actor = getattr(row, "actor", "all")
    if actor != "all":
        told.append(evidence.names("actors", "short_name")[actor])
    told.append(dates.words(row.period_start.date(), row.period_end.date()))
    return ", ".join(told)


def _above(parents: dict[str, Any], one: str) -> set[str]:
    found: set[str] = set()
    above = parents.get(one)
    while isinstance(above, str) and above:
        found.add(above)
        above = parents.get(above)
    return found
