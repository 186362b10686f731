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
from khyber.evidence.evidence import Evidence
from khyber.settings import settings

NEWEST = "newest"
MANIFEST = "manifest.json"
CHECKSUMS = "sha256.txt"
_ID = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,3})")


def identifiers() -> list[str]:
    """The ids of the frozen releases, newest first."""
    folder = settings.data / "releases"
    try:
        changed = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return []
    return list(_identifiers(folder, changed))


@lru_cache(maxsize=4)
def _identifiers(folder: Path, changed: int) -> tuple[str, ...]:
    """The ids in a folder as it was when it was last `changed`."""
    found = [path.stem for path in folder.glob("*.zip") if _ID.fullmatch(path.stem)]
    return tuple(sorted(found, key=lambda name: tuple(map(int, name.split("."))), reverse=True))


def open_release(release: str = NEWEST) -> Evidence:
    """The evidence of a release, by its id or "newest".

    Raises KeyError naming the id where no such release is frozen; nothing but a listed id reaches the disk.
    """
    known = identifiers()
    chosen = known[0] if release == NEWEST and known else release
    return _open(chosen, archive(chosen))


@lru_cache(maxsize=3)
def _open(release: str, file: Path) -> Evidence:
    return Evidence(release, packages.Zip(file))


def archive(release: str) -> Path:
    """The file of a frozen release, by its id. Raises KeyError naming the id where no such release is frozen."""
    if release not in identifiers():
        raise KeyError(f"there is no release {release!r}; there are: {', '.join(identifiers()) or 'none'}")
    return settings.data / "releases" / f"{release}.zip"


@lru_cache(maxsize=8)
def checksum(release: str) -> str:
    """The SHA-256 of the file of a frozen release, which never changes."""
    return hashlib.sha256(archive(release).read_bytes()).hexdigest()


def open_folder(folder: Path) -> Evidence:
    """The evidence of the working tables in a folder, under the id "working"."""
    return Evidence("working", packages.Folder(folder))


def freeze(release: str, folder: Path | None = None) -> Path:
    """Freeze the package in `folder` (the project's own by default) as `release` and return the file.

    Raises ValueError where the id is not like 2026.11.1 or differs from the package's version, or where the package
    is of an older schema, and FileExistsError where that release is frozen already: a release never changes.
    """
    folder = folder or settings.data
    if not _ID.fullmatch(release):
        raise ValueError(f"a release id is a year, a month and a number, such as 2026.11.1, not {release!r}")
    package = packages.describe(packages.Folder(folder))
    if package["version"] != release:
        raise ValueError(f"datapackage.json says version {package['version']!r}; set it to {release!r} first")
    if package["schema_version"] != upgrades.CURRENT:
        raise ValueError(f"a release is frozen in schema version {upgrades.CURRENT}, not {package['schema_version']}")
    target = folder / "releases" / f"{release}.zip"
    target.parent.mkdir(exist_ok=True)
    if target.exists() or target.name in checksums(target.parent):
        raise FileExistsError(f"release {release} is frozen already and never changes; choose a new id")
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in contents(folder, package).items():
            archive.writestr(_entry(name), content)
    unfinished.replace(target)
    with (target.parent / CHECKSUMS).open("a", encoding="ascii") as listed:
        listed.write(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}\n")
    return target


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of each release in a folder as it was when frozen, by file name, in the form of `sha256sum`."""
    listed = folder / CHECKSUMS
    lines = listed.read_text(encoding="ascii").splitlines() if listed.is_file() else []
    return {name: digest for digest, name in (line.split() for line in lines)}


def contents(folder: Path, package: dict[str, object] | None = None) -> dict[str, bytes]:
    """Every file of the package in `folder` as bytes, and the manifest with checksums and row counts."""
    files = packages.Folder(folder)
    package = package or packages.describe(files)
    resources = package["resources"]
    assert isinstance(resources, list)
    found = {name: files.read(name) for name in ["datapackage.json", *(r["path"] for r in resources)]}
    evidence = Evidence("working", files)
    manifest = {
        "release": package["version"],
        "schema_version": package["schema_version"],
        "rows": evidence.counts,
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in found.items()},
    }
    return {MANIFEST: json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n", **found}


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry with a fixed time, so that the same package gives the same bytes."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
