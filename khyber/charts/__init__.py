"""The figure catalogue. Importing this room fills it, page by page."""

from khyber.charts import attacks, changes, months, breakdowns, heartland, distance, claims, border, incident  # isort: skip
from khyber.charts import catalogue

__all__ = [
    "attacks",
    "border",
    "breakdowns",
    "catalogue",
    "changes",
    "claims",
    "distance",
    "heartland",
    "incident",
    "months",
]
