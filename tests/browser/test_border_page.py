"""The border page in a real browser: the map, the incident it opens, the crossings in words."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.evidence import Evidence, open_release
from tests.browser.visit import visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_map_is_drawn_with_its_note_and_the_crossings_in_words(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/border").map_is_drawn()
        visit.shows(*evidence.package["boundary_note"])
        for crossing in evidence.read("crossings").itertuples():
            visit.shows(crossing.name, crossing.status_note)
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
        visit.mark_map_node()
        view = visit.map_view()
        visit.pick("Category", "Militant attacks")
        visit.page.wait_for_url("**category=attack*")
        visit.pick("Distance to the line", "Within 50 km").sees("within 50 km of the line")
        assert visit.map_view() == pytest.approx(view, abs=0.01)
        assert visit.map_node_is_marked()
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
