"""An answer in words: how a statement was read, and the whole answer as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from khyber.claim.found import AGREES, Line
from khyber.claim.reading import CHANGE, CLAIMED, PEOPLE, STRENGTH, Statement
from khyber.claim.verdict import Answer
from khyber.evidence import Evidence

LABELS = {
    "agrees": "Agrees",
    "disagrees": "Disagrees",
    "counts-something-else": "Counts something else",
    "not-found": "Not found",
    "not-understood": "Not understood",
}
_CAUSES = {
    "": "",
    "suicide": "in suicide attacks",
    "bombings": "in bombings",
    "attacks": "in attacks",
    "operations": "in operations",
    "attacks-and-operations": "in attacks and operations together",
    "all-violence": "in all violence",
}


def statement(one: Statement, evidence: Evidence) -> str:
    """How a statement was read, such as "attacks, Pakistan, 2021: almost 300; held to every publisher"."""
    parts = [_counted(one, evidence)]
    if one.area:
        parts.append(evidence.names("areas")[one.area])
    if one.period:
        parts.append(one.period.words + (f" against {one.earlier.words}" if one.earlier else ""))
    stated = one.shift.words if one.shift else one.amount.words if one.amount else ""
    names = evidence.names("publishers")
    held = f"held to {names.get(one.by, one.by)}" if one.by else "held to every publisher"
    return f"{', '.join(filter(None, parts))}: {stated}" + ("" if one.kind == CLAIMED else f"; {held}")


def _counted(one: Statement, evidence: Evidence) -> str:
    actor = evidence.names("actors", "short_name")[one.actor] if one.actor != "all" else ""
    if one.kind == STRENGTH:
        return f"strength of {actor}, {evidence.labels('counts_what')[one.what].lower()}"
    what = one.what.replace("_", " ")
    if one.what in PEOPLE:
        who = {"all": "people"}.get(one.who, one.who.replace("-", " "))
        what = " ".join(filter(None, [who, one.what, _CAUSES[one.cause]]))
    if one.kind == CLAIMED:
        return f"{what} claimed by {actor}"
    named = f"{what} attributed to {actor}" if actor else what
    return f"change of {named}" if one.kind == CHANGE else named


def headline(answer: Answer) -> str:
    """Verdict and reason in one sentence, and who gives other figures."""
    told = f"{LABELS[answer.verdict]}: {answer.reason}"
    others = list(dict.fromkeys(line.name for one in answer.found for line in one.differing))
    supporters = {line.name for one in answer.found for line in one.supporting}
    others = [one for one in others if one not in supporters]
    if answer.verdict != AGREES or not others or answer.found[0].statement.kind == STRENGTH:
        return told
    names = " and ".join(filter(None, [", ".join(others[:-1]), others[-1]]))
    return f"{told}; {names} give{'s' if len(others) == 1 else ''} other figures"


def lines(answer: Answer, evidence: Evidence, known: date | None = None) -> Iterator[str]:
    """The whole answer as lines of plain text."""
    yield headline(answer)
    for one in answer.found:
        yield ""
        yield f"Read as: {statement(one.statement, evidence)}"
        for assumed in one.statement.assumed:
            yield f"  ({assumed})"
        yield f"  {LABELS[one.verdict].lower()}: {one.reason}"
        for title, shown in (("supports", one.supporting), ("differs", one.differing)):
            for line in shown:
                yield f"  {title}: {_line(line)}"
                pages = evidence.sources_of(line.table, [line.row_id], known)
                yield from (f"      {page.footnote}" for page in pages[:1])
                if len(pages) > 1:
                    yield f"      and {len(pages) - 1} more pages"
    for left in answer.reading.unchecked:
        yield f"Not checked: {left}"
    yield ""
    yield f"Release {evidence.release}" + (f", as known by {known}" if known else "")


def _line(line: Line) -> str:
    note = f" [{line.note}]" if line.note else ""
    return f"{line.name} {line.value}, {line.what}{note} ({line.table}/{line.row_id})"
