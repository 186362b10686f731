"""Timeline: the events that explain the series."""

from khyber.ui import page

view = page.open("timeline")

page.close(view, ["timeline"])
