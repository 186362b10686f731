"""The figures of the attacks page: how many, by whose count, and how sure."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import change, counts
from khyber.charts import names, theme
from khyber.charts.catalogue import Figure, as_rows, escape, figure
from khyber.evidence import Evidence, cached
from khyber.evidence.ranges import number
from khyber.filters import Filters

PERIOD = ("known", "start", "end")
DRAWN = ["year", "publisher", "headline", "low", "high", "status", "published", "rows"]


def yearly(evidence: Evidence, filters: Filters, **other: Any) -> pd.DataFrame:
    """The yearly counts that the filters choose, with `year` and the `rows` behind each; do not change it in place.

    `other` replaces choices of the filters: metric, area and actor (one id, or a tuple of several), publishers,
    first, last, known.
    """
    choice = {
        "metric": filters.metric,
        "area": names.counted_area(filters),
        "actor": filters.actor,
        "publishers": filters.by,
        "first": filters.first_day,
        "last": filters.last_day,
        "known": filters.known,
    }
    return _yearly(evidence, **(choice | other))


@cached(256)
def _yearly(evidence: Evidence, /, metric: str, **choice: Any) -> pd.DataFrame:
    found = counts.series(evidence, metric, span="year", **choice)
    order = {one: place for place, one in enumerate(evidence.vocabulary("publishers").index)}
    place = found["publisher"].map(order)
    found = with_rows(evidence, found, choice.get("known")).assign(year=found["period_start"].dt.year)
    return found.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def with_rows(evidence: Evidence, found: pd.DataFrame, known: date | None) -> pd.DataFrame:
    """Counts with the `rows` behind each, and `published` as the words of the headline's first page."""
    return found.assign(
        rows=[as_rows("attack_counts", ids) for ids in found["row_ids"]],
        published=[first_page(evidence, row_id, known) for row_id in found["row_id"]],
    )


@cached(8192)
def first_page(evidence: Evidence, row_id: str, known: date | None) -> str:
    """The day, month or year of the first dated page that printed a count, in words, or "undated"."""
    pages = [page for page in evidence.sources_of("attack_counts", [row_id], known) if page.earliest]
    return min(pages, key=lambda page: page.earliest or date.max).when if pages else "undated"


@figure(
    "attacks-by-publisher",
    page="attacks",
    name="Counts by publisher and year",
    uses=(*PERIOD, "area", "actor", "by", "metric", "scale"),
)
def by_publisher(evidence: Evidence, filters: Filters) -> Figure:
    """Every publisher's yearly count on one axis, with its published range."""
    found = yearly(evidence, filters)
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    if found.empty:
        said = f"No publisher gives yearly {what} for {scope(evidence, filters)}"
        return empty("attacks-by-publisher", said, found.reindex(columns=[*DRAWN[:-1], "change", "rows"]))
    found = _with_change(evidence, filters, found)
    title = _latest_sentence(evidence, filters, found)
    alt = (
        f"Line chart of {what} a year in {where}, {found['year'].min()} to {found['year'].max()}, "
        f"by {names.in_words(_publishers(evidence, found), 20)}. {title}."
    )
    data = [_yearly_line(evidence, filters.metric, one, rows) for one, rows in found.groupby("publisher", sort=False)]
    notes = (*scope_notes(evidence, filters.metric, found), *reading_notes(found), *_period_notes(filters))
    layout = _yearly_layout(evidence, filters, found)
    table = found[[*DRAWN[:-1], "change", "rows"]]
    return Figure("attacks-by-publisher", title, alt, {"data": data, "layout": layout}, table, notes=notes)


def _yearly_layout(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> dict[str, Any]:
    label = names.of(evidence, "metrics", filters.metric, "label")
    counted = theme.counts(label, filters.scale)
    if evidence.names("metrics", "unit")[filters.metric] == "rank":
        counted = theme.axis(title={"text": f"{label} (1 is the worst)"}, autorange="reversed", tickformat="d", dtick=1)
    return theme.layout(xaxis=theme.years(found["year"].min(), found["year"].max()), yaxis=counted)


def scope_notes(evidence: Evidence, metric: str, found: pd.DataFrame) -> tuple[str, ...]:
    """What must be read with the figures of the publishers shown: who counts more than the metric says."""
    known = names.scope_notes(evidence)
    shown = [one for one in found["publisher"].unique() if (one, metric) in known]
    meaning = f"{names.of(evidence, 'metrics', metric, 'label')}: {names.of(evidence, 'metrics', metric, 'definition')}"
    return (meaning, *(f"{names.publisher(evidence, one)}: {known[one, metric][1]}" for one in shown))


def _period_notes(filters: Filters) -> tuple[str, ...]:
    cut = (filters.first_day and (filters.first_day.month, filters.first_day.day) != (1, 1)) or (
        filters.last_day and (filters.last_day.month, filters.last_day.day) != (12, 31)
    )
    return ("Years that lie only partly in the chosen period are left out.",) if cut else ()


@figure(
    "attacks-what-counts",
    page="attacks",
    name="What each publisher counts",
    uses=(*PERIOD, "area", "actor", "by", "metric"),
)
def what_counts(evidence: Evidence, filters: Filters) -> Figure:
    """The publishers of the yearly counts in words: who they are and what each of them counts."""
    counted = yearly(evidence, filters)
    shown = list(counted["publisher"].unique())
    table = publishers_described(evidence, shown)
    title = f"What is counted by {names.in_words([names.publisher(evidence, one) for one in shown], 20)}"
    if not shown:
        title = "No publisher counts this"
    newest = counted.drop_duplicates("publisher", keep="last")["row_id"]
    return Figure("attacks-what-counts", title, title, None, table, extra_rows=as_rows("attack_counts", newest))


def publishers_described(evidence: Evidence, publishers: list[str]) -> pd.DataFrame:
    """A row for each of these publishers: its full name, what it counts, its address, and `rows`."""
    known = evidence.vocabulary("publishers").loc[publishers]
    return pd.DataFrame(
        {
            "publisher": publishers,
            "full_name": list(known["full_name"]),
            "counts_what": list(known["counts_what"]),
            "url": list(known["url"].fillna("")),
            "rows": [as_rows("publishers", [one]) for one in publishers],
        }
    )


def labelled(evidence: Evidence, publisher: str, metric: str) -> str:
    """A publisher's name, with the scope of its figures where that is not the metric's: "CRSS (all violence)"."""
    wider = names.wider_scope(evidence, publisher, metric)
    name = names.publisher(evidence, publisher)
    return f"{name} ({wider})" if wider else name


def _yearly_line(evidence: Evidence, metric: str, publisher: str, rows: pd.DataFrame) -> dict[str, Any]:
    known = rows.set_index("year").reindex(range(rows["year"].min(), rows["year"].max() + 1))
    look = evidence.vocabulary("publishers").loc[publisher]
    symbols = [mark(look["symbol"], status) for status in known["status"]]
    return {
        "type": "scatter",
        "mode": "markers" if look["several_values"] == counts.COUNTERS else "lines+markers",
        "name": escape(labelled(evidence, publisher, metric)),
        "x": list(known.index),
        "y": _gaps(known["headline"]),
        "line": {"color": look["colour"], "dash": look["dash"], "width": 2},
        "marker": {"color": look["colour"], "size": 9, "symbol": symbols},
        "error_y": range_bars(known, look["colour"]),
        "hovertext": ["" if pd.isna(r.headline) else hover(evidence, r) for r in known.reset_index().itertuples()],
        "hoverinfo": "text",
        "connectgaps": False,
    }


def _gaps(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def mark(symbol: str, status: object) -> str:
    """The Plotly symbol of a value: hollow where doubtful, hollow with a dot where published late."""
    return f"{symbol}-open" if status == counts.DOUBTFUL else f"{symbol}-open-dot" if status == counts.LATER else symbol


def range_bars(rows: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Bars from the lowest to the highest published value of each row, as Plotly's error bars."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [0.0 if pd.isna(v) else float(v) for v in rows["high"] - rows["headline"]],
        "arrayminus": [0.0 if pd.isna(v) else float(v) for v in rows["headline"] - rows["low"]],
        "thickness": 5,
        "width": 0,
        "color": colour,
    }


def hover(evidence: Evidence, row: Any) -> str:
    """The hover label of a count: who, when, how many, the published range, its `change` and when it was published."""
    digits = names.digits(evidence, row.metric)
    label = escape(names.metric(evidence, row.metric))
    lines = [f"<b>{escape(labelled(evidence, row.publisher, row.metric))}, {row.year}</b>"]
    lines.append(f"{number(row.headline, digits)} {label}")
    if not pd.isna(row.low) and row.low < row.high:
        lines.append(f"published range {number(row.low, digits)} to {number(row.high, digits)}")
    lines += filter(None, [getattr(row, "change", "")])
    said = {counts.LATER: "published late: ", counts.DOUBTFUL: "doubtful; published "}.get(row.status, "published ")
    lines.append("on a page without a date" if row.status == counts.UNDATED else f"{said}{escape(row.published)}")
    return "<br>".join(lines)


def _latest_sentence(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> str:
    what, where = names.what(evidence, filters), names.area(evidence, filters)
    year = found["year"].max()
    told = []
    for publisher, rows in found[found["status"] != counts.DOUBTFUL].groupby("publisher", sort=False):
        by_year = rows.set_index("year", drop=False)
        if year not in by_year.index:
            continue
        figure = number(by_year["headline"][year], names.digits(evidence, filters.metric))
        text = f"{labelled(evidence, str(publisher), filters.metric)} {figure}"
        told.append(f"{text} ({by_year['change'][year]})" if by_year["change"][year] else text)
    if not told:
        return f"Only doubtful figures stand for {what} in {where} in {year}"
    return f"{what[:1].upper()}{what[1:]} in {where} in {year}: {names.in_words(told)}"


def _with_change(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> pd.DataFrame:
    """Yearly counts with `change`: that on the year before in words, "" where the two are not to be compared."""
    is_index = evidence.names("metrics", "scope")[filters.metric] == "index"
    several = evidence.names("publishers", "several_values")
    sound = found[(found["status"] != counts.DOUBTFUL) & (found["publisher"].map(several) != counts.COUNTERS)]
    rows = {(row["publisher"], row["year"]): row for _, row in sound.iterrows()}
    before = {one: rows.get((one[0], one[1] - 1)) for one in rows}
    told = {
        one: _on_year_before(earlier, rows[one], is_index) for one, earlier in before.items() if earlier is not None
    }
    keys = zip(found["publisher"], found["year"], strict=True)
    return found.assign(change=[told.get(one, "") for one in keys])


def _on_year_before(earlier: pd.Series, later: pd.Series, is_index: bool) -> str:
    if is_index:
        return f"{number(earlier['headline'])} in {earlier['year']}"
    found = change.of_rows(earlier, later)
    if not found.percent or found.percent.headline is None:
        return ""
    return change.told(found, f" on {earlier['year']}")


def reading_notes(found: pd.DataFrame) -> tuple[str, ...]:
    """What the marks of counts mean, as far as they occur: range bars, late, undated and doubtful values."""
    notes = []
    if (found["low"] < found["high"]).any():
        notes.append(
            "Bars span the values that a publisher has printed for the same period; they are no margin of error."
        )
    if (found["status"] == counts.LATER).any():
        notes.append(f"Dotted hollow marks: first published over {counts.HEADLINE_MONTHS} months after the period.")
    if (found["status"] == counts.UNDATED).any():
        notes.append("Some values are known only from pages without a date.")
    if (found["status"] == counts.DOUBTFUL).any():
        notes.append("Hollow marks: only doubtful values exist.")
    return tuple(notes)


def scope(evidence: Evidence, filters: Filters) -> str:
    """The choices in words, with the counted area named."""
    return filters.changed(area=names.counted_area(filters)).sentence(evidence)


def _publishers(evidence: Evidence, found: pd.DataFrame) -> list[str]:
    return [names.publisher(evidence, one) for one in found["publisher"].unique()]


def empty(figure_id: str, title: str, table: pd.DataFrame) -> Figure:
    """A figure with nothing to show: a sentence that says so, and the columns of its table without rows."""
    if "rows" not in table:
        table = table.assign(rows=pd.Series(dtype=object))
    return Figure(figure_id, title, f"Empty chart. {title}.", theme.no_data(), table.iloc[:0])
