"""Outlook: months ahead as distributions, and first of all where such forecasts were wrong."""

from khyber.ui import outlook, page

view = page.open("outlook", whole="Pakistan")

outlook.choose(view)

page.figure("outlook-misses", draw=outlook.misses, facts="")
page.figure("outlook-scores", facts="columns", when=outlook.is_there)
page.figure("outlook-months", draw=outlook.ahead, when=outlook.is_there)
page.figure("outlook-backtest", when=outlook.is_there)
page.figure("outlook-where-not", draw=outlook.where_not, facts="")

page.method("Outlook")
page.close(view, ["attack_counts"])
