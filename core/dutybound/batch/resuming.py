"""What must not have changed between the beginning of a run and its end, however often it was stopped on the way."""

import hashlib
import inspect
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from attrs import asdict

from dutybound.batch.inputs import STDIN, Input, seen_so_far
from dutybound.batch.journal import Journal
from dutybound.batch.plan import Paths, Plan, refusal, writable
from dutybound.batch.sinks import Format
from dutybound.batch.work import Order
from dutybound.conditions import Predicate
from dutybound.presence import is_there


def end_finishing(paths: Paths) -> None:
    """Bring a run that was stopped while its files got their names to a state from which it can be resumed."""
    if not is_there(paths.journal):
        return
    if is_there(paths.out) and not is_there(paths.part):
        paths.journal.unlink()  # the output had its name already, and it gets that last
    elif is_there(paths.part) and not is_there(paths.rejects_part):
        if is_there(paths.rejects):
            paths.rejects.replace(paths.rejects_part)
        else:
            paths.rejects_part.touch()


def finished_before(plan: Plan, paths: Paths) -> Mapping[str, Any]:
    """The manifest of an output that is whole already; raises `Refused` if it is not what the plan would make."""
    try:
        found: dict[str, Any] = msgspec.json.decode(paths.manifest.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise refusal(
            plan.out, "已存在，但旁边没有清单，不是本程序的输出", "this exists, but without a manifest beside it it is no output of ours"
        ) from error
    if found.get("order") != order_digest(plan):
        raise refusal(
            plan.out,
            "已存在，但由别的规则库、输入或选项生成；换个名字，或用 `--restart` 覆盖",
            "this exists, but was made by another rulebook, other inputs or other options; "
            "choose another name, or overwrite it with `--restart`",
        )
    if not plan.resumable:
        raise refusal(STDIN, f"标准输入不能续跑；{plan.onwards.zh}", f"a run from standard input cannot be resumed; {plan.onwards.en}")
    for each, before in zip(plan.order.inputs, found["inputs"], strict=True):
        if each.size != before["size"] or seen_so_far(each, each.size) != before["sha256"]:
            raise refusal(
                each.path,
                f"输入在 {plan.out} 写成后变了，请用 `--restart` 重来",
                f"this input has changed since {plan.out} was made; begin anew with `--restart`",
            )
    return found


def order_digest(plan: Plan) -> str:
    """SHA-256 of everything that shapes the output besides the content of the inputs."""
    return _digest(_shape(plan))


def choices(plan: Plan) -> Mapping[str, str]:
    """The digests of what is chosen on the command line and shapes the output, each by what it is called there."""
    shape = _shape(plan)
    return {name: _digest(shape[part]) for name, part in _CHOICES.items()}


_CHOICES = {
    "--mapping": "agreement",
    "--explain": "explain",
    "--format": "format",
    "--lang": "language",
    "--on": "decision_day",
    "--scheme": "scheme",
}


def _shape(plan: Plan) -> Mapping[str, Any]:
    order = plan.order
    return {
        "rulebook": plan.engine.rulebook.digest,
        "predicates": {each.id: _code(each) for each in plan.engine.rulebook.content.predicates},
        "dutybound": version("dutybound"),
        "inputs": [each.path for each in order.inputs],
        "format": order.format.value,
        "language": order.language.value,
        "agreement": asdict(order.agreement),
        "explain": order.explain,
        "libraries": libraries(order),
        "office": plan.recipe.digests(),
        "scheme": plan.recipe.office.scheme,
        "decision_day": plan.recipe.decision_day,
    }


def _digest(found: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(found, order="deterministic")).hexdigest()


def _code(predicate: Predicate) -> str:
    """The SHA-256 of the file in which a predicate is written, which the digest of a rulebook leaves out; empty where there is none."""
    try:
        path = inspect.getsourcefile(predicate.function)
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
    except (OSError, TypeError):
        return ""


def libraries(order: Order) -> dict[str, str]:
    """The versions of the libraries whose own bytes are in the output."""
    names = {Format.PARQUET: ("polars",), Format.XLSX: ("openpyxl",)}.get(order.format, ())
    return {name: version(name) for name in names}


def fresh(plan: Plan, paths: Paths, order: str) -> Journal:
    """The journal of a run that begins; raises `Refused` where it would overwrite something unasked."""
    if not plan.restart:
        if is_there(plan.out):
            raise refusal(
                plan.out,
                "已存在；换个名字，或用 `--restart` 覆盖",
                "this exists already; choose another name, or overwrite it with `--restart`",
            )
        if is_there(paths.journal):
            raise refusal(
                plan.out,
                f"上次没有跑完；{plan.onwards.zh}" + ("，或用 `--restart` 重来" if plan.resumable else ""),
                f"an earlier run was not finished; {plan.onwards.en}" + (" or begin anew with `--restart`" if plan.resumable else ""),
            )
    writable(plan.out.parent)
    paths.journal.unlink(missing_ok=True)  # the others are emptied when they are locked
    office = plan.recipe.digests()
    return Journal(order=order, rulebook=plan.engine.rulebook.digest, inputs=plan.order.inputs, office=office, choices=choices(plan))


def resumed(journal: Journal, plan: Plan, order: str, paths: Paths) -> Journal:
    """The journal if the run may go on from it; raises `Refused` saying what has changed."""
    if not plan.resumable:
        raise refusal(STDIN, f"标准输入不能续跑；{plan.onwards.zh}", f"a run from standard input cannot be resumed; {plan.onwards.en}")
    if journal.rulebook != plan.engine.rulebook.digest:
        raise refusal(
            plan.out,
            "规则库在中断后变了，请用 `--restart` 重来",
            "the rulebook has changed since the run began; begin anew with `--restart`",
        )
    was, now = {each.path: each for each in journal.inputs}, {each.path: each for each in plan.order.inputs}
    if tuple(was) != tuple(now):
        raise refusal(plan.out, "输入文件与开始时不同", "the input files are not those the run began with")
    for name, each in now.items():
        if (was[name].size, was[name].changed) != (each.size, each.changed):
            raise refusal(
                name, "输入在中断后变了，请用 `--restart` 重来", "this input has changed since the run began; begin anew with `--restart`"
            )
    same_office(journal, plan)
    others = [name for name, digest in choices(plan).items() if journal.choices.get(name) != digest]
    if others:
        spelt = [f"`{name}`" for name in others]
        raise refusal(
            plan.out,
            f"{'、'.join(spelt)} 与开始时不同；请照开始时的给，或用 `--restart` 重来",
            f"not as the run began: {', '.join(spelt)}; give the same as then, or begin anew with `--restart`",
        )
    if journal.order != order:
        raise refusal(
            plan.out,
            "程序或者规则所用的代码在中断后换了版本，请用 `--restart` 重来",
            "the program, or the code of a rule, is another version than the run began with; begin anew with `--restart`",
        )
    if journal.seen and seen_so_far(plan.order.inputs[journal.input], journal.end) != journal.seen:
        raise refusal(
            plan.order.inputs[journal.input].path,
            "输入在中断后变了，请用 `--restart` 重来",
            "this input has changed since the run began; begin anew with `--restart`",
        )
    for path, length in ((paths.part, journal.output), (paths.rejects_part, journal.rejects)):
        if not is_there(path) or path.stat().st_size < length:
            raise refusal(path, "比检查点短，无法续跑", "this is shorter than its checkpoint says; the run cannot be resumed")
    return journal


def unchanged(inputs: tuple[Input, ...]) -> None:
    """Raises `Refused` if an input changed while it was read."""
    for each in inputs:
        if each.path != STDIN:
            state = Path(each.path).stat()
            if (state.st_size, state.st_mtime_ns) != (each.size, each.changed):
                raise refusal(
                    each.path,
                    "输入在运行中变了，请用 `--restart` 重来",
                    "this input changed while it was read; begin anew with `--restart`",
                )


def same_office(journal: Journal, plan: Plan) -> None:
    """Raises `Refused` if a file of the office's register is not what it was when the run began."""
    now = plan.recipe.digests()
    for path, digest in now.items():
        if journal.office.get(path, digest) != digest:
            raise refusal(
                path,
                "本机关的这份材料在运行开始后变了，请用 `--restart` 重来",
                "this file of the office has changed since the run began; begin anew with `--restart`",
            )
    if tuple(journal.office) != tuple(now):
        raise refusal(plan.out, "本机关的材料与开始时不同", "the files of the office are not those the run began with")
