"""The drug administration (Art. 26): the laws on drugs and vaccines with their own floors."""

from collections.abc import Iterable
from importlib.resources import files

from dutybound.hookspecs import hookimpl
from dutybound.policy import PolicyFile

INSTRUMENTS = (
    "drug-2019",
    "vaccine-2019",
)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy files of the drug administration's special statutes."""
    folder = files("dutybound_policies")
    return [folder / f"{name}.yaml" for name in INSTRUMENTS]
