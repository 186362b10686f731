"""A sentence as spans: runs of words that mean one thing, in order; what no phrase covers is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from khyber.claim import numbers, periods
from khyber.claim.vocabulary import Token, Vocabulary, tokens

NUMBER, PERCENT, PERIOD, BREAK, UNKNOWN, PLAIN = "number", "percent", "period", "break", "unknown", "plain"
_SIGNS = {",": BREAK, ";": BREAK, ":": BREAK, "(": BREAK, ")": BREAK, "-": "dash"}
# Of the meanings of one phrase the first that fits its place is taken.
_ORDER = (
    "hedge", "versus", "after", "stop", "what", "who", "cause", "counted", "by", "actor", "area", "claimed", "multiple",
    "fraction", "direction", "break", "context", "plain",
)  # fmt: skip
_AFTER_HEDGES = """half doubled tripled halved trebled quadrupled double twice two three one a between threefold twofold
fourfold fivefold doubling tripling thrice triple"""
_ADVERB = "ly"
_NOT_PLAIN_ADVERBS = (
    "only",
    "early",
    "family",
    "supply",
    "july",
    "assembly",
    "italy",
    "anomaly",
    "ally",
    "deadly",
    "costly",
    "elderly",
    "friendly",
    "orderly",
    "ghastly",
    "unfriendly",
    "lonely",
    "lively",
    "heavily",
)


@dataclass(frozen=True)
class Span:
    """What a run of words means: its kind, its value, and the words as written."""

    kind: str
    value: Any
    text: str
    also: frozenset[str] = frozenset()

    @property
    def is_figure(self) -> bool:
        """True for what states a quantity."""
        return self.kind in (NUMBER, PERCENT, "multiple", "fraction")


def spans(sentence: str, words: Vocabulary) -> list[Span]:
    """The spans of a sentence, longest phrases first; periods before numbers, numbers before phrases."""
    given = tokens(sentence)
    plain = [token.text for token in given]
    found: list[Span] = []
    at = 0
    while at < len(given):
        span, after = _longest(given, plain, at, words)
        found.append(span)
        at = after
    return [_by_whom(one, found[i + 1 : i + 3]) for i, one in enumerate(found)]


def _by_whom(one: Span, after: Sequence[Span]) -> Span:
    """ "Per" before a publisher means "according to"; before anything else it stops the reading."""
    names = [span.kind for span in after if span.text.lower() != "the"][:1]
    is_source = one.kind == "stop" and one.text.lower() == "per" and names == ["by"]
    return replace(one, kind=PLAIN) if is_source else one


def _longest(given: Sequence[Token], plain: list[str], at: int, words: Vocabulary) -> tuple[Span, int]:
    period = periods.read(plain, at)
    number = numbers.read(plain, at)
    phrase = _phrase(given, plain, at, words)
    lengths = [found[1] - at if found else 0 for found in (period, number, phrase)]
    most = max(lengths)

    def written(after: int) -> str:
        return " ".join(token.written for token in given[at:after])

    if most and period and lengths[0] == most:
        return Span(PERIOD, period[0], written(period[1])), period[1]
    if most and number and lengths[1] == most:
        after = number[1]
        if after < len(plain) and plain[after] == "percent":
            return Span(PERCENT, number[0], written(after + 1)), after + 1
        return Span(NUMBER, number[0], written(after)), after
    if phrase:
        kind, value = phrase[2]
        return Span(kind, value, written(phrase[1]), frozenset(phrase[0])), phrase[1]
    word = plain[at]
    kind = _SIGNS.get(word) or (PLAIN if _is_adverb(word) else UNKNOWN)
    return Span(kind, word, written(at + 1)), at + 1


def _phrase(
    given: Sequence[Token], plain: list[str], at: int, words: Vocabulary
) -> tuple[dict[str, Any], int, tuple[str, Any]] | None:
    """The longest phrase that starts at a token and fits its place: its meanings, its end, and the one that fits."""
    for length in range(min(words.longest, len(plain) - at), 0, -1):
        key = tuple(plain[at : at + length])
        if key not in words.phrases:
            continue
        if key in words.uppercase and not all(token.written.isupper() for token in given[at : at + length]):
            continue
        if fitting := _fitting(words.phrases[key], plain, at + length):
            return words.phrases[key], at + length, fitting
    return None


def _fitting(meanings: dict[str, Any], plain: list[str], after: int) -> tuple[str, Any] | None:
    """The meaning that fits: a hedge stands before a number, "than" and the like before a period; None for none."""
    rest = plain[after : after + 12]
    for kind in _ORDER:
        if kind not in meanings:
            continue
        if kind == "hedge" and not (rest and _figure_follows(rest)):
            continue
        if kind == "versus" and not (rest and _period_follows(rest)):
            continue
        if kind == "after" and len(meanings) > 1 and "plain" in meanings:
            continue
        return kind, meanings[kind]
    return None


def _figure_follows(rest: list[str]) -> bool:
    period = periods.read(rest, 0)
    if period and period[0].period:
        return False
    if numbers.read(rest, 0):
        return True
    return rest[0] in _AFTER_HEDGES.split()


def _period_follows(rest: list[str]) -> bool:
    start = 0
    while start < len(rest) and rest[start] in ("the", "in", "of", "that", "those"):
        if periods.read(rest, start):
            return True
        start += 1
    return start < len(rest) and periods.read(rest, start) is not None


def _is_adverb(word: str) -> bool:
    return len(word) > 5 and word.endswith(_ADVERB) and word not in _NOT_PLAIN_ADVERBS
