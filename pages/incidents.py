"""Incidents: the notable events on record, as a list, on the map and through time, each with its sources."""

from khyber.ui import incident_filters, incident_page, page

view = page.open("incidents")

incident_filters.draw(view)

listed, beside = incident_page.columns()
with listed:
    page.figure("incidents", draw=incident_page.draw_list, facts="key")
with beside:
    page.figure(
        "incident", above=incident_page.steps, facts="list", draw=incident_page.draw_sources, when=incident_page.is_open
    )
    page.figure("incident-near", draw=incident_page.draw_near, facts="", when=incident_page.is_open)
    page.figure("incidents-map", draw=incident_page.draw_map)
page.figure("incidents-timeline", draw=incident_page.draw_timeline)

page.close(view, ["incidents"])
