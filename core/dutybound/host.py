"""The host: loads plugins one by one, asks each hook once, and merges what they contribute."""

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pluggy
from attrs import evolve, has

from dutybound import hookspecs
from dutybound.conditions import Predicate
from dutybound.facts import Fact
from dutybound.linking import Contribution, Sources
from dutybound.packs import check_citation
from dutybound.policy import Policy, PolicyFile, read_policy
from dutybound.problems import Place, Problem, Problems, Refused, did_you_mean
from dutybound.rules import (
    Circumstance,
    Constraint,
    Duty,
    Element,
    Exemption,
    Fault,
    Limit,
    Measure,
    Obligation,
    Rank,
    Referral,
    SanctionRange,
    ScopeRule,
    Waiver,
)
from dutybound.text import Text

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
    for name in sorted(set(points) - left_out):
        try:
            plugins[name] = points[name].load()
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            problems.add(Place(f"plugin {name}"), f"插件 `{name}` 无法载入：{why}", f"the plugin `{name}` cannot be loaded: {why}")
    problems.raise_any()
    return plugins


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
    for name in sorted(plugins):
        caller = _register(name, plugins[name], problems)
        if caller is None:
            continue
        read = len(policies)
        for file in _ask(name, "policy_files", caller.policy_files, problems):
            _read(name, file, policies, problems)
        before = len(contributions)
        for hook, kinds in _STAGES.items():
            for each in _ask(name, hook, getattr(caller, hook), problems):
                _accept(name, hook, each, kinds, contributions, problems)
        _check_pack(policies[read:], contributions[before:], problems)
    for folder in folders:
        _read_folder(folder, policies, problems)
    problems.raise_any()
    return Sources(policies=tuple(policies), contributions=tuple(contributions), plugins=tuple(sorted(plugins)))


def _check_pack(policies: Iterable[Policy], contributions: Iterable[Contribution], problems: Problems) -> None:
    """What a pack contributes in Python is held to the same citations as its files."""
    own = tuple(each.instrument.id for each in policies if each.instrument.rank is Rank.LOCAL)
    if own:
        for each in contributions:
            if not isinstance(each, Fact | Predicate):
                check_citation(each, own, problems)


def _register(name: str, plugin: object, problems: Problems) -> Any:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(plugin, name)
        manager.check_pending()
    except Exception as error:
        place = Place(f"plugin {name}")
        problems.add(place, f"插件 `{name}` 的钩子不对：{error}", f"a hook of the plugin `{name}` does not fit: {error}")
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
        found: list[Any] = []
        for answer in caller():
            if isinstance(answer, str | bytes | Mapping) or not isinstance(answer, Iterable):
                raise TypeError(f"it returned {type(answer).__name__} where an iterable of contributions is needed")
            found.extend(answer)
        return tuple(found)
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        problems.add(
            Place(f"plugin {name}, {hook}"), f"插件 `{name}` 的 `{hook}` 出错：{why}", f"`{hook}` of the plugin `{name}` failed: {why}"
        )
        return ()


def _accept(name: str, hook: str, each: Any, kinds: tuple[type, ...], into: list[Contribution], problems: Problems) -> None:
    place = Place(f"plugin {name}, {hook}")
    if type(each) not in kinds:
        allowed = ", ".join(kind.__name__ for kind in kinds)
        found = type(each).__name__
        problems.add(place, f"`{hook}` 返回了 {found}，只接受 {allowed}", f"`{hook}` returned {found}; it takes {allowed}")
        return
    into.append(evolve(each, place=Place(f"plugin {name}, {hook}, {each.id}")) if has(type(each)) and not each.place.source else each)


def _read(name: str, file: PolicyFile, into: list[Policy], problems: Problems) -> None:
    try:
        into.append(read_policy(file))
    except Refused as refused:
        problems.extend(refused.problems)
    except Exception as error:
        where = getattr(file, "name", repr(file))
        why = f"{type(error).__name__}: {error}"
        problems.add(Place(f"plugin {name}"), f"无法读取政策文件 `{where}`：{why}", f"the policy file `{where}` cannot be read: {why}")


def _read_folder(folder: Path, into: list[Policy], problems: Problems) -> None:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder] if folder.is_file() else []
    if not files:
        problems.extend((Problem(Place(str(folder)), Text("这里没有政策文件（*.yaml）", "there is no policy file (*.yaml) here")),))
    for file in files:
        _read("--policies", file, into, problems)
