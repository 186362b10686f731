"""One judgment in full, and how the judgments that were decided have scored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import judgments as analysis
from khyber.analysis import rungs
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.charts.judgment_bands import CONFIDENCE_SIGNS, NO_TIME
from khyber.charts.judgments import STANDINGS, in_order, name_of, named, none_made, rows_of
from khyber.evidence import Evidence, Range, dates, ids, text
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.wording import bands

SIGNPOST = "What would change this view"
_COLUMNS = ["judgment_id", "as_of", "title", "text", "likelihood", "confidence", "horizon", "standing", "rows"]
_SCORES = [
    "judgment_id", "title", "likelihood", "band_low", "band_high", "horizon", "standing", "outcome",
    "score", "score_low", "score_high", "rows",
]  # fmt: skip


@figure("judgment", page="judgments", name="One judgment in full", uses=("judgment", "known"))
def judgment(evidence: Evidence, filters: Filters) -> Figure:
    """One judgment as text: what it says, likelihood and confidence apart, its question, what would change it."""
    made = analysis.judged(evidence, filters.known)
    own = made[made["judgment_id"] == filters.judgment]
    table = named(evidence, own)[_COLUMNS]
    if own.empty:
        said = (
            "The judgment of this link had not been made by that day" if filters.judgment else "No judgment is opened"
        )
        return Figure("judgment", said, said, None, table)
    row = next(own.itertuples(index=False))
    title = f"{name_of(row)}: judgment of {dates.words(row.as_of.date())}"
    return Figure(
        "judgment",
        title,
        f"{title}. {row.text}",
        None,
        table,
        (*_facts(evidence, row), *_signposts(row), *_since(evidence, row)),
        _notes(evidence, filters.known),
    )


def _facts(evidence: Evidence, row: Any) -> tuple[Fact, ...]:
    own = (Row("key_judgments", row.judgment_id),)
    facts = [Fact("The judgment", row.text, "", own)]
    band = next((one for one in bands(evidence) if one.id == text(row.likelihood)), None)
    if band:
        facts.append(Fact("Likelihood", band.term, band.words, (*own, Row("likelihood_terms", band.id))))
    label = evidence.labels("judgment_confidence")[row.confidence]
    meaning = evidence.read("labels").query("vocabulary == 'judgment_confidence'").set_index("id")["description"]
    facts.append(Fact("Confidence", f"{CONFIDENCE_SIGNS[row.confidence]} {label}", text(meaning[row.confidence]), own))
    if band:
        horizon = NO_TIME if pd.isna(row.horizon) else dates.words(row.horizon.date())
        facts.append(Fact("Horizon", horizon, "", own))
        facts.append(Fact("Question, and what decides it", row.resolution_question, "", own))
    facts.append(Fact("Where it stands", STANDINGS[row.standing], _outcome(row), own))
    return tuple(facts)


def _outcome(row: Any) -> str:
    if row.standing != analysis.SCORED:
        return ""
    return f"Outcome: {row.outcome}. Score: {score_words(Range(row.score_low, row.score_high, row.score))}"


def score_words(score: Range) -> str:
    """A Brier score with its range: "0.11 (0.04 to 0.20 over the band)"."""
    return f"{number(score.headline, 2)} ({number(score.low, 2)} to {number(score.high, 2)} over the band)"


def _signposts(row: Any) -> tuple[Fact, ...]:
    own = (Row("key_judgments", row.judgment_id),)
    return tuple(Fact(SIGNPOST, one, "", own) for one in ids(row.signposts))


def _since(evidence: Evidence, row: Any) -> tuple[Fact, ...]:
    """What is on record that bears on the question, as its own row tells it."""
    told = []
    for table, row_id in (one.split("/", 1) for one in row.outcome_rows):
        days = _days_as_read(evidence, table, row_id)
        behind = (Row(table, row_id), *([Row(rungs.READINGS, row_id)] if days else []))
        told.append(Fact("On record since", _told(evidence, table, row_id, days), "", behind))
    return tuple(told)


def _days_as_read(evidence: Evidence, table: str, row_id: str) -> str:
    """The time within which a row lies whose day is not certain, as its reading gives it; "" for any other."""
    readings = evidence.read(rungs.READINGS)
    return next(map(text, readings.loc[(readings["table"] == table) & (readings["row_id"] == row_id), "days"]), "")


def _told(evidence: Evidence, table: str, row_id: str, days: str) -> str:
    """A row in words: its day, or the days within which it lies, and what it says."""
    row = evidence.row(table, row_id)
    day = next((row[one] for one in ("date", "as_of", "period_end", "closed_from") if one in row), None)
    said = next((text(row[one]) for one in ("summary", "title", "statement", "note") if text(row.get(one))), row_id)
    if days:
        return f"{dates.words(*dates.bounds(days))}, day not certain: {said}"
    return f"{dates.words(day.date())}: {said}" if isinstance(day, pd.Timestamp) else said


def _notes(evidence: Evidence, known: date | None) -> tuple[str, ...]:
    told = ("Likelihood says how likely something is, confidence how well founded that view is: two questions.",)
    later = f"Horizon, question and signposts: as written in release {evidence.release}."
    return (*told, later) if known else told


@figure("judgments-scores", page="judgments", name="How the judgments have scored", uses=("known",))
def scores(evidence: Evidence, filters: Filters) -> Figure:
    """The judgments with a horizon, what became of each, and the Brier score of those decided."""
    made = analysis.judged(evidence, filters.known)
    own = in_order(made[made["horizon"].notna()])
    table = named(evidence, own)[_SCORES].reset_index(drop=True)
    if own.empty:
        said = "No judgment can be scored: none has a horizon" if len(made) else none_made(filters.known)
        return Figure("judgments-scores", said, said, None, table, extra_rows=rows_of(made))
    title = _score_title(evidence, own, filters.known)
    return Figure(
        "judgments-scores",
        title,
        title,
        None,
        table,
        _score_facts(evidence, own, filters.known),
        (
            "Brier score: the mean of (p − o)², where p is the middle of the band and o is 1 for yes and 0 for no "
            "(Brier 1950). 0 is best, 1 worst; always saying one half gives 0.25.",
            "A judgment is scored only once its horizon has passed, also where the question is answered before: else "
            "what comes about early would count and what never comes about would not.",
        ),
    )


def _score_title(evidence: Evidence, own: pd.DataFrame, known: date | None) -> str:
    day = dates.words(analysis.as_of(evidence, known))
    total = analysis.brier(analysis.scored(own))
    if total:
        count = int((own["standing"] == analysis.SCORED).sum())
        return (
            f"Brier score {number(total.headline, 2)} over {count} judgment{'' if count == 1 else 's'} decided by {day}"
        )
    due = int((own["standing"] == analysis.DUE).sum())
    if due:
        return (
            f"No judgment is scored yet: by {day} the horizon of {due} had passed, and nothing in the data decides them"
        )
    first = dates.words(own["horizon"].min().date())
    return f"No judgment is scored yet: by {day} no horizon had passed, and the first is {first}"


def _score_facts(evidence: Evidence, own: pd.DataFrame, known: date | None) -> tuple[Fact, ...]:
    total = analysis.brier(analysis.scored(own))
    counted = [(analysis.SCORED, "Scored"), (analysis.DUE, "Due"), (analysis.OPEN, "Open")]
    facts = []
    for standing, label in counted:
        there = own[own["standing"] == standing]
        facts.append(Fact(label, number(len(there)), STANDINGS[standing], rows_of(there)))
    day = dates.words(analysis.as_of(evidence, known))
    facts.append(Fact("As of", day, "The known-by day" if known else "The last day on which pages were searched"))
    facts.append(Fact("Brier score", score_words(total) if total else "Not yet"))
    return tuple(facts)
