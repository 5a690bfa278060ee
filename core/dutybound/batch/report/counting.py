"""What a report counts: outcomes by office, region, month and article, ranges, missing facts, reasons of refusal."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field

from dutybound.batch.advising import AGREED
from dutybound.batch.judging import Judge
from dutybound.batch.outputs import Read
from dutybound.batch.verdicts import ASKED, HOLDING, OUTCOME, RANGE, REFUSED, mask_columns
from dutybound.engine import Engine
from dutybound.engines.masks import Legend
from dutybound.rules import Outcome

if TYPE_CHECKING:
    import polars as pl

UNKNOWN = ""
"""The key under which rows are counted whose office, region or month is not known."""


@define
class Tallies:
    """Counts so far. Keys: outcome; (kind, region, outcome); (month, outcome); (article, outcome); (lightest, heaviest); fact; reason."""

    outcomes: Counter[str] = field(factory=Counter)
    offices: Counter[tuple[str, str, str]] = field(factory=Counter)
    months: Counter[tuple[str, str]] = field(factory=Counter)
    articles: Counter[tuple[str, str]] = field(factory=Counter)
    ranges: Counter[tuple[str, str]] = field(factory=Counter)
    missing: Counter[str] = field(factory=Counter)
    reasons: Counter[str] = field(factory=Counter)


class Counting:
    """Counts the rows of an output by one engine."""

    def __init__(self, engine: Engine) -> None:
        self._judge = Judge(engine)
        self._rulebook = engine.rulebook
        rules = self._judge.verdicts.rules
        content = engine.rulebook.content
        self._articles = {
            rule.id: f"{rule.provision.instrument}/{rule.provision.article}"
            for rule in (*content.faults, *content.exemptions)
            if rule.id in rules.names
        }
        self.tallies = Tallies()

    def add(self, read: Read) -> "pl.DataFrame":
        """Count some rows; returns them as judged, with a column `refused`."""
        import polars as pl  # noqa: PLC0415  # an extra

        judged = self._judge.judge(read.intake)
        frame = pl.DataFrame([*read.intake.frame.get_columns(), *judged.frame.get_columns(), read.refused.alias("refused")])
        frame = frame.with_columns(pl.when("refused").then(pl.lit(REFUSED)).otherwise(pl.col(OUTCOME).cast(pl.String)).alias(OUTCOME))
        tallies = self.tallies
        _add(tallies.outcomes, frame, OUTCOME)
        decided = frame.filter(~pl.col("refused"))
        _add(tallies.offices, decided, self._text("authority.kind"), self._text("authority.region"), OUTCOME)
        _add(tallies.months, decided, self._month(), OUTCOME)
        _add(tallies.ranges, decided.filter(pl.col(RANGE[0]).is_not_null()), *RANGE)
        self._count_articles(decided)
        self._count_missing(decided)
        tallies.reasons.update(_kind(each) for line in read.reasons if line for each in line.split("\n"))
        return frame

    def _text(self, origin: str) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415  # an extra

        fact = self._rulebook.origin(origin)
        found = pl.col(fact.id).cast(pl.String).fill_null(UNKNOWN) if fact else pl.lit(UNKNOWN)
        return found.alias(origin)

    def _month(self) -> "pl.Expr":
        import polars as pl  # noqa: PLC0415  # an extra

        fact = self._rulebook.origin("act.date")
        return (pl.col(fact.id).dt.strftime("%Y-%m").fill_null(UNKNOWN) if fact else pl.lit(UNKNOWN)).alias("month")

    def _count_articles(self, frame: "pl.DataFrame") -> None:
        import polars as pl  # noqa: PLC0415  # an extra

        legend = self._judge.verdicts.rules
        bits = _bits(legend, HOLDING)
        for article in sorted(set(self._articles.values())):
            holds = pl.any_horizontal(
                pl.col(bits[rule][0]) & bits[rule][1] != 0 for rule, place in self._articles.items() if place == article
            )
            for outcome, count in frame.filter(holds)[OUTCOME].value_counts().rows():
                self.tallies.articles[article, outcome] += count

    def _count_missing(self, frame: "pl.DataFrame") -> None:
        import polars as pl  # noqa: PLC0415  # an extra

        undetermined = frame.filter(pl.col(OUTCOME) == Outcome.UNDETERMINED.value)
        if undetermined.is_empty():
            return
        bits = _bits(self._judge.verdicts.facts, ASKED)
        counts = undetermined.select((pl.col(column) & bit != 0).sum().alias(fact) for fact, (column, bit) in bits.items())
        self.tallies.missing.update({fact: count for fact, count in counts.row(0, named=True).items() if count})


def _bits(legend: Legend, name: str) -> Mapping[str, tuple[str, int]]:
    columns = mask_columns(name, legend)
    return {each: (column, bit) for word, column in enumerate(columns) for each, bit in legend.bits(word)}


def _add(counter: "Counter[Any]", frame: "pl.DataFrame", *keys: "str | pl.Expr") -> None:
    import polars as pl  # noqa: PLC0415  # an extra

    for *key, count in frame.group_by(*keys).agg(pl.len()).rows():
        counter[key[0] if len(key) == 1 else tuple(key)] += count


def _kind(reason: str) -> str:
    """A reason without the place and the value that was written, so that like reasons count as one."""
    words = reason.split(": ", 1)[-1]
    words = re.sub(r"\[\d+\]", "[…]", words)
    for advice in (AGREED.zh, AGREED.en):  # it differs from word to word
        words = words.partition(advice)[0]
    return re.sub(r"\A([^`]*)`[^`]*`(?!, `)", r"\1`…`", words)  # facts that contradict each other are a list, and are all told
