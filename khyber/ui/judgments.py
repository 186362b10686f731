"""The judgments page: the bands whose bars open a judgment, the judgment that is open, and the table of scores."""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.charts import catalogue, judgment
from khyber.charts.catalogue import Figure
from khyber.charts.judgments import made_by_then, name_of
from khyber.evidence import Range, dates
from khyber.filters import Link
from khyber.ui import filter_bar, link, words
from khyber.ui import map as map_component


def are_made(opened: Link) -> bool:
    """True where some judgment had been made by the day of the link."""
    return made_by_then(opened.evidence, opened.filters.known)


def draw(shown: Figure, opened: Link) -> None:
    """Draw the bands as the component: a click on a bar opens its judgment."""
    if not shown.is_empty:
        map_component.chart(shown, _picked)


def _picked(judgment_id: str | None) -> None:
    if judgment_id and link.current().evidence.has_row("key_judgments", judgment_id):
        link.choose(filter_bar.using("judgment")(), judgment=judgment_id)


def choose() -> None:
    """The list of the judgments: the way to each of them by keyboard."""
    opened = link.current()
    rows = opened.evidence.read("key_judgments", opened.filters.known)
    named = {row.judgment_id: name_of(row) for row in rows.itertuples(index=False)}
    chosen = opened.filters.judgment
    filter_bar.select(
        "Open a judgment, or click its bar",
        "judgment",
        ["", *named, *([chosen] if chosen and chosen not in named else [])],
        lambda one: named.get(one, "Not made by that day") if one else "None",
        chosen,
        refresh=filter_bar.using("judgment"),
    )


def sections(shown: Figure, opened: Link) -> None:
    """What a judgment says, then what would change it, then the pages that it rests on."""
    if shown.is_empty:
        return
    signposts = [one.value for one in shown.facts if one.label == judgment.SIGNPOST]
    pages = catalogue.sources_of(opened.evidence, shown, shown.table["rows"].iloc[0][:1])
    words.html(
        words.facts((one for one in shown.facts if one.label != judgment.SIGNPOST), "list"),
        words.tagged("h4", judgment.SIGNPOST, "year") + words.lines(signposts) if signposts else "",
        words.tagged("h4", "Basis: pages read", "year"),
        words.sources(pages),
    )


def scores(shown: Figure, opened: Link) -> None:
    """Draw what became of each judgment with a horizon as a table."""
    if shown.is_empty:
        return
    head = ("Judgment", "Likelihood", "Horizon", "Outcome and score")
    words.html(words.table(head, (_line(row) for row in shown.table.itertuples(index=False))))


def _line(row: Any) -> tuple[str, ...]:
    became = row.standing
    if not pd.isna(row.score):
        became = f"{row.outcome}: {judgment.score_words(Range(row.score_low, row.score_high, row.score))}"
    return row.title, f"{row.likelihood}, {row.band_low:g}–{row.band_high:g} %", dates.words(row.horizon.date()), became
