"""How the figures of a page are computed: its section of docs/methods.md, read and made into HTML once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from khyber.settings import settings

# Where the server answers with the documents of docs/.
ADDRESS = "/docs"
NAME = "methods.md"
_TITLE = re.compile(r"^## (.+)\n", re.MULTILINE)
# What is wider than the page scrolls within itself, also by keyboard.
_SCROLLS = 'class="kh-across" tabindex="0" role="group"'
_ELSEWHERE = {"rel": "noopener noreferrer", "target": "_blank"}


class _Renderer(RendererHTML):
    """HTML as the pages have it: formulas and tables in boxes that scroll, links that open beside the page."""

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A formula as it stands in the document."""
        return f'<pre {_SCROLLS} aria-label="Formula"><code>{escape(tokens[idx].content.rstrip())}</code></pre>\n'

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The same where the formula stands between fences."""
        return self.code_block(tokens, idx, options, env)

    def table_open(self, *_: Any) -> str:
        """The start of a table and of its box."""
        return f'<div {_SCROLLS} aria-label="Table"><table class="kh-table">'

    def table_close(self, *_: Any) -> str:
        """The end of a table and of its box."""
        return "</table></div>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A link to a site, or to another document of docs/."""
        to = str(tokens[idx].attrs["href"])
        address = to if re.match(r"https?://", to) else f"{ADDRESS}/{to}"
        tokens[idx].attrs |= {"href": address, **_ELSEWHERE}
        return self.renderToken(tokens, idx, options, env)


@lru_cache(maxsize=1)
def documents() -> Mapping[str, Path]:
    """The documents of docs/ by name."""
    return {file.name: file for file in sorted((settings.root / "docs").glob("*.md"))}


@lru_cache(maxsize=1)
def sections() -> Mapping[str, str]:
    """The sections of the document as Markdown, by their titles."""
    _, *parts = _TITLE.split(documents()[NAME].read_text(encoding="utf-8"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


@lru_cache(maxsize=16)
def folded(title: str) -> str:
    """A section as HTML behind a heading that opens it, with a link to the document. Raises KeyError without one."""
    to = " ".join(f'{name}="{value}"' for name, value in _ELSEWHERE.items())
    whole = f'<p><a href="{ADDRESS}/{NAME}" {to}>All methods as one document</a></p>'
    body = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table").render(sections()[title])
    return (
        f'<details class="kh-folded kh-method"><summary><h2>How it is computed</h2></summary>\n{body}{whole}</details>'
    )
