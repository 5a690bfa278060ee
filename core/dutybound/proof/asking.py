"""Predicates as a proof meets them: one that fails, or answers otherwise when asked again, proves nothing and is told."""

from collections.abc import Iterator, Sequence

from dutybound.engines.reference import PredicateError, ask
from dutybound.facts import Facts
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Question
from dutybound.text import Text

TIMES = 16
"""How often a predicate is asked the same before it is believed."""


def failed(error: PredicateError) -> Text:
    """Why nothing can be said as long as this predicate fails."""
    name, reason = error.predicate, error.reason
    return Text(f"谓词 `{name}` 出错，请先改好：{reason.zh}", f"mend the predicate `{name}` first, which {reason.en}")


def unsound(question: Question, copies: Sequence[Facts], *, times: int = TIMES) -> Text | None:
    """What is wrong with a predicate of the question's programs on its cases; `None` where nothing is."""
    try:
        return next(_wavering(question, copies, times), None)
    except PredicateError as error:
        return failed(error)


def _wavering(question: Question, copies: Sequence[Facts], times: int) -> Iterator[Text]:
    for side in question.sides:
        for leaf in Graph.of(side.program).everything().predicates:
            predicate = side.program.predicates[leaf.predicate]
            if len({ask(predicate, leaf.reads, copies[side.copy]) for _ in range(times)}) > 1:
                yield Text(
                    f"谓词 `{leaf.predicate}` 对同样的事实前后回答不一，请先改好",
                    f"mend the predicate `{leaf.predicate}` first, which answers otherwise when asked again about the same facts",
                )
