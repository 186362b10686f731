"""What moved the risk index most against twelve months before, and the weights of its pillars."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import risk
from khyber.charts import names, risk_marks, theme
from khyber.charts.catalogue import Fact, Figure, Row, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters

_MOVED = ["pillar", "before", "after", "weight_pct", "points", "compared", "rows"]
_WEIGHTS = ["pillar", "published_pct", "chosen_pct", "rows"]
_ROW_PX, _AROUND_PX = 34, 70


@figure("risk-moves", page="risk", name="What moved the risk index most", uses=("known", "series", "weights"))
def moves(evidence: Evidence, filters: Filters) -> Figure:
    """A bar for the part of each pillar in the change of the index against twelve months before."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-moves", drawn=True)
    who = names.publisher(evidence, filters.series)
    found = risk.moves(evidence, filters.series, risk_marks.weights(evidence, filters), filters.known)
    table = pd.DataFrame(_moved(evidence, found) if found else [], columns=_MOVED)
    if found is None:
        said = f"No two months twelve apart can be compared in the index of {who}: too much is missing"
        return Figure("risk-moves", said, f"Empty chart. {said}.", theme.no_data(), table)
    held = table[table["compared"]]
    top = held.loc[held["points"].abs().idxmax()]
    title = (
        f"{who}: the index of the pillars that both months have went from {risk_marks.points(found.from_total)} in "
        f"{risk_marks.month(found.before)} to {risk_marks.points(found.to_total)} in {risk_marks.month(found.after)}; "
        f"{names.inside(top['pillar'])} moved it most, by {_signed(top['points'])}"
    )
    missing = list(table[~table["compared"]]["pillar"])
    neither = [row.pillar for row in found.parts.itertuples(index=False) if not row.rows]
    facts = [
        Fact(
            f"{risk_marks.month(found.before)} to {risk_marks.month(found.after)}",
            f"{_signed(found.to_total - found.from_total)} points",
            f"{risk_marks.points(found.from_total)} to {risk_marks.points(found.to_total)}, of {number(len(held))} "
            "pillars that both months have",
        )
    ]
    notes = [
        "The part of a pillar is its weight among those that both months have, times its change. The newest month "
        f"that can be compared: both need the publisher's attacks, and pillars of {_least()} % of the weights.",
        *([f"Not compared, as one of the two months has none: {_listed(missing)}."] if missing else []),
        *([f"Neither month has one: {risk_marks.pillars(evidence, neither)}."] if neither else []),
        "A part says what the published figures did, not why.",
        *risk_marks.own_weights(filters),
        *risk_marks.as_described(evidence, filters.known),
    ]
    return Figure(
        "risk-moves", title, f"Bar chart, one bar a pillar, to the right where it rose. {title}.", _moves_spec(table),
        table, facts=tuple(facts), notes=tuple(notes),
    )  # fmt: skip


def _least() -> str:
    return number(100 * risk.LEAST_WEIGHT)


def _listed(labels: list[str]) -> str:
    return names.in_words([names.inside(one) for one in labels], 9)


def _moved(evidence: Evidence, found: risk.Moves) -> list[list[Any]]:
    return [
        [
            risk_marks.pillar(evidence, row.pillar), round(row.before, 1), round(row.after, 1),
            round(100 * row.weight, 1), round(row.share, 1), pd.notna(row.weight), risk_marks.rows_of(row.rows),
        ]
        for row in found.parts.itertuples(index=False)
        if row.rows
    ]  # fmt: skip


def _signed(value: float) -> str:
    """A difference with its sign and one decimal."""
    return f"+{risk_marks.points(value)}" if round(value, 1) > 0 else risk_marks.points(value)


def _moves_spec(table: pd.DataFrame) -> dict[str, Any]:
    held = table[table["compared"]]
    labels = list(table["pillar"])[::-1]
    reach = max(float(held["points"].abs().max()), 1.0) * 1.35
    data = [
        {
            "type": "bar", "uid": theme.uid(name), "name": name, "orientation": "h", "y": list(own["pillar"]),
            "x": list(own["points"]), "text": [_signed(one) for one in own["points"]], "textposition": "outside",
            "marker": {"color": colour, "pattern": {"shape": shape}}, "hovertext": [_hover(row) for row in _rows(own)],
            "hoverinfo": "text", "cliponaxis": False,
        }
        for name, own, colour, shape in (
            ("Rose", held[held["points"] >= 0], theme.ATTACK, ""),
            ("Fell", held[held["points"] < 0], theme.BORDER, "/"),
        )
        if len(own)
    ]  # fmt: skip
    others = table[~table["compared"]]
    if len(others):
        data.append({
            "type": "scatter", "uid": "others", "name": "Not compared", "mode": "markers", "y": list(others["pillar"]),
            "x": [0] * len(others), "customdata": [row.rows[0].row_id for row in _rows(others)],
            "marker": {"symbol": "x-thin-open", "size": 9, "color": theme.QUIET, "line": {"width": 2}},
            "hovertext": [_hover(row) for row in _rows(others)], "hoverinfo": "text",
        })  # fmt: skip
    return {
        "data": data,
        "layout": theme.layout(
            height=_AROUND_PX + _ROW_PX * len(labels) + 40,
            margin={"l": 8, "r": 16, "t": 8, "b": 76},
            barmode="overlay",
            xaxis=theme.axis(title={"text": "Points of the index"}, range=[-reach, reach], zeroline=True),
            yaxis=theme.axis(type="category", categoryorder="array", categoryarray=labels),
        ),
    }


def _rows(table: pd.DataFrame) -> list[Any]:
    return list(table.itertuples(index=False))


def _hover(row: Any) -> str:
    ends = [risk_marks.points(one) if pd.notna(one) else "missing" for one in (row.before, row.after)]
    weight = f"<br>Weight {risk_marks.points(row.weight_pct)} %" if row.compared else "<br>Not compared"
    part = f", {_signed(row.points)} points of the index" if row.compared else ""
    return f"<b>{escape(row.pillar)}</b>: {ends[0]}, then {ends[1]}{part}{weight}"


@figure("risk-weights", page="risk", name="The weights of the pillars of the risk index", uses=("weights",))
def weights(evidence: Evidence, filters: Filters) -> Figure:
    """A bar for the weight of each pillar, and where other weights were chosen, the published one as a mark."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-weights", drawn=True)
    published, chosen = (dict(one) for one in (risk.published(evidence), risk_marks.weights(evidence, filters)))
    table = pd.DataFrame(
        [
            [
                risk_marks.pillar(evidence, one), round(100 * published[one], 1), round(100 * chosen[one], 1),
                (Row("risk_pillars", one),),
            ]
            for one in published
        ],
        columns=_WEIGHTS,
    )  # fmt: skip
    title = _weights_title(table, filters)
    return Figure(
        "risk-weights",
        title,
        f"Bar chart of the weight of each pillar in per cent. {title}.",
        _weights_spec(table, filters),
        table,
        notes=(
            "The published weights are equal, as no source gives a reason for others. Weights are brought to add up to "
            "100 %; a pillar with none is left out of the total, and still shown above.",
            *risk_marks.own_weights(filters),
        ),
    )


def _weights_title(table: pd.DataFrame, filters: Filters) -> str:
    if filters.weights:
        top = table.loc[table["chosen_pct"].idxmax()]
        return f"Weights of the reader: most to {names.inside(top['pillar'])}, {_percent(top['chosen_pct'])}"
    same = table["published_pct"].nunique() == 1
    each = f"{_percent(table['published_pct'].iloc[0])} each" if same else "as published"
    return f"The published weights of the {number(len(table))} pillars: {each}"


def _percent(value: float) -> str:
    return f"{risk_marks.points(value)} %"


def _weights_spec(table: pd.DataFrame, filters: Filters) -> dict[str, Any]:
    labels = list(table["pillar"])
    hover = [
        f"<b>{escape(row.pillar)}</b>: {_percent(row.chosen_pct)}, published {_percent(row.published_pct)}"
        for row in _rows(table)
    ]
    bars = {
        "type": "bar", "uid": "chosen", "name": "Chosen" if filters.weights else "Published", "orientation": "h",
        "y": labels, "x": list(table["chosen_pct"]), "text": [_percent(one) for one in table["chosen_pct"]],
        "textposition": "outside", "marker": {"color": theme.BORDER}, "hovertext": hover, "hoverinfo": "text",
        "cliponaxis": False,
    }  # fmt: skip
    marks = {
        "type": "scatter", "uid": "published", "name": "Published", "mode": "markers", "y": labels,
        "x": list(table["published_pct"]), "hovertext": hover, "hoverinfo": "text",
        "marker": {"symbol": "line-ns-open", "size": 14, "color": theme.ATTACK, "line": {"width": 3}},
    }  # fmt: skip
    most = max(table["chosen_pct"].max(), table["published_pct"].max())
    return {
        "data": [bars, marks] if filters.weights else [bars],
        "layout": theme.layout(
            height=_AROUND_PX + _ROW_PX * len(labels) + 40,
            margin={"l": 8, "r": 16, "t": 8, "b": 76},
            xaxis=theme.axis(title={"text": "Per cent of the total"}, range=[0, most * 1.25]),
            yaxis=theme.axis(type="category", categoryorder="array", categoryarray=labels[::-1]),
        ),
    }
