"""The schema of a case record, made from the facts a rulebook declares."""

from collections.abc import Mapping

from dutybound import acts
from dutybound.duties.offices import POSITIONS
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number
from dutybound.rulebook import Rulebook
from dutybound.rules import FaultKind
from dutybound.schemas.parts import DAY, NAME, REGION, Schema, among, array, closed, maybe, root


def case_schema(rulebook: Rulebook) -> Schema:
    """What `dutybound evaluate` reads: one object, in which a fact that is missing, null or disputed is unknown.

    Contradictions between facts are beyond a schema: a record may fit it and still be refused for one.
    """
    content = rulebook.content
    definitions = {
        "facts": closed({fact.id: _fact(fact) for fact in content.facts if not fact.origin}, ()),
        "fact_id": among(fact.id for fact in content.facts),
        "fault_id": among([*(fault.id for fault in content.faults), *FaultKind]),
    }
    facts = maybe({"$ref": "#/$defs/facts"})
    disputed = maybe({**array({"$ref": "#/$defs/fact_id"}), "uniqueItems": True})
    alleged = maybe(array({"$ref": "#/$defs/fault_id"}, minItems=1))
    origins = {fact.origin: fact for fact in content.facts if fact.origin}
    person = {
        "person_id": NAME,
        "role": maybe(_field("person.role", origins)),
        "facts": facts,
        "disputed": disputed,
        "alleged": alleged,
        "procedure": maybe(_procedure(rulebook)),
        "unit": maybe(NAME),
        "post": maybe(NAME),
    }
    properties = {
        "case_id": NAME,
        "authority": maybe(_block("authority", ("kind", "region", "level"), origins)),
        "act": maybe(_act(origins)),
        "persons": array(closed(person, ("person_id",)), minItems=1),
        "facts": facts,
        "disputed": disputed,
        "alleged": alleged,
    }
    schema = closed(properties, ("case_id", "persons"))
    return root("dutybound case", schema, description=f"rulebook {rulebook.digest}", **{"$defs": definitions})


def _block(name: str, fields: tuple[str, ...], origins: Mapping[str, Fact]) -> Schema:
    return closed({field: maybe(_field(f"{name}.{field}", origins)) for field in fields}, ())


def _act(origins: Mapping[str, Fact]) -> Schema:
    """The act, with the days that tell, against the duty item it names, whether time was kept."""
    days = {key: maybe(DAY) for key in acts.DAYS}
    excluded = maybe({"type": "integer", "minimum": 0, "maximum": acts.MOST_EXCLUDED})
    properties = {**_block("act", ("kind", "date", "duty"), origins)["properties"], **days, acts.NUMBER: excluded}
    return closed(properties, ())


def _field(path: str, origins: Mapping[str, Fact]) -> Schema:
    fact = origins.get(path)
    if path == "authority.region":  # a code it must be, asked for or not
        return {**REGION, **({} if fact is None else _words(fact))}
    if fact is None:
        return NAME
    return {**_value(fact), **_words(fact)}


def _fact(fact: Fact) -> Schema:
    return {**maybe(_value(fact)), **_words(fact)}


def _words(fact: Fact) -> Schema:
    return {"title": f"{fact.label.zh} / {fact.label.en}", "description": f"{fact.question.zh} / {fact.question.en} [{fact.provision}]"}


def _value(fact: Fact) -> Schema:
    match fact.domain:
        case Flag():
            return {"type": "boolean"}
        case Choice() | Grade():
            return among(fact.value_ids)
        case Number(least=least, most=most):
            bounds = {"minimum": least, "maximum": most}
            return {"type": "integer", **{key: bound for key, bound in bounds.items() if bound is not None}}
        case Day():
            return DAY


def _procedure(rulebook: Rulebook) -> Schema:
    """The steps taken on a person's case; the numbers the law asks of a step, such as `investigators`, stand beside its day."""
    steps = rulebook.content.procedure
    event: dict[str, Schema] = {
        "step": among(sorted({step.id for step in steps})),
        "date": DAY,
        "sanction": maybe(among(["", *(rung.id for rung in rulebook.content.ladder.rungs)])),
        "extended": {"type": "boolean"},
        "office": maybe(NAME),
        "by": maybe(array(NAME)),
        "states": maybe(array(among(sorted({each.id for step in steps for each in step.states})))),
    }
    event |= {need.attribute: {"type": "integer"} for step in steps for need in step.needs}
    grounds = sorted({ground.id for step in steps if step.withdrawal for ground in step.withdrawal.grounds})
    recusal = {
        "person": NAME,
        "ground": among(grounds),
        "head": maybe({"type": "boolean"}),
        "granted": maybe({"type": "boolean"}),
        "decided_by": maybe(NAME),
    }
    properties = {
        "track": among(sorted({step.track for step in steps})),
        "as_of": DAY,
        "events": array(closed(event, ("step", "date"))),
        "office": maybe(NAME),
        "position": among(POSITIONS),
        "recusals": maybe(array(closed(recusal, ("person", "ground")))),
    }
    return closed(properties, ("track", "as_of", "events"))
