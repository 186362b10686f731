"""Border: the line, its crossings, and the notable incidents along it."""

from khyber.ui import border_map, map_layers, page

view = page.open("border")

border_map.filters(view)
page.figure("border-map", above=map_layers.controls, draw=border_map.draw)
page.figure("border-areas", facts="list", when=map_layers.coloured)
page.figure("border-bands", when=map_layers.banded)
page.figure("border-selection", above=map_layers.choose_selection)
page.figure("border-strip", draw=border_map.draw_strip)
page.figure("incident", above=border_map.choose_incident, facts="list")
page.figure("border-listed", facts="columns")
page.figure("border-sectors", facts="columns")
page.figure("crossings", facts="columns")

page.close(view, ["incidents", "crossings"])
