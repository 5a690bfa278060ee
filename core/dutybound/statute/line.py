"""A line with content: what everything that reads a text works on."""

from attrs import frozen


@frozen
class Line:
    """Where the line stands, how it is marked up, and whether an empty line or a new page stands before it."""

    text: str
    number: int
    column: int
    apart: bool = False
    indented: bool = False
    hashes: int = 0
    width: int = 0
    turned: bool = False
