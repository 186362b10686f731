"""A brief as PDF: its HTML file, printed by a Chromium found on the machine."""

from __future__ import annotations

from khyber.briefing import chromium, html
from khyber.briefing.shown import Progress, Shown


def write(shown: Shown, progress: Progress = lambda done, of, what: None) -> bytes:
    """The PDF of a brief: a title page and a page for each slide, with text that can be selected.

    `progress` is told how many slides are done, of how many, and what is done now. Raises chromium.NoChromium where
    there is none, and BriefError where it does not print the brief in time.
    """
    chromium.require()
    page = html.write(shown, progress)
    progress(len(shown.slides), len(shown.slides), "Printing")
    return chromium.print_pdf(page)
