"""The HTML file of a brief: one file that asks for nothing, says what its figures say, and is the same each time."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import plotly
import pytest
from streamlit.testing.v1 import AppTest

from khyber.briefing import html, standard
from khyber.briefing.brief import Brief, Slide
from khyber.briefing.html.read import Place, data, texts
from khyber.briefing.shown import Shown, show
from khyber.charts import catalogue, readable
from khyber.settings import ROOT

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
WORDS = Brief("In words", (Slide("attacks-what-counts"), Slide("incident")))


def written(shown: Shown) -> tuple[str, Any]:
    """The text of a brief's file, and the data inside it."""
    text = html.write(shown).decode()
    return text, data(text)


@pytest.fixture(scope="module")
def ten() -> Shown:
    return show(standard.read("border-in-ten-slides"), "https://khyber.example")


def test_the_same_brief_and_release_give_the_same_bytes(ten: Shown) -> None:
    again = show(standard.read("border-in-ten-slides"), "https://khyber.example")
    assert html.write(ten) == html.write(again)


def test_the_digest_is_over_every_byte_but_its_own_digits(ten: Shown) -> None:
    file = html.write(ten)
    named = html.named_digest(file)
    assert named is not None
    assert file.count(named.encode()) == 1
    assert hashlib.sha256(file.replace(named.encode(), b"0" * 64)).hexdigest() == named


def test_every_title_point_note_source_and_row_stands_on_the_page(ten: Shown) -> None:
    found = texts(html.write(ten).decode())
    for number, slide in enumerate(ten.slides, 1):
        assert found[Place(number, "title", 1)] == slide.title
        assert found[Place(number, "stamp", 1)] == slide.stamp
        assert found[Place(number, "source line", 1)] == f"Sources: {slide.source}"
        assert found[Place(number, "link", 1)] == slide.link
        notes = {place for place in found if place.slide == number and place.part in ("note", "boundary note")}
        assert len(notes) == len({*slide.figure.notes, *slide.boundary})
        assert sum(place.part == "source" and place.slide == number for place in found) == len(slide.sources)
        table = readable.table(ten.evidence, slide.figure)
        assert [found[Place(number, "table", 0, place)] for place in range(1, len(table.columns) + 1)] == [
            *map(str, table.columns)
        ]
        rows = {place.row for place in found if place.slide == number and place.part == "table"} - {0}
        assert rows == set(range(1, len(table) + 1))


def test_a_map_carries_its_boundary_note_and_is_drawn_from_lines(ten: Shown) -> None:
    _, held = written(ten)
    maps = [number for number, slide in enumerate(ten.slides) if slide.is_map]
    assert maps
    for number in maps:
        slide = held["slides"][number]
        assert slide["boundary"] == list(ten.slides[number].boundary) != []
        assert {trace["type"] for trace in slide["spec"]["data"]} == {"scatter"}


def test_nothing_is_asked_of_anybody(ten: Shown) -> None:
    text = html.write(ten).decode()
    policy = html.policy(text.encode())
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    assert "'unsafe-eval'" not in policy
    scripts = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", text, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts}
    assert len(scripts) == 2
    assert hashes == set(re.findall(r"'sha256-([^']+)'", policy))
    outside = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert re.findall(r"\ssrc=|@import|url\(", outside) == []
    assert {one.split(":")[0] for one in re.findall(r'href="([^"#][^"]*)"', outside)} == {"https", "data"}


def test_the_library_is_inside_once_and_only_where_there_is_a_chart(ten: Shown) -> None:
    mark = "* plotly.js (basic - minified)"
    assert html.write(ten).decode().count(mark) == 1
    assert html.write(show(WORDS)).decode().count(mark) == 0


def test_a_short_table_of_a_figure_of_words_stands_open() -> None:
    text = html.write(show(WORDS)).decode()
    first, second = text.split('<section class="slide')[1:]
    assert "<table" in first.split("<details")[0]
    assert "<table" not in second
    assert "No row of data is shown." in second


def test_words_of_the_author_are_text_and_marked_as_the_authors() -> None:
    slide = Slide("attacks-by-publisher", title=EVIL, points=(EVIL, "=SUM(A1)"), notes=EVIL)
    shown = show(Brief(EVIL, (slide,)))
    text, held = written(shown)
    assert "<img" not in text.split("<script>")[0]
    assert "<script>alert" not in text
    assert held["brief"]["slides"][0]["title"] == EVIL
    found = texts(text)
    assert found[Place(1, "title", 1)] == EVIL
    assert found[Place(1, "computed title", 1)] == f"Author’s title; computed: {shown.slides[0].figure.title}"
    assert found[Place(1, "point", 1)] == f"{EVIL} (author’s words)"
    assert found[Place(1, "speaker notes", 1)] == EVIL


def test_only_https_is_a_link_among_sources(ten: Shown) -> None:
    urls = {source.url for slide in ten.slides for source in slide.sources}
    text = html.write(ten).decode()
    assert {one.split(":")[0] for one in urls} <= {"https", "http", ""}
    for url in urls:
        escaped = url.replace("&", "&amp;")
        assert (f'href="{escaped}"' in text) == url.startswith("https://")


def test_a_gap_is_null_in_the_data_and_empty_on_the_page() -> None:
    shown = show(Brief("Gaps", (Slide("groups-strength"),)))
    text, held = written(shown)
    table = held["slides"][0]["table"]
    gaps = [(row, place) for row, values in enumerate(table["rows"]) for place, one in enumerate(values) if one is None]
    assert gaps
    found = texts(text)
    assert all(Place(1, "table", row + 1, place + 1) not in found for row, place in gaps)
    json.dumps(held, allow_nan=False)


def test_every_figure_of_the_catalogue_can_stand_in_a_file() -> None:
    told: list[tuple[int, int]] = []
    every = catalogue.entries()
    for part in (every[start : start + 40] for start in range(0, len(every), 40)):
        shown = show(Brief("All", tuple(Slide(one.id) for one in part)))
        text = html.write(shown, lambda done, of, what: told.append((done, of))).decode()
        held = data(text)
        assert [one["figure"] for one in held["slides"]] == [one.id for one in part]
        json.dumps(held, allow_nan=False)
        assert told == [(done, len(part)) for done in range(len(part))]
        told.clear()


def test_the_small_build_is_of_the_version_that_draws_the_pages() -> None:
    small = (ROOT / "khyber" / "briefing" / "frontend" / "plotly-basic.min.js").read_text("utf-8")[:200]
    whole = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text("utf-8")[:200]
    version = re.compile(r"v\d+\.\d+\.\d+")
    assert "basic" in small and version.findall(small) == version.findall(whole) != []


def test_a_chart_that_was_drawn_on_a_page_gives_the_same_bytes() -> None:
    shown = show(Brief("One", (Slide("attacks-by-publisher"),)))
    before = html.write(shown)
    run = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    run.switch_page("pages/attacks.py")
    assert not run.run().exception
    assert html.write(shown) == before
