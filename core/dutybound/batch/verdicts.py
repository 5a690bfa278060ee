"""What a batch keeps of each decision as columns: the outcome, the range, and the truths of all rules as bit masks."""

from collections.abc import Iterable, Sequence
from functools import cached_property, reduce
from itertools import zip_longest
from operator import or_
from typing import TYPE_CHECKING

from dutybound import program as names
from dutybound.assembly import deciding
from dutybound.conditions import Expression, Ref, leaves, reads
from dutybound.engines.columnar import layers, truth_column
from dutybound.engines.masks import BITS, Legend, fact_legend, rule_legend
from dutybound.program import Program
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome

if TYPE_CHECKING:
    import polars as pl

OUTCOME = "outcome"
RANGE = ("sanction_lightest", "sanction_heaviest")
RECOMMENDED = ("recommended_lightest", "recommended_heaviest")
HOLDING, UNKNOWN, ASKED = "rules_hold", "rules_open", "facts_open"

REFUSED = "refused"
OUTCOMES = (*(each.value for each in Outcome), REFUSED)


def mask_columns(name: str, legend: Legend) -> tuple[str, ...]:
    """The names of the columns with the words of a mask: `rules_hold_1`, `rules_hold_2`, …"""
    return tuple(f"{name}_{word}" for word in range(1, legend.words + 1))


class Verdicts:
    """Makes verdict columns out of truth columns.

    `facts_open` marks the unknown facts that an open finding above the outcome still asks for; the ranked `needs_facts` of a
    decision are those among them that can change its ending.
    """

    def __init__(self, rulebook: Rulebook, program: Program) -> None:
        self._program = program
        self._rungs = tuple(rung.id for rung in rulebook.content.ladder.rungs)
        self.rules = rule_legend(program)
        self.facts = fact_legend(program)
        self._seeds = frozenset(deciding(program.rungs))
        self._readers, self._parents = _graph(program)

    @property
    def columns(self) -> tuple[str, ...]:
        """The verdict columns in their order."""
        masks = (*mask_columns(HOLDING, self.rules), *mask_columns(UNKNOWN, self.rules), *mask_columns(ASKED, self.facts))
        return (OUTCOME, *RANGE, *RECOMMENDED, *masks)

    def of(self, truths: "pl.DataFrame") -> "pl.DataFrame":
        """The verdict columns for rows with the truth of every definition."""
        import polars as pl  # noqa: PLC0415  # an extra

        found = truths.select(self._first)
        found = found.with_columns(
            highest=pl.when((pl.col(OUTCOME) == Outcome.LIABLE.value) & (pl.col("highest") > 0)).then(pl.col("highest")),
            lowest=pl.max_horizontal(pl.lit(1, pl.Int64), "lowest"),
        )
        found = found.with_columns(lowest=pl.when(pl.col("highest").is_not_null()).then(pl.col("lowest")))
        return self._ranged(found).with_columns(self._asked(truths)).select(self.columns)

    # Expressions are made once: to make them takes as long as to evaluate them on a hundred thousand rows.

    @cached_property
    def _first(self) -> "tuple[pl.Expr, ...]":
        import polars as pl  # noqa: PLC0415  # an extra

        return (
            self._outcome.alias(OUTCOME),
            pl.sum_horizontal(_one(names.most(rung), 1) for rung in range(1, len(self._rungs) + 1)).alias("highest"),
            pl.sum_horizontal(_one(names.least(rung), 1) for rung in range(1, len(self._rungs) + 1)).alias("lowest"),
            pl.col(truth_column(names.LIGHTER)).alias("lighter"),
            pl.col(truth_column(names.HEAVIER)).alias("heavier"),
            *self._masks(),
        )

    @cached_property
    def _reached(self) -> "tuple[tuple[pl.Expr, ...], ...]":
        found = layers({each.name: each.expression for each in self._program.definitions})
        return tuple(tuple(self._reach(name).alias(_reach(name)) for name in layer) for layer in reversed(found))

    @cached_property
    def _opened(self) -> "tuple[pl.Expr, ...]":
        columns = mask_columns(ASKED, self.facts)
        return tuple(word(self._open(name) for name, _ in self.facts.bits(at)).alias(column) for at, column in enumerate(columns))

    @cached_property
    def _outcome(self) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415  # an extra

        settled = pl.all_horizontal(pl.col(truth_column(each)).is_not_null() for each in deciding(self._program.rungs)[len(Outcome) - 1 :])
        kind = pl.Enum(OUTCOMES)
        found: pl.Expr = pl.lit(Outcome.UNDETERMINED.value, kind)
        for outcome in reversed([each for each in Outcome if each is not Outcome.UNDETERMINED]):
            said = outcome if outcome is not Outcome.LIABLE else Outcome.UNDETERMINED
            value = pl.lit(said.value, kind)
            if outcome is Outcome.LIABLE:
                value = pl.when(settled).then(pl.lit(outcome.value, kind)).otherwise(value)
            found = pl.when(pl.col(truth_column(names.outcome(outcome)))).then(value).otherwise(found)
        return found

    def _ranged(self, found: "pl.DataFrame") -> "pl.DataFrame":
        import polars as pl  # noqa: PLC0415  # an extra

        half = (pl.col("highest") - pl.col("lowest") + 2) // 2
        light = pl.col("lighter").fill_null(False) & (pl.col("heavier") == False).fill_null(False)  # noqa: E712  # a column
        heavy = pl.col("heavier").fill_null(False) & (pl.col("lighter") == False).fill_null(False)  # noqa: E712  # a column
        kind = pl.Enum(self._rungs)
        rung = dict(enumerate(self._rungs, 1))

        def named(position: "pl.Expr") -> "pl.Expr":
            return position.replace_strict(rung, default=None, return_dtype=kind)

        return found.with_columns(
            named(pl.col("lowest")).alias(RANGE[0]),
            named(pl.col("highest")).alias(RANGE[1]),
            named(pl.when(heavy).then(pl.col("highest") - half + 1).otherwise("lowest")).alias(RECOMMENDED[0]),
            named(pl.when(light).then(pl.col("lowest") + half - 1).otherwise("highest")).alias(RECOMMENDED[1]),
        )

    def _masks(self) -> "Iterable[pl.Expr]":
        import polars as pl  # noqa: PLC0415  # an extra

        for at, column in enumerate(mask_columns(HOLDING, self.rules)):
            yield word(pl.col(truth_column(name)) for name, _ in self.rules.bits(at)).alias(column)
        for at, column in enumerate(mask_columns(UNKNOWN, self.rules)):
            yield word(pl.col(truth_column(name)).is_null() for name, _ in self.rules.bits(at)).alias(column)

    def _asked(self, truths: "pl.DataFrame") -> "list[pl.Series]":
        """The mask of open facts: zero where the ending is settled."""
        import polars as pl  # noqa: PLC0415  # an extra

        columns = mask_columns(ASKED, self.facts)
        undetermined = truths.select(self._outcome == Outcome.UNDETERMINED.value).to_series()
        if not undetermined.any():
            return [undetermined.cast(pl.Int64).alias(column) for column in columns]
        # all rows, settled ones too: gathering some rows of so many columns costs more than bits of all of them
        reached = truths.with_columns(undetermined.alias(_UNDETERMINED))
        for layer in self._reached:
            reached = reached.with_columns(layer)
        return reached.select(self._opened).get_columns()

    def _reach(self, name: str) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415  # an extra

        unknown = pl.col(truth_column(name)).is_null()
        if name in self._seeds:
            return unknown & pl.col(_UNDETERMINED)
        return unknown & _some([pl.col(_reach(above)) for above in self._parents[name]])

    def _open(self, fact: str) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415  # an extra

        return pl.col(fact).is_null() & _some([pl.col(_reach(name)) for name in self._readers[fact]])


_UNDETERMINED = "^"


def _reach(definition: str) -> str:
    return f"^{definition}"


def _some(columns: "Sequence[pl.Expr]") -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.any_horizontal(columns) if columns else pl.lit(False)


def _one(definition: str, value: int) -> "pl.Expr":
    import polars as pl  # noqa: PLC0415  # an extra

    return pl.when(pl.col(truth_column(definition))).then(pl.lit(value, pl.Int64)).otherwise(pl.lit(0, pl.Int64))


def word(truths: "Iterable[pl.Expr]") -> "pl.Expr":
    """Sixty Booleans, of which null is false, as one whole number: as bytes, which are put together by twos, for what is narrow is quick.

    To choose between two constants takes a quarter of the time of a cast and a product.
    """
    import polars as pl  # noqa: PLC0415  # an extra

    bits = list(truths)
    assert 0 < len(bits) <= BITS
    lanes: list[pl.Expr] = []
    for first in range(0, len(bits), 8):
        byte = [
            pl.when(bit).then(pl.lit(1 << position, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
            for position, bit in enumerate(bits[first : first + 8])
        ]
        lanes.append(reduce(or_, byte))
    for width, kind in ((8, pl.UInt16), (16, pl.UInt32), (32, pl.Int64)):
        wider = [lane.cast(kind) for lane in lanes]
        shifted = [lane * pl.lit(1 << width, kind) for lane in wider[1::2]]
        lanes = [low if high is None else low | high for low, high in zip_longest(wider[::2], shifted)]
    return lanes[0]


def _graph(program: Program) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each fact the definitions that read it themselves, for each definition those that refer to it."""
    readers: dict[str, list[str]] = {fact.id: [] for fact in program.facts}
    parents: dict[str, list[str]] = {each.name: [] for each in program.definitions}
    for definition in program.definitions:
        for fact, name in _uses(definition.expression):
            found = readers[fact] if fact else parents[name]
            if definition.name not in found:
                found.append(definition.name)
    return readers, parents


def _uses(expression: Expression) -> Iterable[tuple[str, str]]:
    for leaf in leaves(expression):
        if isinstance(leaf, Ref):
            yield "", leaf.name
        else:
            for fact in reads(leaf):
                yield fact, ""
