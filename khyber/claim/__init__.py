"""The claim check: a sentence is read, held to the tables, and answered with a verdict and the rows behind it."""

from khyber.claim.verdict import Answer, check

__all__ = ["Answer", "check"]
