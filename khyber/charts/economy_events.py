"""What on the economy is an event and no series, each as such; and what was asked in opinion polls."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd

from khyber.analysis import economy
from khyber.charts import means, theme
from khyber.charts.attacks import PERIOD, empty
from khyber.charts.catalogue import Fact, Figure, Row, escape, figure
from khyber.evidence import Evidence, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

PROGRAMMES, PAYMENTS, RATINGS, AID = "IMF programmes", "IMF payments", "Credit ratings", "US arms and aid"
# By line of the chart: the symbol of its marks and its colour.
LINES = {
    PROGRAMMES: ("line-ns-open", "#3a78b5"),
    PAYMENTS: ("hexagon", "#2f8f96"),
    RATINGS: ("diamond", "#a0782c"),
    AID: ("star", "#c8553d"),
}
_COLUMNS = ["line", "what", "from", "to", "value", "unit", "said", "read_from", "note", "rows"]
_POLLS = ["from", "to", "value", "unit", "read_from", "note", "rows"]
_HOVER_WIDTH = 52
_ON_A_CAMPAIGN = r"(?i)\b(?:strikes?|campaign|war|operations?)\b"


@figure("actors-events", page="actors", name="IMF, ratings, US arms and aid, as events", uses=PERIOD)
def events(evidence: Evidence, filters: Filters) -> Figure:
    """Single events on an axis of time, a line for each kind; programmes as bars as long as they run."""
    found = _events(evidence, filters)
    table = found[_COLUMNS]
    if found.empty:
        return empty("actors-events", "No event on the economy in this period", table)
    title = _title(found)
    return Figure(
        "actors-events",
        title,
        f"Marks through time with a line for each kind of event. {title}. The table under it gives each in words.",
        _spec(found),
        table,
        notes=(
            "Single events as published, not a series: they are not added, and the tables do not hold every one.",
            "A bar runs from the day on which a programme was agreed to the end of its term, kept or not.",
        ),
    )


def _events(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    kinds = {economy.IMF: PAYMENTS, economy.RATING: RATINGS, **dict.fromkeys(economy.US_AID, AID)}
    listed = [economy.rows(evidence, one, filters.known) for one in kinds]
    found = pd.concat([economy.between(one, filters.first_day, filters.last_day) for one in listed], ignore_index=True)
    found = found.sort_values(["period_start", "row_id"], kind="stable").reset_index(drop=True)
    line = (
        found["series_id"].map(kinds).mask((found["series_id"] == economy.IMF) & ~economy.is_event(found), PROGRAMMES)
    )
    names_of, units = evidence.labels("indicator_series"), evidence.labels("indicator_unit")
    return found.assign(
        line=line,
        what=[names_of[one] for one in found["series_id"]],
        **{"from": found["period_start"].dt.strftime("%Y-%m-%d"), "to": found["period_end"].dt.strftime("%Y-%m-%d")},
        said=[means.figure_in_words(evidence, row) for row in found.itertuples(index=False)],
        unit=[units[one] for one in found["unit"]],
        read_from=[means.page_of(evidence, row) for row in found.itertuples(index=False)],
        rows=[(Row("indicators", one),) for one in found["row_id"]],
    )


def _title(found: pd.DataFrame) -> str:
    told = [f"{one} {number(int((found['line'] == one).sum()))}" for one in LINES if (found["line"] == one).any()]
    newest = found.iloc[-1]
    return (
        f"{number(len(found))} event{'' if len(found) == 1 else 's'}: {', '.join(told)}; the newest begins on "
        f"{dates.words(newest['period_start'].date())}: {newest['what']}, {newest['said']}"
    )


def _spec(found: pd.DataFrame) -> dict[str, Any]:
    shown = [one for one in LINES if (found["line"] == one).any()]
    place = {one: at for at, one in enumerate(shown)}
    first, last = found["period_start"].min(), found["period_end"].max()
    edge = max((last - first) * 0.03, pd.Timedelta(days=20))
    data = []
    for one in shown:
        own = found[found["line"] == one].reset_index(drop=True)
        data.append(_bars(own, place[one]) if one == PROGRAMMES else _marks(own, place[one], one))
    return {
        "data": data,
        "layout": theme.layout(
            height=100 + 62 * len(shown),
            margin={"l": 16, "r": 16, "t": 8, "b": 36},
            showlegend=False,
            xaxis=theme.axis(
                type="date", range=[f"{day:%Y-%m-%d}" for day in (first - edge, last + edge)], fixedrange=True
            ),
            yaxis=theme.axis(
                range=[len(shown) - 0.4, -0.6], tickmode="array", tickvals=list(place.values()),
                ticktext=[escape(one) for one in shown], fixedrange=True, showgrid=False,
            ),
        ),
    }  # fmt: skip


def _bars(own: pd.DataFrame, place: int) -> dict[str, Any]:
    heights = [place + 0.24 * ((at % 3) - 1) for at in range(len(own))]
    rows = own.to_dict("records")
    return {
        "type": "scatter",
        "mode": "lines",
        "name": PROGRAMMES,
        "x": [one for row in rows for one in (row["from"], row["to"], None)],
        "y": [one for height in heights for one in (height, height, None)],
        "line": {"color": LINES[PROGRAMMES][1], "width": 7},
        "connectgaps": False,
        "customdata": [one for row in rows for one in (row["row_id"], row["row_id"], None)],
        "hovertext": [one for row in rows for one in (_hover(row), _hover(row), "")],
        "hoverinfo": "text",
    }


def _marks(own: pd.DataFrame, place: int, line: str) -> dict[str, Any]:
    symbol, colour = LINES[line]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": line,
        "x": list(own["from"]),
        "y": [place] * len(own),
        "marker": {"symbol": symbol, "size": 12, "color": colour},
        "customdata": list(own["row_id"]),
        "hovertext": [_hover(row) for row in own.to_dict("records")],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(row: dict[str, Any]) -> str:
    note = "<br>".join(escape(part) for part in wrap(text(row["note"]), _HOVER_WIDTH))
    value = "" if pd.isna(row["value"]) else f": {escape(row['said'])}"
    return f"<b>{escape(row['what'])}</b><br>{means.when(row)}{value}<br>{note}<br>{escape(row['read_from'])}"


@figure("actors-polls", page="actors", name="Opinion polls", uses=PERIOD)
def polls(evidence: Evidence, filters: Filters) -> Figure:
    """Each published answer of an opinion poll as text: when, how many, to what."""
    found = economy.rows(evidence, economy.POLLS, filters.known)
    found = economy.between(found, filters.first_day, filters.last_day).iloc[::-1].reset_index(drop=True)
    units = evidence.labels("indicator_unit")
    table = found.assign(
        **{"from": found["period_start"].dt.strftime("%Y-%m-%d"), "to": found["period_end"].dt.strftime("%Y-%m-%d")},
        unit=[units[one] for one in found["unit"]],
        read_from=[means.page_of(evidence, row) for row in found.itertuples(index=False)],
        rows=[(Row("indicators", one),) for one in found["row_id"]],
    )[_POLLS]
    if found.empty:
        said = "No opinion poll is on record for this choice"
        return Figure("actors-polls", said, said, None, table)
    first, last = found["period_start"].min().date(), found["period_end"].max().date()
    count = f"{number(len(found))} answer{'' if len(found) == 1 else 's'} of opinion polls"
    title = f"{count} on record, {dates.words(first, last)}; none after {dates.words(last)}"
    facts = tuple(
        Fact(means.when(row), f"{means.exact(row['value'])} %", row["note"], row["rows"])
        for row in table.to_dict("records")
    )
    notes = ["Each answer is to a question of its own, given in its note: never compare them with one another."]
    if not found["note"].str.contains(_ON_A_CAMPAIGN).any():
        notes.append("No question names strikes, a campaign or war.")
    return Figure("actors-polls", title, title, None, table, facts=facts, notes=tuple(notes))
