"""The incidents page as a reader uses it: list, map and timeline in step, filters, order, files."""

import csv
import io
from pathlib import Path

import geopandas as gpd
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters, open_link
from tests.browser.visit import LOOKS, SIZES, Visit, visiting

pytestmark = pytest.mark.browser

KURRAM = "/incidents?district=kurram"
OPEN = "2025-10-29-kurram"
TIMELINE = "document.querySelector('.st-key-card-incidents-timeline .khyber-map-figure')"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def rows_of(visit: Visit) -> Locator:
    """The rows of the list."""
    return visit.card("incidents").get_by_role("option")


def listed(visit: Visit) -> list[str]:
    """The ids in the list, in its order."""
    return list(rows_of(visit).evaluate_all("rows => rows.map(row => row.dataset.id)"))


def in_order(evidence: Evidence, **choices: object) -> list[str]:
    return list(catalogue.build("incidents", evidence, Filters(**choices)).table["incident_id"])  # type: ignore[arg-type]


def timeline_is_drawn(visit: Visit) -> None:
    drawn = f"Boolean({TIMELINE}?.querySelector('.scatterlayer .point'))"
    visit.until(lambda: bool(visit.page.evaluate(drawn)), "the timeline is drawn")


def marked_on_timeline(visit: Visit) -> list[object]:
    ring = f"(t => t ? [...t.x, ...t.y] : [])({TIMELINE}?.data?.find(t => t.uid === 'khyber-selected'))"
    return list(visit.page.evaluate(ring))


def is_marked_everywhere(visit: Visit, evidence: Evidence, incident: str) -> None:
    """Wait until the list, the map and the timeline mark the incident, and its card is open."""
    row = evidence.row("incidents", incident)
    expect(visit.card("incidents").locator(f'[data-id="{incident}"]')).to_have_attribute("aria-selected", "true")
    place = pytest.approx([row["longitude"], row["latitude"]])
    visit.until(lambda: visit.marked_on_map() == place, f"{incident} is marked on the map")
    day = f"{row['date']:%Y-%m-%d}"
    visit.until(lambda: marked_on_timeline(visit)[:1] == [day], f"{incident} is marked on the timeline")
    expect(visit.card("incident")).to_contain_text(row["summary"])
    assert visit.query["incident"] == [incident]


class TestInStep:
    @LOOKS
    def test_a_choice_in_the_list_is_marked_on_map_and_timeline(
        self, browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
    ) -> None:
        with visiting(browser, server, size, scheme) as visit:
            visit.open(KURRAM).map_is_drawn()
            timeline_is_drawn(visit)
            visit.mark_nodes()
            visit.card("incidents").locator(f'[data-id="{OPEN}"]').click()
            is_marked_everywhere(visit, evidence, OPEN)
            card = visit.card("incident")
            for source in evidence.sources_of("incidents", [OPEN]):
                expect(card.get_by_role("link", name=source.title)).to_have_attribute("href", source.url)
            expect(card).to_contain_text("attackers included: yes")
            expect(card).to_contain_text("Part of")
            width = SIZES[size]["width"]
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    def test_a_click_on_the_timeline(self, browser: Browser, server: str, evidence: Evidence) -> None:
        own = in_order(evidence, district=("kurram",), sort="oldest")[0]
        with visiting(browser, server) as visit:
            visit.open(KURRAM).map_is_drawn()
            timeline_is_drawn(visit)
            visit.card("incidents-timeline").locator(".khyber-map-figure").scroll_into_view_if_needed()
            at = visit.page.evaluate(
                f"""(node => {{
                    const trace = node.data.find(t => /^(disc|silent)/.test(t.uid) && t.customdata.includes('{own}'))
                    const place = trace.customdata.indexOf('{own}'), box = node.getBoundingClientRect()
                    const {{ xaxis, yaxis, _size: size }} = node._fullLayout
                    return [box.left + size.l + xaxis.d2p(trace.x[place]), box.top + size.t + yaxis.d2p(trace.y[place])]
                }})({TIMELINE})"""
            )
            visit.page.mouse.move(at[0] - 3, at[1] - 3)
            visit.page.mouse.move(*at, steps=3)
            visit.page.wait_for_timeout(300)
            visit.page.mouse.click(*at)
            is_marked_everywhere(visit, evidence, own)
            assert visit.is_clean()

    def test_the_keyboard_goes_along_the_timeline(self, browser: Browser, server: str, evidence: Evidence) -> None:
        oldest = in_order(evidence, district=("kurram",), sort="oldest")
        with visiting(browser, server) as visit:
            visit.open(KURRAM).map_is_drawn()
            timeline_is_drawn(visit)
            slider = visit.card("incidents-timeline").get_by_role("slider")
            slider.focus()
            visit.page.keyboard.press("Home")
            is_marked_everywhere(visit, evidence, oldest[0])
            expect(slider).to_have_attribute("aria-valuenow", "1")
            visit.page.keyboard.press("ArrowRight")
            is_marked_everywhere(visit, evidence, oldest[1])
            visit.page.keyboard.press("Escape")
            visit.until(lambda: "incident" not in visit.query, "no incident is open")
            expect(visit.card("incident")).to_have_count(0)
            assert visit.is_clean()

    def test_a_click_on_the_map(self, browser: Browser, server: str, evidence: Evidence) -> None:
        own = "2021-05-05-manzakai"
        row = evidence.row("incidents", own)
        with visiting(browser, server) as visit:
            visit.open(f"/incidents?view={row['latitude']},{row['longitude']},10").map_is_drawn()
            timeline_is_drawn(visit)
            visit.click_map(row["longitude"], row["latitude"])
            is_marked_everywhere(visit, evidence, own)
            assert visit.is_clean()

    def test_previous_and_next_follow_the_order_by_keyboard(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        order = in_order(evidence, district=("kurram",), sort="high")
        with visiting(browser, server) as visit:
            visit.open(f"{KURRAM}&sort=high&incident={order[0]}").map_is_drawn()
            timeline_is_drawn(visit)
            expect(visit.card("incident").get_by_role("button", name="Previous")).to_be_disabled()
            visit.card("incident").get_by_role("button", name="Next").focus()
            visit.page.keyboard.press("Enter")
            is_marked_everywhere(visit, evidence, order[1])
            expect(visit.card("incident")).to_contain_text(f"Row 2 of {len(order)}")
            visit.card("incident").get_by_role("button", name="Close").click()
            visit.until(lambda: "incident" not in visit.query, "no incident is open")
            assert visit.is_clean()


class TestList:
    def test_is_gone_through_by_keyboard(self, browser: Browser, server: str, evidence: Evidence) -> None:
        order = in_order(evidence, district=("kurram",))
        with visiting(browser, server) as visit:
            visit.open(KURRAM).map_is_drawn()
            box = visit.card("incidents").get_by_role("listbox", name="Incidents, newest first")
            box.focus()
            for _ in range(3):
                visit.page.keyboard.press("ArrowDown")
            visit.page.keyboard.press("Enter")
            visit.until(lambda: visit.query.get("incident") == [order[2]], "the third row is open")
            expect(box).to_be_focused()
            assert visit.is_clean()

    def test_search_and_order_change_the_list_the_map_and_the_sentence(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open("/incidents").map_is_drawn()
            expect(rows_of(visit)).to_have_count(len(evidence.read("incidents")))
            visit.page.get_by_label("Search", exact=True).fill("CHAMAN  gate")
            visit.page.keyboard.press("Enter")
            visit.until(lambda: visit.query.get("search") == ["CHAMAN gate"], "the words are in the address")
            found = in_order(evidence, search="chaman gate")
            visit.until(lambda: listed(visit) == found, "the list holds what was found")
            expect(visit.card("incidents")).to_contain_text("The words “CHAMAN gate”: ")
            visit.pick("Order", "Oldest first")
            oldest = in_order(evidence, search="chaman gate", sort="oldest")
            visit.until(lambda: listed(visit) == oldest, "the oldest stands first")
            assert visit.is_clean()

    def test_a_choice_among_more_filters_by_keyboard(self, browser: Browser, server: str, evidence: Evidence) -> None:
        with visiting(browser, server) as visit:
            visit.open("/incidents").map_is_drawn()
            visit.page.get_by_text("More filters").click()
            visit.pick("Killed, by the lowest figure", "At least 50")
            found = in_order(evidence, toll=50)
            visit.until(lambda: listed(visit) == found, "the list holds the highest tolls")
            target = visit.page.get_by_test_id("stMultiSelect").filter(has_text="Target").locator("input").first
            target.focus()
            visit.page.keyboard.type("Worshippers")
            expect(visit.page.get_by_role("option", name="Worshippers").first).to_be_visible()
            visit.page.keyboard.press("Enter")
            visit.page.keyboard.press("Escape")
            religious = in_order(evidence, toll=50, target=("religious",))
            visit.until(lambda: listed(visit) == religious, "the list holds those on worshippers")
            assert visit.query["target"] == ["religious"] and visit.query["toll"] == ["50"]
            assert visit.is_clean()

    def test_rows_of_one_event_stand_together_with_both_tolls(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open(KURRAM).map_is_drawn()
            part = visit.card("incidents").locator(f'[data-id="{OPEN}"]')
            expect(part).to_contain_text("Part of the event above")
            expect(part).to_contain_text("attackers included: yes")
            above = part.locator("xpath=preceding-sibling::*[1]")
            expect(above).to_contain_text("One event with the next row")
            expect(above).to_contain_text("attackers included: no")

    def test_nothing_found_is_said(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open("/incidents?search=no+such+words").sees("no notable incident for this choice")
            expect(visit.card("incidents").get_by_role("listbox")).to_have_count(0)
            assert visit.is_clean()

    def test_rows_without_a_country_are_reached(self, browser: Browser, server: str, evidence: Evidence) -> None:
        with visiting(browser, server) as visit:
            visit.open("/incidents?country=none")
            expect(rows_of(visit)).to_have_count(int(evidence.read("incidents")["country"].isna().sum()))
            assert visit.is_clean()


class TestAddress:
    def test_each_incident_has_its_own_that_opens_its_card(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open(f"/incidents?incident={OPEN}").map_is_drawn()
            visit.card("incident").get_by_role("button", name="Copy link").click()
            field = visit.page.get_by_label("Link to this view")
            visit.until(lambda: field.count() == 1 and bool(field.input_value()), "the link is given")
            address = field.input_value()
            assert f"incident={OPEN}" in address and f"release={evidence.release}" in address
            visit.page.goto(address)
            visit.settle().map_is_drawn()
            timeline_is_drawn(visit)
            is_marked_everywhere(visit, evidence, OPEN)
            assert visit.is_clean()

    def test_an_incident_that_is_not_among_those_chosen_opens_and_says_so(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open(f"/incidents?category=attack&incident={OPEN}").sees("Not among the incidents chosen")
            expect(visit.card("incidents-map")).to_contain_text("Open, without a mark here")
            assert visit.is_clean()

    def test_a_neighbour_is_opened(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open(f"/incidents?incident={OPEN}").map_is_drawn()
            near = visit.card("incident-near").get_by_role("option")
            expect(near.first).to_be_visible()
            other = near.first.get_attribute("data-id")
            near.first.click()
            visit.until(lambda: visit.query.get("incident") == [other], "the neighbour is open")
            assert visit.is_clean()

    def test_a_map_that_was_moved_stays_where_it_is(self, browser: Browser, server: str) -> None:
        with visiting(browser, server) as visit:
            visit.open(KURRAM).map_is_drawn()
            visit.page.get_by_role("button", name="Zoom in").click()
            visit.page.wait_for_url("**view=*")
            view = visit.map_view()
            visit.card("incidents").locator(f'[data-id="{OPEN}"]').click()
            visit.until(lambda: len(visit.marked_on_map()) == 2, "the map marks it")
            assert visit.map_view() == pytest.approx(view, abs=0.01)
            assert "view" in visit.query
            assert visit.is_clean()

    @pytest.mark.parametrize("link", ["known=2023-01-05", "release=2026.11.1"])
    def test_days_and_releases_before(self, browser: Browser, server: str, link: str) -> None:
        opened = open_link({one.split("=")[0]: [one.split("=")[1]] for one in [link]})
        rows = catalogue.build("incidents", opened.evidence, opened.filters).table
        with visiting(browser, server) as visit:
            visit.open(f"/incidents?{link}").map_is_drawn()
            expect(rows_of(visit)).to_have_count(len(rows))
            assert visit.is_clean()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "gpkg"])
def test_the_selection_is_downloaded_with_its_sources(
    browser: Browser, server: str, evidence: Evidence, ending: str, tmp_path: Path
) -> None:
    names = {"csv": "CSV", "xlsx": "Excel", "geojson": "GeoJSON", "gpkg": "GeoPackage"}
    expected = in_order(evidence, district=("kurram",))
    with visiting(browser, server) as visit:
        visit.open(KURRAM).map_is_drawn()
        visit.page.get_by_role("button", name="Download this selection").click()
        with visit.page.expect_download() as download:
            visit.page.get_by_role("button", name=f"{names[ending]} with sources").click()
        assert download.value.suggested_filename == f"khyber-incidents-{evidence.release}.{ending}"
        file = tmp_path / f"x.{ending}"
        download.value.save_as(file)
        assert visit.is_clean()
    assert ids_in(file) == expected


def ids_in(file: Path) -> list[str]:
    """The ids of the incidents in a file, in its order."""
    if file.suffix == ".csv":
        lines = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
        return [line["incident_id"] for line in lines]
    if file.suffix == ".xlsx":
        rows = load_workbook(file)["Incidents"].iter_rows(min_row=2, max_col=1, values_only=True)
        return [str(row[0]) for row in rows]
    return list(gpd.read_file(file, layer="incidents")["incident_id"])
