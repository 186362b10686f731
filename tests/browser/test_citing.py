"""Citing a figure in a real browser: the footnote, the files, and the grade beside each source."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect
from pybtex.database import parse_string

from khyber.charts import catalogue
from khyber.evidence import grading, open_release
from khyber.filters import open_link
from tests.browser.visit import LOOKS, visiting

pytestmark = pytest.mark.browser
FIGURE, CHOICE = "attacks-change", {"by": ["picss,pips"]}


@LOOKS
def test_a_figure_is_cited_with_its_release_choices_and_pages(
    browser: Browser, server: str, size: str, scheme: str
) -> None:
    evidence = open_release()
    shown = catalogue.build(FIGURE, evidence, open_link(CHOICE).filters)
    pages = catalogue.sources_of(evidence, shown)
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/attacks?by=picss,pips").sees(shown.title)
        card = visit.card(FIGURE)
        card.get_by_text("Sources, table, downloads").click()
        for page in pages:
            line = card.locator(".kh-sources li").filter(has_text=page.title)
            expect(line.locator("abbr")).to_have_text(f"grade {grading.of_source(page).letter}")
        card.get_by_role("tab", name="Cite").click()
        footnote = card.get_by_test_id("stCode")
        expect(footnote).to_contain_text(shown.title)
        for words in (f"release {evidence.release}", "counted by PICSS, PIPS", "accessed", pages[0].url):
            expect(footnote).to_contain_text(words)
        with visit.page.expect_download() as saved:
            card.get_by_role("button", name="BibTeX").click()
        entries = parse_string(Path(saved.value.path()).read_text("utf-8"), "bibtex").entries
        assert len(entries) == 1 + len(pages)
        with visit.page.expect_download() as saved:
            card.get_by_role("button", name="CSL-JSON").click()
        items = json.loads(Path(saved.value.path()).read_text("utf-8"))
        assert [one["id"] for one in items] == list(entries)
        link = urlsplit(items[0]["URL"])
        assert link.path == "/attacks" and parse_qs(link.query)["release"] == [evidence.release]
        again = open_link({name: list(given) for name, given in parse_qs(link.query).items()})
        assert catalogue.build(FIGURE, again.evidence, again.filters).title == shown.title and not again.ignored
        assert visit.is_clean()


def test_a_chosen_row_tells_its_grade_and_is_cited_alone(browser: Browser, server: str) -> None:
    evidence = open_release()
    shown = catalogue.build(FIGURE, evidence, open_link(CHOICE).filters)
    rows = shown.table["rows"].iloc[0]
    with visiting(browser, server) as visit:
        visit.open("/attacks?by=picss,pips").sees(shown.title)
        card = visit.card(FIGURE)
        card.get_by_text("Sources, table, downloads").click()
        card.get_by_role("tab", name="Table").click()
        table = card.get_by_test_id("stDataFrame")
        expect(table).to_be_visible()
        table.click(position={"x": 17, "y": 53})
        for grade in catalogue.grades_of(evidence, shown, rows):
            expect(card.get_by_text(f"Grade {grade.meaning}").first).to_be_visible()
        footnote = card.get_by_test_id("stCode").filter(has_text="; rows ")
        for row in rows:
            expect(footnote).to_contain_text(str(row))
        with visit.page.expect_download() as saved:
            card.get_by_role("button", name="CSL-JSON").first.click()
        items = json.loads(Path(saved.value.path()).read_text("utf-8"))
        assert {one["id"] for one in items[1:]} == {
            one.source_id for one in catalogue.sources_of(evidence, shown, rows)
        }
