"""A Chromium found on the machine, driven without a window: each start has a profile and a folder of its own.

It is spoken to through its standard input and output (the DevTools protocol over a pipe), so that no port is opened,
and it ends with the one who started it. It reaches no network.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from khyber.briefing.brief import BriefError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# For each thing that is asked of a browser, such as to draw one picture or to print all.
LONGEST_SECONDS = 120
_ARGUMENTS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--password-store=basic",
)
# The protocol is spoken through the descriptors 3 and 4.
_SHELL = ("sh", "-c", 'exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null', "sh")
_CHUNK = 1 << 20
_DYING_SECONDS = 5


class NoChromium(BriefError):
    """No Chromium was found; the message says what was looked for and what to do instead."""


def find() -> Path | None:
    """The Chromium that the variable CHROMIUM names, else the first that is installed; None where there is none."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    return Path(found) if found else None


def require() -> Path:
    """The Chromium that is found. Raises NoChromium where there is none."""
    found = find()
    if found is None:
        named = os.environ.get("CHROMIUM")
        looked = f"“{named}”, as CHROMIUM says" if named else f"{', '.join(NAMES[:-1])} and {NAMES[-1]}"
        raise NoChromium(
            f"No Chromium was found here; looked for: {looked}. Install one, or name it in CHROMIUM; or take the HTML "
            "file, which any browser prints and saves as PDF."
        )
    return found


def print_pdf(html: bytes) -> bytes:
    """A page of HTML as PDF, with the size of paper that its style names.

    The page is opened with #print and printed once it says `data-ready="true"` on its root. Raises NoChromium, and
    BriefError where the page is not ready in time.
    """
    with Browser() as browser:
        browser.open(html, "#print", "document.documentElement.dataset.ready === 'true'")
        return browser.pdf()


class Browser:
    """A Chromium with one page, for a `with` block; it is ended with all its children at the end of the block."""

    def __init__(self) -> None:
        """Raises NoChromium where there is none."""
        self._program = require()
        self._asked = 0
        self._unread = b""
        self._session: str | None = None

    def __enter__(self) -> Browser:
        """Start it."""
        # A short name, as the path of a socket in it must be short.
        self._folder = tempfile.TemporaryDirectory(prefix="khyber-", ignore_cleanup_errors=True)
        profile = [f"--user-data-dir={self._folder.name}/profile", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._process = subprocess.Popen(
            [*_SHELL, str(self._program), *_ARGUMENTS, *profile],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, bufsize=0,
            env={**os.environ, "TMPDIR": self._folder.name},
        )  # fmt: skip
        try:
            target = self._ask("Target.createTarget", url="about:blank")["targetId"]
            self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            self._ask("Page.enable")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it with all that it has started, and remove its folder."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        # Its children end a little later, and write into the folder until then.
        until = time.monotonic() + _DYING_SECONDS
        with suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.killpg(self._process.pid, 0)
                time.sleep(0.01)
        self._folder.cleanup()

    def open(self, html: bytes, fragment: str, ready: str) -> None:
        """Open a page and wait until an expression of JavaScript is true on it. Raises BriefError if it never is."""
        file = Path(self._folder.name) / "page.html"
        file.write_bytes(html)
        self._ask("Page.navigate", url=f"{file.as_uri()}{fragment}")
        seen = f"new Promise(seen => {{ const look = () => ({ready}) ? seen(true) : setTimeout(look, 20); look() }})"
        until = time.monotonic() + LONGEST_SECONDS
        while not self._loaded():
            _check_time(until)
        self.run(seen)

    def run(self, expression: str) -> Any:
        """What an expression of JavaScript gives on the page, a promise awaited. Raises BriefError where it throws."""
        told = self._ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            thrown = told["exceptionDetails"].get("exception", {}).get("description", "no reason given")
            raise BriefError(f"The page could not be drawn: {thrown.splitlines()[0]}.")
        return told["result"].get("value")

    def pdf(self) -> bytes:
        """The page as PDF."""
        told = self._ask("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(told["data"])

    def png(self, width: float, height: float, scale: float) -> bytes:
        """The upper left of the page, so many pixels wide and high, as PNG, so many times as fine."""
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": scale}
        told = self._ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(told["data"])

    def _loaded(self) -> bool:
        return bool(self.run("location.protocol === 'file:' && document.readyState === 'complete'"))

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the browser for something and wait for its answer; what it tells of its own accord is not looked at."""
        self._asked += 1
        question: dict[str, Any] = {"id": self._asked, "method": method, "params": parameters}
        if self._session:
            question["sessionId"] = self._session
        try:
            until = time.monotonic() + LONGEST_SECONDS
            self._write(json.dumps(question).encode() + b"\0")
            while True:
                told = json.loads(self._message(until))
                if told.get("id") == self._asked:
                    break
        except (BrokenPipeError, EOFError) as error:
            raise BriefError(
                f"{self._program} ended before it was done; the HTML file can be printed instead."
            ) from error
        if "error" in told:
            raise BriefError(f"Chromium could not do its part: {told['error']['message']}.")
        answer: dict[str, Any] = told["result"]
        return answer

    def _write(self, message: bytes) -> None:
        assert self._process.stdin
        left = memoryview(message)
        while left:
            left = left[os.write(self._process.stdin.fileno(), left) :]

    def _message(self, until: float) -> bytes:
        """The next message of the browser. Raises EOFError when it has ended, BriefError when it is too late."""
        assert self._process.stdout
        parts = [self._unread]
        while b"\0" not in parts[-1]:
            _check_time(until)
            if select.select([self._process.stdout], [], [], 1)[0]:
                parts.append(os.read(self._process.stdout.fileno(), _CHUNK))
                if not parts[-1]:
                    raise EOFError
        message, _, self._unread = b"".join(parts).partition(b"\0")
        return message


def _check_time(until: float) -> None:
    if time.monotonic() > until:
        raise BriefError(
            f"Chromium was not done within {LONGEST_SECONDS} seconds: try fewer slides, or take the HTML file."
        )
