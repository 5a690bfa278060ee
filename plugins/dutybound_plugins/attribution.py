"""A sample: how a local rule divides responsibility between handler, reviewer and approver. It tells and decides nothing."""

from collections.abc import Iterable
from importlib.resources import files

from dutybound.hookspecs import hookimpl
from dutybound.policy import PolicyFile

INSTRUMENTS = ("attribution-sample",)


@hookimpl
def policy_files() -> Iterable[PolicyFile]:
    """The policy file of the sample."""
    folder = files("dutybound_policies")
    return [folder / f"{name}.yaml" for name in INSTRUMENTS]
