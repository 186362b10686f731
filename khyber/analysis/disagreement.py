"""What was published for one period, value by value: what leads, what was revised, and how far publishers differ."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

import pandas as pd

from khyber.analysis import counts
from khyber.evidence import Evidence, cached, dates

LEADS, EARLIER, LATER, BESIDE = "headline", "earlier", "later", "beside"
UNDATED, DOUBTFUL, COUNTER, ASSIGNMENT = "undated", "doubtful", "counter", "assignment"
REVISED, ROUNDED = "revised", "rounded"
LEAST_PUBLISHERS = 2
_SPANS = ("year", "nine-months", "half", "quarter", "month", "other")
_PERIOD = ["period_start", "period_end"]


class Selection(NamedTuple):
    """Whose counts of what are looked at: no publishers means all, no days mean an open end."""

    metric: str
    area: str
    actor: str
    publishers: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


@cached(128)
def chosen(evidence: Evidence, known: date | None, selection: Selection) -> pd.DataFrame:
    """The rows of `counts.headlines` of a selection, publishers in the order of their vocabulary, newest first.

    Only periods that lie wholly between the days of the selection are given. Do not change it in place.
    """
    found = counts.headlines(evidence, known)
    return _ordered(evidence, found[_is_chosen(found, selection)], ["period_start", "period_end"])


@cached(128)
def periods(evidence: Evidence, known: date | None, selection: Selection) -> pd.DataFrame:
    """Every period for which some publisher gives a figure, whole years first, each kind newest first.

    Columns: period_start, period_end, span, publishers (how many of them), text (as a link writes it). Do not change
    it in place.
    """
    found = chosen(evidence, known, selection)
    each = found.groupby([*_PERIOD, "span"], as_index=False).agg(publishers=("publisher", "nunique"))
    each = each.assign(kind=each["span"].map(_SPANS.index))
    each = each.sort_values(["kind", *_PERIOD], ascending=[True, False, False]).reset_index(drop=True)
    days = zip(each["period_start"].dt.date, each["period_end"].dt.date, strict=True)
    return each.drop(columns="kind").assign(text=[dates.written(*one) for one in days])


def newest_period(found: pd.DataFrame) -> str:
    """Of `periods`, the newest whole year with two publishers; else the newest year, else the newest period; or ""."""
    years = found[found["span"] == "year"]
    for candidates in (years[years["publishers"] >= LEAST_PUBLISHERS], years, found.sort_values("period_end")[::-1]):
        if len(candidates):
            return str(candidates["text"].iloc[0])
    return ""


def values(evidence: Evidence, known: date | None, selection: Selection) -> pd.DataFrame:
    """Every value published for exactly the period from `first` to `last`, none left out and none added up.

    The columns of `attack_counts`, and: headline, low, high (of its publisher as in `counts.headlines`; empty for
    several counters under one name), role (headline, earlier or later than it, beside it where that is not certain,
    undated, doubtful, counter, assignment), status (as `counts.statuses`). Publishers in the order of their
    vocabulary, each in order of publication.
    """
    rows = evidence.read("attack_counts", known)
    period = (rows["period_start"] == pd.Timestamp(selection.first)) & (
        rows["period_end"] == pd.Timestamp(selection.last)
    )
    rows = rows[period & _is_chosen(rows, selection)]
    leads = chosen(evidence, known, selection)
    leads = leads[(leads["period_start"] == pd.Timestamp(selection.first))]
    leads = leads[leads["period_end"] == pd.Timestamp(selection.last)].set_index("publisher")
    leads = leads.assign(known_from=rows.set_index("row_id")["known_from"].reindex(leads["row_id"]).array)
    several = evidence.names("publishers", "several_values")
    roles = [_role(row, leads.loc[row["publisher"]], several[row["publisher"]]) for _, row in rows.iterrows()]
    found = rows.assign(role=pd.Series(roles, index=rows.index, dtype=object), status=counts.statuses(rows))
    for name in ("headline", "low", "high"):
        own = found["publisher"].map(leads[name])
        found[name] = own.where(found["publisher"].map(several) != counts.COUNTERS)
    return _ordered(evidence, found, ["known_from", "value", "row_id"], ascending=True)


def _role(row: pd.Series, lead: pd.Series, several: str) -> str:
    if row["doubtful"]:
        return DOUBTFUL
    if several == counts.COUNTERS:
        return COUNTER
    if row["row_id"] == lead["row_id"]:
        return LEADS
    if several != counts.REVISIONS:
        return ASSIGNMENT
    if pd.isna(row["published"]):
        return UNDATED
    if row["known_from"] < lead["published"]:
        return EARLIER
    return LATER if lead["known_from"] < row["published"] else BESIDE


def revisions(evidence: Evidence, known: date | None, selection: Selection) -> pd.DataFrame:
    """The periods for which one publisher has printed more than one value that is not doubtful, newest first.

    Several counters under one name, and values that differ by how places are assigned, are no revisions. Columns:
    publisher, period_start, period_end, span, headline, low, high, printed (tuple of values in the order in which each
    was first certainly published, undated last), row_ids (in the same order), kind ("revised" where that order is
    certain; else "rounded" if one may be the other rounded, or "beside").
    """
    several = evidence.names("publishers", "several_values")
    found = chosen(evidence, known, selection)
    found = found[(found["low"] < found["high"]) & (found["publisher"].map(several) == counts.REVISIONS)]
    rows = evidence.read("attack_counts", known).set_index("row_id")
    told = []
    for ids in found["row_ids"]:
        own = rows.loc[list(ids)]
        own = own[~own["doubtful"]].sort_values(["known_from", "value"], na_position="last")
        told.append((tuple(map(float, own["value"])), tuple(own.index), _kind(own)))
    columns = ["publisher", *_PERIOD, "span", "headline", "low", "high"]
    more = pd.DataFrame(told, columns=["printed", "row_ids", "kind"], index=found.index)
    return found[columns].join(more).reset_index(drop=True)


def _kind(own: pd.DataFrame) -> str:
    """What several printed values are to each other, from the days between which each was first published."""
    if in_order(own).all():
        return REVISED
    roundest = max(own["value"], key=_zeros)
    zeros = _zeros(roundest)
    return ROUNDED if zeros and all(round(one, -zeros) == roundest for one in own["value"]) else BESIDE


def in_order(rows: pd.DataFrame) -> pd.Series:
    """For each row after the first, whether it was certainly published after the one before it."""
    return pd.Series(rows["published"].iloc[1:].array > rows["known_from"].iloc[:-1].array, index=rows.index[1:])


def _zeros(value: float) -> int:
    """With how many zeros a whole number ends."""
    text = f"{value:.0f}" if value % 1 == 0 else "1"
    return len(text) - len(text.rstrip("0")) if value else 0


def scope_of(evidence: Evidence, metric: str) -> dict[str, str]:
    """By publisher, the scope of its figures under a metric: its own where it takes in more, else the metric's."""
    usual = evidence.names("metrics", "scope")[metric]
    own = evidence.read("publisher_metrics")
    wider = dict(own.loc[own["metric_id"] == metric, ["publisher_id", "scope"]].itertuples(index=False))
    return {one: wider.get(one, usual) for one in evidence.vocabulary("publishers").index}


def spread(evidence: Evidence, known: date | None, selection: Selection) -> pd.DataFrame:
    """The lowest and the highest headline of each whole year among publishers that count the same scope.

    Doubtful headlines, and several counters under one name, are left out; so are years with one publisher alone.
    Columns: year, scope, low, high (headlines), lowest, highest (the publishers at the ends, tuples where equal),
    lowest_published, highest_published (the published range of each of them), times (how many times as many the
    highest is as the lowest, as a Range carried from these; None where the lowest is zero), publishers (how many),
    row_ids (behind all figures of that scope and year), low_ids, high_ids (of the headlines at the ends). By scope in
    the order of its label, then by year.
    """
    several = evidence.names("publishers", "several_values")
    found = chosen(evidence, known, selection)
    found = found[(found["span"] == "year") & (found["status"] != counts.DOUBTFUL)]
    found = found[found["publisher"].map(several) != counts.COUNTERS]
    found = found.assign(
        year=found["period_start"].dt.year, scope=found["publisher"].map(scope_of(evidence, selection.metric))
    )
    told = []
    for (scope, year), rows in found.groupby(["scope", "year"]):
        if len(rows) >= LEAST_PUBLISHERS:
            told.append({"year": year, "scope": scope, **_ends(rows)})
    order = list(evidence.labels("metric_scope"))
    table = pd.DataFrame(told, columns=_SPREAD)
    place = table["scope"].map(order.index)
    return table.assign(place=place).sort_values(["place", "year"]).drop(columns="place").reset_index(drop=True)


_SPREAD = [
    "year", "scope", "low", "high", "lowest", "highest", "lowest_published", "highest_published", "times",
    "publishers", "row_ids", "low_ids", "high_ids",
]  # fmt: skip


def _ends(rows: pd.DataFrame) -> dict[str, object]:
    low, high = rows["headline"].min(), rows["headline"].max()
    at_low, at_high = rows[rows["headline"] == low], rows[rows["headline"] == high]
    lowest, highest = (tuple(counts.as_range(row) for _, row in one.iterrows()) for one in (at_low, at_high))
    least, most = (reduce(or_, one) for one in (lowest, highest))
    return {
        "low": float(low),
        "high": float(high),
        "lowest": tuple(at_low["publisher"]),
        "highest": tuple(at_high["publisher"]),
        "lowest_published": lowest,
        "highest_published": highest,
        "times": most.times(least) if least.high else None,
        "publishers": len(rows),
        "row_ids": tuple(one for ids in rows["row_ids"] for one in ids),
        "low_ids": tuple(at_low["row_id"]),
        "high_ids": tuple(at_high["row_id"]),
    }


def reported(evidence: Evidence, known: date | None, selection: Selection, spans: tuple[str, ...] = ()) -> pd.DataFrame:
    """The metrics that some publisher reports for an area and actor, whatever the metric of the selection.

    Columns: metric, scope (the metric's own where some of these publishers counts just that, else the first in the
    order of its label that one of them does count), who, label, publishers (tuple, in the order of their vocabulary).
    `spans` keeps those with a figure of such a period ("year", "month"); none of them keeps all. In the order of the
    vocabulary.
    """
    return _reported(evidence, known, selection._replace(metric=""), spans)


@cached(64)
def _reported(evidence: Evidence, known: date | None, selection: Selection, spans: tuple[str, ...]) -> pd.DataFrame:
    found = counts.headlines(evidence, known)
    found = found[_is_chosen(found, selection)]
    if spans:
        found = found[found["span"].isin(spans)]
    order = list(evidence.vocabulary("publishers").index)
    by = {one: tuple(sorted(set(rows), key=order.index)) for one, rows in found.groupby("metric")["publisher"]}
    metrics = evidence.vocabulary("metrics")
    metrics = metrics[metrics.index.isin(by)]
    return pd.DataFrame(
        {
            "metric": metrics.index,
            "scope": [_counted_scope(evidence, one, by[one]) for one in metrics.index],
            "who": list(metrics["who"]),
            "label": list(metrics["label"]),
            "publishers": [by[one] for one in metrics.index],
        }
    )


def _counted_scope(evidence: Evidence, metric: str, publishers: tuple[str, ...]) -> str:
    scopes = scope_of(evidence, metric)
    usual, counted = evidence.names("metrics", "scope")[metric], {scopes[one] for one in publishers}
    return usual if usual in counted else next(one for one in evidence.labels("metric_scope") if one in counted)


def apart(offered: pd.DataFrame, current: pd.Series) -> list[str]:
    """Of whom alone publishers give what the current metric gives of everybody: ids of `metric_who`, each once.

    `offered` is as `reported` gives it, `current` the row of the metric that is shown. "Civilians killed in attacks"
    is of civilians what "Killed in attacks" is of everybody.
    """
    own = set(current["label"].lower().split())
    same = [one != current["who"] and own <= set(label.lower().split()) for one, label in
            zip(offered["who"], offered["label"], strict=True)]  # fmt: skip
    return list(dict.fromkeys(offered.loc[same, "who"]))


def nearest(offered: pd.DataFrame, current: pd.Series, **wanted: str) -> str:
    """Of metrics as `reported` gives them, the one with the wanted scope or who that is most like the current one.

    `current` is the row of the vocabulary of the metric that is shown. Most alike is: of the same scope or who, then
    with the most words of its label in common, then the first.
    """
    for column, one in wanted.items():
        offered = offered[offered[column] == one]
    own = set(current["label"].lower().split())

    def likeness(row: pd.Series) -> tuple[bool, bool, int]:
        return (
            row["who"] == current["who"],
            row["scope"] == current["scope"],
            len(own & {*row["label"].lower().split()}),
        )

    return str(max((row for _, row in offered.iterrows()), key=likeness)["metric"])


def _is_chosen(rows: pd.DataFrame, selection: Selection) -> pd.Series:
    found = (rows["area"] == selection.area) & (rows["actor"] == selection.actor)
    if selection.metric:
        found &= rows["metric"] == selection.metric
    if selection.publishers:
        found &= rows["publisher"].isin(selection.publishers)
    if selection.first:
        found &= rows["period_start"] >= pd.Timestamp(selection.first)
    if selection.last:
        found &= rows["period_end"] <= pd.Timestamp(selection.last)
    return found


def _ordered(evidence: Evidence, found: pd.DataFrame, by: list[str], *, ascending: bool = False) -> pd.DataFrame:
    order = {one: place for place, one in enumerate(evidence.vocabulary("publishers").index)}
    placed = found.assign(place=found["publisher"].map(order))
    placed = placed.sort_values(["place", *by], ascending=[True, *[ascending] * len(by)], kind="stable")
    return placed.drop(columns="place").reset_index(drop=True)
