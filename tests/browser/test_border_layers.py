"""The layers of the map in a real browser: colours, bands, selection, play through time, spread marks, all kept."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from khyber.evidence import Evidence, open_release
from tests.browser.visit import MAP, SIZES, Visit, visiting

pytestmark = pytest.mark.browser
FIGURE = "document.querySelector('.st-key-card-border-map .khyber-map-figure')"
MARKS = f"{FIGURE}.data.filter(t => t.meta?.spread && !t.uid.startsWith('ring')).flatMap(t => t.customdata)"
TORKHAM = (71.093, 34.1225)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


@pytest.fixture
def border(browser: Browser, server: str) -> Iterator[Visit]:
    """The border page with its map drawn; nothing may have gone wrong on it in the end."""
    with visiting(browser, server) as visit:
        yield visit.open("/border").map_is_drawn()
        assert visit.is_clean()


def trace(visit: Visit, uid: str, part: str) -> list[object]:
    return list(visit.page.evaluate(f"{FIGURE}.data.find(t => t.uid === '{uid}').{part}"))


def on_map(visit: Visit, longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands on the screen, once the map is in sight."""
    node = visit.page.locator(".st-key-card-border-map .khyber-map-figure")
    node.scroll_into_view_if_needed()
    at, box = visit.page.evaluate(f"{MAP}.project([{longitude}, {latitude}])"), node.bounding_box()
    assert box
    return box["x"] + at["x"], box["y"] + at["y"]


def draw_box(visit: Visit, west: float, north: float, east: float, south: float) -> None:
    visit.page.get_by_role("button", name="Box").click()
    first, last = on_map(visit, west, north), on_map(visit, east, south)
    visit.page.mouse.move(*first)
    visit.page.mouse.down()
    visit.page.mouse.move(*last, steps=5)
    visit.page.mouse.up()


def colour_at(visit: Visit, x: float, y: float) -> tuple[int, ...]:
    picture = Image.open(io.BytesIO(visit.page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})))
    return picture.convert("RGB").getpixel((0, 0))  # type: ignore[return-value]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_legend_has_the_colours_that_are_seen_on_the_map(browser: Browser, server: str, scheme: str) -> None:
    with visiting(browser, server, "wide", scheme) as visit:
        visit.open("/border?fill=incidents").map_is_drawn()
        steps = dict(zip(trace(visit, "fill", "locations"), trace(visit, "fill", "z"), strict=True))
        swatches = visit.card("border-map").locator(".kh-area")
        for code, place in {"AF-HEL": (63.9, 30.1), "AF-KAN": (65.2, 31.0), "PK-PB": (72.6, 31.2)}.items():
            drawn = colour_at(visit, *on_map(visit, *place))
            swatch = swatches.nth(int(str(steps[code])))
            swatch.scroll_into_view_if_needed()
            box = swatch.bounding_box()
            assert box
            seen = colour_at(visit, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            assert max(abs(one - other) for one, other in zip(drawn, seen, strict=True)) <= 3, (code, drawn, seen)


class TestLayers:
    @pytest.mark.parametrize("fill", ["Notable incidents", "Their toll, lowest reported", "Published attack counts"])
    def test_areas_are_coloured_on_the_same_map_and_told_in_words(self, border: Visit, fill: str) -> None:
        border.mark_nodes()
        border.pick("Colour areas by", fill)
        border.until(lambda: len(trace(border, "fill", "locations")) > 0, "areas are coloured")
        told = border.card("border-areas")
        expect(told.get_by_role("heading")).to_contain_text("Balochistan")
        expect(border.card("border-map").locator(".kh-area").first).to_be_visible()
        assert border.nodes_are_marked()

    def test_districts_are_coloured_by_name_and_what_has_none_is_listed(self, border: Visit) -> None:
        border.open("/border?fill=incidents&units=districts").map_is_drawn()
        border.until(lambda: "North Waziristan" in trace(border, "fill", "locations"), "districts are coloured")
        border.shows(
            "approximate, about 2010-11", "Lower Dir / Upper Dir (3)", "Afghan districts, which have no outline"
        )
        assert border.query == {"fill": ["incidents"], "units": ["districts"]}

    def test_layers_are_switched_on_and_off_and_zoom_and_place_are_kept(self, border: Visit) -> None:
        border.page.get_by_role("button", name="Zoom in").click()
        border.page.wait_for_url("**view=*")
        border.mark_nodes()
        view = border.map_view()
        shown = f"{FIGURE}.layout.map.layers.filter(layer => layer.visible !== false)"
        files = f"{shown}.map(layer => layer.source.split('/').at(-1)).join()"
        label = f"{MAP}.getLayer('khyber-label-50 km')?.getLayoutProperty('visibility') ?? 'none'"
        for name, sign in (("Former FATA", "fata.geojson"), ("Bands from the line", "band_100.geojson")):
            border.page.get_by_role("button", name=name).click()
            border.until(lambda sign=sign: sign in border.page.evaluate(files), f"{name} is drawn")
        border.page.get_by_role("button", name="Density of incidents").click()
        border.until(lambda: len(trace(border, "density", "lon")) > 100, "the density is drawn")
        border.until(lambda: border.page.evaluate(label) == "visible", "bands are labelled")
        expect(border.card("border-bands")).to_contain_text("Farther than 100 km")
        assert border.query["layers"] == ["fata,bands,density"]
        border.page.get_by_role("button", name="Bands from the line").click()
        border.until(lambda: border.page.evaluate(label) == "none", "the labels are gone")
        expect(border.card("border-bands")).to_have_count(0)
        assert border.map_view() == pytest.approx(view, abs=0.01)
        assert border.nodes_are_marked()

    def test_lines_stand_above_coloured_areas_and_below_the_marks(self, border: Visit) -> None:
        border.open("/border?fill=incidents&layers=fata").map_is_drawn()
        order = border.page.evaluate(f"{MAP}.getLayersOrder()")
        lines = [place for place, one in enumerate(order) if one.startswith("plotly-layout-layer")][1:]
        assert order.index("plotly-trace-layer-fill-fill") < min(lines)
        assert max(lines) < order.index("plotly-trace-layer-disc-attack-circle")


class TestSelection:
    def test_a_box_gives_a_sentence_key_figures_and_the_link(self, border: Visit) -> None:
        border.mark_nodes()
        draw_box(border, 70.9, 34.3, 71.3, 33.9)
        card = border.card("border-selection")
        expect(card.get_by_role("heading")).to_contain_text("in the shape on the map")
        expect(card).to_contain_text("Killed, as reported")
        border.until(lambda: len(border.query.get("shape", [""])[0].split(",")) == 8, "the link has four corners")
        title = card.get_by_role("heading").inner_text()
        assert border.nodes_are_marked()
        border.reload().map_is_drawn()
        expect(card.get_by_role("heading")).to_have_text(title)
        border.until(lambda: border.page.evaluate(f"Boolean({MAP}.getLayer('khyber-shape'))"), "the shape is drawn")
        border.page.get_by_role("button", name="Clear the selection").click()
        expect(card.get_by_role("heading")).to_have_text("Nothing is selected on the map")
        border.until(lambda: "shape" not in border.query, "the link has no shape")

    def test_a_lasso_takes_in_what_it_encloses(self, border: Visit) -> None:
        border.page.get_by_role("button", name="Lasso").click()
        corners = [(69, 34.2), (72, 34.2), (72, 33), (69, 33), (69, 34.1)]
        border.page.mouse.move(*on_map(border, *corners[0]))
        border.page.mouse.down()
        for corner in corners[1:]:
            border.page.mouse.move(*on_map(border, *corner), steps=8)
        border.page.mouse.up()
        expect(border.card("border-selection").get_by_role("heading")).to_contain_text("in the shape on the map")
        assert 6 <= len(border.query["shape"][0].split(",")) <= 80

    def test_a_filter_narrows_the_selection(self, border: Visit) -> None:
        border.open("/border?shape=kurram").map_is_drawn()
        border.pick("Distance to the line", "Within 25 km")
        expect(border.card("border-selection").get_by_role("heading")).to_contain_text("within 25 km of the line")

    def test_a_sector_is_selected_by_keyboard(self, border: Visit) -> None:
        border.pick("Select a sector of the line or an area", "Sector Kurram")
        expect(border.card("border-selection").get_by_role("heading")).to_contain_text("nearest to the sector Kurram")
        assert border.query["shape"] == ["kurram"]
        border.page.get_by_role("button", name="Clear the selection").click()
        expect(border.card("border-selection").get_by_role("heading")).to_have_text("Nothing is selected on the map")

    def test_a_finger_draws_a_box_on_a_phone(self, browser: Browser, server: str) -> None:
        context = browser.new_context(viewport=SIZES["phone"], has_touch=True, reduced_motion="reduce")
        visit = Visit(context.new_page(), server).open("/border").map_is_drawn()
        visit.page.get_by_role("button", name="Box").tap()
        first, last = on_map(visit, 69, 35), on_map(visit, 72.5, 32)
        finger = context.new_cdp_session(visit.page)
        for kind, at in (("touchStart", first), ("touchMove", last), ("touchEnd", None)):
            points = [{"x": at[0], "y": at[1]}] if at else []
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(visit.card("border-selection").get_by_role("heading")).to_contain_text("in the shape on the map")
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES["phone"]["width"] and visit.is_clean()
        context.close()


class TestPlay:
    def test_the_marks_are_those_of_the_window_and_the_link_keeps_it(self, border: Visit, evidence: Evidence) -> None:
        slider = border.page.get_by_role("slider", name="Last day of the time window")
        whole = border.page.evaluate(MARKS)
        slider.evaluate("node => { node.value = 19416; node.dispatchEvent(new Event('input')) }")
        border.until(lambda: 0 < len(border.page.evaluate(MARKS)) < len(whole), "some marks are gone")
        expect(border.page.get_by_text("1 December 2022 to 28 February 2023: ")).to_be_visible()
        shown = {f"{evidence.row('incidents', one)['date']:%Y-%m-%d}" for one in border.page.evaluate(MARKS)}
        assert min(shown) >= "2022-12-01" and max(shown) <= "2023-02-28"
        border.until(lambda: border.query.get("play") == ["2023-02-28"], "the link has the day")
        border.mark_nodes()
        border.pick("Category", "Militant attacks")
        border.until(lambda: set(kinds(border, evidence)) == {"attack"}, "the filter holds in the window")
        assert border.nodes_are_marked()
        border.reload().map_is_drawn()
        expect(border.page.get_by_text("1 December 2022 to 28 February 2023: ")).to_be_visible()
        border.page.get_by_role("button", name="All days").click()
        border.until(lambda: len(border.page.evaluate(MARKS)) > 100, "all marks are back")
        border.until(lambda: "play" not in border.query, "the link has no day")

    def test_who_wants_less_motion_steps_with_the_keyboard(self, border: Visit) -> None:
        slider = border.page.get_by_role("slider", name="Last day of the time window")
        expect(border.page.get_by_role("button", name="Step")).to_be_visible()
        slider.focus()
        border.page.keyboard.press("Space")
        border.until(lambda: "play" in border.query, "a step was made")
        first = border.query["play"]
        border.page.keyboard.press("ArrowRight")
        border.until(lambda: border.query["play"] > first, "an arrow moves the window by a day")
        border.page.keyboard.press("Space")
        border.page.get_by_role("checkbox", name="Trail").check()
        border.until(lambda: border.query.get("trail") == ["on"], "the link has the trail")

    def test_it_plays_and_pauses(self, browser: Browser, server: str) -> None:
        context = browser.new_context(viewport=SIZES["wide"], reduced_motion="no-preference")
        visit = Visit(context.new_page(), server).open("/border").map_is_drawn()
        words = visit.page.locator("[data-part=words]").first
        whole = words.inner_text()
        visit.page.get_by_role("button", name="Play", exact=True).click()
        visit.until(lambda: words.inner_text() != whole, "it has begun")
        begun = words.inner_text()
        visit.until(lambda: words.inner_text() != begun, "it goes on")
        assert words.get_attribute("aria-live") == "off" and "play" not in visit.query
        visit.page.get_by_role("button", name="Pause").click()
        visit.until(lambda: "play" in visit.query, "the link has where it paused")
        assert words.get_attribute("aria-live") == "polite"
        assert visit.is_clean()
        context.close()


def kinds(visit: Visit, evidence: Evidence) -> list[str]:
    return [evidence.row("incidents", one)["category"] for one in visit.page.evaluate(MARKS)]


class TestSpread:
    def test_near_marks_of_one_town_stand_apart(self, border: Visit) -> None:
        border.open(f"/border?view={TORKHAM[1]},{TORKHAM[0]},10").map_is_drawn()
        marks = f"{FIGURE}.data.filter(t => /^(disc|silent)/.test(t.uid))"
        places = f"{marks}.flatMap(t => t.lon.map((x, i) => x + ',' + t.lat[i]))"
        found = border.page.evaluate(places)
        assert len(found) == len(set(found)) > 400

    def test_a_click_on_a_town_spreads_it_and_the_next_opens_one(self, border: Visit, evidence: Evidence) -> None:
        border.open("/border?view=33,68,6").map_is_drawn()
        kabul = evidence.row("incidents", next(one for one in border.page.evaluate(MARKS) if "kabul" in one))
        border.page.mouse.click(*hovered(border, kabul["longitude"], kabul["latitude"]))
        legs = f"{MAP}.getSource('khyber-legs')?.serialize().data.features.map(f => f.geometry.coordinates[1]) ?? []"
        border.until(lambda: len(border.page.evaluate(legs)) > 5, "the marks of the town are spread")
        assert "incident" not in border.query
        far = max(border.page.evaluate(legs), key=lambda at: abs(at[0] - kabul["longitude"]))
        border.page.mouse.click(*hovered(border, *far))
        border.until(lambda: "incident" in border.query, "one of them is open")
        opened = evidence.row("incidents", border.query["incident"][0])
        assert (opened["longitude"], opened["latitude"]) == (kabul["longitude"], kabul["latitude"])


def hovered(visit: Visit, longitude: float, latitude: float) -> tuple[float, float]:
    """A place on the screen with the mouse above it, long enough to be noticed."""
    x, y = on_map(visit, longitude, latitude)
    visit.page.mouse.move(x - 3, y - 3)
    visit.page.mouse.move(x, y, steps=3)
    visit.page.wait_for_timeout(300)
    return x, y
