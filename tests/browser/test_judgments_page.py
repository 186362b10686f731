"""The judgments page in a real browser: bands, the judgment that is opened, and the view of January 2023; the wording
check beside the own words of a brief."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue, judgment
from khyber.evidence import Evidence, dates, ids, open_release
from khyber.filters import Filters
from tests.browser.visit import LOOKS, SIZES, Visit, visiting

pytestmark = pytest.mark.browser
CHART = "document.querySelector('.st-key-card-judgments .khyber-map-figure')"


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def click_bar(visit: Visit, judgment_id: str) -> None:
    """Click the middle of the bar of a judgment, once the chart is drawn."""
    visit.until(lambda: bool(visit.page.evaluate(f"Boolean({CHART}?.querySelector('.barlayer .point'))")), "bars stand")
    visit.page.locator(".st-key-card-judgments .khyber-map-figure").scroll_into_view_if_needed()
    at = visit.page.evaluate(
        f"""((node, id) => {{
            const bar = node.data.find(t => t.type === "bar"), place = bar.customdata.indexOf(id)
            const box = node.getBoundingClientRect(), {{ xaxis, yaxis, _size: size }} = node._fullLayout
            const middle = xaxis.c2p(bar.base[place] + bar.x[place] / 2)
            return {{ x: box.left + size.l + middle, y: box.top + size.t + yaxis.c2p(bar.y[place]) }}
        }})({CHART}, "{judgment_id}")"""
    )
    visit.page.mouse.move(at["x"] - 3, at["y"])
    visit.page.mouse.move(at["x"], at["y"], steps=3)
    visit.page.wait_for_timeout(300)
    visit.page.mouse.click(at["x"], at["y"])


@LOOKS
def test_a_bar_opens_its_judgment_and_everything_of_it_stands_as_text(
    browser: Browser, server: str, evidence: Evidence, size: str, scheme: str
) -> None:
    likely = evidence.read("key_judgments").dropna(subset=["likelihood"])
    row = likely.iloc[0]
    with visiting(browser, server, size, scheme) as visit:
        visit.open("/judgments").sees("No judgment is opened")
        click_bar(visit, row["judgment_id"])
        visit.reaches(judgment=row["judgment_id"])
        card = visit.card("judgment")
        for said in (row["title"], row["text"], row["resolution_question"], *ids(row["signposts"])):
            expect(card.get_by_text(said, exact=False).first).to_be_visible()
        for source in evidence.sources_of("key_judgments", [row["judgment_id"]]):
            expect(card.locator(f'a[href="{source.url}"]').first).to_be_visible()
        scores = catalogue.build("judgments-scores", evidence, Filters())
        visit.shows(scores.title, *(one.text for one in evidence.read("key_judgments").itertuples()))
        named = visit.card("judgments").locator(".annotation-text" if size == "phone" else ".ytick text")
        expect(named.filter(has_text=row["title"].split()[0]).first).to_be_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
        assert visit.is_clean()


def test_by_keyboard_a_judgment_opens_and_in_january_2023_there_is_none(
    browser: Browser, server: str, evidence: Evidence
) -> None:
    row = evidence.read("key_judgments").iloc[-1]
    with visiting(browser, server) as visit:
        visit.open("/judgments").sees("No judgment is opened")
        visit.pick("Open a judgment, or click its bar", row["title"])
        visit.reaches(judgment=row["judgment_id"])
        expect(visit.card("judgment")).to_contain_text(judgment.SIGNPOST)
        visit.open(f"/judgments?known=2023-01-31&judgment={row['judgment_id']}")
        day = dates.words(Filters(known=dates.bounds("2023-01-31")[0]).known)
        visit.sees(f"No judgment of this project had been made by {day}")
        for figure_id in ("judgment", "judgments-scores", "judgments-list"):
            expect(visit.card(figure_id)).to_have_count(0)
        assert row["text"] not in visit.text and visit.is_clean()


def test_own_words_of_a_brief_get_a_note_on_their_wording(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks").sees("Add to brief")
        visit.page.get_by_role("button", name="Add to brief").first.click()
        visit.open("/brief").sees("1 slide, release")
        title = visit.page.get_by_role("textbox", name="Judgment: the title of this slide")
        title.fill("A rise is likely, with high confidence")
        title.press("Control+Enter")
        note = visit.page.get_by_text("Wording, slide 1, judgment: “likely” and “high confidence”")
        expect(note).to_be_visible()
        title.fill("A rise is likely. Confidence is high")
        title.press("Control+Enter")
        expect(note).to_have_count(0)
        assert visit.is_clean()
