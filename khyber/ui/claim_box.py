"""The box in which a sentence is put to be checked, and sentences offered as examples."""

from __future__ import annotations

from functools import partial

import streamlit as st

from khyber.claim.vocabulary import examples
from khyber.filters import Link
from khyber.parsing import MOST_OF_A_SENTENCE
from khyber.ui import link

_CARD = "claim"


def draw(opened: Link) -> None:
    """The box, showing the sentence of the link; checking writes it into the address."""
    box = link.control("choose-claim", opened.filters.claim, link.carried)
    with st.form("claim-form", border=False):
        st.text_area(
            "A sentence with a figure, an area, a time",
            key=box.key,
            max_chars=MOST_OF_A_SENTENCE,
            height=100,
            placeholder="Who counted what, where, when, and how many",
        )
        st.form_submit_button("Check the claim", on_click=_check, args=(box,), icon=":material/rule:")
    with st.expander("Examples", expanded=not opened.filters.claim), st.container(horizontal=True):
        for number, one in enumerate(examples()):
            st.button(one, key=f"example-{number}", on_click=partial(_example, one))


def _check(box: link.Control) -> None:
    link.choose([_CARD], claim=link.carried(box.told))


def _example(one: str) -> None:
    link.choose(claim=one)
