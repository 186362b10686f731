"""`khyber wording` on the command line, and the own words of a brief."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from khyber.briefing import saved, standard
from khyber.briefing.brief import Brief, Slide
from khyber.briefing.wording import findings
from khyber.cli import main
from khyber.evidence import open_release
from khyber.settings import ROOT
from khyber.wording import bands

BANDS = bands(open_release())
BRIEF = Brief(
    "Talks are likely",
    (
        Slide(
            "attacks-by-publisher", title="A truce is probable", points=(0, "Likely, with high confidence"), notes="Go."
        ),
        Slide("timeline", notes="First line.\n\nTalks are likely (10 percent)."),
    ),
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["wording", *arguments])


def written(folder: Path, name: str, text: str | bytes) -> str:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(file)


@pytest.mark.parametrize("name", ["note.txt", "note.md", "note"])
def test_a_text_is_told_by_file_line_words_and_what_to_do(tmp_path: Path, name: str) -> None:
    result = run(written(tmp_path, name, "Head\n\nTalks are likely, with high confidence.\n"))
    assert result.exit_code == 1
    first, last = result.output.splitlines()
    assert first.startswith(f"{name}, line 3: “likely” and “high confidence”: ") and "Say in one sentence" in first
    assert last == f"{name}: 1 finding"


def test_a_text_that_keeps_them_apart_passes(tmp_path: Path) -> None:
    result = run(written(tmp_path, "note.txt", "\ufeffTalks are likely (55-80 percent).\nConfidence is high.\n"))
    assert (result.exit_code, result.output) == (0, "note.txt: no findings\n")


def test_a_brief_is_told_by_its_slides(tmp_path: Path) -> None:
    result = run(written(tmp_path, "own.json", saved.write(BRIEF)))
    assert result.exit_code == 1
    told = result.output.splitlines()
    assert [line.partition(": ")[0] for line in told] == [
        "own.json, slide 1, judgment", "own.json, slide 1, point 2", "own.json, slide 2, notes, line 3", "own.json",
    ]  # fmt: skip


def test_findings_of_a_brief_name_their_slide() -> None:
    assert [one.slide for one in findings(BRIEF, BANDS)] == [0, 0, 1]
    assert [one.slide for one in findings(Brief("Likely, with low confidence"), BANDS)] == [None]
    assert all(findings(one, BANDS) == [] for one in standard.briefs().values())


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/methods.md", "docs/briefs.md"])
def test_the_projects_own_pages_pass(name: str) -> None:
    assert run(str(ROOT / name)).exit_code == 0


def test_what_cannot_be_read_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    for name, content in (("picture.png", b"\x89PNG\xff"), ("note.json", b"{}"), ("bad.json", b"\xff")):
        result = run(written(tmp_path, name, content))
        assert result.exit_code == 2 and name in result.output and "Traceback" not in result.output
    assert run(str(tmp_path)).exit_code == run(str(tmp_path / "none.txt")).exit_code == run().exit_code == 2
