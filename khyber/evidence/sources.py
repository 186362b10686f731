"""A source: one page that was read, and how it is named on a screen or in a footnote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from khyber.evidence import dates


@dataclass(frozen=True, slots=True)
class Source:
    """One row of `sources`: whose page, which title and address, and between which days it was published."""

    source_id: str
    publisher: str
    title: str
    url: str
    earliest: date | None
    latest: date | None
    date_basis: str
    kind: str

    @classmethod
    def from_row(cls, row: Any) -> Source:
        """A source from a row of the typed table."""
        return cls(
            row.source_id,
            row.publisher,
            row.title if isinstance(row.title, str) else "",
            row.url if isinstance(row.url, str) else "",
            None if pd.isna(row.published_earliest) else row.published_earliest.date(),
            None if pd.isna(row.published_latest) else row.published_latest.date(),
            row.date_basis,
            row.kind,
        )

    @property
    def when(self) -> str:
        """The day, month or span of publication in words, or "undated"."""
        return dates.words(self.earliest, self.latest) if self.earliest else "undated"

    @property
    def footnote(self) -> str:
        """Publisher, title, day and address in one line."""
        return f"{self.publisher}, “{self.title}”, {self.when}. {self.url}"

    def newest_first(self) -> tuple[bool, int, str]:
        """A sort key: newest first, undated last, then by id."""
        return (self.earliest is None, -(self.earliest.toordinal() if self.earliest else 0), self.source_id)
