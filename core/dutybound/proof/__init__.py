"""Statements about all cases at once: proved, refuted with a case, or left open, never passed in silence."""
