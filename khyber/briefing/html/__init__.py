"""One self-contained HTML file of a brief: interactive, on any screen, on paper and as a presentation.

The file asks for nothing from anywhere: scripts, styles, data and sources are inside, and its content policy allows
no more. The same brief and release give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from khyber.briefing.html import page
from khyber.briefing.html.contents import contents
from khyber.briefing.shown import Progress, Shown

_DIGEST = re.compile(rb'<meta name="khyber-digest" content="sha256-([0-9a-f]{64})">')
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def write(shown: Shown, progress: Progress = lambda done, of, what: None) -> bytes:
    """The file of a brief, UTF-8. `progress` is told how many slides are done, of how many, and what is done now."""
    return from_contents(contents(shown, progress))


def from_contents(held: dict[str, Any]) -> bytes:
    """The file that says what `contents.contents` gave, with its digest in it."""
    data = page.page(held).encode()
    return with_digest(data, digest(data) or "")


def digest(data: bytes) -> str | None:
    """The SHA-256 of every byte of a file but the digits of its own digest, which count as zeros.

    None where the file names no digest.
    """
    return hashlib.sha256(with_digest(data, "0" * 64)).hexdigest() if _DIGEST.search(data) else None


def named_digest(data: bytes) -> str | None:
    """The digest that a file names for itself, None where it names none."""
    found = _DIGEST.search(data)
    return found[1].decode() if found else None


def policy(data: bytes) -> str:
    """The content policy that a file of ours names for itself, for the header of a response."""
    found = _POLICY.search(data)
    assert found, "every file that is written here names its policy"
    return found[1].decode()


def with_digest(data: bytes, digits: str) -> bytes:
    """The bytes of a file with other digits in the place of its digest; those of a file that names none as they are."""
    found = _DIGEST.search(data)
    return data[: found.start(1)] + digits.encode() + data[found.end(1) :] if found else data
