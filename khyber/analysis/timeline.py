"""Events of the timeline: a choice of them, the truces among them, and the incidents of the same days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from khyber.analysis import incidents
from khyber.evidence import Evidence, cached, ids


def select(
    evidence: Evidence,
    *,
    known: date | None = None,
    first: date | None = None,
    last: date | None = None,
    categories: Collection[str] = (),
    actor: str = "all",
) -> pd.DataFrame:
    """The events that meet every choice, oldest first, with `until` (see `with_ends`).

    An event belongs to a period when one of its own days, `date` to `date_end`, lies in it. `actor` takes in the
    actors below it; an event has several actors, and one of them is enough.
    """
    rows = with_ends(evidence, known)
    keep = _touching(rows["date"], rows["date_end"].fillna(rows["date"]), first, last)
    if categories:
        keep &= rows["category"].isin(list(categories))
    if actor != "all":
        wanted = incidents.below(evidence.vocabulary("actors")["parent_id"], actor)
        keep &= rows["actors"].map(lambda cell: not wanted.isdisjoint(ids(cell))).astype(bool)
    return rows[keep].reset_index(drop=True)


def truces(
    evidence: Evidence, *, known: date | None = None, first: date | None = None, last: date | None = None
) -> pd.DataFrame:
    """The truces with a known end that were in force on some day of a period, oldest first, with `until`."""
    rows = with_ends(evidence, known)
    rows = rows[rows["truce"].notna() & rows["until"].notna()]
    return rows[_touching(rows["date"], rows["until"], first, last)].reset_index(drop=True)


def with_ends(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Every event, oldest first, with `until`: its last day, or the day of the event that ended it.

    `until` is empty for an event of one day and for a truce whose end is not known by that day.
    """
    rows = evidence.read("timeline", known).sort_values(["date", "event_id"])
    days = rows.set_index("event_id")["date"]
    ended = pd.Series(days.reindex(rows["ended_by"]).to_numpy(), index=rows.index)
    return rows.assign(until=rows["date_end"].fillna(ended)).reset_index(drop=True)


def incidents_on(evidence: Evidence, event_id: str, known: date | None = None) -> pd.DataFrame:
    """The notable incidents that began on the days of an event, oldest first: matched by date and nothing else."""
    event = evidence.row("timeline", event_id)
    end = event["date"] if pd.isna(event["date_end"]) else event["date_end"]
    return incidents.select(evidence, incidents.Choice(known, event["date"].date(), end.date()))


@cached(1)
def actors(evidence: Evidence) -> frozenset[str]:
    """The ids of those who took part in some event, and of the actors above them."""
    parents = evidence.vocabulary("actors")["parent_id"]
    found = {one for cell in evidence.read("timeline")["actors"] for one in ids(cell)}
    above = found
    while above := {parents.get(one) for one in above} & set(parents.index) - found:
        found |= above
    return frozenset(found)


def _touching(begin: pd.Series, end: pd.Series, first: date | None, last: date | None) -> pd.Series:
    keep = pd.Series(True, index=begin.index)
    if first:
        keep &= end >= pd.Timestamp(first)
    if last:
        keep &= begin <= pd.Timestamp(last)
    return keep
