"""The brief page: the brief of the link or of this browser, its slides in order, and the one that is worked on."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from khyber.briefing import links, saved, standard, wording
from khyber.briefing.brief import (
    LONGEST_NOTES,
    LONGEST_POINT,
    LONGEST_TITLE,
    MOST_POINTS,
    Brief,
    BriefError,
    Slide,
)
from khyber.briefing.flat_map import flat
from khyber.briefing.shown import Shown, ShownSlide, key_points, show, stands_in_slide
from khyber.charts import catalogue, pages, readable, theme
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence, cached
from khyber.evidence.ranges import number
from khyber.filters import Link
from khyber.ui import draft, frame, link, rows, words
from khyber.ui import map as map_component
from khyber.wording import bands

_MAP_HEIGHT = 480
_MOST_LINES = 12
_MOST_ASIDE = 5
_REMOVED = "khyber-brief-removed"
_EMPTY = "There is no slide yet. Every figure card has a button “Add to brief”; or begin with a standard brief below."


class Open(NamedTuple):
    """The brief that the page shows: as chosen, as shown, whether it is the reader's own, who may change it, and those
    that can be brought back."""

    brief: Brief
    shown: Shown
    is_own: bool
    before: tuple[Brief, ...]


def opened(view: Link) -> Open | None:
    """The brief of the link, or the one that this browser keeps; None, with a notice, where there is none to show."""
    draft.listen(composes=True)
    try:
        if view.filters.brief:
            kept, is_own = draft.Draft(links.unpack(view.filters.brief), ()), False
        else:
            told, is_own = draft.kept(), True
            if told is None:
                words.html(words.tagged("p", "Reading the brief that this browser keeps …", "note"))
                return None
            kept = told
        brief = (kept.brief or Brief(draft.TITLE)).changed(release=view.evidence.release)
        found = Open(brief, show(brief), is_own, kept.before)
    except BriefError as error:
        words.html(words.notice(f"{error} What this browser keeps is as it was."))
        return None
    link.note_brief(found.shown)
    for one in found.shown.told:
        words.html(words.notice(one))
    return found


def counted(brief: Brief) -> str:
    """How many slides a brief has, in words."""
    return f"{len(brief.slides)} slide{'' if len(brief.slides) == 1 else 's'}"


def heading(open_: Open) -> None:
    """The title of the brief and what it is; of one that came by a link, the way to work on a copy."""
    brief = open_.brief
    if open_.is_own:
        box = link.typed("brief-title", brief.title, saved.tidy)
        st.text_input("Title of the brief", brief.title, key=box.key, on_change=box.then(_retitle), args=(box,))
    else:
        words.html(words.tagged("h2", brief.title))
    words.html(
        words.tagged(
            "p", f"{counted(brief)}, release {brief.release}, pages searched up to {open_.shown.as_of}.", "note"
        )
    )
    if not open_.is_own:
        st.button(
            "Work on a copy",
            icon=":material/edit:",
            key="brief-copy",
            on_click=begin,
            args=(brief,),
            disabled=not draft.was_told(),
        )
        came = "This brief came with the link and stays as it was sent. A copy of it is yours."
        words.html(words.tagged("p", came, "note"))
    elif not brief.slides:
        words.html(words.notice(_EMPTY))


def _retitle(box: link.Control) -> None:
    title, told = _cut(saved.tidy(box.told), LONGEST_TITLE, "The title")
    draft.change(lambda brief: brief.changed(title=title), told)


def begin(brief: Brief | None, release: str = "") -> None:
    """Put a brief in the place of the one that the browser keeps, which can be brought back.

    `release` is what the page shows then, "" to leave it.
    """
    st.session_state.pop(_REMOVED, None)
    draft.keep(brief, _to_bring_back(brief))
    link.choose(brief="", slide=1, **({"release": release} if release else {}))


def _to_bring_back(begun: Brief | None) -> list[Brief]:
    """What the reader may want back once a brief was begun: what was made here, then standard briefs, newest first."""
    kept = dict.fromkeys(one for one in draft.to_bring_back() if one.slides and one != begun)
    return sorted(kept, key=standard.is_as_given)[:_MOST_ASIDE]


def slides(open_: Open) -> None:
    """The slides in order, as a list of which one is worked on, and the buttons that move it."""
    if open_.is_own and st.session_state.get(_REMOVED):
        st.button("Undo the removal", icon=":material/undo:", key="brief-undo", on_click=_put_back)
    if not open_.brief.slides:
        return
    place = _place(open_)
    rows.draw(
        rows.as_json(_item(open_, number, one) for number, one in enumerate(open_.brief.slides)),
        key="brief-slides",
        label="Slides of the brief",
        selected=str(place),
        on_pick=_pick,
        tall=True,
    )
    if open_.is_own:
        last = len(open_.brief.slides) - 1
        with st.container(horizontal=True, gap="small", key="brief-moves"):
            _button("Earlier", "arrow_upward", _move, place, place - 1, disabled=place == 0)
            _button("Later", "arrow_downward", _move, place, place + 1, disabled=place == last)
            _button("Duplicate", "content_copy", _double, place)
            _button("Remove", "delete", _remove, place)


def _button(label: str, icon: str, act: Callable[..., None], *args: int, disabled: bool = False) -> None:
    key = f"brief-{label.lower()}"
    st.button(label, icon=f":material/{icon}:", key=key, disabled=disabled, on_click=act, args=args)


def _move(place: int, to: int) -> None:
    draft.change(lambda brief: brief.moved(place, to) if place < len(brief.slides) else brief)
    link.choose(slide=to + 1)


def _double(place: int) -> None:
    _if_it_fits(lambda brief: brief.doubled(place) if place < len(brief.slides) else brief, place + 1)


def _if_it_fits(how: Callable[[Brief], Brief], place: int) -> bool:
    """Make a change that adds a slide, and work on it; where no more fit, tell that and give False."""
    try:
        draft.change(how)
    except BriefError as error:
        draft.tell(str(error))
        return False
    link.choose(slide=place + 1)
    return True


def _remove(place: int) -> None:
    """Take out a slide, which can be put back; several come back the last one first."""
    now = draft.kept()
    if now and now.brief and place < len(now.brief.slides):
        st.session_state[_REMOVED] = [*st.session_state.get(_REMOVED, []), (place, now.brief.slides[place])]
    draft.change(lambda brief: brief.without(place) if place < len(brief.slides) else brief)
    link.choose(slide=max(place, 1))


def _put_back() -> None:
    if removed := st.session_state.get(_REMOVED):
        *others, (place, slide) = removed
        if _if_it_fits(lambda brief: brief.with_one_more(place, slide), place):
            st.session_state[_REMOVED] = others


def _place(open_: Open) -> int:
    return max(0, min(link.current().filters.slide, len(open_.brief.slides)) - 1)


def _pick(told: str) -> None:
    if told.isdecimal():
        link.choose(slide=int(told) + 1)


def _item(open_: Open, number: int, slide: Slide) -> rows.Item:
    shown = _of(open_, number)
    title = shown.title if shown else f"No figure “{slide.figure}”"
    entry = catalogue.entry(slide.figure) if shown else None
    page, about = (pages.page(entry.page).name, entry.name) if entry else ("", "left out")
    return rows.Item(str(number), str(number + 1), theme.BORDER, page, title, about, "", "")


def _of(open_: Open, place: int) -> ShownSlide | None:
    return next((one for one in open_.shown.slides if one.place == place), None)


def slide(open_: Open) -> None:
    """The slide that is worked on: its judgment, points and notes, and how it will be shown.

    Above it stands what the reader is to know of the last change.
    """
    if open_.is_own and draft.told():
        words.html(words.notice(draft.told()))
    if not open_.brief.slides:
        return
    place = _place(open_)
    shown = _of(open_, place)
    if shown is None:
        words.html(words.notice("There is no such figure in this dashboard. Remove the slide, or keep it for another."))
        return
    with st.container(border=True, key="brief-slide"):
        if open_.is_own:
            _editor(open_, place, shown)
            words.html(_on_wording(open_, place))
        words.html(words.tagged("h3", shown.title, "title"))
        if shown.is_own_title:
            words.html(words.tagged("p", f"Author's words. Computed: {shown.figure.title}", "note"))
        _drawn(shown, open_.shown)
        words.html(
            words.lines(_point(shown, place) for place in range(len(shown.points))),
            *(words.tagged("p", one, "note") for one in (*shown.figure.notes, *_more(shown))),
            words.tagged("p", f"Source: {shown.source}", "source") if shown.source else "",
            words.tagged("p", shown.stamp, "source"),
        )
        if not open_.is_own and shown.slide.notes:
            words.html(words.closed("Notes", words.tagged("p", shown.slide.notes)))
        page = pages.page(catalogue.entry(shown.figure.id).page)
        query = {**shown.filters.query(), "release": open_.shown.evidence.release}
        st.page_link(
            frame.view(page.id).file,
            label="Open this figure on its page",
            icon=":material/open_in_new:",
            query_params=query,
        )


def _on_wording(open_: Open, place: int) -> str:
    """What the wording check says of the author's own words on a slide; nothing where it finds nothing."""
    told = wording.findings(open_.brief, bands(open_.shown.evidence))
    own = [f"Wording, {one.finding.where}: {one.finding.told}" for one in told if one.slide == place]
    return "".join(words.tagged("p", one, "note") for one in own)


def _more(shown: ShownSlide) -> tuple[str, ...]:
    """The notes on boundaries that the figure's own notes do not say already."""
    return tuple(one for one in shown.boundary if one not in shown.figure.notes)


def _drawn(shown: ShownSlide, whole: Shown) -> None:
    """The figure as the HTML file draws it; one of words by its key figures, and by its table where it is short."""
    if shown.figure.spec is None:
        words.html(_in_words(shown.figure), _as_table(whole.evidence, shown.figure))
        return
    map_component.draw(
        _flat(whole.evidence, shown.figure),
        key=f"brief-chart-{shown.figure.id}",
        selected=None,
        height=shown.figure.spec["layout"].get("height") or _MAP_HEIGHT,
        alt=shown.figure.alt,
        on_pick=lambda mark: None,
    )


def _in_words(figure: Figure) -> str:
    listed = words.facts(figure.facts, "list") if figure.facts else ""
    return listed if len(figure.facts) <= _MOST_LINES else words.closed("Every key figure", listed)


def _as_table(evidence: Evidence, figure: Figure) -> str:
    """The first rows of a table that stands in the slide; its last column, the ids of rows, is left out."""
    if not stands_in_slide(figure):
        return ""
    table = readable.table(evidence, figure).iloc[:, :-1]
    shown = table.head(_MOST_LINES).astype(object).where(table.notna(), "").astype(str)
    more = len(table) - len(shown)
    left = words.tagged("p", f"and {number(more)} more in the exports", "note") if more else ""
    return words.table(list(table.columns), shown.to_numpy().tolist()) + left


def _point(shown: ShownSlide, place: int) -> str:
    own = " (author's words)" if place in shown.own_points else ""
    return f"{shown.points[place]}{own}"


@cached(128)
def _flat(evidence: Evidence, figure: Figure) -> str:
    assert figure.spec is not None
    return json.dumps(flat(figure.spec, evidence), separators=(",", ":"))


def _editor(open_: Open, place: int, shown: ShownSlide) -> None:
    mine = open_.brief.slides[place]
    listed = key_points(shown.figure)
    box = link.typed(f"slide-title-{place}", mine.title, saved.tidy)
    st.text_area(
        "Judgment: the title of this slide",
        mine.title,
        key=box.key,
        height=68,
        placeholder=shown.figure.title,
        help="Empty, the sentence computed with the figure stands. Your own words are marked as such.",
        on_change=box.then(_judge),
        args=(place, box),
    )
    options = [*listed, *(one for one in shown.points if one not in listed)]
    box = link.typed(f"slide-points-{place}", list(shown.points), partial(_tidied, listed))
    st.multiselect(
        f"Points, at most {MOST_POINTS}",
        options,
        list(shown.points),
        key=box.key,
        max_selections=MOST_POINTS,
        accept_new_options=True,
        placeholder="Choose a key figure, or write a line of your own and press Enter",
        on_change=box.then(_choose_points),
        args=(place, box, listed),
    )
    box = link.typed(f"slide-notes-{place}", mine.notes, _tidied_notes)
    st.text_area("Speaker notes", mine.notes, key=box.key, height=100, on_change=box.then(_note), args=(place, box))


def _tidied(listed: tuple[str, ...], points: list[str]) -> list[str]:
    return [one if one in listed else saved.tidy(one) for one in points if one.strip()]


def _tidied_notes(text: str) -> str:
    return saved.tidy(text, lines=True)


def _judge(place: int, box: link.Control) -> None:
    title, told = _cut(saved.tidy(box.told), LONGEST_TITLE, "The judgment")
    _edit(place, told, title=title)


def _choose_points(place: int, box: link.Control, listed: tuple[str, ...]) -> None:
    """Keep the points of a slide; where they are the first key figures, they are not written."""
    cut = [(one, "") if one in listed else _cut(one, LONGEST_POINT, "The point") for one in _tidied(listed, box.told)]
    points = tuple(listed.index(one) if one in listed else one for one, _ in cut)
    is_usual = points == tuple(range(min(MOST_POINTS, len(listed))))
    _edit(place, " ".join(told for _, told in cut if told), points=None if is_usual else points)


def _note(place: int, box: link.Control) -> None:
    notes, told = _cut(_tidied_notes(box.told), LONGEST_NOTES, "The notes")
    _edit(place, told, notes=notes)


def _edit(place: int, told: str, **said: Any) -> None:
    def edited(brief: Brief) -> Brief:
        return brief.with_slide(place, brief.slides[place].changed(**said)) if place < len(brief.slides) else brief

    draft.change(edited, told)


def _cut(text: str, most: int, what: str) -> tuple[str, str]:
    """A text of at most so many characters; and of a longer one what was left out, for the reader."""
    if len(text) <= most:
        return text, ""
    told = f"{what} had {number(len(text))} characters: the first {number(most)} are kept, the rest is left out."
    return text[:most], told
