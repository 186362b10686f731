"""What the briefing kit costs: the CPU of ten slides in each format, sizes, and what readers feel of exports.

Run ``python -m benchmarks.briefing``. Readers are measured in turn with no export and with as many under way as may
run at once, in the same minutes on the same server.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from benchmarks import client, processes
from benchmarks.report import percentile, table
from benchmarks.reruns import Stopwatch
from khyber.briefing import html, pptx, standard, tables
from khyber.briefing.jobs import AT_ONCE, Job
from khyber.briefing.shown import Progress, Shown, show
from khyber.evidence import open_release

BRIEF = standard.briefs()["border-in-ten-slides"]
MOST_CPU_SECONDS = 2.0
PAGE, CONTROL = "attacks", "choose-scale"
TURNS = 3
RUNS_A_TURN = 20


def no_progress(done: int, of: int, what: str) -> None:
    """Say nothing."""


WRITERS: dict[str, Callable[[Shown, Progress], bytes]] = {
    "PowerPoint": lambda shown, progress: pptx.write(shown, progress=progress),
    "HTML": html.write,
    "Excel": tables.excel,
}


def writing(rounds: int) -> tuple[list[tuple[str, str, str, str]], float]:
    """A line a format: CPU of writing in s, first and median, and KB; and the most that PowerPoint took."""
    shown = show(BRIEF)
    lines, slowest = [], 0.0
    for name, write in WRITERS.items():
        spent = []
        for _ in range(rounds):
            before = time.process_time()
            data = write(shown, no_progress)
            spent.append(time.process_time() - before)
        lines.append((name, f"{spent[0]:.2f}", f"{median(spent):.2f}", f"{len(data) / 1e3:,.0f}"))
        if name == "PowerPoint":
            slowest = max(spent)
    return lines, slowest


def readers() -> tuple[list[tuple[str, str, str, str]], float]:
    """Reruns of a page by one control: alone and beside exports, in turn; and the ratio of the medians."""
    alone: list[float] = []
    beside: list[float] = []
    with processes.served() as base, client.reader(base, PAGE) as tab:
        watch = Stopwatch(base)
        tab.run()
        first, second = tab.options[CONTROL][:2]

        def act(into: list[float]) -> None:
            for number in range(RUNS_A_TURN):
                option = (second, first)[number % 2]
                into.append(watch.time(partial(tab.choose, CONTROL, option)).run.milliseconds)

        act([])
        for _ in range(TURNS):
            act(alone)
            made = [Job(BRIEF, "pptx") for _ in range(AT_ONCE)]
            while not all(one.is_over for one in made):
                act(beside)
    lines = [
        (name, f"{median(one):.1f}", f"{percentile(one, 0.95):.1f}", str(len(one)))
        for name, one in (("alone", alone), (f"beside {AT_ONCE} exports to PowerPoint", beside))
    ]
    return lines, median(beside) / median(alone)


def main() -> int:
    """Measure and print; exit 1 where ten slides to PowerPoint cost more CPU than they may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.briefing", description=__doc__)
    parser.add_argument("--rounds", type=int, choices=range(3, 31), default=7, metavar="N", help="3 to 30, default 7")
    rounds = parser.parse_args().rounds
    open_release()
    written, slowest = writing(rounds)
    print(f"{len(BRIEF.slides)} slides\n")
    print(table(("format", "first, CPU s", "median, CPU s", "KB"), written))
    lines, ratio = readers()
    print("\n" + table(("a control of /attacks", "p50 ms", "p95 ms", "runs"), lines))
    print(f"\nBeside exports a run takes {ratio:.2f} times as long.")
    if slowest > MOST_CPU_SECONDS:
        print(f"Over the limit: PowerPoint took {slowest:.2f} s of CPU, not {MOST_CPU_SECONDS:.0f}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
