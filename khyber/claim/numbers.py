"""Numbers in words and digits: what a run of tokens says, and how exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_ROUND = """twenty thirty forty fifty sixty seventy eighty ninety"""
_UNITS = {word: value for value, word in enumerate(_SMALL.split())}
_TENS = {word: 10 * value for value, word in enumerate(_ROUND.split(), 2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(k|m)?", re.ASCII)
_LETTERS = {"k": 1_000, "m": 1_000_000}
DOZEN = 12


class Number(NamedTuple):
    """A number as written: its value, half a step of its last digit where it was rounded, and if it is only rough."""

    value: float
    half_step: float = 0.0
    rough: bool = False


def read(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    """The number that starts at a token, and the place after it; None where none starts there.

    "1,234", "12.5", "10k", "1.2 thousand", "two hundred and sixty-two" (its hyphen parted), "a hundred",
    "two dozen", "half a dozen". A dozen is rough; a decimal of thousands is good to half its last digit.
    """
    return _digits(tokens, at) or _dozens(tokens, at) or _words(tokens, at)


def words(value: int) -> str:
    """A whole number from 0 to 999,999 in British English words."""
    if value < 20:
        return list(_UNITS)[value]
    if value < 100:
        tens, rest = divmod(value, 10)
        return list(_TENS)[tens - 2] + (f"-{words(rest)}" if rest else "")
    scale, name = (1_000, "thousand") if value >= 1_000 else (100, "hundred")
    most, rest = divmod(value, scale)
    joint = " and " if rest < 100 else " "
    return f"{words(most)} {name}" + (joint + words(rest) if rest else "")


def _digits(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    match = _DIGITS.fullmatch(tokens[at])
    if not match:
        return None
    whole, decimals, letter = match.groups()
    value, digits = float(whole.replace(",", "") + (decimals or "")), len(decimals or ".") - 1
    scale, after = _LETTERS.get(letter or "", 1), at + 1
    if not letter and after < len(tokens) and tokens[after] in SCALES:
        scale, after = SCALES[tokens[after]], after + 1
    half = 0.5 * scale / 10**digits if scale > 1 else 0.5 / 10**digits if digits else 0.0
    return Number(round(value * scale, 6), half), after


def _dozens(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    rest = list(tokens[at : at + 3])
    if rest == ["half", "a", "dozen"]:
        return Number(DOZEN / 2, rough=True), at + 3
    many = 1 if rest[0] == "a" else _UNITS.get(rest[0], 0)
    if many and len(rest) > 1 and rest[1] in ("dozen", "score"):
        return Number(many * (DOZEN if rest[1] == "dozen" else 20), rough=True), at + 2
    return None


def _words(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    """Words up to the thousands; "and" only between a scale and what follows it."""
    place, total, part, seen = at, 0, 0, False
    last = ""
    if tokens[at] == "a" and at + 1 < len(tokens) and tokens[at + 1] in SCALES:
        place, part, seen, last = at + 1, 1, True, "unit"
    while place < len(tokens):
        word = tokens[place]
        if word in _UNITS and last in ("", "scale", *(("tens",) if 0 < _UNITS[word] < 10 else ())):
            part, last = part + _UNITS[word], "unit"
        elif word in _TENS and last in ("", "scale"):
            part, last = part + _TENS[word], "tens"
        elif word == "hundred" and 0 < part < 100 and last in ("unit", "tens"):
            part, last = part * 100, "scale"
        elif word in ("thousand", "million") and part and (not total or SCALES[word] < total):
            total, part, last = total + part * SCALES[word], 0, "scale"
        elif word == "and" and last == "scale" and place + 1 < len(tokens) and tokens[place + 1] in {**_UNITS, **_TENS}:
            place += 1
            continue
        else:
            break
        place, seen = place + 1, True
    return (Number(float(total + part)), place) if seen and place > at and last else None
