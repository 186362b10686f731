"""Signposts: every measure is one that is computed, and what it is taken of, its threshold and its window fit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from khyber.analysis import signposts, stances
from khyber.analysis.measures import MEASURES
from khyber.check.report import Finding
from khyber.check.tables import Row, Tables

Named = Mapping[str, frozenset[str]]
_WHOLE = frozenset(MEASURES) - {"attacks-change", "indicator-level", "indicator-change"}
# Between which thresholds a sign can be both lit and not lit.
_RANGES = {
    "highest-rung": (1, 12),
    "truce-in-force": (1, 1),
    "declared-position": (min(stances.STEPS.values()), max(stances.STEPS.values())),
}
# Measures of what is carried forward for some months; the window of all others is in days.
_CARRIED = frozenset({"declared-position", "actors-mediating", "attacks-change", "indicator-level", "indicator-change"})
_DECLARED = frozenset({"declared-position", "actors-mediating"})
_SUBJECTS: Mapping[str, Callable[[Named, str], bool]] = {
    "highest-rung": lambda named, subject: not subject,
    "talks-held": lambda named, subject: not subject,
    "crossings-shut": lambda named, subject: set(subject.split(";")) <= named["crossings"],
    "truce-in-force": lambda named, subject: subject in named["truces"],
    "declared-position": lambda named, subject: subject in named["declared"],
    "actors-mediating": lambda named, subject: subject in named["issues"],
    "attacks-change": lambda named, subject: subject in named["publishers"],
    "indicator-level": lambda named, subject: subject in named["series"],
    "indicator-change": lambda named, subject: subject in named["series"],
}


def findings(tables: Tables) -> Iterator[Finding]:
    """Every signpost of which this does not hold, and every scenario that no signpost points towards."""
    named = _named(tables)
    for row in tables[signposts.TABLE]:
        if row["measure"] not in MEASURES:
            yield row.finding("measure", f"{row['measure']!r} is no measure")
        else:
            yield from _fits(row, named)
    pointed = {row["scenario_id"] for row in tables[signposts.TABLE] if row["points"] == signposts.TOWARDS}
    for row in tables[signposts.SCENARIOS]:
        if row["scenario_id"] not in pointed:
            yield row.finding("scenario_id", "no signpost points towards this scenario")


def _named(tables: Tables) -> Named:
    """What the tables name that a measure can be taken of."""
    return {
        "crossings": frozenset(row["crossing_id"] for row in tables["crossings"]),
        "truces": frozenset(row["truce"] for row in tables["timeline"]) - {""},
        "declared": frozenset(f"{row['actor']},{row['issue']}" for row in tables["stances"]),
        "issues": frozenset(row["issue"] for row in tables["stances"]),
        "publishers": frozenset(row["publisher"] for row in tables["attack_counts"] if row["metric"] == "attacks"),
        "series": frozenset(row["series_id"] for row in tables["indicators"] if row["value"]),
    }


def _fits(row: Row, named: Named) -> Iterator[Finding]:
    measure, threshold = row["measure"], row.number("threshold")
    if not _SUBJECTS[measure](named, row["subject"]):
        yield row.finding("subject", f"{row['subject']!r} is nothing of which {measure} can be taken")
    if threshold is not None and measure in _WHOLE and not threshold.is_integer():
        yield row.finding("threshold", f"{measure} is a whole number")
    least, most = _RANGES.get(measure, (float("-inf"), float("inf")))
    if threshold is not None and not least <= threshold <= most:
        yield row.finding("threshold", f"{measure} goes from {least} to {most}")
    window, other = ("window_months", "window_days") if measure in _CARRIED else ("window_days", "window_months")
    if not row[window] or row[other]:
        yield row.finding(window, f"{measure} needs {window} and no {other}")
    months = row.number("window_months")
    if measure in _DECLARED and months and months > stances.CARRIED_MONTHS:
        yield row.finding("window_months", f"a declaration is carried for {stances.CARRIED_MONTHS} months at most")
