"""One slide of the page of a brief: judgment, chart, points, notes, source line, and its data to open."""

from __future__ import annotations

import re
from html import escape
from typing import Any

_SAFE = re.compile(r"https://[^\s]+")
_OWN = re.compile(r"https?://[^\s]+")
# So many key figures or fewer stand together, the points among them marked; of more the points stand apart.
_FEW_FACTS = 12
_USUAL_HEIGHT = 450
# Pixels: a higher chart gets the whole height of a stage, and what goes with it stands beside it.
_TALL = 500
# The column of `readable.table` that a stage leaves out.
_ROWS_OF_DATA = "Rows of data"
_BETWEEN_ROWS = ";"
_ROWS_IN_CELL = 3
_OWN_MARK = ' <span class="own">(author’s words)</span>'


def slide(held: dict[str, Any], number: int) -> str:
    """The section of a slide, by its place among those shown, counted from 0."""
    one, of = held["slides"][number], len(held["slides"])
    name = f"slide-{number + 1}"
    notes = [note for note in one["notes"] if note not in one["boundary"]]
    kind = "worded" if not one["spec"] else "charted tall" if _height(one) > _TALL else "charted"
    shown = _chart(one, number) if one["spec"] else _words(one, number)
    return f"""<section class="slide {kind}" id="{name}" aria-labelledby="{name}-title" \
data-slide="{number}" tabindex="-1">
<header><p class="number" data-part="number">{number + 1} / {of}</p>
<h2 id="{name}-title" data-part="title">{escape(one["title"])}</h2>{_computed(one)}</header>
<div class="content">
{shown}
<div class="aside">{_points(one)}{listed(one["boundary"], "boundary note", "boundary")}{
        listed(notes, "note", "notes")
    }</div>
</div>
<footer class="foot"><p class="source" data-part="source line">{_source_line(one)}</p>
<p class="stamp" data-part="stamp">{escape(one["stamp"])}</p></footer>
{_more(held, one, number)}
</section>"""


def listed(texts: list[str], part: str, name: str) -> str:
    """Texts as a list, nothing where there are none. part: what each is; name: the class of the list."""
    items = "".join(f'<li data-part="{part}">{escape(one)}</li>' for one in texts)
    return f'<ul class="{name}">{items}</ul>' if items else ""


def address(url: str, safe: re.Pattern[str] = _OWN) -> str:
    """An address as text, and as a link where it is one that may be followed."""
    text = escape(url)
    return f'<a href="{text}" rel="noreferrer noopener" target="_blank">{text}</a>' if safe.fullmatch(url) else text


def _computed(one: dict[str, Any]) -> str:
    if not one["own_title"]:
        return ""
    said = f"Author’s title; computed: {one['computed_title']}"
    return f'\n<p class="computed" data-part="computed title">{escape(said)}</p>'


def _source_line(one: dict[str, Any]) -> str:
    return f"Sources: {escape(one['source'])}" if one["source"] else "No row of data is shown."


def _height(one: dict[str, Any]) -> int:
    """The height of a chart in pixels, as its spec gives it."""
    return int(one["spec"]["layout"].get("height", _USUAL_HEIGHT))


def _chart(one: dict[str, Any], number: int) -> str:
    plot = (
        f'<div class="plot" role="img" tabindex="0" data-plot="{number}" data-part="alternative text" '
        f'aria-label="{escape(one["alt"])}"></div>'
    )
    return f'<figure class="chart"><div class="box" style="min-height:{_height(one)}px">{plot}</div></figure>'


def _words(one: dict[str, Any], number: int) -> str:
    """A figure of words: its key figures, and its table where it is short or all that there is."""
    facts = "".join(_fact(fact, one["points"]) for fact in one["facts"])
    table = _table(one["table"], number) if one["table"]["stands"] else ""
    few = " few" if _is_few(one) else ""
    return f'<div class="words{few}">{f"<dl>{facts}</dl>" if facts else ""}{table}</div>'


def _is_few(one: dict[str, Any]) -> bool:
    """True for a slide of so few key figures that all of them stand together, the points among them marked."""
    return not one["spec"] and 0 < len(one["facts"]) <= _FEW_FACTS


def _fact(fact: dict[str, Any], points: list[str]) -> str:
    """A key figure; one that is also a point is marked, as a stage shows it once."""
    value = fact["value"] + (f" ({fact['change']})" if fact["change"] else "")
    kind = ' class="pointed"' if f"{fact['label']}: {value}" in points else ""
    return (
        f'<div{kind}><dt data-part="key figure">{escape(fact["label"])}</dt>'
        f'<dd data-part="value of the key figure">{escape(value)}</dd></div>'
    )


def _points(one: dict[str, Any]) -> str:
    own = set(one["own_points"])
    items = "".join(
        f'<li data-part="point">{escape(text)}{_OWN_MARK if place in own else ""}</li>'
        for place, text in enumerate(one["points"])
        if place in own or not _is_few(one)
    )
    return f'<ul class="points">{items}</ul>' if items else ""


def _more(held: dict[str, Any], one: dict[str, Any], number: int) -> str:
    """What can be opened: the table, the sources, what the speaker says; and the link to the dashboard."""
    rows = one["table"]["rows"]
    sources = "".join(_source(held["sources"][name]) for name in one["sources"])
    said = f'<div class="said" data-part="speaker notes">{escape(one["speaker_notes"])}</div>'
    parts = [
        _opened("data", f"Table ({len(rows)})", _data(one, number)),
        _opened("sources", f"Sources ({len(one['sources'])})", f"<ol>{sources}</ol>" if sources else ""),
        _opened("speaker", "Speaker notes (author’s words)", said if one["speaker_notes"] else ""),
    ]
    save = f'<button type="button" data-do="save" data-of="{number}">Save the table (CSV)</button>' if rows else ""
    again = ""
    if held["base"]:
        again = f'<p class="again">Open this figure again: <span data-part="link">{address(one["link"])}</span></p>'
    return f'<div class="more">{"".join(parts)}{again}{save}</div>'


def _opened(name: str, label: str, inside: str) -> str:
    return f'<details class="{name}"><summary>{label}</summary>{inside}</details>' if inside else ""


def _data(one: dict[str, Any], number: int) -> str:
    words = f'<p class="alt" data-part="alternative text in words">{escape(one["alt"])}</p>' if one["spec"] else ""
    table = one["table"]
    return words + (_table(table, number) if table["rows"] and not table["stands"] else "")


def _source(source: dict[str, str]) -> str:
    url = source["url"]
    text = source["footnote"].removesuffix(url).strip()
    return (
        f'<li data-part="source">{escape(text)} {address(url, _SAFE)} <span>Grade {escape(source["grade"])}</span></li>'
    )


def _table(table: dict[str, Any], number: int) -> str:
    columns = table["columns"]
    head = "".join(f'<th scope="col"{_kind(column, "")}>{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row, columns, range(len(row))))}</tr>\n" for row in table["rows"])
    return f"""<div class="scroll" role="region" tabindex="0" aria-label="Table of slide {number + 1}">
<table data-part="table"><thead><tr>{head}</tr></thead><tbody>
{body}</tbody></table></div>"""


def _cell(value: Any, column: str, place: int) -> str:
    if place == 0:
        return f'<th scope="row"{_kind(column, "")}>{escape(_text(value))}</th>'
    text = escape(_text(value))
    rows = text.count(_BETWEEN_ROWS) + 1
    if column == _ROWS_OF_DATA and rows > _ROWS_IN_CELL:
        text = f"<details><summary>{rows:,} rows</summary>{text}</details>"
    return f"<td{_kind(column, value)}>{text}</td>"


def _kind(column: str, value: Any) -> str:
    """The class of a cell: `rows` names rows of data, `n` is a number."""
    if column == _ROWS_OF_DATA:
        return ' class="rows"'
    return ' class="n"' if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _text(value: Any) -> str:
    """A value as it is read in a table: a gap is empty, a whole number has no fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
