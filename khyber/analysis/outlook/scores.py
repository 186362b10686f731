"""What a backtest says: mean scores by model and distance, the lowest, and how sure a difference is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from khyber.analysis.outlook.backtest import SCORES, enough
from khyber.analysis.outlook.models import AHEAD, BASELINES, MODELS
from khyber.analysis.outlook.months import Series
from khyber.evidence import Evidence, cached

EVERY = 0
# A difference is clear of zero where it is more than so many of its standard errors.
ERRORS = 2.0


def means(scored: pd.DataFrame) -> pd.DataFrame:
    """Mean scores by model and distance ahead, and over all distances (ahead 0).

    Columns: model, ahead, origins (scored ones), forecasts, the three scores, coverage (share held), below and above
    (how many came below and above the interval).
    """
    parts = [scored.assign(ahead=EVERY), scored]
    rows = pd.concat(parts, ignore_index=True).assign(
        below=lambda own: own["came"] < own["low"], above=lambda own: own["came"] > own["high"]
    )
    grouped = rows.groupby(["model", "ahead"])
    found = (
        grouped[SCORES]
        .mean()
        .assign(
            origins=grouped["origin"].nunique(),
            forecasts=grouped.size(),
            coverage=grouped["held"].mean(),
            below=grouped["below"].sum(),
            above=grouped["above"].sum(),
        )
    )
    order = {model: place for place, model in enumerate(MODELS)}
    found = found.reset_index().sort_values(["ahead", "model"], key=lambda own: own.replace(order))
    return found[["model", "ahead", "origins", "forecasts", *SCORES, "coverage", "below", "above"]].reset_index(
        drop=True
    )


def best(scored: pd.DataFrame, among: tuple[str, ...] = tuple(MODELS)) -> str:
    """The model with the lowest mean CRPS over all scored forecasts; raises ValueError where there is none."""
    return str(scored[scored["model"].isin(among)].groupby("model")["crps"].mean().idxmin())


class Difference(NamedTuple):
    """The mean CRPS of a model less that of another on the same months, and its standard error."""

    mean: float
    error: float

    @property
    def is_clear(self) -> bool:
        """Whether it is more than `ERRORS` standard errors from zero."""
        return abs(self.mean) > ERRORS * self.error


def difference(scored: pd.DataFrame, model: str, other: str) -> Difference:
    """How much lower (below zero) or higher the mean CRPS of a model is than that of another, forecast by forecast.

    Errors of one origin, and of origins less than six months apart, hang together: their products count with weights
    that fall from one to zero over six months. Sources: Diebold and Mariano, Comparing Predictive Accuracy, JBES 13
    (1995), 253–263; the weights are those of Newey and West, Econometrica 55 (1987), 703–708.
    """
    pairs = scored.pivot(index=["newest", "ahead"], columns="model", values="crps")
    each = pairs[model] - pairs[other]
    off = (each - each.mean()).groupby(level="newest").sum()
    months = off.index.to_numpy()
    weights = np.clip(1 - np.abs(months[:, None] - months[None, :]) / AHEAD, 0, None)
    return Difference(float(each.mean()), float(np.sqrt(off.to_numpy() @ weights @ off.to_numpy()) / len(each)))


@dataclass(frozen=True, eq=False)
class Verdict:
    """What the backtest of a series says: its scored forecasts, their means, and who has the lowest mean CRPS.

    `model` is the lowest of all, `baseline` the lowest of the baselines; they are the same where a baseline wins.
    """

    scored: pd.DataFrame
    means: pd.DataFrame
    model: str
    baseline: str

    @property
    def is_baseline(self) -> bool:
        """Whether a baseline has the lowest mean CRPS of all."""
        return self.model == self.baseline

    @property
    def distances(self) -> list[int]:
        """How many months ahead are shown, ascending."""
        return sorted(map(int, self.scored["ahead"].unique()))

    def mean(self, model: str, column: str = "crps", ahead: int = EVERY) -> float:
        """A mean of `means` for a model at a distance, over all distances by default."""
        found = self.means[(self.means["model"] == model) & (self.means["ahead"] == ahead)]
        return float(found[column].iloc[0])


@cached(32)
def verdict(evidence: Evidence, series: Series, known: date | None = None) -> Verdict | None:
    """The verdict on a series as known by a day; None where no distance ahead has enough scored origins."""
    found = enough(evidence, series, known)
    if found.empty:
        return None
    return Verdict(found, means(found), best(found), best(found, tuple(BASELINES)))
