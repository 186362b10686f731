"""The groups page: the control of the group that is opened, and how its cards are drawn."""

from __future__ import annotations

import streamlit as st

from khyber.charts import groups
from khyber.charts.catalogue import Figure
from khyber.filters import Link
from khyber.ui import card, filter_bar, group_words, words


def choose(opened: Link) -> None:
    """The heading of the cards of one group, and the control that opens another."""
    st.header("One group", anchor=group_words.ONE)
    shown = groups.chosen(opened.evidence, opened.filters).group
    known = opened.evidence.read("groups")
    known = known[
        known["group_id"].map(lambda one: one == shown or groups.is_founded(opened.evidence, one, opened.filters.known))
    ]
    named = dict(zip(known["group_id"], known["short_name"] + " – " + known["name"], strict=True))
    filter_bar.select(
        "Group",
        "group",
        list(named),
        named.__getitem__,
        shown,
        refresh=filter_bar.using("group"),
    )


def bases(shown: Figure, opened: Link) -> None:
    """Draw the table of groups; each name opens its group."""
    words.html(group_words.bases(opened.evidence, shown, _shared(opened)))


def sections(shown: Figure, opened: Link) -> None:
    """Draw what stands on a group's card beside its key facts."""
    words.html(group_words.sections(shown, _shared(opened)))


def ties(shown: Figure, opened: Link) -> None:
    """Draw the ties of a group, and the same in words beside them."""
    _beside(shown, opened, group_words.ties(shown))


def all_ties(shown: Figure, opened: Link) -> None:
    """Draw all ties as a grid, and the same in words beside it."""
    _beside(shown, opened, group_words.ties_by_kind(shown))


def _beside(shown: Figure, opened: Link, said: str) -> None:
    left, right = st.columns([3, 2])
    with left:
        card.chart(shown, opened)
    with right:
        words.html(said)


def estimates(shown: Figure, opened: Link) -> None:
    """Draw every estimate in words."""
    words.html(group_words.estimates(shown))


def _shared(opened: Link) -> group_words.Query:
    return tuple(opened.filters.shared().items())
