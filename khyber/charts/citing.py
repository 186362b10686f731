"""Citations of a figure and of the pages behind it: a footnote, BibTeX and CSL-JSON."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from khyber.charts import catalogue, sourcing
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import Evidence, Source, dates
from khyber.evidence.ranges import number
from khyber.filters import Filters

NAME = "Khyber"
AUTHOR = "The Khyber developers"
# The type of CSL for each kind of page; any other is a web page.
_TYPES = {
    "news": "article-newspaper",
    "think-tank": "report",
    "un-report": "report",
    "government": "report",
    "ngo": "report",
    "academic": "article",
    "dataset": "dataset",
    "encyclopedia": "entry-encyclopedia",
}
_TEX = {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    **{one: f"\\{one}" for one in "&%$#_"},
}
_MOST_NAMED = 8
_DIGITS = 8
_SAFE_IN_URL = "%/:=&?~#+!$,;'@()*[]"


class Work(NamedTuple):
    """What is cited: a figure of Khyber, or a page. `issued` are the first and last day on which it came out."""

    key: str
    type: str
    author: str
    title: str
    publisher: str
    issued: tuple[date, date] | None
    url: str
    note: str
    version: str = ""
    accessed: date | None = None


def works(
    evidence: Evidence,
    shown: Figure,
    filters: Filters,
    address: str,
    accessed: date,
    rows: Iterable[Row] | None = None,
) -> list[Work]:
    """The figure, and each page behind it or behind some of its rows, newest first.

    `address` is the link of the view with its choices; `accessed` the day on which it is cited.
    """
    chosen = None if rows is None else tuple(rows)
    created = date.fromisoformat(evidence.package["created"][:10])
    note = sourcing.stamp(evidence, shown, filters)
    if chosen is not None:
        note = f"{note}; {_named(chosen)}"
    told_apart = hashlib.sha256("\n".join([address, *map(str, chosen or ())]).encode()).hexdigest()[:_DIGITS]
    key = f"khyber-{shown.id}-{evidence.release}-{told_apart}"
    title, issued = plain(shown.title), (created, created)
    own = Work(key, "webpage", AUTHOR, title, NAME, issued, address, note, evidence.release, accessed)
    return [own, *(_page(evidence, one) for one in catalogue.sources_of(evidence, shown, chosen))]


def _named(rows: tuple[Row, ...]) -> str:
    """Rows by their ids, or how many they are where they are many."""
    return f"rows {', '.join(map(str, rows))}" if len(rows) <= _MOST_NAMED else f"{number(len(rows))} of its rows"


def _page(evidence: Evidence, source: Source) -> Work:
    issued = (source.earliest, source.latest) if source.earliest and source.latest else None
    note = f"Read for {NAME}, release {evidence.release}, as {source.source_id}"
    kind, title, publisher = _TYPES.get(source.kind, "webpage"), plain(source.title), plain(source.publisher)
    return Work(source.source_id, kind, "", title or source.url, publisher, issued, source.url, note)


def plain(text: str) -> str:
    """A text without control characters, its spaces single."""
    return " ".join("".join(one for one in text if one.isspace() or unicodedata.category(one) != "Cc").split())


def footnote(cited: list[Work]) -> str:
    """The figure in one paragraph, and the pages behind it one a line."""
    own, *pages = cited
    assert own.accessed
    first = f"{own.author}, “{own.title}”. {own.note}. {own.url} (accessed {dates.words(own.accessed)})."
    return "\n".join([first, *(f"{one.publisher}, “{one.title}”, {_when(one)}. {one.url}" for one in pages)])


def _when(work: Work) -> str:
    return dates.words(*work.issued) if work.issued else "undated"


def bibtex(cited: list[Work]) -> str:
    """Entries of BibTeX, all of them @misc, which every style knows; in UTF-8."""
    return "\n\n".join(f"@misc{{{_key(one.key)},\n{_fields(one)}\n}}" for one in cited) + "\n"


def _fields(work: Work) -> str:
    said = {
        "author": f"{{{tex(work.author or work.publisher)}}}",
        "title": f"{{{tex(work.title)}}}",
        "publisher": tex(work.publisher),
        "howpublished": f"\\url{{{_address(work.url)}}}",
        "url": _address(work.url),
        "note": tex(work.note),
        "version": tex(work.version),
        "urldate": work.accessed.isoformat() if work.accessed else "",
        **_dates_of_bibtex(work),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in said.items() if value]
    if month := _month(work):
        lines.append(f"  month = {month}")
    return ",\n".join(lines)


def _dates_of_bibtex(work: Work) -> dict[str, str]:
    """`year` for BibTeX where it is certain, `date` for biblatex, which knows spans."""
    if not work.issued:
        return {}
    parts = ["-".join(f"{part:02}" for part in one) for one in _parts(*work.issued)]
    first, last = work.issued
    return {"year": str(first.year) if first.year == last.year else "", "date": "/".join(parts)}


def _month(work: Work) -> str:
    """The macro of BibTeX for the month, "" where it is not certain."""
    if not work.issued or (work.issued[0].year, work.issued[0].month) != (work.issued[1].year, work.issued[1].month):
        return ""
    return calendar.month_abbr[work.issued[0].month].lower()


def tex(text: str) -> str:
    """A text as TeX prints it: special characters escaped, control characters left out, spaces single."""
    return "".join(_TEX.get(one, one) for one in plain(text))


def _address(url: str) -> str:
    """An address without characters that break a field of BibTeX: braces, backslashes, spaces, other letters."""
    return quote(url, safe=_SAFE_IN_URL)


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.:_-]", "-", text)


def csl_json(cited: list[Work]) -> str:
    """Entries of CSL-JSON, as reference managers read them."""
    return json.dumps([_csl(one) for one in cited], ensure_ascii=False, indent=1)


def _csl(work: Work) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": work.key,
        "type": work.type,
        "title": work.title,
        "publisher": work.publisher,
        "URL": work.url,
        "note": work.note,
    }
    if work.author:
        said["author"] = [{"literal": work.author}]
    if work.type == "article-newspaper":
        said["container-title"] = work.publisher
    if work.version:
        said["version"] = work.version
    if work.issued:
        said["issued"] = {"date-parts": _parts(*work.issued)}
    if work.accessed:
        said["accessed"] = {"date-parts": _parts(work.accessed, work.accessed)}
    return said


def _parts(first: date, last: date) -> list[list[int]]:
    """A day, a month or a year as CSL has it; two days for any other span."""
    if first == last:
        return [[first.year, first.month, first.day]]
    month_ends = calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and last.day == month_ends:
        if (first.year, first.month) == (last.year, last.month):
            return [[first.year, first.month]]
        if (first.month, last.month) == (1, 12):
            return [[first.year]] if first.year == last.year else [[first.year], [last.year]]
    return [[one.year, one.month, one.day] for one in (first, last)]
