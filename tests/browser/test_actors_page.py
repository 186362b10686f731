"""The actors page in a real browser: its figures, a cell opened by click and by keyboard, another day."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, Visit, visiting

pytestmark = pytest.mark.browser
MATRIX = "document.querySelector('.st-key-card-actors-stances .khyber-map-figure')"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def matrix_is_drawn(visit: Visit) -> Visit:
    drawn = f"Boolean({MATRIX}?.querySelector('.barlayer .point'))"
    visit.until(lambda: bool(visit.page.evaluate(drawn)), "the matrix is drawn")
    return visit.settle()


def click_cell(visit: Visit, row_id: str) -> None:
    """Click the middle of the cell in which a declaration stands."""
    visit.page.locator(".st-key-card-actors-stances .khyber-map-figure").scroll_into_view_if_needed()
    at = visit.page.evaluate(
        f"""((node, id) => {{
            const trace = node.data.find(t => t.type === "bar" && t.customdata.includes(id))
            const place = trace.customdata.indexOf(id), box = node.getBoundingClientRect()
            const {{ xaxis, yaxis, _size: size }} = node._fullLayout
            const middle = trace.base[place] + trace.y[place] / 2
            return {{ x: box.left + size.l + xaxis.c2p(trace.x[place]), y: box.top + size.t + yaxis.c2p(middle) }}
        }})({MATRIX}, "{row_id}")"""
    )
    visit.page.mouse.move(at["x"] - 3, at["y"])
    visit.page.mouse.move(at["x"], at["y"], steps=3)
    visit.page.wait_for_timeout(300)
    visit.page.mouse.click(at["x"], at["y"])


def cut_off(visit: Visit, figure_id: str) -> list[str]:
    """The words of a drawing that do not lie within its box."""
    found: list[str] = visit.page.evaluate(
        f"""(node => {{
            const box = node.getBoundingClientRect()
            const lies = at => at.left >= box.left - 1 && at.right <= box.right + 1 && at.bottom <= box.bottom + 1
            return [...node.querySelectorAll("svg text")].filter(one => one.textContent.trim())
                .filter(one => !lies(one.getBoundingClientRect())).map(one => one.textContent)
        }})(document.querySelector(".st-key-card-{figure_id} .khyber-map-figure"))"""
    )
    return found


@LOOKS
def test_every_title_stands_as_text_and_a_statement_beside_its_source(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        matrix_is_drawn(visit.open("/actors"))
        own = [one.id for one in catalogue.entries() if one.stands_on("actors")]
        visit.shows(*(catalogue.build(one, evidence, Filters()).title for one in own))
        for figure_id in ("actors-campaign", "actors-moves", "actors-economy", "actors-events"):
            expect(visit.card(figure_id).locator(".js-plotly-plot .main-svg").first).to_be_visible()
        for figure_id in ("actors-campaign", "actors-stances"):
            assert cut_off(visit, figure_id) == []
        card = visit.card("actors-campaign")
        card.get_by_text("Strikes across the border: ").last.click()
        row = evidence.row("stances", "st-0117")
        told = card.get_by_role("listitem").filter(has_text=row["statement"]).first
        expect(told).to_be_visible()
        told.get_by_text("1 source", exact=True).click()
        source = evidence.sources_of("stances", ["st-0117"])[0]
        expect(told.get_by_role("link", name=source.title)).to_have_attribute("href", source.url)
        width = visit.page.evaluate(
            "(m => [m.scrollWidth, m.clientWidth])(document.querySelector('[data-testid=stMain]'))"
        )
        assert width[0] <= width[1]
        assert visit.is_clean()


def test_a_cell_is_opened_by_a_click_and_by_keyboard_and_the_matrix_goes_back_in_time(
    browser: Browser, server: str, evidence: Evidence
) -> None:
    with visiting(browser, server) as visit:
        matrix_is_drawn(visit.open("/actors"))
        visit.mark_nodes()
        click_cell(visit, "st-0129")
        visit.reaches(stance="china,mediation")
        expect(visit.card("actors-stance")).to_contain_text(evidence.row("stances", "st-0059")["statement"])
        expect(visit.box("Open an actor")).to_have_value("China")
        visit.pick("Open an actor", "Qatar").reaches(stance="qatar,mediation")
        visit.pick("and an issue", "Recognition of the Taliban").reaches(stance="qatar,recognition-of-taliban")
        expect(visit.card("actors-stance")).to_contain_text(evidence.row("stances", "st-0009")["statement"])
        assert visit.nodes_are_marked()
        slider = visit.card("actors-stances").get_by_role("slider")
        slider.focus()
        visit.page.keyboard.press("ArrowLeft")
        visit.reaches(on="2026-10-31", stance="qatar,recognition-of-taliban")
        expect(visit.card("actors-stances")).to_contain_text("On 31 October 2026")
        visit.page.go_back()
        expect(visit.card("actors-stances")).to_contain_text("On 22 November 2026")
        assert visit.is_clean()
