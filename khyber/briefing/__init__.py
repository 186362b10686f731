"""The briefing kit: a brief is an ordered list of slides; presenting and every export are writers of it."""
