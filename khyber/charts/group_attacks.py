"""Attacks claimed by a group or attributed to it, beside its strength over the same years."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from khyber.analysis import strength
from khyber.charts import groups, names, panels
from khyber.charts import strength as estimates
from khyber.charts.attacks import PERIOD, empty, reading_notes, scope_notes, yearly
from khyber.charts.catalogue import Figure, as_rows, figure
from khyber.charts.claims import claim_bars, claims_by_year, counted_marks
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

CLAIMED, ATTRIBUTED, ESTIMATED = "claimed", "attributed", "estimated"
_HEIGHT = 210
_COLUMNS = ["year", "area", "what", "publisher", "value", "low", "high", "said", "rows"]


@figure(
    "groups-attacks",
    page="groups",
    name="Attacks of a group beside its strength",
    uses=(*PERIOD, *groups.CHOICE, "area", "by"),
)
def beside_strength(evidence: Evidence, filters: Filters) -> Figure:
    """A panel of yearly attacks for each country, and one of the strength estimates of the most usual definition."""
    shown = groups.chosen(evidence, filters)
    attacks = _attacks(evidence, filters, shown)
    found = estimates.estimated(evidence, filters, shown.group)
    definition = strength.definitions(found)[0] if len(found) else None
    rows = strength.of_definition(found, definition) if definition else found
    if attacks.empty and rows.empty:
        said = f"No yearly attacks and no estimates of {shown.short} stand in the data for this choice"
        none = empty("groups-attacks", said, pd.DataFrame(columns=_COLUMNS))
        return replace(none, notes=groups.notes(shown))
    years = _years(attacks, rows)
    frames, data = _attack_panels(evidence, attacks, shown)
    if definition:
        data += estimates.legend(evidence, rows) + estimates.marks(evidence, rows, len(frames), years)
        frames.append(estimates.panel(evidence, rows, definition)._replace(height=_HEIGHT))
    title = _title(evidence, shown, attacks, rows)
    alt = f"{len(frames)} panels over the same years, each with a scale of its own. {title}."
    layout = {**panels.layout(frames, *years), "barmode": "overlay"}
    table = pd.concat([_counted(evidence, attacks), _estimated(evidence, rows)], ignore_index=True)[_COLUMNS]
    notes = groups.notes(shown, *_notes(evidence, shown, attacks, found, definition))
    spec, looked_at = {"data": data, "layout": layout}, as_rows("group_strength", found["row_id"])
    return Figure("groups-attacks", title, alt, spec, table, notes=notes, extra_rows=looked_at)


def _attacks(evidence: Evidence, filters: Filters, shown: groups.Chosen) -> pd.DataFrame:
    """The group's own yearly claims and what publishers attribute to it, with `area` and `what`."""
    areas = evidence.vocabulary("areas")
    chosen = list(areas.index[areas["level"] == "country"]) if filters.area == ALL else [filters.area]
    claims = evidence.read("group_claims", filters.known)
    claims = claims[(claims["group_id"] == shown.group) & (claims["metric"] == "claimed_attacks")]
    attributed = yearly(evidence, filters, area=tuple(chosen), metric="attacks", actor=shown.group)
    parts = [attributed.assign(what=ATTRIBUTED)] if len(attributed) else []
    for area in chosen:
        own = claims_by_year(claims[claims["area"] == area], f"{shown.short} (own claims)", filters)
        if len(own):
            parts.append(own.assign(area=area))
    if not parts:
        return attributed.assign(what=pd.Series(dtype=object))
    return pd.concat(parts, ignore_index=True)


def _years(attacks: pd.DataFrame, rows: pd.DataFrame) -> tuple[float, float]:
    every = [*attacks["year"], *rows["as_of"].dt.year]
    return float(min(every)), float(max(every))


def _attack_panels(
    evidence: Evidence, attacks: pd.DataFrame, shown: groups.Chosen
) -> tuple[list[panels.Panel], list[dict[str, Any]]]:
    frames: list[panels.Panel] = []
    traces: list[dict[str, Any]] = []
    for area, rows in attacks.groupby("area", sort=True):
        axes = panels.axes(len(frames))
        claimed, attributed = rows[rows["what"] == CLAIMED], rows[rows["what"] == ATTRIBUTED]
        drawn = [claim_bars(shown.short, claimed)] if len(claimed) else []
        drawn += counted_marks(evidence, attributed, shown.short)
        named = {trace["name"] for trace in traces}
        traces += [
            {**one, **axes, "cliponaxis": False, "legendgroup": one["name"], "showlegend": one["name"] not in named}
            for one in drawn
        ]
        most = float(rows[["headline", "high"]].max().max())
        heading = f"Attacks a year in {names.of(evidence, 'areas', str(area))}"
        frames.append(panels.Panel(heading, _HEIGHT, most))
    return frames, traces


def _counted(evidence: Evidence, attacks: pd.DataFrame) -> pd.DataFrame:
    said = [number(value) for value in attacks["headline"]]
    return attacks.rename(columns={"headline": "value"}).assign(said=said).reindex(columns=_COLUMNS)


def _estimated(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    labels = evidence.labels("estimator")
    return rows.assign(
        year=rows["as_of"].dt.year,
        area="",
        what=ESTIMATED,
        publisher=rows["estimator"].map(labels),
        value=rows["best"],
        said=[f"{estimates.when(row)}: {estimates.counted(evidence, row)}" for row in rows.itertuples(index=False)],
    ).reindex(columns=_COLUMNS)


def _title(evidence: Evidence, shown: groups.Chosen, attacks: pd.DataFrame, rows: pd.DataFrame) -> str:
    told = []
    for what, verb in ((CLAIMED, "claimed"), (ATTRIBUTED, "attributed to it")):
        own = attacks[attacks["what"] == what]
        if len(own):
            told.append(f"attacks {verb} in {own['year'].max()}: {_latest(evidence, own)}")
    newest = strength.newest(rows).sort_values(["as_of", "row_id"], kind="stable")
    if len(newest):
        told.append(f"newest estimate: {estimates.in_words(evidence, next(newest.tail(1).itertuples(index=False)))}")
    return f"{shown.short}, {'; '.join(told)}"


def _latest(evidence: Evidence, own: pd.DataFrame) -> str:
    """The counts of the newest year, with the country of each and, where it is not the group itself, who counted."""
    told = []
    for row in own[own["year"] == own["year"].max()].itertuples(index=False):
        who = f" ({names.publisher(evidence, row.publisher)})" if row.what == ATTRIBUTED else ""
        told.append(f"{number(row.headline)} in {names.of(evidence, 'areas', row.area)}{who}")
    return names.in_words(told)


def _notes(
    evidence: Evidence,
    shown: groups.Chosen,
    attacks: pd.DataFrame,
    found: pd.DataFrame,
    definition: tuple[str, str] | None,
) -> tuple[str, ...]:
    said = []
    if (attacks["what"] == CLAIMED).any():
        said.append(
            "Claims are a group's propaganda as published, set beside the counts of others and never in their place."
        )
    attributed = attacks[attacks["what"] == ATTRIBUTED]
    if len(attributed):
        said += [*scope_notes(evidence, "attacks", attributed), *reading_notes(attributed)]
    if attacks.empty:
        said.append(f"No whole year of attacks claimed by {shown.short} or attributed to it is in the data.")
    else:
        said.append("Whole years only: claims and counts of other periods stand in the card of the group.")
    if definition:
        usual = estimates.definition_in_words(evidence, *definition)
        left = len(found) - len(strength.of_definition(found, definition))
        further = f"; {left} of other definitions stand further up" if left else ""
        said.append(f"Strength: {usual}, the definition with most estimates{further}.")
    else:
        said.append(f"No estimate of the strength of {shown.short} is in the data for this choice.")
    said.append(
        "Each panel has a scale of its own. That two series rise together does not say that one moves the other."
    )
    return tuple(said)
