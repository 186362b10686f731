"""The border strip: the line from end to end against time, with the incidents near it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from khyber.analysis import border
from khyber.charts import marks, names, strip_look, theme
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.charts.notable import CHOICE, selected, selection
from khyber.charts.places import crossing_line, incident_line, short_name
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

# Twice as far as a district's point may lie off: what happened at the line is not lost for its point, and the
# cities that lie farther inside (Quetta, Kabul, Kandahar), of which the nearest point says nothing, stay out.
REACH_KM = 50
HEIGHT = 640
_BEFORE = timedelta(days=120)
_MOST_BEFORE = timedelta(days=2 * 365)
_EDGE_SHARE, _NARROW_EDGE_SHARE = 0.012, 0.1
_FAINT = f"{theme.QUIET}38"
_LABEL_GAP_KM = 45
_LETTERS = 14
_SPACE = "\N{NO-BREAK SPACE}"
USES = (*CHOICE, "strip", "places")
_COLUMNS = [
    "incident_id", "date", "category", "kind", "place", "killed_low", "killed_high", "includes_attackers",
    "coordinate_precision", "distance_km", "position_km", "sector", "rows",
]  # fmt: skip


def reach(filters: Filters) -> int:
    """The greatest distance in km of an incident on the strip: the one chosen, or that of the strip itself."""
    return filters.within or REACH_KM


def near_the_line(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The incidents on the strip: those chosen that lie within its reach of the line."""
    return selected(evidence, filters.changed(within=reach(filters)))


@figure("border-strip", page="border", name="Incidents along the border line through time", uses=USES)
def border_strip(evidence: Evidence, filters: Filters) -> Figure:
    """Time across, the position along the line down, incidents marked as on the map, sectors and crossings named."""
    near, whole = near_the_line(evidence, filters), selected(evidence, filters)
    crossings = evidence.read("crossings", filters.known)
    title = _strip_title(evidence, near, reach(filters))
    first, last = _span(evidence, filters)
    return Figure(
        "border-strip",
        title,
        f"Chart of the border line from its end in the Wakhan at the top to its Iranian end at the bottom, time "
        f"across from {first:%Y} to {last:%Y}. {title}. The list of sectors gives their numbers in words.",
        {
            "data": [*_incident_marks(evidence, filters, near, whole), _crossing_marks(evidence, crossings, last)],
            "layout": _layout(evidence, filters, first, last),
        },
        near[_COLUMNS],
        facts=(reach_fact(evidence, filters),),
        notes=_strip_notes(evidence, filters, near, whole),
        extra_rows=(*as_rows("crossings", crossings["crossing_id"]), *as_rows("incidents", whole["incident_id"])),
    )


def reach_fact(evidence: Evidence, filters: Filters) -> Fact:
    """How far from the line an incident may lie to stand on the strip, and along how many sectors."""
    count = len(chosen_sectors(evidence, filters))
    return Fact("Within reach of the line", f"{reach(filters)} km", f"along {count} sector{'' if count == 1 else 's'}")


def chosen_sectors(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The sectors looked at: those chosen, or all."""
    sectors = border.sectors(evidence)
    return sectors[sectors.index.isin(filters.sector)] if filters.sector else sectors


def _strip_title(evidence: Evidence, near: pd.DataFrame, km: int) -> str:
    if near.empty:
        return f"No notable incident within {km} km of the line for this choice"
    said = f"{counted(len(near))} within {km} km of the line"
    most = near["sector"].value_counts(sort=False).reindex(border.sectors(evidence).index).dropna()
    most = most.astype(int).sort_values(ascending=False, kind="stable")
    led = [f"{count} along {names.of(evidence, 'sectors', one)}" for one, count in most.head(2).items()]
    if len(most) == 1:
        return f"{said}, all along {names.of(evidence, 'sectors', most.index[0])}"
    return f"{said}: {', '.join(led)}" + (f", at most {most.iloc[2]} along any other sector" if len(most) > 2 else "")


def counted(count: int) -> str:
    """So many incidents, in words."""
    return f"{number(count)} notable incident{'' if count == 1 else 's'}"


def _strip_notes(evidence: Evidence, filters: Filters, near: pd.DataFrame, whole: pd.DataFrame) -> tuple[str, ...]:
    km, district = reach(filters), evidence.labels("coordinate_precision")["district"]
    before = "the time before is shaded: empty" if _shaded(evidence, filters) else "earlier years are empty"
    notes = [f"{selection(evidence)}; {before}, not calm."]
    farther, listed = int(whole["drawn"].sum()) - len(near), int((~whole["drawn"]).sum())
    if farther:
        notes.append(f"Farther than {km} km from the line, on the map and not on the strip: {farther}.")
    if listed:
        notes.append(f"In the list only, being border-wide, of a whole province or abroad: {listed}.")
    notes += [
        f"Each incident stands on its first day, at the nearest point of the line as drawn. Its own point is for some "
        f"“{district[:1].lower()}{district[1:]}”, so that the place along the line, and the sector, may be the next.",
        strip_look.in_words(filters.strip),
        f"Violet ticks at the right: crossings, as described in release {evidence.release}.",
        *strip_look.axis_note(filters.places),
    ]
    return tuple(notes)


def _span(evidence: Evidence, filters: Filters) -> tuple[date, date]:
    """The first and last day of the axis: the period chosen, within what the table can hold.

    A period outside of that leaves the whole of it.
    """
    begun = min(_starts(evidence, filters).values())
    first = max(filters.first_day or begun - _BEFORE, begun - _MOST_BEFORE)
    ends = (filters.last_day, filters.known, evidence.searched_until)
    last = min(day for day in ends if day)
    return (first, last) if max(first, begun) < last else (begun - _BEFORE, evidence.searched_until)


def _shaded(evidence: Evidence, filters: Filters) -> dict[str, date]:
    """The day on which the table begins, by category, where it lies on the axis."""
    first, last = _span(evidence, filters)
    return {one: day for one, day in _starts(evidence, filters).items() if first < day < last}


def _starts(evidence: Evidence, filters: Filters) -> dict[str, date]:
    """The day on which the table begins, by category, of the categories chosen."""
    starts = evidence.resource("incidents")["starts"]
    return {one: date.fromisoformat(day) for one, day in starts.items() if filters.category in (ALL, one)}


def _incident_marks(
    evidence: Evidence, filters: Filters, near: pd.DataFrame, whole: pd.DataFrame
) -> list[dict[str, Any]]:
    sectors = evidence.names("sectors")
    placed = near.assign(
        day=near["date"].dt.strftime("%Y-%m-%d"),
        line=[
            f"{incident_line(evidence, row)}<br>{escape(sectors[row.sector])}, km {number(row.position_km)}"
            f"<br>{number(row.distance_km)} km from the line"
            for row in near.itertuples()
        ],
    )
    most = marks.largest(whole[whole["drawn"]])
    drawn = marks.incidents(placed, "scatter", {"x": "day", "y": "position_km"}, most)
    drawn = strip_look.by_toll(drawn, near) if filters.strip == strip_look.TOLL else drawn
    return [{**trace, "cliponaxis": False} for trace in drawn]


def _crossing_marks(evidence: Evidence, crossings: pd.DataFrame, last: date) -> dict[str, Any]:
    at = border.crossings(evidence)["position_km"]
    named = _named(evidence, crossings)
    text = [
        f"{_SPACE}{escape(short_name(row))}" if row.crossing_id in named else ""
        for row in crossings.itertuples(index=False)
    ]
    return {
        "type": "scatter",
        "uid": "crossings",
        "mode": "markers+text",
        "x": [last.isoformat()] * len(crossings),
        "y": [round(float(at[one])) for one in crossings["crossing_id"]],
        "text": text,
        "textposition": "middle right",
        "textfont": {"size": 11, "color": theme.LINE_TEXT[0]},
        "hovertext": [crossing_line(evidence, row) for row in crossings.itertuples(index=False)],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"symbol": "line-ew", "size": 14, "line": {"width": 2, "color": theme.LINE}},
        "meta": {
            "dark": {"textfont.color": theme.LINE_TEXT[1]},
            "narrow": {"text": [one.split("-")[0] for one in text], "textfont.size": 10},
        },
    }


def _named(evidence: Evidence, crossings: pd.DataFrame) -> list[str]:
    """The crossings whose names find room along the line, the main ones first."""
    at, named = border.crossings(evidence)["position_km"], list[str]()
    for kind in evidence.labels("crossing_kind"):
        for one in crossings.loc[crossings["kind"] == kind, "crossing_id"]:
            if all(abs(at[one] - at[other]) >= _LABEL_GAP_KM for other in named):
                named.append(one)
    return named


def _layout(evidence: Evidence, filters: Filters, first: date, last: date) -> dict[str, Any]:
    sectors = border.sectors(evidence)
    edge, broad = (last - first) * _EDGE_SHARE, (last - first) * _NARROW_EDGE_SHARE
    edges = [*sectors["starts_km"].astype(float), float(sectors["ends_km"].iloc[-1])]
    starts = _shaded(evidence, filters)
    wide = {"l": 190, "r": 132, "t": 26, "b": 28}
    narrow = {"l": 126, "r": 78, "t": 38, "b": 28}
    towns = filters.places == strip_look.TOWNS
    if towns:
        wide, narrow = wide | {"l": 112}, narrow | {"l": 82}
    return theme.layout(
        height=HEIGHT,
        margin=wide,
        showlegend=False,
        xaxis=theme.axis(
            type="date", range=[str(first - edge), str(last + edge)], fixedrange=True, tickangle=0, gridcolor=_FAINT
        ),
        yaxis=theme.axis(
            range=[edges[-1], 0],
            fixedrange=True,
            tickmode="array",
            **strip_look.axis(evidence, filters.places, edges),
            tickfont={"size": 10},
            showgrid=False,
            automargin=False,
        ),
        shapes=[*_bands(sectors, filters), *(_before(day, first - broad) for day in starts.values())],
        annotations=[*_sector_names(sectors, within=towns), *_heads(starts, narrow=towns, towns=towns)],
        meta={
            "narrow": {
                "margin": narrow,
                "annotations": [
                    *_sector_names(sectors, within=towns, narrow=True),
                    *_heads(starts, narrow=True, towns=towns, short=True),
                ],
                "xaxis.range": [str(first - broad), str(last + edge)],
                # Names take half of the width.
                "xaxis.nticks": theme.narrow_ticks(first, last) // 2 + 1,
                "xaxis.tickfont.size": 11,
            }
        },
    )


def _bands(sectors: pd.DataFrame, filters: Filters) -> list[dict[str, Any]]:
    """A line where each sector begins; every second one tinted, or those that were chosen in the colour of the line."""
    tinted = sectors[sectors.index.isin(filters.sector)] if filters.sector else sectors.iloc[::2]
    tint = [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": float(row.starts_km), "y1": float(row.ends_km),
            "fillcolor": theme.LINE if filters.sector else theme.QUIET, "opacity": 0.1,
            "line": {"width": 0}, "layer": "below",
        }
        for row in tinted.itertuples()
    ]  # fmt: skip
    lines = [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": float(km), "y1": float(km),
            "line": {"width": 0.5, "color": theme.QUIET}, "layer": "below",
        }
        for km in sectors["starts_km"].iloc[1:]
    ]  # fmt: skip
    return [*tint, *lines]


def _before(day: date, first: date) -> dict[str, Any]:
    """The shade over the time before the table begins."""
    return {
        "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "x0": str(first), "x1": str(day),
        "fillcolor": theme.QUIET, "opacity": 0.16, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _sector_names(sectors: pd.DataFrame, *, within: bool, narrow: bool = False) -> list[dict[str, Any]]:
    """The sectors' names: left of the axis, or where towns stand there within the plot, at the top of each band."""
    if within:
        look = {"xanchor": "left", "yanchor": "top", "font": {"size": 10}, "xshift": 1, "yshift": 2}
    elif narrow:
        look = {"xanchor": "right", "yanchor": "middle", "align": "right", "font": {"size": 10}, "xshift": -33}
    else:
        look = {"xanchor": "right", "yanchor": "middle", "font": {"size": 11}, "xshift": -38}
    return [
        {
            **look,
            "text": _in_two_lines(escape(row.name)) if narrow and not within else escape(row.name),
            "xref": "paper",
            "x": 0,
            "y": float(row.starts_km if within else (row.starts_km + row.ends_km) / 2),
            "showarrow": False,
        }
        for row in sectors.itertuples(index=False)
    ]


def _in_two_lines(name: str) -> str:
    """A long name, broken after its last dash."""
    first, dash, last = name.rpartition("–")
    return f"{first}{dash}<br>{last}" if dash and len(name) > _LETTERS else name


def _heads(starts: dict[str, date], *, narrow: bool, towns: bool, short: bool = False) -> list[dict[str, Any]]:
    """Above the plot: what the numbers of the axis are, and where the table begins for a category."""
    above = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 4, "font": {"size": 11}, "showarrow": False}
    axis: dict[str, Any] = {
        "text": "Towns" if towns else "km" if narrow else "km from the Wakhan",
        "xref": "paper",
        "x": 0,
        "xanchor": "right",
        "xshift": -3,
    }
    begun: list[dict[str, Any]] = [
        {
            "text": f"{marks.LETTERS[one]}<br>{day:%Y}" if short else f"{marks.LETTERS[one]} from {day:%Y}",
            "x": str(day),
            "xanchor": "left",
            "align": "left",
        }
        for one, day in starts.items()
    ]
    return [{**above, **one} for one in (axis, *begun)]
