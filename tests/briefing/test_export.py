"""`khyber export`: any link to any format that needs no browser; what it refuses, and that nothing is half-written."""

import csv
import io
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from khyber.briefing import export, saved, standard, tables
from khyber.briefing.brief import Brief, BriefError, Slide
from khyber.briefing.export import open_brief
from khyber.briefing.shown import show
from khyber.charts import catalogue
from khyber.evidence import open_release
from tests.conftest import khyber

# What a file of each format begins with.
BEGINS = {
    "pptx": b"PK", "xlsx": b"PK", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "csv": b"", "png": b"\x89PNG",
    "svg": b"<svg", "json": b"{",
}  # fmt: skip


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(khyber("export", *map(str, arguments)), capture_output=True, text=True, timeout=120)


def no_progress(done: int, of: int, what: str) -> None:
    """Says nothing."""


class TestLinks:
    def test_a_page_becomes_the_brief_of_its_figures(self):
        opened = open_brief("/attacks?from=2018&by=picss,pips&release=2026.11.3")
        assert [one.figure for one in opened.brief.slides] == [
            one.id for one in catalogue.entries() if one.stands_on("attacks")
        ]
        assert opened.brief.release == "2026.11.3" and opened.base == "" and opened.told == ()
        assert dict(opened.brief.slides[0].choices) == {"from": "2018", "by": "picss,pips"}

    def test_what_shows_nothing_is_no_slide(self):
        assert "incident" not in {one.figure for one in open_brief("/incidents").brief.slides}
        opened = open_brief("/incidents?incident=2023-09-06-torkham")
        assert "incident" in {one.figure for one in opened.brief.slides}

    def test_a_full_address_tells_where_links_go(self):
        opened = open_brief("https://khyber.example/?known=2023-01-31")
        assert opened.base == "https://khyber.example"
        (first, *_) = show(opened.brief, opened.base).slides
        assert first.link.startswith("https://khyber.example/?release=") and "known=2023-01-31" in first.link

    def test_a_brief_is_opened_by_its_name_its_link_and_its_file(self, tmp_path: Path):
        brief = standard.briefs()["rise-2021"]
        assert open_brief("/brief?brief=rise-2021").brief == brief
        assert open_brief("http://localhost:8501/present?brief=rise-2021").brief == brief
        (tmp_path / "my.json").write_bytes(saved.write(brief))
        assert open_brief(str(tmp_path / "my.json")).brief == brief

    def test_what_is_ignored_in_a_link_is_told(self):
        assert "zzz" in open_brief("/attacks?zzz=1").told[0]

    def test_a_template_goes_with_powerpoint_alone(self, tmp_path: Path):
        template, to = tmp_path / "look.pptx", tmp_path / "brief.html"
        template.write_bytes(b"")
        told = run("/attacks", "--to", to, "--template", template)
        assert told.returncode == 1 and "--template is a look for .pptx alone" in told.stderr and not to.exists()

    @pytest.mark.parametrize(
        ("link", "reason"),
        [
            ("/nowhere", "There is no page at “/nowhere”"),
            ("ftp://x/attacks", "no link of this dashboard"),
            ("/brief", "names no brief"),
            ("/brief?brief=none", "no standard brief “none”"),
            ("missing.json", "missing.json cannot be read"),
            ("/claim", "No figure of the page Claim check shows anything"),
            ("../../etc/passwd", "There is no page"),
        ],
    )
    def test_a_link_that_opens_nothing_says_why(self, link: str, reason: str):
        with pytest.raises(BriefError, match=reason):
            open_brief(link)


class TestTables:
    def test_the_workbook_holds_every_table_and_every_source(self):
        shown = show(standard.briefs()["border-in-ten-slides"])
        book = load_workbook(io.BytesIO(tables.excel(shown, no_progress)))
        assert book.sheetnames == ["Brief", *map(tables.sheet_name, shown.slides), "Sources"]
        for slide in shown.slides:
            sheet = book[tables.sheet_name(slide)]
            assert sheet.max_row == len(slide.figure.table) + 1
            head = [one.value for one in sheet[1]]
            assert {"rows", "sources", "source_urls", "grade", "release"} <= set(head)
            assert ("boundary_note" in head) == slide.is_map
        listed = {one[0].value for one in book["Sources"].iter_rows(min_row=2)}
        assert listed == {source.source_id for slide in shown.slides for source in slide.sources}
        told = [one.value for one in book["Brief"]["C"]][1:]
        assert told == [one.title for one in shown.slides]

    def test_values_in_the_workbook_are_those_of_the_figure(self):
        (slide,) = show(Brief("One", (Slide("attacks-change"),))).slides
        shown = show(Brief("One", (Slide("attacks-change"),)))
        rows = list(load_workbook(io.BytesIO(tables.excel(shown, no_progress)))[tables.sheet_name(slide)].values)
        head = rows[0]
        for column in ("year", "publisher", "headline", "low", "high"):
            assert [one[head.index(column)] for one in rows[1:]] == list(slide.figure.table[column])

    def test_an_authors_words_are_never_a_formula(self):
        brief = Brief("=1+1", (Slide("timeline", title="=cmd()", points=("+1", "@x"), notes="-2"),))
        book = load_workbook(io.BytesIO(tables.excel(show(brief), no_progress)))
        cells = [cell for row in book["Brief"].iter_rows() for cell in row]
        assert any(cell.value == "=cmd()" for cell in cells)
        assert not any(cell.data_type == "f" for cell in cells)


class TestCommand:
    def test_a_page_is_written_as_a_workbook(self, tmp_path: Path):
        done = run("/attacks?from=2018", "--to", tmp_path / "weekly.xlsx")
        assert done.returncode == 0 and done.stdout.strip() == str(tmp_path / "weekly.xlsx") and done.stderr == ""
        assert "Brief" in load_workbook(tmp_path / "weekly.xlsx").sheetnames
        assert [one.name for one in tmp_path.iterdir()] == ["weekly.xlsx"], "nothing else is left"

    @pytest.mark.parametrize("ending", export.FORMATS)
    def test_the_ten_slides_are_written_in_every_format(self, tmp_path: Path, ending: str):
        done = run("/brief?brief=border-in-ten-slides", "--to", tmp_path / f"ten.{ending}")
        assert done.returncode == 0, done.stderr
        written = sorted(tmp_path.iterdir())
        assert list(map(str, written)) == done.stdout.split()
        assert len(written) == (10 if export.FORMATS[ending].is_one_a_slide else 1)
        assert all(one.read_bytes().lstrip().startswith(BEGINS[ending]) for one in written)

    def test_several_slides_become_numbered_files_and_one_slide_one_file(self, tmp_path: Path):
        brief = Brief("Two", (Slide("attacks-change"), Slide("timeline")))
        (tmp_path / "two.json").write_bytes(saved.write(brief))
        done = run(tmp_path / "two.json", "--to", tmp_path / "out.csv")
        assert done.stdout.split() == [
            str(tmp_path / "out-01-attacks-change.csv"),
            str(tmp_path / "out-02-timeline.csv"),
        ]
        rows = list(csv.DictReader(io.StringIO((tmp_path / "out-01-attacks-change.csv").read_text("utf-8"))))
        assert {one["release"] for one in rows} == {open_release().release} and all(one["sources"] for one in rows)
        (tmp_path / "one.json").write_bytes(saved.write(brief.without(1)))
        assert run(tmp_path / "one.json", "--to", tmp_path / "one.csv").stdout.split() == [str(tmp_path / "one.csv")]

    def test_progress_is_told_only_when_asked_for(self, tmp_path: Path):
        done = run("/brief?brief=rise-2021", "--to", tmp_path / "b.json", "--progress")
        lines = done.stderr.splitlines()
        steps = [tuple(map(int, one.split(" ")[0].split("/"))) for one in lines]
        assert steps == [(step, 15) for step in (*range(7), 15)] and lines[-1] == "15/15 Done"
        assert saved.read((tmp_path / "b.json").read_bytes()).release == open_release().release

    @pytest.mark.parametrize(
        ("link", "file", "reason"),
        [
            ("/attacks", "b.docx", "no ending that is known here"),
            ("/attacks", "b", "no ending that is known here"),
            ("/nowhere", "b.pptx", "There is no page"),
            ("/attacks", "no/such/folder/b.csv", "cannot be written"),
        ],
    )
    def test_a_fault_is_one_sentence_and_nothing_is_written(self, tmp_path: Path, link: str, file: str, reason: str):
        done = run(link, "--to", tmp_path / file)
        assert done.returncode == 1 and reason in done.stderr and "Traceback" not in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_what_was_left_out_is_said(self, tmp_path: Path):
        brief = Brief("Odd", (Slide("no-such-figure"), Slide("timeline")))
        (tmp_path / "odd.json").write_bytes(saved.write(brief))
        done = run(tmp_path / "odd.json", "--to", tmp_path / "odd.csv")
        assert done.returncode == 0 and "there is no figure “no-such-figure”" in done.stderr


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path):
    blocked = tmp_path / "out-02-timeline.csv"
    blocked.mkdir()
    before = tmp_path / "out-01-attacks-change.csv"
    before.write_text("last week's")
    with pytest.raises(BriefError, match=r"out-02-timeline\.csv cannot be written: it is a folder"):
        export.write(Brief("Two", (Slide("attacks-change"), Slide("timeline"))), tmp_path / "out.csv", "", no_progress)
    assert sorted(tmp_path.iterdir()) == [before, blocked] and before.read_text() == "last week's"


def test_a_brief_without_slides_is_not_written(tmp_path: Path):
    with pytest.raises(BriefError, match="no slides"):
        export.write(Brief("None"), tmp_path / "none.csv", "", no_progress)
    assert list(tmp_path.iterdir()) == []
