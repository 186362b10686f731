"""Actors: who declared what, who moved, and the economy that limits choices, in January 2023 and now."""

from khyber.ui import actors, page

view = page.open("actors", whole="All actors")

page.heading("Who would back a Pakistani campaign, and could Pakistan pay for it?")
page.figure("actors-campaign", draw=actors.backers)
page.figure("actors-means", draw=actors.limits, facts="")

page.heading("Declared positions")
page.figure("actors-stances", above=actors.choose_day, draw=actors.grid)
page.figure("actors-stance", above=actors.choose_stance, draw=actors.declarations, facts="")
page.figure("actors-moves", draw=actors.changes)

page.heading("The economy that limits choices")
page.figure("actors-economy")
page.figure("actors-events", draw=actors.happenings)
page.figure("crossings-trade", draw=actors.grid)
page.figure("actors-polls", facts="list")

page.method("Actors")
page.close(view, ["stances", "indicators", "border_facts"])
