"""Rungs: a rule of a kind that is none, a reading of no row, and a rung that does not go with its role are told."""

from pathlib import Path

import pytest

from khyber.check import rungs
from khyber.check.tables import Tables
from tests.check.copies import DATA, Broken, set_cell, with_line

READING = ("incidents", "2016-06-12-torkham", "act", "4", "4", "", "", "Why")
BROKEN = {
    "kind that is none": set_cell("rung_rules", "strike", "kinds", "bombing", "no kind of a row of incidents"),
    "kind of militant attacks": set_cell("rung_rules", "strike", "kinds", "ied", "no kind of a row of incidents"),
    "act without a rung": set_cell("rung_rules", "strike", "rung", "", "role is 'act'"),
    "step down with a rung": set_cell("rung_rules", "step-down", "rung", "3", "role is 'step-down'"),
    "reading of no row": Broken(
        with_line("rung_readings", "timeline", "nowhere", *READING[2:]),
        "rung_readings.csv",
        "timeline/nowhere",
        "row_id",
        "no row",
    ),
    "reading of a militant attack": Broken(
        with_line("rung_readings", "incidents", "2020-03-06-kabul-political-ceremony", *READING[2:]),
        "rung_readings.csv",
        "incidents/2020-03-06-kabul-political-ceremony",
        "row_id",
        "no event between",
    ),
    "other rung that is no other": Broken(
        with_line("rung_readings", *READING),
        "rung_readings.csv",
        "incidents/2016-06-12-torkham",
        "other_rung",
        "the rung as read",
    ),
    "none beside no rung": Broken(
        with_line("rung_readings", *READING[:2], "outside", "", "4", "yes", "", "Why"),
        "rung_readings.csv",
        "incidents/2016-06-12-torkham",
        "may_be_none",
        "without a rung",
    ),
}


def test_the_tables_are_right() -> None:
    assert list(rungs.findings(Tables(DATA))) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_wrong_rule_or_reading_is_told(folder: Path, broken: Broken) -> None:
    broken.edit(folder)
    assert broken.is_told_in(rungs.findings(Tables(folder)))
