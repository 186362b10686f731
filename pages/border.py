"""Border: the line, its crossings, and the notable incidents along it."""

from khyber.ui import border_map, page

view = page.open("border")

border_map.filters(view)
page.figure("border-map", draw=border_map.draw)
page.figure("border-strip", draw=border_map.draw_strip)
page.figure("incident", above=border_map.choose_incident, facts="list")
page.figure("border-sectors", facts="columns")
page.figure("crossings", facts="columns")

page.close(view, ["incidents", "crossings"])
