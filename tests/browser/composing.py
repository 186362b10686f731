"""What the tests of the brief page share: slides are added, the brief is opened, and what the browser keeps is read."""

import json

from playwright.sync_api import Page, expect

from khyber.briefing import saved
from khyber.briefing.brief import Brief, Slide
from tests.browser.visit import Visit

KEY = "khyber-brief"


def kept(page: Page) -> Brief:
    """The brief that the browser keeps."""
    return saved.from_plain(json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))["brief"])


def figures(page: Page) -> list[str]:
    return [one.figure for one in kept(page).slides]


def has(visit: Visit, *wanted: str) -> None:
    """Wait until the browser keeps slides of just these figures, in this order."""
    visit.until(lambda: figures(visit.page) == list(wanted), f"the brief has {wanted}")
    visit.settle()


def add(visit: Visit, figure: str) -> None:
    card = visit.card(figure)
    card.get_by_role("button", name="Add to brief").click()
    expect(card.get_by_role("status").filter(has_text="Added")).to_be_visible()


def composes(visit: Visit, *wanted: str) -> None:
    """Open a brief of these figures, as the browser keeps it that were added one by one."""
    plain = saved.as_plain(Brief("A brief", tuple(map(Slide, wanted))))
    text = json.dumps({"stamp": "composed", "brief": plain, "before": []})
    visit.page.add_init_script(f"localStorage.getItem('{KEY}') || localStorage.setItem('{KEY}', {json.dumps(text)})")
    visit.open("/brief").sees(f"{len(wanted)} slide{'' if len(wanted) == 1 else 's'}, release")


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()
    visit.settle()
