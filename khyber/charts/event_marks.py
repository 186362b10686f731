"""Events of the timeline as marks on any axis of time: what each series, the timeline and the briefing draw alike.

A mark carries its `event_id` as customdata, so that a click can open it (`khyber.ui.events`).
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd

from khyber.charts import names, theme
from khyber.charts.catalogue import Row, escape
from khyber.evidence import Evidence, dates, ids

COLUMNS = ["event_id", "date", "date_end", "until", "category", "title", "description", "actors", "who", "rows"]
LANE_PX = 15
_EDGE_LANES = 0.9
_LINE_LENGTH = 42


class Placed(NamedTuple):
    """Where events stand: the height of each from above, by the index of the events, and of each category's row.

    Both are in lanes; a category without events has no row.
    """

    heights: pd.Series
    rows: dict[str, float]

    @property
    def lanes(self) -> float:
        """The height of all rows."""
        return sum(self.rows.values())


def place(evidence: Evidence, events: pd.DataFrame, apart: pd.Timedelta) -> Placed:
    """Place events in rows by category, so that no mark hides another.

    events: rows of the timeline, oldest first, with `until`. Within its row an event takes the first lane that is
    free of others for the time `apart`.
    """
    heights = pd.Series(0.0, index=events.index)
    rows: dict[str, float] = {}
    for category in evidence.labels("timeline_category"):
        own = events[events["category"] == category]
        if own.empty:
            continue
        above, free = sum(rows.values()), list[pd.Timestamp]()
        for row in own.itertuples():
            lane = next((place for place, day in enumerate(free) if day <= row.date), len(free))
            free[lane : lane + 1] = [(row.date if pd.isna(row.until) else row.until) + apart]
            heights[row.Index] = above + _EDGE_LANES + lane
        rows[category] = len(free) - 1 + 2 * _EDGE_LANES
    return Placed(heights, rows)


def axis(evidence: Evidence, placed: Placed, **more: Any) -> dict[str, Any]:
    """The axis of the rows, each named in its middle, the first on top."""
    labels = evidence.labels("timeline_category")
    ends = list(accumulate(placed.rows.values()))
    return theme.axis(
        range=[placed.lanes, 0],
        tickvals=[end - lanes / 2 for end, lanes in zip(ends, placed.rows.values(), strict=True)],
        ticktext=[escape(labels[one]) for one in placed.rows],
        showgrid=False,
        fixedrange=True,
        **more,
    )


def edges(placed: Placed, yref: str = "y") -> list[dict[str, Any]]:
    """The lines between the rows, on the axis of the rows."""
    line = {"color": theme.QUIET, "width": 1, "dash": "dot"}
    own = {"type": "line", "xref": "paper", "yref": yref, "x0": 0, "x1": 1, "line": line, "layer": "below"}
    return [{**own, "y0": end, "y1": end} for end in list(accumulate(placed.rows.values()))[:-1]]


def told(evidence: Evidence, events: pd.DataFrame) -> pd.DataFrame:
    """Events with `who`, the names of those who took part, and `rows`, the row behind each."""
    return events.assign(
        who=[who(evidence, row, "name", 20) for row in events.itertuples()],
        rows=[(Row("timeline", one),) for one in events["event_id"]],
    )


def marks(evidence: Evidence, events: pd.DataFrame, heights: pd.Series, **trace: Any) -> list[dict[str, Any]]:
    """The marks of events, one trace a category, each with its symbol and colour.

    events: rows of the timeline. heights: where each stands on the other axis, by the same index. trace: what
    else each trace is given, such as its axis.
    """
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": escape(label),
            "showlegend": False,
            "x": [f"{day:%Y-%m-%d}" for day in rows["date"]],
            "y": list(heights[rows.index]),
            "marker": {"symbol": theme.EVENT_SYMBOLS[category], "size": 9, "color": colour(evidence, category)},
            "hovertext": [hover(evidence, row) for row in rows.itertuples()],
            "hoverinfo": "text",
            "customdata": list(rows["event_id"]),
            **trace,
        }
        for category, label in evidence.labels("timeline_category").items()
        if len(rows := events[events["category"] == category])
    ]


def colour(evidence: Evidence, category: str) -> str:
    """The colour of a category, by its place in the vocabulary."""
    return theme.UNITS[list(evidence.labels("timeline_category")).index(category)]


def hover(evidence: Evidence, event: Any) -> str:
    """The hover label of an event: when, what, who."""
    title = "<br>".join(escape(line) for line in wrap(event.title, _LINE_LENGTH))
    return f"<b>{escape(when(event))}</b><br>{title}<br>{escape(who(evidence, event))}"


def when(event: Any) -> str:
    """The days of an event in words."""
    return dates.words(event.date.date(), None if pd.isna(event.date_end) else event.date_end.date())


def who(evidence: Evidence, event: Any, column: str = "short_name", most: int = 4) -> str:
    """Who took part in an event, in words: by short names, or by those of another column of `actors`."""
    return names.in_words([names.of(evidence, "actors", one, column) for one in ids(event.actors)], most)


def reading_notes(known: date | None) -> tuple[str, ...]:
    """What must be read with the words of events, as known by a day or not."""
    notes = ["In the words of this project, after the pages named as sources."]
    if known:
        notes.append("The words and the last day of a row may tell what became known later.")
    return tuple(notes)


def shade(truce: Any) -> dict[str, Any]:
    """A truce as a shaded span of time over the whole height of a chart."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": f"{truce.date:%Y-%m-%d}",
        "x1": f"{truce.until:%Y-%m-%d}",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.QUIET,
        "opacity": 0.22,
        "line": {"width": 0},
        "layer": "below",
    }


def truces_in_words(truces: pd.DataFrame) -> str:
    """The sentence that names the truces shaded in a chart."""
    told = [f"{row.title} ({dates.words(row.date.date(), row.until.date())})" for row in truces.itertuples()]
    return f"Shaded: {names.in_words(told, 6)}."
