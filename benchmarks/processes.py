"""Servers under measurement: started on a free port of this machine, waited for, ended."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
REQUEST_SECONDS = 30
HOST = "127.0.0.1"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served() -> Iterator[str]:
    """The base URL of the dashboard with the page hello, served as `khyber serve` serves."""
    port = free_port()
    options = ["--host", HOST, "--port", str(port), "--ws", "websockets-sansio", "--log-level", "warning"]
    with _running(["uvicorn", "benchmarks.served:app", *options, "--no-access-log", "--no-server-header"]) as process:
        base = f"http://{HOST}:{port}"
        _wait(f"{base}/benchmark/cpu", process)
        yield base


@contextmanager
def dashboard() -> Iterator[str]:
    """The base URL of the dashboard as `khyber serve` serves it to readers, with what browsers fetch."""
    port = free_port()
    with _running(["khyber.cli", "serve", "--host", HOST, "--port", str(port)]) as process:
        _wait(f"http://{HOST}:{port}/api/ready", process)
        yield f"http://{HOST}:{port}"


def start_seconds() -> float:
    """The seconds from the start of `khyber serve` until `/api/ready` answers."""
    port, begin = free_port(), time.perf_counter()
    with _running(["khyber.cli", "serve", "--host", HOST, "--port", str(port)]) as process:
        _wait(f"http://{HOST}:{port}/api/ready", process)
        return time.perf_counter() - begin


def cpu_seconds(base: str) -> float:
    """The CPU seconds that the server has used."""
    with urllib.request.urlopen(f"{base}/benchmark/cpu", timeout=REQUEST_SECONDS) as answer:
        used: float = json.load(answer)
        return used


@contextmanager
def _running(module: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", *module], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(REQUEST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the URL answers. Raises RuntimeError where the server ends, or does not answer in time."""
    deadline = time.perf_counter() + START_SECONDS
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=REQUEST_SECONDS).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"{url} did not answer within {START_SECONDS} s")
