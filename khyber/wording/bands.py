"""The terms of likelihood and their bands, as `likelihood_terms` has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khyber.evidence import Evidence, cached


class Band(NamedTuple):
    """A term of ICD 203: its id, its words in the first row and in the second, and its band in percent."""

    id: str
    term: str
    synonym: str
    low: float
    high: float

    @property
    def midpoint(self) -> float:
        """The middle of the band in percent, by which a judgment is scored."""
        return (self.low + self.high) / 2

    @property
    def words(self) -> str:
        """The band in words, such as "55 to 80 percent"."""
        return f"{self.low:g} to {self.high:g} percent"


@cached(1)
def bands(evidence: Evidence) -> tuple[Band, ...]:
    """Every term of a release, the least likely first."""
    rows = evidence.vocabulary("likelihood_terms").itertuples(index=False)
    return tuple(Band(row.term_id, row.term, row.synonym, row.low, row.high) for row in rows)


def holding(bands: Sequence[Band], low: float, high: float) -> Band | None:
    """The band in which a range of percent lies as a whole; of two that touch there the higher, None where none is."""
    return next((one for one in reversed(bands) if one.low <= low <= high <= one.high), None)
