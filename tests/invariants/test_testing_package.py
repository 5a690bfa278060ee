"""`dutybound.testing` as a plugin author meets it. Seen to fail: the check for hypothesis taken out of the package."""

import subprocess
import sys

from dutybound import testing


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_without_hypothesis_the_message_says_what_to_install() -> None:
    done = _run("import sys; sys.modules['hypothesis'] = None; import dutybound.testing")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        'ImportError: dutybound.testing needs hypothesis, which is not installed: pip install "dutybound[test]"'
        "（dutybound.testing 需要 hypothesis，尚未安装）"
    )


def test_the_framework_itself_needs_no_hypothesis() -> None:
    done = _run("import sys; sys.modules['hypothesis'] = None; import dutybound; dutybound.Engine.installed()")
    assert done.returncode == 0, done.stderr


def test_everything_that_is_promised_is_there() -> None:
    assert not [name for name in testing.__all__ if not hasattr(testing, name)]
