"""Judgments: columns that say what the text says, outcomes that rest on rows, and the wording of all own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from khyber.briefing import standard
from khyber.briefing import wording as of_briefs
from khyber.check.report import Finding
from khyber.check.tables import Row, Tables
from khyber.evidence import Evidence
from khyber.wording import Band, Piece, bands, check
from khyber.wording.terms import likelihoods

TABLE = "key_judgments"
_WORDS = ("title", "text", "resolution_question", "signposts")


def findings(tables: Tables, evidence: Evidence) -> Iterator[Finding]:
    """Every judgment whose columns do not fit its text or each other, and wording that mixes what must stand apart."""
    scale = bands(evidence)
    for row in tables[TABLE]:
        yield from _likelihood(row, scale)
        yield from _horizon(row)
        yield from _outcome(tables, row, evidence.searched_until)
        yield from _wording(row, scale)
    for name, brief in standard.briefs().items():
        for told in of_briefs.findings(brief, scale):
            yield Finding(f"briefs/{name}.json", told.finding.where, "", told.finding.told)


def _likelihood(row: Row, scale: Sequence[Band]) -> Iterator[Finding]:
    """The term of the column is the one in the text, with its whole band; with it comes a question, without it none."""
    said = {one.band.id for one in likelihoods(row["text"], scale) if one.band}
    own = row["likelihood"]
    if said != ({own} if own else set()):
        yield row.finding("likelihood", f"is {own!r}, and the text says {', '.join(sorted(said)) or 'none'}")
    band = next((one for one in scale if one.id == own), None)
    if band and f"{band.term} ({band.low:g}-{band.high:g} percent)" not in row["text"]:
        yield row.finding("text", f"does not say “{band.term} ({band.low:g}-{band.high:g} percent)”")
    if bool(own) != bool(row["resolution_question"]):
        yield row.finding("resolution_question", f"is {row['resolution_question']!r}, and likelihood is {own!r}")


def _horizon(row: Row) -> Iterator[Finding]:
    """A horizon lies after the day of the judgment, and belongs to a likelihood."""
    made, ends = row.days("as_of"), row.days("horizon")
    if ends and not row["likelihood"]:
        yield row.finding("horizon", "stands without a likelihood")
    if made and ends and ends[0] <= made[0]:
        yield row.finding("horizon", f"{row['horizon']} does not lie after as_of {row['as_of']}")


def _outcome(tables: Tables, row: Row, searched: date) -> Iterator[Finding]:
    """An outcome is given once the horizon has passed, and rests on rows; every row that is named exists."""
    ends = row.days("horizon")
    if row["outcome"] and not (ends and ends[0] < searched):
        yield row.finding("outcome", f"is given before the horizon has passed: {row['horizon'] or 'there is none'}")
    if row["outcome"] and not row["outcome_rows"]:
        yield row.finding("outcome_rows", "is empty, and an outcome is given")
    for one in row.ids("outcome_rows"):
        table, _, row_id = one.partition("/")
        if row_id not in tables[table].by_id:
            yield row.finding("outcome_rows", f"{one!r} is no row of the data")


def _wording(row: Row, scale: Sequence[Band]) -> Iterator[Finding]:
    """Each column of words is a piece of one text, a signpost a sentence."""
    pieces = [Piece(name, row[name].replace(";", ".\n\n") if name == "signposts" else row[name]) for name in _WORDS]
    for found in check(pieces, scale):
        yield row.finding(_WORDS[found.piece], found.told)
