"""The escalation page: charts whose marks open a month, the box that reaches each, and the rows of the one opened."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import escalation as analysis
from khyber.charts import catalogue, escalation_month, theme
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached, dates
from khyber.filters import Link
from khyber.ui import filter_bar, link, words
from khyber.ui import map as map_component

_MARKED = ("escalation-months", "escalation-days")
_FOLDED = (("Rules, in the order in which they are tried", "Rule"), ("Rows that were read by hand", "Reading"))


def draw(shown: Figure, opened: Link) -> None:
    """Draw a chart as the component: a click on a mark opens its month, which gets a ring."""
    map_component.chart(shown, _picked, selected=opened.filters.month)


def still(shown: Figure, opened: Link) -> None:
    """Draw a chart as the component, without anything to open."""
    map_component.chart(shown)


def _picked(month: str | None) -> None:
    """Open the month of the mark that was clicked, close it with Escape."""
    if month is None or month in _months(link.current()):
        link.choose(_to_redraw(), month=month or "")


def _to_redraw() -> list[str]:
    return list(dict.fromkeys([*(one for one in link.cards() if one in _MARKED), *filter_bar.using("month")()]))


def choose() -> None:
    """The list of the months with anything on record, newest first: the way to each of them by keyboard."""
    opened = link.current()
    named, chosen = _months(opened), opened.filters.month
    if chosen and chosen not in named:
        named = {chosen: f"{dates.words(*dates.bounds(chosen))}: nothing on record", **named}
    if named:
        filter_bar.select(
            "Open a month",
            "month",
            ["", *named],
            lambda one: named.get(one, "None"),
            chosen,
            refresh=_to_redraw,
        )


def _months(opened: Link) -> dict[str, str]:
    return _named(opened.evidence, opened.filters.known)


@cached(8)
def _named(evidence: Evidence, known: Any) -> dict[str, str]:
    every = analysis.by_month(evidence, known)
    rows = every[(every["rows"].map(len) > 0) | (every["standing"].map(len) > 0)].iloc[::-1]
    return {f"{row.month:%Y-%m}": _line(row) for row in rows.itertuples(index=False)}


def _line(row: Any) -> str:
    return f"{row.month:%B %Y}: {'no act on record' if pd.isna(row.rung) else f'rung {row.rung}'}"


def month(shown: Figure, opened: Link) -> None:
    """The rows of the month that is open, each with its rung, why it has it, and its sources."""
    words.html(_listing(opened.evidence, shown))


@cached(64)
def _listing(evidence: Evidence, shown: Figure) -> str:
    if shown.is_empty:
        return ""
    parts = []
    for role, rows in shown.table.groupby("role", sort=False):
        count = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
        events = [_event(evidence, shown, row) for row in rows.itertuples(index=False)]
        parts += [words.year(str(role), count), words.events(events)]
    return "".join(parts)


def _event(evidence: Evidence, shown: Figure, row: Any) -> words.Event:
    own = tuple(one for one in row.rows if one.table not in ("escalation_ladder", "crossings"))
    marked = "sets the month" if row.sets_the_month else ""
    status = f" ({row.as_reported})" if row.as_reported else ""
    return words.Event(
        days=row.days,
        title=row.what,
        words=f"{row.reason} [{row.given_by}]",
        category=" – ".join(filter(None, [escalation_month.told(evidence, row), marked])),
        sign="★" if row.sets_the_month else "●",
        colour=theme.LINE if row.sets_the_month else theme.ATTACK,
        who=f"{row.who}{status}",
        sources=catalogue.sources_of(evidence, shown, own),
    )


def rules(shown: Figure, opened: Link) -> None:
    """The rules, then the rows read by hand, each list behind a heading that opens."""
    facts = [fact for fact in shown.facts if fact.rows]
    parts = {"Rule": [one for one in facts if one.rows[0].table == "rung_rules"]}
    parts["Reading"] = [one for one in facts if one.rows[0].table == "rung_readings"]
    words.html(words.folded([(heading, parts[what]) for heading, what in _FOLDED if parts[what]]))
