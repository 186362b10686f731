"""Does the risk index lead, lag or merely follow? Its rank correlation with attacks and deaths at leads and lags.

A total is made of the pillars that a month has, so totals of two months may be of different pillars. Their levels are
correlated as they are, which the page says; a change is taken only between months of the same pillars.

The total holds the publisher's attacks itself, so it is looked at without that pillar, and without all pillars that are
made of the publisher's figures, too. Two series that both rise over the years go together at any lead; so the changes
from one month to the next are looked at beside the levels.
"""

from __future__ import annotations

from datetime import date
from math import sqrt
from typing import NamedTuple

import pandas as pd

from khyber.analysis import risk, risk_inputs
from khyber.analysis.risk import Weights
from khyber.evidence import Evidence, cached, dates

LEADS = range(-6, 7)
"""By how many months the index is put before the count: above zero it is held to later counts."""
LEAST_MONTHS = 24
"""The least number of pairs of months for a correlation."""
TOTAL, WITHOUT_TEMPO, WITHOUT_OWN = "total", "without-tempo", "without-own"
LEVELS, CHANGES = "levels", "changes"
OF_ATTACKS, OF_DEATHS = "attacks", "killed"
LEADS_WORD, LAGS, FOLLOWS = "leads", "lags", "follows"
NO_TIE, NO_LEAD, UNTESTED, TOO_FEW = "no tie", "no lead", "untested", "too few"
_COLUMNS = ["measure", "against", "of", "lead", "rho", "months"]


class Measure(NamedTuple):
    """A series by month, and the pillars of which it is made in each month."""

    values: pd.Series
    made_of: dict[date, tuple[str, ...]]

    @property
    def sets(self) -> pd.Series:
        """How many months are made of each set of pillars, the one of most months first."""
        return pd.Series(list(self.made_of.values()), dtype=object).value_counts()


def measures(evidence: Evidence, publisher: str, weights: Weights, known: date | None = None) -> dict[str, Measure]:
    """The series that are held to the counts, by month: the total, the same without some pillars, and each pillar.

    The total without some pillars has the months of the total in which others are left.
    """
    every = risk.by_month(evidence, publisher, known)
    pillar_of = evidence.vocabulary("risk_inputs")["pillar_id"]
    left_out = {
        TOTAL: frozenset[str](),
        WITHOUT_TEMPO: frozenset({risk.OWN}),
        WITHOUT_OWN: frozenset(pillar_of[one] for one in risk_inputs.OF_A_PUBLISHER),
    }
    found: dict[str, dict[date, float]] = {name: {} for name in left_out}
    made_of: dict[str, dict[date, tuple[str, ...]]] = {name: {} for name in left_out}
    for row in risk.totals(evidence, publisher, weights, known).itertuples(index=False):
        for name, without in left_out.items() if pd.notna(row.value) else ():
            if values := {one: every[row.month][one].value for one in row.present if one not in without}:
                found[name][row.month], made_of[name][row.month] = risk.total(values, weights), tuple(values)
    for pillar, _ in weights:
        found[pillar] = {month: given[pillar].value for month, given in every.items() if pillar in given}
        made_of[pillar] = dict.fromkeys(found[pillar], (pillar,))
    return {name: Measure(pd.Series(values, dtype=float), made_of[name]) for name, values in found.items()}


def counted(
    evidence: Evidence, publisher: str, known: date | None = None
) -> dict[str, tuple[risk_inputs.Reading, ...]]:
    """The publisher's attacks and killed in Pakistan by month."""
    return {
        one: tuple(risk_inputs.national(evidence, publisher, metric, known))
        for one, metric in ((OF_ATTACKS, risk_inputs.ATTACKS), (OF_DEATHS, risk_inputs.KILLED))
    }


@cached(32)
def correlations(evidence: Evidence, publisher: str, weights: Weights, known: date | None = None) -> pd.DataFrame:
    """Spearman's rank correlation of each measure with attacks and deaths, of levels and changes, at each lead.

    measure, against (attacks, killed), of (levels, changes), lead (months by which the count is later than the
    measure), rho (NaN where there are fewer than `LEAST_MONTHS` pairs, or one of the two never changes), months (how
    many pairs there are). A change is from the month before, where both months have a value of the same pillars.
    """
    against = {
        one: Measure(
            pd.Series({each.first: each.middle for each in listed}, dtype=float),
            {each.first: (one,) for each in listed},
        )
        for one, listed in counted(evidence, publisher, known).items()
    }
    found = []
    for name, measure in measures(evidence, publisher, weights, known).items():
        for one, other in against.items():
            for of in (LEVELS, CHANGES):
                first, second = (each.values if of == LEVELS else changes(each) for each in (measure, other))
                found += [[name, one, of, lead, *_together(first, second, lead)] for lead in LEADS]
    return pd.DataFrame(found, columns=_COLUMNS)


def changes(measure: Measure) -> pd.Series:
    """The change from the month before, by month, where both have a value and are made of the same pillars.

    What is equal but for rounding is a tie.
    """
    given, made_of = measure.values.dropna().to_dict(), measure.made_of
    before = {month: dates.add_months(month, -1) for month in given}
    alike = [one for one in given if before[one] in given and made_of[one] == made_of[before[one]]]
    return pd.Series({one: round(given[one] - given[before[one]], 9) for one in alike}, dtype=float)


def _together(measure: pd.Series, count: pd.Series, lead: int) -> tuple[float, int]:
    """The rank correlation of a measure with the count so many months later, and how many pairs it has."""
    given, later = measure.dropna().to_dict(), count.dropna().to_dict()
    pairs = [(value, later[then]) for one, value in given.items() if (then := dates.add_months(one, lead)) in later]
    if len(pairs) < LEAST_MONTHS:
        return float("nan"), len(pairs)
    ranks = pd.DataFrame(pairs).rank()
    constant = (ranks.nunique() == 1).any()
    return float("nan") if constant else float(ranks[0].corr(ranks[1])), len(pairs)


def verdict(rows: pd.DataFrame) -> str:
    """What the correlations of one measure, one count and one kind say.

    "leads" where the strongest at a lead above zero is stronger than that at zero by more than two standard errors of
    a rank correlation, 2/√(n−1) with the fewer pairs of the two; "lags" in the same way below zero, where that is
    stronger still; else "follows" where that at zero is beyond two standard errors itself, "no lead" where only
    another is, and "no tie" where none is. "too few" where fewer than `LEAST_MONTHS` have both at zero, "untested"
    where they have so at no lead above zero or at none below: what was not compared is not told.
    """
    given = rows[rows["rho"].notna()]
    now = given[given["lead"] == 0]
    if now.empty:
        return TOO_FEW
    if not (given["lead"] > 0).any() or not (given["lead"] < 0).any():
        return UNTESTED
    best, same = given.loc[given["rho"].abs().idxmax()], now.iloc[0]
    if abs(best["rho"]) - abs(same["rho"]) > _doubt(min(best["months"], same["months"])):
        return LEADS_WORD if best["lead"] > 0 else LAGS
    if abs(same["rho"]) > _doubt(same["months"]):
        return FOLLOWS
    told = (abs(rho) > _doubt(months) for rho, months in zip(given["rho"], given["months"], strict=True))
    return NO_LEAD if any(told) else NO_TIE


def _doubt(months: int) -> float:
    """Two standard errors of a rank correlation of so many pairs that are not tied to one another."""
    return 2 / sqrt(months - 1)
