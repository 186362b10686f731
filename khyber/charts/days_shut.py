"""Days shut by crossing and year, as ranges between what is certain and what is possible."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import closures
from khyber.charts import closings, names, theme
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.charts.closings import PERIOD
from khyber.evidence import Evidence, Range, dates
from khyber.filters import Filters

ROW_PX = 54
_MAIN = "major-trade"
_ANY, _ANY_MAIN = "Any crossing", "Any main trade crossing"
_NARROW_YEARS = 5
_CELL = 0.9
_COLUMNS = ["crossing", "year", "low", "high", "partial_year", "rows"]


@figure("days-shut", page="crossings", name="Days shut by crossing and year, as ranges", uses=PERIOD)
def days_shut(evidence: Evidence, filters: Filters) -> Figure:
    """A row for each crossing that was shut, a cell for each year: days certainly and days possibly shut."""
    if not closures.is_read(evidence):
        return closings.not_read("days-shut")
    first, last = closings.period(evidence, filters)
    found = closings.within(closures.spans(evidence, filters.known), first, last)
    crossings = closings.in_order(evidence, filters.known)
    table = _table(evidence, found, crossings, (first, last))
    title = _title(table, crossings, first, last)
    spec = _spec(table, first, last) if len(table) else theme.no_data()
    return Figure(
        "days-shut",
        title,
        f"Grid of crossings by years, {first.year} to {last.year}, with a bar in each cell: the days certainly shut "
        f"filled, the days possibly shut as an outline. {title}.",
        spec,
        table,
        notes=_notes(evidence, table, crossings, first, last),
        extra_rows=as_rows("crossings", crossings["crossing_id"]) if len(table) else (),
    )


def _table(evidence: Evidence, found: pd.DataFrame, crossings: pd.DataFrame, span: tuple[date, date]) -> pd.DataFrame:
    """One line a crossing and year, those for any crossing first; overlapping closings count each day once."""
    lines: list[dict[str, Any]] = []
    main = set(crossings.loc[crossings["kind"] == _MAIN, "crossing_id"])
    for called, own in ((_ANY_MAIN, found[found["crossing_id"].isin(main)]), (_ANY, found)):
        lines += [{"crossing": called, **one} for one in closures.together(own, *span)]
    named = {row.crossing_id: row.name for row in crossings.itertuples(index=False)}
    single = closures.by_year(found, list(crossings["crossing_id"]), *span).to_dict("records")
    lines += [{"crossing": named[one["crossing_id"]], **one} for one in single]
    parts = found.groupby("closure_id")["evidence"].agg(lambda each: tuple(row for some in each for row in some))
    where = found.groupby("closure_id")["crossing_id"].agg(lambda each: tuple(dict.fromkeys(each)))
    for line in lines:
        line["partial_year"] = line["partial"]
        behind = closings.rows_of(row for one in line["closures"] for row in parts[one])
        line["rows"] = (*behind, *as_rows("crossings", [at for one in line["closures"] for at in where[one]]))
    return pd.DataFrame(lines, columns=_COLUMNS).astype({"low": "Int64", "high": "Int64"})


def _title(table: pd.DataFrame, crossings: pd.DataFrame, first: date, last: date) -> str:
    """The main crossings in the newest whole year on record, or in the newest of all."""
    if table.empty:
        return "No day shut is on record for this choice"
    main = table[table["crossing"].isin(crossings.loc[crossings["kind"] == _MAIN, "name"])]
    shown = main if len(main) else table[~table["crossing"].isin([_ANY, _ANY_MAIN])]
    whole = shown[~shown["partial_year"].astype(bool)]
    newest = (whole if len(whole) else shown)["year"].max()
    own = shown[shown["year"] == newest].drop_duplicates("crossing")
    told = [
        f"{closings.brief(row.crossing)} {'was shut ' if place == 0 else ''}for "
        f"{closings.days_words(Range(float(row.low), float(row.high)))}"
        for place, row in enumerate(own.itertuples(index=False))
    ]
    when = f"the part on record of {newest}" if own["partial_year"].any() else str(newest)
    return f"In {when} {names.in_words(told)}, so far as is on record"


def _notes(
    evidence: Evidence, table: pd.DataFrame, crossings: pd.DataFrame, first: date, last: date
) -> tuple[str, ...]:
    if table.empty:
        return ()
    partial = table[table["partial_year"].astype(bool)]["year"].unique()
    notes = [
        "Filled: days certainly shut. Outline: days possibly shut, up to the next evidence of opening or the end of "
        "what is known. A day counts where people, goods or both were stopped, also where some were let through; "
        "closings that overlap count it once.",
        "An empty cell has no closing on record, which is not to say that the crossing was open.",
    ]
    if len(partial):
        ends = f"{dates.words(first)} to {dates.words(last)}"
        notes.append(
            f"Marked with an asterisk, as only a part of the year lies in {ends}: "
            f"{names.in_words([str(year) for year in partial])}. Nothing is reckoned up to a whole year."
        )
    missing = [closings.brief(one) for one in crossings["name"] if one not in set(table["crossing"])]
    if missing:
        notes.append(f"Without a closing on record here: {names.in_words(missing, len(missing))}.")
    return tuple(notes)


def _spec(table: pd.DataFrame, first: date, last: date) -> dict[str, Any]:
    place = {one: at for at, one in enumerate(table["crossing"].drop_duplicates())}
    return {
        "data": [_bars(table, place, "high"), _bars(table, place, "low"), _words(table, place)],
        "layout": _layout(table, place, first, last),
    }


def _bars(table: pd.DataFrame, place: dict[str, int], end: str) -> dict[str, Any]:
    """Bars from the left edge of each cell: a whole year is as wide as the cell."""
    colour = theme.SCOPES["all"][0]
    filled = end == "low"
    return {
        "type": "bar",
        "uid": f"days-{end}",
        "orientation": "h",
        "base": [float(year) for year in table["year"]],
        "x": [
            round(_CELL * int(days) / _length(year), 4) for days, year in zip(table[end], table["year"], strict=True)
        ],
        "y": [place[one] + 0.25 for one in table["crossing"]],
        "width": 0.36,
        "customdata": [rows[0].row_id for rows in table["rows"]],
        "hovertext": [_hover(row) for row in table.itertuples(index=False)],
        "hoverinfo": "text",
        "marker": {
            "color": colour if filled else "rgba(0,0,0,0)",
            "pattern": {"shape": "" if filled else "/", "fgcolor": colour, "solidity": 0.15, "size": 6},
            "line": {"width": 0 if filled else 1, "color": colour},
        },
    }


def _length(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _hover(row: Any) -> str:
    shut = closings.days_words(Range(float(row.low), float(row.high)))
    part = " (a part of the year)" if row.partial_year else ""
    return f"<b>{escape(row.crossing)}, {row.year}</b>{part}<br>Shut {shut}"


def _words(table: pd.DataFrame, place: dict[str, int]) -> dict[str, Any]:
    """The range of each cell above its bar."""
    return {
        "type": "scatter",
        "uid": "days-words",
        "mode": "text",
        "x": [float(year) for year in table["year"]],
        "y": [place[one] - 0.09 for one in table["crossing"]],
        "text": [
            f"{closings.short_range(row.low, row.high)}{'*' if row.partial_year else ''}"
            for row in table.itertuples(index=False)
        ],
        "textposition": "middle right",
        "textfont": {"size": 11},
        "customdata": [rows[0].row_id for rows in table["rows"]],
        "hovertext": [_hover(row) for row in table.itertuples(index=False)],
        "hoverinfo": "text",
        "cliponaxis": True,
    }


def _layout(table: pd.DataFrame, place: dict[str, int], first: date, last: date) -> dict[str, Any]:
    years = list(range(first.year, last.year + 1))
    called = [escape(closings.brief(one)) for one in place]
    above = [
        {
            "text": f"<b>{name}</b>", "xref": "paper", "x": 0, "xanchor": "left", "y": at - 0.5, "yanchor": "top",
            "yshift": 2, "showarrow": False, "font": {"size": 11},
        }
        for at, name in enumerate(called)
    ]  # fmt: skip
    newest = years[-_NARROW_YEARS:]
    left_out = [
        {
            "text": f"{newest[0]} to {newest[-1]}; the table has all years from {years[0]}.", "xref": "paper", "x": 0,
            "xanchor": "left", "yref": "paper", "y": 0, "yanchor": "top", "showarrow": False, "font": {"size": 11},
        }
    ] if newest != years else []  # fmt: skip
    partial = set(table.loc[table["partial_year"].astype(bool), "year"])
    return theme.layout(
        height=ROW_PX * len(place) + 60,
        margin={"l": 165, "r": 8, "t": 26, "b": 8},
        showlegend=False,
        barmode="overlay",
        xaxis=theme.axis(
            range=[years[0] - 0.03, years[-1] + 1], fixedrange=True, tickmode="array", side="top",
            tickvals=[year + _CELL / 2 for year in years], showgrid=False,
            ticktext=[f"{year}{'*' if year in partial else ''}" for year in years],
        ),
        yaxis=theme.axis(
            range=[len(place) - 0.45, -0.55], fixedrange=True, tickmode="array", tickvals=list(place.values()),
            ticktext=called, showgrid=False, automargin=False,
        ),
        shapes=[
            *closings.tints(len(place)),
            *(_divider(year) for year in years[1:]),
        ],
        annotations=[],
        meta={
            "narrow": {
                "margin": {"l": 4, "r": 4, "t": 30, "b": 24 if left_out else 8},
                "annotations": [*above, *left_out],
                "yaxis.showticklabels": False,
                "yaxis.range": [len(place) - 0.5, -0.5],
                "xaxis.range": [newest[0] - 0.03, newest[-1] + 1],
            }
        },
    )  # fmt: skip


def _divider(year: int) -> dict[str, Any]:
    return {
        "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": year - 0.05, "x1": year - 0.05,
        "line": {"width": 0.5, "color": theme.QUIET}, "layer": "below",
    }  # fmt: skip
