"""The claim check as a figure: the verdict on a sentence, how it was read, who supports it and who differs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.claim import Answer, check, told
from khyber.claim.counted import NOT_NAMED
from khyber.claim.found import Found, Line
from khyber.evidence import Evidence
from khyber.filters import Filters

_COLUMNS = ["statement", "says", "by", "value", "counts", "note", "row", "rows"]
_MOST_DIFFERING = 8
_SUPPORTS, _DIFFERS = "supports", "differs"


@figure("claim", page="claim", name="A sentence held to the published figures", uses=("known", "claim"))
def claim(evidence: Evidence, filters: Filters) -> Figure:
    """The answer to the sentence of the link: its verdict, its reading, and each row behind it."""
    if not filters.claim:
        said = "No sentence is checked yet"
        return Figure("claim", said, said, None, pd.DataFrame(columns=_COLUMNS))
    answer = check(filters.claim, evidence, known=filters.known)
    title = told.headline(answer)
    facts = [Fact("The claim", f"“{filters.claim}”")]
    for one in answer.found:
        facts += _facts(one, evidence)
    return Figure("claim", title, title, None, _table(answer), facts=tuple(facts), notes=_notes(answer))


def _facts(one: Found, evidence: Evidence) -> list[Fact]:
    read = told.statement(one.statement, evidence)
    more = "; ".join([f"{told.LABELS[one.verdict].lower()}: {one.reason}", *one.statement.assumed])
    same = [line for line in one.differing if line.note == NOT_NAMED[0]]
    differing = [*_by_name("Not named", same), *_by_name("Differs", [one for one in one.differing if one not in same])]
    facts = [Fact("Read as", read[:1].upper() + read[1:], more), *_by_name("Supports it", one.supporting)]
    left = len(differing) - _MOST_DIFFERING
    more_in_table = [Fact("Differs", f"{left} more stand in the table")] if left > 0 else []
    return [*facts, *differing[:_MOST_DIFFERING], *more_in_table]


def _by_name(label: str, lines: Sequence[Line]) -> list[Fact]:
    """One fact for each publisher; estimates of a strength stay apart, since each has its own date."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.name, line.what if line.table == "group_strength" else ""), []).append(line)
    return [_fact(f"{label}: {name}", group) for (name, _), group in groups.items()]


def _fact(label: str, lines: Sequence[Line]) -> Fact:
    notes = {line.note for line in lines}
    shared = notes.pop() if len(notes) == 1 else ""
    values = [f"{line.value} ({line.note})" if line.note and not shared else line.value for line in lines]
    counted = "; ".join(dict.fromkeys(line.what for line in lines))
    rows = tuple(_row(line) for line in lines)
    value = ", ".join(values) + (f" ({shared})" if shared else "")
    return Fact(label, value, f"{counted}; {', '.join(map(str, rows))}", rows)


def _row(line: Line) -> Row:
    return Row(line.table, line.row_id)


def _table(answer: Answer) -> pd.DataFrame:
    found = [
        (number, says, line.name, line.value, line.what, line.note, str(_row(line)), (_row(line),))
        for number, one in enumerate(answer.found, 1)
        for says, lines in ((_SUPPORTS, one.supporting), (_DIFFERS, one.differing))
        for line in lines
    ]
    return pd.DataFrame(found, columns=_COLUMNS)


def _notes(answer: Answer) -> tuple[str, ...]:
    unchecked = [f"Not checked: “{one}”." for one in answer.reading.unchecked]
    return (
        *unchecked,
        "The sentence is read by a fixed vocabulary, and the verdict speaks of what these tables hold: a figure "
        "that they do not hold may still be right.",
    )
