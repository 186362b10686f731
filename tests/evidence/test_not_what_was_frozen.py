"""A release that is not what was frozen."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from khyber.evidence import upgrades
from tests.check import copies
from tests.evidence.frozen import freeze_as, khyber, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copies.copy(tmp_path / "data")


def other_bytes(file: Path) -> None:
    file.write_bytes(b"garbage")


def other_content(file: Path) -> None:
    with zipfile.ZipFile(file) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(file, "w") as changed:
        for name, content in parts.items():
            changed.writestr(name, content.replace(b",294,", b",924,"))


def newer_schema(file: Path) -> None:
    with zipfile.ZipFile(file) as opened:
        description = json.loads(opened.read("datapackage.json"))
    with zipfile.ZipFile(file, "w") as changed:
        changed.writestr("datapackage.json", json.dumps(description | {"schema_version": upgrades.CURRENT + 1}))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    (file.parent / "sha256.txt").write_text(f"{digest}  {file.name}\n", encoding="ascii")


def unlisted(file: Path) -> None:
    (file.parent / "sha256.txt").unlink()


FAULTS = [
    (other_bytes, "its file is not what was frozen"),
    (other_content, "its file is not what was frozen"),
    (newer_schema, "schema version"),
    (unlisted, "no checksum in sha256.txt"),
    (Path.unlink, "its file is gone"),
]


class TestNotWhatWasFrozen:
    """A release that is not what was frozen is not opened, and does not keep the others from being opened."""

    @pytest.fixture
    def broken(self, folder, request) -> Path:
        freeze_as(folder, "2031.1.2")
        sums = folder / "releases" / "sha256.txt"
        request.param(folder / "releases" / "2031.1.2.zip")
        listed = sums.read_text(encoding="ascii") if sums.exists() else ""
        sound = copies.copy(folder.parent / "sound")
        freeze_as(sound, "2031.1.1")
        (sound / "releases" / "2031.1.1.zip").rename(folder / "releases" / "2031.1.1.zip")
        sums.write_text(listed + (sound / "releases" / "sha256.txt").read_text(encoding="ascii"), encoding="ascii")
        return folder

    @pytest.mark.parametrize(("broken", "reason"), FAULTS, indirect=["broken"])
    def test_the_one_before_it_is_shown_and_that_is_said(self, broken, reason):
        code = """
from khyber.filters import open_link
print(*identifiers())
for query in ({}, {"release": ["2031.1.2"]}, {"release": ["2031.1.1"]}):
    link = open_link(query)
    print(link.evidence.release, *link.ignored)
"""
        listed, newest, wanted, other = told(broken, code).splitlines()
        assert listed == other == "2031.1.1"
        assert newest.startswith("2031.1.1 release 2031.1.2: ") and reason in newest
        assert wanted.startswith("2031.1.1 release “2031.1.2”: ") and reason in wanted

    @pytest.mark.parametrize(("broken", "reason"), FAULTS[:1], indirect=["broken"])
    def test_the_check_names_it(self, broken, reason):
        run = khyber(broken, "check")
        assert run.returncode == 1 and f"releases/2031.1.2.zip: {reason}" in run.stdout

    def test_a_file_that_changes_under_a_running_server_is_noticed_when_it_is_opened(self, folder):
        freeze_as(folder, "2031.1.1", "2031.1.2")
        code = """
import pathlib, os
from khyber.filters import open_link
print(*identifiers())
(pathlib.Path(os.environ["KHYBER_DATA"]) / "releases" / "2031.1.2.zip").write_bytes(b"garbage")
link = open_link({})
print(link.evidence.release, *link.ignored)
print(*identifiers())
"""
        before, shown, after = told(folder, code).splitlines()
        assert (before, after) == ("2031.1.2 2031.1.1", "2031.1.1")
        assert shown.startswith("2031.1.1 release 2031.1.2: its file is not what was frozen")
