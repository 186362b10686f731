"""What was found for a statement: a verdict with its reason, and the rows that support it or differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from khyber.claim.reading import Statement

AGREES, DISAGREES, SOMETHING_ELSE = "agrees", "disagrees", "counts-something-else"
NOT_FOUND, NOT_UNDERSTOOD = "not-found", "not-understood"


@dataclass(frozen=True)
class Line:
    """One row shown with an answer: who published it (`by`, an id, and `name`), its value, and what it counts.

    `value` is the value in words, `number` the same where it is one number and not a range.
    """

    table: str
    row_id: str
    by: str
    name: str
    value: str
    what: str
    note: str = ""
    number: float | None = None

    def as_dict(self, supports: bool) -> dict[str, Any]:
        """The line as JSON has it."""
        key = "publisher" if self.table in ("attack_counts", "change_claims") else "group"
        return {
            "id": self.row_id,
            "table": self.table,
            key: self.by,
            "value": _whole(self.number) if self.number is not None else self.value,
            "shown": self.value,
            "counts": self.what,
            "note": self.note,
            "supports": supports,
        }


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


@dataclass(frozen=True)
class Found:
    """The verdict on one statement."""

    statement: Statement
    verdict: str
    reason: str
    supporting: tuple[Line, ...] = ()
    differing: tuple[Line, ...] = ()
