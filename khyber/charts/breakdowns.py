"""One publisher's count by province, and every publisher's by actor."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import counts
from khyber.charts import names, theme
from khyber.charts.attacks import PERIOD, empty, hover, mark, reading_notes, scope_notes, yearly
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL


@figure(
    "attacks-by-area",
    page="attacks",
    name="One publisher's count by province",
    uses=(*PERIOD, "actor", "metric", "series"),
)
def by_area(evidence: Evidence, filters: Filters) -> Figure:
    """A publisher's yearly count by unit, stacked only where the units add up to at most its national figure."""
    areas = evidence.vocabulary("areas")
    found = yearly(evidence, filters, area=tuple(areas.index), publishers=(filters.series,))
    table = counts.by_area(found, areas, names.NATION)
    who, what = names.publisher(evidence, filters.series), names.what(evidence, filters)
    columns = [
        "year", "area", "publisher", "headline", "low", "high", "status", "nation", "total", "total_low", "total_high",
        "stacks", "rows",
    ]  # fmt: skip
    if table.empty:
        return empty("attacks-by-area", f"{who} gives no yearly {what} by province", table.reindex(columns=columns))
    table = table.assign(year=table["period_start"].dt.year)
    newest = table[table["year"] == table["year"].max()].sort_values("headline", ascending=False)
    told = [f"{names.of(evidence, 'areas', r.area)} {number(r.headline)}" for r in newest.itertuples()]
    title = f"{who}: {what} by province in {newest['year'].iloc[0]}: {names.in_words(told)}"
    return Figure(
        "attacks-by-area",
        title,
        f"Stacked bars by year and province, with the national figure as a line mark. {title}.",
        {"data": _area_traces(evidence, table), "layout": _area_layout(evidence, filters, table)},
        table[columns],
        notes=(*scope_notes(evidence, filters.metric, table), *_area_notes(evidence, table, who)),
        extra_rows=as_rows("attack_counts", [one for ids in table["nation_row_ids"] for one in ids]),
    )


def _area_traces(evidence: Evidence, table: pd.DataFrame) -> list[dict[str, Any]]:
    areas = evidence.vocabulary("areas")
    units = areas.index[areas["level"].isin(["unit", "part"])]
    traces: list[dict[str, Any]] = []
    for place, area in enumerate(units):
        if area not in set(table["area"]):
            continue
        rows = table[table["area"] == area]
        stacked, apart = rows[rows["stacks"]], rows[~rows["stacks"]]
        bars = {"type": "bar", "width": 0.8, "marker": theme.unit_bar(place)}
        rings = {"type": "scatter", "mode": "markers", "marker": theme.unit_ring(place)}
        for look, years, said in ((bars, stacked, ""), (rings, apart, ", not stacked")):
            name = escape(names.of(evidence, "areas", area))
            shown = look is bars or stacked.empty
            traces.append({**look, "legendgroup": area, "showlegend": shown, **_by_year(name, years, "headline", said)})
    national = table.drop_duplicates("year").dropna(subset="nation")
    marker = {"symbol": "line-ew-open", "size": 26, "color": theme.QUIET, "line": {"width": 3}}
    own = {"type": "scatter", "mode": "markers", "marker": marker}
    return [*traces, {**own, **_by_year("National figure", national, "nation")}]


def _by_year(name: str, rows: pd.DataFrame, column: str, said: str = "") -> dict[str, Any]:
    values = [float(value) for value in rows[column]]
    doubts = [", doubtful" if one == counts.DOUBTFUL else "" for one in rows["status"]]
    told = [
        f"<b>{name} {year}</b>: {number(value)}{said}{doubt}"
        for year, value, doubt in zip(rows["year"], values, doubts, strict=True)
    ]
    return {"name": name, "x": list(rows["year"]), "y": values, "hovertext": told, "hoverinfo": "text"}


def _area_layout(evidence: Evidence, filters: Filters, table: pd.DataFrame) -> dict[str, Any]:
    return theme.layout(
        height=460,
        barmode="stack",
        xaxis=theme.years(table["year"].min(), table["year"].max()),
        yaxis=theme.counts(names.of(evidence, "metrics", filters.metric, "label")),
    )


def _area_notes(evidence: Evidence, table: pd.DataFrame, who: str) -> tuple[str, ...]:
    notes = []
    apart = sorted(table.loc[~table["stacks"], "year"].unique())
    if apart:
        years = names.in_words([str(year) for year in apart], 12)
        notes.append(
            f"Not stacked, drawn as open marks: {years}, where {who} gives no national figure, a doubtful one or part, "
            "or units that add up to more than its headline."
        )
    areas = evidence.vocabulary("areas")
    shown = areas[areas.index.isin(table["area"])]
    split = shown[(shown["level"] == "part") | shown.index.isin(areas.loc[areas["level"] == "part", "parent_id"])]
    notes += [f"{name}: {scope}" for name, scope in split[["name", "scope"]].itertuples(index=False)]
    notes.append("Units that are not given in a year are not zero; the distance to the national mark is not assigned.")
    return tuple(notes)


@figure(
    "attacks-by-actor",
    page="attacks",
    name="Counts by actor, one row a label",
    uses=(*PERIOD, "area", "by", "metric"),
)
def by_actor(evidence: Evidence, filters: Filters) -> Figure:
    """What publishers attribute to each actor, one row for each actor and publisher, never stacked."""
    actors = evidence.vocabulary("actors")
    order = {one: place for place, one in enumerate(actors.index)}
    found = yearly(evidence, filters, actor=tuple(one for one in actors.index if one != ALL))
    found = found.iloc[found["actor"].map(order).argsort(kind="stable")].reset_index(drop=True)
    table = found[["year", "actor", "publisher", "headline", "low", "high", "status", "rows"]]
    what, where = names.metric(evidence, filters.metric), names.area(evidence, filters)
    if found.empty:
        return empty("attacks-by-actor", f"No publisher gives yearly {what} by actor for {where}", table)
    labels = [f"{_actor_label(actors, r.actor)} · {names.publisher(evidence, r.publisher)}" for r in found.itertuples()]
    found = found.assign(label=labels)
    labelled = list(dict.fromkeys(found["label"]))
    newest = found[found["year"] == found["year"].max()]
    told = [
        f"{actors['short_name'][r.actor]} {number(r.headline)} ({names.publisher(evidence, r.publisher)})"
        for r in newest.itertuples()
    ]
    title = f"{what[:1].upper()}{what[1:]} attributed in {where} in {newest['year'].iloc[0]}: {names.in_words(told, 5)}"
    return Figure(
        "attacks-by-actor",
        title,
        f"Grid with one row for each actor and publisher and one column a year, figures written in it. {title}.",
        {"data": _actor_traces(evidence, found), "layout": _actor_layout(labelled, found)},
        table,
        notes=(
            _nesting(evidence, found),
            "A larger mark stands for a larger figure, which is written beside it. Rows are never added up.",
            *scope_notes(evidence, filters.metric, found),
            *reading_notes(found),
        ),
    )


def _nesting(evidence: Evidence, found: pd.DataFrame) -> str:
    """Which of the rows shown lie within which others, in words, with full names."""
    actors = evidence.vocabulary("actors")
    shown = [one for one in actors.index if one in set(found["actor"])]
    within = [
        f"{actors['short_name'][one]} ({actors['name'][one]}) among {actors['name'][actors['parent_id'][one]].lower()}"
        for one in shown
        if actors["parent_id"][one] in actors.index
    ]
    return f"Labels nest: {names.in_words(within, 20)}." if within else "Each row is a label of its own."


def _actor_label(actors: pd.DataFrame, actor: str) -> str:
    parent = actors["parent_id"].get(actor)
    indent = "– " if isinstance(parent, str) and parent else ""
    return indent + escape(actors["short_name"][actor])


def _actor_traces(evidence: Evidence, found: pd.DataFrame) -> list[dict[str, Any]]:
    looks = evidence.vocabulary("publishers")
    most = found["headline"].max()
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "name": escape(looks["name"][publisher]),
            "x": list(rows["year"]),
            "y": list(rows["label"]),
            "text": [number(v) for v in rows["headline"]],
            "textposition": "middle right",
            "cliponaxis": False,
            "marker": {
                "symbol": [mark(looks["symbol"][publisher], status) for status in rows["status"]],
                "color": looks["colour"][publisher],
                "size": [6 + 18 * (float(v) / most) ** 0.5 for v in rows["headline"]],
            },
            "hovertext": [f"{escape(r.label)}<br>{hover(evidence, r)}" for r in rows.itertuples()],
            "hoverinfo": "text",
        }
        for publisher, rows in found.groupby("publisher", sort=False)
    ]


def _actor_layout(order: list[str], found: pd.DataFrame) -> dict[str, Any]:
    return theme.layout(
        height=140 + 34 * len(order),
        xaxis=theme.years(
            found["year"].min(),
            found["year"].max(),
            range=[found["year"].min() - 0.6, found["year"].max() + 0.9],
        ),
        yaxis=theme.axis(
            type="category", categoryorder="array", categoryarray=order[::-1], range=[-0.6, len(order) - 0.4]
        ),
    )
