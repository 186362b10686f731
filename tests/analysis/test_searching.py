"""Searching: every word, whatever its case and accents."""

import pandas as pd
import pytest

from khyber.analysis import searching


@pytest.mark.parametrize(
    ("words", "found"),
    [("", [0, 1]), ("türkiye", [0]), ("TURKIYE Kabul", [0]), ("kabul", [0, 1]), ("kabul riyadh", []), ("(", [])],
)
def test_every_word_must_occur(words: str, found: list[int]) -> None:
    texts = pd.Series([searching.plain(one) for one in ("Talks in Türkiye, Kabul says", "Kabul")])
    assert list(texts.index[searching.hold_all(texts, words)]) == found
