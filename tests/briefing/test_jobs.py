"""Exports beside the server: how far they are, how they end, that they are cancelled whole and do not meet."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from khyber.briefing import jobs, saved, standard
from khyber.briefing.brief import Brief, Slide
from khyber.briefing.jobs import Job

PATIENCE_SECONDS = 120
BRIEF = standard.briefs()["rise-2021"]


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in which exports make theirs; at the end nothing is left in it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield tmp_path
    until(lambda: not list(tmp_path.glob("khyber-export-*")), "the folders of the exports are gone")


def test_two_exports_at_once_give_each_its_own_brief(folder: Path) -> None:
    other = Brief("Été à Köln", (Slide("timeline"),))
    first, second = Job(BRIEF, "json"), Job(other, "json")
    until(lambda: first.is_over and second.is_over, "both are over")
    assert first.state == second.state == jobs.DONE
    assert first.file and first.file[0] == "the-rise-of-attacks-in-2021.json"
    assert saved.read(first.file[2]).slides == BRIEF.slides
    assert second.file and second.file[0] == "ete-a-koln.json" and saved.read(second.file[2]).slides == other.slides
    assert first.done == first.of == 2 * len(BRIEF.slides) + 1 and first.what == "Done"


def test_a_third_export_waits_for_its_turn(folder: Path) -> None:
    made = [Job(BRIEF, "xlsx") for _ in range(jobs.AT_ONCE + 1)]
    until(lambda: sum(one.state == jobs.RUNNING for one in made) == jobs.AT_ONCE, "as many run as may")
    assert [one.state for one in made].count(jobs.WAITING) == 1
    until(lambda: all(one.is_over for one in made), "all are over")
    assert [one.state for one in made] == [jobs.DONE] * 3


def test_a_cancelled_export_leaves_no_process_and_no_file(folder: Path) -> None:
    job = Job(standard.briefs()["border-in-ten-slides"], "xlsx")
    until(lambda: job.state == jobs.RUNNING and job.done > 0, "it has begun")
    own = job.process_id
    assert own is not None
    job.cancel()
    assert job.state == jobs.CANCELLED
    until(lambda: not alive(own), "its process is gone")
    assert job.file is None and job.state == jobs.CANCELLED


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_export_that_fails_says_why(folder: Path) -> None:
    job = Job(Brief("Odd", (Slide("no-such-figure"),)), "xlsx")
    until(lambda: job.is_over, "it is over")
    assert job.state == jobs.FAILED and "no-such-figure" in job.told and "Error:" not in job.told


def test_what_was_left_out_is_told_with_the_file(folder: Path) -> None:
    job = Job(Brief("Odd", (Slide("no-such-figure"), Slide("timeline"))), "csv")
    until(lambda: job.is_over, "it is over")
    assert job.state == jobs.DONE and job.file and "no-such-figure" in job.told


def test_an_export_runs_after_the_readers(folder: Path) -> None:
    job = Job(standard.briefs()["border-in-ten-slides"], "xlsx")
    until(lambda: job.state == jobs.RUNNING and job.done > 0, "it has begun")
    assert job.process_id is not None
    assert os.getpriority(os.PRIO_PROCESS, job.process_id) > os.getpriority(os.PRIO_PROCESS, 0)
    job.cancel()
    until(lambda: job.is_over, "it is over")
