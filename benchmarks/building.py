"""What is done before a reader comes: opening the package, building the figures, starting the server."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks import processes
from khyber.charts import catalogue
from khyber.evidence import Evidence, open_folder
from khyber.filters import Filters

REPEATS = 5
STARTS = 3
_CACHE = type(lru_cache(lambda: None))


@dataclass(frozen=True)
class Built:
    """A figure: ms to build it with every cache of Khyber empty, and with all but its own figure kept."""

    id: str
    page: str
    cold_ms: list[float]
    warm_ms: list[float]


def opening(folder: Path) -> tuple[list[float], Evidence]:
    """The ms to open the package in a folder with all its tables, several times, and the evidence."""
    times = [_milliseconds(open_folder, folder) for _ in range(REPEATS)]
    return times, open_folder(folder)


def figures(evidence: Evidence) -> list[Built]:
    """Build each figure of the catalogue with the default filters, cold and warm, in turns."""
    found = []
    for entry in catalogue.entries():
        cold: list[float] = []
        warm: list[float] = []
        for _ in range(REPEATS):
            _forget()
            cold.append(_milliseconds(entry.make, evidence, Filters()))
            warm.append(_milliseconds(entry.make, evidence, Filters()))
        found.append(Built(entry.id, entry.page, cold, warm))
    return found


def starts() -> list[float]:
    """The seconds of several starts of `khyber serve` with everything installed."""
    return [processes.start_seconds() for _ in range(STARTS)]


def _forget() -> None:
    """Empty every cache that a module of Khyber keeps."""
    for found in gc.get_objects():
        if isinstance(found, _CACHE) and found.__module__.startswith("khyber."):
            found.cache_clear()
        elif isinstance(found, Evidence):
            found.kept.clear()


def _milliseconds(act: Callable[..., object], *given: object) -> float:
    begin = time.perf_counter()
    act(*given)
    return (time.perf_counter() - begin) * 1e3
