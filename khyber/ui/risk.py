"""The risk page: the weights of the pillars, chosen one by one and written into the link."""

from __future__ import annotations

import streamlit as st

from khyber.charts import risk_marks
from khyber.ui import filter_bar, link, words

_KEY = "choose-weight-{}"
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
    for pillar in published:
        key = _KEY.format(pillar)
        st.session_state[key] = float(given.get(pillar, 0.0))
        with grid.cell():
            st.number_input(
                f"{risk_marks.pillar(opened.evidence, pillar)}, %",
                min_value=0.0,
                max_value=_MOST,
                step=_STEP,
                format="%.4g",
                key=key,
                on_change=_chosen,
                args=(tuple(published.items()),),
            )
    st.button(
        "Published weights", on_click=_write, args=((),), disabled=not opened.filters.weights, icon=":material/undo:"
    )
    if st.session_state.pop(_KEY.format("none"), False):
        words.html(words.notice(_NONE))


def _chosen(published: tuple[tuple[str, float], ...]) -> None:
    weights = tuple((pillar, round(st.session_state[_KEY.format(pillar)], 2)) for pillar, _ in published)
    if not any(weight for _, weight in weights):
        st.session_state[_KEY.format("none")] = True
    else:
        _write(() if weights == published else weights)


def _write(weights: tuple[tuple[str, float], ...]) -> None:
    link.choose(filter_bar.using("weights")(), weights=weights)
