"""The page of an HTML file of a brief, written from what the file holds and from nothing else.

Every text is escaped. `data-part` says what a text is: a file is verified by these names, and tells its faults in them.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from khyber.briefing.html import palette
from khyber.briefing.html.slide import address, listed, slide
from khyber.charts import theme
from khyber.settings import settings

_FRONTEND = Path(__file__).parents[1] / "frontend"
_SCRIPTS = ("chart.js", "fit.js", "stage.js", "channel.js", "notes.js", "save.js", "paper.js", "brief.js")
_LIBRARY = "plotly-basic.min.js"
_READING = (
    "Every figure is a published one, with its source. A range is as wide as what was published; a gap is a gap, and "
    "nothing is filled in. Different publishers count different things: their figures are never added up. Words marked "
    "as the author's are not computed from the data."
)
_VERIFYING = "Whether this file says what its release says: khyber verify FILE"


def page(held: dict[str, Any]) -> str:
    """The whole page, its digest as zeros. held: what `contents.contents` gave."""
    scripts = [*([_file(_LIBRARY)] if any(one["spec"] for one in held["slides"]) else []), _script()]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en" data-mode="read">',
            _head(held, scripts),
            "<body>",
            _top(held),
            "<main>",
            *(slide(held, number) for number in range(len(held["slides"]))),
            "</main>",
            _end(held),
            _file("stage.html"),
            f'<script type="application/json" id="khyber-brief">{as_json(held)}</script>',
            *_tags(scripts),
            "</body>",
            "</html>",
            "",
        ]
    )


def as_json(held: dict[str, Any]) -> str:
    """Values as JSON that no HTML parser takes for anything else."""
    text = json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _tags(scripts: list[str]) -> list[str]:
    """The scripts as they stand in the page: the library first, then our own, which is a module."""
    return [*(f"<script>{one}</script>" for one in scripts[:-1]), f'<script type="module">{scripts[-1]}</script>']


@cache
def _file(name: str) -> str:
    return (_FRONTEND / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    colours = {mode: palette.colours(mode)["chartCategoricalColors"] for mode in ("light", "dark")}
    given = f"const CONFIG = {json.dumps(theme.CONFIG)}\nconst COLOURS = {json.dumps(colours)}"
    return "\n".join([given, *map(_file, _SCRIPTS)])


@cache
def _style() -> str:
    dark = palette.variables("dark")
    colours = (
        f":root{{{palette.variables('light')}}}\n"
        f"@media (prefers-color-scheme: dark){{:root:not([data-theme]){{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
    )
    return colours + _file("brief.css") + _file("stage.css") + _file("notes.css")


def _policy(scripts: list[str]) -> str:
    hashes = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts)
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _head(held: dict[str, Any], scripts: list[str]) -> str:
    icon = base64.b64encode((settings.static / "khyber.svg").read_bytes()).decode()
    return "\n".join(
        [
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
            f'<meta name="khyber-digest" content="sha256-{"0" * 64}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f'<title data-part="title">{escape(held["title"])}</title>',
            f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">',
            f"<style>{_style()}</style>",
            "</head>",
        ]
    )


def _top(held: dict[str, Any]) -> str:
    slides = held["slides"]
    contents = "".join(
        f'<li><a href="#slide-{number}" data-part="contents">{escape(one["title"])}</a></li>'
        for number, one in enumerate(slides, 1)
    )
    return f"""<header class="top">
<h1 data-part="title">{escape(held["title"])}</h1>
<p class="about" data-part="release">Khyber, release {escape(held["release"])}; pages searched up to {
        escape(held["as_of"])
    }</p>
<p class="buttons"><button type="button" class="main" data-do="present">Present</button>
<button type="button" data-do="theme">Light or dark</button>
<button type="button" data-do="save-all">Save all data (JSON)</button></p>
{listed(held["told"], "left out", "told")}
<nav aria-label="Slides"><ol>{contents}</ol></nav>
<noscript><p>Charts are drawn by a script, which does not run here: the table of each slide has all of its
values.</p></noscript>
</header>"""


def _end(held: dict[str, Any]) -> str:
    base = address(held["base"]) if held["base"] else ""
    return f"""<footer class="end">
<h2>How to read this</h2>
<p data-part="reading">{escape(_READING)}</p>
<p data-part="verifying">{escape(_VERIFYING)}</p>
<p data-part="dashboard">{base}</p>
</footer>"""
