"""How long crossings were shut: each closing as a certain span within a possible one, and days shut as ranges.

A crossing was certainly shut from the last day on which a closing can have begun to the last evidence that it was
still shut, and possibly from the first such day to the day before the next evidence of opening (curated rule 18).
Where there is no such evidence the end is open: still shut or not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd
from pyproj import Geod

from khyber.evidence import Evidence, Range, cached, dates, ids, text

TABLE = "closure_details"
NEAR_KM = 25
WEEK_DAYS = 7
GEOD = Geod(ellps="WGS84")
_TIMELESS = "crossings"
_DAY = timedelta(days=1)
_COLUMNS = [
    "detail_id", "closure_id", "crossing_id", "scope", "border_wide", "let_through", "reason", "reading",
    "certain_first", "certain_last", "possible_first", "possible_last", "open_end", "evidence",
]  # fmt: skip
Span = tuple[date, date]


def is_read(evidence: Evidence) -> bool:
    """True where the release has the table of closings as read by hand."""
    return TABLE in evidence.counts


@cached(64)
def spans(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Every part of a closing known by a day, one row each, by crossing and first day.

    `certain_first` to `certain_last` are the days on which it was certainly shut, both within `possible_first` to
    `possible_last`; `open_end` is True where no evidence of opening was known by that day, so that the possible
    span ends with what can be known. `evidence` names the rows behind the two ends as (table, id).
    """
    if not is_read(evidence):
        return pd.DataFrame(columns=_COLUMNS)
    closings = evidence.read("closures", known).set_index("row_id")
    end = evidence.last_day(known)
    found = [
        _span(evidence, row, closings.loc[row.closure_id], known, end)
        for row in evidence.read(TABLE, known).itertuples(index=False)
        if row.closure_id in closings.index and row.shut_from_earliest.date() <= end
    ]
    table = pd.DataFrame(found, columns=_COLUMNS)
    return table.sort_values(["crossing_id", "possible_first", "detail_id"], kind="stable").reset_index(drop=True)


def _span(evidence: Evidence, row: object, closing: pd.Series, known: date | None, end: date) -> list[object]:
    begun = (row.shut_from_earliest.date(), min(row.shut_from_latest.date(), end))  # type: ignore[attr-defined]
    shut, opened = _end(evidence, row, "until", known), _end(evidence, row, "open", known)
    told = [dates.bounds(text(getattr(row, name)))[side] if basis else None for name, side, basis in (
        ("shut_until", 0, shut), ("open_by", 1, opened)
    )]  # fmt: skip
    certain = max(begun[1], min(told[0] or begun[1], end))
    possible = max(certain, min(told[1] - _DAY, end) if told[1] else end)
    behind = (*(("closures", str(closing.name)), (TABLE, str(row.detail_id))), *shut, *opened)  # type: ignore[attr-defined]
    parts = [getattr(row, name) for name in ("scope", "border_wide", "let_through")]
    return [
        row.detail_id, closing.name, closing["crossing_id"], parts[0], bool(parts[1]), text(parts[2]),  # type: ignore[attr-defined]
        closing["reason"], row.reading, begun[1], certain, begun[0], possible, not opened, tuple(dict.fromkeys(behind)),  # type: ignore[attr-defined]
    ]  # fmt: skip


def _end(evidence: Evidence, row: object, which: str, known: date | None) -> tuple[tuple[str, str], ...]:
    """The rows that give an end of a part, none where it is not given or was not known by that day."""
    named = [tuple(one.split("/")) for one in ids(getattr(row, f"{which}_basis"))]
    if not named or not all(_is_known(evidence, table, one, known) for table, one in named):
        return ()
    return tuple((table, one) for table, one in named)


def _is_known(evidence: Evidence, table: str, row_id: str, known: date | None) -> bool:
    """True where a row had been published by a day; what has no time tells nothing of an earlier day."""
    if not evidence.has_row(table, row_id):
        return False
    if known is None:
        return True
    if table == _TIMELESS:
        return False
    column = "published_latest" if table == "sources" else "known_from"
    return bool(evidence.row(table, row_id)[column] <= pd.Timestamp(known))


def days(found: pd.DataFrame, first: date, last: date) -> Range:
    """How many days of a period some of these parts shut a crossing: certainly at least, possibly at most.

    Parts and closings that overlap count each day once.
    """
    certain = _union(zip(found["certain_first"], found["certain_last"], strict=True), first, last)
    possible = _union(zip(found["possible_first"], found["possible_last"], strict=True), first, last)
    return Range(float(certain), float(possible))


def _union(given: Iterable[Span], first: date, last: date) -> int:
    """The number of days of a period that lie in any of these spans, both ends of each included."""
    total, reached = 0, first - _DAY
    for begins, ends in sorted(given):
        begins, ends = max(begins, reached + _DAY), min(ends, last)
        if begins <= ends:
            total += (ends - begins).days + 1
            reached = ends
    return total


def by_year(found: pd.DataFrame, crossings: Sequence[str], first: date, last: date) -> pd.DataFrame:
    """Days shut by crossing and year of a period: crossing_id, year, low, high, partial and the ids of `closures`.

    Years without a day that is possibly shut are left out: nothing on record is not open. `partial` says that the
    period holds only a part of that year; nothing is reckoned up to a whole one.
    """
    rows = []
    for crossing in crossings:
        own = found[found["crossing_id"] == crossing]
        rows += [{"crossing_id": crossing, **one} for one in _years(own, first, last)]
    return pd.DataFrame(rows, columns=["crossing_id", "year", "low", "high", "partial", "closures"])


def _years(own: pd.DataFrame, first: date, last: date) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for year in range(first.year, last.year + 1):
        begins, ends = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        within = own[(own["possible_first"] <= ends) & (own["possible_last"] >= begins)]
        if within.empty:
            continue
        shut = days(within, begins, ends)
        partial = (ends - begins).days + 1 < (date(year, 12, 31) - date(year, 1, 1)).days + 1
        found.append({
            "year": year, "low": shut.low, "high": shut.high, "partial": partial,
            "closures": tuple(dict.fromkeys(within["closure_id"])),
        })  # fmt: skip
    return found


def together(found: pd.DataFrame, first: date, last: date) -> list[dict[str, object]]:
    """Days of each year on which at least one of the crossings in `found` was shut, each day once; as `by_year`."""
    return _years(found, first, last)


@cached(1)
def near(evidence: Evidence) -> pd.DataFrame:
    """Which incidents lie within `NEAR_KM` of which crossing: crossing_id, incident_id and km between the points.

    Points are those of a town or of a district, and neither is exact; rows of a whole province, and rows without a
    country or a point, are near nothing.
    """
    rows = evidence.read("incidents")
    placed = rows[_has_point(rows)]
    found = []
    for crossing in evidence.read("crossings").itertuples(index=False):
        size = len(placed)
        _, _, metres = GEOD.inv(
            [crossing.longitude] * size, [crossing.latitude] * size, placed["longitude"], placed["latitude"]
        )
        kilometres = pd.Series(metres, index=placed.index) / 1000.0
        close = placed[kilometres <= NEAR_KM]
        found.append(
            pd.DataFrame(
                {
                    "crossing_id": crossing.crossing_id,
                    "incident_id": close["incident_id"],
                    "km": kilometres[close.index],
                }
            )  # fmt: skip
        )
    return pd.concat([pd.DataFrame(columns=["crossing_id", "incident_id", "km"]), *found], ignore_index=True)


def clashes(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """Events with force between the two states near a crossing: crossing_id with the rows of `incidents`."""
    return (
        near(evidence)
        .merge(_forceful(evidence, known), on="incident_id")
        .sort_values(["date", "incident_id"], kind="stable")
    )


def without_a_point(evidence: Evidence, known: date | None = None) -> pd.DataFrame:
    """The rows of `incidents` with force between the two states that are near no crossing for want of a point."""
    rows = _forceful(evidence, known)
    return rows[~_has_point(rows)]


def _forceful(evidence: Evidence, known: date | None) -> pd.DataFrame:
    rows = evidence.read("incidents", known)
    force = rows["kind"].map(evidence.vocabulary("incident_kinds")["violent"]) == "yes"
    return rows[(rows["category"] == "border") & force]


def _has_point(rows: pd.DataFrame) -> pd.Series:
    return rows["latitude"].notna() & rows["country"].notna() & (rows["coordinate_precision"] != "province")


def beside_clashes(found: pd.DataFrame, clashes: pd.DataFrame, starts: date, within: int = WEEK_DAYS) -> pd.DataFrame:
    """For each closing that began since `starts`: whether a clash at its crossing began up to so many days before it
    or on its day (`after`), and up to so many days later (`before`); with the ids of those clashes.

    A closing whose first day is uncertain by more than a day is left out, as it has no order among days.
    """
    first = found.sort_values("possible_first").drop_duplicates("closure_id")
    spread = pd.to_datetime(first["certain_first"]) - pd.to_datetime(first["possible_first"])
    exact = first[(spread <= pd.Timedelta(days=1)) & (pd.to_datetime(first["possible_first"]) >= pd.Timestamp(starts))]
    begun: dict[str, list[tuple[date, str]]] = {}
    for crossing, day, one in zip(clashes["crossing_id"], clashes["date"], clashes["incident_id"], strict=True):
        begun.setdefault(crossing, []).append((day.date(), one))
    rows = []
    for row in exact.itertuples(index=False):
        gaps = [((row.certain_first - day).days, one) for day, one in begun.get(row.crossing_id, [])]
        earlier = [one for gap, one in gaps if 0 <= gap <= within]
        later = [one for gap, one in gaps if -within <= gap < 0]
        rows.append((row.closure_id, bool(earlier), bool(later), (*earlier, *later)))
    table = pd.DataFrame(rows, columns=["closure_id", "after", "before", "incidents"])
    return table.astype({"after": bool, "before": bool})
