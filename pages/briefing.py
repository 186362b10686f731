"""Briefing: the bottom line, the key figures, what changed lately, the trend, the map in small."""

import streamlit as st

from khyber.ui import border_map, key_figures, page

view = page.open("briefing", whole="Pakistan and its border with Afghanistan")

page.figure("briefing-bottom-line", draw=key_figures.draw, facts="")

left, right = st.columns(2)
with left:
    page.figure("briefing-lately", draw=key_figures.draw_events, facts="")
with right:
    page.figure("briefing-map", facts="", draw=border_map.draw_still)
page.figure("briefing-trend")

page.close(view, ["attack_counts", "group_strength", "incidents", "crossings", "timeline"])
