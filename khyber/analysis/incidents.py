"""Notable incidents: a selection of them, and its toll as a range. Never a census (curated rule 11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from khyber.analysis import border
from khyber.evidence import Evidence, Range


@dataclass(frozen=True, slots=True)
class Toll:
    """What a selection of incidents adds up to.

    `killed` sums the rows that report a toll (None where none does); `reported` and `unreported` say how many
    rows do and do not; `inside` holds the ids left out because a row that contains them is in the selection.
    """

    killed: Range | None
    reported: int
    unreported: int
    inside: tuple[str, ...]


def select(
    evidence: Evidence,
    *,
    known: date | None = None,
    first: date | None = None,
    last: date | None = None,
    category: str = "all",
    kinds: Collection[str] = (),
    country: str = "all",
    area: str = "all",
    actor: str = "all",
    within: int | None = None,
    sectors: Collection[str] = (),
) -> pd.DataFrame:
    """The incidents that meet every choice, oldest first, with violent (yes, no, mixed) and where they lie.

    That is distance_km, position_km and sector, as `border.located` gives them. An incident belongs to a period
    when its first day lies in it. `area` is an id of `areas`: a country, a unit or a province, compared with the
    country and admin1 on record, never by a polygon; for a part of a province all of the province is given, as
    incidents are recorded no finer. `actor` takes in the actors below it. `within` keeps rows with a distance of
    at most so many km, and `sectors` those along some sectors of the line; rows without a place along it drop out.
    """
    rows = evidence.read("incidents", known)
    rows = rows.join(border.located(evidence), on="incident_id")
    rows = rows.assign(violent=rows["kind"].map(evidence.vocabulary("incident_kinds")["violent"]))
    keep = pd.Series(True, index=rows.index)
    if first:
        keep &= rows["date"] >= pd.Timestamp(first)
    if last:
        keep &= rows["date"] <= pd.Timestamp(last)
    if category != "all":
        keep &= rows["category"] == category
    if kinds:
        keep &= rows["kind"].isin(list(kinds))
    if country != "all":
        keep &= rows["country"] == country
    if area != "all":
        areas = evidence.vocabulary("areas")
        keep &= _in_area(rows, areas, recorded_area(areas, area))
    if actor != "all":
        keep &= rows["actor"].isin(below(evidence.vocabulary("actors")["parent_id"], actor))
    if within is not None:
        keep &= rows["distance_km"] <= within
    if sectors:
        keep &= rows["sector"].isin(list(sectors))
    return rows[keep].sort_values(["date", "incident_id"]).reset_index(drop=True)


def below(parents: pd.Series, top: str) -> set[str]:
    """An id and everything below it in a vocabulary with `parent_id`."""
    found = {top}
    while True:
        more = set(parents.index[parents.isin(found)]) - found
        if not more:
            return found
        found |= more


def toll(rows: pd.DataFrame) -> Toll:
    """The killed in a selection: lowest to highest of its rows, each event once (curated rule 13).

    A row that is part of another is left out where that other, or one that contains it in turn, is in the
    selection and reports a toll.
    """
    containing = dict(zip(rows["incident_id"], rows["part_of"], strict=True))
    reported = rows[rows["killed_low"].notna() | rows["killed_high"].notna()]
    counted = set(reported["incident_id"])
    inside = tuple(one for one in reported["incident_id"] if _contained(one, containing, counted))
    total: Range | None = None
    for row in reported[~reported["incident_id"].isin(inside)].itertuples():
        own = Range(
            None if pd.isna(row.killed_low) else float(row.killed_low),
            None if pd.isna(row.killed_high) else float(row.killed_high),
        )
        total = own if total is None else total + own
    return Toll(total, len(reported), len(rows) - len(reported), inside)


def _contained(one: str, containing: dict[str, object], counted: set[str]) -> bool:
    seen = {one}
    above = containing.get(one)
    while isinstance(above, str) and above not in seen:
        if above in counted:
            return True
        seen.add(above)
        above = containing.get(above)
    return False


def recorded_area(areas: pd.DataFrame, area: str) -> str:
    """The area by which incidents are recorded: the id itself, or the province of which it is a part."""
    return str(areas["parent_id"][area]) if areas["level"][area] == "part" else area


def _in_area(rows: pd.DataFrame, areas: pd.DataFrame, area: str) -> pd.Series:
    chosen = areas.loc[list(below(areas["parent_id"], area) & set(areas.index))]
    countries = set(chosen.loc[chosen["level"] == "country", "country"])
    names = set(chosen["name"])
    return rows["country"].isin(countries) | rows["admin1"].isin(names)
