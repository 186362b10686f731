"""All values that were published for one period, one line each, and what each publisher counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import counts, disagreement
from khyber.charts import names, theme
from khyber.charts.attacks import empty, labelled, mark, publishers_described, range_bars, reading_notes, scope_notes
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, escape, figure
from khyber.evidence import Evidence, Source, dates, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

CHOICE = ("known", "area", "actor", "by", "metric")
ROLES = {
    disagreement.LEADS: "headline",
    disagreement.EARLIER: "earlier value",
    disagreement.LATER: "later value",
    disagreement.BESIDE: "also printed",
    disagreement.UNDATED: "undated",
    disagreement.DOUBTFUL: "doubtful",
    disagreement.COUNTER: "one of several counters",
    disagreement.ASSIGNMENT: "other assignment of places",
}
_HEAD_PX, _FIRST_PX, _LINE_PX, _LABEL_PX = 48, 36, 46, 9
_LABEL_CHARACTERS, _LEAST_NAMED = 44, 12
_COLUMNS = [
    "period",
    "publisher",
    "outlet",
    "printed",
    "value",
    "role",
    "headline",
    "low",
    "high",
    "note",
    "rows",
]


def selection(filters: Filters, first: date | None = None, last: date | None = None) -> disagreement.Selection:
    """What the filters choose of the counts, between two days."""
    return disagreement.Selection(filters.metric, names.counted_area(filters), filters.actor, filters.by, first, last)


def period(evidence: Evidence, filters: Filters) -> str:
    """The period looked at: the one chosen, or the newest year with two publishers; "" where there is none."""
    if filters.period:
        return filters.period
    return disagreement.newest_period(disagreement.periods(evidence, filters.known, selection(filters)))


@figure(
    "disagreement-lines",
    page="disagreement",
    name="All values published for one period, one line each",
    uses=(*CHOICE, "period"),
)
def lines(evidence: Evidence, filters: Filters) -> Figure:
    """Every value of every publisher, on a line for each page that printed it, revisions joined within a publisher."""
    chosen = period(evidence, filters)
    if not chosen:
        said = f"No publisher gives {names.what(evidence, filters)} for {names.area(evidence, filters)}"
        return empty("disagreement-lines", said, pd.DataFrame(columns=_COLUMNS))
    found = disagreement.values(evidence, filters.known, selection(filters, *dates.bounds(chosen)))
    when = dates.words(*dates.bounds(chosen))
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    if found.empty:
        said = f"No publisher gives {what} for {where} in just the period of {when}"
        return empty("disagreement-lines", said, pd.DataFrame(columns=_COLUMNS))
    pages = _by_page(evidence, found, filters.known)
    title = f"{what[:1].upper()}{what[1:]} in {where} in {when}: {_headlines(evidence, filters.metric, found)}"
    outlets = pages["outlet"].nunique()
    alt = (
        f"Dot chart with one line for each page that printed a value: {len(found)} values on {len(pages)} pages of "
        f"{outlets} outlets, by publisher. {title}."
    )
    return Figure(
        "disagreement-lines",
        title,
        alt,
        _spec(evidence, filters.metric, pages),
        pages.assign(period=when)[_COLUMNS],
        facts=_printed(evidence, filters.metric, found, pages),
        notes=(*scope_notes(evidence, filters.metric, found), *_notes(found, pages), *_left_out(filters)),
    )


def _by_page(evidence: Evidence, found: pd.DataFrame, known: date | None) -> pd.DataFrame:
    """One row for each page that printed a value, with its `outlet` and when it `printed` it in words, oldest first.

    The headline with its published range stands on the line on which it was first printed, with the rows of that range;
    every other line has its value alone.
    """
    told = []
    for row in found.to_dict("records"):
        pages = evidence.sources_of("attack_counts", [row["row_id"]], known)
        pages = sorted(pages, key=lambda page: (page.latest or date.max, page.source_id))
        told += [row | _page(page, first=page is pages[0]) for page in pages]
    table = pd.DataFrame(told)
    order = {one: place for place, one in enumerate(found["publisher"].unique())}
    table = table.assign(place=table["publisher"].map(order))
    table = table.sort_values(["place", "day", "value"], kind="stable", na_position="last").reset_index(drop=True)
    leads = table["first"] & (table["role"] == disagreement.LEADS)
    ranges = {name: table[name].where(leads) for name in ("headline", "low", "high")}
    sound = found[~found["doubtful"]].groupby("publisher")["row_id"].agg(list)
    rows = [
        as_rows("attack_counts", dict.fromkeys([row.row_id, *(sound[row.publisher] if led else [])]))
        for row, led in zip(table.itertuples(), leads, strict=True)
    ]
    return table.assign(**ranges, rows=rows, note="" if known else table["note"].map(text))


def _page(page: Source, *, first: bool) -> dict[str, Any]:
    return {
        "outlet": page.publisher,
        "printed": page.when,
        "day": pd.Timestamp(page.latest) if page.latest else pd.NaT,
        "first": first,
    }


def _headlines(evidence: Evidence, metric: str, found: pd.DataFrame) -> str:
    """The headline of each publisher, and which of them have printed more than one value."""
    digits = names.digits(evidence, metric)
    leads = found[found["role"].isin([disagreement.LEADS, disagreement.COUNTER])]
    told = [f"{labelled(evidence, r.publisher, metric)} {number(r.value, digits)}" for r in leads.itertuples()]
    if not told:
        return "only doubtful values"
    several = found[(found["low"] < found["high"]) & (found["role"] != disagreement.DOUBTFUL)]["publisher"].unique()
    more = names.in_words([names.publisher(evidence, one) for one in several], 12)
    return names.in_words(told, 12) + (f"; more than one value printed by {more}" if more else "")


def _printed(evidence: Evidence, metric: str, found: pd.DataFrame, pages: pd.DataFrame) -> tuple[Fact, ...]:
    """Each value in words: who says it, what it is among the publisher's values, and which pages printed it."""
    facts = []
    for row in found.itertuples():
        own = pages[pages["row_id"] == row.row_id]
        read = names.in_words([f"{one.outlet} ({one.printed})" for one in own.itertuples()], len(own))
        label = f"{labelled(evidence, row.publisher, metric)} {number(row.value, names.digits(evidence, metric))}"
        facts.append(
            Fact(
                f"{label}, {_called(row)}",
                f"Printed by {read}",
                str(own["note"].iloc[0]),
                (Row("attack_counts", row.row_id),),
            )
        )
    return tuple(facts)


def _called(row: Any) -> str:
    """What a value is among those of its publisher, and where it came late."""
    late = row.status == counts.LATER and row.role == disagreement.LEADS
    return f"{ROLES[row.role]}, published late" if late else ROLES[row.role]


def _left_out(filters: Filters) -> tuple[str, ...]:
    if filters.known is None:
        return ()
    return ("The curators' notes on single values are left out: they may tell what became known later.",)


def _notes(found: pd.DataFrame, pages: pd.DataFrame) -> tuple[str, ...]:
    notes = [
        "Headline: the newest value that its publisher printed within "
        f"{counts.HEADLINE_MONTHS} months of the period's end and that is not doubtful."
    ]
    if found["role"].isin([disagreement.EARLIER, disagreement.LATER]).any():
        notes.append(
            "Arrows lead from a value to the next that the same publisher printed, where the order is certain."
        )
    if pages["day"].isna().any():
        notes.append("Undated pages stand last in their publisher's lines; their place in time is not known.")
    roles = set(found["role"])
    if disagreement.COUNTER in roles:
        notes.append("Several counters under one name have no common headline; each value is its own.")
    if disagreement.ASSIGNMENT in roles:
        notes.append("Values that differ by how places are assigned are no revisions and no range.")
    if disagreement.DOUBTFUL in roles:
        notes.append("Hollow marks: values that are doubtful; they lead nothing and stretch no bar.")
    reading = reading_notes(found.assign(status=found["status"].where(found["status"] != counts.DOUBTFUL)))
    return (*notes, *reading)


def _spec(evidence: Evidence, metric: str, pages: pd.DataFrame) -> dict[str, Any]:
    places, heads, height = _places(pages)
    pages = pages.assign(y=places)
    most = float(pages["value"].max()) or 1.0
    data = []
    for publisher, rows in pages.groupby("publisher", sort=False):
        data += [*_arrows(rows), _marks(evidence, metric, str(publisher), rows, most)]
    annotations = [
        *(_label(f"<b>{escape(labelled(evidence, one, metric))}</b>", y, 13) for one, y in heads.items()),
        *(_label(escape(_on_a_phone(r.outlet, r.printed)), r.y, 12) for r in pages.itertuples()),
    ]
    guides = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": y,
            "y1": y,
            "line": _GUIDE,
            "opacity": 0.4,
            "layer": "below",
        }
        for y in places
    ]
    unit = names.of(evidence, "metrics", metric, "label")
    layout = theme.layout(
        height=height + 60,
        margin={"l": 8, "r": 16, "t": 4, "b": 48},
        xaxis=theme.axis(title={"text": unit}, range=[0, most * 1.06], tickformat=",~g", showgrid=True, nticks=6),
        yaxis=theme.axis(range=[height, 0], showticklabels=False, showgrid=False, fixedrange=True),
        annotations=annotations,
        shapes=guides,
        showlegend=False,
    )
    return {"data": data, "layout": layout}


_GUIDE = {"color": theme.QUIET, "width": 1, "dash": "dot"}


def _places(pages: pd.DataFrame) -> tuple[list[float], dict[str, float], float]:
    """In pixels from the top: the line of each page, the heading of each publisher, and where all of it ends."""
    places, heads, y = [], {}, 0.0
    for publisher in pages["publisher"]:
        if publisher not in heads:
            heads[publisher] = y + _HEAD_PX
            y = heads[publisher] + _FIRST_PX - _LINE_PX
        y += _LINE_PX
        places.append(y)
    return places, heads, y + _LINE_PX / 2


def _on_a_phone(outlet: str, printed: str) -> str:
    """The outlet and when it printed a value, a long name cut so that both stand on a narrow screen."""
    room = max(_LABEL_CHARACTERS - len(printed), _LEAST_NAMED)
    return f"{outlet if len(outlet) <= room else outlet[: room - 1].rstrip() + '…'} · {printed}"


def _label(words: str, y: float, size: int) -> dict[str, Any]:
    where = {"xref": "paper", "x": 0, "xanchor": "left", "y": y, "yanchor": "bottom", "yshift": _LABEL_PX}
    return {"text": words, "showarrow": False, "font": {"size": size}, "align": "left", **where}


def _arrows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A thin arrow from each value to the next that the publisher printed, on the lines of their first pages."""
    ordered = rows[rows["first"] & rows["role"].isin(_IN_ORDER)]
    ordered = ordered[~ordered["published"].isna()]
    if len(ordered) < 2 or not disagreement.in_order(ordered).all():
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(ordered["value"]),
            "y": list(ordered["y"]),
            "line": {"color": theme.QUIET, "width": 2},
            "marker": {
                "symbol": "arrow",
                "angleref": "previous",
                "size": [0, *[13] * (len(ordered) - 1)],
                "standoff": 7,
                "color": theme.QUIET,
            },
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


_IN_ORDER = (disagreement.EARLIER, disagreement.LEADS, disagreement.LATER)


def _marks(evidence: Evidence, metric: str, publisher: str, rows: pd.DataFrame, most: float) -> dict[str, Any]:
    """The marks of one publisher, its range bar at the line on which its headline was first printed."""
    look = evidence.vocabulary("publishers").loc[publisher]
    digits = names.digits(evidence, metric)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": escape(labelled(evidence, publisher, metric)),
        "x": list(rows["value"]),
        "y": list(rows["y"]),
        "text": [_beside(row, digits) for row in rows.itertuples()],
        "textposition": ["bottom left" if value > most / 2 else "bottom right" for value in rows["value"]],
        "cliponaxis": False,
        "customdata": list(rows["row_id"]),
        "marker": {
            "color": look["colour"],
            "opacity": 1,
            "size": [14 if role == disagreement.LEADS else 10 for role in rows["role"]],
            "symbol": [mark(look["symbol"], status) for status in rows["status"]],
        },
        "error_x": range_bars(rows, look["colour"]),
        "hovertext": [_hover(evidence, metric, row) for row in rows.itertuples()],
        "hoverinfo": "text",
    }


def _beside(row: Any, digits: int) -> str:
    words = f"{number(row.value, digits)} {_called(row)}"
    return f"  <b>{words}</b>  " if row.role == disagreement.LEADS else f"  {words}  "


def _hover(evidence: Evidence, metric: str, row: Any) -> str:
    digits = names.digits(evidence, metric)
    told = [f"<b>{escape(labelled(evidence, row.publisher, metric))}: {number(row.value, digits)}</b>"]
    told.append(f"{_called(row)}; {escape(row.outlet)}, {escape(row.printed)}")
    if not pd.isna(row.low) and row.low < row.high:
        told.append(f"published range {number(row.low, digits)} to {number(row.high, digits)}")
    return "<br>".join(told)


@figure(
    "disagreement-what-counts",
    page="disagreement",
    name="What each publisher of the period counts",
    uses=(*CHOICE, "period"),
)
def what_counts(evidence: Evidence, filters: Filters) -> Figure:
    """The publishers of the values of the period in words: who they are, and what each counts under this metric."""
    chosen = period(evidence, filters)
    days = dates.bounds(chosen) if chosen else (date.min, date.min)
    found = disagreement.values(evidence, filters.known, selection(filters, *days))
    shown = list(found["publisher"].unique()) if chosen else []
    scopes = disagreement.scope_of(evidence, filters.metric)
    labels = evidence.labels("metric_scope")
    table = publishers_described(evidence, shown)
    table.insert(2, "scope", [labels[scopes[one]] for one in shown])
    by_scope = {
        label: [names.publisher(evidence, one) for one in rows] for label, rows in table.groupby("scope")["publisher"]
    }
    told = [
        f"{names.inside(label)} by {names.in_words(by_scope[label], 20)}"
        for label in labels.values()
        if label in by_scope
    ]
    title = f"What is counted as {names.metric(evidence, filters.metric)}: {'; '.join(told)}"
    if not shown:
        title = "No publisher counts this for the period"
    behind = as_rows("attack_counts", found["row_id"]) if chosen else ()
    return Figure("disagreement-what-counts", title, title, None, table, extra_rows=behind)
