"""The figures of the differences page: two releases, or two known-by days, by row, by year and by what they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import counts, differences
from khyber.charts import compared, names, theme
from khyber.charts.attacks import empty, labelled
from khyber.charts.catalogue import Fact, Figure, Row, escape, figure
from khyber.charts.compared import COMPARED, COUNTED, NONE, PAGE, Pair, from_to, resolved, sides, title_of
from khyber.evidence import Evidence, cached, dates
from khyber.evidence.differences import REMOVED, Change, tally
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parameters import ALL

_MOST_IN_LABEL = 8
_LEAST_YEARS, _FEW = 8, 6


@figure("differences-rows", page=PAGE, warmed=False, name="The rows that differ", uses=COMPARED)
def rows(evidence: Evidence, filters: Filters) -> Figure:
    """Every row that was added, removed or revised, field by field, with the reason on record."""
    return rows_between(sides(evidence, filters), filters)


def rows_between(pair: Pair, filters: Filters) -> Figure:
    """The figure of the rows that differ, of two that are given."""
    table = _rows_table(pair, pair.shown.evidence)
    whole = tally(pair.changes) or "no row differs"
    title = f"{from_to(pair)}: {whole}"
    facts = tuple(
        Fact(title_of(pair, one), tally([change for change in pair.changes if change.table == one]))
        for one in dict.fromkeys(change.table for change in pair.changes)
    )
    return Figure("differences-rows", title, title, None, table, (*compared.facts(pair), Fact("In all", whole), *facts))


def _rows_table(pair: Pair, evidence: Evidence) -> pd.DataFrame:
    columns = ["table", "row_id", "action", "field", "old", "new", "reason"]
    found = pd.DataFrame([one[:7] for one in pair.changes], columns=columns, dtype=object)
    found = found.assign(
        what=[row_words(pair, one) for one in pair.changes],
        rows=[resolved(evidence, [one]) for one in pair.changes],
    )
    if pair.before.evidence == pair.after.evidence and not found.empty:
        days = _known_from(evidence, pair.changes)
        told = ["no dated page" if pd.isna(day) else f"First page published by {dates.words(day)}" for day in days]
        newest = pd.Series([0 if pd.isna(day) else -day.toordinal() for day in days]).argsort(kind="stable")
        found = found.assign(reason=told).iloc[newest]
        place = {table: n for n, table in enumerate(evidence.counts)}
        found = found.sort_values("table", key=lambda one: one.map(place), kind="stable", ignore_index=True)
    return found


def _known_from(evidence: Evidence, changes: Iterable[Change]) -> list[Any]:
    """For rows that a day hides: the day by which the first of their pages had certainly been published."""
    days: dict[str, dict[str, Any]] = {}
    for table in {one.table for one in changes}:
        rows, column = evidence.read(table), "published_latest" if table == "sources" else "known_from"
        days[table] = dict(zip(rows[evidence.key(table)].astype(str), rows[column].dt.date, strict=True))
    return [days[one.table][one.row_id] for one in changes]


def row_words(pair: Pair, one: Change) -> str:
    """What a row is, in a few words, as the newer of the two that has it tells it; "" where its id says it."""
    side = pair.before if one.action == REMOVED else pair.after
    if one.table not in _TOLD_BY:
        return ""
    row, evidence = side.evidence.row(one.table, one.row_id), side.evidence
    parts = []
    for name in _TOLD_BY[one.table]:
        cell = row.get(name)
        if name in _VOCABULARIES and not pd.isna(cell):
            parts.append(names.of(evidence, _VOCABULARIES[name][0], str(cell), _VOCABULARIES[name][1]))
        elif not pd.isna(cell):
            parts.append(f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else str(cell).removesuffix(".0"))
    return ", ".join(parts)


# What tells a reader which row is meant, by table, and in which vocabulary its codes are named.
_TOLD_BY = {
    "sources": ("publisher", "title"),
    "attack_counts": ("publisher", "metric", "period_start", "period_end", "value"),
    "incidents": ("kind", "place"),
    "group_strength": ("group_id", "as_of"),
    "group_claims": ("group_id", "period_start", "period_end"),
    "change_claims": ("publisher", "metric"),
    "crossings": ("name",),
    "closures": ("crossing_id", "closed_from"),
    "border_facts": ("as_of", "note"),
    "indicators": ("series_id", "period_end"),
    "timeline": ("title",),
}
_VOCABULARIES = {
    "publisher": ("publishers", "name"),
    "metric": ("metrics", "label"),
    "kind": ("incident_kinds", "label"),
}


@figure(
    "differences-years",
    page=PAGE,
    warmed=False,
    name="Yearly counts that differ, by publisher",
    uses=(*COMPARED, *COUNTED),
)
def years(evidence: Evidence, filters: Filters) -> Figure:
    """How many yearly counts differ, of any metric, by publisher and year."""
    return years_between(sides(evidence, filters), filters)


def years_between(pair: Pair, filters: Filters) -> Figure:
    """The figure of the yearly counts that differ, of two that are given."""
    evidence = pair.shown.evidence
    found = _yearly(pair, filters)
    table = differences.by_year(found)
    scope = filters.only(COUNTED).sentence(evidence, "")
    where = f" ({scope})" if scope else ""
    if table.empty:
        title = f"{from_to(pair)}: no yearly count differs{where}"
        columns = ["year", "publisher", "differing", "which"]
        shown = empty("differences-years", title, table.reindex(columns=columns))
        return replace(shown, facts=compared.facts(pair))
    table = table.assign(
        which=[_in_label(evidence, found.loc[list(one)]) for one in table["places"]],
        rows=[_behind(pair, found.loc[list(one)]) for one in table["places"]],
    ).drop(columns="places")
    count = int(table["differing"].sum())
    title = f"{from_to(pair)}: {number(count)} yearly count{' differs' if count == 1 else 's differ'}{where}"
    said = names.in_words(
        [f"{names.publisher(evidence, one)} {n}" for one, n in table.groupby("publisher")["differing"].sum().items()], 9
    )
    alt = f"Bar chart of the yearly counts that differ, by year and publisher. {title}: {said}."
    return Figure(
        "differences-years", title, alt, _years_spec(evidence, table), table, compared.facts(pair), _YEARS_NOTES
    )


_YEARS_NOTES = (
    "A bar is the number of yearly figures that are not the same before and after, of every metric, area and actor; "
    "it is no number of attacks.",
)


def _years_spec(evidence: Evidence, table: pd.DataFrame) -> dict[str, Any]:
    data = []
    for place, (publisher, rows) in enumerate(table.groupby("publisher", sort=True)):
        name = names.publisher(evidence, str(publisher))
        told = zip(rows["year"], rows["differing"], rows["which"], strict=True)
        data.append(
            {
                "type": "bar",
                "name": escape(name),
                "x": list(map(int, rows["year"])),
                "y": [int(one) for one in rows["differing"]],
                "marker": theme.unit_bar(place),
                "hovertext": [
                    f"<b>{escape(name)}, {year}</b><br>{n}: {escape(which).replace('; ', '<br>')}"
                    for year, n, which in told
                ],
                "hoverinfo": "text",
            }
        )
    first, last = int(table["year"].min()), int(table["year"].max())
    room = max(0.7, _LEAST_YEARS / 2 - (last - first) / 2)
    most = table.groupby("year")["differing"].sum().max()
    steps: dict[str, Any] = {"dtick": 1} if most <= _FEW else {}
    layout = theme.layout(
        barmode="stack",
        xaxis=theme.years(first, last, range=[first - room, last + room]),
        yaxis=theme.counts("Yearly counts that differ", **steps),
        height=360,
    )
    return {"data": data, "layout": layout}


def _yearly(pair: Pair, filters: Filters) -> pd.DataFrame:
    """The yearly counts of both sides that the filters choose, of every metric."""
    found = _side_by_side(pair.before.evidence, pair.after.evidence, pair.before.known, pair.after.known)
    chosen = pd.Series(True, index=found.index)
    if filters.area != ALL:
        chosen &= found["area"] == filters.area
    if filters.actor != ALL:
        chosen &= found["actor"] == filters.actor
    if filters.by:
        chosen &= found["publisher"].isin(filters.by)
    if filters.first_day:
        chosen &= found["year"] >= filters.first_day.year + (filters.first_day.timetuple().tm_yday > 1)
    if filters.last_day:
        chosen &= found["year"] <= filters.last_day.year - (f"{filters.last_day:%m-%d}" != "12-31")
    return found[chosen]


@cached(8)
def _side_by_side(evidence: Evidence, later: Evidence, *known: date | None) -> pd.DataFrame:
    before, after = (counts.headlines(*side) for side in zip((evidence, later), known, strict=True))
    return differences.side_by_side(before, after)


def _in_label(evidence: Evidence, found: pd.DataFrame) -> str:
    """The counts that differ, in words: "suicide attacks, Khyber Pakhtunkhwa: none → 12; …"."""
    told = [
        f"{names.metric(evidence, row.metric)}, {_where(evidence, row)}: {_told_value(evidence, row)}"
        for row in found.head(_MOST_IN_LABEL).itertuples()
    ]
    more = len(found) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _where(evidence: Evidence, row: Any) -> str:
    area = names.of(evidence, "areas", row.area)
    return area if row.actor == ALL else f"{area}, {names.of(evidence, 'actors', row.actor, 'short_name')}"


def _told_value(evidence: Evidence, row: Any) -> str:
    return f"{_value(evidence, row, 'before')} → {_value(evidence, row, 'after')}"


def _value(evidence: Evidence, row: Any, side: str) -> str:
    """A headline in words with its published range and "doubtful"; "none" where the side has none."""
    headline, low, high = (getattr(row, name) for name in (side, f"{side}_low", f"{side}_high"))
    if pd.isna(headline):
        return NONE
    digits = names.digits(evidence, row.metric)
    told = number(headline, digits)
    if not pd.isna(low) and low < high:
        told = f"{told} ({number(low, digits)} to {number(high, digits)})"
    return f"{told}, doubtful" if getattr(row, f"{side}_status") == counts.DOUBTFUL else told


def _behind(pair: Pair, found: pd.DataFrame) -> tuple[Row, ...]:
    """The rows behind counts on both sides, as far as the evidence of the page has them, and the log's entries."""
    ids = [one for side in ("before_row_ids", "after_row_ids") for each in found[side] for one in each]
    evidence = pair.shown.evidence
    log = {one.row_id: one for one in pair.changes if one.table == "attack_counts"}
    own = [Row("attack_counts", one) for one in ids if evidence.has_row("attack_counts", one)]
    return tuple(dict.fromkeys([*own, *resolved(evidence, [log[one] for one in ids if one in log])]))


@figure(
    "differences-headlines",
    page=PAGE,
    warmed=False,
    name="Headline figures before and after",
    uses=(*COMPARED, *COUNTED, "metric", "scale"),
)
def headlines(evidence: Evidence, filters: Filters) -> Figure:
    """Every publisher's yearly headline of one metric and area, before and after."""
    return headlines_between(sides(evidence, filters), filters)


def headlines_between(pair: Pair, filters: Filters) -> Figure:
    """The figure of the headlines before and after, of two that are given."""
    evidence = pair.shown.evidence
    chosen = filters.changed(area=names.counted_area(filters))
    found = _yearly(pair, chosen)
    found = found[(found["metric"] == filters.metric) & (found["actor"] == filters.actor)]
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    table = pd.DataFrame(
        {
            "publisher": found["publisher"],
            "year": found["year"],
            "before": found["before"],
            "after": found["after"],
            "difference": ["differs" if one else "same" for one in found["differs"]],
            "told": [_told_value(evidence, row) for row in found.itertuples(index=False)],
            "rows": [_behind(pair, found.loc[[place]]) for place in found.index],
        }
    ).sort_values(["publisher", "year"], kind="stable", ignore_index=True)
    if table.empty:
        title = f"{from_to(pair)}: no publisher gives yearly {what} in {where}"
        return replace(empty("differences-headlines", title, table), facts=compared.facts(pair))
    differing = int((table["difference"] == "differs").sum())
    count = number(differing) if differing else "none"
    figures = f"{number(len(table))} yearly figure{'' if len(table) == 1 else 's'}"
    verb = "differ" if differing > 1 else "differs"
    title = f"{from_to(pair)}: {count} of {figures} of {what} in {where} {verb}"
    alt = f"Chart of {what} a year in {where} by publisher, before and after. {title}."
    facts = (*compared.facts(pair), *_told_of(evidence, table, filters.metric))
    spec = _headlines_spec(evidence, filters, table)
    return Figure("differences-headlines", title, alt, spec, table, facts, _HEADLINES_NOTES)


_HEADLINES_NOTES = (
    "Filled marks: after. Hollow squares: before, where it differs; one without a filled mark has no figure after, "
    "which is never zero.",
)


def _told_of(evidence: Evidence, table: pd.DataFrame, metric: str) -> tuple[Fact, ...]:
    """The newest figures that differ, in words."""
    rows = table[table["difference"] == "differs"].sort_values("year", ascending=False, kind="stable")
    return tuple(
        Fact(f"{labelled(evidence, row.publisher, metric)}, {row.year}", row.told, "", row.rows)
        for row in rows.head(_MOST_IN_LABEL).itertuples()
    )


def _headlines_spec(evidence: Evidence, filters: Filters, table: pd.DataFrame) -> dict[str, Any]:
    data = []
    for publisher, rows in table.groupby("publisher", sort=False):
        look = evidence.vocabulary("publishers").loc[str(publisher)]
        name = labelled(evidence, str(publisher), filters.metric)
        hover = [f"<b>{escape(name)}, {row.year}</b><br>{escape(row.told)}" for row in rows.itertuples()]
        common: dict[str, Any] = {"type": "scatter", "mode": "markers", "hovertext": hover, "hoverinfo": "text"}
        common |= {"x": list(map(int, rows["year"])), "legendgroup": str(publisher)}
        differing = rows["before"].where(rows["difference"] == "differs")
        before, after = ([None if pd.isna(v) else float(v) for v in side] for side in (differing, rows["after"]))
        ring = {"symbol": "square-open", "size": 14, "color": look["colour"], "line": {"width": 1.5}}
        disc = {"symbol": look["symbol"], "size": 8, "color": look["colour"]}
        data += [
            {**common, "name": f"{escape(name)}, before", "y": before, "marker": ring, "showlegend": False},
            {**common, "name": escape(name), "y": after, "marker": disc},
        ]
    first, last = int(table["year"].min()), int(table["year"].max())
    label = names.of(evidence, "metrics", filters.metric, "label")
    layout = theme.layout(xaxis=theme.years(first, last), yaxis=theme.counts(label, filters.scale))
    return {"data": data, "layout": layout}
