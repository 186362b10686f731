"""Sources: who reports what, every page that was read, and how to read the figures."""

from khyber.ui import page

view = page.open("sources")

page.close(view, ["sources"])
