"""Signposts: a measure that is none, or a subject, threshold or window that does not fit its measure, is told."""

from pathlib import Path

import pytest

from khyber.check import scenarios
from khyber.check.tables import Tables
from tests.check.copies import DATA, Broken, cells, set_cell, without_row

BROKEN = {
    "measure": set_cell("signposts", "settlement-quiet", "measure", "mood", "no measure"),
    "rung that is none": set_cell("signposts", "settlement-quiet", "threshold", "13", "from 1 to 12"),
    "half a rung": set_cell("signposts", "settlement-quiet", "threshold", "3.5", "whole number"),
    "crossing": set_cell("signposts", "conflict-crossings", "subject", "torkham;wagah", "nothing of which"),
    "truce": set_cell("signposts", "pause-truce", "subject", "india", "nothing of which"),
    "position nobody declared": set_cell(
        "signposts", "strikes-declared", "subject", "qatar,border-fence", "nothing of which"
    ),
    "issue": set_cell("signposts", "pause-mediators", "subject", "trade", "nothing of which"),
    "publisher": set_cell("signposts", "strikes-attacks", "subject", "nobody", "nothing of which"),
    "series": set_cell("signposts", "conflict-means", "subject", "sovereign_rating", "nothing of which"),
    "subject of what has none": set_cell("signposts", "settlement-talks", "subject", "torkham", "nothing of which"),
    "position off the scale": set_cell("signposts", "strikes-declared", "threshold", "3", "from -2 to 2"),
    "days beside months": Broken(
        cells("signposts", "strikes-declared", window_days="30"),
        "signposts.csv",
        "strikes-declared",
        "window_months",
        "no window_days",
    ),
    "no window": set_cell("signposts", "settlement-talks", "window_days", "", "needs window_days"),
    "declaration carried too long": set_cell(
        "signposts", "strikes-declared", "window_months", "13", "12 months at most"
    ),
}


def test_the_tables_are_right() -> None:
    assert list(scenarios.findings(Tables(DATA))) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_wrong_signpost_is_told(folder: Path, broken: Broken) -> None:
    broken.edit(folder)
    assert broken.is_told_in(scenarios.findings(Tables(folder)))


def test_a_scenario_without_a_signpost_towards_it_is_told(folder: Path) -> None:
    for row in Tables(folder)["signposts"]:
        if row["scenario_id"] == "armed-pause" and row["points"] == "towards":
            without_row("signposts", row["signpost_id"])(folder)
    found = list(scenarios.findings(Tables(folder)))
    assert [one.row for one in found if one.field == "scenario_id"] == ["armed-pause"]
