"""Escalation in a real browser: a month is opened by a mark, by the list and by keys, and tells why."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.analysis import escalation
from khyber.evidence import Evidence, dates, open_release
from tests.browser.visit import SIZES, Visit, visiting

CHART = "document.querySelector('.st-key-card-escalation-months .khyber-map-figure')"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def chart_is_drawn(visit: Visit) -> Visit:
    drawn = f"Boolean({CHART}?.querySelector('.scatterlayer .point'))"
    visit.until(lambda: bool(visit.page.evaluate(drawn)), "the months are drawn")
    return visit.settle()


def click_month(visit: Visit, month: str) -> None:
    """Click the highest star of a month."""
    visit.page.locator(".st-key-card-escalation-months .khyber-map-figure").scroll_into_view_if_needed()
    at = visit.page.evaluate(
        f"""((node, month) => {{
            const trace = node.data.find(t => t.uid === 'records')
            const place = trace.customdata.findIndex(c => c[0] === month), box = node.getBoundingClientRect()
            const {{ xaxis, yaxis, _size: size }} = node._fullLayout
            return {{
                x: box.left + size.l + xaxis.d2p(trace.x[place]), y: box.top + size.t + yaxis.d2p(trace.y[place]),
            }}
        }})({CHART}, "{month}")"""
    )
    visit.page.mouse.move(at["x"] - 3, at["y"] - 3)
    visit.page.mouse.move(at["x"], at["y"], steps=3)
    visit.page.wait_for_timeout(300)
    visit.page.mouse.click(at["x"], at["y"])


def rung_in(evidence: Evidence, month: str) -> int:
    return int(escalation.by_month(evidence).set_index("month")["rung"][dates.bounds(month)[0]])


class TestEscalation:
    def test_a_click_opens_a_month_and_the_list_another(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        with visiting(browser, server) as visit:
            chart_is_drawn(visit.open("/escalation"))
            expect(visit.card("escalation-month")).to_contain_text("No month is opened")
            visit.mark_nodes()
            click_month(visit, "2022-04")
            visit.reaches(month="2022-04")
            month = visit.card("escalation-month")
            expect(month).to_contain_text(f"April 2022 reached rung {rung_in(evidence, '2022-04')}")
            expect(month).to_contain_text("sets the month")
            expect(month).to_contain_text("rule mass-casualty")
            month.locator("details").first.locator("summary").click()
            expect(month.locator(".kh-sources a").first).to_be_visible()
            assert visit.nodes_are_marked()
            chosen = f"October 2025: rung {rung_in(evidence, '2025-10')}"
            visit.pick("Open a month", chosen).reaches(month="2025-10")
            expect(month).to_contain_text("Standing condition")
            visit.page.go_back()
            expect(month).to_contain_text("April 2022 reached")
            assert visit.is_clean()

    def test_arrow_keys_go_through_the_months_and_escape_closes(self, browser: Browser, server: str) -> None:
        with visiting(browser, server, "phone") as visit:
            chart_is_drawn(visit.open("/escalation?month=2026-03"))
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"]["width"]
            slider = visit.card("escalation-months").get_by_role("slider")
            slider.focus()
            visit.page.keyboard.press("ArrowLeft")
            visit.reaches(month="2026-02")
            expect(visit.card("escalation-month")).to_contain_text("February 2026 reached rung")
            slider.focus()
            visit.page.keyboard.press("Escape")
            visit.reaches()
            expect(visit.card("escalation-month")).to_contain_text("No month is opened")
            visit.open("/escalation?release=2026.11.1").sees("No rung is given in this release")
            assert visit.is_clean()
