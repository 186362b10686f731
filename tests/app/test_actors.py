"""The actors page, run without a browser: its controls, a past day of knowledge, and links of every kind."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from khyber.settings import settings
from tests.wire import exceptions, reader

PATIENCE_SECONDS = 60
LINKS = (
    "stance=china,mediation&on=2025-12-31",
    "stance=united-states,cross-border-strikes&known=2023-01-05&on=2026-01-01",
    "known=2016-03-01&on=1990-01-01&stance=un,border-fence",
    "stance=ttp,picnic&on=picnic&from=2023&to=2024",
    "stance=,&from=1988-01-02&to=1988-01-02&release=2026.11.1",
)


def run(query: str) -> AppTest:
    """The page, run to its end by this link."""
    app = AppTest.from_file(str(settings.root / "dashboard.py"), default_timeout=PATIENCE_SECONDS)
    app.switch_page("pages/actors.py")
    for name, values in parse_qs(query).items():
        app.query_params[name] = values
    app.run()
    assert not app.exception, [one.message for one in app.exception]
    return app


def words_of(app: AppTest) -> str:
    """Everything that the page draws as HTML."""
    return "".join(one.proto.body for one in app.main if one.type == "html")


def test_a_past_day_of_knowledge_has_one_side_and_offers_nobody_of_later_rows() -> None:
    app = run("known=2023-01-05&on=2026-01-01&stance=united-states,mediation")
    words = words_of(app)
    assert "by 5 January 2023: 1 for (United States), 1 against (Taliban)" in words
    assert "by 31 January 2023" not in words
    assert "On 5 January 2023" in words
    assert "United States on mediation and truces: no declaration on record" in words
    offered = app.selectbox(key="choose-stance-actor").options
    assert "UAE" not in offered and "China" not in offered and "TTP" in offered
    assert app.select_slider(key="choose-on").options[-1] == "5 January 2023"


def test_the_other_list_follows_the_newest_declaration_and_none_closes_the_cell() -> None:
    app = run("")
    assert "No cell of the matrix is opened" in words_of(app)
    app.selectbox(key="choose-stance-actor").set_value("uae").run()
    assert app.query_params["stance"] == "uae,financial-aid"
    issue = next(box for box in app.selectbox if box.label == "and an issue")
    issue.set_value("").run()
    assert "stance" not in app.query_params


@pytest.mark.parametrize("query", LINKS)
def test_no_link_breaks_the_page(server: str, query: str) -> None:
    with reader(server, "actors", query) as session:
        assert exceptions(session.open()) == []
