"""Judgments: what this project thinks may come, how likely, how sure, and by what each will be decided."""

from khyber.ui import judgments, page

view = page.open("judgments", whole="")

page.figure("judgments", draw=judgments.draw)
page.figure("judgment", above=judgments.choose, facts="", draw=judgments.sections, when=judgments.are_made)
page.figure("judgments-scores", draw=judgments.scores, when=judgments.are_made)
page.figure("judgments-list", facts="list", when=judgments.are_made)

page.method("Judgments")
page.close(view, ["key_judgments"])
