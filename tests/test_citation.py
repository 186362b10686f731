"""CITATION.cff: the fields that the Citation File Format 1.2.0 asks for, equal to what the package says of itself."""

import tomllib
from typing import Any

import pytest
import yaml

from khyber.evidence import package
from khyber.settings import ROOT, settings

REQUIRED = {"cff-version", "message", "title", "authors"}
ALLOWED = REQUIRED | {"abstract", "type", "version", "license", "keywords", "references"}
OF_A_REFERENCE = {"type", "title", "authors", "version", "license"}


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_it_holds_the_fields_of_the_format(citation: dict[str, Any]) -> None:
    assert REQUIRED <= set(citation) <= ALLOWED
    assert citation["cff-version"] == "1.2.0" and citation["type"] in ("software", "dataset")
    texts = [citation[name] for name in ("message", "title", "abstract", "version", "license")]
    assert all(isinstance(one, str) and one for one in texts)
    assert len(citation["keywords"]) == len(set(citation["keywords"])) > 0
    for one in [citation, *citation["references"]]:
        assert one["authors"] and all(set(author) == {"name"} and author["name"] for author in one["authors"])
    assert all({"type", "title", "authors"} <= set(one) <= OF_A_REFERENCE for one in citation["references"])


def test_it_says_what_the_package_says(citation: dict[str, Any], project: dict[str, Any]) -> None:
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert [one["name"] for one in citation["authors"]] == [one["name"] for one in project["authors"]]


def test_it_cites_the_data_as_they_are(citation: dict[str, Any]) -> None:
    described = package.describe(package.Folder(settings.data))
    (data,) = citation["references"]
    assert (data["title"], data["version"]) == (described["title"], described["version"])
    assert data["license"] == described["licenses"][0]["name"]
