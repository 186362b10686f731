"""The timeline in a real browser: every event in words, the filters, and an event opened in each way, on each page."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, ids, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, SIZES, Visit, visiting

pytestmark = pytest.mark.browser

KABUL, ENDED = "2021-08-15-taliban-take-kabul", "2022-11-28-ttp-ends-its-ceasefire"
PLACE_OF_MARK = """([figure, event]) => {
  const chart = document.querySelector(`.st-key-chart-${figure} .js-plotly-plot`)
  chart.scrollIntoView({ block: "center" })
  const { trace } = chart.calcdata.map(points => points[0]).find(({ trace }) => trace.customdata?.includes(event))
  const point = chart.calcdata.find(points => points[0].trace === trace)[trace.customdata.indexOf(event)]
  const [x, y] = [trace.xaxis.replace("x", "xaxis"), trace.yaxis.replace("y", "yaxis")].map(n => chart._fullLayout[n])
  const box = chart.getBoundingClientRect()
  return [box.x + x._offset + x.c2p(point.x), box.y + y._offset + y.c2p(point.y)]
}"""


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def place_of_mark(visit: Visit, figure_id: str, event_id: str) -> tuple[float, float]:
    """Bring a chart into view; where on the screen the mark of an event then is, once the page stands still."""
    chart = visit.page.locator(f".st-key-chart-{figure_id} .main-svg").first
    expect(chart).to_be_visible()
    places: list[list[float]] = []

    def stands_still() -> bool:
        places.append(visit.page.evaluate(PLACE_OF_MARK, [figure_id, event_id]))
        return len(places) > 2 and places[-1] == places[-2] == places[-3]

    visit.until(stands_still, f"the mark of {event_id} stands still")
    return places[-1][0], places[-1][1]


def click_mark(visit: Visit, figure_id: str, event_id: str) -> None:
    x, y = place_of_mark(visit, figure_id, event_id)
    visit.page.mouse.move(x - 3, y - 3)
    visit.page.mouse.move(x, y, steps=3)
    expect(visit.page.locator(f".st-key-chart-{figure_id} .hovertext").first).to_be_visible()
    visit.page.mouse.click(x, y)


def mark_chart(visit: Visit, figure_id: str) -> None:
    """Mark the node of a chart, to see later whether it is still the same."""
    chart = visit.page.locator(f".st-key-chart-{figure_id} .js-plotly-plot")
    chart.evaluate("node => { node.dataset.mark = 'same' }")


def chart_is_the_same(visit: Visit, figure_id: str) -> bool:
    return visit.page.locator(f".st-key-chart-{figure_id} .js-plotly-plot[data-mark=same]").count() == 1


def event_card_says(visit: Visit, evidence: Evidence, event_id: str) -> None:
    expect(visit.card("event")).to_contain_text(str(evidence.row("timeline", event_id)["description"]))


@LOOKS
def test_every_event_stands_as_text_under_its_year(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/timeline").sees("newest first").charts_are_drawn()
        words = visit.card("timeline-events").inner_text()
        for event in evidence.read("timeline").itertuples():
            assert event.title in words and event.description in words
        for year, events in evidence.read("timeline").groupby(evidence.read("timeline")["date"].dt.year):
            assert f"{year} {len(events)} event" in words
        for figure_id in ("timeline", "timeline-events"):
            shown = catalogue.build(figure_id, evidence, Filters())
            assert shown.title in visit.text
        assert visit.charts_with_alternative_text() == 1
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
        assert visit.is_clean()


def test_an_event_of_the_list_unfolds_its_sources_with_links(browser: Browser, server: str, evidence: Evidence) -> None:
    row = evidence.row("timeline", ENDED)
    with visiting(browser, server) as visit:
        visit.open("/timeline").sees("newest first")
        entry = visit.card("timeline-events").locator(".kh-events > li").filter(has_text=row["title"])
        source = evidence.source(ids(row["source_ids"])[0])
        link = entry.get_by_role("link", name=source.title)
        expect(link).to_be_hidden()
        entry.locator("summary").focus()
        visit.page.keyboard.press("Enter")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", source.url)
        assert visit.is_clean()


def test_the_list_is_filtered_by_category_actor_and_period(browser: Browser, server: str, evidence: Evidence) -> None:
    with visiting(browser, server) as visit:
        visit.open("/timeline").sees("newest first")
        box = visit.page.get_by_test_id("stMultiSelect").locator("input")
        box.click()
        box.fill("Military")
        expect(visit.page.get_by_role("option", name="Military")).to_be_visible()
        box.press("Enter")
        visit.reaches(topic="military").sees("military events")
        visit.page.keyboard.press("Escape")
        entries = visit.card("timeline-events").locator(".kh-events > li")
        expect(entries).to_have_count(int((evidence.read("timeline")["category"] == "military").sum()))
        visit.pick("Actor", "Tehrik-i-Taliban Pakistan").reaches(topic="military", actor="ttp")
        shown = catalogue.build("timeline-events", evidence, Filters(topic=("military",), actor="ttp"))
        expect(entries).to_have_count(len(shown.table))
        visit.pick("From", "2020").reaches(topic="military", actor="ttp", from_="2020")
        expect(entries).to_have_count(int((shown.table["date"] >= "2020").sum()))
        visit.page.go_back()
        visit.page.go_back()
        visit.reaches(topic="military")
        assert visit.is_clean()


@pytest.mark.parametrize(("path", "figure_id"), [("/timeline", "timeline"), ("/attacks", "attacks-monthly")])
class TestOpening:
    def test_by_a_click_on_its_mark_without_a_new_chart(
        self, browser: Browser, server: str, evidence: Evidence, path: str, figure_id: str
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open(path).charts_are_drawn()
            expect(visit.card("event")).to_have_count(0)
            place_of_mark(visit, figure_id, ENDED)
            mark_chart(visit, figure_id)
            click_mark(visit, figure_id, ENDED)
            visit.reaches(event=ENDED)
            event_card_says(visit, evidence, ENDED)
            click_mark(visit, figure_id, KABUL)
            visit.reaches(event=KABUL)
            event_card_says(visit, evidence, KABUL)
            assert chart_is_the_same(visit, figure_id)
            visit.page.go_back()
            visit.reaches(event=ENDED)
            event_card_says(visit, evidence, ENDED)
            visit.page.go_back()
            visit.reaches()
            expect(visit.card("event")).to_have_count(0)
            visit.page.go_forward()
            visit.reaches(event=ENDED)
            event_card_says(visit, evidence, ENDED)
            shared = visit.share()
            assert visit.is_clean()
        with visiting(browser, server, "phone") as other:
            other.open(shared.removeprefix(server))
            event_card_says(other, evidence, ENDED)
            assert other.query["event"] == [ENDED]
            assert other.is_clean()

    def test_and_closed_by_a_second_click(self, browser: Browser, server: str, path: str, figure_id: str) -> None:
        with visiting(browser, server) as visit:
            visit.open(path).charts_are_drawn()
            click_mark(visit, figure_id, KABUL)
            visit.reaches(event=KABUL)
            click_mark(visit, figure_id, KABUL)
            visit.reaches()
            click_mark(visit, figure_id, KABUL)
            visit.reaches(event=KABUL)
            assert visit.is_clean()

    def test_by_a_tap_and_a_swipe_scrolls_the_page(
        self, browser: Browser, server: str, evidence: Evidence, path: str, figure_id: str
    ) -> None:
        context = browser.new_context(viewport=SIZES["phone"], has_touch=True, is_mobile=True, reduced_motion="reduce")
        visit = Visit(context.new_page(), server)
        visit.open(path).charts_are_drawn()
        visit.page.touchscreen.tap(*place_of_mark(visit, figure_id, KABUL))
        visit.reaches(event=KABUL)
        event_card_says(visit, evidence, KABUL)
        x, y = place_of_mark(visit, figure_id, KABUL)
        scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
        before = visit.page.evaluate(scrolled)
        hand = context.new_cdp_session(visit.page)
        hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 11):
            hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * step}]})
        hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        visit.until(lambda: visit.page.evaluate(scrolled) > before + 20, "the page is scrolled")
        assert visit.is_clean()
        context.close()

    def test_by_keyboard_from_the_list_of_events(
        self, browser: Browser, server: str, evidence: Evidence, path: str, figure_id: str
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open(path).charts_are_drawn()
            box = visit.page.get_by_test_id("stSelectbox").filter(has_text="Open one of").locator("input")
            box.focus()
            visit.page.keyboard.type("Taliban take Kabul")
            visit.page.keyboard.press("Enter")
            visit.reaches(event=KABUL)
            event_card_says(visit, evidence, KABUL)
            assert visit.is_clean()

    def test_by_a_link_with_its_sources(
        self, browser: Browser, server: str, evidence: Evidence, path: str, figure_id: str
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open(f"{path}?event={ENDED}")
            event_card_says(visit, evidence, ENDED)
            card = visit.card("event")
            card.get_by_text("Sources, table, downloads").click()
            source = evidence.source(ids(evidence.row("timeline", ENDED)["source_ids"])[0])
            expect(card.get_by_role("link", name=source.title)).to_have_attribute("href", source.url)
            assert visit.is_clean()


def test_incidents_of_the_same_days_stand_below_the_event(browser: Browser, server: str, evidence: Evidence) -> None:
    event_id = "2025-10-09-explosions-in-kabul-open-a"
    shown = catalogue.build("event-incidents", evidence, Filters(event=event_id))
    with visiting(browser, server) as visit:
        visit.open(f"/timeline?event={event_id}").sees(shown.title)
        for summary in shown.table["summary"]:
            expect(visit.card("event-incidents")).to_contain_text(summary)
        expect(visit.card("event-incidents")).to_contain_text("Matched by date alone")
        assert visit.is_clean()


def test_an_event_not_known_by_that_day_says_so(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open(f"/timeline?event={ENDED}&known=2022-01-01")
        expect(visit.card("event")).to_contain_text("The event of this link was not known by that day")
        visit.pick(f"Open one of {visit_count(visit)} events, or click its mark", "None")
        visit.reaches(known="2022-01-01")
        expect(visit.card("event")).to_have_count(0)
        assert visit.is_clean()


def visit_count(visit: Visit) -> int:
    """How many events the list of the timeline holds."""
    entries = visit.card("timeline-events").locator(".kh-events > li")
    expect(entries.first).to_be_visible()
    return entries.count()
