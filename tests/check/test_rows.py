"""Numbers and days in the wrong order, and pointers that lead nowhere: file, row, field and reason."""

from pathlib import Path

import pytest

from khyber.check import order, references
from khyber.check.tables import Tables
from tests.check.copies import Broken, Edit, cells, described, gone, raw, set_cell, with_line

JSON = "datapackage.json"
AT = "attack_counts"
INCIDENT = "2019-09-13-dir"


def circle(table: str, field: str, one: str, other: str) -> Edit:
    def edit(folder: Path) -> None:
        cells(table, one, **{field: other})(folder)
        cells(table, other, **{field: one})(folder)

    return edit


ORDER = {
    "low above high": set_cell("group_strength", "gs-0032", "low", "6000", "more than high 5000"),
    "best above high": Broken(
        cells("group_strength", "gs-0032", best="5001"),
        "group_strength.csv",
        "gs-0032",
        "best",
        "5001 is more than high",
    ),
    "low above best": Broken(
        cells("group_strength", "gs-0032", best="2999"),
        "group_strength.csv",
        "gs-0032",
        "low",
        "more than best 2999",
    ),
    "fewest killed above most": set_cell(
        "incidents", "2016-06-12-torkham", "killed_low", "3", "more than killed_high 2"
    ),
    "fewest injured above most": set_cell(
        "incidents", "2016-06-12-torkham", "injured_low", "18", "more than injured_high 17"
    ),
    "period that ends before it starts": Broken(
        cells(AT, "ac-0001", period_end="2017-12-31"),
        f"{AT}.csv",
        "ac-0001",
        "period_start",
        "after period_end",
    ),
    "earlier period that is not earlier": set_cell(
        "change_claims", "cc-0001", "previous_end", "2023-01-01", "before period_start 2023-01-01"
    ),
    "reopened before it closed": Broken(
        cells("closures", "cl-0004", reopened_on="2017-01"),
        "closures.csv",
        "cl-0004",
        "closed_from",
        "after reopened_on 2017-01",
    ),
    "event that ends before it starts": Broken(
        cells("incidents", "2016-06-12-torkham", date_end="2016-06-11"),
        "incidents.csv",
        "2016-06-12-torkham",
        "date",
        "after date_end",
    ),
    "published late before early": set_cell(
        "sources",
        "92news-2017-12-22-mohmand",
        "published_earliest",
        "2018-01-01",
        "after published_latest",
    ),
    "published after the search": set_cell(
        "sources",
        "92news-2017-12-22-mohmand",
        "published_latest",
        "2027-01-01",
        "the day of the search",
    ),
    "day of publication with one end": Broken(
        cells("sources", "92news-2017-12-22-mohmand", published_earliest=""),
        "sources.csv",
        "92news-2017-12-22-mohmand",
        "published_latest",
        "only one end",
    ),
    "dated by nothing": set_cell(
        "sources", "92news-2017-12-22-mohmand", "date_basis", "none", "the row has 2017-12-22"
    ),
    "partial date that is none": set_cell("closures", "cl-0001", "closed_from", "2017-02-30", "calendar"),
    "event after the search": Broken(
        cells("timeline", "2014-06-08-gunmen-storm-karachi-airport", date="2027-01-01"),
        "timeline.csv",
        "2014-06-08-gunmen-storm-karachi-airport",
        "date",
        "after the day of the search",
    ),
    "event before the table starts": set_cell(
        "incidents",
        "2019-01-29-loralai-police-dig-office",
        "date",
        "2018-12-31",
        "before the table starts",
    ),
    "search that has no day": Broken(
        described(lambda r: r["closures"].update(searched_until="soon")),
        JSON,
        "closures",
        "searched_until",
        "'soon' is not a day",
    ),
    "truce ended before it began": set_cell(
        "timeline",
        "2022-06-02-open-ended-ttp-ceasefire",
        "ended_by",
        "2014-06-08-gunmen-storm-karachi-airport",
        "before the event that it ends",
    ),
    "page older than what it tells": Broken(
        cells("sources", "accord-acled-2018-afg", published_earliest="2017-06-01"),
        "sources.csv",
        "accord-acled-2018-afg",
        "published_earliest",
        "ac-0001",
    ),
}

REFERENCES = {
    "unknown source": set_cell(AT, "ac-0001", "source_ids", "nobody-2018", "'nobody-2018' is not in"),
    "unknown second source": set_cell(
        AT, "ac-0001", "source_ids", "accord-acled-2018-afg;nobody-2018", "is not in sources"
    ),
    "source twice": set_cell(AT, "ac-0001", "source_ids", "accord-acled-2018-afg;accord-acled-2018-afg", "named twice"),
    "empty item": set_cell(AT, "ac-0001", "source_ids", "accord-acled-2018-afg;", "empty item"),
    "unknown kind of target": set_cell("targets", "police", "target_kinds", "bakers", "is not in target_kinds"),
    "unknown code": set_cell("closures", "cl-0001", "scope", "some", "vocabulary closure_scope"),
    "unknown code in a list": set_cell(
        "groups", "ttp", "designations", "un-1267;un-9999", "'un-9999' is not in the vocabulary"
    ),
    "source that nobody cites": Broken(
        with_line("sources", "nobody-2018", "Nobody", "Nothing", "https://example.org/", "", "", "", "none", "news"),
        "sources.csv",
        "nobody-2018",
        "source_id",
        "no row cites",
    ),
    "address of another kind": set_cell(
        "sources", "92news-2017-12-22-mohmand", "url", "ftp://example.org/", "not an http"
    ),
    "incidents in a circle": Broken(
        circle("incidents", "part_of", INCIDENT, "2019-09-14-border-fence-dir"),
        "incidents.csv",
        INCIDENT,
        "part_of",
        "leads back to itself",
    ),
    "incident that is part of itself": set_cell("incidents", INCIDENT, "part_of", INCIDENT, "leads back to itself"),
    "areas in a circle": Broken(
        circle("areas", "parent_id", "pakistan", "sindh"),
        "areas.csv",
        "sindh",
        "parent_id",
        "sindh → pakistan → sindh",
    ),
    "actors in a circle": Broken(
        circle("actors", "parent_id", "ttp", "religiously-inspired"),
        "actors.csv",
        "ttp",
        "parent_id",
        "leads back to itself",
    ),
    "place in the order twice": set_cell("publishers", "pips", "order", "1", "the place of picss"),
    "colour that is none": set_cell("publishers", "pips", "colour", "red", "not a colour"),
    "outline of nowhere": set_cell("areas", "sindh", "outline_code", "PK-XX", "code of no outline"),
    "boundary file is missing": Broken(
        gone("boundaries/lines.geojson"),
        JSON,
        "lines",
        "path",
        "no file boundaries/lines.geojson",
    ),
    "outlines are no GeoJSON": Broken(
        raw("boundaries/provinces.geojson", b"[]"),
        "boundaries/provinces.geojson",
        "",
        "",
        "not a GeoJSON",
    ),
}


@pytest.mark.parametrize("broken", ORDER.values(), ids=ORDER)
def test_a_wrong_order_is_told(folder, broken):
    broken.edit(folder)
    assert broken.is_told_in(order.findings(Tables(folder)))


@pytest.mark.parametrize("broken", REFERENCES.values(), ids=REFERENCES)
def test_a_pointer_to_nowhere_is_told(folder, broken):
    broken.edit(folder)
    assert broken.is_told_in(references.findings(Tables(folder)))
