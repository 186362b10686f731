"""The vocabulary of claims: phrases of the wording file and names of the tables, each with what it may mean."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from khyber.evidence import Evidence, cached

_TOKEN = re.compile(
    r"\d[\d,]*\d(?:\.\d+)?[km]?\b|\d(?:\.\d+)?[km]?\b|\d+(?:st|nd|rd|th)\b|[^\W\d_]+\d?(?:'[^\W\d_]+)?|[%?+~<>=$€£]|[,;:()–—-]|\S"
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[A-Z0-9\"“‘(])")
_UPPERCASE_ONLY = 2
_DASHES, _QUOTES = "‐‑‒–—−", "’‘ʼ`´"


@dataclass(frozen=True)
class Token:
    """A word, number or sign of a sentence: lower case for reading, and as it was written."""

    text: str
    written: str


class Named(NamedTuple):
    """Who speaks: publishers of counts and estimators of strengths that the name stands for."""

    publishers: tuple[str, ...]
    estimators: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Phrases, each a tuple of lower-case words, with their meanings by kind; the length of the longest."""

    phrases: dict[tuple[str, ...], dict[str, Any]]
    uppercase: frozenset[tuple[str, ...]]
    named: dict[str, Named]
    longest: int


def sentences(text: str) -> list[str]:
    """A text cut into sentences; abbreviations such as U.S. made one word."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\b([A-Z])\.([A-Z])\.?(?=\W|$)", r"\1\2", text)
    return [one for one in _SENTENCE.split(text.strip()) if one]


def tokens(sentence: str) -> list[Token]:
    """The tokens of a sentence: hyphens between words parted, a final 's and quotes left out, % as percent."""
    for sign in _QUOTES:
        sentence = sentence.replace(sign, "'")
    for sign in _DASHES:
        sentence = sentence.replace(sign, "-")
    sentence = re.sub(r"\s-+\s|--+", " , ", sentence)
    sentence = re.sub(r"(?<=[^\W\d_])-(?=\w)|(?<=\d)-(?=[^\W\d_])", " ", sentence)
    sentence = re.sub(r"n't\b", " not", re.sub(r"'s\b|(?<=s)'(?=\s|$)", "", sentence))
    sentence = re.sub(r"[\"“”']", " ", sentence)
    sentence = re.sub(r"%|\bper\s?cents?\b|(?<=\d)\s?pct?\b", " percent ", sentence, flags=re.IGNORECASE)
    sentence = re.sub(r"[.!…]+\s*$", "", sentence.strip()).replace("&", " and ")
    return [Token(one.lower(), one) for one in _TOKEN.findall(sentence)]


@cached(1)
def vocabulary(evidence: Evidence) -> Vocabulary:
    """The vocabulary of the wording file and of the names in the tables of one release."""
    told = _file()
    made = _Maker()
    for kind in ("what", "who", "cause", "counted", "hedge", "after", "direction", "stop"):
        for value, phrases in told[kind].items():
            made.add(kind, value, phrases)
    for kind in ("multiple", "fraction"):
        for value, phrases in told[kind].items():
            made.add(kind, float(value), phrases)
    for kind in ("versus", "claimed", "break", "context", "plain"):
        made.add(kind, kind, told[kind]["words"])
    for table, kind, columns in (
        ("areas", "area", ("name", "short_name")),
        ("actors", "actor", ("name", "short_name")),
    ):
        words = evidence.vocabulary(table)
        groups = words if table == "areas" else words[words["kind"].isin(["group", "label"])]
        for one, row in groups.iterrows():
            if one not in ("other", "other-or-several", "bilateral"):
                made.add(kind, one, [row[column] for column in columns])
    for row in evidence.read("groups").itertuples():
        aliases = str(row.aliases).split(";") if isinstance(row.aliases, str) else []
        made.add("actor", row.group_id, [row.name, row.short_name, *(re.sub(r"\(.*", "", one) for one in aliases)])
    for kind, block in (("area", "areas"), ("actor", "actors"), ("by", "publishers")):
        for value, phrases in told[block].items():
            made.add(kind, value, phrases)
    named = {one: Named((one,), ()) for one in evidence.vocabulary("publishers").index}
    for row in evidence.vocabulary("publishers").itertuples():
        if row.Index != "other":
            made.add("by", row.Index, [row.name, row.full_name])
    for value, block in told["named"].items():
        made.add("by", value, block["phrases"])
        named[value] = Named(tuple(block["publishers"]), tuple(block["estimators"]))
    return Vocabulary(made.phrases, frozenset(made.uppercase), named, max(map(len, made.phrases)))


def metrics(what: str) -> tuple[str, ...]:
    """The ids of metrics that a word of claims may mean, whoever is counted and in whatever."""
    return tuple(_file()["metrics"].get(what, ()))


def examples() -> tuple[str, ...]:
    """Sentences offered as examples."""
    return tuple(_file()["examples"]["sentences"])


def beside_strength() -> frozenset[str]:
    """The plain words that may stand beside the strength of a group."""
    return frozenset(_file()["beside_strength"]["words"])


def beside_count() -> frozenset[str]:
    """The plain words that may stand between a place or a publisher and a figure."""
    return frozenset(_file()["beside_count"]["words"])


def apart() -> dict[str, list[str]]:
    """Verbs that are not said of counts, by what they may be said of, and the nouns of those."""
    found: dict[str, list[str]] = _file()["apart"]
    return found


class _Maker:
    def __init__(self) -> None:
        self.phrases: dict[tuple[str, ...], dict[str, Any]] = {}
        self.uppercase: set[tuple[str, ...]] = set()

    def add(self, kind: str, value: Any, phrases: list[str]) -> None:
        """Enter phrases; the first meaning of a kind stays. Two capitals alone must be written in capitals."""
        for phrase in phrases:
            words = tuple(token.text for token in tokens(phrase) if token.text not in "()")
            if not words:
                continue
            self.phrases.setdefault(words, {}).setdefault(kind, value)
            if len(phrase) == _UPPERCASE_ONLY and phrase.isupper():
                self.uppercase.add(words)


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("khyber.claim").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
