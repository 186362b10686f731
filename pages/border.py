"""Border: the line and the notable incidents along it."""

from khyber.ui import border_map, map_layers, page

view = page.open("border")

border_map.filters(view)
border_map.sectors(view)
page.figure("border-map", above=map_layers.controls, draw=border_map.draw)
page.figure("border-areas", facts="list", when=map_layers.coloured)
page.figure("border-bands", facts="list", when=map_layers.banded)
page.figure("border-selection", above=map_layers.choose_selection)
page.figure("border-strip", above=border_map.strip_look_controls, draw=border_map.draw_strip)
page.figure("incident", above=border_map.choose_incident, facts="list")
page.figure("border-listed", facts="columns")
page.figure("sectors-compared", draw=border_map.draw_chart)
page.figure("border-sectors", facts="columns")
border_map.to_crossings()

page.close(view, ["incidents", "crossings", "closures"])
