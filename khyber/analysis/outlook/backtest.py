"""The rolling-origin backtest: forecasts as they would have been made at past ends of months, held to what came."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scoringrules

from khyber.analysis.outlook import months
from khyber.analysis.outlook.distributions import log_probability, probabilities, quantiles
from khyber.analysis.outlook.models import AHEAD, BASELINES, MODELS, Past
from khyber.analysis.outlook.months import Series
from khyber.evidence import Evidence, cached

LEVEL = 0.9
LEAST_ORIGINS = 24
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
QUANTILES = tuple(f"q{round(100 * share):02d}" for share in SHARES)
EDGES = ((1 - LEVEL) / 2, 1 - (1 - LEVEL) / 2)
_COLUMNS = ["origin", "newest", "ahead", "month", "model", "mean", "size"]
SCORES = ["crps", "log_score", "interval_score"]


@cached(32)
def forecasts(evidence: Evidence, series: Series) -> pd.DataFrame:
    """Every forecast of every model at every origin (`months.origins`), each from what was known by then alone.

    Only where every model and baseline gives one, so that all are held to the same months, and only for months that
    are on record in the release. Columns: origin (date, the end of a month), newest (the newest month known then),
    ahead (1 to 6 months after it), month (the one foretold), model, mean, size (of the negative binomial).
    """
    on_record = set(months.known(evidence, series, None).index)
    lines: list[tuple[Any, ...]] = []
    for origin, newest in months.origins(evidence, series):
        targets = newest + np.arange(1, AHEAD + 1)
        wanted = np.isin(targets, list(on_record))
        made = _of_all(months.past(evidence, series, origin), wanted) if wanted.any() else {}
        for place in np.flatnonzero(wanted) if made else ():
            own = {name: (one.mean[place], one.size[place]) for name, one in made.items()}
            if not np.isnan(list(own.values())).any():
                lines += [(origin, newest, place + 1, targets[place], name, *pair) for name, pair in own.items()]
    return pd.DataFrame(lines, columns=_COLUMNS).astype({"mean": float, "size": float})


def _of_all(past: Past, wanted: npt.NDArray[np.bool_]) -> dict[str, Any]:
    """The forecasts of all by name; none where a baseline has none for any month wanted, as they cost the least."""
    made = {name: make(past) for name, make in BASELINES.items()}
    if not np.logical_and.reduce([wanted, *(one.given for one in made.values())]).any():
        return {}
    return {name: made[name] if name in made else make(past) for name, make in MODELS.items()}


@cached(32)
def scored(evidence: Evidence, series: Series, known: date | None = None) -> pd.DataFrame:
    """The forecasts of the origins up to a day, held to the headlines known by it; all where None.

    What came is the headline that every other page shows for that month: a revision of it counts, too. Further
    columns: came; low and high, the 5 % and 95 % quantiles; crps, log_score and interval_score, all the lower the
    better; held, whether low ≤ came ≤ high.

    Sources: Gneiting and Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, JASA 102 (2007), 359–378,
    for all three; Wei and Held, Calibration tests for count data, TEST 23 (2014), 787–805, for the closed form of the
    CRPS. CRPS and interval score are those of the library scoringrules. Its log score loses counts whose probability
    is too small for a float; that one is −log p from `log_probability` (natural logarithm).
    """
    headlines = months.known(evidence, series, known)["value"]
    found = forecasts(evidence, series)
    if known is not None:
        found = found[found["origin"].map(lambda day: day <= known).astype(bool)]
    found = found[found["month"].isin(headlines.index)].reset_index(drop=True)
    came = found["month"].map(headlines).to_numpy(dtype=float)
    mean, size = found["mean"].to_numpy(), found["size"].to_numpy()
    edges = [quantiles(*pair, EDGES) for pair in zip(mean, size, strict=True)]
    low, high = np.array(edges, dtype=float).reshape(-1, 2).T
    return found.assign(
        came=came,
        low=low,
        high=high,
        crps=scoringrules.crps_negbinom(came, size, mu=mean),
        log_score=-log_probability(came, mean, size),
        interval_score=scoringrules.interval_score(came, low, high, 1 - LEVEL),
        held=(low <= came) & (came <= high),
    )


def origins_scored(found: pd.DataFrame) -> dict[int, int]:
    """For each distance ahead the number of origins from which a forecast of it has been scored."""
    given = found.groupby("ahead")["origin"].nunique()
    return {ahead: int(given.get(ahead, 0)) for ahead in range(1, AHEAD + 1)}


def origins_possible(evidence: Evidence, series: Series, known: date | None = None) -> dict[int, int]:
    """For each distance ahead the number of origins up to a day whose month so far ahead is on record by then."""
    newest = [month for _, month in months.origins(evidence, series, known)]
    given = set(months.known(evidence, series, known).index)
    return {ahead: sum(month + ahead in given for month in newest) for ahead in range(1, AHEAD + 1)}


@cached(32)
def enough(evidence: Evidence, series: Series, known: date | None = None) -> pd.DataFrame:
    """`scored` of those distances ahead alone that have at least `LEAST_ORIGINS` scored origins."""
    found = scored(evidence, series, known)
    return found[found["ahead"].map(origins_scored(found)) >= LEAST_ORIGINS].reset_index(drop=True)


def ahead_of(evidence: Evidence, series: Series, model: str, known: date | None = None) -> pd.DataFrame:
    """The forecast of a model from what is known by a day (all where None), for the six months after the newest known.

    Columns: ahead, month, mean, size, the quantiles of `SHARES` (q05 to q95, counts), more (the probability of more
    than in the newest month known). Months for which the model has none are left out; all of them where nothing is
    known.
    """
    headlines = months.known(evidence, series, known)
    lines = []
    if len(headlines):
        made, newest = MODELS[model](months.past(evidence, series, known)), int(headlines.index[-1])
        count = int(headlines["value"].iloc[-1])
        for place in np.flatnonzero(made.given):
            mean, size = float(made.mean[place]), float(made.size[place])
            more = 1 - probabilities(mean, size)[: count + 1].sum()
            told = quantiles(mean, size, SHARES)
            lines.append([int(place) + 1, newest + int(place) + 1, mean, size, *map(int, told), float(max(more, 0.0))])
    return pd.DataFrame(lines, columns=["ahead", "month", "mean", "size", *QUANTILES, "more"])
