"""When a figure holds, and against which earlier time a change is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from khyber.claim import periods
from khyber.claim.figures import Figure
from khyber.claim.parts import COMPARED, Parts
from khyber.claim.periods import Period, Said
from khyber.claim.spans import NUMBER, PERIOD, Span

_TOLD_BY_A_DAY = ("last year", "this year", "last month", "last quarter")


class Times(Parts):
    """The parts of a sentence with the periods that they name; "last year" is told from a day."""

    def __init__(self, parts: Sequence[Span], day: date, problem: Callable[[str], Exception]) -> None:
        said_on = _said_on(parts)
        super().__init__([one for i, one in enumerate(parts) if i != said_on], problem)
        self.day = parts[said_on].value.period.end if said_on is not None else day

    def periods(self, at: int, figure: Figure, before: Period | None) -> tuple[Period, Period | None, tuple[str, ...]]:
        """The period of a figure and the earlier one that a change is told against, with what was assumed."""
        if figure.shift is None:
            return self._of_count(at, before)
        if figure.follows:
            return self._of_values(at, figure.follows, before)
        said, compared = self._said(PERIOD, at), self._compared(at)
        if said and said.pair:
            if compared:
                raise self.problem("it names too many periods")
            return said.pair[1], said.pair[0], ()
        period = self._whole(said) if said else before
        if period is None:
            raise self.problem("it does not say when")
        earlier, assumed = self._earlier(period, compared)
        if earlier.end >= period.start:
            raise self.problem("the periods that it compares overlap or stand in the wrong order")
        self._require_same_length(period, earlier)
        return period, earlier, (*assumed, *self._told(said))

    def _require_same_length(self, period: Period, earlier: Period) -> None:
        days = [(one.end - one.start).days for one in (period, earlier)]
        if abs(days[0] - days[1]) > 3:
            raise self.problem("the two periods are of different length")

    def _of_values(self, at: int, follows: str, before: Period | None) -> tuple[Period, Period | None, tuple[str, ...]]:
        """The periods of two values: each in its own part, the earlier one by default just before the later."""
        later, first = (at, at - 1) if follows == "later" else (at - 1, at)
        said = [self.parts[i].value for i in self._own(first) if self.parts[i].kind in (PERIOD, COMPARED)]
        if len(said) > 1:
            raise self.problem("it names several periods for one figure")
        if follows == "later":
            told = self._said(PERIOD, later)
            period = self._whole(told) if told else before
        else:
            period = before
        if period is None:
            raise self.problem("it does not say when")
        earlier, assumed = self._earlier(period, said[0] if said else None)
        if earlier.end >= period.start:
            raise self.problem("the periods that it compares overlap or stand in the wrong order")
        self._require_same_length(period, earlier)
        return period, earlier, assumed

    def _of_count(self, at: int, before: Period | None) -> tuple[Period, None, tuple[str, ...]]:
        said = self._said(PERIOD, at)
        own_compared = [self.parts[i].value for i in self._own(at) if self.parts[i].kind == COMPARED]
        if own_compared and not any(self.parts[i].kind == PERIOD for i in self._own(at)):
            base = before or (self._whole(said) if said else None)
            if base is None:
                raise self.problem("it does not say when")
            if own_compared[0].period:
                raise self.problem("it is not clear whether it starts then or compares with it")
            return self._earlier(base, own_compared[0])[0], None, ()
        if said is None and before is None:
            raise self.problem("it does not say when")
        if said and said.pair:
            return Period(said.pair[0].start, said.pair[1].end), None, ()
        period = self._whole(said) if said else before
        assert period is not None
        return period, None, self._told(said)

    def _told(self, said: Said | None) -> tuple[str, ...]:
        if said and said.relative:
            return (f"“{said.relative}” is told from {self.day:%-d %B %Y}: {self._whole(said).words}",)
        return ()

    def _said(self, kind: str, at: int) -> Said | None:
        for places in (self._own(at), *self._before(at), self._others(at)):
            found = list(dict.fromkeys(self.parts[i].value for i in places if self.parts[i].kind == kind))
            if len(found) > 1:
                raise self.problem("it names several periods for one figure")
            if found:
                said: Said = found[0]
                return said
        return None

    def _compared(self, at: int) -> Said | None:
        """What a change is told against, if in its own part, or in the only other part that names one."""
        found = [self.parts[i].value for i in self._own(at) if self.parts[i].kind == COMPARED]
        if not found and sum(1 for one in self.figures if one.shift) == 1:
            found = [one.value for one in self.parts if one.kind == COMPARED]
        if len(set(found)) > 1:
            raise self.problem("it names several periods to compare with")
        return found[0] if found else None

    def _whole(self, said: Said) -> Period:
        """A period as days: a month without a year is of the only year of the sentence."""
        if said.period:
            return said.period
        if said.month:
            years = {one.value.period.start.year for one in self.parts if one.kind == PERIOD and one.value.period}
            if len(years) == 1:
                return periods.months(years.pop(), said.month, said.month)
            raise self.problem("it names a month without a year")
        found = periods.told_by(said.relative, self.day) if said.relative else None
        if found is None:
            raise self.problem("it is not clear which period it means")
        return found

    def _earlier(self, period: Period, said: Said | None) -> tuple[Period, tuple[str, ...]]:
        if said is None:
            unit = "" if period.span in ("year", "quarter", "month") else "year"
            found = periods.before(period, unit)
            return self._given(found), (f"no earlier period is named: compared with {self._given(found).words}",)
        if said.period:
            return said.period, ()
        if said.month:
            later = period.start.month <= said.month
            return periods.months(period.start.year - later, said.month, said.month), ()
        if said.relative == "year earlier":
            return self._given(periods.earlier(period)), ()
        if said.relative.startswith("before "):
            unit = said.relative.removeprefix("before ")
            if unit not in (period.span, "year", "period"):
                raise self.problem(f"a {unit} before {period.words} is not of the same length")
            return self._given(periods.before(period, unit)), ()
        return self._given(periods.told_by(said.relative, self.day)), self._told(said)

    def _given(self, found: Period | None) -> Period:
        if found is None:
            raise self.problem("it is not clear with which period it compares")
        return found


def _said_on(parts: Sequence[Span]) -> int | None:
    """The place of the month or day on which a sentence with "last year" was said, where it names one itself.

    Such as "In January 2022 PICSS said that there were 294 attacks last year": one count, one such word, one date.
    """
    told = [i for i, one in enumerate(parts) if one.kind == PERIOD and one.value.relative in _TOLD_BY_A_DAY]
    dated = [
        i
        for i, one in enumerate(parts)
        if one.kind == PERIOD and one.value.period and (one.value.period.end - one.value.period.start).days <= 31
    ]
    counts = sum(1 for one in parts if one.kind == NUMBER)
    return dated[0] if len(told) == len(dated) == counts == 1 else None
