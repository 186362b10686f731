"""What is selected on the map, what lies in each band along the line, and what has no point of its own."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import by_place, incidents
from khyber.charts import marks, names
from khyber.charts.catalogue import Fact, Figure, figure
from khyber.charts.notable import CHOICE, COLUMNS, parts_note, rows_of, selected, selection
from khyber.charts.places import toll_words
from khyber.evidence import Evidence, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

_HOW = (
    "A shape takes in incidents by the point on record; a sector those with a point nearest to it; an area those on "
    "record there, with or without a point."
)
_ON_SCREEN = (
    "Draw a box or a lasso on the map, or choose a sector or an area below it.",
    "A shape does not look at where a mark is spread to.",
)


@figure(
    "border-selection",
    page="border",
    name="The incidents selected on the map",
    uses=(*CHOICE, "shape"),
)
def border_selection(evidence: Evidence, filters: Filters) -> Figure:
    """The incidents within the shape, sector or area selected: how many, their toll, and each of them in the table."""
    found = _inside(evidence, filters)
    toll = incidents.toll(found)
    title = _title(evidence, filters, found, toll)
    notes = [_HOW]
    if len(found):
        notes.insert(0, f"{selection(evidence)}.")
    if toll.inside:
        notes.append(parts_note(len(toll.inside), "selected"))
    return Figure(
        "border-selection", title, title, None, found[COLUMNS], facts=_facts(found, toll), notes=tuple(notes),
        on_screen=_ON_SCREEN,
    )  # fmt: skip


def _inside(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents chosen by the filters that lie in what is selected; none where nothing is."""
    if filters.shape in evidence.names("areas"):
        area = filters.changed(area=filters.shape)
        ids = set(selected(evidence, area)["incident_id"])
        found = selected(evidence, filters)
        return found[found["incident_id"].isin(ids)].reset_index(drop=True)
    found = selected(evidence, filters)
    shape = by_place.polygon(filters.shape)
    if shape is not None:
        return found[by_place.within(found, shape)].reset_index(drop=True)
    return found[(found["sector"] == filters.shape).to_numpy(bool)].reset_index(drop=True)


def _title(evidence: Evidence, filters: Filters, found: pd.DataFrame, toll: incidents.Toll) -> str:
    if not filters.shape:
        return "Nothing is selected on the map"
    sectors, areas = evidence.names("sectors"), evidence.names("areas")
    reach = f", within {filters.within} km of the line" if filters.within else ""
    if filters.shape in sectors:
        where = f"nearest to the sector {sectors[filters.shape]}"
        reach = reach or ", at any distance from the line"
    else:
        where = f"in the selection, {areas[filters.shape]}" if filters.shape in areas else "in the shape on the map"
    if found.empty:
        return f"No notable incident {where}{reach}"
    killed = f"{toll.killed.text()} killed where a toll is reported" if toll.killed else "no toll reported"
    return f"{counted(len(found))} {where}{reach}, {killed}"


def counted(count: int) -> str:
    """So many incidents, in words."""
    return f"{number(count)} notable incident{'' if count == 1 else 's'}"


def _facts(found: pd.DataFrame, toll: incidents.Toll) -> tuple[Fact, ...]:
    if found.empty:
        return ()
    rows = rows_of(found)
    by_category = [
        f"{count} {marks.NAMED[one][count > 1]}"
        for one in marks.LETTERS
        if (count := int((found["category"] == one).sum()))
    ]
    facts = [Fact("Selected", number(len(found)), names.in_words(by_category), rows)]
    if toll.killed:
        told = f"in {toll.reported - len(toll.inside)} events; {toll.unreported} give no toll"
        facts.append(Fact("Killed, as reported", toll.killed.text(), told, rows))
    first, last = found["date"].min().date(), found["date"].max().date()
    facts.append(Fact("From and to", dates.words(first, last), "first days of the first and the last", rows))
    far = found["distance_km"].dropna()
    if len(far):
        span = f"{number(far.min())} to {number(far.max())} km" if far.min() < far.max() else f"{number(far.min())} km"
        facts.append(Fact("Distance to the line", span, f"of the {len(far)} with a point of their own", rows))
    return tuple(facts)


@figure("border-bands", page="border", name="Notable incidents by distance to the border line", uses=CHOICE)
def border_bands(evidence: Evidence, filters: Filters) -> Figure:
    """How many of the incidents chosen lie in each band along the line, by the distance of their point."""
    found = selected(evidence, filters)
    band = by_place.band(found["distance_km"])
    edges = [0, *by_place.BANDS_KM]
    lines = [
        _band(
            found[(band == place).fillna(False)],
            found,
            edges[place],
            edges[place + 1] if place + 1 < len(edges) else None,
        )
        for place in range(len(edges))
    ]
    table = pd.DataFrame([line for line in lines if line["incidents"]], columns=list(lines[0]))
    table = table.astype({"to_km": "Int64", "killed_low": "Int64", "killed_high": "Int64"})
    without = found[band.isna().to_numpy()]
    facts = [_band_fact(line) for line in lines]
    if len(without):
        facts.append(
            Fact(
                "Without a distance",
                counted(len(without)),
                "of a whole province, border-wide or abroad",
                rows_of(without),
            )
        )
    km = by_place.BANDS_KM[1]
    near, placed = found[(found["distance_km"] <= km).fillna(False)], int(table["incidents"].sum())
    facts.insert(0, Fact(f"Within {km} km", counted(len(near)), f"of {placed} with a distance", rows_of(near)))
    title = (
        f"{len(near)} of {counted(placed)} with a point on record lie within {km} km of the line as drawn"
        if placed
        else "No notable incident for this choice in any band along the line"
    )
    return Figure("border-bands", title, title, None, table, tuple(facts), _band_notes(evidence), rows_of(without))


def _band(rows: pd.DataFrame, found: pd.DataFrame, low: int, high: int | None) -> dict[str, Any]:
    toll = incidents.toll(rows).killed
    return {
        "from_km": low,
        "to_km": high,
        "incidents": len(rows),
        "killed_low": toll.low if toll else None,
        "killed_high": toll.high if toll else None,
        "rows": rows_of(rows),
    }


def _band_fact(line: dict[str, Any]) -> Fact:
    low, high = line["from_km"], line["to_km"]
    label = f"{low} to {high} km" if high else f"Farther than {low} km"
    toll = line["killed_low"], line["killed_high"]
    row = pd.Series({"killed_low": toll[0], "killed_high": toll[1]}, dtype=object)
    killed = toll_words(row) if line["incidents"] else ""
    return Fact(
        label, counted(line["incidents"]) if line["incidents"] else "No incident of this choice", killed, line["rows"]
    )


def _band_notes(evidence: Evidence) -> tuple[str, ...]:
    precision = evidence.labels("coordinate_precision")["district"].lower()
    return (
        f"{selection(evidence)}. A band without a row is not known to be calm.",
        f"A band takes in what lies farther than its first kilometre figure and at most as far as its second, by the "
        f"point on record, which is for some incidents “{precision}”.",
    )


@figure("border-listed", page="border", name="Incidents without a mark on the map", uses=CHOICE)
def border_listed(evidence: Evidence, filters: Filters) -> Figure:
    """The incidents chosen that are no point on the map: border-wide, of a whole province, or abroad."""
    found = selected(evidence, filters)
    listed = found[~found["drawn"]].iloc[::-1].reset_index(drop=True)
    facts = tuple(_listed_fact(evidence, row) for row in listed.itertuples())
    title = (
        f"{counted(len(listed))} without a mark on the map, being border-wide, of a whole province or abroad"
        if len(listed)
        else "No incident of this choice is without a mark on the map"
    )
    return Figure("border-listed", title, title, None, listed[COLUMNS], facts, (), ())


def _listed_fact(evidence: Evidence, row: Any) -> Fact:
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    where = text(row.admin1) or evidence.labels("country").get(text(row.country), "No country on record")
    return Fact(
        f"{dates.words(row.date.date())}, {text(row.place) or where}", f"{kind}, {toll_words(row)}", where, row.rows
    )
