"""What in a rulebook rests on provisions that have changed: rules, facts, the tests that uphold a principle, the documents it asks for."""

from collections.abc import Iterable, Iterator

from attrs import frozen

from dutybound.citing import provisions_of
from dutybound.contents import detail
from dutybound.problems import Place
from dutybound.provision import Provision
from dutybound.rulebook import Content
from dutybound.stages import STAGES


@frozen
class Resting:
    """A rule or fact that cites a changed provision; `kind` is its key in a policy file, `detail` the tests or the command it names."""

    id: str
    kind: str
    cited: Provision
    changed: Provision
    place: Place
    detail: tuple[str, ...] = ()


def resting(content: Content, changed: Iterable[Provision]) -> Iterator[Resting]:
    """What cites a provision that is among `changed`, lies within one or contains one; each rule and fact once for each citation."""
    wanted = tuple(changed)
    for stage in STAGES:
        for rule in getattr(content, stage):
            for cited in dict.fromkeys(provisions_of(rule)):
                yield from _found(rule.id, stage, cited, wanted, rule.place, detail(rule))
    for fact in content.facts:
        yield from _found(fact.id, "facts", fact.provision, wanted, fact.place, ())


def _found(
    name: str, kind: str, cited: Provision, wanted: tuple[Provision, ...], place: Place, detail: tuple[str, ...]
) -> Iterator[Resting]:
    touched = next((other for other in wanted if cited.contains(other) or other.contains(cited)), None)
    if touched is not None:
        yield Resting(name, kind, cited, touched, place, detail)
