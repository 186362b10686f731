"""What goes with a figure wherever it is shown: its source line, its stamp, and the whole of it as JSON."""

from __future__ import annotations

import json
from typing import Any

from khyber.charts import border_views, catalogue, names
from khyber.charts.catalogue import Figure, plain_table, sources_of
from khyber.evidence import Evidence, Source, cached, dates, grading
from khyber.evidence.ranges import number
from khyber.filters import Filters
from khyber.parsing import NATURAL_EARTH

_MOST = 3


@cached(512)
def source_line(evidence: Evidence, shown: Figure) -> str:
    """Such as "PICSS, read from BOL News (2 January 2022) and 14 more pages; PIPS, …", newest pages first."""
    if not shown.rows:
        return ""
    if shown.table.empty or "publisher" not in shown.table:
        read = sources_of(evidence, shown)
        return f"Read from {_pages(read, _MOST)}" if read else f"This project's own words, release {evidence.release}"
    told = []
    for publisher, marks in shown.table.groupby("publisher", sort=False):
        behind = sources_of(evidence, shown, (row for rows in marks["rows"] for row in rows))
        if behind:
            told.append(_read_from(names.publisher(evidence, publisher), behind))
    return "; ".join(told)


def stamp(evidence: Evidence, shown: Figure, filters: Filters) -> str:
    """Which data a figure shows: release, the choices that it looks at, and the day up to which pages were searched."""
    entry = catalogue.entry(shown.id)
    looked_at = filters.only(entry.uses)
    counts = entry.page == "attacks" or ({"metric", "series"} & set(entry.uses) and "category" not in entry.uses)
    whole = names.of(evidence, "areas", names.NATION) if counts else "All areas"
    chosen = looked_at.sentence(evidence, whole)
    if "border" in entry.uses and looked_at.border == NATURAL_EARTH:
        chosen += f", {border_views.said(evidence, NATURAL_EARTH)}"
    return f"Khyber, release {evidence.release}; {chosen}; pages searched up to {dates.words(evidence.searched_until)}"


def as_json(evidence: Evidence, shown: Figure, filters: Filters) -> str:
    """A figure as JSON: what it says, how it is drawn, its table, rows and sources, and the link's parameters."""
    pages = sources_of(evidence, shown)
    table = plain_table(shown)
    table["grade"] = [grading.in_short(catalogue.grades_of(evidence, shown, rows)) for rows in shown.table["rows"]]
    whole: dict[str, Any] = {
        "id": shown.id,
        "title": shown.title,
        "alt": shown.alt,
        "release": evidence.release,
        "filters": filters.pinned(evidence),
        "facts": [
            {"label": f.full_label, "value": f.value, "change": f.change, "rows": list(map(str, f.rows))}
            for f in shown.facts
        ],
        "notes": list(shown.notes),
        "on_screen": list(shown.on_screen),
        "table": json.loads(table.to_json(orient="records", date_format="iso")),
        "rows": list(map(str, shown.rows)),
        "sources": [
            {
                "source_id": s.source_id,
                "publisher": s.publisher,
                "title": s.title,
                "url": s.url,
                "published": s.when,
                "grade": grading.of_source(s).letter,
            }
            for s in pages
        ],
        "spec": shown.spec,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _read_from(publisher: str, pages: list[Source]) -> str:
    if len(pages) == 1 and pages[0].publisher == publisher:
        return f"{publisher} ({pages[0].when})"
    return f"{publisher}, read from {_pages(pages, 1)}"


def _pages(pages: list[Source], most: int) -> str:
    named = [f"{one.publisher} ({one.when})" for one in pages[:most]]
    left = len(pages) - len(named)
    more = [f"{number(left)} more page{'s' if left > 1 else ''}"] if left else []
    return names.in_words([*named, *more], most + 1)
