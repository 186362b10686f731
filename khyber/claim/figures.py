"""The figures of a sentence: counts, changes, and two counts told as one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from khyber.claim.amounts import Amount, Shift
from khyber.claim.numbers import SCALES, Number
from khyber.claim.spans import NUMBER, PERCENT, PLAIN, Span

_LINKS = ("to", "-")


@dataclass(frozen=True)
class Figure:
    """A quantity of a sentence: the places of its words, its amount or the change that it states.

    `trend` is the direction that goes with a count ("rose to 294"). Of two values told as one change the second holds
    the change; `silent` is a first one that is not a statement of its own, `follows` says whether the second is the
    later of the two ("from 188 to 294") or the earlier ("294, up from 188").
    """

    start: int
    end: int
    amount: Amount | None = None
    shift: Shift | None = None
    trend: str = ""
    silent: bool = False
    follows: str = ""


class Finder:
    """Finds the figures of a sentence; `used` are the places of the words of direction that belong to one."""

    def __init__(self, parts: Sequence[Span], clauses: Sequence[int], problem: Callable[[str], Exception]) -> None:
        self.parts, self.clauses, self.problem = parts, clauses, problem
        self.used: set[int] = set()

    def find(self) -> list[Figure]:
        found: list[Figure] = []
        at = 0
        while at < len(self.parts):
            made = self._figure(at) if self.parts[at].is_figure else None
            if made:
                found.append(made)
                at = made.end
            else:
                at += 1
        return self._with_values(found)

    def _figure(self, at: int) -> Figure:
        one, hedge, start = self.parts[at], self._hedge(at), at - bool(self._hedge(at))
        if one.kind in ("multiple", "fraction"):
            return self._shift(
                start, at + 1, Amount(one.value, hedge or "exact"), "x" if one.kind == "multiple" else "~%"
            )
        amount = _amount(one.value, hedge)
        end = at + 1
        link = self.parts[end : end + 2]
        if len(link) == 2 and link[1].kind in (PERCENT, one.kind) and self._links(at, link[0]):
            if hedge not in ("", "between", "about"):
                raise self.problem("a range has a hedge of its own")
            amount, end, one = self._range(_scaled(one, link[1]), link[1].value), end + 2, link[1]
        elif one.kind == NUMBER and end < len(self.parts) and self.parts[end].kind == "after":
            amount, end = replace(amount, hedge=str(self.parts[end].value)), end + 1
        if one.kind == PERCENT:
            return self._shift(start, end, amount, "%")
        if amount.value % 1:
            raise self.problem("a count has no decimals")
        if direction := self._changed_by(start, end):
            return Figure(start, end, None, Shift(direction, "number", amount))
        return Figure(start, end, amount, None, self._trend(start, end))

    def _range(self, low: Number, high: Number) -> Amount:
        if low.value >= high.value:
            raise self.problem("a range ends below its start")
        return Amount(low.value, "range", high.value)

    def _links(self, at: int, link: Span) -> bool:
        """True for "to" or a dash between two figures, and for "and" after "between"; not for "from 188 to 294"."""
        before = [one.text.lower() for one in self.parts[max(0, at - 2) : at]]
        if link.text.lower() == "and":
            return "between" in before
        if link.text.lower() not in _LINKS:
            return False
        turns = any(one.kind == "direction" for one in self.parts)
        if turns and before[-1:] == ["by"]:
            return False
        if turns and link.text.lower() == "to" and before[-1:] != ["from"]:
            raise self.problem("it is not clear whether that is a range or a change")
        return not (turns and before[-1:] == ["from"])

    def _hedge(self, at: int) -> str:
        before = self.parts[at - 1] if at else None
        return str(before.value) if before and before.kind == "hedge" else ""

    def _changed_by(self, start: int, end: int) -> str:
        """The direction of a change by a number: "rose by 106", and nothing else between."""
        before = [one for one in self.parts[max(0, start - 2) : start]]
        follows = self.parts[end] if end < len(self.parts) else None
        if len(before) < 2 or before[0].kind != "direction" or before[1].text.lower() != "by":
            return ""
        if follows is not None and follows.kind == "direction":
            return ""
        self.used.add(start - 2)
        return str(before[0].value)

    def _trend(self, start: int, end: int) -> str:
        """The direction of a count that rose or fell to it ("rose to 294"); stops at a rise by so many."""
        before = self.parts[max(0, start - 2) : start]
        after = self.parts[end] if end < len(self.parts) else None
        if after is not None and after.kind == "direction":
            raise self.problem("it tells of a change by a number, which is not checked")
        for i in range(start - 1, -1, -1):
            if self.parts[i].kind == "direction" and i not in self.used:
                links = [one.text.lower() for one in self.parts[i + 1 : start]]
                if links[-1:] == ["to"]:
                    self.used.add(i)
                    return str(self.parts[i].value)
                if links[-1:] != ["from"] and any(one.kind == "direction" for one in before):
                    raise self.problem("it tells of a change by a number, which is not checked")
                if links[-1:] == ["by"] or links[-1:] == ["of"]:
                    raise self.problem("it tells of a change by a number, which is not checked")
            if self.clauses[i] != self.clauses[start] or self.parts[i].is_figure:
                break
        return ""

    def _shift(self, start: int, end: int, amount: Amount, unit: str) -> Figure:
        if unit != "x" and end < len(self.parts) and self.parts[end].text.lower() == "of":
            raise self.problem("it tells of a share, which is not checked")
        direction = self._direction(start, end)
        if unit == "x":
            own = "up" if amount.value > 1 else "down"
            if direction not in ("", own):
                raise self.problem("it tells of a rise and a fall at once")
            return Figure(start, end, None, Shift(own, "x", amount))
        if not direction:
            raise self.problem("it does not say whether that is a rise or a fall")
        return Figure(start, end, None, Shift(direction, unit, amount))

    def _direction(self, start: int, end: int) -> str:
        """The direction next to a change: right after it, or the nearest before it, in its clause."""
        for i in range(end, min(end + 3, len(self.parts))):
            if self.parts[i].kind == "direction":
                self.used.add(i)
                return str(self.parts[i].value)
            if self.parts[i].kind not in (PLAIN, "what", "who"):
                break
        for i in range(start - 1, -1, -1):
            one = self.parts[i]
            if one.kind == "direction":
                self.used.add(i)
                return str(one.value)
            if self.clauses[i] != self.clauses[start] or one.is_figure:
                break
        return ""

    def _with_values(self, found: list[Figure]) -> list[Figure]:
        """Two counts told as one change, "from 188 … to 294", joined to a figure of two values."""
        made: list[Figure] = []
        for figure in found:
            last = made[-1] if made else None
            before = made[-2] if len(made) > 1 else None
            pair = self._pair(before, last, figure) if last and last.amount and figure.amount else None
            made = [*made[:-1], *pair] if pair else [*made, figure]
        return made

    def _pair(self, before: Figure | None, first: Figure, second: Figure) -> list[Figure] | None:
        assert first.amount and second.amount
        a, b = self._word_before(first), self._word_before(second)
        direction = self._direction(first.start, first.start) or self._direction(second.start, second.start)
        direction = direction or (before.shift.direction if before and before.shift else "")
        if a == "from" and b == "to" and direction:
            shift = Shift(direction, "values", first.amount, second.amount)
            return [replace(first, silent=True), Figure(second.start, second.end, None, shift, follows="later")]
        if b.endswith("from") and direction:
            shift = Shift(direction, "values", second.amount, first.amount)
            return [replace(first, trend=""), Figure(second.start, second.end, None, shift, follows="earlier")]
        return None

    def _word_before(self, figure: Figure) -> str:
        return self.parts[figure.start - 1].text.lower() if figure.start else ""


def _scaled(low: Span, high: Span) -> Number:
    """The lower end of a range, in the scale of the upper: "four to six thousand" begins at 4,000."""
    scale = SCALES.get(high.text.lower().split()[-1])
    own = any(word in SCALES for word in low.text.lower().split())
    number: Number = low.value
    return (
        Number(number.value * scale, number.half_step * scale) if scale and not own and number.value < scale else number
    )


def _amount(number: Number, hedge: str) -> Amount:
    if not hedge:
        hedge = "about" if number.rough else "exact"
    return Amount(number.value, hedge, None, number.half_step)
