"""Admiralty grades: a letter for each page, a digit for each row, by rules that stand here with their reasons.

The letter is a default by the kind of page, not a judgment of an outlet: no record of how often an outlet was right
is kept, so that nothing is graded A. The digit is about one row: how many sources that do not hand on one another
give it, and whose word it is. The two are set apart from each other. A grade hides nothing and weighs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from khyber.evidence.cache import cached
from khyber.evidence.evidence import Evidence
from khyber.evidence.sources import Source

LETTERS = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
DIGITS = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}


class Rule(NamedTuple):
    """A rule in words: what it is about, the grade or step that it gives, and why."""

    about: str
    gives: str
    reason: str


KINDS = {
    "un-report": Rule("UN report", "B", "Checked before it is printed, its methods and sources described."),
    "think-tank": Rule("Think tank", "B", "Publishes its own counts under its name, with definitions that last."),
    "dataset": Rule("Data set", "B", "Carries its definitions along and can be computed again."),
    "academic": Rule("Academic", "B", "Names its sources and was read by others before it was printed."),
    "ngo": Rule("Non-governmental organisation", "C", "Works in the field, with a cause of its own."),
    "government": Rule("Government", "C", "On record under its name, with a stake in what it tells."),
    "news": Rule("News", "C", "Edited, but quick, and often the words of others."),
    "analysis": Rule("Analysis", "D", "Comment and background, mostly without sources of its own."),
    "encyclopedia": Rule("Encyclopedia", "D", "Written by anybody, from the pages of others."),
}
UNKNOWN = Rule("Any other kind, or no publisher named", "F", "There is nothing to judge it by.")
WIRE = Rule(
    "News that names AP, AFP, Reuters or dpa as its agency",
    "B",
    "The text of an agency without a state behind it that corrects itself in public.",
)
COPY = Rule(
    "Handed on: a copy, mirror, repost, digest, forum post or quotation of another page",
    "one letter down",
    "The text has gone through other hands, and the first page was not seen.",
)
UNDATED = Rule(
    "No date found", "one letter down", "A page that does not say when it was made is hard to hold to its word."
)
LETTER_RULES = (*KINDS.values(), WIRE, COPY, UNDATED, UNKNOWN)

_AGENCY = re.compile(r"\b(AP|AFP|Reuters|dpa|Associated Press)\b")
# A forum in small letters is a place for posts; with a capital it is part of a name.
_COPIED = re.compile(r"\b((?i:copy|mirror|repost|excerpt|digest|via|text|quoting|citing)|forum)\b")
_QUOTED = re.compile(r"\b(quoting|citing)\b")
# Where a copy stands: whoever keeps it wrote none of it.
_HOST = re.compile(r"\b(?:via|copy on|copy at) [^(),/]*|\b(?:docslib|refworld|scribd|newszop) copy\b", re.IGNORECASE)
_PARTS = re.compile(r"[/(),]|\b(?:quoting|citing|copy of|mirror of|from)\b", re.IGNORECASE)
# What stands beside the name of a house and is none.
_NO_NAME = re.compile(
    r"\b(the|copy|mirror|text|archived|repost|excerpt|news post|blog|forum|data|figures|english|urdu|hindi|persian|"
    r"pashto|arabic|bengali|german|italian|russian|indonesian|turkish|videos)\b"
)
_PLACES = frozenset({"", "afghanistan", "india", "islamabad", "maldives", "nigeria", "pakistan", "portugal", "uk"})
_SAME_HOUSE = {"associated press": "ap"}


class Grade(NamedTuple):
    """A grade: letter and digit of a row, of a page the letter alone (`digit` ""); `reasons` say how it came about."""

    letter: str
    digit: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.letter}{self.digit}"

    @property
    def meaning(self) -> str:
        """The grade in words: "C: fairly reliable"."""
        words = [LETTERS[self.letter], *([DIGITS[self.digit]] if self.digit else [])]
        return f"{self}: {', '.join(words)}"


@lru_cache(maxsize=8192)
def of_source(source: Source) -> Grade:
    """The letter of a page, by its kind, whether it is a copy, and whether it has a date."""
    rule = KINDS.get(source.kind)
    if rule is None or not source.publisher:
        return Grade(UNKNOWN.gives, "", (UNKNOWN.about,))
    if source.kind == "news" and _AGENCY.search(source.publisher) and not _QUOTED.search(source.publisher):
        rule = WIRE
    steps = [one for one, holds in ((COPY, is_copy(source)), (UNDATED, source.date_basis == "none")) if holds]
    letter = "ABCDE"[min("ABCDE".index(rule.gives) + len(steps), 4)]
    return Grade(letter, "", (rule.about, *(f"{one.about}: {one.gives}" for one in steps)))


def is_copy(source: Source) -> bool:
    """True where the publisher's name says that the page hands on that of another."""
    return bool(_COPIED.search(source.publisher))


@lru_cache(maxsize=8192)
def houses(publisher: str) -> frozenset[str]:
    """The names in a publisher's name, of those whose text the page may be: "TRT World (Reuters)" names two."""
    written = _PARTS.split(_HOST.sub(" ", publisher))
    names = {" ".join(_NO_NAME.sub(" ", part.casefold()).split()) for part in written} - _PLACES
    return frozenset(_SAME_HOUSE.get(name, name) for name in names)


def independent(sources: Iterable[Source]) -> int:
    """How many of some sources do not hand on one another: those that share a name or a title count once."""
    groups: list[set[str]] = []
    for source in sources:
        marks = {*houses(source.publisher), f"title: {source.title.casefold()}"}
        shared = [group for group in groups if group & marks]
        groups = [group for group in groups if not group & marks] + [marks.union(*shared)]
    return len(groups)


class Cap(NamedTuple):
    """A rule for rows of a table: the best digit that they can have, whether a party speaks for itself, and when."""

    table: str
    rule: Rule
    own_claim: bool
    holds: Callable[[pd.DataFrame, Evidence], pd.Series]


NUMBERS = (
    Rule("Three or more independent sources", "1", "They agree without handing on one another."),
    Rule("Two independent sources", "2", "One stands beside the other."),
    Rule("One source, or several that hand on one another", "3", "A single source that nothing contradicts."),
    Rule("No source known by that day", "6", "There is nothing to judge it by."),
)
OWN_LETTER = Rule("A party's own claim", "D", "It speaks for itself, whoever prints it: at best D.")
ONE_COUNTER = Rule(
    "A publisher's count, a change claimed in print, an estimate of strength or a figure of a series",
    "3",
    "One counter's figure: who prints it again does not count again.",
)
_OF_PARTIES = "Its figures are in part those of the parties, or nobody says whose; printing them again confirms none."
_OF_ONE_COUNTER = ("attack_counts", "change_claims", "group_strength", "indicators")


def _given_by(table: str, *voices: str) -> Callable[[pd.DataFrame, Evidence], pd.Series]:
    """The rows of a table that `accounts` lists as the account of one of these voices."""

    def holds(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
        accounts = evidence.read("accounts")
        listed = accounts[(accounts["table"] == table) & accounts["given_by"].isin(voices)]
        return rows[evidence.key(table)].isin(listed["row_id"])

    return holds


def _by_state(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
    states = evidence.vocabulary("publishers").pipe(_given_by("publishers", "one-side"), evidence)
    return rows["publisher"].isin(states.index[states]) | _given_by("attack_counts", "one-side")(rows, evidence)


def _toll_of_a_clash(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
    """With deaths on the border, told by nobody who is known to be no party."""
    told = rows["killed_low"].notna() | rows["killed_high"].notna()
    return told & (rows["category"] == "border") & ~_given_by("incidents", "neutral")(rows, evidence)


def _of_the_enemy(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
    return _by_state(rows, evidence) & (rows["metric"].map(evidence.names("metrics", "who")) == "militants")


def _doubtful(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
    return rows["doubtful"].astype(bool)


def _contradicted(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
    """Doubtful, while the publisher gives another figure for the same that is not."""
    key = ["publisher", "area", "actor", "metric", "period_start", "period_end"]
    sound = rows[~rows["doubtful"].astype(bool)].groupby(key).size()
    return _doubtful(rows, evidence) & pd.MultiIndex.from_frame(rows[key]).isin(sound.index)


def _all(rows: pd.DataFrame, evidence: Evidence) -> pd.Series:
    return pd.Series(True, index=rows.index)


def _equals(column: str, *values: str) -> Callable[[pd.DataFrame, Evidence], pd.Series]:
    return lambda rows, evidence: rows[column].isin(values)


CAPS = (
    Cap("attack_counts", Rule("A state's count", "3", "A party to the conflict counts."), True, _by_state),
    Cap(
        "attack_counts",
        Rule("A state's count of the militants killed", "4", "A party counts the dead of its enemy."),
        True,
        _of_the_enemy,
    ),
    Cap("attack_counts", Rule("A figure marked doubtful", "4", "The note of the row says why."), False, _doubtful),
    Cap(
        "attack_counts",
        Rule("A doubtful figure beside another of the same count", "5", "Its own publisher contradicts it."),
        False,
        _contradicted,
    ),
    Cap("change_claims", Rule("A change claimed by a state", "3", "A party to the conflict counts."), True, _by_state),
    Cap("group_claims", Rule("A group's own claims", "4", "A party tells what it did to its enemy."), True, _all),
    Cap(
        "group_strength",
        Rule("An estimate by Pakistan", "4", "A party estimates its enemy."),
        True,
        _equals("estimator", "pakistan-gov"),
    ),
    Cap(
        "key_judgments",
        Rule("A judgment of this project", "3", "It is inferred from its sources, which do not state it."),
        False,
        _all,
    ),
    Cap(
        "border_facts",
        Rule("A party's claim of the dead", "4", "Nobody checked it."),
        True,
        _given_by("border_facts", "one-side"),
    ),
    Cap(
        "border_facts",
        Rule("A party's own dead", "3", "It admits them, and nobody else counted."),
        True,
        _given_by("border_facts", "own-losses"),
    ),
    Cap(
        "incidents",
        Rule("An incident that one side alleges, or that is denied", "4", "The other side does not bear it out."),
        False,
        _equals("claim_status", "alleged", "denied"),
    ),
    Cap(
        "incidents",
        Rule("An incident that is disputed or not confirmed", "3", "The sides tell it differently."),
        False,
        _equals("claim_status", "disputed", "not-confirmed"),
    ),
    Cap(
        "incidents",
        Rule("A toll on the border that nobody neutral gave", "3", _OF_PARTIES),
        False,
        _toll_of_a_clash,
    ),
    Cap(
        "incidents",
        Rule("A toll that one side gives of itself", "3", "It tells its own dead, and nobody else counted."),
        True,
        _given_by("incidents", "own-losses"),
    ),
    Cap(
        "incidents",
        Rule("A toll that one side gives of the other, or blames on it", "4", "The other side does not bear it out."),
        True,
        _given_by("incidents", "one-side"),
    ),
    Cap(
        "incidents",
        Rule("An incident of low confidence", "4", "Those who made the row were not sure of it."),
        False,
        _equals("confidence", "low"),
    ),
)
DIGIT_RULES = (*NUMBERS, ONE_COUNTER, *(cap.rule for cap in CAPS), OWN_LETTER)


def of_row(evidence: Evidence, table: str, row_id: str, known: date | None = None) -> Grade | None:
    """The grade of a row; of a page its letter alone; None in a table whose rows name no sources.

    With `known` only the sources that had been published by that day count. F6 where there is none.
    """
    if table == "sources":
        return of_source(evidence.source(row_id))
    return of_rows(evidence, table, known).get(row_id, _UNJUDGED) if evidence.names_sources(table) else None


_UNJUDGED = Grade("F", "6", (NUMBERS[-1].about,))


@cached(96)
def of_rows(evidence: Evidence, table: str, known: date | None = None) -> Mapping[str, Grade]:
    """The grade of every row known by a day, by its id, of a table whose rows name their sources.

    The letter is the best among the sources, the digit the worst that a rule gives.
    """
    rows = evidence.read(table, known)
    caps = [(cap, cap.holds(rows, evidence).tolist()) for cap in CAPS if cap.table == table]
    behind = evidence.sources_by_row(table, known).items()
    return {
        row_id: _graded(tuple(sources), tuple(cap for cap, holds in caps if holds[place]), table in _OF_ONE_COUNTER)
        for place, (row_id, sources) in enumerate(behind)
    }


@lru_cache(maxsize=8192)
def _graded(sources: tuple[Source, ...], caps: tuple[Cap, ...], one_counter: bool) -> Grade:
    if not sources:
        return _UNJUDGED
    by_number = ONE_COUNTER if one_counter else NUMBERS[3 - min(independent(sources), 3)]
    worst = max([by_number, *(cap.rule for cap in caps)], key=lambda rule: rule.gives)
    letter = min(of_source(one).letter for one in sources)
    if any(cap.own_claim for cap in caps):
        letter = max(letter, OWN_LETTER.gives)
    reasons = (by_number.about, *(cap.rule.about for cap in caps))
    return Grade(letter, worst.gives, reasons)


def in_short(grades: Iterable[Grade]) -> str:
    """Different grades in order, the best first: "B2, C3"."""
    return ", ".join(sorted({str(one) for one in grades}))
