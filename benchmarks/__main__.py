"""Measure, print, write docs/performance.md; exit 1 where a page costs more than it may."""

import argparse
import sys

from benchmarks import building, processes, report, reruns
from khyber.settings import settings


def main() -> int:
    """Run the benchmarks once, on this machine only."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    counts = range(3, reruns.MOST_ROUNDS + 1)
    parser.add_argument("--rounds", type=int, choices=counts, default=20, metavar="N", help="3 to 30, default 20")
    rounds = parser.parse_args().rounds
    opening_ms, evidence = building.opening(settings.data)
    built = building.figures(evidence)
    starts = building.starts()
    with processes.served() as base:
        measured = reruns.measure(base, rounds)
    parts = [
        report.head(evidence.package["version"], rounds),
        "### Reruns that find their figures in the cache",
        report.limits_table(measured),
        "### Other runs",
        report.others_table(measured),
        "### Figures",
        report.building_table(built),
        "### Data and start",
        report.starting_table(opening_ms, starts),
    ]
    told = "\n\n".join(parts)
    print(told)
    report.write(f"\n{told}\n")
    failures = report.too_slow(measured)
    for failure in failures:
        print(f"Over the limit: {failure}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
