"""The figure catalogue. Importing this room fills it, page by page."""

from khyber.charts import attacks, changes, months, breakdowns, claims, border, incident  # isort: skip
from khyber.charts import groups, group_card, strength, group_attacks, ties  # isort: skip
from khyber.charts import catalogue

__all__ = [
    "attacks",
    "border",
    "breakdowns",
    "catalogue",
    "changes",
    "claims",
    "group_attacks",
    "group_card",
    "groups",
    "incident",
    "months",
    "strength",
    "ties",
]
