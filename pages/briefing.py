"""Briefing: the bottom line, the key figures, what changed lately."""

from khyber.ui import page

view = page.open("briefing")

page.close(view, ["attack_counts", "group_strength", "incidents", "crossings"])
