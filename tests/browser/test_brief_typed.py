"""What is typed into a brief is not lost, however its page is left, and stays with its slide."""

import json

import pytest
from playwright.sync_api import Browser, expect

from khyber.briefing import standard
from khyber.briefing.brief import LONGEST_TITLE
from tests.browser.composing import KEY, add, composes, figures, has, kept, press
from tests.browser.visit import Held, Visit, visiting
from tests.conftest import free_port, khyber, running, wait_until_answered

pytestmark = pytest.mark.browser


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


def test_changes_on_their_way_outlive_a_slide_that_another_tab_adds(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        held = Held(visit.page)
        composes(visit, "attacks-change")
        other = Visit(visit.page.context.new_page(), server).open("/attacks").sees("Sources, table, downloads")
        held.begin()
        visit.page.get_by_role("textbox", name="Speaker notes").press_sequentially("Half")
        visit.until(lambda: held.runs_over > 0, "the page has been run for it")
        visit.page.get_by_role("button", name="Remove", exact=True).click()
        visit.until(lambda: held.runs_over > 1, "the page has been run for both")
        add(other, "attacks-monthly")
        held.end()
        has(visit, "attacks-monthly")
        assert visit.page.get_by_text("Another tab changed").count() == 0
        press(visit, "Undo the removal")
        has(visit, "attacks-change", "attacks-monthly")
        assert kept(visit.page).slides[0].notes == "Half"
        assert visit.page.get_by_role("button", name="Undo the removal").count() == 0
        assert visit.is_clean()


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
        lost = visit.page.get_by_role("status").filter(has_text="The server cannot be reached.")
        expect(lost).to_be_visible()
        with running(khyber("serve", "--port", str(port))) as process:
            wait_until_answered(f"{base}/api/ready", process)
            visit.page.wait_for_selector('[data-test-connection-state="CONNECTED"]')
            expect(lost).to_have_count(0)
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


def test_words_typed_just_before_a_reload_are_kept(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        notes = visit.page.get_by_role("textbox", name="Speaker notes")
        notes.press_sequentially("Said")
        visit.reload().sees("1 slide, release")
        expect(notes).to_have_value("Said")
        notes.press_sequentially(" at the end")
        notes.press("Tab")
        visit.page.wait_for_timeout(100)
        visit.reload().sees("1 slide, release")
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
        visit.page.wait_for_timeout(1_000)  # a run that the page asks for by itself is over, and not taken for the next
        held.begin()
        notes.press_sequentially("The first")
        visit.until(lambda: held.runs_over > 0, "the page has been run for it")
        notes.press_sequentially(" and the rest")
        held.end()
        visit.until(lambda: kept(visit.page).slides[0].notes.startswith("The first"), "the first words are kept")
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
        told = f"The title was longer than {LONGEST_TITLE} characters: the rest is left out."
        visit.sees(told)
        visit.page.reload()
        visit.sees("1 slide, release")
        expect(title).to_have_value("a" * LONGEST_TITLE)
        assert visit.page.get_by_text(told).count() == 0
        assert visit.is_clean()


def test_a_line_of_ones_own_is_kept_when_its_box_is_left(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        points = visit.page.get_by_test_id("stMultiSelect")
        for removed in ((1, 2), (2,)):
            points.get_by_role("button", name="Remove").first.click()
            visit.until(lambda wanted=removed: kept(visit.page).slides[0].points == wanted, "a point is taken out")
        visit.settle()
        for typed, left_by, wanted in (
            ("PICSS", "key", (2,)),
            ("By  key", "key", (2, "By key")),
            ("PIPS", "click", (2, "By key")),
            ("By  click", "click", (2, "By key", "By click")),
        ):
            points.get_by_role("combobox").click()
            visit.page.wait_for_selector("[data-testid=stMultiSelectDropdown]")
            points.get_by_role("combobox").press_sequentially(typed)
            visit.page.wait_for_selector(f"[role=option]:has-text('Add: {typed}')")
            if left_by == "key":
                visit.page.keyboard.press("Tab")
            else:
                visit.page.locator(".st-key-brief-slide h3").click(force=True)
            expect(points.get_by_role("combobox")).to_have_value("")
            visit.settle()
            visit.until(lambda wanted=wanted: kept(visit.page).slides[0].points == wanted, f"the points are {wanted}")
        assert visit.is_clean()


def test_a_line_of_ones_own_typed_just_before_a_reload_is_kept(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-what-counts")
        assert kept(visit.page).slides[0].points is None
        points = visit.page.get_by_test_id("stMultiSelect").get_by_role("combobox")
        for words, wanted in (("The first", ("The first",)), ("Then the second", ("The first", "Then the second"))):
            points.click()
            visit.page.wait_for_selector("[data-testid=stMultiSelectDropdown]")
            points.press_sequentially(words)
            visit.page.wait_for_selector(f"[role=option]:has-text('Add: {words}')")
            visit.page.reload()
            visit.sees("1 slide, release")
            visit.until(lambda wanted=wanted: kept(visit.page).slides[0].points == wanted, "the line is kept")
            visit.sees(words)
        assert visit.is_clean()


def test_a_line_typed_just_before_a_reload_takes_the_place_of_one_that_is_gone(browser: Browser, server: str) -> None:
    with visiting(browser, server) as visit:
        composes(visit, "attacks-change")
        draft = json.loads(visit.page.evaluate(f"localStorage.getItem('{KEY}')"))
        draft["brief"]["slides"][0]["points"] = [0, 99, 1]
        visit.page.evaluate(f"text => localStorage.setItem('{KEY}', text)", json.dumps(draft))
        visit.open("/brief").sees("Left out")
        points = visit.page.get_by_test_id("stMultiSelect").get_by_role("combobox")
        points.click()
        visit.page.wait_for_selector("[data-testid=stMultiSelectDropdown]")
        points.press_sequentially("A line of mine")
        visit.page.wait_for_selector("[role=option]:has-text('Add: A line of mine')")
        visit.reload()
        visit.sees("A line of mine")
        assert kept(visit.page).slides[0].points == (0, 1, "A line of mine") and visit.is_clean()


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
        visit.until(
            lambda: notes.evaluate_all("all => all.map(one => one.value)") == [""], "the box is that of the second"
        )
        assert visit.is_clean()
