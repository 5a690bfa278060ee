"""Rules that hold what none may hold, and rules that the rulebook cannot have."""

from plugin_stand_ins import CITED, COMMITTED, TITLE, Hostile, duty, exemption, fault, plugin, returning

from dutybound.conditions import AnyOf, Comparison, Holds, Predicate, Test
from dutybound.facts import Fact, Flag
from dutybound.provision import Provision
from dutybound.rules import SanctionRange, Tier
from dutybound.testing.plugins import PolicyText

DUTIES = "plugin hostile, define_duties: "


RULES: Hostile = {
    # what the rules hold
    "an id that is a number": (lambda: returning([duty(id=3)]), DUTIES + "id of a Duty should be str, not int"),
    "a citation that is text": (
        lambda: returning([duty(provision="test-law/9")]),
        DUTIES + "provision of a Duty should be Provision, not str",
    ),
    "a title that is text": (
        lambda: returning([duty(title="title")]),
        DUTIES + "title of a Duty should be Text, not str",
    ),
    "a condition that is a function": (
        lambda: returning([duty(when=lambda facts: True)]),
        DUTIES + "when of a Duty should be Test |",
    ),
    "a condition with a list inside": (
        lambda: returning([duty(when=AnyOf([COMMITTED]))]),
        DUTIES + "when.parts of a Duty should be tuple, not list",
    ),
    "reach that is a list": (
        lambda: returning([exemption(applies_to=["the-fault"])], "grant_exemptions"),
        "plugin hostile, grant_exemptions: applies_to of an Exemption should be tuple, not list",
    ),
    "a kind that is text": (
        lambda: returning([fault(kind="non-performance")], "classify_faults"),
        "plugin hostile, classify_faults: kind of a Fault should be FaultKind, not str",
    ),
    "a day that is text": (
        lambda: returning([duty(begins="2020-07-01")]),
        DUTIES + "begins of a Duty should be date | None, not str",
    ),
    "a predicate that is no function": (
        lambda: returning([Predicate("p", TITLE, (), "True")]),
        DUTIES + "function of a Predicate should be a function, not str",
    ),
    # what the rules say
    "an id that is taken": (
        lambda: returning([fault(id="the-fault")], "classify_faults"),
        "plugin hostile, classify_faults, the-fault: the rule id `the-fault` is taken (see also sound.yaml:28:10)",
    ),
    "one id twice": (
        lambda: returning([duty(), duty()]),
        "plugin hostile, define_duties, some-duty: the rule id `some-duty` is taken (see also plugin hostile, define_duties, some-duty)",
    ),
    "a fact that is taken": (
        lambda: returning([Fact("committed", Flag(), TITLE, TITLE, CITED, TITLE)]),
        "plugin hostile, define_duties, committed: the fact id `committed` is taken",
    ),
    "an id with a colon": (
        lambda: returning([duty(id="scope:all")]),
        "plugin hostile, define_duties, scope:all: `scope:all` is not an id",
    ),
    "an unknown instrument": (
        lambda: returning([duty(provision=Provision("my-law", 1))]),
        "plugin hostile, define_duties, some-duty: `my-law/1` cites an instrument that no policy file declares",
    ),
    "an unknown fact": (
        lambda: returning([duty(when=Test("comitted", Comparison.IS, value=True))]),
        "there is no fact `comitted`, did you mean `committed`?",
    ),
    "a predicate over unknown facts": (
        lambda: returning([Predicate("p", TITLE, ("nothing",), bool)]),
        "plugin hostile, define_duties, p: the predicate `p` reads `nothing`, which is no fact",
    ),
    "the finding of a later stage": (
        lambda: returning([duty(when=Holds("the-fault"))]),
        "the rule `the-fault` is not of an earlier stage, so its finding cannot be used here",
    ),
    "an exemption that excuses nothing": (
        lambda: returning([exemption(applies_to=())], "grant_exemptions"),
        "plugin hostile, grant_exemptions, some-exemption: the exemption `some-exemption` excuses nothing",
    ),
    "a sanction without upper law": (
        lambda: plugin(
            policy_files=lambda: [
                PolicyText("mine.yaml", "instrument: {id: mine, title: {zh: 甲, en: a}, rank: rule, from: 2020-01-01}\n")
            ],
            select_sanctions=lambda: [
                SanctionRange(
                    id="x",
                    provision=Provision("mine", 1),
                    title=TITLE,
                    applies_to=("the-fault",),
                    tiers=(Tier(when=COMMITTED, range=("warning", "dismissal")),),
                )
            ],
        ),
        "plugin hostile, select_sanctions, x: the sanction range `x` must cite a law or regulation, and `mine/1` is neither",
    ),
}
