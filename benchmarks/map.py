"""How long a change of layer or of period takes on the map, from the click to the last frame, in headless Chromium.

Run ``python -m benchmarks.map``. The package is copied to a temporary folder in which the incidents are repeated until
so many have a point on the map, frozen there and served; nothing of it is kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import processes
from benchmarks.report import percentile, table
from khyber.evidence.freezing import freeze
from khyber.settings import settings

TARGETS_MS = {500: 400, 5000: 700}
RELEASE = "2099.1.1"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STILL_MS = 400
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
NODE = "document.querySelector('.st-key-card-border-map .khyber-map-figure')"
# From the click that chooses to the last frame that it changes: another figure, every source loaded, then no frame.
WATCH = f"""() => {{
    const node = {NODE}, before = node.data
    const map = () => node._fullLayout.map._subplot.map
    addEventListener("pointerdown", () => {{ window.khyberClicked = performance.now() }}, {{ capture: true }})
    let last = performance.now()
    const painted = () => requestAnimationFrame(() => {{ last = performance.now() }})
    map().on("render", painted)
    window.khyberPainted = new Promise(resolve => {{
        const look = () => {{
            const still = performance.now() - last > {STILL_MS}
            if (node.data === before || !map().loaded() || !still) return setTimeout(look, 20)
            map().off("render", painted)
            resolve(last - window.khyberClicked)
        }}
        look()
    }})
}}"""


def padded(target: Path, points: int) -> Path:
    """A copy of the package with its incidents repeated until so many have a point, frozen as a release."""
    folder = Path(shutil.copytree(settings.data, target, ignore=shutil.ignore_patterns("releases")))
    path = folder / "incidents.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    at = {name: header.index(name) for name in ("incident_id", "latitude", "country", "coordinate_precision")}
    written: list[list[str]] = []
    left = points
    for turn in count():
        for row in rows:
            has_point = row[at["latitude"]] and row[at["country"]] and row[at["coordinate_precision"]] != "province"
            if has_point and left > 0:
                left -= 1
                written.append([f"{row[0]}-r{turn}" if turn else row[0], *row[1:]])
        if left <= 0:
            break
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *written])
    described = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps({**described, "version": RELEASE}), "utf-8")
    freeze(RELEASE, folder)
    return folder


@contextmanager
def served(points: int) -> Iterator[str]:
    """The base URL of the dashboard with so many points."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["KHYBER_DATA"] = str(padded(Path(temporary) / "data", points))
        try:
            with processes.dashboard() as base:
                yield base
        finally:
            del os.environ["KHYBER_DATA"]


class Change(NamedTuple):
    """A change on the map: ms from the click to the paint, and the CPU ms of browser and server together meanwhile.

    The CPU does not depend on what else the machine does: on a machine at rest the paint comes no later than that.
    """

    painted: float
    cpu: float


def measure(page: Page, base: str, rounds: int) -> dict[str, list[Change]]:
    """Each change of layer and of period, in turns."""
    page.goto(f"{base}/border")
    page.wait_for_selector(AT_REST)
    while not page.evaluate(f"Boolean({NODE}?._fullLayout?.map?._subplot?.map?.loaded())"):
        page.wait_for_timeout(100)
    found: dict[str, list[Change]] = {"layer: areas by incidents": [], "layer: bands": [], "period": []}
    for turn in range(rounds):
        fill = ("Notable incidents", "Nothing")[turn % 2]
        found["layer: areas by incidents"].append(_chosen(page, "Colour areas by", fill))
        found["layer: bands"].append(
            _timed(page, lambda: page.get_by_role("button", name="Bands from the line").click())
        )
        found["period"].append(_chosen(page, "From", ("2022", "Earliest")[turn % 2]))
    return found


def _chosen(page: Page, label: str, option: str) -> Change:
    box = page.get_by_test_id("stSelectbox").filter(has=page.get_by_text(label, exact=True)).locator("input").first
    box.click()
    box.fill(option)
    return _timed(page, page.get_by_role("option", name=option, exact=True).first.click)


def _timed(page: Page, act: Callable[[], None]) -> Change:
    page.evaluate(WATCH)
    before = _cpu_ms()
    act()
    took: float = page.evaluate("window.khyberPainted")
    used = _cpu_ms() - before
    page.wait_for_selector(AT_REST)
    page.wait_for_timeout(600)
    return Change(took, used)


def _cpu_ms() -> float:
    """The CPU that the processes begun by this one, browser and server, have used."""
    parents, ticks = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)], ticks[int(path.parent.name)] = int(fields[1]), int(fields[11]) + int(fields[12])
    own = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in own} - own:
        own |= more
    return sum(ticks.get(one, 0) for one in own - {os.getpid()}) * 1000 / os.sysconf("SC_CLK_TCK")


def told(browser: Browser, points: int, rounds: int) -> list[tuple[object, ...]]:
    """A line for each kind of change: points, change, ms to the paint and of CPU at p50 and p95, the target."""
    with served(points) as base:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        measured = measure(context.new_page(), base, rounds)
        context.close()
    return [
        (
            points,
            kind,
            *_summary([one.painted for one in some]),
            *_summary([one.cpu for one in some]),
            TARGETS_MS[points],
        )
        for kind, some in measured.items()
    ]


def _summary(values: list[float]) -> tuple[str, str]:
    return f"{median(values):.0f}", f"{percentile(values, 0.95):.0f}"


def main() -> int:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.map", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=os.geteuid() != 0)
        lines = [line for points in TARGETS_MS for line in told(browser, points, rounds)]
        browser.close()
    print(table(("points", "change", "p50 ms", "p95 ms", "CPU p50 ms", "CPU p95 ms", "target ms"), lines))
    print(f"Load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
