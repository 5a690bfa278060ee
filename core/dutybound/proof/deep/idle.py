"""Facts of which no value ever turns anything a decision shows."""

from collections.abc import Iterator

from dutybound.assembly import bounds
from dutybound.conditions import facts_of
from dutybound.program import Program, Stage
from dutybound.proof.claims import Each, Some, fails, holds
from dutybound.proof.deep.looking import Kind, Look, Observation
from dutybound.proof.graph import Graph
from dutybound.proof.questions import Answer, Impossible, Question, Varies, two
from dutybound.text import Text


def shown(program: Program) -> tuple[str, ...]:
    """The definitions a decision shows."""
    stages = (
        *(Stage.FAULT, Stage.STANDS, Stage.EXEMPTION, Stage.CIRCUMSTANCE, Stage.WAIVER),
        *(Stage.OUTCOME, Stage.MEASURE, Stage.REFERRAL, Stage.OBLIGATION),
    )
    return (*(each.name for each in program.definitions if each.stage in stages), *bounds(program.rungs))


def find(look: Look) -> Iterator[Observation]:
    """Facts that turn no decision, attribute nothing, make no case contradictory and start no time."""
    content = look.rulebook.content
    counted = {each.due.start for each in content.obligations if each.due is not None}
    for told in (each.counted for each in content.facts if each.counted is not None):
        counted |= {told.start, told.end, told.extension}
    rests = reaching(look.program, shown(look.program))
    graph = Graph.of(look.program)
    constrained = graph.cone(()).facts  # these can have a case refused, which is to matter
    attributed = {fact for rule in content.attributions for fact in facts_of(look.rulebook.expressions[rule.id])}
    for fact in content.facts:
        if fact.origin or fact.id in counted | constrained | attributed:
            continue
        claim = Some(tuple(Each((holds(name, 0), fails(name, 1))) for name in rests.get(fact.id, ())))
        answer: Answer = Impossible()
        if claim.parts:
            question = two(look.program, claim, Varies(fact.id))
            answer = look.seeker.seek(Question(question.sides, claim, question.relation, shrunk=False))
        if isinstance(answer, Impossible):
            words = Text(f"事实 `{fact.id}` 对任何结论都没有影响", f"the fact `{fact.id}` never matters to any decision")
            yield Observation(Kind.IDLE_FACT, fact.id, fact.place, words)
        yield from look.open(fact.id, fact.place, answer)


def reaching(program: Program, wanted: tuple[str, ...]) -> dict[str, list[str]]:
    """For each fact, those of the definitions that rest on it."""
    found: dict[str, list[str]] = {}
    graph = Graph.of(program)
    for name in wanted:
        for fact in sorted(graph.cone((name,), constraints=False).facts):
            found.setdefault(fact, []).append(name)
    return found
