"""The XML of native charts: series with their marks, ranges and labels, and the chart around them."""

from __future__ import annotations

from typing import NamedTuple
from xml.sax.saxutils import escape

from khyber.briefing.pptx import axes, looks
from khyber.briefing.pptx.frame import USUAL, Frame
from khyber.briefing.pptx.looks import Line
from khyber.briefing.pptx.panels import Panel
from khyber.briefing.pptx.series import Label, Series
from khyber.briefing.pptx.text import plain
from khyber.briefing.pptx.workbook import Book

_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_AS_IN_DATA = "#,##0"


class Chart(NamedTuple):
    """A chart as files: its XML, its workbook, and the drawing of its words, b"" for none."""

    xml: bytes
    workbook: bytes
    drawing: bytes


def beginning(number: int, book: Book, header: int, shape: str) -> str:
    """The beginning of any series: its number, its name and its look."""
    return f'<c:idx val="{number}"/><c:order val="{number}"/>{book.header(header)}<c:spPr>{shape}</c:spPr>'


def stroke(line: Line | None) -> str:
    """The line of a series, or that it has none."""
    return looks.line(line)


def marks(series: Series) -> str:
    """The mark of a series, and those of its points that look otherwise."""
    others = ""
    for place, one in sorted(series.marks.items()):
        is_joined = series.line and place > 0 and series.y[place - 1] is not None
        shape = looks.line(series.line) if is_joined else looks.unseen(one.fill)
        others += f'<c:dPt><c:idx val="{place}"/>{looks.native_marker(one)}<c:bubble3D val="0"/>'
        others += f"<c:spPr>{shape}</c:spPr></c:dPt>"
    return looks.native_marker(series.mark) + others


def labels(series: Series, *, values_are_y: bool = True) -> str:
    """The labels of a series: where all are its values, or the same word, as such, so that they follow the data."""
    if not series.labels:
        return ""
    first = next(iter(series.labels.values()))
    named = [place for place, one in enumerate(series.y) if one is not None]
    same_look = all((one.points, one.ink, one.place) == (first.points, first.ink, first.place)
                    for one in series.labels.values())  # fmt: skip
    if same_look and set(named) == set(series.labels):
        words = {one.text for one in series.labels.values()}
        if len(words) == 1:
            quoted = first.text.replace('"', "")
            return _for_all(first, f'"{quoted}"')
        if values_are_y and all(_is_value(one.text, series.y[place]) for place, one in series.labels.items()):
            return _for_all(first, _AS_IN_DATA)
    own = "".join(_own(place, one) for place, one in sorted(series.labels.items()))
    return f"<c:dLbls>{own}{_SHOWN.format(value=0)}</c:dLbls>"


def _is_value(words: str, value: float | None) -> bool:
    return value is not None and words == f"{value:,.0f}" and value == int(value)


def _for_all(look: Label, number_format: str) -> str:
    shown = escape(number_format, {'"': "&quot;"})
    return (
        f'<c:dLbls><c:numFmt formatCode="{shown}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{looks.text_properties(look.points, look.ink)}"
        f'<c:dLblPos val="{look.place}"/>{_SHOWN.format(value=1)}</c:dLbls>'
    )


def _own(place: int, one: Label) -> str:
    paragraphs = "".join(
        f"<a:p><a:r>{looks.font(one.points, one.ink, tag='a:rPr')}<a:t>{escape(line)}</a:t></a:r></a:p>"
        for line in one.text.split("\n")
    )
    return (
        f'<c:dLbl><c:idx val="{place}"/><c:layout/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{paragraphs}'
        f'</c:rich></c:tx><c:dLblPos val="{one.place}"/>{_SHOWN.format(value=1)}</c:dLbl>'
    )


def ranges(series: Series, reach: tuple[int, int] | None, book: Book) -> str:
    """The published range about each value as native error bars whose lengths stand in the workbook."""
    if not reach:
        return ""
    up, down = reach
    way = "" if series.is_bar else f'<c:errDir val="{series.along}"/>'
    return (
        f'<c:errBars>{way}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{book.values(up)}</c:plus><c:minus>{book.values(down)}</c:minus>"
        f"<c:spPr>{looks.line(series.reach)}</c:spPr></c:errBars>"
    )


def space(panel: Panel, frame: Frame, plots: str, hidden: list[int], *, has_legend: bool) -> bytes:
    """The whole chart around its plots. `hidden`: the numbers of series that the legend does not name."""
    heading = '<c:autoTitleDeleted val="1"/>'
    if panel.heading:
        left = frame.left / frame.wide if frame.gutter else 0
        layout = (
            '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{left:.5f}"/><c:y val="0"/></c:manualLayout></c:layout>'
        )
        lines = plain(panel.heading)
        heading = axes.title(lines, frame.heading_points, bold=True, layout=layout) + '<c:autoTitleDeleted val="0"/>'
    parts = (
        frame.left / frame.wide,
        frame.top / frame.high,
        frame.plot_wide / frame.wide,
        frame.plot_high / frame.high,
    )
    x, y, wide, high = (f"{one:.5f}" for one in parts)
    layout = (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x}"/><c:y val="{y}"/><c:w val="{wide}"/><c:h val="{high}"/></c:manualLayout></c:layout>'
    )
    text = looks.text_properties(USUAL)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMES}><c:date1904 val="0"/>'
        f'<c:roundedCorners val="0"/><c:chart>{heading}<c:plotArea>{layout}{plots}</c:plotArea>'
        f'{_legend(hidden, frame) if has_legend else ""}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}</c:chartSpace>"
    ).encode()


def _legend(hidden: list[int], frame: Frame) -> str:
    entries = "".join(f'<c:legendEntry><c:idx val="{one}"/><c:delete val="1"/></c:legendEntry>' for one in hidden)
    top, high = 1 - (frame.legend / frame.high), frame.legend / frame.high
    layout = (
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.01"/>'
        f'<c:y val="{top:.5f}"/><c:w val="0.98"/><c:h val="{high:.5f}"/></c:manualLayout></c:layout>'
    )
    return (
        f'<c:legend><c:legendPos val="b"/>{entries}{layout}<c:overlay val="0"/>'
        f"{looks.text_properties(USUAL)}</c:legend>"
    )
