"""The pages, run without a browser: what their controls show, and that no link breaks one of them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from khyber.charts import catalogue
from khyber.evidence import open_release
from khyber.evidence.releases import identifiers
from khyber.filters import Filters, open_link
from khyber.settings import settings
from khyber.ui import filter_bar, frame, link, page
from tests.wire import exceptions, reader, written

PATIENCE_SECONDS = 60
UNUSUAL = "metric=claimed_attacks&series=nacta&actor=al-qaeda&by=nacta"
LINKS = (
    "",
    "known=2016-03-01",
    "known=1987-12-31",
    "known=0001-01-01",
    "known=9999-12-31",
    UNUSUAL,
    "metric=armed_clashes",
    "metric=gti_rank&scale=log",
    "by=picss,xyz&kind=talks,picnic",
    "country=PKAF&category=war",
    "from=9999&to=9999",
    "from=0001&to=0001-01-01",
    "from=2030&to=2019",
    "years=1000,9999",
    "area=kabul&actor=islamic-state",
    "area=%3Cb%3E&actor=%00&by=,&kind=,",
    "category=border&kind=talks&country=AF&within=9999",
    "within=1&from=1900&to=1901",
    "incident=2022-12-11-chaman&known=2016-03-01",
    "view=85,180,22&incident=nowhere",
    "group=tjp&actor=ttp&known=2016-03-01&from=2030",
    "release=1999.1.1&tail=1",
    "search=%3Cimg+src%3Dx%3E&page-kind=news&dated=none&known=2016-03-01",
    "search=" + "x" * 81,
    "from=" + "9" * 5_000,
    "by=" + "x," * 5_000,
    "&".join(f"name{number}=1" for number in range(100)),
    "&".join(f"name{number}=1" for number in range(20)),
)


def run(path: str, query: str) -> AppTest:
    """A page of the dashboard, run to its end by this link."""
    app = AppTest.from_file(str(settings.root / "dashboard.py"), default_timeout=PATIENCE_SECONDS)
    app.switch_page(f"pages/{path}.py")
    for name, values in parse_qs(query).items():
        app.query_params[name] = values
    app.run()
    assert not app.exception, [one.message for one in app.exception]
    return app


class QueryParams(dict[str, str]):
    """An address that stands alone."""

    from_dict = dict.update


def words_of(app: AppTest) -> str:
    """Everything that the page draws as HTML."""
    return "".join(one.proto.body for one in app.main if one.type == "html")


@pytest.mark.parametrize("view", frame.VIEWS, ids=[one.page for one in frame.VIEWS])
def test_an_old_release_opens_on_every_page_and_says_what_was_changed_since(server: str, view: frame.View) -> None:
    old = identifiers()[-1]
    with reader(server, view.path, f"release={old}") as session:
        told = written(session.open())
    notice = re.search(f"Release {old} is shown; the newest is {identifiers()[0]}[^<]*", told)
    assert notice
    assert ("revised" in notice[0] or "none changed" in notice[0]) == (view.page != "differences")
    assert f"Release {old}." in told or view.page == frame.BRIEF


def test_every_run_says_what_the_controls_show_as_what_a_run_says_may_be_dropped(server: str) -> None:
    with reader(server, "attacks", "from=2019&by=picss&known=2024-01-01") as session:
        session.open()
        drawn = [one.delta.new_element for one in session.open() if one.HasField("delta")]
    (since,) = (one.selectbox for one in drawn if one.selectbox.label == "From")
    (by,) = (one.multiselect for one in drawn if one.multiselect.label == "Counted by")
    (known,) = (one.date_input for one in drawn if one.date_input.label == "As known by")
    assert since.set_value and since.raw_value == "2019"
    assert by.set_value and list(by.raw_values) == ["PICSS"]
    assert known.set_value and list(known.value) == ["2024-01-01"]


@pytest.mark.parametrize("path", [view.path for view in frame.VIEWS])
@pytest.mark.parametrize("query", LINKS, ids=lambda query: query[:40])
def test_no_link_breaks_a_page(server: str, path: str, query: str) -> None:
    with reader(server, path, query) as session:
        assert exceptions(session.open()) == []


class TestControls:
    def test_each_shows_what_the_link_chose_where_nothing_else_offers_it(self) -> None:
        app = run("attacks", UNUSUAL)
        assert app.selectbox(key="choose-metric").value == "claimed_attacks"
        assert app.selectbox(key="choose-series").value == "nacta"
        assert app.selectbox(key="choose-actor").value == "al-qaeda"
        assert app.multiselect(key="choose-by").value == ["nacta"]

    def test_what_is_counted_is_offered_only_where_it_is_given_by_year_or_month(self) -> None:
        evidence = open_release()
        offered = run("attacks", "").selectbox(key="choose-metric").options
        labels = evidence.names("metrics", "label")
        assert labels["armed_clashes"] not in offered
        assert offered == [label for label in labels.values() if label in offered]
        assert {labels["attacks"], labels["killed"]} <= set(offered)

    @pytest.mark.parametrize("day", ["0001-01-01", "1987-12-31", "9999-12-31"])
    def test_a_day_before_the_first_page_or_after_the_search_is_told_and_not_chosen(self, day: str) -> None:
        app = run("attacks", f"known={day}")
        assert app.date_input(key="choose-known").value is None
        assert "Ignored in this link: known" in words_of(app)

    def test_any_day_that_can_be_chosen_stands(self) -> None:
        days = run("attacks", "").date_input(key="choose-known")
        for day in (days.min, days.max):
            assert run("attacks", f"known={day.isoformat()}").date_input(key="choose-known").value == day

    def test_counted_by_is_offered_only_where_a_figure_looks_at_it(self) -> None:
        assert run("attacks", "by=picss").multiselect(key="choose-by").value == ["picss"]
        assert "choose-by" not in [box.key for box in run("border", "by=picss").multiselect]

    def test_no_filter_is_offered_where_no_figure_looks_at_it(self) -> None:
        offered = {"choose-start": "start", "choose-end": "end", "choose-area": "area", "choose-actor": "actor"}
        for name in ("briefing", "attacks", "border"):
            keys = {box.key for box in run(name, "from=2018&area=balochistan").selectbox}
            used = filter_bar.used_on(name)
            assert {key for key in offered if key in keys} == {key for key, field in offered.items() if field in used}
            assert "choose-release" in keys
        assert not filter_bar.used_on("briefing") & set(offered.values())

    def test_what_was_chosen_for_other_pages_is_named(self) -> None:
        def aside(page: str, query: str) -> str:
            return "".join(one.proto.body for one in run(page, query).sidebar if one.type == "html")

        chosen = "from=2018&area=balochistan&by=picss"
        assert "not used on this one: Balochistan, 2018 to the newest record, counted by PICSS." in aside(
            "briefing", chosen
        )
        assert "not used on this one: counted by PICSS." in aside("border", chosen)
        assert aside("attacks", chosen) == "" == aside("briefing", "known=2023-01-05")


class TestOpening:
    def test_the_choices_in_words_are_those_that_the_page_uses(self) -> None:
        everything = "from=2018&by=picss&country=AF&within=50"
        on_attacks, on_border = words_of(run("attacks", everything)), words_of(run("border", everything))
        assert "Pakistan, 2018 to the newest record, counted by PICSS</p>" in on_attacks
        assert "All areas, 2018 to the newest record, in Afghanistan, within 50 km of the line</p>" in on_border

    def test_they_follow_a_choice_that_redraws_only_cards(self, monkeypatch: pytest.MonkeyPatch) -> None:
        redrawn: list[str] = []
        monkeypatch.setattr(st, "session_state", {})
        monkeypatch.setattr(st, "query_params", QueryParams())
        monkeypatch.setattr(st, "rerun", redrawn.extend)
        link.choose(["border-map"], category="border")
        assert st.query_params == {"category": "border"}
        assert {"border-map", "choices"} <= set(redrawn)

    def test_every_page_uses_fields_of_the_filters(self) -> None:
        for view in frame.VIEWS:
            assert Filters().only(sorted(filter_bar.used_on(view.page))) == Filters()
            assert ("known" in filter_bar.used_on(view.page)) == (view.page != frame.BRIEF)


class TestFreshness:
    def test_says_where_nothing_is_known_by_that_day(self) -> None:
        said = page.freshness(open_release(), date(1987, 12, 31), ("incidents",))
        assert "none known by that day, searched up to" in said
        assert "newest" not in said

    def test_names_the_newest_date(self) -> None:
        assert "newest" in page.freshness(open_release(), None, ("attack_counts",))

    def test_the_end_of_a_plan_is_not_called_the_newest_date(self) -> None:
        assert "with rows for a time that ends on" in page.freshness(open_release(), None, ("indicators",))

    def test_the_newest_page_read_is_no_later_than_the_search(self) -> None:
        evidence = open_release()
        newest = evidence.read("sources")["published_earliest"].max().date()
        assert page.newest(evidence, None, "sources") == newest
        assert not page.has_newest(evidence, None, "labels")
        assert page.newest(evidence, date(1900, 1, 1), "attack_counts") is None

    def test_every_table_can_be_told(self) -> None:
        evidence = open_release()
        searched = tuple(table for table in evidence.counts if "searched_until" in evidence.resource(table))
        for known in (None, date(1900, 1, 1)):
            assert page.freshness(evidence, known, searched).endswith(f"Release {evidence.release}.")


class TestIgnored:
    def test_five_notes_are_shown_and_the_rest_is_counted(self) -> None:
        assert frame.ignored("abcde").startswith("Ignored in this link: a; b; c; d; e. ")
        assert frame.ignored("abcdefgh").startswith("Ignored in this link: a; b; c; d; e; and 3 more. ")


class TestMapView:
    """The view of a map belongs to the page that shows it."""

    MOVED, LINKED = (31.0, 66.0, 6.0), (33.0, 69.0, 5.0)

    @pytest.fixture(autouse=True)
    def session(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
        state: dict[str, Any] = {}
        monkeypatch.setattr(st, "session_state", state)
        monkeypatch.setattr(link, "current", lambda: open_link({"view": ["33,69,5"]}))
        yield state

    def move(self) -> None:
        link.begin("border")
        link.seen_view(self.LINKED)
        link.note_view(self.MOVED)
        assert link._as_seen().view == self.MOVED

    def test_is_kept_from_run_to_run(self) -> None:
        self.move()
        link.begin("border")
        link.seen_view(self.LINKED)
        assert link._as_seen().view == self.MOVED

    def test_does_not_go_into_the_address_of_another_page(self) -> None:
        self.move()
        link.begin("attacks")
        assert link._as_seen().view == self.LINKED
        link.note_view(self.MOVED)
        link.begin("attacks")
        assert link._as_seen().view == self.LINKED

    def test_is_not_restored_later(self) -> None:
        self.move()
        link.begin("attacks")
        link.begin("border")
        link.seen_view(self.LINKED)
        assert link._as_seen().view == self.LINKED


def test_a_note_for_the_screen_stands_on_the_card() -> None:
    link = {"fill": ["incidents"], "layers": ["density"]}
    opened = open_link(link)
    shown = catalogue.build("border-map", opened.evidence, opened.filters)
    told = words_of(run("border", "fill=incidents&layers=density"))
    assert len(shown.on_screen) == 3 and all(note in told for note in shown.on_screen)


def test_a_year_is_offered_only_where_the_period_begins_before_it_ends() -> None:
    app = AppTest.from_file(str(settings.root / "dashboard.py"), default_timeout=60)
    app.switch_page("pages/attacks.py")
    app.query_params["from"], app.query_params["to"] = "2018-03", "2020"
    app.run()
    assert not app.exception
    begins, ends = (next(one for one in app.selectbox if one.label == label) for label in ("From", "To"))
    assert begins.options[-1] == "2020" and "March 2018" in begins.options and begins.options[0] == "Earliest"
    assert ends.options[:2] == ["Newest", "2018"]
