"""Incidents in an order, those of one event together, and what lies near one of them in time and place."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from khyber.analysis.border import GEOD

# By name: the column and whether it ascends. Rows without a value stand last in every order.
ORDERS = {
    "newest": ("date", False),
    "oldest": ("date", True),
    "low": ("killed_low", False),
    "high": ("killed_high", False),
    "place": ("place", True),
    "distance": ("distance_km", True),
}


def by_event(whole: pd.DataFrame, rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """Rows of `incidents.select` in one of ORDERS, rows of one event together and the one that holds the others first.

    `whole` is the table of which they are a selection: a row may be part of one that is not chosen. An event stands
    where the first of its rows would. Adds `event`, the id of the outermost row that holds a row, in
    the selection or not, and `inside`: the id of the row of the selection that holds a row, "" where none does.
    """
    above = _above(whole)
    present = set(rows["incident_id"])
    holders = [_holders(above, one) for one in rows["incident_id"]]
    found = rows.assign(
        event=[held[-1] if held else one for one, held in zip(rows["incident_id"], holders, strict=True)],
        inside=[next((one for one in held if one in present), "") for held in holders],
    )
    column, ascending = ORDERS[order]
    found = found.sort_values(["date", "incident_id"], ascending=[ascending and column == "date", True])
    if column != "date":
        found = found.sort_values(column, ascending=ascending, na_position="last", kind="stable")
    place = {event: at for at, event in enumerate(dict.fromkeys(found["event"]))}
    found = found.assign(_at=found["event"].map(place), _held=found["event"] != found["incident_id"])
    found = found.sort_values(["_at", "_held", "date", "incident_id"], kind="stable")
    return found.drop(columns=["_at", "_held"]).reset_index(drop=True)


def _above(whole: pd.DataFrame) -> dict[str, str]:
    rows = whole.dropna(subset=["part_of"])
    rows = rows[rows["part_of"].isin(whole["incident_id"])]
    return dict(zip(rows["incident_id"], rows["part_of"], strict=True))


def _holders(above: dict[str, str], one: str) -> list[str]:
    """The rows that hold a row, the innermost first."""
    found = [one]
    while (holder := above.get(found[-1])) and holder not in found:
        found.append(holder)
    return found[1:]


def near(rows: pd.DataFrame, incident: str, days: int, km: int) -> pd.DataFrame:
    """The rows at most so many days and km from one of them, nearest in time first, with days_apart and km_apart.

    Takes rows of `incidents.select` with that one among them. An incident without a point of its own has none near.
    """
    own = rows[rows["incident_id"] == incident].iloc[0]
    apart = (rows["date"] - own["date"]).dt.days
    close = rows[(rows["date"] - own["date"]).abs() <= timedelta(days=days)]
    close = close[close["distance_km"].notna() & (close["incident_id"] != incident)]
    if pd.isna(own["distance_km"]):
        close = close.iloc[:0]
    _, _, metres = GEOD.inv(
        [float(own["longitude"])] * len(close),
        [float(own["latitude"])] * len(close),
        close["longitude"].astype(float).tolist(),
        close["latitude"].astype(float).tolist(),
    )
    found = close.assign(days_apart=apart[close.index], km_apart=[one / 1000.0 for one in metres])
    found = found[found["km_apart"] <= km]
    return (
        found.assign(_days=found["days_apart"].abs())
        .sort_values(["_days", "km_apart", "incident_id"])
        .drop(columns="_days")
    )
