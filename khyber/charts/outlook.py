"""What the figures of the outlook share: the series chosen, how models are called and drawn, why there may be none."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from khyber.analysis.outlook import backtest, months, scores
from khyber.analysis.outlook.models import MODELS
from khyber.analysis.outlook.months import Series
from khyber.analysis.outlook.scores import Verdict
from khyber.charts import names, theme
from khyber.charts.attacks import scope_notes
from khyber.charts.catalogue import Fact, Figure, Row, as_rows
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters

USES = ("known", "area", "metric", "series")
# What an outlook is looked for of: attacks, and deaths in them.
METRICS = ("attacks", "killed")
PERCENT = f"{100 * backtest.LEVEL:.0f} %"


MEDIAN = {"color": theme.ON_FILL, "size": 6, "symbol": "circle", "line": {"width": 1.5, "color": theme.MORE}}


class Look(NamedTuple):
    """How a model is called and drawn."""

    name: str
    colour: str
    symbol: str
    dash: str


LOOKS = {
    "smoothing": Look("Smoothing of counts", theme.UNITS[0], "circle", "solid"),
    "regression": Look("Regression on lags", theme.UNITS[1], "square", "solid"),
    "seasonal": Look("Regression on lags and season", theme.UNITS[4], "diamond", "solid"),
    "last": Look("Last value", theme.QUIET, "cross", "dot"),
    "mean-of-year": Look("Mean of the last 12 months", theme.QUIET, "x", "dash"),
    "same-month": Look("Same month last year", theme.QUIET, "star", "dashdot"),
}
assert LOOKS.keys() == MODELS.keys()


def series(filters: Filters) -> Series:
    """The series that the filters choose."""
    return Series(filters.series, filters.metric, names.counted_area(filters))


def verdict(evidence: Evidence, filters: Filters) -> Verdict | None:
    """What the backtest says of the series that the filters choose; None where there is no outlook."""
    return scores.verdict(evidence, series(filters), filters.known)


def called(evidence: Evidence, one: Series) -> str:
    """A series in words, such as "PICSS, attacks in Pakistan"."""
    where = names.of(evidence, "areas", one.area)
    return f"{names.publisher(evidence, one.publisher)}, {names.metric(evidence, one.metric)} in {where}"


def month_words(month: int) -> str:
    """A month by its number in words, such as "August 2023"."""
    return f"{months.first_day(month):%B %Y}"


def month_written(month: int) -> str:
    """A month by its number as it stands in tables, such as "2023-08"."""
    return f"{months.first_day(month):%Y-%m}"


def rows_of(evidence: Evidence, filters: Filters) -> tuple[Row, ...]:
    """Every row of the series that is known, whether or not it leads its month."""
    found = months.printed(evidence, series(filters))
    if filters.known:
        found = found[found["known_from"] <= pd.Timestamp(filters.known)]
    return as_rows("attack_counts", found["row_id"])


def none(evidence: Evidence, filters: Filters, figure_id: str, columns: list[str], *, drawn: bool = True) -> Figure:
    """A figure that says why there is no outlook for the series that the filters choose."""
    one = series(filters)
    given = max(backtest.origins_scored(backtest.scored(evidence, one, filters.known)).values())
    on_record = len(months.known(evidence, one, filters.known))
    facts = (
        Fact("Months on record", number(on_record)),
        Fact("Scored origins, at the distance with the most", number(given), f"needed: {backtest.LEAST_ORIGINS}"),
    )
    title = f"{called(evidence, one)}: no outlook, as {_too_few(on_record, given)}"
    alt = f"Empty chart. {title}." if drawn else title
    return Figure(
        figure_id,
        title,
        alt,
        theme.no_data() if drawn else None,
        pd.DataFrame(columns=columns),
        facts if on_record else (),
        notes=(*counted_notes(evidence, filters), ORIGIN, NEEDED) if on_record else (),
        extra_rows=rows_of(evidence, filters),
    )


def counted_notes(evidence: Evidence, filters: Filters) -> tuple[str, ...]:
    """What is counted, and what must be read with the publisher's figures of it."""
    return scope_notes(evidence, filters.metric, pd.DataFrame({"publisher": [filters.series]}))


def _too_few(on_record: int, given: int) -> str:
    if not on_record:
        return "no monthly figure is on record"
    scored = f"only {given} can be" if given else "none can be"
    return (
        f"{backtest.LEAST_ORIGINS} scored origins at one distance ahead are needed, and {scored} had from the "
        f"{number(on_record)} months on record"
    )


ORIGIN = (
    "An origin is the end of a month by which a newer month than before had become known. Only rows known by then are "
    "used; a distance of one month ahead means the month after that newest one."
)


def nowcast(evidence: Evidence, filters: Filters) -> str:
    """How the first month ahead lies to the day of the origin, at the origins of the series that the filters choose."""
    found = months.origins(evidence, series(filters), filters.known)
    over = [months.last_day(newest + 1) <= day for day, newest in found]
    if not any(over):
        return (
            "At no origin here was the first month ahead over on the day of the origin: all months ahead were to come."
        )
    where = "every origin" if all(over) else "most origins" if 2 * sum(over) > len(over) else "some origins"
    on_the_day = all(months.last_day(newest + 1) == day for day, newest in found)
    past = " A distance of k months looks k − 1 months past that day." if on_the_day else ""
    return (
        f"At {where} here the first month ahead {'ends on' if on_the_day else 'had ended by'} the day of the origin: "
        f"it is over when it is foretold and only not published yet, so its forecast is a nowcast.{past}"
    )


NEEDED = (
    f"A distance ahead is shown only where at least {backtest.LEAST_ORIGINS} origins of this one definition are "
    "scored: every model and every baseline gave a forecast, and the month came to be published. Months that nobody "
    "published stay missing; none is filled in."
)
FORMS = (
    "Discount, coefficients and spread are learnt anew at each origin from what was known then. Which forms of model "
    "are tried was settled by people who had seen all of these months, which a backtest does not undo."
)
NO_PREDICTION = (
    "Forecasts are of how many a publisher will count in a month, given its months so far. They foretell no event, no "
    "place and no intention, and know nothing of what was said or agreed since."
)
