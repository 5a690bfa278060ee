"""Decisions as data for others: JSON records and words."""
