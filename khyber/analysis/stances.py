"""Declared positions through time: what was last declared by a day, how old that is, and who moved when.

A position is what an actor declared on a day. It says nothing about conduct. Between two declarations the last one is
carried forward for at most `CARRIED_MONTHS`; after that it has lapsed, and the actor is not said to hold it.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from khyber.evidence import Evidence, cached, dates

CARRIED_MONTHS = 12
HELD, LAPSED = "in force", "lapsed"
MEDIATES = "mediates"
STEPS = {"opposes": -2, "leans-oppose": -1, "neutral": 0, MEDIATES: 0, "leans-support": 1, "supports": 2}
LEANING = ("leans-support", "leans-oppose")
FOR, BETWEEN, AGAINST = "for", "between", "against"
PARTIES = ("pakistan", "afghan-taliban", "ttp")


def actors(evidence: Evidence, known: date | None = None) -> list[str]:
    """The ids of the actors with a declaration known by a day: the parties first, then by their order."""
    found = set(evidence.read("stances", known)["actor"])
    others = [one for one in evidence.vocabulary("actors").index if one not in PARTIES]
    return [one for one in (*PARTIES, *others) if one in found]


def declared(evidence: Evidence, actor: str, issue: str, known: date | None = None) -> pd.DataFrame:
    """What one actor declared on one issue, oldest first: rows of `stances`."""
    rows = _in_order(evidence, known)
    return rows[(rows["actor"] == actor) & (rows["issue"] == issue)].reset_index(drop=True)


@cached(64)
def at(evidence: Evidence, day: date, known: date | None = None) -> pd.DataFrame:
    """The last declaration of each actor on each issue by the end of a day, as known by another.

    One row an actor and issue that has one, with the columns of `stances` and: `months`, whole months from the
    declaration to the day; `state`, "in force" up to `CARRIED_MONTHS` after the declaration, else "lapsed". The
    declaration of a day is in force on the same day twelve months later, and lapsed on the next.
    """
    rows = _in_order(evidence, known)
    last = rows[rows["as_of"] <= pd.Timestamp(day)].drop_duplicates(["actor", "issue"], keep="last")
    made = [one.date() for one in last["as_of"]]
    return last.assign(
        months=[months_between(one, day) for one in made],
        state=[HELD if day <= dates.add_months(one, CARRIED_MONTHS) else LAPSED for one in made],
    ).reset_index(drop=True)


@cached(16)
def moves(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Every change of a declared position, one row each, oldest first.

    A move is a declaration whose position differs from the one before it of the same actor on the same issue. Columns
    of the later row of `stances`, and of the earlier one `from_id`, `from_position`, `from_as_of`; `step`, the
    difference of their places on the scale of five (`STEPS`), -4 to 4, and 0 where one of them is "mediates", which is
    a role and no place on a scale; `state`, whether the earlier one was in force or had lapsed on the day of the later.
    """
    rows = _in_order(evidence, known)
    before = rows.groupby(["actor", "issue"], sort=False)[["row_id", "position", "as_of"]].shift()
    found = rows.assign(from_id=before["row_id"], from_position=before["position"], from_as_of=before["as_of"])
    found = found[found["from_id"].notna() & (found["position"] != found["from_position"])]
    held = [
        later.date() <= dates.add_months(earlier.date(), CARRIED_MONTHS)
        for later, earlier in zip(found["as_of"], found["from_as_of"], strict=True)
    ]
    step = found["position"].map(STEPS) - found["from_position"].map(STEPS)
    role = found[["position", "from_position"]].eq(MEDIATES).any(axis=1)
    return found.assign(
        step=step.mask(role, 0).astype(int),
        state=[HELD if one else LAPSED for one in held],
    ).reset_index(drop=True)


def side(position: str) -> str:
    """On which side of what an issue names a position stands: for, against, or between the two."""
    step = STEPS[position]
    return FOR if step > 0 else AGAINST if step < 0 else BETWEEN


def months_between(first: date, last: date) -> int:
    """The whole months from a day to a later one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if dates.add_months(first, months) <= last else months - 1


@cached(16)
def _in_order(evidence: Evidence, known: date | None) -> pd.DataFrame:
    return evidence.read("stances", known).sort_values(["as_of", "row_id"], kind="stable").reset_index(drop=True)
