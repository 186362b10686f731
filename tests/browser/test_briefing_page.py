"""The briefing in a real browser: the first thing seen, each number with its sources, each event with its page."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, Visit, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def key(visit: Visit, label: str, group: str) -> Locator:
    """The line of a key figure in a group."""
    section = visit.page.locator(".kh-keys section").filter(has=visit.page.get_by_role("heading", name=group))
    return section.locator("details.kh-figure").filter(has_text=label).first


@LOOKS
def test_the_key_figures_stand_as_text_and_the_map_is_drawn(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/").sees("What changed lately").map_is_drawn().charts_are_drawn()
        words = visit.text
        shown = catalogue.build("briefing-bottom-line", evidence, Filters())
        assert shown.title in words
        for fact, in_view in zip(shown.facts, shown.table["in_view"], strict=True):
            assert not in_view or (fact.label in words and fact.value in words)
        for fact in catalogue.build("briefing-lately", evidence, Filters()).facts:
            assert fact.label in words and fact.value in words
        for sentence in evidence.package["boundary_note"]:
            assert sentence in words
        assert "Notable incidents: newest 30 June 2026, searched up to 22 November 2026" in words
        assert visit.charts_with_alternative_text() == 1
        assert visit.is_clean()


def test_the_bottom_line_and_every_key_figure_are_seen_without_scrolling(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/").sees("Main crossings")
        foot = "document.querySelector('.kh-keys').getBoundingClientRect().bottom"
        visit.until(lambda: visit.page.evaluate(foot) <= 900, "the last key figure ends above the edge of the window")


def test_a_key_figure_opens_its_sources_with_one_click_and_by_keyboard(
    browser: Browser, server: str, evidence: Evidence
) -> None:
    shown = catalogue.build("briefing-bottom-line", evidence, Filters())
    fact = next(fact for fact in shown.facts if fact.label == "PIPS, 2025")
    behind = catalogue.sources_of(evidence, shown, fact.rows)
    with visiting(browser, server) as visit:
        visit.open("/").sees("Main crossings")
        pips = key(visit, "PIPS, 2025", "Attacks, last whole year")
        expect(pips.get_by_role("link").first).to_be_hidden()
        pips.locator("summary").click()
        for source in behind:
            expect(pips.locator(f'a[href="{source.url}"]')).to_be_visible()
        torkham = key(visit, "Torkham", "Main crossings")
        torkham.locator("summary").focus()
        visit.page.keyboard.press("Enter")
        expect(torkham.get_by_role("link").first).to_be_visible()
        assert visit.is_clean()


def test_older_figures_are_folded_and_can_be_opened(browser: Browser, server: str) -> None:
    with visiting(browser, server, "phone") as visit:
        visit.open("/").sees("Main crossings")
        older = key(visit, "Interior Ministry, 2023", "Attacks, last whole year")
        expect(older).to_be_hidden()
        visit.page.get_by_text("more whose last whole year is older").first.click()
        expect(older).to_be_visible()
        expect(older).to_contain_text("1,514")


def test_the_briefing_of_a_past_day(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/?known=2023-01-05").sees("a rise for PICSS (376, +28 %), a fall for CRSS (376, −7 %)")
        expect(key(visit, "PICSS, 2022", "Attacks, last whole year")).to_contain_text("376")
        expect(key(visit, "PIPS, 2021", "Attacks, last whole year")).to_contain_text("207")
        expect(visit.page.get_by_text("that of 3 main crossings is of a day after 5 January 2023")).to_be_visible()
        assert "2025" not in visit.card("briefing-bottom-line").inner_text()
        assert visit.map_is_drawn().is_clean()


def test_an_event_opens_on_its_page_with_the_parameters_of_the_link(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/?known=2023-01-05&from=2018").sees("What changed lately")
        visit.page.get_by_role("link", name="Firefight at Torkham followed by a closure.").click()
        visit.sees("Firefight at Torkham").map_is_drawn()
        assert visit.path == "/border"
        assert visit.query == {"known": ["2023-01-05"], "from": ["2018"], "incident": ["2023-01-05-torkham"]}
        assert visit.is_clean()


def test_the_small_map_stands_still_and_leads_to_the_large_one(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/?known=2026-03-31").sees("Open the map").map_is_drawn()
        before = visit.map_view()
        node = visit.page.locator(".khyber-map-figure")
        node.scroll_into_view_if_needed()
        box = node.bounding_box()
        assert box
        visit.page.mouse.move(box["x"] + 100, box["y"] + 100)
        visit.page.mouse.down()
        visit.page.mouse.move(box["x"] + 200, box["y"] + 180, steps=5)
        visit.page.mouse.up()
        expect(visit.page.get_by_role("group", name="Map view")).to_be_hidden()
        assert visit.map_view() == before and "view" not in visit.query
        visit.page.get_by_role("link", name="Open the map").click()
        visit.sees("Open one of").map_is_drawn()
        assert visit.path == "/border" and visit.query == {"known": ["2026-03-31"]}
        assert visit.is_clean()


def test_the_sources_of_the_card_are_opened(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/").sees("Main crossings")
        card = visit.card("briefing-bottom-line")
        card.get_by_text("Sources, table, downloads").click()
        expect(card.get_by_text("Pages read for this figure")).to_be_visible()
        assert visit.is_clean()
