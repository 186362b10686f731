"""A figure's table as it is read: names for ids, days without hours, columns called by words."""

from __future__ import annotations

import pandas as pd

from khyber.charts import catalogue, names
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, text

_NAMED_BY = {
    "publisher": ("publishers", "name"),
    "area": ("areas", "name"),
    "actor": ("actors", "name"),
    "metric": ("metrics", "label"),
    "sector": ("sectors", "name"),
}
_CALLED = {
    "headline": "Headline figure",
    "low": "Lowest published",
    "high": "Highest published",
    "band_low": "Band from, %",
    "band_high": "Band to, %",
    "killed_low": "Killed, lowest",
    "killed_high": "Killed, highest",
    "admin1": "Province",
    "drawn": "On the map",
    "distance_km": "Distance to the line, km",
    "position_km": "Along the line from the Wakhan, km",
    "nation": "National figure",
    "total": "Sum of the units",
    "total_low": "Sum of the units, lowest",
    "total_high": "Sum of the units, highest",
    "share": "Share of the heartland, %",
    "share_low": "Share, lowest, %",
    "share_high": "Share, highest, %",
    "heartland": "Heartland",
    "national": "National figure",
    "from_km": "From km",
    "to_km": "To km",
    "inside": "Part of the row",
    "known": "Published",
    "q05": "5 % quantile",
    "q25": "25 % quantile",
    "q50": "Median",
    "q75": "75 % quantile",
    "q95": "95 % quantile",
    "more": "Chance of more than in the newest month, %",
    "crps": "CRPS",
    "coverage": "Held by the interval, %",
    "rows": "Rows of data",
}


def table(evidence: Evidence, shown: Figure) -> pd.DataFrame:
    """The table of a figure in words, one row a mark; its last columns name the rows of data behind each."""
    written = catalogue.plain_table(shown)
    for name, (vocabulary, column) in _NAMED_BY.items():
        if name in written:
            written[name] = [names.of(evidence, vocabulary, text(one), column) for one in written[name]]
    for name in written.select_dtypes("datetime").columns:
        written[name] = written[name].dt.strftime("%Y-%m-%d")
    return written.rename(columns=lambda name: _CALLED.get(name, name.replace("_", " ").capitalize()))
