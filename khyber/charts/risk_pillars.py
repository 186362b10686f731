"""The pillars of the risk index, apart and before any total: the newest value of each, and each through time."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import risk
from khyber.charts import names, panels, risk_marks, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Fact, Figure, escape, figure
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

_NOW = [
    "pillar", "of", "carried_to", "month", "value", "low", "high", "input", "read", "read_low", "read_high", "unit",
    "from", "to", "age", "window_low", "window_high", "at_100", "rows",
]  # fmt: skip
_THROUGH = ["month", "pillar", "value", "low", "high", "read", "age", "rows"]
_PANEL_PX = 92
_MIDDLES = "Where nothing but a range is published its middle is drawn, and the range as a bar."


@figure("risk-now", page="risk", name="The newest value of each pillar of the risk index", uses=("known", "series"))
def now(evidence: Evidence, filters: Filters) -> Figure:
    """Each pillar at the newest month for which it has a value, with the input, its own date, its window and rows."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-now", drawn=False)
    who = names.publisher(evidence, filters.series)
    table = _newest(evidence, filters)
    without = [one for one in evidence.vocabulary("risk_pillars").index if one not in set(table["pillar_id"])]
    if table.empty:
        said = f"No pillar of the risk index has a value for {who}"
        return Figure("risk-now", said, said, None, table[_NOW])
    top = table.loc[table["value"].idxmax()]
    title = (
        f"The newest values of {number(table['pillar'].nunique())} pillars, from 0 to 100: the highest is "
        f"{names.inside(top['pillar'])}, {risk_marks.points(top['value'])} of {_when(_own(table, top['pillar']))}"
        f"{_rivals(table, top)}"
    )
    notes = [
        f"Attack tempo, lethality and heartland share are those of {who}; the other pillars are the same for every "
        "publisher. Each pillar stands at the newest month for which it has a value: they are not of one month, and a "
        "choice of years does not change them. Each is dated by the figure itself, and where that is carried on, by "
        "the month to which it is, too.",
        *([f"Carried on from before: {carried}."] if (carried := _carried(table)) else []),
        *([f"Without any value here: {risk_marks.pillars(evidence, without)}."] if without else []),
        risk_marks.DESCRIBES,
        *risk_marks.as_described(evidence, filters.known),
    ]
    return Figure("risk-now", title, title, None, table[_NOW], facts=_facts(table), notes=tuple(notes))


def _rivals(table: pd.DataFrame, top: pd.Series) -> str:
    """The pillars whose range reaches beyond the lowest that the highest one may be."""
    others = table[(table["pillar"] != top["pillar"]) & (table["high"] > top["low"])].drop_duplicates("pillar")
    told = [f"{names.inside(row.pillar)}, {risk_marks.on_scale(row)}" for row in others.itertuples(index=False)]
    return f", unless it is {'; or '.join(told)}" if told else ""


def _newest(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    every = risk.pillars(evidence, filters.series, filters.known).dropna(subset="value")
    last = every.drop_duplicates("pillar", keep="last").set_index("pillar")
    inputs = risk.inputs(evidence, filters.series, filters.known)
    stated = evidence.vocabulary("risk_inputs")
    lines = []
    for pillar in [one for one in evidence.vocabulary("risk_pillars").index if one in last.index]:
        own = last.loc[pillar]
        for row in inputs[(inputs["pillar"] == pillar) & (inputs["month"] == own["month"])].itertuples(index=False):
            window = stated.loc[row.input]
            lines.append({
                "pillar_id": pillar, "pillar": risk_marks.pillar(evidence, pillar), "of": risk_marks.of(row),
                "carried_to": risk_marks.month(row.month) if risk_marks.is_carried(row) else "",
                "month": f"{own['month']:%Y-%m}",
                **{end: round(own[end], 1) for end in ("value", "low", "high")}, "input": window["label"],
                "read": round(row.read, 3), "read_low": round(row.read_low, 3), "read_high": round(row.read_high, 3),
                "unit": window["unit"], "from": row.first.isoformat(), "to": row.last.isoformat(),
                "age": risk_marks.age(row), "window_low": window["low"], "window_high": window["high"],
                "at_100": window["at_100"], "rows": risk_marks.rows_of(own["rows"]),
            })  # fmt: skip
    return pd.DataFrame(lines, columns=["pillar_id", *_NOW])


def _month(text: str) -> str:
    return dates.words(*dates.bounds(text))


def _own(table: pd.DataFrame, pillar: str) -> pd.DataFrame:
    return table[table["pillar"] == pillar]


def _when(rows: pd.DataFrame) -> str:
    """Of when the inputs of a pillar are, and the month for which they stand where that is another."""
    own, month = names.in_words(list(dict.fromkeys(rows["of"])), 9), _month(rows["month"].iloc[0])
    if all(rows["carried_to"]):
        return f"{own}, carried to {month}"
    return own if own == month else f"{own}, for {month}"


def _carried(table: pd.DataFrame) -> str:
    """The inputs that are carried on, and from when to when."""
    return "; ".join(
        f"{names.inside(row.input)}, of {row.of}, carried to {row.carried_to}"
        for row in table[table["carried_to"] != ""].itertuples(index=False)
    )


def _facts(table: pd.DataFrame) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            f"{pillar}, {_when(rows)}",
            risk_marks.on_scale(rows.iloc[0]),
            "; ".join(_read(row) for row in rows.itertuples(index=False)),
            rows["rows"].iloc[0],
        )
        for pillar, rows in table.groupby("pillar", sort=False)
    )


def _read(row: Any) -> str:
    """An input in words, with its window."""
    ends = [row.window_low, row.window_high]
    least, most = map(risk_marks.told, ends if row.at_100 == "high" else reversed(ends))
    carried = f", of {row.of}, carried to {row.carried_to}" if row.carried_to else ""
    aged = carried + (f", {row.age}" if row.age else "")
    return (
        f"{row.input}: {risk_marks.with_range(row.read, row.read_low, row.read_high)} {row.unit}{aged} "
        f"(0 at {least}, 100 at {most})"
    )


@figure("risk-pillars", page="risk", name="The pillars of the risk index by month", uses=(*PERIOD, "series"))
def through_time(evidence: Evidence, filters: Filters) -> Figure:
    """A panel for each pillar: a mark for a month with a value, hollow where it is not of that month alone."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-pillars", drawn=True)
    months, who = risk_marks.chosen(evidence, filters), names.publisher(evidence, filters.series)
    table = _by_month(evidence, filters, months)
    if table.empty:
        return empty("risk-pillars", f"No pillar of the risk index has a value for {who} in this period", table)
    shown = list(dict.fromkeys(table["pillar"]))
    every = len(months) * len(evidence.read("risk_pillars"))
    newest = table.drop_duplicates("pillar", keep="last")
    top = newest.loc[newest["value"].idxmax()]
    aged = f" ({top['age']})" if top["age"] else ""
    title = (
        f"With the counts of {who}, the highest pillar in its newest month is {names.inside(top['pillar'])}, "
        f"{risk_marks.points(top['value'])} in {_month(top['month'])}{aged}{_rivals(newest, top)}; "
        f"{number(len(table))} of {number(every)} values of the months shown are there, the others are missing"
    )
    return Figure(
        "risk-pillars",
        title,
        f"Line charts one below the other, a panel for each pillar from 0 to 100 by month. {title}.",
        _spec(evidence, table, shown, months),
        table,
        facts=(
            Fact("Values that are there", f"{number(len(table))} of {number(every)}", f"{number(len(months))} months"),
        ),
        notes=(
            f"{risk_marks.GAPS} Hollow: carried from an earlier month, or for a longer time than the month.",
            _MIDDLES,
            *_missing(evidence, table, len(months)),
            *risk_marks.as_described(evidence, filters.known),
        ),
    )


def _missing(evidence: Evidence, table: pd.DataFrame, months: int) -> list[str]:
    """In how many months each pillar is missing, and how the inputs of those that mostly are missing are read."""
    held = table["pillar"].value_counts()
    without = {one: months - held.get(name, 0) for one, name in evidence.names("risk_pillars", "label").items()}
    few = [one for one in without if without[one]]
    if not few:
        return []
    told = [f"{names.inside(risk_marks.pillar(evidence, one))} in {number(without[one])}" for one in few]
    inputs = evidence.vocabulary("risk_inputs")
    return [
        f"Missing, of {number(months)} month{'' if months == 1 else 's'}: {names.in_words(told, 9)}.",
        *(
            f"{risk_marks.pillar(evidence, one)}, which is mostly missing: "
            f"{' '.join(inputs.loc[inputs['pillar_id'] == one, 'note'])}"
            for one in few
            if without[one] > months / 2
        ),
    ]


def _by_month(evidence: Evidence, filters: Filters, months: list[Any]) -> pd.DataFrame:
    found = risk.pillars(evidence, filters.series, filters.known).dropna(subset="value")
    found = found[found["month"].isin(months)]
    inputs, stated = risk.inputs(evidence, filters.series, filters.known), evidence.vocabulary("risk_inputs")
    said: dict[tuple[Any, str], list[str]] = {}
    aged: dict[tuple[Any, str], list[str]] = {}
    for row in inputs.itertuples(index=False):
        read = risk_marks.with_range(row.read, row.read_low, row.read_high)
        said.setdefault((row.month, row.pillar), []).append(f"{read} {stated.at[row.input, 'unit']}")
        aged.setdefault((row.month, row.pillar), []).append(risk_marks.dated(row))
    order = list(evidence.vocabulary("risk_pillars").index)
    lines = [
        [
            f"{row.month:%Y-%m}", risk_marks.pillar(evidence, row.pillar), round(row.value, 1), round(row.low, 1),
            round(row.high, 1), "; ".join(said[row.month, row.pillar]),
            "; ".join(filter(None, aged[row.month, row.pillar])),
            risk_marks.rows_of(row.rows),
        ]
        for row in sorted(found.itertuples(index=False), key=lambda row: (order.index(row.pillar), row.month))
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=_THROUGH)


def _spec(evidence: Evidence, table: pd.DataFrame, shown: list[str], months: list[Any]) -> dict[str, Any]:
    colours = dict(zip(evidence.names("risk_pillars", "label").values(), theme.UNITS, strict=False))
    data: list[dict[str, Any]] = []
    for place, name in enumerate(shown):
        own = table[table["pillar"] == name]
        by_month = {dates.bounds(row.month)[0]: row for row in own.itertuples(index=False)}
        x, rows = risk_marks.spread_out(months, by_month)
        line = {
            "type": "scatter", "uid": theme.uid(name), "name": escape(name), "mode": "lines", "x": x,
            "y": [row.value if row else None for row in rows], "line": {"color": colours[name], "width": 1.5},
            "connectgaps": False, "hoverinfo": "skip",
        }  # fmt: skip
        parts = [
            _marks(name, colours[name], x, [row if row and bool(row.age) == is_hollow else None for row in rows])
            for is_hollow in (False, True)
        ]
        data += [{**one, **panels.axes(place)} for one in (line, *parts) if any(y is not None for y in one["y"])]
    heads = [risk_marks.panel(name, _PANEL_PX, risk_marks.SCALE) for name in shown]
    layout = risk_marks.layout(heads, months)
    return {"data": data, "layout": {**layout, "showlegend": False, "margin": {**layout["margin"], "b": 36}}}


def _marks(name: str, colour: str, x: list[str], rows: list[Any]) -> dict[str, Any]:
    """The marks of a pillar, all of them filled or all hollow, each with a bar for its range."""
    is_hollow = any(row.age for row in rows if row)
    return {
        "type": "scatter", "uid": theme.uid(f"{name} {'hollow' if is_hollow else 'filled'}"), "name": escape(name),
        "mode": "markers", "x": x, "y": [row.value if row else None for row in rows],
        "error_y": {
            "type": "data", "symmetric": False, "thickness": 1, "width": 0, "color": colour,
            "array": [row.high - row.value if row else 0 for row in rows],
            "arrayminus": [row.value - row.low if row else 0 for row in rows],
        },
        "marker": {"color": colour, "size": 6, "symbol": "circle-open" if is_hollow else "circle"},
        "cliponaxis": False, "hovertext": [_hover(row) if row else "" for row in rows], "hoverinfo": "text",
    }  # fmt: skip


def _hover(row: Any) -> str:
    head = f"<b>{escape(row.pillar)}</b>, {_month(row.month)}: {risk_marks.on_scale(row)}"
    lines = [head, escape(row.read), row.age]
    return "<br>".join(filter(None, lines))
