"""Like cases decided unlike, and offices far from the rest: not errors, but what a supervisor looks at first."""

from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from dutybound.batch.report.counting import Tallies
from dutybound.batch.verdicts import OUTCOME, RANGE
from dutybound.naming import ALLEGED
from dutybound.rulebook import Rulebook
from dutybound.rules import Outcome

if TYPE_CHECKING:
    import polars as pl

FAR = 3.0
"""How many standard errors an office's share of liable lies from the others' before it counts as far from the rest."""

FEW = 30
"""An office with fewer settled cases is not compared."""

MOST = 20

_SETTLED = tuple(each.value for each in (Outcome.NOT_LIABLE, Outcome.EXEMPT, Outcome.WAIVED, Outcome.LIABLE))


@frozen
class Ending:
    """An outcome and range, how often, and the first row of the output that ends so (from 1)."""

    outcome: str
    lightest: str
    heaviest: str
    count: int
    row: int


@frozen
class Unlike:
    """How many groups of rows have the same facts and end differently, and the largest of them."""

    number: int
    groups: tuple[tuple[Ending, ...], ...]


@frozen
class Far:
    """An office whose settled cases end as liable much more or less often than those of all others."""

    kind: str
    region: str
    settled: int
    share: float
    rest: float
    distance: float


class Likeness:
    """Gathers the facts and endings of rows in a folder, so that memory stays flat however many there are."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self._facts = [fact.id for fact in rulebook.content.facts if not fact.origin.startswith(("act.", "authority."))]
        self._folder = folder
        self._rows = 0

    def add(self, frame: "pl.DataFrame") -> None:
        """Take in judged rows; what was done is told by all facts but those of the act and the authority (when, where, what kind)."""
        import polars as pl  # noqa: PLC0415  # an extra

        kept = frame.select(
            pl.struct(*self._facts, ALLEGED).hash().alias("facts"), OUTCOME, *(pl.col(each).cast(pl.String) for each in RANGE), "refused"
        )
        kept = kept.with_row_index("row", self._rows + 1).with_columns(pl.col("row").cast(pl.Int64))
        kept.filter(~pl.col("refused")).drop("refused").write_parquet(self._folder / f"{self._rows:012}.parquet")
        self._rows += frame.height

    def unlike(self) -> Unlike:
        """Groups of rows with the same facts that end differently, the largest first."""
        import polars as pl  # noqa: PLC0415  # an extra

        if not any(self._folder.iterdir()):
            return Unlike(0, ())
        endings = (
            pl.scan_parquet(self._folder / "*.parquet").group_by("facts", OUTCOME, *RANGE).agg(pl.len().alias("count"), pl.col("row").min())
        )
        groups = endings.group_by("facts").agg(
            pl.struct(OUTCOME, *RANGE, "count", "row"), pl.len().alias("endings"), pl.col("count").sum(), pl.col("row").min()
        )
        unlike = groups.filter(pl.col("endings") > 1).with_columns(pl.len().alias("groups"))
        found = unlike.sort(["count", "row"], descending=[True, False]).head(MOST).collect(engine="streaming")
        largest = tuple(
            tuple(
                sorted(
                    (Ending(each[OUTCOME], each[RANGE[0]] or "", each[RANGE[1]] or "", each["count"], each["row"]) for each in group),
                    key=lambda each: each.row,
                )
            )
            for group in found[OUTCOME].to_list()
        )
        return Unlike(found["groups"][0] if largest else 0, largest)


def far_offices(tallies: Tallies) -> tuple[Far, ...]:
    """Offices far from the rest, by the two-proportion distance of their share of liable; the farthest first."""
    settled: dict[tuple[str, str], int] = {}
    liable: dict[tuple[str, str], int] = {}
    for (kind, region, outcome), count in tallies.offices.items():
        if outcome in _SETTLED:
            office = (kind, region)
            settled[office] = settled.get(office, 0) + count
            liable[office] = liable.get(office, 0) + count * (outcome == Outcome.LIABLE.value)
    cases, found = (sum(settled.values()), sum(liable.values())), []
    for (kind, region), count in sorted(settled.items()):
        others = cases[0] - count
        if min(count, others) < FEW:
            continue
        share, rest = liable[kind, region] / count, (cases[1] - liable[kind, region]) / others
        pooled = cases[1] / cases[0]
        error = sqrt(pooled * (1 - pooled) * (1 / count + 1 / others))
        if error and abs(share - rest) / error >= FAR:
            found.append(Far(kind, region, count, share, rest, (share - rest) / error))
    return tuple(sorted(found, key=lambda each: -abs(each.distance)))
