"""Groups by the place of their bases, and the ties of a group as read from its side."""

from datetime import date

import pandas as pd
import pytest

from khyber.analysis import groups
from khyber.evidence import Evidence, open_folder
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def test_those_in_afghanistan_alone_come_first_and_the_unclear_last(evidence: Evidence) -> None:
    found = groups.based(evidence)
    assert sorted(found["group_id"]) == sorted(evidence.read("groups")["group_id"])
    assert list(found["place"]) == sorted(found["place"])
    assert set(found["place"]) == {0, 1, 2, 3}
    for row in found.itertuples():
        assert (row.place <= 1) == (groups.COUNTRY in row.countries)
        assert (row.place == 3) == (row.countries == ())
    by_id = found.set_index("group_id")
    assert by_id["countries"]["ttp"] == ("AF", "PK") and by_id["place"]["iskp"] == 0


def test_only_the_groups_asked_for_are_given(evidence: Evidence) -> None:
    assert list(groups.based(evidence, {"bla", "nobody"})["group_id"]) == ["bla"]
    assert groups.based(evidence, ()).empty


def test_a_tie_is_read_from_the_side_of_the_group(evidence: Evidence) -> None:
    found = groups.ties(evidence, "ttp").set_index("row_id")
    assert set(found.index) == {
        row.row_id for row in evidence.read("group_relations").itertuples() if "ttp" in (row.group_a, row.group_b)
    }
    assert "ttp" not in set(found["other"])
    assert found["other"]["gr-0007"] == "afghan-taliban" and found["outward"]["gr-0007"] is False
    assert found["mutual"]["gr-0005"] and found["outward"]["gr-0005"] is None
    assert found["ended"]["gr-0024"] and not found["ended"]["gr-0025"]
    iskp = groups.ties(evidence, "iskp").set_index("row_id")
    assert iskp["outward"]["gr-0020"] is True


def test_all_ties_are_ordered_by_kind(evidence: Evidence) -> None:
    found = groups.ties(evidence)
    assert len(found) == len(evidence.read("group_relations"))
    assert list(found["relation"].unique()) == list(evidence.labels("relation"))


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (2015, pd.NA, "since 2015"),
        (2014, 2020, "2014 to 2020, ended"),
        (pd.NA, 2022, "until 2022, ended"),
        (pd.NA, pd.NA, ""),
    ],
)
def test_the_years_of_a_tie_in_words(since: object, until: object, said: str) -> None:
    assert groups.years(since, until) == said


def test_no_tie_is_of_a_day_before_it_or_one_of_its_groups_began(evidence: Evidence) -> None:
    founded = evidence.read("groups").set_index("group_id")["founded_year"]
    then = groups.ties(evidence, known=date(2015, 6, 30))
    assert len(then) and not (then["since_year"] > 2014).any()
    for row in then.itertuples():
        assert not any(founded[one] > 2014 for one in (row.group_a, row.group_b) if founded.notna()[one])
    assert len(then) < len(groups.ties(evidence))


def test_no_group_is_of_a_day_before_it_was_founded(evidence: Evidence) -> None:
    assert not {"tjp", "ittehad-ul-mujahideen-pakistan"} & set(
        groups.based(evidence, known=date(2023, 1, 5))["group_id"]
    )
    assert "tjp" in set(groups.based(evidence, known=date(2023, 12, 31))["group_id"])
