"""The risk page in a real browser: pillars before any total, weights chosen and given back, another publisher, 2023."""

import pytest
from playwright.sync_api import Browser, expect

from khyber.charts import catalogue
from khyber.evidence import open_release
from khyber.filters import open_link
from tests.browser.visit import visiting

pytestmark = pytest.mark.browser


def test_the_index_is_read_and_weighed(browser: Browser, server: str) -> None:
    evidence = open_release()

    def title(figure_id: str, **parameters: str) -> str:
        filters = open_link({name: [value] for name, value in parameters.items()}).filters
        return catalogue.build(figure_id, evidence, filters).title

    with visiting(browser, server, "phone", "dark") as visit:
        visit.open("/risk").sees("searched up to")
        visit.charts_are_drawn()
        visit.shows(*(title(one.id) for one in catalogue.entries() if one.page == "risk"))
        text = visit.text
        assert text.index(title("risk-pillars")) < text.index(title("risk-total"))

        box = visit.card("risk-weights").get_by_label("Lethality, %")
        box.fill("50")
        box.press("Enter")
        visit.sees("The weights are the reader's own")
        weights = visit.query["weights"][0]
        assert "lethality:50" in weights.split(",")
        visit.sees(title("risk-total", weights=weights)).sees(title("risk-moves", weights=weights))
        visit.reload().sees(title("risk-weights", weights=weights))

        visit.card("risk-weights").get_by_role("button", name="Published weights").click()
        visit.sees(title("risk-total"))
        assert "weights" not in visit.query

        visit.pick("Whose counts make the first three pillars", "PIPS").sees(title("risk-moves", series="pips"))
        visit.open("/risk?known=2023-01-05&weights=oil:3").sees(title("risk-total", known="2023-01-05"))
        visit.sees("the pillars are attack-tempo").sees("a ruler, not known then")
        expect(visit.card("risk-now")).to_contain_text(title("risk-now", known="2023-01-05"))
        assert visit.is_clean()
