"""The claim check in a real browser: the claims that are asked about most, typed, linked and shared."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.claim.vocabulary import examples
from tests.browser.visit import LOOKS, Visit, visiting

pytestmark = pytest.mark.browser

ATTACKS, STRENGTH = examples()[:2]
BOX = "A sentence with a figure, an area, a time"


@LOOKS
def test_the_two_claims_are_answered_on_screen(browser: Browser, server: str, size: str, scheme: str) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/claim").sees("No sentence is checked yet")
        visit.page.get_by_label(BOX).fill(ATTACKS)
        visit.page.get_by_role("button", name="Check the claim").click()
        card = visit.card("claim")
        expect(card).to_contain_text("Agrees: PICSS gives it")
        expect(card).to_contain_text("+56 % from 188")
        expect(card).to_contain_text("Differs: PIPS")
        visit.reaches(claim=ATTACKS)

        visit.page.get_by_label(BOX).fill(STRENGTH)
        visit.page.get_by_role("button", name="Check the claim").click()
        expect(card).to_contain_text("Agrees: an estimate gives it: Analysts (April 2022)")
        expect(card).to_contain_text("group_strength/gs-0083")
        expect(card).to_contain_text("Differs: UN monitoring team")
        assert visit.is_clean()


def box_says(visit: Visit, claim: str) -> None:
    """Wait until the one box that stays has this claim: while the page runs, the one before may stand beside it."""
    box = visit.page.get_by_label(BOX)
    visit.until(lambda: box.evaluate_all("all => all.map(one => one.value)") == [claim], f"the box says “{claim}”")


def test_an_example_is_checked_and_shared(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/claim").sees("No sentence is checked yet")
        visit.page.get_by_role("button", name=examples()[2]).click()
        expect(visit.card("claim")).to_contain_text("Disagrees")
        box_says(visit, examples()[2])
        shared = visit.share()
        visit.page.goto(shared)
        expect(visit.card("claim")).to_contain_text("gives it, but is not named")
        box_says(visit, examples()[2])
        assert visit.is_clean()


def test_a_link_known_by_a_day_is_answered_as_of_that_day(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/claim?claim=PICSS counted 380 attacks in 2022&known=2023-01-05")
        expect(visit.card("claim")).to_contain_text("Disagrees: PICSS gives 376")
        assert visit.is_clean()


def test_text_of_a_link_is_never_markup(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/claim?claim=<img src=x onerror=alert(1)> saw **294** attacks in 2021")
        expect(visit.card("claim")).to_contain_text("<img src=x onerror=alert(1)> saw **294** attacks")
        assert visit.card("claim").locator("img").count() == 0
        assert visit.is_clean()


def test_sources_open_below_the_answer(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open(f"/claim?claim={STRENGTH}").sees("Agrees")
        visit.card("claim").get_by_text("Sources, table, downloads").click()
        expect(visit.card("claim")).to_contain_text("GZERO Media")
        assert visit.is_clean()
