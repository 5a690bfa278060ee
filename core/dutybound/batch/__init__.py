"""Batch evaluation: a year of cases from files or data frames, nothing lost, nothing guessed."""
