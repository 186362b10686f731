"""Tables without time as far as a day allows: what had not begun is left out, what was described later is not told."""

from __future__ import annotations

from datetime import date

import pandas as pd

BEGINS = ("founded_year", "since_year")
ENDS = "until_year"
DESCRIBED_FOR = "status_as_of_latest"
NOT_KNOWN = "Not known by that day"
_STATE = {
    "state": "unknown",
    "status_note": NOT_KNOWN,
    "status_as_of": pd.NA,
    "status_as_of_earliest": pd.NaT,
    DESCRIBED_FOR: pd.NaT,
}


def last_year(known: date) -> int:
    """The last year that was over by the end of a day: what is dated by its year alone is certain with its end."""
    return known.year if (known.month, known.day) == (12, 31) else known.year - 1


def by(rows: pd.DataFrame, known: date) -> pd.DataFrame:
    """The rows of a table that describes the state at curation, without what cannot have been so by a day.

    Left out is a row that began in a year that was not over by that day. An end of such a year is emptied, and so is a
    state that was described for a later day, which then says that it is not known.
    """
    year = last_year(known)
    began = pd.Series(True, index=rows.index)
    for column in rows.columns.intersection(BEGINS):
        began &= ~(rows[column] > year).fillna(False)
    found = rows[began].reset_index(drop=True)
    if ENDS in found:
        found[ENDS] = found[ENDS].mask(found[ENDS] > year)
    if DESCRIBED_FOR in found:
        later = found[DESCRIBED_FOR] > pd.Timestamp(known)
        for column, value in _STATE.items():
            found[column] = found[column].mask(later, value)
    return found
