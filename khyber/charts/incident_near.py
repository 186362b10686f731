"""What lies near the incident that is open, in time and place."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import incident_order
from khyber.charts import chosen
from khyber.charts.catalogue import Fact, Figure, as_rows, figure
from khyber.evidence import Evidence, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

DAYS = 30
# Twice as far as the point of a district may lie off.
KM = 50
_COLUMNS = [
    "incident_id", "date", "category", "kind", "place", "actor", "killed_low", "killed_high", "includes_attackers",
    "days_apart", "km_apart", "rows",
]  # fmt: skip


@figure(
    "incident-near", page="incidents", name="What is on record near an incident in time and place",
    uses=("incident", "known"),
)  # fmt: skip
def near(evidence: Evidence, filters: Filters) -> Figure:
    """The incidents at most DAYS and KM from the one open, whatever else is chosen, nearest in time first."""
    whole = chosen.incidents_of(evidence, Filters(known=filters.known))
    own = whole[whole["incident_id"] == filters.incident]
    if own.empty:
        said = "No incident is opened, or it was not known by that day"
        return _figure(said, pd.DataFrame({one: pd.Series(dtype=object) for one in _COLUMNS}), (), filters)
    row = next(own.itertuples(index=False))
    found = incident_order.near(whole, row.incident_id, DAYS, KM)
    found = found.assign(km_apart=found["km_apart"].round().astype("Int64"))
    where = f"{number(DAYS)} days and {number(KM)} km of it"
    notes = [
        "A selection of notable events, not a census: what is near here need not be connected.",
        "Distances are between points that are for some incidents those of a district.",
    ]
    if not row.drawn:
        said = f"No other incident is told near it: {text(row.place)} has no point of its own"
    elif found.empty:
        said = f"No other notable incident within {where}"
    else:
        said = f"{number(len(found))} other notable incident{'s' if len(found) != 1 else ''} within {where}"
    return _figure(said, found[_COLUMNS], tuple(notes if len(found) else ()), filters, where)


def _figure(said: str, table: pd.DataFrame, notes: tuple[str, ...], filters: Filters, where: str = "") -> Figure:
    facts = (Fact("Looked for within", where),) if where else ()
    own = as_rows("incidents", [filters.incident]) if not table.empty else ()
    return Figure("incident-near", said, said, None, table, facts=facts, notes=notes, extra_rows=own)


def apart(row: Any) -> str:
    """How far one of them lies from the incident that is open, in words."""
    days, km = int(row.days_apart), int(row.km_apart)
    when = f"{number(abs(days))} day{'s' if abs(days) != 1 else ''} {'later' if days > 0 else 'before'}"
    return f"{when if days else 'the same day'}, {f'{number(km)} km away' if km else 'at the same point'}"
