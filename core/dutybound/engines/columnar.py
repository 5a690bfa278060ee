"""The columnar engine: the same program as Polars expressions over nullable columns, where null is unknown.

Polars' `&`, `|` and `~` on nullable Booleans are Kleene's strong logic, so a definition is one Boolean column.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from dutybound.conditions import All, Among, Any, AtMost, Expression, Not, Opaque, Ref, Within, leaves
from dutybound.engines.factoring import factored, shared
from dutybound.engines.reference import PredicateError, ask
from dutybound.facts import Choice, Day, Fact, Flag, Grade, Number
from dutybound.program import Program

if TYPE_CHECKING:
    import polars as pl

LEAST, MOST = -(2**63), 2**63 - 1


def truth_column(definition: str) -> str:
    """The name of the column with a definition's truth; no fact id has an `=` in it."""
    return f"={definition}"


def answer_column(predicate: str) -> str:
    """The name of the column with a predicate's answers."""
    return f"?{predicate}"


def examined_column(fault: str) -> str:
    """The name of the column that says in which rows a fault is examined; without it, in all."""
    return f"!{fault}"


def fact_types(facts: Iterable[Fact]) -> "Mapping[str, pl.DataType]":
    """The column type of each fact."""
    return {fact.id: fact_type(fact) for fact in facts}


def fact_type(fact: Fact) -> "pl.DataType":
    """The column type of a fact: Boolean, Enum of the vocabulary, Int64 or Date."""
    import polars as pl  # noqa: PLC0415  # an extra

    match fact.domain:
        case Flag():
            return pl.Boolean()
        case Choice() | Grade():
            return pl.Enum(fact.value_ids)
        case Number():
            return pl.Int64()
        case Day():
            return pl.Date()


class Columnar:
    """A program ready to be evaluated on frames with one column a fact (of `fact_types`) and one row a person."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._facts = {fact.id: fact for fact in program.facts}
        self.opaque = tuple(dict.fromkeys(_opaque(program)))

    def truths(self, frame: "pl.DataFrame") -> "pl.DataFrame":
        """The frame with a Boolean column for every definition, named by `truth_column`.

        Where the program has predicates, the frame must have their answers already (`with_answers`).
        """
        given = set(frame.columns)
        for layer in self._columns:
            frame = frame.with_columns(_defined(name, found, given) for name, found in layer)
        return frame

    @cached_property
    def _columns(self) -> "tuple[tuple[tuple[str, pl.Expr], ...], ...]":
        # made once: to make them takes as long as to evaluate them on a hundred thousand rows
        expressions = shared({each.name: factored(each.expression) for each in self._program.definitions})
        return tuple(tuple((name, self.column(expressions[name])) for name in layer) for layer in layers(expressions))

    def with_answers(self, frame: "pl.DataFrame") -> "tuple[pl.DataFrame, Mapping[int, PredicateError]]":
        """The frame with a column of answers for every predicate, and the first error of each row where one failed.

        These leaves alone go row by row; unknown facts are not asked about.
        """
        import polars as pl  # noqa: PLC0415  # an extra

        errors: dict[int, PredicateError] = {}
        for leaf in self.opaque:
            answers: list[bool | None] = [None] * frame.height
            known = frame.with_row_index("row").select("row", *leaf.reads).drop_nulls()
            for row in known.iter_rows(named=True):
                number = row.pop("row")
                try:
                    answers[number] = bool(ask(self._program.predicates[leaf.predicate], leaf.reads, row))
                except PredicateError as error:
                    errors.setdefault(number, error)
            frame = frame.with_columns(pl.Series(answer_column(leaf.predicate), answers, pl.Boolean))
        return frame, errors

    def column(self, expression: Expression) -> "pl.Expr":
        """The truth of an expression as a column; null is unknown."""
        import polars as pl  # noqa: PLC0415  # an extra

        match expression:
            case Ref(name):
                return pl.col(truth_column(name))
            case All(parts):
                return _joined(pl.all_horizontal, [self.column(part) for part in parts], True)
            case Any(parts):
                return _joined(pl.any_horizontal, [self.column(part) for part in parts], False)
            case Not(part):
                return ~self.column(part)
            case Opaque(predicate):
                return pl.col(answer_column(predicate))
            case AtMost(left, right):
                return pl.col(left) <= pl.col(right)
            case Within(fact, least, most):
                return _within(pl.col(fact), least, most)
            case Among(fact, values):
                return self._among(self._facts[fact], values)
            case _:
                assert_never(expression)

    def _among(self, fact: Fact, values: tuple[bool | str, ...]) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415  # an extra

        column = pl.col(fact.id)
        if isinstance(fact.domain, Flag):
            wanted = [column if value else ~column for value in dict.fromkeys(values)]
        else:
            wanted = [column == pl.lit(value, pl.Enum(fact.value_ids)) for value in dict.fromkeys(values)]
        if not wanted:
            return _while_known(column, False)
        return _joined(pl.any_horizontal, wanted, False)


def _defined(name: str, found: "pl.Expr", given: Collection[str]) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    if examined_column(name) in given:
        # INVARIANT: a fault that is not alleged fails, whatever is known
        found = pl.col(examined_column(name)) & found
    return found.alias(truth_column(name))


def layers(expressions: Mapping[str, Expression]) -> tuple[tuple[str, ...], ...]:
    """The names of expressions by how deep their references go: a layer refers to earlier layers only."""
    depth: dict[str, int] = {}
    for name, expression in expressions.items():
        below = (depth[leaf.name] for leaf in leaves(expression) if isinstance(leaf, Ref))
        depth[name] = 1 + max(below, default=0)
    return tuple(tuple(name for name in expressions if depth[name] == level) for level in range(1, max(depth.values(), default=0) + 1))


def _opaque(program: Program) -> Iterable[Opaque]:
    for definition in program.definitions:
        for leaf in leaves(definition.expression):
            if isinstance(leaf, Opaque):
                yield leaf


def _joined(join: object, parts: "list[pl.Expr]", empty: bool) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    if not parts:
        return pl.lit(empty)
    if len(parts) == 1:
        return parts[0]
    found: pl.Expr = join(parts)  # type: ignore[operator]  # `all_horizontal` or `any_horizontal`
    return found


def _while_known(column: "pl.Expr", truth: bool) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.when(column.is_not_null()).then(pl.lit(truth))


def _within(column: "pl.Expr", least: int | date | None, most: int | date | None) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    if _beyond(least, most):
        return _while_known(column, False)
    # a bound outside 64 bits that no value can miss is no bound
    low = None if isinstance(least, int) and least <= LEAST else least
    high = None if isinstance(most, int) and most >= MOST else most
    if low is None and high is None:
        return _while_known(column, True)
    if low is None:
        return column <= pl.lit(high)
    if high is None:
        return column >= pl.lit(low)
    if low == high:
        return column == pl.lit(low)
    return column.is_between(pl.lit(low), pl.lit(high))


def _beyond(least: int | date | None, most: int | date | None) -> bool:
    return (isinstance(least, int) and least > MOST) or (isinstance(most, int) and most < LEAST)
