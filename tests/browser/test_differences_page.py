"""Differences in a real browser: two releases, two days, and an old release that says what was changed since."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.evidence import open_release
from khyber.evidence.differences import compare, tally
from khyber.evidence.releases import identifiers
from tests.browser.visit import LOOKS, Visit, visiting

pytestmark = pytest.mark.browser

# Every figure is made twice for it.
WHOLE_CATALOGUE_SECONDS = 120
OLD = "2026.11.1"
NOTICE = f"Release {OLD} is shown; the newest is {identifiers()[0]}"


def notice(visit: Visit) -> str:
    found = visit.page.get_by_role("status").filter(has_text=NOTICE)
    expect(found).to_be_visible()
    return found.inner_text()


def test_the_newest_release_needs_no_such_notice(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open(f"/attacks?release={identifiers()[0]}").sees("Attacks in Pakistan in")
        expect(visit.page.get_by_text("See what was changed")).to_have_count(0)
        assert visit.is_clean()


def test_the_notice_follows_a_control_of_the_page_and_leads_to_the_differences(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open(f"/attacks?release={OLD}&area=khyber-pakhtunkhwa&to=2024&from=2024&by=picss")
        before = notice(visit)
        visit.pick("What is counted", "Suicide attacks")
        visit.until(lambda: notice(visit) != before, "the notice counts the rows behind the figures now in view")
        visit.page.get_by_role("link", name="See what was changed").click()
        changed = tally(compare(open_release(OLD), open_release()))
        visit.sees(f"From release {OLD} to {identifiers()[0]}: {changed}")
        assert visit.path == "/differences" and visit.query["than"] == [OLD]
        assert visit.query["area"] == ["khyber-pakhtunkhwa"]
        visit.shows("suicide attacks, Khyber Pakhtunkhwa: none → 12")
        assert visit.is_clean()


@LOOKS
def test_every_correction_stands_on_the_page_with_its_reason(
    browser: Browser, server: str, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open(f"/differences?release=2026.11.2&than={OLD}").sees("56 rows revised, 1 row removed")
        card = visit.card("differences-rows")
        expect(card.get_by_text("ac-0391 – Other, Attacks")).to_be_visible()
        expect(card.get_by_text("the TTP's own claim by its note")).to_be_visible()
        card.get_by_text("Border crossings: 1", exact=True).click()
        expect(card.get_by_text("State: unknown → shut")).to_be_visible()
        visit.charts_are_drawn()
        assert visit.is_clean()


def test_two_days_are_compared_and_the_address_carries_them(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/differences?known=2023-01-05&known-than=2024-01-01")
        visit.sees("From what was known by 5 January 2023 to what is known by 1 January 2024")
        visit.shows("PICSS, 2022", "376 → 380 (376 to 380)")
        visit.page.get_by_text("What other figures say before and after").click()
        told = visit.page.get_by_text("other figures say something else").first
        expect(told).to_be_visible(timeout=WHOLE_CATALOGUE_SECONDS * 1000)
        visit.shows("After: Attacks in Pakistan in 2023: PICSS 645")
        shared = visit.share()
        assert "known=2023-01-05" in shared and "known-than=2024-01-01" in shared
        assert visit.is_clean()


def test_another_release_is_chosen_to_compare_with(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/differences").sees("rows revised")
        visit.pick("Compared with release", identifiers()[0]).reaches(than=identifiers()[0])
        visit.sees("no row differs")
        assert visit.is_clean()


def test_an_option_that_changes_its_name_stays_the_one_that_is_chosen(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/differences?known-than=2026-01-01").sees("From what was known by")
        expect(visit.box("Compared with release")).to_have_value("The same release")
        visit.page.get_by_role("button", name="Clear all filters").click()
        visit.reaches()
        usual = f"Nearest ({identifiers()[1]})"
        visit.until(lambda: visit.chosen("Compared with release") == usual, "the option has its other name")
        visit.page.go_back()
        visit.until(lambda: visit.query == {"known-than": ["2026-01-01"]}, "the address goes back")
        visit.until(
            lambda: visit.chosen("Compared with release") == "The same release", "the option has its name again"
        )
        visit.pick("Area", "Pakistan").reaches(**{"known-than": "2026-01-01", "area": "pakistan"})
        assert visit.is_clean()
