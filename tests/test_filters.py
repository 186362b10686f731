"""Filters: what they keep, the days they mean, and the sentence that says them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from khyber.evidence import Evidence, dates
from khyber.evidence.releases import identifiers
from khyber.filters import Filters, open_link
from tests.choices import EVIDENCE, filters, opened

DEFAULT = Filters()


class TestDays:
    def test_a_period_runs_from_the_first_day_to_the_last(self):
        found = opened(from_="2021-03", to="2024-02")
        assert (found.first_day, found.last_day) == (date(2021, 3, 1), date(2024, 2, 29))

    def test_an_open_period_has_no_days(self):
        assert (DEFAULT.first_day, DEFAULT.last_day) == (None, None)


class TestOnly:
    def test_keeps_what_is_named_and_forgets_the_rest(self):
        chosen = Filters(area="punjab", metric="killed", by=("picss",))
        assert chosen.only(["area", "metric"]) == Filters(area="punjab", metric="killed")

    def test_choices_that_do_not_matter_give_the_same_key(self):
        assert Filters(area="punjab", within=50).only(["area"]) == Filters(area="punjab").only(["area"])


class TestSentence:
    @pytest.mark.parametrize(
        ("choices", "sentence"),
        [
            ({}, "All areas"),
            ({"start": "2024", "end": "2024"}, "All areas, 2024"),
            (
                {"area": "pakistan", "start": "2018", "end": "2026", "actor": "ttp", "by": ("picss",)},
                "Pakistan, 2018 to 2026, TTP, counted by PICSS",
            ),
            (
                {"area": "khyber-pakhtunkhwa", "start": "2021-03", "by": ("picss", "pips")},
                "Khyber Pakhtunkhwa, March 2021 to the newest record, counted by PICSS, PIPS",
            ),
            ({"end": "2021-08-15"}, "All areas, the first record to 15 August 2021"),
            ({"known": date(2023, 1, 5)}, "All areas, as known by 5 January 2023"),
            ({"start": "9999", "end": "9999"}, "All areas, 9999"),
            (
                {"category": "border", "kind": ("air-strike", "ceasefire"), "country": "AF", "within": 50},
                "All areas, events between the two states, air strike or truce, in Afghanistan, "
                "within 50 km of the line",
            ),
            (
                {
                    "country": "none",
                    "province": ("balochistan", "af-kunar"),
                    "district": ("kurram",),
                    "target": ("police",),
                    "claim_status": ("claimed",),
                    "confidence": ("low",),
                },
                "All areas, without a country on record, Balochistan or Kunar, district Kurram, target police, "
                "claim status claimed, confidence low",
            ),
            (
                {"toll": 10, "placed": "no", "search": "<b>"},
                "All areas, at least 10 killed by the lowest figure, without a point on the map, the words “<b>”",
            ),
            (
                {"category": "attack", "country": "PK", "by": ("picss",)},
                "All areas, militant attacks, in Pakistan, counted by PICSS",
            ),
        ],
    )
    def test_the_choices_in_words(self, choices: dict[str, Any], sentence: str):
        assert Filters(**choices).sentence(EVIDENCE) == sentence

    @given(filters())
    def test_every_choice_can_be_said(self, chosen):
        said = chosen.sentence(EVIDENCE)
        if chosen.area != "all":
            assert said.startswith(EVIDENCE.vocabulary("areas")["name"][chosen.area])
        if chosen.known:
            assert said.endswith(f"as known by {dates.words(chosen.known)}")


@pytest.mark.parametrize(
    ("known", "than", "latest"),
    [
        (None, None, None),
        ("2023-01-05", None, "2023-01-05"),
        (None, "2023-01-05", None),
        ("2023-01-05", "2022-06-01", "2023-01-05"),
        ("2022-06-01", "2023-01-05", "2023-01-05"),
    ],
)
def test_of_two_days_the_later_is_the_day_of_what_is_shown(known, than, latest):
    given, other, expected = (date.fromisoformat(one) if one else None for one in (known, than, latest))
    assert Filters(known=given, known_than=other).known_at_most == expected


def test_a_link_opens_the_release_that_it_names():
    for release in identifiers():
        link = open_link({"release": [release]})
        assert isinstance(link.evidence, Evidence)
        assert link.evidence.release == link.filters.release == release
    assert open_link({}).evidence.release == identifiers()[0]
    assert open_link({}).filters.release == "newest"
