"""Claim check: a sentence held to the published figures."""

from khyber.ui import claim_box, page

view = page.open("claim", whole="All tables")

claim_box.draw(view)
page.figure("claim", facts="list")

page.close(view, ["attack_counts", "change_claims", "group_strength", "group_claims"])
