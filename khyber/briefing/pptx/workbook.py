"""The workbook behind a chart: its columns, how the chart refers to them, and the same values as the chart's cache."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from khyber.briefing.pptx.text import one_line

SHEET = "Data"
DAY = "yyyy-mm-dd"
MONTH = "mmm yyyy"
_LONGEST = 255
_FAR, _NEAR = 40, 8

Cell = float | str | None


@dataclass
class _Column:
    header: str
    values: Sequence[Cell]
    number_format: str
    formulas: tuple[str, str] | None = None


@dataclass
class Book:
    """Columns of one sheet, each with its header in the first row."""

    columns: list[_Column] = field(default_factory=list)

    def add(self, header: str, values: Sequence[Cell], number_format: str = "General") -> int:
        """Add a column and give its place."""
        self.columns.append(_Column(one_line(header)[:_LONGEST], values, number_format))
        return len(self.columns) - 1

    def add_difference(self, header: str, larger: int, smaller: int) -> int:
        """Add a column of differences of two columns, as formulas, so that it follows when they are edited."""
        pairs = zip(self.columns[larger].values, self.columns[smaller].values, strict=True)
        values = [
            round(one - other, 9) if isinstance(one, float) and isinstance(other, float) else None
            for one, other in pairs
        ]
        place = self.add(header, values)
        self.columns[place].formulas = (xl_col_to_name(larger), xl_col_to_name(smaller))
        return place

    def header(self, place: int) -> str:
        """A series' name in XML: a reference to its header, with the text itself."""
        column = self.columns[place]
        points = f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(column.header)}</c:v></c:pt>'
        return f"<c:tx><c:strRef><c:f>{self._cell(place, 0)}</c:f><c:strCache>{points}</c:strCache></c:strRef></c:tx>"

    def values(self, place: int) -> str:
        """The values of a column in XML: a reference, with the values themselves; a gap has no point."""
        column = self.columns[place]
        ref = f"{self._cell(place, 1)}:{self._cell(place, max(len(column.values), 1)).split('!')[1]}"
        points = "".join(
            f'<c:pt idx="{number}"><c:v>{escape(written(one))}</c:v></c:pt>'
            for number, one in enumerate(column.values)
            if one is not None
        )
        count = f'<c:ptCount val="{len(column.values)}"/>'
        if any(isinstance(one, str) for one in column.values):
            return f"<c:strRef><c:f>{ref}</c:f><c:strCache>{count}{points}</c:strCache></c:strRef>"
        kind = f"<c:formatCode>{escape(column.number_format)}</c:formatCode>"
        return f"<c:numRef><c:f>{ref}</c:f><c:numCache>{kind}{count}{points}</c:numCache></c:numRef>"

    def _cell(self, place: int, row: int) -> str:
        return f"{SHEET}!${xl_col_to_name(place)}${row + 1}"

    def written(self) -> bytes:
        """The workbook as a file. Text is never a formula."""
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            sheet = book.add_worksheet(SHEET)
            formats = {one: book.add_format({"num_format": one}) for one in {c.number_format for c in self.columns}}
            for place, column in enumerate(self.columns):
                sheet.write_string(0, place, column.header)
                sheet.set_column(place, place, min(max(len(column.header), _NEAR), _FAR))
                for row, value in enumerate(column.values, 1):
                    if isinstance(value, str):
                        sheet.write_string(row, place, value)
                    elif value is not None and column.formulas:
                        larger, smaller = column.formulas
                        sheet.write_formula(row, place, f"={larger}{row + 1}-{smaller}{row + 1}", None, value)
                    elif value is not None:
                        sheet.write_number(row, place, value, formats[column.number_format])
        return file.getvalue()


def written(value: float | str) -> str:
    """A value as it stands in the cache of a chart."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else repr(value)
