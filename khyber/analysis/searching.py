"""Searching words in texts, whatever their case and accents."""

from __future__ import annotations

import unicodedata

import pandas as pd


def plain(text: str) -> str:
    """A text as it is searched: small letters, without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def hold_all(texts: pd.Series, words: str) -> pd.Series:
    """Which of some texts, written by `plain`, hold every one of the words."""
    keep = pd.Series(True, index=texts.index)
    for word in plain(words).split():
        keep &= texts.str.contains(word, regex=False)
    return keep
