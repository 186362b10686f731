"""What the figures of escalation share: the axis of the rungs, conditions beneath it, and rows in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import escalation, rungs
from khyber.charts import closings, names, theme
from khyber.charts.catalogue import Figure, Row, as_rows, escape
from khyber.evidence import Evidence, cached, dates, ids
from khyber.evidence.ranges import number

NOT_RULED = "No rung is given in this release: it is from before there were rules for them"
SELECTION = (
    "The tables are a selection of notable events. A time without an act on record is not known to have been calm, and "
    "no count of acts is a trend."
)
ORDINAL = "Rungs are places in an order: 10 is above 5, and not twice as much."
# Claims that the other side denies or that nobody confirms, by the codes of `labels`.
IN_DOUBT = frozenset({"disputed", "denied", "alleged", "not-confirmed"})
ACTS, RECORDS, STANDING = theme.ATTACK, theme.LINE, theme.BORDER
DOUBTED = "Only by acts in dispute or unconfirmed"
IN_DISPUTE = "Hollow: reached only by acts that are disputed, denied, alleged by one side or not confirmed."
HEIGHT = 520
_WIDTH, _LONGEST = 64, 220
_NONE = 0
_BELOW = -1.3


def not_ruled(figure_id: str, *, drawn: bool) -> Figure:
    """The figure of a release that has no rules."""
    table = pd.DataFrame({"rung": pd.Series(dtype=object), "rows": pd.Series(dtype=object)})
    alt = f"Chart without marks. {NOT_RULED}." if drawn else NOT_RULED
    return Figure(figure_id, NOT_RULED, alt, theme.no_data() if drawn else None, table)


@cached(2)
def levels(evidence: Evidence) -> dict[int, str]:
    """The name of each rung."""
    ladder = evidence.read(rungs.LADDER)
    return {int(rung): name for rung, name in zip(ladder["rung"], ladder["name"], strict=True)}


def level(evidence: Evidence, rung: Any) -> str:
    """A rung with its name, such as "rung 3 (crossing closure)"."""
    name = levels(evidence).get(int(rung), "")
    return f"rung {int(rung)}" + (f" ({names.inside(name)})" if name else "")


def name(evidence: Evidence, rung: Any) -> str:
    """The name of a rung, "" where there is none."""
    return "" if pd.isna(rung) else levels(evidence).get(int(rung), "")


def ladder_rows(evidence: Evidence, *some: Any) -> tuple[Row, ...]:
    """The rows of some rungs, of all where none is named."""
    told = [int(one) for one in some if pd.notna(one)] if some else list(levels(evidence))
    return as_rows(rungs.LADDER, [str(one) for one in dict.fromkeys(told) if one in levels(evidence)])


def rows_of(told: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    """Rows by their table and id."""
    return tuple(dict.fromkeys(Row(table, row_id) for table, row_id in told))


def standing_rows(row: Any) -> tuple[Row, ...]:
    """The rows behind a part of a closing: those of its two ends, and the crossing."""
    return (*closings.rows_of(row.evidence), Row("crossings", row.crossing_id))


def by_id(evidence: Evidence, known: date | None) -> Mapping[tuple[str, str], Any]:
    """Every row with its rung, by table and id."""
    return _by_id(evidence, known)


@cached(8)
def _by_id(evidence: Evidence, known: date | None) -> dict[tuple[str, str], Any]:
    return {(row.table, row.row_id): row for row in escalation.assigned(evidence, known).itertuples(index=False)}


def when(row: Any) -> str:
    """The days of a row in words; of one whose day is not certain, the time within which it lies."""
    return f"{dates.words(row.first, row.last)}{'' if row.on_days else ', day not certain'}"


def range_words(low: Any, high: Any, rung: Any) -> str:
    """A rung with the lowest and highest that are left open: "9, or 4", "7, or 6 to 11", "10, or 11, or none".

    "" where there is none.
    """
    if pd.isna(rung):
        return "" if pd.isna(high) else f"none, or {high}"
    others = [str(one) for one in dict.fromkeys((low, high)) if pd.notna(one) and one != rung]
    said = f"{rung}, or {' to '.join(others)}" if others else str(rung)
    return f"{said}, or none" if pd.isna(low) else said


def claim(evidence: Evidence, row: Any) -> str:
    """By whose word a row is as told: its claim status, "" where none is on record."""
    return names.inside(evidence.labels("claim_status").get(row.claim_status, ""))


def who(evidence: Evidence, row: Any, most: int = 4) -> str:
    """Who is on record as having acted, in words."""
    return names.in_words([names.of(evidence, "actors", one) for one in ids(row.actors)], most)


def in_doubt(told: Iterable[Any]) -> bool:
    """True where every one of some rows is disputed, denied, alleged or not confirmed.

    The timeline has no claim status, so an event of the day of an incident among them leaves the word to that incident.
    """
    rows = list(told)
    incidents = [row for row in rows if row.table == "incidents"]
    alone = [one for one in rows if not any(one.first <= row.last and row.first <= one.last for row in incidents)]
    return all(row.claim_status in IN_DOUBT for row in (*incidents, *alone))


def line(row: Any) -> str:
    """A row in a few words."""
    what = row.told if len(row.told) <= 110 else f"{row.told[:108].rsplit(' ', 1)[0]} …"
    return f"{row.place}: {what}" if row.place and row.table == "incidents" else what


def axis(evidence: Evidence, below: Iterable[Any]) -> dict[str, Any]:
    """The axis of the rungs, the conditions beneath: names at the side, on a narrow screen numbers alone."""
    at = heights(below)
    places = [*sorted(at.values()), _NONE, *levels(evidence)]
    beneath = [f"Standing, {rung}" for rung in sorted(at, key=lambda one: at[one])]
    return theme.axis(
        range=[min([*at.values(), 0]) - 0.7, max(levels(evidence), default=_NONE) + 0.7],
        tickvals=places,
        ticktext=[*beneath, "No act", *(f"{_short(name)}  <b>{rung}</b>" for rung, name in levels(evidence).items())],
        fixedrange=True,
        gridcolor=closings.FAINT,
        tickfont={"size": 11},
    )


def narrow(evidence: Evidence, below: Iterable[Any]) -> dict[str, Any]:
    """What of a layout with this axis is another on a narrow screen."""
    at = heights(below)
    beneath = [f"S{rung}" for rung in sorted(at, key=lambda one: at[one])]
    return {"yaxis.ticktext": [*beneath, "–", *map(str, levels(evidence))], "margin": {"l": 4, "r": 4, "t": 8, "b": 36}}


def _short(called: str) -> str:
    """A name that fits beside the axis."""
    return escape(called if len(called) <= 44 else f"{called[:43].rsplit(' ', 1)[0]} …")


def heights(below: Iterable[Any]) -> dict[int, float]:
    """Where conditions stand beneath the rungs, the highest on top."""
    return {one: _BELOW - 0.9 * place for place, one in enumerate(sorted({int(b) for b in below}, reverse=True))}


def conditions(evidence: Evidence, found: pd.DataFrame, first: date, last: date) -> list[dict[str, Any]]:
    """The conditions of a period as bars beneath the rungs: thick where a crossing was certainly shut, else thin."""
    at = heights(found["rung"])
    traces = []
    for kind, called, width in (("possible", "Perhaps still shut", 2), ("certain", "Crossing certainly shut", 9)):
        own = found[(found[f"{kind}_first"] <= last) & (found[f"{kind}_last"] >= first)]
        # The newest first: on a slide LibreOffice leaves out a line that begins where the one before it ended.
        own = own.sort_values(f"{kind}_first", ascending=False, kind="stable")
        x: list[str | None] = []
        y: list[float | None] = []
        carried: list[Any] = []
        hover: list[str] = []
        for row in own.itertuples(index=False):
            begins, ends = max(getattr(row, f"{kind}_first"), first), min(getattr(row, f"{kind}_last"), last)
            mark = [f"{begins:%Y-%m}", row.detail_id]
            x += [begins.isoformat(), ends.isoformat(), None]
            y += [at[int(row.rung)], at[int(row.rung)], None]
            carried += [mark, mark, None]
            hover += [condition_hover(row)] * 2 + [""]
        traces.append({
            "type": "scatter", "uid": f"standing-{kind}", "name": called, "mode": "lines", "x": x, "y": y,
            "customdata": carried, "hovertext": hover, "hoverinfo": "text", "connectgaps": False,
            "line": {"width": width, "color": STANDING},
        })  # fmt: skip
    return [trace for trace in traces if trace["x"]]


def condition_hover(row: Any) -> str:
    """The hover label of a condition."""
    return f"<b>{escape(row.told)}</b><br>{escape(closings.span_words(row))}<br>A condition on rung {row.rung}"


def condition_words(found: Iterable[Any]) -> str:
    """Which crossings stood shut, certainly or perhaps, in words."""
    return names.in_words(list(dict.fromkeys(closings.brief(row.place) for row in found)), 8)


def period(evidence: Evidence, known: date | None, first: date | None, last: date | None) -> tuple[date, date]:
    """The days looked at: those chosen, within the series."""
    begins, ends = escalation.starts(evidence), evidence.last_day(known)
    return max(first or begins, begins), min(last or ends, ends)


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many}"


@cached(8)
def standing(evidence: Evidence, known: date | None) -> pd.DataFrame:
    """The conditions (`escalation.conditions`) with `place`, the name of the crossing."""
    found = escalation.conditions(evidence, known)
    crossings = evidence.read("crossings")
    named = dict(zip(crossings["crossing_id"], crossings["name"], strict=True))
    return found.assign(place=[named.get(one, one) for one in found["crossing_id"]])


def all_standing_rows(found: Iterable[Any]) -> tuple[Row, ...]:
    """The rows behind some conditions, each once."""
    return tuple(dict.fromkeys(row for one in found for row in standing_rows(one)))


def marker(symbol: str, size: int) -> dict[str, Any]:
    """The look of the mark of an act."""
    return {"symbol": symbol, "size": size, "color": ACTS, "line": {"width": 2, "color": ACTS}}


def bars(rows: pd.DataFrame) -> dict[str, Any]:
    """Bars from the lowest to the highest rung that is left open, from none where there may be none."""
    lows = [_NONE if pd.isna(low) else low for rung, low in zip(rows["rung"], rows["rung_low"], strict=True)]
    return {
        "type": "data", "symmetric": False, "thickness": 1.2, "width": 0, "color": ACTS,
        "array": [int(high - rung) for rung, high in zip(rows["rung"], rows["rung_high"], strict=True)],
        "arrayminus": [int(rung - low) for rung, low in zip(rows["rung"], lows, strict=True)],
    }  # fmt: skip


def rung_words(row: Any) -> str:
    said = range_words(row.rung_low, row.rung_high, row.rung)
    if pd.isna(row.rung):
        return "no act on record" + (f", but one in doubt ({said})" if said else "")
    return f"rung {said} ({escape(names.inside(row.level))})"


def wrapped(text: str, width: int = 64) -> str:
    lines, line = [], ""
    for word in text[:220].split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "<br>".join(escape(one) for one in [*lines, line + (" …" if len(text) > 220 else "")])


def month(text: str) -> str:
    return dates.words(*dates.bounds(text))


def layout(evidence: Evidence, stood: pd.DataFrame, first: date, last: date, *, keys: bool) -> dict[str, Any]:
    below = list(stood["rung"])
    return theme.layout(
        height=HEIGHT,
        margin={"l": 275, "r": 12, "t": 8, "b": 64},
        xaxis=theme.axis(**closings.time_axis(first, last)),
        yaxis=axis(evidence, below),
        meta={"keys": keys, "narrow": narrow(evidence, below) | {"height": HEIGHT}},
    )
