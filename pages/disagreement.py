"""Disagreement: everything that was published for one period, what was revised, and how far publishers differ."""

from khyber.ui import counted, page

view = page.open("disagreement", whole="Pakistan")

counted.draw()

page.figure("disagreement-lines", above=counted.period, draw=counted.lines, facts="")
page.figure("disagreement-what-counts", draw=page.publishers)
page.figure("disagreement-revisions", facts="key")
page.figure("disagreement-spread", above=counted.scale, facts="key")

page.close(view, ["attack_counts"])
