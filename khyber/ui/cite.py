"""Citing what is shown: a footnote to copy, BibTeX and CSL-JSON to save."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

import streamlit as st

from khyber.charts import catalogue, citing
from khyber.charts.catalogue import Figure, Row
from khyber.filters import Link
from khyber.ui import link

_LONGEST = 12


def draw(shown: Figure, opened: Link, rows: Iterable[Row] | None = None) -> None:
    """Draw the citation of a figure, or of some of its rows; files are made when they are asked for."""
    address = link.to_cite(catalogue.entry(shown.id).uses)
    cited = citing.works(opened.evidence, shown, opened.filters, address, date.today(), rows)
    st.code(citing.footnote(cited[:_LONGEST]), language=None, wrap_lines=True)
    if (left := len(cited) - _LONGEST) > 0:
        st.caption(f"The newest {_LONGEST - 1} pages stand here; {left:,} more are in the files.")
    name, part = f"khyber-{shown.id}-{opened.evidence.release}", "" if rows is None else "-row"
    with st.container(horizontal=True):
        for label, write, ending, kind in (
            ("BibTeX", citing.bibtex, "bib", "application/x-bibtex"),
            ("CSL-JSON", citing.csl_json, "csl.json", "application/vnd.citationstyles.csl+json"),
        ):
            st.download_button(
                label,
                partial(_file, write, cited),
                f"{name}{part}.{ending}",
                kind,
                key=f"cite-{ending}-{shown.id}{part}",
                on_click="ignore",
            )


def _file(write: Callable[[list[citing.Work]], str], cited: list[citing.Work]) -> bytes:
    return write(cited).encode()
