"""Whether an HTML file of a brief is as it was written, and whether it says what its release says.

Two verdicts, each for itself: a digest over the bytes, which whoever changes a file can make anew; and every value,
computed anew from the release that the file names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from khyber.briefing import html, saved
from khyber.briefing.brief import Brief, BriefError
from khyber.briefing.html import read
from khyber.briefing.html.contents import FORMAT, contents
from khyber.briefing.html.read import Place
from khyber.briefing.shown import show
from khyber.evidence.releases import identifiers

_MOST_TOLD = 20
_LONGEST_TOLD = 120
_MISSING = "nothing"
Path = tuple[Any, ...]


class Difference(NamedTuple):
    """A text or value of a file that is not what its release says: where it stands, and both in words."""

    where: str
    file: str
    release: str

    def __str__(self) -> str:
        return f"{self.where}: the file says {self.file}; the release says {self.release}."


@dataclass(frozen=True)
class Verdict:
    """Both verdicts on a file.

    digest: whether the bytes are those that the digest in the file was made of, "none" where it names none.
    release: the release that the file names. differences: what is not as that release says, page first, then data.
    problem: why the values could not be compared, "" where they were. frame: False where all that is no text and no
    value, such as scripts, is not what this Khyber writes. own: how many texts are the author's, which no release says.
    base: the address of the dashboard that its links lead to, "" where it names none.
    """

    digest: Literal["unchanged", "changed", "none"]
    release: str = ""
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    frame: bool = True
    own: int = 0
    base: str = ""

    @property
    def values_hold(self) -> bool:
        """True where every value was compared, and the file says and does what this Khyber writes of its release."""
        return not self.problem and not self.differences and self.frame

    @property
    def holds(self) -> bool:
        """True where both verdicts are good."""
        return self.digest == "unchanged" and self.values_hold

    def lines(self) -> list[str]:
        """The verdicts in words, one line each, the differences below."""
        return [_DIGESTS[self.digest], *self._of_values(), *self._of_author(), *self._of_links()]

    def _of_values(self) -> list[str]:
        if self.problem:
            return [f"Values: not compared. {self.problem}"]
        if self.differences:
            shown = [f"  {one}" for one in self.differences[:_MOST_TOLD]]
            left = len(self.differences) - len(shown)
            more = [f"  and {left:,} more"] if left else []
            count = f"{len(self.differences):,} difference{'s' if len(self.differences) > 1 else ''}"
            return [f"Values: {count} from release {self.release}.", *shown, *more]
        lines = [f"Values: every one is what release {self.release} says."]
        if not self.frame:
            lines.append(
                "  But scripts, styles or the order of the page are not what this Khyber writes: another version wrote "
                "the file, or it was changed, and it may show something else than it holds."
            )
        return lines

    def _of_author(self) -> list[str]:
        if not self.own:
            return []
        texts = f"{self.own:,} text{'s are' if self.own > 1 else ' is'}"
        return [f"{texts} the author’s own, marked as such: no release says them."]

    def _of_links(self) -> list[str]:
        return [f"Its links lead to {_short(self.base)}: no release says whose that is."] if self.base else []


_DIGESTS: dict[str, str] = {
    "unchanged": "Digest: unchanged since the file was written.",
    "changed": "Digest: the file was changed after it was written.",
    "none": "Digest: the file names none.",
}


def verify(data: bytes) -> Verdict:
    """Both verdicts on a file. Raises BriefError for a file that is no HTML file of a brief."""
    text = data.decode("utf-8", "replace")
    named = html.named_digest(data)
    digest: Literal["unchanged", "changed", "none"] = "none"
    if named:
        digest = "unchanged" if named == html.digest(data) else "changed"
    try:
        held = read.data(text)
        release, brief, base = _named(held)
    except LookupError as error:
        if not named:
            raise BriefError("This file is no brief of Khyber as HTML: there is no brief in it.") from error
        return Verdict(digest, problem="The data inside the file are missing or not whole.")
    except (ValueError, RecursionError) as error:
        return Verdict(digest, problem=f"The data inside the file cannot be read. {_reason(error)}".strip())
    if release not in identifiers():
        return Verdict(digest, release, problem=f"Release {_short(release)} is not here: {_here()}.")
    return _compared(data, text, held, digest, brief, base)


def _named(held: Any) -> tuple[str, Brief, str]:
    """The release, the brief and the address of the dashboard that the data of a file name."""
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise ValueError
    release, base = held.get("release"), held.get("base")
    if not isinstance(release, str) or not isinstance(base, str):
        raise ValueError
    return release, saved.from_plain(held.get("brief")).changed(release=release), base


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, BriefError) else ""


def _here() -> str:
    return f"there are {', '.join(identifiers())}" if identifiers() else "there is none"


def _compared(
    data: bytes, text: str, held: Any, digest: Literal["unchanged", "changed", "none"], brief: Brief, base: str
) -> Verdict:
    try:
        wanted = contents(show(brief, base))
    except BriefError as error:
        return Verdict(digest, brief.release, problem=str(error))
    written = html.from_contents(wanted)
    wanted = json.loads(json.dumps(wanted))
    page = _of_pages(read.texts(text), read.texts(written.decode()), wanted)
    inside = [
        _difference(f"{_path(path, wanted)}, in the data", found, said) for path, found, said in _walk(held, wanted)
    ]
    frame = bool(page or inside) or html.with_digest(data, "") == html.with_digest(written, "")
    return Verdict(digest, brief.release, (*page, *inside), "", frame, _own(brief), base)


def _own(brief: Brief) -> int:
    """How many texts of a brief are its author's own."""
    points = (point for slide in brief.slides for point in slide.points or ())
    titles = sum(bool(slide.title) + bool(slide.notes) for slide in brief.slides)
    return bool(brief.title) + titles + sum(isinstance(one, str) for one in points)


def _of_pages(found: dict[Place, str], wanted: dict[Place, str], held: dict[str, Any]) -> list[Difference]:
    """What stands on the page of a file and not on that which the release gives, and the other way round."""
    places = [place for place in {**wanted, **found} if found.get(place) != wanted.get(place)]
    return [_difference(f"{_where(place, held)}, on the page", found.get(place), wanted.get(place)) for place in places]


def _where(place: Place, held: dict[str, Any]) -> str:
    where = f"Slide {place.slide}" if place.slide else "The brief"
    if place.part != "table":
        return f"{where}, {place.part}{f' {place.row}' if place.row > 1 else ''}"
    return f"{where}, table, {f'row {place.row}' if place.row else 'head'}, {_column(held, place.slide, place.column)}"


def _column(held: dict[str, Any], slide: int, column: int) -> str:
    """A column of the table of a slide by its name, both counted from 1."""
    slides = held["slides"]
    columns = slides[slide - 1]["table"]["columns"] if 0 < slide <= len(slides) else []
    return f"column “{columns[column - 1]}”" if 0 < column <= len(columns) else f"column {column}"


def _walk(found: Any, wanted: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values of JSON differ, each part by itself."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in {**wanted, **found}:
            yield from _walk(found.get(name), wanted.get(name), (*path, name))
    elif isinstance(found, list) and isinstance(wanted, list):
        for place in range(max(len(found), len(wanted))):
            ours = wanted[place] if place < len(wanted) else None
            yield from _walk(found[place] if place < len(found) else None, ours, (*path, place))
    elif type(found) is not type(wanted) or found != wanted:
        yield path, found, wanted


def _path(path: Path, held: dict[str, Any]) -> str:
    """The place of a value in the data in words, such as "Slide 2, table, row 3, column “Year”"."""
    if path[:1] != ("slides",) or len(path) < 2:
        return f"The brief, {' '.join(map(_step, path))}"
    inside = path[2:]
    if inside[:2] == ("table", "rows") and len(inside) == 4:
        return f"Slide {path[1] + 1}, table, row {inside[2] + 1}, {_column(held, path[1] + 1, inside[3] + 1)}"
    named = {"spec": "chart", "computed_title": "computed title", "boundary": "boundary note"}
    words = [named.get(one, _step(one)) if place == 0 else _step(one) for place, one in enumerate(inside)]
    return f"Slide {path[1] + 1}, {' '.join(words)}"


def _step(one: Any) -> str:
    return str(one + 1) if isinstance(one, int) else _short(str(one)).replace("_", " ")


def _difference(where: str, found: Any, wanted: Any) -> Difference:
    """A difference as it is told: of long texts the part from a little before where they part."""
    file, release = _words(found), _words(wanted)
    same = next((place for place, (one, other) in enumerate(zip(file, release, strict=False)) if one != other), 0)
    start = max(0, same - _LONGEST_TOLD // 3) if max(len(file), len(release)) > _LONGEST_TOLD else 0
    return Difference(where, _told(found, file, start), _told(wanted, release, start))


def _words(value: Any) -> str:
    return saved.tidy(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _told(value: Any, words: str, start: int) -> str:
    if value is None:
        return _MISSING
    end = start + _LONGEST_TOLD
    return f"“{'…' if start else ''}{words[start:end]}{'…' if words[end:] else ''}”"


def _short(text: str) -> str:
    return saved.tidy(text)[:_LONGEST_TOLD]
