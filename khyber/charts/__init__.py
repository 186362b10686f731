"""The figure catalogue. Importing this room fills it, page by page."""

from khyber.charts import attacks, changes, months, breakdowns, claims, border, incident, claim_check  # isort: skip
from khyber.charts import catalogue

__all__ = ["attacks", "border", "breakdowns", "catalogue", "changes", "claim_check", "claims", "incident", "months"]
