"""The wording check: what is refused, what is not, and that every finding says where, which words and what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber.evidence import open_release
from khyber.wording import Finding, Piece, bands, check
from khyber.wording.bands import holding
from khyber.wording.terms import confidences, likelihoods

BANDS = bands(open_release())
TERMS = [one.term for one in BANDS]
SYNONYMS = [one.synonym for one in BANDS]
# "remote" is a likelihood only beside a chance.
PLAIN_SYNONYMS = [one for one in SYNONYMS if one != "remote"]


def found(*texts: str) -> list[Finding]:
    return check([Piece("", one) for one in texts], BANDS)


def words_of(*texts: str) -> list[tuple[str, ...]]:
    return [one.words for one in found(*texts)]


TOGETHER = {
    "It is likely that talks resume, and we say so with high confidence.": ("likely", "high confidence"),
    "We have moderate confidence that a strike is very unlikely.": ("very unlikely", "moderate confidence"),
    "A strike is almost certain (confidence: low).": ("almost certain", "confidence: low"),
    "Talks are likely; confidence is moderate.": ("likely", "confidence is moderate"),
    "Talks are\nlikely, our confidence in this judgment remains low.": (
        "likely", "confidence in this judgment remains low",
    ),
    "The UN said that “a return is likely”, with a high degree of confidence.": ("likely", "high degree of confidence"),
    "High-confidence reporting makes talks probable.": ("probable", "High-confidence"),
    "We are confident that it is improbable.": ("improbable", "We are confident"),
    "The chance of a truce is remote, with low to moderate confidence.": ("remote", "low to moderate confidence"),
    "They will probably agree, the authors say with medium confidence.": ("probably", "medium confidence"),
    "There is a slim chance of talks, of low confidence.": ("slim chance", "low confidence"),
    "On 1 May, Gen. Munir said it is likely, with high confidence.": ("likely", "high confidence"),
    "It is likely, confidence high.": ("likely", "confidence high"),
    "- Likely - confidence high": ("Likely", "confidence high"),
    "Likely – our confidence – moderate.": ("Likely", "confidence – moderate"),
    "We judge with confidence that it is likely.": ("likely", "judge with confidence"),
    "With confidence, the authors call it unlikely.": ("unlikely", "With confidence"),
    "They confidently call it likely, and we say confidently that it is.": ("likely", "say confidently"),
    "We are sure that it is likely to fail.": ("likely", "We are sure"),
    "There is a 60 percent probability of talks, we judge with low confidence.": (
        "60 percent probability",
        "low confidence",
    ),
    "Talks have a chance of 60 percent, with low confidence.": ("chance of 60 percent", "low confidence"),
    "By art. 5 it is likely, with high confidence.": ("likely", "high confidence"),
    "It is likely, as no. 7 and fig. IV show, with low confidence.": ("likely", "low confidence"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", TOGETHER)
def test_likelihood_and_confidence_in_one_sentence_are_refused(sentence: str) -> None:
    (one,) = found(sentence)
    assert one.words == TOGETHER[sentence]
    assert one.where == "line 1"
    assert "in one sentence" in one.advice and "another" in one.advice


@pytest.mark.parametrize(
    "text",
    [
        "Talks are likely. Confidence is moderate.",
        "Talks are likely in the U.S. Confidence is moderate.",
        "Talks are likely!\nConfidence: high",
        "- Talks are likely\n- High confidence",
        "# Talks are likely\nHigh confidence in this.",
        "| likely | high confidence |\n| --- | --- |",
        "Talks on confidence-building are likely.",
        "Low confidence-building effort makes a clash likely.",
        "A no-confidence vote is likely, and a high-level visit.",
        "Investor confidence is low, and a default is likely.",
        "People’s confidence remains low, and protests are likely.",
        "A vote of confidence is unlikely to be high on the list.",
        "The `likely` of the code and high confidence stand apart.",
        "See https://example.org/likely-strikes for the reports of high confidence.",
        "<!-- likely --> We report this with high confidence.",
        "```\nlikely\n```\nWe report this with high confidence.",
        "Attacks are more likely in spring, with high confidence.",
        "They struck a remote valley, reports say with high confidence.",
        "A remote-controlled bomb, high confidence.",
        "Police had probable cause, said with high confidence.",
        "It is not certain who fired, and confidence is low.",
        "It is likely to be state of the art. Confidence is high.",
        "It is likely that they will say no. Confidence is high.",
        "Investors look with confidence to a deal that is likely.",
        "We say with confidence-building in mind that talks are likely.",
        "It is likely that the confidence high-level visits bring will last.",
        "",
        "   \n\n",
    ],
)
def test_what_stands_apart_or_means_something_else_is_not_refused(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Talks are likely. A truce is probable.", ("probable", "likely")),
        ("A truce is probable.\n\nTalks are very likely.", ("very likely", "probable")),
        ("A truce is almost certain; a treaty is highly improbable.", ("highly improbable", "almost certain")),
        ("They will probably meet, and are unlikely to sign.", ("unlikely", "probably")),
        ("There is a roughly even chance of talks, and roughly even odds of a truce.", None),
        ("A strike is unlikely, the possibility of war is remote.", ("remote", "unlikely")),
    ],
)
def test_terms_of_two_rows_in_one_text_are_refused(text: str, words: tuple[str, ...] | None) -> None:
    (one,) = found(text)
    assert one.words == (words or ("roughly even odds", "roughly even chance"))
    right = {b.synonym: b.term for b in BANDS} | {b.term: b.synonym for b in BANDS}
    named = right[{"probably": "probable"}.get(one.words[0], one.words[0])]
    assert f"“{named}” in the place of “{one.words[0]}”" in one.advice


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ("We put it at 7/10.", "7/10"),
        ("A war is more likely than not.", "more likely than not"),
        ("A war is highly likely.", "highly likely"),
        ("A war is not likely.", "not likely"),
        ("There is a realistic possibility of war.", "realistic possibility"),
        ("It is fifty-fifty.", "fifty-fifty"),
        ("There is a one in five chance of war.", "one in five chance"),
        ("The probability is 0.7.", "probability is 0.7"),
        ("A war comes (p = 0.9).", "p = 0.9"),
        ("A war comes with 0.9 probability.", "0.9 probability"),
        ("A war has a .25 chance.", ".25 chance"),
        ("A war has a probability of about 0.9.", "probability of about 0.9"),
        ("The chances are good.", "chances are good"),
        ("War is virtually certain.", "virtually certain"),
    ],
)
def test_another_scale_beside_the_terms_is_refused_and_alone_it_is_not(other: str, shown: str) -> None:
    assert words_of(f"Talks are unlikely. {other}") == [(shown, "unlikely")]
    assert found(other) == []


@pytest.mark.parametrize(
    "text",
    [
        "Talks are likely since 9/11.",
        "Talks are likely from 5/10/2025 on.",
        "Talks are likely, as 3/5 of the members want them.",
        "Talks are likely in 7 out of 10 districts.",
        "Talks are likely: 1 in 5 attacks hit them.",
        "Talks are likely, at least 1/10,000 of them.",
        "Talks are likely, the rate fell by 8 percent.",
        "Talks are likely (inflation is at 8 percent).",
        "It is likely 8 percent of the force that left.",
        "Growth is likely at 3 percent this year.",
        "Talks are likely, and so is 8 percent.",
        "It is likely 55 to 80 percent.",
        "Talks are likely, the rate was 0.9 and the mean of p was 0.04 lower.",
        "Talks are likely (on 12 June 2026, 5 percent of the force left).",
    ],
)
def test_numbers_that_are_no_likelihood_are_let_be(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "given", "instead"),
    [
        ("Talks are likely (85-90 percent).", "85-90 percent", "very likely"),
        ("Talks are probable (85–90 %).", "85–90 %", "highly probable"),
        ("Talks are very likely (50 per cent).", "50 per cent", "roughly even chance"),
        ("There is a 90 percent chance, so talks are likely.", "90 percent chance", "very likely"),
        (
            "With a probability of 10 to 15 percent, talks are likely.",
            "probability of 10 to 15 percent",
            "very unlikely",
        ),
        ("Talks are likely (a 40 to 90 % chance).", "a 40 to 90 % chance", ""),
        ("Talks are unlikely (80-20 percent).", "80-20 percent", ""),
        ("It is likely 55 to 85 percent.", "55 to 85 percent", ""),
        ("It is likely at 90 percent.", "at 90 percent", "very likely"),
        ("- Likely – 90 %", "90 %", "very likely"),
        ("Talks are probable, with a 90 percent chance, he says.", "with a 90 percent chance", "highly probable"),
    ],
)
def test_a_percent_outside_the_band_of_its_term_is_refused(text: str, given: str, instead: str) -> None:
    (one,) = found(text)
    assert one.words[1] == given
    assert "the band of" in one.advice
    assert ("say “" in one.advice) == bool(instead) and instead in one.advice


def test_places_are_told_by_line_and_by_piece() -> None:
    text = "First line.\n\nSecond,\nit is likely with high confidence."
    assert [one.where for one in found(text)] == ["line 3"]
    pieces = [Piece("slide 1, notes", "Likely."), Piece("slide 2, notes", "One.\nTwo.\n\nProbable.")]
    (one,) = check(pieces, BANDS)
    assert (one.piece, one.where) == (1, "slide 2, notes, line 4")
    assert "“Likely” stands in slide 1, notes" in one.advice
    assert one.told.startswith("“Probable” and “Likely”: ")


def test_an_expression_of_another_scale_is_told_once() -> None:
    assert words_of("Likely. Probable. Probable. PROBABLE.") == [("Probable", "Likely")]


INSIDE = st.sampled_from(BANDS).flatmap(
    lambda band: st.tuples(st.just(band), st.integers(int(band.low), int(band.high)))
)
FILLERS = st.lists(st.sampled_from(["talks", "in spring", "the army says", "by 2027", "(it adds)", "–"]), max_size=4)
LEVELS = st.sampled_from(
    ["high confidence", "Moderate confidence", "a low level of confidence", "our confidence is low"]
)
CASES = st.sampled_from([str, str.upper, str.capitalize])


class TestProperties:
    @given(st.sampled_from(TERMS + PLAIN_SYNONYMS), LEVELS, FILLERS, FILLERS, st.booleans(), CASES)
    def test_both_in_one_sentence_are_found_in_any_order_and_case(self, term, level, before, between, swap, case):
        first, second = (level, term) if swap else (term, level)
        sentence = case(" ".join([*before, first, *between, second]))
        (one,) = found(f"{sentence}.")
        assert [word.lower() for word in one.words] == [term, confidences(sentence)[0].lower()]

    @given(st.sampled_from(TERMS), LEVELS, FILLERS)
    def test_in_two_sentences_they_are_not(self, term, level, filler):
        assert found(f"It is {term} {' '.join(filler)}. With {level} we say so.") == []

    @given(st.lists(st.sampled_from(TERMS), max_size=5), st.lists(st.sampled_from(PLAIN_SYNONYMS), max_size=5))
    def test_rows_are_mixed_exactly_where_both_occur(self, first, second):
        text = " ".join(f"It is {one}." for one in [*first, *second])
        assert bool(found(text)) == bool(first and second)
        assert len(found(text)) == (len(set(second)) if first else 0)

    @given(INSIDE, INSIDE)
    def test_a_percent_is_refused_exactly_where_it_lies_outside(self, one, other):
        band, (_, percent) = one[0], other
        expected = not band.low <= percent <= band.high
        assert bool(found(f"It is {band.term} ({percent} percent).")) == expected
        assert holding(BANDS, percent, percent) is not None

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
    def test_any_text_is_read_and_every_word_told_stands_in_it(self, text):
        for one in found(text):
            assert all(word.lower() in " ".join(text.split()).lower() for word in one.words)

    @given(st.text(alphabet="abc .,;!?\n\"'“”()-0123456789%", max_size=200))
    def test_a_text_without_such_words_has_no_finding(self, text):
        assert found(text) == [] and likelihoods(text, BANDS) == [] and confidences(text) == []
