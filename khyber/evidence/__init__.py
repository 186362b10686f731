"""The curated data: releases, typed tables, sources and citations, ranges, partial dates, known-by."""

from khyber.evidence.cache import cached
from khyber.evidence.evidence import Evidence, Hidden, ids, text
from khyber.evidence.ranges import Range
from khyber.evidence.releases import open_folder, open_release
from khyber.evidence.sources import Source

__all__ = ["Evidence", "Hidden", "Range", "Source", "cached", "ids", "open_folder", "open_release", "text"]
