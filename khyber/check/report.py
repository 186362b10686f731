"""What a check found: findings by file, row and field, and the report that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not stand in the package.

    `row` is the permanent id of the row, "line 12" where it has none, or "" where the finding is about the
    whole file; `field` is the column, "" where it is about the whole row. `known` marks a finding that stands
    in `known_findings.csv`.
    """

    file: str
    row: str
    field: str
    reason: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: rows by table, findings, and how many change claims have no counts to compare.

    `uncomputed` counts those claims by the reason why.
    """

    rows: Mapping[str, int]
    findings: list[Finding]
    uncomputed: Mapping[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True where every finding is a known one."""
        return all(finding.known for finding in self.findings)

    @property
    def note(self) -> str:
        """One line on the change claims that could not be computed, "" where there is none."""
        if not self.uncomputed:
            return ""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.uncomputed.items())
        return f"{sum(self.uncomputed.values())} change claims have no counts to compare: {kinds}"
