"""Events on the pages that show them, run without a browser: their controls, their card, and links of every kind."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from khyber.evidence import open_release
from khyber.settings import settings
from tests.wire import exceptions, reader

PATIENCE_SECONDS = 60
EVENT = "2021-08-15-taliban-take-kabul"
LINKS = (
    "",
    f"event={EVENT}",
    f"event={EVENT}&known=2016-03-01",
    f"event={EVENT}&from=2023&topic=economic&actor=bla",
    "event=nowhere&topic=military,picnic",
    "topic=,&actor=picss&known=0001-01-01",
    "from=9999&to=9999",
    "series=nacta&metric=gti_rank&event=2025-10-09-explosions-in-kabul-open-a",
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


def words_of(app: AppTest) -> str:
    """Everything that the page draws as HTML."""
    return "".join(one.proto.body for one in app.main if one.type == "html")


@pytest.mark.parametrize("path", ["attacks", "timeline"])
@pytest.mark.parametrize("query", LINKS)
def test_no_link_breaks_a_page(server: str, path: str, query: str) -> None:
    with reader(server, path, query) as session:
        assert exceptions(session.open()) == []


@pytest.mark.parametrize("path", ["attacks", "timeline"])
def test_the_card_of_an_event_stands_only_where_one_is_open(path: str) -> None:
    said = str(open_release().row("timeline", EVENT)["description"])
    assert f"<dd>{said}</dd>" not in words_of(run(path, ""))
    assert f"<dd>{said}</dd>" in words_of(run(path, f"event={EVENT}"))


@pytest.mark.parametrize("path", ["attacks", "timeline"])
def test_the_box_offers_the_events_of_the_figure_and_the_one_that_is_open(path: str) -> None:
    app = run(path, f"event={EVENT}&from=2023-01&to=2023-06")
    box = app.selectbox(key="choose-event")
    dates = [option.split(":")[0] for option in box.options]
    assert box.value == EVENT and dates[:2] == ["None", "15 August 2021"]
    assert len(dates) > 2 and all(one.endswith("2023") for one in dates[2:])


def test_the_box_says_where_the_event_was_not_yet_known() -> None:
    box = run("timeline", f"event={EVENT}&known=2020-01-01").selectbox(key="choose-event")
    assert box.options[:2] == ["None", "Not known by that day"]


def test_the_timeline_offers_the_actors_of_its_events_and_those_above_them() -> None:
    on_timeline = run("timeline", "").selectbox(key="choose-actor").options
    on_attacks = run("attacks", "").selectbox(key="choose-actor").options
    assert {"Qatar", "Religiously inspired groups"} <= set(on_timeline)
    assert "Qatar" not in on_attacks
    assert "Qatar" in run("attacks", "actor=qatar").selectbox(key="choose-actor").options


def test_the_choices_in_words_name_the_categories() -> None:
    said = words_of(run("timeline", "topic=military,border&actor=ttp&area=balochistan"))
    assert "All areas, TTP, military or border events</p>" in said


def test_nothing_is_offered_where_no_event_is_shown() -> None:
    assert "choose-event" not in [box.key for box in run("timeline", "from=1988-01-02&to=1988-01-02").selectbox]


def test_incidents_stand_only_beside_an_event_that_is_known() -> None:
    said = "Matched by date alone"
    assert said in words_of(run("timeline", f"event={EVENT}"))
    assert said not in words_of(run("timeline", f"event={EVENT}&known=2020-01-01"))
    assert said not in words_of(run("attacks", f"event={EVENT}"))
