"""Groups: who is based where, how strong, and tied to whom."""

from khyber.ui import group_page, page

view = page.open("groups")

page.figure("groups-bases", draw=group_page.bases)

group_page.choose(view)
page.figure("group", draw=group_page.sections, facts="list")
page.figure("groups-strength")
page.figure("groups-attacks")
page.figure("groups-ties", draw=group_page.ties)

page.heading("All groups")
page.figure("groups-strength-words", draw=group_page.estimates)
page.figure("groups-ties-all", draw=group_page.all_ties)

page.close(view, ["groups", "group_strength", "group_relations", "group_claims", "attack_counts", "incidents"])
