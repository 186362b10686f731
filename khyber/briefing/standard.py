"""The standard briefs, ready made: files like any other brief, in which nothing but choices is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from khyber.briefing import saved
from khyber.briefing.brief import Brief, BriefError

_FOLDER = Path(__file__).with_name("briefs")


@cache
def briefs() -> dict[str, Brief]:
    """Every standard brief by its name, which is also that of its file."""
    return {file.stem: saved.read(file.read_bytes()) for file in sorted(_FOLDER.glob("*.json"))}


def is_as_given(brief: Brief) -> bool:
    """True for a standard brief in which nothing was changed but the release."""
    return any(brief.changed(release=one.release) == one for one in briefs().values())


def read(name: str) -> Brief:
    """A standard brief by its name. Raises BriefError for a name that is none."""
    if name not in briefs():
        raise BriefError(f"There is no standard brief “{name[:60]}”; there are {', '.join(briefs())}.")
    return briefs()[name]
