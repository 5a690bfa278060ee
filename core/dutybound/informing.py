"""What an office's register tells of a case, by the duty item it names and by the days in it, and what follows by the constraints."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from dutybound.case import Case, Person
from dutybound.conditions import All, Among, Any, Expression, Not, Opaque, Ref, facts_of
from dutybound.counting import backwards, counted
from dutybound.duties.derive import Register
from dutybound.engines.reference import leaf_truth
from dutybound.facts import Facts, Value
from dutybound.problems import Place, Problem, Problems, Refused, did_you_mean
from dutybound.rulebook import Rulebook
from dutybound.text import Text
from dutybound.truth import Truth


def informed(case: Case, register: Register, rulebook: Rulebook, place: Place) -> Case:
    """The case with the facts its duty item and its days tell.

    Raises `Refused` where the item is not listed, or item or days tell otherwise than the record.
    """
    problems = Problems()
    persons: list[Person] = []
    for person in case.persons:
        try:
            persons.append(_person(person, register, rulebook, place))
        except Refused as refused:
            problems.extend(each for each in refused.problems if each not in tuple(problems))
    problems.raise_any()
    return evolve(case, persons=tuple(persons))


def _person(person: Person, register: Register, rulebook: Rulebook, place: Place) -> Person:
    _check_offices(person, register, place)
    by_item = _by_item(person, register, rulebook, place)
    # days are counted where the office's calendar is known, so that no limit is told by a year nobody gave
    by_days = counted(rulebook.content.facts, person.facts, register.calendar) if register.calendar.years else {}
    problems = Problems()
    if register.calendar.years:
        for rule in backwards(rulebook.content.facts, person.facts):
            start, end = person.facts[rule.start], person.facts[rule.end]
            problems.add(
                place,
                f"{person.person_id}：`{rule.end}`（{end}）早于 `{rule.start}`（{start}）",
                f"{person.person_id}: `{rule.end}` ({end}) is before `{rule.start}` ({start})",
            )
    for told_by, by in ((by_item, _item_words(person.act.code)), (by_days, _DAYS)):
        for name, value in told_by.items():
            if name in person.facts and person.facts[name] != value:
                problems.add(place, *_contradiction(name, person, value, by))
    problems.raise_any()
    told = {**by_item, **by_days}
    if not told:
        return person
    # INVARIANT: what the parties contest stays unknown, whatever the register says
    kept = {name: value for name, value in told.items() if name not in person.disputed}
    known: dict[str, Value] = {**person.facts, **kept}
    return evolve(person, facts={**known, **_following(kept, known, person.disputed, rulebook)})


def _by_item(person: Person, register: Register, rulebook: Rulebook, place: Place) -> dict[str, bool]:
    code = person.act.code
    if not code or not register.items:
        return {}
    if register.item(code) is None:
        hint = did_you_mean(code, register.codes())
        raise Refused((Problem(place, Text(f"act.duty：清单没有 `{code}`{hint.zh}", f"act.duty: `{code}` is not on the list{hint.en}")),))
    facts = {fact.derived: fact for fact in rulebook.content.facts if fact.derived}
    return {facts[origin].id: value for origin, value in register.derived(person.act).items() if origin in facts}


def _check_offices(person: Person, register: Register, place: Place) -> None:
    """Every office a proceeding names is in the tree, where there is one."""
    offices = [office.id for office in register.offices.offices]
    proceeding = person.proceeding
    if proceeding is None or not offices:
        return
    named = [
        proceeding.office,
        *(event.office for event in proceeding.events),
        *(recusal.decided_by for recusal in proceeding.recusals),
    ]
    problems = Problems()
    for name in dict.fromkeys(named):
        if name and name not in offices:
            hint = did_you_mean(name, offices)
            zh, en = f"没有机关 `{name}`{hint.zh}", f"there is no office `{name}`{hint.en}"
            problems.add(place, f"{person.person_id}.procedure：{zh}", f"{person.person_id}.procedure: {en}")
    problems.raise_any()


_DAYS = Text("记录中的日期", "the days of the record")


def _item_words(code: str) -> Text:
    return Text(f"职权事项 `{code}` ", f"the duty item `{code}`")


def _contradiction(name: str, person: Person, value: bool, by: Text) -> tuple[str, str]:
    said, told = _spelt(person.facts[name]), _spelt(value)
    verb = "tell" if by is _DAYS else "tells"
    return (
        f"{person.person_id}：事实 `{name}` 填为 {said}，而{by.zh}得出 {told}",
        f"{person.person_id}: the fact `{name}` is given as {said}, but {by.en} {verb} {told}",
    )


def _spelt(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _following(told: Mapping[str, Value], known: Facts, disputed: frozenset[str], rulebook: Rulebook) -> dict[str, Value]:
    """The unknown facts that follow, by constraints of the form `if` and `then`, from what the register told.

    A fact the record gives otherwise is left as it is: the constraint itself then refuses the case and names both.
    """
    found: dict[str, Value] = {}
    sources = set(told)
    growing = True
    while growing:
        growing = False
        for rule in rulebook.content.constraints:
            if rule.given is None or not sources & set(facts_of(rulebook.expressions[f"{rule.id}/if"])):
                continue
            if truth(rulebook.expressions[f"{rule.id}/if"], {**known, **found}) is not Truth.HOLDS:
                continue
            for name, value in _settled(rulebook.expressions[f"{rule.id}/then"]):
                if name not in known and name not in found and name not in disputed:
                    found[name] = value
                    sources.add(name)
                    growing = True
    return found


def _settled(expression: Expression) -> Iterator[tuple[str, Value]]:
    """The facts that an expression, if it holds, leaves one value only."""
    match expression:
        case Among(fact, (value,)):
            yield fact, value
        case All(parts):
            for part in parts:
                yield from _settled(part)
        case _:
            return


def truth(expression: Expression, facts: Facts) -> Truth:
    """The truth of a condition between facts alone; unknown where it asks a predicate or another rule."""
    match expression:
        case All(parts):
            return Truth.all(truth(part, facts) for part in parts)
        case Any(parts):
            return Truth.any(truth(part, facts) for part in parts)
        case Not(part):
            return ~truth(part, facts)
        case Opaque() | Ref():
            return Truth.UNKNOWN
        case leaf:
            return leaf_truth(leaf, facts)
