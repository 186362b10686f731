"""The judgments of this project: how likely what is, on the scale of ICD 203, with confidence apart; all in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import judgments as analysis
from khyber.charts import judgment_bands, names, theme
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, figure
from khyber.evidence import Evidence, dates, text
from khyber.filters import Filters
from khyber.wording import bands

_COLUMNS = ["judgment_id", "title", "likelihood", "band_low", "band_high", "horizon", "standing", "confidence", "rows"]
_LISTED = ["judgment_id", "as_of", "title", "text", "says", "confidence", "rows"]
# Where the question of a judgment stands, in words.
STANDINGS = {
    analysis.NOT_GIVEN: "Not given in columns of this release",
    analysis.STATEMENT: "Says what has happened: there is nothing to score",
    analysis.NO_HORIZON: "Without a horizon: never scored",
    analysis.OPEN: "Open until the horizon has passed",
    analysis.DUE: "The horizon has passed, and nothing in the data decides it",
    analysis.SCORED: "Decided and scored",
}
# What a judgment says, by where its question stands; every other says how likely something is.
_SAYS = {
    analysis.STATEMENT: "what has happened",
    analysis.NOT_GIVEN: "in its text alone how likely something is",
}


@figure("judgments", page="judgments", name="Judgments on the scale of likelihood", uses=("known",))
def judgments(evidence: Evidence, filters: Filters) -> Figure:
    """The judgments that say how likely something is, each as the band of its term; confidence and horizon beside."""
    made = analysis.judged(evidence, filters.known)
    own = in_order(made[made["low"].notna()])
    table = named(evidence, own)[_COLUMNS].reset_index(drop=True)
    title = _title(made, own, table, filters.known)
    return Figure(
        "judgments",
        title,
        f"Rows of bars from 0 to 100 percent, one a judgment: the band of its term of likelihood, with the bands of "
        f"all terms behind; beside each row its confidence and its horizon. {title}.",
        judgment_bands.spec(evidence, table) if len(table) else theme.no_data(),
        table,
        notes=_notes(evidence, made, own),
        extra_rows=as_rows("likelihood_terms", [one.id for one in bands(evidence)]) if len(table) else rows_of(made),
    )


def in_order(found: pd.DataFrame) -> pd.DataFrame:
    """Judgments by horizon, those without one last, the likelier first."""
    return found.sort_values(["horizon", "midpoint", "judgment_id"], ascending=[True, False, True])


def made_by_then(evidence: Evidence, known: date | None) -> bool:
    """True where some judgment had been made by a day."""
    return not analysis.judged(evidence, known).empty


def none_made(known: date | None) -> str:
    """What is said where no judgment had been made by a day."""
    return f"No judgment of this project had been made by {dates.words(known)}" if known else "There is no judgment"


def rows_of(made: pd.DataFrame) -> tuple[Row, ...]:
    """The rows of judgments."""
    return as_rows("key_judgments", made["judgment_id"])


def name_of(row: Any) -> str:
    """What a judgment is about; its id in a release from before titles."""
    return text(row.title) or f"Judgment {row.judgment_id}"


def days_of(found: pd.DataFrame) -> str:
    """The day or days on which judgments were made."""
    days = found["as_of"].dt.date
    return dates.words(days.min()) if days.min() == days.max() else f"{dates.words(days.min())} and later"


def _standing(row: Any) -> str:
    """Where the question of a judgment stands, and whether anything that bears on it is on record already."""
    is_told = row.standing == analysis.OPEN and len(row.outcome_rows) > 0
    return STANDINGS[row.standing] + ("; something that bears on it is on record since" if is_told else "")


def named(evidence: Evidence, found: pd.DataFrame) -> pd.DataFrame:
    """Judgments in words, with the rows behind each: its own first, then those that bear on its outcome."""
    terms = {one.id: one.term for one in bands(evidence)}
    labels = evidence.labels("judgment_confidence")
    return found.rename(columns={"low": "band_low", "high": "band_high"}).assign(
        title=[name_of(row) for row in found.itertuples(index=False)],
        likelihood=[terms.get(text(one), "") for one in found["likelihood"]],
        confidence=[labels[one] for one in found["confidence"]],
        says=[_SAYS.get(one, "how likely something is") for one in found["standing"]],
        standing=[_standing(row) for row in found.itertuples(index=False)],
        rows=[
            (Row("key_judgments", row.judgment_id), *(Row(*one.split("/", 1)) for one in row.outcome_rows))
            for row in found.itertuples(index=False)
        ],
    )


def _title(made: pd.DataFrame, own: pd.DataFrame, table: pd.DataFrame, known: date | None) -> str:
    if made.empty:
        return none_made(known)
    if own.empty:
        return "No judgment of this release has its likelihood in a column of its own: it stands in the text"
    said = f"{len(own)} judgment{'s' if len(own) > 1 else ''} of {days_of(own)}"
    terms = list(dict.fromkeys(table.sort_values("band_low")["likelihood"]))
    told = f"from “{terms[0]}” to “{terms[-1]}”" if len(terms) > 1 else f"“{terms[0]}”"
    timed = own[own["horizon"].notna()]
    if timed.empty:
        return f"{said}, {told}, none of them by a named day"
    return f"{said}, {told}; the first horizon is {dates.words(timed['horizon'].min().date())}"


def _notes(evidence: Evidence, made: pd.DataFrame, own: pd.DataFrame) -> tuple[str, ...]:
    if made.empty:
        return (
            "A judgment is shown from the day on which it was made. No judgment is written afterwards for an earlier "
            "day.",
        )
    if own.empty:
        return ()
    confident = evidence.labels("judgment_confidence")
    there = [one for one in confident if one in set(made["confidence"])]
    signs = ", ".join(f"{judgment_bands.CONFIDENCE_SIGNS[one]} {confident[one].lower()}" for one in there)
    return (
        "A bar is the band of a term of likelihood after Intelligence Community Directive 203: it is as wide as the "
        "word, not measured.",
        f"Confidence says how well founded a judgment is, whatever it says is to come: {signs}.",
        "The horizon is the last day of the period that a judgment is about. Without one it is never scored.",
    )


@figure("judgments-list", page="judgments", name="All judgments in words", uses=("known",))
def listing(evidence: Evidence, filters: Filters) -> Figure:
    """Every judgment as it was written, with its confidence in a line of its own."""
    made = analysis.judged(evidence, filters.known)
    table = named(evidence, made)[_LISTED]
    if table.empty:
        return Figure("judgments-list", none_made(filters.known), none_made(filters.known), None, table)
    facts = tuple(
        Fact(row.title, row.text, f"Confidence: {row.confidence.lower()}", row.rows)
        for row in table.itertuples(index=False)
    )
    count = f"{len(table)} judgment{'' if len(table) == 1 else 's'} of {days_of(made)}"
    title = f"{count}: {_told(table)}"
    return Figure("judgments-list", title, title, None, table, facts)


def _told(table: pd.DataFrame) -> str:
    """How many judgments say what."""
    kinds = table["says"].value_counts()
    return names.in_words([f"{count} say{'' if count > 1 else 's'} {kind}" for kind, count in kinds.items()])
