"""What `diff` compares: two rulebooks from files, folders and what is installed, and how given cases fare under both."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from dutybound import host
from dutybound.deciding import decide_raw
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.linking import Sources, link
from dutybound.reading import files_of, records
from dutybound.rulebook import Rulebook


def rulebooks(paths: tuple[Path, ...], policies: tuple[Path, ...]) -> tuple[Rulebook, Rulebook]:
    """The old and the new rulebook; raises `Refused` with what is wrong in either."""
    if policies:
        plugins = host.installed()
        return link(host.gather(plugins)), link(host.gather(plugins, policies))
    old, new = (_over_installed(host.gather({}, [path])) for path in paths)
    return link(old), link(new)


def _over_installed(given: Sources) -> Sources:
    """The policies given, by themselves where they have a ladder, else in the place of those installed that they replace."""
    installed = host.gather(host.installed())
    replaced = {each.instrument.id for each in given.policies}
    # the one file of an installed rulebook that holds its ladder is a version of that file, not a rulebook
    version = len(given.policies) == 1 and replaced <= {each.instrument.id for each in installed.policies}
    if any(each.ladder is not None for each in given.policies) and not version:
        return given
    kept = tuple(each for each in installed.policies if each.instrument.id not in replaced)
    return evolve(installed, policies=(*kept, *given.policies))


def count_cases(old: Engine, new: Engine, cases: Iterable[Path]) -> tuple[tuple[tuple[str, str], int], ...]:
    """How many persons came to which end under the old and the new rulebook, by these ends; raises `Refused`, `OSError`."""
    counted: Counter[tuple[str, str]] = Counter()
    for path in cases:
        for file in files_of(path):
            for raw in records(file):
                before, after = ([_end(each) for each in decide_raw(engine, raw)] for engine in (old, new))
                # where one of them refuses the record as a whole, its one refusal stands against each person of the other
                width = max(len(before), len(after))
                pairs = (each * width if len(each) < width else each for each in (before, after))
                counted.update(zip(*pairs, strict=True))
    return tuple(sorted(counted.items()))


def _end(result: object) -> str:
    if isinstance(result, Refusal):
        return "refused"
    assert isinstance(result, Decision)
    if result.sanction is None:
        return result.outcome.value
    return f"{result.outcome.value} {result.sanction.range[0]}..{result.sanction.range[1]}"
