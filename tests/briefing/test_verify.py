"""A file is verified twice: its bytes by the digest, its values by the release; each change is found and named."""

import json
from collections.abc import Callable

import pytest

from khyber.briefing import html
from khyber.briefing.brief import Brief, BriefError, Slide
from khyber.briefing.shown import show
from khyber.briefing.verify import verify
from khyber.evidence.releases import identifiers

BRIEF = Brief(
    "Verified",
    (
        Slide("attacks-by-publisher", title="The author’s judgment", points=("My own words", 0)),
        Slide("border-map", (("category", "border"),), notes="To be said."),
        Slide("attacks-what-counts"),
        Slide("crossings"),
    ),
)
ON_PAGE, IN_DATA = b'<td class="n">1485</td>', b'[2012,"PICSS",1485,'


@pytest.fixture(scope="module")
def file() -> bytes:
    return html.write(show(BRIEF, "https://khyber.example"))


def signed(data: bytes) -> bytes:
    """The file with a digest made anew, as whoever changes one can."""
    return html.with_digest(data, html.digest(data) or "")


def swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


@pytest.mark.parametrize("release", [None, *identifiers()[1:2]])
def test_a_file_as_it_was_written_holds(release: str | None) -> None:
    verdict = verify(html.write(show(BRIEF.changed(release=release) if release else BRIEF, "https://khyber.example")))
    assert verdict.holds
    assert verdict.lines() == [
        "Digest: unchanged since the file was written.",
        f"Values: every one is what release {release or identifiers()[0]} says.",
        "4 texts are the author’s own, marked as such: no release says them.",
        "Its links lead to https://khyber.example: no release says whose that is.",
    ]


def test_a_changed_byte_is_found(file: bytes) -> None:
    for place in (20, len(file) // 2, len(file) - 3):
        changed = bytearray(file)
        changed[place] ^= 1
        verdict = verify(bytes(changed))
        assert verdict.digest == "changed"
        assert not verdict.holds


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda data: swapped(data, ON_PAGE, ON_PAGE.replace(b"5", b"6")), {"on the page"}),
        (lambda data: swapped(data, IN_DATA, IN_DATA.replace(b"1485", b"1486")), {"in the data"}),
        (
            lambda data: swapped(
                swapped(data, IN_DATA, IN_DATA.replace(b"1485", b"1486")), ON_PAGE, ON_PAGE.replace(b"5", b"6")
            ),
            {"on the page", "in the data"},
        ),
    ],
    ids=["page", "data", "both"],
)
def test_a_changed_value_is_named_though_the_digest_was_made_anew(
    file: bytes, change: Callable[[bytes], bytes], where: set[str]
) -> None:
    verdict = verify(signed(change(file)))
    assert verdict.digest == "unchanged"
    assert not verdict.holds
    named = "Slide 1, table, row 1, column “Headline figure”"
    assert {str(one) for one in verdict.differences} == {
        f"{named}, {one}: the file says “1486”; the release says “1485”." for one in where
    }


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b'"y":[1485.0', b'"y":[1400.0', "Slide 1, chart data 1 y 1, in the data"),
        (b'data-part="note">', b'data-part="note">Not: ', "Slide 1, note, on the page"),
        (b'data-part="stamp">Khyber, release', b'data-part="stamp">Khyber, draft', "Slide 1, stamp, on the page"),
        (b'"grade":"B"', b'"grade":"A"', "The brief, sources"),
        (
            b'data-part="link"><a href="https://khyber',
            b'data-part="link"><a href="https://xhyber',
            "address of the link",
        ),
        (b'data-part="boundary note">', b'data-part="boundary note">Not: ', "Slide 2, boundary note, on the page"),
        (b"(author\xe2\x80\x99s words)</span>", b"</span>", "Slide 1, point, on the page"),
        (b'<p class="stamp"', b'<p>Twice as many.</p><p class="stamp"', "Slide 1, text, on the page"),
    ],
)
def test_whatever_else_is_changed_is_named(file: bytes, old: bytes, new: bytes, named: str) -> None:
    verdict = verify(signed(swapped(file, old, new)))
    assert [str(one) for one in verdict.differences if named in one.where]
    assert len(verdict.differences) < 4
    assert not verdict.values_hold


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"const NARROW = 600", b"const NARROW = 601"),
        (b"</style>", b"td{display:none}</style>"),
        (b'id="khyber-brief"', b'id="khyber-brief" '),
        (b"<main>", b"<main><!-- -->"),
    ],
)
def test_changed_scripts_or_styles_are_told(file: bytes, old: bytes, new: bytes) -> None:
    verdict = verify(signed(swapped(file, old, new)))
    assert not verdict.values_hold
    assert verdict.problem or "another version wrote the file, or it was changed" in "\n".join(verdict.lines())


def test_a_brief_changed_inside_is_not_its_page(file: bytes) -> None:
    start = file.index(b'"brief":{')
    changed = file[:start] + file[start:].replace(b'"figure":"crossings"', b'"figure":"coverage"', 1)
    verdict = verify(signed(changed))
    assert {one.where.split(",")[0] for one in verdict.differences} >= {"Slide 4"}
    assert len(verdict.lines()) < 30


def test_a_release_that_is_not_here_is_a_sentence(file: bytes) -> None:
    verdict = verify(signed(file.replace(identifiers()[0].encode(), b"2031.1.1")))
    assert verdict.digest == "unchanged"
    assert not verdict.values_hold
    assert verdict.lines()[1].startswith("Values: not compared. Release 2031.1.1 is not here: there are ")


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"\xff\xfe\x00", b'<script id="khyber-brief">{}</script>'])
def test_what_is_no_brief_is_refused(data: bytes) -> None:
    with pytest.raises(BriefError, match="no brief of Khyber"):
        verify(data)


@pytest.mark.parametrize(
    "inside",
    ["", "{", "[]", "null", "{}", '{"format":1}', '{"format":1,"release":5,"base":""}', "[" * 100_000]
    + ['{"format":1,"release":"newest","base":"","brief":{"khyber_brief":1,"slides":7}}'],
)
def test_data_that_cannot_be_read_are_a_sentence(file: bytes, inside: str) -> None:
    start = file.index(b'id="khyber-brief">') + len(b'id="khyber-brief">')
    end = file.index(b"</script>", start)
    verdict = verify(file[:start] + inside.encode() + file[end:])
    assert verdict.digest == "changed"
    assert verdict.lines()[1].startswith("Values: not compared. The data inside the file cannot be read.")


def test_data_of_another_shape_are_differences(file: bytes) -> None:
    start = file.index(b'id="khyber-brief">') + len(b'id="khyber-brief">')
    end = file.index(b"</script>", start)
    held = json.loads(file[start:end])
    for part in (["slides"], "x", None, {"slides": 1}):
        changed = json.dumps({**held, "slides": part, "sources": part}, ensure_ascii=False).encode()
        assert not verify(file[:start] + changed + file[end:]).values_hold


def test_a_file_without_a_digest_says_so(file: bytes) -> None:
    verdict = verify(swapped(file, b'name="khyber-digest"', b'name="nothing"'))
    assert verdict.digest == "none"
    assert verdict.lines()[0] == "Digest: the file names none."
