"""Risk index: its pillars apart, its total by publisher with chosen weights, what moved it, what it tells of later."""

from khyber.ui import page, risk

view = page.open("risk", "Pakistan")

page.heading("The pillars, each on its own")
page.series(view, "Whose counts make the first three pillars")
page.figure("risk-now", facts="list")
page.figure("risk-pillars", facts="")

page.heading("The total")
page.figure("risk-total", facts="list")
page.figure("risk-weights", above=risk.choose)
page.figure("risk-moves", facts="")

page.heading("Does it lead, lag or merely follow?")
page.figure("risk-validation", facts="list")
page.figure("risk-validation-pillars", facts="list")

page.method("Risk index")
page.close(view, ["attack_counts", "incidents", "group_strength", "indicators", "stances"])
