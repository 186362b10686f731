"""What the browser tests share: a visit that watches everything that goes wrong, and how a page is waited for."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    TimeoutError,
    WebSocketRoute,
    expect,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE_SECONDS = 30
PROBES = ("/_stcore/health", "/_stcore/host-config")
MAP = "document.querySelector('.khyber-map-figure')?._fullLayout?.map?._subplot?.map"
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
STRIP = "document.querySelector('.st-key-card-border-strip .khyber-map-figure')"
# Each width and each scheme once: what a page says hangs on neither, how it is laid out on the width alone.
LOOKS = pytest.mark.parametrize(("size", "scheme"), [("wide", "light"), ("phone", "dark")])
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


class Visit:
    """A page under watch: what it asked of other hosts, its console errors, its uncaught exceptions."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> "Visit":
        """Go to a path of the server and wait until the page is drawn."""
        self.page.goto(self.base + path)
        return self.settle()

    def settle(self) -> "Visit":
        """Wait until the run that is under way has ended."""
        self.page.wait_for_selector(DONE)
        return self

    def sees(self, words: str) -> "Visit":
        """Wait until the page shows these words, and until it is at rest."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self.settle()

    def shows(self, *words: str) -> "Visit":
        """Wait until all of these words stand in the page's text."""
        self.until(lambda: not self._missing(words), "the page shows all of its words", lambda: self._missing(words))
        return self

    def _missing(self, words: Sequence[str]) -> list[str]:
        shown = self.text
        return [one for one in words if one not in shown]

    def card(self, figure_id: str) -> Locator:
        """The card of a figure of the catalogue."""
        return self.page.locator(f".st-key-card-{figure_id}")

    def charts_with_alternative_text(self) -> int:
        """How many charts have an accessible name."""
        return self.page.locator(
            '[data-testid="stPlotlyChart"] [aria-label], [data-testid="stPlotlyChart"][aria-label]'
        ).count()

    def share(self) -> str:
        """The link that the share button gives."""
        self.page.get_by_role("button", name="Share").click()
        field = self.page.get_by_label("Link to this view")
        self.until(lambda: field.count() == 1 and bool(field.input_value()), "the link to share is given")
        return field.input_value()

    def map_is_drawn(self) -> "Visit":
        """Wait until the map has drawn its marks and stands still."""
        drawn = f"Boolean({MAP}?.loaded() && {MAP}.queryRenderedFeatures().length > 0)"
        self.until(lambda: bool(self.page.evaluate(drawn)), "the map is drawn")
        return self.settle()

    def charts_are_drawn(self) -> "Visit":
        """Wait until there are charts and none of them is left to be drawn."""
        drawn = (
            "(charts => charts.length > 0 && charts.every(c => c.querySelector('.main-svg'))"
            " && !document.querySelector('[data-testid=stSkeleton]'))"
            "([...document.querySelectorAll('[data-testid=stPlotlyChart]')])"
        )
        self.until(lambda: bool(self.page.evaluate(drawn)), "the charts are drawn")
        return self

    def reaches(self, **query: str) -> "Visit":
        """Wait until the address carries just these parameters (`from_` for from), and the page is at rest."""
        wanted = {name.rstrip("_"): [value] for name, value in query.items()}
        self.until(lambda: self.query == wanted, f"the address carries {wanted}")
        return self.settle()

    def until(self, holds: Callable[[], bool], what: str, left: Callable[[], object] = lambda: "") -> None:
        """Wait until something holds; where it never does, `left` tells what was still missing.

        A page under our content policy cannot be asked to wait by itself.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain until {what}; the address is {self.page.url} {left()}")
            self.page.wait_for_timeout(50)

    def map_view(self) -> list[float]:
        """Latitude, longitude and zoom of the map."""
        return list(self.page.evaluate(f"(m => [m.getCenter().lat, m.getCenter().lng, m.getZoom()])({MAP})"))

    def click_map(self, longitude: float, latitude: float) -> None:
        """Click the map at a place."""
        node = self.page.locator(".khyber-map-figure").first
        node.scroll_into_view_if_needed()
        at = self.page.evaluate(f"{MAP}.project([{longitude}, {latitude}])")
        canvas = node.locator("canvas").first.bounding_box()
        assert canvas
        self.page.mouse.move(canvas["x"] + at["x"] - 3, canvas["y"] + at["y"] - 3)
        self.page.mouse.move(canvas["x"] + at["x"], canvas["y"] + at["y"], steps=3)
        self.page.wait_for_timeout(300)
        self.page.mouse.click(canvas["x"] + at["x"], canvas["y"] + at["y"])

    def marked_on_map(self) -> list[float]:
        """Longitude and latitude of the ring around the incident that is open; nothing where there is none."""
        ring = f"{MAP}?.getSource('khyber-selected')?.serialize().data.features[0]?.geometry.coordinates ?? []"
        return list(self.page.evaluate(ring))

    def strip_is_drawn(self) -> "Visit":
        """Wait until the strip has drawn its marks."""
        drawn = f"Boolean({STRIP}?.querySelector('.scatterlayer .point'))"
        self.until(lambda: bool(self.page.evaluate(drawn)), "the strip is drawn")
        return self.settle()

    def marked_on_strip(self) -> list[object]:
        """Day and kilometre of the ring around the incident that is open; nothing where there is none."""
        ring = f"(t => [...t.x, ...t.y])({STRIP}.data.find(t => t.uid === 'khyber-selected'))"
        return list(self.page.evaluate(ring))

    def strip_point(self, incident: str) -> dict[str, float]:
        """Where the mark of an incident stands on the screen, once the strip is in sight."""
        self.page.locator(".st-key-card-border-strip .khyber-map-figure").scroll_into_view_if_needed()
        at: dict[str, float] = self.page.evaluate(
            f"""((node, id) => {{
                const trace = node.data.find(t => /^(disc|silent)/.test(t.uid) && t.customdata.includes(id))
                const place = trace.customdata.indexOf(id), box = node.getBoundingClientRect()
                const {{ xaxis, yaxis, _size: size }} = node._fullLayout
                const across = xaxis.d2p(trace.x[place]), down = yaxis.d2p(trace.y[place])
                return {{ x: box.left + size.l + across, y: box.top + size.t + down }}
            }})({STRIP}, "{incident}")"""
        )
        return at

    def click_strip(self, incident: str) -> None:
        """Click the mark of an incident on the strip."""
        at = self.strip_point(incident)
        self.page.mouse.move(at["x"] - 3, at["y"] - 3)
        self.page.mouse.move(at["x"], at["y"], steps=3)
        self.page.wait_for_timeout(300)
        self.page.mouse.click(at["x"], at["y"])

    def mark_nodes(self) -> None:
        """Mark the nodes of the map and the strip, to see later whether they are still the same."""
        self.page.evaluate("document.querySelectorAll('.khyber-map-figure').forEach(n => { n.dataset.mark = 'same' })")

    def nodes_are_marked(self) -> bool:
        marked = "[...document.querySelectorAll('.khyber-map-figure')].every(n => n.dataset.mark === 'same')"
        return bool(self.page.evaluate(marked))

    def reload(self) -> "Visit":
        self.page.reload()
        return self.settle()

    @property
    def query(self) -> dict[str, list[str]]:
        """The parameters of the address as it stands."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """The words of the page, as a screen reader or a search finds them."""
        return self.page.locator('[data-testid="stMain"]').inner_text()

    def pick(self, label: str, option: str) -> "Visit":
        """Choose an option in the select box with this label, by typing it, as a reader with a keyboard does."""
        self.settle()  # What is typed while the page runs may be taken back by the run's end.
        box, offered = self.box(label), self.page.get_by_role("option", name=option, exact=True).first
        box.click()
        box.fill(option)
        with suppress(TimeoutError):
            offered.wait_for(timeout=5000)
        if not offered.is_visible():  # A run of the page that ended meanwhile closes the list: a reader opens it again.
            box.press("Escape")
            box.click()
            box.fill(option)
        expect(offered).to_be_visible()
        box.press("Enter")
        self.until(lambda: self.chosen(label) == option, f"{label} shows {option}")
        return self.settle()

    def box(self, label: str) -> Locator:
        """The input of the select box with this label."""
        named = self.page.get_by_text(label, exact=True)
        return self.page.get_by_test_id("stSelectbox").filter(has=named).locator("input").first

    def chosen(self, label: str) -> str:
        """What the select box with this label shows."""
        return str(self.box(label).input_value())

    def is_clean(self) -> bool:
        """Nothing went wrong; the reasons are in the assertion message otherwise."""
        assert not self.foreign, self.foreign
        assert not self.errors, self.errors
        assert self.page.locator('[data-testid="stException"]').count() == 0
        return True

    def _request(self, request: Request) -> None:
        if (
            urlsplit(request.url).scheme not in ("data", "blob")
            and urlsplit(request.url).netloc != urlsplit(self.base).netloc
        ):
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        where = urlsplit(message.location.get("url", "")).path
        if message.text.startswith("map:") or (message.type == "error" and not where.endswith(PROBES)):
            self.errors.append(f"{message.text} ({where})")


class Held:
    """The line to the server, on which the answers of a slow server can be held back; what is asked goes through."""

    def __init__(self, page: Page) -> None:
        self._kept: list[str | bytes] | None = None
        self.asked = 0
        page.route_web_socket("**/_stcore/stream", self._opened)

    def _opened(self, line: WebSocketRoute) -> None:
        self._line, server = line, line.connect_to_server()
        line.on_message(lambda message: self._ask(server, message))
        server.on_message(self._answer)

    def _ask(self, server: WebSocketRoute, message: str | bytes) -> None:
        self.asked += 1
        server.send(message)

    def _answer(self, message: str | bytes) -> None:
        if self._kept is None:
            self._line.send(message)
        else:
            self._kept.append(message)

    def begin(self) -> None:
        """Hold back what the server says from now on, and count anew what it is asked."""
        self._kept, self.asked = [], 0

    def drop(self) -> None:
        """Take out what runs that are over said of the page, as a server does that did not come to send it."""
        told = [ForwardMsg.FromString(one) for one in self._kept or [] if isinstance(one, bytes)]
        self._kept = [one.SerializeToString() for one in told if one.WhichOneof("type") != "delta"]

    @property
    def runs_over(self) -> int:
        """How many runs of the page have ended among the answers that are held back."""
        told = [ForwardMsg.FromString(one) for one in self._kept or [] if isinstance(one, bytes)]
        return sum(one.WhichOneof("type") == "script_finished" for one in told)

    def end(self) -> None:
        """Let through what was held back, and what comes."""
        kept, self._kept = self._kept or [], None
        for message in kept:
            self._line.send(message)


@contextmanager
def visiting(browser: Browser, base: str, size: str = "wide", scheme: str = "light") -> Iterator[Visit]:
    """A fresh reader with a screen of this size and a preference for light or dark."""
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    try:
        yield Visit(context.new_page(), base)
    finally:
        context.close()


def violations(page: Page, context: str | None = None) -> list[tuple[str, str, list[str]]]:
    """What axe finds wrong on a page, or in a part of it: the rule, how grave it is, and the places."""
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], one["impact"], [node["html"][:160] for node in one["nodes"]]) for one in found]


def serious(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds on a page that is serious or critical."""
    return [one for one in violations(page) if one[1] in ("serious", "critical")]
