"""PDF by a real Chromium: its pages, its text, what it reaches, and what is left of it."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

import khyber.charts  # noqa: F401
from khyber.briefing import chromium, pdf
from khyber.briefing.brief import Brief, BriefError, Slide
from khyber.briefing.shown import Shown, show

pytestmark = pytest.mark.browser
FIGURES = ("border-map", "attacks-change", "border-strip", "crossings", "periods-provinces")
PAGE = (
    b"<!DOCTYPE html><style>@page { size: 10in 5in; margin: 0 }</style><p id=said>before</p><script>"
    b"setTimeout(() => { said.textContent = 'drawn ' + location.hash;"
    b" document.documentElement.dataset.ready = 'true' }, 300)</script>"
)


@pytest.fixture(scope="module")
def shown() -> Shown:
    return show(Brief("The border <now>", tuple(Slide(one) for one in FIGURES)))


@pytest.fixture(scope="module")
def written(shown: Shown) -> bytes:
    told: list[tuple[int, int, str]] = []
    made = pdf.write(shown, lambda *one: told.append(one))
    assert told[-1] == (len(FIGURES), len(FIGURES), "Printing")
    return made


def poppler(tool: str, data: bytes, folder: Path, *arguments: str) -> str:
    if not shutil.which(tool):
        pytest.skip(f"{tool} (poppler-utils) is not installed")
    file = folder / "brief.pdf"
    file.write_bytes(data)
    command = [tool, str(file), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """A text without white space and hyphens, which poppler takes for breaks of a word at the end of a line."""
    return "".join(text.replace("-", "").split())


def test_a_slide_fills_its_page(written: bytes, tmp_path: Path) -> None:
    told = poppler("pdftotext", written, tmp_path, "-bbox", "-f", "2", "-l", "2", "-")
    wide = float(re.findall(r'<page width="([\d.]+)"', told)[0])
    ends = max(float(one) for one in re.findall(r'xMax="([\d.]+)"', told))
    assert 0.94 < ends / wide < 1


def test_what_a_slide_has_no_room_for_stands_behind_it(tmp_path: Path) -> None:
    slides = (Slide("judgments-list", notes="Read the second one."), Slide("periods-compared"))
    shown = show(Brief("Behind", slides))
    told = letters(poppler("pdftotext", pdf.write(shown, lambda *one: None), tmp_path, "-"))
    for fact in shown.slides[0].figure.facts:
        assert letters(fact.value) in told, fact
    assert letters("Read the second one.") in told


def test_each_slide_has_its_page_with_title_source_and_stamp(shown: Shown, written: bytes, tmp_path: Path) -> None:
    pages = [in_one_line(one) for one in poppler("pdftotext", written, tmp_path, "-layout", "-").split("\f")]
    assert "The border <now>" in pages[0]
    for slide in shown.slides:
        own = in_one_line(
            poppler("pdftotext", written, tmp_path, "-f", str(slide.place + 2), "-l", str(slide.place + 2), "-")
        )
        assert in_one_line(slide.title) in own
        assert slide.stamp in own and in_one_line(slide.source)[:40] in own


def test_after_the_slides_stand_notes_in_full_sources_links_and_short_tables(
    shown: Shown, written: bytes, tmp_path: Path
) -> None:
    text = poppler("pdftotext", written, tmp_path, "-raw", "-f", str(len(shown.slides) + 2), "-")
    behind = letters(text)
    for slide in shown.slides:
        for said in (*slide.boundary, *slide.figure.notes, *(one.title for one in slide.sources)):
            assert letters(said) in behind, said
        rows = len(slide.figure.table)
        assert (f"Its table has {rows} rows" in in_one_line(text)) == (rows > 40), slide.figure.id
    assert written.count(b"/URI (https://") >= len(shown.slides)


def test_every_page_is_of_the_size_of_a_slide(shown: Shown, written: bytes, tmp_path: Path) -> None:
    told = dict(line.split(":", 1) for line in poppler("pdfinfo", written, tmp_path).splitlines() if ":" in line)
    assert int(told["Pages"]) >= len(shown.slides) + 1
    assert told["Page size"].strip().startswith("960 x 540")


def test_it_is_printed_once_the_page_is_ready(tmp_path: Path) -> None:
    assert "drawn #print" in poppler("pdftotext", chromium.print_pdf(PAGE), tmp_path, "-")


def test_a_page_reaches_no_network(server: str) -> None:
    addresses = [f"{server.replace('127.0.0.1', 'localhost')}/_stcore/health", f"{server}/_stcore/health"]
    reached = "one => fetch(one, { mode: 'no-cors' }).then(() => 'reached', () => 'refused')"
    script = f"Promise.all({addresses}.map({reached}))"
    with chromium.Browser() as browser:
        browser.open(b"<!DOCTYPE html>", "", "true")
        assert browser.run(script) == ["refused", "refused"]


def test_nothing_is_left_of_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr("tempfile.tempdir", folder)
        monkeypatch.setenv("TMPDIR", folder)
        with pytest.raises(BriefError, match="Oh"), chromium.Browser() as browser:
            group = browser._process.pid
            browser.open(b"<!DOCTYPE html>", "", "true")
            assert list(Path(folder).iterdir())
            browser.run("(() => { throw new Error('Oh') })()")
        assert list(Path(folder).iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)


def test_a_page_that_is_never_ready_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "LONGEST_SECONDS", 3)
    with pytest.raises(BriefError, match="not done within 3 seconds"):
        chromium.print_pdf(b"<!DOCTYPE html><p>Never ready</p>")


def test_two_at_once_do_not_disturb_each_other() -> None:
    with chromium.Browser() as one, chromium.Browser() as other:
        one.open(b"<!DOCTYPE html><title>one</title>", "", "true")
        other.open(b"<!DOCTYPE html><title>other</title>", "", "true")
        assert (one.run("document.title"), other.run("document.title")) == ("one", "other")


class TestWithoutChromium:
    """What is said where there is none."""

    @pytest.fixture(autouse=True)
    def _none(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("CHROMIUM", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))

    def test_it_is_said_what_was_looked_for_and_what_to_do(self, shown: Shown) -> None:
        def never(done: int, of: int, what: str) -> NoReturn:
            raise AssertionError("nothing is made before Chromium is found")

        with pytest.raises(chromium.NoChromium) as told:
            pdf.write(shown, never)
        assert all(name in str(told.value) for name in (*chromium.NAMES, "CHROMIUM", "HTML file"))
        assert chromium.find() is None

    def test_a_wrong_name_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
        with pytest.raises(chromium.NoChromium, match="/nowhere/chrome"):
            chromium.require()
