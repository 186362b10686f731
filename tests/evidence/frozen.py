"""A copy of the package, releases frozen in it, and fresh processes that read them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from khyber.evidence.freezing import freeze
from khyber.settings import ROOT


def set_version(folder: Path, version: str) -> None:
    path = folder / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"version": version}), encoding="utf-8")


def freeze_as(folder: Path, *releases: str) -> None:
    for release in releases:
        set_version(folder, release)
        freeze(release, folder)


def told(folder: Path, code: str) -> str:
    """What a fresh Python prints whose data lie in `folder`."""
    run = subprocess.run(
        [sys.executable, "-c", f"from khyber.evidence.releases import identifiers, open_release\n{code}"],
        cwd=ROOT,
        env=os.environ | {"KHYBER_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def khyber(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of the command line whose data lie in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "khyber.cli", *command],
        cwd=ROOT,
        env=os.environ | {"KHYBER_DATA": str(folder)},
        capture_output=True,
        text=True,
    )
