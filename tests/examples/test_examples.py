"""The examples, the distribution really installed by pip beside national law, the folder given with --policies; then taken away again."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import frozen

pytestmark = pytest.mark.xdist_group("examples")  # they share one new environment

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SICHUAN = EXAMPLES / "dutybound-sichuan-food"
GUANGZHOU = EXAMPLES / "guangzhou-urgent"


@frozen
class Place:
    """A new environment that sees the packages of this one, so that only the example has to be installed."""

    python: Path
    environment: dict[str, str]

    def run(self, *command: str | Path, given: str = "", codes: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [str(part) for part in (self.python, *command)],
            cwd=self.python.parents[1],
            env=self.environment,
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode in codes, done.stdout + done.stderr
        return done.stdout

    def dutybound(self, *command: str | Path, given: str = "") -> str:
        return self.run("-m", "dutybound", *command, given=given)

    def plugins(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.dutybound("plugins", "--json"))
        return {"digest": found["digest"], **{each["name"]: each for each in found["plugins"]}}

    def decide(self, *cases: dict[str, Any], policies: tuple[Path, ...] = ()) -> list[dict[str, Any]]:
        extra = [part for folder in policies for part in ("--policies", str(folder))]
        lines = "\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        return [json.loads(line) for line in self.dutybound("evaluate", *extra, "-", given=lines).splitlines()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    here = "Scripts" if os.name == "nt" else "bin"
    python = home / here / "python"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DUTYBOUND_", "VIRTUAL_ENV"))}
    environment |= {"PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    own = Place(python, environment)
    packages = Path(own.run("-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip())
    shared = [sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]]
    lines = [f"import site; site.addsitedir({each!r})" for each in dict.fromkeys(shared)]
    (packages / "shared.pth").write_text("\n".join(lines), encoding="utf-8")
    yield own


def _pip(place: Place, *command: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(place.python), *map(str, command)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def before(place: Place) -> dict[str, Any]:
    """What is installed while national law is alone."""
    return place.plugins()


@frozen
class New:
    """Packs that new-plugin has just written."""

    folder: Path
    distribution: Path


@pytest.fixture(scope="module")
def new(place: Place) -> New:
    """A pack of each kind, as new-plugin writes it."""
    home = place.python.parents[1]
    given = ("--authority", "market", "--authority", "ip", "--from", "2025-01-01")
    place.dutybound("new-plugin", "hebei-new", "--region", "130000", "--kind", "distribution", *given)
    place.dutybound("new-plugin", "tianjin-new", "--region", "120101", "--kind", "folder", *given)
    return New(home / "tianjin-new", home / "dutybound-hebei-new")


@pytest.fixture(scope="module")
def installed(place: Place, before: dict[str, Any], new: New) -> Place:
    """The environment once the example, and a distribution as new-plugin writes it, are installed."""
    _pip(place, "install", "--quiet", "--no-deps", SICHUAN, new.distribution)
    return place


BACKGROUNDS = {folder: yaml.safe_load((folder / "cases" / "backgrounds.yaml").read_text("utf-8")) for folder in (SICHUAN, GUANGZHOU)}
CHECKED: dict[str, Any] = {
    **{fact: value for facts in BACKGROUNDS[SICHUAN].values() for fact, value in facts.items()},
    **BACKGROUNDS[SICHUAN]["check-missed"],
    "sichuan_food_last_checked": "2024-02-01",
}
URGENT: dict[str, Any] = {
    fact: value for name, facts in BACKGROUNDS[GUANGZHOU].items() if name != "check-missed" for fact, value in facts.items()
}
RANGE = ["warning", "major_demerit"]


def case(name: str, region: str, day: str, facts: dict[str, Any]) -> dict[str, Any]:
    """A check that was missed, though the business had been checked at the interval of its grade."""
    return {
        "case_id": name,
        "authority": {"kind": "market", "region": region, "level": "county"},
        "act": {"kind": "inspection", "date": day},
        "alleged": ["missed-supervision"],
        "persons": [{"person_id": "A", "role": "handler", "facts": facts}],
    }


def status(record: dict[str, Any], exemption: str) -> str:
    found: list[str] = [each["status"] for each in record["exemptions"] if each["id"] == exemption]
    return found[0] if found else "absent"


@pytest.mark.slow
def test_the_plugin_is_listed_once_it_is_installed(installed: Place, before: dict[str, Any]) -> None:
    assert "sichuan-food" not in before
    found = installed.plugins()
    assert found["sichuan-food"] == {
        "name": "sichuan-food",
        "instruments": ["sichuan-food"],
        "policy_files": 1,
        "rules": 9,
        "facts": 7,
    }
    assert found["digest"] != before["digest"]


@pytest.mark.slow
def test_a_case_in_the_region_is_decided_otherwise_than_one_outside_it_or_before_its_day(installed: Place) -> None:
    inside, outside, early = installed.decide(
        case("inside", "510107", "2024-07-01", CHECKED),
        case("outside", "500101", "2024-07-01", CHECKED),
        case("early", "510107", "2024-02-29", CHECKED),
    )
    assert (inside["outcome"], status(inside, "sichuan-food-checked-by-grade")) == ("exempt", "holds")
    assert inside["sanction"] is None and inside["measures"] == []
    for record in (outside, early):
        assert (record["outcome"], record["sanction"]["range"]) == ("liable", RANGE)
        assert status(record, "sichuan-food-checked-by-grade") in ("fails", "absent")
        assert "sichuan-food-training" not in [each["id"] for each in record["measures"]]


@pytest.mark.slow
def test_the_folder_decides_beside_the_plugin(installed: Place) -> None:
    inside = {**case("inside", "440106", "2024-05-06", URGENT), "alleged": ["procedure-breach"]}
    inside["act"] = {**inside["act"], "kind": "coercion"}
    outside = {**inside, "case_id": "outside", "authority": {**inside["authority"], "region": "440300"}}
    late = {**inside, "case_id": "late", "act": {"kind": "coercion", "date": "2027-01-01"}}
    exempt, *others = installed.decide(inside, outside, late, policies=(GUANGZHOU,))
    assert (exempt["outcome"], status(exempt, "guangzhou-urgent-approved-later")) == ("exempt", "holds")
    for record in others:
        assert (record["outcome"], record["sanction"]["range"]) == ("liable", RANGE)
        assert status(record, "guangzhou-urgent-approved-later") in ("fails", "absent")


@pytest.mark.slow
def test_all_packs_pass_check_and_their_cases(installed: Place, new: New) -> None:
    installed.dutybound("check", GUANGZHOU, new.folder)
    installed.dutybound("test", SICHUAN / "cases")
    installed.dutybound("test", new.distribution / "cases")
    installed.dutybound("test", "--policies", GUANGZHOU)
    installed.dutybound("test", "--policies", new.folder)


@pytest.mark.slow
def test_all_packs_are_proved_to_weaken_nothing(installed: Place, new: New) -> None:
    packs = ("--policies", GUANGZHOU, "--policies", new.folder)
    told = [json.loads(line) for line in installed.dutybound("prove", "--seconds", "600", *packs, "--json").splitlines()]
    verdicts = {each["id"]: each["verdict"] for each in told}
    assert {verdicts[f"invariant-7.{number}"] for number in range(1, 7)} == {"proved"}
    assert set(verdicts.values()) <= {"proved", "vacuous"}


@pytest.mark.slow
def test_the_predicates_keep_their_own_tests(installed: Place, new: New) -> None:
    told = installed.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "interval", SICHUAN / "tests", new.distribution / "tests")
    assert "11 passed" in told


@pytest.mark.slow
def test_without_the_plugin_national_law_is_as_it_was(installed: Place, before: dict[str, Any]) -> None:
    without = ("--without", "sichuan-food", "--without", "hebei-new")
    assert json.loads(installed.dutybound("plugins", "--json", *without))["digest"] == before["digest"]
    _pip(installed, "uninstall", "--yes", "--quiet", "dutybound-sichuan-food", "dutybound-hebei-new")
    assert installed.plugins() == before
    # what only the plugin asked is no fact any more: a case that tells it is refused, not decided by half
    line = json.dumps(case("c", "510107", "2024-07-01", CHECKED))
    told = installed.run("-m", "dutybound", "evaluate", "-", given=line, codes=(1,))
    refusal = json.loads(told)
    assert refusal["outcome"] == "refused"
    unknown = {name for name in CHECKED if name.startswith("sichuan")}
    assert {reason.split("`")[1] for reason in refusal["reasons"]} == unknown
    assert all("there is no fact `" in reason for reason in refusal["reasons"])
    nation = {name: value for name, value in CHECKED.items() if not name.startswith("sichuan")}
    [record] = installed.decide(case("c", "510107", "2024-07-01", nation))
    assert (record["outcome"], record["sanction"]["range"]) == ("liable", RANGE)
