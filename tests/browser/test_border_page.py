"""The border page in a real browser: the map, the strip, the incident they open, sectors and crossings in words."""

import pytest
from playwright.sync_api import Browser, Route, expect

from khyber.evidence import Evidence, open_release
from tests.browser.visit import LOOKS, MAP, SIZES, STRIP, Visit, visiting

pytestmark = pytest.mark.browser
# An incident near the line whose mark stands alone, and one far from it.
ALONE, FAR = "2021-05-05-manzakai", "2022-09-02-guzargah-mosque-herat"

# The years under the strip and the heads over it that overlap with the one before.
STRIP_OVERLAPS = f"""['.xtick text', '.annotation-text'].flatMap(found => {{
    const all = [...{STRIP}.querySelectorAll(found)].map(one => [one.textContent, one.getBoundingClientRect()])
    const row = all.filter(([, box]) => box.bottom < Math.min(...all.map(([, one]) => one.top)) + 40)
    row.sort(([, one], [, other]) => one.left - other.left)
    return row.filter(([, box], place) => place && box.left < row[place - 1][1].right).map(([word]) => word)
}})"""


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


@LOOKS
def test_the_map_is_drawn_with_its_note_and_the_way_to_the_crossings(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/border").map_is_drawn()
        visit.shows(*evidence.package["boundary_note"])
        expect(visit.page.get_by_role("link", name="Crossings and their closings")).to_be_visible()
        assert visit.is_clean()


def test_a_click_opens_the_incident_as_text_with_its_sources(browser: Browser, server: str, evidence: Evidence) -> None:
    row = evidence.row("incidents", "2022-09-02-guzargah-mosque-herat")
    with visiting(browser, server) as visit:
        visit.open(f"/border?view={row['latitude']},{row['longitude']},9").map_is_drawn()
        visit.click_map(row["longitude"], row["latitude"])
        visit.sees(row["summary"])
        visit.until(lambda: visit.query.get("incident") == [row["incident_id"]], "the address names the incident")
        card = visit.card("incident")
        expect(card).to_contain_text(str(row["killed_high"]))
        card.get_by_text("Sources, table, downloads").click()
        source = evidence.source(row["source_ids"].split(";")[0])
        expect(card.get_by_role("link", name=source.title)).to_have_attribute("href", source.url)
        visit.page.go_back()
        visit.sees("No incident is opened")
        assert visit.is_clean()


def test_zoom_and_place_are_kept_when_a_filter_changes(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/border").map_is_drawn()
        visit.page.get_by_role("button", name="Zoom in").click()
        visit.page.wait_for_url("**view=*")
        visit.mark_nodes()
        view = visit.map_view()
        visit.pick("Category", "Militant attacks")
        visit.page.wait_for_url("**category=attack*")
        visit.pick("Distance to the line", "Within 50 km").sees("within 50 km of the line")
        assert visit.map_view() == pytest.approx(view, abs=0.01)
        assert visit.nodes_are_marked()
        assert "view" in visit.query
        assert visit.is_clean()


def test_an_incident_is_reached_by_keyboard_alone(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/border?category=border&from=2022-12-11&to=2022-12-11").map_is_drawn()
        box = visit.page.get_by_test_id("stSelectbox").filter(has_text="Open one of").locator("input")
        box.focus()
        visit.page.keyboard.type("Chaman")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**incident=2022-12-11-chaman*")
        visit.sees("Killed")
        assert visit.is_clean()


def test_incidents_at_one_point_can_each_be_opened(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/border?incident=2025-10-17-nwaz").map_is_drawn()
        here = visit.page.get_by_test_id("stSelectbox").filter(has_text="more at the same point")
        expect(here).to_be_visible()
        here.locator("input").click()
        here.locator("input").fill("killed")
        expect(visit.page.get_by_role("option").first).to_be_visible()
        here.locator("input").press("Enter")
        visit.until(lambda: visit.query.get("incident", [""]) != ["2025-10-17-nwaz"], "another incident is open")
        assert visit.is_clean()


def is_marked_on_both(visit: Visit, evidence: Evidence, incident: str) -> None:
    """Wait until the map and the strip have a ring around the incident, each at its own place."""
    row = evidence.row("incidents", incident)
    place, day = pytest.approx([row["longitude"], row["latitude"]]), f"{row['date']:%Y-%m-%d}"
    visit.until(lambda: visit.marked_on_map() == place, f"{incident} is marked on the map")
    visit.until(lambda: visit.marked_on_strip()[:1] == [day], f"{incident} is marked on the strip")


class TestStrip:
    @LOOKS
    def test_is_drawn_with_every_sector_named_in_it_and_in_words(
        self, browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
    ) -> None:
        with visiting(browser, server, size, scheme) as visit:
            visit.open("/border").strip_is_drawn()
            card, words = visit.card("border-strip"), visit.text
            for sector in evidence.vocabulary("sectors").itertuples():
                expect(card.locator(".annotation-text").filter(has_text=sector.name)).to_be_visible()
                assert sector.name in words and sector.afghan_side in words
            figure, width = card.locator(".khyber-map-figure").bounding_box(), SIZES[size]["width"]
            assert figure and figure["x"] >= 0 and figure["x"] + figure["width"] <= width
            expect(card.get_by_role("img", name="Chart of the border line")).to_be_visible()
            assert visit.is_clean()

    def test_a_click_on_it_marks_the_map_and_opens_the_incident(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        row = evidence.row("incidents", ALONE)
        with visiting(browser, server) as visit:
            visit.open("/border").map_is_drawn().strip_is_drawn()
            visit.page.get_by_role("button", name="Zoom in").click()
            visit.page.wait_for_url("**view=*")
            visit.mark_nodes()
            view = visit.map_view()
            visit.click_strip(ALONE)
            is_marked_on_both(visit, evidence, ALONE)
            expect(visit.card("incident")).to_contain_text(row["summary"])
            expect(visit.card("border-strip")).to_contain_text(f"Marked: {row['date'].day} ")
            assert visit.query["incident"] == [ALONE]
            assert visit.map_view() == pytest.approx(view, abs=0.01)
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    def test_a_click_on_the_map_marks_it(self, browser: Browser, server: str, evidence: Evidence) -> None:
        row = evidence.row("incidents", ALONE)
        with visiting(browser, server) as visit:
            visit.open(f"/border?view={row['latitude']},{row['longitude']},10").map_is_drawn().strip_is_drawn()
            visit.mark_nodes()
            visit.click_map(row["longitude"], row["latitude"])
            is_marked_on_both(visit, evidence, ALONE)
            visit.settle()
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    def test_a_link_marks_both_and_says_what_has_no_mark(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open(f"/border?incident={ALONE}").map_is_drawn().strip_is_drawn()
            is_marked_on_both(visit, evidence, ALONE)
            visit.open(f"/border?incident={FAR}").map_is_drawn().strip_is_drawn()
            visit.until(lambda: len(visit.marked_on_map()) == 2, "the map marks it")
            assert visit.marked_on_strip() == []
            expect(visit.card("border-strip")).to_contain_text("Open, without a mark here")
            expect(visit.card("border-map")).to_contain_text("Marked: ")
            assert visit.is_clean()

    def test_a_tap_on_a_phone_opens_the_incident(self, browser: Browser, server: str, evidence: Evidence) -> None:
        context = browser.new_context(viewport=SIZES["phone"], has_touch=True, reduced_motion="reduce")
        visit = Visit(context.new_page(), server)
        visit.open("/border").map_is_drawn().strip_is_drawn()
        visit.card("border-strip").locator(".khyber-map-figure").scroll_into_view_if_needed()
        at = visit.strip_point(ALONE)
        visit.page.touchscreen.tap(at["x"], at["y"])
        is_marked_on_both(visit, evidence, ALONE)
        assert visit.is_clean()
        context.close()

    def test_a_filter_redraws_it_on_the_same_node(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open("/border").map_is_drawn().strip_is_drawn()
            visit.mark_nodes()
            visit.pick("Category", "Militant attacks").strip_is_drawn()
            others = f"{STRIP}.data.find(t => t.uid === 'disc-border').x.length"
            visit.until(lambda: visit.page.evaluate(others) == 0, "the strip shows attacks alone")
            expect(visit.card("border-sectors")).not_to_contain_text("between the two states;")
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    def test_names_keep_apart_and_beside_the_plot_where_it_becomes_narrow(self, browser: Browser, server: str) -> None:
        margin = f"{STRIP}._fullLayout.margin.l"
        with visiting(browser, server) as visit:
            visit.open("/border").strip_is_drawn()
            wide = visit.page.evaluate(margin)
            visit.mark_nodes()
            visit.page.set_viewport_size(SIZES["phone"])
            visit.until(lambda: visit.page.evaluate(margin) < wide, "the names are broken")
            visit.until(lambda: visit.page.evaluate(STRIP_OVERLAPS) == [], "no year or head lies on another")
            visit.page.set_viewport_size(SIZES["wide"])
            visit.until(lambda: visit.page.evaluate(margin) == wide, "the names have their room again")
            assert visit.nodes_are_marked()

    def test_rings_are_hollow_and_discs_are_filled(self, browser: Browser, server: str) -> None:
        look = (
            f"(node => ['ring', 'disc'].map(form => node.data.find(t => t.uid === form + '-border').marker))({STRIP})"
        )
        with visiting(browser, server) as visit:
            visit.open("/border").strip_is_drawn()
            ring, disc = visit.page.evaluate(look)
            assert ring["color"] == "rgba(0,0,0,0)" and ring["line"]["color"] == disc["color"]

    def test_it_is_saved_as_a_picture(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open("/border").strip_is_drawn()
            card = visit.card("border-strip")
            card.get_by_text("Sources, table, downloads").click()
            card.get_by_role("tab", name="Downloads").click()
            with visit.page.expect_download() as download:
                card.get_by_role("button", name="Picture (PNG)").click()
            assert download.value.suggested_filename.startswith("khyber-border-strip-")
            assert download.value.path().read_bytes().startswith(b"\x89PNG")
            assert visit.is_clean()


def test_a_page_that_is_left_while_its_map_is_drawn_leaves_no_error(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        waiting: list[Route] = []
        visit.page.route("**/boundaries/provinces.geojson", lambda route: waiting.append(route))
        visit.open("/border").sees("notable incident")
        visit.until(
            lambda: bool(waiting) and bool(visit.page.evaluate(f"Boolean({MAP}?.isStyleLoaded())")), "it begins"
        )
        visit.page.get_by_role("link", name="Attacks", exact=True).first.click()
        expect(visit.page.get_by_role("heading", level=1, name="Attacks")).to_be_visible()
        visit.charts_are_drawn()
        for route in waiting:
            route.continue_()
        visit.page.get_by_role("link", name="Border", exact=True).first.click()
        visit.map_is_drawn()
        assert visit.is_clean()
