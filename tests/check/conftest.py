"""A copy of the package for each test that breaks it."""

from pathlib import Path

import pytest

from tests.check.copies import copy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real package."""
    return copy(tmp_path / "data")
