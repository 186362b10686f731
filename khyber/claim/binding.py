"""Which words of a sentence belong to which figure.

A clause ends at a comma, "and", "while" and the like, but not where they join two names of one kind. In a clause what
stands before its first figure belongs to that figure, what stands between two figures to the first of them. What a
figure does not find in its own part it takes from the nearest part before, then from the rest of the sentence, where
that names one thing only. Two different things for one figure are not resolved: the claim is not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from khyber.claim import periods
from khyber.claim.amounts import Amount, Shift
from khyber.claim.numbers import Number
from khyber.claim.periods import Period, Said
from khyber.claim.spans import BREAK, NUMBER, PERCENT, PERIOD, PLAIN, Span
from khyber.claim.vocabulary import beside_strength
from khyber.evidence import Evidence

COMPARED, NATION = "compared", "pakistan"
_JOINED = ("area", "by", "actor", PERIOD, "who", "what", COMPARED)
_HEADS_OF_PEOPLE = ("killed", "injured")
_LINKS = ("to", "-")
_OPEN = ("since", "after", "following", "by", "before", "until")
_DOING = (
    "carried out",
    "carried",
    "conducted",
    "launched",
    "perpetrated",
    "staged",
    "mounted",
    "committed",
    "carried out by",
)


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


def without_circumstances(parts: list[Span]) -> tuple[list[Span], list[str]]:
    """A sentence without clauses such as "as the Taliban took Kabul", and those clauses.

    Such a clause starts with a word of its kind, holds no figure and no period, and ends at the next comma. A word
    that turns the sentence is never left out.
    """
    kept: list[Span] = []
    left: list[str] = []
    at = 0
    while at < len(parts):
        if "context" in parts[at].also and parts[at].kind in ("context", PLAIN, "break"):
            after = next((i for i in range(at, len(parts)) if parts[i].text in ",;()"), len(parts))
            clause = parts[at:after]
            if (
                not any(one.is_figure or one.kind in (PERIOD, "stop", "by", "what") for one in clause)
                and len(clause) > 1
            ):
                left.append(" ".join(one.text for one in clause))
                at = after
                continue
        kept.append(parts[at])
        at += 1
    return kept, left


class Sentence:
    """The spans of one sentence, its figures, and what belongs to each."""

    def __init__(self, parts: Sequence[Span], evidence: Evidence, day: date, problem: Callable[[str], Exception]):
        self.evidence, self.day, self.problem = evidence, day, problem
        self.parts = _with_compared(parts)
        self.clauses = self._clauses()
        self.used: set[int] = set()
        self.figures = self._figures()
        if any(one.kind == "direction" and i not in self.used for i, one in enumerate(self.parts)):
            raise problem("it speaks of a rise or a fall without saying how much")
        if any(one.kind == PERIOD and self.parts[i - 1].text.lower() in _OPEN for i, one in enumerate(self.parts) if i):
            raise problem("it speaks of a time without an end or a start")

    # What the sentence holds

    def has(self, kind: str) -> bool:
        """True where some span is of this kind."""
        return any(one.kind == kind for one in self.parts)

    def has_what(self, value: str) -> bool:
        """True where the sentence speaks of this."""
        return any(one.kind == "what" and one.value == value for one in self.parts)

    def at_most_one_statement_before(self, at: int) -> bool:
        """True where a change without a subject can be that of the one statement before it."""
        return sum(1 for one in self.figures[:at] if one.shift is None) <= 1

    # Names

    def bound(self, kind: str, at: int) -> str:
        """The area, actor or publisher of a figure by its id, "" where the sentence names none."""
        for places in (self._own(at), *self._before(at), self._others(at)):
            found = list(dict.fromkeys(self.parts[i].value for i in places if self.parts[i].kind == kind))
            if found:
                return self._one(kind, found)
        return ""

    def usual_area(self, actor: str, claimed: bool) -> str:
        """The area of a figure that names none: Pakistan, or the only one of which a group's claims tell."""
        if claimed:
            claims = self.evidence.read("group_claims")
            areas = claims["area"][claims["group_id"] == actor].unique()
            if len(areas) == 1:
                return str(areas[0])
        return NATION

    def area_name(self, area: str) -> str:
        """An area's name."""
        return self.evidence.names("areas")[area]

    def _one(self, kind: str, found: list[str]) -> str:
        if kind == "area" and len(found) > 1:
            parents = self.evidence.names("areas", "parent_id")
            smallest = [one for one in found if all(one == other or other in _above(parents, one) for other in found)]
            found = smallest or found
        if kind == "actor" and len(found) > 1:
            parents = self.evidence.names("actors", "parent_id")
            smallest = [one for one in found if all(one == other or other in _above(parents, one) for other in found)]
            found = smallest or found
        if len(found) > 1:
            named = {"area": "areas", "actor": "groups", "by": "publishers"}[kind]
            raise self.problem(f"it names several {named} for one figure")
        return found[0]

    # What is counted

    def what(self, at: int, figure: Figure) -> str:
        """The word for what a figure counts, "" where none belongs to it."""
        self._refuse_targets(at)
        if figure.shift is None:
            return self._head(at)
        places = [*(self._own(at - 1) if figure.follows == "later" else ()), *self._own(at)]
        found = self._whats(places)
        if not found and figure.shift.unit != "":
            found = self._whats(self._clause_before(at)) if self._stands_alone(at) else []
        return self._head_of(found)

    def who(self, at: int) -> str:
        """Who is counted: the word next to the figure, or the only one in its own part."""
        figure = self.figures[at]
        beside = self._beside(figure.end)
        if beside is not None and self.parts[beside].kind == "who":
            return self._who_beside(at, beside)
        places = [i for i in self._own(at) if self.parts[i].kind == "who" and self.parts[i].value != "all"]
        found = list(dict.fromkeys(self.parts[i].value for i in places))
        if len(found) > 1:
            raise self.problem("it names several kinds of people for one figure")
        if found and found[0] == "militants" and self._what_after(places[0]):
            return ""
        if beside is not None and self.parts[beside].kind == "what" and found and places[0] > figure.end:
            return str(found[0])
        return str(found[0]) if found else ""

    def _who_beside(self, at: int, beside: int) -> str:
        """Those named right after a figure, if they alone are counted and nobody else is said to have acted."""
        who = str(self.parts[beside].value)
        second = self._beside(beside + 2)
        if second is not None and self.parts[beside + 1].kind == BREAK and self.parts[second].kind == "who":
            self._unclear("kind of people")
        before = {self.parts[i].value for i in self._own(at) if i < beside and self.parts[i].kind == "who"}
        if before - {who, "all", "militants"} and who != "militants":
            self._unclear("kind of people")
        return who

    def acts(self, at: int) -> bool:
        """True where somebody other than militants is said to do what the figure counts."""
        for i in range(self.figures[at].start):
            one = self.parts[i]
            if one.kind in ("area", "by") or (one.kind == "who" and one.value != "militants"):
                after = [part.text.lower() for part in self.parts[i + 1 : i + 3] if part.kind == PLAIN]
                if any(word in _DOING for word in after):
                    return True
        return False

    def who_follows(self, at: int) -> bool:
        """True where people stand after a figure in its part: whom attacks hit."""
        return any(
            self.parts[i].kind == "who" and self.parts[i].value != "militants" and i >= self.figures[at].end
            for i in self._own(at)
        )

    def cause(self, at: int) -> str:
        """In what people were killed or injured: what the figure's part says, or else the sentence."""
        for places in (self._own(at), range(len(self.parts))):
            causes = {self.parts[i].value for i in places if self.parts[i].kind == "cause"}
            causes |= {_as_cause(self.parts[i].value) for i in places if self.parts[i].kind == "what"} - {""}
            if wide := causes & {"attacks-and-operations", "all-violence"}:
                return str(wide.pop()) if len(wide) == 1 else self._unclear("cause")
            if causes >= {"attacks", "operations"}:
                return "attacks-and-operations"
            causes -= {"attacks"} if causes & {"suicide", "bombings"} else set()
            if len(causes) > 1:
                return self._unclear("cause")
            if causes:
                return str(causes.pop())
        return ""

    def _unclear(self, what: str) -> str:
        raise self.problem(f"it names more than one {what} for one figure")

    def _head(self, at: int) -> str:
        """What a count counts: the word right of it, past whom it counts; or else the nearest on its left."""
        figure = self.figures[at]
        place = self._beside(figure.end)
        if place is not None and self.parts[place].kind == "who":
            place = self._beside(place + 1)
        if place is not None and self.parts[place].kind == "cause":
            place = self._beside(place + 1)
        if place is not None and self.parts[place].kind in ("area", "actor"):
            place = self._beside(place + 1)
        if place is not None and self.parts[place].kind == "what":
            return self._alone(place)
        first = self.figures[at - 1].end if at else 0
        for i in range(figure.start - 1, first - 1, -1):
            if self.parts[i].kind == "what" and self.clauses[i] == self.clauses[figure.start]:
                return str(self.parts[i].value)
        return self._head_of(self._whats(self._own(at)))

    def _alone(self, place: int) -> str:
        """What stands at a place, unless something else is counted with it: "killed and injured"."""
        second = self._beside(place + 2)
        joined = self.parts[place + 1 : place + 2]
        if joined and joined[0].text.lower() in ("and", "or", ",", "with") and second is not None:
            if self.parts[second].kind == "what" and self.parts[second].value != self.parts[place].value:
                figure_next = self._beside(second + 1)
                if (
                    figure_next is None
                    or not self.parts[figure_next].is_figure
                    and self.parts[figure_next].kind not in ("who", "hedge")
                ):
                    self._unclear("thing counted")
        return str(self.parts[place].value)

    def _head_of(self, found: list[str]) -> str:
        people = [one for one in found if one in _HEADS_OF_PEOPLE]
        if len(people) == 1:
            return people[0]
        if len(found) > 1:
            self._unclear("thing counted")
        return found[0] if found else ""

    def _whats(self, places: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(str(self.parts[i].value) for i in places if self.parts[i].kind == "what"))

    def _what_after(self, place: int) -> bool:
        beside = self._beside(place + 1)
        return beside is not None and self.parts[beside].is_figure or self.parts[place + 1 : place + 2] == []

    def _refuse_targets(self, at: int) -> None:
        """Stop at "attacks on …", "by …" and "in …" followed by what no phrase covers as such."""
        for i in self._own(at):
            if self.parts[i].kind != "what" or i + 1 >= len(self.parts):
                continue
            after = self.parts[i + 1]
            beside = self._beside(i + 2)
            told = beside is not None and self.parts[beside].kind in (NUMBER, "hedge", PERIOD, COMPARED)
            if after.text.lower() in ("on", "upon", "against", "at") and after.kind == PLAIN and not told:
                raise self.problem("it speaks of attacks on some target, which the tables do not count apart")
        for i, one in enumerate(self.parts[:-1]):
            if one.text.lower() == "by" and one.kind == PLAIN:
                beside = self._beside(i + 1)
                if beside is not None and self.parts[beside].kind in ("who", BREAK, PERIOD, "area"):
                    raise self.problem(f"it is not clear what “by {self.parts[beside].text}” means")

    # Strengths

    def tells_strength(self, at: int) -> bool:
        """True where a figure is a number of members: "10,000-strong", "6,000 fighters"."""
        own = [self.parts[i] for i in self._own(at)]
        if any(one.kind == "counted" for one in own):
            return True
        beside = self._beside(self.figures[at].end)
        people = beside is not None and self.parts[beside].kind == "who" and self.parts[beside].value == "militants"
        return people and self.has("actor") and not self.has("what")

    def is_plain_strength(self, at: int) -> bool:
        """True where nothing but known words of having and estimating stand in the figure's clause."""
        clause = self.clauses[self.figures[at].start]
        words = [
            one.text.lower() for i, one in enumerate(self.parts) if one.kind == PLAIN and self.clauses[i] == clause
        ]
        return all(word in beside_strength() or word.endswith("ly") for word in words)

    def counted(self) -> str:
        """What a strength counts: families with fighters where the sentence says so, members, core, or fighters."""
        found = {one.value for one in self.parts if one.kind == "counted"}
        for one in ("fighters-and-families", "core"):
            if one in found:
                return one
        return "members" if found == {"members"} else "fighters"

    def day_of_strength(self, at: int) -> tuple[Period | None, tuple[str, ...]]:
        """The period for which a strength is told; None, with a note, where the sentence gives no date."""
        said = self._said(PERIOD, at)
        if said is None:
            return None, ("it gives no date: every estimate of the group is looked at",)
        return self._whole(said), ()

    # Periods

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

    # Parts of the sentence

    def _clauses(self) -> list[int]:
        """The number of the clause in which each span stands."""
        found, clause = [], 0
        for i, one in enumerate(self.parts):
            if one.kind == BREAK and not self._joins(i):
                clause += 1
            found.append(clause)
        return found

    def _joins(self, at: int) -> bool:
        """True for a comma or "and" between two names of one kind, or between the ends of a range."""
        left = next((one for one in reversed(self.parts[:at]) if one.kind != PLAIN), None)
        right = next((one for one in self.parts[at + 1 :] if one.kind != PLAIN), None)
        if left is None or right is None or self.parts[at].text == ";":
            return False
        if left.kind == NUMBER and right.kind in (NUMBER, PERCENT) and self.parts[at].text == "and":
            return any(one.text.lower() == "between" for one in self.parts[:at])
        return left.kind == right.kind and left.kind in _JOINED and left.value not in _HEADS_OF_PEOPLE

    def _own(self, at: int) -> list[int]:
        """The places that belong to a figure."""
        figure = self.figures[at]
        clause = self.clauses[figure.start]
        first = next(i for i, one in enumerate(self.clauses) if one == clause)
        same_before = at and self.clauses[self.figures[at - 1].start] == clause
        start = figure.start if same_before else first
        after = self.figures[at + 1].start if at + 1 < len(self.figures) else len(self.parts)
        return [i for i in range(start, after) if self.clauses[i] == clause]

    def _before(self, at: int) -> list[list[int]]:
        """The parts before a figure's own, nearest first: clauses without a figure, and those of figures before."""
        start = min(self._own(at))
        found: list[list[int]] = []
        for i in range(start - 1, -1, -1):
            if found and self._part(i) == self._part(found[-1][0]):
                found[-1].append(i)
            else:
                found.append([i])
        return found

    def _part(self, i: int) -> tuple[int, int]:
        return self.clauses[i], sum(1 for one in self.figures if one.start <= i)

    def _others(self, at: int) -> list[int]:
        own = self._own(at)
        return [i for i in range(max(own) + 1, len(self.parts))]

    def _clause_before(self, at: int) -> list[int]:
        clause = self.clauses[self.figures[at].start]
        return [i for i, one in enumerate(self.clauses) if one == clause - 1]

    def _stands_alone(self, at: int) -> bool:
        """True where no figure stands in the clause before, so that its subject can be this figure's."""
        clause = self.clauses[self.figures[at].start]
        return all(self.clauses[one.start] != clause - 1 for one in self.figures)

    def _beside(self, place: int) -> int | None:
        """The next span from a place on that says something."""
        return next((i for i in range(place, len(self.parts)) if self.parts[i].kind != PLAIN), None)

    # Figures

    def _figures(self) -> list[Figure]:
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
        if len(link) == 2 and link[1].kind in (NUMBER, PERCENT) and self._links(at, link[0]):
            if hedge not in ("", "between", "about"):
                raise self.problem("a range has a hedge of its own")
            amount, end, one = self._range(one.value, link[1].value), end + 2, link[1]
        elif one.kind == NUMBER and end < len(self.parts) and self.parts[end].kind == "after":
            amount, end = replace(amount, hedge=str(self.parts[end].value)), end + 1
        if one.kind == PERCENT:
            return self._shift(start, end, amount, "%")
        if amount.value % 1:
            raise self.problem("a count has no decimals")
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
        if turns and link.text.lower() == "to" and before[-1:] != ["from"]:
            raise self.problem("it is not clear whether that is a range or a change")
        return not (turns and before[-1:] == ["from"])

    def _hedge(self, at: int) -> str:
        before = self.parts[at - 1] if at else None
        return str(before.value) if before and before.kind == "hedge" else ""

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
            pair = self._pair(last, figure) if last and last.amount and figure.amount else None
            made = [*made[:-1], *pair] if pair else [*made, figure]
        return made

    def _pair(self, first: Figure, second: Figure) -> list[Figure] | None:
        assert first.amount and second.amount
        a, b = self._word_before(first), self._word_before(second)
        direction = self._direction(first.start, first.start) or self._direction(second.start, second.start)
        if a == "from" and b == "to" and direction:
            shift = Shift(direction, "values", first.amount, second.amount)
            return [replace(first, silent=True), Figure(second.start, second.end, None, shift, follows="later")]
        if b.endswith("from") and direction:
            shift = Shift(direction, "values", second.amount, first.amount)
            return [replace(first, trend=""), Figure(second.start, second.end, None, shift, follows="earlier")]
        return None

    def _word_before(self, figure: Figure) -> str:
        return self.parts[figure.start - 1].text.lower() if figure.start else ""


def _with_compared(parts: Sequence[Span]) -> list[Span]:
    """The spans with each period after "than", "compared with" and the like marked as compared."""
    made: list[Span] = []
    versus = False
    for one in parts:
        if one.kind == "versus":
            versus = True
            made.append(replace(one, kind=PLAIN))
        elif one.kind == PERIOD and (versus or _is_before(one.value)):
            made.append(replace(one, kind=COMPARED))
            versus = False
        else:
            versus = versus and one.kind == PLAIN
            made.append(one)
    return made


def _is_before(said: Said) -> bool:
    return said.relative.startswith("before ") or said.relative == "year earlier"


def _amount(number: Number, hedge: str) -> Amount:
    if not hedge:
        hedge = "about" if number.rough else "exact"
    return Amount(number.value, hedge, None, number.half_step)


def _as_cause(what: str) -> str:
    return {"attacks": "attacks", "suicide_attacks": "suicide", "bombings": "bombings", "operations": "operations"}.get(
        what, ""
    )


def _above(parents: dict[str, Any], one: str) -> set[str]:
    found: set[str] = set()
    while isinstance(one := parents.get(one, ""), str) and one:
        found.add(one)
    return found
