"""Measures speed as ratios, in one run: `python bench/run.py [--quick]`.

Every case differs from every other; parts of decisions (never decisions) may have been made before, and how often is said.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from statistics import mean, median
from time import perf_counter, process_time
from typing import Any

import msgspec

from dutybound import Engine, Place
from dutybound.deciding import decide_raw
from dutybound.explanation import Explanation
from dutybound.outputs.explanations import explained_record
from dutybound.outputs.records import encode
from dutybound.problems import Refused
from dutybound.reading import Raw
from dutybound.rules import Outcome
from dutybound.stream.stream import TOGETHER, Stream

sys.path.insert(0, str(Path(__file__).parent))

from cases import in_order, line, random_records, varied  # the line above makes them importable
from clock import per_item  # as above
from rulebooks import sized  # as above

PLACE = Place("bench", 2, 1)
BATCH = TOGETHER
"""As many as a stream takes up together, so that each turn of one way is a whole block."""

BARE = "import click; click.command()(click.option('--name', help='a name')(lambda name: None))(['--help'])"


def typed(engine: Engine) -> Any:
    """What a typed program would decode a case into: structs all the way down, facts with their own types."""
    shape = engine.compiled.shape
    facts = shape.given_in(shape.given) | None
    person: Any = msgspec.defstruct(
        "Person",
        [("person_id", str), ("role", str | None, None), ("facts", facts, None), ("alleged", list[str] | None, None)],
        forbid_unknown_fields=True,
    )
    block = dict[str, str] | None
    fields = [("case_id", str), ("persons", list[person]), ("authority", block, None), ("act", block, None)]
    return msgspec.defstruct("Case", [*fields, ("facts", facts, None), ("alleged", list[str] | None, None)], forbid_unknown_fields=True)


def lines_of(stream: Stream, item: bytes) -> list[bytes]:
    return [each for each, _ in stream.lines(Raw(item, PLACE))]


def many(stream: Stream, items: Sequence[bytes]) -> list[bytes]:
    return [line for each in stream.many(Raw(item, PLACE) for item in items) for line, _ in each]


def explained(engine: Engine, item: bytes) -> list[bytes]:
    found = decide_raw(engine, Raw(item, PLACE), explained=True)
    return [encode(explained_record(each)) for each in found if isinstance(each, Explanation)]


def sorted_out(engine: Engine, items: Sequence[bytes]) -> dict[str, list[bytes]]:
    """The lines by outcome; only settled ones are compared with decoding, the search for needed facts is another thing.

    `unusual` lines (a procedure, disputed facts) are read strictly, by way of objects.
    """
    stream = Stream(engine)
    found: dict[str, list[bytes]] = {"settled": [], "undetermined": [], "refused": [], "unusual": []}
    for item in items:
        if stream.reader.read(item) is None:
            found["unusual"].append(item)
            continue
        outcome = msgspec.json.decode(lines_of(stream, item)[0])["outcome"]
        found[outcome if outcome in found else "settled"].append(item)
    return found


def speed(engine: Engine, items: Sequence[bytes], what: str) -> dict[str, float]:
    """Prints the ratios for settled cases that are all different, after three fourths of them; returns microseconds."""
    stream = Stream(engine)
    others = len(items) * 3 // 4
    many(stream, items[:others])
    for item in items[:others]:
        for read in stream.read(item):
            stream.verdict(read)
    measured = items[others:]
    before = stream.reuse()
    decoder, encoder = msgspec.json.Decoder(typed(engine)), msgspec.json.Encoder()
    reads = [stream.read(item)[0] for item in measured]
    times = per_item(
        {
            "decode": (decoder.decode, measured),
            "decode and encode": (lambda item: encoder.encode(decoder.decode(item)), measured),
            "verdict": (stream.verdict, reads),
        },
        BATCH,
        together={"line to line": (lambda part: many(stream, part), measured)},
    )
    after = stream.reuse()
    hits, misses = after[0] - before[0], after[1] - before[1]
    size = sum(map(len, measured)) // len(measured)
    print(f"{what}: {len(measured)} different settled cases after {others} others, {size} bytes each on average")
    print(f"  parts made before: {hits / max(1, hits + misses):.1%} of {hits + misses} asked for")
    ratio("decoded case to ids, to a typed decode", times["verdict"] / times["decode"], 2)
    ratio("line to line, to decode and encode", times["line to line"] / times["decode and encode"], 3)
    return times


def settled(engine: Engine, count: int, seed: int) -> list[bytes]:
    """Lines of settled cases, in the order of declaration, out of so many varied ones."""
    stream = Stream(engine)
    found: list[bytes] = []
    for record in varied(engine, count, seed):
        item = line(in_order(engine, record))
        read = stream.reader.read(item)
        with suppress(Refused):
            if read is not None and all(stream.verdict(each).outcome is not Outcome.UNDETERMINED for each in read):
                found.append(item)
    return found


def explaining(engine: Engine, items: Sequence[bytes], few: int) -> None:
    """Explained lines, for cases that are all different after three fourths of them; by way of objects only `few`."""
    stream = Stream(engine)
    others = len(items) * 3 // 4
    told(stream, items[:others])
    measured = items[others:]
    before = stream.explaining.told, stream.explaining.made
    decoder, encoder = msgspec.json.Decoder(typed(engine)), msgspec.json.Encoder()
    times = per_item(
        {"decode and encode": (lambda item: encoder.encode(decoder.decode(item)), measured)},
        BATCH,
        together={"explained": (lambda part: told(stream, part), measured)},
    )
    rules, made = stream.explaining.told - before[0], stream.explaining.made - before[1]
    known = per_item({}, BATCH, together={"explained": (lambda part: told(stream, part), measured)})["explained"]
    size = told(stream, measured) // len(measured)
    objects = per_item({"explained": (lambda item: explained(engine, item), measured[:few])}, 10)["explained"]
    print(f"explained lines: {len(measured)} different settled cases after {others} others, {size} bytes each on average")
    print(f"  nodes of rules made before: {1 - made / max(1, rules):.1%} of {rules}")
    base = times["decode and encode"]
    ratio("line to fully explained line, to decode and encode", times["explained"] / base, 25)
    print(f"  that is {times['explained']:.0f} us and {size / times['explained']:.0f} MB/s of output")
    print(f"  the same cases once more, every node at hand: {known / base:.2f}x")
    print(f"  by way of objects: {objects / base:.0f}x ({few} cases)")


def told(stream: Stream, items: Sequence[bytes]) -> int:
    """The size of the explained lines."""
    return sum(len(line) for each in stream.many((Raw(item, PLACE) for item in items), explained=True) for line, _ in each)


def ratio(what: str, measured: float, target: float) -> None:
    print(f"  {what}: {measured:.2f}x (target <= {target}x{'' if measured <= target else ', MISSED'})")


def start_up() -> None:
    """`dutybound --help` against the help of a bare click program, the best of several starts each."""

    def best(*command: str) -> float:
        times: list[float] = []
        for _ in range(10):
            begun = perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True)
            times.append(perf_counter() - begun)
        return min(times)

    print("start-up")
    ratio("dutybound --help, to a bare click program", best("-m", "dutybound", "--help") / best("-c", BARE), 2)


def shipped(quick: bool) -> None:
    engine = Engine.installed()
    records = list(varied(engine, 800 if quick else 3000, seed=7))
    as_written = sorted_out(engine, [line(record) for record in records])
    print("shipped rulebook:", ", ".join(f"{count} {name}" for name, count in _counted(engine).items()))
    print("  cases:", ", ".join(f"{len(found)} {name}" for name, found in as_written.items()))
    declared = settled(engine, 2000 if quick else 20000, seed=11)
    speed(engine, declared, "facts in the order of declaration")
    speed(engine, as_written["settled"], "facts in the order of their writer")
    explaining(engine, declared, 10 if quick else 40)
    stream = Stream(engine)
    few = as_written["undetermined"][:100]
    taken: list[float] = []
    for item in few:
        begun = process_time()
        lines_of(stream, item)
        taken.append((process_time() - begun) * 1e3)
    if taken:
        print(f"  an undetermined case with its needed facts: median {median(taken):.1f} ms, mean {mean(taken):.1f} ms ({len(few)} cases)")
    unusual = as_written["unusual"][:100]
    begun = perf_counter()
    for item in unusual:
        lines_of(stream, item)
    print(f"  an unusual case, by way of objects: {(perf_counter() - begun) / max(1, len(unusual)) * 1e3:.1f} ms ({len(unusual)} cases)")


def _counted(engine: Engine) -> dict[str, int]:
    content = engine.rulebook.content
    return {"rules": len(list(content.rules())), "facts": len(content.facts), "definitions": len(engine.program.definitions)}


def growth(quick: bool) -> None:
    """A verdict's time over rulebooks of 50, 300 and 3,000 rules with every fact known."""
    print("growth, generated rulebooks, every fact known")
    taken: list[tuple[int, float]] = []
    for rules in (50, 300, 3000):
        engine = sized(rules)
        count = 300 if quick else 900
        items = [line(record) for record in random_records(engine, count if rules < 3000 else count // 3, seed=rules)]
        stream = Stream(engine)
        read = [each for item in items for each in stream.read(item)]
        decoder = msgspec.json.Decoder(typed(engine))
        run = engine.compiled.function(stream.verdicts.sections)
        times = per_item(
            {
                "decode": (decoder.decode, items),
                "evaluate": (lambda each, run=run: run(*each.known), read),
            },
            10,
        )
        size = _counted(engine)["rules"]
        taken.append((size, times["evaluate"]))
        outcomes = Counter(str(stream.verdict(each).outcome) for each in _allowed(stream, read[:100]))
        print(
            f"  {size} rules, {len(items)} different cases: {times['evaluate'] / times['decode']:.2f}x of a typed decode; {dict(outcomes)}"
        )
    first = taken[0]
    for rules, time in taken[1:]:
        ratio(f"time per rule at {rules} rules, to {first[0]} rules", time / rules / (first[1] / first[0]), 1)


def _allowed(stream: Stream, reads: Sequence[Any]) -> list[Any]:
    """Those whose facts do not contradict each other."""
    from dutybound import Refused  # noqa: PLC0415  # only counting needs it

    found: list[Any] = []
    for each in reads:
        try:
            stream.verdict(each)
        except Refused:
            continue
        found.append(each)
    return found


def main(arguments: Sequence[str]) -> None:
    """Measure everything; `--quick` with fewer cases."""
    quick = "--quick" in arguments
    shipped(quick)
    growth(quick)
    start_up()


if __name__ == "__main__":
    main(sys.argv[1:])
