"""The dashboard with one page more, which only says hello; `benchmarks/served.py` serves it."""

import streamlit as st

from khyber.ui import frame


def hello() -> None:
    """The least that a page can be."""
    st.write("Hello")


st.set_page_config(page_title="Khyber", page_icon="⛰️", layout="wide")
page = st.navigation([*frame.pages(), st.Page(hello, title="Hello", url_path="hello")], position="hidden")
if page.url_path == "hello":
    page.run()
else:
    place = frame.draw(page)
    page.run()
    frame.close(page, place)
