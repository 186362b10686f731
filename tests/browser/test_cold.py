"""The very first request to a cold server is a deep link, and it shows frame, filters and view."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visit import visiting
from tests.conftest import free_port, khyber, running, wait_until_answered

pytestmark = pytest.mark.browser

LINK = "/attacks?from=2018&by=picss,pips&metric=killed&scale=log"


def opens_in_full(browser: Browser, base: str) -> bool:
    with visiting(browser, base) as visit:
        visit.open(LINK).sees("Pakistan, 2018 to the newest record, counted by PICSS, PIPS")
        assert visit.path == "/attacks"
        expect(visit.page.get_by_role("link", name="Border")).to_have_count(1)
        expect(visit.box("From")).to_have_value("2018")
        expect(visit.box("Scale")).to_have_value("Logarithmic")
        visit.sees("Killed in attacks")
        return visit.is_clean()


def test_the_first_request_to_khyber_serve_is_a_deep_link(browser: Browser) -> None:
    port = free_port()
    with running(khyber("serve", "--port", str(port))) as process:
        wait_until_answered(f"http://127.0.0.1:{port}/api/ready", process)
        assert opens_in_full(browser, f"http://127.0.0.1:{port}")


def test_the_first_request_to_streamlit_run_is_a_deep_link(browser: Browser, cold_streamlit: str) -> None:
    assert opens_in_full(browser, cold_streamlit)
