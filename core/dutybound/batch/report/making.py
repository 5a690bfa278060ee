"""A report made from an output alone, as a page or as JSON by the name it is given."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from dutybound.batch.outputs import read_output
from dutybound.batch.report.contents import contents
from dutybound.batch.report.counting import Counting
from dutybound.batch.report.likeness import Likeness
from dutybound.batch.report.page import page
from dutybound.engine import Engine


def report_on(engine: Engine, output: Path) -> dict[str, Any]:
    """What a report on an output says; raises `Refused` if it is no output of this rulebook, and `OSError`."""
    counting = Counting(engine)
    with TemporaryDirectory(prefix="dutybound-report-") as folder:
        likeness = Likeness(engine.rulebook, Path(folder))
        for read in read_output(engine, output):
            likeness.add(counting.add(read))
        unlike = likeness.unlike()
    return contents(engine.rulebook, output.name, counting.tallies, unlike)


def write_report(engine: Engine, output: Path, report: Path) -> None:
    """Write the report on an output: JSON where its name ends in `.json`, else a page. Raises `Refused` and `OSError`."""
    found = report_on(engine, output)
    if report.suffix.lower() == ".json":
        content = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    else:
        content = page(found).encode()
    fresh = report.with_name(report.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(report)
