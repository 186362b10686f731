"""What the differences page compares: two releases, or two known-by days, the older first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from khyber.charts.catalogue import Fact, Row
from khyber.evidence import Evidence, dates, open_release
from khyber.evidence.differences import Change, compare
from khyber.evidence.releases import identifiers
from khyber.filters import Filters

PAGE = "differences"
COMPARED = ("known", "than", "known_than")
COUNTED = ("start", "end", "area", "actor", "by")
NONE = "none"


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


def resolved(evidence: Evidence, changes: Iterable[Change]) -> tuple[Row, ...]:
    """The rows of changes that the evidence has, and the entries of its log that tell of them."""
    found = []
    for one in changes:
        whole = evidence.has_row(one.table, one.row_id)
        found.append(Row(one.table, one.row_id if whole else one.row_id.rpartition("/")[2]))
        found.append(Row("corrections", one.correction_id))
    return tuple(row for row in dict.fromkeys(found) if row.row_id and evidence.has_row(*row))


def facts(pair: Pair) -> tuple[Fact, ...]:
    """The two that are compared, as key figures, and their schema versions where these differ."""
    told = Fact("Before", pair.before.words), Fact("After", pair.after.words)
    old, new = pair.before.evidence.schema_version, pair.after.evidence.schema_version
    return told if old == new else (*told, Fact("Schema version", f"{old} → {new}"))


def from_to(pair: Pair) -> str:
    """What is compared, as a sentence begins: "From release 2026.11.1 to 2026.11.2"."""
    before, after = pair.before, pair.after
    if before == after:
        return f"{after.words[:1].upper()}{after.words[1:]}, beside itself"
    if before.known == after.known:
        told = f"From release {before.evidence.release} to {after.evidence.release}"
        return f"{told}, as known by {dates.words(before.known)}" if before.known else told
    if before.evidence == after.evidence and before.known:
        until = f"by {dates.words(after.known)}" if after.known else f"in all of release {after.evidence.release}"
        return f"From what was known by {dates.words(before.known)} to what is known {until}"
    return f"From {before.words} to {after.words}"


def title_of(pair: Pair, table: str) -> str:
    """The title of a table in words, as the newer of the two that has it calls it."""
    return pair.after.evidence.title(table) or pair.before.evidence.title(table)
