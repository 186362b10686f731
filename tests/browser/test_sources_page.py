"""The sources page in a real browser: the grids, the pages found, names as text, the data package."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.charts import sources as figures
from khyber.evidence import Evidence, open_release
from khyber.evidence.releases import archive, checksum
from khyber.filters import Filters
from tests.browser.visit import LOOKS, Visit, visiting

pytestmark = pytest.mark.browser
LAST = "how to report it"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def says(visit: Visit, figure_id: str, words: str) -> None:
    """The card of a figure shows these words, sooner or later."""
    expect(visit.card(figure_id)).to_contain_text(words)


@LOOKS
def test_every_figure_and_every_name_stands_on_the_page_as_text(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/sources").sees(LAST).charts_are_drawn()
        words = " ".join(visit.text.split())
        shown = [
            catalogue.build(entry.id, evidence, Filters()) for entry in catalogue.entries() if entry.page == "sources"
        ]
        for figure in shown:
            assert figure.title in words
            assert all(fact.label in words and fact.value in words for fact in figure.facts)
        expect(visit.page.locator(".js-plotly-plot")).to_have_count(sum(bool(figure.spec) for figure in shown))
        assert visit.charts_with_alternative_text() == sum(bool(figure.spec) for figure in shown)
        outlets = {" ".join(name.split()) for name in evidence.read("sources")["publisher"]}
        assert [name for name in outlets if name not in words] == []
        for table in evidence.counts:
            assert evidence.resource(table)["title"] in words
        for licence in ("Creative Commons Attribution 4.0", "Public domain (Natural Earth)", "GeoNames", "MIT License"):
            assert licence in words
        width = visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
        assert width <= 0
        assert visit.is_clean()


def test_search_and_filters_narrow_and_stand_in_the_address(browser: Browser, server: str, evidence: Evidence) -> None:
    with visiting(browser, server) as visit:
        visit.open("/sources").sees(LAST)
        box = visit.page.get_by_label("Search publisher, title, address, id")
        box.fill("  dawn   2021 ")
        box.press("Enter")
        visit.reaches(search="dawn 2021")
        says(visit, "sources", catalogue.build("sources", evidence, Filters(search="dawn 2021")).title)
        says(visit, "outlets", catalogue.build("outlets", evidence, Filters(search="dawn 2021")).title)
        kinds = visit.page.get_by_test_id("stMultiSelect").filter(has_text="Kind of page").locator("input")
        kinds.fill("News")
        kinds.press("Enter")
        kinds.press("Tab")
        visit.reaches(**{"search": "dawn 2021", "page-kind": "news"})
        chosen = catalogue.build("sources", evidence, Filters(search="dawn 2021", page_kind=("news",)))
        says(visit, "sources", chosen.title)
        expect(visit.card("sources").get_by_role("listitem")).to_have_count(min(len(chosen.table), figures.SHOWN))
        visit.page.go_back()
        visit.reaches(search="dawn 2021")
        visit.reload()
        says(visit, "sources", catalogue.build("sources", evidence, Filters(search="dawn 2021")).title)
        expect(box).to_have_value("dawn 2021")
        assert visit.is_clean()


def test_words_of_a_link_are_text(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/sources?search=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&page-kind=picnic").sees(LAST)
        says(visit, "sources", "<img src=x onerror=alert(1)>")
        assert visit.page.locator('img[src="x"]').count() == 0
        expect(visit.page.get_by_role("status").filter(has_text="picnic")).to_be_visible()
        assert visit.is_clean()


def test_the_grids_follow_metric_publisher_and_area(browser: Browser, server: str, evidence: Evidence) -> None:
    with visiting(browser, server) as visit:
        visit.open("/sources?area=balochistan").sees(LAST)
        visit.pick("What is counted", "Killed in attacks")
        visit.until(lambda: visit.query.get("metric") == ["killed"], "the metric stands in the address")
        says(
            visit, "coverage", catalogue.build("coverage", evidence, Filters(area="balochistan", metric="killed")).title
        )
        visit.pick("Whose metrics are shown", "PIPS")
        visit.until(lambda: visit.query.get("series") == ["pips"], "the publisher stands in the address")
        chosen = Filters(area="balochistan", series="pips")
        says(visit, "coverage-metrics", catalogue.build("coverage-metrics", evidence, chosen).title)
        assert visit.is_clean()


def test_the_release_is_saved_as_it_was_frozen(
    browser: Browser, server: str, evidence: Evidence, tmp_path: Path
) -> None:
    with visiting(browser, server) as visit:
        visit.open("/sources").sees(checksum(evidence.release))
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name=f"Release {evidence.release} (zip)").click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.name == f"khyber-{evidence.release}.zip"
        assert hashlib.sha256(saved.read_bytes()).hexdigest() == checksum(evidence.release)
        assert saved.read_bytes() == archive(evidence.release).read_bytes()
        assert visit.is_clean()


def test_rules_open_by_topic_and_fields_by_table(
    browser: Browser, server: str, evidence: Evidence, tmp_path: Path
) -> None:
    rules = evidence.read("reading_rules")
    with visiting(browser, server, "phone") as visit:
        visit.open("/sources").sees(LAST)
        card = visit.card("reading-rules")
        for topic in list(rules["topic"].unique())[1:]:
            card.get_by_text(topic, exact=True).click()
        for text in rules["text"]:
            expect(card.get_by_text(text)).to_be_visible()
        visit.page.get_by_text("What each field means").click()
        visit.pick("Table", "Closings of crossings")
        for field in evidence.resource("closures")["schema"]["fields"]:
            expect(visit.card("tables").get_by_text(field["description"]).first).to_be_visible()
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name="This table as CSV").click()
        download.value.save_as(tmp_path / "closures.csv")
        assert (tmp_path / "closures.csv").read_bytes() == evidence.file("closures")
        assert visit.is_clean()


def test_all_pages_stand_under_the_card_with_their_links(browser: Browser, server: str, evidence: Evidence) -> None:
    found = catalogue.build("sources", evidence, Filters(page_kind=("un-report", "government")))
    with visiting(browser, server) as visit:
        visit.open("/sources?page-kind=un-report,government").sees(found.title)
        card = visit.card("sources")
        card.get_by_text("Sources, table, downloads").click()
        everything = card.get_by_role("tabpanel").get_by_role("link")
        expect(everything).to_have_count(len(found.table))
        assert {one.get_attribute("href") for one in everything.all()} == set(found.table["url"])
        assert visit.is_clean()
