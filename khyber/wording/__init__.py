"""The wording check: likelihood and confidence apart, and one scale of likelihood in a text.

The rules are those of Intelligence Community Directive 203, Analytic Standards (2015): a product uses the terms of one
row, and no sentence holds both a confidence level and a degree of likelihood.
"""

from khyber.wording.bands import Band, bands
from khyber.wording.rules import Finding, Piece, check

__all__ = ["Band", "Finding", "Piece", "bands", "check"]
