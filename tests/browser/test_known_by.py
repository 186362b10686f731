"""Every page as a briefer could have shown it in the week of 5 January 2023."""

import calendar
import re
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.evidence import Evidence, dates, open_release
from khyber.filters import open_link
from khyber.ui import filter_bar, frame
from tests.browser.visit import Visit, visiting

pytestmark = pytest.mark.browser
VIEWS = [one for one in frame.VIEWS if one.page != frame.BRIEF]
DAY = date(2023, 1, 5)
MONTHS = list(calendar.month_name)[1:]
TOLD = re.compile(rf"(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)}) )?\b(20\d\d)\b")
FIGURES = {entry.id for entry in catalogue.entries()}


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def later_days(text: str) -> list[str]:
    """The dates in a text of which no day lies on or before the day; the name of a release is none."""
    found, text = [], re.sub(r"\b20\d\d\.\d+\.\d+\b", "", text)
    for told in TOLD.finditer(text):
        day, month, year = told.groups()
        parts = [
            year,
            *([f"{MONTHS.index(month) + 1:02}"] if month else []),
            *([f"{int(day):02}"] if day and month else []),
        ]
        if dates.bounds("-".join(parts))[0] > DAY:
            found.append(told[0])
    return found


def titles(visit: Visit) -> dict[str, str]:
    """The title of the card of each figure, with the alternative text of its chart."""
    cards = visit.page.locator('[class*="st-key-card-"]').all()
    found = {}
    for card in cards:
        name = re.search(r"st-key-card-([a-z-]+)", card.get_attribute("class") or "")
        charts = card.locator('[data-testid="stPlotlyChart"] [aria-label], [data-testid="stPlotlyChart"][aria-label]')
        texts = [*card.locator(".kh-title").all_inner_texts()]
        texts += [one.get_attribute("aria-label") or "" for one in charts.all()]
        if name and name[1] in FIGURES:
            found[name[1]] = " ".join(texts)
    return found


def test_dates_of_a_text_are_read() -> None:
    assert later_days("in 2022, January 2023, 5 January 2023, 188 in 2020") == []
    assert later_days("on 6 January 2023, in February 2023 or 2024 (release 2026.11.1)") == [
        "6 January 2023",
        "February 2023",
        "2024",
    ]


@pytest.mark.parametrize("view", VIEWS, ids=[one.page for one in VIEWS])
def test_a_page_says_what_is_hidden_or_has_no_time_and_tells_no_later_day(
    browser: Browser, server: str, evidence: Evidence, view: frame.View
) -> None:
    assert "known" in filter_bar.used_on(view.page)
    hidden = [evidence.hidden(table, DAY) for table in evidence.counts if table != "sources"]
    with visiting(browser, server) as visit:
        visit.open(f"/{view.path}?known={DAY.isoformat()}").sees("As known by 5 January 2023")
        notice = visit.page.get_by_role("status").filter(has_text="As known by 5 January 2023")
        expect(notice).to_contain_text(f"{sum(one.later for one in hidden):,} rows published later are hidden")
        expect(notice).to_contain_text(f"{sum(one.undated for one in hidden):,} without a dated source")
        expect(notice).to_contain_text(f"as described in release {evidence.release}")
        visit.sees("searched up to")
        chosen = open_link(visit.query).filters
        for figure_id, text in titles(visit).items():
            assert later_days(text) == [], (figure_id, text)
            tables = {row.table for row in catalogue.build(figure_id, evidence, chosen).rows}
            if any(evidence.names_sources(one) and not evidence.has_time(one) for one in tables):
                expect(visit.card(figure_id)).to_contain_text(f"described in release {evidence.release}")
        assert visit.is_clean()


def test_what_began_or_was_described_later_is_told_on_no_card(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open(f"/border?known={DAY.isoformat()}").sees("searched up to")
        expect(visit.card("border-map")).to_contain_text(
            "What a row tells, its toll too, may be what became known later."
        )
        visit.open(f"/crossings?known={DAY.isoformat()}").sees("searched up to")
        expect(visit.card("crossings")).to_contain_text("1 open and 12 not known")
        expect(visit.card("crossings")).not_to_contain_text("October 2025")
        visit.open(f"/groups?known={DAY.isoformat()}").sees("searched up to")
        for figure_id in ("groups-bases", "groups-ties", "groups-ties-all"):
            expect(visit.card(figure_id)).to_contain_text("Left out, as of a year after 2022")
            expect(visit.card(figure_id)).not_to_contain_text("since 2025")
        assert visit.is_clean()
