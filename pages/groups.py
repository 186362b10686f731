"""Groups: who is based where, how strong, and tied to whom."""

from khyber.ui import page

view = page.open("groups")

page.close(view, ["groups", "group_strength", "group_relations", "group_claims"])
