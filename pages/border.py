"""Border: the line and the notable incidents along it."""

from khyber.ui import border_map, page

view = page.open("border")

border_map.filters(view)
border_map.sectors(view)
page.figure("border-map", draw=border_map.draw)
page.figure("border-strip", above=border_map.strip_look_controls, draw=border_map.draw_strip)
page.figure("incident", above=border_map.choose_incident, facts="list")
page.figure("sectors-compared", draw=border_map.draw_chart)
page.figure("border-sectors", facts="columns")
border_map.to_crossings()

page.close(view, ["incidents", "crossings", "closures"])
