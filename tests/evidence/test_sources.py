"""Sources: how a page is named, and which pages stand behind rows."""

from datetime import date

import pytest

from khyber.evidence import Evidence, Source, ids, open_folder, text
from khyber.settings import settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def source(first: date | None, last: date | None, source_id: str = "one") -> Source:
    return Source(source_id, "BOL News", "Attacks up", "https://example.org/a", first, last, "page", "news")


class TestWhen:
    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [
            (date(2022, 1, 2), date(2022, 1, 2), "2 January 2022"),
            (date(2022, 1, 1), date(2022, 1, 31), "January 2022"),
            (date(2021, 1, 1), date(2021, 12, 31), "2021"),
            (None, None, "undated"),
        ],
    )
    def test_in_words(self, first, last, said):
        assert source(first, last).when == said

    def test_footnote(self):
        assert (
            source(date(2022, 1, 2), date(2022, 1, 2)).footnote
            == "BOL News, “Attacks up”, 2 January 2022. https://example.org/a"
        )


def test_newest_first_undated_last_then_by_id():
    given = [
        source(None, None, "u"),
        source(date(2020, 1, 1), date(2020, 12, 31), "b"),
        source(date(2022, 1, 2), date(2022, 1, 2), "c"),
        source(date(2020, 1, 1), date(2020, 1, 1), "a"),
    ]
    assert [one.source_id for one in sorted(given, key=Source.newest_first)] == ["c", "a", "b", "u"]


class TestBehindRows:
    def test_a_headline_leads_to_its_page(self, evidence):
        (found,) = evidence.sources_of("attack_counts", ["ac-1145"])
        assert found == evidence.source("bolnews-2022-01-picss-annual")
        assert (found.publisher, found.when) == ("BOL News", "2 January 2022")
        assert found.url.startswith("https://")

    def test_each_source_once_newest_first(self, evidence):
        found = evidence.sources_of("attack_counts", ["ac-1161", "ac-1160", "ac-1161"])
        assert [one.source_id for one in found] == [
            "picss-2024-01-01-annual",
            "thenews-2023-12-25-picss-suicide",
            "brecorder-2023-01-02-picss",
            "latestly-2023-01-01-picss-annual",
            "thenews-2023-01-picss-dec",
        ]

    def test_every_row_of_every_table_leads_to_sources_that_exist(self, evidence):
        for table in evidence.counts:
            rows = evidence.read(table)
            if table == "sources" or "source_ids" not in rows:
                continue
            for row_id, cell in zip(rows[evidence.key(table)], rows["source_ids"], strict=True):
                assert {one.source_id for one in evidence.sources_of(table, [str(row_id)])} == set(ids(cell)), row_id

    def test_a_source_is_its_own_source_as_known_by_a_day(self, evidence):
        found = evidence.sources_of("sources", ["picss-2024-01-01-annual", "no-such-page"])
        assert [one.source_id for one in found] == ["picss-2024-01-01-annual"]
        assert evidence.sources_of("sources", ["picss-2024-01-01-annual"], date(2023, 12, 31)) == []

    def test_rows_of_a_table_that_names_no_sources_have_none(self, evidence):
        assert evidence.sources_of("reading_rules", ["1"]) == []
        assert not evidence.names_sources("reading_rules") and evidence.names_sources("attack_counts")

    def test_a_row_with_a_number_for_an_id_is_found_by_its_text(self, evidence):
        assert evidence.has_row("escalation_ladder", "1") and not evidence.has_row("escalation_ladder", "99")
        assert evidence.row("reading_rules", "2")["rule"] == 2

    def test_unknown_rows_have_no_sources(self, evidence):
        assert evidence.sources_of("attack_counts", ["ac-none"]) == []

    def test_every_source_can_be_named(self, evidence):
        for source_id in evidence.read("sources")["source_id"]:
            found = evidence.source(source_id)
            assert found.publisher and found.footnote.startswith(found.publisher)
            assert (found.earliest is None) == (found.latest is None) == (found.when == "undated")


@pytest.mark.parametrize(
    ("cell", "found"), [("a;b", ("a", "b")), ("a", ("a",)), ("", ()), (None, ()), (float("nan"), ())]
)
def test_ids_of_a_list_cell(cell, found):
    assert ids(cell) == found


@pytest.mark.parametrize(("cell", "found"), [("a", "a"), ("", ""), (None, ""), (float("nan"), "")])
def test_text_of_a_cell(cell, found):
    assert text(cell) == found
