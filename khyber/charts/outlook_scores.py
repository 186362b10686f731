"""How forecasts have done: the table of misses, and the scores."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis.outlook import backtest, months, scores
from khyber.analysis.outlook.models import BASELINES, MODELS
from khyber.analysis.outlook.scores import Verdict
from khyber.charts import outlook, theme
from khyber.charts.catalogue import Fact, Figure, as_rows, figure
from khyber.charts.outlook import LOOKS, NEEDED, ORIGIN, PERCENT, USES
from khyber.evidence import Evidence
from khyber.filters import Filters

ABOVE, BELOW = "above", "below"
_MISSES = ["month", "came", "model", "side", "months_ahead", "missed", "rows"]
_SCORES = [
    "model", "ahead", "origins", "crps", "log_score", "interval_score", "coverage", "came_below", "came_above", "rows",
]  # fmt: skip


@figure("outlook-misses", page="outlook", name="Months outside the intervals, by model", uses=USES)
def misses(evidence: Evidence, filters: Filters) -> Figure:
    """Every month that came outside the interval of some forecast: whose, on which side, and how far ahead."""
    found = outlook.verdict(evidence, filters)
    if found is None:
        return outlook.none(evidence, filters, "outlook-misses", _MISSES, drawn=False)
    table = _misses(evidence, filters, found)
    own = found.scored[found.scored["model"] == found.model]
    missed = int((~own["held"]).sum())
    title = (
        f"{outlook.called(evidence, outlook.series(filters))}: {missed} of {len(own)} forecasts by "
        f"{LOOKS[found.model].name} missed, as what came lay outside their {PERCENT} interval: {_sides(found)}"
    )
    facts = tuple(_missed(found, model) for model in MODELS)
    notes = (_EXPECTED, ORIGIN, outlook.nowcast(evidence, filters), NEEDED)
    return Figure(
        "outlook-misses", title, title, None, table, facts, notes,
        extra_rows=outlook.rows_of(evidence, filters),
    )  # fmt: skip


_EXPECTED = (
    f"Intervals of {PERCENT} that are right are missed {100 * (1 - backtest.LEVEL):.0f} % of the time. Many fewer "
    "misses say that they were too wide, many more that they were too narrow; misses of one month at several distances "
    "are one surprise."
)


def _misses(evidence: Evidence, filters: Filters, found: Verdict) -> pd.DataFrame:
    """A line for each month, model and side, newest month first."""
    outside = found.scored[~found.scored["held"].astype(bool)]
    outside = outside.assign(side=[ABOVE if row.came > row.high else BELOW for row in outside.itertuples()])
    behind = {row.month: row.row_id for row in _leading(evidence, filters).itertuples()}
    order = {model: place for place, model in enumerate(MODELS)}
    lines: list[dict[str, Any]] = []
    for (month, model, side), rows in outside.groupby(["month", "model", "side"]):
        lines.append(
            {
                "at": month, "place": order[model],
                "month": outlook.month_written(month), "came": float(rows["came"].iloc[0]), "model": LOOKS[model].name,
                "side": side, "months_ahead": ", ".join(map(str, sorted(rows["ahead"]))), "missed": len(rows),
                "rows": as_rows("attack_counts", [behind[month]]),
            }
        )  # fmt: skip
    lines.sort(key=lambda one: (-one["at"], one["place"], one["side"]))
    return pd.DataFrame(lines, columns=_MISSES)


def _leading(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    return months.known(evidence, outlook.series(filters), filters.known).reset_index()


def _sides(found: Verdict) -> str:
    below, above = (int(found.mean(found.model, one)) for one in ("below", "above"))
    return f"{above} times above it, {below} times below"


def _missed(found: Verdict, model: str) -> Fact:
    forecasts, below, above = (int(found.mean(model, one)) for one in ("forecasts", "below", "above"))
    share = f"{100 * (below + above) / forecasts:.0f} %"
    return Fact(
        LOOKS[model].name,
        f"{below + above} of {forecasts} missed",
        f"{share} outside the {PERCENT} interval: {above} above, {below} below",
    )


@figure("outlook-scores", page="outlook", name="Scores by model and months ahead", uses=USES)
def scored(evidence: Evidence, filters: Filters) -> Figure:
    """Mean CRPS by model and distance, with the other scores, and the difference to the best baseline."""
    found = outlook.verdict(evidence, filters)
    return scores_of(evidence, filters, found) if found else outlook.none(evidence, filters, "outlook-scores", _SCORES)


def scores_of(evidence: Evidence, filters: Filters, found: Verdict) -> Figure:
    """The figure of the scores where a backtest gave this verdict."""
    title = _scores_title(evidence, filters, found)
    own = found.means[found.means["ahead"] != scores.EVERY]
    behind = outlook.rows_of(evidence, filters)
    table = own.assign(
        model=[LOOKS[one].name for one in own["model"]],
        **{one: own[one].round(2) for one in backtest.SCORES},
        coverage=(100 * own["coverage"]).round(1),
        came_below=own["below"],
        came_above=own["above"],
        rows=[behind] * len(own),
    )[_SCORES].reset_index(drop=True)
    return Figure(
        "outlook-scores",
        title,
        f"Line chart of the mean CRPS by months ahead, a line for each model and baseline. {title}.",
        _scores_spec(table),
        table,
        (*(_told(found, model) for model in MODELS), _next(found)),
        (*_NOTES, outlook.nowcast(evidence, filters)),
    )


_NOTES = (
    "All four are means over the same forecasts for all. CRPS: how far the whole distribution lies from what came, in "
    "the unit of the count; for a single number it is the absolute error. Log score: minus the natural logarithm of "
    f"the probability given to what came. Interval score: the width of the {PERCENT} interval, and "
    f"{2 / (1 - backtest.LEVEL):.0f} times how far what came lay outside it. The lower the better, in each. Held: the "
    "share that came inside that interval.",
    f"A difference is clear of zero where it is more than {scores.ERRORS:.0f} standard errors; errors of one origin, "
    "and of origins less than six months apart, hang together and count so. Months are few: small differences mean "
    "little, and the best of several looks a little better than it is.",
    outlook.FORMS,
    NEEDED,
)


def _scores_title(evidence: Evidence, filters: Filters, found: Verdict) -> str:
    where = outlook.called(evidence, outlook.series(filters))
    lowest = f"{LOOKS[found.model].name}, mean CRPS {found.mean(found.model):.1f}"
    if found.is_baseline:
        rival = scores.best(found.scored, tuple(one for one in MODELS if one not in BASELINES))
        other = f"{LOOKS[rival].name} has {found.mean(rival):.1f}"
        return f"{where}: no model does better than a baseline: {lowest}, so this is shown; {other}"
    gain = scores.difference(found.scored, found.model, found.baseline)
    told = "" if gain.is_clear else ", a difference that is not clear of zero"
    return (
        f"{where}: {lowest}, is the lowest; the best baseline, {LOOKS[found.baseline].name}, has "
        f"{found.mean(found.baseline):.1f}{told}"
    )


def _told(found: Verdict, model: str) -> Fact:
    """The means of a model over all distances, and how it differs from the best baseline."""
    crps, log, interval, held = (found.mean(model, one) for one in ("crps", "log_score", "interval_score", "coverage"))
    value = f"CRPS {crps:.1f}, log score {log:.2f}, interval score {interval:.0f}, held {100 * held:.0f} %"
    return Fact(f"{LOOKS[model].name}, all distances", value, _against(found, model))


def _against(found: Verdict, model: str) -> str:
    if model == found.baseline:
        return "the best baseline" + (" and the lowest of all" if found.is_baseline else "")
    gain = scores.difference(found.scored, model, found.baseline)
    way = "lower" if gain.mean < 0 else "higher"
    told = "clear of zero" if gain.is_clear else "not clear of zero"
    best = "; the lowest of all" if model == found.model else ""
    return (
        f"CRPS {abs(gain.mean):.2f} {way} than that of {LOOKS[found.baseline].name} (standard error {gain.error:.2f}: "
        f"{told}){best}"
    )


def _next(found: Verdict) -> Fact:
    """The model with the second lowest mean CRPS, and how sure its distance to the lowest is."""
    second = scores.best(found.scored, tuple(one for one in MODELS if one != found.model))
    gap = scores.difference(found.scored, second, found.model)
    told = "clear of zero" if gap.is_clear else "not clear of zero"
    return Fact(
        f"Second: {LOOKS[second].name}",
        f"CRPS {gap.mean:.2f} higher than that of {LOOKS[found.model].name}",
        f"standard error {gap.error:.2f}: {told}",
    )


def _scores_spec(table: pd.DataFrame) -> dict[str, Any]:
    return {
        "data": [_line(model, table[table["model"] == LOOKS[model].name]) for model in MODELS],
        "layout": theme.layout(
            height=440,
            margin={"l": 48, "r": 16, "t": 16, "b": 120},
            xaxis=theme.axis(title={"text": "Months ahead"}, dtick=1, fixedrange=True),
            yaxis=theme.counts("Mean CRPS", fixedrange=True),
        ),
    }


def _line(model: str, rows: pd.DataFrame) -> dict[str, Any]:
    look = LOOKS[model]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": look.name,
        "x": [int(one) for one in rows["ahead"]],
        "y": [float(one) for one in rows["crps"]],
        "line": {"color": look.colour, "width": 2, "dash": look.dash},
        "marker": {"color": look.colour, "size": 9, "symbol": look.symbol},
        "hovertext": [
            f"<b>{look.name}, {row.ahead} ahead</b><br>CRPS {row.crps:.2f}<br>log score {row.log_score:.2f}<br>"
            f"interval score {row.interval_score:.2f}<br>held {row.coverage:.1f} %<br>{row.came_below} came below, "
            f"{row.came_above} above<br>{row.origins} origins"
            for row in rows.itertuples()
        ],
        "hoverinfo": "text",
    }
