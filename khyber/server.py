"""The ASGI application: `uvicorn khyber.server:app`, or better `khyber serve`.

It is warm before it listens. When this module is imported, `dashboard.py` is run once without a
browser: Streamlit takes `pages/` for an old-style app until some run has called `st.navigation`, and
a first visitor with a deep link would see a page without its frame. Data and figures follow in the
lifespan, which ends before the port is opened.
"""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from khyber.briefing import html, links
from khyber.briefing.brief import Brief, BriefError
from khyber.briefing.shown import show
from khyber.charts import catalogue
from khyber.content_policy import POLICY, Headers
from khyber.evidence import Evidence, open_release
from khyber.filters import open_link
from khyber.settings import settings
from khyber.ui import methods, unsent

# Longer than any first run takes, so that only a page that hangs reaches it.
REHEARSAL_SECONDS = 120
# Files of briefs that are kept, each of some megabytes.
KEPT_FILES = 4
_one_at_a_time = asyncio.Lock()
_REFUSAL = (
    '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><title>No brief</title>'
    '<body><h1>There is no brief to present</h1><p>{}</p><p><a href="/brief">To the brief page</a></p></body></html>\n'
)


class StartError(RuntimeError):
    """The dashboard cannot be served; the message says why."""


def rehearse(script: Path) -> None:
    """Run the dashboard's script once, without a browser. Raises StartError if it fails."""
    run = AppTest.from_file(str(script), default_timeout=REHEARSAL_SECONDS).run()
    if run.exception:
        raise StartError(f"{script.name} failed in its first run, before anything was served: see above")


def open_newest() -> Evidence:
    """The newest release. Raises StartError where there is none or it cannot be read."""
    try:
        return open_release("newest")
    except (KeyError, ValueError, OSError) as error:
        raise StartError(f"the data cannot be opened: {error.args[0]}") from error


def warm() -> Evidence:
    """The newest release, opened, with every figure of the catalogue built once and kept."""
    evidence = open_newest()
    catalogue.warm(evidence)
    return evidence


@asynccontextmanager
async def lifespan(application: st.App) -> AsyncIterator[dict[str, Any]]:
    """Warm everything, then take it out of the garbage collector's way.

    Streamlit collects garbage after every run of a page; what is frozen is not looked at again.
    """
    evidence = await asyncio.to_thread(warm)
    gc.collect()
    gc.freeze()
    served = {"release": evidence.release, "rows": evidence.counts}
    del evidence
    yield {"served": served}


async def ready(request: Request) -> JSONResponse:
    """`GET /api/ready`: the release that is served and the rows of each of its tables."""
    return JSONResponse({"status": "ready", **app.state["served"]})


async def document(request: Request) -> Response:
    """`GET /docs/{name}`: a document of docs/ as the text that it is; the status 404 where there is none."""
    file = methods.documents().get(request.path_params["name"])
    if file is None:
        return PlainTextResponse("There is no document of this name.\n", 404)
    return PlainTextResponse(file.read_text(encoding="utf-8"))


async def present(request: Request) -> Response:
    """`GET /present`: a brief as one HTML file that presents itself, under the content policy that it names.

    The address carries `brief` and `release`; where they open no brief, the answer is a sentence and the status 400.
    """
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    try:
        brief = links.read(query)
        links.require_presentable(brief)
        async with _one_at_a_time:
            data = await asyncio.to_thread(_file, brief, str(request.base_url).rstrip("/"))
    except BriefError as error:
        return HTMLResponse(_REFUSAL.format(escape(str(error))), 400, {"cache-control": "no-store"})
    return HTMLResponse(
        data,
        headers={
            "cache-control": "no-store",
            POLICY.decode(): f"{html.policy(data)}; frame-ancestors 'self'",
        },
    )


def _file(brief: Brief, base: str) -> bytes:
    """The HTML file of a brief; "newest" is the release that is the newest now. Raises BriefError."""
    newest = open_link({"release": [brief.release]})
    return _kept_file(brief if newest.ignored else brief.changed(release=newest.evidence.release), base)


@lru_cache(maxsize=KEPT_FILES)
def _kept_file(brief: Brief, base: str) -> bytes:
    return html.write(show(brief, base))


def create() -> st.App:
    """The application, from any directory: it moves to the root, where `.streamlit/` lies.

    Raises StartError where Streamlit was configured elsewhere before, the data cannot be opened, or the
    dashboard fails.
    """
    os.chdir(settings.root)
    if st.get_option("browser.gatherUsageStats"):
        raise StartError(".streamlit/config.toml was not read, or it allows telemetry")
    script = settings.root / "dashboard.py"
    unsent.keep()
    open_newest()
    rehearse(script)
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return st.App(
        script,
        lifespan=lifespan,
        routes=[
            Route("/api/ready", ready),
            Route(f"{methods.ADDRESS}/{{name}}", document),
            Route(links.PRESENT, present, methods=["GET"]),
        ],
        middleware=[Middleware(Headers, page=page, own_policy=(links.PRESENT,))],
    )


app = create()
