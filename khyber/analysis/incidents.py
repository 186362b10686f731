"""Notable incidents: a selection of them, and its toll as a range. Never a census (curated rule 11)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from khyber import parsing
from khyber.analysis import border, searching
from khyber.evidence import Evidence, Range, cached, ids, text
from khyber.parsing import ALL, NOWHERE


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


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of an incident; a field left as it is asks nothing.

    first, last: an incident belongs to a period when its first day lies in it. country: a code, or NOWHERE for rows
    without a country. area, provinces: ids of `areas`, compared with the country and admin1 on record, never by a
    polygon; for a part of a province all of the province is given, as incidents are recorded no finer. actor takes
    in the actors below it. within: a distance of at most so many km; sectors: along some sectors of the line; rows
    without a place along it drop out. targets: kinds of target, of which a row's target has one. districts: slugs of
    admin2. least_killed: the lowest toll reported is at least this. words: each occurs, whatever its case and
    accents, in the summary, the casualty note, the place, the target or the names of the actor. placed: whether a
    row has a point of its own on the map.
    """

    known: date | None = None
    first: date | None = None
    last: date | None = None
    category: str = ALL
    kinds: Collection[str] = ()
    country: str = ALL
    area: str = ALL
    actor: str = ALL
    within: int | None = None
    sectors: Collection[str] = ()
    claim_statuses: Collection[str] = ()
    targets: Collection[str] = ()
    provinces: Collection[str] = ()
    districts: Collection[str] = ()
    confidences: Collection[str] = ()
    least_killed: int = 0
    words: str = ""
    placed: bool | None = None


EVERYTHING = Choice()


def select(evidence: Evidence, choice: Choice = EVERYTHING) -> pd.DataFrame:
    """The incidents that meet every choice, oldest first, with violent (yes, no, mixed) and where they lie.

    That is distance_km, position_km and sector, as `border.located` gives them: empty where a row has no point of
    its own on the map.
    """
    rows = evidence.read("incidents", choice.known)
    rows = rows.join(border.located(evidence), on="incident_id")
    rows = rows.assign(violent=rows["kind"].map(evidence.vocabulary("incident_kinds")["violent"]))
    keep = _when(rows, choice) & _where(evidence, rows, choice) & _what(evidence, rows, choice)
    if choice.words:
        keep &= searching.hold_all(rows["incident_id"].map(_searched(evidence)), choice.words)
    return rows[keep].sort_values(["date", "incident_id"]).reset_index(drop=True)


def _when(rows: pd.DataFrame, choice: Choice) -> pd.Series:
    keep = pd.Series(True, index=rows.index)
    if choice.first:
        keep &= rows["date"] >= pd.Timestamp(choice.first)
    if choice.last:
        keep &= rows["date"] <= pd.Timestamp(choice.last)
    return keep


def _where(evidence: Evidence, rows: pd.DataFrame, choice: Choice) -> pd.Series:
    keep, areas = pd.Series(True, index=rows.index), evidence.vocabulary("areas")
    if choice.country != ALL:
        keep &= rows["country"].isna() if choice.country == NOWHERE else rows["country"] == choice.country
    if choice.area != ALL:
        keep &= _in_area(rows, areas, recorded_area(areas, choice.area))
    if choice.provinces:
        keep &= rows["admin1"].isin(areas["name"].reindex(list(choice.provinces)))
    if choice.districts:
        spelt = parsing.district_spellings(evidence)
        keep &= rows["admin2"].isin([name for one in choice.districts for name in spelt.get(one, ())])
    if choice.within is not None:
        keep &= rows["distance_km"] <= choice.within
    if choice.sectors:
        keep &= rows["sector"].isin(list(choice.sectors))
    if choice.placed is not None:
        keep &= rows["distance_km"].notna() == choice.placed
    return keep


def _what(evidence: Evidence, rows: pd.DataFrame, choice: Choice) -> pd.Series:
    keep = pd.Series(True, index=rows.index)
    if choice.category != ALL:
        keep &= rows["category"] == choice.category
    if choice.actor != ALL:
        keep &= rows["actor"].isin(below(evidence.vocabulary("actors")["parent_id"], choice.actor))
    for column, wanted in (
        ("kind", choice.kinds),
        ("claim_status", choice.claim_statuses),
        ("confidence", choice.confidences),
    ):
        if wanted:
            keep &= rows[column].isin(list(wanted))
    if choice.targets:
        asked = set(choice.targets)
        hit = [target for target, kinds in target_kinds(evidence).items() if not asked.isdisjoint(kinds)]
        keep &= rows["target"].isin(hit)
    if choice.least_killed:
        keep &= (rows["killed_low"] >= choice.least_killed).fillna(False).astype(bool)
    return keep


@cached(1)
def target_kinds(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """The kinds of each target, by its words; none in a release from before targets had kinds."""
    return {row.target: ids(row.target_kinds) for row in evidence.read("targets").itertuples()}


@cached(1)
def _searched(evidence: Evidence) -> dict[str, str]:
    """What is searched of each incident, by its id, as `searching.plain` writes it."""
    actors = evidence.vocabulary("actors")
    return {
        row.incident_id: searching.plain(
            " ".join(
                text(one)
                for one in (
                    row.summary, row.casualty_note, row.place, row.admin2, row.admin1, row.target,
                    actors["name"].get(row.actor), actors["short_name"].get(row.actor),
                )
            )
        )
        for row in evidence.read("incidents").itertuples()
    }  # fmt: skip


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
    kept = reported.loc[~reported["incident_id"].isin(inside), ["killed_low", "killed_high"]]
    for ends in kept.astype(object).itertuples(index=False, name=None):
        own = Range(*(None if pd.isna(one) else float(one) for one in ends))
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
