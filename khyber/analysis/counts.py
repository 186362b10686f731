"""Published counts: the headline, the published range and the rows behind each, by publisher and period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from khyber.evidence import Evidence, Range, cached, dates

KEY = ["publisher", "area", "actor", "metric", "period_start", "period_end"]
HEADLINE_MONTHS = 18
REVISIONS, COUNTERS = "revisions", "counters"
HEADLINE, LATER, UNDATED, DOUBTFUL = "headline", "published-later", "undated", "doubtful"
_STATUS = {0: HEADLINE, 1: LATER, 2: UNDATED, 3: DOUBTFUL}


@cached(32)
def headlines(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """One row for each publisher, area, actor, metric and period of `attack_counts` known by a day.

    The headline rule is curated rule 1: the newest value published within 18 months of the period's end that
    is not doubtful; where there is none, the first published that is not doubtful ("published-later"), then
    one of undated pages only ("undated"); where only doubtful values exist, the newest of them ("doubtful").
    `low` and `high` are the lowest and highest value that is not doubtful, empty where all are doubtful; they
    equal the headline for a publisher whose several values are no revisions of one count
    (`publishers.several_values`, curated rules 7 and 8). Of values published on one day the one with the most
    pages leads.

    Columns: publisher, area, actor, metric, period_start, period_end (datetime64), span (month, quarter, half,
    nine-months, year, other), headline, low, high (float), status, published (datetime64, of the headline),
    row_id (of the headline), row_ids (tuple of all rows of the key).
    """
    rows = ranked(evidence.read("attack_counts", known))
    first = ~rows.duplicated(KEY)
    lead, place = rows[first].reset_index(drop=True), first.cumsum() - 1
    sound = rows[~rows["doubtful"]].groupby(place)["value"].agg(["min", "max"]).reindex(lead.index)
    revised = lead["publisher"].map(evidence.names("publishers", "several_values")) == REVISIONS
    sound = sound.where(revised | sound["min"].isna(), lead["value"], axis=0)
    behind = np.split(rows["row_id"].to_numpy(), np.flatnonzero(first)[1:]) if len(rows) else []
    periods = list(zip(lead["period_start"].dt.date, lead["period_end"].dt.date, strict=True))
    spans = {period: dates.span(*period) for period in set(periods)}
    return lead[KEY].assign(
        span=[spans[one] for one in periods],
        headline=lead["value"],
        low=sound["min"],
        high=sound["max"],
        status=lead["class"].map(_STATUS),
        published=lead["published"],
        row_id=lead["row_id"],
        row_ids=pd.Series(map(tuple, behind), index=lead.index, dtype=object),
    )


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `attack_counts` in such an order that of each key the one that gives the headline comes first.

    What is before what does not depend on which other rows there are: of the rows known by an earlier day, too, the
    first leads. One more column, class: 0 timely, 1 published later, 2 undated, 3 doubtful.
    """
    rows = rows.assign(**{"class": _class(rows)})
    # Within a class the newest leads, but among values published late the first does; undated ones come last.
    days = (rows["published"] - pd.Timestamp(0)).dt.days
    rows["age"] = days.where(rows["class"] == 1, -days)
    rows["pages"] = -rows["source_ids"].str.count(";")
    order = [*KEY, "class", "age", "pages", "row_id"]
    return rows.sort_values(order, kind="stable", ignore_index=True).drop(columns=["age", "pages"])


def series(
    evidence: Evidence,
    metric: str,
    *,
    span: str,
    area: str | Sequence[str] = "pakistan",
    actor: str | Sequence[str] = "all",
    publishers: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    known: date | None = None,
) -> pd.DataFrame:
    """The rows of `headlines` for one metric, of whole periods of one span ("year", "month").

    `area` and `actor` are one id each, or several whose rows then stand side by side, never added up;
    `publishers` empty means all. Only periods that lie wholly between `first` and `last` are given: a part
    year never stands beside a year (curated rule 6). Sorted by publisher and period.
    """
    found = _by_metric_and_span(evidence, known).get((metric, span))
    if found is None:
        return headlines(evidence, known).iloc[:0]
    chosen = _among(found["area"], area) & _among(found["actor"], actor)
    if publishers:
        chosen &= found["publisher"].isin(list(publishers))
    if first:
        chosen &= found["period_start"] >= pd.Timestamp(first)
    if last:
        chosen &= found["period_end"] <= pd.Timestamp(last)
    return found[chosen].reset_index(drop=True)


@cached(32)
def _by_metric_and_span(evidence: Evidence, known: date | None) -> dict[tuple[str, str], pd.DataFrame]:
    found = headlines(evidence, known).sort_values(["publisher", "period_start"])
    return {(str(metric), str(span)): rows for (metric, span), rows in found.groupby(["metric", "span"])}


def _among(column: pd.Series, wanted: str | Sequence[str]) -> pd.Series:
    return column == wanted if isinstance(wanted, str) else column.isin(list(wanted))


def as_range(row: pd.Series | Mapping[str, Any]) -> Range:
    """The published range of a row of `headlines`; a doubtful value stands as a headline with open ends."""
    if pd.isna(row["low"]):
        return Range(None, None, float(row["headline"]))
    return Range(float(row["low"]), float(row["high"]), float(row["headline"]))


def by_area(counted: pd.DataFrame, areas: pd.DataFrame, nation: str = "pakistan") -> pd.DataFrame:
    """The units of a nation beside its own figure, for one publisher, metric, actor and span.

    `counted` holds rows of `headlines` of several areas; `areas` is the vocabulary with `parent_id`. For each
    period the units are those directly below the nation; where a unit has no row, those of its parts that have
    one stand for it, never both (curated rule 4).

    Columns: those of `counted`, nation (its headline, NaN where not given), total, total_low and total_high (the
    units of that period added up as ranges), stacks (True where the headlines add up to at most the nation's headline,
    so that no stack rises above the mark beside it), nation_row_ids (the rows behind the nation's figure).
    """
    parents = areas["parent_id"].to_dict()
    national = counted[counted["area"] == nation].set_index("period_start")
    kept = []
    for period, rows in counted.groupby("period_start", sort=True):
        given = set(rows["area"])
        units = rows[[stands(area, given, parents, nation) for area in rows["area"]]]
        if units.empty:
            continue
        whole = total(row for _, row in units.iterrows())
        own = national["headline"].get(period, float("nan"))
        sound = (units["status"] != DOUBTFUL).all() and national["status"].get(period) != DOUBTFUL
        kept.append(
            units.assign(
                nation=own,
                total=whole.headline,
                total_low=_or_nan(whole.low),
                total_high=_or_nan(whole.high),
                nation_row_ids=[national["row_ids"].get(period, ())] * len(units),
                stacks=bool(sound and whole.headline is not None and whole.headline <= own),
            )
        )
    if not kept:
        numbers = dict.fromkeys(["nation", "total", "total_low", "total_high"], 0.0)
        return counted.iloc[:0].assign(**numbers, nation_row_ids=None, stacks=False)
    return pd.concat(kept, ignore_index=True)


def total(rows: Iterable[pd.Series | Mapping[str, Any]]) -> Range:
    """Rows of `headlines` added up with their published ranges; zero for none."""
    return sum(map(as_range, rows), Range.exact(0.0))


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def stands(area: str, given: Collection[str], parents: Mapping[str, object], nation: str = "pakistan") -> bool:
    """True for a unit of the nation, and for a part of one where that unit itself is not among those given.

    `parents` gives the area above each area, as in the vocabulary.
    """
    parent = parents.get(area)
    if parent == nation:
        return True
    return isinstance(parent, str) and parents.get(parent) == nation and parent not in given


def statuses(rows: pd.DataFrame) -> pd.Series:
    """What each row of `attack_counts` would be if it stood alone: the statuses of `headlines`."""
    return _class(rows).map(_STATUS)


def _class(rows: pd.DataFrame) -> pd.Series:
    """0 timely, 1 published later, 2 undated, 3 doubtful."""
    limits = {day: pd.Timestamp(dates.add_months(day.date(), HEADLINE_MONTHS)) for day in rows["period_end"].unique()}
    limit = rows["period_end"].map(limits).astype("datetime64[s]")
    found = pd.Series(1, index=rows.index)
    found[rows["published"] <= limit] = 0
    found[rows["published"].isna()] = 2
    found[rows["doubtful"].astype(bool)] = 3
    return found
