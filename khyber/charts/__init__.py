"""The figure catalogue. Importing this room fills it, page by page."""

from khyber.charts import attacks, changes, months, breakdowns, heartland, distance, claims  # isort: skip
from khyber.charts import disagreement, disagreement_years  # isort: skip
from khyber.charts import border, areas, selecting, strip, sectors, incident, timeline, event  # isort: skip
from khyber.charts import crossings_calendar, days_shut, trade, crossings, sectors_compared  # isort: skip
from khyber.charts import escalation, escalation_days, escalation_month, escalation_levels, escalation_rules  # isort: skip
from khyber.charts import risk_pillars, risk_total, risk_moves, risk_validation  # isort: skip
from khyber.charts import incident_list, incident_marks, incident_near  # isort: skip
from khyber.charts import groups, group_card, strength, group_attacks, ties  # isort: skip
from khyber.charts import coverage, sources, grades  # isort: skip
from khyber.charts import briefing, key_figures, lately  # isort: skip
from khyber.charts import border_views, two_periods, periods_difference  # isort: skip
from khyber.charts import judgment_bands, judgments, judgment  # isort: skip
from khyber.charts import claim_check  # isort: skip
from khyber.charts import scenarios, scenarios_time  # isort: skip
from khyber.charts import campaign, means, stances, moves, economy, economy_events  # isort: skip
from khyber.charts import outlook_scores, outlook_months, outlook_past, outlook_where  # isort: skip
from khyber.charts import differences, said  # isort: skip
from khyber.charts import catalogue

__all__ = [
    "areas",
    "attacks",
    "border",
    "border_views",
    "breakdowns",
    "briefing",
    "campaign",
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
    "economy",
    "economy_events",
    "escalation",
    "escalation_days",
    "escalation_levels",
    "escalation_month",
    "escalation_rules",
    "economy",
    "economy_events",
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
    "judgment",
    "judgment_bands",
    "judgments",
    "key_figures",
    "lately",
    "means",
    "months",
    "moves",
    "outlook_months",
    "outlook_past",
    "outlook_scores",
    "outlook_where",
    "periods_difference",
    "scenarios",
    "scenarios_time",
    "risk_moves",
    "risk_pillars",
    "risk_total",
    "risk_validation",
    "sectors",
    "selecting",
    "sectors_compared",
    "said",
    "sources",
    "stances",
    "strength",
    "strip",
    "ties",
    "timeline",
    "trade",
    "two_periods",
]
