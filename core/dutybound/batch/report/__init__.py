"""The report on an output: what was decided, where, when, and what deserves a second look."""
