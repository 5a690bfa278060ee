"""`dutybound rules --by-article`: every place of a text with what stands for it, and what is left over."""

from collections.abc import Iterator
from typing import Any

import click

from dutybound.citations import Citations
from dutybound.cli.places import within
from dutybound.cli.words import language, say
from dutybound.contents import STANDING, Contained, Standing, by_place
from dutybound.labels import STAGE
from dutybound.outputs.columns import columns
from dutybound.outputs.records import encode
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.text import Text

_KINDS = {
    **STAGE,
    "extension_points": Text("兜底项", "Catch-all item"),
    "ladder": Text("处分阶梯", "Ladder"),
}


def show_by_article(rulebook: Rulebook, provision: Provision | None, *, as_json: bool) -> int:
    """Print every place of every text with contents; the exit code is 1 if one is left over."""
    content = rulebook.content
    left = 0
    for instrument in content.instruments:
        found = [each for each in by_place(content, instrument) if within(provision, each.provision)]
        if not found:
            continue
        left += sum(each.standing is Standing.LEFT_OVER for each in found)
        if as_json:
            click.echo(b"".join(encode(_record(each)) for each in found), nl=False)
            continue
        cited = Citations.of(content)
        click.echo(f"{cited.title(instrument.id).into(language())} ({instrument.id})")
        click.echo(columns([row for each in found for row in _rows(each, cited)], indent=2), nl=False)
    if left:
        say(Text(f"{left} 处没有着落", f"{left} places are left over"))
    elif not as_json:
        say(Text("每一处都有着落", "nothing is left over"))
    return int(bool(left))


def _record(found: Contained) -> dict[str, Any]:
    entries = [{"id": each.id, "kind": each.kind, "detail": list(each.detail), "pack": each.pack or None} for each in found.entries]
    return {"provision": str(found.provision), "standing": found.standing.value, "entries": entries}


def _rows(found: Contained, cited: Citations) -> Iterator[tuple[str, ...]]:
    place, standing = cited.place(found.provision).into(language()), STANDING[found.standing].into(language())
    if not found.entries:
        yield (place, standing, "", "", "")
    for number, each in enumerate(found.entries):
        first = (place, standing) if number == 0 else ("", "")
        title = each.title.into(language())
        beside = (*each.detail, Text(f"地方：{each.pack}", f"local: {each.pack}").into(language())) if each.pack else each.detail
        yield (*first, _KINDS[each.kind].into(language()), each.id, f"{title} ({', '.join(beside)})" if beside else title)
