"""What is newest in the tables: each publisher's last whole year, the last strikes, the direction of the changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import change, counts
from khyber.evidence import Evidence, ids

WORSE, BETTER, UNCHANGED, UNCLEAR = "worse", "better", "unchanged", "unclear"
STRIKES = ("air-strike", "drone-strike")
FORCE = "yes"


def last_years(counted: pd.DataFrame) -> pd.DataFrame:
    """The last whole year that each publisher gives, with the change on the year before, newest year first.

    `counted` holds rows of `counts.series` by year for one area, actor and metric, with `year` and `rows`.
    Doubtful values are left out, and a year before that is not given leaves no change: it is never taken from
    further back.

    Columns: those of `counted`, before (headline of the year before, NaN where not given), change (a Change,
    None where the year before is not given), behind (the rows of both years).
    """
    sound = counted[counted["status"] != counts.DOUBTFUL]
    found = [_last_year(rows) for _, rows in sound.groupby("publisher", sort=False)]
    if not found:
        return counted.iloc[:0].assign(before=pd.Series(dtype=float), change=None, behind=None)
    return pd.DataFrame(found).sort_values("year", ascending=False, kind="stable").reset_index(drop=True)


def _last_year(rows: pd.DataFrame) -> dict[str, Any]:
    by_year = rows.set_index("year", drop=False)
    last = by_year.loc[by_year.index.max()]
    earlier = by_year.loc[last["year"] - 1] if last["year"] - 1 in by_year.index else None
    return {
        **last,
        "before": float("nan") if earlier is None else earlier["headline"],
        "change": None if earlier is None else change.of_rows(earlier, last),
        "behind": tuple(last["rows"]) if earlier is None else (*last["rows"], *earlier["rows"]),
    }


def newest_changes(lasts: pd.DataFrame) -> pd.DataFrame:
    """Of `last_years`, those with a verdict for the newest year for which any publisher has one."""
    told = lasts[lasts["change"].map(lambda one: one is not None and one.verdict != change.UNCOUNTED).astype(bool)]
    return told[told["year"] == told["year"].max()].reset_index(drop=True)


def direction(verdicts: Sequence[str]) -> str:
    """Which way counts of violence point, from the verdicts of the publishers' changes on the year before.

    Worse where every verdict is a rise, better where every one is a fall, unchanged where none is either;
    unclear where they differ, and where there is none. No publisher weighs more than another.
    """
    given = set(verdicts)
    if not given:
        return UNCLEAR
    if given == {change.RISE}:
        return WORSE
    if given == {change.FALL}:
        return BETTER
    return UNCLEAR if given & {change.RISE, change.FALL} else UNCHANGED


def last_strikes(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The last air or drone strike across the border in each country, as known by a day, newest first.

    Rows of `incidents`; several of one day stay side by side. Other force across the border (shelling, fire,
    attacks on posts) is no strike here.
    """
    rows = evidence.read("incidents", known)
    return _last_in_each_country(rows[rows["kind"].isin(STRIKES)])


def last_force(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The last events with force of any kind between the two states, all those of the newest day."""
    kinds = evidence.vocabulary("incident_kinds")
    forceful: Collection[str] = kinds.index[(kinds["category"] == "border") & (kinds["violent"] == FORCE)]
    rows = evidence.read("incidents", known)
    rows = rows[rows["kind"].isin(list(forceful))]
    return rows[rows["date"] == rows["date"].max()].reset_index(drop=True)


def _last_in_each_country(rows: pd.DataFrame) -> pd.DataFrame:
    newest = rows["date"] == rows.groupby("country")["date"].transform("max")
    return rows[newest].sort_values(["date", "incident_id"], ascending=[False, True]).reset_index(drop=True)


def crossings_by(evidence: Evidence, kind: str, known: date | None = None) -> pd.DataFrame:
    """The crossings of a kind whose one known state was described for a day not after `known`."""
    rows = evidence.read("crossings")
    rows = rows[rows["kind"] == kind]
    if known is not None:
        rows = rows[rows["status_as_of_latest"] <= pd.Timestamp(known)]
    return rows.reset_index(drop=True)


def lately(evidence: Evidence, most: int, known: date | None = None) -> pd.DataFrame:
    """The newest events of the incidents and of the timeline together, newest first, `most` of them.

    A timeline event of the day of an incident that cites one of the same pages is that incident, told once.
    Columns: table, row_id, date, date_end, same (the ids in `timeline` of the same event).
    """
    incidents, events = (_dated(evidence, table, known) for table in ("incidents", "timeline"))
    pairs = incidents.merge(events, on="date", suffixes=("", "_event"))
    cited = zip(pairs["source_ids"], pairs["source_ids_event"], strict=True)
    pairs = pairs[pd.Series([bool(set(ids(a)) & set(ids(b))) for a, b in cited], index=pairs.index, dtype=bool)]
    same = pairs.groupby("row_id")["row_id_event"].agg(tuple)
    rows = pd.concat([incidents, events[~events["row_id"].isin(pairs["row_id_event"])]], ignore_index=True)
    rows = rows.sort_values(["date", "table", "row_id"], ascending=[False, True, True]).head(most)
    rows = rows.assign(same=[same.get(one, ()) for one in rows["row_id"]])
    return rows.drop(columns="source_ids").reset_index(drop=True)


def _dated(evidence: Evidence, table: str, known: date | None) -> pd.DataFrame:
    rows = evidence.read(table, known).rename(columns={evidence.key(table): "row_id"})
    return rows[["row_id", "date", "date_end", "source_ids"]].assign(table=table)
