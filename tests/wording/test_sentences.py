"""Sentences of texts and of Markdown, with the lines on which they begin."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.settings import ROOT
from khyber.wording.sentences import sentences

PATIENCE_SECONDS = 60
# Texts of some megabytes; where every sentence, stop or sign is counted from the start, none of them is read in hours.
_LONG = """
from khyber.wording.sentences import sentences
for text in ("It is one.\\nHere or there. " * 80_000, "Gen. " * 200_000, "!" * 1_000_000, "<!-- " * 200_000):
    *_, last = read = list(sentences(text))
    print(len(read), last.line)
"""


def read(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.text) for one in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", [(1, "One."), (1, "Two!"), (1, "Three?")]),
        ("A line\nthat goes on. Next", [(1, "A line that goes on."), (2, "Next")]),
        ("Gen. Munir and Dr. Khan met. They left.", [(1, "Gen. Munir and Dr. Khan met."), (1, "They left.")]),
        ("The U.S. Army left the U.S. It was 3.5 m.", [(1, "The U.S. Army left the U.S."), (1, "It was 3.5 m.")]),
        ("He said “go.” She went.", [(1, "He said “go.”"), (1, "She went.")]),
        ("No. 5 of e.g. Kabul, i.e. there.", [(1, "No. 5 of e.g. Kabul, i.e. there.")]),
        ("# Head\nText\n\n- one\n- two", [(1, "Head"), (2, "Text"), (4, "one"), (5, "two")]),
        ("> quoted\n\n1. first\n2) second", [(1, "quoted"), (3, "first"), (4, "second")]),
        ("| a | b |\n|---|---|", [(1, "a"), (1, "b"), (2, "---"), (2, "---")]),
        ("Text `code. More` here.\n```\nNot this. Nor this.\n```\nThis.", [(1, "Text here."), (5, "This.")]),
        ("Left <!-- out. Or\nnot --> here.", [(1, "Left here.")]),
        ("One.\n  Two\nand so. \n Three", [(1, "One."), (2, "Two and so."), (4, "Three")]),
        ("The art. Then no. Art. 5, fig. 2.", [(1, "The art."), (1, "Then no."), (1, "Art. 5, fig. 2.")]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_are_told_apart(text: str, expected: list[tuple[int, str]]) -> None:
    assert read(text) == expected


@given(st.text(alphabet='ab A.B!?\n|#->`"', max_size=120))
def test_lines_rise_and_lie_in_the_text(text: str) -> None:
    lines = [line for line, _ in read(text)]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert all(one and one == " ".join(one.split()) for _, one in read(text))


def test_a_paragraph_of_megabytes_is_read_to_its_end() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LONG], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.stdout.split("\n") == ["160000 80001", "1 1", "1 1", "1 1", ""], done.stderr
