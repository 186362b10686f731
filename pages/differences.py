"""Differences: two releases, or two days by which things were known, by row, by year and by what they change."""

import streamlit as st

from khyber.ui import differences, page

view = page.open("differences")

with st.grid(4, min_column_width=220):
    differences.than(view)
    differences.known_than(view)
    page.metric(view)
    page.scale(view)

page.figure("differences-rows", draw=differences.rows, facts="key")
page.figure("differences-years", draw=differences.years, facts="key")
page.figure("differences-headlines", facts="key")
differences.titles()

page.close(view, ["attack_counts", "sources"])
