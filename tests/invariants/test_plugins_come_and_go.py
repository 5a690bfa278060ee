"""A state machine: plugins are installed, removed, broken and repaired, and the engine is what the plugins there say, or a refusal.

Seen to fail: `host.gather` going on with the plugins that could be read; a hook that returns `None` taken for one that has nothing.
"""

from typing import Any

from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from dutybound import Engine, Refused
from dutybound.conditions import Comparison, Test
from dutybound.hookspecs import hookimpl
from dutybound.linking import Sources, link
from dutybound.provision import Provision
from dutybound.rules import Duty, Exemption, FaultKind
from dutybound.testing import Contributor, consistent_facts, decide, plugins_of, sources
from dutybound.testing.vocabularies import words

CITED = Provision("upper-law", 20)


def _duty(name: str) -> Duty:
    return Duty(id=name, provision=CITED, title=words(name))


def _exemption(name: str) -> Exemption:
    return Exemption(
        id=name,
        provision=CITED,
        title=words(name),
        applies_to=tuple(FaultKind),
        when=Test("flag_0", Comparison.IS, value=True),
    )


class _Raises:
    @hookimpl
    def grant_exemptions(self) -> list[Any]:
        raise ValueError("broken")


class _Forgets:
    @hookimpl
    def grant_exemptions(self) -> None:
        return None


class _Misspells:
    @hookimpl
    def grant_exemption(self) -> list[Any]:
        return []


BROKEN = {"raises": _Raises, "forgets": _Forgets, "misspells": _Misspells, "is-nothing": object}


class PluginsComeAndGo(RuleBasedStateMachine):
    """The model: contributions by plugin, and which plugins are broken."""

    local = Bundle("local")
    broken = Bundle("broken")

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.national: Sources = data.draw(sources())
        self.plugins: dict[str, object] = data.draw(plugins_of(self.national))
        self.own: dict[str, tuple[Duty | Exemption, ...]] = {}
        self.bad: set[str] = set()

    @rule(target=local, number=st.integers(0, 3), exempting=st.booleans())
    def install(self, number: int, exempting: bool) -> str:
        name = f"local-{number}"
        made = _exemption(f"{name}-exemption") if exempting else _duty(f"{name}-duty")
        self.plugins[name] = Contributor((), (made,))
        self.own[name] = (made,)
        self.bad.discard(name)
        return name

    @rule(target=broken, kind=st.sampled_from(sorted(BROKEN)))
    def install_a_broken_one(self, kind: str) -> str:
        self.plugins[kind] = BROKEN[kind]()
        self.bad.add(kind)
        return kind

    @rule(name=consumes(local))
    def remove(self, name: str) -> None:
        self.plugins.pop(name, None)
        self.own.pop(name, None)

    @rule(name=consumes(broken))
    def repair_by_removing(self, name: str) -> None:
        self.plugins.pop(name, None)
        self.bad.discard(name)

    @precondition(lambda self: self.own)
    @rule()
    def install_a_clash(self) -> None:
        """A second plugin with a rule that another has already: refused with the place of both, and gone again."""
        name = sorted(self.own)[0]
        trying = {**self.plugins, "twin": Contributor((), self.own[name])}
        try:
            Engine.of(trying)
        except Refused as refused:
            if not self.bad:
                clash = next(each for each in refused.problems if "is taken" in each.message.en)
                named = {clash.place.source.split(",")[0], clash.also.source.split(",")[0] if clash.also else ""}
                assert named == {"plugin twin", f"plugin {name}"}
        else:
            raise AssertionError("two plugins have one rule and nobody noticed")

    @invariant()
    def the_engine_is_what_its_plugins_say(self) -> None:
        if self.bad:
            self._refused_and_named()
            return
        engine = Engine.of(self.plugins)
        wanted = evolve(
            self.national,
            contributions=(*self.national.contributions, *(each for made in self.own.values() for each in made)),
            plugins=tuple(sorted(self.plugins)),
        )
        assert engine.rulebook == link(wanted)

    def _refused_and_named(self) -> None:
        try:
            Engine.of(self.plugins)
        except Refused as refused:
            named = {problem.place.source.removeprefix("plugin ").split(",")[0] for problem in refused.problems}
            assert named == self.bad, f"{named} were named where {self.bad} are broken"
        else:
            raise AssertionError(f"{self.bad} are broken and nobody noticed")

    @precondition(lambda self: not self.bad)
    @rule(data=st.data())
    def a_plugin_that_goes_leaves_nothing_behind(self, data: st.DataObject) -> None:
        engine = Engine.of(self.plugins)
        facts = data.draw(consistent_facts(engine))
        before = decide(engine, facts)
        Engine.of({**self.plugins, "passing": Contributor((), (_exemption("passing-exemption"),))})
        assert decide(Engine.of(self.plugins), facts) == before


TestPluginsComeAndGo = PluginsComeAndGo.TestCase
# an example has ten steps, and each of them builds an engine or two and holds them to the model
TestPluginsComeAndGo.settings = settings(max_examples=max(5, settings().max_examples // settings().stateful_step_count))
