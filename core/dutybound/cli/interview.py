"""The interview: one question after the other, each answer put into the case record, until nothing is left that matters."""

import copy
from typing import Any

import click

from dutybound.cli.choosing import Chosen
from dutybound.cli.words import language, say
from dutybound.days import calendar_day, day_meant
from dutybound.engine import Engine
from dutybound.explanation import Need
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number, admits, expected
from dutybound.outputs.prose import need_lines
from dutybound.problems import Refused, did_you_mean
from dutybound.rules import Outcome
from dutybound.text import Text

_YES = ("y", "yes", "true", "是", "对", "有")
_NO = ("n", "no", "false", "否", "不", "没有", "无")


def interview(engine: Engine, chosen: Chosen) -> tuple[dict[str, Any], Outcome | None]:
    """Ask until the outcome is settled, every question was left open, or the input ends; the record with all answers.

    The outcome is `None` where the interview was broken off with Ctrl-C.
    """
    record = copy.deepcopy(chosen.record)
    try:
        return record, _asked(engine, chosen, record)
    except KeyboardInterrupt:
        click.echo(err=True)
        return record, None


def _asked(engine: Engine, chosen: Chosen, record: dict[str, Any]) -> Outcome:
    """Put the answers into the record, one after another; the outcome in the end."""
    left_open: set[str] = set()
    number = 0
    while True:
        case = engine.read(record, chosen.place)
        person = next(each for each in case.persons if each.person_id == chosen.person.person_id)
        explanation = engine.explain_person(case.case_id, person)
        need = next((each for each in explanation.needs if each.id not in left_open), None)
        if need is None:
            return explanation.decision.outcome
        number += 1
        for line in need_lines(need, number, language()):
            click.echo(line, err=True)
        try:
            answer = _answered(engine.rulebook.fact(need.id))
        except click.Abort as abort:
            if isinstance(abort.__context__, KeyboardInterrupt):  # click makes one of Ctrl-C and the end of the input
                raise KeyboardInterrupt from None
            click.echo(err=True)
            return explanation.decision.outcome
        if answer is None or not _fits(engine, chosen, record, need, answer):
            left_open.add(need.id)
        if answer is not None and need.id not in left_open:
            _put(engine, record, person.person_id, need.id, answer)


def _answered(fact: Fact) -> object:
    """The value a person typed, asked again until it is one; `None` for Enter alone."""
    while True:
        typed = click.prompt(_prompt(fact), default="", show_default=False, prompt_suffix=" ", err=True).strip()
        if not typed:
            return None
        value = read_answer(fact, typed)
        if value is not None:
            return value
        right = Text("是或否", "y or n") if isinstance(fact.domain, Flag) else expected(fact)
        words = [*fact.value_ids, *(option.label.into(language()) for option in fact.options)]
        hint = day_meant(typed) if isinstance(fact.domain, Day) else did_you_mean(typed, words)
        say(Text(f"`{typed}` 不是可答的值，应为{right.zh}{hint.zh}", f"`{typed}` is no answer here, which takes {right.en}{hint.en}"))


def _prompt(fact: Fact) -> str:
    match fact.domain:
        case Flag():
            return Text("是/否（回车：不清楚）>", "y/n (Enter: not known) >").into(language())
        case Choice(values) | Grade(values):
            listed = "  ".join(f"{number}={each.label.into(language())}" for number, each in enumerate(values, 1))
            return Text(f"{listed}（回车：不清楚）>", f"{listed} (Enter: not known) >").into(language())
        case Number() | Day():
            return Text("（回车：不清楚）>", "(Enter: not known) >").into(language())


def read_answer(fact: Fact, typed: str) -> object:
    """What was typed as the value a case record holds: a flag by yes or no, a choice by number, id or label; `None` if it is none."""
    match fact.domain:
        case Flag():
            return True if typed.lower() in _YES else False if typed.lower() in _NO else None
        case Choice(values) | Grade(values):
            for number, option in enumerate(values, 1):
                if typed in (str(number), option.id, option.label.zh, option.label.en):
                    return option.id
            return None
        case Number():
            value = int(typed) if typed.removeprefix("-").isdecimal() and typed.isascii() and len(typed) < 19 else None
            return value if value is not None and admits(fact, value) else None
        case Day():
            return typed if _is_day(typed) else None


def _is_day(typed: str) -> bool:
    try:
        return bool(calendar_day(typed))
    except ValueError:
        return False


def _fits(engine: Engine, chosen: Chosen, record: dict[str, Any], need: Need, answer: object) -> bool:
    """Whether the record is still without contradiction with this answer; says what is wrong if it is not."""
    tried = copy.deepcopy(record)
    _put(engine, tried, chosen.person.person_id, need.id, answer)
    try:
        case = engine.read(tried, chosen.place)
        person = next(each for each in case.persons if each.person_id == chosen.person.person_id)
        engine.decide_person(case.case_id, person)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(problem.message.into(language()), err=True)
        say(Text("此答复与已知事实不符，未采用", "this answer does not agree with what is known and was not taken"))
        return False
    return True


def _put(engine: Engine, record: dict[str, Any], person_id: str, fact_id: str, answer: object) -> None:
    """Write an answer where the record has its place: a field of the case, or the person's own facts."""
    fact = engine.rulebook.fact(fact_id)
    person = next(each for each in record["persons"] if each["person_id"] == person_id)
    for block in (record, person):
        if fact_id in (block.get("disputed") or ()):
            block["disputed"] = [each for each in block["disputed"] if each != fact_id]
    block_name, _, field = fact.origin.partition(".")
    if block_name == "person":
        person[field] = answer
    elif fact.origin:
        record[block_name] = {**(record.get(block_name) or {}), field: f"{answer:06}" if isinstance(answer, int) else answer}
    else:
        person["facts"] = {**(person.get("facts") or {}), fact_id: answer}
