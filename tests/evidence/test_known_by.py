"""Known by a day: what a reader could have read then, row by row, against the sources in the files."""

import csv
from datetime import date, timedelta

import pytest

from khyber.evidence import Evidence, Hidden, ids, open_folder
from khyber.settings import settings
from tests.check import copies

VOCABULARIES = (
    "areas", "actors", "publishers", "metrics", "publisher_metrics", "incident_kinds", "sectors", "reading_rules",
    "labels", "corrections", "target_kinds", "targets", "border_views", "accounts", "district_aliases",
    "rung_rules", "rung_readings", "likelihood_terms", "scenarios", "signposts", "risk_pillars", "risk_inputs",
)  # fmt: skip
# Curated rule 10: these describe the state at curation.
TIMELESS = ("groups", "group_relations", "crossings")
DAYS = [date(2014, 12, 31), date(2019, 6, 30), date(2021, 12, 30), date(2023, 1, 5), date(2026, 11, 22)]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def raw(table: str) -> list[dict[str, str]]:
    with (settings.data / f"{table}.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def certain() -> dict[str, str]:
    """The day by which each dated source had certainly been published."""
    return {row["source_id"]: row["published_latest"] for row in raw("sources") if row["published_latest"]}


def dated_tables(evidence: Evidence) -> list[str]:
    return [
        name
        for name in evidence.counts
        if name not in VOCABULARIES and name != "sources" and not evidence.described_in_release(name)
    ]


def first_days(table: str, certain: dict[str, str]) -> list[str | None]:
    """For each row of a file the least day by which one of its sources was out; None where none is dated.

    A judgment was made on a day of its own and was not known before it.
    """
    out = []
    for row in raw(table):
        first = min((certain[one] for one in row["source_ids"].split(";") if one in certain), default=None)
        out.append(max(first, row["as_of"]) if first and table == "key_judgments" else first)
    return out


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_row_is_known_when_its_first_source_was_certainly_out(evidence, certain, day):
    tables = dated_tables(evidence)
    assert {"attack_counts", "incidents", "timeline", "stances", "closures"} <= set(tables)
    for table in tables:
        key = evidence.key(table)
        expected = [
            row[key]
            for row, first in zip(raw(table), first_days(table, certain), strict=True)
            if first is not None and first <= day.isoformat()
        ]
        assert [str(one) for one in evidence.read(table, day)[key]] == expected, table


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_is_hidden_is_counted_by_reason(evidence, certain, day):
    for table in dated_tables(evidence):
        firsts = first_days(table, certain)
        later = sum(first is not None and first > day.isoformat() for first in firsts)
        assert evidence.hidden(table, day) == Hidden(later, firsts.count(None)), table
        assert len(evidence.read(table, day)) + later + firsts.count(None) == evidence.counts[table]


def test_some_rows_have_no_dated_source_and_are_hidden_on_any_day(evidence, certain):
    undated = first_days("attack_counts", certain).count(None)
    assert undated > 0
    assert len(evidence.read("attack_counts", date(2999, 1, 1))) == evidence.counts["attack_counts"] - undated


def test_without_a_day_everything_is_shown(evidence):
    for table in evidence.counts:
        assert len(evidence.read(table)) == evidence.counts[table]
        assert evidence.hidden(table, None) == Hidden(0, 0)


@pytest.mark.parametrize("table", [*VOCABULARIES, *TIMELESS])
def test_no_row_without_time_is_hidden_for_its_sources(evidence, table):
    assert evidence.hidden(table, date(1990, 1, 1)) == Hidden(0, 0)


@pytest.mark.parametrize("table", [*VOCABULARIES, "crossings", "escalation_ladder"])
def test_a_vocabulary_and_a_table_without_beginnings_stay_whole(evidence, table):
    assert len(evidence.read(table, date(1990, 1, 1))) == evidence.counts[table]


@pytest.mark.parametrize(("table", "began"), [("groups", "founded_year"), ("group_relations", "since_year")])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_began_in_a_year_not_over_by_the_day_is_left_out(evidence, table, began, day):
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    expected = [row[evidence.key(table)] for row in raw(table) if not row[began] or int(row[began]) <= last]
    assert list(evidence.read(table, day)[evidence.key(table)]) == expected


def test_an_end_of_a_later_year_is_not_told(evidence):
    ended = {row["row_id"]: int(row["until_year"]) for row in raw("group_relations") if row["until_year"]}
    year = min(ended.values())
    then = evidence.read("group_relations", date(year, 6, 30)).set_index("row_id")["until_year"]
    assert then.isna().all()
    after = evidence.read("group_relations", date(year, 12, 31)).set_index("row_id")["until_year"].dropna()
    assert dict(after) == {one: until for one, until in ended.items() if until <= year}
    assert evidence.read("group_relations")["until_year"].notna().sum() == len(ended)


def test_a_state_described_for_a_later_day_is_not_known(evidence):
    then = evidence.read("crossings", date(2023, 1, 5)).set_index("crossing_id")
    assert set(then.index[then["state"] != "unknown"]) == {"arandu"}
    assert then.loc["torkham", "status_note"] == "Not known by that day"
    assert then.loc["torkham", ["status_as_of", "status_as_of_earliest", "status_as_of_latest"]].isna().all()
    assert then.loc["torkham", "latitude"] == evidence.row("crossings", "torkham")["latitude"]
    assert evidence.row("crossings", "torkham")["state"] != "unknown"


@pytest.mark.parametrize("table", TIMELESS)
def test_findings_without_time_are_marked(evidence, table):
    assert evidence.described_in_release(table)


@pytest.mark.parametrize("table", ["attack_counts", "incidents", "timeline", "areas"])
def test_others_are_not(evidence, table):
    assert not evidence.described_in_release(table)


def test_a_source_is_known_when_it_was_certainly_out(evidence, certain):
    day = date(2021, 12, 30)
    expected = [row["source_id"] for row in raw("sources") if certain.get(row["source_id"], "9") <= day.isoformat()]
    assert list(evidence.read("sources", day)["source_id"]) == expected
    assert evidence.hidden("sources", day).undated == len(raw("sources")) - len(certain)


def test_a_later_day_shows_at_least_as_much(evidence):
    before: set[str] = set()
    for day in DAYS:
        now = set(evidence.read("incidents", day)["incident_id"])
        assert before <= now
        before = now


def test_published_is_the_earliest_day_of_the_sources_and_never_after_known_from(evidence):
    earliest = {row["source_id"]: row["published_earliest"] for row in raw("sources") if row["published_earliest"]}
    for row in evidence.read("incidents").itertuples():
        dated = [earliest[one] for one in ids(row.source_ids) if one in earliest]
        if not dated:
            assert str(row.published) == str(row.known_from) == "NaT"
        else:
            assert f"{row.published:%Y-%m-%d}" == min(dated)
            assert row.published <= row.known_from


def test_the_day_itself_counts(evidence):
    """ac-1145 (294 attacks in 2021) was read from one page of 2 January 2022."""
    day = date(2022, 1, 2)
    assert "ac-1145" in set(evidence.read("attack_counts", day)["row_id"])
    assert "ac-1145" not in set(evidence.read("attack_counts", day - timedelta(days=1))["row_id"])


@pytest.mark.parametrize(
    ("sources", "known_from"),
    [
        (["late"], date(2022, 5, 31)),
        (["late", "early"], date(2020, 3, 31)),
        (["undated", "late"], date(2022, 5, 31)),
    ],
)
def test_the_first_source_that_was_certainly_out_decides(tmp_path, sources, known_from):
    folder = copies.copy(tmp_path / "data")
    for one, first, last in [
        ("early", "2020-03-01", "2020-03-31"),
        ("late", "2022-05-01", "2022-05-31"),
        ("undated", "", ""),
    ]:
        copies.with_line("sources", one, "P", "T", "https://example.org", "", first, last, "none", "news")(folder)
    copies.cells("timeline", "2014-06-08-gunmen-storm-karachi-airport", source_ids=";".join(sources))(folder)
    altered = open_folder(folder)

    def known(day: date) -> bool:
        return "2014-06-08-gunmen-storm-karachi-airport" in set(altered.read("timeline", day)["event_id"])

    assert known(known_from)
    assert not known(known_from - timedelta(days=1))
