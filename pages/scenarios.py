"""Scenarios: four ways on, the signposts that speak for and against each, and which are lit on any day."""

from khyber.ui import page, scenarios

view = page.open("scenarios")

page.figure("scenarios-now", above=scenarios.choose_day, draw=scenarios.listed, facts="")
page.figure("scenarios-through-time")
page.figure("scenarios-signposts", draw=scenarios.defined, facts="")

page.method("Scenarios")
page.close(view, ["incidents", "timeline", "closures", "stances", "attack_counts", "indicators"])
