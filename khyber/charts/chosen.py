"""The incidents that the filters choose, and what must be said of them wherever they are shown."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from khyber.analysis import incidents
from khyber.charts import names
from khyber.charts.catalogue import Row
from khyber.evidence import Evidence
from khyber.filters import Filters

CHOICE = ("known", "start", "end", "area", "actor", "category", "kind", "country", "within")
COLUMNS = [
    "incident_id", "date", "category", "kind", "country", "admin1", "place", "actor", "killed_low", "killed_high",
    "includes_attackers", "coordinate_precision", "distance_km", "position_km", "drawn", "rows",
]  # fmt: skip


def selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents that the filters choose, with `drawn` (has a point of its own on the map) and `rows`."""
    return _selected(evidence, filters.only(CHOICE))


@lru_cache(maxsize=64)
def _selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found = incidents.select(
        evidence,
        known=filters.known,
        first=filters.first_day,
        last=filters.last_day,
        category=filters.category,
        kinds=filters.kind,
        country=filters.country,
        area=filters.area,
        actor=filters.actor,
        within=filters.within or None,
    )
    drawn = found["latitude"].notna() & found["country"].notna() & (found["coordinate_precision"] != "province")
    whole = {name: found[name].round().astype("Int64") for name in ("distance_km", "position_km")}
    return found.assign(**whole, drawn=drawn, rows=[(Row("incidents", one),) for one in found["incident_id"]])


def selection(evidence: Evidence) -> str:
    """What the incidents are, and when the table of them begins."""
    starts = evidence.resource("incidents")["starts"]
    labels = evidence.labels("incident_category")
    begun = names.in_words([f"{day[:4]} ({labels[kind].lower()})" for kind, day in starts.items()])
    return (
        "A selection of notable events, not a census: no trend can be read from it, and its tolls are no total of "
        f"violence. It begins in {begun}"
    )


def rows_of(found: pd.DataFrame) -> tuple[Row, ...]:
    """The rows of data behind some incidents."""
    return tuple(row for each in found["rows"] for row in each)
