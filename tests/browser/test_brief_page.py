"""Composing a brief in a real browser: added from cards, ordered, worded, kept, opened, shared and exported."""

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from khyber.briefing import links, saved, standard
from khyber.briefing.brief import LONGEST_POINT, MOST_SLIDES, Brief, Slide
from khyber.briefing.export import FORMATS
from khyber.briefing.shown import show
from khyber.evidence import open_release
from tests.browser.composing import KEY, add, composes, figures, has, kept, press
from tests.browser.visit import LOOKS, Held, Visit, visiting

pytestmark = pytest.mark.browser


@LOOKS
def test_a_brief_is_put_together_worded_and_kept(browser: Browser, server: str, size: str, scheme: str) -> None:
    with visiting(browser, server, size, scheme) as visit:
        page = visit.page
        visit.open("/attacks?from=2018&by=picss,pips").sees("Sources, table, downloads")
        add(visit, "attacks-by-publisher")
        add(visit, "attacks-change")
        told = visit.card("attacks-change").get_by_role("status")
        expect(told.filter(has_text="Added: the brief has 2 slides.")).to_be_visible()
        visit.open("/groups?group=ttp").sees("Sources, table, downloads")
        add(visit, "groups-strength")
        assert dict(kept(page).slides[0].choices)["from"] == "2018"
        visit.open("/brief").sees("3 slides, release")
        shown = show(kept(page))
        visit.shows(*(one.title for one in shown.slides))

        press(visit, "Later")
        has(visit, "attacks-change", "attacks-by-publisher", "groups-strength")
        press(visit, "Duplicate")
        has(visit, "attacks-change", "attacks-by-publisher", "attacks-by-publisher", "groups-strength")
        press(visit, "Remove")
        has(visit, "attacks-change", "attacks-by-publisher", "groups-strength")
        press(visit, "Undo the removal")
        has(visit, "attacks-change", "attacks-by-publisher", "attacks-by-publisher", "groups-strength")
        press(visit, "Remove")
        has(visit, "attacks-change", "attacks-by-publisher", "groups-strength")

        page.locator(".khyber-rows-what").first.click()
        visit.settle()
        title = page.get_by_role("textbox", name="Judgment: the title of this slide")
        expect(title).to_have_attribute("placeholder", show(kept(page)).slides[0].figure.title)
        title.fill("By every count it <b>rose</b>")
        title.press("Control+Enter")
        visit.until(lambda: kept(page).slides[0].title != "", "the title is kept")
        page.get_by_role("textbox", name="Speaker notes").fill("Say who counts.\nThen ask.")
        page.get_by_role("textbox", name="Speaker notes").press("Control+Enter")
        visit.until(lambda: kept(page).slides[0].notes == "Say who counts.\nThen ask.", "the notes are kept")
        visit.sees("Author's words. Computed: ")
        expect(page.locator(".kh-title").filter(has_text="By every count it <b>rose</b>")).to_be_visible()
        points = page.locator(".kh-points li")
        expect(points).to_have_count(2)
        page.get_by_test_id("stMultiSelect").get_by_role("button", name="Remove").first.click()
        expect(points).to_have_count(1)
        visit.until(lambda: kept(page).slides[0].points == (1,), "the points left are kept")

        page.reload()
        visit.sees("By every count it <b>rose</b>")
        assert kept(page).slides[0].title == "By every count it <b>rose</b>"
        assert kept(page).slides[0].notes == "Say who counts.\nThen ask."
        assert visit.is_clean()


def test_what_is_too_long_is_cut_with_a_word_and_own_points_and_tables_are_seen(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        page = visit.page
        visit.open("/attacks").sees("Sources, table, downloads")
        add(visit, "attacks-what-counts")
        visit.open("/brief").sees("1 slide, release")
        (slide,) = show(kept(page)).slides
        expect(page.locator(".st-key-brief-slide table tbody tr")).to_have_count(len(slide.figure.table))

        title = page.get_by_role("textbox", name="Judgment: the title of this slide")
        title.fill("A long judgment. " * 30)
        title.press("Control+Enter")
        told = "The judgment had 509 characters: the first 300 are kept, the rest is left out."
        expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
        visit.until(lambda: len(kept(page).slides[0].title) == 300, "what fits is kept")
        box = page.get_by_role("combobox", name="Points, at most 3")
        box.fill("My own line")
        box.press("Enter")
        expect(page.locator(".kh-points li")).to_have_text(["My own line (author's words)"])
        assert visit.is_clean()


def test_a_long_key_figure_stays_one_when_other_words_are_written(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        page = visit.page
        visit.open("/attacks").sees("Sources, table, downloads")
        add(visit, "attacks-heartland")
        visit.open("/brief").sees("1 slide, release")
        (slide,) = show(kept(page)).slides
        assert len(slide.points[0]) > LONGEST_POINT
        title = page.get_by_role("textbox", name="Judgment: the title of this slide")
        title.fill("Mine")
        title.press("Control+Enter")
        visit.until(lambda: kept(page).slides[0].title == "Mine", "the title is kept")
        assert show(kept(page)).slides[0].own_points == frozenset()
        expect(page.locator(".kh-notice")).to_have_count(0)
        assert visit.is_clean()


@pytest.mark.parametrize("text", ['{"stamp": "x", "brief": {"khyber_brief": 2, "slides": [{}]}, "before": null}', "{"])
def test_a_brief_that_cannot_be_read_is_set_aside_for_another(browser: Browser, server: str, text: str) -> None:
    with visiting(browser, server) as visit:
        visit.page.add_init_script(
            f"localStorage.getItem('{KEY}') || localStorage.setItem('{KEY}', {json.dumps(text)})"
        )
        visit.open("/brief").sees("Begin with another brief")
        press(visit, standard.briefs()["rise-2021"].title)
        visit.sees("7 slides, release")
        visit.until(lambda: '"figure"' in visit.page.evaluate(f"localStorage.getItem('{KEY}')"), "the brief is kept")
        aside = visit.page.evaluate(f"localStorage.getItem('{KEY}-set-aside')")
        assert (aside is not None) == ("khyber_brief" in text) and visit.is_clean()


def test_slides_that_were_removed_come_back_one_after_the_other(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/brief").sees("There is no slide yet")
        press(visit, standard.briefs()["rise-2021"].title)
        visit.sees("7 slides, release")
        before = figures(visit.page)
        press(visit, "Remove")
        has(visit, *before[1:])
        press(visit, "Remove")
        has(visit, *before[2:])
        press(visit, "Undo the removal")
        has(visit, *before[1:])
        press(visit, "Undo the removal")
        has(visit, *before)
        expect(visit.page.get_by_role("button", name="Undo the removal")).to_have_count(0)
        assert visit.is_clean()


def test_a_removed_slide_that_has_no_room_is_not_lost(browser: Browser, server: str) -> None:
    full = Brief("Full", (Slide("attacks-monthly"), *[Slide("attacks-change")] * (MOST_SLIDES - 1)))
    text = json.dumps({"stamp": "s", "brief": saved.as_plain(full), "before": None})
    with visiting(browser, server) as visit:
        visit.open("/brief").sees("There is no slide yet")
        visit.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
        visit.open("/brief").sees(f"{MOST_SLIDES} slides, release")
        press(visit, "Remove")
        visit.sees(f"{MOST_SLIDES - 1} slides, release")
        press(visit, "Duplicate")
        visit.sees(f"{MOST_SLIDES} slides, release")
        press(visit, "Undo the removal")
        visit.sees(f"A brief holds at most {MOST_SLIDES} slides: nothing was added.")
        expect(visit.page.get_by_role("button", name="Undo the removal")).to_be_visible()
        assert figures(visit.page) == ["attacks-change"] * MOST_SLIDES and visit.is_clean()


def test_standard_briefs_that_were_looked_at_do_not_hide_ones_own(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        for name in ("rise-2021", "january-2023"):
            brief = standard.briefs()[name]
            press(visit, brief.title)
            visit.sees(f"{len(brief.slides)} slides, release")
        press(visit, "Bring back brief 1")
        has(visit, "attacks-change")
        assert visit.is_clean()


def test_a_brief_of_ones_own_outlives_changes_to_standard_ones(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        for name in ("rise-2021", "january-2023"):
            brief = standard.briefs()[name]
            press(visit, brief.title)
            visit.sees(f"{len(brief.slides)} slides, release")
            press(visit, "Remove")
            visit.sees(f"{len(brief.slides) - 1} slides, release")
        press(visit, "Begin with no slides")
        visit.sees("There is no slide yet")
        visit.page.reload()
        press(visit, "Bring back brief 3")
        visit.sees("1 slide, release")
        has(visit, "attacks-change")
        expect(visit.page.get_by_role("button", name="Bring back brief 3")).to_have_count(0)
        press(visit, "Bring back brief 2")
        has(visit, *(one.figure for one in standard.briefs()["rise-2021"].slides[1:]))
        assert visit.is_clean()


def test_two_tabs_lose_no_slide_of_each_other(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/brief").sees("There is no slide yet")
        other = visit.page.context.new_page()
        second = Visit(other, server).open("/attacks").sees("Sources, table, downloads")
        add(second, "attacks-change")
        visit.sees("1 slide, release")
        add(second, "attacks-monthly")
        visit.sees("2 slides, release")
        press(visit, "Later")
        has(visit, "attacks-monthly", "attacks-change")
        add(second, "attacks-by-area")
        has(visit, "attacks-monthly", "attacks-change", "attacks-by-area")
        assert figures(visit.page) == figures(other) and visit.is_clean()


def test_a_standard_brief_takes_the_place_of_another_which_comes_back(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        brief = standard.briefs()["rise-2021"]
        press(visit, brief.title)
        has(visit, *(one.figure for one in brief.slides))
        visit.sees(f"{len(brief.slides)} slides, release")
        press(visit, "Bring back brief 1")
        has(visit, "attacks-change")
        press(visit, "Bring back brief 1")
        has(visit, *(one.figure for one in brief.slides))
        assert visit.is_clean()


def test_a_brief_travels_in_a_link_and_as_a_file(browser: Browser, server: str, tmp_path: Path) -> None:
    sent = Brief(
        "What we know", (Slide("attacks-change", (("years", "2021,2022"),), "Up <i>again</i>", (1, "Own"), "Hm"),)
    )
    release = open_release().release
    with visiting(browser, server) as visit:
        page = visit.page
        visit.open(links.address(sent, release)).sees("Up <i>again</i>")
        visit.shows("This brief came with the link", "Own", show(sent).slides[0].figure.title)
        assert page.evaluate(f"localStorage.getItem('{KEY}')") is None, "opening a link changes nothing here"
        again = urlsplit(visit.share())
        assert links.read(parse_qs(again.query)) == sent.changed(release=release)
        page.keyboard.press("Escape")
        press(visit, "Work on a copy")
        visit.until(lambda: page.evaluate(f"localStorage.getItem('{KEY}')") is not None, "the copy is kept")
        assert kept(page) == sent.changed(release=release)
        assert "brief" not in parse_qs(urlsplit(page.url).query)

        file = tmp_path / "other.json"
        file.write_bytes(saved.write(standard.briefs()["january-2023"]))
        page.locator(".st-key-brief-file-0 input").set_input_files(file)
        visit.sees(f"{len(standard.briefs()['january-2023'].slides)} slides, release")
        file.write_text('{"khyber_brief": 1, "slides": [{"figure": 3}]}')
        page.locator(".st-key-brief-file-1 input").set_input_files(file)
        visit.sees("figure of slide 1 is not a text")
        assert kept(page).title == standard.briefs()["january-2023"].title, "a bad file changes nothing"
        file.write_bytes(saved.write(sent.changed(release="2099.1.1")))
        page.locator(".st-key-brief-file-2 input").set_input_files(file)
        told = visit.page.get_by_text("other.json names release “2099.1.1”, which is not here: the newest is shown.")
        expect(told).to_be_visible()
        visit.page.wait_for_timeout(1_500)
        expect(told).to_be_visible()
        visit.sees(f"1 slide, release {release}")
        expect(page.get_by_text("Ignored in this link")).to_have_count(0)
        visit.open("/brief?brief=1.abc").sees("The brief in this link is damaged")
        visit.open("/brief?brief=nothing-like-it").sees("There is no standard brief")


def test_the_ten_slides_are_exported_in_every_format_or_cancelled(browser: Browser, server: str) -> None:
    brief = standard.briefs()["border-in-ten-slides"]
    with visiting(browser, server) as visit:
        page = visit.page
        visit.open("/brief?brief=border-in-ten-slides").sees("Present and export")
        for ending, kind in FORMATS.items():
            visit.pick("Format", kind.name)
            press(visit, "Make the file")
            file = f"the-border-in-ten-slides{f'-{ending}.zip' if kind.is_one_a_slide else f'.{ending}'}"
            save = page.get_by_role("button", name=f"Save {file} (")
            expect(save).to_be_visible(timeout=90_000)
            with page.expect_download() as told:
                save.click()
            data = Path(told.value.path()).read_bytes()
            if kind.is_one_a_slide:
                assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == len(brief.slides)
            elif ending == "xlsx":
                assert len(load_workbook(io.BytesIO(data), read_only=True).sheetnames) == len(brief.slides) + 2
            assert len(data) > 1_000
        visit.pick("Format", "PowerPoint")
        press(visit, "Make the file")
        page.get_by_role("button", name="Cancel").click()
        visit.sees("PowerPoint was cancelled; nothing of it is kept")
        assert visit.is_clean()


def test_a_button_pressed_again_before_the_page_has_come_does_no_harm(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        held = Held(visit.page)
        composes(visit, "attacks-change")
        for first, second, slides in (
            ("Remove", "Duplicate", []),
            ("Undo the removal", "Undo the removal", ["attacks-change"]),
        ):
            held.begin()
            visit.page.get_by_role("button", name=first, exact=True).click()
            visit.until(lambda: held.runs_over > 0, "the page has been run for it")
            before = held.runs_over
            visit.page.get_by_role("button", name=second, exact=True).click()
            visit.until(lambda before=before: held.runs_over > before, "the page has been run again")
            held.end()
            has(visit, *slides)
        assert visit.is_clean()
