"""Places off the map, provinces above the nation, claims that the counts do not give."""

import pytest

from khyber.check import claims, places, stacks
from khyber.check.tables import Tables
from khyber.evidence import open_folder
from tests.check.copies import Broken, cells, raw, set_cell

AT = "attack_counts"
INCIDENT = "2019-09-13-dir"
PICSS_2021, PICSS_BALOCHISTAN_2021 = "ac-1145", "ac-0424"

PLACES = {
    "latitude outside the region": set_cell("incidents", INCIDENT, "latitude", "52.5", "outside the region"),
    "longitude outside the region": set_cell("incidents", INCIDENT, "longitude", "7", "outside the region"),
    "far from its province": Broken(
        cells("incidents", INCIDENT, latitude="25.0", longitude="67.0"),
        "incidents.csv",
        INCIDENT,
        "latitude",
        "km from Khyber Pakhtunkhwa",
    ),
    "country of another province": set_cell(
        "incidents", INCIDENT, "country", "AF", "not the country of Khyber Pakhtunkhwa"
    ),
    "area without an outline": set_cell("incidents", INCIDENT, "admin1", "Pakistan", "has no outline"),
    "one coordinate": Broken(
        cells("incidents", INCIDENT, longitude=""), "incidents.csv", INCIDENT, "latitude", "not both"
    ),
    "crossing off the border": Broken(
        cells("crossings", "chaman", longitude="66.9"), "crossings.csv", "chaman", "latitude", "km from the border"
    ),
    "crossing far from its province": set_cell("crossings", "torkham", "latitude", "30.0", "km from Nangarhar"),
    "border line is no line": Broken(
        raw("boundaries/border.geojson", b"{}"), "boundaries/border.geojson", "", "", "cannot be read"
    ),
}

STACKS = {
    "provinces above the nation": Broken(
        cells(AT, PICSS_BALOCHISTAN_2021, value="300"),
        f"{AT}.csv",
        PICSS_2021,
        "value",
        "at most 294",
    ),
    "parts of a province above the nation": Broken(
        cells(AT, "ac-0925", value="400"), f"{AT}.csv", "ac-1196", "value", "kp-tribal-districts 400"
    ),
}

CLAIMS = {
    "claim that the counts do not give": set_cell(
        "change_claims", "cc-0069", "claimed_change_pct", "44", "146 and 207, give 41.8 %"
    ),
    "claim of another digit": set_cell("change_claims", "cc-0069", "claimed_change_pct", "41.6", "41.6 % is claimed"),
}


@pytest.mark.parametrize("broken", PLACES.values(), ids=PLACES)
def test_a_place_off_the_map_is_told(folder, broken):
    broken.edit(folder)
    assert broken.is_told_in(places.findings(Tables(folder)))


@pytest.mark.parametrize("broken", STACKS.values(), ids=STACKS)
def test_a_stack_above_the_nation_is_told(folder, broken):
    broken.edit(folder)
    assert broken.is_told_in(stacks.findings(open_folder(folder)))


class TestClaims:
    """A claim agrees with the change rounded or cut off, of any published pair that is not doubtful."""

    @pytest.mark.parametrize("claimed", ["42", "41", "41.8", "41.7", "41.78"])
    def test_rounded_or_cut_off_to_the_digits_printed(self, folder, claimed):
        cells("change_claims", "cc-0069", claimed_change_pct=claimed)(folder)
        assert "cc-0069" not in {finding.row for finding in claims.compare(open_folder(folder)).findings}

    @pytest.mark.parametrize("claimed", ["40", "43", "41.9", "-42"])
    def test_nothing_else(self, folder, claimed):
        cells("change_claims", "cc-0069", claimed_change_pct=claimed)(folder)
        assert "cc-0069" in {finding.row for finding in claims.compare(open_folder(folder)).findings}

    def test_without_a_count_it_is_no_error_but_counted(self, folder):
        before = claims.compare(open_folder(folder)).uncomputed
        cells("change_claims", "cc-0069", metric="")(folder)
        after = claims.compare(open_folder(folder))
        assert "cc-0069" not in {finding.row for finding in after.findings}
        assert sum(after.uncomputed.values()) == sum(before.values()) + 1
        assert after.uncomputed[claims.NO_METRIC] == before.get(claims.NO_METRIC, 0) + 1

    def test_a_doubtful_count_is_none(self, folder):
        cells(AT, "ac-2451", doubtful="true")(folder)
        compared = claims.compare(open_folder(folder))
        assert compared.uncomputed[claims.DOUBTFUL] > 0
        assert "cc-0069" not in {finding.row for finding in compared.findings}

    @pytest.mark.parametrize("broken", CLAIMS.values(), ids=CLAIMS)
    def test_another_change_is_told_beside_the_counts(self, folder, broken):
        broken.edit(folder)
        assert broken.is_told_in(claims.compare(open_folder(folder)).findings)
