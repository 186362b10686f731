"""The attacks page in a real browser: words, sources, downloads, and what a control redraws."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.charts.sourcing import source_line, stamp
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, visiting

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


@LOOKS
def test_every_figure_stands_on_the_page_with_its_sentence_and_source_line(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/attacks").sees("TTP claimed")
        figures = [
            catalogue.build(entry.id, evidence, Filters()) for entry in catalogue.entries() if entry.page == "attacks"
        ]
        visit.shows(
            *(shown.title for shown in figures),
            *(words for shown in figures for fact in shown.facts for words in (fact.label, fact.value)),
            "Pakistan Institute for Conflict and Security Studies",
            "Pak Institute for Peace Studies",
            "PICSS, read from BOL News (2 January 2022)",
        )
        charts = [shown for shown in figures if shown.spec]
        expect(visit.page.locator(".js-plotly-plot")).to_have_count(len(charts))
        visit.until(lambda: visit.charts_with_alternative_text() == len(charts), "each chart has its text")
        assert visit.is_clean()


def test_one_click_answers_who_says_so(browser: Browser, server: str, evidence: Evidence) -> None:
    shown = catalogue.build("attacks-change", evidence, Filters())
    pages = catalogue.sources_of(evidence, shown)
    with visiting(browser, server) as visit:
        visit.open("/attacks").sees("TTP claimed")
        card = visit.card("attacks-change")
        card.get_by_text("Sources, table, downloads").click()
        expect(card.get_by_role("listitem")).to_have_count(len(pages))
        links = card.get_by_role("listitem").get_by_role("link")
        assert {link.get_attribute("href") for link in links.all()} == {page.url for page in pages}
        assert visit.is_clean()


def test_the_figure_is_saved_as_csv_json_and_picture(
    browser: Browser, server: str, evidence: Evidence, tmp_path: Path
) -> None:
    shown = catalogue.build("attacks-change", evidence, Filters())
    with visiting(browser, server) as visit:
        visit.open("/attacks").sees("TTP claimed")
        card = visit.card("attacks-change")
        card.get_by_text("Sources, table, downloads").click()
        card.get_by_role("tab", name="Downloads").click()
        saved = {}
        labels = {"csv": "CSV with sources", "json": "Figure as JSON", "png": "Picture (PNG)", "svg": "Picture (SVG)"}
        for name, label in labels.items():
            with visit.page.expect_download() as download:
                card.get_by_role("button", name=label).click()
            saved[name] = tmp_path / download.value.suggested_filename
            download.value.save_as(saved[name])
        rows = list(csv.DictReader(saved["csv"].open(encoding="utf-8")))
        assert [float(row["headline"]) for row in rows] == list(shown.table["headline"])
        assert all(row["sources"] and row["source_urls"].startswith("http") for row in rows)
        assert json.loads(saved["json"].read_text())["title"] == shown.title
        assert saved["png"].read_bytes().startswith(b"\x89PNG") and saved["png"].stat().st_size > 20_000
        drawn = ElementTree.fromstring(saved["svg"].read_bytes())
        written = "".join("".join(drawn.itertext()).split())
        told = (shown.title, source_line(evidence, shown), stamp(evidence, shown, Filters()), *shown.notes)
        assert all("".join(one.split()) in written for one in told)
        assert not list(drawn.iter(f"{SVG}image")) and len(list(drawn.iter(f"{SVG}path"))) > 10
        assert visit.is_clean()


def test_another_pair_of_years_redraws_only_its_card(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks").sees("TTP claimed").charts_are_drawn()
        visit.page.evaluate("document.querySelector('.js-plotly-plot').dataset.mark = 'same'")
        visit.pick("To year", "2025").sees("2020 to 2025")
        visit.reaches(years="2020,2025")
        assert visit.page.evaluate("document.querySelector('.js-plotly-plot').dataset.mark") == "same"
        assert "years=2020,2025" in visit.share()
        assert visit.is_clean()


def test_known_by_shows_the_page_of_that_week(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks?known=2023-01-05&by=picss&years=2021,2022").sees("As known by 5 January 2023")
        expect(visit.card("attacks-change")).to_contain_text("294 → 376")
        assert "380" not in visit.card("attacks-change").inner_text()
        assert visit.is_clean()


def test_a_choice_without_figures_says_so(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks?area=af-nuristan").sees("No publisher gives yearly attacks for Nuristan")
        assert visit.is_clean()
