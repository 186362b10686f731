"""The figure catalogue. Importing this room fills it, page by page."""

from khyber.charts import attacks, changes, months, breakdowns, heartland, distance, claims  # isort: skip
from khyber.charts import disagreement, disagreement_years  # isort: skip
from khyber.charts import border, areas, selecting, strip, sectors, incident, timeline, event  # isort: skip
from khyber.charts import crossings_calendar, days_shut, trade, crossings, sectors_compared  # isort: skip
from khyber.charts import incident_list, incident_marks, incident_near  # isort: skip
from khyber.charts import groups, group_card, strength, group_attacks, ties  # isort: skip
from khyber.charts import coverage, sources, grades  # isort: skip
from khyber.charts import briefing, key_figures, lately  # isort: skip
from khyber.charts import border_views, two_periods, periods_difference  # isort: skip
from khyber.charts import claim_check  # isort: skip
from khyber.charts import differences, said  # isort: skip
from khyber.charts import catalogue

__all__ = [
    "areas",
    "attacks",
    "border",
    "border_views",
    "breakdowns",
    "briefing",
    "catalogue",
    "changes",
    "claim_check",
    "claims",
    "coverage",
    "crossings",
    "crossings_calendar",
    "days_shut",
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
    "incident_list",
    "incident_marks",
    "incident_near",
    "key_figures",
    "lately",
    "months",
    "periods_difference",
    "sectors",
    "selecting",
    "sectors_compared",
    "said",
    "sources",
    "strength",
    "strip",
    "ties",
    "timeline",
    "trade",
    "two_periods",
]
