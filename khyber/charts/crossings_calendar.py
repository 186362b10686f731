"""The calendar of the crossings: when each was shut, how sure that is, and what happened beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import closures
from khyber.charts import closings, names, theme
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, escape, figure
from khyber.charts.closings import LETTERS, PERIOD
from khyber.charts.places import as_of, incident_line, short_name
from khyber.evidence import Evidence, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

ROW_PX = 46
_WIDE, _THIN = 0.42, 0.2
_LETTER_UP, _CLASH_DOWN = 0.36, 0.33
_LETTER_SHARE = 0.014
# A label of the years is written into a bar that is at least this share of the time shown, as wide as a phone needs.
_SINCE_SHARE = 0.4
_DAY_MS = 86_400_000


@figure("crossings-calendar", page="crossings", name="Calendar of the crossings: open or shut", uses=PERIOD)
def crossings_calendar(evidence: Evidence, filters: Filters) -> Figure:
    """Every crossing a row, time across: shut for certain as filled bars, shut perhaps as hatched outlines."""
    if not closures.is_read(evidence):
        return closings.not_read("crossings-calendar")
    first, last = closings.period(evidence, filters)
    found = closings.within(closures.spans(evidence, filters.known), first, last)
    crossings = closings.in_order(evidence, filters.known)
    clashes, without = (
        rows[rows["date"].between(pd.Timestamp(first), pd.Timestamp(last))]
        for rows in (closures.clashes(evidence, filters.known), closures.without_a_point(evidence, filters.known))
    )
    facts = _facts(evidence, found, clashes, len(without))
    title = _title(evidence, found, crossings)
    spec = _spec(evidence, found, crossings, clashes, (first, last)) if len(found) else theme.no_data()
    return Figure(
        "crossings-calendar",
        title,
        f"Calendar with a row for each of {len(crossings)} crossings and time across, "
        f"{first:%Y} to {last:%Y}: filled bars where a crossing was certainly shut, hatched where it may have been. "
        f"{title}.",
        spec,
        _table(evidence, found),
        facts=facts,
        notes=_notes(evidence, found, first),
        extra_rows=(
            *as_rows("crossings", crossings["crossing_id"]),
            *as_rows("incidents", [*clashes["incident_id"], *without["incident_id"]]),
        ),
    )


def _title(evidence: Evidence, found: pd.DataFrame, crossings: pd.DataFrame) -> str:
    if found.empty:
        return "No closing of a crossing is on record for this choice"
    count, shut = found["closure_id"].nunique(), found["crossing_id"].nunique()
    most = found.drop_duplicates("closure_id")["crossing_id"].value_counts()
    named = crossings.set_index("crossing_id")["name"]
    leading = [closings.brief(named[one]) for one in named.index.intersection(most.index[most == most.iloc[0]])]
    said = f"{number(count)} closing{'' if count == 1 else 's'} of {shut} crossing{'' if shut == 1 else 's'} on record"
    if shut > 1:
        said += f", {most.iloc[0]} {'of them' if len(leading) == 1 else 'each'} of {names.in_words(leading)}"
    ends = int(found["open_end"].sum())
    return f"{said}; for {ends or 'none'} no end is on record"


def _facts(evidence: Evidence, found: pd.DataFrame, clashes: pd.DataFrame, without: int) -> tuple[Fact, ...]:
    """What began beside what; `without`: how many events with force have no point and so stand beside no crossing."""
    if found.empty:
        return ()
    starts = date.fromisoformat(evidence.resource("incidents")["starts"]["border"])
    beside = closures.beside_clashes(found, clashes, starts)
    told = f"of {len(beside)} closings whose first day is known and lies in the period of the events"
    if without:
        event, stand = ("event", "stands") if without == 1 else ("events", "stand")
        told += f"; {number(without)} {event} placed no closer than by province {stand} beside no crossing"
    facts = []
    for column, when in (("after", "within {} days after, or on the day of,"), ("before", "within {} days before")):
        own = beside[beside[column]]
        facts.append(
            Fact(
                f"Began {when.format(closures.WEEK_DAYS)} an event with force near the crossing",
                number(len(own)),
                f"{told}; an order in time, which says nothing of a cause",
                (*as_rows("closures", own["closure_id"]), *_incidents(own)),
            )
        )
    exact = [row for row in found.itertuples(index=False) if row.certain_last == row.possible_last]
    facts.append(
        Fact(
            "Parts of closings whose last day is known",
            f"{len(exact)} of {len(found)}",
            "the others end between the last evidence that the crossing was shut and the next that it was open",
        )
    )
    return tuple(facts)


def _incidents(beside: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(dict.fromkeys(Row("incidents", one) for each in beside["incidents"] for one in each))


def _table(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    """The closings of the calendar, one line a part, with its days as a range."""
    called = evidence.read("crossings").set_index("crossing_id")["name"]
    scopes = evidence.labels("closure_scope")
    lines = [
        {
            "crossing": called[row.crossing_id],
            "closing": row.closure_id,
            "shut_for": scopes[row.scope],
            "border_wide": row.border_wide,
            "let_through": row.let_through,
            "perhaps_from": row.possible_first.isoformat(),
            "certainly_from": row.certain_first.isoformat(),
            "certainly_until": row.certain_last.isoformat(),
            "perhaps_until": row.possible_last.isoformat(),
            "low": closings.part_days(row).low,
            "high": closings.part_days(row).high,
            "end_not_known": row.open_end,
            "reason": row.reason,
            "reading": row.reading,
            "rows": (*closings.rows_of(row.evidence), Row("crossings", row.crossing_id)),
        }
        for row in found.itertuples(index=False)
    ]
    columns = [
        "crossing", "closing", "shut_for", "border_wide", "let_through", "perhaps_from", "certainly_from",
        "certainly_until", "perhaps_until", "low", "high", "end_not_known", "reason", "reading", "rows",
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=columns)


def _notes(evidence: Evidence, found: pd.DataFrame, first: date) -> tuple[str, ...]:
    if found.empty:
        return ()
    scopes = evidence.labels("closure_scope")
    letters = ", ".join(f"{letter} {names.inside(scopes[one])}" for one, letter in LETTERS.items())
    earlier = found[found["possible_first"] < first]["closure_id"].nunique()
    notes = [
        "Filled: certainly shut. Hatched: between the last evidence that it was shut and the next that it was open, "
        f"so shut or open. Letters, where there is room: {letters}; a thin bar: some were let through.",
        f"Diamonds: events with force between the two states within {closures.NEAR_KM} km of the crossing's point; "
        "neither point is exact. A selection of notable events: no diamond is not calm.",
        "A row without a bar has no closing on record, which is not to say that it was open. States at the right: as "
        f"described in release {evidence.release}, each for its own date.",
    ]
    if earlier:
        notes.append(f"Closings that began before the time shown, and are cut at its edge: {earlier}.")
    return tuple(notes)


def _spec(
    evidence: Evidence, found: pd.DataFrame, crossings: pd.DataFrame, clashes: pd.DataFrame, span: tuple[date, date]
) -> dict[str, Any]:
    place = {one: at for at, one in enumerate(crossings["crossing_id"])}
    hover = {row.detail_id: _hover(evidence, row) for row in found.itertuples(index=False)}
    data = [
        *(_bars(found, place, hover, scope, span, certain=certain) for certain in (False, True) for scope in LETTERS),
        _letters(found, place, hover, span),
        *_earlier(found, place, span),
        _clash_marks(evidence, clashes, place),
        _states(evidence, crossings, place, span[1]),
    ]
    return {"data": [trace for trace in data if trace["x"]], "layout": _layout(crossings, place, span)}


def _hover(evidence: Evidence, row: Any) -> str:
    called = escape(evidence.row("crossings", row.crossing_id)["name"])
    scope = escape(names.inside(evidence.labels("closure_scope")[row.scope]))
    lines = [
        f"<b>{called}</b>: {escape(closings.span_words(row))}",
        f"{closings.days_words(closings.part_days(row))}, {scope}{', border-wide' if row.border_wide else ''}",
        escape(row.reason),
    ]
    if row.let_through:
        lines.append(f"Let through: {escape(row.let_through)}")
    return "<br>".join(lines)


def _bars(
    found: pd.DataFrame,
    place: dict[str, int],
    hover: dict[str, str],
    scope: str,
    span: tuple[date, date],
    *,
    certain: bool,
) -> dict[str, Any]:
    """The bars of one extent: those of certain days filled, those of possible ones hatched outlines beneath."""
    kind = "certain" if certain else "possible"
    own = found[found["scope"] == scope]
    if not certain:
        wider = (own["possible_first"] < own["certain_first"]) | (own["possible_last"] > own["certain_last"])
        own = own[wider]
    own = own[(own[f"{kind}_first"] <= span[1]) & (own[f"{kind}_last"] >= span[0])]
    begins = [max(one, span[0]) for one in own[f"{kind}_first"]]
    ends = [min(one, span[1]) for one in own[f"{kind}_last"]]
    colour, pattern = theme.SCOPES[scope]
    shape = {"shape": pattern, "solidity": 0.35} if certain else {"shape": "/", "solidity": 0.15, "size": 6}
    return {
        "type": "bar",
        "uid": f"{kind}-{scope}",
        "orientation": "h",
        "base": [one.isoformat() for one in begins],
        "x": [((end - begin).days + 1) * _DAY_MS for begin, end in zip(begins, ends, strict=True)],
        "y": [place[one] for one in own["crossing_id"]],
        "width": [_THIN if let else _WIDE for let in own["let_through"]],
        "customdata": [[row.crossing_id, row.closure_id] for row in own.itertuples(index=False)],
        "hovertext": [hover[one] for one in own["detail_id"]],
        "hoverinfo": "text",
        "marker": {
            "color": colour if certain else "rgba(0,0,0,0)",
            "pattern": {**shape, "fgcolor": theme.ON_FILL if certain else colour, "fillmode": "overlay"},
            "line": {"width": 1, "color": colour},
        },
    }


def _letters(
    found: pd.DataFrame, place: dict[str, int], hover: dict[str, str], span: tuple[date, date]
) -> dict[str, Any]:
    """The letters of the extents above the first days of the parts; those that would touch stand together."""
    gap = (span[1] - span[0]) * _LETTER_SHARE
    groups: list[list[Any]] = []
    for row in found[found["possible_first"] >= span[0]].itertuples(index=False):
        near = groups and groups[-1][-1].crossing_id == row.crossing_id
        if near and row.possible_first - groups[-1][0].possible_first < gap:
            groups[-1].append(row)
        else:
            groups.append([row])
    return {
        "type": "scatter",
        "uid": "letters",
        "mode": "text",
        "x": [group[0].possible_first.isoformat() for group in groups],
        "y": [place[group[0].crossing_id] - _LETTER_UP for group in groups],
        "text": ["".join(dict.fromkeys(LETTERS[row.scope] for row in group)) for group in groups],
        "textfont": {"size": 10},
        "customdata": [[group[0].crossing_id, group[0].closure_id] for group in groups],
        "hovertext": ["<br>".join(hover[row.detail_id] for row in group) for group in groups],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"opacity": 0},
        "meta": {"narrow": {"mode": "markers"}},
    }


def _earlier(found: pd.DataFrame, place: dict[str, int], span: tuple[date, date]) -> list[dict[str, Any]]:
    """Where a closing began before the time shown: since when, written into its bar, or behind a short one."""
    own = found[found["possible_first"] < span[0]]
    filled = own["certain_last"].map(lambda last: min(last, span[1]) - span[0]) if len(own) else own["certain_last"]
    inside = (filled > (span[1] - span[0]) * _SINCE_SHARE) & (own["certain_first"] <= span[0])
    behind = own["certain_last"].where(own["certain_last"] < span[1], span[0])
    return [
        _since("earlier", own[inside], [span[0]] * int(inside.sum()), place, theme.ON_FILL),
        _since("earlier-behind", own[~inside], [max(one, span[0]) for one in behind[~inside]], place, None),
    ]


def _since(uid: str, rows: pd.DataFrame, days: list[date], place: dict[str, int], colour: str | None) -> dict[str, Any]:
    font: dict[str, Any] = {"size": 10}
    return {
        "type": "scatter",
        "uid": uid,
        "mode": "text",
        "x": [one.isoformat() for one in days],
        "y": [place[one] for one in rows["crossing_id"]],
        "text": [f" ◂ since {_begun(row)}" for row in rows.itertuples(index=False)],
        "textposition": "middle right",
        "textfont": font | ({"color": colour} if colour else {}),
        "customdata": [[row.crossing_id, row.closure_id] for row in rows.itertuples(index=False)],
        "hoverinfo": "skip",
    }


def _begun(row: Any) -> str:
    """The year in which a closing began, or the years between which the sources put it."""
    return dates.words(date(row.possible_first.year, 1, 1), date(row.certain_first.year, 12, 31))


def _clash_marks(evidence: Evidence, clashes: pd.DataFrame, place: dict[str, int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "uid": "clashes",
        "mode": "markers",
        "x": [f"{one:%Y-%m-%d}" for one in clashes["date"]],
        "y": [place[one] + _CLASH_DOWN for one in clashes["crossing_id"]],
        "customdata": [[row.crossing_id, row.incident_id] for row in clashes.itertuples(index=False)],
        "hovertext": [
            f"{incident_line(evidence, row)}<br>{number(row.km)} km from the crossing"
            for row in clashes.itertuples(index=False)
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"symbol": "diamond", "size": 7, "color": theme.BORDER},
        "meta": {"narrow": {"marker.size": 5}},
    }


def _states(evidence: Evidence, crossings: pd.DataFrame, place: dict[str, int], last: date) -> dict[str, Any]:
    """At the right edge the state of each crossing as last described, with the day for which it holds."""
    states = evidence.labels("crossing_state")
    return {
        "type": "scatter",
        "uid": "states",
        "mode": "text",
        "x": [last.isoformat()] * len(crossings),
        "y": [place[one] for one in crossings["crossing_id"]],
        "text": [f" {states[row.state]}<br> {as_of(row)}" for row in crossings.itertuples(index=False)],
        "textposition": "middle right",
        "textfont": {"size": 10},
        "customdata": [[one, one] for one in crossings["crossing_id"]],
        "hovertext": [
            f"<b>{escape(row.name)}</b><br>{escape(states[row.state])}, as described for {as_of(row)}"
            for row in crossings.itertuples(index=False)
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
        "meta": {"narrow": {"mode": "markers", "marker": {"opacity": 0}}},
    }


def _layout(crossings: pd.DataFrame, place: dict[str, int], span: tuple[date, date]) -> dict[str, Any]:
    called = [escape(short_name(row)) for row in crossings.itertuples(index=False)]
    above = [
        {
            "text": name, "xref": "paper", "x": 0, "xanchor": "left", "y": at - 0.5, "yanchor": "top", "yshift": 3,
            "showarrow": False, "font": {"size": 11},
        }
        for at, name in enumerate(called)
    ]  # fmt: skip
    return theme.layout(
        height=ROW_PX * len(crossings) + 60,
        margin={"l": 150, "r": 112, "t": 10, "b": 30},
        showlegend=False,
        barmode="overlay",
        xaxis=theme.axis(**closings.time_axis(*span)),
        yaxis=theme.axis(
            range=[len(crossings) - 0.45, -0.55], fixedrange=True, tickmode="array", tickvals=list(place.values()),
            ticktext=called, showgrid=False, automargin=False,
        ),
        shapes=closings.tints(len(crossings)),
        annotations=[],
        meta={
            "narrow": {
                "margin": {"l": 6, "r": 10, "t": 16, "b": 30},
                "annotations": above,
                "yaxis.showticklabels": False,
                "yaxis.range": [len(crossings) - 0.5, -0.75],
                "xaxis.nticks": 6,
                "xaxis.tickfont.size": 11,
            }
        },
    )  # fmt: skip
