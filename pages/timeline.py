"""Timeline: what happened, by category and by actor, with the sources of each event."""

from khyber.ui import events, page

view = page.open("timeline")

events.topics(view)
events.figure("timeline")
events.opened(incidents=True)
page.figure("timeline-events", draw=events.listing)

page.close(view, ["timeline", "incidents"])
