"""Help is quick because the house is entered room by room."""

import subprocess
import sys

import pytest

import dutybound


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return set(done.stdout.split())


def test_every_public_name_is_there_and_no_other() -> None:
    for name in dutybound.__all__:
        assert getattr(dutybound, name).__name__ == name
        assert name in dir(dutybound)
    with pytest.raises(AttributeError, match="module `dutybound` has no `Engines`"):
        _ = dutybound.Engines  # type: ignore[attr-defined]  # the mistake is the test


def test_importing_the_package_or_the_program_loads_no_engine_and_no_library_of_the_rooms() -> None:
    heavy = {"dutybound.engine", "dutybound.linking", "yaml", "cattrs", "msgspec", "pluggy", "z3", "polars", "openpyxl"}
    assert not heavy & _loaded("import dutybound")
    assert not heavy & _loaded("import dutybound.cli")


def test_the_engine_loads_no_extra() -> None:
    assert not {"z3", "polars", "openpyxl", "hypothesis"} & _loaded("from dutybound import Engine; Engine.installed()")
