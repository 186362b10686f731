"""The risk page: the weights of the pillars, chosen one by one and written into the link."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from khyber.charts import risk_marks
from khyber.ui import filter_bar, link, words

_REFUSED = "khyber-weights-refused"
_STEP, _MOST = 5.0, 100.0
_NONE = "One of the weights must be above zero: the last choice was left out."


def choose() -> None:
    """A field for the weight of each pillar in per cent, and the way back to the published ones."""
    opened = link.current()
    published = opened.evidence.vocabulary("risk_pillars")["weight_pct"].to_dict()
    if not published:
        return
    given = dict(opened.filters.weights) or published
    grid = st.grid(4, min_column_width=150)
    boxes = [link.control(f"choose-weight-{pillar}", float(given.get(pillar, 0.0)), _rounded) for pillar in published]
    for pillar, box in zip(published, boxes, strict=True):
        with grid.cell():
            st.number_input(
                f"{risk_marks.pillar(opened.evidence, pillar)}, %",
                min_value=0.0,
                max_value=_MOST,
                step=_STEP,
                format="%.4g",
                key=box.key,
                on_change=box.then(_chosen),
                args=(tuple(published.items()), boxes),
            )
    st.button(
        "Published weights", on_click=_write, args=((),), disabled=not opened.filters.weights, icon=":material/undo:"
    )
    if st.session_state.pop(_REFUSED, False):
        words.html(words.notice(_NONE))


def _chosen(published: tuple[tuple[str, float], ...], boxes: Sequence[link.Control]) -> None:
    weights = tuple((one, _rounded(box.told)) for (one, _), box in zip(published, boxes, strict=True))
    if not any(weight for _, weight in weights):
        st.session_state[_REFUSED] = True
    else:
        _write(() if weights == published else weights)


def _rounded(weight: float) -> float:
    return round(weight, 2)


def _write(weights: tuple[tuple[str, float], ...]) -> None:
    link.choose(filter_bar.using("weights")(), weights=weights)
