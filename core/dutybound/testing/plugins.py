"""Plugins made of contributions: objects that implement the hooks, for tests that let plugins come and go."""

from collections.abc import Iterable

from attrs import field, frozen
from hypothesis import strategies as st

from dutybound.hookspecs import hookimpl
from dutybound.linking import Contribution, Sources
from dutybound.policy import Policy, PolicyFile
from dutybound.rules import Duty, Element, Exemption, Fault, ScopeRule
from dutybound.testing import drawing
from dutybound.testing.drawing import Lots, pick
from dutybound.testing.spelling import spell

_STAGE_OF: dict[type, str] = {
    Duty: "define_duties",
    ScopeRule: "define_duties",
    Fault: "classify_faults",
    Element: "classify_faults",
    Exemption: "grant_exemptions",
}


@frozen
class PolicyText:
    """A policy file that exists in memory only."""

    name: str
    text: str

    def read_bytes(self) -> bytes:
        """The text as the bytes of a file."""
        return self.text.encode()


@frozen
class Contributor:
    """A plugin that ships these files and contributes these rules, facts and predicates, each through the hook of its stage."""

    files: tuple[PolicyText, ...] = ()
    contributions: tuple[Contribution, ...] = field(default=())

    def _at(self, stage: str) -> list[Contribution]:
        # what belongs to no one stage, such as facts, predicates and constraints, enters with the sanctions
        return [each for each in self.contributions if _STAGE_OF.get(type(each), "select_sanctions") == stage]

    @hookimpl
    def policy_files(self) -> Iterable[PolicyFile]:
        """The files."""
        return self.files

    @hookimpl
    def define_duties(self) -> list[Contribution]:
        """Duties and scope."""
        return self._at("define_duties")

    @hookimpl
    def classify_faults(self) -> list[Contribution]:
        """Faults and elements."""
        return self._at("classify_faults")

    @hookimpl
    def grant_exemptions(self) -> list[Contribution]:
        """Exemptions."""
        return self._at("grant_exemptions")

    @hookimpl
    def select_sanctions(self) -> list[Contribution]:
        """Everything else."""
        return self._at("select_sanctions")


def file_of(policy: Policy) -> PolicyText:
    """The file of a policy."""
    return PolicyText(f"{policy.instrument.id}.yaml", spell(policy))


@st.composite
def plugins_of(draw: st.DrawFn, known: Sources) -> dict[str, object]:
    """The sources dealt out among some plugins with names: policies as files, contributions through hooks."""
    count = draw(st.integers(1, 3))
    lots = Lots(draw)
    files: list[list[PolicyText]] = [[] for _ in range(count)]
    rules: list[list[Contribution]] = [[] for _ in range(count)]
    for policy in known.policies:
        pick(lots, files).append(file_of(policy))
    for each in known.contributions:
        pick(lots, rules).append(each)
    return {f"plugin-{number}": Contributor(tuple(files[number]), tuple(rules[number])) for number in range(count)}


def shuffled(draw: st.DrawFn, plugins: dict[str, object]) -> dict[str, object]:
    """The same plugins told in another order."""
    return {name: plugins[name] for name in drawing.shuffled(Lots(draw), sorted(plugins))}
