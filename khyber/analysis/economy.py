"""The figures on the economy as published: the newest by a day, those that differ, and what is an event.

Nothing is joined, averaged or filled in. Fiscal years run from 1 July to 30 June.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from khyber.analysis.stances import months_between
from khyber.evidence import Evidence, dates, text

RESERVES, COVER, PRICES, RUPEE = "sbp_fx_reserves_usd_bn", "import_cover_weeks", "cpi_inflation_pct", "pkr_per_usd"
BUDGET, IMF, RATING, POLLS = "defence_budget_pkr_bn", "imf_programme_usd_bn", "sovereign_rating", "poll_support_pct"
US_AID = ("us_military_aid_usd_mn", "us_arms_sales_cleared_usd_mn", "us_security_aid_suspended_usd_mn")
YEARLY = "pct_avg"
LAST, IN_FORCE, EACH = "last", "in force", "each agency"
TOLD_MONTHS = 3
"""A figure more than so many months older than the day for which it stands has its age beside it."""
PROGRAMME, PAYMENT = "IMF programme in force", "Last payment by the IMF"
_BEFORE = timedelta(days=31)


class Means(NamedTuple):
    """A limit that is looked at on a day: its series, and which of its rows stand for the day.

    pick: LAST, the rows of the newest day or month; IN_FORCE, those whose window holds the day; EACH, the newest of
    each rating agency.
    """

    series: str
    name: str
    pick: str


MEANS = (
    Means(RESERVES, "Reserves of the State Bank", LAST),
    Means(COVER, "Import cover", LAST),
    Means(PRICES, "Consumer prices", LAST),
    Means(RUPEE, "Rupees to the US dollar", LAST),
    Means(BUDGET, "Defence budget", IN_FORCE),
    Means(IMF, PROGRAMME, IN_FORCE),
    Means(IMF, PAYMENT, LAST),
    Means(RATING, "Sovereign rating, last change", EACH),
)


def rows(evidence: Evidence, series: str, known: date | None = None) -> pd.DataFrame:
    """The rows of `indicators` of a series, oldest first; ratings have no value, all others one."""
    found = evidence.read("indicators", known)
    return found[found["series_id"] == series].sort_values(["period_end", "period_start", "row_id"], kind="stable")


def is_event(found: pd.DataFrame) -> pd.Series:
    """Which rows are of one day."""
    return found["period_start"] == found["period_end"]


def on(evidence: Evidence, means: Means, day: date, known: date | None = None) -> pd.DataFrame:
    """The rows of `indicators` that stand for a limit on a day, newest first, as known by another; none where there are
    none.

    Of a series: all figures of the newest day or month that ended by the day, and those of the one before it where that
    is at most 31 days older, so that sources on the same stock stand side by side. Averages of a fiscal year are left
    out. Of a window: all that hold the day.
    """
    found = rows(evidence, means.series, known)
    if means.pick == IN_FORCE:
        held = found[(found["period_start"] <= pd.Timestamp(day)) & (found["period_end"] >= pd.Timestamp(day))]
        return held[~is_event(held)].iloc[::-1]
    found = found[(found["period_end"] <= pd.Timestamp(day)) & (found["unit"] != YEARLY)]
    if means.series == IMF:
        found = found[is_event(found)]
    if means.pick == EACH:
        return found.groupby(found["note"].map(agency), sort=False).tail(1).iloc[::-1]
    return _newest_two(found)


def _newest_two(found: pd.DataFrame) -> pd.DataFrame:
    ends = list(found["period_end"].drop_duplicates())[-2:]
    kept = [one for one in ends if ends[-1] - one <= _BEFORE]
    return found[found["period_end"].isin(kept)].iloc[::-1]


def newest(found: pd.DataFrame) -> pd.DataFrame:
    """Of the rows of a limit those of the newest day or month."""
    return found[found["period_end"] == found["period_end"].max()]


def age(ended: date, day: date) -> int:
    """The age of a figure on a day in whole months, where it is more than `TOLD_MONTHS` months old; else 0."""
    return months_between(ended, day) if day > dates.add_months(ended, TOLD_MONTHS) else 0


def differing(found: pd.DataFrame) -> pd.DataFrame:
    """The rows for one period and unit whose values differ from one another."""
    values = found.groupby(["period_start", "period_end", "unit"])["value"].transform("nunique")
    return found[values > 1]


def is_floor(note: object) -> bool:
    """Whether a note says that the figure is the least that its page allows."""
    return "a floor" in text(note)


def agency(note: object) -> str:
    """The rating agency that a note begins with."""
    return (text(note).split() or [""])[0]


def between(found: pd.DataFrame, first: date | None, last: date | None) -> pd.DataFrame:
    """The rows whose window touches a period; an open end is None."""
    kept = pd.Series(True, index=found.index)
    if first:
        kept &= found["period_end"] >= pd.Timestamp(first)
    if last:
        kept &= found["period_start"] <= pd.Timestamp(last)
    return found[kept]
