"""Ties between groups: those of one group as a drawing and in words, and all of them as a grid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import groups as described
from khyber.charts import groups, names, theme
from khyber.charts.catalogue import Fact, Figure, as_rows, escape, figure
from khyber.evidence import Evidence, text
from khyber.filters import Filters

_MOST = 3
_ROW_PX, _AROUND_PX = 38, 70
_SPINE, _FAR, _NAME = 0.05, 0.66, 0.69
_COLUMNS = [
    "group_a", "group_b", "relation", "direction", "since_year", "until_year", "said", "meaning", "note", "rows",
]  # fmt: skip


@figure(
    "groups-ties",
    page="groups",
    name="Ties of a group to others",
    uses=("known", *groups.CHOICE),
)
def of_group(evidence: Evidence, filters: Filters) -> Figure:
    """A group and its neighbours: a line a tie, its kind written on it, arrowheads for its direction."""
    shown = groups.chosen(evidence, filters)
    found = described.ties(evidence, shown.group, filters.known)
    table = _table(evidence, found)
    table.insert(0, "other", [groups.short_name(evidence, one) for one in found["other"]])
    left_out = later(evidence, filters.known, shown.group)
    notes = groups.notes(shown, *_reading(found), groups.as_described(evidence), *left_out)
    if found.empty:
        said = f"No tie of {shown.short} to another group is in the data"
        return Figure("groups-ties", said, f"Empty drawing. {said}.", theme.no_data(), table, notes=notes)
    others = list(dict.fromkeys(found["other"]))
    labels = evidence.labels("relation")
    kinds = [f"{labels[kind].lower()} {len(rows)}" for kind, rows in found.groupby("relation", sort=False)]
    ended = int(found["ended"].sum())
    title = f"{shown.short} has {_many(len(found), 'tie')} to {_many(len(others), 'other group')}"
    title += f", {ended} of them ended" if ended else ""
    title += f": {names.in_words(kinds, len(kinds))}"
    alt = f"Network drawing with {shown.name} at the left and one line for each tie to a group at the right. {title}."
    spec = {"data": _ego_traces(evidence, shown, found), "layout": _ego_layout(len(found))}
    return Figure("groups-ties", title, alt, spec, table, notes=notes)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _table(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    named = {one: [groups.short_name(evidence, g) for g in found[one]] for one in ("group_a", "group_b")}
    rows = [as_rows("group_relations", [one]) for one in found["row_id"]]
    return found.assign(
        **named,
        relation=found["relation"].map(evidence.labels("relation")),
        direction=found["direction"].map(evidence.labels("direction")),
        said=[groups.line(row, evidence) for row in found.itertuples(index=False)],
        meaning=found["relation"].map(_meanings(evidence)),
        rows=pd.Series(rows, index=found.index, dtype=object),
    )[_COLUMNS]


def _meanings(evidence: Evidence) -> dict[str, str]:
    rows = evidence.read("labels").query("vocabulary == 'relation'")
    return dict(zip(rows["id"], rows["description"].map(text), strict=True))


def _reading(found: pd.DataFrame) -> tuple[str, ...]:
    """How the lines are read, and what an ended tie looks like."""
    said = ["An arrow runs from the first group of a tie to the second; ↔ and two arrowheads: both ways."]
    if found["ended"].any():
        said.append("Hollow arrowheads and a broken line: the tie has ended.")
    return tuple(said)


def _look(evidence: Evidence, relation: str) -> tuple[str, str, str]:
    """Colour, dash and symbol of a kind of tie, by its place in the vocabulary."""
    place = list(evidence.labels("relation")).index(relation)
    return tuple(of[place % len(of)] for of in (theme.UNITS, theme.DASHES, theme.SYMBOLS))  # type: ignore[return-value]


def _ego_traces(evidence: Evidence, shown: groups.Chosen, found: pd.DataFrame) -> list[dict[str, Any]]:
    last = len(found) - 1
    spine = {"x": [_SPINE, _SPINE], "y": [-0.9, last], "line": {"color": theme.QUIET, "width": 3}}
    root = {
        "mode": "text", "x": [0], "y": [-1.15], "text": [f"<b>{escape(shown.short)}</b>"],
        "textposition": "middle right", "textfont": {"size": 15},
        "hoverinfo": "text", "hovertext": [escape(shown.name)],
    }  # fmt: skip
    common = {"type": "scatter", "showlegend": False, "cliponaxis": False}
    traces = [{**common, "mode": "lines", "hoverinfo": "skip", **spine}, {**common, **root}]
    for place, row in enumerate(found.itertuples(index=False)):
        traces += [{**common, **one} for one in _tie_traces(evidence, row, place)]
    return traces


def _tie_traces(evidence: Evidence, row: Any, place: int) -> list[dict[str, Any]]:
    colour, dash, _ = _look(evidence, row.relation)
    heads = [_SPINE + 0.012] if row.mutual or not row.outward else []
    heads += [_FAR] if row.mutual or row.outward else []
    hollow = "-open" if row.ended else ""
    symbols = [f"triangle-{'right' if x == _FAR else 'left'}{hollow}" for x in heads]
    years = described.years(row.since_year, row.until_year)
    kind = evidence.labels("relation")[row.relation]
    hover = f"<b>{escape(kind)}</b><br>{escape(groups.line(row, evidence))}"
    middle = (_SPINE + _FAR) / 2
    runs = [_SPINE, middle - 0.04, None, middle + 0.04, _FAR] if row.ended else [_SPINE, _FAR]
    other = evidence.row("groups", row.other)
    return [
        {"mode": "lines", "x": runs, "y": [None if x is None else place for x in runs], "hoverinfo": "skip",
         "line": {"color": colour, "dash": dash, "width": 2.5}},
        {"mode": "markers", "x": heads, "y": [place] * len(heads), "customdata": [row.row_id] * len(heads),
         "hoverinfo": "text", "hovertext": [hover] * len(heads),
         "marker": {"symbol": symbols, "size": 13, "color": colour, "line": {"width": 2, "color": colour}}},
        {"mode": "text", "x": [_SPINE + 0.025], "y": [place - 0.32], "textposition": "middle right",
         "hoverinfo": "skip", "text": [escape(f"{kind}, {years}" if years else kind)], "textfont": {"size": 12}},
        {"mode": "text", "x": [_NAME], "y": [place], "textposition": "middle right", "textfont": {"size": 13},
         "text": [f"<b>{escape(other['short_name'])}</b>"], "hoverinfo": "text", "hovertext": [escape(other["name"])]},
    ]  # fmt: skip


def _ego_layout(count: int) -> dict[str, Any]:
    hidden = {"visible": False, "fixedrange": True}
    return theme.layout(
        height=_AROUND_PX + _ROW_PX * count,
        margin={"l": 4, "r": 4, "t": 8, "b": 8},
        xaxis={**hidden, "range": [0, 1]},
        yaxis={**hidden, "range": [count - 0.3, -1.6]},
    )


@figure("groups-ties-all", page="groups", name="All ties between groups", uses=("known",))
def of_all(evidence: Evidence, filters: Filters) -> Figure:
    """Every tie as a mark in a grid of groups: the row is the first group, the column the second."""
    found = described.ties(evidence, known=filters.known)
    order = _order(evidence, found)
    each = pd.concat([found["group_a"], found["group_b"]]).value_counts()
    most = [f"{groups.short_name(evidence, str(one))} {count}" for one, count in each.head(_MOST).items()]
    title = (
        f"{_many(len(found), 'tie')} between {len(each)} groups, {int(found['ended'].sum())} of them ended; "
        f"most of them: {names.in_words(most)}"
    )
    return Figure(
        "groups-ties-all",
        title,
        f"Grid of groups with one mark for each tie, by kind. {title}. The same ties stand beside it in words.",
        {"data": _grid_traces(evidence, found, order), "layout": _grid_layout(evidence, order)},
        _table(evidence, found),
        facts=_most_tied(evidence, found, each),
        notes=(
            "The tie runs from the group of the row to that of the column; one that holds both ways is drawn twice. "
            "Hollow marks: the tie has ended.",
            groups.as_described(evidence),
            *later(evidence, filters.known),
        ),
    )


def later(evidence: Evidence, known: date | None, group: str = "") -> tuple[str, ...]:
    """The note of how many ties of a group (of all where "") are left out as of a later year than the day."""
    count = len(described.ties(evidence, group)) - len(described.ties(evidence, group, known))
    return groups.left_out(known, count, "tie")


def _most_tied(evidence: Evidence, found: pd.DataFrame, each: pd.Series) -> tuple[Fact, ...]:
    """How many groups have ties, and the most of one group, each with the rows of those ties."""
    facts = [Fact("Groups with ties", str(len(each)), "", as_rows("group_relations", found["row_id"]))]
    for one, count in each.head(_MOST).items():
        own = found[(found["group_a"] == one) | (found["group_b"] == one)]
        rows = as_rows("group_relations", own["row_id"])
        facts.append(Fact(groups.full_name(evidence, str(one)), _many(count, "tie"), "", rows))
    return tuple(facts)


def _order(evidence: Evidence, found: pd.DataFrame) -> list[str]:
    """The groups with ties, in the order of the table."""
    tied = {*found["group_a"], *found["group_b"]}
    return [one for one in evidence.read("groups")["group_id"] if one in tied]


def _grid_traces(evidence: Evidence, found: pd.DataFrame, order: list[str]) -> list[dict[str, Any]]:
    place = {one: number for number, one in enumerate(order)}
    back = found[found["mutual"]].rename(columns={"group_a": "group_b", "group_b": "group_a"})
    both = pd.concat([found.assign(row_of=found.index), back.assign(row_of=back.index)], ignore_index=True)
    cell = both.groupby(["group_a", "group_b"])["row_id"]
    both = both.assign(beside=cell.cumcount() - (cell.transform("size") - 1) / 2)
    lines = [escape(groups.line(row, evidence)) for row in found.itertuples(index=False)]
    traces = []
    for kind, label in evidence.labels("relation").items():
        own = both[both["relation"] == kind]
        if own.empty:
            continue
        colour, _, symbol = _look(evidence, kind)
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": escape(label), "cliponaxis": False,
                "x": [place[b] + 0.5 * shift for b, shift in zip(own["group_b"], own["beside"], strict=True)],
                "y": [place[a] for a in own["group_a"]],
                "marker": {
                    "color": colour, "size": 9, "line": {"width": 2, "color": colour},
                    "symbol": [f"{symbol}-open" if ended else symbol for ended in own["ended"]],
                },
                "customdata": list(own["row_id"]),
                "hovertext": [f"<b>{escape(label)}</b><br>{lines[one]}" for one in own["row_of"]],
                "hoverinfo": "text",
            }
        )  # fmt: skip
    return traces


def _grid_layout(evidence: Evidence, order: list[str]) -> dict[str, Any]:
    named = [escape(groups.short_name(evidence, one)) for one in order]
    ticks = {"tickmode": "array", "tickvals": list(range(len(order))), "ticktext": named, "tickfont": {"size": 10}}
    ends = [-0.6, len(order) - 0.4]
    return theme.layout(
        height=150 + 26 * len(order),
        margin={"l": 60, "r": 8, "t": 60, "b": 90},
        xaxis=theme.axis(**ticks, range=ends, side="top", tickangle=-90, showgrid=True),
        yaxis=theme.axis(**ticks, range=ends[::-1], showgrid=True),
    )
