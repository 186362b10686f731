"""Words that are known, beside a figure that they do not fit: such a sentence is never agreed to."""

import pytest

from khyber.claim import check
from khyber.evidence import Evidence, open_release

MISFITS = [
    "Pakistan {} 294 attacks in 2021",
    "PICSS {} 294 attacks in 2021",
    "Pakistan {} in 2021 294 attacks",
    "294 attacks were {} in Pakistan in 2021",
]
WRONG_VERBS = [
    "released",
    "published",
    "issued",
    "compiled",
    "collected",
    "dated",
    "led",
    "caused",
    "brought",
    "turned",
    "made",
    "took",
    "commands",
    "commanded",
    "boasts",
    "fields",
    "ranked",
    "listed",
    "believed",
    "considered",
    "left",
    "killed",
    "injured",
    "arrested",
    "abducted",
    "prevented",
    "planned",
    "trained",
    "foiled",
    "financed",
]
FITTING = [
    "recorded",
    "suffered",
    "saw",
    "faced",
    "witnessed",
    "reported",
    "endured",
    "experienced",
    "registered",
    "documented",
    "logged",
]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release("2026.11.1")


@pytest.mark.parametrize("pattern", MISFITS)
@pytest.mark.parametrize("verb", WRONG_VERBS)
def test_a_verb_of_other_things_is_not_understood(evidence: Evidence, pattern: str, verb: str) -> None:
    assert check(pattern.format(verb), evidence).verdict != "agrees"


@pytest.mark.parametrize("verb", FITTING)
def test_a_verb_that_fits_is_read(evidence: Evidence, verb: str) -> None:
    assert check(f"Pakistan {verb} 294 attacks in 2021", evidence).verdict == "agrees"
    assert check(f"Pakistan {verb} 295 attacks in 2021", evidence).verdict == "disagrees"


@pytest.mark.parametrize(
    "claim",
    [
        "Pakistan was responsible for 294 attacks in 2021",
        "Pakistan killed 388 people in militant attacks in 2021",
        "PICSS killed 388 people in attacks in 2021",
        "Pakistan killed 294 attacks in 2021",
        "294 attacks killed Pakistan in 2021",
        "The think tank launched 294 attacks in 2021",
        "Data released 294 attacks in 2021",
        "Pakistan hit 294 attacks in 2021",
        "PICSS put 294 attacks in 2021",
        "294 Pakistani attacks in 2021",
        "294 attacks from Pakistan in 2021",
        "Nearly all 294 attacks in 2021",
        "294 attacks were among those in Pakistan in 2021",
        "294 attacks with members in Pakistan in 2021",
        "Do you think Pakistan saw 294 attacks in 2021",
        "Pakistan saw 294 attacks per province in 2021",
        "56% of attacks rose in 2021",
        "Attacks rose by 56% of those in 2021",
        "Attacks rose by 56% a year in 2021",
        "294 attacks in the year before 2021",
        "294 attacks in a province of Pakistan in 2021",
        "Attacks rose 56% annually in 2021",
    ],
)
def test_somebody_else_or_something_else(evidence: Evidence, claim: str) -> None:
    assert check(claim, evidence).verdict == "not-understood"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("According to data released by PICSS, Pakistan saw 294 attacks in 2021", "agrees"),
        ("PICSS puts the number of attacks in 2021 at 294", "agrees"),
        ("Pakistan was hit by 294 attacks in 2021", "agrees"),
        ("294 attacks in 2021 left 388 people dead in Pakistan", "agrees"),
        ("294 attacks per PICSS in 2021", "agrees"),
        ("Per PIPS, 294 attacks in 2021", "disagrees"),
        ("Attacks rose by 106 to 294 in 2021", "agrees"),
        ("Attacks rose by 105 to 294 in 2021", "disagrees"),
        ("Attacks fell by 106 in 2021", "disagrees"),
        ("PICSS counted four to six thousand attacks in 2021", "disagrees"),
        ("The UN said ISIS-K had four to six thousand fighters in June 2023", "agrees"),
    ],
)
def test_wording_that_fits_is_held_to_the_figures(evidence: Evidence, claim: str, verdict: str) -> None:
    assert check(claim, evidence).verdict == verdict


def test_a_change_is_never_made_of_two_areas(evidence: Evidence) -> None:
    """Beside a change that does not agree, figures are named of one area each."""
    answered = check("Militant attacks rose by a quarter in 2022, PICSS found", evidence)
    assert answered.verdict == "disagrees"
