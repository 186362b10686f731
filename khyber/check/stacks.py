"""No stack of provinces above the nation."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from khyber.analysis import counts
from khyber.check.report import Finding
from khyber.evidence import Evidence

ADD_UP = ("attacks", "incidents", "operations", "people")
_GROUP = ["publisher", "metric", "actor", "period_start", "period_end"]


def findings(evidence: Evidence) -> Iterator[Finding]:
    """Every period in which a publisher's units add to more than its highest figure for the nation.

    The units are those that `counts.by_area` gives. Ranks, scores and monthly means do not add up and
    are left out, and so is a period with a doubtful unit or only doubtful figures for the nation.
    """
    areas = evidence.vocabulary("areas")
    units = evidence.vocabulary("metrics")["unit"]
    found = counts.headlines(evidence)
    found = found[found["metric"].isin(units.index[units.isin(ADD_UP)])]
    file = str(evidence.resource("attack_counts")["path"])
    for nation in areas.index[areas["level"] == "country"]:
        inside = areas.index[areas["country"] == areas.loc[nation, "country"]]
        for group in _suspects(found[found["area"].isin(inside)], nation):
            stacked = counts.by_area(group, areas, nation)
            whole = group[group["area"] == nation].iloc[0]
            if (
                stacked.empty
                or (stacked["status"] == counts.DOUBTFUL).any()
                or stacked["total"].iloc[0] <= whole["high"]
            ):
                continue
            added = " + ".join(f"{row.area} {row.headline:g}" for row in stacked.itertuples())
            total = stacked["total"].iloc[0]
            reason = f"the nation has at most {whole['high']:g}, and its units add to {total:g}: {added}"
            yield Finding(file, str(whole["row_id"]), "value", reason)


def _suspects(rows: pd.DataFrame, nation: str) -> Iterator[pd.DataFrame]:
    """The rows of each period in which all that lies inside the nation, overlapping or not, adds to more."""
    whole = rows["area"] == nation
    limit = rows[whole].set_index(_GROUP)["high"].dropna()
    total = rows[~whole].groupby(_GROUP)["headline"].sum()
    beyond = limit.index[(total.reindex(limit.index) > limit).to_numpy()]
    suspect = rows[pd.MultiIndex.from_frame(rows[_GROUP]).isin(beyond)]
    for _, group in suspect.groupby(_GROUP):
        yield group
