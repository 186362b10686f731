"""Lead, lag or follow: the correlations are those of ranks, and the word for them is never more than they bear."""

import pandas as pd
import pytest

from khyber.analysis import risk, risk_validation
from khyber.evidence import Evidence, dates, open_folder
from tests.check.copies import DATA

PICSS = "picss"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(DATA)


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> pd.DataFrame:
    return risk_validation.correlations(evidence, PICSS, risk.published(evidence))


def test_every_measure_stands_at_every_lead(found: pd.DataFrame) -> None:
    assert (found.groupby(["measure", "against", "of"])["lead"].apply(list).map(tuple) == tuple(range(-6, 7))).all()
    few = found["months"] < risk_validation.LEAST_MONTHS
    assert found.loc[few, "rho"].isna().all() and few.any() and (~few).any()


@pytest.mark.parametrize("measure", ["total", "economy"])
def test_a_correlation_is_that_of_ranks_at_its_lead(evidence: Evidence, found: pd.DataFrame, measure: str) -> None:
    totals, pillars = risk.totals(evidence, PICSS, risk.published(evidence)), risk.pillars(evidence, PICSS)
    given = (totals if measure == "total" else pillars[pillars["pillar"] == measure]).dropna(subset="value")
    value = dict(zip(given["month"], given["value"], strict=True))
    attacks = {one.first: one.middle for one in risk_validation.counted(evidence, PICSS)["attacks"]}
    own = found.query("measure == @measure and against == 'attacks' and of == 'levels'")
    for lead in (-3, 0, 4):
        pairs = [(value[one], attacks[then]) for one in value if (then := dates.add_months(one, lead)) in attacks]
        first, second = (pd.Series(one).rank() for one in zip(*pairs, strict=True))
        row = own[own["lead"] == lead].iloc[0]
        assert row["months"] == len(pairs)
        enough = len(pairs) >= risk_validation.LEAST_MONTHS
        assert row["rho"] == pytest.approx(first.corr(second) if enough else float("nan"), nan_ok=True)


def test_attacks_go_with_themselves(found: pd.DataFrame) -> None:
    own = found.query("measure == 'attack-tempo' and against == 'attacks' and lead == 0")
    assert own["rho"].tolist() == pytest.approx([1, 1])


def test_without_the_publishers_own_pillars_the_months_are_no_more(evidence: Evidence) -> None:
    series = risk_validation.measures(evidence, PICSS, risk.published(evidence))
    total = set(series["total"].values.index)
    assert set(series["without-tempo"].values.index) <= total and set(series["without-own"].values.index) <= total
    assert not series["without-tempo"].values.equals(series["total"].values)


def test_a_change_of_pillars_is_no_change_of_the_index(evidence: Evidence) -> None:
    weights = risk.published(evidence)
    totals = risk.totals(evidence, PICSS, weights).dropna(subset="value").set_index("month")
    neighbours = [(dates.add_months(one, -1), one) for one in totals.index if dates.add_months(one, -1) in totals.index]
    alike = {after for before, after in neighbours if totals.at[before, "present"] == totals.at[after, "present"]}
    found = risk_validation.changes(risk_validation.measures(evidence, PICSS, weights)["total"])
    assert set(found.index) == alike and 0 < len(alike) < len(neighbours)
    for after, change in found.items():
        assert change == pytest.approx(totals.at[after, "value"] - totals.at[dates.add_months(after, -1), "value"])


def test_the_sets_of_pillars_are_counted(evidence: Evidence) -> None:
    weights = risk.published(evidence)
    totals = risk.totals(evidence, PICSS, weights).dropna(subset="value")
    sets = risk_validation.measures(evidence, PICSS, weights)["total"].sets
    assert sets.sum() == len(totals) and len(sets) == totals["present"].nunique() > 1


@pytest.mark.parametrize(
    ("by_lead", "word"),
    [
        ({-3: 0.1, 0: 0.9, 3: 0.95}, "follows"),
        ({-3: 0.1, 0: 0.1, 3: 0.9}, "leads"),
        ({-3: 0.9, 0: 0.1, 3: 0.1}, "lags"),
        ({-3: -0.9, 0: -0.1, 3: 0.1}, "lags"),
        ({-3: 0.1, 0: 0.1, 3: 0.2}, "no tie"),
        ({-3: 0.4, 0: 0.3, 3: 0.2}, "no lead"),
        ({0: 0.9}, "untested"),
        ({0: 0.1, 3: 0.9}, "untested"),
        ({-3: 0.1, 0: 0.9, 3: float("nan")}, "untested"),
        ({0: float("nan"), 3: 0.9}, "too few"),
    ],
)
def test_the_word_says_no_more_than_the_numbers(by_lead: dict[int, float], word: str) -> None:
    rows = pd.DataFrame([{"lead": lead, "rho": rho, "months": 40} for lead, rho in by_lead.items()])
    assert risk_validation.verdict(rows) == word
