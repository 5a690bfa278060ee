"""The intellectual property office (Art. 26): adjudication and the protection of patents."""

from collections.abc import Iterable
from importlib.resources import files

from dutybound.hookspecs import hookimpl
from dutybound.policy import PolicyFile

INSTRUMENTS = ("patent-2020",)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy files of the intellectual property office's special statutes."""
    folder = files("dutybound_policies")
    return [folder / f"{name}.yaml" for name in INSTRUMENTS]
