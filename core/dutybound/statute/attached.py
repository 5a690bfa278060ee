"""The wording of a citation in the official text imported under the id of its instrument."""

from pathlib import Path

from dutybound.presence import is_there
from dutybound.provision import Provision
from dutybound.statute.finding import Found, NotFound, locate
from dutybound.statute.storing import is_id, is_kept, load


def attached(place: Provision, kept: Path) -> Found | NotFound | None:
    """What `place` says in the text imported into `kept`, why it is not there, or None where no text was imported for it."""
    if not is_kept(place.instrument, kept):
        return None
    return locate(load(place.instrument, kept).parts[0], place)


def cited_text(named: str, kept: Path) -> tuple[str, str]:
    """The id and the citation that `named` joins, as `samr-2020/21.1.4` does; `named` and nothing where it is a file or an id."""
    identifier, slash, citation = named.partition("/")
    joined = slash and citation and is_id(identifier) and is_kept(identifier, kept) and not is_there(Path(named))
    return (identifier, citation) if joined else (named, "")
