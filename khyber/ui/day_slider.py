"""The slider of the day looked at: the ends of months, the last day, and the day of the link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import streamlit as st

from khyber.evidence import dates
from khyber.ui import filter_bar, link


def choose(label: str, first: date, last: date, chosen: date, default: date) -> None:
    """The slider from the month of `first` to `last`; nothing where there is one day alone.

    chosen: the day shown; default: the day for which the link names none.
    """
    days = sorted({*month_ends(first, last), default, chosen})
    if len(days) < 2:
        return
    box = link.control("choose-on", chosen)
    st.select_slider(
        label,
        days,
        format_func=dates.words,
        key=box.key,
        on_change=box.then(lambda: link.choose(filter_bar.using("on")(), on=_or_none(box.told, default))),
    )


def _or_none(day: date, default: date) -> date | None:
    return None if day == default else day


def month_ends(first: date, last: date) -> Iterable[date]:
    """The ends of the months from that of one day on, and the last day."""
    month = first.replace(day=1)
    while (end := dates.add_months(month, 1) - timedelta(days=1)) < last:
        yield end
        month = dates.add_months(month, 1)
    yield last
