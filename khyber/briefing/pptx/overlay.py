"""Words and shaded parts inside a chart: a drawing of the chart's own, which moves and grows with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from khyber.briefing.pptx import looks
from khyber.briefing.pptx.looks import Colour, Line
from khyber.briefing.pptx.text import Run

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_CDR = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
_EMU = 914_400
Box = tuple[float, float, float, float]


@dataclass
class Overlay:
    """What is drawn over a chart that is `wide` and `high` inches large; boxes are left, top, width and height."""

    wide: float
    high: float
    parts: list[str] = field(default_factory=list)

    def words(
        self, box: Box, said: list[list[Run]], points: float, *, align: str = "l", anchor: str = "ctr",
        ink: str = looks.TEXT, turned: bool = False, wraps: bool = False,
    ) -> None:  # fmt: skip
        """Text in a box. align: l, ctr or r; anchor: t, ctr or b; turned: read from the bottom up; wraps:
        broken into lines as wide as the box."""
        way = ' vert="vert270"' if turned else ""
        lines = "".join(
            f'<a:p><a:pPr algn="{align}"/>'
            + "".join(
                f"<a:r>{looks.font(points, ink, bold=run.bold, tag='a:rPr')}<a:t>{escape(run.text)}</a:t></a:r>"
                for run in line
            )
            + "</a:p>"
            for line in said
        )
        wrap = "square" if wraps else "none"
        body = (
            f'<cdr:txBody><a:bodyPr{way} wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"/>'
            f"<a:lstStyle/>{lines}</cdr:txBody>"
        )
        self._shape(box, "Words", "<a:noFill/>", body, ' txBox="1"')

    def shade(self, box: Box, fill: Colour) -> None:
        """A rectangle of one colour without an edge."""
        self._shape(box, "Shade", looks.solid(fill) + looks.line(None), "")

    def stroke(self, box: Box, line: Line) -> None:
        """A straight line from a corner of a box to the other; the box has no width or no height."""
        place = len(self.parts) + 2
        self.parts.append(
            f'{self._anchor(box)}<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="{place}" name="Line {place}"/>'
            f"<cdr:cNvCxnSpPr/></cdr:nvCxnSpPr><cdr:spPr>{self._frame(box, 'line')}{looks.line(line)}</cdr:spPr>"
            "</cdr:cxnSp></cdr:relSizeAnchor>"
        )

    def _shape(self, box: Box, kind: str, look: str, body: str, is_text: str = "") -> None:
        place = len(self.parts) + 2
        self.parts.append(
            f'{self._anchor(box)}<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="{place}" '
            f'name="{kind} {place}"/><cdr:cNvSpPr{is_text}/></cdr:nvSpPr><cdr:spPr>{self._frame(box, "rect")}{look}'
            f"</cdr:spPr>{body}</cdr:sp></cdr:relSizeAnchor>"
        )

    def _anchor(self, box: Box) -> str:
        left, top, wide, high = box
        ends = (left / self.wide, top / self.high, (left + wide) / self.wide, (top + high) / self.high)
        x0, y0, x1, y1 = (f"{min(max(one, 0), 1):.5f}" for one in ends)
        return (
            f"<cdr:relSizeAnchor><cdr:from><cdr:x>{x0}</cdr:x><cdr:y>{y0}</cdr:y></cdr:from>"
            f"<cdr:to><cdr:x>{x1}</cdr:x><cdr:y>{y1}</cdr:y></cdr:to>"
        )

    def _frame(self, box: Box, shape: str) -> str:
        left, top, wide, high = (round(max(one, 0) * _EMU) for one in box)
        return (
            f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            f'<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>'
        )

    def written(self) -> bytes:
        """The drawing as XML."""
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        names = f'xmlns:c="{_C}" xmlns:a="{_A}" xmlns:cdr="{_CDR}"'
        return f"{head}<c:userShapes {names}>{''.join(self.parts)}</c:userShapes>".encode()
