"""The pages of the dashboard: the id of each, its address and its name, in the order of the menu."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page: its id, which is also the name of its file, its address without the first slash, and its name."""

    id: str
    path: str
    name: str


PAGES = (
    Page("briefing", "", "Briefing"),
    Page("attacks", "attacks", "Attacks"),
    Page("disagreement", "disagreement", "Disagreement"),
    Page("border", "border", "Border"),
    Page("incidents", "incidents", "Incidents"),
    Page("crossings", "crossings", "Crossings"),
    Page("escalation", "escalation", "Escalation"),
    Page("periods", "periods", "Two periods"),
    Page("groups", "groups", "Groups"),
    Page("timeline", "timeline", "Timeline"),
    Page("actors", "actors", "Actors"),
    Page("risk", "risk", "Risk index"),
    Page("outlook", "outlook", "Outlook"),
    Page("scenarios", "scenarios", "Scenarios"),
    Page("judgments", "judgments", "Judgments"),
    Page("claim", "claim", "Claim check"),
    Page("sources", "sources", "Sources"),
    Page("differences", "differences", "Differences"),
    Page("brief", "brief", "Brief"),
)


def page(page_id: str) -> Page:
    """The page with an id. Raises StopIteration for an id that is none."""
    return next(one for one in PAGES if one.id == page_id)


def at(path: str) -> Page | None:
    """The page at an address, with or without slashes around it; None where there is none."""
    return next((one for one in PAGES if one.path == path.strip("/")), None)
