"""What is counted: the switch that offers what publishers really report, and the period of the lines."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from khyber.analysis import disagreement
from khyber.charts import attacks, names
from khyber.charts.catalogue import Figure
from khyber.charts.disagreement import selection
from khyber.evidence import Evidence, dates
from khyber.filters import Filters, Link
from khyber.ui import card, filter_bar, link, page, words

EVERYBODY = "all"
_CARD = "counted"


def draw() -> None:
    """The switch: which violence, whose casualties, and of these which figure. It redraws itself and the cards."""
    st.fragment(_switch, key=_CARD)()


def _switch() -> None:
    now = link.current()
    evidence, filters = now.evidence, now.filters
    offered = disagreement.reported(evidence, filters.known, selection(filters))
    own = current(evidence, filters, offered)
    among = offered[offered["scope"] == own["scope"]]
    with st.container(key="counted"), st.grid(3, min_column_width=220):
        _select("Which violence", "scope", evidence.labels("metric_scope"), offered["scope"], own, offered)
        _select("Who", "who", evidence.labels("metric_who"), among["who"], own, among)
        figures = among[among["who"] == own["who"]]["metric"]
        _select("Which figure", "metric", evidence.names("metrics", "label"), figures, own, offered)
    told = " ".join(filter(None, [said(evidence, filters, offered), militants(evidence, among, own)]))
    words.html(words.tagged("p", told, "note"))


def current(evidence: Evidence, filters: Filters, offered: pd.DataFrame) -> pd.Series:
    """The metric that is shown: what is reported of it where it is, else as the vocabulary has it."""
    of_it = offered[offered["metric"] == filters.metric]
    own = evidence.vocabulary("metrics").loc[filters.metric]
    return own if of_it.empty else own.where(own.index != "scope", of_it["scope"].iloc[0])


def militants(evidence: Evidence, offered: pd.DataFrame, own: pd.Series) -> str:
    """Why militants cannot be left out of a figure of everybody, and who stands apart instead; "" for other figures."""
    if own["who"] != EVERYBODY:
        return ""
    labels = evidence.labels("metric_who")
    told = names.in_words([names.inside(labels[one]) for one in disagreement.apart(offered, own)], len(labels))
    return (
        "Figures of everybody count militants in, unless their publisher leaves them out; none is of the others as one "
        f"sum, and none is made. {f'Apart, under “Who”: {told}.' if told else 'No side is given apart.'}"
    )


def _select(
    label: str, field: str, labels: dict[str, str], given: pd.Series, own: pd.Series, offered: pd.DataFrame
) -> None:
    """A select box of the ids in `given`, in the order of their labels; it writes the metric that is nearest."""
    current = str(own.name if field == "metric" else own[field])
    box = link.control(f"choose-counted-{field}", current)
    reported = set(given)
    options = [one for one in labels if one in reported | {current}]
    st.selectbox(
        label,
        options,
        format_func=lambda one: labels[one] if one in reported else f"{labels[one]} (not reported)",
        key=box.key,
        disabled=len(options) == 1,
        on_change=box.then(_choose(box, field, own, offered)),
    )


def _choose(box: link.Control, field: str, own: pd.Series, offered: pd.DataFrame) -> Callable[[], None]:
    def chosen() -> None:
        one = box.told
        known = offered[offered[field] == one]
        if not known.empty:
            _write(one if field == "metric" else disagreement.nearest(offered, own, **{field: one}))

    return chosen


def _write(metric: str) -> None:
    """Choose a metric; a period that it does not have is left, so that the newest takes its place."""
    now = link.current()
    filters = now.filters.changed(metric=metric)
    found = disagreement.periods(now.evidence, filters.known, selection(filters))
    period = filters.period if filters.period in set(found["text"]) else ""
    link.choose([*filter_bar.using("metric")(), _CARD], metric=metric, period=period)


def said(evidence: Evidence, filters: Filters, offered: pd.DataFrame) -> str:
    """The metric that results, in words, and which publishers report it, with those whose figures take in more."""
    label = names.of(evidence, "metrics", filters.metric, "label")
    where = names.area(evidence, filters)
    by = dict(zip(offered["metric"], offered["publishers"], strict=True)).get(filters.metric, ())
    if not by:
        return f"{label}: reported by no publisher for {where}. The boxes offer what is reported."
    told = names.in_words([attacks.labelled(evidence, one, filters.metric) for one in by], len(by))
    return f"{label}: reported for {where} by {told}. The boxes offer only what some publisher reports."


def period() -> None:
    """The control of the period: only those for which some publisher gives a figure, whole years first."""
    now = link.current()
    found = disagreement.periods(now.evidence, now.filters.known, selection(now.filters))
    lines = _periods(found)
    newest = disagreement.newest_period(found)
    default = f"Newest year of two publishers ({_in_words(newest)})" if newest else "None is given"
    chosen = now.filters.period
    options = ["", *lines, *([chosen] if chosen not in ("", *lines) else [])]

    def named(one: str) -> str:
        return lines.get(one, f"{_in_words(one)} (no figure)") if one else default

    filter_bar.select("Period", "period", options, named, chosen, refresh=filter_bar.using("period"))


def _periods(found: pd.DataFrame) -> dict[str, str]:
    return {
        row.text: f"{_in_words(row.text)} – {row.publishers} publisher{'s' if row.publishers > 1 else ''}"
        for row in found.itertuples()
    }


def _in_words(period: str) -> str:
    return dates.words(*dates.bounds(period))


def scale() -> None:
    """The control of the scale, for the card of the spread."""
    page.scale(link.current())


def lines(shown: Figure, opened: Link) -> None:
    """The chart of all values, and below it each of them as text with the pages that printed it."""
    card.chart(shown, opened)
    words.html(words.facts(shown.facts, "list"))
