"""Every command, in both languages, compared as a whole with what was read and found right."""

import shutil
from pathlib import Path

import pytest
from small_rulebook import SMALL, check, shown

from dutybound.cli import COMMANDS
from dutybound.cli.words import language
from dutybound.text import Language

HELPED = ("evaluate", "explain", "ask", "check", "facts", "rules", "plugins", "schema", "completion")
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])

CALLS = {
    "evaluate-summary": ["evaluate", *SMALL, "--format", "summary", "cases/cases.jsonl"],
    "evaluate-lines": ["evaluate", *SMALL, "cases"],
    "explain-exempt": ["explain", *SMALL, "cases/exempt.json"],
    "explain-liable": ["explain", *SMALL, "--case", "检查-002", "cases/good.jsonl"],
    "explain-waived": ["explain", *SMALL, "--case", "检查-007", "cases/good.jsonl"],
    "explain-open": ["explain", *SMALL, "cases/open.json"],
    "explain-out-of-scope": ["explain", *SMALL, "--person", "周某", "cases/good.jsonl"],
    "explain-no-such-person": ["explain", *SMALL, "--person", "周", "cases/good.jsonl"],
    "explain-no-such-case": ["explain", *SMALL, "--case", "检查-02", "cases/good.jsonl"],
    "explain-bad-line": ["explain", *SMALL, "cases/cases.jsonl"],
    "ask": ["ask", *SMALL, "cases/good.jsonl"],
    "ask-two-cases": ["ask", *SMALL, "--interactive", "cases/good.jsonl"],
    "check-alone": ["check", "--alone", "rulebook"],
    "check-broken": ["check", "--alone", "broken/broken.yaml"],
    "check-unlinked": ["check", "--alone", "rulebook", "broken/unlinked.yaml"],
    "check-nothing": ["check", "--alone", "cases"],
    "check-alone-without-files": ["check", "--alone"],
    "facts": ["facts", *SMALL],
    "facts-by-provision": ["facts", *SMALL, "--provision", "duty-rule/5"],
    "facts-no-such-instrument": ["facts", *SMALL, "--provision", "duty-rul/5"],
    "rules-no-such-instrument": ["rules", *SMALL, "--provision", "duty-rul/5"],
    "facts-bad-provision": ["facts", *SMALL, "--provision", "第五条"],
    "facts-one": ["facts", *SMALL, "mental_state"],
    "facts-misspelt": ["facts", *SMALL, "mental_sate"],
    "facts-json": ["facts", *SMALL, "--json", "victims"],
    "rules": ["rules", *SMALL],
    "rules-by-article": ["rules", *SMALL, "--by", "article"],
    "rules-of-a-stage": ["rules", *SMALL, "--stage", "exemptions", "--provision", "duty-rule/5.1.1"],
    "rules-one": ["rules", *SMALL, "relied-on-report"],
    "rules-range": ["rules", *SMALL, "false-report-range"],
    "rules-constraint": ["rules", *SMALL, "strict-and-hidden"],
    "rules-misspelt": ["rules", *SMALL, "relied-on-reports"],
    "rules-json": ["rules", *SMALL, "--json", "relied-on-report"],
    "plugins": ["plugins", *SMALL],
    "plugins-json": ["plugins", *SMALL, "--json"],
    "without-misspelt": ["facts", "--without", "marcket"],
    "missing-file": ["evaluate", *SMALL, "cases/none.jsonl"],
    "folder-without-cases": ["evaluate", *SMALL, "rulebook"],
    "folder-with-a-table": ["evaluate", *SMALL, "mixed"],
    "empty-path": ["evaluate", *SMALL, ""],
    "empty-path-of-a-batch": ["evaluate", *SMALL, "cases", "", "-o", "out.jsonl"],
    "no-such-command": ["evalute"],
    "no-such-option": ["evaluate", "--fromat", "summary", "cases"],
    "no-such-day": ["evaluate", "--on", "2021-02-30", "cases"],
    "no-such-number": ["evaluate", "--jobs", "many", "cases"],
    "too-small-a-number": ["evaluate", "--jobs", "0", "cases"],
    "no-such-choice": ["evaluate", "--format", "sumary", "cases"],
    "option-without-value": ["evaluate", "cases", "--format"],
    "missing-argument": ["evaluate"],
    "argument-too-many": ["explain", "one.json", "two.json"],
    "explain-and-summary": ["evaluate", *SMALL, "--explain", "--format", "summary", "cases"],
    "help": ["--help"],
    **{
        f"help-{name}": [name, "--help"]
        for name in ("evaluate", "explain", "ask", "check", "facts", "rules", "plugins", "schema", "completion")
    },
}


@LANGUAGES
@pytest.mark.parametrize("name", HELPED)
def test_help_is_as_read_and_found_right(name: str, lang: str) -> None:
    check(f"help-{name}.{lang}", shown(name, "--help", lang=lang))


@LANGUAGES
@pytest.mark.parametrize("name", CALLS)
def test_the_whole_output_is_as_read_and_found_right(name: str, lang: str) -> None:
    check(f"{name}.{lang}", shown(*CALLS[name], lang=lang))


@LANGUAGES
def test_the_interview_asks_until_the_case_is_settled(lang: str) -> None:
    told = shown("ask", *SMALL, "--interactive", "cases/open.json", given="也许\n否\n5\n3\n", lang=lang)
    check(f"interview.{lang}", told)


@LANGUAGES
def test_the_interview_keeps_its_answers_when_the_input_ends(lang: str) -> None:
    check(f"interview-cut-short.{lang}", shown("ask", *SMALL, "-i", "cases/open.json", given="y\n", lang=lang))


@LANGUAGES
def test_an_answer_that_contradicts_the_case_is_not_taken(lang: str) -> None:
    told = shown("ask", *SMALL, "-i", "cases/nearly-empty.json", given="\n" * 12 + "y\n", lang=lang)
    assert '"duty_strictly_performed"' not in told  # the thirteenth question, which the evidence hidden answers
    check(f"interview-contradiction.{lang}", told)


@LANGUAGES
def test_the_interview_goes_back_any_number_of_questions(lang: str) -> None:
    """Past Enter alone and past values, by each of the words for it, and not before the first."""
    typed = "<\n\n<\nn\n＜\nn\n《\nn\n返回\nn\nback\nn\n3\n"
    told = shown("ask", *SMALL, "--interactive", "cases/open.json", given=typed, lang=lang)
    answered_at_once = shown("ask", *SMALL, "--interactive", "cases/open.json", given="n\n3\n", lang=lang)
    assert told.split("--- stderr")[0] == answered_at_once.split("--- stderr")[0]
    check(f"interview-back.{lang}", told)


@LANGUAGES
def test_the_interview_goes_through_the_persons_of_a_case_and_back(lang: str) -> None:
    typed = "n\n<\n<\nn\n3\n<\n2\n"
    check(f"interview-two-persons.{lang}", shown("ask", *SMALL, "-i", "cases/two-persons.json", given=typed, lang=lang))


@LANGUAGES
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_has_an_example_of_it(name: str, lang: str) -> None:
    told = shown(name, "--help", lang=lang)
    assert {"zh": "例如：", "en": "For example:"}[lang] in told
    assert f"dutybound {name} " in told.split({"zh": "例如：", "en": "For example:"}[lang])[1]


def test_lang_on_the_command_line_wins_over_the_environment() -> None:
    assert shown("--lang", "en", "evalute", lang="zh") == shown("evalute", lang="en")
    assert shown("evaluate", "--lang", "en", "--fromat", lang="zh") == shown("evaluate", "--fromat", lang="en")


def test_the_same_input_gives_the_same_bytes() -> None:
    call = ["evaluate", *SMALL, "--explain", "cases/good.jsonl"]
    assert shown(*call) == shown(*call)


def test_one_json_text_on_standard_input_is_read_as_a_whole() -> None:
    written = (Path(__file__).parent / "cases" / "exempt.json").read_text(encoding="utf-8")
    assert shown("explain", *SMALL, "-", given=written) == shown("explain", *SMALL, "cases/exempt.json")


@pytest.mark.parametrize("name", ["more.yml", "MORE.YAML"])
def test_a_file_that_only_looks_like_a_policy_file_is_told_and_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("instrument: {}", encoding="utf-8")
    told = shown("check", "--alone", "rulebook", str(tmp_path), lang="en")
    assert f"{tmp_path / name}: only files whose name ends in `.yaml` are read; rename it" in told
    assert told.startswith("exit 1\n")


def test_a_policy_file_in_a_sub_folder_is_told_and_what_else_stands_there_is_not(tmp_path: Path) -> None:
    for name in ("2024/more/rules.yaml", "cases/rules.yml", ".git/rules.yaml", "cases/case.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("cases: []\n" if name.endswith("case.yaml") else '{"instrument": {}}\n', encoding="utf-8")
    told = shown("check", "--alone", "rulebook", str(tmp_path), lang="en")
    assert [line for line in told.splitlines() if "sub-folders are not read" in line] == [
        f"{tmp_path / name}: sub-folders are not read; move the file up, or name its folder too"
        for name in ("2024/more/rules.yaml", "cases/rules.yml")
    ]
    assert "case.yaml" not in told and ".git" not in told
    assert told.startswith("exit 1\n")


def test_a_file_in_a_sub_folder_that_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    """It may be a policy file, which nothing would read; `pathlib` finds nothing there since Python 3.14."""
    shutil.copytree(Path(__file__).parent / "rulebook", tmp_path / "rulebook")
    assert shown("check", "--alone", str(tmp_path / "rulebook"), lang="en").startswith("exit 0\n")
    link = tmp_path / "rulebook" / "more" / "rules.yaml"
    link.parent.mkdir()
    link.symlink_to("x" * 300)
    told = shown("check", "--alone", str(tmp_path / "rulebook"), lang="en")
    assert told.startswith("exit 1\n") and f"{link}: File name too long\n" in told


def test_a_document_is_made_by_a_command_that_there_is(tmp_path: Path) -> None:
    title = "title: {zh: 表, en: table}"
    documents = "\n".join(
        f"  - {{id: paper-{number}, provision: paper-law/{number}, {title}, made_by: {made_by}}}"
        for number, made_by in enumerate(("duties check", "duties", "nothing"), 1)
    )
    law = f"instrument: {{id: paper-law, {title}, rank: law, from: 2020-01-01}}\ndocuments:\n{documents}\n"
    (tmp_path / "paper.yaml").write_text(law, encoding="utf-8")
    assert [
        line.partition(": ")[2] for line in shown("check", "--alone", "rulebook", str(tmp_path), lang="en").splitlines() if "paper-" in line
    ] == [
        "there is no command `duties` to make the document `paper-2`",
        "there is no command `nothing` to make the document `paper-3`",
    ]


def test_case_files_are_known_by_their_endings_in_capitals_too(tmp_path: Path) -> None:
    record = '{"case_id": "c",\n "persons": [{"person_id": "p"}]}\n'
    (tmp_path / "A.JSON").write_text(record, encoding="utf-8")
    (tmp_path / "B.JSONL").write_text(record.replace("\n ", " "), encoding="utf-8")
    told = shown("evaluate", *SMALL, "--format", "summary", str(tmp_path), lang="en")
    assert "2 in all: undetermined 2" in told


def test_a_language_is_chosen_for_one_call_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOUND_LANG", "en")
    assert "列出规则" in shown("--lang", "zh", "rules", "--help", lang="en")
    assert language() is Language.EN
