"""The outlook in a real browser: misses first, the months ahead in words, and why there is none for other choices."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.charts.outlook_document import FIGURES
from khyber.evidence import Evidence, open_release
from khyber.evidence.ranges import number
from khyber.filters import open_link
from tests.browser.visit import SIZES, Visit, violations, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def built(evidence: Evidence, figure_id: str, **chosen: str) -> catalogue.Figure:
    link = open_link({name: [value] for name, value in chosen.items()})
    return catalogue.build(figure_id, evidence, link.filters)


def has_no_sideways_scroll(visit: Visit) -> bool:
    return bool(
        visit.page.evaluate("(m => m.scrollWidth <= m.clientWidth)(document.querySelector('[data-testid=stMain]'))")
    )


@pytest.mark.parametrize(("size", "scheme"), [(size, scheme) for size in SIZES for scheme in ("light", "dark")])
def test_misses_stand_first_and_the_months_ahead_in_words(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        figures = [built(evidence, one) for one in FIGURES]
        visit.open("/outlook").sees(figures[-1].title).charts_are_drawn()
        visit.shows(*(shown.title for shown in figures), *(note for shown in figures for note in shown.notes))
        cards = visit.page.locator('[class*="st-key-card-"]')
        assert "st-key-card-outlook-misses" in (cards.first.get_attribute("class") or "")
        lines = visit.card("outlook-misses").locator(".kh-table tbody tr")
        expect(lines).to_have_count(figures[0].table["month"].nunique())
        ahead = figures[2].table[figures[2].table["ahead"].notna()]
        cells = visit.card("outlook-months").locator(".kh-table tbody tr").first.locator("td")
        assert cells.all_inner_texts()[:5] == [
            number(ahead[one].iloc[0]) for one in ("q05", "q25", "q50", "q75", "q95")
        ]
        visit.until(lambda: visit.charts_with_alternative_text() == 3, "each chart has its text")
        fold = visit.page.locator(".kh-method")
        expect(fold.locator("pre").first).to_be_hidden()
        fold.locator("summary").press("Enter")
        expect(fold.locator("pre").first).to_be_visible()
        assert violations(visit.page, ".kh-method") == []
        assert has_no_sideways_scroll(visit) and visit.is_clean()


def test_other_series_and_days_say_why_there_is_none(browser: Browser, server: str, evidence: Evidence) -> None:
    with visiting(browser, server) as visit:
        visit.open("/outlook?known=2023-01-05").sees(built(evidence, "outlook-misses", known="2023-01-05").title)
        assert visit.card("outlook-months").count() == visit.card("outlook-scores").count() == 0
        visit.open("/outlook").sees(built(evidence, "outlook-months").title)
        for label, option, chosen in (
            ("What is counted", "Killed in attacks", {"metric": "killed"}),
            ("Whose months", "PIPS", {"metric": "killed", "series": "pips"}),
            ("What is counted", "Attacks", {"metric": "attacks", "series": "pips"}),
        ):
            visit.pick(label, option).sees(built(evidence, "outlook-misses", **chosen).title)
            visit.reaches(**chosen)
            assert visit.card("outlook-months").count() == 0
        visit.pick("Whose months", "PICSS").sees(built(evidence, "outlook-months").title)
        visit.charts_are_drawn()
        assert visit.is_clean()
