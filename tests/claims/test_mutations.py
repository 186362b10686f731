"""Claims that agree, each changed so that it no longer holds: another figure, year or publisher, or a "not"."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from khyber.claim import check
from khyber.claim.amounts import Amount
from khyber.claim.reading import CLAIMED, COUNT, Statement
from khyber.evidence import Evidence, open_release

RELEASE = "2026.11.1"
PUBLISHERS = ("PICSS", "PIPS", "CRSS", "GTI", "SATP", "ISPR")
_NEVER = 7919


def agreeing(evidence: Evidence) -> Iterator[tuple[str, date | None, tuple[Statement, ...]]]:
    for name in ("claims.csv", "reviewed.csv"):
        with (Path(__file__).parent / name).open(encoding="utf-8") as file:
            for one in csv.DictReader(file):
                on = date.fromisoformat(one["on"]) if one["on"] else None
                answered = check(one["claim"], evidence, on)
                if answered.verdict == "agrees":
                    yield one["claim"], on, answered.reading.statements


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release(RELEASE)


@pytest.fixture(scope="module")
def claims(evidence: Evidence) -> list[tuple[str, date | None, tuple[Statement, ...]]]:
    found = list(agreeing(evidence))
    assert len(found) > 80
    return found


def figures(statements: tuple[Statement, ...]) -> Iterator[Amount]:
    for one in statements:
        if one.amount:
            yield one.amount
        if one.shift and one.shift.amount:
            yield one.shift.amount
        if one.shift and one.shift.later:
            yield one.shift.later


def written(value: float) -> str:
    """A pattern of a figure in digits, with or without commas, that is not a part of another number."""
    digits = re.escape(f"{value:,g}") if value % 1 else f"(?:{value:,.0f}|{value:.0f})"
    return rf"(?<![\d,.]){digits}(?![\d.,]*\d)"


def other_values(amount: Amount) -> list[float]:
    """Figures that the same wording cannot mean, whichever rows there are: far above or below all published."""
    if amount.hedge in ("over", "at-least", "far-over", "just-over"):
        return [_NEVER * 1_000_003 + amount.value]
    if amount.hedge in ("under", "far-under"):
        return [0]
    return [amount.value * 3 + _NEVER, amount.value * 1_000 + 1]


def test_another_figure_never_agrees(evidence: Evidence, claims: list) -> None:
    tried = 0
    for claim, on, statements in claims:
        for amount in figures(statements):
            for value in other_values(amount):
                changed = re.sub(written(amount.value), f"{value:.0f}", claim, count=1)
                if changed != claim:
                    tried += 1
                    assert check(changed, evidence, on).verdict != "agrees", changed
    assert tried > 150


def test_a_figure_one_off_never_agrees_unless_it_is_published(evidence: Evidence, claims: list) -> None:
    tried = 0
    for claim, on, statements in claims:
        for one in statements:
            if one.kind not in (COUNT, CLAIMED) or not one.amount or one.amount.hedge != "exact":
                continue
            for value in (one.amount.value - 1, one.amount.value + 1, one.amount.value + 10, 2 * one.amount.value):
                changed = re.sub(written(one.amount.value), f"{value:.0f}", claim, count=1)
                if changed != claim and not published(evidence, Amount(value), one.period.start.year):
                    tried += 1
                    assert check(changed, evidence, on).verdict != "agrees", changed
    assert tried > 100


def test_another_year_never_agrees_where_no_such_figure_is_published(evidence: Evidence, claims: list) -> None:
    tried = 0
    for claim, on, statements in claims:
        one = statements[0]
        if one.kind not in (COUNT, CLAIMED) or not one.amount or not one.period:
            continue
        for step in (-3, -2, -1, 1, 2):
            year = one.period.start.year + step
            changed = re.sub(rf"\b{one.period.start.year}\b", str(year), claim)
            if changed != claim and not published(evidence, one.amount, year):
                tried += 1
                assert check(changed, evidence, on).verdict != "agrees", changed
    assert tried > 100


def test_another_publisher_never_agrees_where_it_gives_no_such_figure(evidence: Evidence, claims: list) -> None:
    tried = 0
    for claim, on, statements in claims:
        one = statements[0]
        if one.kind != COUNT or not one.amount or not one.period:
            continue
        named = [name for name in PUBLISHERS if re.search(rf"\b{name}\b", claim)]
        for other in PUBLISHERS:
            if len(named) == 1 and other not in named:
                changed = re.sub(rf"\b{named[0]}\b", other, claim)
                if not published(evidence, one.amount, one.period.start.year, other.lower()):
                    tried += 1
                    assert check(changed, evidence, on).verdict != "agrees", changed
    assert tried > 100


def test_a_not_anywhere_never_agrees(evidence: Evidence, claims: list) -> None:
    """Before "more than" and the like a "not" makes another hedge, which is held to by itself."""
    tried = 0
    for claim, on, _ in claims:
        words = claim.split(" ")
        for at in range(len(words) + 1):
            if " ".join(words[at : at + 2]).lower() in ("more than", "fewer than", "less than"):
                continue
            changed = " ".join([*words[:at], "not", *words[at:]])
            tried += 1
            assert check(changed, evidence, on).verdict != "agrees", changed
    assert tried > 1_000


@pytest.mark.parametrize(
    "frame",
    [
        "It is false that {}",
        "PICSS denied that {}",
        "Is it true that {}?",
        "If {}, it would matter",
        "{} was planned",
        "It will be that {}",
        "{}, a claim that was rejected",
    ],
)
def test_a_frame_that_turns_a_claim_never_agrees(evidence: Evidence, claims: list, frame: str) -> None:
    for claim, on, _ in claims:
        changed = frame.format(claim.rstrip(". "))
        assert check(changed, evidence, on).verdict != "agrees", changed


def published(evidence: Evidence, amount: Amount, year: int, publisher: str = "") -> bool:
    """True where any count or group's claim of a year, of whatever area, metric and people, would make it true."""
    counts, claimed = evidence.read("attack_counts"), evidence.read("group_claims")
    if publisher:
        counts, claimed = counts[counts["publisher"] == publisher], claimed[:0]
    for table in (counts, claimed):
        values = table["value"][(table["period_start"].dt.year <= year) & (table["period_end"].dt.year >= year)]
        if any(amount.holds(value) for value in values):
            return True
    return False
