"""The incidents that filters choose, as every figure of them takes them."""

from __future__ import annotations

import pandas as pd

from khyber.analysis import incidents
from khyber.charts.catalogue import Row
from khyber.evidence import Evidence
from khyber.filters import Filters
from khyber.parameters import ALL


def incidents_of(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents that all of these filters choose, with `drawn` (has a point of its own on the map) and `rows`."""
    found = incidents.select(evidence, as_choice(filters))
    whole = {name: found[name].round().astype("Int64") for name in ("distance_km", "position_km")}
    rows = [(Row("incidents", one),) for one in found["incident_id"]]
    return found.assign(**whole, drawn=found["distance_km"].notna(), rows=pd.Series(rows, dtype=object))


def as_choice(filters: Filters) -> incidents.Choice:
    """What filters ask of an incident."""
    return incidents.Choice(
        known=filters.known,
        first=filters.first_day,
        last=filters.last_day,
        category=filters.category,
        kinds=filters.kind,
        country=filters.country,
        area=filters.area,
        actor=filters.actor,
        within=filters.within or None,
        sectors=filters.sector,
        claim_statuses=filters.claim_status,
        targets=filters.target,
        provinces=filters.province,
        districts=filters.district,
        confidences=filters.confidence,
        least_killed=filters.toll,
        words=filters.search,
        placed=None if filters.placed == ALL else filters.placed == "yes",
    )
