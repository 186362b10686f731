"""Presenting a brief, and taking it along: its link, its file, and exports that run beside the server."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from khyber.briefing import jobs, links
from khyber.briefing.brief import Brief, BriefError
from khyber.briefing.export import FORMATS, SHAPES
from khyber.briefing.jobs import Job
from khyber.ui import draft, words
from khyber.ui.compose import Open

_JOBS = "khyber-exports"
_MOST_KEPT = 2
_EVERY_SECONDS = 0.7
_STATES = {
    jobs.WAITING: "waits for other exports",
    jobs.FAILED: "failed",
    jobs.CANCELLED: "was cancelled; nothing of it is kept",
}


def draw(open_: Open) -> None:
    """The way to the presentation, and the formats in which the brief can be taken along."""
    if not open_.brief.slides:
        return
    words.html(words.tagged("h2", "Present and export"))
    _present(open_)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="brief-export"):
        kind = st.selectbox("Format", list(FORMATS), format_func=lambda one: FORMATS[one].name, key="export-kind")
        if kind == "pptx":
            st.selectbox("Shape of the slides", SHAPES, key="export-shape")
        st.button(
            "Make the file",
            icon=":material/play_arrow:",
            key="export-start",
            type="primary",
            on_click=_start,
            args=(open_.brief, open_.is_own),
        )
    if kind == "pptx":
        st.file_uploader(
            "Your own template (.pptx), if you have one",
            type=["pptx"],
            key="export-template",
        )
    _watch(open_.brief)


def _present(open_: Open) -> None:
    try:
        links.require_presentable(open_.brief)
        address = links.address(open_.brief, open_.shown.evidence.release, path=links.PRESENT)
    except BriefError as error:
        words.html(words.notice(f"{error} The HTML file made below can be presented, too."))
        return
    st.link_button("Present", address, icon=":material/slideshow:", key="brief-present", type="primary")
    told = "A tab of its own, which goes on without a network: arrows or a clicker turn slides, N opens the notes."
    words.html(words.tagged("p", told, "note"))


def _start(brief: Brief, is_own: bool) -> None:
    """Make the brief as it is kept now, with what was typed since the page was drawn."""
    state, now = st.session_state, draft.kept() if is_own else None
    brief = now.brief.changed(release=brief.release) if now and now.brief else brief
    template = state.get("export-template")
    own = template.getvalue() if template and state["export-kind"] == "pptx" else None
    parts = urlsplit(str(st.context.url))
    base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    job = Job(brief, state["export-kind"], base, own, state.get("export-shape") or SHAPES[0])
    made = [*state.get(_JOBS, []), job]
    for one in made[:-_MOST_KEPT]:
        one.cancel()
    state[_JOBS] = made[-_MOST_KEPT:]


def _watch(brief: Brief) -> None:
    """The exports of this reader, newest first; drawn again by themselves as long as one is under way."""
    running = any(not job.is_over for job in st.session_state.get(_JOBS, []))
    st.fragment(_listed, key="brief-jobs", run_every=_EVERY_SECONDS if running else None)(running, brief)


def _listed(was_running: bool, brief: Brief) -> None:
    made: list[Job] = st.session_state.get(_JOBS, [])
    for number, job in reversed(list(enumerate(made))):
        _one(number, job, brief)
    if was_running and all(job.is_over for job in made):
        st.rerun()


def _one(number: int, job: Job, brief: Brief) -> None:
    name = FORMATS[job.kind].name
    if job.state == jobs.DONE and job.file:
        file, media_type, data = job.file
        size = f"{len(data) / 1e3:,.0f} KB, begun at {job.begun:%H:%M:%S}"
        st.download_button(
            f"Save {file} ({size})", data, file, media_type, key=f"export-save-{number}", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
        if job.brief != brief:
            words.html(words.notice("That file was made before the brief was changed."))
        if job.told:
            words.html(words.notice(job.told))
    elif job.state == jobs.RUNNING:
        share = job.done / job.of if job.of else 0.0
        st.progress(min(share, 1.0), text=f"{name}: {job.what or 'begins'}")
        st.button("Cancel", key=f"export-cancel-{number}", icon=":material/close:", on_click=job.cancel)
    else:
        words.html(words.notice(f"{name} {_STATES[job.state]}{f': {job.told}' if job.told else '.'}"))
        if job.state == jobs.WAITING:
            st.button("Cancel", key=f"export-cancel-{number}", icon=":material/close:", on_click=job.cancel)
