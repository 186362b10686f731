"""One group in full, in words: key facts, estimates, claims, incidents and ties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import groups as described
from khyber.analysis import incidents, strength
from khyber.charts import groups, names, ties
from khyber.charts import strength as estimates
from khyber.charts.attacks import PERIOD
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.places import toll_words
from khyber.evidence import Evidence, dates, ids, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

ESTIMATES, CLAIMS, INCIDENTS, TIES = "Newest estimates", "Own claims", "Notable incidents", "Ties"
_COLUMNS = ["section", "when", "said", "more", "incident_id", "rows"]


@figure("group", page="groups", name="One group in full", uses=(*PERIOD, "area", *groups.CHOICE))
def group(evidence: Evidence, filters: Filters) -> Figure:
    """A group's key facts, and line by line its newest estimates, its claims, its incidents and its ties."""
    shown = groups.chosen(evidence, filters)
    if not groups.is_founded(evidence, shown.group, filters.known):
        said = f"{shown.name} ({shown.short}): not told, as the year of its founding was not over by that day"
        return Figure("group", said, said, None, pd.DataFrame(columns=_COLUMNS))
    row = evidence.row("groups", shown.group)
    lines = [
        *_estimates(evidence, filters, shown),
        *_claims(evidence, filters, shown),
        *_incidents(evidence, filters, shown),
        *_ties(evidence, shown, filters.known),
    ]
    table = pd.DataFrame(lines, columns=_COLUMNS)
    ambition = evidence.labels("group_ambition")[row["ambition"]].lower()
    base = groups.where(evidence, ids(row["based_in"]))
    title = f"{groups.full_name(evidence, shown.group)}: {ambition} ambition, bases or a presence in: {base}"
    notes = groups.notes(
        shown,
        f"Key facts and ties: {groups.as_described(evidence)}",
        *ties.later(evidence, filters.known, shown.group),
        "Claims are propaganda as published. Incidents are a selection of notable events, not a census.",
    )
    return Figure("group", title, title, None, table, facts=_key_facts(evidence, shown, row), notes=notes)


def _key_facts(evidence: Evidence, shown: groups.Chosen, row: pd.Series) -> tuple[Fact, ...]:
    founded = "" if pd.isna(row["founded_year"]) else f"founded {row['founded_year']}"
    ambition = evidence.labels("group_ambition")[row["ambition"]]
    facts = (
        ("In short", text(row["summary"]), ""),
        ("Also called", ", ".join(ids(row["aliases"])), founded),
        ("Leader, as last reported", text(row["leader"]), ""),
        ("Base", text(row["base_area"]), ""),
        ("Acts in", text(row["main_theatre"]), ""),
        ("Ambition and aims", f"{ambition}: {text(row['objective'])}", text(row["ideology"])),
        ("Listed as", groups.listings(evidence, row["designations"]), ""),
        ("Status", text(row["status"]), ""),
    )
    rows = groups.group_rows(shown.group)
    return tuple(Fact(label, value, more, rows) for label, value, more in facts if value)


Line = tuple[str, str, str, str, str, tuple[Row, ...]]


def _estimates(evidence: Evidence, filters: Filters, shown: groups.Chosen) -> Iterator[Line]:
    found = strength.newest(estimates.estimated(evidence, filters, shown.group))
    for row in found.sort_values(["as_of", "row_id"], ascending=False, kind="stable").itertuples(index=False):
        who = f"{evidence.labels('estimator')[row.estimator]}: {estimates.counted(evidence, row)}"
        yield ESTIMATES, estimates.when(row), who, row.note, "", (Row("group_strength", row.row_id),)


def _claims(evidence: Evidence, filters: Filters, shown: groups.Chosen) -> Iterator[Line]:
    found = evidence.read("group_claims", filters.known)
    found = found[found["group_id"] == shown.group]
    if filters.first_day:
        found = found[found["period_end"] >= pd.Timestamp(filters.first_day)]
    if filters.last_day:
        found = found[found["period_start"] <= pd.Timestamp(filters.last_day)]
    newest_first = found.sort_values(["period_end", "period_start", "row_id"], ascending=[False, False, True])
    for row in newest_first.itertuples(index=False):
        period = dates.words(row.period_start.date(), row.period_end.date())
        said = f"{names.metric(evidence, row.metric)}: {number(row.value)}"
        said = f"{said[:1].upper()}{said[1:]} in {names.of(evidence, 'areas', row.area)}"
        yield CLAIMS, period, said, text(row.note), "", (Row("group_claims", row.row_id),)


def _incidents(evidence: Evidence, filters: Filters, shown: groups.Chosen) -> Iterator[Line]:
    found = incidents.select(
        evidence,
        incidents.Choice(
            known=filters.known,
            first=filters.first_day,
            last=filters.last_day,
            area=filters.area,
            actor=shown.group,
        ),
    )
    for row in found.iloc[::-1].itertuples(index=False):
        yield INCIDENTS, dates.words(row.date.date()), *_incident(evidence, row, shown)


def _incident(evidence: Evidence, row: Any, shown: groups.Chosen) -> tuple[str, str, str, tuple[Row, ...]]:
    kind = names.of(evidence, "incident_kinds", row.kind, "label").lower()
    status = evidence.labels("claim_status").get(text(row.claim_status), "").lower()
    who = "" if row.actor == shown.group else names.of(evidence, "actors", row.actor, "short_name")
    said = f"{text(row.place) or text(row.admin1)}: {', '.join(filter(None, [kind, toll_words(row), who, status]))}"
    return said, text(row.summary), row.incident_id, (Row("incidents", row.incident_id),)


def _ties(evidence: Evidence, shown: groups.Chosen, known: date | None) -> Iterator[Line]:
    labels = evidence.labels("relation")
    for row in described.ties(evidence, shown.group, known).itertuples(index=False):
        years = described.years(row.since_year, row.until_year)
        said = f"{labels[row.relation]}: {groups.line(row, evidence).removesuffix(f' ({years})')}"
        yield TIES, years, said, row.note, "", (Row("group_relations", row.row_id),)
