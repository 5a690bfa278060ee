"""Questions put to a person at a terminal, asked again until the answer is one."""

import re
from collections.abc import Callable, Mapping

import click

from dutybound.cli.words import language, say
from dutybound.problems import did_you_mean
from dutybound.text import Text


def ask(question: Text, wrong: Callable[[str], Text | None], *, default: str = "") -> str:
    """What was typed, once nothing is wrong with it; Enter alone is the default where there is one."""
    while True:
        shown = f"{question.into(language())} [{default}]" if default else question.into(language())
        typed = str(click.prompt(shown, default=default, show_default=False, prompt_suffix="> ", err=True)).strip()
        problem = Text("请作答", "this needs an answer") if not typed else wrong(typed)
        if problem is None:
            return typed
        say(problem)


def ask_several(question: Text, choices: Mapping[str, Text], *, most: int = 0) -> tuple[str, ...]:
    """One or more of the choices, by number or by id, each once; at most `most` where it is given."""
    for number, (name, label) in enumerate(choices.items(), 1):
        click.echo(f"  {number}  {name}  {label.into(language())}", err=True)
    typed = ask(question, lambda text: _problem(text, choices, most))
    return tuple(dict.fromkeys(_chosen(each, choices) for each in _words(typed)))


def _words(typed: str) -> list[str]:
    return [each for each in re.split(r"[\s,，、;；]+", typed) if each]


def _chosen(word: str, choices: Mapping[str, Text]) -> str:
    numbered = {str(number): name for number, name in enumerate(choices, 1)}
    return numbered.get(word, word)


def _problem(typed: str, choices: Mapping[str, Text], most: int) -> Text | None:
    chosen = [_chosen(each, choices) for each in _words(typed)]
    for each in chosen:
        if each not in choices:
            hint = did_you_mean(each, choices)
            return Text(f"没有 `{each}` 这一项{hint.zh}", f"there is no `{each}` to choose{hint.en}")
    if not chosen or (most and len(set(chosen)) > most):
        return Text("请选一项" if most else "请至少选一项", "choose one" if most else "choose at least one")
    return None
