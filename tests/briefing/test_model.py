"""The model of a brief: slides in order, as a file, in a link, and what is said of a bad one."""

import base64
import json
import random
import string
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khyber.briefing import links, saved, standard
from khyber.briefing.brief import LONGEST_NOTES, MOST_SLIDES, Brief, BriefError, Slide, choices_for, slides_of
from khyber.briefing.shown import key_points, pinned, show, stands_in_slide
from khyber.charts import catalogue
from khyber.evidence import open_release
from khyber.evidence.releases import identifiers
from khyber.filters import Filters, open_link
from khyber.parsing import LONGEST_BRIEF
from tests.choices import filters

FIRST, SECOND, THIRD = Slide("attacks-change"), Slide("border-map"), Slide("timeline")
THREE = Brief("Three", (FIRST, SECOND, THIRD))
IDS = [one.id for one in catalogue.entries()]
LINE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80).map(saved.tidy)


@st.composite
def slides(draw: st.DrawFn) -> Slide:
    """Any slide that can be composed."""
    figure = draw(st.sampled_from(IDS))
    point = st.integers(0, 30) | LINE.filter(bool)
    return Slide(
        figure,
        choices_for(figure, draw(filters()).query()),
        draw(LINE),
        draw(st.none() | st.lists(point, max_size=3).map(tuple)),
        draw(LINE),
    )


BRIEFS = st.builds(Brief, LINE, st.lists(slides(), max_size=5).map(tuple), st.sampled_from(["newest", *identifiers()]))


class TestOrder:
    def test_slides_are_moved_doubled_and_taken_out(self):
        assert THREE.moved(0, 1).slides == (SECOND, FIRST, THIRD)
        assert THREE.moved(2, 0).slides == (THIRD, FIRST, SECOND)
        assert THREE.moved(0, 99).slides == (SECOND, THIRD, FIRST)
        assert THREE.moved(1, -5).slides == (SECOND, FIRST, THIRD)
        assert THREE.doubled(1).slides == (FIRST, SECOND, SECOND, THIRD)
        assert THREE.without(1).slides == (FIRST, THIRD)
        assert THREE.with_slide(2, FIRST).slides == (FIRST, SECOND, FIRST)

    def test_a_full_brief_says_so(self):
        full = Brief("Full", (FIRST,) * MOST_SLIDES)
        with pytest.raises(BriefError, match="at most 60 slides"):
            full.doubled(0)

    def test_a_slide_holds_only_what_its_figure_looks_at(self):
        found = slides_of(["attacks-change"], Filters(start="2018", area="balochistan", border="pakistan"))
        assert found == (Slide("attacks-change", (("area", "balochistan"),)),)


class TestFilesAndLinks:
    @given(BRIEFS)
    @settings(max_examples=60)
    def test_a_brief_comes_back_from_its_file_and_its_link(self, brief: Brief):
        assert saved.read(saved.write(brief)) == brief
        query = links.query(brief, brief.release)
        assert links.read({name: [value] for name, value in query.items()}) == brief

    def test_a_brief_too_long_for_a_link_says_by_how_much_and_is_still_a_file(self):
        chance = random.Random(1)
        notes = ["".join(chance.choices(string.ascii_letters, k=LONGEST_NOTES)) for _ in range(3)]
        brief = Brief("Long", tuple(FIRST.changed(notes=one) for one in notes))
        length = len(links.pack(brief))
        assert length > LONGEST_BRIEF
        with pytest.raises(BriefError, match=f"{length:,} characters; {LONGEST_BRIEF:,} is the most"):
            links.address(brief, "newest")
        assert saved.read(saved.write(brief)) == brief

    def test_every_standard_brief_is_short_and_shows_all_its_slides(self):
        assert len(standard.briefs()["border-in-ten-slides"].slides) == 10
        for name, brief in standard.briefs().items():
            shown = show(brief)
            assert shown.told == () and len(shown.slides) == len(brief.slides) > 5, name
            assert not any(one.figure.is_empty for one in shown.slides), name
            assert len(links.pack(brief)) < LONGEST_BRIEF / 3, name
            assert links.read({"brief": [name]}) == brief

    def test_no_standard_brief_carries_a_figure_in_its_words(self):
        for brief in standard.briefs().values():
            for slide in brief.slides:
                assert not slide.title and not any(one.isdigit() for one in slide.notes)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "not JSON"),
            ("[" * 100_000, "not JSON"),
            ("[1]", "no “khyber_brief”"),
            ('{"khyber_brief": 9}', "version 9"),
            ('{"khyber_brief": 1, "colour": 1}', "field “colour”"),
            ('{"khyber_brief": 1, "slides": 3}', "not a list"),
            ('{"khyber_brief": 1, "slides": [3]}', "slide 1 is not an object"),
            ('{"khyber_brief": 1, "slides": [{"figure": "timeline"}, {}]}', "slide 2 names no figure"),
            ('{"khyber_brief": 1, "slides": [{"figure": "timeline", "x": 1}]}', "slide 1 has a field “x”"),
            ('{"khyber_brief": 1, "slides": [{"figure": "timeline", "points": [1, 2, 3, 4]}]}', "points of slide 1"),
            ('{"khyber_brief": 1, "slides": [{"figure": "timeline", "points": [true]}]}', "points of slide 1"),
            ('{"khyber_brief": 1, "slides": [{"figure": "timeline", "choices": {"from": 3}}]}', "choice “from”"),
            ('{"khyber_brief": 1, "title": 7}', "title of the brief"),
        ],
    )
    def test_a_bad_file_is_refused_with_the_place(self, text: str, reason: str):
        with pytest.raises(BriefError, match=reason):
            saved.read(text)

    def test_a_file_larger_than_any_brief_is_not_opened(self):
        with pytest.raises(BriefError, match="larger than any brief"):
            saved.read(b" " * (saved.LARGEST_FILE + 1))

    @given(st.text(max_size=200))
    def test_no_text_of_a_link_raises_anything_else(self, text: str):
        for wanted in (text, f"1.{text}"):
            try:
                links.read({"brief": [wanted], "release": [text]})
            except BriefError as error:
                assert str(error)

    def test_a_link_that_unpacks_to_something_huge_is_refused(self):
        bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode().rstrip("=")
        with pytest.raises(BriefError):
            links.unpack(f"1.{bomb[:LONGEST_BRIEF]}")
        small = base64.urlsafe_b64encode(zlib.compress(b" " * 1_000_000, 9)).decode().rstrip("=")
        assert len(small) < LONGEST_BRIEF
        with pytest.raises(BriefError, match="damaged"):
            links.unpack(f"1.{small}")


class TestShown:
    def test_a_slide_says_what_its_figure_says(self):
        (slide,) = show(Brief("One", (FIRST,))).slides
        figure = catalogue.build("attacks-change", open_release(), Filters())
        assert slide.title == figure.title and not slide.is_own_title
        assert slide.points == key_points(figure)[:3] and slide.own_points == frozenset()
        assert {one.source_id for one in slide.sources} == {
            one.source_id for one in catalogue.sources_of(open_release(), figure)
        }
        assert f"release {open_release().release}" in slide.stamp and slide.source

    def test_a_key_figure_that_is_not_there_any_more_is_named(self):
        shown = show(Brief("Lost", (FIRST.changed(points=(0, 98, "Mine")),)))
        (slide,) = shown.slides
        assert len(slide.points) == 2 and slide.points[1] == "Mine" and slide.own_points == {1}
        (told,) = shown.told
        assert told.startswith(f"Slide 1: its figure has {len(slide.figure.facts)} key figures")
        assert "none in place 99" in told

    def test_own_words_are_told_apart_and_the_sentence_computed_stays(self):
        (slide,) = show(Brief("One", (FIRST.changed(title="Mine", points=(1, "My point")),))).slides
        assert slide.title == "Mine" and slide.is_own_title and slide.figure.title != "Mine"
        assert slide.points == (key_points(slide.figure)[1], "My point") and slide.own_points == {1}

    def test_every_map_carries_the_note_on_boundaries_and_nothing_else_does(self):
        halves = (IDS[:MOST_SLIDES], IDS[MOST_SLIDES:])
        slides = [one for half in halves for one in show(Brief("Half", tuple(map(Slide, half)))).slides]
        note = open_release().package["boundary_note"]
        for slide in slides:
            assert (set(note) <= set(slide.boundary)) == slide.is_map, slide.figure.id
        assert len(slides) == len(IDS) and sum(one.is_map for one in slides) >= 5

    def test_a_map_of_incidents_is_of_all_areas_and_a_count_of_attacks_of_the_nation(self):
        shown = show(Brief("", (Slide("border-map"), Slide("attacks-by-publisher"))))
        assert "; All areas, " in shown.slides[0].stamp and "; Pakistan; " in shown.slides[1].stamp

    def test_the_link_of_a_slide_opens_the_same_figure(self):
        shown = show(Brief("One", (Slide("attacks-change", (("years", "2021,2022"), ("by", "picss,pips"))),)))
        (slide,) = shown.slides
        assert slide.link.startswith("/attacks?release=")
        again = open_link(
            {name: [value] for name, value in pinned(shown.evidence, "attacks-change", slide.filters).items()}
        )
        assert again.ignored == ()
        assert catalogue.build("attacks-change", again.evidence, again.filters) is slide.figure

    def test_an_old_release_is_shown_as_it_was(self):
        old = identifiers()[-1]
        (slide,) = show(THREE.changed(slides=(FIRST,), release=old)).slides
        assert f"release {old}" in slide.stamp

    def test_what_is_not_known_is_left_out_and_named(self):
        shown = show(Brief("Odd", (Slide("no-such-figure"), Slide("timeline", (("from", "yesterday"), ("zzz", "1"))))))
        assert [one.place for one in shown.slides] == [1]
        assert [one.split(":")[0] for one in shown.told] == ["Slide 1", "Slide 2", "Slide 2"]
        assert "no-such-figure" in shown.told[0] and "yesterday" in " ".join(shown.told)
        with pytest.raises(BriefError, match="no-such-figure"):
            show(Brief("Odd", (Slide("no-such-figure"),)))
        with pytest.raises(BriefError, match="1999.1.1"):
            show(THREE.changed(release="1999.1.1"))

    def test_an_empty_brief_has_no_slides(self):
        assert show(Brief("None")).slides == ()


def test_a_wide_table_does_not_stand_in_a_slide_beside_key_figures() -> None:
    whole, narrow = show(Brief("Two", (Slide("risk-now"), Slide("attacks-what-counts")))).slides
    assert whole.figure.facts and not stands_in_slide(whole.figure)
    assert stands_in_slide(narrow.figure)


def test_half_a_character_breaks_nothing():
    bad = r"\ud800"
    slide = {"figure": "timeline", "choices": {"from": bad, bad: "2021"}, "title": bad, "points": [bad], "notes": bad}
    brief = saved.read(json.dumps({"khyber_brief": 1, "title": "x", "slides": [slide]}).replace("\\\\u", "\\u"))
    assert saved.read(saved.write(brief)) == brief and links.unpack(links.pack(brief)) == brief
    assert not any("\ud800" in one for one in show(brief).told)


def test_a_file_is_plain_json_that_a_person_can_read():
    plain = json.loads(saved.write(Brief("One", (Slide("timeline", (("from", "2021"),), notes="Hm"),))))
    assert plain == {
        "khyber_brief": 1,
        "title": "One",
        "release": "newest",
        "slides": [{"figure": "timeline", "choices": {"from": "2021"}, "notes": "Hm"}],
    }
