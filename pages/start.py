"""The start: for now it goes on to the attacks, with every parameter of the link."""

import streamlit as st

from khyber.settings import settings
from khyber.ui import frame

frame.require()
st.switch_page(
    settings.root / "pages" / "attacks.py",
    query_params={name: st.query_params.get_all(name) for name in st.query_params},
)
