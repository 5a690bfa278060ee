"""The market regulator: food safety and special equipment."""

from collections.abc import Iterable
from importlib.resources import files

from dutybound.hookspecs import hookimpl
from dutybound.policy import PolicyFile

INSTRUMENTS = (
    "food-2021",
    "equipment-2013",
)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy files of the market regulator's special statutes."""
    folder = files("dutybound_policies")
    return [folder / f"{name}.yaml" for name in INSTRUMENTS]
