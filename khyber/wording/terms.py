"""The words of likelihood and of confidence in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from khyber.wording.bands import Band

FIRST, SECOND, OTHER = "first row", "second row", "another scale"
_CHANCE = r"(?:chances?|possibilit(?:y|ies)|prospects?|likelihood|probabilit(?:y|ies)|odds)"
_LIKELY = r"(?:un)?likely|(?:im)?probabl[ey]"
_COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)"
PERCENT = (
    r"(?<![\d.])(?P<low>\d{1,3}(?:\.\d{1,6})?)"
    r"\s*(?:(?:%|per\s?cent)?\s*(?:-|–|—|to|and)\s*(?P<high>\d{1,3}(?:\.\d{1,6})?))?\s*(?:%|per\s?cent)"
)
_SHARE = r"(?:0?\.\d{1,6}|1\.0{1,6})"
# Likelihood in other words than those of ICD 203, in numbers, or with a term turned round: it has no band there.
_OTHERS = re.compile(
    r"\b(?:"
    r"(?:highly|extremely|exceptionally|overwhelmingly|fairly|quite|rather|reasonably|somewhat)\s+(?:un)?likely"
    r"|(?:very|extremely|quite|fairly|reasonably)\s+(?:im)?probabl[ey]"
    rf"|(?:not|hardly|scarcely)\s+(?:(?:at\s+all|very|highly)\s+)?(?:{_LIKELY})"
    r"|virtually\s+(?:certain|impossible)|(?:about\s+)?as\s+likely\s+as\s+not|(?:more|less)\s+likely\s+than\s+not"
    r"|in\s+all\s+(?:likelihood|probability)|(?:realistic|strong|distinct|slim|slight|real)\s+possibility"
    r"|(?:about|better\s+than|less\s+than|worse\s+than)\s+(?:an\s+)?even(?:\s+(?:chances?|odds))?"
    r"|(?:fifty|50)\s*[-–/]\s*(?:fifty|50)|toss-up|coin[- ](?:flip|toss)"
    r"|(?:good|fair|slim|poor|high|low|small|strong)\s+(?:chance|probability|likelihood)"
    r"|chances\s+are\s+(?:good|slim|poor|high|low|about\s+even)"
    rf"|{_COUNT}\s+(?:in|out\s+of)\s+{_COUNT}\s+chances?|chances?\s+(?:of|is|are)\s+{_COUNT}\s+(?:in|out\s+of)\s+{_COUNT}"
    rf"|(?:probability|likelihood|chance|p)\s*(?:of|is|at|[=:≈~])\s*(?:about\s+|around\s+|some\s+)?{_SHARE}"
    r")\b"
    rf"|(?<![\d.]){_SHARE}\s+(?:probability|likelihood|chance)\b"
    r"|(?<![\d/.])(?:10|\d)\s?/\s?(?:10|5)(?![\d/]|[,.]\d|\s+of\b)",
    re.IGNORECASE,
)
# Comparisons rank and do not measure: they are no likelihood.
_COMPARED = re.compile(r"\b(?:more|most|less|least|as|equally|how|so|too|than)\s+$", re.IGNORECASE)
_LEVEL = r"(?:high|moderate|medium|low)"
_JUDGED = (
    r"(?:judg[e]?ments?|assessments?|estimates?|findings?|views?|statements?|forecasts?|conclusions?|evidence|"
    r"sources?|reporting|analysis)"
)
_JUDGING = (
    r"(?:judge[sd]?|assess(?:e[sd])?|estimate[sd]?|conclude[sd]?|believe[sd]?|expect(?:s|ed)?|forecast(?:s|ed)?|"
    r"predict(?:s|ed)?|say|says|said|we|i)"
)
_CONFIDENCE = re.compile(
    r"\b(?:"
    rf"(?:very\s+)?{_LEVEL}(?:er)?(?:[- ]to[- ]{_LEVEL})?[- ]confidence"
    r"(?!\s*[- ](?:building|intervals?|votes?|motions?))"
    rf"|{_LEVEL}\s+(?:levels?|degrees?)\s+of\s+confidence"
    r"|confidence(?:\s+levels?)?"
    rf"(?:\s+in\s+(?:\w+\s+)?{_JUDGED})?(?:\s+(?:is|are|was|were|remains?|stays?)\b|\s*[:=(]|\s+[-–—])?\s*"
    rf"(?:only\s+|very\s+|still\s+|rather\s+)?{_LEVEL}(?!-)"
    r"|(?:highly|moderately)\s+confident"
    r"|(?:we|i)\s+(?:are|am|remain|feel)\s+(?:\w+\s+)?(?:confident|sure)"
    r"|with\s+(?:great|little|some|much|full|limited)\s+confidence"
    rf"|{_JUDGING}\s+(?:(?:it|this|that|so)\s+)?(?:with\s+confidence(?!-|\s+in\b)|confidently)|with\s+confidence(?=\s+that\b)"
    r")\b"
    r"|^with\s+confidence\b(?!-)",
    re.IGNORECASE,
)

# A word that may stand before "confidence is low" where it is that of a judgment.
_BEFORE = frozenset(
    {"our", "my", "the", "this", "that", "analytic", "overall", "and", "but", "while", "though", "with"}
)


_BEHIND = re.compile(r"([\w’']+)\s+$")
# As far as a word that changes the sense of another may stand from it.
_NEAR = 120


class Term(NamedTuple):
    """A word of likelihood as it stands in a sentence: its place, its scale, and its band where it is a term."""

    start: int
    end: int
    words: str
    scale: str
    band: Band | None = None


def confidences(sentence: str) -> list[str]:
    """The confidence levels in a sentence, such as "high confidence", in its words."""
    return [found[0] for found in _CONFIDENCE.finditer(sentence) if _is_of_a_judgment(sentence, found)]


def _is_of_a_judgment(sentence: str, found: re.Match[str]) -> bool:
    """False for the confidence of others, such as "investor confidence is low"."""
    before = _BEHIND.search(_before(sentence, found.start()))
    return not found[0].lower().startswith("confidence") or not before or before[1].lower() in _BEFORE


def _before(sentence: str, place: int) -> str:
    """What stands shortly before a place, so that a long sentence is not read anew for each of its words."""
    return sentence[max(0, place - _NEAR) : place]


def likelihoods(sentence: str, bands: Sequence[Band]) -> list[Term]:
    """The words of likelihood in a sentence, in their order.

    "likely" and the other terms count wherever they stand, in quotation marks, too. Comparisons ("more likely",
    "the most likely") do not, nor "remote" where it says of no chance that it is remote, nor "probable cause".
    """
    others = [Term(found.start(), found.end(), found[0], OTHER) for found in _OTHERS.finditer(sentence)]
    covered = {place for one in others for place in range(one.start, one.end)}
    found = list(others)
    for match in _pattern(tuple(bands)).finditer(sentence):
        inside = not covered.isdisjoint(range(*match.span()))
        name = match.lastgroup or ""
        row, band = (FIRST, SECOND)[name.startswith("b")], bands[int(name[1:])]
        if not inside and not _COMPARED.search(_before(sentence, match.start())) and _is_meant(sentence, match):
            found.append(Term(match.start(), match.end(), match[0], row, band))
    return sorted(found)


@lru_cache(maxsize=8)
def _pattern(bands: tuple[Band, ...]) -> re.Pattern[str]:
    """Every term of both rows with its adverb, the longest first, in a group that names its row and place."""
    terms = [(one.term, f"a{place}") for place, one in enumerate(bands)]
    terms += [(one.synonym, f"b{place}") for place, one in enumerate(bands)]
    terms.sort(key=lambda one: -len(one[0]))
    return re.compile(
        r"\b(?:" + "|".join(f"(?P<{name}>{_forms(term)})" for term, name in terms) + r")\b", re.IGNORECASE
    )


def _forms(term: str) -> str:
    """A term and its adverb as a pattern, with any space between its words."""
    spaced = r"\s+".join(map(re.escape, term.split()))
    return re.sub(r"probable$", "probabl[ey]", re.sub(r"certain$", "certain(?:ly)?", spaced))


def _is_meant(sentence: str, match: re.Match[str]) -> bool:
    """False where a word of likelihood is used in another sense."""
    after, before = sentence[match.end() : match.end() + _NEAR], _before(sentence, match.start())
    if match[0].lower() == "probable":
        return not re.match(r"\s+cause\b", after, re.IGNORECASE)
    if match[0].lower() == "remote":
        said = rf"\b{_CHANCE}\b[^;:]{{0,80}}\b(?:is|are|was|were|be|as|remains?|seems?|looks?)\s+$"
        return bool(re.match(rf"\s+{_CHANCE}\b", after, re.IGNORECASE) or re.search(said, before, re.IGNORECASE))
    return True
