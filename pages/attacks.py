"""Attacks: how many, by whose count, and how sure."""

import streamlit as st

from khyber.ui import events, page

view = page.open("attacks", whole="Pakistan")

with st.grid(3, min_column_width=220):
    page.metric(view)
    page.series(view)
    page.scale(view)

page.figure("attacks-by-publisher")
page.figure("attacks-what-counts", draw=page.publishers)
page.figure("attacks-change", above=page.two_years)
events.figure("attacks-monthly")
events.opened()
page.figure("attacks-by-area")
page.figure("attacks-heartland", facts="list")
page.figure("attacks-distance")
page.figure("attacks-by-actor")
page.figure("attacks-claimed-and-counted")

page.close(view, ["attack_counts", "incidents", "group_claims", "timeline"])
