"""Lawyers' cases: what the law should say of a story, written in YAML from the law, run against a rulebook."""
