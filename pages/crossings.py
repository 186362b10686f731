"""Crossings: when each was shut, how sure that is, and trade and returns beside it."""

from khyber.ui import crossings, page

view = page.open("crossings")

page.figure("crossings-calendar", draw=crossings.draw)
page.figure("crossing", above=crossings.choose, draw=crossings.sections, facts="")
page.figure("days-shut", draw=crossings.draw)
page.figure("crossings-trade", draw=crossings.draw)
page.figure("crossings", facts="columns")

page.close(view, ["closures", "crossings", "incidents", "indicators", "border_facts"])
