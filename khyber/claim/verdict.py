"""The answer to a claim: each statement held to the tables, with the rows behind it and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from khyber.claim import counted, strong
from khyber.claim.found import AGREES, DISAGREES, NOT_FOUND, NOT_UNDERSTOOD, SOMETHING_ELSE, Found, Line
from khyber.claim.reading import CHANGE, COUNT, STRENGTH, Reading, Statement, read
from khyber.evidence import Evidence, Source, cached

# From the best to the worst: the verdict on a claim is the worst of those on its statements.
ORDER = (AGREES, SOMETHING_ELSE, NOT_FOUND, DISAGREES, NOT_UNDERSTOOD)


@dataclass(frozen=True)
class Answer:
    """What is said to a claim: the verdict, how it was read, and what was found for each statement."""

    claim: str
    verdict: str
    reading: Reading
    found: tuple[Found, ...] = ()
    reason: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every figure shown with the answer, each row once, those that support it first."""
        shown = [line for one in self.found for line in one.supporting]
        shown += [line for one in self.found for line in one.differing]
        return tuple({(line.table, line.row_id): line for line in reversed(shown)}.values())[::-1]

    def sources(self, evidence: Evidence, known: date | None = None) -> list[Source]:
        """The pages behind those rows, each once, newest first."""
        found = {
            source.source_id: source
            for line in self.lines
            for source in evidence.sources_of(line.table, [line.row_id], known)
        }
        return sorted(found.values(), key=Source.newest_first)

    def as_dict(self, evidence: Evidence, known: date | None = None) -> dict[str, Any]:
        """One object: claim, verdict, how it was read, rows and sources."""
        return {
            "claim": self.claim,
            "verdict": self.verdict,
            "reason": self.reason,
            "statements": [
                {"read_as": one.statement.text, "verdict": one.verdict, "reason": one.reason,
                 "assumed": list(one.statement.assumed)}
                for one in self.found
            ],
            "not_checked": list(self.reading.unchecked),
            "rows": [line.as_dict(self._supports(line)) for line in self.lines],
            "sources": [
                {"source_id": s.source_id, "publisher": s.publisher, "title": s.title, "url": s.url,
                 "published": s.when}
                for s in self.sources(evidence, known)
            ],
            "release": evidence.release,
            "known": known.isoformat() if known else None,
        }  # fmt: skip

    def _supports(self, line: Line) -> bool:
        return any(line in one.supporting for one in self.found)


def check(claim: str, evidence: Evidence, day: date | None = None, known: date | None = None) -> Answer:
    """Check a claim against the tables of a release, as known by a day.

    `day` is the day on which it was said, by which "last year" is meant: by default the day `known`, or the last
    day up to which pages were searched. Never raises for any text.
    """
    return _check(evidence, claim, day, known)


@cached(512)
def _check(evidence: Evidence, claim: str, day: date | None, known: date | None) -> Answer:
    reading = read(claim, evidence, day or known or evidence.searched_until)
    if reading.problem:
        return Answer(claim, NOT_UNDERSTOOD, reading, reason=reading.problem)
    found = tuple(_one(statement, evidence, known) for statement in reading.statements)
    verdict = max((one.verdict for one in found), key=ORDER.index)
    if verdict == AGREES and not _one_count(found):
        reason = "each figure is published, but no one publisher gives them all: they come from different counts"
        return Answer(claim, SOMETHING_ELSE, reading, found, reason)
    return Answer(claim, verdict, reading, found, next(one.reason for one in found if one.verdict == verdict))


def _one(statement: Statement, evidence: Evidence, known: date | None) -> Found:
    if statement.kind == STRENGTH:
        return strong.check(statement, evidence, known)
    if statement.kind == COUNT:
        return counted.check_count(statement, evidence, known)
    if statement.kind == CHANGE:
        return counted.check_change(statement, evidence, known)
    return counted.check_claimed(statement, evidence, known)


def _one_count(found: tuple[Found, ...]) -> bool:
    """True where one publisher supports all that is said of one area and does not name its publisher.

    Statements that name publishers have each been held to their own.
    """
    parts: dict[str, list[set[str]]] = {}
    for one in found:
        if one.statement.kind in (COUNT, CHANGE) and not one.statement.by:
            parts.setdefault(one.statement.area, []).append({line.by for line in one.supporting})
    return all(set.intersection(*sets) for sets in parts.values())
