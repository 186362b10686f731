"""A link or a brief to files: what `khyber export` does, and the page with it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from khyber.briefing import links, saved
from khyber.briefing.brief import Brief, BriefError, slides_of
from khyber.briefing.shown import Progress, Shown, ShownSlide, show
from khyber.charts import catalogue, pages
from khyber.evidence.releases import NEWEST
from khyber.filters import open_link

SHAPES = ("16:9", "4:3")


class Format(NamedTuple):
    """A format: what it is called, its media type, and whether each slide is a file of its own."""

    name: str
    media_type: str
    is_one_a_slide: bool = False


FORMATS = {
    "pptx": Format("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "html": Format("One HTML file", "text/html"),
    "pdf": Format("PDF", "application/pdf"),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": Format("CSV", "text/csv", is_one_a_slide=True),
    "png": Format("Pictures (PNG)", "image/png", is_one_a_slide=True),
    "svg": Format("Pictures (SVG)", "image/svg+xml", is_one_a_slide=True),
    "json": Format("Brief as a file", "application/json"),
}


class Opened(NamedTuple):
    """What a link opens: the brief, the address of the dashboard ("" for a path), a sentence for each part ignored."""

    brief: Brief
    base: str
    told: tuple[str, ...] = ()


def open_brief(link: str) -> Opened:
    """The brief that a link opens: a path with query or a full address of a page or a brief, or the file of a brief.

    A page becomes the brief of its figures, one a slide, without those that show nothing. Raises BriefError.
    """
    if link.endswith(".json"):
        return Opened(_from_file(Path(link)), "")
    parts = urlsplit(link)
    if parts.scheme not in ("", "http", "https"):
        raise BriefError(
            f"“{link[:80]}” is no link of this dashboard: a path such as /attacks or a full address is needed."
        )
    base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    query = parse_qs(parts.query)
    if f"/{parts.path.strip('/')}" in (links.PAGE, links.PRESENT):
        return Opened(links.read(query), base)
    page = pages.at(parts.path)
    if page is None:
        known = ", ".join(f"/{one.path}" for one in pages.PAGES)
        raise BriefError(f"There is no page at “{parts.path[:80]}”; there are {known}.")
    opened = open_link(query)
    wanted = [NEWEST, *query.get("release", ())][-1]
    if wanted not in (NEWEST, opened.evidence.release):
        raise BriefError(f"It cannot be opened here: {opened.ignored[0].partition('; the ')[0]}.")
    shown = [
        entry.id
        for entry in catalogue.entries()
        if entry.stands_on(page.id) and not catalogue.build(entry.id, opened.evidence, opened.filters).is_empty
    ]
    if not shown:
        raise BriefError(f"No figure of the page {page.name} shows anything for this link.")
    return Opened(Brief(page.name, slides_of(shown, opened.filters), opened.filters.release), base, opened.ignored)


def _from_file(file: Path) -> Brief:
    try:
        return saved.read(file.read_bytes())
    except OSError as error:
        raise BriefError(f"{file.name} cannot be read: {error.strerror}.") from error


def write(
    brief: Brief, to: Path, base: str, progress: Progress, template: Path | None = None, shape: str = SHAPES[0]
) -> tuple[list[Path], tuple[str, ...]]:
    """Write a brief to a file whose ending names the format; gives the files, and what was left out.

    Of a format of one file a slide, several slides become several files, numbered. They appear whole, and all
    of them or none. `progress` is told how many of how many steps are done, two a slide and a last one, and what is
    done now. Raises BriefError where the ending is no format and where the brief cannot be shown or written.
    """
    kind = to.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise BriefError(
            f"“{to.name}” has no ending that is known here: choose {', '.join(f'.{one}' for one in FORMATS)}."
        )
    if not to.parent.is_dir():
        raise BriefError(f"{to.name} cannot be written: there is no folder {to.parent}.")
    shown = show(brief, base, lambda done, of, what: progress(done, 2 * of + 1, f"Figure of {what.lower()}"))
    if not shown.slides:
        raise BriefError("The brief has no slides: nothing was written.")

    def second(done: int, of: int, what: str) -> None:
        progress(of + done, 2 * of + 1, what)

    if FORMATS[kind].is_one_a_slide:
        made = list(zip(_names(to, shown), _each(kind, shown, second), strict=True))
    else:
        made = [(to, _whole(kind, shown, second, template, shape))]
    _put(made)
    steps = 2 * len(shown.slides) + 1
    progress(steps, steps, "Done")
    return [file for file, _ in made], shown.told


def _names(to: Path, shown: Shown) -> list[Path]:
    if len(shown.slides) == 1:
        return [to]
    return [to.with_name(f"{to.stem}-{one.place + 1:02}-{one.figure.id}{to.suffix}") for one in shown.slides]


def _each(kind: str, shown: Shown, progress: Progress) -> list[bytes]:
    if kind == "csv":
        from khyber.briefing import tables

        return [tables.csv(shown, one) for one in shown.slides]
    from khyber.briefing import picture

    slides: tuple[ShownSlide, ...] = shown.slides
    return picture.pictures(slides, shown.evidence, kind, progress)


def _whole(kind: str, shown: Shown, progress: Progress, template: Path | None, shape: str) -> bytes:
    """A file of the whole brief; what a format needs is imported when it is asked for."""
    if kind == "json":
        return saved.write(shown.brief.changed(release=shown.evidence.release))
    if kind == "pptx":
        from khyber.briefing import pptx

        return pptx.write(shown, template=template, shape=shape, progress=progress)
    if kind == "xlsx":
        from khyber.briefing import tables

        return tables.excel(shown, progress)
    from khyber.briefing import html, pdf

    writers: dict[str, Callable[[Shown, Progress], bytes]] = {"html": html.write, "pdf": pdf.write}
    return writers[kind](shown, progress)


def _put(made: Sequence[tuple[Path, bytes]]) -> None:
    """Write files, all of them or none: each under another name first, and only then under its own."""
    halves = [file.with_name(f".khyber-{secrets.token_hex(8)}") for file, _ in made]
    file = made[0][0]
    try:
        for (file, data), half in zip(made, halves, strict=True):
            if file.is_dir():
                raise BriefError(f"{file.name} cannot be written: it is a folder.")
            half.write_bytes(data)
        for (file, _), half in zip(made, halves, strict=True):
            os.replace(half, file)
    except OSError as error:
        raise BriefError(f"{file.name} cannot be written: {(error.strerror or str(error)).lower()}.") from error
    finally:
        for half in halves:
            half.unlink(missing_ok=True)
