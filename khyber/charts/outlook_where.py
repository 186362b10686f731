"""Where there is no outlook: every monthly series of a publisher, with how far a backtest of it goes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis.outlook import backtest, months
from khyber.analysis.outlook.models import AHEAD
from khyber.analysis.outlook.months import Series
from khyber.charts import names, outlook, rung_marks
from khyber.charts.catalogue import Fact, Figure, figure
from khyber.charts.outlook import ORIGIN
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters

_WHERE = [
    "area",
    "metric",
    "months_on_record",
    "origins",
    "later_month_on_record",
    "with_a_rung",
    "scored",
    "outlook",
    "rows",
]


@figure(
    "outlook-where-not", page="outlook", name="Where there is no outlook, and why", uses=("known", "series"),
    warmed=False,
)  # fmt: skip
def where_not(evidence: Evidence, filters: Filters) -> Figure:
    """Every monthly series of attacks and of deaths of one publisher, with how far a backtest of it goes."""
    lines = [_where(evidence, filters, one) for one in _series(evidence, filters)]
    table = pd.DataFrame([line for line in lines if line["months_on_record"]], columns=_WHERE)
    who = names.publisher(evidence, filters.series)
    if table.empty:
        said = f"{who}: no monthly figure of attacks or deaths is on record"
        return Figure("outlook-where-not", said, said, None, table)
    having = int((table["outlook"] == "yes").sum())
    title = (
        f"{who}: {having or 'none'} of {len(table)} monthly series of attacks or deaths "
        f"{'have' if having > 1 else 'has'} the {backtest.LEAST_ORIGINS} scored origins that an outlook needs"
    )
    facts = (Fact("Scored origins needed", number(backtest.LEAST_ORIGINS)),)
    notes = (_COUNTED, _with_rung(table), ORIGIN, _AREAS)
    return Figure(
        "outlook-where-not", title, title, None, table, facts, notes,
        extra_rows=tuple(dict.fromkeys(row for rows in table["rows"] for row in rows)),
    )  # fmt: skip


_COUNTED = (
    f"Counted for the distance of one to {AHEAD} months ahead that has the most. Later month on record: origins after "
    "which that month came to be published, the most that any method could be scored on. Scored: those from which "
    "every model and every baseline had enough earlier months to give a forecast; at least "
    f"{backtest.LEAST_ORIGINS} are needed."
)
_AREAS = (
    "Each series has one definition: one publisher, one area as it counts it, one metric. Areas that it counts apart, "
    "as a province with and without its tribal districts, are not added up to lengthen a series."
)


def _with_rung(table: pd.DataFrame) -> str:
    """Whether a forecast that takes the border's rung, too, could be scored."""
    most = int(table["with_a_rung"].max())
    short = most < backtest.LEAST_ORIGINS
    return (
        "A regression that takes the border's rung on the page Escalation, too, could be scored only on origins whose "
        f"newest month has one: on {most} at most"
        + (f", fewer than {backtest.LEAST_ORIGINS}, so there is none." if short else "; none has been made yet.")
    )


def _series(evidence: Evidence, filters: Filters) -> list[Series]:
    """The series of attacks and deaths of the publisher, the nation first, then the areas in their order."""
    given = months.every(evidence)
    areas = [names.NATION, *(one for one in evidence.names("areas") if one != names.NATION)]
    wanted = (Series(filters.series, metric, area) for metric in outlook.METRICS for area in areas)
    return [one for one in wanted if one in given]


def _where(evidence: Evidence, filters: Filters, one: Series) -> dict[str, Any]:
    own = filters.changed(area=one.area, metric=one.metric)
    ranked = months.with_rung(evidence, one, filters.known)
    scored_now = max(backtest.origins_scored(backtest.scored(evidence, one, filters.known)).values())
    return {
        "area": one.area, "metric": one.metric,
        "months_on_record": len(months.known(evidence, one, filters.known)),
        "origins": len(months.origins(evidence, one, filters.known)),
        "later_month_on_record": max(backtest.origins_possible(evidence, one, filters.known).values()),
        "with_a_rung": len(ranked),
        "scored": scored_now,
        "outlook": "yes" if scored_now >= backtest.LEAST_ORIGINS else "no",
        "rows": (*outlook.rows_of(evidence, own), *rung_marks.rows_of(one for rows in ranked.values() for one in rows)),
    }  # fmt: skip
