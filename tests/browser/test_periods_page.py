"""The page of two periods in a real browser: maps that move together, zoom kept, the refusal, and border views."""

import csv
import io
import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from khyber.evidence import Evidence, open_release
from tests.browser.visit import Visit, visiting

pytestmark = pytest.mark.browser
VIEWS = ["natural-earth", "un", "pakistan", "afghanistan", "india"]
FIRST, SECOND = "periods-first", "periods-second"
BOTH = (FIRST, SECOND)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def map_of(figure_id: str) -> str:
    node = f"document.querySelector('.st-key-card-{figure_id} .khyber-map-figure')"
    return f"{node}?._fullLayout?.map?._subplot?.map"


def place(visit: Visit, figure_id: str) -> list[float]:
    """Latitude, longitude and zoom of one of the maps."""
    read = f"(m => [m.getCenter().lat, m.getCenter().lng, m.getZoom()])({map_of(figure_id)})"
    return [round(one, 3) for one in visit.page.evaluate(read)]


def view_of(visit: Visit) -> list[float]:
    """The view that the address names, to two places."""
    return [round(float(one), 2) for one in visit.query.get("view", [""])[0].split(",") if one]


def maps_are_drawn(visit: Visit) -> Visit:
    for one in BOTH:
        drawn = f"Boolean({map_of(one)}?.loaded() && {map_of(one)}.queryRenderedFeatures().length > 0)"
        visit.until(lambda drawn=drawn: bool(visit.page.evaluate(drawn)), f"{one} is drawn")  # type: ignore[misc]
    return visit.settle()


def marks(visit: Visit, figure_id: str) -> int:
    """How many incidents a map marks."""
    node = f"document.querySelector('.st-key-card-{figure_id} .khyber-map-figure')"
    counted = "t => /^(disc|silent)/.test(t.uid) ? t.customdata.length : 0"
    return int(visit.page.evaluate(f"{node}.data.map({counted}).reduce((a, b) => a + b)"))


def saved(visit: Visit, figure_id: str, button: str) -> bytes:
    """What a button of a card's downloads gives; its fold is opened where it is closed."""
    card = visit.card(figure_id)
    tab = card.get_by_role("tab", name="Downloads")
    if not tab.is_visible():
        card.get_by_text("Sources, table, downloads").click()
    tab.click()
    with visit.page.expect_download(timeout=90_000) as download:
        card.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


def moves(visit: Visit, leader: str, follower: str) -> None:
    """Zoom and move one of the maps, and wait until the other is where it is."""
    before = place(visit, follower)
    visit.card(leader).get_by_role("button", name="Zoom in").click()
    visit.until(lambda: place(visit, follower)[2] == pytest.approx(before[2] + 1, abs=0.01), "the other follows")
    assert place(visit, follower) == place(visit, leader)
    visit.page.evaluate(f"{map_of(leader)}.panBy([120, 60], {{ animate: false }})")
    visit.until(lambda: place(visit, follower) == place(visit, leader) != before, "the other is moved, too")
    at = [round(one, 2) for one in place(visit, leader)]
    visit.until(lambda: view_of(visit) == at, "the address has the view")
    visit.settle()
    assert place(visit, follower) == place(visit, leader)


def test_a_map_that_is_moved_moves_the_other_and_both_stand_still_then(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        maps_are_drawn(visit.open("/periods"))
        moves(visit, FIRST, SECOND)
        moves(visit, SECOND, FIRST)
        moved = (
            "window.moved = 0; [" + ", ".join(map(map_of, BOTH)) + "].forEach(m => m.on('move', () => window.moved++))"
        )
        visit.page.evaluate(f"(() => {{ {moved} }})()")
        visit.page.evaluate(f"{map_of(FIRST)}.jumpTo({{ center: [70, 33], zoom: 6 }})")
        visit.until(lambda: visit.query.get("view") == ["33,70,6"], "the address has the view")
        visit.settle()
        assert visit.page.evaluate("window.moved") == 2
        assert place(visit, FIRST) == place(visit, SECOND) == [33, 70, 6]
        assert visit.is_clean()


def test_zoom_is_kept_when_a_period_changes(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        maps_are_drawn(visit.open("/periods"))
        visit.card(SECOND).get_by_role("button", name="Zoom in").click()
        visit.page.wait_for_url("**view=*")
        visit.settle()
        visit.mark_nodes()
        view, count = place(visit, FIRST), marks(visit, FIRST)
        visit.pick("First period from", "January 2021")
        visit.until(lambda: visit.query.get("first-period") == ["2021/2024"], "the address names the period")
        visit.until(lambda: marks(visit, FIRST) > count, "the map shows more years")
        visit.pick("First period to", "December 2021").sees("in 2021,")
        assert visit.query["second-period"] == ["2025"]
        assert place(visit, FIRST) == pytest.approx(view, abs=0.01)
        assert place(visit, SECOND) == pytest.approx(view, abs=0.01)
        assert visit.nodes_are_marked()
        assert visit.is_clean()


def test_a_pair_is_chosen_by_keyboard_and_its_link_gives_it_again(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/periods?category=border")
        box = visit.box("Two periods to compare")
        box.focus()
        visit.page.keyboard.type("Taliban take Kabul")
        visit.page.keyboard.press("Enter")
        visit.until(lambda: visit.query.get("first-period") == ["2020-08-15/2021-08-14"], "the address has it")
        visit.sees("15 August 2020 to 14 August 2021")
        expect(visit.box("Second period from")).to_have_value("15 August 2021")
        title = visit.card("periods-compared").locator(".kh-title").inner_text()
        link = visit.share()
        visit.open(link.removeprefix(server))
        expect(visit.card("periods-compared").locator(".kh-title")).to_have_text(title)
        assert visit.query["second-period"] == ["2021-08-15/2022-08-14"]
        assert visit.is_clean()


def test_what_cannot_be_compared_is_refused_in_a_sentence(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/periods?first-period=2017&category=attack").sees("No difference is given: a period begins before")
        visit.shows("the table of militant attacks begins on 1 January 2019, the first period on 1 January 2017")
        visit.shows("No difference by province is given", "No difference by sector is given")
        expect(visit.card("periods-provinces").locator(".khyber-map-figure")).to_have_count(0)
        visit.open("/periods?first-period=2017").sees("17, then")
        visit.shows("Not compared, and not on the maps: militant attacks")
        assert visit.is_clean()


def test_a_click_opens_an_incident_and_both_maps_keep_their_place(
    browser: Browser, server: str, evidence: Evidence
) -> None:
    row = evidence.row("incidents", "2022-09-02-guzargah-mosque-herat")
    with visiting(browser, server) as visit:
        at = f"{row['latitude']},{row['longitude']},9"
        maps_are_drawn(visit.open(f"/periods?first-period=2022-09&second-period=2022-10&view={at}"))
        visit.mark_nodes()
        visit.click_map(row["longitude"], row["latitude"])
        visit.sees(row["summary"])
        assert visit.query["incident"] == [row["incident_id"]]
        assert place(visit, SECOND) == pytest.approx([row["latitude"], row["longitude"], 9], abs=0.01)
        assert visit.nodes_are_marked()
        assert visit.is_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_maps_stand_one_above_the_other(browser: Browser, server: str, scheme: str) -> None:
    with visiting(browser, server, "phone", scheme) as visit:
        maps_are_drawn(visit.open("/periods"))
        first, second = (visit.card(one).bounding_box() for one in BOTH)
        assert first and second and second["y"] >= first["y"] + first["height"]
        for one in (first, second):
            assert one["x"] >= 0 and one["x"] + one["width"] <= 390
        assert visit.is_clean()


class TestBorderViews:
    def test_each_is_chosen_in_the_bar_and_named_on_the_map(
        self, browser: Browser, server: str, evidence: Evidence
    ) -> None:
        with visiting(browser, server) as visit:
            visit.open("/border").map_is_drawn()
            visit.page.get_by_role("button", name="Zoom in").click()
            visit.page.wait_for_url("**view=*")
            visit.settle()
            view = visit.map_view()
            visit.mark_nodes()
            for one in [*VIEWS[1:], VIEWS[0]]:
                row = evidence.row("border_views", one)
                visit.pick("Border view", row["label"])
                visit.until(lambda one=one: visit.query.get("border") == [one], f"the address names {one}")  # type: ignore[misc]
                corner = visit.card("border-map").locator(".annotation-text")
                expect(corner.filter(has_text=row["label"][3:].split(" ")[0]).first).to_be_visible()
                expect(corner.first).to_contain_text(row["line_name"][1:].split(" ")[0])
                visit.shows(row["note"])
            assert visit.map_view() == pytest.approx(view, abs=0.01)
            assert visit.nodes_are_marked()
            assert visit.is_clean()

    def test_it_stands_in_every_export(self, browser: Browser, server: str, evidence: Evidence) -> None:
        view = VIEWS[-1]
        row = evidence.row("border_views", view)
        with visiting(browser, server) as visit:
            visit.page.add_init_script(
                "window.written = []; const fill = CanvasRenderingContext2D.prototype.fillText;"
                "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {"
                " window.written.push(text); return fill.call(this, text, ...at) }"
            )
            visit.open(f"/border?border={view}&from=2022-12&to=2022-12").map_is_drawn()
            rows = list(csv.DictReader(io.StringIO(saved(visit, "border-map", "CSV with sources").decode())))
            assert rows and {one["border"] for one in rows} == {view}
            told: dict[str, Any] = json.loads(saved(visit, "border-map", "Figure as JSON"))
            assert told["filters"]["border"] == view
            assert any(row["line_name"] in note and "Border as" in note for note in lowered(told["notes"], row))
            assert saved(visit, "border-map", "Picture (PNG)").startswith(b"\x89PNG")
            picture = " ".join(visit.page.evaluate("window.written"))
            assert f"border {row['label'][:1].lower()}{row['label'][1:]}" in picture
            drawn = saved(visit, "border-map", "Picture (SVG)").decode()
            assert f"border {row['label'][:1].lower()}{row['label'][1:]}" in drawn
            assert 'href="data:image/png' in drawn
            assert visit.is_clean()


def lowered(notes: list[str], row: Any) -> list[str]:
    """Notes with the name of the line as it stands inside a sentence."""
    name = row["line_name"]
    return [note.replace(f"{name[:1].upper()}{name[1:]}", name) for note in notes]
