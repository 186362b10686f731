"""The risk index: weights that do not add up, a window that the data leave, and a row that is none are told."""

from pathlib import Path

import pytest

from khyber.check import risk
from khyber.evidence import open_folder
from tests.check.copies import DATA, Broken, cells, set_cell

BROKEN = {
    "weights that do not add up": Broken(
        cells("risk_pillars", "economy", weight_pct="20"), "risk_pillars.csv", "", "weight_pct", "107.5"
    ),
    "shares that do not add up": Broken(
        cells("risk_inputs", "prices", share_pct="30"), "risk_pillars.csv", "economy", "", "90"
    ),
    "a window that the data leave": set_cell("risk_inputs", "attacks", "high", "120", "the data give 143"),
    "a scale with other ends": set_cell("risk_inputs", "rung", "high", "10", "the data give 12"),
    "a window without a width": set_cell("risk_inputs", "prices", "high", "0.3", "is not above"),
    "an input that is not read": Broken(
        cells("risk_inputs", "prices", input_id="oil"), "risk_inputs.csv", "oil", "input_id", "no such input"
    ),
    "rows of several definitions": set_cell(
        "risk_inputs", "ttp-fighters", "of_rows", "gs-0079;gs-0094", "several values"
    ),
    "a row of a year alone": set_cell("risk_inputs", "ttp-fighters", "of_rows", "gs-0079;gs-0089", "its year alone"),
    "rows of one day": set_cell("risk_inputs", "ttp-fighters", "of_rows", "gs-0089;gs-0090", "are not joined"),
    "an estimate without an end": set_cell("risk_inputs", "ttp-fighters", "of_rows", "gs-0079;gs-0094", "an open end"),
    "a row that is none": set_cell("risk_inputs", "returns", "of_rows", "in-0010;in-9999", "no row of indicators"),
}


def test_the_tables_are_right() -> None:
    assert list(risk.findings(open_folder(DATA))) == []


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_wrong_weight_or_window_is_told(folder: Path, broken: Broken) -> None:
    broken.edit(folder)
    assert broken.is_told_in(risk.findings(open_folder(folder)))
