"""The host: loads plugins one by one, asks each hook once, and merges what they contribute."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from itertools import islice
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve

from dutybound import hookspecs
from dutybound.conditions import Predicate
from dutybound.contributions import misfits
from dutybound.facts import Fact
from dutybound.linking import Contribution, Sources
from dutybound.packs import check_citation, check_fact
from dutybound.policy import Policy, PolicyFile, read_policy
from dutybound.presence import is_file, is_folder
from dutybound.problems import Place, Problem, Problems, Refused, did_you_mean, why
from dutybound.rules import (
    Circumstance,
    Constraint,
    Duty,
    Element,
    Exemption,
    Fault,
    Instrument,
    Limit,
    Measure,
    Obligation,
    Rank,
    Referral,
    SanctionRange,
    ScopeRule,
    Waiver,
)
from dutybound.source import NOT_READ, WITHIN, look_alikes, policies_within
from dutybound.surroundings import Surroundings
from dutybound.text import Text

PATIENCE = 10.0
"""Seconds after which a plugin that is still being loaded or asked is named in the log. It cannot be stopped from inside."""

MOST_CONTRIBUTIONS = 100_000
"""How many contributions one hook may return; a generator without end must end."""

_LOG = logging.getLogger(__name__)

_STAGES: dict[str, tuple[type, ...]] = {
    "define_duties": (Duty, ScopeRule, Constraint, Fact, Predicate),
    "classify_faults": (Fault, Element, Constraint, Fact, Predicate),
    "grant_exemptions": (Exemption, Constraint, Fact, Predicate),
    "select_sanctions": (SanctionRange, Circumstance, Waiver, Limit, Measure, Referral, Obligation, Constraint, Fact, Predicate),
}


def installed(without: Iterable[str] = ()) -> Mapping[str, object]:
    """The installed plugins by entry-point name, loaded one by one; raises `Refused` naming each that cannot be.

    `without` names plugins to leave out; a name that is not installed is a problem, not a silence.
    """
    problems = Problems()
    points = {point.name: point for point in _entry_points(problems)}
    left_out = set(without)
    for name in sorted(left_out - set(points)):
        hint = did_you_mean(name, points)
        problems.add(Place(f"--without {name}"), f"没有安装插件 `{name}`{hint.zh}", f"there is no installed plugin `{name}`{hint.en}")
    plugins: dict[str, object] = {}
    around = Surroundings.now()
    for name in sorted(set(points) - left_out):
        around = around.still()
        try:
            with _watched(name, around, problems), _contained():
                plugins[name] = points[name].load()
        except Exception as error:
            reason = _why(error)
            problems.add(Place(f"plugin {name}"), f"插件 `{name}` 无法载入：{reason}", f"the plugin `{name}` cannot be loaded: {reason}")
    problems.raise_any()
    return plugins


def beside(plugins: Mapping[str, object], more: Mapping[str, object]) -> Mapping[str, object]:
    """Installed plugins and a program's own; raises `Refused` for a name that both have, since none takes the place of another."""
    problems = Problems()
    for name in sorted(set(plugins) & set(more)):
        problems.add(
            Place(f"plugin {name}"),
            f"已经安装了名为 `{name}` 的插件，请另取名称",
            f"a plugin called `{name}` is installed; give this one another name",
        )
    problems.raise_any()
    return {**plugins, **more}


def shipped() -> frozenset[str]:
    """The names of the plugins that come with dutybound itself."""
    points = entry_points(group=hookspecs.PROJECT)
    return frozenset(each.name for each in points if each.dist is not None and each.dist.name == hookspecs.PROJECT)


def _entry_points(problems: Problems) -> list[EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=hookspecs.PROJECT), key=lambda each: (each.name, each.value)):
        first = found.setdefault(point.name, point)
        if first.value != point.value:
            problems.add(
                Place(f"plugin {point.name}"),
                f"两个插件同名 `{point.name}`：{first.value} 与 {point.value}",
                f"two plugins are called `{point.name}`: {first.value} and {point.value}",
            )
    return list(found.values())


def gather(plugins: Mapping[str, object], folders: Iterable[Path] = ()) -> Sources:
    """Everything that the named plugins and the policy folders contribute; raises `Refused` with every problem."""
    problems = Problems()
    policies: list[Policy] = []
    contributions: list[Contribution] = []
    brought: list[tuple[list[Policy], list[Contribution]]] = []
    around = Surroundings.now()
    for name in sorted(plugins):
        read, made = len(policies), len(contributions)
        around = around.still()
        with _watched(name, around, problems):
            _gather_from(name, plugins[name], (policies, contributions), problems)
        brought.append((policies[read:], contributions[made:]))
    for folder in folders:
        _read_folder(folder, policies, problems)
    instruments = [each.instrument for each in policies]
    _check_sources(instruments, problems)
    for files, rules in brought:
        _check_pack(files, rules, instruments, problems)
    problems.raise_any()
    return Sources(policies=tuple(policies), contributions=tuple(contributions), plugins=tuple(sorted(plugins)))


def _check_sources(instruments: Iterable[Instrument], problems: Problems) -> None:
    """No two policy files bear one name: what a file may do is told by its name, and a plugin names what it brings."""
    seen: set[str] = set()
    for instrument in instruments:
        source = instrument.place.source
        if source in seen:
            problems.add(
                instrument.place, "两个政策文件同名，或者同一文件提供了两次", "two policy files bear this name, or it is brought twice"
            )
        seen.add(source)


def _check_pack(
    policies: Iterable[Policy], contributions: Iterable[Contribution], instruments: Iterable[Instrument], problems: Problems
) -> None:
    """What a pack contributes in Python is held to the same citations and facts as its files."""
    own = tuple(each.instrument.id for each in policies if each.instrument.rank is Rank.LOCAL)
    if own:
        for each in contributions:
            if isinstance(each, Fact):
                check_fact(each, problems)
            elif not isinstance(each, Predicate):
                check_citation(each, own, instruments, problems)


def _gather_from(name: str, plugin: object, into: tuple[list[Policy], list[Contribution]], problems: Problems) -> None:
    caller = _register(name, plugin, problems)
    if caller is None:
        return
    policies, contributions = into
    for file in _ask(name, "policy_files", caller.policy_files, problems):
        if _is_file(name, file, problems):
            _read(name, file, policies, problems)
    for hook, kinds in _STAGES.items():
        for each in _ask(name, hook, getattr(caller, hook), problems):
            _accept(name, hook, each, kinds, contributions, problems)


def _is_file(name: str, file: object, problems: Problems) -> bool:
    """Whether it can be read at all: the name of a file in quotes is none."""
    if not isinstance(file, str | bytes | int | float | Mapping | list | tuple | None):
        return True
    found = type(file).__name__
    problems.add(
        Place(f"plugin {name}, policy_files"),
        f"`policy_files` 返回了 {found}（{file!r}），只接受路径 `pathlib.Path(…)` 或者包内资源 `importlib.resources.files(…) / …`",
        f"`policy_files` returned {found} ({file!r}); it takes paths, `pathlib.Path(…)`, and resources of a package, "
        "`importlib.resources.files(…) / …`",
    )
    return False


def _name_of(file: object) -> str:
    try:
        return str(getattr(file, "name", None) or repr(file))
    except Exception:
        return f"a {type(file).__name__}"


class _Ended(Exception):
    """What a plugin did to end the program; its cause is told."""


def _why(error: Exception) -> str:
    return why(error.__cause__ if isinstance(error, _Ended) and error.__cause__ is not None else error)


@contextmanager
def _contained() -> Iterator[None]:
    """A plugin that calls `sys.exit` has failed; only the person at the keyboard may stop the program."""
    try:
        yield
    except (Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise _Ended from error


@contextmanager
def _watched(name: str, before: Surroundings, problems: Problems) -> Iterator[None]:
    """Names a plugin that takes long, and one that changes the state it shares with the others, which is put back."""
    words = "the plugin `%s` is still working after %s seconds; if it never ends, leave it out with `--without %s`"
    timer = threading.Timer(PATIENCE, _LOG.warning, (words, name, PATIENCE, name))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        changed = before.changes()
        if changed:
            before.restore()
            listed = ", ".join(changed[:5])
            problems.add(
                Place(f"plugin {name}"), f"插件 `{name}` 改动了公共状态：{listed}", f"the plugin `{name}` changed shared state: {listed}"
            )


def _answers(caller: Callable[[], list[Any]]) -> Iterator[Any]:
    answers = caller()
    implementations = len(caller.get_hookimpls())  # type: ignore[attr-defined]  # a hook caller of pluggy
    if len(answers) < implementations:
        raise TypeError("it returned None where an iterable of contributions is needed; return `[]` if there are none")
    for answer in answers:
        if isinstance(answer, str | bytes | Mapping) or not isinstance(answer, Iterable):
            raise TypeError(f"it returned {type(answer).__name__} where an iterable of contributions is needed")
        found = tuple(islice(answer, MOST_CONTRIBUTIONS + 1))
        if len(found) > MOST_CONTRIBUTIONS:
            raise ValueError(f"it returned more than {MOST_CONTRIBUTIONS} contributions")
        yield from found


def _look_alikes(name: str, plugin: object, problems: Problems) -> bool:
    """Hooks that pluggy would pass over in silence: named like one but not marked, or marked with options."""
    place = Place(f"plugin {name}")
    before = len(problems)
    for hook in dir(plugin):
        found = getattr(plugin, hook, None)
        options = getattr(found, f"{hookspecs.PROJECT}_impl", None)
        imported = found is getattr(hookspecs, hook, None)  # the specification itself, which `import *` brings along
        if hook in (*_STAGES, "policy_files") and not imported and not isinstance(options, dict):
            problems.add(place, f"`{hook}` 没有标记 @hookimpl", f"`{hook}` is not marked with @hookimpl")
        if isinstance(options, dict):
            for option in sorted(key for key, value in options.items() if value):
                problems.add(place, f"钩子 `{hook}` 不接受选项 {option}", f"the hook `{hook}` takes no option such as {option}")
    return len(problems) > before


def _register(name: str, plugin: object, problems: Problems) -> Any:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        with _contained():
            manager.register(plugin, name)
            manager.check_pending()
            if _look_alikes(name, plugin, problems):
                return None
    except Exception as error:
        place = Place(f"plugin {name}")
        said = _why(error) if isinstance(error, _Ended) else " ".join(str(error).split())
        problems.add(place, f"插件 `{name}` 的钩子不对：{said}", f"a hook of the plugin `{name}` does not fit: {said}")
        return None
    if not manager.get_hookcallers(plugin):
        known = ", ".join(sorted((*_STAGES, "policy_files")))
        problems.add(
            Place(f"plugin {name}"),
            f"插件 `{name}` 没有实现任何钩子（可用：{known}）",
            f"the plugin `{name}` implements no hook (there are {known})",
        )
        return None
    return manager.hook


def _ask(name: str, hook: str, caller: Callable[[], list[Any]], problems: Problems) -> tuple[Any, ...]:
    try:
        with _contained():
            return tuple(_answers(caller))
    except Exception as error:
        reason = _why(error)
        problems.add(
            Place(f"plugin {name}, {hook}"),
            f"插件 `{name}` 的 `{hook}` 出错：{reason}",
            f"`{hook}` of the plugin `{name}` failed: {reason}",
        )
        return ()


def _accept(name: str, hook: str, each: Any, kinds: tuple[type, ...], into: list[Contribution], problems: Problems) -> None:
    place = Place(f"plugin {name}, {hook}")
    if type(each) not in kinds:
        allowed = ", ".join(kind.__name__ for kind in kinds)
        found = type(each).__name__
        problems.add(place, f"`{hook}` 返回了 {found}，只接受 {allowed}", f"`{hook}` returned {found}; it takes {allowed}")
        return
    wrong = tuple(misfits(each))
    kind = type(each).__name__
    for path, wanted, found in wrong:
        problems.add(
            place,
            f"{kind} 的 {path} 应为 {wanted}，而非 {found}",
            f"{path} of {'an' if kind[0] in 'AEIOU' else 'a'} {kind} should be {wanted}, not {found}",
        )
    if wrong:
        return
    # INVARIANT: where a rule comes from is told by the host, or a plugin could pass its own off as another's
    into.append(evolve(each, place=Place(f"plugin {name}, {hook}, {each.id}")))


def _read(name: str, file: PolicyFile, into: list[Policy], problems: Problems) -> None:
    try:
        with _contained():
            into.append(read_policy(file))
    except Refused as refused:
        problems.extend(refused.problems)
    except Exception as error:
        where = _name_of(file)
        reason = _why(error)
        problems.add(
            Place(f"plugin {name}"), f"无法读取政策文件 `{where}`：{reason}", f"the policy file `{where}` cannot be read: {reason}"
        )


def _read_folder(folder: Path, into: list[Policy], problems: Problems) -> None:
    files = sorted(folder.glob("*.yaml")) if is_folder(folder) else [folder] if is_file(folder) else []
    alike = look_alikes(folder) if is_folder(folder) else ()
    # a file left unread would be law that is missing without a word
    for file in alike:
        problems.add(Place(str(file)), *NOT_READ)
    for file in policies_within(folder) if is_folder(folder) else ():
        problems.add(Place(str(file)), *WITHIN)
    if not files and not alike:
        problems.extend((Problem(Place(str(folder)), Text("这里没有政策文件（*.yaml）", "there is no policy file (*.yaml) here")),))
    for file in files:
        _read("--policies", file, into, problems)
