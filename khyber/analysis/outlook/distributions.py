"""Distributions of counts: negative binomials by mean and size, as exact probabilities and quantiles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaln

Floats = npt.NDArray[np.float64]

# A negative binomial of a few hundred a month and this size is a Poisson for all that can be seen.
MOST_SIZE = 10_000.0
LEAST_SIZE = 0.05
# The least mean of a forecast: a mean of zero would say that nothing can happen.
LEAST_MEAN = 0.5
# The most that may lie above the last count that is told apart.
TAIL = 1e-12


def log_probability(count: npt.ArrayLike, mean: npt.ArrayLike, size: npt.ArrayLike) -> Floats:
    """The natural logarithm of the probability of counts under negative binomials (NB2: variance mean + mean²/size).

    The three broadcast; counts are whole and not below zero, mean and size above zero. It keeps its digits where
    the probability itself is too small for a float. Source: Cameron and Trivedi, Regression Analysis of Count Data
    (2nd ed. 2013), section 3.3.
    """
    count, mean, size = (np.asarray(one, dtype=float) for one in (count, mean, size))
    ways = gammaln(count + size) - gammaln(size) - gammaln(count + 1)
    return np.asarray(ways - size * np.log1p(mean / size) - count * np.log1p(size / mean), dtype=float)


def probabilities(mean: float, size: float) -> Floats:
    """The probability of each count from zero to N, and in the last entry that of N or more, at most about `TAIL`.

    They sum to one.
    """
    most = 16
    while betainc(most, size, mean / (size + mean)) > TAIL:
        most *= 2
    found = np.exp(log_probability(np.arange(most), mean, size))
    return np.append(found, betainc(most, size, mean / (size + mean)))


def quantiles(mean: float, size: float, shares: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """For each share the least count with at least that share of the probability at or below it."""
    return np.asarray(np.searchsorted(probabilities(mean, size).cumsum(), shares), dtype=np.int64)
