"""The incidents that the filters choose, and what must be said of them wherever they are shown."""

from __future__ import annotations

import pandas as pd

from khyber.charts import chosen, names
from khyber.charts.catalogue import Row
from khyber.evidence import Evidence, cached
from khyber.filters import Filters

CHOICE = ("known", "start", "end", "area", "actor", "category", "kind", "country", "within", "sector")
COLUMNS = [
    "incident_id", "date", "category", "kind", "country", "admin1", "place", "actor", "killed_low", "killed_high",
    "includes_attackers", "coordinate_precision", "distance_km", "position_km", "drawn", "rows",
]  # fmt: skip


def selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents that the filters choose, with `drawn` (has a point of its own on the map) and `rows`."""
    return _selected(evidence, filters.only(CHOICE))


@cached(64)
def _selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    return chosen.incidents_of(evidence, filters)


def selection(evidence: Evidence) -> str:
    """What the incidents are, and when the table of them begins."""
    starts = evidence.resource("incidents")["starts"]
    labels = evidence.labels("incident_category")
    begun = names.in_words([f"{day[:4]} ({labels[kind].lower()})" for kind, day in starts.items()])
    return (
        "A selection of notable events, not a census: no trend can be read from it, and its tolls are no total of "
        f"violence. It begins in {begun}"
    )


def parts_note(count: int, where: str) -> str:
    """What must be read with a sum of the killed where so many incidents are part of another one."""
    return (
        f"Incidents whose toll is not added to the killed, as they are part of another one {where}: {count}. "
        "They count as incidents."
    )


def rows_of(found: pd.DataFrame) -> tuple[Row, ...]:
    """The rows of data behind some incidents."""
    return tuple(row for each in found["rows"] for row in each)
