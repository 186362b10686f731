"""Native axes: of values, of categories and of months."""

from __future__ import annotations

import math
from typing import NamedTuple
from xml.sax.saxutils import escape

from khyber.briefing.pptx import looks
from khyber.briefing.pptx.scales import Scale
from khyber.briefing.pptx.text import plain
from khyber.briefing.pptx.workbook import MONTH, written


class Where(NamedTuple):
    """How an axis stands: its number, that of the axis it crosses, its side (b, t, l or r), and where it crosses."""

    number: int
    other: int
    side: str
    crosses: str = "min"


def number_format(scale: Scale) -> str:
    """The format of the numbers along an axis, as fine as its steps."""
    if scale.kind == "day":
        return MONTH
    if scale.spec.get("tickformat") == "d":
        return "0"
    if scale.kind == "log":
        return "#,##0" if scale.low >= 1 else "General"
    step = f"{scale.step:.6f}".rstrip("0")
    decimals = len(step.partition(".")[2])
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def of_values(scale: Scale, where: Where, points: float, *, labelled: bool, grid: bool, between: str = "midCat") -> str:
    """An axis of numbers or days; without `labelled` its line stands alone, or nothing where the spec hides it.

    Days have no ticks of their own, as those of such an axis are as many days apart each, which no months are; nor have
    whole numbers that begin between two of them. Beneath ticks that are drawn over the chart the title is, too.
    """
    hidden, own = scale.spec.get("visible", True) is False, scale.has_native_ticks and not scale.is_listed
    log = '<c:logBase val="10"/>' if scale.kind == "log" else ""
    ends = f'<c:max val="{written(scale.high)}"/><c:min val="{written(scale.low)}"/>'
    step = f'<c:majorUnit val="{written(scale.step)}"/>' if own and scale.kind not in ("log", "names") else ""
    shown = labelled and scale.is_shown and own
    return (
        f'<c:valAx><c:axId val="{where.number}"/><c:scaling>{log}{_way(scale)}{ends}</c:scaling>'
        f'<c:delete val="{int(hidden)}"/><c:axPos val="{where.side}"/>{_grid(grid and own and not hidden)}'
        f"{_title(scale, points) if labelled and (own or where.side == 'l') else ''}"
        f'<c:numFmt formatCode="{escape(number_format(scale))}" sourceLinked="0"/>'
        f"{_ticks(shown)}{_line()}{looks.text_properties(points, looks.QUIET)}"
        f'<c:crossAx val="{where.other}"/><c:crosses val="{where.crosses}"/><c:crossBetween val="{between}"/>{step}'
        "</c:valAx>"
    )


def of_categories(scale: Scale, where: Where, points: float, *, count: int, fit: int, labelled: bool = True) -> str:
    """An axis of categories, of which as many are named as fit."""
    skip = max(1, math.ceil(count / max(fit, 1)))
    return (
        f'<c:catAx><c:axId val="{where.number}"/><c:scaling>{_way(scale)}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{where.side}"/>{_title(scale, points) if labelled else ""}'
        f'<c:numFmt formatCode="General" sourceLinked="0"/>{_ticks(labelled, "low")}{_line()}'
        f"{looks.text_properties(points, looks.QUIET, turn=0)}"
        f'<c:crossAx val="{where.other}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/><c:tickLblSkip val="{skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def of_months(scale: Scale, where: Where, points: float, *, months: int, labelled: bool = True) -> str:
    """An axis of months, named by the year where they are many."""
    by_year = months > 36
    every = max(1, math.ceil(months / (144 if by_year else 10)))
    kind = "years" if by_year else "months"
    shown = "yyyy" if by_year else MONTH
    return (
        f'<c:dateAx><c:axId val="{where.number}"/><c:scaling>{_way(scale)}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{where.side}"/><c:numFmt formatCode="{shown}" sourceLinked="0"/>{_ticks(labelled)}{_line()}'
        f"{looks.text_properties(points, looks.QUIET, turn=0)}"
        f'<c:crossAx val="{where.other}"/><c:crosses val="{where.crosses}"/><c:auto val="0"/>'
        f'<c:lblOffset val="100"/><c:baseTimeUnit val="months"/><c:majorUnit val="{every}"/>'
        f'<c:majorTimeUnit val="{kind}"/></c:dateAx>'
    )


def _way(scale: Scale) -> str:
    return f'<c:orientation val="{"maxMin" if scale.flipped else "minMax"}"/>'


def _grid(shown: bool) -> str:
    line = looks.line(looks.Line(looks.Colour(looks.GRID), 0.5))
    return f"<c:majorGridlines><c:spPr>{line}</c:spPr></c:majorGridlines>" if shown else ""


def _title(scale: Scale, points: float) -> str:
    if not scale.title:
        return ""
    return title(plain(scale.title), points, bold=False)


def title(words: str, points: float, *, bold: bool, layout: str = "<c:layout/>") -> str:
    """A title of an axis or a chart, as real text; a line of its own for each of its lines."""
    paragraphs = "".join(
        f'<a:p><a:pPr algn="{"l" if bold else "ctr"}">{looks.font(points, bold=bold)}</a:pPr>'
        f"<a:r>{looks.font(points, bold=bold, tag='a:rPr')}<a:t>{escape(one)}</a:t></a:r></a:p>"
        for one in words.split("\n")
    )
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>{paragraphs}</c:rich></c:tx>"
        f'{layout}<c:overlay val="0"/></c:title>'
    )


def _ticks(labelled: bool, where: str = "nextTo") -> str:
    place = where if labelled else "none"
    return f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{place}"/>'


def _line() -> str:
    return f"<c:spPr>{looks.line(looks.Line(looks.Colour(looks.QUIET), 0.75))}</c:spPr>"
