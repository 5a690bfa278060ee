"""What is said several times said once: (a and x) or (b and x) is (a or b) and x, in three values too; and wide parts get names."""

from collections import Counter
from collections.abc import Iterator, Mapping

from dutybound.conditions import All, Any, Expression, Not, Ref

_WIDE = 4
"""Parts with so many parts of their own are worth a name if they stand in several expressions."""


def factored(expression: Expression) -> Expression:
    """An expression with the same value whose disjunctions say once what several of their parts say."""
    match expression:
        case Any(parts):
            return _gathered(tuple(map(factored, parts)))
        case All(parts):
            return All(tuple(map(factored, parts)))
        case Not(part):
            return Not(factored(part))
        case _:
            return expression


def _gathered(parts: tuple[Expression, ...]) -> Expression:
    """The disjunction of parts; of each conjunction among them what is rarest is its own, and equal rests are put together."""
    counted = Counter(each for part in parts if isinstance(part, All) for each in part.parts)
    alike: dict[frozenset[Expression], list[tuple[Expression, Expression]]] = {}
    for part in parts:
        own = min(part.parts, key=counted.__getitem__) if isinstance(part, All) and part.parts else part
        rest = frozenset(part.parts) - {own} if isinstance(part, All) else frozenset()
        alike.setdefault(rest, []).append((own, part))
    found: list[Expression] = []
    for rest, several in alike.items():
        if rest and len(several) > 1:
            shared = next(part.parts for _, part in several if isinstance(part, All))
            found.append(All((Any(tuple(own for own, _ in several)), *(each for each in dict.fromkeys(shared) if each in rest))))
        else:
            found.extend(part for _, part in several)
    return found[0] if len(found) == 1 else Any(tuple(found))


def shared(expressions: Mapping[str, Expression]) -> dict[str, Expression]:
    """The same named expressions, each after those it refers to; wide parts that stand in several of them have names of their own."""
    counted = Counter(part for each in expressions.values() for part in dict.fromkeys(_wide(each)))
    names = {part: f"\0{number}" for number, (part, count) in enumerate(counted.items()) if count > 1}  # no definition is called so
    found: dict[str, Expression] = {}
    for name, expression in expressions.items():
        for part in _wide(expression):
            if part in names:
                found.setdefault(names[part], _renamed(part, names, whole=True))
        found[name] = _renamed(expression, names)
    return found


def _wide(expression: Expression) -> Iterator[Expression]:
    """The wide parts of an expression, inner ones first."""
    match expression:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _wide(part)
            if len(parts) >= _WIDE:
                yield expression
        case Not(part):
            yield from _wide(part)


def _renamed(expression: Expression, names: Mapping[Expression, str], *, whole: bool = False) -> Expression:
    if not whole and expression in names:
        return Ref(names[expression])
    match expression:
        case All(parts) | Any(parts):
            return type(expression)(tuple(_renamed(part, names) for part in parts))
        case Not(part):
            return Not(_renamed(part, names))
        case _:
            return expression
