"""A brief as a small JSON file: written, read, and refused with a sentence that says where it is wrong."""

from __future__ import annotations

import json
from typing import Any

from khyber.briefing.brief import (
    LONGEST_NOTES,
    LONGEST_POINT,
    LONGEST_TITLE,
    MOST_POINTS,
    MOST_SLIDES,
    Brief,
    BriefError,
    Slide,
)
from khyber.evidence.releases import NEWEST

VERSION = 1
LARGEST_FILE = 1_000_000
_MARK = "khyber_brief"
_MOST_CHOICES = 64
_LONGEST_CHOICE = 2_000
_LONGEST_NAME = 64


def as_plain(brief: Brief) -> dict[str, Any]:
    """A brief as plain values for JSON; what says nothing is left out."""
    return {
        _MARK: VERSION,
        "title": brief.title,
        "release": brief.release,
        "slides": [_plain_slide(one) for one in brief.slides],
    }


def _plain_slide(slide: Slide) -> dict[str, Any]:
    plain: dict[str, Any] = {"figure": slide.figure}
    if slide.choices:
        plain["choices"] = dict(slide.choices)
    if slide.title:
        plain["title"] = slide.title
    if slide.points is not None:
        plain["points"] = list(slide.points)
    if slide.notes:
        plain["notes"] = slide.notes
    return plain


def write(brief: Brief) -> bytes:
    """The file of a brief: JSON, UTF-8."""
    return (json.dumps(as_plain(brief), ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes | str) -> Brief:
    """The brief in a file. Raises BriefError, naming the slide and the field, for anything that is no brief."""
    if len(data) > LARGEST_FILE:
        raise BriefError(f"The file is larger than any brief ({LARGEST_FILE:,} bytes): it was not opened.")
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BriefError("The file is not a brief: it is not JSON. It was not opened.") from error
    return from_plain(plain)


def from_plain(plain: Any) -> Brief:
    """A brief from plain values. Raises BriefError as `read` does."""
    if not isinstance(plain, dict) or _MARK not in plain:
        raise BriefError(f"The file is not a brief: it has no “{_MARK}”. It was not opened.")
    if plain[_MARK] != VERSION:
        raise BriefError(
            f"The brief is of version {str(plain[_MARK])[:20]}; known here is {VERSION}. It was not opened."
        )
    _known(plain, (_MARK, "title", "release", "slides"), "the brief")
    slides = plain.get("slides", [])
    if not isinstance(slides, list) or len(slides) > MOST_SLIDES:
        raise BriefError(f"The brief was not opened: its slides are not a list of at most {MOST_SLIDES}.")
    release = _text(plain, "release", _LONGEST_NAME, "the brief") or NEWEST
    read_slides = tuple(_slide(one, f"slide {place}") for place, one in enumerate(slides, 1))
    return Brief(_text(plain, "title", LONGEST_TITLE, "the brief"), read_slides, release)


def _slide(plain: Any, where: str) -> Slide:
    if not isinstance(plain, dict):
        raise BriefError(f"The brief was not opened: {where} is not an object.")
    _known(plain, ("figure", "choices", "title", "points", "notes"), where)
    figure = _text(plain, "figure", _LONGEST_NAME, where)
    if not figure:
        raise BriefError(f"The brief was not opened: {where} names no figure.")
    return Slide(
        figure,
        _choices(plain.get("choices", {}), where),
        _text(plain, "title", LONGEST_TITLE, where),
        _points(plain.get("points"), where),
        _text(plain, "notes", LONGEST_NOTES, where, lines=True),
    )


def _known(plain: dict[str, Any], names: tuple[str, ...], where: str) -> None:
    if unknown := [str(one)[:40] for one in plain if one not in names]:
        raise BriefError(f"The brief was not opened: {where} has a field “{unknown[0]}”, which is not known here.")


def _text(plain: dict[str, Any], name: str, longest: int, where: str, lines: bool = False) -> str:
    value = plain.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise BriefError(
            f"The brief was not opened: {name} of {where} is not a text of at most {longest:,} characters."
        )
    return tidy(value, lines)


def tidy(value: str, lines: bool = False) -> str:
    """A text without characters that are not printed, spaces folded; with its lines kept where `lines`."""
    printed = "".join(one if one.isprintable() or one == "\n" else " " for one in value)
    return (
        "\n".join(" ".join(line.split()) for line in printed.split("\n")).strip()
        if lines
        else " ".join(printed.split())
    )


def _choices(value: Any, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or len(value) > _MOST_CHOICES:
        raise BriefError(f"The brief was not opened: choices of {where} are not names with a text each.")
    for name, text in value.items():
        if len(name) > _LONGEST_NAME or not isinstance(text, str) or len(text) > _LONGEST_CHOICE:
            raise BriefError(f"The brief was not opened: choice “{name[:40]}” of {where} is not a short text.")
    return tuple((tidy(name), tidy(text)) for name, text in value.items() if name != "release" and tidy(name))


def _points(value: Any, where: str) -> tuple[int | str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > MOST_POINTS or not all(map(_is_point, value)):
        raise BriefError(
            f"The brief was not opened: points of {where} are not at most {MOST_POINTS} lines, each the place of a key "
            f"figure or a text of at most {LONGEST_POINT} characters."
        )
    points = (tidy(one) if isinstance(one, str) else one for one in value)
    return tuple(one for one in points if one != "")


def _is_point(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and len(value) <= LONGEST_POINT
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000
