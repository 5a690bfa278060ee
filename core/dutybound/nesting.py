"""How deep JSON may be nested: by a limit of our own, for every release of the interpreter bears another depth."""

import re

MOST_DEPTH = 100
"""How many brackets may be open at once; a case has fewer than ten. What reads JSON here bears this many everywhere."""

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([{\[])|([}\]])', re.DOTALL)


def too_deep(text: bytes) -> bool:
    """Whether more than `MOST_DEPTH` brackets are open somewhere in a text, be it well-formed or not."""
    if text.count(b"[") + text.count(b"{") <= MOST_DEPTH:
        return False  # nearly always
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[1]:
            depth += 1
            if depth > MOST_DEPTH:
                return True
        elif token[2]:
            depth -= 1
    return False
