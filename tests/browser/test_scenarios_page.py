"""The scenarios page in a real browser: a day by keyboard and by link, January 2023, an old release, a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from khyber.analysis import scenarios
from khyber.charts import catalogue, signs
from khyber.evidence import Evidence, dates, open_release
from tests.browser.visit import Visit, visiting
from tests.choices import opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def tells(visit: Visit, evidence: Evidence, **query: str) -> None:
    """The card of the day holds its title, each scenario with its count, and each signpost with its state and why."""
    shown = catalogue.build("scenarios-now", evidence, opened(**query))
    card = visit.card("scenarios-now")
    expect(card.get_by_role("heading", name=shown.title)).to_be_visible()
    told = " ".join(card.inner_text().split())
    for fact in shown.facts:
        if not fact.under:
            assert f"{fact.label} towards it: {fact.value}" in told
    for row in shown.table.itertuples():
        assert f"{signs.STATES[row.state]} {row.state.capitalize()}" in told
        assert f"{row.signpost} {row.found}" in told


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_reader_looks_at_days(browser: Browser, server: str, evidence: Evidence, size: str) -> None:
    newest = scenarios.newest(evidence)
    assert newest
    with visiting(browser, server, size) as visit:
        visit.open("/scenarios").sees("the day of the newest record").charts_are_drawn()
        tells(visit, evidence)
        assert visit.charts_with_alternative_text() == 1
        slider = visit.page.get_by_role("slider")
        slider.focus()
        slider.press("ArrowLeft")
        before = newest.day.replace(day=1) - timedelta(days=1)
        visit.reaches(on=before.isoformat()).sees(f"On {dates.words(before)}, signposts lit")
        tells(visit, evidence, on=before.isoformat())
        visit.page.go_back()
        visit.until(lambda: not visit.query, "the day of the newest record is back")
        visit.sees("the day of the newest record")
        visit.card("scenarios-signposts").get_by_text("Open conflict:").click()
        expect(visit.card("scenarios-signposts").get_by_text("Lit if").first).to_be_attached()
        width = visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
        assert width <= 0
        assert visit.is_clean()


def test_what_was_known_in_january_2023_and_an_old_release(browser: Browser, server: str, evidence: Evidence) -> None:
    with visiting(browser, server) as visit:
        visit.open("/scenarios?known=2023-01-31&on=2023-01-31").sees("On 31 January 2023")
        tells(visit, evidence, known="2023-01-31", on="2023-01-31")
        visit.open("/scenarios?release=2026.11.1").sees("it is from before there were scenarios")
        assert visit.is_clean()
