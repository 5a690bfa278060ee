"""The interview: one question after the other, each answer put into the case record, until nothing is left that matters."""

import copy
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click
from attrs import frozen

from dutybound.cli.answering import TO_GO_BACK, Typed, answered, goes_back
from dutybound.cli.choosing import Chosen
from dutybound.cli.words import language, say
from dutybound.engine import Engine
from dutybound.explanation import Explanation, Need
from dutybound.labels import OUTCOME
from dutybound.outputs.columns import plain
from dutybound.outputs.prose import need_lines
from dutybound.problems import Refused
from dutybound.rules import Outcome
from dutybound.text import Text


def interview(engine: Engine, chosen: Sequence[Chosen]) -> tuple[dict[str, Any], bool]:
    """Ask the persons of one record until each outcome is settled, every question was left open, or the input ends.

    The record with all answers, and whether the interview came to its end; Ctrl-C breaks it off.
    """
    going = _Interview(engine, chosen)
    try:
        told = going.ask()
    except KeyboardInterrupt:
        click.echo(err=True)
        return going.now.record, False
    if not told:
        for line in outcome_lines(going.persons, going.explanations()):
            click.echo(line, err=True)
    return going.now.record, True


def outcome_lines(persons: Sequence[str], explanations: Sequence[Explanation]) -> Iterator[str]:
    """What the answers have led to, and why if they settle it; by name where there are several persons."""
    for person, explanation in zip(persons, explanations, strict=True):
        name = plain(person) if len(persons) > 1 else ""
        outcome = explanation.decision.outcome
        said, why = OUTCOME[outcome], explanation.reason
        settled = outcome is not Outcome.UNDETERMINED
        zh, en = (f"。{why.zh}", f". {why.en}") if settled else ("", "")
        yield Text(f"{name or '结论'}：{said.zh}{zh}", f"{name or 'outcome'}: {said.en}{en}").into(language())


@frozen
class _Moment:
    """How far the interview has come: the record as answered so far, and the questions left open, by person."""

    record: dict[str, Any]
    left_open: frozenset[tuple[str, str]]


class _Interview:
    """Keeps the moment before every question asked, so that any number of answers can be taken back."""

    def __init__(self, engine: Engine, chosen: Sequence[Chosen]) -> None:
        self.now = _Moment(copy.deepcopy(chosen[0].record), frozenset())
        self._engine = engine
        self._place = chosen[0].place
        self.persons = tuple(each.person.person_id for each in chosen)
        self._before: list[_Moment] = []
        self._named = ""

    def ask(self) -> bool:
        """Ask until no question is left or the input ends; whether the outcomes have been told."""
        confirming = sys.stdin.isatty()
        while True:
            found = self._next()
            try:
                if found is None and not (confirming and self._before):
                    return False
                if found is None:
                    if self._confirmed():
                        return True
                    self._back()
                else:
                    self._question(*found)
            except click.Abort as abort:
                if isinstance(abort.__context__, KeyboardInterrupt):  # click makes one of Ctrl-C and the end of the input
                    raise KeyboardInterrupt from None
                click.echo(err=True)
                return found is None

    def explanations(self) -> tuple[Explanation, ...]:
        """What the answers have led to, by person."""
        return tuple(map(self._explained, self.persons))

    def _explained(self, person_id: str) -> Explanation:
        case = self._engine.read(self.now.record, self._place)
        person = next(each for each in case.persons if each.person_id == person_id)
        return self._engine.explain_person(case.case_id, person)

    def _next(self) -> tuple[str, Need] | None:
        """The next question that matters, person by person."""
        for person in self.persons:
            for need in self._explained(person).needs:
                if (person, need.id) not in self.now.left_open:
                    return person, need
        return None

    def _question(self, person: str, need: Need) -> None:
        if len(self.persons) > 1 and person != self._named:
            click.echo(Text(f"—— {plain(person)} ——", f"-- {plain(person)} --").into(language()), err=True)
            self._named = person
        for line in need_lines(need, len(self._before) + 1, language()):
            click.echo(line, err=True)
        answer = answered(self._engine.rulebook.fact(need.id), first=not self._before)
        if answer is Typed.BACK:
            self._back()
            return
        self._before.append(self.now)
        record = None if answer is Typed.NOT_KNOWN else self._with(person, need, answer)
        if record is None:
            self.now = _Moment(self.now.record, self.now.left_open | {(person, need.id)})
        else:
            self.now = _Moment(record, self.now.left_open)

    def _back(self) -> None:
        self.now = self._before.pop()
        say(Text("返回上一题，原来的答复已撤回", "back to the question before; its answer is taken back"))

    def _confirmed(self) -> bool:
        """Whether the end is the end, asked of who sits at a terminal where something can be taken back."""
        for line in outcome_lines(self.persons, self.explanations()):
            click.echo(line, err=True)
        prompt = Text(f"（回车：写出案件{TO_GO_BACK.zh}）>", f"(Enter: write the case{TO_GO_BACK.en}) >")
        while True:
            typed = click.prompt(prompt.into(language()), default="", show_default=False, prompt_suffix=" ", err=True)
            if not typed.strip():
                return True
            if goes_back(typed):
                return False
            say(Text("请按回车，或者输入 `<`", "press Enter, or type `<`"))

    def _with(self, person: str, need: Need, answer: object) -> dict[str, Any] | None:
        """The record with this answer; `None`, and what is wrong is said, where it contradicts what is known."""
        tried = copy.deepcopy(self.now.record)
        _put(self._engine, tried, person, need.id, answer)
        try:
            case = self._engine.read(tried, self._place)
            for each in case.persons:
                if each.person_id in self.persons:
                    self._engine.decide_person(case.case_id, each)
        except Refused as refused:
            for problem in refused.problems:
                click.echo(problem.message.into(language()), err=True)
            say(Text("此答复与已知事实不符，未采用", "this answer does not agree with what is known and was not taken"))
            return None
        return tried


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
