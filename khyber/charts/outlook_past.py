"""Past forecasts of the model shown, each as it would have been made at the time, against what came."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis.outlook import months
from khyber.analysis.outlook.distributions import quantiles
from khyber.charts import outlook, panels, theme
from khyber.charts.catalogue import Figure, as_rows, figure
from khyber.charts.outlook import FORMS, LOOKS, MEDIAN, ORIGIN, PERCENT, USES
from khyber.evidence import Evidence
from khyber.filters import Filters

_PANEL_PX = 120
_PAST = ["ahead", "month", "median", "interval_from", "interval_to", "came", "held", "rows"]


@figure("outlook-backtest", page="outlook", name="Past forecasts against what came", uses=USES)
def past_forecasts(evidence: Evidence, filters: Filters) -> Figure:
    """Every scored forecast of the model shown, as an interval, and what came, a panel for each distance ahead."""
    found = outlook.verdict(evidence, filters)
    if found is None:
        return outlook.none(evidence, filters, "outlook-backtest", _PAST)
    own = found.scored[found.scored["model"] == found.model].sort_values(["ahead", "month"], ignore_index=True)
    own = own.assign(median=[int(quantiles(row.mean, row.size, 0.5)) for row in own.itertuples()])
    held = int(own["held"].sum())
    title = (
        f"{outlook.called(evidence, outlook.series(filters))}: what came lay in {held} of the {len(own)} {PERCENT} "
        f"intervals of {LOOKS[found.model].name}"
    )
    behind = months.printed(evidence, outlook.series(filters)).groupby("month")["row_id"].agg(tuple)
    known = {row.row_id for row in outlook.rows_of(evidence, filters)}
    table = own.assign(
        month=[outlook.month_written(one) for one in own["month"]],
        interval_from=own["low"],
        interval_to=own["high"],
        rows=[
            as_rows("attack_counts", [row for at in (one.newest, one.month) for row in behind[at] if row in known])
            for one in own.itertuples()
        ],
    )[_PAST]
    return Figure(
        "outlook-backtest",
        title,
        f"A panel for each distance ahead with the {PERCENT} interval of each past forecast as a bar, its median, and "
        f"what came as a mark. {title}.",
        _past_spec(found.distances, own),
        table,
        notes=(
            "Bars: the interval that would have been given at the time. Filled discs: what came, inside; crosses: what "
            "came, outside.",
            ORIGIN,
            outlook.nowcast(evidence, filters),
            "What came is the headline that all pages show for that month, revisions within 18 months among it.",
            FORMS,
        ),
        extra_rows=outlook.rows_of(evidence, filters),
    )


def _past_spec(distances: list[int], own: pd.DataFrame) -> dict[str, Any]:
    years = [_decimal(one) for one in own["month"]]
    most = float(max(own["high"].max(), own["came"].max()))
    data: list[dict[str, Any]] = []
    shown = []
    for place, ahead in enumerate(distances):
        rows = own[own["ahead"] == ahead]
        held = f"{int(rows['held'].sum())} of {len(rows)} held"
        shown.append(panels.Panel(f"{ahead} month{'s' if ahead > 1 else ''} ahead: {held}", _PANEL_PX, most))
        data += _past_traces(rows, panels.axes(place), named=place == 0)
    return {"data": data, "layout": panels.layout(shown, min(years), max(years))}


def _decimal(month: int) -> float:
    day = months.first_day(month)
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _past_traces(rows: pd.DataFrame, axes: dict[str, str], *, named: bool) -> list[dict[str, Any]]:
    hover = [
        f"<b>{outlook.month_words(row.month)}</b>, {row.ahead} ahead<br>{PERCENT}: {row.low:.0f} to {row.high:.0f}, "
        f"median {row.median}<br>{row.came:.0f} came"
        for row in rows.itertuples()
    ]
    x = [_decimal(one) for one in rows["month"]]
    common = {"type": "scatter", "mode": "markers", "hoverinfo": "text", **axes}
    interval = {
        **common,
        "name": f"{PERCENT} interval and median",
        "x": x,
        "y": [float(one) for one in rows["median"]],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [float(one) for one in rows["high"] - rows["median"]],
            "arrayminus": [float(one) for one in rows["median"] - rows["low"]],
            "thickness": 3,
            "width": 0,
            "color": theme.MORE,
        },
        "marker": {**MEDIAN, "size": 4, "line": {"width": 1, "color": theme.MORE}},
        "hovertext": hover,
        "showlegend": named,
    }
    return [interval, *(_came(rows, x, hover, {**common, "showlegend": named}, held) for held in (True, False))]


def _came(rows: pd.DataFrame, x: list[float], hover: list[str], common: dict[str, Any], held: bool) -> dict[str, Any]:
    """What came where the interval held it, or where it did not."""
    chosen = [bool(one) == held for one in rows["held"]]
    return {
        **common,
        "name": "Came, inside" if held else "Came, outside",
        "x": [at for at, one in zip(x, chosen, strict=True) if one],
        "y": [float(one) for one in rows["came"][chosen]],
        "marker": {
            "color": theme.BORDER if held else theme.ATTACK,
            "size": 6 if held else 9,
            "symbol": "circle" if held else "x",
        },
        "hovertext": [text for text, one in zip(hover, chosen, strict=True) if one],
    }
