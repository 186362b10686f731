"""A link is the whole view: opened, walked through, gone back on, reloaded and shared in a real browser."""

from functools import partial

import pytest
from playwright.sync_api import Browser, expect

from khyber.evidence.releases import identifiers
from khyber.ui import frame
from tests.browser.visit import Held, Visit, visiting

pytestmark = pytest.mark.browser

FULL = (
    f"?release={identifiers()[0]}&known=2026-03-31&border=natural-earth&from=2018&to=2025&area=balochistan&actor=all"
    "&by=picss,pips&metric=killed&years=2020,2021&scale=log&series=pips"
)
SHARED = {
    "release": [identifiers()[0]],
    "known": ["2026-03-31"],
    "from": ["2018"],
    "to": ["2025"],
    "area": ["balochistan"],
    "by": ["picss,pips"],
}


def shows_the_choice(visit: Visit, counted_by: str = ", counted by PICSS, PIPS") -> None:
    """The page says and its controls show what the full link chose."""
    said = f"Balochistan, 2018 to 2025{counted_by}, as known by 31 March 2026"
    expect(visit.page.get_by_text(said).first).to_be_visible()
    visit.shows("As known by 31 March 2026")


def goes_on_to(visit: Visit, view: frame.View) -> None:
    """A click on a page's link opens it with everything that is shared."""
    visit.page.get_by_role("link", name=view.name, exact=True).first.click()
    expect(visit.page.get_by_role("heading", level=1, name=view.name)).to_be_visible()
    visit.until(lambda: visit.path == f"/{view.path}", f"{view.name} is open")
    visit.until(lambda: SHARED.items() <= visit.query.items(), "the address carries what is shared")
    visit.sees("searched up to")
    if view.page == "border":
        visit.sees("notable incident").map_is_drawn()
        shows_the_choice(visit, counted_by="")


def is_at(visit: Visit, url: str) -> bool:
    return visit.page.url == url


@pytest.mark.parametrize(
    ("size", "scheme", "views"), [("wide", "light", frame.VIEWS), ("phone", "dark", frame.VIEWS[:5])]
)
def test_a_full_link_is_walked_through_and_found_again(
    browser: Browser, server: str, size: str, scheme: str, views: tuple[frame.View, ...]
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open(f"/attacks{FULL}").sees("Killed in attacks")
        shows_the_choice(visit)
        expect(visit.box("Scale")).to_have_value("Logarithmic")
        before = visit.page.url

        passed = [("Attacks", before)]
        for view in views:
            goes_on_to(visit, view)
            passed.append((view.name, visit.page.url))
        for name, url in reversed(passed[:-1]):
            visit.page.go_back()
            visit.until(partial(is_at, visit, url), f"{url} is back")
            expect(visit.page.get_by_role("heading", level=1, name=name)).to_be_visible()
            visit.sees("searched up to")
        visit.sees("Killed in attacks")
        expect(visit.box("Scale")).to_have_value("Logarithmic")

        visit.reload().sees("Killed in attacks")
        assert visit.page.url == before
        shows_the_choice(visit)
        expect(visit.box("Scale")).to_have_value("Logarithmic")
        assert visit.is_clean()


def test_the_start_is_the_briefing_and_goes_on_with_every_parameter(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/?from=2019&by=picss&by=pips&metric=suicide_attacks").sees("last air or drone strike")
        assert visit.path == "/"
        assert visit.query["from"] == ["2019"] and visit.query["by"] == ["picss", "pips"]
        assert visit.query["metric"] == ["suicide_attacks"]
        visit.page.get_by_role("link", name="Attacks", exact=True).click()
        visit.sees("Pakistan, 2019 to the newest record, counted by PICSS, PIPS")
        assert visit.path == "/attacks" and visit.query["from"] == ["2019"] and visit.query["by"] == ["picss,pips"]
        assert visit.is_clean()


def test_a_choice_goes_into_the_address_and_back_undoes_it(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks").sees("Attacks in Pakistan in")
        visit.pick("What is counted", "Suicide attacks").reaches(metric="suicide_attacks")
        visit.pick("From", "2019").reaches(metric="suicide_attacks", from_="2019")
        visit.sees("Pakistan, 2019 to the newest record")
        visit.page.go_back()
        visit.reaches(metric="suicide_attacks")
        visit.page.go_back()
        visit.reaches()
        visit.until(lambda: visit.chosen("What is counted") == "Attacks", "the control follows the address")
        assert visit.is_clean()


def test_an_explicit_choice_of_the_default_stays_in_a_shared_link(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/border?category=border&incident=2022-12-11-chaman&view=31.2,66.6,6.5").map_is_drawn()
        shared = visit.share()
        assert f"release={identifiers()[0]}" in shared and "metric=attacks" in shared and "view=31.2,66.6,6.5" in shared
    with visiting(browser, server, "phone") as other:
        other.open(shared.removeprefix(server)).map_is_drawn()
        other.sees("Shelling")
        assert other.query["incident"] == ["2022-12-11-chaman"]
        assert other.map_view() == pytest.approx([31.2, 66.6, 6.5], abs=0.01)
        assert other.is_clean()


def test_what_means_nothing_is_named_in_one_line_and_the_rest_holds(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks?area=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&by=picss&from=2025&to=2019&tail=1")
        notice = visit.page.get_by_role("status").filter(has_text="Ignored in this link")
        expect(notice).to_contain_text("<img src=x onerror=alert(1)>")
        expect(notice).to_contain_text("“tail” is no parameter")
        expect(notice).to_contain_text("ends before it starts")
        assert visit.page.locator('img[src="x"]').count() == 0
        expect(visit.page.get_by_text("Pakistan, counted by PICSS").first).to_be_visible()
        assert visit.is_clean()


def test_an_unknown_release_opens_the_newest_and_says_so(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/border?release=..%2F..%2Fetc%2Fpasswd").map_is_drawn()
        visit.shows("there is no such release; the newest is shown")
        assert visit.is_clean()


def test_back_is_not_undone_by_what_is_clicked_before_the_page_has_come(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        held = Held(visit.page)
        visit.open("/attacks?from=2019").sees("Pakistan, 2019 to the newest record")
        visit.pick("What is counted", "Suicide attacks").reaches(metric="suicide_attacks", from_="2019")
        visit.pick("From", "2021").reaches(metric="suicide_attacks", from_="2021")
        held.begin()
        visit.page.go_back()
        visit.until(lambda: visit.query["from"] == ["2019"], "the address goes back")
        visit.card("attacks-by-publisher").get_by_text("Sources, table, downloads").click()
        visit.until(lambda: held.asked == 2, "the page is asked for what was clicked, too")
        held.end()
        visit.sees("Pages read for this figure")
        visit.sees("Pakistan, 2019 to the newest record")
        visit.reaches(metric="suicide_attacks", from_="2019")
        visit.until(lambda: visit.chosen("From") == "2019", "the control follows the address")
        assert visit.is_clean()
