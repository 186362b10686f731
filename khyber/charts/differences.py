"""The figures of the differences page: two releases, or two known-by days, by row, by year and by what they change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from khyber.analysis import counts, differences
from khyber.charts import catalogue, names, theme
from khyber.charts.attacks import empty, labelled
from khyber.charts.catalogue import Fact, Figure, Row, escape, figure
from khyber.evidence import Evidence, dates, open_release
from khyber.evidence.differences import ADDED, REMOVED, REVISED, Change, compare, tally
from khyber.evidence.ranges import number
from khyber.evidence.releases import identifiers
from khyber.filters import ALL, Filters

PAGE = "differences"
COMPARED = ("known", "than", "known_than")
_COUNTED = ("start", "end", "area", "actor", "by")
_ALL_FIELDS = tuple(one.name for one in fields(Filters) if one.name not in ("said", "release", "view"))
_GONE = "none"
_MOST_IN_LABEL = 8


class Side(NamedTuple):
    """One of the two that are compared: a release as known by a day, None for all of it."""

    evidence: Evidence
    known: date | None

    @property
    def words(self) -> str:
        """Such as "release 2026.11.1, as known by 5 January 2023"."""
        told = f"release {self.evidence.release}"
        return f"{told}, as known by {dates.words(self.known)}" if self.known else told


class Pair(NamedTuple):
    """The two that are compared, the older first, and which of the two the page shows."""

    before: Side
    after: Side
    shown: Side

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every row that differs."""
        return compare(self.before.evidence, self.after.evidence, self.before.known, self.after.known)


def sides(evidence: Evidence, filters: Filters) -> Pair:
    """What the filters compare, the older first.

    The one is the release and the known-by day that every page shows. The other is the release and day named by
    `than` and `known_than`. Where only a day is named, it is of the same release; where only a release is, both are
    as known by the same day; where neither is, the other is the release before, or the next after the oldest.
    """
    release = filters.than or (evidence.release if filters.known_than else beside(evidence.release))
    other = evidence if release == evidence.release else open_release(release)
    shown, than = Side(evidence, filters.known), Side(other, filters.known_than or filters.known)
    before, after = sorted((shown, than), key=_age)
    return Pair(before, after, shown)


def beside(release: str) -> str:
    """The release before this one; the next after the oldest; itself where there is no other."""
    known = identifiers()
    if release not in known:
        return known[0]
    place = known.index(release)
    return known[place + 1] if place + 1 < len(known) else known[max(place - 1, 0)]


def _age(side: Side) -> tuple[int, date]:
    known = identifiers()
    place = known.index(side.evidence.release) if side.evidence.release in known else -1
    return -place, side.known or date.max


@figure("differences-rows", page=PAGE, name="The rows that differ", uses=COMPARED)
def rows(evidence: Evidence, filters: Filters) -> Figure:
    """Every row that was added, removed or revised, field by field, with the reason on record."""
    pair = sides(evidence, filters)
    table = _rows_table(pair, evidence)
    ids = {(one.table, one.row_id) for one in pair.changes}
    told = tally(pair.changes)
    title = f"{number(len(ids))} row{'' if len(ids) == 1 else 's'} differ{'s' if len(ids) == 1 else ''}: {told}"
    if not ids:
        title = "No row differs"
    title = f"{title} {_between(pair)}"
    by_table = pd.Series([one.table for one in pair.changes]).unique() if ids else []
    facts = tuple(
        Fact(_title_of(pair, one), tally([change for change in pair.changes if change.table == one]))
        for one in by_table
    )
    notes = ("A row without a reason on record stands beside what its own sources say.",) if _unexplained(pair) else ()
    return Figure("differences-rows", title, title, None, table, (*_compared(pair), *facts), notes)


def _unexplained(pair: Pair) -> bool:
    return any(one.action == REVISED and not one.reason for one in pair.changes)


def _rows_table(pair: Pair, evidence: Evidence) -> pd.DataFrame:
    columns = ["table", "row_id", "action", "field", "old", "new", "reason"]
    found = pd.DataFrame([one[:7] for one in pair.changes], columns=columns, dtype=object)
    if pair.before.evidence == pair.after.evidence:
        found["reason"] = _first_days(pair.after.evidence, pair.changes)
    return found.assign(rows=[_resolved(evidence, [one]) for one in pair.changes])


def _first_days(evidence: Evidence, changes: Iterable[Change]) -> list[str]:
    """For rows that a day hides: when the first of their pages had certainly been published."""
    days: dict[str, dict[str, Any]] = {}
    told = []
    for one in changes:
        if one.table not in days:
            rows, column = evidence.read(one.table), "published_latest" if one.table == "sources" else "known_from"
            days[one.table] = dict(zip(rows[evidence.key(one.table)].astype(str), rows[column], strict=True))
        day = days[one.table][one.row_id]
        told.append("no dated page" if pd.isna(day) else f"first page published by {dates.words(day.date())}")
    return told


def _resolved(evidence: Evidence, changes: Iterable[Change]) -> tuple[Row, ...]:
    """The rows of changes that the evidence has, and the entries of its log that tell of them."""
    found = []
    for one in changes:
        found.append(Row(one.table, one.row_id.rpartition("/")[2]))
        found.append(Row("corrections", one.correction_id))
    return tuple(row for row in dict.fromkeys(found) if row.row_id and evidence.has_row(*row))


def _compared(pair: Pair) -> tuple[Fact, ...]:
    return Fact("Before", pair.before.words), Fact("After", pair.after.words)


def _between(pair: Pair) -> str:
    return f"between {pair.before.words}, and {pair.after.words}"


def _title_of(pair: Pair, table: str) -> str:
    evidence = pair.after.evidence if table in pair.after.evidence.counts else pair.before.evidence
    return str(evidence.resource(table)["title"])


@figure("differences-years", page=PAGE, name="Yearly counts that differ, by publisher", uses=(*COMPARED, *_COUNTED))
def years(evidence: Evidence, filters: Filters) -> Figure:
    """How many yearly counts differ, of any metric, by publisher and year."""
    pair = sides(evidence, filters)
    found = _yearly(pair, filters)
    table = differences.by_year(found)
    scope = filters.only(_COUNTED).sentence(evidence, "")
    where = f" ({scope})" if scope else ""
    if table.empty:
        title = f"No yearly count differs{where} {_between(pair)}"
        columns = ["year", "publisher", "differing", "which"]
        return empty("differences-years", title, table.reindex(columns=columns))
    table = table.assign(
        which=[_in_label(evidence, found.loc[list(one)]) for one in table["places"]],
        rows=[_behind(pair, found.loc[list(one)]) for one in table["places"]],
    ).drop(columns="places")
    count = int(table["differing"].sum())
    title = f"{number(count)} yearly count{' differs' if count == 1 else 's differ'}{where} {_between(pair)}"
    said = names.in_words(
        [f"{names.publisher(evidence, one)} {n}" for one, n in table.groupby("publisher")["differing"].sum().items()], 9
    )
    alt = f"Bar chart of the yearly counts that differ, by year and publisher. {title}: {said}."
    return Figure("differences-years", title, alt, _years_spec(evidence, table), table, _compared(pair), _YEARS_NOTES)


_YEARS_NOTES = ("One bar counts headline figures of whole years of every metric, area and actor: it is no attack.",)


def _years_spec(evidence: Evidence, table: pd.DataFrame) -> dict[str, Any]:
    data = []
    for place, (publisher, rows) in enumerate(table.groupby("publisher", sort=True)):
        name = names.publisher(evidence, str(publisher))
        told = zip(rows["year"], rows["differing"], rows["which"], strict=True)
        data.append(
            {
                "type": "bar",
                "name": escape(name),
                "x": [int(year) for year in rows["year"]],
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
    spread = {"range": [first - 0.7, last + 0.7]}
    layout = theme.layout(
        barmode="stack",
        xaxis=theme.years(first, last, **spread),
        yaxis=theme.counts("Yearly counts that differ"),
        height=360,
    )
    return {"data": data, "layout": layout}


def _yearly(pair: Pair, filters: Filters) -> pd.DataFrame:
    """The yearly counts of both sides that the filters choose, of every metric."""
    found = _side_by_side(pair.before, pair.after)
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


@lru_cache(maxsize=8)
def _side_by_side(before: Side, after: Side) -> pd.DataFrame:
    return differences.side_by_side(*(counts.headlines(one.evidence, one.known) for one in (before, after)))


def _in_label(evidence: Evidence, found: pd.DataFrame) -> str:
    """The counts that differ, in words: "suicide attacks, Khyber Pakhtunkhwa: none → 12; …"."""
    told = [
        f"{names.metric(evidence, row.metric)}, {_where(evidence, row)}: "
        f"{_value(evidence, row, 'before')} → {_value(evidence, row, 'after')}"
        for row in found.head(_MOST_IN_LABEL).itertuples()
    ]
    more = len(found) - len(told)
    return "; ".join([*told, *([f"and {more} more"] if more else [])])


def _where(evidence: Evidence, row: Any) -> str:
    area = names.of(evidence, "areas", row.area)
    return area if row.actor == ALL else f"{area}, {names.of(evidence, 'actors', row.actor, 'short_name')}"


def _value(evidence: Evidence, row: Any, side: str) -> str:
    """A headline in words with its published range and "doubtful"; "none" where the side has none."""
    headline, low, high = (getattr(row, name) for name in (side, f"{side}_low", f"{side}_high"))
    if pd.isna(headline):
        return _GONE
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
    return tuple(dict.fromkeys([*own, *_resolved(evidence, [log[one] for one in ids if one in log])]))


@figure(
    "differences-headlines",
    page=PAGE,
    name="Headline figures before and after",
    uses=(*COMPARED, *_COUNTED, "metric", "scale"),
)
def headlines(evidence: Evidence, filters: Filters) -> Figure:
    """Every publisher's yearly headline of one metric and area, before and after."""
    pair = sides(evidence, filters)
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
            "told": [f"{_value(evidence, row, 'before')} → {_value(evidence, row, 'after')}" for row in _each(found)],
            "rows": [_behind(pair, found.loc[[place]]) for place in found.index],
        }
    ).sort_values(["publisher", "year"], kind="stable", ignore_index=True)
    if table.empty:
        title = f"No publisher gives yearly {what} in {where} {_between(pair)}"
        return empty("differences-headlines", title, table)
    differing = int((table["difference"] == "differs").sum())
    count = number(differing) if differing else "None"
    figures = f"{number(len(table))} yearly figure{'' if len(table) == 1 else 's'}"
    title = f"{count} of {figures} of {what} in {where} {'differ' if differing > 1 else 'differs'} {_between(pair)}"
    alt = f"Chart of {what} a year in {where} by publisher, before and after. {title}."
    facts = (*_compared(pair), *_told_of(evidence, table, filters.metric))
    spec = _headlines_spec(evidence, filters, table)
    return Figure("differences-headlines", title, alt, spec, table, facts, _HEADLINES_NOTES)


_HEADLINES_NOTES = (
    "Filled marks: after. Hollow squares around them: before. A mark alone stands on one side only: the other has no "
    "figure, which is never zero.",
)


def _each(found: pd.DataFrame) -> Iterable[Any]:
    return found.itertuples(index=False)


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
        common = {"type": "scatter", "mode": "markers", "hovertext": hover, "hoverinfo": "text"}
        common |= {"x": [int(one) for one in rows["year"]], "legendgroup": str(publisher)}
        before, after = ([None if pd.isna(v) else float(v) for v in rows[side]] for side in ("before", "after"))
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


@figure("differences-titles", page=PAGE, name="What other figures say before and after", uses=_ALL_FIELDS)
def titles(evidence: Evidence, filters: Filters) -> Figure:
    """Every figure of the other pages whose sentence or key figures are not the same before and after."""
    pair = sides(evidence, filters)
    others = [entry for entry in catalogue.entries() if entry.page != PAGE]
    lines = [line for entry in others for line in _lines(pair, entry, filters)]
    columns = ["figure", "page", "name", "what", "before", "after", "rows"]
    table = pd.DataFrame(lines, columns=columns, dtype=object)
    count = table["figure"].nunique()
    verb = "says" if count == 1 else "say"
    title = f"{number(count)} of {number(len(others))} other figures {verb} something else {_between(pair)}"
    if not count:
        title = f"None of {number(len(others))} other figures says anything else {_between(pair)}"
    facts = (*_compared(pair), Fact("Figures compared", number(len(others))))
    notes = ("Compared are the sentence above each figure and its key figures, under the choices of this page.",)
    return Figure("differences-titles", title, title, None, table, facts, notes)


def _lines(pair: Pair, entry: catalogue.Entry, filters: Filters) -> list[tuple[Any, ...]]:
    before, after = (_built(entry, side, filters) for side in (pair.before, pair.after))
    told = [(label, *texts) for label, *texts in _told(before, after) if texts[0] != texts[1]]
    if not told:
        return []
    rows = _changed_rows(pair, before, after)
    return [(entry.id, entry.page, entry.name, *one, rows) for one in told]


def _built(entry: catalogue.Entry, side: Side, filters: Filters) -> Figure:
    return catalogue.build(entry.id, side.evidence, filters.changed(known=side.known, than="", known_than=None))


def _told(before: Figure, after: Figure) -> list[tuple[str, str, str]]:
    """What two figures say: their sentence, and each key figure by its label, "" where one has none of it."""
    said = [{}, {}]
    for place, shown in enumerate((before, after)):
        said[place] = {fact.label: ", ".join(filter(None, (fact.value, fact.change))) for fact in shown.facts}
    labels = dict.fromkeys([*said[1], *said[0]])
    facts = [(label, said[0].get(label, _GONE), said[1].get(label, _GONE)) for label in labels]
    return [("Sentence", before.title, after.title), *facts]


def _changed_rows(pair: Pair, before: Figure, after: Figure) -> tuple[Row, ...]:
    """The rows behind two figures that differ and that the evidence of the page has; all of theirs where none does."""
    evidence = pair.shown.evidence
    changed = {(one.table, one.row_id.rpartition("/")[2]): one for one in pair.changes}
    behind = dict.fromkeys([*after.rows, *before.rows])
    found = _resolved(evidence, [changed[row] for row in behind if row in changed])
    return found or tuple(row for row in behind if evidence.has_row(*row))


class Since(NamedTuple):
    """How many rows behind the figures of a page were changed since a release, and up to which release."""

    revised: int
    removed: int
    added: int
    newest: str


@lru_cache(maxsize=128)
def since(page: str, evidence: Evidence, filters: Filters, newest: Evidence) -> Since:
    """What was changed from this evidence to the newest behind the figures of a page, as these filters show them."""
    behind = {
        row
        for one in (evidence, newest)
        for entry in catalogue.entries()
        if entry.page == page
        for row in catalogue.build(entry.id, one, filters).rows
    }
    changes = compare(evidence, newest, filters.known, filters.known)
    rows = {one: {(c.table, c.row_id) for c in changes if c.action == one} for one in (REVISED, REMOVED, ADDED)}
    seen = [sum((table, row_id.rpartition("/")[2]) in behind for table, row_id in ids) for ids in rows.values()]
    return Since(*seen, newest.release)
