"""How far notable incidents lie from the border line: a description of a selection, never a trend or a rate."""

from __future__ import annotations

import pandas as pd

BIN_KM = 25
APART = "balochistan"


def placed(found: pd.DataFrame) -> pd.DataFrame:
    """The incidents with a distance to the line, each event once.

    Takes rows of `incidents.select`. A row that is part of another one is left out where that other is among them
    (curated rule 13).
    """
    rows = found[found["distance_km"].notna()]
    return rows[~rows["part_of"].isin(rows["incident_id"])]


def by_distance(found: pd.DataFrame, apart: str) -> pd.DataFrame:
    """The incidents of `placed` by steps of distance, those of the province named `apart` by themselves.

    A step is as wide as a point may be off (curated rule 15). Steps without an incident are left out.

    Columns: group ("apart" or "other"), from_km, to_km, incidents (how many), incident_ids (tuple).
    """
    step = (found["distance_km"] // BIN_KM).astype(int) * BIN_KM
    group = (found["admin1"] == apart).map({True: "apart", False: "other"})
    table = found.assign(group=group, from_km=step).groupby(["group", "from_km"])["incident_id"].agg(tuple)
    steps = table.rename("incident_ids").reset_index()
    steps["to_km"] = steps["from_km"] + BIN_KM
    steps["incidents"] = [len(ids) for ids in steps["incident_ids"]]
    steps = steps.sort_values(["group", "from_km"], ascending=[False, True])
    return steps[["group", "from_km", "to_km", "incidents", "incident_ids"]].reset_index(drop=True)
