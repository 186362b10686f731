"""Take the pictures of every page, wide and on a phone, light and dark, into docs/pictures/; of some, where named."""

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.visit import SIZES, visiting  # noqa: E402
from tests.conftest import (  # noqa: E402
    find_chromium,
    free_port,
    khyber,
    launched,
    running,
    wait_until_answered,
)

PAGES = {
    "briefing": ("/", "What changed lately"),
    "attacks": ("/attacks", "TTP claimed"),
    "disagreement": ("/disagreement?period=2022", "highest / lowest"),
    "border": ("/border?incident=2022-12-11-chaman", "Sectors are this project's own"),
    "border-layers": ("/border?fill=incidents&layers=fata,bands", "Sectors are this project's own"),
    "judgments": ("/judgments?judgment=kj-02", "searched up to"),
    "incidents": ("/incidents?incident=2025-10-29-kurram", "searched up to"),
    "crossings": ("/crossings", "as last described"),
    "escalation": ("/escalation?month=2025-10", "read by hand"),
    "scenarios": ("/scenarios", "signposts for"),
    "risk": ("/risk", "searched up to"),
    "periods": ("/periods", "not in violence"),
    "groups": ("/groups", "estimates of the strength"),
    "timeline": ("/timeline", "newest first"),
    "actors": ("/actors?stance=pakistan,mediation", "declarations"),
    "outlook": ("/outlook", "scored origins that an outlook needs"),
    "claim": ("/claim?claim=PICSS counted 294 attacks in 2021, 56 percent more than in 2020", "Agrees"),
    "sources": ("/sources", "how to report it"),
    "differences": ("/differences", "rows revised"),
    "brief": ("/brief?brief=border-in-ten-slides&slide=4", "Present and export"),
}
WITH_MAPS = {"briefing", "border", "border-layers", "incidents", "periods"}
AS_COMPONENTS = {"crossings", "brief", "escalation", "judgments", "actors"}
WITH_CHARTS = {"attacks", "disagreement", "groups", "risk", "timeline", "outlook", "sources"}
# What these pages are remembered for stands below what a reader sees first.
SCROLLED_TO = {"border": ".st-key-card-border-map", "border-layers": ".st-key-card-border-map"}


def main() -> None:
    """Start a server, open each page in each look, and save what a reader sees first."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (
        running(khyber("serve", "--port", str(port))) as process,
        sync_playwright() as playwright,
        launched(playwright, find_chromium()) as browser,
    ):
        base = f"http://127.0.0.1:{port}"
        wait_until_answered(f"{base}/api/ready", process)
        for name, (path, words) in PAGES.items():
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            for size in SIZES:
                for scheme in ("light", "dark"):
                    with visiting(browser, base, size, scheme) as visit:
                        visit.open(path).sees(words)
                        if name in WITH_MAPS:
                            visit.map_is_drawn()
                        elif name in WITH_CHARTS:
                            visit.charts_are_drawn()
                        elif name in AS_COMPONENTS:
                            expect(visit.page.locator(".khyber-map-figure .main-svg").first).to_be_visible()
                        if name in SCROLLED_TO:
                            visit.page.locator(f"{SCROLLED_TO[name]} .khyber-map").scroll_into_view_if_needed()
                            visit.page.wait_for_timeout(1000)
                        target = folder / f"{name}-{size}-{scheme}.png"
                        visit.page.screenshot(path=target)
                        print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
