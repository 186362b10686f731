"""How the figures of a page are computed, at its foot: the whole section of the document, folded, safe and linked."""

import re
from html import unescape
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from khyber.settings import settings
from khyber.ui import methods
from tests.app.test_pages import run, words_of

DOCUMENT = settings.root / "docs" / "methods.md"
PAGES = {
    "escalation": "Escalation",
    "risk": "Risk index",
    "outlook": "Outlook",
    "scenarios": "Scenarios",
    "judgments": "Judgments",
    "actors": "Actors",
}


def section(title: str) -> str:
    """A section as it stands in the document."""
    text: str = DOCUMENT.read_text(encoding="utf-8").split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]
    return text


def bare(text: str) -> str:
    """A text without the marks of Markdown, its spaces and the addresses of its links."""
    text = re.sub(r"\]\([^)]*\)", "", text)
    text = re.sub(r"^(\d+\. |\|[ :|-]+\|$)", "", text, flags=re.MULTILINE)
    return re.sub(r"[\s`*#|<>\[\]()-]+", "", text)


def as_seen(html: str) -> str:
    """The text of HTML."""
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("page", PAGES)
def test_the_page_holds_its_section_with_every_formula(page: str) -> None:
    drawn = words_of(run(page, ""))
    (folded,) = re.findall(r'<details class="kh-folded kh-method">.*?</details>', drawn, re.DOTALL)
    written = section(PAGES[page])
    assert bare(written) in bare(as_seen(folded))
    formulas = re.findall(r"(?m)^ {4} *(\S.*)$", written)
    blocks = [unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", folded, re.DOTALL)]
    assert formulas == [line.strip() for block in blocks for line in block.splitlines()]
    assert drawn.index(folded) > drawn.rindex("kh-title")
    assert f'href="{methods.ADDRESS}/{DOCUMENT.name}"' in folded


def test_there_is_a_page_for_every_section() -> None:
    assert set(methods.sections()) == set(PAGES.values())


def test_headings_inside_stand_one_below_that_of_the_fold() -> None:
    for title in methods.sections():
        ranks = [int(rank) for rank in re.findall(r"<h(\d)", methods.folded(title))]
        assert ranks[0] == 2 and set(ranks[1:]) <= {3}


def test_what_is_wide_scrolls_in_its_own_box_by_keyboard_too() -> None:
    drawn = "".join(map(methods.folded, methods.sections()))
    assert drawn.count("<table") == drawn.count('aria-label="Table"><table') > 0
    assert re.findall(r"<pre[^>]*>", drawn) and all('tabindex="0"' in one for one in re.findall(r"<pre[^>]*>", drawn))


def test_the_server_answers_with_every_document_that_is_linked_and_nothing_else(server: str) -> None:
    linked = {to for title in methods.sections() for to in re.findall(r'href="(/[^"]+)"', methods.folded(title))}
    assert f"{methods.ADDRESS}/{DOCUMENT.name}" in linked
    for address in linked:
        with urlopen(server + address, timeout=60) as answer:
            assert answer.headers.get_content_type() == "text/plain"
            assert answer.read().decode() == (settings.root / address.lstrip("/")).read_text(encoding="utf-8")
    for name in ("nothing.md", "..%2FREADME.md", "pictures", "%2e%2e"):
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{server}{methods.ADDRESS}/{name}", timeout=60)
        assert refused.value.code in (400, 404)
