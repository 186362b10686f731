"""How strong a group is said to be: estimates over time by estimator, and the same in words."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

import pandas as pd

from khyber.analysis import incidents, strength
from khyber.charts import groups, panels, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.evidence import Evidence, cached, dates
from khyber.filters import Filters
from khyber.parameters import ALL

AT_LEAST, UP_TO = "▲", "▼"
_PRECISE = {"day": 10, "month": 7, "year": 4}
_NAMED = 3
_FEW, _SMALL, _LARGE = 3, 84, 190
_APART = 0.012
_HOVER_WIDTH = 46
_COLUMNS = [
    "group_id", "as_of", "precision", "estimator", "counts_what", "location", "low", "high", "best", "estimate",
    "note", "rows",
]  # fmt: skip


def estimated(evidence: Evidence, filters: Filters, group: str = "") -> pd.DataFrame:
    """The estimates of a group (of all where "") that the filters leave, with `rows` and the `estimate` in words.

    Do not change them in place.
    """
    return _estimated(evidence, group, filters.only(PERIOD))


@cached(64)
def _estimated(evidence: Evidence, group: str, filters: Filters) -> pd.DataFrame:
    found = strength.estimates(evidence, group, filters.known)
    found = strength.between(found, filters.first_day, filters.last_day)
    return found.assign(
        estimate=[strength.as_range(row).text() for _, row in found.iterrows()],
        rows=[as_rows("group_strength", [one]) for one in found["row_id"]],
    )


@figure(
    "groups-strength",
    page="groups",
    name="Strength of a group over time, by estimator",
    uses=(*PERIOD, *groups.CHOICE),
)
def over_time(evidence: Evidence, filters: Filters) -> Figure:
    """A group's estimates as ranges, a panel for each definition and place, estimators by colour and symbol."""
    shown = groups.chosen(evidence, filters)
    found = estimated(evidence, filters, shown.group)
    if found.empty:
        said = f"No estimate of the strength of {shown.short} stands in the data for this choice"
        none = empty("groups-strength", said, found.reindex(columns=_COLUMNS))
        return replace(none, notes=groups.notes(shown))
    title = f"{shown.short}, newest estimates: {newest_in_words(evidence, found)}"
    definitions = strength.definitions(found)
    data = legend(evidence, found)
    for place, definition in enumerate(definitions):
        data += marks(evidence, strength.of_definition(found, definition), place, _years(found))
    table = found.sort_values(["as_of", "row_id"], kind="stable").reset_index(drop=True)
    alt = (
        f"Ranges over time in {len(definitions)} panels, one for each definition and place: {len(found)} estimates of "
        f"{shown.name} by {found['estimator'].nunique()} estimators. {title}."
    )
    spec = {"data": data, "layout": panels.layout(_panels(evidence, found, definitions), *_years(found))}
    notes = groups.notes(shown, *reading_notes(found, len(definitions)))
    return Figure("groups-strength", title, alt, spec, named(evidence, table), notes=notes)


def newest_in_words(evidence: Evidence, found: pd.DataFrame) -> str:
    """The newest estimates of a group in words, the newest of each series, the first few and how many more."""
    newest = strength.newest(found).sort_values(["as_of", "row_id"], ascending=False, kind="stable")
    told = [in_words(evidence, row) for row in newest.head(_NAMED).itertuples(index=False)]
    left = len(newest) - len(told)
    return "; ".join(told) + (f"; and {left} other series" if left else "")


def in_words(evidence: Evidence, row: Any) -> str:
    """An estimate in words: "at least 8,000 members in Pakistan (Pakistani officials, September 2025)"."""
    return f"{counted(evidence, row)} ({evidence.labels('estimator')[row.estimator]}, {when(row)})"


def counted(evidence: Evidence, row: Any) -> str:
    """What an estimate says: "at least 8,000 members in Pakistan"."""
    return f"{row.estimate} {definition_in_words(evidence, row.counts_what, row.location)}"


def definition_in_words(evidence: Evidence, what: str, where: str) -> str:
    """Whom and where an estimate counts, as it stands inside a sentence: "members in Pakistan"."""
    labels, places = evidence.labels("counts_what"), evidence.labels("location")
    return f"{labels[what].lower()} {places[where][:1].lower()}{places[where][1:]}"


def when(row: Any) -> str:
    """The day, month or year for which an estimate stands, no finer than it is known."""
    return dates.words(*dates.bounds(row.as_of.date().isoformat()[: _PRECISE[row.precision]]))


def named(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    """Estimates as a table to read: labels for codes."""
    labels = {name: evidence.labels(name) for name in ("estimator", "counts_what", "location")}
    return found.assign(**{name: found[name].map(known) for name, known in labels.items()})[_COLUMNS]


def reading_notes(found: pd.DataFrame, panes: int) -> tuple[str, ...]:
    """What the marks mean, as far as they occur."""
    said = ["An estimate is a figure as published, a bar its lower and upper end; nothing is joined or filled in."]
    if panes > 1:
        said.append(
            "Each panel counts other people or another place, on a scale of its own: never compare their marks."
        )
    if (found["low"].notna() & found["high"].isna()).any():
        said.append(f"{AT_LEAST} at least: no upper end is given.")
    if (found["high"].notna() & found["low"].isna()).any():
        said.append(f"{UP_TO} up to: no lower end is given.")
    if (found["precision"] == "year").any():
        said.append("Hollow marks: only the year is known, and they stand at its middle.")
    return tuple(said)


def _years(found: pd.DataFrame) -> tuple[float, float]:
    return float(found["as_of"].dt.year.min()), float(found["as_of"].dt.year.max())


def _panels(evidence: Evidence, found: pd.DataFrame, definitions: list[tuple[str, str]]) -> list[panels.Panel]:
    return [panel(evidence, strength.of_definition(found, one), one) for one in definitions]


def panel(evidence: Evidence, rows: pd.DataFrame, definition: tuple[str, str]) -> panels.Panel:
    """The panel of one definition, tall enough for its estimates."""
    said = definition_in_words(evidence, *definition)
    most = float(rows[["low", "high", "best"]].max().max())
    return panels.Panel(f"{said[:1].upper()}{said[1:]}", _LARGE if len(rows) > _FEW else _SMALL, most)


def legend(evidence: Evidence, found: pd.DataFrame) -> list[dict[str, Any]]:
    """A legend entry for each estimator shown, in the order of the vocabulary."""
    return [
        {
            "type": "scatter", "mode": "markers", "name": escape(label), "x": [None], "y": [None],
            "marker": {**_look(evidence, one), "size": 10}, "hoverinfo": "skip",
        }
        for one, label in evidence.labels("estimator").items()
        if one in set(found["estimator"])
    ]  # fmt: skip


def _look(evidence: Evidence, estimator: str) -> dict[str, Any]:
    place = list(evidence.labels("estimator")).index(estimator)
    return {"color": theme.UNITS[place % len(theme.UNITS)], "symbol": theme.SYMBOLS[place % len(theme.SYMBOLS)]}


def marks(evidence: Evidence, rows: pd.DataFrame, place: int, years: tuple[float, float]) -> list[dict[str, Any]]:
    """The estimates of one definition in the panel at this place: for each estimator its bars and its marks."""
    placed = rows.assign(x=_side_by_side(rows, (years[1] - years[0] + 1) * _APART))
    traces = []
    for estimator, own in placed.groupby("estimator", sort=False):
        look = _look(evidence, str(estimator))
        traces += [_bars(own, look, place), _points(evidence, own, look, place)]
    return traces


def _side_by_side(rows: pd.DataFrame, step: float) -> list[float]:
    """Where estimates stand on the axis: at their day, those of one day beside each other."""
    own = strength.year_positions(rows["as_of"])
    count, before = rows.groupby("as_of")["row_id"].transform("size"), rows.groupby("as_of").cumcount()
    return [x + (b - (n - 1) / 2) * step for x, n, b in zip(own, count, before, strict=True)]


def _bars(rows: pd.DataFrame, look: dict[str, Any], place: int) -> dict[str, Any]:
    closed = rows[rows["low"].notna() & rows["high"].notna()]
    return {
        "type": "scatter", "mode": "lines", "showlegend": False, "hoverinfo": "skip", **panels.axes(place),
        "x": [v for x in closed["x"] for v in (x, x, None)],
        "y": [v for low, high in zip(closed["low"], closed["high"], strict=True) for v in (int(low), int(high), None)],
        "line": {"color": look["color"], "width": 3},
    }  # fmt: skip


def _points(evidence: Evidence, rows: pd.DataFrame, look: dict[str, Any], place: int) -> dict[str, Any]:
    ends = [(row, value, sign) for row in rows.itertuples(index=False) for value, sign in _ends(row)]
    hollow = {row.row_id: "-open" if row.precision == "year" else "" for row, _, _ in ends}
    return {
        "type": "scatter", "mode": "markers+text", "showlegend": False, "cliponaxis": False, **panels.axes(place),
        "x": [row.x for row, _, _ in ends],
        "y": [value for _, value, _ in ends],
        "text": [sign for _, _, sign in ends],
        "textposition": ["bottom center" if sign == UP_TO else "top center" for _, _, sign in ends],
        "marker": {
            "color": look["color"],
            "symbol": [look["symbol"] + hollow[row.row_id] for row, _, _ in ends],
            "size": 9,
            "line": {"width": 2, "color": look["color"]},
        },
        "textfont": {"color": look["color"], "size": 20},
        "customdata": [row.row_id for row, _, _ in ends],
        "hovertext": [_hover(evidence, row) for row, _, _ in ends],
        "hoverinfo": "text",
    }  # fmt: skip


def _ends(row: Any) -> list[tuple[int, str]]:
    """The values that are drawn for an estimate, each with the sign of an open end."""
    if pd.isna(row.low) and pd.isna(row.high):
        return [(int(row.best), "")]
    if pd.isna(row.high):
        return [(int(row.low), AT_LEAST)]
    if pd.isna(row.low):
        return [(int(row.high), UP_TO)]
    return [(int(row.low), ""), (int(row.high), "")]


def _hover(evidence: Evidence, row: Any) -> str:
    note = "<br>".join(escape(part) for part in textwrap.wrap(row.note, _HOVER_WIDTH))
    who = f"{evidence.labels('estimator')[row.estimator]}, {when(row)}"
    return f"<b>{escape(who)}</b><br>{escape(counted(evidence, row))}<br>{note}"


@figure(
    "groups-strength-words",
    page="groups",
    name="Every strength estimate in words",
    uses=(*PERIOD, "actor"),
)
def in_words_of_all(evidence: Evidence, filters: Filters) -> Figure:
    """Each group's estimates as text: the newest of every series first, then the earlier ones."""
    found = estimated(evidence, filters)
    actors = evidence.vocabulary("actors")
    below = None if filters.actor == ALL else incidents.below(actors["parent_id"], filters.actor)
    if below is not None:
        found = found[found["group_id"].isin(below)]
    order = {one: place for place, one in enumerate(evidence.read("groups")["group_id"])}
    found = found.assign(place=found["group_id"].map(order)).sort_values(
        ["place", "as_of", "row_id"], ascending=[True, False, True], kind="stable"
    )
    newest = set(strength.newest(found)["row_id"])
    table = named(evidence, found).assign(
        group=[groups.full_name(evidence, one) for one in found["group_id"]],
        said=[f"{when(r)}, {evidence.labels('estimator')[r.estimator]}: {counted(evidence, r)}"
              for r in found.itertuples(index=False)],
        newest=[one in newest for one in found["row_id"]],
    ).reset_index(drop=True)  # fmt: skip
    if table.empty:
        said = "No estimate of strength stands in the data for this choice"
        return Figure("groups-strength-words", said, said, None, table)
    count = table["group_id"].nunique()
    whose = f"{count} group{'' if count == 1 else 's'}"
    title = f"{len(table)} estimate{'' if len(table) == 1 else 's'} of the strength of {whose}, by year and estimator"
    without = [
        short for one, short in zip(*_of_choice(evidence, below), strict=True) if one not in set(table["group_id"])
    ]
    notes = [f"Without any estimate in the data for this choice: {', '.join(without)}."] if without else []
    return Figure("groups-strength-words", title, title, None, table, notes=tuple(notes))


def _of_choice(evidence: Evidence, below: set[str] | None) -> tuple[list[str], list[str]]:
    whole = evidence.read("groups")
    chosen = whole if below is None else whole[whole["group_id"].isin(below)]
    return list(chosen["group_id"]), list(chosen["short_name"])
