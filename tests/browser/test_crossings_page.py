"""The crossings page and the controls of the strip in a real browser, by mouse and by keyboard."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import notable
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, SIZES, STRIP, Visit, visiting

pytestmark = pytest.mark.browser
CALENDAR = "document.querySelector('.st-key-card-crossings-calendar .khyber-map-figure')"
SECTORS = "document.querySelector('.st-key-card-sectors-compared .khyber-map-figure')"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def calendar_is_drawn(visit: Visit) -> Visit:
    drawn = f"Boolean({CALENDAR}?.querySelector('.barlayer .point'))"
    visit.until(lambda: bool(visit.page.evaluate(drawn)), "the calendar is drawn")
    return visit.settle()


def click_bar(visit: Visit, closing: str) -> None:
    """Click the middle of the bar of a closing."""
    visit.page.locator(".st-key-card-crossings-calendar .khyber-map-figure").scroll_into_view_if_needed()
    at = visit.page.evaluate(
        f"""((node, id) => {{
            const trace = node.data.find(t => t.type === "bar" && t.customdata.some(c => c[1] === id))
            const place = trace.customdata.findIndex(c => c[1] === id), box = node.getBoundingClientRect()
            const {{ xaxis, yaxis, _size: size }} = node._fullLayout
            const middle = xaxis.d2c(trace.base[place]) + trace.x[place] / 2
            return {{ x: box.left + size.l + xaxis.c2p(middle), y: box.top + size.t + yaxis.c2p(trace.y[place]) }}
        }})({CALENDAR}, "{closing}")"""
    )
    visit.page.mouse.move(at["x"] - 3, at["y"])
    visit.page.mouse.move(at["x"], at["y"], steps=3)
    visit.page.wait_for_timeout(300)
    visit.page.mouse.click(at["x"], at["y"])


class TestCalendar:
    @LOOKS
    def test_is_drawn_with_every_crossing_named(
        self, browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
    ) -> None:
        with visiting(browser, server, size, scheme) as visit:
            calendar_is_drawn(visit.open("/crossings"))
            card = visit.card("crossings-calendar")
            named = card.locator(".annotation-text" if size == "phone" else ".ytick text")
            for crossing in evidence.read("crossings").itertuples():
                expect(named.filter(has_text=crossing.name.split(" (")[0])).to_be_visible()
                visit.shows(crossing.name, crossing.status_note)
            figure, width = card.locator(".khyber-map-figure").bounding_box(), SIZES[size]["width"]
            assert figure and figure["x"] >= 0 and figure["x"] + figure["width"] <= width
            expect(card.get_by_role("img", name="Calendar with a row for each")).to_be_visible()
            assert visit.is_clean()

    def test_a_click_on_a_bar_opens_the_crossing(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            calendar_is_drawn(visit.open("/crossings"))
            visit.mark_nodes()
            click_bar(visit, "cl-0023")
            visit.page.wait_for_url("**crossing=nawa-pass*")
            expect(visit.card("crossing")).to_contain_text("Nawa Pass: 1 closing on record")
            expect(visit.box("Open a crossing")).to_have_value("Nawa Pass")
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    def test_a_crossing_is_opened_by_keyboard_alone_and_back_closes_it(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            calendar_is_drawn(visit.open("/crossings"))
            visit.box("Open a crossing").focus()
            visit.page.keyboard.type("Kharlachi")
            visit.page.keyboard.press("Enter")
            visit.reaches(crossing="kharlachi")
            closings = visit.card("crossing").get_by_text("Closings, newest first")
            closings.focus()
            visit.page.keyboard.press("Enter")
            expect(visit.card("crossing").get_by_text("Firing from across the border").first).to_be_visible()
            visit.page.go_back()
            expect(visit.card("crossing")).to_contain_text("No crossing is opened")
            assert visit.is_clean()

    def test_a_day_in_the_past_shows_a_closing_without_its_later_end(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            calendar_is_drawn(visit.open("/crossings?crossing=torkham&known=2023-01-05"))
            visit.card("crossing").get_by_text("Closings, newest first").click()
            expect(visit.card("crossing")).to_contain_text("Firefight at the crossing")
            expect(visit.card("crossing")).to_contain_text(
                "Certainly shut 5 January 2023, then still shut or not known."
            )
            visit.open("/crossings?crossing=torkham")
            visit.card("crossing").get_by_text("Closings, newest first").click()
            expect(visit.card("crossing")).to_contain_text("perhaps until 18 February 2023")
            assert visit.is_clean()

    def test_an_old_release_says_that_it_has_no_readings(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open("/crossings?release=2026.11.1").sees("Closings are not read in this release")
            assert visit.is_clean()


class TestStripControls:
    def test_colours_by_toll_and_towns_are_chosen_and_stand_in_the_link(self, browser: Browser, server: str) -> None:
        text = f"{STRIP}.data.find(t => t.uid === 'disc-attack').text[0]"
        with visiting(browser, server) as visit:
            visit.open("/border").strip_is_drawn()
            visit.mark_nodes()
            assert visit.page.evaluate(text) == "A"
            visit.pick("Colours of the strip", "Lowest toll reported").reaches(strip="toll")
            visit.until(lambda: str(visit.page.evaluate(text)).isdecimal(), "the discs tell the toll")
            expect(visit.card("border-strip")).to_contain_text("lowest toll: 50 or more killed")
            visit.pick("Axis of the strip", "Towns near the line").reaches(strip="toll", places="towns")
            expect(visit.card("border-strip").locator(".ytick text").filter(has_text="Wana")).to_be_visible()
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    @pytest.mark.parametrize("size", ["wide", "phone"])
    def test_a_sector_chosen_by_keyboard_filters_strip_list_and_figures(
        self, browser: Browser, server: str, evidence: Evidence, size: str
    ) -> None:
        count = len(notable.selected(evidence, Filters(sector=("kurram",))))
        with visiting(browser, server, size) as visit:
            visit.open("/border").strip_is_drawn()
            box = visit.page.get_by_role("combobox", name="Sectors of the line")
            box.focus()
            visit.page.keyboard.type("Kurram")
            visit.page.keyboard.press("Enter")
            visit.reaches(sector="kurram")
            expect(visit.card("border-strip")).to_contain_text("all along Kurram")
            expect(visit.card("border-sectors")).not_to_contain_text("Mohmand on the Pakistani side")
            bars = f"{SECTORS}?.data.find(t => t.uid === 'attack').x.length"
            visit.until(lambda: visit.page.evaluate(bars) == 1, "one sector is compared")
            expect(visit.page.get_by_text(f"Open one of {count} incidents")).to_be_visible()
            assert visit.is_clean()

    def test_crossings_are_named_at_the_side_on_a_phone(self, browser: Browser, server: str) -> None:
        with visiting(browser, server, "phone") as visit:
            visit.open("/border").strip_is_drawn()
            for name in ("Torkham", "Chaman", "Ghulam Khan", "Angoor Ada", "Kharlachi"):
                written = visit.card("border-strip").locator(".textpoint text").filter(has_text=name)
                expect(written).to_be_visible()
                box = written.bounding_box()
                assert box and box["x"] + box["width"] <= SIZES["phone"]["width"]

    def test_the_way_to_the_crossings_keeps_the_filters(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open("/border?from=2024").strip_is_drawn()
            visit.page.get_by_role("link", name="Crossings and their closings").click()
            visit.page.wait_for_url("**/crossings?from=2024*")
            calendar_is_drawn(visit)
            assert visit.is_clean()
