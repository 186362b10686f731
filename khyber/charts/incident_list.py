"""The incidents page in words: the selection as a list in an order, with the rows of one event together."""

from __future__ import annotations

import pandas as pd

from khyber.analysis import incident_order, incidents
from khyber.charts import chosen, marks, names, notable
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, figure
from khyber.evidence import Evidence, cached
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

CHOICE = (
    *notable.CHOICE, "claim_status", "target", "province", "district", "confidence", "toll", "placed", "search",
)  # fmt: skip
ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "low": "Highest toll first, by the lowest figure",
    "high": "Highest toll first, by the highest figure",
    "place": "By place, A to Z",
    "distance": "Nearest to the line first",
}
_COLUMNS = [
    "incident_id", "date", "date_end", "category", "kind", "country", "admin1", "admin2", "place", "actor",
    "claim_status", "target", "killed_low", "killed_high", "injured_low", "injured_high", "includes_attackers",
    "confidence", "coordinate_precision", "drawn", "distance_km", "event", "inside", "rows",
]  # fmt: skip


def selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents that the filters of this page choose, oldest first, with `drawn` and `rows`."""
    return _selected(evidence, filters.only(CHOICE))


@cached(64)
def _selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    return chosen.incidents_of(evidence, filters)


def in_order(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents chosen in the order chosen, rows of one event together, with `event` and `inside`."""
    return _in_order(evidence, filters.only((*CHOICE, "sort")))


@cached(64)
def _in_order(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    whole = evidence.read("incidents", filters.known)
    return incident_order.by_event(whole, selected(evidence, filters), filters.sort)


@figure("incidents", page="incidents", name="Notable incidents in a list", uses=(*CHOICE, "sort"))
def listed(evidence: Evidence, filters: Filters) -> Figure:
    """The incidents chosen, in the order chosen; rows of one event stand together and count once."""
    found = in_order(evidence, filters)
    toll = incidents.toll(found)
    title = _title(evidence, filters, found, toll)
    outside = sorted(set(found["event"]) - set(found["incident_id"]))
    return Figure(
        "incidents",
        title,
        f"List of incidents, {ORDERS[filters.sort].lower()}. {title}.",
        None,
        found[_COLUMNS],
        facts=_facts(found, toll),
        notes=_notes(evidence, filters, found, toll),
        extra_rows=as_rows("incidents", outside),
    )


def _title(evidence: Evidence, filters: Filters, found: pd.DataFrame, toll: incidents.Toll) -> str:
    where = filters.only(CHOICE).sentence(evidence, "")
    said = said_of(found, toll)
    return f"{where[:1].upper()}{where[1:]}: {said}" if where else f"{said[:1].upper()}{said[1:]}"


def said_of(found: pd.DataFrame, toll: incidents.Toll) -> str:
    """A selection in words: how many incidents, how many killed, and of which categories."""
    if found.empty:
        return "no notable incident for this choice"
    killed = f"{toll.killed.text()} killed where a toll is reported" if toll.killed else "no toll reported"
    parts = _by_category(found)
    count = f"{number(len(found))} notable incident{'' if len(found) == 1 else 's'}"
    if len(parts) > 1:
        return f"{count}, {killed}; of these {names.in_words(parts)}"
    return f"{count}, {killed}; {'' if len(found) == 1 else 'all '}{parts[0].split(' ', 1)[1]}"


def _by_category(found: pd.DataFrame) -> list[str]:
    """How many of some incidents are of each category that is among them, in words."""
    counts = {one: int((found["category"] == one).sum()) for one in marks.NAMED}
    return [f"{number(count)} {marks.NAMED[one][count != 1]}" for one, count in counts.items() if count]


def _facts(found: pd.DataFrame, toll: incidents.Toll) -> tuple[Fact, ...]:
    if found.empty:
        return ()
    rows = _rows(found)
    parts = int((found["inside"] != "").sum())
    told = names.in_words(_by_category(found))
    if parts:
        told += f"; {number(parts)} of them {'is' if parts == 1 else 'are'} part of another one"
    facts = [Fact("Notable incidents", number(len(found)), told, rows)]
    if toll.killed:
        events = toll.reported - len(toll.inside)
        told = f"in {number(events)} event{'s' if events != 1 else ''}; {number(toll.unreported)} rows give no toll"
        facts.append(Fact("Killed, as reported", toll.killed.text(), told, rows))
    return (*facts, *_places(found))


def _places(found: pd.DataFrame) -> list[Fact]:
    """What is on no map: rows without a point of their own, and without a country."""
    listed, nowhere = found[~found["drawn"]], found[found["country"].isna()]
    facts = []
    if len(listed):
        bare = int(listed["latitude"].isna().sum())
        told = f"{number(bare)} of them without coordinates" if bare else ""
        facts.append(Fact("In the list only, on no map", number(len(listed)), told, _rows(listed)))
    if len(nowhere):
        facts.append(Fact("Without a country on record", number(len(nowhere)), "", _rows(nowhere)))
    return facts


def _rows(found: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(row for each in found["rows"] for row in each)


def _notes(evidence: Evidence, filters: Filters, found: pd.DataFrame, toll: incidents.Toll) -> tuple[str, ...]:
    notes = [f"{notable.selection(evidence)}; earlier years are empty, not calm."]
    if toll.killed:
        notes.append(
            "The highest figures may be one side's claim; attackers are counted in some rows and left out in others."
        )
    if (found["inside"] != "").any():
        notes.append(
            "Rows of one event stand together, each with its own toll; the killed of a part are not added to the whole."
        )
    return (*notes, *_of_choices(evidence, filters, found))


def _of_choices(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> list[str]:
    """What must be read with the choices made."""
    notes, areas = [], evidence.vocabulary("areas")
    if filters.area != ALL and incidents.recorded_area(areas, filters.area) != filters.area:
        whole = names.of(evidence, "areas", incidents.recorded_area(areas, filters.area))
        notes.append(f"Incidents are recorded by province: all of {whole} is shown.")
    if filters.within:
        notes.append("Distance: rows of a whole province, abroad or without coordinates have none and are left out.")
    if filters.toll:
        notes.append("Killed: by the lowest figure reported; rows that give none are left out.")
    if filters.claim_status:
        notes.append("Closings, openings, talks and truces have no claim status and are left out.")
    if filters.target and not incidents.target_kinds(evidence):
        notes.append(f"Release {evidence.release} is from before targets had kinds: none is found by them.")
    if filters.district:
        notes.append("Districts are as the sources spell them: one place may stand under several names.")
    if filters.sort in ("low", "high") and found["killed_high"].isna().any():
        notes.append("Rows without a toll stand last.")
    if filters.sort == "distance" and not found["drawn"].all():
        notes.append("Rows without a point of their own stand last.")
    return notes
