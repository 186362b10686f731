"""What changed lately, the trend and the map in small, for the briefing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from khyber.analysis import counts, latest
from khyber.charts import attacks, border, border_views, names
from khyber.charts.briefing import series
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, figure
from khyber.charts.places import toll_words
from khyber.evidence import Evidence, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

EVENTS = 8
MONTHS = 12
_NAMED = 2
_TREND_HEIGHT = 340
_COLUMNS = ["table", "row_id", "date", "what", "text", "rows"]


@figure("briefing-lately", page="briefing", name="What changed lately", uses=("known",))
def lately(evidence: Evidence, filters: Filters) -> Figure:
    """The newest events of the incidents and the timeline, each with its date."""
    found = latest.lately(evidence, EVENTS, filters.known)
    lines = [_event(evidence, row) for row in found.itertuples(index=False)]
    table = pd.DataFrame(lines, columns=_COLUMNS)
    facts = tuple(
        Fact(_when(row), line["text"], line["what"], line["rows"])
        for row, line in zip(found.itertuples(index=False), lines, strict=True)
    )
    title = "No event was known by that day"
    if facts:
        title = f"What changed lately: {len(facts)} newest events on record, {_first_day(found)} to {_last_day(found)}"
    notes = ("Incidents are a selection of notable events, no census: a quiet month here is not a quiet month there.",)
    return Figure("briefing-lately", title, title, None, table, facts=facts, notes=notes)


def _first_day(found: pd.DataFrame) -> str:
    return dates.words(found["date"].min().date())


def _last_day(found: pd.DataFrame) -> str:
    return dates.words(found["date"].max().date())


def _when(row: Any) -> str:
    return dates.words(row.date.date(), None if pd.isna(row.date_end) else row.date_end.date())


def _event(evidence: Evidence, row: Any) -> dict[str, Any]:
    known = evidence.row(row.table, row.row_id)
    if row.table == "incidents":
        kind = names.of(evidence, "incident_kinds", known["kind"], "label")
        what = f"{kind}, {text(known['place']) or text(known['admin1'])}; {toll_words(known)}"
        said = text(known["summary"])
    else:
        what, said = evidence.labels("timeline_category")[known["category"]], text(known["title"])
    rows = (Row(row.table, row.row_id), *as_rows("timeline", row.same))
    return {"table": row.table, "row_id": row.row_id, "date": row.date, "what": what, "text": said, "rows": rows}


@figure("briefing-trend", page="briefing", name="The trend of attacks", uses=("known",))
def trend(evidence: Evidence, filters: Filters) -> Figure:
    """Yearly attacks by every publisher that gives two years in a row, on one small chart."""
    found = series(evidence, "attacks", filters.known)
    sound = found[found["status"] != counts.DOUBTFUL]
    running = [str(one) for one, rows in sound.groupby("publisher", sort=False) if (rows["year"].diff() == 1).any()]
    if not running:
        said = "No publisher gives attacks for two years in a row"
        return attacks.empty("briefing-trend", said, found.reindex(columns=attacks.DRAWN))
    shown = attacks.by_publisher(evidence, Filters(known=filters.known, by=tuple(running)))
    assert shown.spec
    sound = sound[sound["publisher"].isin(running)]
    title = _trend_title(evidence, sound)
    left = [names.publisher(evidence, one) for one in found["publisher"].unique() if one not in running]
    notes = [f"Without two years in a row, and not drawn: {names.in_words(left, 12)}."] if left else []
    return replace(
        shown,
        id="briefing-trend",
        title=title,
        alt=f"Line chart of attacks a year by {len(running)} publishers. {title}.",
        spec={**shown.spec, "layout": {**shown.spec["layout"], "height": _TREND_HEIGHT}},
        notes=(*(note for note in shown.notes if "hollow" in note.lower()), *notes),
        extra_rows=tuple(row for rows in found["rows"][~found["publisher"].isin(running)] for row in rows),
    )


def _trend_title(evidence: Evidence, sound: pd.DataFrame) -> str:
    """Where the longest series stood lowest and where they stand now."""
    longest = sound["publisher"].value_counts(sort=True).index[:_NAMED]
    told = []
    for one in longest:
        own = sound[sound["publisher"] == one].set_index("year")["headline"]
        last = own.index.max()
        told.append(
            f"{names.publisher(evidence, one)} {number(own.max())} in {own.idxmax()}, {number(own.min())} in "
            f"{own.idxmin()}, {number(own[last])} in {last}"
        )
    nation = names.of(evidence, "areas", names.NATION)
    return f"Attacks a year in {nation}, highest, lowest and newest: {'; '.join(told)}"


@figure("briefing-map", page="briefing", name="The map in small", uses=("known", "border"))
def small_map(evidence: Evidence, filters: Filters) -> Figure:
    """The map of the border page, still, with the incidents of the twelve months to the newest one."""
    rows = evidence.read("incidents", filters.known)
    if rows.empty:
        shown = border.border_map(evidence, filters)
        return replace(shown, id="briefing-map", spec=_still(shown))
    last = rows["date"].max().date()
    first = dates.add_months(last.replace(day=1), 1 - MONTHS)
    shown = border.border_map(evidence, Filters(known=filters.known, border=filters.border, start=f"{first:%Y-%m}"))
    period = dates.words(first, dates.bounds(f"{last:%Y-%m}")[1])
    title = f"{period}: {shown.title}"
    alt = f"Small map of the border with {int(shown.table['drawn'].sum())} incidents as marks. {title}."
    notes = ("A selection of notable events, not a census.", *border_views.notes(evidence, filters.border))
    return replace(shown, id="briefing-map", title=title, alt=alt, spec=_still(shown), notes=notes, on_screen=())


def _still(shown: Figure) -> dict[str, Any]:
    """The same map, one that is looked at and not moved."""
    assert shown.spec
    layout = shown.spec["layout"]
    return {**shown.spec, "layout": {**layout, "meta": {**layout["meta"], "still": True}}}
