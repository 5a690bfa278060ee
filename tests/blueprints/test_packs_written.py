"""What new-plugin writes: sound under every name, and, for both kinds and several answers, it passes check, test and prove as it stands."""

import ast
import keyword
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import example, given
from hypothesis import strategies as st

from dutybound import host
from dutybound.blueprints.answers import AUTHORITIES, LONGEST_NAME, Answers, Kind, name_problem, region_problem
from dutybound.blueprints.rendering import rendered
from dutybound.blueprints.writing import write_new
from dutybound.building import build
from dutybound.convert import structure
from dutybound.engine import Engine
from dutybound.lawcases.reading import read_law_cases
from dutybound.lawcases.running import run_case
from dutybound.linking import link
from dutybound.policy import Policy
from dutybound.proof.solving import Solving
from dutybound.proof.statements import Proved, judge
from dutybound.proof.weakening import weakenings
from dutybound.rulebook import Rulebook
from dutybound.rules import Rank
from dutybound.source import read_yaml

NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True) | st.sampled_from(
    [each.lower() for each in (*keyword.kwlist, *keyword.softkwlist) if each != "_"]
)
REGIONS = st.from_regex(r"[1-9][0-9]{5}", fullmatch=True)
ANSWERS = st.builds(
    Answers,
    name=NAMES,
    kind=st.sampled_from(Kind),
    region=REGIONS,
    authorities=st.lists(st.sampled_from(list(AUTHORITIES)), min_size=1, unique=True).map(tuple),
    begins=st.dates(date(2020, 7, 2), date(2100, 1, 1)),
)


@example(Answers(name="class", kind=Kind.DISTRIBUTION, region="110000", authorities=("ip",), begins=date(2024, 2, 29)))
@example(Answers(name="a-1", kind=Kind.DISTRIBUTION, region="999999", authorities=("ip", "drug"), begins=date(2024, 2, 29)))
@given(ANSWERS)
def test_every_file_is_sound_under_every_admissible_name(answers: Answers) -> None:
    files = {str(path): content.decode() for path, content in rendered(answers, answers.folder).items()}
    assert not [path for path, text in files.items() if "$" in text or "__name__" in path or "__package__" in path]
    beside = ("cases", "register")  # their files may bear the pack's name too
    [policy_path] = [path for path in files if Path(path).name == f"{answers.name}.yaml" and Path(path).parent.name not in beside]
    policy = structure(read_yaml(files[policy_path], policy_path), Policy)
    instrument = policy.instrument
    assert (instrument.id, instrument.region, instrument.authorities) == (answers.name, answers.region, answers.authorities)
    assert (instrument.begins, instrument.rank, instrument.sample, bool(instrument.basis)) == (answers.begins, Rank.LOCAL, True, True)
    assert policy.exemptions and policy.limits and policy.measures and policy.duties and policy.documents
    if answers.kind is Kind.FOLDER:
        assert not [path for path in files if path.endswith((".py", ".toml"))]
        return
    assert answers.package.isidentifier() and not keyword.iskeyword(answers.package)
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text, path)
    project = tomllib.loads(files["pyproject.toml"])["project"]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", project["name"])
    [(point, module)] = project["entry-points"]["dutybound"].items()
    assert point == answers.name
    assert f"src/{module.replace('.', '/')}.py" in files
    assert all(part.isidentifier() and not keyword.iskeyword(part) for part in module.split("."))


@given(st.text(max_size=LONGEST_NAME + 2))
@example("a--b")
@example("a-")
@example("1a")
@example("a_b")
@example("a\n")
@example("a" * (LONGEST_NAME + 1))
def test_a_name_is_admissible_only_as_it_is_said(national: Rulebook, name: str) -> None:
    fits = re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) is not None and len(name) <= LONGEST_NAME
    taken = any(each.id.replace("_", "-").startswith(f"{name}-") for each in national.content.facts)
    problem = name_problem(name, national, frozenset())
    assert (problem is None) <= fits
    assert problem is None or not fits or taken or "taken" in problem.en


@pytest.mark.parametrize("region", ["", "44010", "4401000", "044010", "４４０１００", "44010x", " 440100", "440100\n"])
def test_a_region_is_six_plain_digits(region: str) -> None:
    assert region_problem(region) is not None


@pytest.fixture(scope="module")
def national() -> Rulebook:
    return link(host.gather(host.installed()))


@frozen
class Written:
    """Packs written side by side, each in a region of its own, and the rulebook of all of them with national law."""

    folders: tuple[Path, ...]
    rulebook: Rulebook


SEVERAL = (
    Answers(name="beijing-ip", kind=Kind.FOLDER, region="110101", authorities=("ip",), begins=date(2020, 7, 2)),
    Answers(name="import", kind=Kind.DISTRIBUTION, region="310000", authorities=("market",), begins=date(2024, 2, 29)),
    Answers(name="guangdong-drug", kind=Kind.DISTRIBUTION, region="440000", authorities=("drug", "market"), begins=date(2022, 1, 1)),
    Answers(name="all4", kind=Kind.FOLDER, region="510100", authorities=tuple(AUTHORITIES), begins=date(2030, 1, 1)),
    Answers(name="body-1", kind=Kind.FOLDER, region="610000", authorities=("authorised",), begins=date(2026, 11, 26)),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    parent = tmp_path_factory.mktemp("packs")
    before = list(sys.path)
    plugins: dict[str, object] = {}
    policies: list[Path] = []
    folders: list[Path] = []
    for answers in SEVERAL:
        folder = parent / answers.folder
        write_new(folder, rendered(answers, answers.folder))
        folders.append(folder)
        if answers.kind is Kind.FOLDER:
            policies.append(folder)
        else:
            sys.path.insert(0, str(folder / "src"))
            plugins[answers.name] = import_module(f"{answers.package}.plugin")
    try:
        yield Written(tuple(folders), link(host.gather({**host.installed(), **plugins}, policies)))
    finally:
        sys.path[:] = before


def test_the_packs_pass_check(written: Written) -> None:
    assert {each.id for each in written.rulebook.content.instruments if each.rank is Rank.LOCAL} == {each.name for each in SEVERAL}


def test_the_packs_pass_their_first_cases(written: Written) -> None:
    engine = Engine(written.rulebook)
    for folder in written.folders:
        results = [run_case(engine, case) for case in read_law_cases([folder / "cases"], written.rulebook)]
        assert len(results) >= 8
        assert [(each.case.written.name, each.misses) for each in results if not each.passed] == []
        outcomes = {each.decision.outcome.value for each in results if each.decision is not None}
        assert outcomes == {"exempt", "liable", "undetermined"}


@pytest.mark.slow
def test_the_packs_are_proved_to_weaken_nothing(written: Written) -> None:
    """The whole of `dutybound prove` over written packs is run once, beside the examples (tests/examples)."""
    seeker = Solving(600)
    results = [judge(each, seeker) for each in weakenings(written.rulebook, build(written.rulebook), seeker)]
    assert {each.statement.id: type(each.verdict) for each in results} == {f"invariant-7.{number}": Proved for number in range(1, 7)}
