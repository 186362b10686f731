"""What a group claims beside what others count."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import counts
from khyber.charts import names, theme
from khyber.charts.attacks import PERIOD, empty, hover, mark, range_bars, reading_notes, yearly
from khyber.charts.catalogue import Figure, Row, escape, figure
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

_DEFAULT_CLAIMANT = "ttp"
_ATTRIBUTED_PX, _COUNTED_PX = 13, 9


@figure(
    "attacks-claimed-and-counted",
    page="attacks",
    name="What a group claims beside what others count",
    uses=(*PERIOD, "actor", "by"),
)
def claimed_and_counted(evidence: Evidence, filters: Filters) -> Figure:
    """A group's own yearly claims as bars, beside attacks attributed to it and all attacks that publishers count."""
    claims = evidence.read("group_claims", filters.known)
    group = filters.actor if filters.actor in set(claims["group_id"]) else _DEFAULT_CLAIMANT
    short = names.of(evidence, "actors", group, "short_name")
    own = claims[(claims["group_id"] == group) & (claims["metric"] == "claimed_attacks")]
    claimed = claims_by_year(own, f"{short} (own claims)", filters)
    area = str(own["area"].iloc[0]) if len(own) else names.NATION
    attributed = yearly(evidence, filters, area=area, metric="attacks", actor=group).assign(what="attributed")
    counted = yearly(evidence, filters, area=area, metric="attacks", actor=ALL).assign(what="counted")
    if not claimed.empty:
        counted = counted[counted["year"].between(claimed["year"].min(), claimed["year"].max())]
    columns = ["year", "what", "publisher", "headline", "low", "high", "status", "rows"]
    table = pd.concat([claimed, attributed, counted], ignore_index=True).reindex(columns=columns)
    if claimed.empty:
        return empty("attacks-claimed-and-counted", f"{short} gives no yearly claims for this choice", table)
    title = _claim_sentence(evidence, short, claimed.iloc[-1], counted, names.of(evidence, "areas", area))
    marks = [*counted_marks(evidence, attributed, short), *counted_marks(evidence, counted, "")]
    return Figure(
        "attacks-claimed-and-counted",
        title,
        f"Bars of yearly claims with marks for what publishers attribute to the group and count in all. {title}.",
        {"data": [claim_bars(short, claimed), *marks], "layout": _claim_layout(table["year"])},
        table,
        notes=(
            "Claims are a group's propaganda as published, set beside the counts of others and never in their place.",
            f"“All attacks” are those of all groups in {names.of(evidence, 'areas', area)}, “attributed” those of one.",
            "Large marks with a grey edge are attributed to the group, small ones count all attacks.",
            *reading_notes(pd.concat([attributed, counted])),
            *_other_group(evidence, filters, short),
        ),
    )


def _other_group(evidence: Evidence, filters: Filters, short: str) -> tuple[str, ...]:
    if filters.actor in (ALL, *evidence.used("group_claims", "group_id")):
        return ()
    chosen = names.of(evidence, "actors", filters.actor)
    return (f"No claims by the actor chosen ({chosen}) are in the data: those of {short} are shown.",)


def _claim_sentence(evidence: Evidence, short: str, newest: pd.Series, counted: pd.DataFrame, where: str) -> str:
    beside = counted[counted["year"] == newest["year"]]
    told = [f"{names.publisher(evidence, r.publisher)} {number(r.headline)}" for r in beside.itertuples()]
    claim = f"{short} claimed {newest['text']} attacks in {where} in {newest['year']}"
    return f"{claim}; attacks of all groups there by the count of {names.in_words(told, 6)}" if told else claim


def _claim_layout(years: pd.Series) -> dict[str, Any]:
    return theme.layout(xaxis=theme.years(years.min(), years.max()), yaxis=theme.counts("Attacks"))


def claims_by_year(claims: pd.DataFrame, claimant: str, filters: Filters) -> pd.DataFrame:
    """Whole-year claims: lowest to highest as told by different pages, the newest page leading."""
    spans = [dates.span(a.date(), b.date()) for a, b in zip(claims["period_start"], claims["period_end"], strict=True)]
    claims = claims[pd.Series(spans, index=claims.index, dtype=object) == "year"]
    if filters.first_day:
        claims = claims[claims["period_start"] >= pd.Timestamp(filters.first_day)]
    if filters.last_day:
        claims = claims[claims["period_end"] <= pd.Timestamp(filters.last_day)]
    found = []
    for start, rows in claims.groupby("period_start", sort=True):
        lead = rows.sort_values(["published", "row_id"], na_position="first").iloc[-1]
        found.append(
            {
                "year": start.year,
                "what": "claimed",
                "publisher": claimant,
                "headline": float(lead["value"]),
                "low": float(rows["value"].min()),
                "high": float(rows["value"].max()),
                "status": counts.HEADLINE,
                "text": number(lead["value"]),
                "rows": tuple(Row("group_claims", one) for one in rows["row_id"]),
            }
        )
    return pd.DataFrame(
        found, columns=["year", "what", "publisher", "headline", "low", "high", "status", "text", "rows"]
    )


def claim_bars(short: str, claimed: pd.DataFrame) -> dict[str, Any]:
    """The yearly claims of a group as bars."""
    return {
        "type": "bar",
        "name": f"Claimed by {escape(short)}",
        "x": list(claimed["year"]),
        "y": list(claimed["headline"]),
        "text": list(claimed["text"]),
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {
            "color": theme.QUIET,
            "pattern": {"shape": "/", "solidity": 0.3},
            "line": {"color": theme.QUIET, "width": 1},
        },
        "opacity": 0.75,
        "error_y": range_bars(claimed, theme.QUIET),
        "hovertext": [f"<b>Claimed {r.year}</b>: {r.text}" for r in claimed.itertuples()],
        "hoverinfo": "text",
    }


def counted_marks(evidence: Evidence, rows: pd.DataFrame, short: str) -> list[dict[str, Any]]:
    """Yearly counts as marks, a trace for each publisher: those attributed to a group, or all where `short` is ""."""
    looks = evidence.vocabulary("publishers")
    suffix = f": attributed to {escape(short)}" if short else ": all attacks"
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": escape(looks["name"][publisher]) + suffix,
            "x": list(each["year"]),
            "y": list(each["headline"]),
            "marker": {
                "symbol": [mark(looks["symbol"][publisher], status) for status in each["status"]],
                "color": looks["colour"][publisher],
                "size": _ATTRIBUTED_PX if short else _COUNTED_PX,
                "line": {"color": theme.QUIET, "width": 3 if short else 0},
            },
            "error_y": range_bars(each, looks["colour"][publisher]),
            "hovertext": [hover(evidence, r) for r in each.itertuples()],
            "hoverinfo": "text",
        }
        for publisher, each in rows.groupby("publisher", sort=False)
    ]
