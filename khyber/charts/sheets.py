"""Tables as sheets of an Excel workbook, written row by row; text is text there, never a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from khyber.charts import catalogue

_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_IN_A_CELL = 32_767


def add(book: Any, name: str, table: pd.DataFrame, widths: Mapping[str, int], usual: int) -> None:
    """Add a table to a write-only workbook as a sheet; widths are in letters, by column, `usual` for the others."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    for place, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = widths.get(column, usual)
    sheet.append([_cell(sheet, column, bold=True) for column in table.columns])
    for line in table.itertuples(index=False):
        sheet.append([_cell(sheet, value) for value in line])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table) + 1}"


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A cell with a value as such; text is marked as text, so that nothing in it is a formula."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value.item() if hasattr(value, "item") else value)
    cell = WriteOnlyCell(sheet, value=_NOT_PRINTED.sub("", value)[:_MOST_IN_A_CELL])
    cell.data_type = "s"
    if catalogue.FORMULA.match(value):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
