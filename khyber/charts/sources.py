"""The pages that were read: every source, the outlets that published them, their kinds; and the reading rules."""

from __future__ import annotations

from datetime import date

import pandas as pd

from khyber.analysis import searching
from khyber.charts import names
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.evidence import Evidence, cached, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

CHOICE = ("known", "search", "page_kind", "dated")
SHOWN = 20
_COLUMNS = ["source_id", "published_by", "title", "url", "published", "date_basis", "kind"]


@figure("sources", page="sources", name="Every page that was read", uses=CHOICE)
def pages(evidence: Evidence, filters: Filters) -> Figure:
    """The pages that the search, the kinds and the date bases choose, newest first, undated last."""
    found = selected(evidence, filters)
    whole, outlets = len(_pages(evidence, filters.known)), found["published_by"].nunique()
    title = f"{number(len(found))} {_one_or_more(len(found), 'page')} read, of {_number_of(outlets, 'outlet')}"
    if chosen := _chosen(evidence, filters):
        title = f"{number(len(found))} of {_number_of(whole, 'page')} read{chosen}, of {_number_of(outlets, 'outlet')}"
    if found.empty:
        title = f"No page is found among {_number_of(whole, 'page')} read{chosen}"
    table = found[[*_COLUMNS, "rows"]]
    facts = (Fact("Pages read in all", number(whole)),)
    listed = f"The newest {SHOWN} are listed here, all {number(len(found))} under what opens below."
    return Figure(
        "sources", title, title, None, table, facts=facts, notes=_page_notes(evidence, filters, found),
        on_screen=(listed,) if len(found) > SHOWN else (),
    )  # fmt: skip


def _page_notes(evidence: Evidence, filters: Filters, found: pd.DataFrame) -> tuple[str, ...]:
    notes = []
    dated = found.dropna(subset="published_earliest")
    if not dated.empty:
        first, last = dated["published_earliest"].min().date(), dated["published_latest"].max().date()
        notes.append(f"Published between {dates.words(first)} and {dates.words(last)}; a span means a day within it.")
    if undated := len(found) - len(dated):
        notes.append(f"Without a date: {number(undated)}, listed last.")
    hidden = evidence.hidden("sources", filters.known)
    if hidden.later or hidden.undated:
        notes.append(
            f"Hidden as not known by that day: {_number_of(hidden.later, 'page')} published later "
            f"and {number(hidden.undated)} without a date."
        )
    return tuple(notes)


@figure("outlets", page="sources", name="Who published the pages read", uses=CHOICE)
def outlets(evidence: Evidence, filters: Filters) -> Figure:
    """Who published the pages found, with the number of pages of each, most first."""
    found = selected(evidence, filters)
    by_outlet = found.groupby("published_by")["rows"]
    table = pd.DataFrame(
        [(name, len(rows), _joined(rows)) for name, rows in by_outlet], columns=["published_by", "pages", "rows"]
    )
    table = table.sort_values(["pages", "published_by"], ascending=[False, True], ignore_index=True)
    if table.empty:
        said = f"No outlet is found{_chosen(evidence, filters)}"
        return Figure("outlets", said, said, None, table)
    most = [f"{row.published_by} {number(row.pages)}" for row in table.head(3).itertuples()]
    title = (
        f"{_number_of(len(table), 'outlet')} published the {_number_of(len(found), 'page')} read"
        f"{_chosen(evidence, filters)}; most pages: {names.in_words(most)}"
    )
    notes = (
        "A name says whose page was read, as that page gives it; some are copies of agencies or of other papers, "
        "and one house may stand under several names.",
    )
    return Figure("outlets", title, title, None, table, notes=notes)


def _joined(rows: pd.Series) -> tuple[Row, ...]:
    return tuple(row for each in rows for row in each)


@figure("source-kinds", page="sources", name="Kinds of pages, and how their dates are known", uses=CHOICE)
def kinds(evidence: Evidence, filters: Filters) -> Figure:
    """How many of the pages found are of each kind, and for how many the date is known in which way."""
    found = selected(evidence, filters)
    marks = [
        (vocabulary, code, label, rows)
        for vocabulary, column in (("source_kind", "kind"), ("date_basis", "date_basis"))
        for code, label in evidence.labels(vocabulary).items()
        if not (rows := found[found[column] == label]).empty
    ]
    table = pd.DataFrame(
        [(vocabulary, code, label, len(rows), _joined(rows["rows"])) for vocabulary, code, label, rows in marks],
        columns=["vocabulary", "code", "label", "pages", "rows"],
    )
    if table.empty:
        said = f"No page is found{_chosen(evidence, filters)}"
        return Figure("source-kinds", said, said, None, table)
    about = _descriptions(evidence)
    facts = (Fact("Pages found", number(len(found)), "", _joined(found["rows"])),) + tuple(
        Fact(row.label, number(row.pages), about[row.vocabulary, row.code], row.rows) for row in table.itertuples()
    )
    told = [
        f"{what} {names.inside(most.label)} ({number(most.pages)})"
        for what, vocabulary in (("kind most often", "source_kind"), ("date most often", "date_basis"))
        for most in table[table["vocabulary"] == vocabulary].nlargest(1, "pages").itertuples()
    ]
    title = f"{_number_of(len(found), 'page')} read{_chosen(evidence, filters)}: {', '.join(told)}"
    return Figure("source-kinds", title, title, None, table, facts=facts)


@cached(1)
def _descriptions(evidence: Evidence) -> dict[tuple[str, str], str]:
    rows = evidence.read("labels").itertuples()
    return {(row.vocabulary, row.id): row.description if isinstance(row.description, str) else "" for row in rows}


@figure("reading-rules", page="sources", name="The rules by which the figures are read", uses=())
def reading_rules(evidence: Evidence, filters: Filters) -> Figure:
    """The rules that must be followed when figures are computed from the tables or read from a chart."""
    rules = evidence.read("reading_rules")
    table = rules.assign(rows=[(Row("reading_rules", str(one)),) for one in rules["rule"]])
    topics = [f"{topic.lower()} {len(rows)}" for topic, rows in rules.groupby("topic", sort=False)]
    title = f"{_number_of(len(table), 'rule')} for reading these figures: {names.in_words(topics, len(topics))}"
    return Figure("reading-rules", title, title, None, table)


def selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The pages that hold every word of the search and are of the chosen kinds and date bases; newest first.

    A word is found in publisher, title, address or id, whatever its case and accents.
    Columns: source_id, published_by, title, url, published (in words), published_earliest, published_latest,
    date_basis and kind (their labels), plain (what is searched), rows. Do not change it in place.
    """
    return _selected(evidence, filters.only(CHOICE))


@cached(64)
def _selected(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    found = _pages(evidence, filters.known)
    for column, vocabulary, chosen in (
        ("kind", "source_kind", filters.page_kind),
        ("date_basis", "date_basis", filters.dated),
    ):
        if chosen:
            labels = evidence.labels(vocabulary)
            found = found[found[column].isin([labels[one] for one in chosen])]
    return found[searching.hold_all(found["plain"], filters.search)].reset_index(drop=True)


@cached(8)
def _pages(evidence: Evidence, known: date | None) -> pd.DataFrame:
    found = evidence.read("sources", known).rename(columns={"publisher": "published_by"})
    found = found.sort_values(["published_earliest", "source_id"], ascending=[False, True], na_position="last")
    searched = found["published_by"] + " " + found["title"] + " " + found["url"] + " " + found["source_id"]
    return found.assign(
        published=[evidence.source(one).when for one in found["source_id"]],
        date_basis=found["date_basis"].map(evidence.labels("date_basis")),
        kind=found["kind"].map(evidence.labels("source_kind")),
        plain=[searching.plain(text) for text in searched],
        rows=[(Row("sources", one),) for one in found["source_id"]],
    ).reset_index(drop=True)


def _chosen(evidence: Evidence, filters: Filters) -> str:
    """What was chosen among the pages, as it stands inside a sentence; "" where nothing was."""
    kind, basis = evidence.labels("source_kind"), evidence.labels("date_basis")
    parts = [f"words: “{filters.search}”"] if filters.search else []
    if filters.page_kind:
        parts.append(f"kind: {' or '.join(names.inside(kind[one]) for one in filters.page_kind)}")
    if filters.dated:
        parts.append(f"date: {' or '.join(names.inside(basis[one]) for one in filters.dated)}")
    return f" ({'; '.join(parts)})" if parts else ""


def _number_of(count: int, thing: str) -> str:
    return f"{number(count)} {_one_or_more(count, thing)}"


def _one_or_more(count: int, thing: str) -> str:
    return thing if count == 1 else f"{thing}s"
