"""The measurements as Markdown, and the limits that they have to keep."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from statistics import fmean, median

from benchmarks import reruns
from benchmarks.building import Built
from benchmarks.reruns import Measured, Sample

MS_PER_CARD = 8
OPENING_MS = 300
START_SECONDS = 5
# A run that finds its figures in the cache has to keep the limit; a new value has figures to build.
LIMITED = (reruns.SAME, reruns.KNOWN)
OTHERS = (reruns.LOAD, reruns.AMID, reruns.NEW, reruns.CONTROL, reruns.OPENED)

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- measured by python -m benchmarks -->", "<!-- end of what was measured -->"


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of at least one value; share from 0 to 1."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def p50(samples: Iterable[Sample]) -> float:
    """The median time of runs, in ms."""
    return median(one.run.milliseconds for one in samples)


def limit(measured: Measured, page: str) -> float:
    """The most that a rerun of a page may take at p50, in ms."""
    return p50(measured.samples[reruns.HELLO, reruns.SAME]) + MS_PER_CARD * measured.cards[page]


def too_slow(measured: Measured) -> list[str]:
    """A sentence for each page and kind of rerun that is over the limit."""
    return [
        f"/{page}, {kind}: {p50(samples):.1f} ms at p50, more than {limit(measured, page):.1f} ms"
        for (page, kind), samples in measured.samples.items()
        if page != reruns.HELLO and kind in LIMITED and p50(samples) > limit(measured, page)
    ]


def head(release: str, rounds: int) -> str:
    """When, on what and with which data it was measured."""
    return (
        f"Measured on {date.today().isoformat()}: release {release}, {rounds} rounds, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f} at the end."
    )


def limits_table(measured: Measured) -> str:
    """The pages beside hello, with what each may cost."""
    hello = p50(measured.samples[reruns.HELLO, reruns.SAME])
    columns = ("page", "run", "cards", "p50 ms", "limit ms", "kept", "ms a card over hello", "x hello", *_COMMON)
    rows = []
    for (page, kind), samples in measured.samples.items():
        if kind not in LIMITED:
            continue
        cards, middle, most = measured.cards[page], p50(samples), limit(measured, page)
        over = f"{(middle - hello) / cards:.1f}" if cards else "–"
        kept = "–" if page == reruns.HELLO else "yes" if middle <= most else "**no**"
        ratio = f"{middle / hello:.1f}"
        rows.append((f"/{page}", kind, cards, f"{middle:.1f}", f"{most:.1f}", kept, over, ratio, *_common(samples)))
    return table(columns, rows)


def others_table(measured: Measured) -> str:
    """The other runs: first loads, reruns that build figures, and runs of fragments."""
    hello = p50(measured.samples[reruns.HELLO, reruns.SAME])
    rows = [
        (f"/{page}", kind, f"{p50(samples):.1f}", f"{p50(samples) / hello:.1f}", *_common(samples))
        for (page, kind), samples in measured.samples.items()
        if kind in OTHERS
    ]
    return table(("page", "run", "p50 ms", "x hello", *_COMMON), rows)


_COMMON = ("p95 ms", "CPU ms", "messages", "KiB")


def _common(samples: Sequence[Sample]) -> tuple[str, ...]:
    return (
        f"{percentile([one.run.milliseconds for one in samples], 0.95):.1f}",
        f"{fmean(one.cpu_ms for one in samples):.1f}",
        f"{median(one.run.messages for one in samples):.0f}",
        f"{median(one.run.bytes for one in samples) / 1024:.1f}",
    )


def building_table(built: Sequence[Built]) -> str:
    """How long each figure takes to build."""
    rows = [(f"`{b.id}`", b.page, f"{median(b.cold_ms):.0f}", f"{median(b.warm_ms):.0f}") for b in built]
    return table(("figure", "page", "all caches empty, ms", "its analysis kept, ms"), rows)


def starting_table(opening_ms: Sequence[float], starts: Sequence[float]) -> str:
    """Opening the package and starting the server, beside what the project asks for."""
    rows = [
        (
            "`open_folder`, every table",
            f"{median(opening_ms):.0f} ms",
            f"{max(opening_ms):.0f} ms",
            f"{OPENING_MS} ms",
        ),
        ("`khyber serve` until ready", f"{median(starts):.1f} s", f"{max(starts):.1f} s", f"{START_SECONDS} s"),
    ]
    return table(("what", "p50", "slowest", "aim"), rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def write(measured: str) -> None:
    """Put what was measured between the markers of the document. Raises ValueError where they are missing."""
    text = DOCUMENT.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT.name} has lost its markers: {BEGIN} and {END}")
    DOCUMENT.write_text(f"{before}{BEGIN}\n{measured}\n{END}{after}", "utf-8")
