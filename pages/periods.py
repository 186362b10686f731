"""Two periods: the notable incidents of each on two maps that move together, and the difference between them."""

import streamlit as st

from khyber.ui import border_map, page, two_periods

view = page.open("periods")

border_map.filters(view)
page.figure("periods-compared", above=two_periods.choose, facts="columns")

left, right = st.columns(2)
with left:
    page.figure("periods-first", draw=two_periods.draw, facts="")
with right:
    page.figure("periods-second", draw=two_periods.draw, facts="")
page.figure("incident", facts="list", when=two_periods.is_opened)
page.figure("periods-provinces", draw=two_periods.draw_provinces, facts="")
page.figure("periods-sectors", draw=two_periods.draw_sectors, facts="")

page.close(view, ["incidents"])
