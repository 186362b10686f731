"""Armed groups as described at curation: where they have bases, and the ties between them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from khyber.evidence import Evidence, ids

COUNTRY = "AF"


def based(evidence: Evidence, among: Collection[str] | None = None, known: date | None = None) -> pd.DataFrame:
    """The groups (those in `among`; all where None), ordered by the countries in which they have bases or a presence.

    None that was founded in a year not over by the day `known` is among them.

    First those in Afghanistan alone, then those in Afghanistan and elsewhere, then those elsewhere, then those
    whose base is not clear; within each in the order of the table.

    Columns: those of `groups`, countries (tuple of ids), place (0 to 3, as above).
    """
    groups = evidence.read("groups", known)
    if among is not None:
        groups = groups[groups["group_id"].isin(list(among))]
    countries = [ids(cell) for cell in groups["based_in"]]
    found = groups.assign(countries=countries, place=[_place(one) for one in countries])
    return found.sort_values("place", kind="stable").reset_index(drop=True)


def _place(countries: tuple[str, ...]) -> int:
    if COUNTRY in countries:
        return 0 if len(countries) == 1 else 1
    return 2 if countries else 3


def ties(evidence: Evidence, group: str = "", known: date | None = None) -> pd.DataFrame:
    """The ties of one group (of all where ""), by kind in the order of the labels, then by year.

    None that began, and none to a group that was founded, in a year not over by the day `known` is among them.

    A tie holds from `group_a` to `group_b` where its direction is a-to-b, both ways where it is mutual.

    Columns: those of `group_relations`, mutual (bool), ended (True where an end is reported), other (the other
    group of the tie; "" without `group`), outward (True where the tie runs from `group`, False where it runs to
    it; None where it is mutual or without `group`).
    """
    rows, founded = evidence.read("group_relations", known), evidence.read("groups", known)["group_id"]
    rows = rows[rows["group_a"].isin(founded) & rows["group_b"].isin(founded)]
    if group:
        rows = rows[(rows["group_a"] == group) | (rows["group_b"] == group)]
    order = {one: place for place, one in enumerate(evidence.labels("relation"))}
    mutual = rows["direction"] == "mutual"
    first = rows["group_a"] == group
    found = rows.assign(
        mutual=mutual,
        ended=rows["until_year"].notna(),
        other=rows["group_b"].where(first, rows["group_a"]) if group else "",
        outward=[None if both or not group else one for both, one in zip(mutual, first, strict=True)],
        kind=rows["relation"].map(order),
    )
    return (
        found.sort_values(["kind", "since_year", "row_id"], kind="stable").drop(columns="kind").reset_index(drop=True)
    )


def years(since: object, until: object) -> str:
    """The years of a tie in words: "since 2015", "2014 to 2020, ended", "until 2022, ended", "" where none is given."""
    if not pd.isna(until):
        return f"until {until}, ended" if pd.isna(since) else f"{since} to {until}, ended"
    return "" if pd.isna(since) else f"since {since}"
