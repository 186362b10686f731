"""The parts of a sentence: its clauses, its figures, and which places belong to each figure.

A clause ends at a comma, "and", "while" and the like, but not where they join two names of one kind. In a clause what
stands before its first figure belongs to that figure, what stands between two figures to the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from khyber.claim.figures import Figure, Finder
from khyber.claim.periods import Said
from khyber.claim.spans import BREAK, NUMBER, PERCENT, PERIOD, PLAIN, Span

COMPARED = "compared"
HEADS_OF_PEOPLE = ("killed", "injured")
_JOINED = ("area", "by", "actor", PERIOD, "who", "what", COMPARED)
_TURNED = (" before", " earlier", " after")
_OPEN = ("since", "after", "following", "by", "before", "until")


class Parts:
    """The spans of a sentence with their clauses, and its figures. `problem` makes the error that stops the reading."""

    def __init__(self, parts: Sequence[Span], problem: Callable[[str], Exception]) -> None:
        self.problem = problem
        self.parts = _with_compared(parts)
        self.clauses = self._clauses()
        finder = Finder(self.parts, self.clauses, problem)
        self.figures: list[Figure] = finder.find()
        if any(one.kind == "direction" and i not in finder.used for i, one in enumerate(self.parts)):
            raise problem("it speaks of a rise or a fall without saying how much")
        if any(one.kind == PERIOD and self.parts[i - 1].text.lower() in _OPEN for i, one in enumerate(self.parts) if i):
            raise problem("it speaks of a time without an end or a start")
        if any(
            one.text.lower().endswith(_TURNED) and after.kind in (PERIOD, COMPARED)
            for one, after in pairwise(self.parts)
            if one.kind in (PERIOD, COMPARED)
        ):
            raise problem("it names a time by another")

    def _clauses(self) -> list[int]:
        """The number of the clause in which each span stands."""
        found, clause = [], 0
        for i, one in enumerate(self.parts):
            if one.kind == BREAK and not self._joins(i):
                clause += 1
            found.append(clause)
        return found

    def _joins(self, at: int) -> bool:
        """True for a comma or "and" between two names of one kind, or between the ends of a range."""
        left = next((one for one in reversed(self.parts[:at]) if one.kind != PLAIN), None)
        right = next((one for one in self.parts[at + 1 :] if one.kind != PLAIN), None)
        if left is None or right is None or self.parts[at].text == ";":
            return False
        if self.parts[at].text == ":" and (right.is_figure or right.kind == "hedge"):
            return True
        if left.kind == NUMBER and right.kind in (NUMBER, PERCENT) and self.parts[at].text == "and":
            return any(one.text.lower() == "between" for one in self.parts[:at])
        return left.kind == right.kind and left.kind in _JOINED and left.value not in HEADS_OF_PEOPLE

    def _own(self, at: int) -> list[int]:
        """The places that belong to a figure."""
        figure = self.figures[at]
        clause = self.clauses[figure.start]
        first = next(i for i, one in enumerate(self.clauses) if one == clause)
        same_before = at and self.clauses[self.figures[at - 1].start] == clause
        start = figure.start if same_before else first
        after = self.figures[at + 1].start if at + 1 < len(self.figures) else len(self.parts)
        return [i for i in range(start, after) if self.clauses[i] == clause]

    def _before(self, at: int) -> list[list[int]]:
        """The parts before a figure's own, nearest first: clauses without a figure, and those of figures before."""
        start = min(self._own(at))
        found: list[list[int]] = []
        for i in range(start - 1, -1, -1):
            if found and self._part(i) == self._part(found[-1][0]):
                found[-1].append(i)
            else:
                found.append([i])
        return found

    def _part(self, i: int) -> tuple[int, int]:
        return self.clauses[i], sum(1 for one in self.figures if one.start <= i)

    def _others(self, at: int) -> list[int]:
        own = self._own(at)
        return [i for i in range(max(own) + 1, len(self.parts))]

    def _clause_before(self, at: int) -> list[int]:
        clause = self.clauses[self.figures[at].start]
        return [i for i, one in enumerate(self.clauses) if one == clause - 1]

    def _stands_alone(self, at: int) -> bool:
        """True where no figure stands in the clause before, so that its subject can be this figure's."""
        clause = self.clauses[self.figures[at].start]
        return all(self.clauses[one.start] != clause - 1 for one in self.figures)

    def _beside(self, place: int) -> int | None:
        """The next span from a place on that says something."""
        return next((i for i in range(place, len(self.parts)) if self.parts[i].kind != PLAIN), None)


def without_circumstances(parts: list[Span]) -> tuple[list[Span], list[str]]:
    """A sentence without clauses such as "as the Taliban took Kabul", and those clauses.

    Such a clause starts with a word of its kind, holds no figure and no period, and ends at the next comma. A word
    that turns the sentence is never left out.
    """
    kept: list[Span] = []
    left: list[str] = []
    at = 0
    while at < len(parts):
        if "context" in parts[at].also and parts[at].kind in ("context", PLAIN, "break"):
            after = next((i for i in range(at, len(parts)) if parts[i].text in ",;()"), len(parts))
            clause = parts[at:after]
            if (
                not any(one.is_figure or one.kind in (PERIOD, "stop", "by", "what") for one in clause)
                and len(clause) > 1
            ):
                left.append(" ".join(one.text for one in clause))
                at = after
                continue
        kept.append(parts[at])
        at += 1
    return kept, left


def _with_compared(parts: Sequence[Span]) -> list[Span]:
    """The spans with each period after "than", "compared with" and the like marked as compared."""
    made: list[Span] = []
    versus = False
    for one in parts:
        if one.kind == "versus":
            versus = True
            made.append(replace(one, kind=PLAIN))
        elif one.kind == PERIOD and (versus or _is_before(one.value)):
            made.append(replace(one, kind=COMPARED))
            versus = False
        else:
            versus = versus and one.kind == PLAIN
            made.append(one)
    return made


def _is_before(said: Said) -> bool:
    return said.relative.startswith("before ") or said.relative == "year earlier"
