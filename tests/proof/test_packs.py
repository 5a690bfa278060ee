# ruff: noqa: E501 -- policy text is easier to compare on one line
"""Local packs: what they may bring is accepted and proved harmless, what they may not is refused or refuted with both places."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from pack_texts import EXEMPT, FACTS, FAULT, T, proved

from dutybound.building import build
from dutybound.conditions import Among
from dutybound.engine import Engine
from dutybound.facts import Choice, Option
from dutybound.hookspecs import hookimpl
from dutybound.host import gather
from dutybound.linking import link
from dutybound.problems import Place, Refused
from dutybound.proof import solving as solving_room
from dutybound.proof.deep import dead
from dutybound.proof.deep.looking import Look
from dutybound.proof.proving import result_record, to_repair
from dutybound.proof.questions import Seeker
from dutybound.proof.solving import Solving
from dutybound.proof.statements import Proved, Refuted, Unmet, judge
from dutybound.proof.weakening import weakenings
from dutybound.provision import Provision
from dutybound.text import Text

REFUSED = {
    f"scope: [{{id: mine, provision: local-one/1, {T}, when: {{missed: true}}}}]": "the local rule `mine` cannot change what is in scope",
    f"elements: [{{id: mine, provision: local-one/1, {T}, when: {{intent: true}}}}]": (
        "the local rule `mine` cannot add an element of responsibility"
    ),
    f"circumstances: [{{id: mine, provision: local-one/1, {T}, effect: heavier, mode: may, when: {{missed: true}}}}]": (
        "the local rule `mine` cannot make a sanction lighter, mitigated or heavier (see also nation.yaml:57:5)"
    ),
    f"waivers: [{{id: mine, provision: local-one/1, {T}, mode: may, when: {{missed: true}}}}]": "the local rule `mine` cannot waive a sanction",
    f"limits: [{{id: mine, provision: local-one/1, {T}, when: {{missed: true}}, most: none}}]": (
        "the local rule `mine` cannot leave no sanction at all, it may narrow the range"
    ),
    f"faults: [{{id: mine, provision: local-one/1, kind: non-performance, {T}, when: {{missed: true}}}}]": (
        "the local rule `mine` must enter through a catch-all item: name it as `under`, and its `basis` (see also nation.yaml:4:5)"
    ),
    f"exemptions: [{{id: mine, provision: local-one/1, {T}, applies_to: [missing], when: {{missed: true}}}}]": (
        "the local rule `mine` must enter through a catch-all item: name it as `under`, and its `basis` (see also nation.yaml:5:5)"
    ),
    f"exemptions: [{{id: mine, provision: local-one/1, {T}, applies_to: [non-performance, improper-performance], when: {{missed: true}}, "
    "under: nation/21.1.11, basis: upper/1, denies_fault: true}]": "the local rule `mine` cannot deny that there is a fault",
    f"constraints: [{{id: mine, provision: local-one/1, {T}, if: {{expert: true}}, then: {{wrong: false}}}}]": (
        "the local rule `mine` cannot call the national fact `expert` a contradiction, for the case would be refused"
    ),
    f"sanctions: [{{id: mine, provision: local-one/1, {T}, applies_to: [missing], "
    "tiers: [{when: {missed: true}, range: [warning, dismissal]}]}]": "the local rule `mine` cannot set a sanction; to narrow a range use `limits`",
    f"exemptions: [{{id: relied-on-expert, provision: local-one/1, {T}, applies_to: [missing], when: {{missed: true}}, "
    "under: nation/21.1.11, basis: upper/1}]": "the rule id `relied-on-expert` is taken",
    f"duties: [{{id: mine, provision: nation/7, {T}}}]": (
        "the local rule `mine` cites `nation/7`; a pack's rule cites `local-one/…`, and the law it rests on as `basis`"
    ),
    "measures: [{id: mine, provision: local-one/1, title: {zh: 予以降级, en: a lower grade}, mode: may, on: [liable]}]": (
        "the local rule `mine` is called “demotion”, which is a sanction, not a measure (see also nation.yaml:27:3)"
    ),
    f"extension_points: [{{provision: local-one/9, for: faults, {T}}}]": "a pack opens no catch-all item (see also nation.yaml:4:5)",
}


@pytest.mark.parametrize("section", REFUSED, ids=lambda text: text.split(":")[0])
def test_what_a_pack_may_not_do_is_refused_when_it_is_linked(small: Any, section: str) -> None:
    with pytest.raises(Refused) as refused:
        small.packed(section)
    assert REFUSED[section] in str(refused.value)
    assert "more-1.yaml:" in str(refused.value)


def test_a_pack_names_its_region_and_its_basis(small: Any) -> None:
    with pytest.raises(Refused) as refused:
        small.linked(f"instrument: {{id: local-one, {T}, rank: local, from: 2021-01-01}}\n")
    assert str(refused.value) == (
        "more-1.yaml:1:13: the local instrument `local-one` names no `region` in which it applies\n"
        "more-1.yaml:1:13: the local instrument `local-one` names no legal `basis`"
    )


OWN = "label: {zh: 速, en: s}, question: {zh: 问？, en: q}, provision: local-one/1, source: {zh: 源, en: s}"


@pytest.mark.parametrize(
    ("fact", "named"),
    [
        (f"{{id: soon, type: flag, within: {{from: day, to: day, days: 5}}, {OWN}}}", "day"),
        (f"{{id: soon, type: flag, from: duty.within_time, {OWN}}}", "soon"),
    ],
)
def test_what_every_record_tells_is_no_fact_of_the_packs_own(small: Any, fact: str, named: str) -> None:
    rule = f"constraints: [{{id: mine, provision: local-one/1, {T}, if: {{soon: true}}, then: {{soon: false}}}}]"
    with pytest.raises(Refused, match=f"the local rule `mine` cannot call the national fact `{named}` a contradiction"):
        small.packed(f"facts: [{fact}]\n{rule}")


@pytest.mark.parametrize(
    ("reach", "message"),
    [
        ("from: 2020-12-31", "the local rule `mine` is in force on days when `local-one` is not"),
        ("until: 2023-01-02", "the local rule `mine` is in force on days when `local-one` is not"),
        ("authorities: [market, drug]", "the local rule `mine` speaks to `drug`, to which `local-one` does not apply"),
    ],
)
def test_no_rule_of_a_pack_reaches_beyond_the_pack(small: Any, reach: str, message: str) -> None:
    nation = small.nation.replace("facts:\n", f"facts:\n  - {{id: kind, type: choice, from: authority.kind, {KINDS}}}\n", 1)
    pack = small.pack.replace("from: 2021-01-01", "from: 2021-01-01, until: 2023-01-01, authorities: [market]")
    measure = f"measures: [{{id: mine, provision: local-one/1, {T}, mode: shall, on: [liable], {{}}}}]"
    small.linked(pack + measure.replace("{}", "from: 2022-01-01, until: 2022-12-31, authorities: [market]"), nation=nation)
    with pytest.raises(Refused) as refused:
        small.linked(pack + measure.replace("{}", reach), nation=nation)
    assert message in str(refused.value)


KINDS = (
    "values: [{id: market, label: {zh: 市, en: m}}, {id: drug, label: {zh: 药, en: d}}], "
    "label: {zh: 类, en: k}, question: {zh: 问？, en: q}, provision: nation/1, source: {zh: 源, en: s}"
)


def test_a_fault_that_every_case_in_scope_has_undoes_the_exemptions(small: Any, solving: Seeker) -> None:
    """Outside the scope nobody is punished, so a condition that the scope asks for anyway tells no act from another."""
    nation = small.nation.replace(
        "faults:\n", f"scope: [{{id: not-intended, provision: nation/2, {T}, when: {{intent: false}}}}]\nfaults:\n", 1
    )
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{intent: false}}, {FAULT}}}]"
    found = proved(small.linked(small.pack + fault, nation=nation), solving)
    assert isinstance(found["invariant-7.2"].verdict, Refuted)


def test_a_basis_is_a_place_that_the_text_has(small: Any) -> None:
    nation = small.nation.replace(
        "rank: rule, ", 'rank: rule, contents: ["1", "7", "14.1.1", "14.1.5", "15.1.1", "17", "19", "20", "21.1.4", "21.1.11", "23"], ', 1
    )
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{missed: true}}, under: nation/14.1.5, basis: nation/{{}}}}]"
    small.linked(small.pack + fault.replace("{}", "20"), nation=nation)
    for pack in (small.pack + fault.replace("{}", "99"), small.pack.replace("upper/2", "nation/99")):
        with pytest.raises(Refused, match="there is no `nation/99` in title"):
            small.linked(pack, nation=nation)


HARMLESS = [
    FACTS + f"exemptions: [{{id: mine, provision: local-one/3, {T}, applies_to: [missing], when: {{local_help: true}}, "
    "under: nation/21.1.11, basis: upper/3}]",
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: non-performance, {T}, when: {{local_slip: true}}, "
    "under: nation/14.1.5, basis: upper/3}]",
    f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{wrong: true}}, "
    "under: nation/14.1.5, basis: upper/3, akin_to: [wrong-finding]}]",
    f"limits: [{{id: mine, provision: local-one/3, {T}, when: {{gravity: serious}}, most: demerit}}]",
    f"limits: [{{id: mine, provision: local-one/3, {T}, when: {{gravity: minor}}, most: dismissal, least: demerit}}]",
    f"measures: [{{id: mine, provision: local-one/3, {T}, mode: may, on: [liable], when: {{missed: true}}}}]",
    f"duties: [{{id: mine, provision: local-one/3, {T}, when: {{missed: true}}}}]",
    FACTS + f"constraints: [{{id: mine, provision: local-one/3, {T}, never_together: [{{local_help: true}}, {{local_slip: true}}]}}]\n"
    f"measures: [{{id: more, provision: local-one/3, {T}, mode: may, on: [liable]}}]",
    # other acts: in the other alternatives, where the excused one was not done, or beside a fault that nothing excuses
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {any: [{all: [{wrong: true}, {local_help: true}]}, {local_slip: true}]}, "
    "under: nation/14.1.5, basis: upper/3, akin_to: [wrong-finding]}]",
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {all: [{wrong: false}, {expert: false}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]",
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {all: [{missed: true}, {confessed: false}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]",
    f"limits: [{{id: mine, provision: local-one/3, {T}, when: {{gravity: minor}}, least: demerit}}]",
]

WEAKENING = {
    f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{wrong: true}}, "
    "under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {any: [{wrong: true}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {all: [{wrong: true}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    # it need not be the same act everywhere: enough that it is wherever the exemption excuses
    f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {any: [{all: [{wrong: true}, {intent: false}]}, {all: [{wrong: true}, {expert: true}]}, {confessed: true}]}, "
    "under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    # in one of several alternatives only, however it is written
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {any: [{all: [{wrong: true}, {local_help: true}]}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {not: {all: [{any: [{wrong: false}, {local_help: false}]}, {local_slip: false}]}}, "
    "under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    FACTS + f"duties: [{{id: hidden, provision: local-one/2, {T}, when: {{any: [{{wrong: true}}, {{local_slip: true}}]}}}}]\n"
    f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, duty: hidden, "
    "when: {any: [{local_help: true}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    # whoever relied on an expert is excused as before, without a condition more
    FACTS + f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, "
    "when: {all: [{expert: true}, {local_slip: true}]}, under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    # no act at all
    f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{confessed: true}}, "
    "under: nation/14.1.5, basis: upper/3}]": "invariant-7.2",
    f"limits: [{{id: mine, provision: local-one/3, {T}, when: {{gravity: serious}}, most: warning}}]": "invariant-7.3",
    f"limits: [{{id: mine, provision: local-one/3, {T}, when: {{gravity: grave}}, most: demotion}}]": "invariant-7.3",
    f"limits:\n  - {{id: mine, provision: local-one/3, {T}, when: {{gravity: minor}}, most: warning}}\n"
    f"  - {{id: other, provision: local-one/4, {T}, when: {{gravity: minor}}, most: demotion, least: demotion}}": "invariant-7.6",
    f"limits:\n  - {{id: mine, provision: local-one/3, {T}, when: {{gravity: minor}}, most: warning}}\n"
    f"  - {{id: other, provision: local-one/4, {T}, when: {{gravity: minor}}, least: demotion}}": "invariant-7.6",
}


@pytest.mark.parametrize("section", HARMLESS, ids=range(len(HARMLESS)))
def test_what_a_pack_may_do_is_proved_to_weaken_nothing(small: Any, solving: Seeker, section: str) -> None:
    found = proved(small.packed(section), solving)
    assert {type(each.verdict) for each in found.values()} == {Proved}, found


@pytest.mark.parametrize("section", WEAKENING, ids=range(len(WEAKENING)))
def test_a_pack_that_weakens_is_refuted_with_a_pair_that_differs(small: Any, solving: Seeker, section: str) -> None:
    rulebook = small.packed(section)
    result = proved(rulebook, solving)[WEAKENING[section]]
    assert isinstance(result.verdict, Refuted)
    record = result_record(result, rulebook)
    before, after = record["rulings"]
    assert (before["under"], after["under"]) == ("national", "with-packs")
    assert before["outcome"] != after["outcome"] or before["sanction"] != after["sanction"]
    assert any(place.startswith("mine more-1.yaml:") for place in record["places"]["local"])
    assert any("nation.yaml:" in place for place in record["places"]["national"])
    [decision] = Engine(rulebook).decide(record["cases"][0])
    assert decision.outcome.value == after["outcome"]


def test_a_pack_outside_its_region_or_before_its_day_does_not_apply(small: Any) -> None:
    engine = Engine(small.packed(HARMLESS[0]))
    case = {
        "case_id": "c",
        "act": {"date": "2021-06-01"},
        "authority": {"region": "440100"},
        "persons": [{"person_id": "p"}],
        "facts": {
            "missed": True,
            "wrong": False,
            "strict": False,
            "gravity": "minor",
            "confessed": False,
            "sanctioned": False,
            "local_help": True,
        },
    }
    assert [each.outcome.value for each in engine.decide(case)] == ["exempt"]
    assert [each.outcome.value for each in engine.decide(case | {"authority": {"region": "110000"}})] == ["liable"]
    assert [each.outcome.value for each in engine.decide(case | {"act": {"date": "2020-06-01"}})] == ["liable"]


def test_what_a_distribution_makes_in_python_is_held_to_its_own_citations(small: Any) -> None:
    rule = small.packed(HARMLESS[6]).rule("mine")

    from dutybound.facts import NOWHERE  # noqa: PLC0415

    class Distribution:
        @hookimpl
        def policy_files(self) -> Any:
            return [_File("upper.yaml", small.law), _File("nation.yaml", small.nation), _File("local.yaml", small.pack)]

        @hookimpl
        def define_duties(self) -> Any:
            return [evolve(rule, provision=Provision("nation", 7), place=NOWHERE)]

    with pytest.raises(Refused) as refused:
        link(gather({"mine": Distribution()}))
    assert "the local rule `mine` cites `nation/7`; a pack's rule cites `local-one/…`" in str(refused.value)


def test_where_a_rule_comes_from_is_not_for_its_plugin_to_say(small: Any) -> None:
    """A pack's contradiction may speak of facts that stand in its own file: so no rule tells itself where it stands."""
    [national] = small.linked().content.constraints
    plugin = _Distribution(
        small, define_duties=[evolve(national, id="mine", provision=Provision("local-one", 7), place=Place("nation.yaml", 1, 1))]
    )
    with pytest.raises(Refused) as refused:
        link(gather({"mine": plugin}))
    assert "plugin mine, define_duties, mine: the local rule `mine` cannot call the national fact `expert` a contradiction" in str(
        refused.value
    )


def test_no_two_policy_files_bear_one_name(small: Any) -> None:
    with pytest.raises(Refused) as refused:
        gather({"mine": _Distribution(small), "other": _Named([_File("nation.yaml", small.pack.replace("local-one", "local-two"))])})
    assert str(refused.value) == "nation.yaml:2:13: two policy files bear this name, or it is brought twice"


def test_a_fact_that_a_pack_makes_in_python_limits_no_field_of_the_record(small: Any) -> None:
    kinds = Choice((Option("a", Text("甲", "a")), Option("b", Text("乙", "b"))))
    [fact] = (each for each in small.linked().content.facts if each.id == "wrong")
    limited = evolve(fact, id="code", domain=kinds, origin="act.duty")
    with pytest.raises(Refused, match=r"the local fact `code` cannot limit `act.duty` of the case record"):
        gather({"mine": _Distribution(small, define_duties=[limited])})


class _Named:
    def __init__(self, files: list[Any]) -> None:
        self._files = files

    @hookimpl
    def policy_files(self) -> Any:
        return self._files


class _Distribution(_Named):
    def __init__(self, small: Any, define_duties: Iterable[Any] = ()) -> None:
        super().__init__([_File("upper.yaml", small.law), _File("nation.yaml", small.nation), _File("local.yaml", small.pack)])
        self._define_duties = define_duties

    @hookimpl
    def define_duties(self) -> Any:
        return self._define_duties


class _File:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text

    def read_bytes(self) -> bytes:
        return self._text.encode()


def test_a_local_exemption_beside_a_renamed_fault_does_not_hide_it(small: Any, solving: Seeker) -> None:
    pack = FACTS + (
        f"faults: [{{id: bad, provision: local-one/9, kind: improper-performance, {T}, when: {{any: [{{wrong: true}}, {{local_help: false}}]}}, {FAULT}}}]\n"
        f"exemptions: [{{id: mine, provision: local-one/3, {T}, applies_to: [wrong-finding], when: {{missed: false}}, {EXEMPT}}}]"
    )
    assert isinstance(proved(small.packed(pack), solving)["invariant-7.2"].verdict, Refuted)


def test_a_pack_that_leaves_nobody_to_be_sanctioned_is_told(small: Any, solving: Seeker) -> None:
    everybody = f"exemptions: [{{id: mine, provision: local-one/3, {T}, applies_to: [non-performance, improper-performance], when: {{}}, {EXEMPT}}}]"
    away = "{any: [{confessed: true}, {confessed: false}, {missed: true}, {wrong: true}]}"
    rulebook = small.packed(everybody.replace("{}", away))
    [told] = [each for each in (judge(one, solving) for one in weakenings(rulebook, build(rulebook), solving)) if to_repair(each, rulebook)]
    assert told.statement.id == "invariant-7.7"
    assert isinstance(told.verdict, Unmet)
    assert "more-1.yaml:3:" in told.verdict.reason.en
    some = proved(small.packed(everybody.replace("{}", "{confessed: true}")), solving)
    assert "invariant-7.7" not in some


_NEVER_KEPT = {
    "by itself": "{id: one, provision: local-one/4, TT, if: {not: {all: [{local_help: true}, {local_help: false}]}}, "
    "then: {all: [{local_slip: true}, {local_slip: false}]}}",
    "together": "{id: one, provision: local-one/4, TT, if: {local_help: true}, then: {local_slip: true}}, "
    "{id: two, provision: local-one/4, TT, if: {local_help: true}, then: {local_slip: false}}, "
    "{id: three, provision: local-one/4, TT, never_together: [{local_help: false}, {any: [{local_slip: true}, {local_slip: false}]}]}",
}


@pytest.mark.parametrize("name", _NEVER_KEPT)
def test_a_packs_constraint_that_no_case_keeps_is_told(small: Any, solving: Seeker, name: str) -> None:
    rulebook = small.packed(f"{FACTS}constraints: [{_NEVER_KEPT[name].replace('TT', T)}]")
    results = [judge(each, solving) for each in weakenings(rulebook, build(rulebook), solving)]
    told = [each for each in results if to_repair(each, rulebook)]
    assert told[0].statement.id == "invariant-7.8/one"
    assert isinstance(told[0].verdict, Unmet)
    assert "nothing keeps the constraint `one` (more-1.yaml:6:" in told[0].verdict.reason.en
    assert "never-kept" in [each.kind for each in dead.find(Look(rulebook, build(rulebook), solving))]


def test_facts_of_which_only_one_may_be_told_are_no_constraint_that_nothing_keeps(small: Any, solving: Seeker) -> None:
    either = f"{{id: one, provision: local-one/4, {T}, never_together: [{{local_help: true}}, {{any: [{{local_slip: true}}, {{local_slip: false}}]}}]}}"
    found = proved(small.packed(f"{FACTS}constraints: [{either}]"), solving)
    assert not [each for each in found if each.startswith("invariant-7.8")]


def test_what_is_refuted_tells_what_would_be_right(small: Any, solving: Seeker) -> None:
    rulebook = small.packed(f"{FACTS}limits: [{{id: mine, provision: local-one/3, {T}, when: {{local_help: true}}, most: warning}}]")
    told = result_record(proved(rulebook, solving)["invariant-7.3"], rulebook)
    assert told["verdict"] == "refuted"
    assert told["reason"]["en"].startswith("narrow the `when` of the limit")


def test_a_pack_without_a_rule_that_decides_is_not_said_to_hold_never(small: Any, solving: Seeker) -> None:
    document = f"documents: [{{id: mine, provision: local-one/3, {T}, made_by: duties check}}]"
    [reason] = {each.verdict.reason.en for each in proved(small.packed(document), solving).values()}
    assert reason == "no rule of a pack that bears on a decision ever holds"


def test_a_constraint_that_refuses_national_cases_is_refuted_even_where_linking_let_it_pass(small: Any, solving: Seeker) -> None:
    linked = small.packed(HARMLESS[5])
    local = linked.rule("mine").provision
    [rule] = linked.content.constraints
    smuggled = evolve(rule, id="smuggled", provision=local, place=Place("more-1.yaml", 3, 1))
    expressions = {**linked.expressions, "smuggled/1": Among("strict", (True,)), "smuggled/2": Among("wrong", (True,))}
    content = evolve(linked.content, constraints=(rule, smuggled))
    result = proved(evolve(linked, content=content, expressions=expressions), solving)["invariant-7.5"]
    assert isinstance(result.verdict, Refuted)
    # on the pack's first day and in its region, for elsewhere its constraint refuses nothing
    assert result.verdict.witness.copies[0] == {"day": date(2021, 1, 1), "region": 440000, "strict": True, "wrong": True}


def test_solvers_are_given_up_before_they_fill_the_memory(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving_room, "MOST_SESSIONS", 2)
    bounded, kept = Solving(30), []
    for pack in HARMLESS[:4]:
        found = proved(small.packed(pack), bounded)
        assert {name: type(each.verdict) for name, each in found.items()} == {
            name: type(each.verdict) for name, each in proved(small.packed(pack), Solving(30)).items()
        }
        kept.append(len(bounded._sessions))
    assert kept == [2, 2, 2, 2]


def test_a_catch_all_item_of_one_kind_takes_faults_of_that_kind_only(small: Any) -> None:
    nation = small.nation.replace("{provision: nation/14.1.5, for: faults", "{provision: nation/14.1.5, for: non-performance")
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: {{}}, {T}, when: {{local_slip: true}}, {FAULT}}}]"
    small.linked(small.pack + FACTS + fault.replace("{}", "non-performance"), nation=nation)
    with pytest.raises(Refused, match=r"`nation/14.1.5` is not a catch-all item open to improper-performance"):
        small.linked(small.pack + FACTS + fault.replace("{}", "improper-performance"), nation=nation)


def test_a_catch_all_item_is_no_basis(small: Any) -> None:
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: non-performance, {T}, when: {{local_slip: true}}, under: nation/14.1.5, basis: nation/14.1.5}}]"
    with pytest.raises(Refused, match=r"the basis `nation/14.1.5` of `mine` is a catch-all item, not the other law"):
        small.packed(FACTS + fault)


HARM = (
    "elements: [{id: harm, provision: nation/13, title: {zh: 害, en: harm}, when: {confessed: true}}]\n"
    "faults:\n  - {id: rude, provision: nation/15.1.5, kind: improper-performance, title: {zh: 粗, en: rude}, contains: [harm], "
    "when: {all: [{intent: true}, {confessed: true}]}}\n"
)


def test_a_fault_contains_only_what_all_it_is_akin_to_contain(small: Any, solving: Seeker) -> None:
    nation = small.nation.replace("faults:\n", HARM, 1)
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, contains: [harm], when: {{}}, {FAULT}, akin_to: [rude{{more}}]}}]"
    whole = fault.replace("{more}", "").replace("{}", "{all: [{local_slip: true}, {confessed: true}]}")
    found = proved(small.linked(small.pack + FACTS + whole, nation=nation), solving)
    assert {type(each.verdict) for each in found.values()} == {Proved}, found
    with pytest.raises(Refused, match="the local rule `mine` cannot do without the element `harm`"):
        small.linked(small.pack + FACTS + whole.replace("[rude]", "[rude, wrong-finding]"), nation=nation)
    # the fault it is akin to asks for the harm in its own words, and so must it
    without = fault.replace("{more}", "").replace("{}", "{local_slip: true}")
    rulebook = small.linked(small.pack + FACTS + without, nation=nation)
    assert isinstance(proved(rulebook, solving)["invariant-7.2"].verdict, Refuted)


def test_a_principle_of_a_pack_is_upheld_by_a_property(small: Any) -> None:
    principle = f"principles: [{{id: mine, provision: local-one/1, {T}, upheld_by: [{{}}]}}]\n"
    kept = f"properties: [{{id: kept, {T}, always: {{when: missing, then: missing}}}}]"
    small.packed(principle.replace("{}", "kept") + kept)
    with pytest.raises(Refused, match=r"`mine` is upheld by `kpt`, which is no property: .*, did you mean `kept`"):
        small.packed(principle.replace("{}", "kpt") + kept)
    with pytest.raises(Refused, match="the list is empty"):
        small.packed(principle.replace("{}", ""))


def test_the_excused_act_beside_another_fault_is_no_other_act(small: Any, solving: Seeker) -> None:
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{all: [{{wrong: true}}, {{missed: true}}, {{local_slip: true}}]}}, {FAULT}}}]"
    rulebook = small.packed(FACTS + fault)
    result = proved(rulebook, solving)["invariant-7.2"]
    assert isinstance(result.verdict, Refuted)
    before, after = result_record(result, rulebook)["rulings"]
    assert "relied-on-expert" in before["holding"]
    assert "mine" in set(after["holding"]) - set(before["holding"])


def test_no_act_is_punished_more_under_another_name(small: Any, solving: Seeker) -> None:
    heavier = f"sanctions:\n  - {{id: special, provision: upper/40, {small.title}, applies_to: [missing], prevails_over: [dereliction], tiers: [{{when: {{gravity: minor}}, range: [demotion, dismissal]}}]}}\n"
    nation = small.nation.replace("sanctions:\n", heavier, 1)
    fault = f"faults: [{{id: mine, provision: local-one/3, kind: improper-performance, {T}, when: {{all: [{{wrong: true}}, {{local_help: true}}]}}, {FAULT}, akin_to: [{{}}]}}]"
    found = proved(small.linked(small.pack + FACTS + fault.replace("{}", "wrong-finding"), nation=nation), solving)
    assert {type(each.verdict) for each in found.values()} == {Proved}, found
    rulebook = small.linked(small.pack + FACTS + fault.replace("{}", "wrong-finding, missing"), nation=nation)
    result = proved(rulebook, solving)["invariant-7.2"]
    assert isinstance(result.verdict, Refuted)
    before, after = result_record(result, rulebook)["rulings"]
    assert (before["sanction"], after["sanction"]) == (["warning", "demotion"], ["demotion", "dismissal"])


def test_a_fact_of_a_pack_is_not_called_as_a_national_one(small: Any) -> None:
    nation = small.nation.replace(
        "{id: wrong, type: flag, label: {zh: 题, en: label}", "{id: wrong, type: flag, label: {zh: 认定有误, en: wrong}"
    )
    fact = f"facts: [{{id: mine, type: flag, {OWN}}}]"
    small.linked(small.pack + fact, nation=nation)
    with pytest.raises(Refused) as refused:
        small.linked(small.pack + fact.replace("zh: 速", "zh: 认定有误"), nation=nation)
    assert str(refused.value) == (
        "more-1.yaml:3:39: “认定有误” stands for `wrong` already, and the local fact `mine` cannot be called so (see also nation.yaml:10:5)"
    )
