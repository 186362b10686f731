"""What other figures say before and after, and what was changed behind the figures of a page since a release."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from khyber.charts import catalogue
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.compared import COMPARED, NONE, PAGE, Pair, Side, facts, from_to, resolved, sides
from khyber.evidence import Evidence, cached
from khyber.evidence.differences import ADDED, REMOVED, REVISED, compare
from khyber.evidence.ranges import number
from khyber.filters import Filters

_CHOSEN = ("area", "actor", "by", "metric", "years", "series")


@figure(
    "differences-titles",
    page=PAGE,
    warmed=False,
    name="What other figures say before and after",
    uses=(*COMPARED, *_CHOSEN),
)
def titles(evidence: Evidence, filters: Filters) -> Figure:
    """Every figure of the other pages whose sentence or key figures are not the same before and after."""
    pair = sides(evidence, filters)
    others = [entry for entry in catalogue.entries() if entry.page != PAGE and entry.warmed]
    lines = [line for entry in others for line in _lines(pair, entry, filters)]
    columns = ["figure", "page", "name", "what", "before", "after", "rows"]
    table = pd.DataFrame(lines, columns=columns, dtype=object)
    count = table["figure"].nunique()
    said = "says something else" if count == 1 else "say something else" if count else "says anything else"
    title = f"{from_to(pair)}: {number(count) if count else 'none'} of {number(len(others))} other figures {said}"
    told = (*facts(pair), Fact("Figures compared", number(len(others))))
    notes = (
        "Compared are the sentence above each figure and its key figures, for the area, actor, publishers and metric "
        "chosen here, and for all time. Figures that take seconds to be reckoned are left out.",
    )
    return Figure("differences-titles", title, title, None, table, told, notes)


def _lines(pair: Pair, entry: catalogue.Entry, filters: Filters) -> list[tuple[Any, ...]]:
    before, after = (_built(entry, side, filters) for side in (pair.before, pair.after))
    told = _told(before, after)
    rows = _changed_rows(pair, before, after) if told else ()
    # A figure that stands on no row on either side has nothing that could have been changed behind it.
    return [(entry.id, entry.page, entry.name, *one, rows) for one in told if rows]


def _built(entry: catalogue.Entry, side: Side, filters: Filters) -> Figure:
    return catalogue.build(entry.id, side.evidence, filters.only(_CHOSEN).changed(known=side.known))


def _told(before: Figure, after: Figure) -> list[tuple[str, str, str]]:
    """What two figures say that is not the same: their sentence, and under each label the key figures of one alone."""
    found = [("Sentence", before.title, after.title)] if before.title != after.title else []
    old, new = _facts(before), _facts(after)
    for label in dict.fromkeys([*new, *old]):
        had, has = old.get(label, []), new.get(label, [])
        gone, came = ([one for one in own if one not in other] for own, other in ((had, has), (has, had)))
        if gone or came:
            found.append((label, "; ".join(gone) or NONE, "; ".join(came) or NONE))
    return found


def _facts(shown: Figure) -> dict[str, list[str]]:
    """The key figures of a figure in words, by label."""
    found: dict[str, list[str]] = {}
    for fact in shown.facts:
        found.setdefault(fact.full_label, []).append(", ".join(filter(None, (fact.value, fact.change))))
    return found


def _changed_rows(pair: Pair, before: Figure, after: Figure) -> tuple[Row, ...]:
    """The rows behind two figures that differ and that the evidence of the page has; all of theirs where none does."""
    evidence = pair.shown.evidence
    changed = {(one.table, one.row_id.rpartition("/")[2]): one for one in pair.changes}
    behind = dict.fromkeys([*after.rows, *before.rows])
    found = resolved(evidence, [changed[row] for row in behind if row in changed])
    return found or tuple(row for row in behind if evidence.has_row(*row))


class Since(NamedTuple):
    """How many rows behind some figures were changed since a release, and up to which release."""

    revised: int
    removed: int
    added: int
    newest: str


def on_page(page: str, filters: Filters) -> tuple[tuple[str, Filters], ...]:
    """The figures of a page, by id, each with what of the filters it looks at."""
    return tuple((one.id, filters.only(one.uses)) for one in catalogue.entries() if one.stands_on(page))


@cached(128)
def since(evidence: Evidence, figures: tuple[tuple[str, Filters], ...], newest: Evidence) -> Since:
    """What was changed from this evidence to the newest behind some figures, each as its filters show it.

    A row counts once, where it stands behind a figure in either of the two.
    """
    found: dict[str, set[tuple[str, str]]] = {REVISED: set(), REMOVED: set(), ADDED: set()}
    for known in {filters.known for _, filters in figures}:
        behind = {
            row
            for one in (evidence, newest)
            for figure_id, filters in figures
            if filters.known == known
            for row in catalogue.build(figure_id, one, filters).rows
        }
        for change in compare(evidence, newest, known, known):
            if (change.table, change.row_id.rpartition("/")[2]) in behind:
                found[change.action].add((change.table, change.row_id))
    return Since(len(found[REVISED]), len(found[REMOVED]), len(found[ADDED]), newest.release)
