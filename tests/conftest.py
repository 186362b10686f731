"""What the tests share: real servers on free ports, and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 90
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without the windows of a browser, which are a third of what a page costs here.
HEADLESS_SHELL = "chromium-headless-shell"

# How long a busy machine takes says nothing of what is right: no example has a deadline.
hypothesis.settings.register_profile("khyber", deadline=None)
hypothesis.settings.load_profile("khyber")

# Chromium's own errands (updates, sync, look-ups of its maker's hosts) would count as foreign requests.
CHROMIUM_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def khyber(*arguments: str) -> list[str]:
    """The command line of a Khyber command, run by this Python."""
    return [sys.executable, "-m", "khyber.cli", *arguments]


def streamlit_run(script: Path, port: int) -> list[str]:
    """The command line of Streamlit's own server."""
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(script), *options]


@contextmanager
def running(command: list[str], folder: Path = ROOT) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended with its block; its output is piped, errors into the same pipe."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wait_until_answered(url: str, process: subprocess.Popen[str]) -> None:
    """Return when the URL answers; fail with what the process printed when it has ended before."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}:\n{process.communicate()[0]}")
        try:
            urllib.request.urlopen(url, timeout=PATIENCE_SECONDS).close()
            return
        except urllib.error.HTTPError as error:
            pytest.fail(f"{url} answered {error.code}")
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"{url} did not answer within {PATIENCE_SECONDS} s")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The base URL of a warm `khyber serve`, one for all tests."""
    port = free_port()
    with running(khyber("serve", "--port", str(port))) as process:
        wait_until_answered(f"http://127.0.0.1:{port}/api/ready", process)
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def cold_streamlit() -> Iterator[str]:
    """The base URL of a fresh `streamlit run dashboard.py` that no session has opened yet."""
    port = free_port()
    with running(streamlit_run(ROOT / "dashboard.py", port)) as process:
        wait_until_answered(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"


def find_chromium() -> str:
    """The path of the browser to test with. Fails the test, never skips it, where there is none."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not found or not shutil.which(found):
        pytest.fail("No Chromium was found. Install it (Debian: apt-get install chromium) or name it in CHROMIUM.")
    return found


@contextmanager
def launched(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """A running Chromium, which is closed with its block."""
    started = playwright.chromium.launch(
        executable_path=chromium, args=CHROMIUM_ARGUMENTS, chromium_sandbox=os.geteuid() != 0
    )
    try:
        yield started
    finally:
        started.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium, one for all tests; each test opens contexts of its own."""
    shell = None if os.environ.get("CHROMIUM") else shutil.which(HEADLESS_SHELL)
    with launched(playwright, shell or find_chromium()) as started:
        yield started


@pytest.fixture
def windowed_browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium that has windows, which can take the whole screen."""
    with launched(playwright, find_chromium()) as started:
        yield started
