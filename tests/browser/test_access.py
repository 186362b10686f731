"""Nothing serious stands between a page and readers with assistive tools."""

import pytest
from playwright.sync_api import Browser

from tests.browser.visit import SIZES, Visit, serious, visiting

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "What changed lately"),
        ("/attacks", "TTP claimed"),
        ("/disagreement?period=2022", "highest / lowest"),
        ("/border?incident=2022-12-11-chaman", "Shelling"),
        ("/periods?first-period=2017&border=india", "not in violence"),
        ("/incidents?incident=2025-10-29-kurram&district=kurram", "Row 3 of"),
        ("/timeline?event=2025-10-09-explosions-in-kabul-open-a", "newest first"),
        ("/groups?group=iskp", "ISKP has"),
        ("/crossings?crossing=torkham", "searched up to"),
        ("/escalation?month=2025-10", "How it is computed"),
        ("/outlook", "How it is computed"),
        ("/actors?stance=china,mediation", "answers of opinion polls"),
        ("/judgments?judgment=kj-01", "how likely something is"),
        ("/risk?weights=economy:50,border-rung:50", "How it is computed"),
        ("/scenarios", "signposts for"),
        ("/sources", "how to report it"),
        ("/claim?claim=188 attacks in 2020", "Agrees"),
        ("/differences", "rows revised"),
        ("/brief?brief=border-in-ten-slides", "A tab of its own"),
    ],
)
def test_axe_finds_nothing_serious(browser: Browser, server: str, path: str, words: str) -> None:
    with visiting(browser, server) as visit:
        visit.open(path).sees(words)
        assert serious(visit.page) == []
        in_light = ground(visit)
        visit.page.emulate_media(color_scheme="dark")
        visit.until(lambda: ground(visit) != in_light, "the page is dark")
        visit.settle()
        assert serious(visit.page) == []
        visit.page.set_viewport_size(SIZES["phone"])
        visit.settle()
        assert serious(visit.page) == []


def ground(visit: Visit) -> str:
    """The colour behind the page."""
    found: str = visit.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    return found
