"""What a claim says: its statements, each with what, who, where, when, by whom and how many; or why it is not read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from khyber.claim import binding, fitting
from khyber.claim.amounts import Amount, Shift
from khyber.claim.figures import Figure
from khyber.claim.parts import without_circumstances
from khyber.claim.periods import Period
from khyber.claim.spans import Span, spans
from khyber.claim.vocabulary import sentences, vocabulary
from khyber.evidence import Evidence
from khyber.parsing import MOST_OF_A_SENTENCE

COUNT, CHANGE, CLAIMED, STRENGTH = "count", "change", "claimed", "strength"
PEOPLE = ("killed", "injured")
MOST_STATEMENTS = 8


class NotUnderstood(ValueError):
    """Why a claim is not read; nothing in it is checked then."""


@dataclass(frozen=True)
class Statement:
    """One checkable statement.

    `what` is a word of the wording file ("attacks", "killed"), `who` and `cause` who was killed and in what
    ("" where not said), for a strength `what` is what is counted and `actor` the group. `by` names who speaks
    ("" for nobody). `assumed` says what the sentence leaves open and how it was taken.
    """

    kind: str
    what: str
    area: str = ""
    actor: str = "all"
    by: str = ""
    period: Period | None = None
    earlier: Period | None = None
    amount: Amount | None = None
    shift: Shift | None = None
    who: str = ""
    cause: str = ""
    assumed: tuple[str, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """One short line, as the set of test claims writes it."""
        stated = self.amount or self.shift
        figure = stated.text if stated else ""
        when = self.period.text if self.period else ""
        if self.kind == STRENGTH:
            return f"strength {self.actor}; {self.what}; {self.area}; {self.by}; {when + '; ' if when else ''}{figure}"
        what = f"{self.what}:{self.who}:{self.cause}" if self.what in PEOPLE else self.what
        when += f" vs {self.earlier.text}" if self.earlier else ""
        return f"{self.kind} {what}; {self.area}; {self.actor}; {self.by}; {when}; {figure}"


@dataclass(frozen=True)
class Reading:
    """A claim as it was read: its statements, parts that were left unchecked, or the reason why it is not read."""

    statements: tuple[Statement, ...] = ()
    unchecked: tuple[str, ...] = ()
    problem: str = ""


def read(claim: str, evidence: Evidence, day: date) -> Reading:
    """Read a claim as said on a day, by which "last year" is meant. Never raises: a claim not read says why."""
    told = " ".join(claim.split())
    if len(told) > MOST_OF_A_SENTENCE:
        return Reading(problem=f"it is longer than {MOST_OF_A_SENTENCE} characters: check it in parts")
    found: list[Statement] = []
    unchecked: list[str] = []
    try:
        for sentence in sentences(told):
            parts, left = without_circumstances(spans(sentence, vocabulary(evidence)))
            unchecked += left
            _require_plain(parts)
            found += _statements(parts, evidence, day, found)
    except NotUnderstood as reason:
        return Reading(problem=str(reason))
    if not found:
        return Reading(problem="it holds no figure that could be checked")
    if len(found) > MOST_STATEMENTS:
        return Reading(problem="it holds too many figures: check it in parts")
    return Reading(tuple(found), tuple(unchecked))


def _require_plain(parts: list[Span]) -> None:
    """Stop where a word turns the sentence, or is not known."""
    for one in parts:
        if one.kind == "stop":
            raise NotUnderstood(f"“{one.text}” tells of {one.value}, which changes what the figures say")
    unknown = [one.text for i, one in enumerate(parts) if one.kind == "unknown" or _is_lone_dash(parts, i)]
    if unknown:
        named = ", ".join(f"“{one}”" for one in unknown[:4])
        raise NotUnderstood(f"these words are not known: {named}; leave them out, or say it in other words")


def _is_lone_dash(parts: list[Span], at: int) -> bool:
    return parts[at].kind == "dash" and not (
        0 < at < len(parts) - 1 and parts[at - 1].is_figure and parts[at + 1].is_figure
    )


def _statements(parts: list[Span], evidence: Evidence, day: date, before: list[Statement]) -> list[Statement]:
    sentence = binding.Sentence(parts, evidence, day, NotUnderstood)
    found: list[Statement] = []
    for at, figure in enumerate(sentence.figures):
        if not figure.silent:
            found += _statement(sentence, at, figure, [*before, *found])
    if any(one.kind != STRENGTH for one in found):
        _require_fitting(parts, found)
    return found


def _require_fitting(parts: list[Span], found: list[Statement]) -> None:
    """Stop where a word stands beside what it does not fit, or speaks of people whom no figure counts."""
    if why := fitting.misfit(parts):
        raise NotUnderstood(why)
    told = {one.what for one in found}
    if any(one.kind == "what" and one.value in fitting.OF_PEOPLE for one in parts) and not told & {*fitting.OF_PEOPLE}:
        raise NotUnderstood("it speaks of people hit without saying how many")
    if any(one.kind == "counted" for one in parts) and all(one.kind != STRENGTH for one in found):
        raise NotUnderstood("it speaks of members of a group without saying how many")


def _statement(s: binding.Sentence, at: int, figure: Figure, before: list[Statement]) -> list[Statement]:
    last = before[-1] if before else None
    area, actor, by = s.bound("area", at), s.bound("actor", at), s.bound("by", at)
    if figure.shift is None and s.tells_strength(at):
        return [_strength(s, at, figure, area, actor, by)]
    what, who, cause = _what(s, at, figure, last)
    kind = CLAIMED if s.has("claimed") and actor else CHANGE if figure.shift else COUNT
    if kind == CLAIMED and (by or figure.shift):
        raise NotUnderstood("it tells what somebody says of a group's own claims")
    if kind != CLAIMED and s.has("claimed") and not by:
        raise NotUnderstood("it does not say who claims this")
    if who == "militants" and actor:
        raise NotUnderstood("the tables do not count the dead of one group")
    period, earlier, assumed = s.periods(at, figure, last.period if last else None)
    if not area and last and last.kind != STRENGTH and not s.has("area"):
        area = last.area
    if not by and last and not s.has("by"):
        by = last.by
    actor = actor or (last.actor if last and not s.has("actor") and last.kind != STRENGTH else "all")
    if not area:
        area = s.usual_area(actor, kind == CLAIMED)
        assumed = (*assumed, f"no area is named: read as {s.area_name(area)}")
    if what in PEOPLE and not cause and who == "all" and not by and kind != CLAIMED:
        raise NotUnderstood(
            "it does not say in what people were killed or injured: attacks, operations or all violence"
        )
    if kind != CLAIMED and s.is_told_by_a_group():
        raise NotUnderstood("it is not clear whether the group acts or only tells of it")
    if actor == "all" and s.speaks_of_a_group(at):
        raise NotUnderstood("it does not name the group of which it speaks")
    whole = Statement(kind, what, area, actor, by, period, earlier, figure.amount, figure.shift, who, cause, assumed)
    if figure.trend and figure.shift is None:
        trend = s.periods(at, replace(figure, shift=Shift(figure.trend)), None)
        shift = Shift(figure.trend)
        return [whole, replace(whole, kind=CHANGE, amount=None, shift=shift, earlier=trend[1])]
    return [whole]


def _strength(s: binding.Sentence, at: int, figure: Figure, area: str, actor: str, by: str) -> Statement:
    if not actor:
        raise NotUnderstood("it does not name a group of the tables")
    if any(s.has_what(one) for one in ("killed", "injured", "arrested", "abducted", "casualties")):
        raise NotUnderstood("the tables do not count the losses of one group")
    if s.has("claimed") or s.is_told_by_a_group():
        raise NotUnderstood("it is a group's own word on its strength")
    if figure.trend or not s.is_plain_strength(at):
        raise NotUnderstood("it tells what happened to members of a group, not how many there are")
    period, assumed = s.day_of_strength(at)
    if area not in ("", "afghanistan", "pakistan"):
        raise NotUnderstood("strengths are told for a country, not for a province")
    return Statement(STRENGTH, s.counted(), area, actor, by, period, None, figure.amount, None, "", "", assumed)


def _what(s: binding.Sentence, at: int, figure: Figure, last: Statement | None) -> tuple[str, str, str]:
    """What a figure counts, whom, and in what they were killed."""
    what = s.what(at, figure)
    if not what and figure.shift is not None and last is not None:
        if s.at_most_one_statement_before(at):
            return last.what, last.who, last.cause
        raise NotUnderstood("it is not clear of what this is the change")
    if not what and last is not None and last.kind in (COUNT, CHANGE, CLAIMED) and not s.who(at):
        return last.what, last.who, last.cause
    if not what:
        raise NotUnderstood("it does not say what is counted")
    who = s.who(at)
    if what in PEOPLE:
        return what, who or "all", s.cause(at)
    if what == "casualties":
        return what, who or "all", ""
    if s.acts(at) and what != "operations":
        raise NotUnderstood("it does not say that militants attacked")
    if s.who_follows(at) or (who and who not in ("militants", "all") and what != "operations"):
        raise NotUnderstood(f"the tables do not count {what.replace('_', ' ')} by whom they hit")
    return what, "", ""
