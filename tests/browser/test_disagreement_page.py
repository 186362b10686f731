"""The disagreement page in a real browser: every value with its page, the period, and the switch of what is counted."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, Visit, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def boxes(visit: Visit) -> dict[str, str]:
    return {label: visit.chosen(label) for label in ("Which violence", "Who", "Which figure")}


@LOOKS
def test_every_value_stands_with_who_printed_it_and_when(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/disagreement?period=2022").sees("Attacks in Pakistan in 2022")
        chosen = Filters(period="2022")
        figures = [
            catalogue.build(one.id, evidence, chosen) for one in catalogue.entries() if one.page == "disagreement"
        ]
        visit.shows(
            *(shown.title for shown in figures),
            *(words for shown in figures for fact in shown.facts for words in (fact.label, fact.value)),
            "Printed by The News International (25 December 2023)",
        )
        visit.charts_are_drawn()
        charts = [shown for shown in figures if shown.spec]
        visit.until(lambda: visit.charts_with_alternative_text() == len(charts), "each chart has its text")
        assert visit.is_clean()


def test_a_retrospective_stands_beside_the_headline(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/disagreement?metric=suicide_attacks&period=2019").sees("Suicide attacks in Pakistan in 2019")
        expect(visit.card("disagreement-lines")).to_contain_text("PICSS 10, headline")
        expect(visit.card("disagreement-lines")).to_contain_text("PICSS 3, later value")
        expect(visit.card("disagreement-revisions")).to_contain_text("10 → 3")
        assert visit.is_clean()


def test_the_period_offers_what_is_published_and_writes_it_to_the_address(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/disagreement").sees("Attacks in Pakistan in 2025")
        visit.pick("Period", "January to June 2025 – 1 publisher").sees("Attacks in Pakistan in January to June 2025")
        visit.reaches(period="2025-01/2025-06")
        assert visit.is_clean()


def test_the_switch_leads_to_figures_that_are_reported_and_names_who_reports_them(
    browser: Browser, server: str
) -> None:
    with visiting(browser, server) as visit:
        visit.open("/disagreement?metric=killed&period=2022").sees("Killed in attacks in Pakistan in 2022")
        visit.pick("Which violence", "Attacks and operations").reaches(metric="combat_related_deaths")
        visit.shows("Killed in attacks and operations: reported for Pakistan by PICSS.")
        visit.pick("Who", "Militants").reaches(metric="combat_killed_militants")
        visit.pick("Which violence", "Militant attacks").reaches(metric="killed_militants")
        visit.shows("Militants killed in attacks: reported for Pakistan by PICSS, PIPS")
        assert boxes(visit) == {
            "Which violence": "Militant attacks",
            "Who": "Militants",
            "Which figure": "Militants killed in attacks",
        }
        assert visit.is_clean()


def test_what_nobody_reports_is_not_offered_but_said(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/disagreement?area=af-nuristan").sees("reported by no publisher for Nuristan")
        expect(visit.box("Which violence")).to_be_disabled()
        visit.shows("No publisher gives attacks for Nuristan")
        assert visit.is_clean()


def test_a_scope_that_nobody_counts_is_no_choice_and_militants_are_spoken_of(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/disagreement?area=afghanistan&metric=killed_civilians").sees("reported for Afghanistan by UNAMA")
        assert boxes(visit) == {
            "Which violence": "All violence",
            "Who": "Civilians",
            "Which figure": "Civilians killed in attacks",
        }
        visit.pick("Which violence", "Militant attacks").reaches(area="afghanistan", metric="killed")
        assert visit.is_clean()
    with visiting(browser, server) as visit:
        visit.open("/disagreement?metric=killed").sees("Figures of everybody count militants in")
        visit.sees("Apart, under “Who”: civilians, security forces, militants")
        assert visit.is_clean()
