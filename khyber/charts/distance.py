"""How far notable attacks in Pakistan lie from the border line, as a description of the selection alone."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import border, distance, incidents
from khyber.charts import names, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters

_COLUMNS = ["group", "from_km", "to_km", "incidents", "rows"]


@figure(
    "attacks-distance",
    page="attacks",
    name="Distance of notable attacks to the border line",
    uses=(*PERIOD, "actor"),
)
def distance_to_line(evidence: Evidence, filters: Filters) -> Figure:
    """Notable attacks in Pakistan by steps of distance to the line, Balochistan apart, over the whole selection."""
    chosen = incidents.select(
        evidence,
        incidents.Choice(
            known=filters.known,
            first=filters.first_day,
            last=filters.last_day,
            category="attack",
            country="PK",
            actor=filters.actor,
        ),
    )
    placed = distance.placed(chosen)
    labels = _labels(evidence)
    steps = distance.by_distance(placed, names.of(evidence, "areas", distance.APART))
    rows = [as_rows("incidents", ids) for ids in steps["incident_ids"]]
    table = steps.assign(group=steps["group"].map(labels), rows=pd.Series(rows, dtype=object))[_COLUMNS]
    if table.empty:
        return empty("attacks-distance", "No notable attack in Pakistan with a point for this choice", table)
    groups = _by_group(evidence, placed)
    facts = tuple(_fact(labels[one], rows) for one, rows in groups.items())
    told = [f"{fact.value} {_inside(fact.label)}, {fact.change.partition(';')[0]}" for fact in facts]
    title = f"Notable attacks by distance to the border line: {'; '.join(told)}"
    return Figure(
        "attacks-distance",
        title,
        f"Bars of how many incidents lie at each distance, in steps of {distance.BIN_KM} km, one panel for "
        f"{names.in_words([label for label in labels.values() if label in set(table['group'])])}. {title}.",
        {"data": _bars(table), "layout": _layout(table)},
        table,
        facts=facts,
        notes=_notes(evidence, chosen, placed),
        extra_rows=as_rows("incidents", chosen["incident_id"]),
    )


def _labels(evidence: Evidence) -> dict[str, str]:
    nation, apart = (names.of(evidence, "areas", one) for one in (names.NATION, distance.APART))
    return {"other": f"{nation} without {apart}", "apart": apart}


def _by_group(evidence: Evidence, placed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    inside = placed["admin1"] == names.of(evidence, "areas", distance.APART)
    groups = {"other": placed[~inside], "apart": placed[inside]}
    return {group: rows for group, rows in groups.items() if not rows.empty}


def _fact(label: str, rows: pd.DataFrame) -> Fact:
    """How many incidents of a group there are, and how far off the middle, nearest and farthest of them lie."""
    km = rows["distance_km"]
    spread = f"half of them within {number(km.median())} km; nearest {number(km.min())}, farthest {number(km.max())} km"
    return Fact(
        f"In {label}",
        number(len(rows)),
        spread if len(rows) > 1 else f"at {number(km.median())} km",
        as_rows("incidents", rows["incident_id"]),
    )


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def _bars(table: pd.DataFrame) -> list[dict[str, Any]]:
    """One panel of bars for each group, each bar as wide as its step."""
    return [
        {
            "type": "bar",
            "name": escape(group),
            "x": list(rows["from_km"]),
            "y": list(rows["incidents"]),
            "offset": 0,
            "width": distance.BIN_KM,
            "yaxis": "y" if place == 0 else f"y{place + 1}",
            "text": [number(v) for v in rows["incidents"]],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": theme.ATTACK, "line": {"color": theme.QUIET, "width": 1}},
            "hovertext": [
                f"<b>{escape(group)}</b><br>{r.from_km} to {r.to_km} km: {number(r.incidents)}"
                for r in rows.itertuples()
            ],
            "hoverinfo": "text",
        }
        for place, (group, rows) in enumerate(table.groupby("group", sort=False))
    ]


def _layout(table: pd.DataFrame) -> dict[str, Any]:
    groups = list(table["group"].unique())
    most, share = 1.25 * int(table["incidents"].max()), 1 / len(groups)
    panels: dict[str, Any] = {}
    for place, group in enumerate(groups):
        bottom = 1 - (place + 1) * share
        panels[f"yaxis{place + 1 if place else ''}"] = theme.axis(
            domain=[bottom, bottom + share * 0.84],
            range=[0, most],
            nticks=4,
            tickformat="d",
            title={"text": "Incidents"},
        )
        panels.setdefault("annotations", []).append(
            {
                "text": escape(group),
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": bottom + share * 0.86,
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 14},
            }  # fmt: skip
        )
    x = theme.axis(
        title={"text": "Distance to the border line, km"},
        range=[0, int(table["to_km"].max())],
        dtick=4 * distance.BIN_KM,
        anchor=f"y{len(groups)}" if len(groups) > 1 else "y",
    )
    return theme.layout(height=130 + 170 * len(groups), showlegend=False, xaxis=x, **panels)


def _notes(evidence: Evidence, chosen: pd.DataFrame, placed: pd.DataFrame) -> tuple[str, ...]:
    starts = evidence.resource("incidents")["starts"]["attack"][:4]
    precision = evidence.labels("coordinate_precision")
    known = [precision[one].lower() for one in precision if one in set(placed["coordinate_precision"])]
    without = int(chosen["distance_km"].isna().sum())
    inside = len(chosen) - without - len(placed)
    notes = [
        f"A description, never a trend: notable events were selected, not counted in full, from {starts} on.",
        f"Coordinates are {names.in_words(known)}; the line is up to {border.LINE_OFF_KM} km off.",
    ]
    if without:
        notes.append(f"Left out, having no point of their own: {without}.")
    if inside:
        notes.append(f"Left out, being part of another incident shown: {inside}.")
    return (*notes, *evidence.package["boundary_note"])
