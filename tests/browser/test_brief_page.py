"""Composing a brief in a real browser: added from cards, ordered, worded, kept, opened, shared and exported."""

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from khyber.briefing import links, saved, standard
from khyber.briefing.brief import LONGEST_POINT, LONGEST_TITLE, MOST_SLIDES, Brief, Slide
from khyber.briefing.export import FORMATS
from khyber.briefing.shown import show
from khyber.evidence import open_release
from tests.browser.visit import LOOKS, Held, Visit, visiting
from tests.conftest import free_port, khyber, running, wait_until_answered

pytestmark = pytest.mark.browser
KEY = "khyber-brief"


def kept(page: Page) -> Brief:
    """The brief that the browser keeps."""
    return saved.from_plain(json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))["brief"])


def figures(page: Page) -> list[str]:
    return [one.figure for one in kept(page).slides]


def has(visit: Visit, *wanted: str) -> None:
    """Wait until the browser keeps slides of just these figures, in this order."""
    visit.until(lambda: figures(visit.page) == list(wanted), f"the brief has {wanted}")
    visit.settle()


def add(visit: Visit, figure: str) -> None:
    card = visit.card(figure)
    card.get_by_role("button", name="Add to brief").click()
    expect(card.get_by_role("status").filter(has_text="Added")).to_be_visible()


def composes(visit: Visit, *wanted: str) -> None:
    """Add figures of the attacks to a brief, and open it."""
    visit.open("/attacks").sees("Sources, table, downloads")
    for figure in wanted:
        add(visit, figure)
    visit.open("/brief").sees(f"{len(wanted)} slide{'' if len(wanted) == 1 else 's'}, release")


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()
    visit.settle()


@LOOKS
def test_a_brief_is_put_together_worded_and_kept(browser: Browser, server: str, size: str, scheme: str) -> None:
    with visiting(browser, server, size, scheme) as visit:
        page = visit.page
        visit.open("/attacks?from=2018&by=picss,pips").sees("Sources, table, downloads")
        add(visit, "attacks-by-publisher")
        add(visit, "attacks-change")
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


def test_words_typed_last_and_a_click_are_both_kept(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/brief").sees("There is no slide yet")
        press(visit, standard.briefs()["rise-2021"].title)
        visit.sees("7 slides, release")
        visit.page.get_by_role("textbox", name="Judgment: the title of this slide").fill("Typed and left")
        visit.page.get_by_role("button", name="Later", exact=True).click()
        visit.until(lambda: figures(visit.page)[1] == "attacks-change", "the slide is moved")
        visit.until(lambda: kept(visit.page).slides[1].title == "Typed and left", "its title is kept")
        visit.settle()
        visit.page.get_by_role("textbox", name="Title of the brief").fill("Another title")
        visit.page.get_by_role("button", name="Duplicate", exact=True).click()
        visit.until(lambda: len(figures(visit.page)) == 8, "the slide is doubled")
        visit.until(lambda: kept(visit.page).title == "Another title", "the title of the brief is kept")
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


def test_what_is_being_typed_outlives_a_run_of_the_page(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        notes = visit.page.get_by_role("textbox", name="Speaker notes")
        notes.press_sequentially("Half a sen")
        other = Visit(visit.page.context.new_page(), server).open("/attacks").sees("Sources, table, downloads")
        add(other, "attacks-monthly")
        visit.sees("2 slides, release")
        expect(notes).to_have_value("Half a sen")
        notes.press_sequentially("tence")
        notes.press("Control+Enter")
        visit.until(lambda: kept(visit.page).slides[0].notes == "Half a sentence", "the notes are kept")
        assert figures(visit.page) == ["attacks-change", "attacks-monthly"] and visit.is_clean()


def test_what_is_typed_is_kept_after_a_pause_and_presented_at_once(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        name = visit.page.get_by_role("textbox", name="Title of the brief")
        name.press("End")
        name.press_sequentially(" of mine")
        visit.until(lambda: kept(visit.page).title == "A brief of mine", "the title of the brief is kept")
        title = visit.page.get_by_role("textbox", name="Judgment: the title of this slide")
        title.press_sequentially("What I")
        visit.until(lambda: kept(visit.page).slides[0].title == "What I", "words are kept while the box has the focus")
        expect(title).to_be_focused()
        title.press_sequentially(" say")
        with visit.page.expect_popup() as opened:
            visit.page.get_by_role("link", name="Present").click()
        expect(opened.value.get_by_role("heading", name="What I say").first).to_be_attached()
        assert kept(visit.page).slides[0].title == "What I say" and visit.is_clean()


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
        press(visit, "Bring back the brief before")
        has(visit, "attacks-change")
        assert visit.is_clean()


def test_a_server_that_was_started_anew_loses_nothing(browser: Browser) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with visiting(browser, base) as visit:
        with running(khyber("serve", "--port", str(port))) as process:
            wait_until_answered(f"{base}/api/ready", process)
            visit.open("/brief").sees("There is no slide yet")
            press(visit, standard.briefs()["rise-2021"].title)
            visit.sees("7 slides, release")
            press(visit, "Later")
            visit.until(lambda: figures(visit.page)[:2] == ["attacks-by-publisher", "attacks-change"], "it is moved")
            visit.page.get_by_role("textbox", name="Speaker notes").fill("As the server went")
        wanted = figures(visit.page)
        with running(khyber("serve", "--port", str(port))) as process:
            wait_until_answered(f"{base}/api/ready", process)
            visit.page.wait_for_selector('[data-test-connection-state="CONNECTED"]')
            visit.page.wait_for_timeout(1_000)
            visit.sees("7 slides, release")
            second = visit.page.get_by_role("listbox").get_by_role("option").nth(1)
            expect(second).to_have_attribute("aria-selected", "true")
            visit.until(lambda: kept(visit.page).slides[1].notes == "As the server went", "what was typed last is kept")
            notes = visit.page.get_by_role("textbox", name="Speaker notes")
            expect(notes).to_have_value("As the server went")
            notes.fill("After the restart")
            notes.press("Control+Enter")
            visit.until(lambda: kept(visit.page).slides[1].notes == "After the restart", "the notes are kept")
            press(visit, "Remove")
            visit.until(lambda: len(figures(visit.page)) == 6, "the change holds")
            assert set(figures(visit.page)) < set(wanted)
            visit.sees("6 slides, release")
            assert kept(visit.page).title == standard.briefs()["rise-2021"].title


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
        press(visit, "Bring back the brief before")
        has(visit, "attacks-change")
        press(visit, "Bring back the brief before")
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
        page.locator("input[type=file]").last.set_input_files(file)
        visit.sees(f"{len(standard.briefs()['january-2023'].slides)} slides, release")
        file.write_text('{"khyber_brief": 1, "slides": [{"figure": 3}]}')
        page.locator("input[type=file]").last.set_input_files(file)
        visit.sees("figure of slide 1 is not a text")
        assert kept(page).title == standard.briefs()["january-2023"].title, "a bad file changes nothing"
        file.write_bytes(saved.write(sent.changed(release="2099.1.1")))
        page.locator("input[type=file]").last.set_input_files(file)
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


def test_a_brief_that_another_run_overtakes_keeps_its_title_and_points(browser: Browser, server: str) -> None:
    brief = standard.briefs()["january-2023"]
    with visiting(browser, server) as visit:
        held = Held(visit.page)
        visit.open("/brief").sees("There is no slide yet")
        held.begin()
        visit.page.get_by_role("button", name=brief.title, exact=True).click()
        visit.until(lambda: held.runs_over > 0, "the page has been run for it")
        held.drop()
        visit.page.get_by_role("button", name="Clear all filters").click()
        visit.until(lambda: held.runs_over > 1, "the page has been run once more")
        held.end()
        visit.sees(f"{len(brief.slides)} slides, release")
        expect(visit.page.get_by_role("textbox", name="Title of the brief")).to_have_value(brief.title)
        press(visit, "Later")
        has(visit, *(brief.slides[place].figure for place in (1, 0, *range(2, len(brief.slides)))))
        assert kept(visit.page).title == brief.title
        assert visit.is_clean()


def test_words_typed_are_kept_when_the_page_is_left_at_once(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        visit.page.get_by_role("textbox", name="Speaker notes").fill("Typed and left")
        visit.page.get_by_role("link", name="Attacks", exact=True).click()
        visit.until(lambda: visit.path == "/attacks", "the other page is shown")
        visit.sees("Sources, table, downloads")
        visit.until(lambda: kept(visit.page).slides[0].notes == "Typed and left", "what was typed is kept")
        add(visit, "attacks-monthly")
        visit.page.get_by_role("link", name="Brief", exact=True).click()
        visit.sees("2 slides, release")
        assert kept(visit.page).slides[0].notes == "Typed and left" and visit.is_clean()
        expect(visit.page.locator(".kh-notice")).to_have_count(0)


def test_words_with_spaces_to_be_tidied_are_kept_while_the_box_has_the_focus(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        notes = visit.page.get_by_role("textbox", name="Speaker notes")
        notes.press_sequentially("The first.  The second ")
        visit.until(lambda: kept(visit.page).slides[0].notes == "The first. The second", "they are kept")
        visit.settle()
        expect(notes).to_be_focused()
        notes.press_sequentially("one")
        expect(notes).to_have_value("The first.  The second one")
        visit.until(lambda: kept(visit.page).slides[0].notes == "The first. The second one", "the rest is kept")
        assert visit.is_clean()


@pytest.mark.parametrize("after_ms", [0, 100])
def test_words_typed_just_before_a_reload_are_kept(browser: Browser, server: str, after_ms: int) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        notes = visit.page.get_by_role("textbox", name="Speaker notes")
        notes.press_sequentially("Said at the end")
        if after_ms:
            notes.press("Tab")
            visit.page.wait_for_timeout(after_ms)
        visit.page.reload()
        visit.sees("1 slide, release")
        expect(notes).to_have_value("Said at the end")
        name = visit.page.get_by_role("textbox", name="Title of the brief")
        name.fill("Of today")
        visit.open("/attacks").sees("Sources, table, downloads")
        visit.page.go_back()
        expect(name).to_have_value("Of today")
        assert kept(visit.page).slides[0].notes == "Said at the end" and visit.is_clean()


def test_going_back_at_once_arrives_and_keeps_the_words(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        visit.open("/attacks").sees("Sources, table, downloads")
        add(visit, "attacks-change")
        visit.page.get_by_role("link", name="Brief", exact=True).click()
        visit.sees("1 slide, release")
        visit.page.get_by_role("textbox", name="Judgment: the title of this slide").press_sequentially("What I say ")
        visit.page.go_back()
        visit.until(lambda: visit.path == "/attacks", "the page before is back")
        visit.sees("Sources, table, downloads")
        assert visit.path == "/attacks" and kept(visit.page).slides[0].title == "What I say"
        visit.page.go_forward()
        expect(visit.page.get_by_role("textbox", name="Judgment: the title of this slide")).to_have_value("What I say")
        visit.settle()
        assert visit.page.get_by_text("Another tab changed").count() == 0 and visit.is_clean()


def test_a_removal_right_before_going_back_holds(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change", "attacks-monthly", "attacks-by-area")
        visit.page.locator(".khyber-rows-what").nth(1).click()
        visit.reaches(slide="2")
        held = Held(visit.page)
        visit.open("/brief?slide=2").sees("3 slides, release")
        visit.page.get_by_role("textbox", name="Judgment: the title of this slide").press_sequentially("Words")
        held.begin()
        visit.page.get_by_role("button", name="Remove", exact=True).click()
        visit.until(lambda: held.runs_over > 0, "the page has been run for it")
        visit.page.go_back()
        held.end()
        visit.sees("2 slides, release")
        has(visit, "attacks-change", "attacks-by-area")
        assert visit.page.get_by_text("Another tab changed").count() == 0 and visit.is_clean()


def test_words_typed_while_others_are_on_their_way_are_kept_through_a_reload(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        held = Held(visit.page)
        composes(visit, "attacks-change")
        notes = visit.page.get_by_role("textbox", name="Speaker notes")
        held.begin()
        notes.press_sequentially("The first")
        visit.until(lambda: held.runs_over > 0, "the page has been run for it")
        notes.press_sequentially(" and the rest")
        held.end()
        visit.until(lambda: kept(visit.page).slides[0].notes == "The first", "the first words are kept")
        visit.page.reload()
        visit.sees("1 slide, release")
        expect(notes).to_have_value("The first and the rest")
        assert visit.is_clean()


def test_what_is_too_long_is_told_after_a_reload_too(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        title = visit.page.get_by_role("textbox", name="Judgment: the title of this slide")
        title.fill("a" * (LONGEST_TITLE + 1))
        visit.page.reload()
        visit.sees("1 slide, release")
        expect(title).to_have_value("a" * LONGEST_TITLE)
        visit.sees(f"The title was longer than {LONGEST_TITLE} characters: the rest is left out.")
        assert visit.is_clean()


def test_words_typed_when_the_reader_goes_back_stay_with_their_slide(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change", "attacks-monthly", "attacks-by-area")
        for row in (1, 2):
            visit.page.locator(".khyber-rows-what").nth(row).click()
            visit.reaches(slide=str(row + 1))
        notes = visit.page.get_by_role("textbox", name="Speaker notes")
        notes.press_sequentially("Of the third ")
        visit.page.go_back()
        visit.reaches(slide="2")
        visit.until(lambda: [one.notes for one in kept(visit.page).slides] == ["", "", "Of the third"], "they are kept")
        visit.until(lambda: [one.input_value() for one in notes.all()] == [""], "the box is that of the second")
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
