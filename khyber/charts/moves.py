"""Who moved, when: every change of a declared position, through time and by actor."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd

from khyber.analysis import economy, stances
from khyber.charts import names, positions, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Figure, Row, escape, figure
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

TOWARDS, AGAINST, ROLE = "towards what the issue names", "away from it", "to or from the role of a go-between"
# By direction: the symbol of its mark and its colour.
LOOKS = {TOWARDS: ("triangle-up", "#16756b"), AGAINST: ("triangle-down", "#b0491f"), ROLE: ("diamond", "#8a5fb0")}
SIGNS = {TOWARDS: "▲", AGAINST: "▼", ROLE: "◆"}
_COLUMNS = [
    "actor",
    "issue",
    "from_day",
    "from_position",
    "as_of",
    "position",
    "direction",
    "after",
    "statement",
    "rows",
]
# Where marks of nearly the same day stand about their line.
_LANES = (0.0, -0.3, 0.3)
_HOVER_WIDTH = 52


@figure("actors-moves", page="actors", name="Who moved, and when", uses=PERIOD)
def who_moved(evidence: Evidence, filters: Filters) -> Figure:
    """Marks through time, a line for each actor that moved: up towards what the issue names, down away from it."""
    found = _moves(evidence, filters)
    issues = evidence.labels("stance_issue")
    table = found.assign(as_of=found["as_of"].dt.strftime("%Y-%m-%d"), issue=[issues[one] for one in found["issue"]])[
        _COLUMNS
    ]
    if found.empty:
        return empty("actors-moves", "No change of a declared position in this period", table)
    title = _title(evidence, found)
    return Figure(
        "actors-moves",
        title,
        f"Marks through time with a line for each actor that changed a declared position. {title}. The list gives "
        "each change in words.",
        _spec(evidence, found),
        table,
        notes=_notes(found),
    )


def _moves(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found = stances.moves(evidence, filters.known)
    dated = found.assign(period_start=found["as_of"], period_end=found["as_of"])
    found = economy.between(dated, filters.first_day, filters.last_day).reset_index(drop=True)
    labels = evidence.labels("stance_position")
    return found.assign(
        from_day=found["from_as_of"].dt.strftime("%Y-%m-%d"),
        from_position=[labels[one] for one in found["from_position"]],
        position=[labels[one] for one in found["position"]],
        direction=[TOWARDS if one > 0 else AGAINST if one < 0 else ROLE for one in found["step"]],
        after=["one in force" if one == stances.HELD else "one that had lapsed" for one in found["state"]],
        rows=[(Row("stances", row.row_id), Row("stances", row.from_id)) for row in found.itertuples(index=False)],
    )


def _title(evidence: Evidence, found: pd.DataFrame) -> str:
    count = f"{number(len(found))} change{'' if len(found) == 1 else 's'} of a declared position"
    first, last = found["as_of"].iloc[0].date(), found["as_of"].iloc[-1].date()
    by_actor = found["actor"].value_counts()
    order = sorted(by_actor.index, key=lambda one: (-by_actor[one], stances.actors(evidence).index(one)))
    told = names.in_words([f"{positions.who(evidence, one)} {by_actor[one]}" for one in order], len(order))
    span = dates.words(first) if first == last else f"{dates.words(first)} to {dates.words(last)}"
    return f"{count}, {span}: {told}"


def _notes(found: pd.DataFrame) -> tuple[str, ...]:
    notes = [
        "A change is a declaration that differs from the one before it of the same actor on the same issue. What was "
        "said between two declarations on record is not known.",
        "How large a step is cannot be read from a mark; to or from the role of a go-between is no step either way.",
    ]
    if (found["state"] == stances.LAPSED).any():
        notes.append(
            f"Hollow: the declaration before was older than {stances.CARRIED_MONTHS} months, so when in between the "
            "actor moved is not known."
        )
    return (*notes, positions.DECLARED)


def _spec(evidence: Evidence, found: pd.DataFrame) -> dict[str, Any]:
    lines = [one for one in stances.actors(evidence) if one in set(found["actor"])]
    place = {one: at for at, one in enumerate(lines)}
    first, last = found["as_of"].min(), found["as_of"].max()
    edge = max((last - first) * 0.03, pd.Timedelta(days=20))
    found = found.assign(off=_offsets(found, edge))
    data = [
        _trace(evidence, own, place, direction)
        for direction in LOOKS
        if len(own := found[found["direction"] == direction])
    ]
    return {
        "data": data,
        "layout": theme.layout(
            height=110 + 40 * len(lines),
            margin={"l": 16, "r": 16, "t": 8, "b": 70},
            xaxis=theme.axis(
                type="date", range=[f"{one:%Y-%m-%d}" for one in (first - edge, last + edge)], fixedrange=True
            ),
            yaxis=theme.axis(
                range=[len(lines) - 0.4, -0.6], tickmode="array", tickvals=list(place.values()),
                ticktext=[escape(positions.who(evidence, one)) for one in lines], fixedrange=True,
            ),
        ),
    }  # fmt: skip


def _offsets(found: pd.DataFrame, near: pd.Timedelta) -> list[float]:
    """How far each mark stands from the line of its actor, so that none hides one of nearly the same day."""
    offsets: list[float] = []
    last: dict[str, tuple[pd.Timestamp | None, int]] = {}
    for row in found.itertuples(index=False):
        day, lane = last.get(row.actor, (None, 0))
        lane = (lane + 1) % len(_LANES) if day is not None and row.as_of - day < near else 0
        last[row.actor] = (row.as_of, lane)
        offsets.append(_LANES[lane])
    return offsets


def _trace(evidence: Evidence, own: pd.DataFrame, place: dict[str, int], direction: str) -> dict[str, Any]:
    symbol, colour = LOOKS[direction]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{direction[:1].upper()}{direction[1:]}",
        "x": list(own["as_of"].dt.strftime("%Y-%m-%d")),
        "y": [place[row.actor] + row.off for row in own.itertuples(index=False)],
        "marker": {
            "symbol": [symbol if one == stances.HELD else f"{symbol}-open" for one in own["state"]],
            "size": 13,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        "customdata": list(own["row_id"]),
        "hovertext": [_hover(evidence, row) for row in own.itertuples(index=False)],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(evidence: Evidence, row: Any) -> str:
    said = "<br>".join(escape(part) for part in wrap(row.statement, _HOVER_WIDTH))
    issue = names.inside(evidence.labels("stance_issue")[row.issue])
    return f"<b>{escape(positions.who(evidence, row.actor))}: {escape(issue)}</b><br>{escape(in_words(row))}<br>{said}"


def in_words(row: Any) -> str:
    """A change in words: "Neutral (30 December 2024), then supports (27 February 2026)"."""
    before = dates.words(row.from_as_of.date())
    return f"{row.from_position} ({before}), then {names.inside(row.position)} ({dates.words(row.as_of.date())})"
