"""docs/outlook.md: the outlook of the newest release in words and tables, with the numbers of the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from khyber.charts import catalogue, readable
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from khyber.settings import settings

FIGURES = tuple(one.id for one in catalogue.entries() if one.page == "outlook")
_HEAD = """# Outlook

<!-- Written by `khyber outlook --write`: what stands here is computed from the release. -->

The backtest and the months ahead, as the page shows them. [How it is computed](methods.md#outlook).
`khyber outlook` prints this, also for another publisher, area, metric, day or release.
"""


def page() -> Path:
    """Where the document stands."""
    return settings.root / "docs" / "outlook.md"


def write() -> Path:
    """Write the document of the newest release and return its path."""
    page().write_text(_current(), encoding="utf-8")
    return page()


def is_current() -> bool:
    """True where the document on disk is what the newest release says."""
    return page().is_file() and page().read_text(encoding="utf-8") == _current()


def _current() -> str:
    return f"{_HEAD}\n{render(open_release(), Filters())}"


def render(evidence: Evidence, filters: Filters) -> str:
    """The figures of the outlook in Markdown: title, table, key figures and notes of each, and the release."""
    parts = [f"Release {evidence.release}, pages searched up to {evidence.searched_until.isoformat()}.\n"]
    for figure_id in FIGURES:
        parts.append(_section(evidence, catalogue.build(figure_id, evidence, filters)))
    return "\n".join(parts)


def _section(evidence: Evidence, shown: catalogue.Figure) -> str:
    lines = [f"## {catalogue.entry(shown.id).name}", "", f"{shown.title}.", ""]
    if not shown.is_empty:
        lines += [*_table(readable.table(evidence, shown).drop(columns="Rows of data")), ""]
    lines += [f"- {fact.full_label}: {'; '.join(filter(None, (fact.value, fact.change)))}" for fact in shown.facts]
    lines += [""] * bool(shown.facts)
    lines += [line for note in shown.notes for line in (note, "")]
    return "\n".join(lines)


def _table(table: pd.DataFrame) -> list[str]:
    rows = [list(table.columns), ["---"] * len(table.columns), *table.astype(object).values.tolist()]
    return [f"| {' | '.join('' if pd.isna(cell) else str(cell) for cell in row)} |" for row in rows]
