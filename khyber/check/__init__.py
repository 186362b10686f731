"""What must hold of the data package: by its schema, and beyond what a schema can say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from khyber.check import (
    claims,
    closings,
    districts,
    judgments,
    known,
    order,
    places,
    references,
    risk,
    rungs,
    scenarios,
    schema,
    stacks,
)  # fmt: skip
from khyber.check.report import Finding, Report
from khyber.check.tables import PACKAGE, Tables
from khyber.evidence import Evidence, open_folder
from khyber.evidence.releases import frozen

__all__ = ["Finding", "Report", "run"]


def run(folder: Path) -> Report:
    """Check the data package in a folder.

    A table that cannot be read is a finding, never an error. Rules beyond the schema are looked at only when
    the package and every table can be read, and rules on the figures only when every cell can be typed: what
    they would say otherwise follows from what was found before.
    """
    tables = Tables(folder)
    findings = [*tables.problems, *schema.findings(tables)]
    evidence: Evidence | None = None
    uncomputed: Mapping[str, int] = {}
    if not tables.problems and all(finding.file != PACKAGE for finding in findings):
        findings += [*order.findings(tables), *references.findings(tables), *places.findings(tables)]
        findings += districts.findings(tables)
        findings += [*closings.findings(tables), *rungs.findings(tables), *scenarios.findings(tables)]
        evidence = _evidence(folder, findings)
    if evidence:
        compared = claims.compare(evidence)
        findings += [*stacks.findings(evidence), *compared.findings, *judgments.findings(tables, evidence)]
        findings += risk.findings(evidence)
        uncomputed = compared.uncomputed
    marked = known.mark(folder, [*findings, *_releases(folder)], complete=evidence is not None)
    in_order = sorted(marked, key=lambda finding: (finding.known, finding.file))
    return Report({name: len(table.rows) for name, table in tables}, in_order, uncomputed)


def _releases(folder: Path) -> Iterator[Finding]:
    """Every frozen release whose file is not what was frozen, or is gone, or cannot be read."""
    for release, fault in frozen(folder / "releases").items():
        if fault:
            yield Finding(f"releases/{release}.zip", "", "", fault)


def _evidence(folder: Path, findings: list[Finding]) -> Evidence | None:
    """The typed tables, None where a cell keeps them from being typed."""
    try:
        return open_folder(folder)
    except (ValueError, KeyError) as error:
        if not findings:
            findings.append(Finding(PACKAGE, "", "", f"the tables cannot be loaded: {error}"))
        return None
