"""Sources: who reports what, every page that was read, and how to read the figures."""

import streamlit as st

from khyber.ui import data_package, library, page

view = page.open("sources", whole="Pakistan")

with st.grid(2, min_column_width=220):
    page.metric(view)
    page.series(view, "Whose metrics are shown")

page.figure("coverage", facts="key")
page.figure("coverage-metrics", facts="key")

library.filters(view)
page.figure("sources", draw=library.pages)
page.figure("outlets", draw=library.outlets)
page.figure("source-kinds", facts="key")
page.figure("source-grades", facts="key", draw=library.letters)
page.figure("row-grades", facts="key", draw=library.digits)
page.figure("reading-rules", draw=library.rules)

data_package.tables(view)
data_package.download(view)
data_package.licences(view)
data_package.errors(view)

page.close(view, ["attack_counts", "sources"])
