"""An incident or a crossing in a few words, as hover labels, lists and sentences use them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.charts import names
from khyber.charts.catalogue import escape
from khyber.evidence import Evidence, Range, cached, dates, text

STATE_MARKS = {"open": "○", "partly-open": "◐", "shut": "✕", "unknown": "?"}


def state_legend(evidence: Evidence) -> list[tuple[str, str]]:
    """The mark and the label of each state of a crossing."""
    return [(STATE_MARKS[one], label) for one, label in evidence.labels("crossing_state").items()]


@cached(1)
def incident_lines(evidence: Evidence) -> dict[str, str]:
    """Every incident of a release in a short escaped line for a hover label, by its id."""
    return {row.incident_id: incident_line(evidence, row) for row in evidence.read("incidents").itertuples()}


def incident_line(evidence: Evidence, row: Any) -> str:
    """One incident in a short escaped line for a hover label."""
    kind = names.of(evidence, "incident_kinds", row.kind, "label")
    where = escape(text(row.place) or text(row.admin1))
    return f"<b>{dates.words(row.date.date())}, {where}</b><br>{escape(kind)}: {toll_words(row)}"


def toll_words(row: Any) -> str:
    """The killed of one row in words: "12 to 35 killed", "no toll reported"."""
    if pd.isna(row.killed_low) and pd.isna(row.killed_high):
        return "no toll reported"
    return f"{toll_range(row.killed_low, row.killed_high).text()} killed"


def crossing_line(evidence: Evidence, row: Any) -> str:
    """One crossing in a short escaped line for a hover label."""
    state = evidence.labels("crossing_state")[row.state]
    return f"<b>{escape(row.name)}</b><br>{escape(state)}, as described for {as_of(row)}"


def short_name(crossing: Any) -> str:
    """A crossing's name without what stands in brackets behind it."""
    return str(crossing.name).split(" (")[0]


def as_of(crossing: Any) -> str:
    """The day, month or year for which a crossing's state was described, in words."""
    if pd.isna(crossing.status_as_of_latest):
        return "a later day"
    return dates.words(crossing.status_as_of_earliest.date(), crossing.status_as_of_latest.date())


def toll_range(low: float, high: float) -> Range:
    """The lowest and highest toll of a row as a range, open where an end is not reported."""
    return Range(None if pd.isna(low) else float(low), None if pd.isna(high) else float(high))
