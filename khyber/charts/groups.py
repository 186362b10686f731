"""Who is based where, with what aims and under which listings; and which group a page shows."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import groups, incidents, strength
from khyber.charts import names
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, figure
from khyber.evidence import Evidence, cached, described, ids, text
from khyber.filters import Filters
from khyber.parameters import ALL

EXAMPLE = "ttp"
CHOICE = ("group", "actor")
_COLUMNS = [
    "group_id", "name", "short_name", "based_in", "base_area", "main_theatre", "ambition", "objective",
    "designations", "status", "rows",
]  # fmt: skip


class Chosen(NamedTuple):
    """The group that is shown: its id, its short and full name, and why it is this one where nobody named it."""

    group: str
    short: str
    name: str
    why: str


def chosen(evidence: Evidence, filters: Filters) -> Chosen:
    """The group of the link; else the actor of the filters where it is a group of the table; else the example."""
    return _chosen(evidence, filters.group, filters.actor)


@cached(128)
def _chosen(evidence: Evidence, group: str, actor: str) -> Chosen:
    why = ""
    if not group:
        group = actor if evidence.has_row("groups", actor) else EXAMPLE
        short = short_name(evidence, group)
        if group == actor:
            why = f"Shown is the actor of the filters, {short}; another group can be chosen."
        else:
            why = f"No group is chosen: {short} stands as an example."
    return Chosen(group, short_name(evidence, group), str(evidence.row("groups", group)["name"]), why)


def short_name(evidence: Evidence, group: str) -> str:
    """A group's short name, as charts write it."""
    return text(evidence.row("groups", group)["short_name"])


def full_name(evidence: Evidence, group: str) -> str:
    """A group's full name with the short one: "Haqqani Network (HQN)"."""
    return f"{evidence.row('groups', group)['name']} ({short_name(evidence, group)})"


def notes(shown: Chosen, *more: str) -> tuple[str, ...]:
    """Why this group is shown, where nobody named it, and what else must be read with the figure."""
    return tuple(filter(None, [shown.why, *more]))


def as_described(evidence: Evidence) -> str:
    """The note of what has no time of its own."""
    return f"As described in release {evidence.release}, whatever day is chosen under “As known by”."


def left_out(known: date | None, later: int, what: str) -> tuple[str, ...]:
    """The note of how many of what has no time are left out, as they began in a year not over by the day."""
    if known is None or not later:
        return ()
    return (f"Left out, as of a year after {described.last_year(known)}: {later} {what}{'' if later == 1 else 's'}.",)


def is_founded(evidence: Evidence, group: str, known: date | None) -> bool:
    """True for a group that was not founded in a year that was not over by the day."""
    return group in set(evidence.read("groups", known)["group_id"])


@figure(
    "groups-bases",
    page="groups",
    name="Groups, their bases, aims and listings",
    uses=("known", "actor"),
)
def bases(evidence: Evidence, filters: Filters) -> Figure:
    """Every group in words: base, ambition and aims, listings, status; those with bases in Afghanistan first."""
    among = None
    if filters.actor != ALL:
        among = incidents.below(evidence.vocabulary("actors")["parent_id"], filters.actor)
    found = groups.based(evidence, among, filters.known)
    later = left_out(filters.known, len(groups.based(evidence, among)) - len(found), "group")
    table = pd.DataFrame(
        {
            **{name: found[name] for name in ("group_id", "name", "short_name", "base_area", "main_theatre")},
            "based_in": [where(evidence, one) for one in found["countries"]],
            "ambition": [evidence.labels("group_ambition")[one] for one in found["ambition"]],
            "objective": found["objective"],
            "designations": [listings(evidence, one) for one in found["designations"]],
            "status": found["status"],
            "rows": [as_rows("groups", [one]) for one in found["group_id"]],
        }
    )[_COLUMNS]
    if found.empty:
        said = f"The table of armed groups has none under {names.of(evidence, 'actors', filters.actor)}"
        return Figure("groups-bases", said, said, None, table, notes=later)
    title = _title(evidence, found)
    alt = f"Table of {len(found)} armed groups with their bases, ambition, aims, listings and status. {title}."
    apart = _also_there(evidence, filters, found)
    notes = (*_said_of(evidence, apart), as_described(evidence), *later)
    counted = as_rows("group_strength", apart["row_id"])
    return Figure("groups-bases", title, alt, None, table, _by_place(evidence, found), notes, counted)


def _title(evidence: Evidence, found: pd.DataFrame) -> str:
    countries = evidence.labels("country")
    if len(found) == 1:
        only = found.iloc[0]
        return f"{only['short_name']}: bases or a presence in: {where(evidence, only['countries'])}"
    here, elsewhere = int((found["place"] <= 1).sum()), int((found["place"] == 1).sum())
    title = f"{here} of {len(found)} groups have bases or a presence in {countries[groups.COUNTRY]}"
    if not elsewhere:
        return title
    others = {c for each in found.loc[found["place"] == 1, "countries"] for c in each} - {groups.COUNTRY}
    return f"{title}, {elsewhere} of them in {names.in_words([countries[one] for one in sorted(others)])} too"


def where(evidence: Evidence, countries: tuple[str, ...]) -> str:
    """The countries in which a group has bases or a presence, in words."""
    labels = evidence.labels("country")
    return names.in_words([labels[one] for one in countries]) or "Not clear"


def listings(evidence: Evidence, cell: object) -> str:
    """The lists and bans that name a group, in words."""
    labels = evidence.labels("designation")
    return "; ".join(labels[one] for one in ids(cell)) or "No listing found"


def _by_place(evidence: Evidence, found: pd.DataFrame) -> tuple[Fact, ...]:
    here = found[found["place"] <= 1]
    there = evidence.labels("country")[groups.COUNTRY]
    every = f"of {len(found)} groups"
    facts = [Fact(f"Bases or a presence in {there}", str(len(here)), every, as_rows("groups", here["group_id"]))]
    for place, rows in found.groupby("place", sort=True):
        named = sorted({where(evidence, one) for one in rows["countries"]})
        label = f"In {names.in_words(named)}" if place < 3 else "Base not clear"
        label += " only" if place == 0 else ""
        facts.append(Fact(label, str(len(rows)), ", ".join(rows["short_name"]), as_rows("groups", rows["group_id"])))
    return tuple(facts)


def _also_there(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> pd.DataFrame:
    """The estimates that count men in Afghanistan of groups whose base is given elsewhere, in the order of these."""
    counted = evidence.read("group_strength", filters.known)
    counted = counted[counted["location"].isin(strength.IN_AFGHANISTAN)]
    return found.loc[found["place"] > 1, ["group_id", "short_name"]].merge(counted, on="group_id")


def _said_of(evidence: Evidence, apart: pd.DataFrame) -> tuple[str, ...]:
    if apart.empty:
        return ()
    there = evidence.labels("country")[groups.COUNTRY]
    return (
        f"Published estimates also count men in {there} of {names.in_words(list(apart['short_name'].unique()), 9)}, "
        "whose base is given elsewhere: see the estimates.",
    )


def group_rows(group: str) -> tuple[Row, ...]:
    """The row of a group."""
    return (Row("groups", group),)


def line(row: Any, evidence: Evidence) -> str:
    """A tie in one line: "AQIS → Taliban, since 2014"."""
    arrow = "↔" if row.mutual else "→"
    years = groups.years(row.since_year, row.until_year)
    ends = f"{short_name(evidence, row.group_a)} {arrow} {short_name(evidence, row.group_b)}"
    return f"{ends} ({years})" if years else ends
