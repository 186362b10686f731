"""The difference between two periods by province, as a map, and by sector of the line, as a strip."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from khyber.analysis import border as lines
from khyber.analysis import periods
from khyber.charts import border, border_views, names, theme
from khyber.charts.catalogue import Fact, Figure, escape, figure
from khyber.charts.classes import Class, Classes
from khyber.charts.strip import reach
from khyber.charts.two_periods import (
    CHOSEN,
    LABEL,
    Two,
    in_short,
    notes,
    period_facts,
    rows_of_both,
    told,
    told_change,
    two,
)  # fmt: skip
from khyber.evidence import Evidence, cached
from khyber.evidence.ranges import number, signed
from khyber.filters import Filters

Line = Mapping[str, Any]
_TABLE = ["place", *periods.COLUMNS, "rows"]
_WAY = {periods.MORE: 1, periods.FEWER: -1, periods.SAME: 0}
_UNPLACED = "No province on record"
_COLOURS = {periods.MORE: theme.MORE, periods.FEWER: theme.FEWER, periods.SAME: theme.QUIET}
_NONE, _FAINTEST, _STRONGEST = 0.15, 0.3, 0.8
_SECTOR_PX, _AROUND_PX = 40, 110


@figure("periods-provinces", page="periods", name="Difference by province", uses=(*CHOSEN, "border"))
def provinces(evidence: Evidence, filters: Filters) -> Figure:
    """Each province with the difference between its incidents in the two periods, signed and in colour."""
    found = two(evidence, filters)
    areas = evidence.vocabulary("areas")
    by_name = {name: one for one, name in areas["name"].items()}
    table = _compared(found, list(areas.index), lambda rows: rows["admin1"].map(by_name))
    table, nowhere = table[table["place"] != periods.NOWHERE], table[table["place"] == periods.NOWHERE]
    title = _title(evidence, found, table, "province")
    outlined, lines_of = _outlined(evidence, table)
    shown = {
        "data": _areas(evidence, found, outlined, lines_of),
        "layout": _layout(evidence, filters, _classes(found, lines_of)),
    }
    return Figure(
        "periods-provinces",
        title,
        f"Map of provinces with the difference between two periods as signed numbers. {title}.",
        shown,
        table,
        facts=(*period_facts(evidence, found), *map(_nowhere_fact, nowhere.to_dict("records"))),
        notes=(
            "Signed numbers on the provinces, brown for more and green-blue for fewer, stronger where the difference "
            "is greater; grey without a number: no incident of this choice in either period.",
            *(f"{_UNPLACED}, and not on the map: {told_change(line)}." for line in nowhere.to_dict("records")),
            *notes(evidence, filters, found),
            *border_views.notes(evidence, filters.border),
        ),
        extra_rows=border_views.rows(evidence, filters.border),
    )


@figure("periods-sectors", page="periods", name="Difference by sector of the line", uses=CHOSEN)
def sectors(evidence: Evidence, filters: Filters) -> Figure:
    """Each sector of the line, from the Wakhan down: the first period to the left, the second to the right."""
    found, km = two(evidence, filters), reach(filters)
    order = list(lines.sectors(evidence).index)
    near = found._replace(
        before=found.before[found.before["distance_km"] <= km], after=found.after[found.after["distance_km"] <= km]
    )
    table = _compared(near, order, lambda rows: rows["sector"])
    title = _title(evidence, found, table, "sector")
    spec = theme.no_data()
    if len(table):
        spec = {"data": _bars(evidence, found, table), "layout": _strip_layout(evidence, table)}
    farther = sum(len(whole) - len(part) for whole, part in ((found.before, near.before), (found.after, near.after)))
    left = f"Farther than {km} km from the line or without a point near it, and not here: {farther}."
    return Figure(
        "periods-sectors",
        title,
        f"Chart of the sectors of the line from the Wakhan to Iran, the first period to the left and the second to the "
        f"right. {title}.",
        spec,
        table,
        facts=period_facts(evidence, near),
        notes=(*([left] if farther and found.compared else []), *notes(evidence, filters, found)),
        extra_rows=rows_of_both(found),
    )


def _compared(found: Two, places: list[str], placed: Any) -> pd.DataFrame:
    """The line of each place; none where nothing can be compared."""
    if not found.compared:
        return pd.DataFrame(columns=_TABLE)
    before, after = (rows.assign(place_id=placed(rows).fillna(periods.NOWHERE)) for rows in (found.before, found.after))
    table = periods.compare(before, after, places)
    return table.rename_axis("place").reset_index()[_TABLE]


def _nowhere_fact(line: Line) -> Fact:
    ends = f"{told(line, 'first')} in the first period; {told(line, 'second')} in the second"
    return Fact(_UNPLACED, told_change(line), ends, line["rows"])


def place_name(evidence: Evidence, figure_id: str, place: str) -> str:
    """A place of a table of this room in words."""
    return names.of(evidence, "areas" if figure_id == "periods-provinces" else "sectors", place)


def _title(evidence: Evidence, found: Two, table: pd.DataFrame, what: str) -> str:
    if not found.compared:
        return f"No difference by {what} is given: {in_short(found)}"
    where = f"{found.first.text} to {found.second.text}"
    if table.empty:
        return f"{LABEL}, {where}: none of this choice is recorded in any {what}"
    counts = [
        f"{way} in {number(count)} {what}{'' if count == 1 else 's'}"
        for way in _WAY
        if (count := int((table["way"] == way).sum()))
    ]
    return f"{LABEL}, {where}: {names.in_words(counts)}"


def _outlined(evidence: Evidence, table: pd.DataFrame) -> tuple[pd.DataFrame, list[Line | None]]:
    """The areas that are drawn, and the line of each in the table, None where it has none."""
    areas = evidence.vocabulary("areas")
    outlined = areas[areas["outline_code"].notna() & areas["level"].isin(["unit", "province"])]
    by_place: dict[str, Line] = {str(line["place"]): line for line in table.to_dict("records")}
    return outlined, [by_place.get(one) for one in outlined.index]


def _most(lines: Iterable[Line | None]) -> int:
    return max((abs(line["difference"]) for line in lines if line), default=0) or 1


def _areas(
    evidence: Evidence, found: Two, outlined: pd.DataFrame, found_there: list[Line | None]
) -> list[dict[str, Any]]:
    most = _most(found_there)
    return [
        {
            "type": "choroplethmap",
            "uid": "provinces",
            "geojson": f"{theme.STATIC}/boundaries/provinces.geojson",
            "featureidkey": "properties.code",
            "locations": list(outlined["outline_code"]),
            "z": [_WAY[line["way"]] if line else 0 for line in found_there],
            "zmin": -1,
            "zmax": 1,
            "colorscale": [[(_WAY[way] + 1) / 2, _COLOURS[way]] for way in (periods.FEWER, periods.SAME, periods.MORE)],
            "showscale": False,
            "text": [
                _hover(found, name, line) for name, line in zip(outlined["name"], found_there, strict=True)
            ],
            "hoverinfo": "text",
            "marker": {
                "opacity": [_strength(line, most) for line in found_there],
                "line": {"width": 0.8, "color": theme.QUIET},
            },
        },
        _numbers(evidence, outlined, found_there),
    ]  # fmt: skip


def _strength(line: Line | None, most: int) -> float:
    if line is None:
        return _NONE
    return float(round(_FAINTEST + (_STRONGEST - _FAINTEST) * abs(line["difference"]) / most, 2))


def _hover(found: Two, name: str, line: Line | None) -> str:
    if line is None:
        return f"<b>{escape(name)}</b><br>no incident of this choice in either period"
    return (
        f"<b>{escape(name)}: {told_change(line)}</b><br>{found.first.text}: {told(line, 'first')}<br>"
        f"{found.second.text}: {told(line, 'second')}"
    )


def _numbers(evidence: Evidence, outlined: pd.DataFrame, lines_of: Iterable[Line | None]) -> dict[str, Any]:
    """The signed differences on the provinces, the greatest first: what finds no room is left out by the map."""
    at = _points(evidence)
    lines = sorted(
        ((code, line["difference"]) for code, line in zip(outlined["outline_code"], lines_of, strict=True) if line),
        key=lambda one: -abs(one[1]),
    )
    return {
        "type": "scattermap",
        "uid": "differences",
        "mode": "text",
        "lon": [at[code][0] for code, _ in lines],
        "lat": [at[code][1] for code, _ in lines],
        "text": [signed(value) for _, value in lines],
        "textfont": {"size": 13, "color": "#1b2530"},
        "hoverinfo": "skip",
        "meta": {"halo": 2, "dark": {"textfont.color": "#e6eaef"}},
    }


def _layout(evidence: Evidence, filters: Filters, shades: Classes) -> dict[str, Any]:
    """The layout of the map, whose first view takes in both countries whole."""
    layout = border.map_layout(evidence, filters)
    home = [round(float(one), 2) for one in _outlines(evidence).total_bounds]
    return {**layout, "meta": {**layout["meta"], "home": home, "classes": shades}}


def _classes(found: Two, lines_of: Iterable[Line | None]) -> Classes:
    """The greatest and the least difference of each way as they are coloured, and what has no number."""
    lines = {line["difference"]: line for line in lines_of if line}
    if not lines:
        return Classes(heading="", classes=[])
    ways = [[one for one in lines if lines[one]["way"] == way] for way in _WAY]
    ends = {end(own) for own in ways if own for end in (max, min)}
    most = _most(lines.values())
    shades = [
        Class(
            words=f"{signed(one)}: {lines[one]['way']}",
            colours=[theme.faint(_COLOURS[lines[one]["way"]], _strength(lines[one], most))],
            hatch="",
        )
        for one in sorted(ends, reverse=True)
    ]
    without = "no number: none of this choice in either period"
    shades.append(Class(words=without, colours=[theme.faint(theme.QUIET, _strength(None, most))], hatch=""))
    return Classes(heading=f"{LABEL}, {found.first.text} to {found.second.text}:", classes=shades)


@cached(1)
def _outlines(evidence: Evidence) -> gpd.GeoDataFrame:
    return gpd.read_file(io.BytesIO(evidence.file("provinces"))).set_index("code")


@cached(1)
def _points(evidence: Evidence) -> dict[str, tuple[float, float]]:
    """A point within each outlined area, by its code."""
    inside = _outlines(evidence).geometry.representative_point()
    return {str(code): (round(float(p.x), 3), round(float(p.y), 3)) for code, p in inside.items()}


def _bars(evidence: Evidence, found: Two, table: pd.DataFrame) -> list[dict[str, Any]]:
    named = {row.Index: row.name for row in lines.sectors(evidence).itertuples()}
    records = table.to_dict("records")
    hover = [_hover(found, named[line["place"]], line) for line in records]
    sides = (
        ("first", found.first.text, -1, {"color": theme.QUIET, "pattern": {"shape": "/", "solidity": 0.3}}),
        ("second", found.second.text, 1, {"color": theme.BORDER}),
    )
    bars = [
        {
            "type": "bar",
            "uid": which,
            "name": f"{'◀' if way < 0 else '▶'} {text}",
            "orientation": "h",
            "y": [escape(named[line["place"]]) for line in records],
            "x": [way * int(line[which]) for line in records],
            "text": [number(line[which]) if line[which] else "" for line in records],
            "textposition": "outside",
            "hovertext": hover,
            "hoverinfo": "text",
            "marker": marker,
            "cliponaxis": False,
        }
        for which, text, way, marker in sides
    ]
    return bars


def _strip_layout(evidence: Evidence, table: pd.DataFrame) -> dict[str, Any]:
    ordered = [escape(row.name) for row in lines.sectors(evidence).itertuples()]
    most = int(max(table["first"].max(), table["second"].max()))
    by_name = {
        escape(names.of(evidence, "sectors", one)): value
        for one, value in zip(table["place"], table["difference"], strict=True)
    }
    told = [
        {
            "text": f"<b>{signed(by_name[name])}</b>" if name in by_name else "–",
            "xref": "paper", "x": 1, "xanchor": "right", "xshift": 44, "y": name, "showarrow": False,
            "font": {"size": 13},
        }
        for name in ordered
    ]  # fmt: skip
    head = {
        "text": "Difference", "xref": "paper", "x": 1, "xanchor": "right", "xshift": 44, "yref": "paper", "y": 1,
        "yanchor": "bottom", "showarrow": False, "font": {"size": 11},
    }  # fmt: skip
    return theme.layout(
        height=_SECTOR_PX * len(ordered) + _AROUND_PX,
        margin={"l": 8, "r": 60, "t": 30, "b": 60},
        barmode="overlay",
        bargap=0.35,
        xaxis=theme.axis(range=[-1.25 * most, 1.25 * most], showticklabels=False, zeroline=True, fixedrange=True),
        yaxis=theme.axis(
            type="category", categoryorder="array", categoryarray=ordered, range=[len(ordered) - 0.5, -0.5],
            fixedrange=True, ticktext=ordered, tickvals=ordered,
        ),
        annotations=[*told, head],
    )  # fmt: skip
