"""The frame around every page: page config, navigation, the link, and the page itself."""

import streamlit as st

from khyber.settings import settings
from khyber.ui import frame

st.set_page_config(page_title="Khyber", page_icon=settings.static / "khyber.svg", layout="wide")
page = frame.navigate()
place = frame.draw(page)
page.run()
frame.close(page, place)
