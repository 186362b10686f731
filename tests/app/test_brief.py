"""The brief page, run without a browser, which therefore never tells what it keeps."""

import pytest
from streamlit.testing.v1 import AppTest

from khyber.briefing import links, standard
from khyber.settings import settings

PATIENCE_SECONDS = 60


@pytest.mark.parametrize("came_by_link", [False, True])
def test_nothing_takes_the_place_of_a_brief_that_the_browser_has_not_told_of_yet(came_by_link: bool) -> None:
    app = AppTest.from_file(str(settings.root / "dashboard.py"), default_timeout=PATIENCE_SECONDS)
    app.switch_page("pages/brief.py")
    if came_by_link:
        app.query_params["brief"] = links.pack(standard.briefs()["rise-2021"])
    app.run()
    assert not app.exception
    offered = {one.label: one.disabled for one in app.main.button}
    begins = [*(brief.title for brief in standard.briefs().values()), *(["Work on a copy"] if came_by_link else [])]
    assert [offered[name] for name in begins] == [True] * len(begins)
