"""Citations: what they say, and that BibTeX and CSL-JSON are read by others as they were meant."""

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string

from khyber.charts import catalogue, citing
from khyber.charts.citing import Work
from khyber.evidence import Evidence, Source, open_release
from khyber.filters import Filters, open_link

ADDRESS = "http://localhost:8501/attacks?release=2026.11.1&metric=attacks&by=picss,pips"
URL = "https://example.org/a-page"
TODAY = date(2026, 11, 25)
SPECIAL = "50 % of R&D_costs: $5 #1 {a} ~b ^c \\d “é” پشاور"
TEX = (
    "50 \\% of R\\&D\\_costs: \\$5 \\#1 \\textbraceleft{}a\\textbraceright{} \\textasciitilde{}b \\textasciicircum{}c "
    "\\textbackslash{}d “é” پشاور"
)
CSL_TYPES = {"webpage", "article-newspaper", "report", "article", "dataset", "entry-encyclopedia"}
CSL_TEXTS = {"id", "type", "title", "publisher", "URL", "note", "container-title", "version"}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


@pytest.fixture(scope="module")
def cited(evidence: Evidence) -> list[Work]:
    filters = open_link({"by": ["picss,pips"]}).filters
    return citing.works(evidence, catalogue.build("attacks-change", evidence, filters), filters, ADDRESS, TODAY)


def made(title: str = "A page", url: str = "https://example.org/a", **more: object) -> Work:
    given = {"issued": (date(2021, 1, 1), date(2021, 12, 31)), "note": "", **more}
    return Work("a-page", "webpage", "", title, "A publisher", url=url, **given)


def read(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


class TestWhatIsCited:
    def test_the_figure_first_then_every_page_behind_it(self, evidence: Evidence, cited: list[Work]) -> None:
        filters = open_link({"by": ["picss,pips"]}).filters
        shown = catalogue.build("attacks-change", evidence, filters)
        own, *pages = cited
        assert (own.title, own.url, own.version, own.accessed) == (shown.title, ADDRESS, evidence.release, TODAY)
        assert "counted by PICSS, PIPS" in own.note
        assert [one.key for one in pages] == [one.source_id for one in catalogue.sources_of(evidence, shown)]

    def test_of_some_rows_the_pages_of_these_alone(self, evidence: Evidence) -> None:
        shown = catalogue.build("attacks-by-publisher", evidence, Filters())
        rows = shown.table["rows"].iloc[0]
        own, *pages = citing.works(evidence, shown, Filters(), ADDRESS, TODAY, rows)
        assert {one.key for one in pages} == {one.source_id for one in catalogue.sources_of(evidence, shown, rows)}
        assert all(str(row) in own.note for row in rows)

    def test_many_rows_are_counted_and_not_named(self, evidence: Evidence) -> None:
        shown = catalogue.build("attacks-by-publisher", evidence, Filters())
        own = citing.works(evidence, shown, Filters(), ADDRESS, TODAY, shown.rows)[0]
        assert f"{len(shown.rows)} of its rows" in own.note

    def test_the_footnote_names_release_choices_link_and_day(self, evidence: Evidence, cited: list[Work]) -> None:
        first, *pages = citing.footnote(cited).splitlines()
        for part in (cited[0].title, evidence.release, "counted by PICSS, PIPS", ADDRESS, "accessed 25 November 2026"):
            assert part in first
        assert len(pages) == len(cited) - 1
        assert all(line.endswith(one.url) for line, one in zip(pages, cited[1:], strict=True))

    def test_another_view_or_selection_has_another_key(self, evidence: Evidence) -> None:
        keys = set()
        views = [(Filters(), ADDRESS), (Filters(area="balochistan"), f"{ADDRESS}&area=balochistan")]
        for filters, address in views:
            shown = catalogue.build("attacks-by-publisher", evidence, filters)
            for rows in (None, shown.rows[:1], shown.rows[1:2]):
                own = citing.works(evidence, shown, filters, address, TODAY, rows)[0]
                assert own == citing.works(evidence, shown, filters, address, TODAY, rows)[0]
                keys.add(own.key)
        assert len(keys) == 6 and all(one.startswith("khyber-attacks-by-publisher-") for one in keys)

    @pytest.mark.parametrize(
        ("title", "cited"),
        [("Blast\x00 kills\x07\n two\t", "Blast kills two"), ("  \n", URL), ("\x00\x1f", URL), ("", URL)],
    )
    def test_a_title_has_no_control_characters_and_is_never_blank(
        self, evidence: Evidence, title: str, cited: str
    ) -> None:
        source = Source("a-page", "A\x00 publisher", title, URL, None, None, "none", "news")
        work = citing._page(evidence, source)
        assert (work.title, work.publisher) == (cited, "A publisher")

    @given(st.text())
    def test_no_control_character_is_left(self, text: str) -> None:
        kept = citing.plain(text)
        assert not any(unicodedata.category(one) == "Cc" for one in kept) and kept == citing.plain(kept)


class TestBibtex:
    def test_is_read_by_a_parser_entry_for_entry(self, cited: list[Work]) -> None:
        entries = read(citing.bibtex(cited)).entries
        assert list(entries) == [one.key for one in cited]
        own = entries[cited[0].key]
        assert own.fields["urldate"] == "2026-11-25" and own.fields["url"] == ADDRESS
        assert str(own.persons["author"][0]) == "{The Khyber developers}"

    def test_every_source_of_the_release_is_read(self, evidence: Evidence) -> None:
        shown = catalogue.build("sources", evidence, Filters())
        cited = citing.works(evidence, shown, Filters(), ADDRESS, TODAY)
        assert len(read(citing.bibtex(cited)).entries) == len(cited) == evidence.counts["sources"] + 1

    def test_special_characters_are_escaped(self) -> None:
        assert citing.tex(SPECIAL) == TEX
        entry = read(citing.bibtex([made(SPECIAL)])).entries["a-page"]
        assert entry.fields["title"] == f"{{{TEX}}}"

    @given(st.text())
    def test_any_title_gives_one_entry_with_balanced_braces(self, title: str) -> None:
        entry = read(citing.bibtex([made(title or "-")])).entries["a-page"]
        kept = entry.fields["title"]
        assert kept.count("{") == kept.count("}") and entry.fields["year"] == "2021"

    def test_an_address_breaks_no_field(self) -> None:
        entry = read(citing.bibtex([made(url="https://example.org/a b/{c}\\é?x=1&y=50%25#d_e~f")])).entries["a-page"]
        assert entry.fields["url"] == "https://example.org/a%20b/%7Bc%7D%5C%C3%A9?x=1&y=50%25#d_e~f"

    @pytest.mark.parametrize(
        ("issued", "year", "day", "month"),
        [
            ((date(2021, 5, 3), date(2021, 5, 3)), "2021", "2021-05-03", "May"),
            ((date(2021, 5, 1), date(2021, 5, 31)), "2021", "2021-05", "May"),
            ((date(2021, 1, 1), date(2021, 12, 31)), "2021", "2021", None),
            ((date(2021, 5, 3), date(2021, 6, 2)), "2021", "2021-05-03/2021-06-02", None),
            ((date(2020, 5, 3), date(2021, 6, 2)), None, "2020-05-03/2021-06-02", None),
            ((date(2020, 1, 1), date(2021, 12, 31)), None, "2020/2021", None),
            (None, None, None, None),
        ],
    )
    def test_a_date_says_no_more_than_is_known(
        self, issued: tuple[date, date] | None, year: str | None, day: str | None, month: str | None
    ) -> None:
        fields = read(citing.bibtex([made(issued=issued)])).entries["a-page"].fields
        assert (fields.get("year"), fields.get("date"), fields.get("month")) == (year, day, month)


class TestCslJson:
    def test_holds_the_fields_of_csl_and_no_others(self, evidence: Evidence) -> None:
        shown = catalogue.build("sources", evidence, Filters())
        cited = citing.works(evidence, shown, Filters(), ADDRESS, TODAY)
        items = json.loads(citing.csl_json(cited))
        assert [one["id"] for one in items] == [one.key for one in cited]
        for item in items:
            assert set(item) <= CSL_TEXTS | {"author", "issued", "accessed"}
            assert {"id", "type", "title", "publisher", "URL"} <= set(item) and item["type"] in CSL_TYPES
            assert all(isinstance(item[name], str) and item[name] for name in CSL_TEXTS & set(item))
            for name in {"issued", "accessed"} & set(item):
                parts = item[name]["date-parts"]
                assert 1 <= len(parts) <= 2 and all(1 <= len(one) <= 3 for one in parts)
                assert all(isinstance(number, int) for one in parts for number in one)

    def test_the_figure_is_dated_by_its_release_and_the_day_it_was_seen(self, cited: list[Work]) -> None:
        own = json.loads(citing.csl_json(cited))[0]
        assert own["accessed"] == {"date-parts": [[2026, 11, 25]]}
        assert own["author"] == [{"literal": "The Khyber developers"}] and own["version"] in own["note"]

    def test_a_page_without_a_date_has_none(self) -> None:
        assert "issued" not in json.loads(citing.csl_json([made(issued=None)]))[0]
