"""The HTML file of a brief in a real browser: alone, with nothing to ask of anybody, read, presented and printed."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from khyber.briefing import html, standard
from khyber.briefing.brief import Brief, Slide
from khyber.briefing.shown import show
from tests.browser.visit import PATIENCE_SECONDS, serious
from tests.conftest import free_port, khyber, running, wait_until_answered

pytestmark = pytest.mark.browser

SIZES = ((1024, 768), (1280, 720), (1440, 900), (1920, 1080), (390, 844))
LONG = "A judgment that is too long for any slide and goes on " * 5
HARD = Brief(
    "A hard brief",
    (
        Slide("attacks-monthly", title=LONG.strip(), points=(LONG.strip(), "x" * 290, 0), notes="What is said."),
        Slide("border-map", title="Own words"),
        Slide("crossings", points=(0, 1, 2)),
        Slide("crossings-trade"),
        Slide("timeline-events"),
        Slide("incident"),
    ),
)
SMALL = Brief(
    "A small brief",
    (Slide("attacks-by-publisher", notes="What is said first."), Slide("briefing-map"), Slide("crossings")),
)
# What of a slide on the stage reaches out of the screen, or out of the part that holds it.
OUTSIDE = """() => {
  const out = [], { innerWidth: wide, innerHeight: high } = window
  if (document.scrollingElement.scrollWidth > wide) out.push("the page")
  const slide = document.querySelector(".slide.now")
  if (slide.scrollWidth > slide.clientWidth + 1) out.push("the slide")
  if (wide <= 700) return out
  const bar = document.querySelector(".bar").getBoundingClientRect().top
  for (const part of slide.querySelectorAll("h2, .chart, .plot, .aside, .words, .foot")) {
    const { left, right, top, bottom } = part.getBoundingClientRect()
    const deep = bottom > bar + 1 && !part.closest(".scrolls")
    if (left < 0 || right > wide + 1 || top < 0 || deep) out.push(part.className || part.tagName)
  }
  for (const part of slide.querySelectorAll("header, .aside")) {
    if (part.scrollHeight > part.clientHeight + 1) out.push(`cut: ${part.className || part.tagName}`)
  }
  return out
}"""

# The smallest letters of a slide on the stage in pixels of the screen: of its chart, and of the words around it.
SMALLEST = """() => {
  const slide = document.querySelector(".slide.now")
  const size = one => parseFloat(getComputedStyle(one).fontSize)
  const scale = slide.querySelector(".plot").getBoundingClientRect().width / slide.querySelector(".plot").offsetWidth
  const chart = [...slide.querySelectorAll(".plot .main-svg text")].filter(one => one.textContent.trim())
  const words = [...slide.querySelectorAll("p, li, dt, dd, td, th")].filter(one => one.offsetParent)
  return [Math.min(...chart.map(one => size(one) * scale)), Math.min(...words.map(size))]
}"""


class Reader:
    """A page that is refused every request beyond its own file, and what it asked for and complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.asked: list[str] = []
        self.errors: list[str] = []
        context.on("page", self._watch)
        self.page = context.new_page()

    def _watch(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda one: self.errors.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, address: str) -> Page:
        """Open an address; nothing but it is let through afterwards."""
        self.page.goto(address)
        self.context.route(re.compile("^(?!blob:|data:)"), lambda route: route.abort())
        return self.page

    def is_clean(self) -> bool:
        """True where nothing but the file and what was made of it was asked for, and nothing was complained of."""
        beyond = [one for one in self.asked[1:] if not one.startswith(("blob:", "data:"))]
        assert (beyond, self.errors) == ([], [])
        return True


@contextmanager
def reading(browser: Browser, size: tuple[int, int] = (1440, 900), scheme: Any = "light") -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    try:
        yield Reader(context)
    finally:
        context.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Brief], str]:
    """The address of the file of a brief."""
    folder: Path = tmp_path_factory.mktemp("briefs")

    def written(brief: Brief) -> str:
        path = folder / f"{brief.title}.html"
        if not path.exists():
            path.write_bytes(html.write(show(brief, "https://khyber.example")))
        return path.as_uri()

    return written


@pytest.fixture
def ten(file: Callable[[Brief], str]) -> str:
    return file(standard.read("border-in-ten-slides"))


def count(page: Page) -> str:
    return page.locator("#stage .count").inner_text()


def test_a_file_is_read_with_the_network_refused(browser: Browser, ten: str) -> None:
    with reading(browser) as reader:
        page = reader.open(ten)
        for slide in page.locator("section.slide.charted").all():
            slide.scroll_into_view_if_needed()
            expect(slide.locator(".plot .main-svg").first).to_be_visible()
            expect(slide.locator(".plot")).to_have_attribute("aria-label", re.compile(".{20,}"))
        page.locator("#slide-2 .more summary").first.click()
        expect(page.locator("#slide-2 table")).to_be_visible()
        with page.expect_download() as saved:
            page.locator("#slide-2 [data-do=save]").click()
        lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("Year,Publisher,")
        assert len(lines) == 1 + page.locator("#slide-2 tbody tr").count()
        point = page.locator("#slide-2 .scatterlayer .point").first
        page.locator("#slide-2 h2").scroll_into_view_if_needed()
        point.hover(force=True)
        expect(page.locator("#slide-2 .hovertext").first).to_be_visible()
        assert reader.is_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, file: Callable[[Brief], str], scheme: str) -> None:
    with reading(browser, scheme=scheme) as reader:
        page = reader.open(file(SMALL))
        page.locator("#slide-1 .more summary").first.click()
        assert serious(page) == []
        page.get_by_role("button", name="Present").click()
        for _ in range(2):
            assert serious(page) == []
            page.keyboard.press("End")
        page.keyboard.press("?")
        assert serious(page) == []


def test_keys_drive_the_slides(browser: Browser, ten: str) -> None:
    with reading(browser) as reader:
        page = reader.open(f"{ten}#present-3")
        presses = [
            ("ArrowRight", "4"), ("ArrowDown", "5"), ("PageDown", "6"), (" ", "7"), ("ArrowLeft", "6"),
            ("ArrowUp", "5"), ("PageUp", "4"), ("Shift+ ", "3"), ("End", "10"), ("ArrowRight", "10"),
            ("Home", "1"), ("ArrowLeft", "1"),
        ]  # fmt: skip
        assert count(page) == "3 / 10"
        for key, slide in presses:
            page.keyboard.press(key)
            assert (key, count(page)) == (key, f"{slide} / 10")
            assert page.locator("section.slide:visible").count() == 1
        title = page.locator("#slide-1 h2").inner_text()
        expect(page.locator("#stage [role=status]")).to_have_text(f"Slide 1 of 10: {title}")
        for key in ("b", "."):
            page.keyboard.press(key)
            expect(page.locator("#stage .black")).to_be_visible()
            page.keyboard.press(key)
            expect(page.locator("#stage .black")).to_be_hidden()
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.keyboard.press("d")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        page.keyboard.press("Escape")
        expect(page.locator("#stage")).to_be_hidden()
        expect(page.get_by_role("button", name="Present")).to_be_focused()
        assert reader.is_clean()


def test_the_present_button_takes_the_whole_screen_and_escape_gives_it_back(
    windowed_browser: Browser, ten: str
) -> None:
    with reading(windowed_browser) as reader:
        page = reader.open(ten)
        page.get_by_role("button", name="Present").click()
        page.wait_for_function("document.fullscreenElement === document.documentElement")
        assert count(page) == "1 / 10"
        expect(page.locator("#slide-1 h2")).to_be_visible()
        page.keyboard.press("PageDown")
        assert count(page) == "2 / 10"
        expect(page.locator("#slide-2 .main-svg").first).to_be_visible()
        page.evaluate("document.exitFullscreen()")
        expect(page.locator("#stage")).to_be_hidden()
        assert reader.is_clean()


@pytest.mark.parametrize("lost", ["", "delete window.BroadcastChannel"], ids=["broadcast", "between-windows"])
def test_the_speakers_window_keeps_in_step_both_ways(browser: Browser, file: Callable[[Brief], str], lost: str) -> None:
    with reading(browser) as reader:
        reader.context.add_init_script(lost)
        page = reader.open(f"{file(SMALL)}#present-1")
        with page.expect_popup() as opened:
            page.keyboard.press("n")
        notes = opened.value
        expect(notes.locator(".desk-count")).to_have_text("1 / 3")
        expect(notes.locator(".desk-title")).to_have_text(page.locator("#slide-1 h2").inner_text())
        expect(notes.locator(".desk-notes")).to_have_text("What is said first.")
        expect(notes.locator(".desk-next")).to_have_text(page.locator("#slide-2 h2").text_content() or "none")
        expect(notes.locator(".desk-then .main-svg").first).to_be_visible()
        notes.keyboard.press("ArrowRight")
        expect(page.locator("#slide-2")).to_be_visible()
        expect(notes.locator(".desk-count")).to_have_text("2 / 3")
        page.keyboard.press("ArrowRight")
        expect(notes.locator(".desk-count")).to_have_text("3 / 3")
        notes.keyboard.press("b")
        expect(page.locator("#stage .black")).to_be_visible()
        assert re.fullmatch(r"\d+:\d\d", notes.locator(".desk-clock").inner_text())
        assert serious(notes) == []
        assert reader.is_clean()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_reaches_out_of_its_place(
    browser: Browser, file: Callable[[Brief], str], size: tuple[int, int]
) -> None:
    with reading(browser, size) as reader:
        page = reader.open(f"{file(HARD)}#present")
        for number in range(1, len(HARD.slides) + 1):
            expect(page.locator(f"#slide-{number}")).to_be_visible()
            assert (number, page.evaluate(OUTSIDE)) == (number, [])
            page.keyboard.press("PageDown")
        page.keyboard.press("Escape")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        assert reader.is_clean()


HIGH = Brief("High charts", tuple(map(Slide, ("judgments", "crossings-calendar", "actors-stances"))))


@pytest.mark.parametrize(("size", "chart_px"), [((1920, 1080), 12), ((1024, 768), 8)], ids=str)
def test_letters_on_a_stage_can_be_read(
    browser: Browser, file: Callable[[Brief], str], size: tuple[int, int], chart_px: float
) -> None:
    with reading(browser, size) as reader:
        page = reader.open(f"{file(HIGH)}#present")
        for number in range(1, len(HIGH.slides) + 1):
            expect(page.locator(f"#slide-{number} .main-svg").first).to_be_visible()
            in_chart, around = page.evaluate(SMALLEST)
            assert in_chart >= chart_px and around >= 10, (number, in_chart, around)
            page.keyboard.press("PageDown")
        assert reader.is_clean()


def test_letters_grow_only_as_far_as_words_stay_clear(browser: Browser, file: Callable[[Brief], str]) -> None:
    with reading(browser, (1920, 1080)) as reader:
        page = reader.open(f"{file(Brief('Trade', (Slide('crossings-trade'),)))}#present")
        head = page.locator(".slide.now .annotation text").first.bounding_box()
        chart = page.locator(".slide.now .plot").bounding_box()
        assert head and chart
        assert head["y"] > chart["y"] - head["height"] / 10
        assert reader.is_clean()


def test_a_mark_tells_its_value_where_a_chart_is_drawn_larger(browser: Browser, file: Callable[[Brief], str]) -> None:
    with reading(browser, (1920, 1080)) as reader:
        page = reader.open(f"{file(HIGH)}#present")
        bar = page.locator("#slide-1 .barlayer .point").first.bounding_box()
        assert bar
        page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        expect(page.locator("#slide-1 .hovertext").first).to_contain_text("Likelihood: likely")
        assert reader.is_clean()


def test_on_paper_each_slide_is_a_page_without_buttons(browser: Browser, file: Callable[[Brief], str]) -> None:
    with reading(browser, scheme="dark") as reader:
        page = reader.open(f"{file(HARD)}#print")
        page.wait_for_function("document.documentElement.dataset.ready === 'true'")
        assert page.locator("button:visible, details:visible").count() == 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        for slide in page.locator("section.slide").all():
            box = slide.bounding_box()
            assert box
            assert (box["width"], box["height"]) == (1280, 720)
        assert page.locator("section.charted .main-svg").count() >= page.locator("section.charted").count()
        assert page.locator("section.slide .foot:visible").count() == len(HARD.slides)
        pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
        assert len(pages) > len(HARD.slides) + 2
        assert page.locator(".appendix article").count() == len(HARD.slides)
        assert reader.is_clean()


def test_on_paper_hatched_bars_have_their_swatch_in_the_legend(browser: Browser, file: Callable[[Brief], str]) -> None:
    with reading(browser) as reader:
        page = reader.open(f"{file(Brief('Hatched', (Slide('attacks-by-area'),)))}#print")
        page.wait_for_function("document.documentElement.dataset.ready === 'true'")
        items = page.locator(".legend .traces:has([clip-path^='url(#hatch'])")
        assert items.count() > 4
        for item in items.all():
            text = item.locator(".legendtext").bounding_box()
            assert text
            clip = {"x": text["x"] - 30, "y": text["y"], "width": 28, "height": text["height"]}
            shot = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True))).convert("L")
            assert shot.getextrema()[0] < 200, item.text_content()
        assert reader.is_clean()


def test_presenting_goes_on_when_the_server_is_gone(browser: Browser) -> None:
    port = free_port()
    with reading(browser) as reader:
        with running(khyber("serve", "--port", str(port))) as process:
            wait_until_answered(f"http://127.0.0.1:{port}/api/ready", process)
            page = reader.open(f"http://127.0.0.1:{port}/present?brief=border-in-ten-slides")
            assert count(page) == "1 / 10"
        for number in range(2, 11):
            page.keyboard.press("PageDown")
            slide = page.locator(f"#slide-{number}")
            expect(slide.locator("h2")).to_be_visible()
            expect(slide.locator(".main-svg").first).to_be_visible()
        with page.expect_popup() as opened:
            page.keyboard.press("n")
        expect(opened.value.locator(".desk-count")).to_have_text("10 / 10")
        opened.value.keyboard.press("Home")
        expect(page.locator("#slide-1")).to_be_visible()
        assert reader.is_clean()
