"""Runs of pages, in rounds: every page takes its turn in each, so that other work on the machine hits all alike."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from benchmarks import client, processes
from benchmarks.client import Reader, Run

HELLO, BRIEFING = "hello", ""
# A select box of each page that redraws only the cards which use it; none where the page has no such box.
CONTROLS = {
    BRIEFING: "",
    "attacks": "choose-scale",
    "disagreement": "choose-period",
    "border": "choose-category",
    "incidents": "choose-category",
    "crossings": "choose-crossing",
    "escalation": "choose-month",
    "periods": "choose-category",
    "groups": "choose-group",
    "timeline": "choose-event",
    "actors": "choose-stance-actor",
    "risk": "choose-series",
    "outlook": "choose-series",
    "scenarios": "",
    "judgments": "choose-judgment",
    "claim": "",
    "sources": "choose-metric",
    "differences": "choose-scale",
}
SHARED = "choose-start"
# The option of it that counts as seen before; MOST_ROUNDS new ones come before it.
SEEN_OPTION = -2
# Where no figure looks at that filter: the release, whose last option is the one that is shown.
SHARED_BY_ALL, SAME_RELEASE = "choose-release", -1

LOAD = "first load"
SAME = "rerun, nothing changed"
KNOWN = "rerun, shared filter changed to a value seen before"
AMID = "rerun, nothing changed, among these"
NEW = "rerun, shared filter changed to a new value"
CONTROL = "control of the page changed"
OPENED = "card opened"

MOST_ROUNDS = 30
# Streamlit collects garbage after it has said that a run is finished; that belongs to this run.
SETTLE_SECONDS = 0.04


@dataclass(frozen=True)
class Sample:
    """One run: from the request to its end in ms, and the CPU of the server in ms with what follows the end."""

    run: Run
    cpu_ms: float


@dataclass
class Measured:
    """The samples by page and kind of run, and the number of figure cards on each page."""

    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=lambda: defaultdict(list))
    cards: dict[str, int] = field(default_factory=dict)


class Stopwatch:
    """Times runs on one server, and the CPU that they take there."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._own_ms = min(self._cpu_ms_since(self._cpu()) for _ in range(20))

    def time(self, act: Callable[[], Run]) -> Sample:
        """Do one run and wait until the server has settled."""
        before = self._cpu()
        run = act()
        time.sleep(SETTLE_SECONDS)
        return Sample(run, max(0.0, self._cpu_ms_since(before) - self._own_ms))

    def _cpu(self) -> float:
        return processes.cpu_seconds(self._base)

    def _cpu_ms_since(self, before: float) -> float:
        return (self._cpu() - before) * 1e3


def measure(base: str, rounds: int) -> Measured:
    """Measure every page in at most MOST_ROUNDS rounds, each with one before that is not counted.

    Reruns that find their figures in the cache come first, while little has been made since the server
    froze what it had; then the runs that make much: new sessions, new figures, opened cards.
    """
    watch, measured = Stopwatch(base), Measured()
    with ExitStack() as stack:
        tabs = {page: stack.enter_context(client.reader(base, page)) for page in (HELLO, *CONTROLS)}
        for tab in tabs.values():
            tab.run()
        for turn in (_settled, _busy):
            measured.cards = measured.cards or {page: len(tab.cards) for page, tab in tabs.items()}
            for number in range(min(rounds, MOST_ROUNDS) + 1):
                for page, tab in tabs.items():
                    for kind, sample in turn(base, watch, page, tab, number).items():
                        if number:
                            measured.samples[page, kind].append(sample)
    return measured


def _settled(base: str, watch: Stopwatch, page: str, tab: Reader, number: int) -> dict[str, Sample]:
    samples = {SAME: watch.time(tab.run)}
    if page != HELLO:
        shared, seen = (SHARED, SEEN_OPTION) if SHARED in tab.options else (SHARED_BY_ALL, SAME_RELEASE)
        tab.choose(shared, tab.options[shared][seen])
        samples[KNOWN] = watch.time(lambda: tab.choose(shared, tab.options[shared][0]))
    return samples


def _busy(base: str, watch: Stopwatch, page: str, tab: Reader, number: int) -> dict[str, Sample]:
    with client.reader(base, page) as newcomer:
        samples = {LOAD: watch.time(newcomer.run)}
    samples[AMID] = watch.time(tab.run)
    if page == HELLO:
        return samples
    if SHARED in tab.options:
        first, *values = tab.options[SHARED]
        samples[NEW] = watch.time(lambda: tab.choose(SHARED, values[number]))
        tab.choose(SHARED, first)
    if control := CONTROLS[page]:
        usual, *others = tab.options[control]
        samples[CONTROL] = watch.time(lambda: tab.choose(control, others[0]))
        tab.choose(control, usual)
    if card := next(iter(tab.expanders), ""):
        samples[OPENED] = watch.time(lambda: tab.expand(card, True))
        tab.expand(card, False)
    return samples
