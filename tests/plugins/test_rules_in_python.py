"""Rules that a plugin makes in Python under a citation of upper law are pointed out by `check`."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner

from dutybound import host
from dutybound.cli import program
from dutybound.hookspecs import hookimpl
from dutybound.provision import Provision
from dutybound.rules import Duty
from dutybound.text import Text


class InPython:
    """Adds one duty, by code."""

    @hookimpl
    def define_duties(self) -> list[Duty]:
        return [Duty(id="made-in-python", provision=Provision("samr-2020", 7), title=Text("职责", "a duty"))]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    installed = host.installed
    monkeypatch.setattr(host, "installed", lambda without=(): {**installed(without), "in-python": InPython()})
    found = {lang: CliRunner().invoke(program, ["check", "--lang", lang]) for lang in ("zh", "en")}
    assert all(each.exit_code == 0 for each in found.values())
    return {lang: each.output.splitlines()[-1] for lang, each in found.items()}


def test_the_plugin_and_its_rules_are_named(checked: Mapping[str, str]) -> None:
    assert checked == {
        "en": "plugin in-python: note: rules made in Python cite upper law and are taken as such: `made-in-python` (samr-2020/7); "
        "those of a region belong in a policy file with `rank: local`",
        "zh": "plugin in-python: 注意：以程序增加的规则引用上位法，按上位法对待：`made-in-python` (samr-2020/7)；"
        "地方的规则应写入 rank: local 的规则文件",
    }


def test_nothing_is_said_where_rules_stand_in_files() -> None:
    assert "note:" not in CliRunner().invoke(program, ["check", "--lang", "en"]).output
