"""Escalation: the rung of each event, what every month reached and why, how it rose and fell, where it stands."""

from khyber.ui import escalation, page

view = page.open("escalation", whole="The whole border")

page.figure("escalation-months", draw=escalation.draw)
page.figure("escalation-month", above=escalation.choose, draw=escalation.month)
page.figure("escalation-now", facts="list")
page.figure("escalation-days", draw=escalation.draw)
page.figure("escalation-spells", draw=escalation.still)
page.figure("escalation-moves", draw=escalation.still)
page.figure("escalation-ladder", facts="list")
page.figure("escalation-rules", draw=escalation.rules, facts="")

page.method("Escalation")
page.close(view, ["incidents", "timeline", "closures", "escalation_ladder"])
