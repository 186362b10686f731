"""The figure catalogue. Importing this room fills it, page by page."""

from khyber.charts import attacks, changes, months, breakdowns, heartland, distance, claims  # isort: skip
from khyber.charts import disagreement, disagreement_years  # isort: skip
from khyber.charts import border, areas, selecting, strip, sectors, incident, timeline, event  # isort: skip
from khyber.charts import groups, group_card, strength, group_attacks, ties  # isort: skip
from khyber.charts import coverage, sources, grades  # isort: skip
from khyber.charts import briefing, key_figures, lately  # isort: skip
from khyber.charts import claim_check  # isort: skip
from khyber.charts import differences, said  # isort: skip
from khyber.charts import catalogue

__all__ = [
    "areas",
    "attacks",
    "border",
    "breakdowns",
    "briefing",
    "catalogue",
    "changes",
    "claim_check",
    "claims",
    "coverage",
    "disagreement",
    "disagreement_years",
    "differences",
    "distance",
    "event",
    "grades",
    "group_attacks",
    "group_card",
    "groups",
    "heartland",
    "incident",
    "key_figures",
    "lately",
    "months",
    "sectors",
    "selecting",
    "said",
    "sources",
    "strength",
    "strip",
    "ties",
    "timeline",
]
