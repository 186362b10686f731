"""Every event in which an actor speaks to an issue has a declared position, or a reason why it has none."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest

from khyber.evidence import Evidence, open_folder
from khyber.settings import settings

REVIEWED = Path(__file__).with_name("events_without_a_position.csv")
WITHIN = timedelta(days=7)
# Words by which an event may tell of a position on an issue.
WORDS = {
    "mediation": "talks|truce|ceasefire|dialogue|mediat\\w+|pause",
    "cross-border-strikes": "strikes?|defend itself|self-defence|open war|right to protect",
    "ttp-safe-havens": "sanctuar\\w+|soil|host militants|guarantees|Afghan envoy",
    "deportations": "deport\\w*|undocumented",
    "military-aid": "F-16|sustainment|security aid",
    "recognition-of-taliban": "ambassadors?|recogni\\w+",
    "border-fence": "fence|fencing",
    "counterterror-cooperation": "terrorist organisation|counter-terrorism pledges",
}
Open = tuple[str, str, str]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def without_a_position(evidence: Evidence) -> set[Open]:
    """Event, actor and issue where the event may tell of a position and none of the actor's is near its days."""
    declared = evidence.read("stances")
    above = evidence.vocabulary("actors")["parent_id"].fillna("").to_dict()
    found = set()
    events = evidence.read("timeline")
    for event in events[events["date"] >= declared["as_of"].min()].itertuples():
        last = event.date if event.date_end is None or event.date_end != event.date_end else event.date_end
        near = declared[declared["as_of"].between(event.date - WITHIN, last + WITHIN)]
        # The same words tell of talks between the two states and of those with the TTP.
        held = set(zip(near["actor"], near["issue"].replace("ttp-talks", "mediation"), strict=True))
        for actor in {speaker(one, above, set(declared["actor"])) for one in event.actors.split(";")} - {""}:
            for issue, words in WORDS.items():
                if (actor, issue) not in held and re.search(rf"\b({words})\b", f"{event.title}. {event.description}"):
                    found.add((event.event_id, actor, issue))
    return found


def speaker(actor: str, above: dict[str, str], declaring: set[str]) -> str:
    """The actor with declared positions of which this one is a part; empty where there is none."""
    while actor and actor not in declaring:
        actor = above.get(actor, "")
    return actor


def test_an_event_that_tells_of_a_position_has_a_row_or_a_reason(evidence: Evidence) -> None:
    with REVIEWED.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert all(row["reason"] for row in rows)
    reviewed = {(row["event_id"], row["actor"], row["issue"]) for row in rows}
    found = without_a_position(evidence)
    assert found - reviewed == set(), "a position, or a reason in the list of those reviewed"
    assert reviewed - found == set(), "no longer found: take it off the list"


def test_washington_backs_pakistan_in_january_2023_as_in_february_2026(evidence: Evidence) -> None:
    """The same words on two days are one position."""
    rows = evidence.read("stances").query("actor == 'united-states' and issue == 'cross-border-strikes'")
    backing = rows[rows["statement"].str.contains("right to defend itself")]
    assert set(backing["position"]) == {"supports"} and set(backing["as_of"].dt.year) == {2023, 2026}
