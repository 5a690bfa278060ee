"""What follows from liability as nodes: ranges, circumstances, limits, waivers, measures, referrals, obligations."""

from collections.abc import Mapping
from datetime import date

from attrs import evolve, frozen

from dutybound import program as names
from dutybound.assembly import BELOW, below_lowest
from dutybound.engines.reference import Derived
from dutybound.explanation import Kind, Node
from dutybound.findings import Bears, Tell, rule_node
from dutybound.grounds import Grounds, because
from dutybound.labels import EFFECT, MODE, listed, quoted
from dutybound.precedence import prevailing
from dutybound.rulebook import Rulebook
from dutybound.rules import NO_TEXT, Circumstance, Ladder, Limit, Measure, Mode, Obligation, Referral, SanctionRange, Tier, Waiver
from dutybound.text import Text
from dutybound.truth import Truth


@frozen
class Consequences:
    """Tells what follows in one person's case; `dues` are the days (or how they are spelt) on which obligations fall due, by rule."""

    rulebook: Rulebook
    grounds: Grounds
    derived: Mapping[str, Derived]
    dues: Mapping[str, date | str | None]
    bears: Bears

    def tells(self) -> Mapping[str, Tell]:
        """What tells a rule of a stage after the exemptions."""
        return {
            "sanctions": self._range,
            "circumstances": self._circumstance,
            "waivers": self._waiver,
            "limits": self._limit,
            "measures": self._measure,
            "referrals": self._referral,
            "obligations": self._obligation,
        }

    def _said(self, rule: Circumstance | Waiver | Limit | Measure | Referral | Obligation, effect: Text) -> tuple[Node, ...]:
        """A rule's node; its effect is said only where it does not fail."""
        derivation = self.derived[rule.id]
        return (rule_node(rule, self.grounds, derivation, NO_TEXT if derivation.truth is Truth.FAILS else effect),)

    # --- ranges ---

    def _range(self, sanction: SanctionRange) -> tuple[Node, ...]:
        own = self.derived[sanction.id]
        active = self.derived[names.active(sanction.id)]
        bears = self.bears(sanction.id)
        parts = self.grounds.of(own) if bears or own.truth is Truth.FAILS else ()
        reason, effect = because(parts), NO_TEXT
        truth = active.truth
        if active.truth is not Truth.FAILS:
            tiers = tuple(self._tier(sanction, number, tier) for number, tier in enumerate(sanction.tiers, 1))
            truth = Truth.any(tier.truth for tier in tiers)
            if truth is Truth.FAILS:
                parts, reason = tiers, because(tiers)
            else:
                faults = listed(self._standing(sanction))
                parts, effect = parts + tiers, Text(f"及于过错{faults.zh}", f"reaches {faults.en}")
        elif own.truth is not Truth.FAILS:
            parts = ()  # its own condition is not what keeps it from applying
            reason = self._inactive(sanction, bears=bears)
        node = Node(
            kind=Kind.RULE,
            id=sanction.id,
            truth=truth,
            title=sanction.title,
            provision=sanction.provision,
            citation=self.grounds.names.citations.written(sanction.provision),
            effect=effect,
            reason=reason,
            parts=parts,
            bears=bears,
        )
        return (node,)

    def _standing(self, sanction: SanctionRange) -> list[Text]:
        """The faults the range reaches that stand or may stand."""
        faults = self.rulebook.content.faults
        reach = self.grounds.names.reach[sanction.id]
        return [
            quoted(fault.title) for fault in faults if fault.id in reach and self.derived[names.stands(fault.id)].truth is not Truth.FAILS
        ]

    def _inactive(self, sanction: SanctionRange, *, bears: bool) -> Text:
        if not bears:
            return Text("没有其所及的过错成立", "no fault it reaches stands")
        holding = [each for each in prevailing(sanction, self.rulebook.content) if self.derived[each.id].truth is not Truth.FAILS]
        reach = self.grounds.names.reach
        above = listed([quoted(each.title) for each in holding if reach[sanction.id] & reach[each.id]])
        return Text(f"让位于特别规定{above.zh}", f"gives way to the special provision {above.en}")

    def _tier(self, sanction: SanctionRange, number: int, tier: Tier) -> Node:
        derivation = self.derived[f"{sanction.id}/{number}"]
        low, high = (quoted(self._rung(rung)) for rung in tier.range)
        same = tier.range[0] == tier.range[1]
        title = low if same else Text(f"{low.zh}至{high.zh}", f"{low.en} to {high.en}")
        parts = self.grounds.of(self._written(derivation))
        return Node(kind=Kind.TIER, id=f"{sanction.id}/{number}", truth=derivation.truth, title=title, reason=because(parts), parts=parts)

    def _written(self, derivation: Derived) -> Derived:
        """The tier's own condition; that the range is active is said by the range's node."""
        return derivation.parts[-1]

    def _rung(self, rung: str) -> Text:
        return next(each.label for each in self.rulebook.content.ladder.rungs if each.id == rung)

    # --- what moves, waives or caps ---

    def _circumstance(self, rule: Circumstance) -> tuple[Node, ...]:
        mode, effect = MODE[rule.mode], EFFECT[rule.effect]
        return self._said(rule, Text(f"{mode.zh}{effect.zh}", f"the sanction {mode.en} {effect.en}"))

    def _waiver(self, rule: Waiver | Ladder) -> tuple[Node, ...]:
        if isinstance(rule, Ladder):
            return self._below(rule)
        return self._said(rule, _waiving(rule.mode, alternative=rule.alternative))

    def _below(self, ladder: Ladder) -> tuple[Node, ...]:
        """That a mitigated lowest rung becomes a waiver, commanded or left open: a step of the core, shown where it happens."""
        found = below_lowest(lambda name: self.derived[name].truth)
        if found is None:
            return ()
        mode, truth = found
        lowest, word = ladder.rungs[0].label, MODE[mode]
        mitigating = self.derived[names.MUST_MITIGATE if mode is Mode.SHALL else names.MAY_MITIGATE]
        return (
            Node(
                kind=Kind.RULE,
                id=BELOW,
                truth=truth,
                title=Text("减轻至最低档以下", "mitigated below the lowest sanction"),
                provision=ladder.below,
                citation=self.grounds.names.citations.written(ladder.below),
                effect=_waiving(mode, alternative=mode is Mode.MAY),
                reason=Text(
                    f"{word.zh}减轻，而幅度下限为{lowest.zh}",
                    f"the sanction {word.en} be mitigated and the range begins with {lowest.en}",
                ),
                parts=self.grounds.of(mitigating),
            ),
        )

    def _limit(self, rule: Limit) -> tuple[Node, ...]:
        if rule.most == "none":
            return self._said(rule, Text("不给予处分", "no sanction is available"))
        ends: list[Text] = []
        if rule.most:
            most = self._rung(rule.most)
            ends.append(Text(f"最重为{most.zh}", f"{most.en} at most"))
        if rule.least:
            least = self._rung(rule.least)
            ends.append(Text(f"最轻为{least.zh}", f"{least.en} at least"))
        return self._said(rule, Text("，".join(each.zh for each in ends), ", ".join(each.en for each in ends)))

    # --- what else follows ---

    def _measure(self, rule: Measure) -> tuple[Node, ...]:
        mode = MODE[rule.mode]
        return self._said(rule, Text(f"{mode.zh}采取", f"{mode.en} follow"))

    def _referral(self, rule: Referral) -> tuple[Node, ...]:
        return self._said(rule, Text(f"移送{rule.to.zh}", f"to {rule.to.en}"))

    def _obligation(self, rule: Obligation) -> tuple[Node, ...]:
        (node,) = self._said(rule, Text(f"由{rule.holder.zh}履行", f"on {rule.holder.en}"))
        if rule.due is None or node.truth is Truth.FAILS:
            return (node,)
        start = self.grounds.names.facts[rule.due.start]
        kind = Text("个工作日", " working days") if rule.due.working else Text("日", " days")
        title = Text(f"期限：自{start.label.zh}起 {rule.due.days} {kind.zh}", f"due {rule.due.days}{kind.en} from {start.label.en}")
        reason, day = self.grounds.finding(start.id), self.dues.get(rule.id)
        if day is not None:
            reason = Text(f"{reason.zh}，至 {day}", f"{reason.en}, by {day}")
        known = Truth.HOLDS if start.id in self.grounds.facts else Truth.UNKNOWN
        due = Node(kind=Kind.FACT, id=start.id, truth=known, title=title, reason=reason, facts=(start.id,))
        return (evolve(node, parts=(*node.parts, due)),)


def _waiving(mode: Mode, *, alternative: bool) -> Text:
    """What a waiver does: a course beside others decides nothing."""
    word = MODE[mode]
    effect = Text(f"{word.zh}免予处分", f"the sanction {word.en} be waived")
    if not alternative:
        return effect
    return Text(f"{effect.zh}（并列的选择之一，不决定结论）", f"{effect.en} (one of several courses, which decides nothing)")
