"""Khyber: the Afghanistan-Pakistan border in figures, every figure with its source."""
