"""Trade and returns beside the closings: every published window apart, on the time axis of the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from khyber.charts import closings, theme
from khyber.charts.catalogue import Figure, Row, escape, figure
from khyber.charts.closings import PERIOD
from khyber.evidence import Evidence, dates, ids, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

PANEL_PX = 150
_GAP_PX, _STAGE_GAP_PX = 46, 72
_MILLION, _THOUSAND = 1e6, 1e3
# From so many panels on, they stand in two columns where the figure has a slide for itself.
_MANY = 3
_FEW_TICKS = 4
_HALVES = ((0.0, 0.42), (0.58, 1.0))
_BOTH = "afghanistan"
_LABEL_WIDTH, _LABEL_HEIGHT = 0.06, 0.1
_COLUMNS = ["what", "unit", "from", "to", "value", "publisher", "note", "rows"]


class Panel(NamedTuple):
    """A chart of one quantity: its name and unit, the series of `indicators` and the facts of `border_facts` in it.

    `area` keeps the indicators about one area; `divided` is by what a fact is divided for the unit; the facts in
    `to_date` run from 1 January to their date, as their label says.
    """

    name: str
    unit: str
    series: str = ""
    area: str = ""
    facts: tuple[str, ...] = ()
    to_date: tuple[str, ...] = ()
    divided: float = _MILLION


PANELS = (
    Panel(
        "Trade between the two countries",
        "million US dollars",
        "bilateral_trade_usd_mn",
        "",
        ("bilateral_trade_pak_afg",),
    ),
    Panel("Pakistani exports to Afghanistan", "million US dollars", facts=("pakistan_exports_to_afghanistan",)),
    Panel("Pakistani imports from Afghanistan", "million US dollars", facts=("pakistan_imports_from_afghanistan",)),
    Panel(
        "Afghan transit trade through Pakistan",
        "million US dollars",
        "transit_trade_usd_mn",
        "",
        ("afghan_transit_trade_usd",),
    ),
    Panel(
        "Afghans who returned from Pakistan",
        "thousand people",
        "afghan_returnees_thousand",
        "bilateral",
        to_date=("undocumented_returns_from_pakistan_year",),
        divided=_THOUSAND,
    ),
    Panel(
        "Afghans who returned from Pakistan, Iran or both",
        "thousand people",
        "afghan_returnees_thousand",
        _BOTH,
        divided=_THOUSAND,
    ),
)


@figure(
    "crossings-trade",
    page="crossings",
    name="Trade and returns, each published window apart",
    uses=PERIOD,
    also=("actors",),
)
def crossings_trade(evidence: Evidence, filters: Filters) -> Figure:
    """Small charts on one time axis, each figure a line as long as its window; nothing is joined or added."""
    first, last = closings.period(evidence, filters)
    table = pd.concat([_rows(evidence, panel, filters, first, last) for panel in PANELS], ignore_index=True)
    title = _title(table)
    shown = [panel for panel in PANELS if (table["what"] == panel.name).any()]
    spec = _spec(table, shown, first, last) if shown else theme.no_data()
    return Figure(
        "crossings-trade",
        title,
        f"Small charts of trade and of returns over time, {first:%Y} to {last:%Y}, with a line for each published "
        f"figure, as long as the time that it covers. {title}.",
        spec,
        table,
        notes=_notes(shown),
    )


def _rows(evidence: Evidence, panel: Panel, filters: Filters, first: date, last: date) -> pd.DataFrame:
    """The published figures of a panel whose window touches the period, the same figure of one page once."""
    found = [*_indicators(evidence, panel, filters.known), *_facts(evidence, panel, filters.known)]
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for begins, ends, value, publisher, note, row in found:
        if begins > last or ends < first:
            continue
        key = (begins, ends, round(value, 6), publisher)
        line = lines.setdefault(
            key,
            {
                "what": panel.name, "unit": panel.unit, "from": begins.isoformat(), "to": ends.isoformat(),
                "value": value, "publisher": publisher, "note": note, "rows": (),
            },
        )  # fmt: skip
        line["rows"] = (*line["rows"], row)
    return pd.DataFrame(sorted(lines.values(), key=lambda one: (one["from"], one["to"])), columns=_COLUMNS)


_Found = tuple[date, date, float, str, str, Row]


def _indicators(evidence: Evidence, panel: Panel, known: date | None) -> list[_Found]:
    rows = evidence.read("indicators", known)
    rows = rows[(rows["series_id"] == panel.series) & rows["value"].notna()]
    if panel.area:
        rows = rows[rows["area"] == panel.area]
    return [
        (
            row.period_start.date(), row.period_end.date(), float(row.value), _publisher(evidence, row),
            text(row.note), Row("indicators", row.row_id),
        )
        for row in rows.itertuples(index=False)
    ]  # fmt: skip


def _facts(evidence: Evidence, panel: Panel, known: date | None) -> list[_Found]:
    rows = evidence.read("border_facts", known)
    rows = rows[rows["fact"].isin([*panel.facts, *panel.to_date])]
    found = []
    for row in rows.itertuples(index=False):
        begins, ends = row.as_of_earliest.date(), row.as_of_latest.date()
        if row.fact in panel.to_date:
            begins = date(ends.year, 1, 1)
        found.append((
            begins, ends, float(row.value) / panel.divided, _publisher(evidence, row), text(row.note),
            Row("border_facts", row.row_id),
        ))  # fmt: skip
    return found


def _publisher(evidence: Evidence, row: Any) -> str:
    """Whose page was read."""
    return evidence.source(ids(row.source_ids)[0]).publisher


def _title(table: pd.DataFrame) -> str:
    """Two windows of one length on one page, the newest such pair; else how many figures there are."""
    if table.empty:
        return "No figure on trade or returns is published for this choice"
    said = f"{number(len(table))} figure{'' if len(table) == 1 else 's'} on trade and returns, each for its own window"
    trade = table[table["what"] == PANELS[0].name].sort_values("to", kind="stable", ascending=False)
    for _, later in trade.iterrows():
        for _, earlier in trade[trade["publisher"] == later["publisher"]].iterrows():
            if _year_before(earlier) == (later["from"], later["to"]):
                return (
                    f"{said}; {later['publisher']} prints trade of {number(earlier['value'])} million US dollars in "
                    f"{_when(earlier)} and {number(later['value'])} in {_when(later)}"
                )
    return said


def _year_before(row: pd.Series) -> tuple[str, str]:
    """The window of a row one year later."""
    begins, ends = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    return dates.add_months(begins, 12).isoformat(), dates.add_months(ends, 12).isoformat()


def _when(row: Any) -> str:
    return dates.words(date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))


def _notes(shown: list[Panel]) -> tuple[str, ...]:
    if not shown:
        return ()
    notes = [
        "Each line is one published figure, as long as the time that it covers; a longer window holds more. Windows "
        "overlap and count different things, as their notes say: nothing is joined, added or divided, and a time "
        "without a line has no figure.",
        "Beside the closings, not explained by them.",
    ]
    if any(panel.area == _BOTH for panel in shown):
        notes.append("Returns from Pakistan and Iran together, or from Iran, stand in a chart of their own.")
    return tuple(notes)


def _spec(table: pd.DataFrame, shown: list[Panel], first: date, last: date) -> dict[str, Any]:
    height = len(shown) * (PANEL_PX + _GAP_PX)
    axis = theme.axis(**closings.time_axis(first, last), anchor="free", position=0)
    data, axes, heads = [], {}, []
    for at, panel in enumerate(shown):
        suffix = "" if at == 0 else str(at + 1)
        top = 1 - (at * (PANEL_PX + _GAP_PX) + _GAP_PX * 0.6) / height
        bottom = top - PANEL_PX / height
        colour = theme.UNITS[at % len(theme.UNITS)]
        windows = _windows(table[table["what"] == panel.name], panel, f"y{suffix}", colour, first, last)
        is_right = len(shown) >= _MANY and at >= _left(len(shown))
        data.append({**windows, "meta": {"stage": {"xaxis": "x2"}}} if is_right else windows)
        axes[f"yaxis{suffix}"] = theme.axis(
            domain=[bottom, top], rangemode="tozero", gridcolor=closings.FAINT, fixedrange=True, tickformat=",~d",
            nticks=5, automargin=False,
            anchor="x",
        )  # fmt: skip
        heads.append(_head(panel, top))
    return {
        "data": data,
        "layout": theme.layout(
            height=height + 30,
            margin={"l": 150, "r": 112, "t": 4, "b": 26},
            showlegend=False,
            xaxis=axis,
            annotations=heads,
            meta={
                "narrow": {
                    "margin": {"l": 44, "r": 14, "t": 4, "b": 26},
                    "annotations": [{**head, "text": _in_two_lines(head), "x": -0.11} for head in heads],
                    "xaxis.nticks": _FEW_TICKS,
                },
                **({"stage": _stage(heads, axis)} if len(shown) >= _MANY else {}),
            },
            **axes,
        ),
    }


def _stage(heads: list[dict[str, Any]], axis: dict[str, Any]) -> dict[str, Any]:
    """What of the layout is another on a slide: two columns of panels, the right one with an axis of its own."""
    count = len(heads)
    rows = _left(count)
    height = rows * (PANEL_PX + _STAGE_GAP_PX)
    told: dict[str, Any] = {
        "height": height + 50,
        "margin.l": 60,
        "margin.t": 24,
        "xaxis.domain": list(_HALVES[0]),
        "xaxis.nticks": _FEW_TICKS,
    }
    told["xaxis2"] = {**axis, "domain": list(_HALVES[1]), "nticks": _FEW_TICKS}
    for place in range(count):
        column, row = divmod(place, rows)
        suffix = "" if place == 0 else str(place + 1)
        top = 1 - (row * (PANEL_PX + _STAGE_GAP_PX) + _STAGE_GAP_PX * 0.6) / height
        told[f"yaxis{suffix}.domain"] = [top - PANEL_PX / height, top]
        told[f"yaxis{suffix}.anchor"] = "x2" if column else "x"
        told[f"annotations.{place}.text"] = _in_two_lines(heads[place])
        told[f"annotations.{place}.x"], told[f"annotations.{place}.y"] = _HALVES[column][0], top
    return told


def _in_two_lines(head: dict[str, Any]) -> str:
    """A heading with its unit in a line of its own."""
    return str(head["text"]).replace("</b>, ", "</b><br>")


def _left(count: int) -> int:
    """How many of the panels stand in the left of two columns."""
    return (count + 1) // 2


def _windows(rows: pd.DataFrame, panel: Panel, axis: str, colour: str, first: date, last: date) -> dict[str, Any]:
    """A line from the first to the last day of each window at the height of its figure, none between windows."""
    x: list[str | None] = []
    y: list[float | None] = []
    carried: list[str | None] = []
    hover: list[str] = []
    text: list[str] = []
    labelled = _with_room(rows, first, last)
    for row in rows.itertuples():
        begins, ends = max(row[3], first.isoformat()), min(row[4], last.isoformat())
        said = (
            f"<b>{escape(panel.name)}</b><br>{escape(_when({'from': row[3], 'to': row[4]}))}: "
            f"{number(row.value, 3).rstrip('0').rstrip('.')} {panel.unit}"
            f"<br>{escape(row.publisher)}: {escape(row.note)}"
        )
        text += ["", f" {number(row.value)}" if row.Index in labelled else "", ""]
        x += [begins, ends, None]
        y += [row.value, row.value, None]
        carried += [row.rows[0].row_id, row.rows[0].row_id, None]
        hover += [said, said, ""]
    return {
        "type": "scatter", "uid": theme.uid(panel.name), "name": panel.name, "mode": "lines+markers+text", "text": text,
        "textposition": "middle right", "textfont": {"size": 10}, "x": x, "y": y, "yaxis": axis,
        "connectgaps": False, "customdata": carried, "hovertext": hover, "hoverinfo": "text", "cliponaxis": False,
        "line": {"width": 3, "color": colour},
        "marker": {"symbol": "line-ns", "size": 9, "line": {"width": 2, "color": colour}},
    }  # fmt: skip


def _with_room(rows: pd.DataFrame, first: date, last: date) -> set[int]:
    """The windows whose figure finds room behind its end, the largest first: no line and no other figure is there."""
    most, length = float(rows["value"].max()) or 1.0, max((last - first).days, 1)
    spans = {
        row.Index: (*((date.fromisoformat(day) - first).days / length for day in (row[3], row[4])), row.value / most)
        for row in rows.itertuples()
    }
    found: list[int] = []
    for one in sorted(spans, key=lambda index: -spans[index][2]):
        _, ends, height = spans[one]
        lines = (other for index, other in spans.items() if index != one)
        taken = [*lines, *((spans[index][1], spans[index][1] + _LABEL_WIDTH, spans[index][2]) for index in found)]
        if not any(
            abs(top - height) < _LABEL_HEIGHT and begins < ends + _LABEL_WIDTH and ends < until
            for begins, until, top in taken
        ):
            found.append(one)
    return set(found)


def _head(panel: Panel, top: float) -> dict[str, Any]:
    return {
        "text": f"<b>{panel.name}</b>, {panel.unit}", "xref": "paper", "yref": "paper", "x": 0, "y": top,
        "xanchor": "left", "yanchor": "bottom", "yshift": 2, "showarrow": False, "font": {"size": 12},
        "align": "left",
    }  # fmt: skip
