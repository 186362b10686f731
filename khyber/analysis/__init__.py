"""Table to table, pure functions: counts, changes, the border, incidents. Every result carries its row ids."""
