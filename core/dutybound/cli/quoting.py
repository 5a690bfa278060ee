"""What the provisions say on which an explanation rests, where their official texts were imported with `statute import`."""

from collections.abc import Iterator, Mapping

from dutybound.citations import Citations
from dutybound.cli.words import language
from dutybound.explanation import Explanation
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.statute.attached import attached
from dutybound.statute.finding import Found, NotFound
from dutybound.statute.storing import folder
from dutybound.text import Text
from dutybound.truth import Truth


def wording(explanation: Explanation) -> Mapping[Provision, Found | NotFound | None]:
    """The provisions of the findings that hold or are open, instrument by instrument; `None` where no text was imported."""
    nodes = (node for section in explanation.sections for node in section.nodes)
    bearing = (node.provision for node in nodes if node.bears and node.truth is not Truth.FAILS)
    places = dict.fromkeys(place for place in bearing if place is not None)
    instruments = list(dict.fromkeys(place.instrument for place in places))
    return {place: attached(place, folder()) for place in sorted(places, key=lambda each: (instruments.index(each.instrument), each))}


def wording_record(found: Mapping[Provision, Found | NotFound | None]) -> dict[str, str | None]:
    """The JSON object of it: the wording by citation, `null` where there is none."""
    return {str(place): each.text if isinstance(each, Found) else None for place, each in found.items()}


def wording_lines(found: Mapping[Provision, Found | NotFound | None], rulebook: Rulebook) -> Iterator[str]:
    """It as text: every provision with its words, then the instruments whose texts are missing."""
    cited = Citations.of(rulebook.content)
    yield Text("条款原文", "Wording of the provisions").into(language())
    for place, each in found.items():
        if each is None:
            continue
        yield f"  {cited.written(place).into(language())} ({place})"
        if isinstance(each, Found):
            yield from (f"    {line}" for line in each.text.split("\n"))
        else:
            yield f"    {each.message.into(language())}"
    missing = sorted({place.instrument for place, each in found.items() if each is None})
    if missing:
        named = ", ".join(missing)
        yield Text(
            f"  未导入原文（可用 dutybound statute import 文件 --as 标识 导入）：{named}",
            f"  no text imported for (dutybound statute import FILE --as ID imports one): {named}",
        ).into(language())
