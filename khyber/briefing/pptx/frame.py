"""Where the parts of one chart stand in it: heading, plot, names along the axes, legend. All in inches."""

from __future__ import annotations

import math
from dataclasses import dataclass

from khyber.briefing.pptx import text
from khyber.briefing.pptx.panels import Panel, Part, is_long

USUAL, LEAST = 9.0, 5.0
_HEADINGS, _HEADING_PART = (10.0, 9.5, 9.0, 8.5), 0.72
_PAD = 0.06
_NUMBERS = 0.5
_TICKS, _TITLE, _SECOND_LINE = 0.22, 0.2, 0.16
_LEGEND_ROW, _KEY = 0.21, 0.5
_MOST_NAMES = 0.32
_ROW = 0.82


@dataclass
class Frame:
    """One chart: its size, and the box of its plot within it. points: the size of words along its axes. legend: the
    height kept for the legend. gutter: the width of the names of the ticks left of the plot. turned: names along the
    x axis are read from the bottom up.
    """

    wide: float
    high: float
    left: float = _PAD
    top: float = _PAD
    right: float = _PAD
    bottom: float = _PAD
    legend: float = 0.0
    points: float = USUAL
    heading_points: float = _HEADINGS[0]
    gutter: float = 0.0
    turned: bool = False

    @property
    def under(self) -> float:
        """What lies beneath the words of the x axis: the legend."""
        return _PAD + (self.legend + _PAD if self.legend else 0)

    @property
    def plot_wide(self) -> float:
        """The width of the plot."""
        return max(self.wide - self.left - self.right, 0.2)

    @property
    def plot_high(self) -> float:
        """The height of the plot."""
        return max(self.high - self.top - self.bottom, 0.2)

    def across(self, panel: Panel, value: float) -> float:
        """How far from the left of the chart a value of the x axis lies."""
        return self.left + panel.x.share(value) * self.plot_wide

    def down(self, panel: Panel, value: float) -> float:
        """How far from the top of the chart a value of the y axis lies."""
        return self.top + (1 - panel.y.share(value)) * self.plot_high

    def pitch(self, panel: Panel) -> float:
        """The height of one unit of the y axis."""
        return self.plot_high / max(panel.y.high - panel.y.low, 1e-9)


def of(
    panel: Panel, wide: float, high: float, *, labels_x: bool, legend: list[str], beside: tuple[float, float] = (0, 0)
) -> Frame:
    """The frame of a panel that is `wide` and `high` inches large; `legend` are the names beneath it, `beside` is the
    least room left and right of its plot."""
    frame = Frame(wide, high)
    if panel.heading:
        heading, room = text.plain(panel.heading), wide * _HEADING_PART
        least = len(heading.split("\n"))
        found = ((one, text.lines(heading, one, room, bold=True)) for one in _HEADINGS)
        frame.heading_points, lines = min(found, key=lambda one: (max(one[1], least), -one[0]))
        frame.top += lines * frame.heading_points * text.LINE / 72 + _PAD
    frame.legend = _legend_rows(legend, wide) * _LEGEND_ROW
    frame.bottom = frame.under
    _vertical(frame, panel)
    _horizontal(frame, panel, labels_x)
    frame.points = min(frame.points, _fitting_rows(frame, panel))
    if panel.y.is_listed and frame.points < USUAL:
        frame.left = _PAD
        _vertical(frame, panel)
    frame.left, frame.right = max(frame.left, beside[0]), max(frame.right, beside[1])
    frame.top += max((_above(frame, panel, one) for one in _by_axes(panel)), default=0.0)
    return frame


def _legend_rows(names: list[str], wide: float) -> int:
    if not names:
        return 0
    # Viewers set the entries of a legend in columns as wide as the longest of them.
    longest = max(text.width(one, USUAL) + _KEY for one in names)
    return math.ceil(len(names) / max(1, int(wide * 0.94 // longest)))


def _fitting_rows(frame: Frame, panel: Panel) -> float:
    if not panel.y.is_listed or len(panel.y.labels) < 2:
        return USUAL
    return max(min(row_points(frame, panel) * _ROW, USUAL), LEAST)


def row_points(frame: Frame, panel: Panel) -> float:
    """How high the lowest of the rows along the y axis is, in points; a single row is as high as the plot."""
    places = sorted(at for at, _ in panel.y.labels)
    apart = (b - a for a, b in zip(places, places[1:], strict=False))
    return min(apart, default=panel.y.high - panel.y.low) * frame.pitch(panel) * 72


def _vertical(frame: Frame, panel: Panel) -> None:
    """Room at the left and the right: names or numbers of the ticks, and words that stand beside the plot."""
    most = frame.wide * _MOST_NAMES
    if panel.y.is_listed and panel.is_first and panel.y.is_shown:
        frame.gutter = min(max(text.width(text.plain(one), frame.points) for _, one in panel.y.labels), most) + _PAD
        frame.left += frame.gutter
    elif not panel.y.is_listed and panel.y.is_shown:
        frame.left += _NUMBERS + (_TITLE if panel.y.title else 0)
    beside = [(beside_of(one), text.width(text.plain(one["text"]), points(one, 1))) for one in panel.words]
    frame.left += min(max([wide for side, wide in beside if side == "left"], default=0.0), most)
    frame.right += max(min(max([wide for side, wide in beside if side == "right"], default=0.0), most), 0.12)
    for trace in panel.traces:
        if is_long(trace) and is_at_right(trace):
            frame.right = max(frame.right, min(_beyond(frame, panel, trace), most))


def _horizontal(frame: Frame, panel: Panel, labels_x: bool) -> None:
    """Room beneath or, where the x axis stands above, over the plot; and for words right over it."""
    if any(one.get("yref") == "paper" and float(one.get("y") or 0) >= 1 for one in panel.words):
        frame.top += _TITLE
    if not labels_x or not panel.x.is_shown:
        return
    needed = _TICKS
    if panel.x.is_listed:
        longest = max(text.width(text.plain(one), frame.points) for _, one in panel.x.labels)
        frame.turned = longest > frame.plot_wide / max(len(panel.x.labels), 1)
        needed = longest + _PAD if frame.turned else _TICKS
    if panel.x.spec.get("side") == "top":
        frame.top += needed
    else:
        frame.bottom += needed + (_TITLE if panel.x.title else 0) + (_SECOND_LINE if panel.bins else 0)


def beside_of(word: Part) -> str:
    """On which side of the plot an annotation stands that is placed by the paper: left, right, or "" within it."""
    if word.get("xref") != "paper":
        return ""
    x, anchor = float(word.get("x") or 0), word.get("xanchor") or "center"
    if x < 0 or (x <= 0 and anchor == "right"):
        return "left"
    return "right" if x >= 1 and (anchor == "left" or float(word.get("xshift") or 0) > 0) else ""


def points(word: Part, scale: float) -> float:
    """The size of an annotation in points."""
    return max(float((word.get("font") or {}).get("size") or 12) * 0.75 * scale, LEAST)


def points_beside(word: Part, scale: float, frame: Frame, panel: Panel) -> float:
    """The size of an annotation beside the plot in points: as on a screen where it has the room down to the next one,
    else smaller by `scale`."""
    told = [panel.y.at(one["y"]) for one in panel.words if beside_of(one) and one.get("yref") != "paper"]
    places = sorted({one for one in told if one is not None})
    apart = min((b - a for a, b in zip(places, places[1:], strict=False)), default=0.0)
    room = apart * frame.pitch(panel) * 72 / text.LINE
    return max(points(word, scale), min(points(word, 1), room))


def points_over_columns(frame: Frame, panel: Panel) -> float:
    """The size of the annotations placed by both axes, headings of columns, in points: as on a screen, or as large as
    none reaches into the next."""
    words = _by_axes(panel)
    places = sorted({frame.across(panel, panel.x.at(one["x"]) or 0.0) for one in words})
    room = min((b - a for a, b in zip(places, places[1:], strict=False)), default=frame.plot_wide) - _PAD
    lines = (line for one in words for line in text.plain(one["text"]).split("\n"))
    widest = max(text.width(line, 1.0, bold=True) for line in lines)
    return max(min(room / widest, *(points(one, 1) for one in words)), LEAST)


def _by_axes(panel: Panel) -> list[Part]:
    return [one for one in panel.words if "paper" not in (one.get("xref"), one.get("yref"))]


def _above(frame: Frame, panel: Panel, word: Part) -> float:
    """How much room over the plot an annotation needs that stands on a value of the y axis."""
    high = len(text.plain(word["text"]).split("\n")) * points_over_columns(frame, panel) * text.LINE / 72
    share = 1 - panel.y.share(panel.y.at(word["y"]) or 0.0)
    stands_up = word.get("yanchor") == "bottom" and share < 1
    return max((high - share * frame.plot_high) / (1 - share), 0.0) if stands_up else 0.0


def points_in_row(trace: Part, scale: float, frame: Frame, panel: Panel) -> float:
    """The size of the words of a trace in points: as on a screen where the rows of the y axis are high enough for it,
    else smaller by `scale`."""
    on_screen = float((trace.get("textfont") or {}).get("size") or 12) * 0.75
    lines = max(len(text.plain(one).split("\n")) for one in trace["text"])
    room = row_points(frame, panel) / (lines * text.LINE) if panel.y.is_listed else 0.0
    return max(on_screen * scale, min(on_screen, room), LEAST)


def is_at_right(trace: Part) -> bool:
    """True for words that stand at the right of their points."""
    return str(trace.get("textposition") or "").endswith("right")


def _beyond(frame: Frame, panel: Panel, trace: Part) -> float:
    """How much room at the right of the plot words need that stand at the right of their points."""
    size, wide, most = points_in_row(trace, 1.0, frame, panel), frame.wide - frame.left, 0.0
    for x, words in zip(trace["x"], trace["text"], strict=True):
        at = panel.x.at(x)
        share = 0.0 if at is None else panel.x.share(at)
        if share > 0 and words:
            most = max(most, wide - (wide - text.widest(text.plain(words), size) - _PAD) / share)
    return most
