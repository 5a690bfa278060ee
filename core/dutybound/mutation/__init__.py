"""Mutation of policies: one small change of the rules at a time, and whether the pack's own cases notice it."""
