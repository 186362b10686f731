"""The groups page in a real browser: names as text, the card of a group by link, by control and by its name."""

import re

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, visiting

pytestmark = pytest.mark.browser
CHARTS = ("groups-strength", "groups-attacks", "groups-ties", "groups-ties-all")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


@LOOKS
def test_every_group_and_every_title_stands_as_text(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/groups")
        own = [entry.id for entry in catalogue.entries() if entry.page == "groups"]
        visit.shows(*(catalogue.build(one, evidence, Filters()).title for one in own))
        for figure_id in CHARTS:
            expect(visit.card(figure_id).locator(".js-plotly-plot .main-svg").first).to_be_visible()
        words = visit.text
        for group in evidence.read("groups").itertuples():
            assert group.name in words and group.base_area in words and group.objective in words
        width = visit.page.evaluate(
            "(m => [m.scrollWidth, m.clientWidth])(document.querySelector('[data-testid=stMain]'))"
        )
        assert width[0] <= width[1]
        assert visit.is_clean()


def test_a_row_of_the_table_opens_its_sources(browser: Browser, server: str, evidence: Evidence) -> None:
    source = evidence.sources_of("groups", ["iskp"])[0]
    with visiting(browser, server) as visit:
        visit.open("/groups")
        row = visit.card("groups-bases").get_by_role("row").filter(has_text="Islamic State Khorasan Province")
        expect(row.get_by_role("link", name=source.title)).to_be_hidden()
        row.get_by_text(re.compile(r"^\d+ sources$")).click()
        expect(row.get_by_role("link", name=source.title)).to_be_visible()
        expect(row.get_by_role("link", name=source.title)).to_have_attribute("href", source.url)
        assert visit.is_clean()


def test_a_link_opens_the_card_of_its_group(browser: Browser, server: str, evidence: Evidence) -> None:
    with visiting(browser, server) as visit:
        visit.open("/groups?group=hafiz-gul-bahadur")
        row = evidence.row("groups", "hafiz-gul-bahadur")
        card = visit.card("group")
        expect(card).to_contain_text(row["summary"])
        expect(card).to_contain_text("at least 1,500 fighters in Pakistan")
        expect(visit.card("groups-ties")).to_contain_text("HGB → IMP (since 2025)")
        expect(visit.box("Group")).to_have_value(re.compile("^HGB"))
        assert visit.is_clean()


def test_the_control_opens_another_group_and_keeps_what_was_chosen(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/groups?from=2021").pick("Group", "ISKP – Islamic State Khorasan Province")
        visit.reaches(from_="2021", group="iskp")
        expect(visit.card("group")).to_contain_text("Islamic State Khorasan Province (ISKP)")
        expect(visit.card("groups-strength")).to_contain_text("ISKP, newest estimates")
        expect(visit.card("groups-ties")).to_contain_text("ISKP has")
        visit.page.go_back()
        visit.reaches(from_="2021")
        expect(visit.card("groups-ties")).to_contain_text("TTP has")
        assert visit.is_clean()


def test_a_name_in_the_table_opens_its_group_and_keeps_the_filters(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/groups?from=2020")
        visit.card("groups-bases").get_by_role("link", name="Balochistan Liberation Army").click()
        visit.reaches(from_="2020", group="bla")
        expect(visit.card("group")).to_contain_text("Balochistan Liberation Army (BLA)")
        expect(visit.page.get_by_role("heading", name="One group")).to_be_visible()
        visit.until(lambda: visit.page.url.endswith("#one-group"), "the address points at the group")
        assert visit.is_clean()


def test_an_incident_of_the_card_opens_on_the_map_page(browser: Browser, server: str, evidence: Evidence) -> None:
    shown = catalogue.build("group", evidence, Filters(group="ttp"))
    first = shown.table[shown.table["incident_id"] != ""].iloc[0]
    with visiting(browser, server) as visit:
        visit.open("/groups?group=ttp")
        visit.card("group").get_by_role("link", name=first["said"]).click()
        visit.reaches(incident=first["incident_id"])
        assert visit.path == "/border"
        expect(visit.card("incident")).to_contain_text(first["more"])
        assert visit.is_clean()


def test_a_day_of_knowledge_holds_for_estimates_and_groups(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/groups?known=2020-12-31&group=ttp")
        expect(visit.card("groups-strength")).to_contain_text("6,000 to 6,500 fighters in Afghanistan")
        expect(visit.card("groups-strength")).not_to_contain_text("February 2026")
        expect(
            visit.card("groups-bases").get_by_role("rowheader", name="Ittehad-ul-Mujahideen Pakistan")
        ).to_have_count(0)
        expect(visit.card("groups-bases")).to_contain_text("As described in release")
        assert visit.is_clean()
