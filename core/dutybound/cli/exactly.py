"""What `evaluate --exact` and `ask --exact` share: exact answers under unknown facts, written or told."""

import sys
from collections.abc import Iterable
from typing import Any

import click
from click.core import ParameterSource

from dutybound.cli.choosing import Chosen, records
from dutybound.cli.words import language, say
from dutybound.deciding import decide_record
from dutybound.decision import Decision, Refusal
from dutybound.engine import Engine
from dutybound.labels import OUTCOME
from dutybound.outputs.records import decision_record, encode, refusal_record
from dutybound.rules import Outcome
from dutybound.text import Text


def given(parameter: str) -> bool:
    """Whether the person who called the command wrote this option."""
    return click.get_current_context().get_parameter_source(parameter) is ParameterSource.COMMANDLINE


def evaluate_exactly(engine: Engine, sources: tuple[str, ...], *, plain: bool) -> int:
    """One line for each person with `possible`; returns the exit code: 1 if any record was refused."""
    from dutybound.proof.answers import possible_record  # noqa: PLC0415  # only exact answers pay for the proof rooms
    from dutybound.proof.seeking import seeker  # noqa: PLC0415  # as above

    if not plain:
        message = Text(
            "`--exact` 只输出 JSON Lines，不能与此处的其他选项并用", "`--exact` writes JSON Lines only and excludes the other options here"
        )
        raise click.UsageError(message.into(language()), click.get_current_context())
    answering = seeker()
    refused = 0
    for source in sources:
        for record, place in records(source):
            results = tuple(decide_record(engine, record, place))
            readable = any(isinstance(each, Decision) for each in results)
            persons = {each.person_id: each for each in engine.read(record, place).persons} if readable else {}
            for result in results:
                if isinstance(result, Refusal):
                    refused += 1
                    line: dict[str, Any] = refusal_record(result, language())
                else:
                    assert isinstance(result, Decision)
                    line = decision_record(result) | {"possible": possible_record(engine, persons[result.person_id], answering)}
                sys.stdout.buffer.write(encode(line))
    if refused:
        say(Text(f"{refused} 条记录被退回", f"records refused: {refused}"))
    return 1 if refused else 0


def ask_exactly(engine: Engine, persons: Iterable[Chosen], towards: str | None, *, as_json: bool) -> int:
    """What each person's case can come to, what settles it and, if `towards` names a goal, what would lead there."""
    from dutybound.proof.answers import changes_record, possible_record, settling_record  # noqa: PLC0415  # as above
    from dutybound.proof.seeking import seeker  # noqa: PLC0415  # as above

    answering = seeker()
    for each in persons:
        line: dict[str, Any] = {"case_id": each.case.case_id, "person_id": each.person.person_id}
        if towards is None:
            line["possible"] = possible_record(engine, each.person, answering)
            line["settling"] = settling_record(engine, each.person, answering)
        else:
            line |= changes_record(engine, each.person, towards, answering)
        if as_json:
            sys.stdout.buffer.write(encode(line))
        else:
            click.echo("\n".join(_lines(engine, line)))
    return 0


def _lines(engine: Engine, line: dict[str, Any]) -> Iterable[str]:
    yield f"{line['case_id']} / {line['person_id']}"
    if "towards" in line:
        yield from _changes(engine, line)
        return
    yield "  " + Text("可能的结论：", "possible outcomes:").into(language())
    rungs = {rung.id: rung.label.into(language()) for rung in engine.rulebook.content.ladder.rungs}
    for end in line["possible"]["ends"]:
        span = " – ".join(rungs[each] for each in dict.fromkeys(end["sanction"] or ()))
        yield f"    {OUTCOME[Outcome(end['outcome'])].into(language())} {span}".rstrip()
    yield from _reason(line["possible"]["reason"])
    sets = line["settling"]["sets"]
    if sets == [[]]:
        yield "  " + Text("结论已定。", "The case is settled.").into(language())
    elif sets:
        yield "  " + Text("查明下列任一组即可定案：", "any one of these sets settles it:").into(language())
        yield from ("    " + ", ".join(_named(engine, each) for each in one) for one in sets)
    yield from _reason(line["settling"]["reason"])


def _changes(engine: Engine, line: dict[str, Any]) -> Iterable[str]:
    if line["reason"] is None and not line["changes"]:
        yield "  " + Text("改变几项事实仍不能达到", "no change of a few facts leads there").into(language())
    for each in line["changes"]:
        if not each:
            yield "  " + Text("已是如此。", "It is so already.").into(language())
        else:
            yield "  " + Text("；", "; ").into(language()).join(f"{_named(engine, name)} = {_value(value)}" for name, value in each.items())
    yield from _reason(line["reason"])


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _named(engine: Engine, fact: str) -> str:
    return f"{engine.rulebook.fact(fact).label.into(language())} ({fact})"


def _reason(reason: dict[str, str] | None) -> Iterable[str]:
    if reason is not None:
        yield "  " + reason[language().value]
