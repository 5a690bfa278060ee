"""Blueprints of local packs: what is asked, the templates filled in with the answers, and all files written or none."""
