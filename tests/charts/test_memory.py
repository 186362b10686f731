"""What is kept of releases: three of them, whatever was drawn from the others, and each made once."""

import gc
import hashlib
import json
import os
import subprocess
import sys
import threading
import weakref
import zipfile
from pathlib import Path

import pytest

from khyber.evidence import Evidence, cached, open_folder, open_release
from khyber.evidence.cache import Kept
from khyber.evidence.releases import archive
from khyber.settings import ROOT, settings

RELEASES = [f"2031.1.{number}" for number in range(1, 7)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A data folder with six releases that differ in their version alone."""
    releases = tmp_path_factory.mktemp("data") / "releases"
    releases.mkdir()
    with zipfile.ZipFile(archive(open_release().release)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    for release in RELEASES:
        description = json.loads(parts["datapackage.json"]) | {"version": release}
        with zipfile.ZipFile(releases / f"{release}.zip", "w") as written:
            for name, content in (parts | {"datapackage.json": json.dumps(description).encode()}).items():
                written.writestr(name, content)
    sums = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in releases.iterdir()]
    (releases / "sha256.txt").write_text("".join(sums), encoding="ascii")
    return releases.parent


def told(folder: Path, code: str) -> str:
    """What a fresh Python prints whose data lie in `folder`."""
    run = [sys.executable, "-c", code]
    env = os.environ | {"KHYBER_DATA": str(folder)}
    return subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.strip()


def test_no_more_than_three_releases_live_whatever_was_drawn_from_them(folder: Path) -> None:
    code = """
import gc
from khyber import charts
from khyber.charts import catalogue, said
from khyber.claim import check
from khyber.evidence import Evidence, grading, open_release
from khyber.evidence.releases import identifiers
from khyber.filters import open_link

def draw(release):
    link = open_link({"release": [release], "known": ["2023-01-05"]})
    for figure in ("attacks-by-publisher", "disagreement-lines", "border-map", "groups-bases", "differences-years"):
        catalogue.build(figure, link.evidence, link.filters)
    said.since(link.evidence, said.on_page("timeline", link.filters), open_release())
    check("188 attacks in 2020", link.evidence)
    grading.of_rows(link.evidence, "incidents")

gc.disable()
for release in identifiers():
    draw(release)
print(sorted(one.release for one in gc.get_objects() if isinstance(one, Evidence)))
"""
    assert len(json.loads(told(folder, code).replace("'", '"'))) == 3


def test_threads_that_open_one_release_get_one(folder: Path) -> None:
    code = f"""
import threading
from khyber.evidence import open_release
got, start = [], threading.Barrier(6)
def open_it():
    start.wait()
    got.append(open_release({RELEASES[0]!r}))
threads = [threading.Thread(target=open_it) for _ in range(6)]
[one.start() for one in threads]
[one.join() for one in threads]
print(len(got), len({{id(one) for one in got}}))
"""
    assert told(folder, code) == "6 1"


class TestKept:
    def test_the_least_lately_used_is_dropped(self) -> None:
        kept: Kept[int] = Kept(2)
        made: list[str] = []

        def get(key: str) -> None:
            kept.get(key, lambda: made.append(key) or 0)

        for key in "abacab":
            get(key)
        assert made == ["a", "b", "c", "b"] and len(kept) == 2

    def test_what_failed_is_tried_again(self) -> None:
        kept: Kept[int] = Kept(2)
        with pytest.raises(ZeroDivisionError):
            kept.get("a", lambda: 1 // 0)
        assert len(kept) == 0 and kept.get("a", lambda: 1) == 1

    def test_those_who_ask_meanwhile_wait_for_the_one_who_makes(self) -> None:
        kept: Kept[object] = Kept(2)
        begun, go_on = threading.Event(), threading.Event()
        got: list[object] = []

        def slow() -> object:
            begun.set()
            go_on.wait()
            return object()

        first = threading.Thread(target=lambda: got.append(kept.get("a", slow)))
        first.start()
        begun.wait()
        second = threading.Thread(target=lambda: got.append(kept.get("a", object)))
        second.start()
        go_on.set()
        first.join()
        second.join()
        assert len(got) == 2 and got[0] is got[1]


class TestCached:
    def test_a_result_lives_as_long_as_its_evidence_and_holds_no_other(self) -> None:
        calls: list[int] = []

        @cached(4)
        def rows(evidence: Evidence, other: Evidence, more: int = 0) -> int:
            calls.append(more)
            return len(evidence.counts) + more

        own, other = open_folder(settings.data), open_folder(settings.data)
        assert rows(own, other) == rows(own, other) == rows(own, own) and calls == [0]
        assert rows(own, other, more=1) == rows(own, other) + 1 and calls == [0, 1]
        gone = weakref.ref(other)
        gc.disable()
        try:
            del other
            assert gone() is None
        finally:
            gc.enable()
