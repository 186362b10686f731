"""Sentences made of the published figures themselves: the right value agrees, any other never does."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khyber.analysis.counts import headlines
from khyber.claim import check
from khyber.claim.periods import Period
from khyber.claim.verdict import ORDER
from khyber.evidence import Evidence, open_release

PHRASES = {
    "attacks": "{} counted {} attacks in {} in {}",
    "suicide_attacks": "According to {}, {} suicide attacks hit {} in {}",
    "combat_related_deaths": "{} put combat-related deaths at {} in {} in {}",
}
STEP = 7


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def rows(evidence: Evidence) -> list[Any]:
    found = headlines(evidence)
    sound = found[
        found["metric"].isin(PHRASES)
        & (found["actor"] == "all")
        & found["span"].isin(["year", "month"])
        & (found["status"] != "doubtful")
        & (found["publisher"] != "other")
        & found["area"].isin(["pakistan", "balochistan", "sindh", "khyber-pakhtunkhwa", "kp-tribal-districts"])
    ]
    return list(sound.itertuples())[::STEP]


def sentence(evidence: Evidence, row: Any, value: float) -> str:
    area = {"kp-tribal-districts": "the tribal districts"}.get(row.area, evidence.names("areas")[row.area])
    when = Period(row.period_start.date(), row.period_end.date()).words
    return PHRASES[row.metric].format(evidence.names("publishers")[row.publisher], f"{value:,.0f}", area, when)


def test_a_published_figure_agrees_with_its_row(evidence: Evidence) -> None:
    chosen = rows(evidence)
    assert len(chosen) > 50
    for row in chosen:
        answered = check(sentence(evidence, row, row.headline), evidence)
        assert answered.verdict == "agrees", (sentence(evidence, row, row.headline), answered.reason)
        assert {line.row_id for line in answered.found[0].supporting} & set(row.row_ids)


def test_any_other_figure_does_not_agree(evidence: Evidence) -> None:
    for row in rows(evidence):
        published = {evidence.row("attack_counts", one)["value"] for one in row.row_ids}
        for other in (row.headline + 1, row.headline - 1, 2 * row.headline + 1, row.headline + 100):
            if other >= 0 and other not in published:
                assert check(sentence(evidence, row, other), evidence).verdict != "agrees", sentence(
                    evidence, row, other
                )


WORDS = """PICSS PIPS attacks killed 294 188 2021 2020 56% rose fell doubled almost more than not in Balochistan
Pakistan the TTP fighters 10,000 and , ; people militants claimed last year between to from by half a third Somalia -"""


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS.split()), max_size=16).map(" ".join)))
def test_any_text_is_answered(evidence: Evidence, text: str) -> None:
    answered = check(text, evidence)
    assert answered.verdict in ORDER
    assert (answered.verdict == "not-understood") is not bool(answered.reading.statements)
    assert answered.as_dict(evidence)["verdict"] == answered.verdict
