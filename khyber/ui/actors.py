"""The actors page: the day of the matrix, the cell that is opened, and the words beside each chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from khyber.analysis import economy, stances
from khyber.charts import campaign, catalogue, means, moves, positions, theme
from khyber.charts import stances as matrix
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached, dates
from khyber.filters import Link
from khyber.ui import card, day_slider, filter_bar, link, words
from khyber.ui import map as map_component

_NONE = ""


def grid(shown: Figure, now: Link) -> None:
    """Draw a grid of positions as the component: a click on a cell opens its declarations."""
    map_component.chart(shown, _picked)


def _picked(row_id: str | None) -> None:
    evidence = link.current().evidence
    if row_id and evidence.has_row(positions.TABLE, row_id):
        row = evidence.row(positions.TABLE, row_id)
        _open(positions.key(row["actor"], row["issue"]))


def _open(stance: str) -> None:
    link.choose(filter_bar.using("stance")(), stance=stance)


def choose_day() -> None:
    """The slider of the day on which the matrix stands."""
    now = link.current()
    first = dates.bounds(now.evidence.resource("stances")["starts"])[0]
    last = now.evidence.last_day(now.filters.known)
    day_slider.choose("Positions as they stood on", first, last, matrix.day(now.evidence, now.filters), last)


def choose_stance() -> None:
    """The two lists that open a cell: the way to each by keyboard."""
    now = link.current()
    evidence, known = now.evidence, now.filters.known
    actor, _, issue = now.filters.stance.partition(",")
    listed = stances.actors(evidence, known)
    options = {
        "actor": [_NONE, *listed, *([actor] if actor and actor not in listed else [])],
        "issue": [_NONE, *evidence.labels("stance_issue")],
    }
    named = {_NONE: "None", **evidence.labels("stance_issue")}
    labels = {"actor": "Open an actor", "issue": "and an issue"}
    boxes = [link.control("choose-stance-actor", actor), link.control("choose-stance-issue", issue)]
    for column, part, box in zip(st.columns(2), ("actor", "issue"), boxes, strict=True):
        with column:
            st.selectbox(
                labels[part],
                options[part],
                format_func=lambda one: named.get(one) or positions.who(evidence, one),
                key=box.key,
                on_change=box.then(_change),
                args=(part, boxes),
            )


def _change(changed: str, boxes: Sequence[link.Control]) -> None:
    """Open what the two lists name; where the other one names nothing, the newest declaration says what it is."""
    now = link.current()
    actor, issue = (box.told for box in boxes)
    if not (actor if changed == "actor" else issue):
        _open("")
        return
    rows = now.evidence.read("stances", now.filters.known).sort_values(["as_of", "row_id"], kind="stable")
    if not issue:
        issue = rows["issue"][rows["actor"] == actor].iloc[-1]
    if not actor:
        own = rows["actor"][rows["issue"] == issue]
        actor = own.iloc[-1] if len(own) else stances.actors(now.evidence, now.filters.known)[0]
    _open(positions.key(actor, issue))


def declarations(shown: Figure, now: Link) -> None:
    """Draw the declarations of the cell that is open, newest first, each with its sources."""
    words.html(words.events(_declared(now.evidence, shown, shown.table.itertuples(index=False))))


def _declared(evidence: Evidence, shown: Figure, rows: Iterable[Any]) -> list[words.Event]:
    return [_event(evidence, shown, row, positions.who(evidence, row.actor), row.state) for row in rows]


def _event(evidence: Evidence, shown: Figure, row: Any, who: str, state: str) -> words.Event:
    """A line of a table of positions as a list shows it."""
    code = {label: one for one, label in evidence.labels("stance_position").items()}[row.position]
    sign, colour, _ = theme.POSITIONS[code]
    return words.Event(
        days=dates.words(date.fromisoformat(row.as_of)),
        title=f"{who}: {row.position}" if who else row.position,
        words=row.statement,
        category=state,
        sign=sign,
        colour=colour,
        who="",
        sources=catalogue.sources_of(evidence, shown, row.rows),
    )


def backers(shown: Figure, now: Link) -> None:
    """Draw the grid of who would back a campaign, and behind a fold for each issue what was declared."""
    grid(shown, now)
    words.html(_statements(now.evidence, shown))


@cached(32)
def _statements(evidence: Evidence, shown: Figure) -> str:
    parts = []
    for issue in (evidence.labels("stance_issue")[one] for one in campaign.ISSUES):
        own = shown.table[shown.table["issue"] == issue]
        events = [
            _event(evidence, shown, row, positions.who(evidence, row.actor), f"{row.side}, {row.state}")
            for row in own.itertuples(index=False)
        ]
        if events:
            count = f"{len(events)} statement{'' if len(events) == 1 else 's'}"
            parts.append(words.closed(f"{issue}: {count}", words.events(events)))
    return "".join(parts)


def limits(shown: Figure, now: Link) -> None:
    """Draw the means as a table of text: what, and on each day every figure with its source."""
    words.html(_limits(now.evidence, shown))


@cached(32)
def _limits(evidence: Evidence, shown: Figure) -> str:
    sides = list(dict.fromkeys(shown.table["side"]))
    rows: list[tuple[str, *tuple[Sequence[str], ...]]] = [
        (one.name, *[_figures(shown, one.name, side) for side in sides]) for one in economy.MEANS
    ]
    return words.stacked(["Limit", *sides], rows) if sides else ""


def _figures(shown: Figure, what: str, side: str) -> list[str]:
    own = shown.table[(shown.table["what"] == what) & (shown.table["side"] == side)]
    told = [
        f"{', '.join(filter(None, [row['said'], means.when(row), row['age']]))} – {row['read_from']}"
        for row in own.to_dict("records")
    ]
    if told:
        return told
    paid = shown.table[(shown.table["what"] == economy.PAYMENT) & (shown.table["side"] == side)].head(1)
    said = means.by_payment(paid) if what == economy.PROGRAMME else means.NONE
    return [f"{said[:1].upper()}{said[1:]}"]


def changes(shown: Figure, now: Link) -> None:
    """Draw the chart of who moved, and each change in words, newest first."""
    card.chart(shown, now)
    words.html(_changes(now.evidence, shown))


@cached(32)
def _changes(evidence: Evidence, shown: Figure) -> str:
    events = [
        words.Event(
            days=dates.words(date.fromisoformat(row.as_of)),
            title=f"{positions.who(evidence, row.actor)} on {row.issue[:1].lower()}{row.issue[1:]}",
            words=f"{row.from_position} on {dates.words(date.fromisoformat(row.from_day))}, "
            f"then {row.position.lower()}: {row.statement}.",
            category=f"{row.direction}, after {row.after}",
            sign=moves.SIGNS[row.direction],
            colour=moves.LOOKS[row.direction][1],
            who="",
            sources=catalogue.sources_of(evidence, shown, row.rows),
        )
        for row in shown.table.iloc[::-1].itertuples(index=False)
    ]
    return words.closed(f"Each change in words ({len(events)})", words.events(events)) if events else ""


def happenings(shown: Figure, now: Link) -> None:
    """Draw the events on the economy, and behind a fold each in words, newest first."""
    card.chart(shown, now)
    words.html(_happenings(now.evidence, shown))


@cached(32)
def _happenings(evidence: Evidence, shown: Figure) -> str:
    rows = [
        (means.when(row), [row["line"]], [row["said"]], [_note(row)]) for row in shown.table[::-1].to_dict("records")
    ]
    told = words.stacked(["When", "What", "Figure", "Note and page"], rows)
    return words.closed(f"Each event in words ({len(rows)})", told) if rows else ""


def _note(row: dict[str, Any]) -> str:
    """The note of an event and whose page it was read from; a rating is told by its note already."""
    return " – ".join([*([row["note"]] if row["note"] != row["said"] else []), row["read_from"]])
