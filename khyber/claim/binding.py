"""Which words of a sentence belong to which figure.

What a figure does not find in its own part it takes from the nearest part before, then from the rest of the sentence,
where that names one thing only. Two different things for one figure are not resolved: the claim is not understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from khyber.claim.figures import Figure
from khyber.claim.parts import COMPARED, HEADS_OF_PEOPLE
from khyber.claim.periods import Period
from khyber.claim.spans import BREAK, NUMBER, PERIOD, PLAIN, Span
from khyber.claim.vocabulary import beside_strength
from khyber.claim.when import Times
from khyber.evidence import Evidence

NATION = "pakistan"
OF_PEOPLE = (*HEADS_OF_PEOPLE, "casualties", "abducted", "arrested")
_TELLING = ("said", "says", "say", "reported", "reports", "told", "stated", "announced", "estimates", "puts", "put")
_GROUP_NOUNS = ("group", "outfit", "organisation", "organization", "faction", "movement", "insurgency", "umbrella")
_PRONOUNS = ("it", "they", "he", "she", "we", "i", "you")
_DOING = ("carried out", "carried", "conducted", "launched", "perpetrated", "staged", "mounted", "committed", "behind")


class Sentence(Times):
    """The spans of one sentence, its figures, and what belongs to each."""

    def __init__(
        self, parts: Sequence[Span], evidence: Evidence, day: date, problem: Callable[[str], Exception]
    ) -> None:
        super().__init__(parts, day, problem)
        self.evidence = evidence

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
        self._refuse_targets()
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

    def is_told_by_a_group(self) -> bool:
        """True where a group itself is the one who tells: "the TTP said that …"."""
        return any(
            one.kind == "actor" and self.parts[i + 1].kind == PLAIN and self.parts[i + 1].text.lower() in _TELLING
            for i, one in enumerate(self.parts[:-1])
        )

    def speaks_of_a_group(self, at: int) -> bool:
        """True where a group that is not named is said to do what the figure counts: "the group", "they launched"."""
        for i in range(self.figures[at].start):
            word = self.parts[i].text.lower() if self.parts[i].kind == PLAIN else ""
            after = [part.text.lower() for part in self.parts[i + 1 : i + 3] if part.kind == PLAIN]
            if word in _GROUP_NOUNS or (word in _PRONOUNS and any(one in _DOING for one in after)):
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
        is_people = place is not None and self.parts[place].kind == "who"
        if is_people and place is not None:
            place = self._beside(place + 1)
        if place is not None and self.parts[place].kind == "cause":
            place = self._beside(place + 1)
        if place is not None and self.parts[place].kind in ("area", "actor"):
            place = self._beside(place + 1)
        fits = place is not None and (not is_people or self.parts[place].value in OF_PEOPLE)
        if place is not None and self.parts[place].kind == "what" and fits:
            return self._alone(place)
        first = self.figures[at - 1].end if at else 0
        left = [i for i in range(first, figure.start) if self.clauses[i] == self.clauses[figure.start]]
        found = [one for one in self._whats(left[::-1]) if not is_people or one in OF_PEOPLE]
        if found:
            return self._head_of(found if any(one in HEADS_OF_PEOPLE for one in found) else found[:1])
        return self._head_of([one for one in self._whats(self._own(at)) if not is_people or one in OF_PEOPLE])

    def _alone(self, place: int) -> str:
        """What stands at a place, unless something else is counted with it: "killed and injured"."""
        second = self._beside(place + 2)
        joined = self.parts[place + 1 : place + 2]
        links = bool(joined) and (joined[0].kind == BREAK or joined[0].text.lower() == "or")
        if links and second is not None and self.parts[second].kind == "what":
            after = self._beside(second + 1)
            counts_its_own = after is not None and (
                self.parts[after].is_figure or self.parts[after].kind in ("who", "hedge")
            )
            if self.parts[second].value != self.parts[place].value and not counts_its_own:
                self._unclear("thing counted")
        return str(self.parts[place].value)

    def _head_of(self, found: list[str]) -> str:
        people = [one for one in found if one in HEADS_OF_PEOPLE]
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

    def _refuse_targets(self) -> None:
        """Stop at "attacks on …", "by …" and "in …" followed by what no phrase covers as such."""
        for i in range(len(self.parts)):
            if self.parts[i].kind != "what" or i + 1 >= len(self.parts):
                continue
            after = self.parts[i + 1]
            if (
                self.parts[i].value not in ("operations", *OF_PEOPLE)
                and after.kind == "cause"
                and after.value == "operations"
            ):
                raise self.problem("it speaks of attacks by others than militants")
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
            return None, ()
        return self._whole(said), ()


def _as_cause(what: str) -> str:
    return {"attacks": "attacks", "suicide_attacks": "suicide", "bombings": "bombings", "operations": "operations"}.get(
        what, ""
    )


def _above(parents: dict[str, Any], one: str) -> set[str]:
    found: set[str] = set()
    while isinstance(one := parents.get(one, ""), str) and one:
        found.add(one)
    return found
