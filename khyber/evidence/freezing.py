"""Freezing: the working tables become a release, if they say why they differ from the one before."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

from khyber.evidence import package as packages
from khyber.evidence import upgrades
from khyber.evidence.differences import ADDED, compare
from khyber.evidence.evidence import Evidence
from khyber.evidence.releases import CHECKSUMS, ID, age, checksums, frozen, open_folder
from khyber.settings import settings

MANIFEST = "manifest.json"
_MOST_NAMED = 3


def freeze(release: str, folder: Path | None = None) -> Path:
    """Freeze the package in `folder` (the project's own by default) as `release` and return the file.

    Raises ValueError where it may not be frozen (`require`), and FileExistsError where that release is frozen
    already: a release never changes. Whether the package holds what it must is told by `khyber.check`.
    """
    folder = folder or settings.data
    target = folder / "releases" / f"{release}.zip"
    if ID.fullmatch(release) and (target.exists() or target.name in checksums(target.parent)):
        raise FileExistsError(f"release {release} is frozen already and never changes; choose a new id")
    package = require(release, folder)
    target.parent.mkdir(exist_ok=True)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in contents(folder, package).items():
            archive.writestr(_entry(name), content)
    unfinished.replace(target)
    with (target.parent / CHECKSUMS).open("a", encoding="ascii") as listed:
        listed.write(f"{hashlib.sha256(target.read_bytes()).hexdigest()}  {target.name}\n")
    return target


def require(release: str, folder: Path) -> dict[str, Any]:
    """The description of a package that may be frozen as `release`. Raises ValueError where it may not.

    Its id is no year, month and number, or not later than every release before; the package says another version,
    or is of an older schema; or a row of the newest release was revised or taken out without a reason in the log.
    """
    if not ID.fullmatch(release):
        raise ValueError(f"a release id is a year, a month and a number, such as 2026.11.1, not {release!r}")
    package = packages.describe(packages.Folder(folder))
    if package["version"] != release:
        raise ValueError(f"datapackage.json says version {package['version']!r}; set it to {release!r} first")
    if package["schema_version"] != upgrades.CURRENT:
        raise ValueError(f"a release is frozen in schema version {upgrades.CURRENT}, not {package['schema_version']}")
    before = frozen(folder / "releases")
    if before and age(release) <= age(next(iter(before))):
        raise ValueError(f"release {release} is not later than {next(iter(before))}: a new release is the newest")
    newest = next((one for one, fault in before.items() if not fault), None)
    if newest:
        earlier = Evidence(newest, packages.Zip(folder / "releases" / f"{newest}.zip"))
        _require_reasons(earlier, open_folder(folder))
    return package


def _require_reasons(earlier: Evidence, later: Evidence) -> None:
    """Every row that was revised or taken out since has its reason in the log of corrections."""
    changed = (one for one in compare(earlier, later) if one.action != ADDED and one.table in later.counts)
    silent = list(dict.fromkeys(f"{one.table} {one.row_id}" for one in changed if not one.reason))
    if silent:
        named = ", ".join(silent[:_MOST_NAMED]) + (" and others" if silent[_MOST_NAMED:] else "")
        raise ValueError(f"changed since {earlier.release} without a reason in corrections.csv: {named}")


def contents(folder: Path, package: dict[str, Any] | None = None) -> dict[str, bytes]:
    """Every file of the package in `folder` as bytes, and the manifest with checksums and row counts."""
    files = packages.Folder(folder)
    package = package or packages.describe(files)
    found = {name: files.read(name) for name in ["datapackage.json", *(r["path"] for r in package["resources"])]}
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
