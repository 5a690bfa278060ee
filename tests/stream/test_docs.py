"""The examples of the page on streams run as they stand."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_examples_decide_every_sample(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "streams.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 4
    shared: dict[str, object] = {}
    printed: list[list[str]] = []
    for example in examples:
        exec(example, shared)
        printed.append(capsys.readouterr().out.splitlines())
    samples = (ROOT / "samples" / "cases.jsonl").read_bytes().splitlines()
    assert all(len(lines) >= len(samples) > 0 for lines in printed)
    one_by_one, together, verdicts, explained = printed
    assert together == one_by_one
    assert any('"outcome":"liable"' in line for line in one_by_one) and any(" liable (" in line for line in verdicts)
    assert len(explained) == len(one_by_one)
    assert all(int(told.split()[1]) > len(line) for line, told in zip(one_by_one, explained, strict=True) if line.startswith("False"))
