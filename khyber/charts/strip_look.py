"""What a reader can choose of the strip: colours by toll instead of category, and towns instead of kilometres."""

from __future__ import annotations

import io
from typing import Any

import geopandas as gpd
import pandas as pd

from khyber.analysis import border
from khyber.charts import marks, theme
from khyber.charts.catalogue import escape
from khyber.evidence import Evidence, cached
from khyber.evidence.ranges import number

TOWN_KM = 40
_TOWN_GAP_KM = 52
_MOST_LETTERS = 14
TOLL, TOWNS = "toll", "towns"
_Legend = tuple[tuple[str, str, str, str], ...]


def by_toll(traces: list[dict[str, Any]], near: pd.DataFrame) -> list[dict[str, Any]]:
    """The marks of incidents coloured by bands of the lowest toll, which stands in them as a number.

    Sizes and rings stay as they are: the highest toll, which may be a claim, is never the biggest thing.
    """
    lowest = near.set_index("incident_id")["killed_low"].fillna(0)
    return [_recoloured(trace, [int(lowest[one]) for one in trace["customdata"]]) for trace in traces]


def _recoloured(trace: dict[str, Any], lowest: list[int]) -> dict[str, Any]:
    silent, disc = trace["uid"].startswith("silent"), trace["uid"].startswith("disc")
    colours = [theme.QUIET if silent else _colour(one) for one in lowest]
    text = [str(one) for one in lowest] if disc else None
    mode = "markers+text" if disc else "markers"
    return {**trace, "mode": mode, "text": text, "marker": {**trace["marker"], "color": colours}}


def _colour(killed: int) -> str:
    return next(colour for most, colour in theme.TOLLS if most is None or killed <= most)


def legend(chosen: str) -> _Legend:
    """What the marks mean, as `marks.legend`, by category or by toll."""
    if chosen != TOLL:
        return marks.legend()
    bands = [("disc", colour, "", f"lowest toll: {words}") for words, colour in _bands()]
    return (
        *bands,
        ("ring", theme.QUIET, "", "ring: the highest toll reported"),
        ("small", theme.QUIET, "", "small and hollow: no toll reported"),
    )


def in_words(chosen: str) -> str:
    """What the marks mean, for a picture that stands alone."""
    if chosen != TOLL:
        return marks.in_words()
    return (
        "The number in a disc is the lowest toll reported, its colour the band of it; ring: the highest, which may be "
        "one side's claim and is never drawn larger than the largest disc; small and hollow: no toll reported."
    )


def _bands() -> list[tuple[str, str]]:
    """The bands of a toll in words, with their colours."""
    found, least = [], 0
    for most, colour in theme.TOLLS:
        words = f"{least} or more" if most is None else number(most) if most == least else f"{least} to {most}"
        found.append((f"{words} killed", colour))
        least = (most or 0) + 1
    return found


@cached(1)
def towns(evidence: Evidence) -> tuple[tuple[float, str], ...]:
    """Towns near the line by position along it, the larger ones first where there is no room for all."""
    rows = pd.read_csv(io.BytesIO(evidence.file("gazetteer")))
    rows = rows[(rows["km_to_border_ne10"] <= TOWN_KM) & (rows["population"] > 0)].reset_index(drop=True)
    rows = rows[rows["name"].str.len() <= _MOST_LETTERS]
    points = gpd.GeoSeries(gpd.points_from_xy(rows["lon"], rows["lat"]), rows.index, crs="EPSG:4326")
    rows = rows.join(border.line(evidence).locate(points)).sort_values("population", ascending=False, kind="stable")
    placed: list[tuple[float, str]] = []
    for row in rows.itertuples(index=False):
        if row.distance_km <= TOWN_KM and all(abs(row.position_km - km) >= _TOWN_GAP_KM for km, _ in placed):
            placed.append((float(row.position_km), str(row.name)))
    return tuple(sorted(placed))


def axis(evidence: Evidence, chosen: str, edges: list[float]) -> dict[str, Any]:
    """The ticks of the axis along the line: where sectors begin, in km, or towns near the line."""
    if chosen != TOWNS:
        return {"tickvals": edges, "ticktext": [number(km) for km in edges]}
    named = towns(evidence)
    return {"tickvals": [km for km, _ in named], "ticktext": [escape(name) for _, name in named]}


def axis_note(chosen: str) -> tuple[str, ...]:
    """What must be read with the axis."""
    if chosen != TOWNS:
        return ()
    return (
        f"Towns at the left: of those within {TOWN_KM} km of the line the largest that find room, each at the nearest "
        "point of the line as drawn; GeoNames, CC BY 4.0.",
    )
