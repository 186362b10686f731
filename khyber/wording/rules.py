"""The rules of the check, each finding with its place, the words and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khyber.wording.bands import Band, holding
from khyber.wording.sentences import Sentence, sentences
from khyber.wording.terms import FIRST, OTHER, PERCENT, SECOND, Term, confidences, likelihoods

_ABOUT = r"(?:(?:an?|about|around|roughly|some|between|from|at|with|i\.e\.)\s+)*"
_CHANCE = r"(?:chance|probability|likelihood|odds)"
_IN_BRACKETS = re.compile(rf"\s*[(\[]\s*{_ABOUT}{PERCENT}(?:\s+{_CHANCE})?\s*(?:[)\],;:]|$)", re.IGNORECASE)
# Without brackets a percent is that of the term where nothing follows of which it would be a share.
_BEHIND = re.compile(
    rf"\s*[,:=–—-]?\s*{_ABOUT}{PERCENT}(?:\s+{_CHANCE})?(?=\s*(?:[.,;:!?)\]–—]|$|that\b|to\b))", re.IGNORECASE
)
_PERCENT_BEHIND = PERCENT.replace("<low>", "<least>").replace("<high>", "<most>")
_AS_CHANCE = re.compile(
    rf"{PERCENT}\s+{_CHANCE}\b|\b{_CHANCE}\s+(?:of|is|at|=)\s+{_ABOUT}{_PERCENT_BEHIND}", re.IGNORECASE
)


class Piece(NamedTuple):
    """A part of a text: its place in words, such as "slide 2, notes", "" where lines say it, and what it says."""

    place: str
    text: str


class Finding(NamedTuple):
    """What the check refuses: the piece by its number, where in it, the words that do not go together, what to do."""

    piece: int
    where: str
    words: tuple[str, ...]
    advice: str

    @property
    def told(self) -> str:
        """The words and the advice as one text."""
        return f"{' and '.join(f'“{one}”' for one in self.words)}: {self.advice}"


class _Found(NamedTuple):
    """A word of likelihood with its place in the text."""

    piece: int
    where: str
    term: Term


def check(pieces: Sequence[Piece], bands: Sequence[Band]) -> list[Finding]:
    """Every breach in the pieces of one text, in their order.

    No sentence holds a likelihood and a confidence level. The terms of one row of ICD 203 stand in the whole text, and
    no other scale beside them. A percent that a term is given lies within its band.
    """
    found: list[Finding] = []
    told: list[_Found] = []
    for number, piece in enumerate(pieces):
        for sentence in sentences(piece.text):
            where = ", ".join(filter(None, [piece.place, f"line {sentence.line}" if _has_lines(piece) else ""]))
            terms = likelihoods(sentence.text, bands)
            told += [_Found(number, where, term) for term in terms]
            found += _together(number, where, sentence, terms)
            found += _outside(number, where, sentence, terms, bands)
    found += [*_rows(told), *_scales(told)]
    return sorted(found, key=lambda one: one.piece)


def _has_lines(piece: Piece) -> bool:
    """A piece without a place is told by its lines; one with a place where it has several."""
    return not piece.place or "\n" in piece.text


def _together(piece: int, where: str, sentence: Sentence, terms: list[Term]) -> Iterator[Finding]:
    """A likelihood, in words or as a chance in percent, and a confidence level in one sentence."""
    levels, chance = confidences(sentence.text), _AS_CHANCE.search(sentence.text)
    told = terms[0].words if terms else chance[0] if chance else ""
    if told and levels:
        advice = (
            "likelihood and confidence stand in one sentence. Say in one sentence how likely it is, and in another how "
            "well founded that is."
        )
        yield Finding(piece, where, (told, levels[0]), advice)


def _outside(piece: int, where: str, sentence: Sentence, terms: list[Term], bands: Sequence[Band]) -> Iterator[Finding]:
    """A percent outside the band of its term: behind it, or as a chance in a sentence with one term."""
    own = [one for one in terms if one.band]
    for term in own:
        given = _IN_BRACKETS.match(sentence.text, term.end) or _BEHIND.match(sentence.text, term.end)
        if not given and len(own) == 1:
            given = _AS_CHANCE.search(sentence.text)
        if given and (misfit := _misfit(given, term, bands)):
            yield Finding(piece, where, *misfit)


def _misfit(given: re.Match[str], term: Term, bands: Sequence[Band]) -> tuple[tuple[str, ...], str] | None:
    """The words and the advice where a percent lies outside the band of a term."""
    named = given.groupdict()
    low = float(named["low"] or named["least"])
    high = float(named["high"] or named.get("most") or low)
    band = term.band
    assert band is not None
    if band.low <= low <= high <= band.high:
        return None
    right = holding(bands, low, high)
    other = f", or say “{right.synonym if term.scale == SECOND else right.term}”" if right and right != band else ""
    advice = f"the band of “{term.words}” is {band.words}. Give numbers within it{other}."
    return (term.words, given[0].strip(" ()[],;:=–—-")), advice


def _rows(told: list[_Found]) -> Iterator[Finding]:
    """A term of the other row than the first term of the text: once for each such term."""
    terms = [one for one in told if one.term.band]
    for one in _each_once(terms):
        if one.term.scale != terms[0].term.scale:
            band = one.term.band
            assert band is not None
            right = band.term if terms[0].term.scale == FIRST else band.synonym
            advice = (
                f"they are of the two rows of ICD 203; “{terms[0].term.words}” stands in {terms[0].where}. Keep to one "
                f"row: say “{right}” in the place of “{one.term.words}”."
            )
            yield Finding(one.piece, one.where, (one.term.words, terms[0].term.words), advice)


def _scales(told: list[_Found]) -> Iterator[Finding]:
    """An expression of another scale in a text that uses terms of ICD 203: once for each such expression."""
    terms = [one for one in told if one.term.band]
    for one in _each_once([one for one in told if one.term.scale == OTHER] if terms else []):
        advice = (
            f"they are of two scales; “{terms[0].term.words}” stands in {terms[0].where}. Keep to the terms of "
            "ICD 203, with percent within their bands."
        )
        yield Finding(one.piece, one.where, (one.term.words, terms[0].term.words), advice)


def _each_once(told: list[_Found]) -> list[_Found]:
    """The first place of each expression."""
    return list({one.term.words.lower(): one for one in reversed(told)}.values())[::-1]
