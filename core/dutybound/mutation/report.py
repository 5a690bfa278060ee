"""Findings counted and told: by operator and by file, as records, as JUnit XML, and as case files to fill in."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from attrs import frozen

from dutybound.lawcases.expecting import UNFILLED, Expectation
from dutybound.lawcases.missing import writable
from dutybound.lawcases.reading import LawCase, WrittenCase
from dutybound.lawcases.writing import case_text, write_cases
from dutybound.mutation.finding import Found, Verdict
from dutybound.mutation.mutants import Mutant
from dutybound.mutation.settling import Said
from dutybound.proof.casefiles import case_record
from dutybound.provision import Provision
from dutybound.rulebook import Rulebook
from dutybound.text import Language, Text

WITNESSES = "witnesses.yaml"


@frozen
class Report:
    """Every mutant judged, with the cases that judged them and the reasons given for survivors by id."""

    rulebook: Rulebook
    cases: tuple[LawCase, ...]
    found: tuple[tuple[Mutant, Found], ...]
    reasons: Mapping[str, str]

    def counted(self, key: str) -> dict[str, Counter[Verdict]]:
        """The verdicts by `operator` or by `file`, in the order of the mutants."""
        counts: dict[str, Counter[Verdict]] = {}
        for mutant, each in self.found:
            name = mutant.operator.value if key == "operator" else mutant.place.source
            counts.setdefault(name, Counter())[each.verdict] += 1
        return counts

    @property
    def total(self) -> Counter[Verdict]:
        """All verdicts."""
        return Counter(each.verdict for _, each in self.found)

    @property
    def share(self) -> int:
        """Killed of every thousand mutants that were killed or survive; what is refused or equivalent shows nothing of the cases."""
        total = self.total
        judged = total[Verdict.KILLED] + total[Verdict.SURVIVING]
        return 1000 * total[Verdict.KILLED] // judged if judged else 1000

    def surviving(self) -> tuple[tuple[Mutant, Found], ...]:
        """The mutants that no case notices."""
        return tuple(each for each in self.found if each[1].verdict is Verdict.SURVIVING)

    def unaccounted(self) -> tuple[Mutant, ...]:
        """The survivors for which no reason is given."""
        return tuple(mutant for mutant, _ in self.surviving() if mutant.id not in self.reasons)

    # --- as records ---

    def record(self) -> dict[str, Any]:
        """As JSON, always the same keys."""
        return {
            **_counts(self.total),
            "per_thousand": self.share,
            "by_operator": {name: _counts(each) for name, each in self.counted("operator").items()},
            "by_file": {name: _counts(each) for name, each in self.counted("file").items()},
            "mutants": [self._record(mutant, each) for mutant, each in self.found],
        }

    def _record(self, mutant: Mutant, found: Found) -> dict[str, Any]:
        parting = found.parting
        return {
            "id": mutant.id,
            "operator": mutant.operator.value,
            "provision": mutant.cited,
            "place": str(mutant.place),
            "words": _both(mutant.words),
            "verdict": found.verdict.value,
            "killed_by": None if found.by is None else self.cases[found.by].written.name,
            "told": _both(found.told) if found.told.en else None,
            "case": None if parting is None else self.witness(mutant, found),
            "near": None if parting is None or parting.base is None else self.cases[parting.base].written.name,
            "old": None if parting is None else _said(parting.before),
            "new": None if parting is None else _said(parting.after),
            "accepted": self.reasons.get(mutant.id),
        }

    def witness(self, mutant: Mutant, found: Found) -> dict[str, Any]:
        """The case on which the policy and the mutant part, as `dutybound evaluate` takes it."""
        assert found.parting is not None  # only survivors with a case are asked
        record = case_record(found.parting.facts, self.rulebook.content.facts, mutant.id)
        if found.parting.alleged is not None:
            record["alleged"] = list(found.parting.alleged)
        return record

    # --- as files ---

    def junit(self, language: Language) -> bytes:
        """One suite a policy file, one test case a mutant; a survivor without a reason is a failure."""
        root = Element("testsuites", name="dutybound mutate")
        for source in self.counted("file"):
            listed = [each for each in self.found if each[0].place.source == source]
            left = {each.id for each in self.unaccounted()}
            failed = sum(mutant.id in left for mutant, _ in listed)
            suite = SubElement(root, "testsuite", name=source, tests=str(len(listed)), failures=str(failed), errors="0")
            for mutant, _ in listed:
                attributes = {"classname": mutant.cited, "name": mutant.id, "file": source, "line": str(mutant.place.line)}
                case = SubElement(suite, "testcase", attributes)
                if mutant.id in left:
                    SubElement(case, "failure", message=mutant.words.into(language)).text = str(mutant.place)
        indent(root)
        told: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return told + b"\n"

    def write_cases(self, folder: Path, language: Language) -> int:
        """Write a case to fill in for every survivor without a reason that has one, and say how many; raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        texts = [
            self._case(mutant, found, language) for mutant, found in self.surviving() if mutant.id not in self.reasons and found.parting
        ]
        heading = Text(
            f"待填写的案例：把 {UNFILLED} 换成法律要求的结论；填好之前运行不会通过",
            f"Cases to fill in: replace {UNFILLED} by what the law calls for; until then they fail",
        )
        write_cases(folder / WITNESSES, texts, heading.into(language))
        return len(texts)

    def _case(self, mutant: Mutant, found: Found, language: Language) -> str:
        parting = found.parting
        assert parting is not None  # only these are written
        base = self.cases[parting.base] if parting.base is not None else self._blank(mutant)
        changes = dict(parting.changes) if parting.base is not None else parting.facts
        said = parting_words(parting.before, parting.after)
        name = Text(f"待填：{mutant.id}", f"to fill in: {mutant.id}").into(language)
        provision = str(mutant.provision) if mutant.provision is not None else str(base.written.provision)
        why = Text(f"{mutant.place}：{mutant.words.zh}；{said.zh}", f"{mutant.place}: {mutant.words.en}; {said.en}").into(language)
        words = {"name": name, "provision": provision, "why": why}
        return case_text(base, changes, self.rulebook, words, backgrounds=False)

    def _blank(self, mutant: Mutant) -> LawCase:
        """A case of which nothing is known."""
        provision = mutant.provision or Provision(mutant.subject, 1)
        unknown = tuple(fact.id for fact in self.rulebook.content.facts if fact.origin and writable(fact))
        written = WrittenCase(name=mutant.id, provision=provision, expect=Expectation(), why=mutant.words.en, unknown=unknown)
        return LawCase(written=written, record={"persons": [{"facts": {}}]})


def parting_words(before: Said, after: Said) -> Text:
    """How the policy and the mutant part, in one line."""
    one, other = _line(before), _line(after)
    return Text(f"原规则：{one}；变异后：{other}", f"by the policy: {one}; by the mutant: {other}")


def _line(said: Said) -> str:
    parts = [said.outcome, *([f"[{', '.join(said.sanction)}]"] if said.sanction else [])]
    findings = ", ".join(f"{name} {truth}" for name, truth in said.findings[:4])
    more = ", …" if len(said.findings) > 4 else ""
    return " ".join(parts) + (f" ({findings}{more})" if findings else "")


def _said(said: Said) -> dict[str, Any]:
    sanction = list(said.sanction) if said.sanction else None
    return {"outcome": said.outcome, "sanction": sanction, "findings": dict(said.findings)}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _counts(counted: Counter[Verdict]) -> dict[str, int]:
    return {each.value: counted[each] for each in Verdict}


def chosen(mutants: Iterable[Mutant], operators: frozenset[str], provision: Provision | str | None) -> tuple[int, ...]:
    """The numbers of the mutants by these operators (all where none is named), of a provision or instrument where one is."""
    return tuple(
        number for number, each in enumerate(mutants) if (not operators or each.operator.value in operators) and _within(provision, each)
    )


def _within(wanted: Provision | str | None, mutant: Mutant) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return wanted in (mutant.cited, mutant.provision.instrument if mutant.provision else "")
    return mutant.provision is not None and wanted.contains(mutant.provision)
