"""Brief: slides put together from any page, ordered and worded, to be presented and taken along."""

import streamlit as st

from khyber.ui import brief_exports, brief_start, compose, page

view = page.open("brief", whole="")

brief = compose.opened(view)
if brief:
    compose.heading(brief)
    listed, worked_on = st.columns([2, 3], gap="medium")
    with listed:
        compose.slides(brief)
    with worked_on:
        compose.slide(brief)
    brief_exports.draw(brief)
brief_start.draw(brief)

page.close(view, [])
