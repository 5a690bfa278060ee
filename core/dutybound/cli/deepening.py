"""What `check --deep` adds: observations about the meaning of the rules, one a line, each with a case that shows it."""

from collections import Counter

import click
import msgspec

from dutybound.cli.words import language, say
from dutybound.rulebook import Rulebook
from dutybound.text import Text


def deepen(rulebook: Rulebook) -> int:
    """Print the observations and return the exit code: 1 if one must be repaired."""
    from dutybound.building import build  # noqa: PLC0415  # only deep checks pay for the proof rooms
    from dutybound.proof.casefiles import case_record  # noqa: PLC0415  # as above
    from dutybound.proof.deep import deep_findings  # noqa: PLC0415  # as above
    from dutybound.proof.seeking import seeker  # noqa: PLC0415  # as above

    count: Counter[str] = Counter()
    failed = False
    for found in deep_findings(rulebook, build(rulebook), seeker()):
        count[found.kind.value] += 1
        failed = failed or found.must_be_repaired
        click.echo(f"{found.place}: {found.kind.value}: {found.message.into(language())}")
        for number, facts in enumerate(found.cases, 1):
            record = case_record(facts, rulebook.content.facts, f"{found.kind.value}-{found.subject}-{number}".replace("/", "-"))
            click.echo(f"    {msgspec.json.encode(record).decode()}")
    total = ", ".join(f"{kind} {number}" for kind, number in sorted(count.items()))
    say(Text(f"深入检查：{total or '没有发现'}", f"deep check: {total or 'nothing found'}"))
    return 1 if failed else 0
