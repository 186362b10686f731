"""The ASGI application that is measured: that of `khyber.server`, with the benchmark's script and a clock.

Importing `khyber.server` rehearses the dashboard, and its lifespan warms data and figures and freezes
them, as for readers.
"""

import time
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from khyber import server
from khyber.content_policy import Headers


async def cpu(request: Request) -> JSONResponse:
    """`GET /benchmark/cpu`: the CPU seconds that this process has used."""
    return JSONResponse(time.process_time())


app = st.App(
    Path(__file__).with_name("script.py"),
    lifespan=server.lifespan,
    routes=[Route("/benchmark/cpu", cpu)],
    middleware=[Middleware(Headers, page=(Path(st.__file__).parent / "static" / "index.html").read_text("utf-8"))],
)
