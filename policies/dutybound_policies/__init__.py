"""The law as data: one file, one instrument."""
