"""The sectors of the border in words: what the strip shows along each of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import incidents
from khyber.charts import marks, names
from khyber.charts.catalogue import Fact, Figure, figure
from khyber.charts.notable import CHOICE, parts_note, selection
from khyber.charts.strip import chosen_sectors, counted, near_the_line, reach, reach_fact
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters


@figure("border-sectors", page="border", name="The sectors of the border line in words", uses=CHOICE)
def border_sectors(evidence: Evidence, filters: Filters) -> Figure:
    """Each sector with the incidents of the strip along it, by category, and the range of their toll."""
    near, sectors = near_the_line(evidence, filters), chosen_sectors(evidence, filters)
    by_sector = {row.Index: near[near["sector"] == row.Index] for row in sectors.itertuples()}
    tolls = {one: incidents.toll(rows) for one, rows in by_sector.items()}
    facts = (
        reach_fact(evidence, filters),
        *(_fact(row, by_sector[row.Index], tolls[row.Index]) for row in sectors.itertuples()),
    )
    title = _title(evidence, near, filters)
    notes = [
        f"{selection(evidence)}. A sector without a row is not known to be calm.",
        "Sectors are this project's own: each begins where districts of Pakistan, as drawn approximately, meet on the "
        "line. The kilometres are those of the line as drawn, which is no published length.",
    ]
    inside = len({one for toll in tolls.values() for one in toll.inside})
    if inside:
        notes.append(parts_note(inside, "of their sector"))
    rows = [_row(row, by_sector[row.Index], tolls[row.Index]) for row in sectors.itertuples()]
    table = pd.DataFrame(rows).astype({"killed_low": "Int64", "killed_high": "Int64"})
    return Figure(
        "border-sectors",
        title,
        title,
        None,
        table[table["incidents"] > 0].reset_index(drop=True),
        facts=facts,
        notes=tuple(notes),
    )


def _title(evidence: Evidence, near: pd.DataFrame, filters: Filters) -> str:
    sectors, km = chosen_sectors(evidence, filters).index, reach(filters)
    used = [one for one in sectors if (near["sector"] == one).any()]
    if not used:
        return f"No notable incident of this choice within {km} km of any of the {len(sectors)} sectors of the line"
    missing = [names.of(evidence, "sectors", one) for one in sectors if one not in used]
    said = f"Notable incidents within {km} km of the line are on record along {len(used)} of its {len(sectors)} sectors"
    return f"{said}, none of this choice along {names.in_words(missing)}" if missing else said


def _fact(sector: Any, rows: pd.DataFrame, toll: incidents.Toll) -> Fact:
    where = (
        f"km {number(sector.starts_km)} to {number(sector.ends_km)} from the Wakhan; {sector.pakistani_side} on the "
        f"Pakistani side, {sector.afghan_side} on the Afghan"
    )
    if rows.empty:
        return Fact(sector.name, "No notable incident of this choice on record", where)
    killed = f"{toll.killed.text()} killed where a toll is reported" if toll.killed else "no toll reported"
    counts = {one: _of(rows, one) for one in marks.LETTERS}
    parts = [f"{count} {marks.NAMED[one][count > 1]}" for one, count in counts.items() if count]
    behind = tuple(row for each in rows["rows"] for row in each)
    return Fact(sector.name, f"{counted(len(rows))}, {killed}", f"{names.in_words(parts)}; {where}", behind)


def _row(sector: Any, rows: pd.DataFrame, toll: incidents.Toll) -> dict[str, Any]:
    return {
        "sector": sector.Index,
        "starts_km": round(sector.starts_km),
        "ends_km": round(sector.ends_km),
        "incidents": len(rows),
        **{category: _of(rows, category) for category in marks.LETTERS},
        "killed_low": toll.killed.low if toll.killed else None,
        "killed_high": toll.killed.high if toll.killed else None,
        "rows": tuple(row for each in rows["rows"] for row in each),
    }


def _of(rows: pd.DataFrame, category: str) -> int:
    return int((rows["category"] == category).sum())
