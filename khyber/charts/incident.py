"""One incident of the border page in full, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.charts import names
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.places import toll_range, toll_words
from khyber.evidence import Evidence, dates, text
from khyber.filters import Filters


@figure("incident", page="border", also=("incidents",), name="One incident in full", uses=("incident", "known"))
def incident(evidence: Evidence, filters: Filters) -> Figure:
    """One incident as text: what, where, who, the toll as a range, both sides' claims, and rows of the same event."""
    whole = evidence.read("incidents", filters.known)
    own = whole[whole["incident_id"] == filters.incident]
    if own.empty:
        said = "The incident of this link was not known by that day" if filters.incident else "No incident is opened"
        return Figure("incident", said, said, None, own.assign(rows=pd.Series(dtype=object)))
    row = next(own.itertuples(index=False))
    same = whole[(whole["part_of"] == row.incident_id) | (whole["incident_id"] == row.part_of)]
    shown = pd.concat([own, same], ignore_index=True)
    table = shown[
        [
            "incident_id",
            "date",
            "category",
            "kind",
            "place",
            "killed_low",
            "killed_high",
            "includes_attackers",
            "summary",
        ]
    ]
    table = table.assign(rows=[(Row("incidents", one),) for one in shown["incident_id"]])
    title = f"{_when(row)}, {text(row.place) or text(row.admin1)}: {text(row.summary)}"
    facts = (
        *_incident_facts(evidence, row),
        *(_same_event(evidence, other, row) for other in same.itertuples(index=False)),
    )
    return Figure("incident", title, title, None, table, facts=facts, notes=_incident_notes(evidence, row))


def _when(row: Any) -> str:
    return dates.words(row.date.date(), None if pd.isna(row.date_end) else row.date_end.date())


def _incident_facts(evidence: Evidence, row: Any) -> tuple[Fact, ...]:
    def label(vocabulary: str, one: object) -> str:
        return evidence.labels(vocabulary).get(text(one), text(one))

    killed, injured = toll_range(row.killed_low, row.killed_high), toll_range(row.injured_low, row.injured_high)
    facts = [
        (
            "Killed",
            killed.text(),
            f"attackers included: {label('includes_attackers', row.includes_attackers).lower()}",
        ),
        ("Injured", injured.text(), ""),
        ("What each side says", text(row.casualty_note), ""),
        (
            "Kind",
            names.of(evidence, "incident_kinds", row.kind, "label"),
            text(row.target) and f"target: {text(row.target)}",
        ),
        (
            "Actor",
            names.of(evidence, "actors", text(row.actor)),
            label("claim_status", row.claim_status).lower(),
        ),
        ("Confidence of the curators", label("confidence", row.confidence), ""),
    ]
    rows = (Row("incidents", row.incident_id),)
    return tuple(Fact(name, value, more, rows) for name, value, more in facts if value)


def _same_event(evidence: Evidence, other: Any, row: Any) -> Fact:
    what = "Part of" if other.incident_id == row.part_of else "Contains"
    attackers = evidence.labels("includes_attackers")[other.includes_attackers].lower()
    return Fact(
        what,
        f"{_when(other)}, {text(other.place)}",
        f"{toll_words(other)}, attackers included: {attackers}",
        (Row("incidents", other.incident_id),),
    )


def _incident_notes(evidence: Evidence, row: Any) -> tuple[str, ...]:
    precision = evidence.labels("coordinate_precision").get(text(row.coordinate_precision), "")
    where = ", ".join(dict.fromkeys(filter(None, [text(row.place), text(row.admin2), text(row.admin1)])))
    return (f"Place: {where}. Coordinates: {precision.lower()}." if precision else f"Place: {where}.",)
