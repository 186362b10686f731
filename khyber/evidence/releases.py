"""Releases: the package frozen under an id, never changed again, and opened by that id."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from functools import lru_cache
from pathlib import Path

from khyber.evidence import package as packages
from khyber.evidence import upgrades
from khyber.evidence.cache import Kept
from khyber.evidence.evidence import Evidence
from khyber.settings import settings

NEWEST = "newest"
CHECKSUMS = "sha256.txt"
ID = re.compile(r"\d{4}\.([1-9]|1[0-2])\.([1-9]\d{0,2})")
_OPEN: Kept[Evidence] = Kept(3)


def identifiers() -> list[str]:
    """The ids of the frozen releases that can be opened, newest first."""
    return [release for release, fault in frozen().items() if not fault]


def frozen(folder: Path | None = None) -> dict[str, str]:
    """Every release in a folder (the project's own by default), newest first, with what is wrong with its file, ""
    where nothing is."""
    folder = folder or settings.data / "releases"
    try:
        return _frozen(folder, folder.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=4)
def _frozen(folder: Path, changed: int) -> dict[str, str]:
    """The releases in a folder as it was when it was last `changed`, each read and compared once."""
    listed = checksums(folder)
    names = {name.removesuffix(".zip") for name in [*listed, *(file.name for file in folder.glob("*.zip"))]}
    found = sorted(filter(ID.fullmatch, names), key=age, reverse=True)
    return {one: _fault(folder / f"{one}.zip") for one in found}


def age(release: str) -> tuple[int, ...]:
    """A sort key: the later a release, the higher."""
    return tuple(map(int, release.split(".")))


def _fault(file: Path) -> str:
    """What is wrong with the file of a release; "" where it is what was frozen and this Khyber can read it."""
    listed = checksums(file.parent).get(file.name)
    if not listed:
        return f"it has no checksum in {CHECKSUMS}"
    try:
        if hashlib.sha256(file.read_bytes()).hexdigest() != listed:
            return "its file is not what was frozen"
        with zipfile.ZipFile(file) as opened:
            upgrades.require_known(json.loads(opened.read("datapackage.json"))["schema_version"])
    except FileNotFoundError:
        return "its file is gone"
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        return f"its file cannot be read: {error.strerror if isinstance(error, OSError) else error}"
    return ""


def open_release(release: str = NEWEST) -> Evidence:
    """The evidence of a release, by its id or "newest". The last three are kept open.

    Raises KeyError naming the id where no such release can be opened; nothing but a listed id reaches the disk.
    """
    file = archive(release)
    return _OPEN.get(file, lambda: _load(file))


def _load(file: Path) -> Evidence:
    """A release from its file, which may have changed since the folder was listed: it is then listed anew."""
    fault = _fault(file)
    if fault:
        _frozen.cache_clear()
        raise KeyError(f"release {file.stem!r} cannot be opened: {fault}")
    return Evidence(file.stem, packages.Zip(file))


def archive(release: str) -> Path:
    """The file of a frozen release, by its id or "newest". Raises KeyError where no such release can be opened."""
    known = identifiers()
    chosen = known[0] if release == NEWEST and known else release
    if chosen not in known:
        raise KeyError(f"there is no release {release!r}; there are: {', '.join(known) or 'none'}")
    return settings.data / "releases" / f"{chosen}.zip"


def checksum(release: str) -> str:
    """The SHA-256 of the file of a frozen release, which never changes."""
    return checksums(archive(release).parent)[f"{release}.zip"]


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each release in a folder as it was when frozen, by file name, in the form of `sha256sum`."""
    listed = folder / CHECKSUMS
    lines = listed.read_text(encoding="ascii").splitlines() if listed.is_file() else []
    return {name: digest for digest, name in (line.split() for line in lines)}


def open_folder(folder: Path) -> Evidence:
    """The evidence of the working tables in a folder, under the id "working"."""
    return Evidence("working", packages.Folder(folder))
