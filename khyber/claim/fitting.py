"""Whether the words beside a figure fit it: who is said to do what with it.

A word of the vocabulary is known, but not each may stand anywhere: "Pakistan released 294 attacks" holds known words
alone and says nothing that the tables count. Three rules, all of which stop the reading:

* Between a place or a publisher and what follows it stand only verbs of having, suffering and telling
  (`beside_count` of the wording file): "recorded", "saw", "was hit by"; not "led", "collected".
* Verbs of other things ("released", "issued", "caused", "commands") stand only with what they are said of (`apart`):
  pages, the dead, totals, or the strength of a group.
* A place or a publisher does not attack or kill; somebody who does is named as militants or a group.
"""

from __future__ import annotations

from collections.abc import Sequence

from khyber.claim.spans import BREAK, PERIOD, PLAIN, Span
from khyber.claim.vocabulary import apart, beside_count

OF_PEOPLE = ("killed", "injured", "casualties", "abducted", "arrested")
_SUBJECTS = ("area", "by")
_PREPOSITIONS = ("in", "across", "within", "throughout", "inside", "of", "for", "around")
_ACTIVE = ("killed", "kills", "kill", "killing", "injured", "injuring", "wounded", "wounding", "martyred", "eliminated",
           "neutralised", "neutralized", "abducted", "kidnapped", "maimed")  # fmt: skip
_DOING = ("carried out", "carried", "conducted", "launched", "perpetrated", "staged", "mounted", "committed", "behind")
_NEEDS = {"put": "at", "puts": "at", "putting": "at", "hit": "by", "struck": "by"}
_NOMINAL = ("the", "a", "of", "for", "in")
_PASSIVE = ("was", "were", "been", "being", "be", "are", "is")
_UNNAMED, _NATIONS = ("province", "provinces", "region", "territory"), ("pakistan", "afghanistan")
_NEAR = 3


def misfit(parts: Sequence[Span]) -> str:
    """Why the words beside the figures of a sentence on counts do not fit them; "" where they do."""
    if any(one.kind == PLAIN and one.text.lower() in _UNNAMED for one in parts) and not any(
        one.kind == "area" and one.value not in _NATIONS for one in parts
    ):
        return "it speaks of a province without naming it"
    for i, one in enumerate(parts):
        if one.kind in _SUBJECTS and (why := _beside_subject(parts, i)):
            return why
        if one.kind == PLAIN and (why := _apart(parts, i) or _agent(parts, i) or _origin(parts, i)):
            return why
    return ""


def _beside_subject(parts: Sequence[Span], at: int) -> str:
    """A place or publisher with a verb after it that does not fit, or one that kills."""
    run, after = _run(parts, at + 1)
    if after is None or after.kind in (BREAK, *_SUBJECTS, "actor", "claimed"):
        return ""
    words = [one.text.lower() for one in run]
    wrong = next((one for one in run if one.text.lower() not in beside_count() and not _is_adverb(one)), None)
    if after.is_figure and wrong is None:
        wrong = next((one for one in run if _NEEDS.get(one.text.lower(), words[0]) not in words), None)
    if wrong is not None:
        return f"“{parts[at].text} {wrong.text}” is not of what the tables count"
    active = not any(word in (*_PASSIVE, *_NOMINAL) for word in words)
    if after.kind == "what" and after.text.lower() in _ACTIVE and active and _is_subject(parts, at):
        return f"it says that {parts[at].text} did it, not that militants did"
    if after.text.lower() in ("attack", "attacks") and parts[at].text.lower() == "pakistani":
        return f"it is not clear whose attacks “{parts[at].text} {after.text}” are"
    return ""


def _run(parts: Sequence[Span], start: int) -> tuple[list[Span], Span | None]:
    """The plain words from a place on, past hedges and periods, and what ends them."""
    run: list[Span] = []
    for one in parts[start:]:
        if one.kind == PLAIN:
            run.append(one)
        elif one.kind not in ("hedge", PERIOD):
            return run, one
    return run, None


def _is_subject(parts: Sequence[Span], at: int) -> bool:
    """True where a name begins its clause: nothing that could act stands before it, and no preposition."""
    for one in reversed(parts[:at]):
        if one.kind == BREAK:
            return True
        if one.kind != PLAIN and one.kind != PERIOD:
            return False
        if one.text.lower() in _PREPOSITIONS:
            return False
    return True


def _apart(parts: Sequence[Span], at: int) -> str:
    """A verb of other things without them."""
    word = parts[at].text.lower()
    kinds = apart()
    near = [one.text.lower() for one in (*parts[max(0, at - _NEAR) : at], *parts[at + 1 : at + 1 + _NEAR])]
    if word in kinds["pages"]:
        fits = any(noun in text.split() for text in near for noun in kinds["nouns of pages"])
        fits &= not _takes_a_figure(parts, at)
    elif word in kinds["the dead"]:
        fits = any(one.kind == "what" and one.value in OF_PEOPLE for one in parts)
    elif word in kinds["totals"]:
        fits = any(one.text.lower() in kinds["nouns of totals"] for one in parts)
    else:
        fits = word not in kinds["strength"]
    return "" if fits else f"“{parts[at].text}” is not said of what the tables count"


def _takes_a_figure(parts: Sequence[Span], at: int) -> bool:
    """True where a figure is the object of a verb, past articles and hedges."""
    after = (one for one in parts[at + 1 :] if one.kind != "hedge" and one.text.lower() not in ("a", "an", "the"))
    follows = next(after, None)
    return follows is not None and follows.is_figure


def _agent(parts: Sequence[Span], at: int) -> str:
    """A verb of attacking before a figure whose subject is not militants or a group."""
    if parts[at].text.lower() not in _DOING or not any(one.is_figure for one in parts[at:]):
        return ""
    before = []
    for one in reversed(parts[:at]):
        if one.kind == BREAK:
            break
        before.append(one)
    passive = any(one.text.lower() in _PASSIVE for one in before[:2])
    acting = any(one.kind in ("actor", "who", "what", "cause") or one.is_figure for one in before)
    return "" if acting or passive else "it does not say that militants attacked"


def _origin(parts: Sequence[Span], at: int) -> str:
    """Attacks "from" or "to" a place, which the tables do not tell."""
    follows = parts[at + 1] if at + 1 < len(parts) else None
    if parts[at].text.lower() in ("from", "to") and follows is not None and follows.kind == "area":
        return f"it is not clear what “{parts[at].text} {follows.text}” means"
    return ""


def _is_adverb(one: Span) -> bool:
    return one.text.lower().endswith("ly")
