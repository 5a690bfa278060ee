# ruff: noqa: E501 -- policy text is easier to compare on one line
"""Generated local packs: every harmless one is accepted, and every one that weakens national law is refused or refuted."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pack_texts import EXEMPT, FACTS, FAULT, T, proved

from dutybound.problems import Refused
from dutybound.proof.solving import Solving
from dutybound.proof.statements import Proved, Refuted

_SOLVING = Solving(30)
FLAGS = ("missed", "wrong", "intent", "expert", "omitted", "confessed", "local_help", "local_slip")


@st.composite
def conditions(draw: st.DrawFn, flags: tuple[str, ...] = FLAGS) -> str:
    """A condition over flags."""
    tests = [
        f"{{{name}: {'true' if draw(st.booleans()) else 'false'}}}"
        for name in draw(st.lists(st.sampled_from(flags), min_size=1, max_size=3, unique=True))
    ]
    joint = draw(st.sampled_from(["all", "any"]))
    return tests[0] if len(tests) == 1 else f"{{{joint}: [{', '.join(tests)}]}}"


@st.composite
def harmless_packs(draw: st.DrawFn) -> str:
    """What a pack may bring, in any number."""
    when = draw(conditions())
    applies = draw(st.sampled_from(["missing", "wrong-finding", "non-performance", "improper-performance"]))
    own = draw(conditions(("local_help", "local_slip")))
    sections = [
        f"exemptions: [{{id: mine-e, provision: local-one/3, {T}, applies_to: [{applies}], when: {when}, {EXEMPT}}}]",
        f"faults: [{{id: mine-f, provision: local-one/3, kind: non-performance, {T}, when: {own}, {FAULT}}}]",
        f"faults: [{{id: mine-f, provision: local-one/3, kind: improper-performance, {T}, when: {when}, {FAULT}, akin_to: [wrong-finding]}}]",
        f"limits: [{{id: mine-l, provision: local-one/3, {T}, when: {{all: [{{gravity: minor}}, {when}]}}, most: demerit}}]",
        f"limits: [{{id: mine-l, provision: local-one/3, {T}, when: {{all: [{{gravity: serious}}, {when}]}}, most: dismissal, least: demotion}}]",
        f"measures: [{{id: mine-m, provision: local-one/3, {T}, mode: may, on: [liable, waived], when: {when}}}]",
        f"duties: [{{id: mine-d, provision: local-one/3, {T}, when: {when}}}]",
        f"obligations: [{{id: mine-o, provision: local-one/3, {T}, holder: {{zh: 机关, en: organ}}, when: {when}}}]",
    ]
    chosen = draw(st.lists(st.sampled_from(sections), min_size=1, max_size=3, unique_by=lambda each: each.split(":")[0]))
    return FACTS + "\n".join(sorted(chosen, key=_order))


_KEYS = (
    "constraints",
    "scope",
    "duties",
    "faults",
    "elements",
    "exemptions",
    "sanctions",
    "circumstances",
    "waivers",
    "limits",
    "measures",
    "obligations",
)


def _order(section: str) -> int:
    return _KEYS.index(section.split(":", maxsplit=1)[0])


@st.composite
def weakening_packs(draw: st.DrawFn) -> str:
    """A harmless pack, or none, with one thing in it that weakens national law."""
    when = draw(conditions())
    more = draw(conditions(("local_help", "local_slip")))
    rung = draw(st.sampled_from(["warning", "demerit", "demotion"]))
    bad = draw(
        st.sampled_from(
            [
                f"scope: [{{id: bad, provision: local-one/9, {T}, when: {when}}}]",
                f"elements: [{{id: bad, provision: local-one/9, {T}, when: {when}}}]",
                f"exemptions: [{{id: relied-on-expert, provision: local-one/9, {T}, applies_to: [wrong-finding], when: {when}, {EXEMPT}}}]",
                f"exemptions: [{{id: bad, provision: nation/21.1.4, {T}, applies_to: [wrong-finding], when: {when}, {EXEMPT}}}]",
                f"faults: [{{id: missing, provision: local-one/9, kind: non-performance, {T}, when: {when}, {FAULT}}}]",
                f"faults: [{{id: bad, provision: local-one/9, kind: improper-performance, {T}, when: {{any: [{{wrong: true}}, {more}]}}, {FAULT}}}]",
                f"faults: [{{id: bad, provision: local-one/9, kind: non-performance, {T}, when: {{all: [{{wrong: true}}, {more}]}}, {FAULT}}}]",
                f"sanctions: [{{id: bad, provision: upper/9, {T}, applies_to: [missing], tiers: [{{when: {when}, range: [warning, dismissal]}}]}}]",
                f"circumstances: [{{id: bad, provision: local-one/9, {T}, effect: mitigated, mode: may, when: {when}}}]",
                f"waivers: [{{id: bad, provision: local-one/9, {T}, mode: shall, when: {when}}}]",
                f"limits: [{{id: bad, provision: local-one/9, {T}, when: {{any: [{{gravity: grave}}, {more}]}}, most: {rung}}}]",
                f"limits: [{{id: bad, provision: local-one/9, {T}, when: {when}, most: none}}]",
                f"constraints: [{{id: bad, provision: local-one/9, {T}, if: {{expert: true}}, then: {more}}}]",
                f"constraints: [{{id: bad, provision: local-one/9, {T}, never_together: [{{strict: true}}, {more}]}}]",
                f"measures: [{{id: bad, provision: local-one/9, {T}, mode: may, on: [liable, exempt], when: {when}}}]",
            ]
        )
    )
    beside = draw(harmless_packs()).removeprefix(FACTS).splitlines() if draw(st.booleans()) else []
    # an exemption beside it may excuse all that a bad fault would punish, and then nothing is weakened
    own = {bad.split(":")[0], *(["exemptions"] if bad.startswith("faults") else [])}
    kept = [each for each in beside if each.split(":")[0] not in own]
    return FACTS + "\n".join(sorted([bad, *kept], key=_order))


@settings(max_examples=500)
@given(harmless_packs())
def test_every_harmless_pack_is_accepted(small: Any, pack: str) -> None:
    found = proved(small.packed(pack), _SOLVING)
    assert all(not isinstance(each.verdict, Refuted) for each in found.values()), (pack, found)
    assert Proved in {type(each.verdict) for each in found.values()} or all(_never(each) for each in found.values())


def _never(result: Any) -> bool:
    """The pack's conditions contradict each other, so there is nothing in it to prove."""
    return type(result.verdict).__name__ == "Vacuous"


@settings(max_examples=500)
@given(weakening_packs())
def test_every_weakening_pack_is_refused_or_refuted(small: Any, pack: str) -> None:
    try:
        rulebook = small.packed(pack)
    except Refused as refused:
        assert "more-1.yaml:" in str(refused)
        return
    found = proved(rulebook, _SOLVING)
    assert any(isinstance(each.verdict, Refuted) for each in found.values()), pack
