"""JSON Schemas (draft 2020-12) of what goes in and out: the case record, the decision record, the policy file."""
