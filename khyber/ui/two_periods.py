"""The page of two periods: their controls, the two maps that move together, and the differences as tables of text."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from khyber.analysis.periods import Period
from khyber.charts import marks, two_periods
from khyber.charts.catalogue import Figure
from khyber.charts.periods_difference import place_name
from khyber.evidence import Evidence, cached, dates
from khyber.filters import Link
from khyber.ui import border_map, card, filter_bar, link, words
from khyber.ui import map as map_component

HEIGHT = 460
WHOLE_HEIGHT = 600
_OWN = "Chosen below"
_FIELDS = ("first_period", "second_period")


def choose() -> None:
    """The controls of the two periods: pairs computed from the data, and the first and last month of each."""
    opened = link.current()
    _pairs(opened)
    chosen = two_periods.chosen(opened.evidence, opened.filters)
    grid = st.grid(4, min_column_width=150)
    for field, which, period in zip(_FIELDS, ("First", "Second"), chosen, strict=True):
        for end in ("from", "to"):
            with grid.cell():
                _month(opened, field, f"{which} period {end}", period, end)


def _pairs(opened: Link) -> None:
    pairs = two_periods.presets(opened.evidence, opened.filters.known)
    first, second = two_periods.chosen(opened.evidence, opened.filters)
    shown = next((label for label, pair in pairs.items() if pair == (first.written, second.written)), _OWN)
    box = link.control("choose-pair", shown)

    def change() -> None:
        if pair := pairs.get(box.told):
            link.choose(_cards(), first_period=pair[0], second_period=pair[1])

    options = list(pairs) if shown in pairs else [_OWN, *pairs]
    st.selectbox("Two periods to compare", options, key=box.key, on_change=box.then(change))


def _month(opened: Link, field: str, label: str, period: Period, end: str) -> None:
    months = _months(opened.evidence)
    own = _own(period, end)
    box = link.control(f"choose-{field}-{end}", own)

    def change() -> None:
        first, last = period.first, period.last
        given = dates.bounds(box.told)
        first, last = (given[0], max(last, given[1])) if end == "from" else (min(first, given[0]), given[1])
        both = dict(
            zip(_FIELDS, (one.written for one in two_periods.chosen(opened.evidence, opened.filters)), strict=True)
        )
        link.choose(_cards(), **{**both, field: dates.written(first, last)})

    options = list(months) if own in months else sorted([own, *months])
    st.selectbox(
        label, options, format_func=lambda one: dates.words(*dates.bounds(one)), key=box.key, on_change=box.then(change)
    )


def _own(period: Period, end: str) -> str:
    """The month with which a period begins or ends, or the day where it does so within a month."""
    day = period.first if end == "from" else period.last
    first, last = dates.bounds(f"{day:%Y-%m}")
    return f"{day:%Y-%m}" if day == (first if end == "from" else last) else day.isoformat()


@cached(1)
def _months(evidence: Evidence) -> tuple[str, ...]:
    """Every month from the year in which the first table of incidents begins to the one in which the search ended."""
    begun = date(min(two_periods.starts(evidence).values()).year, 1, 1)
    until = evidence.searched_until
    count = (until.year - begun.year) * 12 + until.month - begun.month + 1
    return tuple(f"{dates.add_months(begun, one):%Y-%m}" for one in range(count))


def _cards() -> list[str]:
    return filter_bar.using(_FIELDS[0])()


def draw(shown: Figure, opened: Link) -> None:
    """Draw the map of one period; it moves together with that of the other."""
    link.seen_view(opened.filters.view)
    map_component.draw(
        shown.spec_json,
        key=shown.id,
        selected=opened.filters.incident or None,
        height=HEIGHT,
        alt=shown.alt,
        on_pick=_picked,
        view=border_map.view_of(opened.filters.view),
        on_view=link.note_view,
    )
    words.html(words.legend(marks.legend()))


def _picked(incident: str | None) -> None:
    link.choose(["periods-first", "periods-second", "incident"], incident=incident or "")


def is_opened(opened: Link) -> bool:
    """True where an incident is opened."""
    return bool(opened.filters.incident)


def draw_provinces(shown: Figure, opened: Link) -> None:
    """The difference by province as a map, where there is one, and as a table of text."""
    if not shown.is_empty:
        map_component.draw(
            shown.spec_json,
            key=shown.id,
            selected=None,
            height=WHOLE_HEIGHT,
            alt=shown.alt,
            on_pick=lambda incident: None,
        )
    words.html(_table(opened.evidence, shown, "Province", two_periods.two(opened.evidence, opened.filters)))


def draw_sectors(shown: Figure, opened: Link) -> None:
    """The difference by sector as a strip, where there is one, and as a table of text."""
    if not shown.is_empty:
        card.chart(shown, opened)
    words.html(_table(opened.evidence, shown, "Sector", two_periods.two(opened.evidence, opened.filters)))


def _table(evidence: Evidence, shown: Figure, what: str, found: two_periods.Two) -> str:
    if shown.is_empty:
        return ""
    head = (what, found.first.text, found.second.text, "Difference")
    lines = [_line(evidence, shown.id, line) for line in shown.table.to_dict("records")]
    return words.table(head, lines)


def _line(evidence: Evidence, figure_id: str, line: dict[str, Any]) -> tuple[str, ...]:
    ends = (two_periods.told(line, one) for one in ("first", "second"))
    return (place_name(evidence, figure_id, line["place"]), *ends, two_periods.told_change(line))
