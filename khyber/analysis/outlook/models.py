"""Forecasts of a monthly count one to six months ahead, each a negative binomial: three models and three baselines.

Each takes the months known, with gaps, and gives a distribution for each of the six months after the newest of them,
or none where too little is known. Nothing is filled in: a month that is not known teaches nothing. Only what stands in
`Past` is looked at, so that discount, coefficients and spread are those that could have been had at the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from khyber.analysis.outlook.distributions import LEAST_MEAN, LEAST_SIZE, MOST_SIZE, Floats, log_probability

AHEAD = 6
YEAR = 12
# How many earlier forecasts at the same distance must have come before a spread is read from their errors.
LEAST_ERRORS = 12
# How many months must teach a regression.
LEAST_TAUGHT = 18
# How many of the last twelve months must be known for a mean of them.
LEAST_OF_YEAR = 3
DISCOUNTS = np.arange(0.30, 0.995, 0.01)
_ROUNDS, _STILL = 50, 1e-8
# Bounds of a fitted logarithm, so that no step of a fit runs away.
_LOGARITHMS = (-5.0, 12.0)


@dataclass(frozen=True, eq=False)
class Past:
    """The months known: `values` from the month `first` (year × 12 + month − 1) on, NaN where a month is not known.

    The first and the last value are known.
    """

    first: int
    values: Floats

    @cached_property
    def mean_of_year(self) -> Floats:
        """At each month the mean of the months known among the twelve that end with it; NaN where they are too few."""
        windows = sliding_window_view(np.concatenate([np.full(YEAR - 1, np.nan), self.values]), YEAR)
        known = (~np.isnan(windows)).sum(axis=1)
        return np.where(known < LEAST_OF_YEAR, np.nan, np.nansum(windows, axis=1) / np.maximum(known, 1))


@dataclass(frozen=True, eq=False)
class Forecast:
    """Means and sizes of negative binomials for each of the six months ahead, both NaN where there is none."""

    mean: Floats
    size: Floats

    @property
    def given(self) -> npt.NDArray[np.bool_]:
        """For which of the months ahead there is a forecast."""
        return ~np.isnan(self.mean)


def smoothing(past: Past) -> Forecast:
    """Exponential smoothing of counts: a Poisson count whose level has a gamma distribution that fades by a discount.

    With discount w each month first takes (a, b) to (wa, wb), and a count y known then to (a + y, b + 1). The count k
    months ahead is negative binomial with mean a/b and size wᵏa; the discount is the one of `DISCOUNTS` under which
    the months known were most likely, each foretold from those before it. Counts scatter more than a Poisson about
    their level: where the past errors at the distance k were wider than that size says, they give it (`dispersion`).
    Source: Harvey and Fernandes, Time Series Models for Count or Qualitative Observations, Journal of Business and
    Economic Statistics 7 (1989), 407–417; the last step is the project's own.
    """
    shape, rate = np.zeros_like(DISCOUNTS), np.zeros_like(DISCOUNTS)
    likelihood = np.zeros_like(DISCOUNTS)
    levels = np.empty((len(past.values), len(DISCOUNTS)))
    for place, value in enumerate(past.values):
        shape, rate = DISCOUNTS * shape, DISCOUNTS * rate
        if not np.isnan(value):
            if place:
                likelihood += log_probability(value, *_bounded(shape / rate, shape))
            shape, rate = shape + value, rate + 1
        levels[place] = shape / rate
    best = int(np.argmax(likelihood))
    own = _as_wide_as_errors(past, lambda ahead: levels[:, best])
    faded = DISCOUNTS[best] ** np.arange(1, AHEAD + 1) * shape[best]
    return Forecast(own.mean, _bounded(own.mean, np.minimum(own.size, faded))[1])


def _lags(past: Past, ahead: int) -> Floats:
    """The logarithm of the month's count on that of the mean of its year, and whether it stands above it."""
    return np.column_stack([np.log1p(past.values) - np.log1p(past.mean_of_year)])


def _season(past: Past, ahead: int) -> Floats:
    """Cosine and sine of the time of year of the month foretold."""
    turn = 2 * np.pi * ((past.first + np.arange(len(past.values)) + ahead) % YEAR) / YEAR
    return np.column_stack([np.cos(turn), np.sin(turn)])


Predictor = Callable[[Past, int], Floats]


def regression(predictors: Sequence[Predictor], past: Past) -> Forecast:
    """Negative-binomial regression (NB2, log link), one for each distance ahead.

    Its offset is log(1 + the mean of the last twelve months known); `predictors` are laid beside a constant, one row a
    month. Taught by every month known whose month so far ahead is known, too. The coefficients are those of
    iteratively reweighted least squares, the dispersion follows from the squared errors (`dispersion`) and goes into
    the weights in turn (quasi-generalised pseudo maximum likelihood). Source: Cameron and Trivedi, Regression Analysis
    of Count Data (2nd ed. 2013), sections 2.4 and 3.3; Hilbe, Negative Binomial Regression (2nd ed. 2011), chapter 8.
    """
    pairs = [_regressed(predictors, past, ahead) for ahead in range(1, AHEAD + 1)]
    mean, size = np.array(pairs).T
    return Forecast(*_bounded(mean, size))


def _regressed(predictors: Sequence[Predictor], past: Past, ahead: int) -> tuple[float, float]:
    offset = np.log1p(past.mean_of_year)
    columns = np.column_stack([np.ones(len(offset)), *(one(past, ahead) for one in predictors)])
    then = past.values[ahead:]
    usable = ~np.isnan(offset) & ~np.isnan(columns).any(axis=1)
    taught = np.flatnonzero(usable[: len(then)] & ~np.isnan(then))
    if len(taught) < LEAST_TAUGHT or not usable[-1]:
        return np.nan, np.nan
    coefficients, spread = _fit(columns[taught], offset[taught], then[taught])
    return float(np.exp(np.clip(offset[-1] + columns[-1] @ coefficients, *_LOGARITHMS))), 1 / spread


def _fit(columns: Floats, offset: Floats, counts: Floats) -> tuple[Floats, float]:
    """Coefficients and dispersion of an NB2 regression with an offset."""
    fitted, spread = counts + 0.5, 0.0
    coefficients: Floats = np.zeros(columns.shape[1])
    for _ in range(_ROUNDS):
        root = np.sqrt(fitted / (1 + spread * fitted))
        working = np.log(fitted) - offset + (counts - fitted) / fitted
        before = coefficients
        coefficients = np.asarray(np.linalg.lstsq(columns * root[:, None], working * root, rcond=None)[0], dtype=float)
        fitted = np.exp(np.clip(offset + columns @ coefficients, *_LOGARITHMS))
        spread = dispersion(fitted, counts, columns.shape[1])
        if np.abs(coefficients - before).max() < _STILL:
            break
    return coefficients, spread


def last(past: Past) -> Forecast:
    """The count of the newest month known, again."""
    return _as_wide_as_errors(past, lambda ahead: past.values)


def mean_of_year(past: Past) -> Forecast:
    """The mean of those of the last twelve months that are known, at least `LEAST_OF_YEAR` of them."""
    return _as_wide_as_errors(past, lambda ahead: past.mean_of_year)


def same_month(past: Past) -> Forecast:
    """The count of the same month a year before, where that is known."""
    return _as_wide_as_errors(past, lambda ahead: _earlier(past.values, YEAR - ahead))


def _as_wide_as_errors(past: Past, said: Callable[[int], Floats]) -> Forecast:
    """What is said at each month about the one `ahead` later, as a distribution as wide as its errors known by now.

    None where the errors are fewer than `LEAST_ERRORS`.
    """
    mean, size = np.full(AHEAD, np.nan), np.full(AHEAD, np.nan)
    for place, ahead in enumerate(range(1, AHEAD + 1)):
        each, then = np.maximum(said(ahead), LEAST_MEAN), past.values[ahead:]
        told = each[: len(then)]
        came = ~np.isnan(told) & ~np.isnan(then)
        if came.sum() >= LEAST_ERRORS and not np.isnan(each[-1]):
            mean[place], size[place] = each[-1], 1 / dispersion(told[came], then[came], 0)
    return Forecast(*_bounded(mean, size))


def dispersion(mean: Floats, counts: Floats, coefficients: int) -> float:
    """The dispersion α of NB2 (variance m + αm²) from squared errors: Σ[((y − m)² − m)/m²]/(n − coefficients).

    At least 1/`MOST_SIZE`. Source: Cameron and Trivedi (2013), section 3.3.
    """
    found = (((counts - mean) ** 2 - mean) / mean**2).sum() / (len(counts) - coefficients)
    return max(float(found), 1 / MOST_SIZE)


def _earlier(values: Floats, months: int) -> Floats:
    """At each month the value of so many months before."""
    return np.concatenate([np.full(months, np.nan), values])[: len(values)]


def _bounded(mean: Floats, size: Floats) -> tuple[Floats, Floats]:
    return np.maximum(mean, LEAST_MEAN), np.clip(size, LEAST_SIZE, MOST_SIZE)


Model = Callable[[Past], Forecast]
BASELINES: dict[str, Model] = {"last": last, "mean-of-year": mean_of_year, "same-month": same_month}
MODELS: dict[str, Model] = {
    "smoothing": smoothing,
    "regression": partial(regression, [_lags]),
    "seasonal": partial(regression, [_lags, _season]),
    **BASELINES,
}
