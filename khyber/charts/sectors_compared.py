"""Sectors side by side: the notable incidents recorded along each, their toll, and the closings of its crossings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from khyber.analysis import closures, incidents
from khyber.charts import closings, marks, names, theme
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.charts.notable import CHOICE, selection
from khyber.charts.strip import chosen_sectors, counted, near_the_line, reach, reach_fact
from khyber.evidence import Evidence, dates
from khyber.filters import Filters

ROW_PX = 46
_COLOURS = {"attack": theme.ATTACK, "border": theme.BORDER}
_DOMAINS = ((0.0, 0.29), (0.355, 0.645), (0.71, 1.0))
# Where the numbers stand above the rows, on a phone and on a slide, none stands at the end of a bar.
_WITHOUT_WORDS = {one: {"mode": "markers"} for one in ("narrow", "stage")}
_MOST_KINDS = 3
_DOWN = 0.1
_PATTERN = {"fgcolor": theme.ON_FILL, "solidity": 0.3, "fillmode": "overlay"}
_HEADS = ("<b>Incidents</b><br>A plain, B hatched", "<b>Killed</b><br>as reported", "<b>Days shut</b><br>of crossings")


@figure("sectors-compared", page="border", name="Sectors side by side", uses=CHOICE)
def sectors_compared(evidence: Evidence, filters: Filters) -> Figure:
    """A row for each sector chosen, or for all: incidents by category, toll as a range, days shut as a range."""
    near = near_the_line(evidence, filters)
    sectors = chosen_sectors(evidence, filters)
    table = pd.DataFrame([_line(evidence, filters, row, near) for row in sectors.itertuples()])
    table = table[(table["incidents"] > 0) | (table["closings"] > 0)].reset_index(drop=True)
    table = table.astype({name: "Int64" for name in ("killed_low", "killed_high", "shut_low", "shut_high")})
    title = _title(evidence, table, filters)
    spec = _spec(evidence, table) if len(table) else theme.no_data()
    return Figure(
        "sectors-compared",
        title,
        f"Three rows of bars by sector: notable incidents by category, the killed as a range, and the days on which a "
        f"crossing of the sector was shut as a range. {title}.",
        spec,
        table,
        facts=(reach_fact(evidence, filters),),
        notes=_notes(evidence, table, filters),
        extra_rows=as_rows("crossings", evidence.read("crossings")["crossing_id"]) if len(table) else (),
    )


def _line(evidence: Evidence, filters: Filters, sector: Any, near: pd.DataFrame) -> dict[str, Any]:
    own = near[near["sector"] == sector.Index]
    toll = incidents.toll(own)
    shut, first, last = _shut(evidence, filters, sector.Index)
    days = closures.days(shut, first, last)
    kinds = evidence.names("incident_kinds", "label")
    most = own["kind"].value_counts()
    behind = [row for each in shut["evidence"] for row in closings.rows_of(each)]
    behind += as_rows("crossings", shut["crossing_id"])
    return {
        "sector": sector.Index,
        "incidents": len(own),
        **{one: int((own["category"] == one).sum()) for one in marks.LETTERS},
        "kinds": ", ".join(f"{names.inside(kinds[one])} {count}" for one, count in most.items()),
        "killed_low": toll.killed.low if toll.killed else None,
        "killed_high": toll.killed.high if toll.killed else None,
        "closings": int(shut["closure_id"].nunique()),
        "shut_low": days.low if len(shut) else None,
        "shut_high": days.high if len(shut) else None,
        "newest": f"{own['date'].max():%Y-%m-%d}" if len(own) else "",
        "rows": tuple(dict.fromkeys([*(row for each in own["rows"] for row in each), *behind])),
    }


def _shut(evidence: Evidence, filters: Filters, sector: str) -> tuple[pd.DataFrame, Any, Any]:
    """The closings of a sector's crossings in the period, and that period."""
    first, last = closings.period(evidence, filters)
    crossings = closings.in_order(evidence)
    own = set(crossings.loc[crossings["sector"] == sector, "crossing_id"])
    found = closings.within(closures.spans(evidence, filters.known), first, last)
    return found[found["crossing_id"].isin(own)], first, last


def _title(evidence: Evidence, table: pd.DataFrame, filters: Filters) -> str:
    if table.empty:
        return "No notable incident and no closing is recorded here along the sectors chosen"
    km = reach(filters)
    said = [
        f"{counted(row.incidents) if row.incidents else 'none'} along {names.of(evidence, 'sectors', row.sector)}"
        for row in table.sort_values("incidents", ascending=False, kind="stable").head(2).itertuples(index=False)
    ]
    return f"Recorded here within {km} km of the line: {names.in_words(said)}; a selection, not violence"


def _notes(evidence: Evidence, table: pd.DataFrame, filters: Filters) -> tuple[str, ...]:
    if table.empty:
        return ()
    first, last = closings.period(evidence, filters)
    missing = [one for one in chosen_sectors(evidence, filters).index if one not in set(table["sector"])]
    called = names.in_words([names.of(evidence, "sectors", one) for one in missing], len(missing))
    empty = [f"Nothing recorded for this choice, which is not known to be calm: {called}."] if missing else []
    notes = [
        *empty,
        f"Notable incidents recorded here, not violence. {selection(evidence)}. Numbers of one sector against another "
        "tell what was recorded, so no share and no rate is given.",
        "Killed: the bar is the lowest toll reported, the ring or the end of the line the highest, which may be one "
        "side's claim.",
    ]
    if closures.is_read(evidence):
        notes.append(
            f"Days shut, {dates.words(first)} to {dates.words(last)}: days on which at least one crossing of the "
            "sector was certainly (bar) or possibly (ring, end of the line) shut, passes that have been shut for years "
            "among them."
        )
    return tuple(notes)


def _spec(evidence: Evidence, table: pd.DataFrame) -> dict[str, Any]:
    called = [names.of(evidence, "sectors", one) for one in table["sector"]]
    hover = [_hover(name, row) for name, row in zip(called, table.itertuples(index=False), strict=True)]
    ids = [rows[0].row_id for rows in table["rows"]]

    def bar(column: str, axis: str, colour: str, pattern: str = "") -> dict[str, Any]:
        return {
            "type": "bar", "uid": column, "orientation": "h", "xaxis": axis, "y": _down(table),
            "x": [None if pd.isna(one) else int(one) for one in table[column]], "width": 0.5, "customdata": ids,
            "hovertext": hover, "hoverinfo": "text",
            "marker": {"color": colour, "pattern": {**_PATTERN, "shape": pattern}},
        }  # fmt: skip

    data = [
        bar("attack", "x", _COLOURS["attack"]),
        bar("border", "x", _COLOURS["border"], "/"),
        _numbers(table, "incidents", "x", ids, hover, lambda row: str(row.incidents)),
        bar("killed_low", "x2", theme.ATTACK),
        _rings(table, "killed", "x2", theme.ATTACK, ids, hover),
        bar("shut_low", "x3", theme.SCOPES["all"][0]),
        _rings(table, "shut", "x3", theme.SCOPES["all"][0], ids, hover),
    ]
    return {"data": data, "layout": _layout(called, [_values(row) for row in table.itertuples(index=False)])}


def _down(table: pd.DataFrame) -> list[float]:
    """Where the bar of each row stands, a little below the middle of it."""
    return [at + _DOWN for at in range(len(table))]


def _rings(table: pd.DataFrame, what: str, axis: str, colour: str, ids: list[str], hover: list[str]) -> dict[str, Any]:
    """Rings at the upper ends of ranges, with the range in words beside them."""
    return {
        "type": "scatter", "uid": f"{what}-high", "mode": "markers+text", "xaxis": axis,
        "x": [None if pd.isna(one) else int(one) for one in table[f"{what}_high"]], "y": _down(table),
        "text": [
            "" if pd.isna(low) else f"  {closings.short_range(low, high)}"
            for low, high in zip(table[f"{what}_low"], table[f"{what}_high"], strict=True)
        ],
        "textposition": "middle right", "textfont": {"size": 10}, "cliponaxis": False,
        "customdata": ids, "hovertext": hover, "hoverinfo": "text",
        "marker": {"symbol": "circle-open", "size": 8, "color": colour, "line": {"width": 1.5}},
        "meta": _WITHOUT_WORDS,
    }  # fmt: skip


def _numbers(
    table: pd.DataFrame, column: str, axis: str, ids: list[str], hover: list[str], said: Callable[[Any], str]
) -> dict[str, Any]:
    """A number at the end of each bar."""
    return {
        "type": "scatter", "uid": f"{column}-words", "mode": "text", "xaxis": axis,
        "x": [int(one) for one in table[column]], "y": _down(table),
        "text": [f" {said(row)}" for row in table.itertuples(index=False)], "textposition": "middle right",
        "textfont": {"size": 10}, "cliponaxis": False, "customdata": ids, "hovertext": hover, "hoverinfo": "text",
        "marker": {"opacity": 0}, "meta": _WITHOUT_WORDS,
    }  # fmt: skip


def _values(row: Any) -> str:
    """The numbers of a sector in one short line."""
    parts = [str(row.incidents)]
    if not pd.isna(row.killed_high):
        parts.append(f"{closings.short_range(row.killed_low, row.killed_high)} killed")
    if not pd.isna(row.shut_high):
        parts.append(f"shut {closings.short_range(row.shut_low, row.shut_high)} d")
    return " · ".join(parts)


def _hover(name: str, row: Any) -> str:
    lines = [f"<b>{escape(name)}</b>", f"{counted(row.incidents)}: A {row.attack}, B {row.border}"]
    if not pd.isna(row.killed_high):
        lines.append(f"Killed, where reported: {closings.short_range(row.killed_low, row.killed_high)}")
    if row.closings:
        lines.append(f"Closings: {row.closings}; days shut: {closings.short_range(row.shut_low, row.shut_high)}")
    if row.kinds:
        lines.append(escape(names.in_words(row.kinds.split(", "), _MOST_KINDS)))
    return "<br>".join(lines)


def _heads() -> list[dict[str, Any]]:
    """Above each chart: what it shows."""
    return [
        {
            "text": text, "xref": "paper", "yref": "paper", "x": domain[0], "y": 1, "xanchor": "left",
            "yanchor": "bottom", "yshift": 4, "showarrow": False, "font": {"size": 11}, "align": "left",
        }
        for text, domain in zip(_HEADS, _DOMAINS, strict=True)
    ]  # fmt: skip


def _above(called: list[str], values: list[str]) -> list[dict[str, Any]]:
    """The names and numbers of the sectors above their rows, where there is no room beside them."""
    return [
        {
            "text": f"<b>{escape(name)}</b> {told}", "xref": "paper", "x": 0, "xanchor": "left", "y": at - 0.5,
            "yanchor": "top", "yshift": 2, "showarrow": False, "font": {"size": 10},
        }
        for at, (name, told) in enumerate(zip(called, values, strict=True))
    ]  # fmt: skip


def _layout(called: list[str], values: list[str]) -> dict[str, Any]:
    count = len(called)
    axes = {
        f"xaxis{'' if at == 0 else at + 1}": theme.axis(
            domain=list(domain),
            rangemode="tozero",
            fixedrange=True,
            nticks=4,
            tickformat=",~d",
            automargin=False,
            gridcolor=closings.FAINT,
        )
        for at, domain in enumerate(_DOMAINS)
    }
    narrow = {
        "margin": {"l": 6, "r": 24, "t": 44, "b": 28},
        "annotations": [*_heads(), *_above(called, values)],
        "yaxis.showticklabels": False,
        "yaxis.range": [count - 0.5, -0.5],
    }
    return theme.layout(
        height=ROW_PX * count + 90,
        margin={"l": 168, "r": 84, "t": 44, "b": 28},
        barmode="stack",
        showlegend=False,
        yaxis=theme.axis(
            range=[count - 0.45, -0.55], fixedrange=True, tickmode="array", tickvals=list(range(count)),
            ticktext=[escape(one) for one in called], showgrid=False, automargin=False,
        ),
        shapes=closings.tints(count),
        annotations=_heads(),
        meta={"narrow": narrow, "stage": narrow},
        **axes,
    )  # fmt: skip
